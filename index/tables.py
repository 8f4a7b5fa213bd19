"""Tables inside a text: which lines they take, and what must be said with a row for it to be read on its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_RULE = re.compile(r"^\|?[\s:|-]*-{2,}[\s:|-]*\|?$")
_UNIT = re.compile(r"^[（(【]?\s*(计量)?单位\s*[:：].{1,24}$")
_NAMED = re.compile(r"^(附?表|续表)\s*[-—\d一二三四五六七八九十]*")
_NAMED_CHARS, _BARE_CHARS, _ABOVE = 60, 30, 3
_PAIR = re.compile(r"^[^：:]{1,8}[:：]\s*\S")
_STOPPED = re.compile(r"[。！？；，、!?;,]$")
_NOTE = re.compile(r"^[*＊]?\s*[（(【]?\s*(注|说明|备注|资料来源|数据来源|来源)\s*[\d一二三]?\s*[:：]")
_FIGURE = re.compile(r"^[-+−±]?[\d,.，]+\s*(%|％|‰|\D{1,4})?$")
_YEAR = re.compile(r"^(19|20)\d{2}\s*年?$")


@dataclass(frozen=True, slots=True)
class TableLines:
    """The lines of a table: [first, rows) its caption, [rows, last) its rows, of which `head` are header and rule."""

    first: int
    rows: int
    last: int
    head: int


def tables(lines: Sequence[str], headed: Sequence[bool]) -> Iterator[TableLines]:
    """The tables in reading order. `headed` tells the lines that are headings: no caption, they name more than a table.

    >>> list(tables(["说明。", "表1 产值", "单位：亿元", "| 镇 | 产值 |", "|---|---|", "| 甲镇 | 5 |"], [False] * 6))
    [TableLines(first=1, rows=3, last=6, head=2)]
    """
    at, free = 0, 0
    while at < len(lines):
        last = _run(lines, at)
        if last == at:
            at += 1
            continue
        yield TableLines(_caption(lines, headed, at, free), at, last, _head(lines, at, last))
        at = free = last


def cells(row: str) -> list[str]:
    """The cells of a row.

    >>> cells("| 甲镇 | 5 |"), cells("甲镇 | 5")
    (['甲镇', '5'], ['甲镇', '5'])
    """
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def named(caption: Sequence[str], head: Sequence[str], group: str = "") -> str:
    """What a row needs beside itself: caption and unit, the names of its columns, the group of rows it stands in.

    >>> named(["表1 产值", "单位：亿元"], ["| 镇 | 2022年 |", "|---|---|"], "东部")
    '表1 产值 单位：亿元 | 镇、2022年 | 东部'
    """
    columns = "、".join(cell for row in head if not _RULE.match(row) for cell in cells(row) if cell)
    return " | ".join(part for part in (" ".join(caption), columns, group) if part)


def group_of(row: str) -> str:
    """The name of a group, where a row has nothing but that: `| 东部 | | |`; empty for others."""
    first, *others = cells(row)
    return first if len(others) > 1 and not any(others) else ""


def is_note(line: str) -> bool:
    """Whether a line below a table belongs to it: 注：…, 资料来源：…"""
    return bool(_NOTE.match(line))


def _run(lines: Sequence[str], at: int) -> int:
    """Behind the last row of the table that begins at `at`; `at` itself where none does."""
    end = at
    while end < len(lines) and _is_row(lines[end]):
        end += 1
    if end > at:
        return end
    bars = lines[at].count(" | ")
    while bars and end < len(lines) and lines[end].count(" | ") == bars and not _is_row(lines[end]):
        end += 1
    return end if end - at > 1 else at


def _is_row(line: str) -> bool:
    return len(line) > 2 and line.startswith("|") and line.endswith("|")


def _head(lines: Sequence[str], at: int, last: int) -> int:
    """How many of the rows are the header and the rule below it: by the rule, else by a first row without figures."""
    if at + 1 < last and _RULE.match(lines[at + 1]):
        return 2
    if _is_row(lines[at]):
        return 0  # our readers draw the rule wherever there is a header
    return int(
        last - at > 1 and not any(_FIGURE.match(one) and not _YEAR.match(one) for one in cells(lines[at])[1:])
    )


def _caption(lines: Sequence[str], headed: Sequence[bool], at: int, free: int) -> int:
    """The first line of the caption above row `at`; lines before `free` belong to the table before."""
    first, bare = at, False
    for n in range(at - 1, max(free, at - 2 * _ABOVE) - 1, -1):
        line = lines[n]
        if not line:
            if n + 1 < at and not lines[n + 1]:
                break
            continue
        if headed[n] or is_note(line) or at - n > 2 * _ABOVE:
            break
        if _UNIT.match(line):
            first = n
        elif _NAMED.match(line) and len(line) <= _NAMED_CHARS and not line.endswith("。"):
            first = n
            break
        elif not bare and len(line) <= _BARE_CHARS and not _STOPPED.search(line) and not _PAIR.match(line):
            first, bare = n, True
        else:
            break
    return first
