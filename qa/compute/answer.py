"""The computed answer to a question, or None: the passages are read then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Filters, Library, Place, places
from index.indicators import indicator_of
from index.records import FigureKind
from qa.compute import cells as choose
from qa.compute.across import across, reports_with
from qa.compute.asked import task
from qa.compute.cells import Moment, Told
from qa.compute.fromto import from_to
from qa.compute.marks import canonical
from qa.compute.passages import read_cell
from qa.compute.ranked import mentions, ranking
from qa.compute.records import Cell, Reads, Task, Wanted
from qa.compute.sheet import Sheet, Unprovable
from qa.compute.wording import worded
from qa.compute.words import measured
from qa.records import Answer, Query
from qa.say import Language, say

_MOST_READ = 4
"""Cells that are asked of the passages at most: each costs as much as a question."""


@dataclass(frozen=True, slots=True)
class Computing:
    """What an answer is computed with: the library under a person's `own` filters, and a way to ask its passages.

    `threshold` is the least certainty with which a span of them is a figure of an answer.
    """

    library: Library
    own: Filters
    reads: Reads
    threshold: float
    language: Language = "zh"


def computed(query: Query, using: Computing) -> Answer | None:
    """The answer to a question that compares, ranks, counts, sums or follows figures; None where it does not,
    or where the reports do not give them beyond doubt.

    The figures come from the table of figures, and where that lacks one, from the passages by the reader.
    """
    own = tuple(places.divisions()[code] for code in query.places if code in places.divisions())
    try:
        if asked := task(query.text, own):
            return _of_task(query, asked, using)
        if found := from_to(query.text, using.reads, using.threshold):
            return found
        return _of_all(query, own, using)
    except Unprovable:
        return None


def _of_task(query: Query, asked: Task, using: Computing) -> Answer | None:
    if asked.unless_stated and _is_stated(asked, using):
        return None
    asked, cells, moment = _cells(asked, using)
    there = [one for one in cells if one.values]
    sheet = Sheet(asked.wanted[0].family or "".join(asked.wanted[0].words), asked.open_years)
    notices = _as_of(moment, using.language) + _assumed(query, asked, using.language)
    if len(there) == len(cells) and len(cells) > 1:
        result = worded(asked, cells, sheet)
        if result is None:
            return None
        notices += tuple(
            say("conflict", using.language, label=one.wanted.label) for one in cells if len(one.values) > 1
        )
        return _answer(query, result.text, sheet, cells, notices, whole=not result.undecided)
    if not there or len(there) == len(cells) or not _tells_missing(asked, cells):
        return None
    return _with_missing(query, cells, sheet, using.language)


def _is_stated(asked: Task, using: Computing) -> bool:
    """Whether a report says by how much a figure changed: its own words are better than a subtraction."""
    kinds: tuple[FigureKind, ...] = ("growth", "change")
    first = asked.wanted[0]
    return any(choose.told(using.library, replace(first, kind=kind), using.own) for kind in kinds)


def _assumed(query: Query, asked: Task, language: Language) -> tuple[str, ...]:
    """What to say where the question names no indicator, and one was taken for it."""
    family = asked.wanted[0].family
    named = not family or indicator_of(query.text) or measured(query.text)[0]
    return () if named else (say("assumed", language, indicator=family),)


def _with_missing(query: Query, cells: Sequence[Cell], sheet: Sheet, language: Language) -> Answer:
    """What the reports have of a comparison, and which side of it they lack."""
    there = [one for one in cells if one.values]
    lacking = "、".join(one.wanted.label for one in cells if not one.values)
    text = "，".join(f"{one.wanted.label}{sheet.cell(one)}" for one in there)
    return _answer(
        query, f"{text}；{say('lacking', language, labels=lacking)}", sheet, there, (), whole=False
    )


def _tells_missing(asked: Task, cells: Sequence[Cell]) -> bool:
    """Whether it is sure enough which side is missing: the same listed indicator, of other places or years."""
    first = asked.wanted[0]
    alike = all((one.family, one.words) == (first.family, ()) and one.year for one in asked.wanted)
    return (
        bool(first.family)
        and alike
        and all(value.certainty >= choose.KNOWN for one in cells for value in one.values)
    )


def _cells(asked: Task, using: Computing) -> tuple[Task, list[Cell], Moment | None]:
    """The cells with their values, from the table first, and the time that was chosen where the question names none."""
    # 13年前 and 现在: cells that the table cannot tell apart are asked of the passages, each in its own words.
    keys = [replace(one, label="", question="") for one in asked.wanted]
    told = [
        choose.told(using.library, one, using.own) if keys.count(key) == 1 else []
        for one, key in zip(asked.wanted, keys, strict=True)
    ]
    if asked.open_years:
        return asked, _of_years(asked, told[0]), None
    moment = _common(asked, told)
    cells = [_at(one, found, moment) for one, found in zip(asked.wanted, told, strict=True)]
    empty = [at for at, one in enumerate(cells) if not one.values]
    # Without a year in common the passages would be asked for figures of different years.
    apart = moment is None and any(one.year is None and _is_yearly(one) for one in asked.wanted) and all(told)
    if len(empty) <= _MOST_READ and not apart:
        alone = asked.goal == "each"
        for at in empty:
            cells[at] = read_cell(using.library, asked.wanted[at], using.reads, using.threshold, alone=alone)
    return asked, cells, moment


def _of_years(asked: Task, told: Sequence[Told]) -> list[Cell]:
    """A cell for each year that the library has, ascending; the last few where so many are asked for."""
    wanted = asked.wanted[0]
    years = sorted(
        {year for year, period in choose.moments(told) if period == wanted.period and year >= asked.since}
    )
    cells = [
        _at(replace(wanted, year=year, label=f"{year}年"), told, (year, wanted.period)) for year in years
    ]
    return [one for one in cells if one.values][-asked.last :]


def _common(asked: Task, told: Sequence[Sequence[Told]]) -> Moment | None:
    """The latest time that all cells have, where the question names none for any; the whole year before a part of it."""
    if any(one.year is not None for one in asked.wanted) or not all(told):
        return None
    shared = set.intersection(*(choose.moments(found) for found in told))
    period = asked.wanted[0].period
    fitting = [one for one in shared if not period or one[1] == period]
    return max(fitting, key=lambda one: (one[0], one[1] == ""), default=None)


def _is_yearly(wanted: Wanted) -> bool:
    """Whether a figure says nothing without its year: a listed indicator of a place, not the cost of a bridge."""
    return bool(wanted.family) and not wanted.words


def _at(wanted: Wanted, told: Sequence[Told], moment: Moment | None) -> Cell:
    # 今年 of each report: the table was asked for that year alone.
    if moment is None and wanted.shift is not None:
        return choose.cell(wanted, [(d, f) for d, f in told if canonical(f.period) == wanted.period])
    if moment is None and wanted.year is None:
        if _is_yearly(wanted):
            return Cell(wanted, ())
        undated = {(one.year, canonical(one.period)) for _, one in told}
        return choose.cell(wanted, told if len(undated) == 1 else ())
    chosen = moment or (wanted.year, wanted.period)
    return choose.cell(wanted, [(d, f) for d, f in told if (f.year, canonical(f.period)) == chosen])


def _of_all(query: Query, own: Sequence[Place], using: Computing) -> Answer | None:
    if word := reports_with(query.text):
        return _of_reports(query, word, using)
    asked = across(query.text, own)
    if asked is None:
        return None
    sheet = Sheet(asked.wanted.family, open_years=False)
    found = ranking(using.library, asked, using.own, sheet)
    if found is None:
        return None
    notices = _as_of(None if asked.wanted.year else found.moment, using.language)
    total = using.library.counts()[0]
    notices += (say("coverage", using.language, total=total, reports=found.reports, places=found.places),)
    return _answer(query, found.text, sheet, (), notices, whole=True)


def _of_reports(query: Query, word: str, using: Computing) -> Answer | None:
    sheet = Sheet(word, open_years=False)
    found = mentions(using.library, word, using.own, sheet)
    if found is None:
        return None
    notice = say("mentioned", using.language, total=using.library.counts()[0], reports=found[1])
    return _answer(query, found[0], sheet, (), (notice,), whole=True)


def _as_of(moment: Moment | None, language: Language) -> tuple[str, ...]:
    if moment is None:
        return ()
    months = f"{moment[1]}月" if moment[1] else ""
    return (say("as_of", language, time=f"{moment[0]}年{months}"),)


def _answer(
    query: Query, text: str, sheet: Sheet, cells: Sequence[Cell], notices: tuple[str, ...], *, whole: bool
) -> Answer:
    certainty = min((value.certainty for one in cells for value in one.values), default=choose.KNOWN)
    return Answer(
        query.text,
        text,
        "grounded" if whole else "partial",
        tuple(sheet.citations),
        certainty,
        notices,
        tuple(sheet.computed),
        tuple(sheet.rows),
    )
