"""Tables of every format, as lines a person and a chunker can read: caption, header row, rule, rows."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

Grid = Sequence[Sequence[str]]
"""Rows of cells, merged cells filled."""

_NUMBER = re.compile(r"^[-+−±]?[\d,.，]+\s*(%|％|‰|[^\d\s]{1,4})?$")
_YEAR = re.compile(r"^((19|20)\d{2}\s*(年|年度)?|\d{1,2}\s*(月|季度|日))$")
_DRAWN_ROWS = 3
_COLUMNS = re.compile("[ \u3000]{2,}|[ \u3000]*\t\\s*|\u3000")
_SENTENCE = re.compile("[。！？；，]")
_OF_ROWS = ("|", " ", "\t", "\u3000")
"""A row has one of them."""
_BLANK = (" ", "\u3000", "\t")
_LETTERS = re.compile(r"(^|\s)([\u4e00-\u9fff])[ \u3000]{1,4}(?=[\u4e00-\u9fff](?:\s|$))")
"""The blanks inside a word of two characters that is set wide."""
_NUMBER_OR_UNIT = re.compile(r"^[-+−±]?[\d,.，]+[%％‰]?$|^[^\d\s]{1,6}$")
_DRAWN_RULE = re.compile(r"^[\s|:+—─-]*$")
_CJK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])")


def cell_text(text: object) -> str:
    """One line of text: line breaks inside a Chinese phrase close up, a bar cannot be taken for a cell's edge.

    >>> cell_text("地区生产\\n总值 a|b")
    '地区生产总值 a｜b'
    """
    line = " ".join(str(text or "").replace("|", "｜").split())
    return _CJK.sub("", line)


def table_lines(rows: Grid, head: int | None = None) -> list[str]:
    """A Markdown table. `head` rows on top become one header row; without it they are counted by their numbers.

    Empty rows and columns go; two header rows give `2022年 绝对值`. Where the first row holds figures already there
    is no header, and no rule: rows alone.

    >>> table_lines([["指标", "2022年"], ["生产总值", "155"]])
    ['| 指标 | 2022年 |', '|---|---|', '| 生产总值 | 155 |']
    """
    cleaned = _compact([[cell_text(cell) for cell in row] for row in rows])
    if not cleaned:
        return []
    depth = min(head if head is not None else header_rows(cleaned), len(cleaned))
    body = [row_line(_once(row)) for row in cleaned[depth:]]
    if not depth:
        return body
    header = [_joined(column) for column in zip(*cleaned[:depth], strict=True)]
    return [row_line(header), "|" + "---|" * len(header), *body]


def drawn(text: str) -> str:
    """A text whose tables are drawn with bars between the cells alone, or set in columns by blanks, three rows or more, as Markdown tables.

    >>> drawn("产量\\n指标|单位|数\\n茶  |吨  |5\\n米  |吨  |8").split("\\n")[1:4]
    ['| 指标 | 单位 | 数 |', '|---|---|---|', '| 茶 | 吨 | 5 |']
    >>> drawn("县  亿元  %\\n甲  5  1.2\\n乙  8  3.4").split("\\n")[2:]
    ['| 甲 | 5 | 1.2 |', '| 乙 | 8 | 3.4 |']
    """
    if not any(mark in text for mark in _OF_ROWS):
        return text
    out: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        rows, taken = _rows_at(lines, at) if any(mark in lines[at] for mark in _OF_ROWS) else ([], 0)
        out += table_lines(rows) if taken else [lines[at]]
        at += taken or 1
    return "\n".join(out)


def _rows_at(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """The rows of the table whose head or first row is line `at`, without its rules, and how many lines it takes; 0 where none begins there."""
    if _is_rule(lines[at]):  # no head; and each of many rules would look through all that follow
        return [], 0
    first = next((n for n in range(at + 1, len(lines)) if not _is_rule(lines[n])), len(lines))
    if first == len(lines):
        return [], 0
    for cells in (_barred, _spaced, _close):
        width = len(cells(lines[first]))
        head = _head_of(lines[at], cells, width)
        if head is None or (cells is _close and any(map(_is_figure, head))):
            continue
        body, last = [], first
        while last < len(lines):
            row = [] if _is_rule(lines[last]) else cells(lines[last])
            if row and (len(row) != width or not _told(row, cells)):
                break
            body += [row] if row else []
            last += 1
        if len(body) + 1 >= _DRAWN_ROWS:
            return [head, *body], last - at
    return [], 0


def _told(row: Sequence[str], cells: Callable[[str], list[str]]) -> bool:
    """Whether cells that blanks part are the row of a table: one of them is a figure; where it is one blank, all but a name and a unit."""
    if cells is _barred:
        return True
    told = len(row) > 2 and any(map(_NUMBER.match, row[1:]))
    if cells is _spaced or not told:
        return told
    return (
        not _NUMBER.match(row[0]) and bool(_NUMBER_OR_UNIT.match(row[1])) and all(map(_NUMBER.match, row[2:]))
    )


def _head_of(line: str, cells: Callable[[str], list[str]], width: int) -> list[str] | None:
    """The cells of the line over rows of `width` cells: letter-spaced names (产  品) closed up, nothing over the first cell of the rows
    where the line has one less and is set in; None where it does not fit."""
    named = cells(line)
    ways = [named, cells(_LETTERS.sub(r"\1\2", line)), ["", *named] if line[:1] in _BLANK else []]
    return next((one for one in ways if width > 1 and len(one) == width), None)


def _is_figure(cell: str) -> bool:
    """Whether a cell is a figure, and no year that heads a column."""
    return bool(_NUMBER.match(cell) and not _YEAR.match(cell))


def _is_rule(line: str) -> bool:
    return bool(line.strip() and _DRAWN_RULE.match(line))


def _barred(line: str) -> list[str]:
    """The cells of a row with bars between them and none around it; none for other lines."""
    bare = line.strip()
    return [] if bare.startswith("|") or bare.endswith("|") else [cell.strip() for cell in bare.split("|")]


def _spaced(line: str) -> list[str]:
    """The cells of a row that is set in columns by two blanks or more, or tabs; none for a line with the marks of a sentence."""
    return [] if _SENTENCE.search(line) else _COLUMNS.split(line.strip())


def _close(line: str) -> list[str]:
    """The cells of a row with one blank between them, as a table comes out of a PDF that was copied by hand."""
    return [] if _SENTENCE.search(line) or "|" in line else line.split()


def row_line(cells: Sequence[str]) -> str:
    """A row: `| a | b |`, an empty cell one blank wide, as it is in cleaned text."""
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def blocks(rows: Grid) -> Iterator[tuple[list[str], list[list[str]]]]:
    """A sheet falls into tables at its empty rows: (lines above, rows). Lines alone come with no rows.

    A line is a row with one cell, or with one text over all of them (a merged title): captions, units, notes.

    >>> list(blocks([["表1 产值"], ["乡镇", "亿元"], ["甲镇", "5"], [""], ["注：快报数"]]))
    [(['表1 产值'], [['乡镇', '亿元'], ['甲镇', '5']]), (['注：快报数'], [])]
    """
    above: list[str] = []
    table: list[list[str]] = []
    for row in [*rows, []]:
        cells = [cell_text(cell) for cell in row]
        named = {cell for cell in cells if cell}
        if len(named) > 1 or (table and len(named) == 1 and not _is_note(cells, table)):
            table.append(cells)
            continue
        if table:
            yield above, table
            above, table = [], []
        above += named
    if above:
        yield above, []


def _is_note(cells: list[str], table: list[list[str]]) -> bool:
    """A lone text below a table is a note, unless it heads a group of rows: short, first cell, no punctuation."""
    text = next(cell for cell in cells if cell)
    width = max(sum(bool(cell) for cell in row) for row in table)
    lone = sum(bool(cell) for cell in cells) == 1
    return (
        len(text) > 15
        or text.startswith(("注", "资料来源", "数据来源", "单位", "表"))
        or (lone and width == 1)
    )


def header_rows(rows: Grid) -> int:
    """How many rows on top hold names rather than figures: 0 to 4.

    >>> header_rows([["指标", "2022年", "2022年"], ["指标", "绝对值", "增长%"], ["产值", "155", "4.2%"]])
    2
    """
    for at, row in enumerate(rows[:5]):
        if any(map(_is_figure, row[1:])):
            return at
        # A second row is a header only where merged cells tie it to the first.
        if at and not _tied(rows[at - 1], row):
            return at
    return 1


def _tied(above: Sequence[str], row: Sequence[str]) -> bool:
    merged_down = any(a and a == b for a, b in zip(above, row, strict=True))
    merged_over = any(a and a == b for a, b in pairwise(above))
    return merged_down and merged_over


def _compact(rows: list[list[str]]) -> list[list[str]]:
    width = max((len(row) for row in rows), default=0)
    full = [[*row, *[""] * (width - len(row))] for row in rows if any(row)]
    kept = [at for at in range(width) if any(row[at] for row in full)]
    return [[row[at] for at in kept] for row in full]


def _once(row: list[str]) -> list[str]:
    """A text merged over a whole row stands in its first cell only."""
    return [row[0], *[""] * (len(row) - 1)] if len(row) > 2 and len(set(row)) == 1 and row[0] else row


def _joined(column: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(cell for cell in column if cell))
