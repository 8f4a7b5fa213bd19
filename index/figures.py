"""The table of figures: place, year, indicator, value and unit of what a report states, read by rules at ingest.

Comparing, ranking, summing and plotting are computed from it; every figure keeps the characters that prove it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from index.amounts import Amount, amounts
from index.indicators import family_of, indicator_of
from index.orders import touched
from index.places import within
from index.reading import bearings, phrases, ranks, statements, subjects, tables
from index.reading.bearings import Carried, Report, Section, looks_back
from index.reading.moments import Moment
from index.reading.statements import Statement
from index.records import Document, Figure, FigureKind, Place
from index.whereabouts import labelled

__all__ = ["Bearing", "Figure", "bearing", "figures", "indicator_of", "looks_back", "select"]

FIGURE_RULES = "8"
"""Which rules made a table of figures: another number than a library notes has its reports read anew."""

_PLANNED = re.compile(
    r"力争|(?<![于超出合])预期(?!寿命)|预计|有望|(?<![虚模草比])拟(?![定订态人合稿])|目标(?:[，,]?[是为]|值|[：:])|将(?:达|实现|建成|完成|新增|投资|形成|带动|突破)"
    r"|(?:^|[，。；、,年市县省区])计划(?=[\u4e00-\u9fff\d])(?!生育|单列)"
)
_EXPECTED = re.compile(r"预计(20\d\d)年(?!将|底?将|末?将)")
_FOLLOWS = re.compile(
    r"^(?:(?:20\d\d年|今年|去年)(?:底|末)?(?:将|已|要)?(?:达|为|完成|实现|超|增)|.{0,12}这[一个]数字|同比|比上年|较上年|增长|下降|其中|"
    r"分别|环比)"
)
"""Sentences that go on about what the one before named."""
_DONE = re.compile("已|目前|现有|以来|截至")
_YEARLY_MEAN = re.compile("年均(?!浓度|值|降[雨水]|气温)|平均每年|每年平均|[两三]年平均(?=增)")
_SEVERAL = re.compile("[两三四五六七八九十]年")
_ANEW = re.compile(
    "新[增建开改扩]|累计|转移|减少|脱贫|改造|建成|解决|投入|完成|发放|安排|减税|取消|淘汰|关[停闭]|签约|引进|开工"
)
_AGAINST = re.compile(r"[比较]((?:19|20)\d\d)年(?:末|底)?[^，。；]{0,6}$")

_BACK_CHARS = 80
_SURVEYS = 32
"""Reports whose paragraphs are kept: as many as one question may read of."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """The time of an amount as its sentence, the ones before it and the headings say; `planned`: a target, no result."""

    year: int | None
    period: str
    planned: bool


def figures(document: Document) -> tuple[Figure, ...]:
    """Every figure of a report that can be said for sure, in reading order; linear in the length of the text.

    A number whose indicator the text does not give near it is left out: a missing figure is asked of the passages, a
    wrong one would be computed with.

    >>> from index.records import Description
    >>> about = Description("简报", date="2023-03-01")
    >>> report = Document("d", "a.txt", "遂昌县地区生产总值155亿元，增长4.2%。", about)
    >>> [(f.place, f.year, f.family, f.kind, f.value) for f in figures(report)]
    [('遂昌县', 2023, '地区生产总值', 'level', 15500000000.0), ('遂昌县', 2023, '地区生产总值', 'growth', 4.2)]
    """
    report = bearings.survey(document)
    lines = list(_lines(document.text))
    found = [*_of_prose(report, lines), *_of_tables(report, lines)]
    stated = (figure for figure in found if not touched(document.text, figure.start, figure.end))
    return tuple(sorted(stated, key=lambda figure: figure.start))


def select(
    found: Iterable[Figure],
    indicator: str = "",
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    kinds: Sequence[FigureKind] = (),
) -> list[Figure]:
    """The figures of an indicator, in places, of years, of kinds; an empty argument does not restrict.

    `indicator` is a name of a family or words of a written one; `places` are codes (a city's admits its counties).
    Figures of firms and towns are among them: they have a `subject`.
    """
    family = family_of(indicator)[0] if indicator else ""

    def fits(figure: Figure) -> bool:
        named = figure.family == family if family else indicator in figure.indicator
        return (
            (not indicator or named)
            and (not places or any(figure.place and within(figure.code, code) for code in places))
            and (not years or figure.year in years)
            and (not kinds or figure.kind in kinds)
        )

    return [figure for figure in found if fits(figure)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def bearing(document: Document, start: int) -> Bearing | None:
    """What the sentence around an amount at `start` says of its time, whatever it is an amount of; None in a table.

    >>> from index.records import Description
    >>> about = Description("2023年政府工作报告", date="2023-01-01", kind="work_report")
    >>> text = "一、2022年工作回顾\\n新建住房300套。\\n二、2023年工作安排\\n新建住房500套。"
    >>> bearing(Document("d", "a.txt", text, about), text.index("500"))
    Bearing(year=2023, period='', planned=True)
    """
    report, paragraphs = _surveyed(document)
    for one in paragraphs:
        if one.start <= start < one.end:
            return next(
                (_bearing(report, *told, start) for told in _sentences(report, one) if start < told[0][1]),
                None,
            )
    return None


@lru_cache(maxsize=_SURVEYS)
def _surveyed(document: Document) -> tuple[Report, tuple["_Paragraph", ...]]:
    """A report with its times and its paragraphs of prose, of which one question asks amount by amount."""
    report = bearings.dated(document)
    return report, tuple(_paragraphs(report, list(_lines(report.text))))


def _bearing(
    report: Report, span: tuple[int, int], carried: Carried, section: Section, start: int
) -> Bearing | None:
    found = next((one for one in amounts(report.text, *span) if one.end > start), None)
    if found is None:
        return None
    one = Statement(found, "", "level", found.value, span[0])
    moment = bearings.when(report, one, span[0], section, carried)
    near = report.text[max(span[0], found.start - _BACK_CHARS) : found.start]
    clause = max(report.text.rfind(stop, span[0], found.start) for stop in "，；、：") + 1 or span[0]
    one = replace(one, clause=max(clause, span[0]))
    several = bearings.several(report, one, span[0], section, carried)
    period = moment.period or _over_years(report, one, moment, several)
    return Bearing(moment.year, period, _is_meant(report, moment, near, carried))


@dataclass(frozen=True, slots=True)
class _Paragraph:
    start: int
    end: int
    section: Section
    planned: bool


def _paragraphs(report: Report, lines: Sequence[tuple[int, int]]) -> Iterator[_Paragraph]:
    """The lines of prose with what the headings above them say, and whether the line before announces targets."""
    path = [Section()] * 4
    planned = False
    for start, end in lines:
        line = report.text[start:end]
        if not line or tables.is_row(line):
            continue
        path = bearings.under(report, path, start, end)
        label = labelled(line)
        section = replace(path[-1], place=label) if label else path[-1]
        yield _Paragraph(start, end, section, planned)
        # 主要预期目标是： and its items on lines of their own.
        planned = line.endswith(("：", ":", "；")) and (planned or bool(_PLANNED.search(line)))


def _sentences(report: Report, one: _Paragraph) -> Iterator[tuple[tuple[int, int], Carried, Section]]:
    """The sentences of a paragraph, each with what the one before it hands on."""
    carried = Carried(planned=one.planned)
    for first, last in phrases.sentences(report.text[one.start : one.end]):
        span = (one.start + first, one.start + last)
        yield span, carried, one.section
        told = _told(report, *span, carried)
        carried = bearings.handed_on(report, span, told, carried, _stays_planned(report, span, carried))


def _of_prose(report: Report, lines: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    for paragraph in _paragraphs(report, lines):
        for span, carried, section in _sentences(report, paragraph):
            for one in _told(report, *span, carried):
                yield _figure(report, one, span, section, carried)


def _told(report: Report, start: int, end: int, carried: Carried) -> list[Statement]:
    """The statements of a sentence, and the ranks among them."""
    text = report.text
    names = carried.names if _FOLLOWS.match(text[start:end].lstrip()) else ()
    cuts = [spot.end for spot in report.named_in(start, end)]
    told = statements.statements(text, start, end, cuts, names)
    return [*told, *ranks.ranks(text, start, end, told)]


def _stays_planned(report: Report, span: tuple[int, int], carried: Carried) -> bool:
    """Whether targets go on in the next sentence: 预期目标是：增长6%；就业1100万人；…"""
    sentence = report.text[slice(*span)]
    return sentence.endswith("；") and (carried.planned or _is_target(report, sentence))


def _figure(
    report: Report, one: Statement, span: tuple[int, int], section: Section, carried: Carried
) -> Figure:
    amount, text = one.amount, report.text
    moment = bearings.when(report, one, span[0], section, carried)
    place = bearings.where(report, one, span[0], section, carried)
    family, qualifier = subjects.family(one.indicator, amount.unit, one.kind)
    near = text[max(span[0], amount.start - _BACK_CHARS) : amount.start]
    planned = _is_meant(report, moment, near, carried)
    several = bearings.several(report, one, span[0], section, carried)
    over = _over_years(report, one, moment, several)
    # 三年累计完成100亿元，年均增长5%; 上半年增长12%，两年平均增长2%
    several_said = _SEVERAL.fullmatch(moment.period) or "均" in over
    moment = replace(moment, period=(over or moment.period) if several_said else (moment.period or over))
    return _assembled(
        one,
        amount.unit or subjects.unit_of(one.indicator, family),
        place,
        moment,
        subject=subjects.subject(text, one, span, qualifier),
        family=family,
        planned=planned,
        span=span,
    )


def _over_years(report: Report, one: Statement, moment: Moment, span: str) -> str:
    """What says that a figure is of several years and not of the one it ends with: 年均增长10.6%, 比2002年增长65.5%.

    Of what comes anew each year (新增就业) also the `span` that its section or the sentences before it look back on.
    """
    said = report.text[one.clause : one.amount.start]
    if one.kind != "rank" and (mean := _YEARLY_MEAN.search(said)):
        return "年均" if mean[0][0] not in "两三" else mean[0]
    since = _AGAINST.search(said) if one.kind in ("growth", "change") else None
    if since and moment.year and int(since[1]) != moment.year - 1:
        return f"比{since[1]}年"
    return span if _ANEW.search(said) else ""


def _is_meant(report: Report, moment: Moment, near: str, carried: Carried) -> bool:
    """Whether a figure is a target: so called, or of a time that was not over when the report was given.

    A work report tells of its own year what is meant to be done in it.
    """
    own = report.session and moment.year == report.base and not moment.period
    ahead = _is_later(report, moment.year) or (own and not _DONE.search(near))
    return carried.planned or _is_target(report, near) or ahead


def _is_target(report: Report, said: str) -> bool:
    """Whether words tell of what is meant or expected; 预计2020年 in a report of 2021 tells of what is all but counted."""
    guessed = (_EXPECTED.match(said, one.start()) for one in _PLANNED.finditer(said))
    return any(one is None or not report.base or int(one[1]) >= report.base for one in guessed)


def _is_later(report: Report, year: int | None) -> bool:
    return bool(year and report.base and year > report.base)


def _assembled(
    one: Statement | tables.Entry,
    unit: str,
    place: Place | None,
    moment: Moment,
    *,
    subject: str,
    family: str,
    planned: bool,
    span: tuple[int, int],
) -> Figure:
    amount: Amount = one.amount
    return Figure(
        code=place.code if place else "",
        place=place.name if place else "",
        year=moment.year,
        period=moment.period,
        subject=subject,
        indicator=one.indicator,
        family=family,
        value=one.value,
        unit=unit,
        low=amount.low,
        high=amount.high,
        approximate=amount.approximate,
        planned=planned,
        kind=one.kind,
        start=amount.start,
        end=amount.end,
        sentence_start=span[0],
        sentence_end=span[1],
    )


def _of_tables(report: Report, lines: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    text = report.text
    for first, last in _blocks(text, lines):
        above = "\n".join(text[start:end] for start, end in lines[max(0, first - 2) : first])
        for entry in tables.entries(text, lines[first][0], lines[last][1], above, report.home):
            yield _of_entry(report, entry)


def _blocks(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First and last line of each table."""
    rows = [n for n, (start, end) in enumerate(lines) if tables.is_row(text[start:end])]
    starts = [n for before, n in pairwise([-2, *rows]) if n != before + 1]
    ends = [n for n, after in pairwise([*rows, -2]) if after != n + 1]
    yield from zip(starts, ends, strict=True)


def _of_entry(report: Report, entry: tables.Entry) -> Figure:
    usual = report.default
    own = usual.year + entry.shift if usual.year else None
    moment = Moment(entry.year, entry.period) if entry.year else Moment(own, entry.period or usual.period)
    family, qualifier = subjects.family(entry.indicator, entry.amount.unit, entry.kind)
    return _assembled(
        entry,
        entry.amount.unit or subjects.unit_of(entry.indicator, family),
        entry.place or report.home,
        moment,
        subject=entry.subject or qualifier,
        family=family,
        planned=_is_later(report, moment.year),
        span=(entry.row_start, entry.row_end),
    )
