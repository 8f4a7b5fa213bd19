"""What is known of a report, and the form that puts it right."""

from typing import get_args

import pytest

from index.records import Kind
from tests.ui.fakes import ANNING_DOC, CAR, EVIL, summary
from tests.ui.markup import Page, assert_tame
from ui import about, facts
from ui.about import Outcome


def fields(html):
    """The values of the form as a browser would send them."""
    page = Page(html)
    inputs = {attrs["name"]: attrs["value"] for tag, attrs in page.tags if tag == "input"}
    chosen = [attrs["value"] for tag, attrs in page.tags if tag == "option" and "selected" in attrs]
    return inputs | {"kind": chosen[0]}


def test_the_facts_of_a_report_in_the_order_a_person_asks_for_them():
    known = {one.name: one.value for one in facts.facts(summary(CAR), "zh")}
    assert known == {
        "title": "遂昌：山里的工业怎样往高处走",
        "date": "2023-11-15",
        "kind": "新闻",
        "place": "浙江省丽水市遂昌县",
        "publisher": "县经信局",
        "author": "",
        "years": "2023",
        "extent": f"{len(CAR.text):,} 字，1 页，3 个片段",
        "id": "d1car",
    }
    assert list(known)[:4] == ["title", "date", "kind", "place"]


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        ((), ""),
        ((2023,), "2023"),
        ((2021, 2022), "2021—2022"),
        ((2023, 2019, 2020, 2021), "2019—2021、2023"),
        ((2010, 2015, 2020), "2010、2015、2020"),
    ],
)
def test_neighbouring_years_are_joined(years, shown):
    assert facts.spans(years, "zh") == shown


def test_only_so_many_sources_are_named():
    one = summary(CAR, sources=tuple(f"{n}.txt" for n in range(facts.SOURCES + 3)))
    page = Page(about.panel(one, "zh"))
    assert "0.txt" in page.text and f"{facts.SOURCES}.txt" not in page.text
    assert "其余 3 份从略" in page.text
    assert facts.sources(summary(CAR)) == ("suichang_industry.md",)


def test_what_a_person_set_is_marked_and_can_be_taken_back():
    plain, set_by_hand = (
        about.panel(summary(CAR, corrected=names), "zh") for names in ((), ("date", "place"))
    )
    assert Page(plain).text.count("已更正") == 0
    assert "xw-reset" not in plain
    assert Page(set_by_hand).text.count("已更正") == 2
    assert "xw-reset" in set_by_hand


def test_the_form_shows_what_is_known_and_every_kind():
    html = about.panel(summary(CAR), "zh")
    assert fields(html) == about.values(summary(CAR)) == {
        "title": "遂昌：山里的工业怎样往高处走",
        "date": "2023-11-15",
        "place": "浙江省丽水市遂昌县",
        "kind": "news",
        "publisher": "县经信局",
        "author": "",
    }  # fmt: skip
    options = [attrs["value"] for tag, attrs in Page(html).tags if tag == "option"]
    assert options == list(get_args(Kind))
    assert not [attrs for tag, attrs in Page(html).tags if tag == "details" and "open" in attrs]
    assert fields(about.panel(summary(EVIL), "zh"))["place"] == ""


def test_a_refusal_stands_in_the_open_form_with_what_was_written():
    refused = Outcome("没有 '<b>' 这个地区", True, {"place": '"<b>', "title": "新"})
    html = about.panel(summary(ANNING_DOC), "zh", refused)
    assert_tame(html)
    written = {"title": "新", "date": "2023-07-25", "place": '"<b>', "kind": "bulletin"}
    assert fields(html) == written | {"publisher": "", "author": ""}
    assert [tag for tag, attrs in Page(html).tags if tag == "details" and "open" in attrs] == ["details"]
    assert html.index("<form") < html.index("没有") < html.index("<input")
    assert html.count("没有 &#x27;&lt;b&gt;&#x27; 这个地区") == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_a_report_becomes_markup(language):
    html = about.panel(
        summary(EVIL, sources=('<img src=x onerror="x">', "javascript:x")), language, Outcome("<b>")
    )
    assert_tame(html)
    assert not [attrs for tag, attrs in Page(html).tags if tag == "a"]
    for text in (EVIL.about.title, EVIL.about.author, EVIL.about.publisher):
        assert text in Page(html).text


def test_only_text_of_the_form_is_taken():
    data = {"title": "  新  题\n", "date": None, "place": 5, "kind": "news", "doc": "d", "other": "x"}
    assert about.written(data) == {"title": "新 题", "kind": "news"}
