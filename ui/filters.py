"""What a person narrows the library to: places, years, kinds, single reports. Pure functions over `index` filters."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from index.places import NATION, city_code, divisions, within
from index.records import DocumentSummary, Filters, Kind, Place
from ui.i18n import Language, kind_name, say

Facet = Literal["places", "years", "kinds", "doc_ids"]
FACETS: tuple[Facet, ...] = get_args(Facet)
KINDS: tuple[Kind, ...] = get_args(Kind)
NONE = Filters()
MOST = 60
"""Choices of one facet; the browser sends them, and more of them nobody ticked by hand."""
_MAX_ID = 128

Titles = Callable[[str], str | None]
"""Finds the title of a report; None where the library no longer holds it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place that can be chosen, with those below it that reports are about."""

    place: Place
    below: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice that is on: `label` to show, `whole` the same without anything left out."""

    facet: Facet
    value: str
    label: str
    whole: str


def tree(summaries: Iterable[DocumentSummary]) -> tuple[Node, ...]:
    """The places that reports are about, under their cities and provinces, in the order of the division list.

    A report on a province or a city makes no node below it.
    """
    below: dict[str, set[str]] = defaultdict(set)
    for one in summaries:
        code = one.about.place.code if one.about.place and one.about.place != NATION else ""
        while code in divisions():
            below[city_code(code) or code[: len(code) - 2]].add(code)
            code = city_code(code) or code[: len(code) - 2]
    return _nodes("", below)


def years(summaries: Iterable[DocumentSummary]) -> tuple[int, ...]:
    """The years that reports speak of, the latest first."""
    return tuple(sorted({year for one in summaries for year in one.about.years}, reverse=True))


def kinds(summaries: Iterable[DocumentSummary]) -> tuple[Kind, ...]:
    """The kinds of reports that are there."""
    there = {one.about.kind for one in summaries}
    return tuple(kind for kind in KINDS if kind in there)


def chosen(data: Mapping[str, Any], before: Filters = NONE) -> Filters:
    """The filters that the browser sends; a facet it does not name stays as it was, and what makes no sense is left out.

    >>> chosen({"places": ["33", "3311", "x"], "years": ["2023", None]}, Filters(kinds=("news",)))
    Filters(places=('33',), years=(2023,), kinds=('news',), doc_ids=())
    """
    said = {name: _strings(data[name]) for name in FACETS if isinstance(data.get(name), list)}
    after = replace(before, doc_ids=tuple(said["doc_ids"])) if "doc_ids" in said else before
    if "places" in said:
        after = replace(after, places=_widest(one for one in said["places"] if one in divisions()))
    if "years" in said:
        after = replace(after, years=tuple(sorted(int(one) for one in said["years"] if _is_year(one))))
    if "kinds" in said:
        after = replace(after, kinds=tuple(kind for kind in KINDS if kind in said["kinds"]))
    return after


def without(filters: Filters, facet: object, value: object) -> Filters:
    """The filters without one choice; without any where the facet is `all`.

    >>> without(Filters(years=(2022, 2023)), "years", "2022")
    Filters(places=(), years=(2023,), kinds=(), doc_ids=())
    """
    if facet == "all":
        return NONE
    return (
        chosen({str(facet): [one for one in values(filters, facet) if one != value]}, filters)
        if facet in FACETS
        else filters
    )


def values(filters: Filters, facet: object) -> list[str]:
    """The choices of a facet as the browser names them."""
    return [str(one) for one in getattr(filters, str(facet))] if facet in FACETS else []


def chips(filters: Filters, title: Titles, language: Language) -> tuple[Chip, ...]:
    """All choices that are on, in the order of the facets."""
    return tuple(_chip(facet, value, title, language) for facet in FACETS for value in values(filters, facet))


def picked(
    summaries: Sequence[DocumentSummary], filters: Filters, fits: Callable[[DocumentSummary], bool], most: int
) -> list[DocumentSummary]:
    """Up to `most` reports to choose from: those that are chosen first of all, then those that fit what is sought."""
    mine = [one for one in summaries if one.id in filters.doc_ids]
    others = (one for one in summaries if one.id not in filters.doc_ids and fits(one))
    return [*mine, *(one for _, one in zip(range(most), others, strict=False))]


def _nodes(code: str, below: Mapping[str, set[str]]) -> tuple[Node, ...]:
    return tuple(Node(divisions()[one], _nodes(one, below)) for one in sorted(below.get(code, ())))


def _chip(facet: Facet, value: str, title: Titles, language: Language) -> Chip:
    label = whole = value
    if facet == "places" and value in divisions():
        label, whole = divisions()[value].name, divisions()[value].label
    elif facet == "years":
        label = whole = say(language, "year", year=value)
    elif facet == "kinds":
        label = whole = next(kind_name(kind, language) for kind in KINDS if kind == value)
    elif facet == "doc_ids":
        label = whole = title(value) or say(language, "report_gone")
    return Chip(facet, value, label, whole)


def _strings(value: list[Any]) -> list[str]:
    sound = (one for one in value if isinstance(one, str) and 0 < len(one) <= _MAX_ID)
    return list(dict.fromkeys(sound))[:MOST]


def _widest(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes without those that lie within another of them: a province admits its counties."""
    said = sorted(codes)
    return tuple(one for one in said if not any(one != other and within(one, other) for other in said))


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isascii() and value.isdecimal()
