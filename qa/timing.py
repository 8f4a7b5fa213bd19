"""The year that a stretch of a report is about: by its table, its sentence, its paragraph, its section, the report's date.

Work reports look back on one year and set out the next, and say which but once, in the heading of a part or in the first
sentence of a paragraph; the rules by which index.reading dates figures hold for every other statement as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import Document
from index.figures import bearing, looks_back
from index.reading import bearings, moments
from index.reading.bearings import Report, Section
from qa.grid import head_over, line_at
from qa.quantities import quantities, years_in
from qa.sentences import around, sentences

_BACK = 400
"""Characters before a sentence in which a year still holds for it, in reports that do not keep to one."""
_NOW = re.compile(
    r"目前|如今|现在|眼下|截[至止]到?(?:(?P<until>\d{1,2})月|目前)|(?<![年\d])(?P<month>\d{1,2})月\d{1,2}日"
)
"""In news without a year of its own: as of the report's date, or a day of its year, whatever year the sentence before told of."""
_SURVEYS = 64
_CLAUSE = re.compile("[，,；;]")
_IN_A_ROW = re.compile("分别|依次|各为")
_JOINT = re.compile("[、，,和与及至到—-]{0,2}")
_OF_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?:末|底|同期)?的$")
_DIRECT = 12
"""Characters before a figure that give it its year though the sentence only compares with it: 比2020年的45.6亿元增长34.4%."""
_TO = re.compile("(?:调整|提高|增加|增长|上升|下降|降低|减少|扩大|发展|[升增降提])(?:到|至|为)")
"""Behind it stands what became of a figure: no longer that of the year it started from."""
_LASTING = re.compile(
    r"年均|平均每年|每年平均|累计|总共|(?:[两三四五六七八九十几]|(?<!\d)\d{1,2})年(?![份度级月])|期间|时期|以来|近年|多年|历年|[比较](?:19|20)\d\d年|届"
)
"""Words of a question about several years: 五年, 期间, 比2010年."""
_MONTHLY = re.compile(r"\d|[上下]半年|.{0,3}季度|全年|年?[末底]$|$")
_RESULT = re.compile("实际(?:上|完成|执行|增长|新增)?(?!使用|利用|到位)|最终|真正|已经?(?!定|有?目标)")

_MEANT = re.compile(
    "预计|计划|目标|预期|规划|力争|将|要(?![求点素])|拟|预算|打算|安排|准备|想|争取|任务|确定|提出|定[为了在下]|设定|会"
)
"""Words of a question for what was done, and for what is meant to be."""
_REPORT = re.compile(r"((?:19|20)\d{2})年(?:的|度|国务院|全国|中央|[省市县区]?政府|[省市县区])*(?:工作)?报告")


_PLAN = re.compile(
    "“?(?P<short>(?:十[一二三四五六]?|[七八九])五)”?(?=规划|时期|期间|以来|初|末|头|开|收|[\u4e00-\u9fff]{0,2}年|”|[^\u4e00-\u9fff]|GDP|$)|第(?P<long>十[一二三四五六]?|[七八九])个五年"
)
"""“十四五”, 十四五期间, 第十四个五年规划."""


@dataclass(frozen=True, slots=True)
class Told:
    """The years that a stretch may be about, empty where nothing tells, and how near to it they are told.

    `near` is 1 for its own sentence or the head of its table, 0.7 for what precedes it, and 0.5 for the date of the report.
    """

    years: frozenset[int]
    near: float = 0.0


def told_year(document: Document, start: int, end: int) -> Told:
    """The years of characters [start, end) of a report.

    >>> from index.records import Description
    >>> about = Description("遂昌县政府工作报告", date="2023-01-05", kind="work_report")
    >>> report = Document("d", "a.txt", "一、2022年工作回顾\\n新修公路8公里。\\n二、2023年主要任务\\n新修公路9公里。", about)
    >>> [sorted(told_year(report, at, at + 3).years) for at in (report.text.index("8公里"), report.text.index("9公里"))]
    [[2022], [2023]]
    """
    report, sections = _surveyed(document)
    text = document.text
    first, last = around(text, start, end)
    if direct := _OF_YEAR.search(text, max(0, start - _DIRECT), start):
        return Told(frozenset({int(direct[1])}), 1.0)
    if own := years_in(head_over(text, start), report.base) or _own(report, first, last, start, end):
        return Told(frozenset(own), 1.0)
    line = line_at(text, start)
    if before := _carried(document, report, first, end):
        return Told(frozenset(before), 0.7)
    section = sections.get(line[0])
    if section and section.moment and section.moment.year:
        return Told(frozenset({section.moment.year}), 0.7)
    if report.base is None:
        return Told(frozenset())
    usual = report.default.year
    return Told(frozenset({report.base, usual or report.base}), 0.5)


def is_untimely(question: str, document: Document, start: int, end: int) -> bool:
    """Whether the amount in characters [start, end) of a work report is of several years where the question asks of one, or a target
    where it asks what was done.

    >>> from index.records import Description
    >>> about = Description("2023年政府工作报告", date="2023-01-05", kind="work_report")
    >>> text = "一、2022年工作回顾\\n新修公路8公里。\\n二、2023年主要任务\\n今年计划新修公路9公里。"
    >>> report = Document("d", "a.txt", text, about)
    >>> at = text.index("9公里")
    >>> is_untimely("2023年实际新修了多少公路", report, at, at + 3), is_untimely("2023年要修多少公路", report, at, at + 3)
    (True, False)
    """
    several = not _LASTING.search(question)
    done = _RESULT.search(question) and not _MEANT.search(question)
    if looks_back(document) is None or not (several or done):
        return False
    first = next((start + one.start for one in quantities(document.text[start:end])), start)
    told = bearing(document, first)
    if told is None:
        return False
    return bool((several and not _MONTHLY.match(told.period)) or (done and told.planned))


def _carried(document: Document, report: Report, first: int, end: int) -> set[int]:
    """The years that the sentences before the one at `first` hand on to it; its own, where it tells how things stand now."""
    steady = document.about.kind in bearings.STEADY
    if report.base and not steady and (now := _NOW.search(document.text, first, end)):
        month, date = int(now["until"] or now["month"] or 0), document.about.date
        return {report.base - (len(date) > 4 and month > int(date[5:7]))}  # December in a report of January
    return _before(report, line_at(document.text, first)[0] if steady else max(0, first - _BACK), first)


def plans(text: str) -> frozenset[str]:
    """The five-year plans that a text names: 十四五.

    >>> sorted(plans("“十三五”期间和第十四个五年规划")), plans("二十五家")
    (['十三五', '十四五'], frozenset())
    """
    return frozenset(found["short"] or f"{found['long']}五" for found in _PLAN.finditer(text))


def told_plan(document: Document, start: int, end: int) -> frozenset[str]:
    """The five-year plans of characters [start, end) of a report: of their sentence, of the nearest before it in the paragraph, else of the
    title; empty where nothing tells."""
    text = document.text
    first, last = around(text, start, end)
    paragraph = line_at(text, start)[0]
    for a, b in (
        (first, last),
        *((paragraph + a, paragraph + b) for a, b in reversed(sentences(text[paragraph:first]))),
    ):
        if found := plans(text[a:b]):
            return found
    return plans(document.title)


def report_years(question: str) -> frozenset[int]:
    """The years that a question calls reports by: 2015年报告 is of that year, and speaks of the one before as well.

    >>> sorted(report_years("2015年政府工作报告里说2014年有多少新增就业"))
    [2015]
    """
    return frozenset(int(found[1]) for found in _REPORT.finditer(question))


def _said(report: Report, start: int, end: int, *, origins: bool = True, asides: bool = True) -> set[int]:
    """The years said in a stretch, without those it only compares with; with or without those it starts from (从去年的27%提升到34%) and
    those that another figure is of (上年为689亿元)."""
    said = moments.between(report.times, start, end)
    return {
        one.moment.year
        for one in said
        if one.moment and one.moment.year and (origins or not one.origin) and (asides or not one.aside)
    }


def _own(report: Report, first: int, last: int, start: int, end: int) -> set[int]:
    """The years that the sentence [first, last) says of the characters [start, end) in it: of several those that are said last before
    them, side by side (2021年和2022年), unless figures of several years are given in a row (分别)."""
    text = report.text
    said = _said(report, first, last, origins=not _TO.search(text, first, start))
    # 已办结27件，剩余1件2025年办结: the year of what is left is not that of what is done.
    later = _said(report, end, last) - _said(report, end, last, asides=False)
    said -= (_ahead(report, end, last) | later) - _said(report, first, end)
    if len(said) < 2 or _IN_A_ROW.search(text, first, last) or _said(report, start, end):
        return said
    before = [one for one in moments.between(report.times, first, start) if one.moment and one.moment.year]
    beside = before[-1:]
    for one in reversed(before[:-1]):
        if not _JOINT.fullmatch(text, one.end, beside[0].start):
            break
        beside.insert(0, one)
    return {one.moment.year for one in beside if one.moment and one.moment.year} or said


def _ahead(report: Report, end: int, last: int) -> set[int]:
    """The years to come that only a later clause of the sentence says."""
    clause = _CLAUSE.search(report.text, end, last)
    later = _said(report, clause.end(), last) if clause else set()
    usual = report.default.year or report.base
    return {year for year in later if usual and year > usual}


def _before(report: Report, reach: int, first: int) -> set[int]:
    """The years of the nearest sentence before that says one; where a figure rose from holds for that figure alone."""
    text = report.text
    for a, b in reversed(sentences(text[reach:first])):
        if years := _said(report, reach + a, reach + b, origins=False, asides=False):
            return years
    return set()


@lru_cache(maxsize=_SURVEYS)
def _surveyed(document: Document) -> tuple[Report, dict[int, Section]]:
    """A report with its times, and the section of each of its lines by the character it begins at."""
    report = bearings.dated(document)
    path: Sequence[Section] = [Section()] * 3
    sections: dict[int, Section] = {}
    at = 0
    for line in document.text.split("\n"):
        path = bearings.under(report, path, at, at + len(line))
        sections[at] = path[-1]
        at += len(line) + 1
    return report, sections
