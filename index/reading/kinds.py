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
_GROWS = re.compile(
    "^(?:以上|左右|多)?的(?:高|中高速|高速|快速|较快|平均|年均|正|稳定|两位数)?(?:增长率?|增速|增幅|增长速度|速度(?:递增|增长)|(?P<fall>降幅|跌幅|下降|速度(?:递减|下降)))"
)
"""保持6%以上的增速, 以年均8%的速度递增"""
_KEPT_UP = re.compile(
    r"(?:连续[两三四五六七八九十\d]+年)?(?:以|按)?(?:年均|平均)?(?:保持|实现|达到|取得)?(?:了|着)?(?:约|近|超过?)?$"
)
_BEARS = re.compile("(?:贡献|拉动|带来)了?(?:约|近|超过?)?$")
_HOLDS = re.compile(
    "(?:贡献|提供|承担|占据|集聚|聚集|创造|吸纳|生产|掌握|以)了?(?:全[国省市县区])?(?:约|近|超过?)?$"
)
_BEHIND = re.compile("(?:以上|左右|多)?的(?!速度|幅度|比例|比率|目标)")
_DONE_OF = re.compile("[^的]{2,}的(?:面积|户数|人数|数量|里程|企业|农户|村)$")
"""承包地确权的面积超过80%: a quantity with what was done to it is told as a share of its whole."""
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
        return _of_past(tail, before)
    if found := phrases.GROWTH.search(tail):
        return _of_change(clause, found, tail, carried)
    return None if amount.unit == "百分点" else Sense("level", 1, tail)


def _of_past(tail: str, before: Sense | None) -> Sense | None:
    """比去年低0.4个百分点 is a change; 高于全省 is none, nor is what is said of a rate of growth (增长6%，比上年高1个百分点)."""
    found = phrases.SINCE.search(tail)
    if not found or (before is not None and before.kind == "growth"):
        return None
    return Sense("change", _sign(found), tail[: found.start()])


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
    if (grows := _GROWS.match(clause.right)) and not _BEARS.search(tail):
        return Sense("growth", _sign(grows), _KEPT_UP.sub("", tail))
    for pattern, kind in _OF_RATES:
        if found := pattern.search(tail):
            return Sense(kind, _sign(found), tail[: found.start()])
    return None if clause.amount.unit == "倍" else _of_bare_rate(clause, tail, before)


def _of_bare_rate(clause: Clause, tail: str, before: Sense | None) -> Sense:
    """The sense of a rate that no word of growth or share tells."""
    percent = clause.amount.unit == "%"
    if percent and not clause.right.startswith(("目标", "任务")) and (moved := _moved(tail)):
        return moved
    part = _part(clause, before) if percent else ""
    return Sense("share", 1, part) if part else Sense("level", 1, tail)


def _moved(tail: str) -> Sense | None:
    """压缩审批时限30%; a rate is told as it stands (提高覆盖率95%), and so is what is moved to a value (压缩时限至30%)."""
    found = phrases.MOVED.search(tail)
    thing = (found["thing"] or found["what"]) if found else ""
    if not found or not thing or thing[0] in "到至为" or thing[-1] in "到至为占达面的" or is_rate(thing):
        return None
    return Sense("growth", _sign(found), thing)


def _sign(found: re.Match[str]) -> int:
    groups = found.groupdict()
    return -1 if groups.get("down") or groups.get("fall") else 1


def _part(clause: Clause, before: Sense | None) -> str:
    """What a bare share is of: 36%的项目; 30% in 甲占40%、乙30%. Empty where it is no share."""
    name = phrases.name_before(clause.left)
    noun = phrases.name_after(clause.right) if _BEHIND.match(clause.right) else ""
    noun = noun if not is_rate(noun) or phrases.SHARE_NOUN.search(noun) else ""  # 7%左右的速度
    if not name or (noun and _HOLDS.search(clause.left)):
        return noun
    if _DONE_OF.search(name):
        return name
    follows = before is not None and before.kind == "share"
    return name if follows and not is_rate(name) and not family_of(name)[0] else ""


def _of_change(clause: Clause, found: re.Match[str], tail: str, carried: bool) -> Sense:
    stem = tail[: found.start()]
    name = phrases.name_before(stem)
    # 质量提升1万亩 is work done on land; 面积扩大1万亩 is a change.
    work = found["verb"] in ("提升", "提高", "扩大") and "了" not in found[0] and name and not is_metric(name)
    work = work and clause.amount.unit != "百分点"
    alone = carried and clause.amount.unit in MEASURES and not clause.right
    new = found["verb"] == "新增" and not alone and (not name or phrases.name_after(clause.right))
    return Sense("level", 1, tail) if work or new else Sense("change", _sign(found), stem)
