"""Figures that an answer worked out: held against what it says it worked them out from."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from eval.numbers import Quantity, quantities
from qa.records import Computed, Given

_FALL = re.compile("降|减|跌|回落|下滑|负|少|-|－|−")


def recomputed(computed: Sequence[Computed], quotes: Sequence[str]) -> list[Quantity]:
    """The computed figures that are right: every input stands in the quote it cites, and the same comes out again.

    Computed("17亿元", "difference", (Given(1, "155亿元"), Given(2, "138亿元"))) holds where quote 1 has 155亿元 and quote
    2 has 138亿元; so does a result that is rounded to the decimals shown. A figure that does not hold is no figure of the
    list, and counts as ungrounded. The rule is our own.
    """
    return [held for one in computed for held in _held(one, quotes)]


def asked_times(question: str) -> list[Quantity]:
    """The years that a question names, those between them, the year before one where it says 上年, and its months and days.

    An answer that repeats them says nothing that a quote must prove: 2021年98.6亿元 to 从2021到2023年.
    """
    named = sorted({int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", question)})
    ranged = re.search(r"(?:19|20)\d\d\s*年?\s*[-—–~～至到]+\s*(?:19|20)\d\d", question)
    years = set(range(named[0], named[-1] + 1)) if ranged and named[-1] - named[0] <= 20 else set(named)
    years |= {year - 1 for year in named} if re.search("上一?年|前一年|去年", question) else set()
    days = [one for one in quantities(question) if one.unit in ("月", "日")]
    return [*(Quantity(f"{year}年", Fraction(year), "年") for year in sorted(years)), *days]


def _held(one: Computed, quotes: Sequence[str]) -> list[Quantity]:
    shown = quantities(one.text)
    if one.operation == "unit":
        return shown if _is_unit(one, quotes) else []
    if not shown or any(not _stands(given, quotes) for given in one.inputs):
        return []
    if one.operation == "count":
        return shown if shown[0].value == len(one.inputs) else []
    numbers = [_number(given) for given in one.inputs]
    if any(number is None for number in numbers):
        return []
    expected = _EXPECTED[one.operation]([number for number in numbers if number is not None])
    return shown if expected is not None and abs(abs(expected) - shown[0].value) <= _half(shown[0]) else []


def _is_unit(one: Computed, quotes: Sequence[str]) -> bool:
    joined = "".join(given.written for given in one.inputs)
    return joined == one.text and all(_stands(given, quotes) for given in one.inputs)


def _stands(given: Given, quotes: Sequence[str]) -> bool:
    if not 0 < given.citation <= len(quotes):
        return False
    quote = quotes[given.citation - 1]
    if given.unit and not (
        0 < given.unit_citation <= len(quotes) and given.unit in quotes[given.unit_citation - 1]
    ):
        return False
    return given.written in quote and (given.sign > 0 or _FALL.search(quote) is not None)


def _number(given: Given) -> Fraction | None:
    found = quantities(f"{given.written}{given.unit}")
    return found[0].value * given.sign if len(found) == 1 else None


def _half(shown: Quantity) -> Fraction:
    """Half of the last decimal that is shown, in the unit that the figure is counted in."""
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", shown.raw)
    if digits is None:
        return Fraction(0)
    written = Fraction(digits[0].replace(",", ""))
    size = shown.value / written if written else Fraction(1)
    return size / Fraction(2 * 10 ** len(digits[1] or ""))


def _difference(numbers: Sequence[Fraction]) -> Fraction | None:
    return numbers[0] - numbers[1] if len(numbers) == 2 else None


def _ratio(numbers: Sequence[Fraction]) -> Fraction | None:
    return numbers[0] / numbers[1] if len(numbers) == 2 and numbers[1] else None


def _share(numbers: Sequence[Fraction]) -> Fraction | None:
    ratio = _ratio(numbers)
    return None if ratio is None else ratio * 100


def _growth(numbers: Sequence[Fraction]) -> Fraction | None:
    ratio = _ratio(numbers)
    return None if ratio is None else (ratio - 1) * 100


def _sum(numbers: Sequence[Fraction]) -> Fraction | None:
    return sum(numbers, Fraction(0))


def _mean(numbers: Sequence[Fraction]) -> Fraction | None:
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def _rank(numbers: Sequence[Fraction]) -> Fraction | None:
    return Fraction(1 + sum(other > numbers[0] for other in numbers[1:]))


def _lowest_rank(numbers: Sequence[Fraction]) -> Fraction | None:
    return Fraction(1 + sum(other < numbers[0] for other in numbers[1:]))


_EXPECTED: dict[str, Callable[[Sequence[Fraction]], Fraction | None]] = {
    "difference": _difference,
    "ratio": _ratio,
    "share": _share,
    "growth": _growth,
    "sum": _sum,
    "mean": _mean,
    "rank": _rank,
    "lowest_rank": _lowest_rank,
}
