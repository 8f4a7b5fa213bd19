"""Cells and pairs of amounts out of the passages: under the head that is asked of, in the report that names the thing."""

from dataclasses import dataclass

import pytest

from qa.compute.asked import task
from qa.compute.fromto import from_to
from qa.compute.passages import read_cell
from qa.compute.records import Read

TABLE = "表1\n\n| 指标 | 宝溪水库 | 成屏水库 |\n| --- | --- | --- |\n| 坝高 | 48.75米 | 90.8米 |\n"


@dataclass(frozen=True)
class Report:
    """As much of a document as is read here."""

    id: str
    text: str
    title: str = ""
    source: str = ""

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
    cell = read_cell(NoFigures(), wanted, lambda _: likely, 0.3)
    assert [one.written for one in cell.values] == [written]


def test_a_report_that_does_not_name_the_thing_is_no_rival():
    own, other = Report("a", "宝溪水厂的受益人口为8.8万人。"), Report("b", "石练水厂的受益人口为16.43万人。")
    likely = [read(other, "16.43万人", 0.9), read(own, "8.8万人", 0.8)]
    wanted = task("宝溪水厂和石练水厂，受益人口相差多少？").wanted[0]
    assert [one.written for one in read_cell(NoFigures(), wanted, lambda _: likely, 0.3).values] == [
        "8.8万人"
    ]


def test_a_figure_that_nothing_is_computed_with_may_have_rivals():
    report = Report("a", "宝溪水厂投资8亿元，二期投资9亿元。")
    likely = [read(report, "8亿元", 0.9), read(report, "9亿元", 0.8)]
    wanted = task("宝溪水厂和石练水厂分别投资多少？").wanted[0]
    assert read_cell(NoFigures(), wanted, lambda _: likely, 0.3).values == ()
    assert len(read_cell(NoFigures(), wanted, lambda _: likely, 0.3, alone=True).values) == 1


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
