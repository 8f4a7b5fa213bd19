"""A table as the readers of formats write it, `| 指标 | 2022年 |`, a rule, rows: its lines, and what stands over a cell."""

import re
from collections.abc import Sequence

from index.amounts import unit_in

RULE = re.compile(r"^\|[\s:|-]+\|?$")
"""The line between the head of a table and its rows."""
_GROWS = re.compile("增速|增长|增幅|涨幅|降幅|同比|[%％]")
_UNITS = re.compile("(?:计量)?单位")
_PLANNED = re.compile("计划|目标|预期|任务|预计|预算")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ABOVE = 60
"""Characters above a table in which its unit may stand."""


def line_at(text: str, at: int) -> tuple[int, int]:
    """The line that the character at `at` stands in, without its end."""
    last = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, last if last >= 0 else len(text)


def rows(text: str, at: int) -> tuple[int, int] | None:
    """All rows, without their head, of the table whose row `at` stands in; None where it stands in none.

    >>> text = "| 类 | 亿元 |\\n| --- | --- |\\n| 茶 | 2 |\\n| 竹 | 3 |\\n"
    >>> text[slice(*rows(text, text.index("竹")))]
    '| 茶 | 2 |\\n| 竹 | 3 |'
    """
    first, last = line_at(text, at)
    if not text[first:last].startswith("|"):
        return None
    while first > 0 and (above := line_at(text, first - 1)) and text[slice(*above)].startswith("|"):
        if RULE.match(text[slice(*above)]):
            break
        first = above[0]
    while last < len(text) and (below := line_at(text, last + 1)) and text[slice(*below)].startswith("|"):
        if RULE.match(text[slice(*below)]):  # it was the head that the span stands in
            first = below[1] + 1
        last = below[1]
    return (first, last) if first < last else None


def is_head(text: str, at: int) -> bool:
    """Whether the character at `at` stands in the head of a table, which states nothing.

    >>> is_head("| 指标 | 2022年 |\\n| --- | --- |\\n| 产值 | 2亿元 |\\n", 3)
    True
    """
    first, last = line_at(text, at)
    below = line_at(text, last + 1) if last < len(text) else (last, last)
    return text[first:last].startswith("|") and bool(RULE.match(text[slice(*below)]))


def head_over(text: str, at: int) -> str:
    """What stands in the head of the table over the cell that `at` stands in; empty outside of a table.

    >>> text = "| 指标 | 2022年 | 2023年 |\\n| --- | --- | --- |\\n| 产值 | 2亿元 | 3亿元 |\\n"
    >>> head_over(text, text.index("3亿元"))
    '2023年'
    """
    heads = _heads(text, at)
    column = text[line_at(text, at)[0] : at].count("|")
    return heads[column].strip() if column < len(heads) else ""


def _heads(text: str, at: int) -> list[str]:
    """The cells of the head of the table in whose rows `at` stands, cut at its bars; empty where it stands in no row under a head."""
    all_rows = rows(text, at)
    if all_rows is None or at < all_rows[0]:
        return []
    rule = line_at(text, max(0, all_rows[0] - 1))
    if rule[0] == 0 or not RULE.match(text[slice(*rule)]):
        return []
    return text[slice(*line_at(text, rule[0] - 1))].split("|")


def in_column(
    years: Sequence[int], text: str, start: int, end: int, *, planned: bool = False
) -> tuple[int, int]:
    """The span, or the cell of its row under the head of the one year that is asked for, where it stands under that of another; of a
    plan and what came of it the latter, unless what is `planned` is asked for.

    >>> text = "| 指标 | 2022年 | 2023年计划 | 2023年完成 |\\n| --- | --- | --- | --- |\\n| 产值 | 2亿元 | 3亿元 | 4亿元 |\\n"
    >>> at = text.index("3亿元")
    >>> [text[slice(*in_column((year,), text, at, at + 3))] for year in (2022, 2023)]
    ['2亿元', '4亿元']
    """
    if len(years) != 1 or "|" in text[start:end] or not _YEAR.search(head_over(text, start)):
        return start, end
    first, last = line_at(text, start)
    heads, cells = _heads(text, start), text[first:last].split("|")
    column = text[first:start].count("|")
    there = [
        at for at, one in enumerate(heads) if str(years[0]) in one and at < len(cells) and cells[at].strip()
    ]
    meant = [at for at in there if bool(_PLANNED.search(heads[at])) == planned] or there
    if not meant or column in meant:
        return start, end
    begin = first + sum(len(one) + 1 for one in cells[: meant[0]])
    cell = cells[meant[0]]
    begin += len(cell) - len(cell.lstrip())
    return begin, begin + len(cell.strip())


def unit_over(text: str, at: int) -> str:
    """The unit that a table gives the bare number at `at`: in its head, its row's label or column of units, or above the table; % for a
    column of growth; empty where it gives none.

    >>> text = "| 指标 | 单位 | 绝对量 | 比上年增长% |\\n|---|---|---|---|\\n| 茶叶 | 吨 | 2547 | 5.9 |\\n"
    >>> unit_over(text, text.index("2547")), unit_over(text, text.index("5.9"))
    ('吨', '%')
    """
    head = head_over(text, at)
    if not head:
        return ""
    if _GROWS.search(head):
        return "%"
    first, last = line_at(text, at)
    cells = [one.strip() for one in text[first:last].strip("|").split("|")]
    all_rows = rows(text, at)
    rule = line_at(text, max(0, (all_rows or (first, last))[0] - 1))
    heads = [one.strip() for one in text[slice(*line_at(text, max(0, rule[0] - 1)))].strip("|").split("|")]
    by_column = next((cell for one, cell in zip(heads, cells, strict=False) if _UNITS.fullmatch(one)), "")
    above = text[max(0, line_at(text, max(0, rule[0] - 1))[0] - _ABOVE) : rule[0]]
    return unit_in(head) or by_column or unit_in(cells[0]) or (unit_in(above) if "单位" in above else "")
