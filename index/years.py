"""The years a report speaks of: named, spanned, and said by its own date (今年, 去年, 明年)."""

import re
from collections.abc import Iterable

_SHIFT = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
_WORD = re.compile(
    r"今年(?![已都刚才]?[\d一二三四五六七八九十]{2,3}(?:岁|[，,。；！？]|了|$))|本年|去年|上年|(?<![年以])前年|明年"
)
"""今年68岁 and 今年68， tell an age."""
_COMPARED = re.compile(r"[比较](去年|上年)(同期)?|(去年|上年)(?:同期|基数)")
"""比去年增长 speaks of this year."""

_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?=\s*年)|[（(]((?:19|20)\d{2})[）)]|(?<=\|)\s*((?:19|20)\d{2})\s*(?=\|)"
)
"""2022年; （2022） behind a title; 2022 as the head of a table's column."""

_YEAR_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?\s*[-—–~至到]{1,2}\s*((?:19|20)\d{2})\s*年")
_IN_CHARACTERS = re.compile("([一二][〇○零Ｏ九][〇○零Ｏ一二三四五六七八九]{2})年")
_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")


def years(text: str, date: str = "", covered: str = "") -> tuple[int, ...]:
    """The years a text speaks of, ascending: named ones, spans filled in, 今年 and 去年 by the report's own date.

    `covered` is the year that a bulletin is about, where it has one: its 今年 is that year, whenever it came out.

    >>> years("2019—2021年与去年", "2023-08-14")
    (2019, 2020, 2021, 2022, 2023)
    """
    found = {int(next(filter(None, groups))) for groups in _YEAR.findall(text)}
    found.update(int(year.translate(_DIGITS)) for year in _IN_CHARACTERS.findall(text))
    for first, last in _YEAR_SPAN.findall(text):
        if 0 < int(last) - int(first) <= 20:
            found.update(range(int(first), int(last) + 1))
    found.update(int(year[:4]) for year in (date, covered) if year)
    base = covered or date[:4]
    return tuple(sorted(found | relative_years(text, int(base)) if base else found))


def relative_years(text: str, base: int) -> set[int]:
    """The years a text names by words, for a report of the year `base`.

    >>> sorted(relative_years("今年比去年增长，前年下降", 2023))
    [2021, 2023]
    """
    return {base + _SHIFT[match[0]] for match in _WORD.finditer(_COMPARED.sub("", text))}


def in_figures(text: str, base: int) -> str:
    """A text whose 今年 and 去年 are written as years, for a report of the year `base`; those only compared with stay.

    >>> in_figures("去年产值比上年增长多少", 2023)
    '2022年产值比上年增长多少'
    """
    compared = [found.span() for found in _COMPARED.finditer(text)]

    def year(match: re.Match[str]) -> str:
        inside = any(start <= match.start() < end for start, end in compared)
        return match[0] if inside else f"{base + _SHIFT[match[0]]}年"

    return _WORD.sub(year, text)


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Years in order as stretches without a gap, each with its first and its last.

    >>> runs((2019, 2023, 2020, 2021))
    [(2019, 2021), (2023, 2023)]
    """
    grouped: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if grouped and year == grouped[-1][1] + 1:
            grouped[-1] = (grouped[-1][0], year)
        else:
            grouped.append((year, year))
    return grouped
