"""What a figure is of a change, a gap or a total: the end of 由98元降到58元 that a question asks for, whether it is but a difference, or a part.

A reader that looks for what a price was before takes what it became as often as not: both stand in one sentence, and only 由 and 降到
tell them apart. The rules are our own.
"""

import re
from itertools import pairwise

from index.amounts import Amount, amounts
from qa.phrases import SIZED
from qa.quantities import quantities
from qa.sentences import around

_FROM = re.compile("(?:由|从)[^，。；]{0,14}$")
_TO = re.compile("(?:左右|以上)?[，,]?[^，。；\\d]{0,8}(?:到|至|为|成)了?[^，。；\\d]{0,6}")
_BEFORE = re.compile("原来|原先|之前|以前|当初|起初|最初|原本|改造前|调整前|降价前|涨价前|提标前")
_AFTER = re.compile(
    "现在|目前|如今|后来|(?:[升增降提涨跌]|提高|下降|降低|增加|减少|调整|缩短|扩大|上升|增长|发展)(?:到|至|为)了?(?:多少|几)"
)
_BOTH = re.compile("[从由].*(?:到|至)")


_BEYOND = re.compile(r"[高多低少快慢](?:出|于)[^，。；\d]{2,12}$")
_THAN = re.compile(r"(?<![对相无])比[^，。；\d]{2,20}[高多低少贵][^，。；\d]{0,4}$")
_OF_LOSS = re.compile(r"(?:减亏|增亏|少亏|多亏)[^，。；\d]{0,4}$")
_LED_BY = 28
"""Characters before an amount in which it is said that it is a difference."""
_FIRMS = frozenset({"家", "户", "个"})
"""Units that firms are counted by."""


def is_gap(text: str, start: int) -> bool:
    """Whether an amount at `start` is by how much something lies above or below another thing, or a loss has changed: 增速高于全市
    0.6个百分点, 减亏2100万元.

    >>> text = "增长5.4%，增速高于全市0.6个百分点"
    >>> is_gap(text, text.index("0.6")), is_gap(text, text.index("5.4"))
    (True, False)
    """
    reach = max(0, start - _LED_BY)
    return any(gap.search(text, reach, start) for gap in (_BEYOND, _OF_LOSS))


def is_part(text: str, start: int, end: int) -> bool:
    """Whether a figure at text[start:end] is one of several that a total is broken into.

    >>> text = "装机428万千瓦，其中风电263万千瓦，光伏165万千瓦。"
    >>> is_part(text, 22, 28), is_part(text, 2, 8)
    (True, False)
    """
    first, last = around(text, start, end)
    _, inner, parts = text[first:last].partition("其中")
    within = quantities(parts) if inner and start >= last - len(parts) else []
    own = {one.unit for one in quantities(text[start:end])}
    return sum(one.unit in own for one in within) > 1


def _clause_from(text: str, first: int, at: int) -> int:
    """Where the clause of the character at `at` begins, not before `first`."""
    return max(first, *(text.rfind(mark, first, at) + 1 for mark in "，,；;："))


def is_otherwise_sized(question: str, text: str, start: int, end: int) -> bool:
    """Whether a figure is of all where those above a size are asked for, or the other way about, and its sentence gives the other.

    Firms that are counted behind 规上企业97家 are of these as well (其中亏损11家); an amount behind 规上工业 is of what its own clause says.

    >>> text = "竹加工企业163家，其中规模以上41家，亏损3家。"
    >>> [is_otherwise_sized("规上竹加工企业有几家亏损", text, *span) for span in ((5, 9), (16, 19), (22, 24))]
    [True, False, False]
    """
    first, last = around(text, start, end)
    if not SIZED.search(text, first, last):  # of most sentences: nothing in them is above a size
        return False
    asked, own = bool(SIZED.search(question)), {one.unit for one in quantities(text[start:end])}
    spans = [(first + one.start, first + one.end, one.unit) for one in quantities(text[first:last])]
    told = [
        (
            begin < end and start < until,
            bool(SIZED.search(text, first if unit in _FIRMS else _clause_from(text, first, begin), begin)),
        )
        for begin, until, unit in spans
        if unit in own
    ]
    mine = [sized for here, sized in told if here]
    others = [sized for here, sized in told if not here]
    return len(mine) == 1 and mine[0] != asked and asked in others


def is_difference(text: str, start: int) -> bool:
    """`is_gap`, or by how much it is more than another thing: 比种玉米多500元."""
    return is_gap(text, start) or _THAN.search(text, max(0, start - _LED_BY), start) is not None


def asked_end(question: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The span, or the other end of its change where the question asks for that one.

    >>> text = "夜游门票由98元降到58元。"
    >>> text[slice(*asked_end("门票原来是多少", text, 9, 12))], text[slice(*asked_end("门票降到多少了", text, 5, 8))]
    ('98元', '58元')
    """
    before, after = _BEFORE.search(question), _AFTER.search(question)
    if bool(before) == bool(after) or _BOTH.search(question):
        return start, end
    for first, last in pairwise(amounts(text, *around(text, start, end))):
        asked, other = (first, last) if before else (last, first)
        if _within(other, start, end) and not _within(asked, start, end) and _is_change(text, first, last):
            return asked.start, asked.end
    return start, end


def _within(one: Amount, start: int, end: int) -> bool:
    return start < one.end and one.start < end


def _is_change(text: str, first: Amount, last: Amount) -> bool:
    led = _FROM.search(text[max(0, first.start - 16) : first.start])
    return first.unit == last.unit and led is not None and bool(_TO.fullmatch(text[first.end : last.start]))
