"""What stands under an answer, what a click on it asks, and the questions to go on with."""

import doctest
from dataclasses import replace
from html import unescape

import pytest

from index.figures import figures
from index.records import Description, Document, Figure, Filters
from qa.records import Answer, Citation
from tests.ui.fakes import ANNING, ANNING_DOC, CAR, EVIL, FakeAssistant, FakeLibrary, cite
from tests.ui.markup import Page as Markup
from tests.ui.markup import assert_tame
from ui import render, suggest
from ui.page import Page, chosen, taken_back
from ui.render import Exchange

BAD = '"><img src=x onerror="x()"><script>'
TEXT = (
    "安宁市经济简报\n2022年，安宁市地区生产总值661.89亿元，增长5.5%。2022年，安宁市固定资产投资376.8亿元。"
    "2021年，安宁市地区生产总值610.2亿元。2019年，安宁市地区生产总值550亿元。"
)
ANNING_YEARS = Document(
    "d4", "简报.txt", TEXT, Description("安宁市经济简报", "", "2023-02-01", "bulletin", ANNING, (ANNING,), (2022,))
)  # fmt: skip


def done(question="年产值？", key="k1", **more):
    return Exchange(question, FakeAssistant().answer(question), "done", key=key, day="2026-11-26", **more)


def shown(*exchanges, judged=True):
    return render.conversation(exchanges, FakeLibrary(CAR, ANNING_DOC, EVIL).documents.get, "zh", judged)


def buttons(html, name):
    return [
        attrs for attrs in Markup(html).with_attribute("class") if f"xw-do-{name}" in (attrs["class"] or "")
    ]


# --- below an answer ---


def test_every_finished_answer_can_be_copied_and_judged_and_the_last_be_asked_again():
    html = shown(done(), done("人口？", "k2"))
    assert [len(buttons(html, name)) for name in ("copy", "up", "down", "retry", "edit")] == [2, 2, 2, 1, 1]
    texts = [attrs["data-copy"] for attrs in Markup(html).with_attribute("data-copy")]
    assert len(texts) == 6
    assert texts[2].endswith("[EB/OL]. (2023-11-15)[2026-11-26]. suichang_industry.md.")


@pytest.mark.parametrize("state", ["stopped", "failed"])
def test_what_did_not_end_can_only_be_asked_again(state):
    html = shown(replace(done(), state=state))
    assert [len(buttons(html, name)) for name in ("copy", "up", "retry", "edit")] == [0, 0, 1, 1]


def test_while_an_answer_comes_nothing_changes_the_conversation():
    html = shown(done(), Exchange("q", key="k2"))
    assert [len(buttons(html, name)) for name in ("copy", "retry", "edit")] == [1, 0, 0]
    assert all("disabled" in attrs for name in ("up", "down") for attrs in buttons(html, name))


def test_buttons_say_what_they_do_and_what_they_open_is_there():
    html = shown(done(verdict="up", onward=("甲？",)))
    page = Markup(html)
    ids = {attrs["id"] for attrs in page.with_attribute("id")}
    opening = page.with_attribute("data-opens")
    assert {attrs["data-opens"] for attrs in opening} == ids == {"xw-formats-k1", "xw-why-k1"}
    assert all(attrs["aria-controls"] == attrs["data-opens"] for attrs in opening)
    assert all(attrs.get("aria-label") for attrs in page.with_attribute("title") if "xw-do" in attrs["class"])
    (up,), (down,) = buttons(html, "up"), buttons(html, "down")
    assert (up["aria-pressed"], up["data-verdict"], down["aria-pressed"]) == ("true", "withdrawn", "false")
    reasons = [attrs["value"] for attrs in page.with_attribute("value")]
    assert reasons == ["wrong_answer", "wrong_source", "not_missing", "incomplete", "other"]
    assert "已记下" in page.text


def test_nothing_of_a_question_or_a_report_becomes_markup_below_an_answer():
    cited = Citation("d3evil", BAD, BAD, 1, 0, 8, BAD)
    answer = Answer(BAD, f"{BAD}[1]", "grounded", (cited,), 0.9)
    html = shown(Exchange(BAD, answer, "done", key=BAD, day=BAD, onward=(BAD,)))
    assert_tame(html)
    page = Markup(html)
    assert [attrs["data-ask"] for attrs in page.with_attribute("data-ask")] == [BAD]
    assert all(BAD in (attrs["data-copy"] or "") for attrs in page.with_attribute("data-copy")[:1])
    assert EVIL.title in unescape(html)


# --- what a click asks ---


def test_a_click_asks_only_in_the_conversation_it_was_made_in():
    first, second = done(key="k1"), done("人口？", "k2")
    assert chosen({"question": "甲？", "after": ""}, "乙？", []) == ("甲？", [])
    assert chosen({"question": "甲？", "after": "k2"}, "", [first, second]) == ("甲？", [first, second])
    # a question that waited brings the click of the one before it
    assert chosen({"question": "甲？", "after": ""}, "乙？", [first]) == ("乙？", [first])
    assert chosen({"again": True, "after": "k1"}, "乙？", [second]) == ("乙？", [second])
    for nothing in (None, {}, [], "x"):
        assert chosen(nothing, "乙？", [first]) == ("乙？", [first])


def test_asking_again_takes_the_place_of_the_last():
    first, second = done(key="k1"), done("人口？", "k2")
    assert chosen({"again": True, "after": "k2"}, "打了一半", [first, second]) == ("人口？", [first])
    inner = Page(FakeAssistant(), FakeLibrary(CAR))
    again = list(inner.ask(*chosen({"again": True, "after": "k2"}, "", [first, second]), "zh"))[-1]
    assert [one.question for one in again] == ["年产值？", "人口？"]
    assert again[1].key not in {
        "",
        "k1",
        "k2",
    }  # a second click on the same button is of an exchange that is gone


def test_the_last_question_is_taken_back_and_no_other():
    first, second = done(key="k1"), done("人口？", "k2")
    assert taken_back({"after": "k2"}, [first, second]) == ("人口？", [first])
    for click in ({"after": "k1"}, {"after": ""}, {}, None):
        assert taken_back(click, [first, second]) is None
    assert taken_back({"after": "k2"}, []) is None
    assert taken_back({"after": ""}, [replace(first, key="")]) is None
    assert taken_back({"after": "k2"}, [first, replace(second, state="running")]) is None


# --- questions to go on with ---


def stated(document):
    return [(document.id, one) for one in figures(document)]


def answered(text, quote, document=ANNING_YEARS):
    return Answer("q", text, "grounded", (cite(document, quote),))


def test_the_examples():
    assert doctest.testmod(suggest).failed == 0


def test_the_topic_is_the_figure_that_the_answer_gives():
    sentence = "2022年，安宁市地区生产总值661.89亿元，增长5.5%。"
    level = suggest.topic(answered("661.89亿元[1]", sentence), stated(ANNING_YEARS))
    growth = suggest.topic(answered("增长5.5%[1]", sentence), stated(ANNING_YEARS))
    assert (level.kind, growth.kind, level.year, growth.family) == ("level", "growth", 2022, "地区生产总值")
    assert suggest.topic(answered("36天[1]", sentence), stated(ANNING_YEARS)) is None
    assert suggest.topic(answered("661.89亿元[1]", "安宁市经济简报"), stated(ANNING_YEARS)) is None


def test_another_year_and_another_indicator_of_the_same_place_in_turn():
    about = suggest.topic(answered("661.89亿元[1]", "地区生产总值661.89亿元"), stated(ANNING_YEARS))
    asked = suggest.onward(about, stated(ANNING_YEARS), ["安宁市去年的GDP？"])
    assert asked == [
        "安宁市2021年地区生产总值是多少？",  # the nearest year
        "安宁市2022年固定资产投资是多少？",
        "安宁市2019年地区生产总值是多少？",
    ]
    before = ["安宁市2021年地区生产总值是多少？", "2019年安宁市的地区生产总值有多大"]
    assert suggest.onward(about, stated(ANNING_YEARS), before) == ["安宁市2022年固定资产投资是多少？"]
    assert suggest.onward(about, stated(ANNING_YEARS), [], years=(2021,)) == [
        "安宁市2021年地区生产总值是多少？"
    ]


def test_only_what_has_an_answer_is_offered():
    one = Figure("331123", "遂昌县", 2022, "", "", "地区生产总值", "地区生产总值", 155e8, "元", None, None,
                 False, False, "level", 0, 5, 0, 9)  # fmt: skip
    poor = [
        replace(one, planned=True), replace(one, subject="某公司"), replace(one, low=1.0, high=2.0), replace(one, family=""),
        replace(one, year=None), replace(one, place=""), replace(one, kind="rank"), replace(one, period="7月底"),
        replace(one, indicator="一" * 20),
    ]  # fmt: skip
    assert suggest.onward(None, [("d", figure) for figure in poor], []) == []
    assert suggest.onward(None, [("d", one)], []) == ["遂昌县2022年地区生产总值是多少？"]
    half = replace(one, period="上半年", kind="growth", value=-1.5)
    assert suggest.question(half) == "遂昌县2022年上半年地区生产总值下降多少？"
    assert suggest.question(replace(one, period="年末")) == "遂昌县2022年末地区生产总值是多少？"


class Knowing(FakeAssistant):
    def answer(self, question):
        return answered("661.89亿元[1]", "地区生产总值661.89亿元")


def test_the_page_offers_them_under_the_last_answer_alone():
    inner = Page(Knowing(), FakeLibrary(ANNING_YEARS, CAR))
    one = list(inner.ask("安宁市2022年地区生产总值？", [], "zh"))[-1]
    assert one[0].onward[0] == "安宁市2021年地区生产总值是多少？"
    two = list(inner.ask("那2021年呢？", one, "zh"))[-1]
    html = inner.conversation(two, "zh")
    offered = Markup(html).with_attribute("data-ask")
    assert offered and {attrs["data-after"] for attrs in offered} == {two[1].key}


def test_under_filters_only_the_cited_report_is_looked_at():
    other = replace(ANNING_DOC, id="d5", text="安宁市2020年统计公报\n2020年，安宁市地区生产总值600亿元。")
    library = FakeLibrary(ANNING_YEARS, other)
    free = list(Page(Knowing(), library).ask("q", [], "zh"))[-1][-1].onward
    bound = list(Page(Knowing(), library).ask("q", [], "zh", Filters(years=(2022,))))[-1][-1].onward
    assert bound == ("安宁市2022年固定资产投资是多少？",)
    assert len(free) == 3


def test_a_refusal_offers_nothing_and_a_broken_table_loses_no_answer():
    class Broken(FakeLibrary):
        def figures(self, indicator="", filters=Filters()):  # noqa: B008
            raise OSError("disk")

    assert list(Page(FakeAssistant(), FakeLibrary(CAR)).ask("人口？", [], "zh"))[-1][0].onward == ()
    one = list(Page(FakeAssistant(), Broken(CAR)).ask("年产值？", [], "zh"))[-1][0]
    assert (one.state, one.onward, one.error) == ("done", (), "")
