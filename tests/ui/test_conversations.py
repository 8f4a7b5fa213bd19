"""Conversations that the browser keeps: what is written is read again, anything else is nothing."""

import json
from dataclasses import replace

import pytest

from index.records import Filters
from qa.records import Answer, Row, Understood
from tests.ui.fakes import CAR, EVIL, FakeAssistant, FakeLibrary, cite
from tests.ui.markup import Page as Read
from tests.ui.markup import assert_tame
from ui import conversations
from ui.conversations import KEPT, MAX_CHARACTERS, MAX_EXCHANGES, Conversation, Head
from ui.page import Page
from ui.render import Exchange

NAME = "0123456789abcdef"
ANSWER = Answer(
    "年产值？",
    "16亿元[1]",
    "grounded",
    (cite(CAR, "16亿元"),),
    0.97,
    ("一句话",),
    table=(Row("遂昌县", 2023, "", "产值", "16亿元", 1.6e9, "元", (1,)),),
    understood=Understood("年产值？", False, ("331123",), ("遂昌县",), (2023,)),
)
DONE = Exchange("年产值？", ANSWER, "done", 3, filters=Filters(places=("33",), years=(2023,)))


def page(*documents):
    library = FakeLibrary(*documents)
    return Page(FakeAssistant(), library), library


def stored(**changes):
    """A conversation as text, with changes to its first exchange."""
    data = json.loads(conversations.written(NAME, [DONE]))
    data["exchanges"][0] |= changes
    return json.dumps(data)


def answered(**changes):
    return stored(answer=json.loads(conversations.written(NAME, [DONE]))["exchanges"][0]["answer"] | changes)


def test_what_is_written_is_read_again():
    past = [DONE, Exchange("停", state="stopped"), Exchange("坏", state="failed", error="没有应答")]
    assert conversations.read(conversations.written(NAME, past)) == Conversation(NAME, tuple(past))


def test_an_answer_that_was_growing_was_stopped():
    kept = conversations.read(conversations.written(NAME, [replace(DONE, state="running")]))
    assert kept.exchanges[0].state == "stopped"


def test_what_the_browser_adds_and_what_a_later_version_adds_is_passed_over():
    data = json.loads(stored(later="x")) | {"at": 1764160000000}
    assert conversations.read(json.dumps(data)).exchanges == (DONE,)


def test_a_long_conversation_loses_its_oldest_exchanges():
    many = [replace(DONE, question=str(at)) for at in range(MAX_EXCHANGES + 5)]
    kept = conversations.read(conversations.written(NAME, many)).exchanges
    assert [kept[0].question, kept[-1].question] == ["5", str(MAX_EXCHANGES + 4)]
    huge = replace(DONE, question="长" * (MAX_CHARACTERS // 2))
    text = conversations.written(NAME, [huge, huge, DONE])
    assert len(text) <= MAX_CHARACTERS
    assert conversations.read(text).exchanges == (huge, DONE)
    assert conversations.written(NAME, [replace(DONE, question="长" * MAX_CHARACTERS)]) == ""


@pytest.mark.parametrize(
    "text",
    [
        None, 7, {}, [], "", "null", "[]", "{}", "{", "\x00", '"x"', "[" * 50_000,
        "x" * (MAX_CHARACTERS + 1),
        json.dumps({"id": NAME, "exchanges": []}),
        json.dumps({"id": "../../etc", "exchanges": [{"question": "q"}]}),
        json.dumps({"id": NAME, "exchanges": [{"question": "q"}] * (MAX_EXCHANGES + 1)}),
        json.dumps({"id": NAME, "exchanges": [{"question": "q"}], "version": 2}),
        stored(question=None), stored(question=["x"]), stored(state="<b>"), stored(searched="3"), stored(searched=-1),
        stored(searched=10**30), stored(filters={"places": [1]}), stored(filters={"kinds": ["<b>"]}),
        stored(verdict="<script>"), stored(onward="x"),
        answered(grounding="x"), answered(confidence=2), answered(confidence=float("nan")),
        answered(confidence=float("inf")), answered(citations=[{}]), answered(citations="x"),
        answered(citations=[{"doc_id": "d", "source": "s", "title": "t", "page": 1, "start": -1, "end": 4, "quote": ""}]),
        answered(citations=[{"doc_id": "d", "source": "s", "title": "t", "page": 1, "start": 5, "end": 4, "quote": ""}]),
        answered(table=[{"label": "x", "year": 1, "period": "", "indicator": "", "text": "", "value": 1, "unit": "",
                         "citations": [9]}]),
        answered(understood={"question": 3}),
    ],
)  # fmt: skip
def test_anything_malformed_is_nothing(text):
    assert conversations.read(text) is None
    assert page(CAR)[0].restored(text, "", "zh") is None


def test_hostile_words_are_shown_as_they_are_and_as_no_markup():
    evil = '<img src=x onerror="window.hacked=1"><script>x</script>'
    cited = replace(cite(EVIL, "5亿元"), title=evil, quote=evil, doc_id='"><b>', source=evil)
    answer = replace(ANSWER, text=evil + "[1]", citations=(cited,), notices=(evil,))
    hostile = replace(DONE, question=evil, answer=answer, error=evil, key='"><b>', onward=(evil,))
    inner, _ = page(CAR)
    kept = inner.restored(conversations.written(NAME, [hostile]), "", "zh")
    html = inner.conversation(kept.exchanges, "zh")
    assert_tame(html)
    assert evil in Read(html).text


def test_a_citation_whose_report_is_gone_says_so_and_the_others_open_as_before():
    inner, library = page(CAR)
    kept = inner.restored(conversations.written(NAME, [DONE]), "", "zh")
    assert f'data-start="{ANSWER.citations[0].start}"' in inner.conversation(kept.exchanges, "zh")
    assert "报告已不在资料库里" not in inner.conversation(kept.exchanges, "zh")
    library.remove("d1car")
    fresh = Page(FakeAssistant(), library)
    html = fresh.conversation(fresh.restored(conversations.written(NAME, [DONE]), "", "zh").exchanges, "zh")
    assert "报告已不在资料库里" in html and "<em>16亿元</em>" in html


def test_a_span_that_the_report_does_not_have_breaks_nothing():
    cited = replace(ANSWER.citations[0], start=10**8, end=10**8 + 5)
    inner, _ = page(CAR)
    text = conversations.written(NAME, [replace(DONE, answer=replace(ANSWER, citations=(cited,)))])
    assert inner.restored(text, "", "zh") is not None


def test_the_list_is_read_line_by_line():
    said = [
        {"id": NAME, "title": " 年产值？ ", "when": "2026/11/26 13:00"},
        {"id": "x", "title": "坏"},
        {"id": "f" * 16, "title": "长" * 200},
        {"id": "e" * 16, "title": 3},
        7,
        {"id": "d" * 16, "title": "", "when": []},
    ]
    shown = stored()
    opened = conversations.opening(json.dumps({"shown": shown, "heads": said}))
    assert opened.shown == shown
    assert opened.heads == (
        Head(NAME, "年产值？", "2026/11/26 13:00"),
        Head("f" * 16, "长" * 80),
        Head("d" * 16, "…"),
    )
    many = [{"id": f"{at:016x}", "title": "q"} for at in range(KEPT + 5)]
    assert len(conversations.heads(json.dumps(many))) == KEPT


@pytest.mark.parametrize(
    "text", [None, 3, "", "{", "7", "[]", '{"shown": 3, "heads": {}}', "[" * 50_000, "x" * 10**6]
)
def test_a_broken_store_opens_nothing(text):
    assert conversations.opening(text) == conversations.Opening()
    assert conversations.heads(text) == ()


def test_on_a_shared_browser_nobody_is_shown_what_another_asked():
    text = conversations.written(NAME, [DONE], "li")
    assert conversations.read(text, "li").exchanges == (DONE,)
    assert conversations.read(text, "wang") is None
    assert conversations.read(text) is None
    line = [{"id": NAME, "title": "q", "owner": "li"}]
    assert conversations.heads(json.dumps(line), "wang") == ()
    assert conversations.heads(json.dumps(line), "li") == (Head(NAME, "q"),)


@pytest.mark.parametrize(("language", "words"), [("zh", "全部删除"), ("en", "Delete all")])
def test_the_list_names_each_and_marks_the_one_that_is_shown(language, words):
    html = conversations.listing([Head(NAME, "<b>题</b>", "今天"), Head("f" * 16, "另一段")], NAME, language)
    assert_tame(html)
    assert [one["data-id"] for one in Read(html).with_attribute("data-id")] == [NAME, "f" * 16]
    assert html.count('aria-current="true"') == 1
    assert words in html
    assert words not in conversations.listing([], "", language)


def test_ids_are_new():
    assert conversations.new_id() != conversations.new_id()
    assert conversations.read(conversations.written(conversations.new_id(), [DONE])) is not None
