"""Answers made of what the reader found: a change of its two ends, a gap or sum of two amounts side by side, the order of two
dates, a number with the unit of its table. None where it found no such thing; the passage itself is the answer then.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Document, Filters
from index.orders import evidence
from qa.cite import HANDLE
from qa.compute import cells as choose
from qa.compute.firsts import Asked, dated
from qa.compute.fromto import ends_of, level_of
from qa.compute.marks import canonical
from qa.compute.numbers import from_figure, from_span
from qa.compute.records import Cell, Computing, Goal, Read, Source, Task, Value, Wanted
from qa.compute.sheet import Sheet, Unprovable, answer_of
from qa.compute.wording import worded
from qa.grid import line_at
from qa.records import Answer, Query
from qa.sentences import around

_GAP = re.compile(
    "相差|差额|差距|之差|差着|还差|差(?:了)?(?:多少|几)|隔(?:了|着)(?:多少|几)|[多少高低大小](?:出)?(?:了)?(?:多少|几)"
)
_ADDED = re.compile("加起来|合计|加总|相加|之和|合在一[起块]|加在?一[起块]")
_NOT_TWO = re.compile("[三四五六七八九十][个家项块座条笔]|、|除了|其余|其他|余下")
_TOTAL = re.compile("合计|总计|共计|总共|一共|总数|总额")
_HEAD = 14
_BESIDE = 100
"""Characters around the likeliest amount in which the other stands."""
_PAIR = 2
_TRIED = 4
_BARE = re.compile(r"[-−－]?\d[\d,，]*(?:\.\d+)?")


def in_order(query: Query, asked: Asked, using: Computing) -> Answer | None:
    """武汉更早：2015年[1]，保康2017年[2]。 None where either date is unknown, or they are too coarse to tell."""
    found = dated(asked, using.reads, using.threshold)
    if found is None:
        return None
    one, other = found
    depth = next((at for at in range(3) if not (one.date[at] and other.date[at])), 3)
    first, second = one.date[:depth], other.date[:depth]
    if first == second:
        return None
    sheet = Sheet(asked.done, open_years=False)
    told_by = (one.read, other.read)
    marks = [sheet.mention(each.document, each.start, each.end) for each in told_by]
    shown = [HANDLE.sub(r"［\1］", evidence(each.document.text, each.start, each.end)) for each in told_by]
    told = [f"{name}{date}[{mark}]" for name, date, mark in zip(asked.things, shown, marks, strict=True)]
    at = int((first < second) == asked.later)  # which of the two is named
    said = f"{asked.things[at]}更{'晚' if asked.later else '早'}"
    if asked.unit == "年":
        years = sorted(zip((first[0], second[0]), marks, strict=True), reverse=True)
        said += sheet.years_apart(years[0], years[1])
    certainty = min(one.read.certainty, other.read.certainty)
    answer = answer_of(query, f"{said}：{told[0]}，{told[1]}。", sheet, (), (), whole=True)
    return replace(answer, confidence=certainty)


def with_unit(query: Query, document: Document, start: int, end: int, using: Computing) -> Answer | None:
    """The answer whose characters are the bare number of a cell, with the unit that the head, label or caption of its table gives; None
    for any other."""
    if not _BARE.fullmatch(document.text, start, end):
        return None
    inside = [
        figure
        for _, figure in using.library.figures(filters=Filters(doc_ids=(document.id,)))
        if figure.start < end and start < figure.end and figure.unit
    ]
    if len(inside) != 1:
        return None
    value = from_figure(inside[0], Source(document, inside[0].start, inside[0].end), choose.WRITTEN)
    sheet = Sheet(inside[0].family or inside[0].indicator, open_years=False)
    try:
        text = sheet.value(value, inside[0].indicator, canonical(inside[0].period))
    except Unprovable:
        return None
    return answer_of(query, text, sheet, (), (), whole=True)


def grown(query: Query, one: Read) -> Answer | None:
    """By how much something changed, where the likeliest span is an end of 由10.2%下降到3.1%; None for any other."""
    ends = ends_of(query.text, one.document, one.start, one.end)
    if ends is None:
        return None
    sources = [Source(one.document, end.start, end.end) for end in ends]
    values = [from_span(source, "level", None, one.certainty) for source in sources]
    early, late = values
    if early is None or late is None or early.unit != late.unit:
        return None
    sheet = Sheet(query.indicator, open_years=False)
    try:
        before, after = sheet.value(early, "起初", ""), sheet.value(late, "后来", "")
    except Unprovable:
        return None
    up, down = ("提高", "降低") if late.unit in ("%", "百分点") else ("增加", "减少")
    rough = "约" if early.rough or late.rough else ""
    amount = sheet.difference(late.number - early.number, [late, early])
    text = f"{up if late.number > early.number else down}{rough}{amount}：从{before}到{after}。"
    answer = answer_of(query, text, sheet, (), (), whole=True)
    return replace(answer, confidence=one.certainty)


def grown_of(query: Query, using: Computing) -> Answer | None:
    """`grown`, where the reader is sure of the figure itself only."""
    level = level_of(query.text)
    likely = [one for one in using.reads(level) if one.certainty >= using.threshold] if level else []
    for one in likely[:_TRIED]:
        if told := grown(query, one):
            return told
    return None


def beside(query: Query, likely: Sequence[Read], using: Computing) -> Answer | None:
    """The gap between, or the sum of, two amounts that one sentence tells and that are both likely answers; None for any other.

    Of 推荐金额2.7亿元，累计发放贷款2.38亿元 the question how much less was lent than proposed has either for its answer, as
    far as a reader can tell.
    """
    goal: Goal | None = (
        "difference" if _GAP.search(query.text) else "sum" if _ADDED.search(query.text) else None
    )
    sure = [one for one in likely if one.certainty >= using.threshold]
    if goal is None or not sure:
        return None
    best = sure[0]
    first, last = around(best.document.text, best.start, best.end)
    if goal == "difference":
        line = line_at(best.document.text, best.start)
        first, last = max(line[0], best.start - _BESIDE), min(line[1], best.end + _BESIDE)
    elif _NOT_TWO.search(query.text):
        return None
    found: dict[int, Value] = {}
    for one in sure:
        inside = one.document.id == best.document.id and first <= one.start and one.end <= last
        value = (
            from_span(Source(one.document, one.start, one.end), "level", None, one.certainty)
            if inside
            else None
        )
        if value is not None:
            found.setdefault(value.sources[0].start, value)
    unit = next(iter(found.values())).unit if found else ""  # of the likeliest
    values = [found[at] for at in sorted(found) if found[at].unit == unit]
    if len(values) != _PAIR or values[0].number == values[1].number:
        return None
    if goal == "sum" and (
        values[0].unit in ("%", "百分点") or _TOTAL.search(best.document.text, first, last)
    ):
        return None
    wanted = _single_cell(query)
    cells = [Cell(replace(wanted, label=_clause_head(one)), (one,)) for one in values]
    asked = Task(goal, tuple(one.wanted for one in cells))
    sheet = Sheet(query.indicator, open_years=False)
    try:
        result = worded(asked, cells, sheet)
        return answer_of(query, result.text, sheet, cells, (), whole=True) if result else None
    except Unprovable:
        return None


def _single_cell(query: Query) -> Wanted:
    """A cell that says no more than the question."""
    return Wanted("", None, None, "", "", (), "level", False, query.text)


def _clause_head(value: Value) -> str:
    """The words before an amount in its clause, where they are few."""
    source = value.sources[0]
    text = source.document.text
    begin = (
        max(text.rfind(mark, max(0, source.start - _HEAD), source.start) for mark in "，,；;。：:、\n") + 1
    )
    head = text[begin : source.start].strip()
    return head if begin and len(head) <= _HEAD and not re.search(r"\d", head) else ""
