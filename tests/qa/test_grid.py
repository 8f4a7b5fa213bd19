"""A table of a stored text: its rows, and what stands over a cell."""

import pytest

from qa.grid import head_over, rows

TABLE = "表1\n| 指标 | 总量 | 增长 |\n| --- | --- | --- |\n| 茶 | 2亿元 | 3% |\n| 竹 | 4亿元 | 5% |\n说明。"


@pytest.mark.parametrize(
    ("cell", "head"),
    [("2亿元", "总量"), ("5%", "增长"), ("竹", "指标"), ("总量", ""), ("说明", ""), ("表1", "")],
)
def test_what_stands_over_a_cell(cell, head):
    assert head_over(TABLE, TABLE.index(cell)) == head


def test_a_table_without_a_head_has_nothing_over_its_cells():
    text = "| 茶 | 2亿元 |\n| 竹 | 4亿元 |"
    assert head_over(text, text.index("4亿元")) == ""
    assert text[slice(*rows(text, 0))] == text


def test_a_row_with_more_cells_than_the_head_has_nothing_over_the_last():
    text = "| 茶 |\n| --- |\n| 竹 | 4亿元 |"
    assert head_over(text, text.index("4亿元")) == ""
