"""Cells and pairs of amounts out of the passages: under the head that is asked of, in the report that names the thing."""

from dataclasses import dataclass, field

import pytest

from index.figures import figures
from index.records import Description
from qa.compute.asked import task
from qa.compute.fromto import from_to, told_change
from qa.compute.passages import read_cells
from qa.compute.records import Read

TABLE = "表1\n\n| 指标 | 宝溪水库 | 成屏水库 |\n| --- | --- | --- |\n| 坝高 | 48.75米 | 90.8米 |\n"


@dataclass(frozen=True)
class Report:
    """As much of a document as is read here."""

    id: str
    text: str
    title: str = ""
    source: str = ""
    about: Description = field(default_factory=lambda: Description("简报"))

    def page_at(self, _):
        return None


class NoFigures:
    """A library whose table of figures is empty."""

    def figures(self, *_, **__):
        return []


def read(report, words, certainty):
    start = report.text.index(words)
    return Read(report, start, start + len(words), certainty)


@pytest.mark.parametrize(("side", "written"), [(0, "48.75米"), (1, "90.8米")])
def test_of_a_row_the_cell_under_the_thing_is_meant(side, written):
    report = Report("a", TABLE)
    likely = [read(report, "90.8米", 0.99), read(report, "48.75米", 0.97)]
    wanted = task("宝溪水库的坝高还是成屏水库的高？").wanted[side]
    cell = read_cells(NoFigures(), [wanted], lambda _: likely, 0.3)[0]
    assert [one.written for one in cell.values] == [written]


def test_a_bare_cell_is_an_amount_in_the_unit_of_its_column():
    text = "| 标段 | 乡镇 | 面积（万亩） |\n|---|---|---|\n| 一标段 | 大柘镇 | 1.9 |\n| 二标段 | 石练镇 | 0.8 |\n"
    report = Report("a", text)
    wanted = task("遂昌县大柘镇的标段面积比石练镇多多少万亩？").wanted
    cells = read_cells(
        NoFigures(),
        wanted,
        lambda asked: [read(report, "1.9" if "大柘" in asked else "0.8", 0.9)],
        0.3,
    )
    assert [(one.written, one.label, one.unit) for cell in cells for one in cell.values] == [
        ("1.9", "万亩", "平方米"),
        ("0.8", "万亩", "平方米"),
    ]


def test_a_report_that_does_not_name_the_thing_is_no_rival():
    own, other = Report("a", "宝溪水厂的受益人口为8.8万人。"), Report("b", "石练水厂的受益人口为16.43万人。")
    likely = [read(other, "16.43万人", 0.9), read(own, "8.8万人", 0.8)]
    wanted = task("宝溪水厂和石练水厂，受益人口相差多少？").wanted[0]
    assert [one.written for one in read_cells(NoFigures(), [wanted], lambda _: likely, 0.3)[0].values] == [
        "8.8万人"
    ]


def test_by_how_much_a_price_is_higher_is_no_price():
    report = Report("a", "集团保底收购，每斤高出市场价2元。")
    wanted = task("保底价比市场价高多少元？").wanted[1]
    for words in ("2元", "市场价2元"):
        assert (
            read_cells(NoFigures(), [wanted], lambda _, w=words: [read(report, w, 0.9)], 0.3)[0].values == ()
        )


def test_a_figure_that_nothing_is_computed_with_may_have_rivals():
    report = Report("a", "宝溪水厂投资8亿元，二期投资9亿元。")
    likely = [read(report, "8亿元", 0.6), read(report, "9亿元", 0.5)]
    wanted = task("宝溪水厂和石练水厂分别投资多少？").wanted[0]
    assert read_cells(NoFigures(), [wanted], lambda _: likely, 0.3)[0].values == ()
    assert len(read_cells(NoFigures(), [wanted], lambda _: likely, 0.3, alone=True)[0].values) == 1


def test_both_amounts_of_a_change_are_told():
    report = Report("a", "起初只有10箱，现在有100多箱，一年产值40万元。")
    answer = from_to("养蜂从多少箱发展到了多少箱？", lambda _: [read(report, "100多箱", 0.9)], 0.3)
    assert answer.text == "10箱[1]，100多箱[1]。"
    assert answer.citations[0].quote == report.text
    assert from_to("现在有多少箱？", lambda _: [read(report, "100多箱", 0.9)], 0.3) is None


def test_of_several_amounts_those_that_the_reader_takes_are_told():
    report = Report("a", "产值增长15.7%，比重去年为27%，如今已到34%。")
    likely = [read(report, "34%", 0.9), read(report, "27%", 0.6)]
    assert from_to("比重由多少升到了多少？", lambda _: likely, 0.3).text == "27%[1]，34%[1]。"
    assert from_to("比重由多少升到了多少？", lambda _: likely[:1], 0.3) is None


def cells(question, spans, threshold=0.3):
    """What each side of a question is filled with, of spans that are proposed for the words each question contains."""
    wanted = task(question).wanted
    reads = {
        one.question: next(told for words, told in spans.items() if words in one.question) for one in wanted
    }
    found = read_cells(NoFigures(), wanted, lambda asked: reads.get(asked, []), threshold)
    return [[one.written for one in cell.values] for cell in found]


def test_the_same_characters_answer_one_side():
    report = Report("a", "建成公寓100套、住房254套。")
    spans = {
        "公寓": [read(report, "100套", 0.9), read(report, "254套", 0.6)],
        "住房": [read(report, "100套", 0.8), read(report, "254套", 0.75)],
    }
    assert cells("公寓比住房少多少套？", spans) == [["100套"], ["254套"]]


def test_amounts_that_might_as_well_be_told_the_other_way_about_tell_nothing():
    report = Report("a", "城乡标准分别提高13.1%和17.7%。")
    alike = [read(report, "13.1%", 0.8), read(report, "17.7%", 0.78)]
    assert cells("城市标准和农村标准，哪个高？", {"城市": alike, "农村": alike}) == [[], []]


def session(year, text):
    about = Description(f"{year}年政府工作报告", date=f"{year}-01-10", kind="work_report")
    return Report(str(year), text, about=about)


def test_what_a_year_brought_is_told_by_the_work_report_of_the_next():
    now = session(2022, "二、2022年工作安排\n建成住房470套。")
    later = session(2023, "一、2022年工作回顾\n建成住房544套。\n二、2023年工作安排\n建成住房480套。")
    spans = {
        "2021年": [read(session(2022, "一、2021年工作回顾\n建成住房300套。"), "300套", 0.9)],
        "2022年": [read(now, "470套", 0.9)],
        "2023年": [read(later, "480套", 0.9), read(later, "544套", 0.5)],
    }
    wanted = task("2021年和2022年建成的住房差多少套？").wanted
    found = read_cells(
        NoFigures(), wanted, lambda asked: next(told for year, told in spans.items() if year in asked), 0.3
    )
    assert [one.value.written for one in found] == ["300套", "544套"]


def test_targets_are_taken_where_both_are():
    spans = {
        "2021年": [read(session(2021, "二、2021年工作安排\n安排债券200万元。"), "200万元", 0.9)],
        "2022年": [read(session(2022, "二、2022年工作安排\n安排债券250万元。"), "250万元", 0.9)],
    }
    assert cells("2021年和2022年的债券差多少万元？", spans) == [["200万元"], ["250万元"]]
    done = {**spans, "2021年": [read(session(2022, "一、2021年工作回顾\n发行债券190万元。"), "190万元", 0.9)]}
    assert cells("2021年和2022年的债券差多少万元？", done) == [["190万元"], []]


def test_a_change_is_told_by_the_sentence_that_has_both():
    report = Report("a", "西瓜远近闻名。品牌价值由起初的10亿元跃升到24亿元，产值5亿元。")
    asked = "品牌价值是怎么变化的？"
    answer = told_change(asked, asked, lambda _: [read(report, "24亿元", 0.8)], 0.3)
    assert answer.text == "10亿元[1]，24亿元[1]。"
    assert told_change(asked, asked, lambda _: [read(report, "5亿元", 0.8)], 0.3) is None


class Stated(NoFigures):
    """A library whose table of figures is that of its one report."""

    def __init__(self, report):
        self.report = report

    def figures(self, *_, **__):
        return [(self.report.id, one) for one in figures(self.report)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022年，遂昌县新增就业从3000人增加到5000人。", "3000人"),  # of an earlier year
        ("五年来，遂昌县新增就业9000人。", "9000人"),
        ("2022年，遂昌县常住人口8000人。", "8000人"),
        ("2022年上半年，遂昌县新增就业4000人。", "4000人"),
        ("2021年，遂昌县新增就业7000人。", "7000人"),
    ],
)
def test_what_the_table_says_of_other_times_and_indicators_is_no_answer(text, words):
    about = Description("简报", date="2023-03-01")
    report = Report("a", text, about=about)
    wanted = task("遂昌县2022年和2023年城镇新增就业差多少？").wanted[0]
    found = read_cells(Stated(report), [wanted], lambda _: [read(report, words, 0.9)], 0.3)
    assert found[0].values == ()
