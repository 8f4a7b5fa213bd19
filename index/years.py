"""Years said by the report's own date: 今年, 去年, 明年."""

import re

_SHIFT = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
_WORD = re.compile("|".join(_SHIFT))
_COMPARED = re.compile(r"[比较](去年|上年)(同期)?|(去年|上年)同期")
"""比去年增长 speaks of this year."""


def relative_years(text: str, base: int) -> set[int]:
    """The years a text names by words, for a report of the year `base`.

    >>> sorted(relative_years("今年比去年增长，前年下降", 2023))
    [2021, 2023]
    """
    return {base + _SHIFT[match[0]] for match in _WORD.finditer(_COMPARED.sub("", text))}
