"""From a wanted cell to its value: the figures of the table that are of it, and of nothing else.

A figure of another place, year, period, kind or project is no answer, however near. What several reports say alike is
one value with several sources; what they say differently stays apart. The rules are our own.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from index import Document, Filters, Library, Place, places
from index.indicators import indicators, plain
from index.records import Figure
from qa.compute.marks import canonical
from qa.compute.numbers import from_figure
from qa.compute.records import Cell, Source, Value, Wanted
from qa.phrases import SIZED

Moment = tuple[int, str]
Told = tuple[Document, Figure]

KNOWN, WRITTEN = 0.97, 0.9
"""How often a figure of the table is right on unseen texts where its indicator is one of the list, and where it is not."""
_MOST_SOURCES = 3
_MOST_LOOKED_AT = 40


def told(library: Library, wanted: Wanted, own: Filters) -> list[Told]:
    """The figures that are of a wanted cell, at any time that it leaves open."""
    found = library.figures(wanted.family, _narrowed(library, wanted, own))
    documents: dict[str, Document] = {}
    out = []
    for doc_id, figure in found:
        if _is_of(wanted, figure) and (not own.years or figure.year in own.years):
            document = documents.get(doc_id) or documents.setdefault(doc_id, library.get(doc_id))
            if _in_shifted_year(wanted, document, figure):
                out.append((document, figure))
    targets = [pair for pair in out if pair[1].planned]
    return targets or out


def places_of(library: Library, wanted: Wanted, own: Filters) -> dict[str, set[Moment]]:
    """The codes of the places that have figures of a cell that names none, with the times that they are of."""
    out: dict[str, set[Moment]] = defaultdict(set)
    for doc_id, figure in library.figures(wanted.family, _narrowed(library, wanted, own)):
        place = place_of(figure.code)
        meant = figure.planned or not wanted.planned
        if place and meant and fits(replace(wanted, place=place), library.get(doc_id), figure):
            out[figure.code] |= moments([(library.get(doc_id), figure)])
    return out


def place_of(code: str) -> Place | None:
    """The place of a figure's code; the empty one is the nation's."""
    return places.divisions().get(code) if code else places.NATION


def _narrowed(library: Library, wanted: Wanted, own: Filters) -> Filters:
    """The reports that may have a cell; of an indicator that is not listed, those about its place or with its words."""
    filters = replace(own, years=())
    if wanted.family or own.doc_ids:
        return filters
    if wanted.place and wanted.place.code:
        return replace(filters, places=own.places or (wanted.place.code,))
    hits = library.search(
        "，".join(wanted.words), _MOST_LOOKED_AT, filters, _MOST_LOOKED_AT, legs=("lexical",)
    )
    return replace(filters, doc_ids=tuple(dict.fromkeys(hit.chunk.doc_id for hit in hits)))


def fits(wanted: Wanted, document: Document, figure: Figure) -> bool:
    """Whether a figure is of a wanted cell."""
    return _is_of(wanted, figure) and _in_shifted_year(wanted, document, figure)


def _in_shifted_year(wanted: Wanted, document: Document, figure: Figure) -> bool:
    return wanted.shift is None or figure.year == _year_of(document, wanted.shift)


def _year_of(document: Document, shift: int) -> int | None:
    date = document.about.date
    return int(date[:4]) + shift if date else None


def _is_of(wanted: Wanted, figure: Figure) -> bool:
    return (
        _at(wanted, figure)
        and (wanted.year is None or figure.year == wanted.year)
        and (not wanted.period or canonical(figure.period) == wanted.period)
        and (wanted.year is None or canonical(figure.period) == wanted.period)
        and (wanted.planned or not figure.planned)
        and figure.kind == wanted.kind
        and _named(wanted, figure)
    )


def _at(wanted: Wanted, figure: Figure) -> bool:
    if wanted.place is None:
        return bool(figure.subject) and bool(wanted.words)
    return figure.code == wanted.place.code and bool(figure.place)


def _named(wanted: Wanted, figure: Figure) -> bool:
    """Whether a figure's indicator is the one that is asked for, and its subject that of the question."""
    indicator, subject = plain(figure.indicator), plain(figure.subject)
    words = [plain(word) for word in wanted.words]
    whose = [word for word in words if subject and (word in subject or subject in word)]
    if subject and not whose and not (places.found(figure.subject) and not words):
        return False
    if wanted.family:
        left = [word for word in words if word not in whose and word not in indicator]
        return figure.family == wanted.family and not left
    sized = any(SIZED.search(word) for word in wanted.words)
    if len(indicator) < 2 or (sized and not SIZED.search(figure.indicator)):
        return False  # 竹加工企业163家 are not the 规上竹加工企业
    named = [word for word in words if indicator in word]
    left = [word for word in words if word not in whose and word not in named]
    # 关停的小火电 is 关停小火电 in the table.
    return (bool(named) and not left) or indicator == "".join(word for word in words if word not in whose)


def moments(found: Iterable[Told]) -> set[Moment]:
    """The times that figures are of, as (year, period); several years (年均) are no time to compare at."""
    times = {(one.year, canonical(one.period)) for _, one in found if one.year is not None}
    return {one for one in times if not one[1] or one[1][0].isdigit()}


def cell(wanted: Wanted, found: Sequence[Told]) -> Cell:
    """A cell with what the figures say of it: one value, or several that disagree; none where one report does."""
    by_report: dict[str, list[Told]] = defaultdict(list)
    for document, figure in found:
        by_report[document.id].append((document, figure))
    values: list[Value] = []
    for group in by_report.values():
        one = _of_report(wanted, group)
        values = _joined(values, one) if one else values
    return Cell(wanted, tuple(values))


def _of_report(wanted: Wanted, group: Sequence[Told]) -> Value | None:
    """What one report says: the figure under the very name of the indicator, where it has several."""
    distinct = {round(figure.value, 6) for _, figure in group}
    if len(distinct) > 1:
        names = _names(wanted)
        group = [(d, f) for d, f in group if plain(f.indicator) in names]
        distinct = {round(figure.value, 6) for _, figure in group}
    if len(distinct) != 1:
        return None
    document, figure = group[0]
    certainty = KNOWN if wanted.family else WRITTEN
    return from_figure(figure, Source(document, figure.start, figure.end), certainty)


def _names(wanted: Wanted) -> set[str]:
    entry = indicators().get(wanted.family)
    return {plain(name) for name in ((entry.name, *entry.aliases) if entry else wanted.words)}


def _joined(values: list[Value], one: Value) -> list[Value]:
    """Values with one more: a source of the one that says the same, else a value of its own."""
    for at, other in enumerate(values):
        if agree(one, other):
            exact, rest = (one, other) if one.decimals > other.decimals else (other, one)
            sources = (*exact.sources, *rest.sources)[:_MOST_SOURCES]
            return [*values[:at], replace(exact, sources=sources), *values[at + 1 :]]
    return [*values, one]


def agree(one: Value, other: Value) -> bool:
    """Whether two values are the same, or one is the other rounded: 155亿元 and 155.3亿元."""
    if one.unit != other.unit:
        return False
    coarse = max(
        (value.size / 10**value.decimals for value in (one, other) if value.size), default=Fraction(0)
    )
    return abs(one.number - other.number) <= coarse / 2
