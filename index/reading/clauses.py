"""The clause around each amount of a sentence: the stretch before it that may hold its name, and the words behind it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.amounts import SPANS_OF_TIME, Amount, amounts
from index.reading import phrases

_BREAK = re.compile(f"[{phrases.BREAK}]")
_TIMED = re.compile(
    "时间|时限|用时|耗时|天数|车程|工作日|周期|期限|寿命|年限|审批|办理|办结|压缩|缩短|优良|路程|时长"
)
_REACH = re.compile("覆盖|半径|范围|以?[外内]|之[外内]|远")
_ORDER = re.compile("排名|名次|位次|榜|前移|上升|进位")
_ROW = re.compile(
    f"[^{phrases.BREAK}、\\d]{{1,8}}(?:、[^{phrases.BREAK}、\\d]{{1,8}}){{1,3}}等[^{phrases.BREAK}、\\d]{{2,10}}"
)
"""蔬菜、水果等种植基地"""

_MINUS = re.compile("(?<=[\u4e00-\u9fff、和])[-－−]$")
_RIGHT_CHARS, _ORDER_CHARS, _TIMED_CHARS = 40, 30, 24


@dataclass(frozen=True, slots=True)
class Clause:
    """One amount, or a row of them (3.1%、4.2%), with text[start:first amount] = `left` and the words behind = `right`.

    `origin` and `target` mark the two values of 从3家增加到5家. `sentence` is where its sentence begins in `text`.
    """

    text: str
    sentence: int
    start: int
    members: tuple[Amount, ...]
    right: str
    origin: bool = False
    target: bool = False
    runs_on: bool = False

    @property
    def amount(self) -> Amount:
        """The first amount of the row."""
        return self.members[0]

    @property
    def left(self) -> str:
        """The stretch that may hold the name, without the sign of 增长-8.7%."""
        return _MINUS.sub("", self.text[self.start : self.amount.start])

    def falls(self, amount: Amount) -> bool:
        """Whether an amount of the row is written with a minus sign: 增长-8.7%."""
        return _MINUS.search(self.text, max(self.start, amount.start - 2), amount.start) is not None

    def before(self, chars: int) -> str:
        """The last `chars` characters of the clause in front of this one."""
        stretch = self.text[max(self.sentence, self.start - chars) : self.start].rstrip("，, ")
        return _BREAK.split(stretch)[-1]


@dataclass(frozen=True, slots=True)
class _Frame:
    text: str
    start: int
    end: int
    cuts: Sequence[int]
    found: Sequence[Amount]


def clauses(text: str, start: int, end: int, cuts: Sequence[int]) -> list[Clause]:
    """The clauses of the sentence text[start:end]. `cuts` are the offsets where mentions of places end, ascending.

    >>> [(c.left, c.right) for c in clauses("带动25家企业，产值5亿元。", 0, 14, [])]
    [('带动', '企业'), ('产值', '')]
    """
    found = [_in_order(text, one, start) for one in amounts(text, start, end) if _counts(text, one, start)]
    frame = _Frame(text, start, end, cuts, found)
    out: list[Clause] = []
    at = 0
    while at < len(found):
        size = _row(frame, at)
        out.append(_clause(frame, at, size))
        at += size
    return out


def _clause(frame: _Frame, at: int, size: int) -> Clause:
    last = at + size - 1
    right = _right(frame, last)
    following = frame.found[last + 1].start if last + 1 < len(frame.found) else -1
    return Clause(
        frame.text,
        frame.start,
        _left(frame, at),
        tuple(frame.found[at : at + size]),
        right,
        origin=_origin(frame, at),
        target=bool(at) and _origin(frame, at - 1),
        runs_on=frame.found[last].end + len(right) == following,
    )


def _counts(text: str, amount: Amount, start: int) -> bool:
    """Whether an amount is one of something: 36天 is one of 审批时间, 3个月 of nothing; 每3件 and 500米外 are none."""
    unit = amount.written
    before, after = text[max(start, amount.start - 1) : amount.start], text[amount.end : amount.end + 2]
    if before == "每" or (unit in ("组", "排", "队") and before in ("村", "镇", "社", "在")):
        return False
    if amount.unit == "米" and _REACH.match(after):
        return False
    if _of_order(text, amount, start):
        return bool(phrases.GROWTH.search(text[max(start, amount.start - _ORDER_CHARS) : amount.start]))
    if unit not in SPANS_OF_TIME:
        return unit != "期" and not (unit in ("次", "起", "") and not amount.unit and amount.value < 1000)
    near = re.split(r"[。；]", text[max(start, amount.start - _TIMED_CHARS) : amount.start])[-1]
    return bool(_TIMED.search(near)) or (unit == "岁" and "平均" in near)


def _of_order(text: str, amount: Amount, start: int) -> bool:
    """Whether 位 counts places in an order and not people: 排名上升9位."""
    near = text[max(start, amount.start - _ORDER_CHARS) : amount.start]
    behind = _BREAK.split(text[amount.end : amount.end + 12])[0]
    return amount.written == "位" and not phrases.name_after(behind) and bool(_ORDER.search(near))


def _in_order(text: str, amount: Amount, start: int) -> Amount:
    return replace(amount, unit="位") if _of_order(text, amount, start) else amount


def _row(frame: _Frame, at: int) -> int:
    """How many amounts stand in a row, joined by 、 and 和."""
    size = 1
    while at + size < len(frame.found) and phrases.LISTED.match(_MINUS.sub("", _between(frame, at + size))):
        size += 1
    return size


def _between(frame: _Frame, at: int) -> str:
    return frame.text[frame.found[at - 1].end : frame.found[at].start]


def _origin(frame: _Frame, at: int) -> bool:
    """Whether an amount is the first of 从3家增加到5家."""
    if at + 1 >= len(frame.found) or not phrases.TO.match(_between(frame, at + 1)):
        return False
    left = frame.text[_left(frame, at) : frame.found[at].start]
    return phrases.FROM.search(left[-phrases.TAIL_CHARS :]) is not None


def _left(frame: _Frame, at: int) -> int:
    """Where the stretch begins that may hold the name: behind the last comma, amount or place."""
    amount = frame.found[at]
    floor = frame.found[at - 1].end if at else frame.start
    text = frame.text[floor : amount.start]
    if at and (row := re.match("[^、，,。；：（(]{1,10}、", text)):
        # 1.4万亿斤新台阶、亩产提升10.1斤
        return floor + row.end() + _last_break(text[row.end() :])
    begin = floor + _last_break(text)
    inside = frame.cuts[bisect_right(frame.cuts, begin) : bisect_right(frame.cuts, amount.start)]
    if inside and not _named(frame.text[inside[-1] : amount.start]) and phrases.name_after(_right(frame, at)):
        return inside[-1]  # 甲县30万亩高标准农田
    return next((cut for cut in reversed(inside) if _named(frame.text[cut : amount.start])), begin)


def _last_break(text: str) -> int:
    """Behind the last stop of a stretch; neither one that 建筑面积：5万 ends with, nor brackets at its end (旅游区（点）)."""
    breaks = [match.end() for match in _BREAK.finditer(text)]
    if breaks and text[breaks[-1] - 1] in "）)" and not text[breaks[-1] :].strip():
        opened = max(text.rfind("（", 0, breaks[-1]), text.rfind("(", 0, breaks[-1]))
        breaks = [one for one in breaks if one <= opened] if opened >= 0 else breaks
    if breaks and text[breaks[-1] - 1] in "：:" and not phrases.name_before(text[breaks[-1] :]):
        breaks.pop()
    return breaks[-1] if breaks else 0


def _named(left: str) -> bool:
    """Whether a stretch holds a name, and not only a verb of growth."""
    tail = left[-_RIGHT_CHARS:]
    for pattern in (phrases.SPEED, phrases.GROWTH):
        if found := pattern.search(tail):
            return bool(phrases.name_before(tail[: found.start()]))
    return bool(phrases.name_before(left))


def _right(frame: _Frame, at: int) -> str:
    amount = frame.found[at]
    stop = frame.found[at + 1].start if at + 1 < len(frame.found) else frame.end
    text = frame.text[amount.end : min(stop, amount.end + _RIGHT_CHARS)]
    if row := _ROW.match(text):
        return row[0]
    return re.split(rf"[{phrases.BREAK}、]", text, maxsplit=1)[0]
