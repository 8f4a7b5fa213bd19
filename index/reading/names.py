"""The name that an amount goes by: before it (产值达5亿元), behind its counter (25家企业), or carried from before."""

import re
from collections.abc import Sequence

from index.amounts import MEASURES, Amount
from index.indicators import family_of, indicator_of
from index.places import mentions
from index.reading import phrases
from index.reading.clauses import Clause
from index.reading.kinds import Sense, is_metric

LONE = frozenset("镇乡村县市省区州旗社屯")
"""Nouns of one character that are counted: 涉及12个镇."""

_AND = re.compile("[、和及与]")
_BREAK = re.compile(f"[{phrases.BREAK}、]")
_PARTED = re.compile("增加值|投资|收入|支出|产量|产值|面积|人口|余额|人数|总额|贷款|存款|销量|覆盖率|完成率")
_GENERIC = re.compile(
    "^(?:最[高低]|总|平均)?(?:标准|规模|总量|数量|总额|总数|面积|价格|金额|产能|长度|单价|均价|容量)$"
)
_BARE_COUNTS = {"户": "户数", "人": "人口"}
_WHOLE = re.compile("全.$")
_DOES = re.compile("^(?:受益|参保|就业|脱贫|参会|参赛|上岗|入住|搬迁)")
_DONE = re.compile("(?:建设|新建|改造|建成|签约|开工|培育|申报|策划)[^、]{3,}$")
_MONEY_NOUN = re.compile(
    "(?:资金|报酬|收入|补贴|贷款|补助|补助金|奖金|债券|专项债|协议|合同|订单|分红|成本|费用|经费|利润|税收|投资|工资|租金)$"
)
_TOWN = re.compile("(?:村|镇|乡|街道|社区|园区|基地)$")
_SIDE = re.compile("城镇居民|农村居民|城镇|农村|城市|乡村|男性|女性|职工|居民")
_TOTAL = re.compile("^(?:合计|共计|总计|累计|共|总共|一共)(?:约|近|达|超)?$")
_INCOME = re.compile("增收|创收|增效")
_APPROACH = re.compile(r"(?:大约|约|近|超过|超|逾|突破|达到|达|\s)+$")
_APPRAISED = re.compile("(?:最|较|很|更|更加|比较|非常|相对)[大多高快低少小强]$")
"""工业投资最大，达20亿元"""
_RAISED = re.compile(
    r"(?:提高|提升|上调|下调|调高|调低|增加|扩大|降低|压减|压缩|减少)了?([^，。；、\d]{2,16})$"
)
"""提高低保标准，增幅达15%"""
_SPENDS = re.compile("(投入|投资|出资|斥资|耗资|筹资|融资)(?:了|约|近|超过?|逾|达)*$")
_LESSENS = re.compile("(?:减少|节省|压减|削减|降低|增加)了?(?:近|约|超过?|逾)*$")
_DOER = re.compile("(?:政府|公司|企业|部门|系统|项目|技术|单位)$")
_NEED = re.compile("(?:需求|需要|问题|难题|缺口)$")
_PEOPLE_ACT = re.compile("(带动|惠及|培训|吸纳|安置|救助|资助|帮扶)了?(?:近|约|超过?|逾|共)*$")
_NAME_CHARS, _CLAUSE_CHARS = 16, 24


def names(clause: Clause, said: Sense, carried: Sequence[str], latest: str = "") -> list[str]:
    """One name for each amount of a clause; none where nothing tells. `carried` are the names so far that
    would fit, the last one last; `latest` is the very last.

    >>> from index.reading.clauses import clauses
    >>> row = clauses("茶叶、蔬菜产量分别增长3%、4%。", 0, 16, [])[0]
    >>> names(row, Sense("growth", 1, "茶叶、蔬菜产量"), [])
    ['茶叶产量', '蔬菜产量']
    """
    name = phrases.name_before(said.stem)
    if said.kind == "change" and (income := _INCOME.search(clause.left)):
        name = phrases.name_before(clause.left[: income.end()])
    if said.kind == "growth" and (not name or _DOER.search(name)):
        name = _lessened(clause) or name
    size = len(clause.members)
    if size > 1 and (parted := _parted(clause, name, carried)):
        return parted
    if said.kind == "level":
        name = _counted(clause, name, latest) or name
    name = "" if name in LONE and _counted(clause, "", latest) != name else name
    name = name or _fallback(clause, said, carried, latest)
    if _GENERIC.match(name):
        name = _clause_before(clause) + name
    return [name] * size if name else []


def is_place(name: str) -> bool:
    """Whether a name is but that of a division: 宁远县 in 宁远县共有160家."""
    first = next(iter(mentions(name)), None) if name[-1:] in LONE else None
    return first is not None and (first.start, first.end) == (0, len(name))


def _parted(clause: Clause, name: str, carried: Sequence[str]) -> list[str]:
    """The names of a row of amounts: A、B分别增长3%、4%; the last ones carried where none is repeated."""
    size = len(clause.members)
    parts = [part for part in _AND.split(name) if part]
    if not name and len(carried) >= size and ("分别" in clause.left or phrases.GROWTH.search(clause.left)):
        return list(carried[-size:])
    if len(parts) != size:
        return []
    last = parts[-1]
    if _SIDE.fullmatch(parts[0]) and (side := _SIDE.match(last)):
        return [*(part + last[side.end() :] for part in parts[:-1]), last]
    head = _PARTED.search(last)
    whole = head[0] if head and last.endswith(head[0]) else ""
    return [*(part if _PARTED.search(part) else part + whole for part in parts[:-1]), last]


def _fallback(clause: Clause, said: Sense, carried: Sequence[str], latest: str) -> str:
    """A name for an amount that has none in its clause."""
    bare = said.kind == "level" and (not clause.right.strip() or clause.right[0] in "和与及")
    if said.kind == "change" and (noun := phrases.name_after(clause.right)):
        return noun
    if said.kind == "level" and (does := _DOES.match(clause.right)):
        return does[0]
    if bare and _TOTAL.match(clause.left.strip()) and (whole := _clause_before(clause)):
        return whole
    if bare and len(clause.members) == 1 and clause.left.strip("、和及 ") in LONE | {""}:
        return _bare_count(clause, latest)
    if bare and clause.amount.unit in ("人", "户") and (act := _PEOPLE_ACT.search(clause.left)):
        return act[1]
    told = _told_before(clause, said)
    return told or (carried[-1] if carried else indicator_of(clause.before(_CLAUSE_CHARS + 6)))


def _told_before(clause: Clause, said: Sense) -> str:
    """What the clause before says the amount is of: 工业投资最大，达20亿元; 提高低保标准，增幅达15%."""
    before = clause.before(_CLAUSE_CHARS)
    if said.kind == "level" and (appraised := _APPRAISED.search(before)):
        thing = phrases.name_before(before[: appraised.start()])
        return "" if phrases.SHARE_NOUN.search(thing) else thing
    if said.kind == "growth" and (raised := _RAISED.search(before)):
        return raised[1]
    return _clause_before(clause) if phrases.FROM.search(clause.left) else ""


def _lessened(clause: Clause) -> str:
    """What stands behind a share of it that is saved or added: 减少30%的用水. Empty for 增长8%的目标."""
    noun = phrases.name_after(clause.right) if _LESSENS.search(clause.left) else ""
    return "" if noun.endswith(("目标", "任务", "幅度", "速度", "情况")) else noun


def _bare_count(clause: Clause, latest: str) -> str:
    """The name of 5户 or 20人 alone; in 贫困户5户20人 the people are those of the households."""
    written = clause.amount.written
    behind = written == "人" and clause.text[clause.sentence : clause.amount.start].endswith("户")
    whole = latest in _BARE_COUNTS.values() or _WHOLE.match(latest)
    return latest if behind and latest and not whole else _BARE_COUNTS.get(written, "")


def _counted(clause: Clause, name: str, latest: str) -> str:
    """The noun behind a counter, with the verb before it where it is one of planning or building (新增企业)."""
    noun = phrases.name_after(clause.right) or _lone(clause.right)
    if not noun or clause.origin or phrases.FROM.search(clause.left):
        return ""
    if clause.amount.unit in ("元", "美元") and _MONEY_NOUN.search(noun) and not family_of(name)[0]:
        return noun
    if clause.amount.unit == "元" and (spends := _SPENDS.search(clause.left)):
        return spends[1] if not name else ""
    if _before_wins(clause, name, noun, latest) and not _NEED.search(noun):
        return ""
    kept = phrases.KEPT.search(_APPROACH.sub("", clause.left))
    return (kept[0] if kept else "") + noun


def _lone(right: str) -> str:
    """The noun of one character that stands alone behind a counter or before a verb: 7个村脱贫."""
    first, right = right[:1], right.rstrip("和与及")
    return first if first in LONE and (right == first or phrases.begins_with_verb(right[1:])) else ""


def _before_wins(clause: Clause, name: str, noun: str, latest: str) -> bool:
    """Whether the name before an amount is the one, though a noun stands behind it."""
    open_verb = phrases.is_transitive(clause.left)
    if not name:
        return False
    if _DONE.match(name) and not open_verb:
        return True  # 建设5G基站113个
    if not _measured(clause.amount):
        next_one = clause.runs_on and noun == clause.right.strip()
        return bool(_PARTED.search(name[-4:])) or (next_one and bool(family_of(noun)[0] or is_metric(noun)))
    taken = latest == name and not _BREAK.search(clause.left)
    return not (taken or _TOWN.search(name) or (open_verb and not family_of(name)[0]))


def _measured(amount: Amount) -> bool:
    return amount.unit.split("/")[0] in MEASURES


def _clause_before(clause: Clause) -> str:
    """The clause before one whose name is a mere 标准 or 规模: the thing that has it. Empty where it holds figures."""
    before = clause.before(_CLAUSE_CHARS)
    name = phrases.name_before(before)
    return name if 2 <= len(name) <= _NAME_CHARS and not re.search(r"\d", before) else ""
