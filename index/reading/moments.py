"""When: the times a report says, told apart from those it only compares with (比2021年增长, 同比)."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from index import dates
from index.years import relative_years

PERIOD = (
    r"上半年|下半年|前三季度|前三个季度|[前第]?[一二三四]季度|[1-4]季度|\d{1,2}\s*[-—–~至到]\s*\d{1,2}月份?|"
    r"\d{1,2}月(?:份|底|末)|年末|年底|全年|末|底|前\d{1,2}个月"
)
_TIME = re.compile(
    rf"(?P<from>(?:19|20)\d\d年?(?:\d{{1,2}}月)?\s*[-—–~至到]{{1,2}}\s*)?(?<!\d)(?P<year>(?:19|20)\d\d)年(?:度)?(?P<period>{PERIOD})?"
    rf"|(?P<word>今年|本年|去年|上年|(?<![年以])前年|明年|过去一年|过去的一年|一年来)(?P<period2>{PERIOD})?"
    rf"|(?<!\d)(?P<period3>{PERIOD})"
    r"|(?P<now>目前|如今|现在|截至目前|眼下|近年来|近几年|近期|近日|日前|本次|此次|(?<!利)当前|下一步|会上|接下来|这些年)"
    r"|(?P<span>(?:过去|近|这|[一二三四五六七八九十\d])(?:[两二三四五六七八九十]|\d{1,2})?年(?:来|间)|过去[三五十]年"
    r"|“?十[一二三四五]五”?(?:时期|期间|以来)|过去[五三]年|[两三四五六七八九十]年(?=累计|共))"
)
_VERSUS = re.compile(r"(?:比|较|相比|相较|同|与|是|为|超过|高于|低于)(?:于)?$")
_AFTER_VERSUS = re.compile(r"^(?:不变价|价格|同期|基数|相比|的?[一二两三四五六七八九十\d.]+倍)")
_ORIGIN = re.compile(r"(?:从|由)$")
_LEADS_ASIDE = re.compile("[，,、；;（(]而?$|而$")
_ASIDE = re.compile(
    r"(?:[末底]|同期)?(?:的?这一?(?:数字|指标|数据|比例|比重)|仅|只有?|才|还(?:只|仅)?|不过|则|也)?(?:有|是|为)?(?:约|近)?\d"
)
_SINCE = re.compile(r"^(?:\d{1,2}月)?(?:以来|起|开始)")
_LAST_YEAR = re.compile("过去一年|过去的一年|去年|回顾")
_PAST = re.compile("过去的?一年|一年来|回顾|(?:做法|成效|完成情况|开展情况|工作情况)$")
_COMING = re.compile("打算|安排|下一步|展望|部署|思路|计划$")
_THIS_YEAR = re.compile("今年|建议|安排|任务|目标|部署|打算|要求|下一步|展望")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time: `year` is None where a report does not let it be known; `period` is 上半年, 1-9月, 年末, or empty."""

    year: int | None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A time said at [start, end). `moment` is None for now (目前) and for spans (五年来, named by `span`).

    `origin` marks the one behind 从, `bare` a period without its year (上半年), `aside` a year that only the figure behind it is held
    against (而2021年只有38.6亿元, 上年为689亿元).
    """

    start: int
    end: int
    moment: Moment | None
    origin: bool = False
    bare: bool = False
    span: str = ""
    aside: bool = False


def said(text: str, base: int | None, past: int | None = None) -> tuple[Said, ...]:
    """Every time of a text in reading order, 今年 and 去年 by the report's year `base`, 过去一年 as the year `past`, else the one before.

    >>> [one.moment.year for one in said("2021年和去年，比2019年增长", 2023)]
    [2021, 2022]
    """
    return tuple(one for match in _TIME.finditer(text) if (one := _one(text, match, base, past)) is not None)


def between(times: Sequence[Said], start: int, end: int) -> Sequence[Said]:
    """The times that begin in [start, end)."""
    first = bisect_left(times, start, key=lambda one: one.start)
    return times[first : bisect_left(times, end, key=lambda one: one.start)]


def latest(times: Sequence[Said]) -> tuple[Moment | None, bool]:
    """The time that decides for what follows `times`, and whether it is now; a time behind 从 decides for nothing else.

    >>> latest(said("2022年上半年", None))
    (Moment(year=2022, period='上半年'), False)
    """
    period = ""
    for one in reversed(times):
        if one.origin:
            continue
        if one.bare and one.moment:
            period = period or one.moment.period
        elif one.moment is None:
            period = period or one.span
            return (Moment(None, period) if period else None), True
        else:
            return Moment(one.moment.year, period or one.moment.period), False
    return (Moment(None, period) if period else None), False


def span_of(times: Sequence[Said]) -> str:
    """The several years that the last of some times names (五年来, “十一五”时期); empty where that names something else.

    >>> span_of(said("过去五年来，", 2023)), span_of(said("五年来，2022年", 2023))
    ('过去五年来', '')
    """
    return times[-1].span if times else ""


def of_heading(
    line: str, times: Sequence[Said], base: int | None, summed_up: int | None = None
) -> Moment | None:
    """The time a heading puts over its section: 一、2021年工作回顾; 二、今年的主要任务. In a summary of the year `summed_up` the past year is
    that one, and what is to come the next."""
    # Of a summary with a plan behind it the year that is summed up.
    if looked_at := dates.summed_up(line) or dates.reviewed(line)[0]:
        return Moment(int(looked_at))
    if named := [one.moment for one in times if one.moment and not one.bare]:
        return named[-1]
    if summed_up and (behind := _PAST.search(line) or _COMING.search(line)):
        return Moment(summed_up + (behind.re is _COMING))
    if base and _LAST_YEAR.search(line):
        return Moment(base - 1)
    return Moment(base) if base and _THIS_YEAR.search(line) else None


def _one(text: str, match: re.Match[str], base: int | None, past: int | None) -> Said | None:
    start, end = match.span()
    before, after = text[max(0, start - 3) : start], text[end : end + 6]
    if match["now"] or match["span"]:
        return Said(start, end, None, span=re.sub("[“”]", "", match["span"] or ""))
    if match["period3"]:
        return Said(start, end, Moment(None, match["period3"]), bare=True)
    planned = match["from"] and (base is None or int(match["year"]) > base)  # 规划（2018-2035年）
    if planned or _VERSUS.search(before) or _AFTER_VERSUS.match(after):
        return None
    if (match["year"] or match["word"] in {"去年", "上年"}) and _SINCE.match(after):
        return Said(start, end, None)
    year = int(match["year"]) if match["year"] else _by_word(match["word"], base, past)
    moment = Moment(year, match["period"] or match["period2"] or "")
    aside = bool(_LEADS_ASIDE.search(before) and _ASIDE.match(text, end))
    return Said(start, end, moment, origin=bool(_ORIGIN.search(before)), aside=aside)


def _by_word(word: str, base: int | None, past: int | None) -> int | None:
    if base is None:
        return None
    return (past or base - 1) if "一年" in word else next(iter(relative_years(word, base)), base)
