import pytest

from index.chunk import chunk
from index.clean import clean
from index.load import load
from index.records import Description
from index.tables import TableLines, cells, is_note, named, tables


def found(text, headings=()):
    lines = text.split("\n")
    return list(tables(lines, [line in headings for line in lines]))


TABLE = "| 镇 | 2022年 |\n|---|---|\n| 甲镇 | 5 |"


def test_a_table_takes_its_caption_and_unit():
    assert found(f"全县说明。\n表1 产值\n（单位：亿元）\n{TABLE}\n后文。") == [TableLines(1, 3, 6, 2)]
    assert found(f"全县说明。\n单位：亿元\n附表2-1 各镇产值（2022年）\n{TABLE}") == [TableLines(2, 3, 6, 2)]
    assert found(f"表3 产值\n\n{TABLE}") == [TableLines(0, 2, 5, 2)]


def test_a_short_line_names_a_table_and_others_do_not():
    assert found(f"各镇产值情况\n{TABLE}") == [TableLines(0, 1, 4, 2)]
    for line in ("各镇产值都有增长。", "地点：甲县", "表1的数字来自各镇，" * 8, "注：快报数", "甲，乙，"):
        assert found(f"{line}\n{TABLE}") == [TableLines(1, 1, 4, 2)], line
    assert found(f"一、产值\n{TABLE}", ["一、产值"]) == [TableLines(1, 1, 4, 2)]


def test_a_line_between_two_tables_is_the_caption_of_the_second():
    assert found(f"表1 甲\n{TABLE}\n表2 乙\n{TABLE}") == [TableLines(0, 1, 4, 2), TableLines(4, 5, 8, 2)]
    assert found(f"{TABLE}\n注：快报数\n{TABLE}") == [TableLines(0, 0, 3, 2), TableLines(4, 4, 7, 2)]


def test_rows_without_a_rule_have_no_header_unless_the_first_has_no_figure():
    assert found("| 甲镇 | 5 |\n| 乙镇 | 6 |") == [TableLines(0, 0, 2, 0)]
    assert found("镇 | 2022年 | 增速\n甲镇 | 5 | 3%\n乙镇 | 6 | 4%") == [TableLines(0, 0, 3, 1)]
    assert found("甲镇 | 5 | 3%\n乙镇 | 6 | 4%") == [TableLines(0, 0, 2, 0)]


def test_a_single_line_with_a_bar_is_no_table():
    assert found("首页 | 新闻\n正文。") == []
    assert found("首页 | 新闻\n甲 | 乙 | 丙\n正文。") == []


def test_what_is_said_with_a_row():
    assert named(["表1 产值"], ["| 镇 | | 2022年 |", "|---|---|---|"]) == "表1 产值 | 镇、2022年"
    assert named([], []) == ""
    assert cells("| 甲 |  | 5 |") == ["甲", "", "5"]
    assert is_note("注：快报数")
    assert is_note("数据来源：县统计局")
    assert not is_note("注意安全")


CSV = "表1 各镇产值,,\n单位：亿元,,\n乡镇,2022年,2023年\n" + "".join(
    f"第{n}镇,{n}.5,{n}.75\n" for n in range(1, 40)
)
HTML = (
    "<html><body><article><h1>甲县简报</h1><p>全县各镇的产值都有增长，具体的情况见下面的表格，数字来自各镇的报送。</p>"
    "<table><caption>表1 各镇产值</caption><tr><th>乡镇</th><th>2022年</th><th>2023年</th></tr>"
    + "".join(f"<tr><td>第{n}镇</td><td>{n}.5亿元</td><td>{n}.75亿元</td></tr>" for n in range(1, 40))
    + "</table><p>各镇下半年的目标都已经确定，任务也已经分解到了各个部门和单位，年底统一考核。</p></article></body></html>"
)


@pytest.mark.parametrize(("name", "data"), [("t.csv", CSV), ("t.html", HTML)])
def test_every_row_that_a_reader_gives_stands_under_caption_and_columns(name, data):
    text = clean(load(name, data.encode())).text
    parts = [one for one in chunk("d", text, Description("甲县简报"), 120) if "| 第" in one.text]
    assert len(parts) > 3
    for part in parts:
        assert "表1 各镇产值" in part.indexed_text
        assert "乡镇" in part.indexed_text
        assert "2023年" in part.indexed_text
    rows = [line for part in parts for line in part.text.split("\n") if line.startswith("| 第")]
    assert len(rows) == 39
    assert all(row.endswith("|") for row in rows)
