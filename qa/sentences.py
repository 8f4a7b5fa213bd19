"""Sentences of a Chinese text, with their offsets."""

from index.reading.phrases import sentences

__all__ = ["around", "sentences"]


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentences that a span touches."""
    touched = [(first, last) for first, last in sentences(text) if first < end and last > start]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)
