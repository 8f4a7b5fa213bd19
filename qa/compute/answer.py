"""The computed answer to a question, or None: the passages are read then."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Document, Filters, Library, Place, places
from index.amounts import Amount, amounts
from index.indicators import indicator_of, indicators
from index.records import Figure, FigureKind
from qa.compute import cells as choose
from qa.compute.across import across, reports_with
from qa.compute.asked import single, task
from qa.compute.cells import Moment, Told
from qa.compute.firsts import firsts
from qa.compute.fromto import from_to, told_change
from qa.compute.made import grown_of, in_order
from qa.compute.marks import canonical
from qa.compute.passages import is_others, read_cells, told_inside
from qa.compute.ranked import mentions, ranking
from qa.compute.records import Cell, Computing, Goal, Read, Task, Value, Wanted
from qa.compute.shares import is_told
from qa.compute.sheet import Sheet, Unprovable, answer_of
from qa.compute.wording import worded
from qa.compute.words import is_planned, measured
from qa.quantities import quantities
from qa.records import Answer, Query
from qa.say import Language, say
from qa.sentences import around
from qa.timing import report_years

_COMPARED = re.compile(
    "[比较](?P<than>[^，。；\\d]{2,20}?)(?:多|高|低|少|大|快|增|减|升|降|提)[^，。；\\d]{0,6}$"
)
_SAID: dict[Goal, re.Pattern[str]] = {
    "difference": _COMPARED,
    "change": _COMPARED,
    "sum": re.compile("(?:共|合计|总计|总额|总数|累计)[^，。；\\d]{0,12}$"),
}
"""What stands before a figure that is itself the difference or the sum."""
_TOLD = re.compile(
    "比|[高低多少大小快慢]于|超过|相差|[合总]计|共|累计|均|[由从][^，。；]{1,30}到|[增减升降涨跌扩缩翻]"
)
"""Words of a report that itself compares, adds up or follows."""
_WHOLE: tuple[Goal, ...] = ("rank", "count")
"""Goals that one name or number may answer wholly."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_ALL: frozenset[Goal] = frozenset({"difference", "ratio", "change", "sum", "average", "share", "reach"})
"""Goals of which one figure alone tells nothing."""
_GROWS = re.compile("[增涨降]|幅")
_MOVES: tuple[FigureKind, ...] = ("growth", "change")
_ROWS: tuple[Goal, ...] = ("trend", "each")
"""Goals whose figures are told though some are lacking."""
_PAIR = 2
_BEYOND_DOUBT = 0.85
"""How sure the reader must be of a share that a report states, not to work it out."""
_NAMED = 3
"""Years that are lacking are named up to this many."""
_MOST_READ = 6
"""Cells that are asked of the passages at most: each costs as much as a question."""


def computed(query: Query, using: Computing) -> Answer | None:
    """The answer to a question that compares, ranks, counts, sums or follows figures; None where it does not,
    or where the reports do not give them beyond doubt.

    The figures come from the table of figures, and where that lacks one, from the passages by the reader.
    """
    own = _own(query)
    try:
        if order := firsts(query.text):
            return in_order(query, order, using)
        if asked := task(query.text, own):
            return _of_task(query, asked, using)
        if found := from_to(query.text, using.reads, using.threshold):
            return found
        return _of_all(query, own, using)
    except Unprovable:
        return None


def looked_up(query: Query, using: Computing) -> Answer | None:
    """The figure of the table that a question of one indicator of one place asks for, of the time that it names or the only one there
    is; None where the table does not have it.

    For questions whose passages leave the reader unsure: the row of a table, told by its head, is hard to read and easy to look up.
    """
    wanted = single(query.text, _own(query)) if query.kind == "figure" else None
    if wanted is None:
        return grown_of(query, using)
    told = choose.told(using.library, wanted, using.own)
    times = choose.moments(told)
    cell = _at(wanted, told, next(iter(times)) if len(times) == 1 else None)
    if not cell.values:
        return None
    sheet = Sheet(wanted.family, open_years=wanted.year is None)
    notices = _as_of(next(iter(times)) if wanted.year is None and len(times) == 1 else None, using.language)
    if len(cell.values) > 1:
        notices += (say("conflict", using.language, label=wanted.family),)
    try:
        return answer_of(query, sheet.cell(cell, wanted.family), sheet, [cell], notices, whole=True)
    except Unprovable:
        return None


def asked_cell(query: Query) -> Wanted | None:
    """The one cell of a listed indicator that a question asks for, which spans can be held against; None where it asks for more or
    other, or where 目标 leaves open whether an amount or a growth is meant."""
    open_kind = is_planned(query.text) and not _GROWS.search(query.text)
    return single(query.text, _own(query)) if query.kind == "figure" and not open_kind else None


def is_settled(wanted: Wanted, library: Library) -> bool:
    """Whether the table has what was reached in the cell that is asked for, so that a target is no answer."""
    return not wanted.planned and bool(choose.told(library, wanted, Filters()))


def is_of_another(
    wanted: Wanted,
    document: Document,
    start: int,
    end: int,
    stated: Sequence[Figure],
    *,
    settled: bool = False,
) -> bool:
    """Whether characters of a report are a figure that the table (`stated`, of that report) knows to be of another place, time or
    indicator than the cell that is asked for: a county's, where its city is asked of; or, where that is `settled`, but a target."""
    one = Read(document, start, end, 0.0)
    inside = told_inside(stated, one)
    return is_others(stated, wanted, one) or (
        bool(inside) and all(_is_apart(wanted, each) or (settled and each.planned) for each in inside)
    )


def _is_apart(wanted: Wanted, figure: Figure) -> bool:
    """Whether a figure is a street's, or the county's growth where its amount is asked for, or of a unit that the indicator has not."""
    family = indicators().get(wanted.family)
    foreign = bool(family and family.units) and figure.unit not in (family.units if family else ())
    return not _is_whole(figure) or (wanted.kind == "level" and (figure.kind in _MOVES or foreign))


def _is_whole(figure: Figure) -> bool:
    """Whether a figure is that of its place, and not of a firm or town in it."""
    return not figure.subject or bool(places.found(figure.subject))


def is_part(query: Query, told: str) -> bool:
    """Whether what one place of a report tells, the words before it included, is but a part of what a question has computed.

    >>> from qa.understand import understand
    >>> is_part(understand("2013年和2014年加起来取消了多少项审批"), "取消和下放了416项")
    True
    >>> is_part(understand("2013年和2014年加起来取消了多少项审批"), "两年共取消662项")
    False
    """
    asked = task(query.text, _own(query))
    if asked is None or asked.unless_stated or asked.goal in _WHOLE:
        return False
    return len(quantities(told)) == 1 and not _TOLD.search(told)


def needs_all(query: Query) -> bool:
    """Whether a question asks for what comes of several figures, so that one of them is no answer: a gap, a sum, a share.

    >>> from qa.understand import understand
    >>> needs_all(understand("遂昌2022年的GDP比松阳高多少")), needs_all(understand("遂昌和松阳2022年GDP各是多少"))
    (True, False)
    """
    asked = task(query.text, _own(query))
    return asked is not None and asked.goal in _OF_ALL


def _own(query: Query) -> tuple[Place, ...]:
    """The divisions that a question is about."""
    return tuple(places.divisions()[code] for code in query.places if code in places.divisions())


def _of_task(query: Query, asked: Task, using: Computing) -> Answer | None:
    if asked.goal == "share":
        if is_told(query.text, using.reads, _BEYOND_DOUBT):
            return None
    elif asked.unless_stated and _is_stated(asked, using):
        return None
    asked, whose = _placed(asked, using)
    asked, cells, moment = _cells(asked, using)
    notices = _as_of(moment, using.language) + _assumed(query, asked, whose, using.language)
    if cells and all(one.values for one in cells) and (asked.only or len(cells) > 1):
        return _whole(query, asked, cells, notices, using)
    return _in_part(query, asked, cells, notices, using)


def _whole(
    query: Query, asked: Task, cells: Sequence[Cell], notices: tuple[str, ...], using: Computing
) -> Answer | None:
    """The answer to a task whose cells are all there."""
    if _is_said(query, asked.goal, cells, using) or not _of_one_place(cells):
        return None
    sheet = _sheet(asked, query)
    result = worded(asked, cells, sheet)
    if result is None:
        return None
    notices += tuple(
        say("conflict", using.language, label=one.wanted.label) for one in cells if len(one.values) > 1
    )
    return answer_of(query, result.text, sheet, cells, notices, whole=not result.undecided)


def _in_part(
    query: Query, asked: Task, cells: Sequence[Cell], notices: tuple[str, ...], using: Computing
) -> Answer | None:
    """What the reports have of a task, and what they lack; None where that is no answer."""
    there = [one for one in cells if one.values]
    if len({one.planned for one in asked.wanted}) > 1:
        return None  # a target alone does not tell whether it was reached, a report may: 低于年初8%左右的预期
    alike = len({(one.family, one.words) for one in asked.wanted}) == 1
    of_years = (
        asked.goal == "compare" and len({one.year for one in asked.wanted}) == len(asked.wanted) > _PAIR
    )
    if (of_years or asked.goal in _ROWS) and alike and len(there) > 1 and _of_one_place(there):
        return _with_gaps(query, asked, cells, notices, using.language)
    if asked.goal == "trend":
        single = asked.wanted[-1].question
        if found := told_change(query.text, single, using.reads, using.threshold, query.years):
            return found
    if not there or not _tells_missing(asked, cells):
        return None
    return _with_missing(query, cells, _sheet(asked, query), using.language)


def _sheet(asked: Task, query: Query) -> Sheet:
    """A sheet that proves the years that the question does not name itself: 2023 of 2022年末到2024年末."""
    first, said = asked.wanted[0], _years_said(query)
    unsaid = any(one.year and one.year not in said for one in asked.wanted)
    return Sheet(first.family or "".join(first.words), asked.open_years or unsaid)


def _years_said(query: Query) -> set[int]:
    """The years that a question names, also without 年, and those between them."""
    return {*query.years, *map(int, _YEAR.findall(query.text))}


def _placed(asked: Task, using: Computing) -> tuple[Task, Place | None]:
    """A task that names no place, of the only one whose figures have all its cells; and that place."""
    wanted = asked.wanted
    if any(one.place or one.shift is not None for one in wanted):
        return asked, None
    having = [choose.places_of(using.library, one, using.own) for one in wanted]
    if asked.open_years:
        codes = {code for code, times in having[0].items() if len(times) > 1}
    elif asked.goal in _ROWS:
        codes = {code for one in having for code in one if sum(code in other for other in having) > 1}
    else:
        codes = set.intersection(*(set(one) for one in having))
    place = choose.place_of(next(iter(codes))) if len(codes) == 1 else None
    return replace(asked, wanted=tuple(replace(one, place=place) for one in wanted)), place


def _lacking(query: Query, cells: Sequence[Cell], language: Language) -> str:
    """The names of the cells that the reports lack; of many years, or of one that the question does not name, only that they are
    the others."""
    absent = [one.wanted for one in cells if not one.values]
    years = len({one.year for one in absent}) == len(absent)  # 其余年份 would be wrong of counties
    said = _years_said(query)
    unsaid = any(one.year and str(one.year) in one.label and one.year not in said for one in absent)
    labels = [one.label for one in absent]
    return say("others", language) if (years and len(labels) > _NAMED) or unsaid else "、".join(labels)


def _with_gaps(
    query: Query, asked: Task, cells: Sequence[Cell], notices: tuple[str, ...], language: Language
) -> Answer | None:
    """The figures, or the trend, of those sides that the reports have, and which they lack."""
    sheet = _sheet(asked, query)
    there = [one for one in cells if one.values]
    result = worded(asked, there, sheet)
    if result is None:
        return None
    lacking = _lacking(query, cells, language)
    text = result.text.rstrip("。")
    if lacking:
        text = f"{text.replace('逐年', '总体')}；{say('lacking', language, labels=lacking)}"
    return answer_of(query, text, sheet, there, notices, whole=not lacking)


def _is_said(query: Query, goal: Goal, cells: Sequence[Cell], using: Computing) -> bool:
    """Whether a report itself says what is to be computed, beside the figures for it: 每亩比种玉米多收500元, 共8公里.

    It is not asked where the table of figures gives them all.
    """
    said = _SAID.get(goal)
    values = [value for one in cells for value in one.values]
    if said is None or all(value.certainty in (choose.KNOWN, choose.WRITTEN) for value in values):
        return False
    best = next(iter(using.reads(query.text)), None)
    if best is None or best.certainty < using.threshold:
        return False
    own = any(
        source.document.id == best.document.id and source.start < best.end and best.start < source.end
        for value in values
        for source in value.sources
    )
    first, _ = around(best.document.text, best.start, best.end)
    told = said.search(best.document.text, first, best.start)
    return not own and told is not None and _is_asked(query.text, goal, told, [one.wanted for one in cells])


def _is_asked(text: str, goal: Goal, told: re.Match[str], wanted: Sequence[Wanted]) -> bool:
    """Whether what a report compares with is what the question does: 比上年 is not 比年初目标, nor 2024 against 2021."""
    than = told.groupdict().get("than", "")
    if than[:2] in ("上年", "去年"):
        years = sorted(one.year for one in wanted if one.year)
        return goal == "sum" or (goal == "change" and (len(years) < 2 or years[-1] - years[0] == 1))
    return goal == "sum" or any(than[at : at + 2] in text for at in range(len(than) - 1))


def _of_one_place(cells: Sequence[Cell]) -> bool:
    """Whether figures that say nothing without their place are all of one, where the question names none."""
    unplaced = [one for one in cells if one.wanted.place is None and _is_yearly(one.wanted)]
    about = {value.sources[0].document.about.place for one in unplaced for value in one.values}
    return len(about) < 2


def _is_stated(asked: Task, using: Computing) -> bool:
    """Whether a report says by how much a figure changed: its own words are better than a subtraction."""
    first = asked.wanted[0]
    return any(
        choose.told(using.library, replace(first, kind=kind), using.own) for kind in asked.unless_stated
    )


def _assumed(query: Query, asked: Task, whose: Place | None, language: Language) -> tuple[str, ...]:
    """What to say where an indicator, a place, or targets were taken for what the question does not name."""
    family = asked.wanted[0].family
    named = not family or indicator_of(query.text) or measured(query.text)[0]
    said: tuple[str, ...] = () if named else (say("assumed", language, indicator=family),)
    if whose:
        said += (say("placed", language, place=whose.name),)
    if all(one.planned for one in asked.wanted) and not is_planned(query.text):
        said += (say("planned", language),)
    return said


def _with_missing(query: Query, cells: Sequence[Cell], sheet: Sheet, language: Language) -> Answer:
    """What the reports have of a comparison, and which side of it they lack."""
    there = [one for one in cells if one.values]
    lacking = _lacking(query, cells, language)
    text = "，".join(f"{one.wanted.label}{sheet.cell(one)}" for one in there)
    return answer_of(
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
    keys = [replace(one, label="", question="", brief="") for one in asked.wanted]
    told = [
        choose.told(using.library, one, using.own)
        if keys.count(key) == 1 and not report_years(one.question)
        else []
        for one, key in zip(asked.wanted, keys, strict=True)
    ]
    if not any(told) and not any(one.planned for one in asked.wanted):
        # 财政赤字 of a year is what was meant to be spent, where no report says what was.
        targets = [choose.told(using.library, replace(one, planned=True), using.own) for one in asked.wanted]
        if all(targets):
            asked = replace(asked, wanted=tuple(replace(one, planned=True) for one in asked.wanted))
            told = targets
    if asked.open_years:
        return asked, _of_years(asked, told[0]), None
    moment = _common(asked, told)
    cells = [_at(one, found, moment) for one, found in zip(asked.wanted, told, strict=True)]
    empty = [at for at, one in enumerate(cells) if not one.values]
    # Without a year in common the passages would be asked for figures of different years.
    apart = moment is None and any(one.year is None and _is_yearly(one) for one in asked.wanted) and all(told)
    if asked.goal == "trend" and len(empty) > _MOST_READ:
        empty = [at for at in (0, len(cells) - 1) if at in empty]
    if len(empty) <= _MOST_READ and not apart:
        read = read_cells(
            using.library,
            [asked.wanted[at] for at in empty],
            using.reads,
            using.threshold,
            alone=asked.goal == "each",
            taken=[source for one in cells for value in one.values for source in value.sources],
        )
        for at, one in zip(empty, read, strict=True):
            cells[at] = one
    return asked, cells, moment


def _of_years(asked: Task, told: Sequence[Told]) -> list[Cell]:
    """A cell for each year that the library has, ascending; the last few where so many are asked for."""
    wanted = asked.wanted[0]
    years = sorted(
        {
            year
            for year, period in choose.moments(told)
            if period == wanted.period and asked.since <= year <= (asked.until or year)
        }
    )
    cells = [
        _at(replace(wanted, year=year, label=f"{year}年"), told, (year, wanted.period)) for year in years
    ]
    there = [one for one in cells if one.values]
    if asked.only:
        amount = next(iter(amounts(asked.only)), None)
        there = [one for one in there if amount and any(_is_amount(value, amount) for value in one.values)]
    return there[-asked.last :]


def _is_amount(value: Value, amount: Amount) -> bool:
    """Whether a value is the amount that was asked for; 1200万 leaves its unit open."""
    return float(value.number) == amount.value and amount.unit in ("", value.unit)


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
    return answer_of(query, found.text, sheet, (), notices, whole=True)


def _of_reports(query: Query, word: str, using: Computing) -> Answer | None:
    sheet = Sheet(word, open_years=False)
    found = mentions(using.library, word, using.own, sheet)
    if found is None:
        return None
    notice = say("mentioned", using.language, total=using.library.counts()[0], reports=found[1])
    return answer_of(query, found[0], sheet, (), (notice,), whole=True)


def _as_of(moment: Moment | None, language: Language) -> tuple[str, ...]:
    if moment is None:
        return ()
    months = f"{moment[1]}月" if moment[1] else ""
    return (say("as_of", language, time=f"{moment[0]}年{months}"),)
