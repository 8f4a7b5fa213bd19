"""Filters as a browser keeps them: written, read back, held against the library, each person's own."""

import json

import pytest

from index.records import Filters
from tests.ui.fakes import ANNING_DOC, CAR, summary
from ui import filters_kept

REPORTS = [summary(CAR), summary(ANNING_DOC)]
ON = Filters(places=("3311",), years=(2022, 2023), kinds=("bulletin",), doc_ids=("d1car",))


def test_what_is_written_is_read_back():
    assert filters_kept.restored(filters_kept.written(ON), REPORTS) == ON
    assert filters_kept.written(Filters()) == ""


def test_what_the_library_has_nothing_of_is_dropped():
    gone = Filters(places=("33", "44"), years=(1999, 2022), kinds=("news", "plan"), doc_ids=("d1car", "gone"))
    left = Filters(places=("33",), years=(2022,), kinds=("news",), doc_ids=("d1car",))
    assert filters_kept.restored(filters_kept.written(gone), REPORTS) == left
    assert filters_kept.restored(filters_kept.written(ON), []) == Filters()


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        3,
        "[",
        "[]",
        '"x"',
        "[" * 9999,
        '{"years": {"a": 1}}',
        '{"years": [1, null]}',
        "{}" + " " * 30_000,
    ],
)
def test_what_cannot_be_read_is_no_filter(text):
    assert filters_kept.restored(text, REPORTS) == Filters()


def test_everybody_has_their_own():
    carried = json.dumps({"": "a", "li": "b", "wang": 3})
    assert [filters_kept.of(name, carried) for name in ("", "li", "wang", "zhao")] == ["a", "b", 3, None]
    for broken in (None, "", "{", "[1]", "[" * 9999):
        assert filters_kept.of("li", broken) is None
