"""Figures in Chinese text: read with their units, and compared across units."""

import re
from dataclasses import dataclass
from fractions import Fraction

from eval.text import CHINESE_NUMERALS, fold

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

# Unit as written, by the unit it is counted in: how many of those. 亩 is 2000/3 平方米, 斤 half a 千克.
_MEASURES: dict[str, dict[str, int | str]] = {
    "米": {"公里": 1000, "千米": 1000, "km": 1000, "米": 1, "m": 1},
    "平方米": {"平方公里": 10**6, "km2": 10**6, "公顷": 10**4, "亩": "2000/3", "平方米": 1, "m2": 1},
    "立方米": {"立方米": 1, "m3": 1},
    "千克": {"吨": 1000, "公斤": 1, "千克": 1, "kg": 1, "斤": "1/2", "克": "1/1000"},
    "千瓦": {"兆瓦": 1000, "mw": 1000, "千瓦": 1, "kw": 1},
    "千瓦时": {"兆瓦时": 1000, "mwh": 1000, "千瓦时": 1, "kwh": 1},
    "个": dict.fromkeys("个家项件座处条种款所", 1),
    "人": dict.fromkeys("人名位", 1),
}
_PLAIN = (
    "元", "美元", "欧元", "港元", "%", "个百分点", "倍", "户", "辆", "台", "套", "头", "棒", "单",
    "天", "小时", "分钟", "个月", "年", "月", "日", "级", "岁",
)  # fmt: skip
_UNITS: dict[str, tuple[str, Fraction]] = {unit: (unit, Fraction(1)) for unit in _PLAIN} | {
    unit: (base, Fraction(factor)) for base, units in _MEASURES.items() for unit, factor in units.items()
}
# 七成 is 70 %; in 3成立, 二成本 and the like 成 begins another word.
_UNITS["成"] = ("%", Fraction(10))
_TENTHS = "成(?![立为功果员都本效交品长年熟分就套片型])"
_NEVER_BARE = {"%", "个百分点", "年", "月", "日"}
_APPROXIMATELY = re.compile(r"大约|约|超过|超|近|逾|余|多|来|达到|达|左右|以上|预计|为|[\s、。.;:]")
_QUANTITY = re.compile(
    r"(?P<part>百分之)?"
    r"(?:(?<![\d.a-z])(?P<arabic>(?>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?))"
    rf"|(?P<chinese>[{CHINESE_NUMERALS[:12]}十][{CHINESE_NUMERALS}]*(?:点[{CHINESE_NUMERALS[:12]}]+)?))"
    r"(?:个多?(?=亿))?[多余来]?(?P<scale>[十百千]?[万亿]{0,2})[多余来]?"
    rf"(?P<unit>{'|'.join(sorted(map(re.escape, _UNITS.keys() - {'成'}), key=len, reverse=True))}|{_TENTHS})?(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as written (`raw`), its value in `unit`, and that unit, empty where none is known."""

    raw: str
    value: Fraction
    unit: str


def quantities(text: str) -> list[Quantity]:
    """Every figure of a text, exact.

    `投资10.2亿元，占百分之五` gives 1020000000 元 and 5 %; 4个亿 is 400000000 of a unit that is not said.
    """
    return [_quantity(found) for found in _QUANTITY.finditer(fold(text))]


def same_quantity(one: Quantity, other: Quantity, tolerance: float = 0.0) -> bool:
    """Whether two figures agree in unit and, within `tolerance` (a share of `other`), in value.

    A figure without a unit agrees with any unit but per cent, percentage points and parts of a date.
    """
    if one.unit != other.unit and ({one.unit, other.unit} & _NEVER_BARE or "" not in {one.unit, other.unit}):
        return False
    return abs(one.value - other.value) <= Fraction(tolerance) * abs(other.value)


def numeric_match(text: str, want: str, tolerance: float = 0.0) -> bool:
    """Whether a figure of `text` equals the one figure that `want` is, over units and their multiples.

    `numeric_match("约102000万元", "10.2亿元")` is true. `numeric_match("第1", "第一")` is false: an ordinal,
    a date or a phrase with more in it is no figure. `tolerance` is a share of `want`; 0 means exact.
    The rule is our own, in exact fractions.
    """
    wanted = quantities(want)
    if len(wanted) != 1 or wanted[0].unit in _NEVER_BARE - {"%", "个百分点"}:
        return False
    if _APPROXIMATELY.sub("", fold(want).replace(wanted[0].raw, "", 1)):
        return False
    return any(same_quantity(found, wanted[0], tolerance) for found in quantities(text))


def _quantity(found: re.Match[str]) -> Quantity:
    written = found["arabic"]
    number = Fraction(written.replace(",", "")) if written else _chinese_number(found["chinese"])
    for char in found["scale"]:
        number *= _POWERS[char]
    if found["part"]:
        return Quantity(found.group(), number, "%")
    unit, factor = _UNITS.get(found["unit"] or "", ("", Fraction(1)))
    return Quantity(found.group(), number * factor, unit)


def _chinese_number(written: str) -> Fraction:
    """The value of Chinese numerals: 三十六 is 36, 两千万 is 20000000, 二〇二三 is 2023, 三点五 is 3.5."""
    whole, _, decimals = written.partition("点")
    value = Fraction(_chinese_integer(whole))
    for place, char in enumerate(decimals, start=1):
        value += Fraction(_DIGITS[char], 10**place)
    return value


def _chinese_integer(written: str) -> int:
    if not set(written) & set(_POWERS):
        return int("".join(str(_DIGITS[char]) for char in written))
    total, section, digit = 0, 0, 0
    for char in written:
        power = _POWERS.get(char)
        if power is None:
            digit = _DIGITS[char]
        elif power < 10**4:
            section, digit = section + (digit or 1) * power, 0
        elif power == 10**4:
            total, section, digit = total + (section + digit) * power, 0, 0
        else:
            # 亿 multiplies everything before it: 二万亿 is 20000 亿.
            total, section, digit = (total + section + digit) * power, 0, 0
    return total + section + digit
