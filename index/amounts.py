"""Amounts in Chinese text: a number as it is written, its value multiplied out, its unit in the base of its kind.

Dates, clock times, ordinals (第3位), names with digits (5G, PM2.5, L3级) and small counts in characters (三座) are none.
"""

import re
from dataclasses import dataclass

SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10,
          "千亿": 1e11, "万亿": 1e12}  # fmt: skip
_BASES = {
    "元": {"元": 1.0, "块钱": 1.0, "人民币": 1.0},
    "美元": {"美元": 1.0, "美金": 1.0},
    "人": {"人": 1.0, "名": 1.0, "位": 1.0},
    "%": {"%": 1.0, "％": 1.0, "成": 10.0},
    "百分点": {"个百分点": 1.0, "个多百分点": 1.0, "百分点": 1.0},
    "平方米": {"平方米": 1.0, "㎡": 1.0, "平米": 1.0, "平方": 1.0, "平方公里": 1e6, "平方千米": 1e6, "公顷": 1e4, "亩": 2000 / 3, "km²": 1e6, "m²": 1.0},
    "米": {"米": 1.0, "公里": 1e3, "千米": 1e3, "厘米": 0.01, "毫米": 0.001, "海里": 1852.0, "km": 1e3, "㎞": 1e3},
    "公斤": {"公斤": 1.0, "千克": 1.0, "吨": 1e3, "斤": 0.5, "克": 0.001, "kg": 1.0},
    "立方米": {"立方米": 1.0, "立方": 1.0, "方": 1.0},
    "千瓦时": {"千瓦时": 1.0, "度": 1.0, "兆瓦时": 1e3},
    "千瓦": {"千瓦": 1.0, "兆瓦": 1e3},
}  # fmt: skip
_TO_BASE = {name: (base, size) for base, names in _BASES.items() for name, size in names.items()}
MEASURES = frozenset(_BASES) - {"人"} | {
    "‰",
    "倍",
    "港元",
    "欧元",
    "日元",
    "吨标准煤",
    "标准箱",
    "标箱",
    "TEU",
}
"""Units that measure; all others count things, and the thing that is counted stands behind them."""

SPANS_OF_TIME = frozenset("年 个月 天 日 个工作日 工作日 周 小时 个小时 分钟 秒 岁".split())
_COUNTERS = (
    "亿标准箱 标准箱 标箱 TEU 人民币 微克 人次 户次 家次 批次 班次 车次 件次 台次 架次 项次 场次 张床位 个床位 吨标准煤 港元 欧元 日元 元 户 家 个 "
    "项 条 座 处 所 台 套 辆 只 头 羽 尾 株 棵 枚 袋 瓶 箱 盒 场 次 倍 批 件 宗 笔 起 例 单 对 组 支 款 种 类 门 部 册 艘 架 列 趟 间 "
    "栋 幢 口 片 块 桩 张 班 封 桶 棒 盏 把 株 团 剂 辆次 顶 面 根 卷 篇 码 眼 副 期 ‰".split()
)
_UNITS = sorted({*_TO_BASE, *_COUNTERS, *SPANS_OF_TIME}, key=len, reverse=True)
_UNIT = "(?:" + "|".join(map(re.escape, _UNITS)) + ")"
_SCALE = "(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦米克伏])|百(?!分))"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "[零〇一二两三四五六七八九十百千万亿]+"
_TO = r"\s?(?:[-—–~～至到]|——)\s?"
_PER = "(?:人次|人|亩|户|吨|公斤|斤|年|天|日|月|平方米|平方公里|公里|千瓦时|度|立方米|小时|万人|千人|床|只|头|株)"
_NO_UNIT = r"(?![\d.]|年|月|日|时|点|号|届|级|版|层|楼|岁|环|路|线|周|天|小时|分|期|[A-Za-z])"
_AMOUNT = re.compile(
    rf"(?:(?<=GDP)|(?<![\d.A-Za-z第表图+]))(?P<much>\d{{1,4}}[亿万]\d{{1,4}}[千百]?[余多]?万?)(?P<muchunit>{_UNIT})"
    rf"|(?:(?<=GDP)|(?<![\d.A-Za-z第表图+]))(?P<low>{_DIGITS})(?:\s?(?P<lowscale>{_SCALE})?(?P<lowunit>{_UNIT})?{_TO}(?P<high>{_DIGITS}))?\s?"
    rf"(?:(?P<more>[余多])?(?P<scale>{_SCALE})?(?P<more2>[余多])?(?P<scale2>(?<=[余多])[万亿])?\s?(?P<unit>{_UNIT})(?!(?<=[a-z])[/A-Za-z]|(?<=人)[口均大民工才员]|(?<=个)多?(?:亿|月|半月|小时|星期|工作日))(?P<per>/{_PER})?|(?P<bare>个多?亿|[余多]?{_SCALE}[余多]?[万亿]?){_NO_UNIT})"
    rf"|(?P<fraction>(?P<under>{_HAN})分之(?P<over>{_HAN}(?:点{_HAN})?|{_DIGITS}))"
    r"|(?<=[占近约超过到了的达足])(?P<slash>(?P<part>[1-9])/(?P<whole>[2-9]|10)(?![\d/.A-Za-z年月日]))"
    rf"|(?P<fold>翻(?:了)?(?P<folds>[一两二三四])?番)|(?P<half>一半(?!以下))"
    rf"|(?<![第零一二两三四五六七八九十百千万亿])(?P<han>{_HAN})(?P<hanmore>[余多])?(?P<hanscale>[万亿])?(?P<hanunit>{_UNIT})"
)
_AFTER = re.compile(r"\s?(?:以上|左右|上下|以内|有余|余)")
_BEFORE = re.compile(
    r"(?:大约|约|将近|接近|近|超过|超|逾|突破|高达|不足|不到|不少于|至少|(?<![以规限])上)\s?$"
)
_NUMERALS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_VAGUE = re.compile("一两|两三|三四|三五|四五|五六|六七|七八|八九")
_PEOPLE = re.compile("[^，。；、\\d]{0,6}?(?:人口|人员|群众|农民|职工|学生|居民|村民|劳动力|毕业生|贫困户)")


@dataclass(frozen=True, slots=True)
class Amount:
    """`text[start:end]` is the number with its unit; `value` in `unit`, a base unit (元, 人, 平方米, %) or a counter (家).

    A range has `low` and `high`, and their middle for its value. `approximate`: 约, 近, 超, 余, 以上, a range.
    `written` is the unit as the text has it: 亩 where `unit` is 平方米.
    """

    start: int
    end: int
    value: float
    unit: str
    written: str
    low: float | None = None
    high: float | None = None
    approximate: bool = False


def amounts(text: str, start: int = 0, end: int | None = None) -> list[Amount]:
    """The amounts of text[start:end] in reading order; offsets are those of `text`.

    >>> [(a.value, a.unit) for a in amounts("约3至5万元，两成，三百二十万人")]
    [(40000.0, '元'), (20.0, '%'), (3200000.0, '人')]
    """
    stop = len(text) if end is None else end
    found = (_amount(text, match) for match in _AMOUNT.finditer(text, start, stop))
    return [amount for amount in found if amount is not None]


def in_base(value: float, unit: str) -> tuple[float, str]:
    """A value in the base unit of its kind; a unit of no kind stays.

    >>> in_base(2.0, "公里"), in_base(3.0, "公顷"), in_base(4.0, "家")
    ((2000.0, '米'), (30000.0, '平方米'), (4.0, '家'))
    """
    for size in (2, 1, 0):  # 万元, 百万美元, 元
        scale, rest = unit[:size], unit[size:]
        if (not scale or scale in SCALES) and rest:
            base, factor = _TO_BASE.get(rest, (rest, 1.0))
            if rest in _TO_BASE or rest in _UNITS or not scale:
                return round(value * SCALES.get(scale, 1.0) * factor, 6), base
    return value, unit


def unit_in(label: str) -> str:
    """The unit a label gives in brackets or behind 单位: `产值（万元）` → 万元, `增速(%)` → %; empty where it gives none.

    >>> unit_in("单位：万元"), unit_in("常住人口（万人）"), unit_in("表1 指标")
    ('万元', '万人', '')
    """
    found = _LABELLED.search(label)
    return (found[1] or found[2]).replace("％", "%") if found else ""


_LABELLED = re.compile(
    rf"单位\s*[:：]\s*({_SCALE}?{_UNIT}(?:/{_PER})?)|[（(]\s*({_SCALE}?{_UNIT}(?:/{_PER})?)\s*[）)]"
)


def numeral(word: str) -> float:
    """The value of a number in Chinese characters.

    >>> numeral("三百二十万"), numeral("两千零五"), numeral("十二")
    (3200000.0, 2005.0, 12.0)
    """
    total = section = digit = 0.0
    for sign in word:
        if sign in _NUMERALS:
            digit = _NUMERALS[sign]
        elif sign in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            total = (
                (total + section + digit) * SCALES[sign] if sign == "亿" else total + (section + digit) * 1e4
            )
            section = digit = 0
    return total + section + digit


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    for name, read in _READERS:
        if match[name]:
            found = read(text, match)
            return found and _with_company(text, found)
    return None


def _with_company(text: str, amount: Amount) -> Amount:
    """The words around an amount may say that it is not exact."""
    near = _BEFORE.search(text, max(0, amount.start - 4), amount.start) or _AFTER.match(text, amount.end)
    if not near or amount.approximate:
        return amount
    return Amount(
        amount.start, amount.end, amount.value, amount.unit, amount.written, amount.low, amount.high, True
    )


def _digits(text: str, match: re.Match[str]) -> Amount | None:
    unit = (match["unit"] or "").replace("％", "%")
    bare = match["bare"] or ""
    written = re.sub("[余多个]", "", bare)
    scale = SCALES.get(match["scale"] or written, 1.0) * SCALES.get(match["scale2"] or "", 1.0)
    if written not in SCALES and len(written) == 2:  # 4万多亿
        scale = SCALES[written[0]] * SCALES[written[1]]
    if bare and _PEOPLE.match(text, match.end()):
        unit = "人"
    if unit == "期" or (unit in SPANS_OF_TIME and unit in "年日" and not match["scale"]):
        return None
    base, factor = _TO_BASE.get(unit, (unit, 1.0))
    base += _per(match["per"])
    approximate = bool(match["more"] or match["more2"] or bare.strip("万亿千百十个") or match["high"])
    if match["high"] is None:
        value = round(_number(match["low"]) * scale * factor, 6)
        return Amount(match.start(), match.end(), value, base, unit, approximate=approximate)
    low = _number(match["low"]) * SCALES.get(match["lowscale"] or "", scale) * factor
    high = _number(match["high"]) * scale * factor
    if low >= high:  # 2019-2022年, 5-3
        return None
    return Amount(match.start(), match.end(), (low + high) / 2, base, unit, low, high, approximate=True)


def _per(per: str | None) -> str:
    return per or ""


def _number(digits: str) -> float:
    return float(digits.replace(",", ""))


def _compound(text: str, match: re.Match[str]) -> Amount | None:
    """2万5千公里, 1亿3千多万人次."""
    parts = re.findall(r"(\d+)([亿万千百]?)[余多]?(万?)", match["much"])
    value = sum(float(n) * SCALES.get(one, 1.0) * SCALES.get(two, 1.0) for n, one, two in parts)
    base, factor = _TO_BASE.get(match["muchunit"], (match["muchunit"], 1.0))
    loose = "多" in match["much"] or "余" in match["much"]
    return Amount(match.start(), match.end(), value * factor, base, match["muchunit"], approximate=loose)


def _fraction(text: str, match: re.Match[str]) -> Amount | None:
    over, under = match["over"], numeral(match["under"])
    whole, _, decimals = over.partition("点")
    if over[0].isdigit():
        value = float(over)
    else:
        value = numeral(whole) + float("0." + "".join(str(_NUMERALS.get(d, 0)) for d in decimals)) * bool(
            decimals
        )
    if not under:
        return None
    return Amount(match.start(), match.end(), round(value * 100 / under, 6), "%", "%")


def _slash(text: str, match: re.Match[str]) -> Amount | None:
    """占全国的近1/3; a date or a score (5/1) is none."""
    part, whole = int(match["part"]), int(match["whole"])
    return (
        Amount(match.start(), match.end(), round(part * 100 / whole, 6), "%", "%") if part < whole else None
    )


def _fold(text: str, match: re.Match[str]) -> Amount | None:
    """翻一番 is growth by 100 %, 翻两番 by 300 %."""
    folds = _NUMERALS[match["folds"] or "一"]
    return Amount(match.start(), match.end(), (2.0**folds - 1) * 100, "%", "番")


def _half(text: str, match: re.Match[str]) -> Amount | None:
    return Amount(match.start(), match.end(), 50.0, "%", "%")


def _in_characters(text: str, match: re.Match[str]) -> Amount | None:
    """Large counts, and tenths and multiples; 三座 and 十几 are ways of speaking."""
    word, unit = match["han"], match["hanunit"]
    if _VAGUE.search(word):
        return None
    large = any(sign in word for sign in "百千万亿") and any(sign in word for sign in _NUMERALS)
    if unit in SPANS_OF_TIME or not (large or unit in ("成", "倍", "个百分点", "百分点")):
        return None
    if unit == "成" and (
        len(word) > 1 or text[match.end() : match.end() + 1] in "为立功果员绩就长本熟品都效套"
    ):
        return None
    base, factor = _TO_BASE.get(unit, (unit, 1.0))
    value = numeral(word) * SCALES.get(match["hanscale"] or "", 1.0) * factor
    return Amount(match.start(), match.end(), round(value, 6), base, unit, approximate=bool(match["hanmore"]))


_READERS = (
    ("much", _compound),
    ("fraction", _fraction),
    ("slash", _slash),
    ("fold", _fold),
    ("half", _half),
    ("han", _in_characters),
    ("low", _digits),
)
