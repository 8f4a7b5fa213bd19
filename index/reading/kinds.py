"""What kind of figure an amount is: a level, growth in %, a change by an amount, a share in %, by the words before it."""

import re
from dataclasses import dataclass

from index.amounts import MEASURES, Amount
from index.indicators import family_of
from index.reading import phrases
from index.reading.clauses import Clause
from index.records import FigureKind

_METRIC = re.compile(
    "(?:面积|量|值|额|数|收入|规模|里程|能力|人口|投资|价|资金|标准|支出|率|水平|效益|力|度|产|耗)$"
)
_COMPLETED = re.compile("(?:已|累计)?完成(?:了|近|约)?$")
_RATE = re.compile(
    r"(?:率|比|比重|比例|水平|度|指数|利率|份额|系数|标准|占比|幅度|回报|增速|[\u4e00-\u9fff]率[（(].*)$"
)
_OF_RATES: tuple[tuple[re.Pattern[str], FigureKind], ...] = (
    (phrases.TASK, "share"),
    (phrases.SHARE, "share"),
    (phrases.SHARE_NOUN, "share"),
    (phrases.SPEED, "growth"),
    (phrases.GROWTH, "growth"),
    (_COMPLETED, "share"),
)


@dataclass(frozen=True, slots=True)
class Sense:
    """The kind of a clause, its sign (-1 for a fall), and what stands before the words that told them."""

    kind: FigureKind
    sign: int
    stem: str


def is_metric(name: str) -> bool:
    """Whether a name ends as those of quantities do: 面积, 产值, 覆盖率."""
    return bool(_METRIC.search(name))


def is_rate(name: str) -> bool:
    """Whether a name ends as those of rates do: 覆盖率, 比重, 水平."""
    return bool(_RATE.search(name))


def sense(clause: Clause, before: Sense | None, carried: bool) -> Sense | None:
    """The sense of a clause; None where an amount is no figure of its own (高于全市3个百分点).

    `before` is the sense of the clause in front of it, `carried` whether a name is there to be carried on.

    >>> from index.reading.clauses import clauses
    >>> [sense(c, None, False).kind for c in clauses("增长5%，占三成，面积扩大3亩。", 0, 16, [])]
    ['growth', 'share', 'change']
    """
    amount, tail = clause.amount, clause.left[-phrases.TAIL_CHARS :]
    if clause.target:
        return Sense(before.kind if before else "level", 1, "")
    if clause.origin:
        return _of_origin(amount, tail)
    if amount.unit in ("%", "‰", "倍"):
        return _of_rate(clause, tail, before)
    if amount.unit == "百分点" and phrases.BEYOND.search(tail):
        return None
    if found := phrases.GROWTH.search(tail):
        return _of_change(clause, found, tail, carried)
    return None if amount.unit == "百分点" else Sense("level", 1, tail)


def _of_origin(amount: Amount, tail: str) -> Sense:
    found = phrases.FROM.search(tail)
    stem = tail[: found.start()] if found else tail
    for pattern in (phrases.SHARE, phrases.SHARE_NOUN):
        if amount.unit == "%" and (share := pattern.search(stem)):
            return Sense("share", 1, stem[: share.start()])
    return Sense("level", 1, stem)


def _of_rate(clause: Clause, tail: str, before: Sense | None) -> Sense | None:
    if clause.amount.written == "番":
        found = phrases.GROWTH.search(f"{tail}翻")
        return Sense("growth", 1, tail[: found.start()] if found else tail)
    moved = phrases.GROWTH.search(tail)
    if moved and "占" in tail[: moved.start()]:  # 占比提高一倍
        return Sense("growth", _sign(moved), phrases.SHARE_NOUN.sub("", tail[: moved.start()]))
    for pattern, kind in _OF_RATES:
        if found := pattern.search(tail):
            return Sense(kind, _sign(found), tail[: found.start()])
    if clause.amount.unit == "倍":
        return None
    part = _part(clause, before) if clause.amount.unit == "%" else ""
    return Sense("share", 1, part) if part else Sense("level", 1, tail)


def _sign(found: re.Match[str]) -> int:
    groups = found.groupdict()
    return -1 if groups.get("down") or groups.get("fall") else 1


def _part(clause: Clause, before: Sense | None) -> str:
    """What a bare share is of: 36%的项目; 30% in 甲占40%、乙30%. Empty where it is no share."""
    name = phrases.name_before(clause.left)
    if not name:
        return phrases.name_after(clause.right) if clause.right.startswith("的") else ""
    follows = before is not None and before.kind == "share"
    return name if follows and not is_rate(name) and not family_of(name)[0] else ""


def _of_change(clause: Clause, found: re.Match[str], tail: str, carried: bool) -> Sense:
    stem = tail[: found.start()]
    name = phrases.name_before(stem)
    # 质量提升1万亩 is work done on land; 面积扩大1万亩 is a change.
    work = found["verb"] in ("提升", "提高", "扩大") and "了" not in found[0] and name and not is_metric(name)
    alone = carried and clause.amount.unit in MEASURES and not clause.right
    new = found["verb"] == "新增" and not alone and (not name or phrases.name_after(clause.right))
    return Sense("level", 1, tail) if work or new else Sense("change", _sign(found), stem)
