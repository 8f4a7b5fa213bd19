"""Narrowing the library: what can be chosen, what the browser may send, what is shown."""

from dataclasses import replace

import pytest

from index.places import divisions
from index.records import Filters
from qa.records import Answer, Understood
from tests.ui.fakes import ANNING_DOC, CAR, EVIL, FakeAssistant, FakeLibrary, summary
from tests.ui.markup import Page as Read
from tests.ui.markup import assert_tame
from ui import facets, filters, render, taken
from ui.page import Page
from ui.render import Exchange

LISTED = [summary(one) for one in (CAR, ANNING_DOC, EVIL)]


def about(code):
    return summary(replace(CAR, id=code, about=replace(CAR.about, place=divisions()[code])))


def shape(nodes):
    return {node.place.name: shape(node.below) for node in nodes}


def page(assistant=None):
    library = FakeLibrary(CAR, ANNING_DOC, EVIL)
    return Page(assistant or FakeAssistant(), library), library


def test_the_places_of_the_reports_stand_under_their_cities_and_provinces():
    assert shape(filters.tree(LISTED)) == {
        "浙江省": {"丽水市": {"遂昌县": {}}},
        "云南省": {"昆明市": {"安宁市": {}}},
    }
    # no city stands between Beijing and its districts; a report on a city is no county's
    assert shape(filters.tree([about("110105"), about("3311"), about("331124")])) == {
        "北京市": {"朝阳区": {}},
        "浙江省": {"丽水市": {"松阳县": {}}},
    }
    assert filters.tree([summary(EVIL)]) == ()


def test_years_and_kinds_are_those_that_are_there():
    assert filters.years(LISTED) == (2023, 2022)
    assert filters.kinds(LISTED) == ("news", "bulletin", "other")


@pytest.mark.parametrize(
    ("sent", "after"),
    [
        ({"places": ["331123", "53"]}, Filters(places=("331123", "53"))),
        ({"places": ["33", "331123"]}, Filters(places=("33",))),  # the province admits the county
        ({"years": ["2023", "2022"], "kinds": ["news"]}, Filters(years=(2022, 2023), kinds=("news",))),
        ({"doc_ids": ["d1car", "d1car"]}, Filters(doc_ids=("d1car",))),
        ({}, Filters()),
        ({"places": "33", "years": 2023}, Filters()),
        ({"places": ["99", "", None, "33'--"], "years": ["20x3", "٢٠٢٣", "99999"]}, Filters()),
        ({"kinds": ["<b>"], "doc_ids": ["x" * 500, 7, {}]}, Filters()),
        ({"doc_ids": [str(one) for one in range(999)]}, Filters(doc_ids=tuple(map(str, range(60))))),
    ],
)
def test_of_what_the_browser_sends_only_what_makes_sense_is_a_filter(sent, after):
    assert filters.chosen(sent) == after


def test_a_facet_that_is_not_sent_stays():
    before = Filters(places=("33",), doc_ids=("d1car",))
    assert filters.chosen({"places": [], "years": ["2023"]}, before) == Filters(
        years=(2023,), doc_ids=("d1car",)
    )


def test_one_choice_is_taken_away_or_all():
    on = Filters(("33", "53"), (2022, 2023), ("news",), ("d1car",))
    assert filters.without(on, "places", "33") == replace(on, places=("53",))
    assert filters.without(on, "years", "2023") == replace(on, years=(2022,))
    assert filters.without(on, "kinds", "news") == replace(on, kinds=())
    assert filters.without(on, "doc_ids", "d1car") == replace(on, doc_ids=())
    assert filters.without(on, "all", None) == Filters()
    assert filters.without(on, "nonsense", "33") == on
    assert filters.without(on, None, None) == on


@pytest.mark.parametrize(
    ("language", "labels"), [("zh", ["遂昌县", "2023年", "新闻"]), ("en", ["遂昌县", "2023", "News"])]
)
def test_what_is_on_is_named(language, labels):
    on = Filters(("331123",), (2023,), ("news",), ("d1car", "gone"))
    shown = filters.chips(on, {"d1car": CAR.title}.get, language)
    gone = {"zh": "已移除的报告", "en": "A removed report"}[language]
    assert [one.label for one in shown] == [*labels, CAR.title, gone]
    assert shown[0].whole == "浙江省丽水市遂昌县"


def test_the_panel_ticks_what_is_on():
    on = Filters(("331123",), (2023,), ("news",))
    html = facets.facets(LISTED, on, "zh")
    ticked = [box["value"] for box in Read(html).with_attribute("checked")]
    assert ticked == ["331123", "2023", "news"]
    assert "浙江省全部" in html
    assert facets.facets([], on, "en") == '<p class="xw-small">There are no reports in the library yet.</p>'


def test_a_large_tree_is_folded_but_where_something_is_on():
    many = [about(code) for code in list(divisions()) if len(code) == 6][:60]
    many += [about("331123")]
    opened = Read(facets.facets(many, Filters(places=("331123",)), "zh"))
    assert Read(facets.facets(many, Filters(), "zh")).with_attribute("open") == []
    assert len(opened.with_attribute("open")) == 2  # the province and the city


def test_single_reports_are_found_and_the_chosen_ones_stay_in_sight():
    inner, _ = page()
    html = inner.picks(Filters(doc_ids=("d1car",)), "安宁", "zh")
    assert [(box["value"], "checked" in box) for box in Read(html).with_attribute("value")] == [
        ("d1car", True),
        ("d2anning", False),
    ]
    assert "没有这样的报告" in inner.picks(Filters(), "没有的", "zh")


def test_a_title_of_a_report_never_becomes_markup():
    inner, _ = page()
    on = Filters(doc_ids=("d3evil",))
    assert_tame(inner.picks(on, "", "zh"))
    assert_tame(inner.chips(on, "zh").replace('<i aria-hidden="true">×</i>', ""))
    assert_tame(taken.line(on, None, {"d3evil": EVIL.title}.get, "zh"))


def test_the_chips_say_how_many_reports_are_left_or_that_none_is():
    inner, _ = page()
    assert inner.chips(Filters(), "zh") == ""
    assert "在 1 份报告中查找" in inner.chips(Filters(places=("33",)), "zh")
    none = inner.chips(Filters(places=("33",), years=(2022,)), "zh")
    assert "没有一份报告同时符合这些条件" in none and 'role="alert"' in none
    assert 'aria-label="取消筛选：浙江省"' in none
    assert "No report passes all" in inner.chips(Filters(doc_ids=("gone",)), "en")


def test_a_question_is_asked_within_the_filters_and_says_so():
    assistant = FakeAssistant()
    inner, _ = page(assistant)
    on = Filters(places=("331123",), kinds=("news",))
    done = list(inner.ask("年产值？", [], "zh", on))[-1]
    assert assistant.filters == [on]
    assert (done[0].filters, done[0].searched) == (on, 1)
    html = inner.conversation(done, "zh")
    assert (
        '<small>筛选</small><span title="浙江省丽水市遂昌县">遂昌县</span><span title="新闻">新闻</span>'
        in html
    )
    plain = list(inner.ask("年产值？", [], "zh"))[-1]
    assert (plain[0].filters, plain[0].searched) == (Filters(), 3)
    assert "xw-taken" not in inner.conversation(plain, "zh")


def test_how_a_question_was_understood_stands_under_it_and_not_twice():
    inner, _ = page()
    done = list(inner.ask("那工业增加值增速呢？", [], "zh"))[-1]
    html = inner.conversation(done, "zh")
    assert html.count("遂昌县2023年工业增加值增速呢？") == 3  # shown, where the pointer rests, for the box
    assert 'data-whole="遂昌县2023年工业增加值增速呢？"' in html
    assert "按这个问题查找" not in html
    assert "语言模型没有响应" in html  # another notice stays
    assert (
        '<small>问题限定</small><span title="遂昌县">遂昌县</span><span title="2023年">2023年</span>' in html
    )


def test_a_hostile_question_is_escaped_in_its_chips():
    whole = '"><img src=x onerror=alert(1)>'
    answer = Answer("q", "a", "grounded", understood=Understood(whole, True, (), (whole,), (2023,)))
    html = render.conversation([Exchange("q", answer, "done")], {}.get, "zh")
    assert_tame(html)
    assert Read(html).with_attribute("data-whole")[0]["data-whole"] == whole
