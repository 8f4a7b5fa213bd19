"""Where the words of a printed page stand, turned into reading order: columns, lines, paragraphs, heads and feet.

Pure functions over boxes in points, the origin top left; nothing here knows a library.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from statistics import median

_GAP = 1.6
"""Words further apart than this many character heights are in different columns or cells."""
_EDGE = 0.12
"""Heads and feet stand in this share of the page's height at its top and bottom."""
_CAPTION = 30
"""A short last line right above a table is its caption, up to this many characters."""
_PAGE_NUMBER = re.compile(r"^(第\s*)?[-—–·•]*\s*\d{1,4}\s*[-—–·•]*(\s*页)?(\s*[/／,，]?\s*共?\s*\d+\s*页?)?$")
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"[。！？；：!?;:…]['\"”’」』）)】》]*$")
_STARTS = re.compile(
    r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|第[一二三四五六七八九十百]+[章节条篇]|\d+[.．、]\D|[#|●•◆■]|(附?[表图]\s*\d|单位\s*[:：]|注\s*[:：]|资料来源))"
)


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of text, or a whole table (`table` holds its lines), at its place on the page, in points."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    table: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height of the box, which for a word is the size of its characters."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column; `left` and `right` are the column's edges."""

    box: Box
    left: float
    right: float

    @property
    def indented(self) -> bool:
        """Whether it begins more than a character to the right of its column."""
        return self.box.x0 - self.left > self.box.height * 0.9

    @property
    def full(self) -> bool:
        """Whether it reaches the right edge of its column, within two characters."""
        return self.right - self.box.x1 < self.box.height * 2.2


def reading_order(words: Sequence[Box], width: float) -> list[Line]:
    """The lines of a page in the order they are read: columns one after the other, what spans them in between.

    `width` is the page's. Words and tables may come in any order.
    """
    rows = _rows(words)
    edges = _edges([box for row in rows for box in (row[0], row[-1]) if not box.table])
    out: list[Line] = []
    for band, gutter in _bands(rows, width):
        if gutter is None:
            out += [Line(_joined(row), *edges) for row in band]
        else:
            boxes = [box for row in band for box in row]
            out += reading_order([box for box in boxes if box.x1 <= gutter], width)
            out += reading_order([box for box in boxes if box.x0 >= gutter], width)
    return out


def _rows(words: Sequence[Box]) -> list[list[Box]]:
    """Words whose middles are on one height, left to right; close ones are put together into stretches."""
    rows: list[list[Box]] = []
    for word in sorted(words, key=lambda box: ((box.top + box.bottom) / 2, box.x0)):
        middle = (word.top + word.bottom) / 2
        last = rows[-1] if rows else []
        if last and not word.table and not last[-1].table and last[0].top < middle < last[0].bottom:
            last.append(word)
        else:
            rows.append([word])
    return [_stretches(row) for row in rows]


def _stretches(row: list[Box]) -> list[Box]:
    out: list[Box] = []
    for word in sorted(row, key=lambda box: box.x0):
        if out and word.x0 - out[-1].x1 < _GAP * min(word.height, out[-1].height):
            out[-1] = _glued(out[-1], word)
        else:
            out.append(word)
    return out


def _glued(a: Box, b: Box) -> Box:
    space = " " if b.x0 - a.x1 > 0.25 * a.height or (a.text[-1:].isascii() and b.text[:1].isascii()) else ""
    return Box(a.x0, min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom), f"{a.text}{space}{b.text}")


def _joined(row: list[Box]) -> Box:
    box = row[0]
    for other in row[1:]:
        box = replace(_glued(box, other), text=f"{box.text}  {other.text}")
    return box


def _bands(rows: list[list[Box]], width: float) -> Iterator[tuple[list[list[Box]], float | None]]:
    """Successive rows that share a gutter go together, the others too."""
    gutter = _gutter(rows, width)
    band: list[list[Box]] = []
    split = False
    for row in rows:
        beside = (
            gutter is not None
            and all(box.x1 <= gutter or box.x0 >= gutter for box in row)
            and not row[0].table
        )
        if band and beside != split:
            yield from _band(band, gutter if split else None)
            band = []
        split = beside
        band.append(row)
    if band:
        yield from _band(band, gutter if split else None)


def _band(band: list[list[Box]], gutter: float | None) -> Iterator[tuple[list[list[Box]], float | None]]:
    """A gutter is one only where both sides have text: a last short line on the left is no column."""
    sides = {box.x1 <= gutter for row in band for box in row} if gutter is not None else set()
    yield band, gutter if len(sides) == 2 else None


def _gutter(rows: list[list[Box]], width: float) -> float | None:
    """The x of a white stripe with prose on both sides in at least three rows; None on a page of one column.

    Prose fills its column: where the stretches are short against the space they have it is a table, and stays together.
    """
    pairs = [(a, b) for row in rows for a, b in pairwise(row)]
    best: tuple[int, float] = (0, 0.0)
    for at in {round((a.x1 + b.x0) / 2) for a, b in pairs}:
        if not 0.2 * width < at < 0.8 * width:
            continue
        beside = [(a, b) for a, b in pairs if a.x1 <= at <= b.x0]
        crossing = sum(any(box.x0 < at < box.x1 for box in row) for row in rows)
        if len(beside) >= 3 and len(beside) > best[0] and len(beside) > crossing / 2 and _prose(beside):
            best = (len(beside), float(at))
    return best[1] or None


def _prose(pairs: list[tuple[Box, Box]]) -> bool:
    for side in (0, 1):
        boxes = [pair[side] for pair in pairs]
        space = max(box.x1 for box in boxes) - min(box.x0 for box in boxes)
        if (
            median(box.x1 - box.x0 for box in boxes) < 0.7 * space
            or median(len(box.text) for box in boxes) < 8
        ):
            return False
    return True


def _edges(boxes: Sequence[Box]) -> tuple[float, float]:
    """Where the lines of a column begin and end: the outermost place that a fifth of them share, at least three.

    A page number set out in the margin is no edge; where no three lines agree it is the outermost of all.
    """
    if not boxes:
        return 0.0, 0.0
    size = max(1.0, median(box.height for box in boxes))
    starts, ends = (
        Counter(round(x / size) for x in xs) for xs in ([b.x0 for b in boxes], [b.x1 for b in boxes])
    )
    least = max(3, len(boxes) / 5)
    left = [place for place, times in starts.items() if times >= least]
    right = [place for place, times in ends.items() if times >= least]
    return (
        min(left) * size if left else min(box.x0 for box in boxes),
        max(right) * size if right else max(box.x1 for box in boxes),
    )


def furniture(pages: Sequence[tuple[float, Sequence[Line]]]) -> set[tuple[str, int]]:
    """What heads and feet say, digits aside, and on which tenth of the page: the same on three pages, a third of all.

    `pages` are (height, lines). Page numbers standing alone are told by `is_page_number`.
    """
    seen = Counter(
        key
        for height, lines in pages
        for key in {_key(line, height) for line in lines if _at_edge(line, height)}
    )
    return {key for key, times in seen.items() if times >= 3 and times * 3 >= len(pages)}


def is_furniture(line: Line, height: float, known: set[tuple[str, int]]) -> bool:
    """Whether a line is a repeated head or foot, or a page number at the edge of the page."""
    return _at_edge(line, height) and (
        _key(line, height) in known or bool(_PAGE_NUMBER.match(line.box.text.strip()))
    )


def _key(line: Line, height: float) -> tuple[str, int]:
    return _DIGITS.sub("0", "".join(line.box.text.split())), round(line.box.top / height * 10)


def _at_edge(line: Line, height: float) -> bool:
    return not line.box.table and (line.box.bottom < _EDGE * height or line.box.top > (1 - _EDGE) * height)


def paragraphs(lines: Sequence[Line]) -> tuple[list[str], bool]:
    """Lines put together into paragraphs, tables as their rows; and whether the last paragraph goes on elsewhere.

    A paragraph goes on while its lines reach the right edge and the next one is neither indented nor a heading.
    """
    out: list[str] = []
    before: Line | None = None
    for line, after in zip_longest(lines, lines[1:]):
        captions = after is not None and after.box.table and not line.full and len(line.box.text) <= _CAPTION
        if line.box.table:
            out += line.box.table
        elif before is not None and not captions and goes_on(before, line):
            out[-1] = glue(out[-1], line.box.text)
        else:
            out.append(line.box.text)
        before = line
    return out, bool(before and not before.box.table and before.full and not _ENDS.search(before.box.text))


def goes_on(before: Line, line: Line) -> bool:
    """Whether `line` continues the paragraph of `before`."""
    if before.box.table or line.box.table or _STARTS.match(line.box.text):
        return False
    same_size = abs(before.box.height - line.box.height) < 0.2 * before.box.height
    moved_on = line.box.top < before.box.top  # the next column
    if moved_on and _ENDS.search(before.box.text):
        return False
    near = moved_on or line.box.top - before.box.bottom < 1.6 * before.box.height
    return same_size and near and before.full and not line.indented


def glue(a: str, b: str) -> str:
    """Two parts of a paragraph: a space between Latin words, none between characters.

    >>> glue("全县生产", "总值"), glue("gross", "product")
    ('全县生产总值', 'gross product')
    """
    latin = a[-1:].isascii() and b[:1].isascii() and a[-1:].isalpha() and b[:1].isalpha()
    return f"{a} {b}" if latin else a + b
