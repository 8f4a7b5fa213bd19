"""A table as the readers of formats write it, `| 指标 | 2022年 |`, a rule, rows: its lines, and what stands over a cell."""

import re

RULE = re.compile(r"^\|[\s:|-]+\|?$")
"""The line between the head of a table and its rows."""


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


def head_over(text: str, at: int) -> str:
    """What stands in the head of the table over the cell that `at` stands in; empty outside of a table.

    >>> text = "| 指标 | 2022年 | 2023年 |\\n| --- | --- | --- |\\n| 产值 | 2亿元 | 3亿元 |\\n"
    >>> head_over(text, text.index("3亿元"))
    '2023年'
    """
    all_rows = rows(text, at)
    if all_rows is None or at < all_rows[0]:
        return ""
    rule = line_at(text, max(0, all_rows[0] - 1))
    if rule[0] == 0 or not RULE.match(text[slice(*rule)]):
        return ""
    heads = text[slice(*line_at(text, rule[0] - 1))].split("|")
    column = text[line_at(text, at)[0] : at].count("|")
    return heads[column].strip() if column < len(heads) else ""
