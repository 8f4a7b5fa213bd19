"""A cell out of the passages, where the table has none: the reader's span for it, held against the table.

The reader takes another year's figure for the one that was asked now and then; the table knows of which year most
figures are, so that what it says otherwise of the same characters is no answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from index import Document, Filters, Library, places
from index.amounts import Amount, amounts
from index.figures import Bearing, bearing, looks_back
from index.records import Figure
from qa.compute.marks import canonical
from qa.compute.numbers import amounts_of, from_span
from qa.compute.records import Cell, Read, Reads, Source, Wanted
from qa.ends import is_difference
from qa.grid import head_over, line_at
from qa.quantities import years_in
from qa.timing import report_years

_YEARS = re.compile("年均|平均|[两三]年平均|比(?:19|20)")
_MONTHS = re.compile(r"\d+-\d+")
_SHARED = 2
"""Characters that a head and a question share at least, where the head says anything about it."""
_CLOSE = 0.5
"""A second amount with this share of the certainty of the first leaves open which is meant."""
_LEFT_OUT = 0.15
"""What leaving a cell without an amount weighs: less than any amount that is shown, more than two that are unlikely."""
_TRIED = 4
_SWAPPED = 0.8
"""Amounts that fit two cells nearly as well the other way about tell neither."""
_UNKNOWN = Bearing(None, "", False)
_SURE = 0.7
"""A span this sure is right five times of six, whatever is nearly as sure beside it."""


@dataclass(frozen=True, slots=True)
class _Option:
    """An amount that may be a cell's, and how sure the reader is of it."""

    source: Source
    amount: Amount
    certainty: float


def read_cells(
    library: Library,
    wanted: Sequence[Wanted],
    reads: Reads,
    threshold: float,
    *,
    alone: bool = False,
    taken: Sequence[Source] = (),
) -> list[Cell]:
    """The cells, each with the one amount of its likeliest span; empty where none is sure enough, or another nearly as sure.

    The same characters are no answer to two cells: what is likeliest of all together is taken, without those of `taken`.
    `alone` where nothing is computed with them: the likeliest is then enough, as for any question of one figure.
    Of a span with several amounts, the one that the reader itself proposes within it.
    """
    found = [_likely(library, one, reads, threshold) for one in wanted]
    options = [_options(results, threshold) for results, _ in found]
    if not (any(options) or taken or any(one.planned for one in wanted)):
        # 预算内投资 of a year is what was meant to be spent, where no report says what was.
        options = [_options(targets, threshold) for _, targets in found]
    free = [[one for one in row if not _overlap(one.source, taken)] for row in options]
    chosen = _together([row[:_TRIED] for row in free])
    used = [one.source for one in chosen if one]
    cells = []
    for one, cell, row in zip(chosen, wanted, free, strict=True):
        rivals = [other for other in row if other is not one and not _overlap(other.source, used)]
        told = one and (alone or not _rivalled(one, rivals))
        value = from_span(one.source, cell.kind, cell.year, one.certainty) if one and told else None
        cells.append(Cell(cell, (value,) if value else ()))
    return cells


def _together(rows: Sequence[Sequence[_Option]]) -> tuple[_Option | None, ...]:
    """One option of each row or none, no two of the same characters, that are likeliest together.

    Nothing of those that might as well be told the other way about.
    """
    ranked = sorted(
        (
            (prod(map(_odds, picked)), picked)
            for picked in product(*([*row, None] for row in rows))
            if _apart(picked)
        ),
        key=lambda pair: -pair[0],
    )
    odds, best = ranked[0]
    spans = _spans(best)
    other = next((pair for pair in ranked[1:] if _spans(pair[1]) == spans), None)
    if other is None or other[0] <= _SWAPPED * odds:
        return best
    return tuple(a if a is b else None for a, b in zip(best, other[1], strict=True))


def _odds(one: _Option | None) -> float:
    """The odds for an option; characters exclude each other, so that those of several multiply."""
    certainty = min(one.certainty, 0.99) if one else _LEFT_OUT
    return certainty / (1 - certainty)


def _apart(picked: Sequence[_Option | None]) -> bool:
    sources = [one.source for one in picked if one]
    return not any(_overlap(one, sources[:at]) for at, one in enumerate(sources))


def _spans(picked: Sequence[_Option | None]) -> set[tuple[str, int]]:
    return {(one.source.document.id, one.source.start) for one in picked if one}


def _options(likely: Sequence[Read], threshold: float) -> list[_Option]:
    """The amounts that spans hold alone, the one within the likeliest span first, with the certainty of that."""
    if not likely or likely[0].certainty < threshold:
        return []
    best = likely[0]
    single = [(one, found[0]) for one in likely if len(found := _amounts(one)) == 1]
    first = next(((one, amount) for one, amount in single if _within(one, best)), None)
    if first is None:
        return []
    out = [_Option(_source(first[0]), first[1], best.certainty)]
    for one, amount in single:
        if one.certainty >= threshold and not _overlap(_source(one), [known.source for known in out]):
            out.append(_Option(_source(one), amount, one.certainty))
    return out


def _source(one: Read) -> Source:
    return Source(one.document, one.start, one.end)


def _overlap(one: Source, others: Sequence[Source]) -> bool:
    return any(
        one.document.id == other.document.id and one.start < other.end and other.start < one.end
        for other in others
    )


def _rivalled(one: _Option, rivals: Sequence[_Option]) -> bool:
    """Whether another amount of the same unit is nearly as sure."""
    return one.certainty < _SURE and any(
        other.amount.unit == one.amount.unit
        and other.amount.value != one.amount.value
        and other.certainty > _CLOSE * one.certainty
        for other in rivals
    )


def _likely(
    library: Library, wanted: Wanted, reads: Reads, threshold: float
) -> tuple[list[Read], list[Read]]:
    """The spans for a cell that the reports do not say to be of another time or place, the likeliest first; and its targets.

    What a year brought is told by the work report of the next, which seldom says so in the sentence itself: where nothing
    else is sure, the question is asked of that report's own year, and what looks back is taken.
    """
    if report_years(wanted.question):  # 2021年报告里的补助: of whatever year that report tells it
        return _under_own_heads(_of_its_reports(reads(wanted.question), wanted), wanted.question), []
    read = _of_cell(library, wanted, reads(wanted.question))
    if wanted.brief and not (read and read[0].certainty >= threshold):
        read = _of_cell(library, wanted, reads(wanted.brief))
    targets = [one for one in read if _bearing(one).planned]
    if wanted.planned:
        return [one for one in read if one in targets or looks_back(one.document) is None], targets
    results = [one for one in read if one not in targets]
    sure = bool(results) and results[0].certainty >= threshold
    if sure or wanted.year is None or str(wanted.year) not in wanted.question:
        return results, targets
    later = wanted.question.replace(str(wanted.year), str(wanted.year + 1))
    back = [one for one in reads(later) if looks_back(one.document) == wanted.year]
    back = [
        one for one in _of_cell(library, wanted, back) if _bearing(one) == Bearing(wanted.year, "", False)
    ]
    return (back if back and back[0].certainty >= threshold else results), targets


def _of_cell(library: Library, wanted: Wanted, read: Sequence[Read]) -> list[Read]:
    stated = {one.document.id: _stated(library, one.document.id) for one in read}
    likely = [
        one
        for one in read
        if not _contradicted(stated[one.document.id], wanted, one)
        and not (wanted.kind == "level" and _is_difference(one))
    ]
    return _under_own_heads(_of_its_reports(likely, wanted), wanted.question)


def _is_difference(one: Read) -> bool:
    """Whether the words before a span say that it is by how much something is more than another thing."""
    return is_difference(one.document.text, next((amount.start for amount in _amounts(one)), one.start))


def _bearing(one: Read) -> Bearing:
    """The time of the first amount of a span in a work report; of other reports nothing is known."""
    found = amounts(one.document.text, one.start, one.end) if looks_back(one.document) else ()
    return (bearing(one.document, found[0].start) if found else None) or _UNKNOWN


def _of_its_reports(read: Sequence[Read], wanted: Wanted) -> list[Read]:
    """The spans of those reports that have most of the words of a cell: what does not name 鹤龄水厂 is not about it."""
    having = {one.document.id: sum(word in one.document.text for word in wanted.words) for one in read}
    # Of what is as good as ruled out no report is to be preferred to others.
    most = max((having[one.document.id] for one in read if one.certainty >= _LEFT_OUT), default=0)
    return [one for one in read if having[one.document.id] >= most]


def _under_own_heads(read: Sequence[Read], question: str) -> list[Read]:
    """The spans without those in a row of a table that has a cell for the question under a head nearer to it.

    Of | 坝高 | 48.75米 | 90.8米 | the head of the column alone tells which is the dam that is asked of.
    """
    placed = [(one, _row(one), _shared(head_over(one.document.text, one.start), question)) for one in read]
    nearest: dict[tuple[str, int], int] = {}
    for _, row, shared in placed:
        nearest[row] = max(nearest.get(row, 0), shared)
    return [one for one, row, shared in placed if shared == nearest[row] or nearest[row] < _SHARED]


def _row(one: Read) -> tuple[str, int]:
    """The line of its report that a span begins in; lines of prose are under no head, and all alike."""
    return one.document.id, line_at(one.document.text, one.start)[0]


def _shared(head: str, question: str) -> int:
    """The length of the longest run of characters that both have."""
    return max(
        (b - a for a in range(len(head)) for b in range(a + 1, len(head) + 1) if head[a:b] in question),
        default=0,
    )


def _amounts(one: Read) -> list[Amount]:
    return amounts_of(one.document.text, one.start, one.end)


def _within(one: Read, other: Read) -> bool:
    return one.document.id == other.document.id and other.start <= one.start and one.end <= other.end


def _stated(library: Library, doc_id: str) -> list[Figure]:
    return [figure for _, figure in library.figures(filters=Filters(doc_ids=(doc_id,)))]


def is_others(stated: Sequence[Figure], wanted: Wanted, one: Read) -> bool:
    """Whether the table knows the amounts of a span, and every one of them to be of another place, time or indicator."""
    inside = told_inside(stated, one)
    return bool(inside) and all(_other(wanted, figure, one.document) for figure in inside)


def told_inside(stated: Sequence[Figure], one: Read) -> list[Figure]:
    """The figures of the table that a span holds, whole or in part."""
    return [figure for figure in stated if one.start < figure.end and figure.start < one.end]


def _contradicted(stated: Sequence[Figure], wanted: Wanted, one: Read) -> bool:
    """Whether the table, or where that has none of them the sentence, says that the amounts of a span are of another place or time."""
    if told_inside(stated, one):
        return is_others(stated, wanted, one)
    asked = {wanted.year} if wanted.year is not None else years_in(wanted.question)
    said = _bearing(one)
    several = bool(said.period) and canonical(said.period) != wanted.period
    other = said.year is not None and bool(asked) and not min(asked) <= said.year <= max(asked)
    return other or (wanted.year is not None and several)


def _is_elsewhere(wanted: Wanted, figure: Figure, document: Document) -> bool:
    """Whether a figure is of another place than a cell: what a thing in it has (景阳镇, 货场) may be told of a narrower place, and a
    place that its report does not name is but part of the thing's name (东川铁路)."""
    if wanted.place is None or not figure.place or figure.code == wanted.place.code:
        return False
    if not wanted.words or not wanted.place.code:
        return True
    named = any(places.related(wanted.place.code, one.code) for one in document.about.places)
    return named and not places.within(figure.code, wanted.place.code)


def _other(wanted: Wanted, figure: Figure, document: Document) -> bool:
    elsewhere, dated = _is_elsewhere(wanted, figure, document), bool(document.about.date)
    asked = {wanted.year} if wanted.year is not None else years_in(wanted.question)
    year = bool(asked) and figure.year is not None and not min(asked) <= figure.year <= max(asked)
    origin = wanted.year is not None and figure.year is None and dated  # 5.1 of 从5.1万亿元增加到11.7万亿元
    period = canonical(figure.period)
    # 上半年 is not the year; what stood 6月底 may be told of it.
    months = bool(wanted.period) or (wanted.year is not None and _MONTHS.fullmatch(period) is not None)
    part = bool(period) and period != wanted.period and months
    # 年均增长 is no growth of one year.
    several = wanted.year is not None and period > "9" and not _YEARS.search(wanted.question)
    level = wanted.kind == "growth" and figure.kind in ("level", "rank", "share")
    # 常住人口 is not 户籍人口, however near; 总产量 may be that of grain.
    family = bool(wanted.family) and not wanted.words and figure.family not in wanted.family
    return elsewhere or year or origin or part or several or level or family
