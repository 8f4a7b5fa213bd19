"""What was meant to be against what was reached: 目标和实际相差多少, 完成年初的任务了吗."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Place, places
from index.indicators import indicator_of
from index.records import FigureKind
from qa.compute.marks import Mark
from qa.compute.records import Task
from qa.compute.sides import whole_cell
from qa.compute.words import ADJECTIVE, LOWER, is_planned, kind_of

_MEANT = re.compile("目标|预期|计划|任务|打算|年初(?:的)?(?:定|设|安排|提出)|[制设确]?定(?:下|了)?的|要求")
_REACHED = re.compile("实际|最后|最终|年底|年末|结果|真正|完成|执行|达到|达成|兑现|做到|跑赢|实绩|完成数")
_GAP = re.compile(
    rf"相差|差(?:了|距)?(?:是)?(?:多少|几|多大)|差距|(?P<more>{ADJECTIVE}|超(?:额|出|过)?)(?:了|出|出了)?(?:多少|几)|超(?:额|出|过)[^，,]{{2,24}}?(?:多少|几)"
)
_WHETHER = re.compile(
    "(?:完成|达到|实现|达成|兑现|超过|做到|达标|达)(?:了)?[^，,。？?]{0,14}(?:吗|没有|了没|没|么)(?:[？?。]|全[国省市县区])*$|[涨降增升]到(?:了)?[^，,。？?]{2,14}(?:吗|没有|了没|没)(?:[？?。])*$|(?:有没有|是否|是不是)[^，,。？?]{0,8}(?:完成|达到|实现|达成|兑现|超过|做到|达标)"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*(?:个?百分点|%|％|[万亿]?[人元斤吨户套])(?:左右|以上|以下|以内)?")
_RATE = re.compile("百分点|%|％|个点|增速|增长|涨幅|增幅|涨[了多]")
_BRACKETED = re.compile("[（(]([^（）()]{1,6})[）)]$")
_AMOUNT = r"(?P<value>\d[\d,]*(?:\.\d+)?(?:[万亿]{0,2}(?:人|元|斤|吨)|[万亿]|%|％))"
_YEARS_OF = re.compile(
    rf"{_AMOUNT}[”\"]?(?:左右|以上|以下|以内|上下)?[”\"]?(?:的)?(?:都)?(?:是|有)?(?:哪[几两三些](?:年|个年份)|哪几个年头)"
)
_OF_YEARS = re.compile(
    rf"哪[几两三些](?:年|个年份)[^，,？?]*?(?:定|设|写|列|提|安排|是)(?:为|成|到|在|的是|了)?[^，,\d]{{0,4}}{_AMOUNT}"
)
_LEVELS = re.compile("率$")
_COMMON = (
    ("经济(?:的)?(?:增长|增速|发展)|经济(?=目标)|GDP", "地区生产总值"),
    ("物价|CPI", "居民消费价格"),
    ("新增就业|就业(?:人数|任务|目标)", "城镇新增就业"),
    ("赤字率", "赤字率"),
)
"""Indicators as they are called in everyday words where targets are spoken of."""
_CEILINGS = re.compile("价格|失业率|赤字|能耗|排放|浓度")
"""Of these a target is kept by what stays under it."""


def against_goal(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    """The result and the target of one year, held against each other; None where a question asks for nothing of the kind.

    >>> from qa.compute.marks import marks
    >>> task = against_goal("2011年年初定的GDP增速目标跟实际完成的相比，差几个百分点", marks("2011年"), ())
    >>> task.goal, [(one.label, one.year, one.family, one.kind, one.planned) for one in task.wanted]
    ('difference', [('实际', 2011, '地区生产总值', 'growth', False), ('目标', 2011, '地区生产总值', 'growth', True)])
    """
    text = _BRACKETED.sub(r"\1", text)
    gap, whether = _GAP.search(text), _WHETHER.search(text)
    years = {year for one in found for year in one.years}
    if len(years) != 1 or not (is_planned(text) or _MEANT.search(text)):
        return None
    if not (whether or (gap and _REACHED.search(text))):
        return None
    family = _family(text)
    if not family or len({one.place for one in found if one.place}) > 1:
        return None
    year = years.pop()
    grows = not _LEVELS.search(family) and (kind_of(text) == "growth" or bool(_RATE.search(text)))
    of = f"{year}年{_place(text, found)}{family}"
    asked = (f"{of}{'增长' if grows else '是'}多少", f"{of}{'增长' if grows else ''}目标是多少")
    reached, meant = (whole_cell(one, own, kind_of(one)) for one in asked)
    if reached.family != meant.family or not reached.family:
        return None
    kind: FigureKind = "growth" if grows else "level"
    cells = (
        replace(reached, label="实际", planned=False, kind=kind),
        replace(meant, label="目标", planned=True, kind=kind),
    )
    if gap is None:
        return Task("reach", cells, lowest=bool(_CEILINGS.search(family)))
    better = gap["more"] or ""
    better = "高" if better.startswith("超") else better
    # 目标比实际高几个百分点 asks of the target
    turned = better and re.search(
        f"(?:{_MEANT.pattern})[^，,]*比[^，,]*(?:{_REACHED.pattern})[^，,]*{better}", text
    )
    return Task("difference", cells[::-1] if turned else cells, better in LOWER, better)


def years_of_goal(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    """The years whose target was an amount: GDP目标定为5%左右的是哪几年; None for any other question.

    >>> from qa.compute.marks import marks
    >>> asked = years_of_goal("2021到2025年，GDP增长目标定为5%左右的是哪几年", marks("2021到2025年"), ())
    >>> asked.only, asked.since, asked.wanted[0].family, asked.wanted[0].planned
    ('5%', 2021, '地区生产总值', True)
    """
    said = _YEARS_OF.search(text) or _OF_YEARS.search(text)
    if said is None or not (is_planned(text) or _MEANT.search(text)):
        return None
    family = _family(text)
    if not family or len({one.place for one in found if one.place}) > 1:
        return None
    years = sorted({year for one in found for year in one.years})
    grows = not _LEVELS.search(family) and bool(re.search("%|％", said["value"]))
    question = f"{_place(text, found) or '全国'}{family}{'增长' if grows else ''}目标是多少"
    meant = whole_cell(question, own, kind_of(question))
    cell = replace(meant, planned=True, kind="growth" if grows else "level", label=family)
    return Task(
        "each",
        (cell,),
        open_years=True,
        since=years[0] if years else 0,
        until=years[-1] if len(years) > 1 else 0,
        only=said["value"],
    )


def _place(text: str, found: Sequence[Mark]) -> str:
    """The one place of a question as it is written, 全国 for the nation by whatever name; empty where it names none."""
    named = [one for one in found if one.place]
    written = (text[one.start : one.end] for one in named if one.place != places.NATION)
    return next(written, "全国" if named else "")


def _family(text: str) -> str:
    plain = _NUMBER.sub("", text)
    named = indicator_of(re.sub("的|控制|预期|目标|任务", "", plain)) or indicator_of(plain)
    return named or next((name for pattern, name in _COMMON if re.search(pattern, plain)), "")
