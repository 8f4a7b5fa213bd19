from datetime import date, datetime, time, timedelta
from time import process_time

import pytest

from index.formats.cells import shown
from index.formats.grid import drawn, header_rows, table_lines
from index.formats.numbering import chinese


@pytest.mark.parametrize(
    ("value", "picture", "text"),
    [
        (0.052, "0.00%", "5.20%"),
        (0.0525, "0.0%", "5.3%"),  # half goes up, as in the program
        (1234, "#,##0", "1,234"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-1234.5, "#,##0.0_);(#,##0.0)", "(1,234.5)"),
        (-3, "0.0", "-3.0"),
        (0.1 + 0.2, "General", "0.3"),
        (155.0, "General", "155"),
        (4.2, '0.0"%"', "4.2%"),
        (155, '0"亿元"', "155亿元"),
        (12, "[红色]0", "12"),
        (16.5, '"￥"#,##0.00', "￥16.50"),
        (1500000, "#,##0,", "1,500"),
        (0, '0;-0;"—"', "—"),
        (7, "000", "007"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (12345, "0.00E+00", "1.23E+4"),
        (date(2023, 3, 1), 'yyyy"年"m"月"d"日"', "2023年3月1日"),
        (datetime(2023, 3, 1), "yyyy-mm-dd", "2023-03-01"),
        (datetime(2023, 3, 1), "mm-dd-yy", "2023-03-01"),
        (datetime(2023, 3, 1, 9, 30), "General", "2023-03-01 09:30"),
        (time(9, 30), "h:mm", "09:30"),
        (timedelta(hours=36), "[h]:mm", "36:00:00"),
        (True, "General", "TRUE"),
        ("甲镇", "@", "甲镇"),
        (None, "0", ""),
    ],
)
def test_a_value_stands_as_its_format_shows_it(value, picture, text):
    assert shown(value, picture) == text


def test_tables_without_a_header_get_none():
    assert table_lines([["甲镇", "5"], ["乙镇", "6"]]) == ["| 甲镇 | 5 |", "| 乙镇 | 6 |"]
    assert header_rows([["乡镇", "2021年", "2022年"], ["甲镇", "5", "6"]]) == 1


def test_chinese_numbers_of_headings():
    assert [chinese(n) for n in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]


WIDE = """主要产品产量：
------------------------------------
产  品      单位      产量     增长(%)
------------------------------------
黄金        公斤      3420      6.8
锰锭        万吨      1.73    -40.2
------------------------------------
建筑业总产值24.1亿元。"""
CLOSE = "指 标 单位 2022年 增长%\n生产总值 亿元 123.4 5.1\n粮食 万吨 12.3 1.2\n油料 万吨 0.8 -3\n注：快报数"
SET_IN = "             2021年   2022年\n生产总值     110.2    123.4\n财政收入     8.8      9.1"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (WIDE, ["| 产品 | 单位 | 产量 | 增长(%) |", "|---|---|---|---|", "| 黄金 | 公斤 | 3420 | 6.8 |"]),
        (
            CLOSE,
            ["| 指标 | 单位 | 2022年 | 增长% |", "|---|---|---|---|", "| 生产总值 | 亿元 | 123.4 | 5.1 |"],
        ),
        (SET_IN, ["| | 2021年 | 2022年 |", "|---|---|---|", "| 生产总值 | 110.2 | 123.4 |"]),
    ],
)
def test_tables_set_in_columns_by_blanks(text, lines):
    shown = drawn(text).split("\n")
    at = shown.index(lines[0])
    assert shown[at : at + 3] == lines


@pytest.mark.parametrize(
    "text",
    [
        "联系人 张三 138\n地址 甲县 5号\n邮编 乙 323300",
        "一、农 业\n今年 全县 共 3 项\n完成 投资 5 亿元",
        "A man of 3\nOf 4 kinds in\nAll 5 went out",
    ],
)
def test_lines_with_blanks_are_no_table(text):
    assert drawn(text) == text


def test_rules_without_a_table_are_no_head_and_take_no_time():
    text = "- - -\n" * 50_000 + "甲 5 6"
    began = process_time()
    assert drawn(text) == text
    assert process_time() - began < 10  # each line against all that follow took minutes
