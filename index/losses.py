"""What a step of cleaning took out of lines, found by what went in and what came out. Pure functions, linear but for short rests."""

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

_COMPARED = 2000
"""Characters up to which two versions of a line are aligned; of longer ones what differs is named whole."""


def lost_lines(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """Lines that are no more, in order; of lines that came out shorter only what they lost.

    >>> lost_lines(["首页", "增收。责编：李某", "打印"], ["增收。"])
    ['首页', '责编：李某', '打印']
    """
    left = Counter(after)
    gone: list[str] = []
    for line in filter(None, before):
        if left[line]:
            left[line] -= 1
        else:
            gone.append(line)
    shorter = [line for line, times in left.items() if line for _ in range(times)]
    out: list[str] = []
    for line in gone:
        at = next((n for n, one in enumerate(shorter) if one[:4] in line), None)
        out += [line] if at is None else lost_parts(line, [shorter.pop(at)])
    return out


def lost_parts(line: str, kept: Sequence[str]) -> list[str]:
    """The stretches of a line that are in none of the parts it became, which stand in it one after the other.

    >>> lost_parts("来源：甲报 字号：大 中 小 打印", ["来源：甲报"]), lost_parts("原标题：甲县增收", ["甲县增收"])
    (['字号：大 中 小 打印'], ['原标题：'])
    """
    rest = "".join(kept)
    start = _same(line, rest)
    end = _same(line[start:][::-1], rest[start:][::-1])
    before, after = line[start : len(line) - end], rest[start : len(rest) - end]
    if not after or len(before) > _COMPARED:
        parts = [before]
    else:
        matched = SequenceMatcher(None, before, after, autojunk=False)
        parts = [before[a:b] for tag, a, b, _, _ in matched.get_opcodes() if tag in ("delete", "replace")]
    return [part.strip() for part in parts if any(map(str.isalnum, part))]


def _same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
