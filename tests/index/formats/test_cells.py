from datetime import date, datetime, time, timedelta

import pytest

from index.formats.cells import shown
from index.formats.grid import header_rows, table_lines
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
