"""The tab of figures without its widgets: what can be chosen, the rows, the chart, the sheet."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from index.records import Figure, FigureCount, FigureKind, Indicated, Stated
from tests.ui.fakes import ANNING_DOC, EVIL, FakeLibrary
from tests.ui.markup import Page as Markup
from tests.ui.markup import assert_tame
from ui import figures, figures_sheet, figures_table
from ui.figures import Measure
from ui.figures_chart import SERIES, chart

LEVEL, GROWTH = Measure("level", "元"), Measure("growth", "%")


def stated(
    written: str,
    value: float,
    year: int | None = 2022,
    *,
    place: tuple[str, str] = ("331123", "遂昌县"),
    kind: FigureKind = "level",
    unit: str = "元",
    doc: str = "d1",
    start: int = 10,
    **more: object,
) -> Stated:
    figure = Figure(
        place[0], place[1], year, "", "", "GDP", "地区生产总值", value, unit, None, None, False, False, kind,
        start, start + len(written), 0, 40,
    )  # fmt: skip
    return Stated(
        doc, f"报告{doc}", "2023-03-01", f"{doc}.txt", written, f"全县{written}。", replace(figure, **more)
    )


def rows(*found, measure=LEVEL):
    return figures.rows(found, measure, "zh")


def test_choices_say_how_many_figures_there_are():
    assert figures.indicator_choices([Indicated("常住人口", True, 1200)]) == [
        ("常住人口 (1,200)", "常住人口")
    ]
    counts = [
        FigureCount("growth", "%", "331123", "遂昌县", 2022, 4),
        FigureCount("level", "元", "331123", "遂昌县", 2022, 2),
        FigureCount("level", "元", "331124", "松阳县", None, 1),
        FigureCount("level", "美元", "", "全国", 2021, 1),
    ]
    assert figures.measure_choices(counts, "zh") == [
        ("数值（元） (3)", "level|元"), ("数值（美元） (1)", "level|美元"), ("增速（%） (4)", "growth|%"),
    ]  # fmt: skip
    assert figures.place_choices(counts, LEVEL, "zh") == [("遂昌县 (2)", "331123"), ("松阳县 (1)", "331124")]
    assert figures.place_choices(counts, Measure("level", "美元"), "en") == [("全国 (1)", "全国")]
    assert figures.year_choices(counts, LEVEL, "zh") == [("2022 (2)", 2022), ("未写明 (1)", 0)]


def test_places_of_one_name_are_told_apart():
    counts = [FigureCount("level", "元", code, "鼓楼区", 2022, 1) for code in ("320106", "320302")]
    labels = [label for label, _ in figures.place_choices(counts, LEVEL, "zh")]
    assert labels == ["江苏省南京市鼓楼区 (1)", "江苏省徐州市鼓楼区 (1)"]


@pytest.mark.parametrize("measure", [LEVEL, GROWTH, Measure("rank", "")])
def test_a_measure_is_read_from_its_key(measure):
    assert figures.measure(measure.key) == measure


@pytest.mark.parametrize("key", ["", "level", "evil|元"])
def test_another_key_is_no_measure(key):
    assert figures.measure(key) is None


def test_levels_and_growth_are_never_rows_of_one_table_and_a_change_stands_beside_its_level():
    level = stated("155亿元", 1.55e10)
    growth = stated("4.2%", 4.2, kind="growth", unit="%", start=20)
    other = stated("3.1%", 3.1, 2021, kind="growth", unit="%", start=30)
    elsewhere = stated("5%", 5, kind="growth", unit="%", doc="d2")
    (row,) = rows(level, growth, other, elsewhere)
    assert (row.stated, row.change) == (level, growth)
    assert [one.stated.written for one in rows(level, growth, other, measure=GROWTH)] == ["4.2%", "3.1%"]


def test_reports_that_disagree_are_all_shown_and_marked():
    first, second = stated("155亿元", 1.55e10), stated("156亿元", 1.56e10, doc="d2")
    same = stated("140亿元", 1.4e10, 2021), stated("1400000万元", 1.4e10, 2021, doc="d2")
    found = rows(first, second, *same)
    assert [row.disputed for row in found] == [True, True, False, False]
    html = figures_table.table(found, "zh")
    assert html.count("说法不一</span>") == 2
    assert "155.5" not in html


def test_one_report_that_gives_two_figures_does_not_contradict_itself():
    assert not any(row.disputed for row in rows(stated("155亿元", 1.55e10), stated("2亿元", 2e8)))


@pytest.mark.parametrize(
    ("written", "value", "unit", "columns"),
    [
        ("661.89亿元", 6.6189e10, "元", ("661.89", "亿元")),
        ("172.4", 1.724e10, "元", ("172.4", "亿元")),
        ("1,234", 1234, "人", ("1,234", "人")),
        ("-4.6", -4.6, "%", ("-4.6", "%")),
        ("0", 0, "%", ("0", "%")),
        ("3至5亿元", 4e8, "元", ("3至5亿元", "")),
        ("三成", 30, "%", ("三成", "")),
    ],
)
def test_a_number_stands_as_written_and_its_unit_beside_it(written, value, unit, columns):
    assert figures.in_columns(stated(written, value, unit=unit)) == columns


def test_a_fall_is_said():
    fall = stated("2.4%", -2.4, kind="growth", unit="%", start=20)
    (row,) = rows(stated("155亿元", 1.55e10), fall)
    assert figures.signed(row.change) == "-2.4%"
    assert "下降 2.4</button>" in figures_table.table(rows(fall, measure=GROWTH), "zh")
    assert "下降 -" not in figures_table.table(
        rows(stated("-2.4%", -2.4, kind="growth", unit="%"), measure=GROWTH), "zh"
    )


def test_every_row_and_every_change_names_the_characters_that_prove_it():
    level, growth = stated("155亿元", 1.55e10), stated("4.2%", 4.2, kind="growth", unit="%", start=20)
    spans = Markup(figures_table.table(rows(level, growth), "zh")).with_attribute("data-doc")
    assert [(one["data-doc"], one["data-start"], one["data-end"]) for one in spans] == [
        ("d1", "10", "15"),
        ("d1", "20", "24"),
    ]


def test_text_of_a_report_never_becomes_markup():
    evil = stated("5亿元", 5e8, subject="<script>x</script>", period='"><img src=x onerror=1>')
    evil = replace(evil, title=EVIL.title, sentence='" onmouseover="x', doc_id='"><b>', date="<svg>")
    assert_tame(figures_table.table(rows(evil), "zh"))


def test_a_long_table_says_how_much_of_it_is_shown():
    many = rows(*(stated("1元", 1, doc=f"d{at}") for at in range(figures_table.ROWS + 5)))
    assert figures_table.table(many, "zh").count("<tr data-doc") == figures_table.ROWS
    assert "共 305 行，列出前 300 行" in figures_table.count(many, "zh")
    assert "没有符合所选条件的数字" in figures_table.table([], "zh")


def test_lines_over_the_years_in_one_unit_that_the_axis_says():
    drawn = chart(
        rows(stated("155亿元", 1.55e10), stated("9000万元", 9e7, 2019)), "地区生产总值", LEVEL, "zh"
    )
    assert (drawn.form, drawn.axis) == ("line", "地区生产总值（亿元）")
    assert [(one.year, one.value, one.series, one.source.written) for one in drawn.points] == [
        (2019, 0.9, "遂昌县", "9000万元"),
        (2022, 155, "遂昌县", "155亿元"),
    ]
    assert drawn.years == (2019, 2020, 2021, 2022)
    assert drawn.left_out == 0
    english = chart(rows(stated("155亿元", 1.55e10), stated("1亿元", 1e8, 2019)), "GDP", LEVEL, "en")
    assert english.axis == "GDP (10⁸ 元)"


def test_rates_keep_their_unit():
    found = rows(
        stated("4%", 4, kind="growth", unit="%"),
        stated("5%", 5, 2021, kind="growth", unit="%"),
        measure=GROWTH,
    )
    assert chart(found, "GDP", GROWTH, "zh").axis == "GDP（%）"


def test_one_year_of_several_places_is_bars_the_highest_first():
    found = rows(stated("1亿元", 1e8), stated("2亿元", 2e8, place=("331124", "松阳县")))
    drawn = chart(found, "GDP", LEVEL, "zh")
    assert (drawn.form, drawn.series, drawn.years) == ("bar", ("松阳县", "遂昌县"), (2022,))


NATION, CITY, SONGYANG = ("", "全国"), ("3311", "丽水市"), ("331124", "松阳县")


def test_wider_places_are_not_drawn_beside_counties_unless_they_are_chosen():
    found = rows(
        stated("1亿元", 1e8),
        stated("2亿元", 2e8, place=SONGYANG),
        stated("3亿元", 3e8, place=("", "")),  # of an unknown place, which may be a county
        stated("1700亿元", 1.7e11, place=CITY),
        stated("1200000亿元", 1.2e14, place=NATION),
    )
    drawn = chart(found, "GDP", LEVEL, "zh")
    assert drawn.series == ("未写明", "松阳县", "遂昌县") and drawn.wider == ("丽水市", "全国")
    assert drawn.left_out == 0 and drawn.axis == "GDP（亿元）"
    told = Markup(figures_table.notes(found, drawn, "zh")).text
    assert "丽水市、全国的数字没有画进图里" in told and "选上就会画出来" in told
    every = chart(found, "GDP", LEVEL, "zh", every=True)
    assert every.series[:2] == ("全国", "丽水市") and every.wider == ()
    assert figures_table.notes(found, every, "zh") == ""


def test_the_country_is_drawn_where_no_counties_are_or_a_rate_is_compared():
    two = (stated("1亿元", 1e8, place=NATION), stated("2亿元", 2e8, 2021, place=NATION))
    assert chart(rows(*two), "GDP", LEVEL, "zh").series == ("全国",)
    lone = rows(*two, stated("1亿元", 1e8))  # one county alone makes no chart
    assert set(chart(lone, "GDP", LEVEL, "zh").series) == {"全国", "遂昌县"}
    rates = [stated("4%", 4, kind="growth", unit="%", place=place) for place in (NATION, SONGYANG, CITY)]
    assert len(chart(rows(*rates, measure=GROWTH), "GDP", GROWTH, "zh").series) == 3


def test_bars_of_several_years_say_theirs():
    found = rows(stated("1亿元", 1e8), stated("2亿元", 2e8, 2021, place=("331124", "松阳县")))
    assert chart(found, "GDP", LEVEL, "zh").series == ("松阳县 2021", "遂昌县 2022")


def test_no_two_points_share_a_year_and_a_series():
    found = rows(
        stated("155亿元", 1.55e10),
        stated("156亿元", 1.56e10, doc="d2"),
        stated("1550000万元", 1.55e10, doc="d3"),
        stated("70亿元", 7e9, period="上半年"),
        stated("140亿元", 1.4e10, 2021),
    )
    drawn = chart(found, "GDP", LEVEL, "zh")
    cells = [(one.year, one.series) for one in drawn.points]
    assert len(cells) == len(set(cells)) == 4  # what two reports say alike is one point
    assert set(drawn.series) == {"遂昌县", "遂昌县（另一说2）", "遂昌县 上半年"}


def test_targets_ranges_and_figures_without_a_year_are_not_drawn():
    kept = [stated("1亿元", 1e8), stated("2亿元", 2e8, 2021)]
    left = [
        stated("3亿元", 3e8, 2023, planned=True), stated("4亿元", 4e8, None),
        stated("5至6亿元", 5e8, 2020, low=5e8, high=6e8), stated("9亿元", 9e8, 2019, subject="甲公司"),
    ]  # fmt: skip
    drawn = chart(rows(*kept, *left), "GDP", LEVEL, "zh")
    assert (len(drawn.points), drawn.left_out) == (2, 4)


def test_firms_are_drawn_where_they_are_the_most():
    found = rows(
        *(stated(f"{at}亿元", at * 1e8, subject=f"项目{at}") for at in (1, 2, 3)), stated("9亿元", 9e8)
    )
    assert chart(found, "项目总投资", LEVEL, "zh").series[0] == "遂昌县"
    assert chart(found, "项目总投资", LEVEL, "zh").series[1] == "遂昌县 项目3"


def test_one_figure_makes_no_chart_and_too_many_lines_are_left_out():
    assert chart(rows(stated("1亿元", 1e8)), "GDP", LEVEL, "zh") is None
    assert chart([], "GDP", LEVEL, "zh") is None
    many = rows(
        *(
            stated("1亿元", 1e8 + at, year, place=(str(100000 + at), f"县{at}"))
            for at in range(SERIES + 2)
            for year in (2021, 2022)
        )
    )
    drawn = chart(many, "GDP", LEVEL, "zh")
    assert (len(drawn.series), drawn.left_out) == (SERIES, 4)


def test_the_sheet_holds_the_number_and_what_proves_it():
    level, growth = stated("155亿元", 1.55e10), stated("4.2%", 4.2, kind="growth", unit="%", start=20)
    found = rows(level, growth)
    read = list(csv.DictReader(io.StringIO(figures_sheet.csv(found, "zh").decode("utf-8-sig"))))
    assert (read[0]["地区"], read[0]["年份"], read[0]["数字"], read[0]["数字的单位"]) == (
        "遂昌县", "2022", "15500000000", "元",
    )  # fmt: skip
    assert (read[0]["原文写法"], read[0]["增减"], read[0]["类别"]) == ("155亿元", "+4.2%", "数值")
    assert (read[0]["报告"], read[0]["报告日期"], read[0]["来源"]) == ("报告d1", "2023-03-01", "d1.txt")
    assert read[0]["原文"] == "全县155亿元。"
    book = openpyxl.load_workbook(io.BytesIO(figures_sheet.xlsx(found, "zh")))
    head, first = list(book.active.iter_rows(values_only=True))
    assert book.active.title == "数据"
    assert dict(zip(head, first, strict=True))["数字"] == 15_500_000_000


def test_a_formula_in_a_report_stays_text_in_both_files():
    evil = stated("5亿元", 5e8, subject="=HYPERLINK(1)")
    evil = replace(evil, title='=cmd|" /C calc"!A0', sentence="@SUM(1)", source="+1")
    text = figures_sheet.csv(rows(evil), "zh").decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["报告"].startswith("'=")
    assert row["原文"] == "'@SUM(1)"
    assert row["企业或项目"].startswith("'=")
    assert row["来源"] == "+1"  # a number is none
    book = openpyxl.load_workbook(io.BytesIO(figures_sheet.xlsx(rows(evil), "zh")))
    assert all(cell.data_type != "f" for line in book.active.iter_rows() for cell in line)


def test_a_file_is_named_by_what_it_holds():
    assert figures_sheet.file_name("地区生产总值", LEVEL, "zh", "csv") == "地区生产总值_数值（元）.csv"
    assert "/" not in figures_sheet.file_name("../../etc/x", LEVEL, "zh", "csv")


def test_the_figures_of_real_reports_come_out():
    library = FakeLibrary(ANNING_DOC)
    found = figures.rows(library.stated("地区生产总值"), LEVEL, "zh")
    (row,) = found
    assert (row.place, figures.in_columns(row.stated), figures.signed(row.change)) == (
        "安宁市", ("661.89", "亿元"), "+5.5%",
    )  # fmt: skip
