"""Sentences of a Chinese text, with their offsets."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from index.reading.phrases import sentences

__all__ = ["around", "sentences", "to_full_stop"]

_FULL_STOP = re.compile("[。！？!?][”’」』）)】]*|\n")


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentences that a span touches; the span itself where it touches none."""
    firsts, lasts = _bounds(text)
    one, other = bisect_right(lasts, start), bisect_left(firsts, end) - 1
    return (firsts[one], lasts[other]) if one <= other else (start, end)


@lru_cache(maxsize=64)
def _bounds(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the sentences of a text begin and end; of a long report they are asked for span by span."""
    spans = sentences(text)
    return tuple(first for first, _ in spans), tuple(last for _, last in spans)


def to_full_stop(text: str, start: int, end: int, longest: int) -> tuple[int, int]:
    """The whole sentences that a span touches, over their semicolons; only to the semicolons where that is over `longest` characters.

    >>> text = "主要是：粮价涨了；油价涨了。其他稳定。"
    >>> text[slice(*to_full_stop(text, 4, 6, 100))]
    '主要是：粮价涨了；油价涨了。'
    """
    first, last = around(text, start, end)
    before = [one.end() for one in _FULL_STOP.finditer(text, max(0, first - longest), first)]
    closed = any(one.end() == last for one in _FULL_STOP.finditer(text, first, last))
    behind = None if closed else _FULL_STOP.search(text, last, last + longest)
    begin = before[-1] if before else 0 if first <= longest else first
    stop = last if closed else behind.end() if behind else min(len(text), last + longest)
    return (begin, stop) if stop - begin <= longest else (first, last)
