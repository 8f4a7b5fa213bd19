"""The words around a quotation, so that a bare figure such as 16亿元 can be understood where it is shown."""

import re
from dataclasses import dataclass

_ENDS = re.compile(r"[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with what stands before and after it in its own sentence."""

    before: str
    quote: str
    after: str


def in_context(text: str, start: int, end: int, width: int = 28) -> Quotation:
    """The characters [start, end) of `text` with up to `width` characters of their sentence on each side.

    A side that is cut short begins or ends with an ellipsis.

    >>> in_context("县里回暖。预计年产值为16亿元。好。", 11, 15)
    Quotation(before='预计年产值为', quote='16亿元', after='。')
    """
    quote = text[start:end]
    # A quotation that is a whole sentence needs nothing of the next one.
    after = "" if quote and _ENDS.match(quote[-1]) else _after(text[end:], width)
    return Quotation(_before(text[:start], width), quote, after)


def _before(text: str, width: int) -> str:
    ends = [match.end() for match in _ENDS.finditer(text[-width - 1 :])]
    tail = text[-width - 1 :]
    if ends:
        return tail[ends[-1] :].lstrip()
    return tail if len(tail) <= width else f"…{tail[1:]}"


def _after(text: str, width: int) -> str:
    head = text[: width + 1]
    end = _ENDS.search(head)
    if end:
        return head[: end.end()].rstrip()
    return head if len(head) <= width else f"{head[:width]}…"
