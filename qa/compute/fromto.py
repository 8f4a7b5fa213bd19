"""从多少到了多少: two amounts of one sentence, before and after, where one span of the reader holds but one of them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index import Document
from index.amounts import Amount, amounts
from index.indicators import abbreviations
from qa.cite import proof
from qa.compute.records import Read, Reads
from qa.records import Answer
from qa.sentences import around
from qa.timing import told_year

_ASKED = re.compile("[从由].{0,4}?(?:多少|几).{0,16}?(?:到|至|为|成)了?(?:多少|几)")

_BY_HOW_MUCH = re.compile(
    "(?:增长|增加|提高|提升|上升|上涨|涨|升|扩大|下降|降低|减少|缩小|缩短|降|减|掉|变化|变动|变|多|少|高|低|快|慢)(?:了|出|出了)?(?:多少|几|多大)|幅度|走[势向]|怎么变|如何变|[涨升增]了?还是[跌降减]"
)
_CHANGED_BY = re.compile(
    "[，,]?(?:近|这|过去)?(?:[一二三四五六七八九十两几]+|\\d+)年(?:里|来|间|内|下来|以来|时间)?[，,]?(?:一共|累计|总共|大概)?(?:增长|增加|提高|提升|上升|上涨|涨|升|扩大|下降|降低|减少|缩小|降|减|变)了?(?:多少|几).*$"
    "|[，,]?从?(?:(?:19|20)\\d\\d)年?(?:到|至|—|-)(?:(?:19|20)\\d\\d)年?[，,]?(?:一共|累计|总共)?(?:增长|增加|提高|上升|上涨|涨|升|扩大|下降|降低|减少|降|减|变)了?(?:多少|几).*$"
)
_UP_TO = re.compile("(?:到|至|为|达到?)了?(?:多少|几)")
_FROM = re.compile("[从由][^，。；]{0,14}$")
_TO = re.compile("^[^，。；]{0,6}[，]?[^，。；\\d]{0,8}(?:到|至|为|成)了?[^，。；]{0,14}$")
"""What stands before and between the amounts of 由起初的10箱发展到100余箱."""
_CLAUSE = 40
_BOUND = re.compile("(?:不到|不足|将?近|接近|约|超过?|逾|突破)$")


def told_change(
    text: str, single: str, reads: Reads, threshold: float, years: Sequence[int] = ()
) -> Answer | None:
    """Both amounts of 从甲到乙 where a change is asked for, and a likely span for the figure itself (`single`) is one of the two;
    None where no sentence says it so, or where it is about other `years` than were asked.

    >>> told_change("蜂箱怎么变的", "蜂箱有多少", lambda _: (), 0.3) is None
    True
    """
    for one in reads(single):
        if one.certainty < threshold:
            return None
        for first, last in pairwise(
            amounts(one.document.text, *around(one.document.text, one.start, one.end))
        ):
            inside = one.start < last.end and first.start < one.end
            told = told_year(one.document, one.start, one.end).years
            if years and told and not {years[0], years[-1]} & told:
                return None
            if inside and _changes(one.document.text, first, last):
                return _shown(text, one, first, last)
    return None


def _changes(text: str, first: Amount, last: Amount) -> bool:
    before, between = text[max(0, first.start - 16) : first.start], text[first.end : last.start]
    return first.unit == last.unit and bool(_FROM.search(before)) and bool(_TO.match(between))


def ends_of(text: str, document: Document, start: int, end: int) -> tuple[Amount, Amount] | None:
    """Both amounts of 由10.2%下降到3.1%, where a question asks by how much something changed and characters [start, end) of a
    report are one of the two; None for any other question or sentence.

    What it changed by is told nowhere then, and either amount alone is no answer.
    """
    if not _BY_HOW_MUCH.search(text) or _UP_TO.search(text):
        return None
    for first, last in pairwise(amounts(document.text, *around(document.text, start, end))):
        if start < last.end and first.start < end and first.value != last.value:
            return (first, last) if _changes(document.text, first, last) else None
    return None


def level_of(text: str) -> str:
    """The question for the figure itself, of one that asks by how much it changed; empty for any other.

    >>> level_of("昌乐西瓜的品牌价值13年来涨了多少亿")
    '昌乐西瓜的品牌价值是多少'
    """
    found = _CHANGED_BY.search(text)
    return f"{text[: found.start()].rstrip('的，, ')}是多少" if found and found.start() > 3 else ""


def from_to(text: str, reads: Reads, threshold: float) -> Answer | None:
    """The two amounts, as they stand in the sentence that the likeliest span is of; None where the question asks for no
    such two, or its sentence has not just two of one unit.

    >>> from_to("合作社有多少家", lambda _: (), 0.3) is None
    True
    """
    if not _ASKED.search(text):
        return None
    likely = [one for one in reads(text) if one.certainty >= threshold]
    return _told(text, likely) if likely else None


def _told(text: str, likely: Sequence[Read]) -> Answer | None:
    """The amount of the likeliest span, and the other of its unit in its sentence: the only one, or the next likely."""
    best = _of_thing(text, likely)
    whole = best.document.text
    inside = amounts(whole, best.start, best.end)
    if not inside:
        return None
    first, last = around(whole, best.start, best.end)
    alike = _of_unit(amounts(whole, first, last), inside[0].unit)
    if len(alike) > 2:
        spans = [(one.start, one.end) for one in likely if one.document.id == best.document.id]
        alike = [one for one in alike if any(a <= one.start and one.end <= b for a, b in spans)]
    if len(alike) != 2:
        return None
    return _shown(text, best, *alike)


def _of_thing(text: str, likely: Sequence[Read]) -> Read:
    """Of likely spans in one report the one whose clause names most of what is asked of (高铁里程, not 轨道交通里程); the first where
    none names more."""
    for short, written in abbreviations().items():
        text = text.replace(short, written[0]) if written else text
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}

    def named(one: Read) -> int:
        clause = one.document.text[max(0, one.start - _CLAUSE) : one.end]
        clause = re.split("[，,；;。：\n]", clause)[-1]
        return sum(clause[at : at + 2] in pairs for at in range(len(clause) - 1))

    same = [one for one in likely if one.document.id == likely[0].document.id]
    return max(same, key=named)


def _shown(text: str, read: Read, one: Amount, other: Amount) -> Answer:
    whole = read.document.text
    shown = f"{_with_bound(whole, one)}[1]，{_with_bound(whole, other)}[1]"
    cited = proof(read.document, one.start, other.end)
    return Answer(text, f"{shown}。", "grounded", (cited,), read.certainty)


def _with_bound(text: str, one: Amount) -> str:
    """An amount with the word before it that makes it a bound: 不到10人次."""
    bound = _BOUND.search(text, max(0, one.start - 3), one.start)
    return text[bound.start() if bound else one.start : one.end]


def _of_unit(found: Sequence[Amount], unit: str) -> list[Amount]:
    return [one for one in found if one.unit == unit]
