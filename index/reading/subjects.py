"""Whose a figure is: the firm, project or town within the report's place, and the family its indicator belongs to."""

import re

from index.indicators import family_of, indicators
from index.reading.statements import Statement
from index.records import FigureKind

_SUBJECT = re.compile(
    r"(?:(?![的向将把被及从])[\u4e00-\u9fff“”A-Za-z]){2,16}?"
    r"(?:合作社|有限公司|公司|集团|开发区|产业园|园区|综保区|景区|基地|水库|项目|工程|街道|大桥|机场)(?![数量总]|个|完成)"
    r"|(?:^|(?<=[县区市州旗，。、；：在的到是据\s“]))[\u4e00-\u9fff]{1,4}?[^农乡城集全各该本](?:镇|乡|村)(?![民庄委级集落镇振居容务两党村])"
)
_NO_SUBJECT = re.compile(
    "^(?:新增|新建|建成|改造|签约|落地|开工|引进|谋划|开复工|全部|重大|重点|亿元|这个|该|一批|各类|实施|推进|个|条|家|"
    "为|将|把|与|和|对|在)"
)
_SAME = re.compile("(?:该|本|这家)?(?:企业|公司|集团|园区|合作社|基地|景区|开发区|综保区)")
"""The one that a report speaks of, not named again: 企业的进出口额."""
_OF_RIGHT = re.compile(r"^的?([\u4e00-\u9fff“”A-Za-z\d]{2,24}?(?:项目|工程|公司|基地|产业园|园区|大桥))")
_COUNTED = re.compile(r"[约近超逾达为有共\s]*\d")
_COUNTER = re.compile(r"\d\s?[余多]?[个家项处座条]$")
_MONEY = re.compile("投资|资金|产值|收入|利润|税收|营收|总额$")
_PEOPLE = re.compile("人口$|人数$")
_BACK_CHARS, _AHEAD_CHARS = 80, 30


def family(indicator: str, unit: str, kind: FigureKind) -> tuple[str, str]:
    """The family of an indicator where unit and qualifier fit it, and the qualifier, which is then the subject.

    >>> family("规上工业增加值", "元", "level"), family("粮食", "元", "level"), family("货站总投资", "元", "level")
    (('规模以上工业增加值', ''), ('', ''), ('项目总投资', '货站'))
    """
    name, qualifier = family_of(indicator)
    if not name:
        return "", ""
    entry = indicators()[name]
    fits = not entry.units or {unit, unit.partition("/")[0]} & (entry.units | {"", "百分点"})
    if kind in ("level", "change") and not fits:
        return "", ""
    foreign = qualifier and not (entry.of or _SUBJECT.fullmatch(qualifier) or _SAME.fullmatch(qualifier))
    return ("", "") if foreign else (name, qualifier)


def unit_of(indicator: str, name: str) -> str:
    """The unit of a number that is written without one: 农村贫困人口减少1386万 are people; `name` is the family."""
    units = indicators()[name].units if name else frozenset()
    if _MONEY.search(indicator):
        return "元"
    return next(iter(units)) if len(units) == 1 else "人" if _PEOPLE.search(indicator) else ""


def subject(text: str, one: Statement, span: tuple[int, int], qualifier: str) -> str:
    """The firm, project or town behind a number (总投资5亿元的甲项目), in its name (`qualifier`), or nearest before it.

    `span` is the sentence.
    """
    amount, (start, end) = one.amount, span
    if behind := _OF_RIGHT.match(text[amount.end : min(end, amount.end + _AHEAD_CHARS)]):
        return behind[1]
    if one.subject or qualifier:
        return one.subject or qualifier
    first = max(start, amount.start - _BACK_CHARS)
    named = [
        match for match in _SUBJECT.finditer(text, first, amount.start) if _owns(text, match, amount.start)
    ]
    return named[-1][0] if named else ""


def _owns(text: str, match: re.Match[str], offset: int) -> bool:
    """Whether a name of a firm or project has the figure, and is not what is counted: 27个项目, 建成基地5个."""
    counted = _COUNTED.match(text[match.end() : match.end() + 4])
    counts = _COUNTER.search(text[max(0, match.start() - 4) : match.start()])
    return match.end() < offset and not (_NO_SUBJECT.match(match[0]) or counted or counts)
