"""Exact arithmetic with figures as they are written, and results in a unit that people read."""

import re
from fractions import Fraction

from index.amounts import SCALES, Amount, amounts, in_base
from index.records import Figure, FigureKind
from qa.compute.records import Source, Value
from qa.grid import unit_over

_WRITTEN = re.compile(r"^(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)\s*(?P<unit>\D*)$")
_BARE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FALLS = re.compile(
    r"(?:下降|减少|回落|下滑|降低|下跌|负增长|缩减|少|跌|降)(?:了|约|近|超|超过|达)*$|[-－−]$"
)
_SIGN = re.compile(r"(?:^|[|\s（(])[-－−]$")
_OF_PERCENT = frozenset({"%", "百分点", "倍", "‰"})
_SMALLER = {"亿": "万", "万": ""}
_KINDS_OF_PERCENT = frozenset({"%", "百分点"})


def from_figure(figure: Figure, source: Source, certainty: float) -> Value:
    """A figure of the table as a value."""
    text = source.document.text[figure.start : figure.end]
    before = source.document.text[max(0, figure.start - 2) : figure.start]
    # A cell of a table that is a fall by its sign alone: | -4.6% |
    falls = figure.kind in ("growth", "change") and figure.value > 0 and _SIGN.search(before)
    number, label, size, decimals = _parts(text, -figure.value if falls else figure.value, figure.unit)
    label, size = _by_table(source.document.text, figure.start, figure.end, figure.unit) or (label, size)
    rough = figure.approximate or figure.low is not None
    return Value(
        number,
        figure.unit,
        text,
        label,
        size,
        decimals,
        figure.kind,
        figure.year,
        rough,
        (source,),
        certainty,
    )


def _by_table(text: str, start: int, end: int, unit: str) -> tuple[str, Fraction] | None:
    """The unit that a table gives a bare cell, and its size, where it is of the sort of `unit`: 214 of 吨 is not told in 千公斤."""
    by_table = unit_over(text, start) if text[start:end][-1:].isdigit() else ""
    if not by_table or in_base(1.0, by_table)[1] != unit:
        return None
    return by_table, Fraction(in_base(1.0, by_table)[0]).limit_denominator(10**3)


def amounts_of(text: str, start: int, end: int) -> list[Amount]:
    """The amounts of text[start:end]; a bare cell of a table in the unit that its table gives it.

    >>> text = "| 乡镇 | 面积（万亩） |\\n|---|---|\\n| 河畔镇 | 0.8 |"
    >>> [(one.written, round(one.value)) for one in amounts_of(text, text.index("0.8"), len(text) - 2)]
    [('万亩', 5333333)]
    """
    found = amounts(text, start, end)
    cell = text[start:end]
    unit = unit_over(text, start) if not found and _BARE.fullmatch(cell) else ""
    if not unit:
        return found
    value, base = in_base(float(cell.replace(",", "")), unit)
    return [Amount(start, end, value, base, unit)]


def from_span(source: Source, kind: str, year: int | None, certainty: float) -> Value | None:
    """The one amount of a span that was read, as a value; None where it holds none or several."""
    text = source.document.text
    found = amounts_of(text, source.start, source.end)
    if len(found) != 1 or (kind in ("growth", "share") and found[0].unit not in _OF_PERCENT):
        return None
    one = found[0]
    falls = kind in ("growth", "change") and _FALLS.search(text, max(0, one.start - 8), one.start)
    number, label, size, decimals = _parts(
        text[one.start : one.end], -one.value if falls else one.value, one.unit
    )
    label, size = _by_table(text, one.start, one.end, one.unit) or (label, size)
    place = Source(source.document, one.start, one.end)
    rough = one.approximate or one.low is not None
    written = text[one.start : one.end]
    kept: FigureKind = "growth" if kind == "growth" and one.unit == "%" else "level"
    return Value(number, one.unit, written, label, size, decimals, kept, year, rough, (place,), certainty)


def _parts(text: str, value: float, unit: str) -> tuple[Fraction, str, Fraction, int]:
    """(exact signed value in base units, unit as written, its size, decimals)."""
    sign = -1 if value < 0 else 1
    match = _WRITTEN.match(text)
    if not match:
        return Fraction(value).limit_denominator(10**6), unit, Fraction(1), 2
    digits = Fraction(match["number"].replace(",", ""))
    decimals = len(match["number"].partition(".")[2])
    label = re.sub(r"[余多个左右以上\s](?!百分点)|／.*|/.*", "", match["unit"]).replace("％", "%")
    base, _ = in_base(1.0, label) if label else (0.0, "")
    size = Fraction(base).limit_denominator(10**3) if label else Fraction(0)
    if not label or (digits and abs(float(digits * size) - abs(value)) > 1e-6 * max(1.0, abs(value))):
        # 172.4 in a column whose head says 亿元; 1.5亿 of people.
        ratio = Fraction(abs(value)).limit_denominator(10**6) / digits if digits else Fraction(1)
        size = ratio.limit_denominator(10**3)
        label = _scale(size) + unit
    return sign * digits * size, label, size, decimals


def _scale(size: Fraction) -> str:
    return next((name for name, by in SCALES.items() if len(name) == 1 and by == size), "")


_SCALED = 10**4
"""From this size on a number is written with 万 or 亿, and its unit may be left out."""


def commensurable(values: list[Value]) -> bool:
    """Whether values can be held against each other: one unit, and all rates or none."""
    units = {"%" if one.unit in _KINDS_OF_PERCENT else one.unit for one in values}
    if all(one.unit or one.size >= _SCALED for one in values):
        units.discard("")  # 22.85亿 beside 14.89亿元, 减少1240万 beside 减少1442万人
    return len(units) < 2 or (units <= {"人", "人次", "名"})


def decimals_in(value: Value, size: Fraction) -> int:
    """How many decimals a value has when it is written in another multiple of its unit.

    86500万元 in 亿元 is 8.65: two.
    """
    exact = abs(value.number / size)
    for decimals in range(0, 5):
        if (exact * 10**decimals).denominator == 1:
            return decimals
    return 2


def shown(number: Fraction, decimals: int) -> str:
    """A number with at most so many decimals, without zeros behind them, rounded half up.

    >>> shown(Fraction(1, 3), 2), shown(Fraction(5, 1), 2), shown(Fraction(25, 10), 0)
    ('0.33', '5', '3')
    """
    scaled = abs(number) * 10**decimals
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    text = str(whole).rjust(decimals + 1, "0")
    text = f"{text[:-decimals]}.{text[-decimals:]}".rstrip("0").rstrip(".") if decimals else text
    return f"-{text}" if number < 0 and whole else text


def in_unit(number: Fraction, like: list[Value]) -> str:
    """A result in the largest unit that one of its inputs is written in, as exact as they are.

    1.21亿元 of 9.86亿元 less 86500万元. Differences of rates are 百分点.
    """
    if like[0].unit in _KINDS_OF_PERCENT:
        return shown(number, max(one.decimals for one in like)) + "个百分点"
    main = max(like, key=lambda one: one.size)
    label, size = main.label, main.size
    if abs(number) < size and label[0] in _SMALLER and number:  # 800万元 rather than 0.08亿元
        label, size = _SMALLER[label[0]] + label[1:], size / 10000
    decimals = min(4, max(decimals_in(one, size) for one in like))
    return shown(number / size, decimals) + label
