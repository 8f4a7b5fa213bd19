"""The section around a chunk: small chunks are searched, more may be read."""

from collections.abc import Sequence

from index.records import Chunk
from index.tokens import count


def around(chunk: Chunk, chunks: Sequence[Chunk], budget: int) -> tuple[int, int]:
    """The [start, end) of the document that holds `chunk` and as much of its section as `budget` tokens allow.

    `chunks` are those of the document in reading order. Whole neighbours are taken, by turns the next and the one
    before, so that the chunk stays near the middle; a section is never left. At least the chunk itself comes back.

    >>> a, b, c = (Chunk(f"d:{n}", "d", 5 * n, 5 * n + 5, "甲县增5%。", s) for n, s in enumerate("一一二"))
    >>> around(a, [a, b, c], 100), around(c, [a, b, c], 100)
    ((0, 10), (10, 15))
    """
    at = next(n for n, one in enumerate(chunks) if one.id == chunk.id)
    first, last = at, at
    left = budget - count(chunk.text)
    sides = [1, -1]
    while sides:
        side = sides.pop(0)
        beside = last + 1 if side == 1 else first - 1
        if not 0 <= beside < len(chunks) or chunks[beside].section != chunk.section:
            continue
        cost = count(chunks[beside].text)
        if cost > left:
            continue
        left -= cost
        first, last = min(first, beside), max(last, beside)
        sides.append(side)
    return chunks[first].start, chunks[last].end
