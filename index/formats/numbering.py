"""The numbers that Word draws before headings and list items: they are nowhere in the text of the file."""

from collections import Counter
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
            "chineseLegalSimplified"}  # fmt: skip


class Numbering:
    """Counts the items of every list of one document, by its numbering part (ECMA-376, part 1, 17.9)."""

    def __init__(self, element: Any | None) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: Counter[tuple[str, int]] = Counter()
        if element is not None:
            self._read(element)

    def _read(self, element: Any) -> None:
        for abstract in element.findall(f"{_W}abstractNum"):
            for level in abstract.findall(f"{_W}lvl"):
                key = (abstract.get(f"{_W}abstractNumId"), level.get(f"{_W}ilvl"))
                start = _value(level, "start")
                self._levels[key] = (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    int(start) if start.isdecimal() else 1,
                )
        for number in element.findall(f"{_W}num"):
            self._abstract[number.get(f"{_W}numId")] = _value(number, "abstractNumId")

    def label(self, number: str, level: str) -> str:
        """What stands before the next paragraph of list `number` at `level`: 一、 or 1. or "- "; "" for no list."""
        abstract = self._abstract.get(number, "")
        shape, pattern, _ = self._levels.get((abstract, level), ("none", "", 1))
        if not abstract or shape == "none" or not level.isdecimal():
            return ""
        depth = int(level)
        self._counts[abstract, depth] += 1
        for deeper in [key for key in self._counts if key[0] == abstract and key[1] > depth]:
            del self._counts[deeper]
        if shape == "bullet":
            return "- "
        for at in range(depth + 1):
            form, _, start = self._levels.get((abstract, str(at)), ("decimal", "", 1))
            pattern = pattern.replace(
                f"%{at + 1}", _written(start - 1 + max(1, self._counts[abstract, at]), form)
            )
        return pattern if pattern.endswith(("、", "）", ")", "．", "章", "节", "条")) else f"{pattern} "


def _value(element: Any, tag: str) -> str:
    found = element.find(f"{_W}{tag}")
    return str(found.get(f"{_W}val") or "") if found is not None else ""


def _written(number: int, form: str) -> str:
    if form in _CHINESE:
        return chinese(number)
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    if form.startswith("decimalEnclosedCircle") and number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)


def chinese(number: int) -> str:
    """1 to 99 as they head sections.

    >>> [chinese(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    if number >= 100 or number < 1:
        return "".join(_DIGITS[int(digit)] for digit in str(abs(number)))
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones else ""
    )


def _roman(number: int) -> str:
    out = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        times, number = divmod(number, value)
        out += sign * times
    return out
