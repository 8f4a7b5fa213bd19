"""Work that is watched while it goes on in a thread of its own."""

import threading

import pytest

from index.errors import LibraryBusy
from index.records import Added
from ui.intake import Worker


def fate(name):
    return Added(name, "added")


def names(told):
    return [one.source for some in told for one in some]


def test_all_that_is_told_comes_in_order_and_ends():
    assert names(Worker().watch(lambda tell: [tell(fate(name)) for name in "abc"])) == ["a", "b", "c"]


def test_silence_is_told_of_too():
    go = threading.Event()

    def work(tell):
        tell(fate("a"))
        go.wait(10)
        tell(fate("b"))

    seen = []
    for some in Worker().watch(work, patience=0.01):
        seen.append(names([some]))
        if [] in seen:
            go.set()
    assert [one for one in seen if one] == [["a"], ["b"]]
    assert [] in seen


def test_what_the_work_raises_is_raised_and_the_next_work_is_done():
    worker = Worker()

    def fail(tell):
        raise LibraryBusy("busy")

    with pytest.raises(LibraryBusy):
        list(worker.watch(fail))
    assert names(worker.watch(lambda tell: tell(fate("a")))) == ["a"]


def test_one_thread_does_the_work_of_all_and_goes_on_where_nobody_looks():
    worker, done, threads = Worker(), [], set()

    def work(tell):
        threads.add(threading.current_thread())
        tell(fate("a"))
        tell(fate("b"))
        done.append(1)

    looking = worker.watch(work)
    next(looking)
    looking.close()
    list(worker.watch(work))
    assert done == [1, 1]
    assert len(threads) == 1
