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

_HEADINGS = (
    re.compile(r"^#{1,2}\s+\S"),
    re.compile(r"^(?:#{3}\s+\S|第[一二三四五六七八九十百]+[章节篇]|[一二三四五六七八九十]{1,3}、)"),
    re.compile(r"^(?:#{4,}\s+\S|[（(][一二三四五六七八九十]{1,3}[）)])"),
)
_HEADING_CHARS = 40
STEADY = ("work_report", "bulletin", "plan")
"""Kinds whose paragraphs keep to one year until they say another."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report with all its times and places, found once. `base` is the year of its 今年, `default` when no time is said; a `session`
    report (政府工作报告) looks back on the year before its own."""

    document: Document
    base: int | None
    default: Moment
    times: tuple[Said, ...]
    named: tuple[Spot, ...] = ()
    session: bool = False

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
    covered = dates.covered(about.title, document.source)
    session, base = _is_session(document), base_of(document)
    # A work report of 2023 looks back on 2022.
    usual = (base - 1) if session and base else int(covered) if covered else base
    period = re.search(moments.PERIOD, about.title)
    default = Moment(usual, period[0] if period else "")
    return Report(document, base, default, moments.said(text, base), (), session)


def base_of(document: Document) -> int | None:
    """The year of a report's 今年."""
    about = document.about
    covered = dates.covered(about.title, document.source)
    bulletin = "公报" in f"{about.title}{document.source}"
    year = covered if covered and (bulletin or _is_session(document) or not about.date) else about.date[:4]
    event = _EVENT.search(document.text) if not year else None
    return int(year or (event[1] if event else 0)) or None


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
    own = moments.of_heading(line, times, report.base)
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
        return Moment(carried.moment.year, period or carried.moment.period)
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
    said, now = moments.latest(moments.between(report.times, start, end))
    named = spots.between(report.named, start, end)
    place = spots.topic(report.text, named, start, report.home) if named else carried.place
    kept = replace(carried, place=place, names=tuple(one.indicator for one in told), planned=planned)
    if now or (said and said.year is not None):
        several = moments.span_of(moments.between(report.times, start, end))
        return replace(kept, moment=None if now else said, idle=0, span=several)
    return kept if told else replace(kept, idle=kept.idle + 1)


def _goes_on(report: Report, start: int, offset: int, carried: Carried) -> bool:
    """Whether the time of the sentence before still holds: not for another speaker, nor for what is done already."""
    quoted = report.text[start : start + 2].lstrip().startswith("“")
    if report.document.about.kind not in STEADY and (quoted or carried.idle):
        return False
    later = carried.moment and report.base and (carried.moment.year or 0) > report.base
    return not (later and "已" in report.text[start:offset])
