"""A table of a stored text: its rows, and what stands over a cell."""

import pytest

from qa.grid import head_over, in_column, is_head, rows

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


YEARS = "| 项目 | 2020年 | 2021年 | 增长 |\n| --- | --- | --- | --- |\n| 一本上线（人） | 1103 | 1189 | 8% |"


@pytest.mark.parametrize(
    ("years", "cell", "meant"),
    [
        ((2020,), "1189", "1103"),
        ((2021,), "1189", "1189"),
        ((2019,), "1189", "1189"),
        ((2020,), "8%", "8%"),
        ((), "1189", "1189"),
    ],
)
def test_the_cell_of_the_year_that_is_asked_for(years, cell, meant):
    at = YEARS.index(cell)
    assert YEARS[slice(*in_column(years, YEARS, at, at + len(cell)))] == meant


def test_the_head_of_a_table_states_nothing():
    assert is_head(YEARS, 5) and not is_head(YEARS, YEARS.index("1103")) and not is_head("说明。", 1)


def test_of_a_plan_and_what_came_of_it_the_latter():
    text = "| 指标 | 2024年计划 | 2024年完成 | 2025年计划 |\n| --- | --- | --- | --- |\n| 收入 | 21300元 | 21436元 | 22900元 |"
    at = text.index("22900元")
    assert text[slice(*in_column((2024,), text, at, at + 6))] == "21436元"
    assert text[slice(*in_column((2024,), text, at, at + 6, planned=True))] == "21300元"
