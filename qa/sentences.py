"""Sentences of a Chinese text, with their offsets."""

import re

_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;]+[”’」』）)】]*|[^。！？；!?;\n]+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences, in order, without the blank ones.

    >>> sentences("甲增长。乙下降！")
    [(0, 4), (4, 8)]
    """
    return [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentences that a span touches."""
    touched = [(first, last) for first, last in sentences(text) if first < end and last > start]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)
