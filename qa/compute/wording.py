"""Results in words: the answer first, then the cited figures that it was computed from."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from qa.compute.numbers import commensurable, in_unit, shown
from qa.compute.records import Cell, Goal, Task, Value
from qa.compute.sheet import Sheet, mean_text

_ALL_TOLD, _FEW = 6, 3
"""Of more cells than these only the first few are told."""
_RATES = frozenset({"%", "百分点"})
_OF_AMOUNTS = {"大": "多", "小": "少", "高": "多", "低": "少"}
_OF_RATES = {"大": "高", "小": "低", "多": "高", "少": "低", "猛": "快"}
_OPPOSITE = dict(zip("高低多少快慢大小长短重轻", "低高少多慢快小大短长轻重", strict=True)) | {
    "贵": "便宜",
    "便宜": "贵",
}


@dataclass(frozen=True, slots=True)
class Worded:
    """An answer's text; `undecided` says that the reports disagree too much for one."""

    text: str
    undecided: bool = False


def worded(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded | None:
    """The text of an answer whose cells are all there; None where they cannot be computed with."""
    if _twice_the_same(cells):
        return None
    if not commensurable([one for cell in cells for one in cell.values]) and task.goal != "each":
        return None
    clear = all(len(cell.values) == 1 for cell in cells)
    if task.goal == "compare":
        return _compared(task, cells, sheet)
    if task.goal == "each" or not clear:
        return Worded(f"{_listed(cells, sheet)}。", undecided=not clear and task.goal != "each")
    return _WORDS[task.goal](task, cells, sheet)


def _twice_the_same(cells: Sequence[Cell]) -> bool:
    """Whether two cells were filled with the same characters of a report: one of them is not what was asked."""
    spans = [(one.sources[0].document.id, one.sources[0].start) for cell in cells for one in cell.values]
    return len(set(spans)) < len(spans)


def _listed(cells: Sequence[Cell], sheet: Sheet) -> str:
    return "，".join(_told(cell, sheet) for cell in cells)


def _told(cell: Cell, sheet: Sheet) -> str:
    """A cell under its label; a fall says itself that it is none of growth: 收入下降2.4%, not 收入增长下降2.4%."""
    text, label = sheet.cell(cell), cell.wanted.label
    return f"{_MOVES.sub('', label) if text.startswith('下降') else label}{text}"


def _bounds(cell: Cell) -> tuple[Fraction, Fraction]:
    numbers = [one.number for one in cell.values]
    return min(numbers), max(numbers)


def _compared(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded:
    """甲县更高：155亿元[1]，比乙县的138亿元[2]多17亿元。"""
    order = sorted(cells, key=lambda cell: _bounds(cell)[0 if task.lowest else 1], reverse=not task.lowest)
    first, second = order[0], order[1]
    if len(order) > 2 and _apart(first, second, task.lowest):
        best = f"{first.wanted.label}最{task.better}：{sheet.cell(first)}"
        next_best = order[1:] if len(order) <= _ALL_TOLD else order[1:_FEW]
        rest = "、".join(f"{cell.wanted.label}{sheet.cell(cell)}" for cell in next_best)
        return Worded(f"{best}；其次{rest}。")
    if not _apart(first, second, task.lowest):
        same = all(len(cell.values) == 1 for cell in cells) and first.value.number == second.value.number
        listed = _listed(cells, sheet)
        if same and len(cells) == 2:
            return Worded(f"{'否，' if task.whether else ''}两者相同：{listed}。")
        return Worded(f"{listed}。", undecided=not same)
    holds = "" if not task.whether else "是，" if first is cells[0] else "否，"
    head = f"{holds}{first.wanted.label}更{task.better}：{sheet.cell(first)}"
    label, behind = second.wanted.label, sheet.cell(second)
    if len(first.values) > 1 or len(second.values) > 1:
        return Worded(f"{head}；{label}{behind}。")
    behind = f"{label}（{behind}）" if "的" in label else f"{label}的{behind}"
    return Worded(f"{head}，比{behind}{_by(task, first.value, second.value, sheet)}。")


def _apart(first: Cell, second: Cell, lowest: bool) -> bool:
    """Whether every value of the first is beyond every value of the second."""
    if lowest:
        return _bounds(first)[1] < _bounds(second)[0]
    return _bounds(first)[0] > _bounds(second)[1]


def _by(task: Task, one: Value, other: Value, sheet: Sheet) -> str:
    rough = "约" if one.rough or other.rough else ""
    return f"{_degree(task.better, one)}{rough}{sheet.difference(one.number - other.number, [one, other])}"


def _degree(better: str, value: Value) -> str:
    table = _OF_RATES if value.unit in _RATES else _OF_AMOUNTS
    return table.get(better, better)


def _difference(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded | None:
    """低3.3个百分点：甲县96.7%[1]，乙县100%[2]。"""
    one, other = cells[0].value, cells[1].value
    listed = _listed(cells, sheet)
    number = one.number - other.number
    if not number:
        return Worded(f"两者相同：{listed}。")
    if task.percent and one.unit not in _RATES:
        text = _percent(one, other, sheet)
        return Worded(f"{'高' if number > 0 else '低'}{text}：{listed}。") if text else None
    rough = "约" if one.rough or other.rough else ""
    amount = rough + sheet.difference(number, [one, other])
    if not task.better:
        return Worded(f"相差{amount}：{listed}。")
    asked = _degree(task.better, one)
    if (number < 0) == task.lowest:
        return Worded(f"{asked}{amount}：{listed}。")
    return Worded(f"并不{asked}，而是{_OPPOSITE.get(asked, '')}{amount}：{listed}。")


def _changed(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded | None:
    """增加12.9亿元：2021年98.6亿元[1]，2023年111.5亿元[2]。The later year is the first cell."""
    late, early = cells[0].value, cells[1].value
    listed = _listed(sorted(cells, key=lambda cell: cell.wanted.year or 0), sheet)
    number = late.number - early.number
    if not number:
        return Worded(f"没有变化：{listed}。")
    if task.percent and late.unit not in _RATES:
        text = _percent(late, early, sheet)
        return Worded(f"{'增长' if number > 0 else '下降'}{text}：{listed}。") if text else None
    up, down = ("提高", "降低") if late.unit in _RATES else ("增加", "减少")
    rough = "约" if late.rough or early.rough else ""
    amount = sheet.difference(number, [late, early])
    return Worded(f"{up if number > 0 else down}{rough}{amount}：{listed}。")


def _percent(one: Value, other: Value, sheet: Sheet) -> str:
    if other.number <= 0:
        return ""
    share = abs(one.number / other.number - 1) * 100
    return sheet.worked_out(f"{shown(share, 1 if share >= 1 else 2)}%", "growth", [one, other])


def _ratio(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded | None:
    """约2.05倍：甲县172.4亿元[1]，乙县83.9亿元[2]。"""
    one, other = cells[0].value, cells[1].value
    if other.number <= 0 or one.number < 0:
        return None
    listed = _listed(cells, sheet)
    quotient = one.number / other.number
    text = sheet.worked_out(f"{shown(quotient, 2)}倍", "ratio", [one, other])
    exact = (quotient * 100).denominator == 1 and not (one.rough or other.rough)
    return Worded(f"{'' if exact else '约'}{text}：{listed}。")


def _sum(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded | None:
    values = [cell.value for cell in cells]
    if values[0].unit in _RATES:
        return None
    listed = _listed(cells, sheet)
    rough = "约" if any(one.rough for one in values) else ""
    total = abs(sum((one.number for one in values), Fraction(0)))  # 减少1650万人 is shown without its sign
    text = sheet.worked_out(in_unit(total, values), "sum", values)
    return Worded(f"合计{rough}{text}：{listed}。")


def _reached(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded | None:
    """是，达到了：实际8.1%[1]，目标6%以上[2]。 What 左右 leaves open is not counted: the number itself is the target."""
    result, meant = cells[0].value, cells[1].value
    beyond = (meant.number - result.number) if task.lowest else (result.number - meant.number)
    said = "是，达到了" if beyond >= 0 else "否，没有达到"
    return Worded(f"{said}：{_listed(cells, sheet)}。")


def _part(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded | None:
    """约39.2%：朝阳区1500家[1]，北京市3826家[2]。"""
    one, whole = cells[0].value, cells[1].value
    if not 0 < one.number < whole.number or one.unit in _RATES:
        return None
    listed = _listed(cells, sheet)
    share = one.number / whole.number * 100
    return Worded(f"约{sheet.worked_out(f'{shown(share, 1)}%', 'share', [one, whole])}：{listed}。")


def _average(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded | None:
    values = [cell.value for cell in cells]
    listed = _listed(cells, sheet)
    mean = sum((one.number for one in values), Fraction(0)) / len(values)
    return Worded(f"平均约{sheet.worked_out(mean_text(mean, values), 'mean', values)}：{listed}。")


def _trend(task: Task, cells: Sequence[Cell], sheet: Sheet) -> Worded | None:
    """2021年98.6亿元[1]，2022年104.2亿元[2]，2023年111.5亿元[3]；逐年上升。"""
    return Worded(f"{_listed(cells, sheet)}；{direction([cell.value.number for cell in cells])}。")


def direction(numbers: Sequence[Fraction]) -> str:
    """How a row of numbers goes.

    >>> direction([1, 2, 3]), direction([2, 1, 3]), direction([1, 1])
    ('逐年上升', '先降后升', '持平')
    """
    steps = [b - a for a, b in pairwise(numbers)]
    signs = [(step > 0) - (step < 0) for step in steps]
    turns = [
        sign
        for at, sign in enumerate(signs)
        if sign and (at == 0 or sign != next((s for s in reversed(signs[:at]) if s), 0))
    ]
    if not turns:
        return "持平"
    if len(turns) == 1:
        word = "上升" if turns[0] > 0 else "下降"
        return word if len(numbers) == 2 else f"逐年{word}" if all(signs) else f"总体{word}"
    if len(turns) == 2:
        return "先升后降" if turns[0] > 0 else "先降后升"
    return "有升有降"


_MOVES = re.compile("(?:同比|比上年)?(?:增长|下降|上涨|下跌|减少)了?$")
_WORDS: dict[Goal, Callable[[Task, Sequence[Cell], Sheet], Worded | None]] = {
    "difference": _difference,
    "change": _changed,
    "ratio": _ratio,
    "sum": _sum,
    "average": _average,
    "trend": _trend,
    "reach": _reached,
    "share": _part,
}
