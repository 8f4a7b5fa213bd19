"""Where Chinese text may be cut: after sentences, after the parts of an enumeration, after clauses."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

_CLOSERS = "”’」』）)】》\"'"
_END = re.compile(rf"(?:[。！？]|[!?](?![\w=&/]))+[{_CLOSERS}]*|(?<=[a-z]{{3}})\.(?=\s+[A-Z])")
_SHORTENED = re.compile(r"\b(?:Corp|Dept|Prof|Univ|Assn|Govt)\.$")
_GOES_ON = re.compile(r"[，、；：,;:。]|的|等(?!级)|之|[他她]们?[^。，]{0,4}(?:说|道)")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)|《[^《》]*》")
_LINES = re.compile("\n")
_PARTS = re.compile("；|;(?!\\w)")
_CLAUSES = re.compile(r"[，、：]|[,:](?!\d)")
_WORD = re.compile(r"[\w.,%％]")
_BACK = 12


def sentence_ends(line: str) -> list[int]:
    """The offsets behind each sentence of a line; the last is its length.

    Marks inside brackets and titles end nothing, nor do those of a quotation that the sentence goes on after.

    >>> sentence_ends("增长5.2%。他问：“行吗？”大家说行！")
    [7, 15, 20]
    >>> sentence_ends("喊着“加油！”的人多（不是吗？）。")
    [17]
    """
    inside = [found.span() for found in _BRACKETS.finditer(line)]
    ends, bracket = [], 0
    for found in _END.finditer(line):
        at, end = found.span()
        while bracket < len(inside) and inside[bracket][1] <= at:
            bracket += 1
        enclosed = bracket < len(inside) and inside[bracket][0] < at < inside[bracket][1] - 1
        goes_on = found[0][-1] in _CLOSERS and _GOES_ON.match(line, end)
        if not (enclosed or goes_on or _SHORTENED.search(line, max(0, at - 8), end)):
            ends.append(end)
    return ends if ends and ends[-1] == len(line) else [*ends, len(line)]


def within(text: str, budget: int, cost: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    """Cut what is over the budget: between lines, after ；, after clauses, and only then between words or characters.

    Yields [start, end) offsets that cover the text, each of at most `budget` by `cost`.

    >>> list(within("一是修路；二是架桥，三是通水", 9, len))
    [(0, 5), (5, 14)]
    """
    yield from _within(text, 0, len(text), lambda a, b: cost(text[a:b]) <= budget, (_LINES, _PARTS, _CLAUSES))


_Fits = Callable[[int, int], bool]


def _within(
    text: str, start: int, end: int, fits: _Fits, marks: tuple[re.Pattern[str], ...]
) -> Iterator[tuple[int, int]]:
    if fits(start, end):
        yield start, end
    elif not marks:
        yield from _anywhere(text, start, end, fits)
    else:
        first = last = start
        for stop in [*(found.end() for found in marks[0].finditer(text, start, end)), end]:
            if last > first and not fits(first, stop):
                yield from _within(text, first, last, fits, marks[1:])
                first = last
            last = stop
        if first < end:
            yield from _within(text, first, end, fits, marks[1:])


def _anywhere(text: str, start: int, end: int, fits: _Fits) -> Iterator[tuple[int, int]]:
    """The longest pieces that fit, no figure or Latin word cut where one ends within a few characters."""
    while start < end:
        most = 32
        while start + most < end and fits(start, start + most):
            most *= 2
        sizes = range(1, min(most, end - start) + 1)
        fitting = bisect_left(sizes, True, key=lambda size: not fits(start, start + size))
        stop = start + max(1, fitting)
        back = stop
        while back > max(start + 1, stop - _BACK) and stop < end and _joins(text, back):
            back -= 1
        stop = back if stop < end and not _joins(text, back) else stop
        yield start, stop
        start = stop


def _joins(text: str, at: int) -> bool:
    """Whether a figure or a Latin word runs over the offset."""
    pair = text[at - 1 : at + 1]
    return len(pair) == 2 and pair.isascii() and all(_WORD.match(char) for char in pair)
