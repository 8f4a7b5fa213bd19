"""Cuts a report into searchable chunks at its own seams: headings, tables, paragraphs, sentences, table rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.pieces import HEADS, Cutter, Piece
from index.records import Chunk, Description
from index.tokens import clipped, count

TITLE_TOKENS, SECTION_TOKENS, TABLE_TOKENS = 40, 40, 80
"""What each part of a header may take: it is there to place a chunk, and shall not drown it."""


def chunk(doc_id: str, text: str, about: Description, budget: int) -> list[Chunk]:
    """Chunks of at most `budget` cl100k_base tokens, in order, `text[start:end] == chunk.text`.

    Whole sentences, table rows and small tables are put together, as few chunks as the budget allows and never across
    a heading, which goes with what follows it. What is over the budget alone is cut: a sentence after ；, then at its
    commas, and only then anywhere. The rows of a table that goes over several chunks have its caption and the names
    of its columns in their header.

    >>> [c.text for c in chunk("d", "甲县增长5%。乙县增长6%。", Description("报"), budget=9)]
    ['甲县增长5%。', '乙县增长6%。']
    """
    joined = _joined(text, Cutter(text, about.title, budget).pieces(), budget)
    trimmed = [(piece, *_trim(text, piece.start, piece.end)) for piece in joined]
    kept = [(piece, start, end) for piece, start, end in trimmed if end > start]
    return [
        Chunk(
            f"{doc_id}:{n:04d}",
            doc_id,
            start,
            end,
            text[start:end],
            piece.section,
            header(about, piece.section, piece.lead, piece.table),
        )
        for n, (piece, start, end) in enumerate(kept)
    ]


def header(about: Description, section: str, paragraph: str = "", table: str = "") -> str:
    """Place | year | title | section | table: what a chunk is about when it is read alone, at most some 200 tokens.

    The title is not said again where it heads the sections; of a long path the inner headings stay.

    >>> header(Description("简报", date="2023"), "简报 > 二、项目", table="表1 投资 | 镇、亿元")
    '2023年 | 简报 | 二、项目 | 表1 投资 | 镇、亿元'
    """
    place = about.place.label if about.place else ""
    year = f"{about.date[:4]}年" if about.date else ""
    path = [part for part in section.split(" > ") if part]
    if path and _same(path[0], about.title):
        del path[0]
    if paragraph and (not path or paragraph != path[-1]):
        path.append(paragraph)
    while len(path) > 1 and count(" > ".join(path)) > SECTION_TOKENS:
        del path[0]
    shown = (
        place,
        year,
        clipped(about.title, TITLE_TOKENS),
        clipped(" > ".join(path), SECTION_TOKENS),
        clipped(table, TABLE_TOKENS),
    )
    return " | ".join(part for part in shown if part)


def _same(heading: str, title: str) -> bool:
    return "".join(filter(str.isalnum, heading)) == "".join(filter(str.isalnum, title))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())


def _joined(text: str, pieces: Iterator[Piece], budget: int) -> list[Piece]:
    """Pieces put together, as few chunks as the budget allows and those as even as the paragraphs are."""
    spans: list[Piece] = []
    for run in _runs(pieces):
        costs = [count(text[one.start : one.end]) for one in run]
        for first, last in _packed(costs, [one.after for one in run], budget):
            spans.append(replace(run[first], end=run[last - 1].end, section=run[last - 1].section))
        if len(spans) > 1 and run[-1].after == HEADS and count(text[spans[-2].start :]) <= budget:
            spans[-2:] = [replace(spans[-2], end=spans[-1].end)]  # a heading with nothing below it
    return spans


def _runs(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    """The pieces between two seams."""
    run: list[Piece] = []
    for piece in pieces:
        if run and piece.seam:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _packed(costs: Sequence[int], after: Sequence[float], budget: int) -> list[tuple[int, int]]:
    """The [first, last) of each chunk, by the least total of 1 + fill² + `after` its last piece over all of them.

    The squares make chunks even, as lines are in a paragraph (Knuth and Plass 1981).

    >>> _packed([60, 30, 20, 40], [0, 0, 0, 0], 100)
    [(0, 2), (2, 4)]
    """
    best, back = [0.0], [0]
    for last in range(1, len(costs) + 1):
        size, least, chosen = 0, float("inf"), last - 1
        for first in range(last - 1, -1, -1):
            size += costs[first]
            if size > budget and first < last - 1:
                break
            total = best[first] + 1 + (size / budget) ** 2
            if total < least:
                least, chosen = total, first
        best.append(least + (after[last - 1] if last < len(costs) else 0))
        back.append(chosen)
    spans = []
    last = len(costs)
    while last:
        spans.append((back[last], last))
        last = back[last]
    return spans[::-1]
