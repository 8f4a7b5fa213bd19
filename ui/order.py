"""In which order the table of reports stands, and which page of it is shown. Pure functions over plain values."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from index.records import DocumentSummary, Kind

Column = Literal["title", "place", "date", "kind", "years", "size"]
COLUMNS: tuple[Column, ...] = get_args(Column)
ROWS = 100
"""Rows of a page: a longer table is slow to draw, and nobody reads it."""

_GREATEST_FIRST = ("date", "years", "size")
"""Columns that are sorted downwards at the first click: who sorts by date looks for the latest."""
_KINDS: tuple[Kind, ...] = get_args(Kind)
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class View:
    """How the table is looked at: sorted by `column` (None: the latest added first), at `page`, counted from 0."""

    column: Column | None = None
    descending: bool = False
    page: int = 0


PLAIN = View()


def turned(view: View, data: Mapping[str, Any]) -> View:
    """The view after a click on the head of a column or on another page; unchanged by what makes no sense.

    A column is sorted one way, then the other, then not at all.

    >>> turned(View(page=3), {"sort": "date"}), turned(View("date"), {"sort": "date"})
    (View(column='date', descending=True, page=0), View(column=None, descending=False, page=0))
    """
    page, column = data.get("page"), data.get("sort")
    if type(page) is int and page >= 0:
        return replace(view, page=page)
    named = next((one for one in COLUMNS if one == column), None)
    if named is None:
        return view
    first = named in _GREATEST_FIRST
    if view.column != named:
        return View(named, first)
    return View(named, not first) if view.descending == first else PLAIN


def ordered(reports: Sequence[DocumentSummary], view: View) -> list[DocumentSummary]:
    """The reports in the order of the view. Those of which the column is not known come last, whichever way it is sorted."""
    if view.column is None:
        return list(reports)
    key = _KEYS[view.column]
    known = [one for one in reports if key(one) is not None]
    unknown = [one for one in reports if key(one) is None]
    return [*sorted(known, key=key, reverse=view.descending), *unknown]


def pages(count: int) -> int:
    """How many pages so many reports make, at least one."""
    return max(1, -(-count // ROWS))


def at(reports: Sequence[DocumentSummary], view: View) -> tuple[list[DocumentSummary], int]:
    """The reports of the page of the view, and its number: the last where reports have gone meanwhile."""
    page = min(view.page, pages(len(reports)) - 1)
    return list(reports[page * ROWS : (page + 1) * ROWS]), page


def collated(title: str) -> tuple[Any, ...]:
    """What titles are compared by: GB 18030, in which the 3,755 common characters stand by pinyin; numbers as numbers.

    Marks such as 《 and “ do not count.

    >>> sorted(["遂昌县", "《安宁市》", "第10期", "北京市", "第9期"], key=collated)
    ['《安宁市》', '北京市', '第9期', '第10期', '遂昌县']
    """
    plain = _NOT_WORD.sub("", unicodedata.normalize("NFKC", title)).lower()
    # Every other part is a number, so that like is compared with like. No number is so long that it costs time.
    parts = re.split(r"([0-9]{1,18})", plain)
    return tuple(
        int(part) if number % 2 else part.encode("gb18030", "replace") for number, part in enumerate(parts)
    )


def _years(one: DocumentSummary) -> tuple[int, int] | None:
    years = one.about.years
    return (max(years), min(years)) if years else None


# A place goes by its code, as the division list and every yearbook has it: a county stands beside its neighbours.
_KEYS: Mapping[Column, Callable[[DocumentSummary], Any]] = {
    "title": lambda one: collated(one.about.title),
    "place": lambda one: one.about.place.code if one.about.place else None,
    "date": lambda one: one.about.date or None,
    "kind": lambda one: _KINDS.index(one.about.kind),
    "years": _years,
    "size": lambda one: one.size,
}
