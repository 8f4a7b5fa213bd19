"""Where and when, of every figure of a report: by its sentence, the one before it, the headings, the report.

The nearest time and place said before a number decide. What a sentence does not say it takes from the sentence before
it in the paragraph: in bulletins and work reports without end, in news while figures follow on each other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import dates
from index.reading import moments, spots
from index.reading.moments import Moment, Said
from index.reading.spots import Spot
from index.reading.statements import Statement
from index.records import Document, Place

_EVENT = re.compile(
    r"(?<!\d)(20\d\d)(?=[\u4e00-\u9fff·]{2,20}?(?:届|大会|展销会|博览会|论坛|旅游节|文化节|比赛))"
)
"""An undated report of an event that bears its year: 2023中国·第八届展销会."""

_AS_OF = re.compile(
    r"截[至止]到?(20\d\d)年\d{1,2}月|(?<!\d)(20\d\d)年(?:度)?计划(?=[^。]{0,80}?(?:目前|截至目前|现已))"
)
"""What an undated report says of its own time: 截至2023年7月底; 2023年计划新增10万平方米，目前已完成8万平方米."""

_HEADINGS = (
    re.compile(r"^(?:#{1,2}\s+\S|第[一二三四五六七八九十]+(?:部分|编|篇))"),
    re.compile(r"^(?:#{3}\s+\S|第[一二三四五六七八九十百]+[章节]|[一二三四五六七八九十]{1,3}、)"),
    re.compile(r"^(?:#{4,}\s+\S|[（(][一二三四五六七八九十]{1,3}[）)])"),
)
_HEADING_CHARS = 40
_HEAD_CHARS = 400
_CLAUSE_END = re.compile("[，,；]")
_FOUNDED = re.compile(
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:正式|注册)?(?:成立|创办|创立|创建|设立|组建|建厂|建校|注册)"
)
STEADY = ("work_report", "bulletin", "plan")
"""Kinds whose paragraphs keep to one year until they say another."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report with all its times and places, found once. `base` is the year of its 今年, `default` when no time is said; a `session`
    report (政府工作报告) looks back on the year before its own, a summary of work on the year that its title says is `summed_up`."""

    document: Document
    base: int | None
    default: Moment
    times: tuple[Said, ...]
    named: tuple[Spot, ...] = ()
    session: bool = False
    summed_up: int | None = None

    @property
    def home(self) -> Place | None:
        """The report's own place."""
        return self.document.about.place

    def named_in(self, start: int, end: int) -> Sequence[Spot]:
        """The places named in text[start:end]."""
        return spots.between(self.named, start, end)

    @property
    def text(self) -> str:
        """The text of the report."""
        return self.document.text


@dataclass(frozen=True, slots=True)
class Section:
    """What the headings above a line say; `span` names the years that it looks back on where they are several (“十一五”时期)."""

    moment: Moment | None = None
    place: Place | None = None
    span: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What the sentence before hands on. `idle` counts the sentences without figures since the time was said; `span` names
    several years that still hold (五年来)."""

    moment: Moment | None = None
    idle: int = 0
    place: Place | None = None
    names: tuple[str, ...] = ()
    planned: bool = False
    span: str = ""


def survey(document: Document) -> Report:
    """All times and places of a report."""
    return replace(dated(document), named=spots.spots(document.text, document.about.place))


def dated(document: Document) -> Report:
    """All times of a report, and no places; its own year by its bulletin's or title's year, its date, or its event."""
    about, text = document.about, document.text
    covered = _covered(document)
    session, base = _is_session(document), base_of(document)
    # A work report of 2023 looks back on 2022.
    year = str(base - 1) if session and base else dates.reviewed(about.title)[0] or covered
    usual = int(year) if year else base
    period = re.search(moments.PERIOD, about.title)
    default = Moment(usual, period[0] if period else "")
    named = dates.summed_up(about.title)
    summed_up = int(named) if named else None
    return Report(document, base, default, moments.said(text, base, summed_up), (), session, summed_up)


def base_of(document: Document) -> int | None:
    """The year of a report's 今年."""
    about = document.about
    if year := dates.summed_up(about.title) or dates.reviewed(about.title)[1]:
        return int(year)
    covered = _covered(document)
    bulletin = "公报" in f"{about.title}{document.source}"
    year = covered if covered and (bulletin or _is_session(document) or not about.date) else about.date[:4]
    return int(year) if year else _said_of_itself(document.text)


def _said_of_itself(text: str) -> int | None:
    """The year of an undated report: its event's, or the last one that it tells the state of things at."""
    if event := _EVENT.search(text):
        return int(event[1])
    return max((int(one or other) for one, other in _AS_OF.findall(text)), default=None)


def _covered(document: Document) -> str:
    """The year in the title or name; of a title that is but the first sentence of the text only what opens it.

    提起甲县，是因为2021年的短视频 is not about 2021.
    """
    title = document.about.title
    opens = any(
        line.startswith(title) and line != title for line in document.text[:_HEAD_CHARS].split("\n") if title
    )
    return dates.covered(_CLAUSE_END.split(title)[0] if opens else title, document.source)


def looks_back(document: Document) -> int | None:
    """The year that a work report tells the results of; None for other reports."""
    base = base_of(document) if _is_session(document) else None
    return base - 1 if base else None


def _is_session(document: Document) -> bool:
    return "政府工作报告" in document.about.title


def level_of(line: str) -> int | None:
    """0 to 2 for the headings of Chinese reports, None for other lines."""
    if not line or len(line) > _HEADING_CHARS or line.endswith(("。", "；", "，")):
        return None
    return next((level for level, pattern in enumerate(_HEADINGS) if pattern.match(line)), None)


def under(report: Report, path: Sequence[Section], start: int, end: int) -> list[Section]:
    """The sections that hold for the lines below text[start:end], given those above it; a heading puts its own."""
    line = report.text[start:end]
    level = level_of(line)
    if level is None:
        return list(path)
    above = path[level]
    times = moments.between(report.times, start, end)
    place = spots.topic(report.text, spots.between(report.named, start, end), start, report.home)
    own = moments.of_heading(line, times, report.base, report.summed_up)
    span = moments.span_of(times) or ("" if own else above.span)
    section = Section(own or above.moment, place or above.place, span)
    return [*path[: level + 1], *[section] * (len(_HEADINGS) - level)]


def when(report: Report, one: Statement, start: int, section: Section, carried: Carried) -> Moment:
    """The time of a statement in a sentence from `start`. The first value of 从3家增加到5家 has its own, or none."""
    offset = one.amount.start
    if one.origin:
        own = [t.moment for t in moments.between(report.times, one.clause, offset) if t.origin and t.moment]
        return Moment(own[-1].year if own else None)
    said, now = moments.latest(moments.between(report.times, start, offset))
    if said and said.year is not None:
        return said
    period = said.period if said else ""
    usual = section.moment or report.default
    if now:  # a five-year plan (十四五) has no one year
        return Moment(None if period.startswith("十") else usual.year, period)
    if carried.moment and _goes_on(report, start, offset, carried):
        return Moment(carried.moment.year or usual.year, period or carried.moment.period)
    return Moment(usual.year, period or usual.period)


def several(report: Report, one: Statement, start: int, section: Section, carried: Carried) -> str:
    """The several years that a sentence from `start`, those before it, or the headings look back on; empty where a time was
    said since."""
    if said := moments.between(report.times, start, one.amount.start):
        return moments.span_of(said)
    return carried.span or (section.span if carried.moment is None else "")


def where(report: Report, one: Statement, start: int, section: Section, carried: Carried) -> Place | None:
    """The place of a statement in a sentence from `start`: behind the number (1000家苏州企业), before it, or carried."""
    amount = one.amount
    behind = spots.between(report.named, amount.end, amount.end + 1)
    until = one.until or amount.start
    before = spots.between(report.named, start, until)
    if one.kind == "rank":  # 全市排名第七 is the rank of the county
        before = [spot for spot in before if report.text[spot.start] != "全"]
    return (
        (behind[0].place if behind and behind[0].place.code else None)
        or spots.owner(report.text, before, (start, until), one.clause, report.home)
        or carried.place
        or section.place
        or report.home
    )


def handed_on(
    report: Report, span: tuple[int, int], told: Sequence[Statement], carried: Carried, planned: bool
) -> Carried:
    """What the sentence text[span] hands on to the next one of its paragraph; `planned` where its targets go on."""
    start, end = span
    times = [one for one in moments.between(report.times, start, end) if not one.aside]
    said, now = moments.latest(times)
    named = spots.between(report.named, start, end)
    place = spots.topic(report.text, named, start, report.home) if named else carried.place
    kept = replace(carried, place=place, names=tuple(one.indicator for one in told), planned=planned)
    if not now and said and _only_founded(report, start, end):
        return replace(kept, moment=None, span="")
    if now or (said and (said.year is not None or said.period)):
        several = moments.span_of(times)
        return replace(kept, moment=None if now else said, idle=0, span=several)
    # 三次产业结构为15.8∶31.4∶52.8 tells figures as well.
    figures = told or re.search(r"\d", report.text[start:end])
    return kept if figures else replace(kept, idle=kept.idle + 1)


def _only_founded(report: Report, start: int, end: int) -> bool:
    """Whether the last time of a sentence is that of a founding (该公司于2012年12月成立), of which the next sentence does not tell."""
    times = [one for one in moments.between(report.times, start, end) if one.moment and not one.bare]
    return bool(times) and _FOUNDED.match(report.text, times[-1].end) is not None


def _goes_on(report: Report, start: int, offset: int, carried: Carried) -> bool:
    """Whether the time of the sentence before still holds: not for another speaker, nor for what is done already."""
    quoted = report.text[start : start + 2].lstrip().startswith("“")
    if report.document.about.kind not in STEADY and (quoted or carried.idle):
        return False
    later = carried.moment and report.base and (carried.moment.year or 0) > report.base
    return not (later and "已" in report.text[start:offset])
