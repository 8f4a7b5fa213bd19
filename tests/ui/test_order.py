"""The order of the table of reports: columns as what they are, the unknown last, pages."""

from dataclasses import replace

import pytest

from index.records import Description, Document, Place
from tests.ui.fakes import summary
from ui.order import PLAIN, ROWS, View, at, collated, ordered, pages, turned

JINHUA = Place("330700", "金华市", "", "浙江省")
LISHUI = Place("331100", "丽水市", "", "浙江省")


def report(name, **about):
    return summary(Document(name, name, "字" * about.pop("size", 1), Description(name, **about)))


REPORTS = [
    report("《遂昌县》", date="2023", kind="plan", place=LISHUI, years=(2019, 2023), size=900),
    report("安宁市", date="2023-07-25", kind="news", years=(2023,), size=1000),
    report("第10期", place=JINHUA, kind="bulletin", size=20),
    report("第9期", date="2019-01-02", kind="other", place=JINHUA, years=(2001, 2024), size=30),
]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (PLAIN, "《遂昌县》 安宁市 第10期 第9期"),
        (View("title"), "安宁市 第9期 第10期 《遂昌县》"),  # an, di, sui
        (View("title", True), "《遂昌县》 第10期 第9期 安宁市"),
        (View("place"), "第10期 第9期 《遂昌县》 安宁市"),  # 3307, 3311, none
        (View("place", True), "《遂昌县》 第10期 第9期 安宁市"),
        (View("date"), "第9期 《遂昌县》 安宁市 第10期"),
        (View("date", True), "安宁市 《遂昌县》 第9期 第10期"),
        (View("kind"), "安宁市 第10期 《遂昌县》 第9期"),
        (View("years", True), "第9期 安宁市 《遂昌县》 第10期"),
        (View("size"), "第10期 第9期 《遂昌县》 安宁市"),  # 20, 30, 900, 1000: as numbers
    ],
)
def test_every_column_is_sorted_as_what_it_is_and_the_unknown_are_last(view, expected):
    assert " ".join(one.id for one in ordered(REPORTS, view)) == expected


def test_a_column_is_sorted_one_way_then_the_other_then_not_at_all():
    views = [PLAIN]
    for _ in range(3):
        views.append(turned(views[-1], {"sort": "title"}))
    assert views == [PLAIN, View("title"), View("title", True), PLAIN]
    assert turned(View("title", True, 4), {"sort": "size"}) == View("size", True)


@pytest.mark.parametrize(
    "data",
    [{}, {"sort": "id"}, {"sort": ["title"]}, {"page": -1}, {"page": "2"}, {"page": True}, {"page": 1.5}],
)
def test_what_makes_no_sense_changes_nothing(data):
    assert turned(View("date", True, 2), data) == View("date", True, 2)


def test_pages_hold_all_and_none_is_beyond_the_last():
    many = [replace(REPORTS[0], id=str(number)) for number in range(ROWS + 1)]
    assert [one.id for one in at(many, View(page=1))[0]] == [str(ROWS)]
    assert at(many, View(page=7))[1] == 1
    assert at([], View(page=7)) == ([], 0)
    assert (pages(0), pages(ROWS), pages(ROWS + 1)) == (1, 1, 2)


def test_titles_that_only_marks_and_cases_tell_apart_are_alike():
    assert collated("“GDP”　报告") == collated("ｇｄｐ报告")
    assert collated("") == collated("——")
    assert collated("1" * 100 + "期") < collated("安")  # a number of any length is no trouble
