"""Takes sources into a library in one thread of its own, and tells of it while it goes on.

One thread for all visitors: a library has one writer at a time, so others wait here in line instead of failing at its
lock, and a library keeps a connection for every thread that ever used it.
"""

import threading
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue

from index.records import Added

Work = Callable[[Callable[[Added], None]], None]
"""Takes in sources; calls what it is given with the fate of each."""


class Worker:
    """Does one piece of work after the other."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._begin = threading.Lock()
        self._thread: threading.Thread | None = None

    def watch(self, work: Work, patience: float = 1.0) -> Iterator[list[Added]]:
        """The fates that `work` told since the last look; empty after `patience` seconds without one.

        Raises what `work` raises. Who stops looking does not stop the work: what it takes in is stored whole.
        """
        told: SimpleQueue[Added | BaseException | None] = SimpleQueue()

        def job() -> None:
            try:
                work(told.put)
            except BaseException as error:  # it is raised again where it is waited for
                told.put(error)
            else:
                told.put(None)

        self._jobs.put(job)
        self._start()
        while True:
            fates, end, error = _drained(told, patience)
            if error is not None:
                raise error
            if fates or not end:
                yield fates
            if end:
                return

    def _start(self) -> None:
        with self._begin:
            if self._thread is None:
                # A daemon: whoever stops the page need not wait for a long archive, which a library survives.
                self._thread = threading.Thread(target=self._run, name="xianwen-intake", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._jobs.get()()


def _drained(
    told: "SimpleQueue[Added | BaseException | None]", patience: float
) -> tuple[list[Added], bool, BaseException | None]:
    """All that waits: fates, whether the work is at its end, and what it failed of."""
    fates: list[Added] = []
    try:
        one = told.get(timeout=patience)
        while isinstance(one, Added):
            fates.append(one)
            one = told.get_nowait()
    except Empty:
        return fates, False, None
    return fates, True, one
