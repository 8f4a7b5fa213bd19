"""Places, times and periods of a question, each with where it stands."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index import Place, places
from qa.phrases import IN_NAME

_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*年?\s*(?:[-—–~～至到]{1,2})\s*"
_TIME = re.compile(
    rf"(?<!\d)(?:[从自由])?(?P<first>{_YEAR}){_TO}(?P<last>{_YEAR})\s*年?(?:度|期间|间|之间)?|(?<!\d)(?P<year>{_YEAR})(?:年度?(?:[末底](?!端|部|的?常住))?|(?=[、和与及，,到]|这|[两三四五六][年者]))|(?P<word>今年|本年|去年|上年|(?<![年以])前年)"
)
_PERIOD = re.compile(
    r"上半年|下半年|[前头]?[一二两三四123]个?季度|第[一二三四1234]季度|[前头][一二三四五六七八九十两\d]{1,2}个月|\d{1,2}\s*[-—–~至到]\s*\d{1,2}月份?|全年|年末|年底|末(?=的?常住)"
)
_ITEM = re.compile("(?<=、)[\u4e00-\u9fff]{2,3}(?=[、，,和与跟])|[\u4e00-\u9fff]{2,3}(?=、)")
_BESIDE = re.compile("(?<=[和与跟及、])[\u4e00-\u9fff]{2,3}(?=[两三四五]个?[县市区地])")
"""新民 of 云梦和新民两地."""
_SHIFTS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2}
_NATION = re.compile("全国|国内(?=生产总值)|我国|国务院|中央财政|国家(?=[一在提的])")
_NUMERALS = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters [start, end) of a question that name a place, years (`years`, or `shift` from a report's own) or a period."""

    start: int
    end: int
    place: Place | None = None
    years: tuple[int, ...] = ()
    shift: int | None = None
    period: str | None = None

    @property
    def is_time(self) -> bool:
        """Whether it names a year."""
        return bool(self.years) or self.shift is not None


def marks(question: str) -> list[Mark]:
    """The marks of a question in reading order; a range of years is filled in.

    >>> [(m.years, m.period) for m in marks("2020到2022年上半年")]
    [((2020, 2021, 2022), None), ((), '1-6')]
    """
    found = [
        Mark(m.start, m.end, place=p) for m, p in places.found(question) if not IN_NAME.match(question, m.end)
    ]
    found += _in_row(question, found)
    found += [Mark(*one.span(), place=places.NATION) for one in _NATION.finditer(question)]
    found += [_time(one) for one in _TIME.finditer(question)]
    taken = list(found)
    found += [
        Mark(*one.span(), period=canonical(one[0]))
        for one in _PERIOD.finditer(question)
        if not any(mark.start < one.end() and mark.end > one.start() for mark in taken)
    ]
    return sorted(found, key=lambda mark: mark.start)


def _in_row(question: str, found: Sequence[Mark]) -> list[Mark]:
    """Places in a row with known ones, whose short name alone is a word: 新民 of 辽中、新民、苏家屯, of the same city."""
    out: list[Mark] = []
    for one in _BESIDE.finditer(question):
        here = _only_names().get(one[0])
        known = any(mark.start < one.end() and one.start() < mark.end for mark in found)
        out += [Mark(*one.span(), place=here)] if here and found and not known else []
    for one in _ITEM.finditer(question):
        if any(mark.start < one.end() and one.start() < mark.end for mark in found):
            continue
        beside = [
            m.place for m in found if m.place and (m.end == one.start() - 1 or m.start == one.end() + 1)
        ]
        code = next((place.code[:4] for place in beside if len(place.code) == 6), None)
        here = _short_names().get((code, one[0])) if code else None
        out += [Mark(*one.span(), place=here)] if here else []
    return out


@cache
def _short_names() -> dict[tuple[str | None, str], Place]:
    """Counties by the code of their city and their short name."""
    counties = (one for one in places.divisions().values() if len(one.code) == 6)
    return {(one.code[:4], places.short_name(one.name)): one for one in counties}


@cache
def _only_names() -> dict[str, Place]:
    """Counties by their short name, where only one has it."""
    counties = [one for one in places.divisions().values() if len(one.code) == 6]
    many = Counter(places.short_name(one.name) for one in counties)
    return {name: one for one in counties if many[name := places.short_name(one.name)] == 1}


def canonical(period: str) -> str:
    """A period as its months: 上半年, 1-6月 and 前六个月 are 1-6; the whole year and its end are empty.

    >>> canonical("一季度"), canonical("前三季度"), canonical("年末"), canonical("1—7月")
    ('1-3', '1-9', '', '1-7')
    """
    if period in {"上半年", "下半年"}:
        return "1-6" if period == "上半年" else "7-12"
    if months := re.search(r"(\d{1,2})\D+(\d{1,2})月", period):
        return "" if months[1] == "1" and months[2] == "12" else f"{int(months[1])}-{int(months[2])}"
    if quarter := re.search(r"([前头]?)第?([一二两三四1-4])个?季度", period):
        last = 3 * _numeral(quarter[2])
        first = 1 if quarter[1] else last - 2
        return "" if (first, last) == (1, 12) else f"{first}-{last}"
    if first_months := re.search(r"[前头]([一二三四五六七八九十两\d]{1,2})个月", period):
        return f"1-{_numeral(first_months[1])}"
    return "" if period in {"", "全年", "末", "年末", "年底", "底", "12月末", "12月底"} else period


def _numeral(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, _, ones = written.rpartition("十")
    return sum(_NUMERALS[char] for char in ones) + (10 if "十" in written else 0) * max(
        1, _NUMERALS.get(tens, 1)
    )


def _time(one: re.Match[str]) -> Mark:
    if one["word"]:
        return Mark(*one.span(), shift=_SHIFTS[one["word"]])
    if one["year"]:
        return Mark(*one.span(), years=(int(one["year"]),))
    first, last = int(one["first"]), int(one["last"])
    years = tuple(range(first, last + 1)) if 0 < last - first <= 20 else (first, last)
    return Mark(*one.span(), years=years)
