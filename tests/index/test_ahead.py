import threading

import pytest

from index.ahead import ahead


def _threads():
    return [one for one in threading.enumerate() if one.name == "xianwen-ahead"]


def test_items_come_in_order_and_no_more_than_the_limit_waits():
    made, most = [], []

    def items():
        for number in range(30):
            made.append(number)
            yield number

    taken = []
    for number in ahead(items, weigh=lambda _: 10, limit=30):
        taken.append(number)
        most.append(len(made) - len(taken))
    assert taken == list(range(30))
    # three wait, and one is in the hands of the thread
    assert max(most) <= 4
    assert not _threads()


def test_an_item_over_the_limit_goes_through_alone():
    assert list(ahead(lambda: iter([5, 99, 5]), weigh=int, limit=10)) == [5, 99, 5]


def test_an_error_comes_after_the_items_before_it():
    def items():
        yield 1
        raise ValueError("the second cannot be made")

    taken = []
    with pytest.raises(ValueError, match="the second"):
        taken.extend(ahead(items, weigh=int, limit=9))
    # extend keeps what came before the error
    assert taken == [1]


def test_closing_ends_the_thread_and_its_iterator():
    closed = []

    def items():
        try:
            while True:
                yield 1
        finally:
            closed.append(True)

    line = ahead(items, weigh=int, limit=3)
    assert next(line) == 1
    line.close()
    assert closed == [True]
    assert not _threads()
