"""Questions about all places of a library: which is highest, how many are above, where one of them ranks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from index import Place, places
from index.amounts import amounts
from qa.compute.marks import Mark, marks
from qa.compute.records import Wanted
from qa.compute.splits import units
from qa.compute.words import kind_of, measured

_LOW = "低小少慢短弱"
_SIZES = "高大多快长强低小少慢短弱"
_LEVEL = "县|市(?!场)|区(?![间域])|省|地方|州"
_ANY_LEVEL = re.compile("区县|县市区|县区|县（?市）?(?=[、里中当有的]|$)")
"""Divisions of the level of a county, whatever they are called."""
_LEVELS = re.compile(
    rf"(?:哪(?:一|几|些)?(?:个|座)?|几个|多少个?|各个?|所有|全部|每个)({_LEVEL})|的(?:[两三四五六七八九十\d]个)?({_LEVEL})(?:(?:是|有)?(?:哪|几|多少)|$)|(?:全|本)[省市州].{{0,12}}第几"
)
_MOST = re.compile(f"最([{_SIZES}])")
_FIRST = re.compile(
    rf"(?:前([一二两三四五六七八九十]|\d{{1,2}})(?:名|位|个|的)|最[{_SIZES}]的([两三四五六七八九十\d])个)"
)
_ORDER = re.compile(
    f"[从由](?:[高大多快]|(?P<low>[低小少慢]))[到至][{_SIZES}]|排(?:个|一下)?(?:序|名|列)|排一下|排个队"
)
_POSITION = re.compile("(?:排|位居|位列|排名|列|居)第?几|第几(?:名|位)?")
_HOW_MANY = re.compile(rf"(?:几|多少|哪些)个?(?:{_LEVEL})|(?:{_LEVEL})有(?:几个|多少个|哪些|哪几个)")
_ABOVE = re.compile("超过|高于|大于|多于|突破|快于|以上")
_FLOOR = re.compile("不低于|不少于|不小于|达到|至少")
_BELOW = re.compile("低于|小于|少于|不到|不足|慢于|以下")
_MACHINERY = re.compile(
    rf"{_LEVELS.pattern}|(?:{_LEVEL})?有?(?:几|多少)个?(?:{_LEVEL})?|个(?:呢)?$|(?:{_LEVEL})(?:里|中|当中)|把|在|中(?:排|列|居)|{_ORDER.pattern.replace('?P<low>', '?:')}|{_POSITION.pattern}|"
    rf"最[{_SIZES}]的?|(?:排名?)?{_FIRST.pattern}|{_ABOVE.pattern}|{_FLOOR.pattern}|{_BELOW.pattern}|的(?:{_LEVEL})$|(?:是)?哪(?:几|一|些)?个?$"
)
_NUMERALS = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_REPORTS = re.compile(
    "(?:有|共有|一共有)?(?:几|多少)(?:份|篇|个|期)(?:报告|文件|资料|材料|公报|文章|报道)(?:里|中)?(?:都)?(?:提到|提及|讲到|涉及|说到|谈到|写到|出现)(?:了|过)?(?P<after>.+)$"
    "|^(?P<before>.+?)(?:一共|总共)?(?:在|被|有)(?:几|多少)(?:份|篇|个|期)(?:报告|文件|资料|材料|公报|文章|报道)(?:里|中)?(?:都)?(?:提到|提及|讲到|涉及|说到|谈到|写到|出现)"
)


@dataclass(frozen=True, slots=True)
class Across:
    """What is asked of all places of a `level` (县, 市) within `scope`.

    A ranking, the first `top` of it where that is not 0; the position of `mine`; or, with a `limit` in base units, how
    many are above it (below it where `lowest`; the limit itself counts where `inclusive`).
    """

    wanted: Wanted
    level: str
    scope: Place | None
    lowest: bool = False
    top: int = 0
    mine: Place | None = None
    limit: Fraction | None = None
    inclusive: bool = False


def across(text: str, own: Sequence[Place] = ()) -> Across | None:
    """What a question asks of all places; None where it asks nothing of them.

    >>> found = across("2022年哪个县的GDP最高")
    >>> found.wanted.family, found.wanted.year, found.top, found.lowest
    ('地区生产总值', 2022, 1, False)
    """
    text = _ANY_LEVEL.sub("县", text.strip().rstrip("？?。！! "))
    found = units(marks(text))
    level = _LEVELS.search(text)
    kind = next(filter(None, level.groups()), "") if level else ""
    named = [one.place for one in found if one.place and one.place != places.NATION]
    if not kind or len(named) > 2:
        return None  # 在全市排第几 is what a report says; the library seldom has all counties of a city
    ranked = _ranked(text) or _counted(text, found)
    mine = next((one for one in named if len(one.code) == 6), None)
    if ranked is None or (mine is None) == (_POSITION.search(text) is not None):
        return None
    scope = next((one for one in named if one != mine), None) or next(
        (p for p in own if len(p.code) < 6), None
    )
    wanted = _wanted(text, found)
    if not wanted.family:
        return None
    return replace(ranked, wanted=wanted, level=kind, scope=scope, mine=mine)


def reports_with(text: str) -> str:
    """The words that a question asks how many reports mention; empty where it asks for something else.

    >>> reports_with("有几份报告提到了香茶？"), reports_with("有几份报告")
    ('香茶', '')
    """
    found = _REPORTS.search(text.strip().rstrip("？?。！! "))
    return (found["after"] or found["before"]).strip('“”"的是 ') if found else ""


def _ranked(text: str) -> Across | None:
    """A ranking or a position in one."""
    if _POSITION.search(text):
        return replace(_NOTHING, lowest=bool(re.search("倒数", text)))
    first, order = _FIRST.search(text), _ORDER.search(text)
    most = _MOST.search(text)
    lowest = bool(most and most[1] in _LOW) or bool(order and order["low"])
    if first:
        return replace(_NOTHING, top=_number(first[1] or first[2]), lowest=lowest)
    return replace(_NOTHING, top=0 if order else 1, lowest=lowest) if most or order else None


def _counted(text: str, found: Sequence[Mark]) -> Across | None:
    """A count of places by a limit: 有几个县的GDP超过100亿元."""
    below, floor = _BELOW.search(text), _FLOOR.search(text)
    if not _HOW_MANY.search(text) or not (below or floor or _ABOVE.search(text)):
        return None
    stated = [one for one in amounts(text) if not any(m.start <= one.start < m.end for m in found)]
    if len(stated) != 1:
        return None
    inclusive = bool(floor or "以上" in text or "以下" in text)
    limit = Fraction(stated[0].value).limit_denominator(10**6)
    return replace(_NOTHING, lowest=bool(below) and not floor, limit=limit, inclusive=inclusive)


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else _NUMERALS.get(numeral, 3)


def _wanted(text: str, found: Sequence[Mark]) -> Wanted:
    """The cell of one place that is wanted of all of them."""
    cut = [(one.start, one.end) for one in found] + [(one.start, one.end) for one in amounts(text)]
    core = "".join("，" if any(a <= at < b for a, b in cut) else char for at, char in enumerate(text))
    family, words = measured(_MACHINERY.sub("，", core))
    times = next((one for one in found if one.is_time), None)
    period = next((one.period for one in found if one.period is not None), "") or ""
    return Wanted(
        label="",
        place=None,
        year=times.years[0] if times and times.years else None,
        period=period,
        family=family,
        words=words,
        kind=kind_of(text),
        planned=False,
        question="",
        shift=times.shift if times else None,
    )


_NOTHING = Across(Wanted("", None, None, "", "", (), "level", False, ""), "县", None)
