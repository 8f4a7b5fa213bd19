"""Cuts a report into searchable chunks at its own seams: headings, paragraphs, sentences, table rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.records import Chunk, Description
from index.tokens import count

_HEADINGS = (
    re.compile(r"^#{1,2}\s+\S"),
    re.compile(r"^(#{3}\s+\S|第[一二三四五六七八九十百]+[章节篇]|[一二三四五六七八九十]{1,3}、)"),
    re.compile(r"^(#{4,}\s+\S|[（(][一二三四五六七八九十]{1,3}[）)])"),
)
_HEADING_CHARS = 40
_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’」』）)】]*|[^。！？；!?;]+$")
_CLAUSE = re.compile(r"[^，、,：:]*[，、,：:]|[^，、,：:]+$")
_ROW = re.compile(r"^\|.*|.*\|$|.*\s\|\s.*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch [start, end) that is never cut, under its heading path; a `seam` begins a new chunk."""

    start: int
    end: int
    section: str
    seam: bool = False


def chunk(doc_id: str, text: str, about: Description, budget: int) -> list[Chunk]:
    """Chunks of at most `budget` cl100k_base tokens, in order, `text[start:end] == chunk.text`.

    Pieces are whole sentences; they are joined until the budget is full and never across a heading. A sentence
    over the budget is cut at its commas, a table between its rows, and only then in mid-word.

    >>> [c.text for c in chunk("d", "甲县增长5%。乙县增长6%。", Description("报"), budget=9)]
    ['甲县增长5%。', '乙县增长6%。']
    """
    spans: list[_Piece] = []
    used = 0
    for piece in _pieces(text, budget):
        cost = count(text[piece.start : piece.end])
        if spans and not piece.seam and used + cost <= budget and spans[-1].section == piece.section:
            spans[-1] = _Piece(spans[-1].start, piece.end, piece.section)
            used += cost
        else:
            spans.append(piece)
            used = cost
    trimmed = [(piece, *_trim(text, piece.start, piece.end)) for piece in spans]
    kept = [(piece, start, end) for piece, start, end in trimmed if end > start]
    return [
        Chunk(
            f"{doc_id}:{n:04d}",
            doc_id,
            start,
            end,
            text[start:end],
            piece.section,
            header(about, piece.section),
        )
        for n, (piece, start, end) in enumerate(kept)
    ]


def header(about: Description, section: str) -> str:
    """Place | year | title | section: what a chunk is about when it is read alone."""
    place = about.place.label if about.place else ""
    year = f"{about.date[:4]}年" if about.date else ""
    return " | ".join(part for part in (place, year, about.title, section) if part)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())


def _pieces(text: str, budget: int) -> Iterator[_Piece]:
    path: list[str] = ["", "", ""]
    at, after_heading = 0, False
    for line in text.split("\n"):
        level = _level(line)
        if level is not None:
            path = [*path[:level], line.lstrip("# ").strip(), *[""] * (2 - level)]
        section = " > ".join(part for part in path if part)
        stops = [len(line)] if _ROW.match(line) or level is not None else _sentence_ends(line)
        start = at
        for n, stop in enumerate(stops):
            end = at + stop + (1 if n == len(stops) - 1 and at + stop < len(text) else 0)
            seam = level is not None and not after_heading
            yield from _within_budget(text, _Piece(start, end, section, seam), budget)
            start = end
        if line:
            after_heading = level is not None
        at += len(line) + 1


def _level(line: str) -> int | None:
    """0 to 2 for the headings of Chinese reports (# title, 一、, （一）), None for other lines."""
    if not line or len(line) > _HEADING_CHARS or line.endswith(("。", "；", "，")):
        return None
    return next((level for level, pattern in enumerate(_HEADINGS) if pattern.match(line)), None)


def _sentence_ends(line: str) -> list[int]:
    return [match.end() for match in _SENTENCE.finditer(line) if match.group()] or [len(line)]


def _within_budget(text: str, piece: _Piece, budget: int) -> Iterator[_Piece]:
    body = text[piece.start : piece.end]
    if count(body) <= budget:
        yield piece
        return
    start = piece.start
    for clause in (match for match in _CLAUSE.finditer(body) if match.group()):
        end = piece.start + clause.end()
        if end - start > budget // 2 or end == piece.end:
            yield from _hard_cut(
                _Piece(start, end, piece.section, piece.seam and start == piece.start), budget
            )
            start = end
    if start < piece.end:
        yield from _hard_cut(_Piece(start, piece.end, piece.section), budget)


def _hard_cut(piece: _Piece, budget: int) -> Iterator[_Piece]:
    """A clause without any comma is cut every `budget` // 2 characters: at most two tokens a Chinese character."""
    step = max(1, budget // 2)
    if piece.end - piece.start <= 2 * step:
        yield piece
        return
    for start in range(piece.start, piece.end, step):
        yield _Piece(start, min(piece.end, start + step), piece.section, piece.seam and start == piece.start)
