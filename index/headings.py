"""The headings of Chinese reports at their levels: Markdown's #, 第一章, 一、, （一）, 1., （1）, ①.

Official documents number their parts 一、（一）1.（1） in this order (GB/T 9704-2012, 7.3.3), laws and plans by 编, 章,
节 and 条 (立法技术规范). The same marks stand before list items and whole paragraphs, which are no headings.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CHARS = 40
"""Headings are no longer than this, in characters."""
_LEAD_CHARS = 24
_PLAIN = 7
_CN = "[一二三四五六七八九十百零〇]"
_MARKS = (
    re.compile(rf"第({_CN}{{1,5}}|\d{{1,3}})\s?(部分|编|篇)"),
    re.compile(rf"第({_CN}{{1,5}}|\d{{1,3}})\s?章"),
    re.compile(rf"第({_CN}{{1,5}}|\d{{1,3}})\s?节"),
    re.compile(rf"第({_CN}{{1,5}}|\d{{1,3}})\s?条(?=[\s（(【]|$)"),  # 第三条生产线 is none
    re.compile(r"[一二三四五六七八九十]{1,3}\s?[、．.]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}\s?([．、]|\.(?!\d))"),
    re.compile(r"\d{1,2}\.\d{1,2}(?=\s)"),
    re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}(?=\s)"),
    re.compile(r"[（(]?\d{1,2}[）)]"),
    re.compile("[①-⑳]"),
)
"""From the outermost to the innermost."""
_ARTICLE, _WEAK = 4, 7
"""Ranks: 条, and from 1. on, where list items are as usual as headings."""
_NO_END = re.compile(r"[。；，、！？;!?…]")
_FIGURE = re.compile(
    r"\d\s*(%|％|个|家|户|[万亿千百]|元|亩|公里|千米|米|吨|项|人|平方|公顷|倍|位|名|次|件|座|条|台|辆|套|处|所)"
)
_ATTACHED = re.compile(r"^附(件|录|表)\s*[\d一二三四五六七八九十]*\s*([:：]|$)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: how many # it has (7 for none), the rank of its numbering (1 the outermost, 0 for none), its words."""

    sharps: int
    rank: int
    label: str

    def within(self, other: "Heading") -> bool:
        """Whether it heads a part of what `other` heads.

        >>> Heading(2, 6, "（一）农业").within(Heading(2, 5, "一、综合")), Heading(7, 5, "一、综合").within(Heading(7, 6, "（二）工业"))
        (True, False)
        """
        if self.sharps != other.sharps:
            return self.sharps > other.sharps
        # A page may give all its headings one level: then their numbers tell, where both have one.
        return 0 < other.rank < self.rank


def rank_of(line: str) -> int:
    """The rank of the number a line begins with, 1 (第一编) to 11 (①); 0 for none.

    >>> rank_of("一、综合"), rank_of("（一）农业"), rank_of("1.5亿元的项目")
    (5, 6, 0)
    """
    for rank in range(len(_MARKS), 0, -1):  # 1.1.1 before 1.1
        if _MARKS[rank - 1].match(line):
            return rank
    return 0


def headings(lines: Sequence[str], title: str = "") -> Iterator[Heading | None]:
    """For each line its heading, or None for text and table rows. A line that is the title heads all the rest.

    >>> [bool(one) for one in headings(["一、综合", "全县增长5%。", "1.修路", "2.架桥"])]
    [True, False, False, False]
    """
    ranks = [0 if line.startswith(("|", "#")) else rank_of(line) for line in lines]
    siblings: dict[int, bool] = {}
    for at, line in enumerate(lines):
        plain = _plain(lines, ranks, at, siblings)
        if plain or not line:
            heading = Heading(_PLAIN, ranks[at], line) if plain else None
        elif line.startswith("#"):
            heading = _markdown(line)
        elif line == title:
            heading = Heading(0, 0, line)
        elif _ATTACHED.match(line) and len(line) <= _CHARS and not _NO_END.search(line):
            heading = Heading(_PLAIN, 0, line)
        else:
            heading = None
        if heading:  # what is below it begins anew
            for rank in [one for one in siblings if one > heading.rank]:
                del siblings[rank]
        yield heading


def lead(line: str) -> str:
    """The words with which a numbered paragraph names itself: 第五条, （三）停车; empty for others.

    >>> lead("（三）停车。新建停车场11处。"), lead("第五条 县政府负责本县工作。"), lead("新建停车场11处。")
    ('（三）停车', '第五条', '')
    """
    rank = rank_of(line)
    if not rank:
        return ""
    if rank <= _ARTICLE:
        found = _MARKS[rank - 1].match(line)
        return found[0] if found else ""
    first = re.split("[。：:；，]", line, maxsplit=1)[0]
    return first if len(first) <= _LEAD_CHARS else ""


def _markdown(line: str) -> Heading | None:
    bare = line.lstrip("#")
    label = bare.strip("# ")
    if not label or bare[0] != " " or len(line) - len(bare) > 6:
        return None
    return Heading(len(line) - len(bare), rank_of(label), label)


def _plain(lines: Sequence[str], ranks: Sequence[int], at: int, siblings: dict[int, bool]) -> bool:
    """Whether a numbered line is a heading: short, no sentence, and with something below it.

    Below 一、 stands its text or （一）; where 二、 follows at once they are a list, or a table of contents. Items of
    one list are headings together or not at all, which the first decides (`siblings`, by rank).
    """
    rank, line = ranks[at], lines[at]
    if not rank:
        return False
    below = next((n for n in range(at + 1, len(lines)) if lines[n]), None)
    holds = below is not None and not 0 < ranks[below] <= rank and not lines[below].startswith("#")
    named = holds and len(line) <= _CHARS and _names(line, rank, lines[below] if below is not None else "")
    if rank >= _WEAK or line.endswith("。"):
        named = named and siblings.get(rank, True)
    siblings.setdefault(rank, named)
    return named


def _names(line: str, rank: int, below: str) -> bool:
    """Whether the words are a name. A 。 at the end is allowed where a paragraph without number follows."""
    stopped = line.endswith("。") and rank < _WEAK and rank != _ARTICLE
    bare = line[:-1] if stopped and _is_prose(below) else line
    if rank == _ARTICLE and len(line) > _LEAD_CHARS:
        return False
    body = bare if rank < _WEAK else _MARKS[rank - 1].sub("", bare, count=1)
    inner = re.sub("[，、]", "", body) if rank < _WEAK else body.replace("、", "")
    if _NO_END.search(inner) or bare.endswith(("，", "、")):
        return False
    return not (_FIGURE.search(body) and (rank >= _WEAK or bare != line))


def _is_prose(line: str) -> bool:
    return not rank_of(line) and not line.startswith(("|", "#")) and bool(_NO_END.search(line))
