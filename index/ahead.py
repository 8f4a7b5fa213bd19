"""Runs an iterator in a thread of its own, some way ahead of whoever takes from it."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


def ahead(make: Callable[[], Iterator[T]], weigh: Callable[[T], int], limit: int) -> Generator[T]:
    """The items of `make()`, in order, made while earlier ones are worked on.

    No more than `limit` of weight waits at a time, apart from one item that is heavier by itself, so memory does not
    grow with the length. What the iterator raises is raised here, after the items before it. Closing the generator
    ends the thread at its next item.

    >>> list(ahead(lambda: iter([3, 1, 2]), weigh=int, limit=4))
    [3, 1, 2]
    """
    line = _Line[T](weigh, limit)
    worker = threading.Thread(target=line.fill, args=(make,), name="xianwen-ahead", daemon=True)
    worker.start()
    try:
        yield from line.taken()
    finally:
        line.stop()
        # A page or a PDF under way is not worth a longer wait: its thread ends by itself, and with the program.
        worker.join(timeout=5)


class _Line(Generic[T]):
    """What waits between the two threads."""

    def __init__(self, weigh: Callable[[T], int], limit: int) -> None:
        self._weigh, self._limit = weigh, limit
        self._waiting: deque[T] = deque()
        self._weight = 0
        self._over = self._stopped = False
        self._error: BaseException | None = None
        self._changed = threading.Condition()

    def fill(self, make: Callable[[], Iterator[T]]) -> None:
        """Put every item into the line; the work of the thread."""
        items = make()
        try:
            for item in items:
                if not self._put(item):
                    return
        except BaseException as error:
            self._error = error
        finally:
            close = getattr(items, "close", None)
            if close:
                close()
            with self._changed:
                self._over = True
                self._changed.notify_all()

    def taken(self) -> Iterator[T]:
        """The items in order, until there are no more."""
        while True:
            with self._changed:
                # A wait without an end cannot be interrupted by Ctrl-C on Windows.
                while not self._changed.wait_for(lambda: self._waiting or self._over, timeout=0.5):
                    pass
                if not self._waiting:
                    break
                item = self._waiting.popleft()
                self._weight -= self._weigh(item)
                self._changed.notify_all()
            yield item
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Nobody takes any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _put(self, item: T) -> bool:
        weight = self._weigh(item)
        with self._changed:
            self._changed.wait_for(
                lambda: self._stopped or not self._waiting or self._weight + weight <= self._limit
            )
            if self._stopped:
                return False
            self._waiting.append(item)
            self._weight += weight
            self._changed.notify_all()
        return True
