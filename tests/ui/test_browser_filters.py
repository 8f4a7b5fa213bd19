"""Filters, the question as understood, and kept conversations, in headless Chromium."""

import json
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from index.records import Filters
from tests.ui.browsing import BROWSER, DESKTOP, PHONE, VISIBLE, Visit, ask
from tests.ui.fakes import FakeAssistant, FakeLibrary

pytestmark = BROWSER

FILTERS, KEPT = "[aria-controls=xw-filters]", "[aria-controls=xw-history]"
STORED = "Object.keys(localStorage).filter((key) => key.startsWith('xianwen.conversation.'))"


CUT_OFF = re.compile("AbortError|errored out|Failed to fetch|ERR_ABORTED")
"""What Gradio complains of where a page is loaded again while it still waits for something."""


@pytest.fixture
def visit(visit: Visit) -> Visit:
    visit.excused = CUT_OFF
    return visit


def tick(page: Any, value: str) -> None:
    """Tick or untick by the keyboard, as a person without a pointer does."""
    page.focus(f"#xw-filters input[value='{value}']")
    page.keyboard.press("Space")


def reload(page: Any) -> None:
    page.reload()
    page.wait_for_selector(f"{KEPT}")


def kept(page: Any, count: int) -> None:
    """Wait until the browser keeps as many conversations."""
    page.wait_for_function(f"{STORED}.length === {count}")


@pytest.fixture
def library(served: tuple[str, FakeAssistant, FakeLibrary]) -> Iterator[FakeLibrary]:
    """The library, which is as it was after the test."""
    before = dict(served[2].documents)
    yield served[2]
    served[2].documents = before


@pytest.mark.parametrize(
    ("viewport", "locale", "said"),
    [
        (DESKTOP, "zh-CN", ("没有一份报告同时符合这些条件", "在 1 份报告中查找")),
        (PHONE, "en-US", ("No report passes all of these filters", "Reports searched: 1")),
    ],
)
def test_questions_are_asked_within_the_filters(visit, served, viewport, locale, said):
    page = visit.open(locale, viewport)
    page.wait_for_selector(FILTERS)
    assert page.locator("#xw-filters").is_hidden()
    page.focus(FILTERS)
    page.keyboard.press("Enter")
    page.wait_for_selector("#xw-facets input[value='331123']")
    assert page.get_attribute(FILTERS, "aria-expanded") == "true"
    tick(page, "33")
    page.wait_for_selector(".xw-on:has-text('浙江省')")
    tick(page, "331123")  # the county instead of its province
    page.wait_for_selector(".xw-on:has-text('遂昌县')")
    page.wait_for_selector(".xw-on:has-text('浙江省')", state="detached")
    assert not page.is_checked("#xw-facets input[value='33']")
    tick(page, "d2anning")
    page.wait_for_selector(f"#xw-chips [role=alert]:has-text('{said[0]}')")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    page.keyboard.press("Escape")
    assert page.locator("#xw-filters").is_hidden()
    assert page.evaluate("document.activeElement.matches('[aria-controls=xw-filters]')")
    page.click(".xw-on[data-facet=doc_ids]")
    page.wait_for_selector(f"#xw-chips [role=status]:has-text('{said[1]}')")
    ask(page, "年产值是多少？")
    assert served[1].filters[-1] == Filters(places=("331123",))
    assert page.locator(".xw-took.xw-mine span").all_text_contents() == ["遂昌县"]
    page.click(".xw-all-off")
    page.wait_for_selector(".xw-on", state="detached")
    assert page.locator(".xw-took.xw-mine").count() == 1  # what was asked before was asked so
    ask(page, "遂昌县2030年的人口是多少？")
    assert served[1].filters[-1] == Filters()


def test_a_single_report_is_sought_and_chosen(visit, served):
    page = visit.open()
    page.click(FILTERS)
    page.wait_for_selector("#xw-picks input[value=d3evil]")
    page.locator("#xw-seek input, #xw-seek textarea").fill("安宁")
    page.wait_for_selector("#xw-picks input[value=d3evil]", state="detached")
    page.check("#xw-picks input[value=d2anning]")
    page.wait_for_selector(".xw-on:has-text('安宁市2022年统计公报')")
    page.locator("#xw-seek input, #xw-seek textarea").fill("遂昌")
    page.wait_for_selector("#xw-picks input[value=d1car]")
    assert page.is_checked("#xw-picks input[value=d2anning]")  # what is chosen stays in sight
    ask(page, "投资多少？")
    assert served[1].filters[-1] == Filters(doc_ids=("d2anning",))


def test_the_question_as_understood_is_shown_and_goes_into_the_box(visit):
    page = visit.open()
    ask(page, "年产值是多少？")
    assert page.locator(".xw-took").count() == 0
    ask(page, "那工业增加值增速呢？")
    assert page.inner_text(".xw-took.xw-whole span") == "遂昌县2023年工业增加值增速呢？"
    assert page.locator(".xw-took:not(.xw-whole) span").all_text_contents() == ["遂昌县", "2023年"]
    assert "按这个问题查找" not in page.inner_text("#xw-thread")
    page.click(".xw-edit")
    assert page.input_value("#xw-question textarea") == "遂昌县2023年工业增加值增速呢？"
    page.keyboard.press("End")
    page.keyboard.type("请说明")
    page.keyboard.press("Enter")
    page.wait_for_selector(".xw-exchange[data-state=done]:has-text('增速呢？请说明')")
    assert page.locator(".xw-exchange").count() == 3


def test_a_conversation_is_there_after_a_reload_and_opens_its_reports(visit, library):
    page = visit.open()
    ask(page, "年产值是多少？")
    ask(page, "遂昌县2030年的人口是多少？")
    page.wait_for_function(f"{STORED}.some((key) => localStorage[key].includes('missing'))")
    reload(page)
    page.wait_for_selector(".xw-exchange >> nth=1")
    assert page.inner_text(".xw-answer >> nth=0") == "一期预计年产值为16亿元1，每年能生产80万辆2。"
    page.click(".xw-chip >> nth=0")
    page.wait_for_function(f"document.querySelector('#cited') && ({VISIBLE})('#cited')")
    ask(page, "那工业增加值增速呢？")  # it goes on where it was
    kept(page, 1)
    library.remove("d1car")
    page.wait_for_function(f"{STORED}.some((key) => localStorage[key].includes('增速'))")
    other = visit.browser.contexts[0].new_page()  # another tab shows the newest
    other.goto(visit.url)
    other.wait_for_selector(".xw-exchange >> nth=2")
    other.click(".xw-citation >> nth=0")
    other.wait_for_selector("#xw-reader >> text=已不在资料库里")


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_conversations_are_reopened_and_deleted(visit, viewport, scheme):
    page = visit.open(viewport=viewport, scheme=scheme)
    for at, question in enumerate(("年产值是多少？", "人口是多少？", "增速是多少？"), start=1):
        ask(page, question)
        kept(page, at)
        page.click("#xw-clear")
        page.wait_for_selector(".xw-suggestion")
    reload(page)
    page.wait_for_selector(".xw-suggestion")  # a new one was begun, and stays
    page.click(KEPT)
    lines = page.locator(".xw-reopen span")
    assert lines.all_text_contents() == ["增速是多少？", "人口是多少？", "年产值是多少？"]
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    page.click(".xw-reopen >> nth=2")
    page.wait_for_selector(".xw-exchange:has-text('年产值是多少？')")
    assert page.locator("#xw-history").is_hidden()
    page.wait_for_selector(".xw-kept [aria-current]:has-text('年产值是多少？')", state="attached")
    page.click(KEPT)
    page.click(".xw-drop >> nth=1")
    assert page.inner_text(".xw-drop >> nth=1") == "确认删除？"
    page.click(".xw-drop >> nth=1")
    page.wait_for_function("document.querySelectorAll('.xw-kept li').length === 2")
    assert page.locator(".xw-exchange").count() == 1  # another than the one that is shown
    page.click(".xw-drop >> nth=1")
    page.click(".xw-drop >> nth=1")
    page.wait_for_selector(".xw-suggestion")
    kept(page, 1)
    page.click(".xw-drop-all")
    page.click(".xw-drop-all")
    page.wait_for_selector("text=还没有对话记录。")
    kept(page, 0)
    reload(page)
    page.wait_for_selector(".xw-suggestion")


def test_the_oldest_make_room_and_nobody_else_sees_any(visit):
    page = visit.open()
    page.evaluate("""() => {
      for (let at = 0; at < 25; at += 1) {
        const id = String(at).padStart(16, "0");
        const text = JSON.stringify({ id, at: at + 1, exchanges: [{ question: "问" + at, state: "failed" }] });
        localStorage.setItem("xianwen.conversation." + id, text);
      }
    }""")
    ask(page, "年产值是多少？")
    kept(page, 20)
    page.wait_for_selector(".xw-kept li >> nth=19", state="attached")
    lines = page.locator(".xw-reopen span").all_text_contents()
    assert (lines[0], lines[1], lines[19]) == ("年产值是多少？", "问24", "问6")
    stranger = visit.open()
    stranger.wait_for_selector(KEPT)
    stranger.click(KEPT)
    stranger.wait_for_selector("text=还没有对话记录。")


def test_what_somebody_put_into_the_store_does_nothing(visit):
    page = visit.open()
    evil = "<img src=x onerror=window.hacked=6>"
    sound = {"id": "b" * 16, "at": 9, "exchanges": [{"question": evil, "state": "failed", "error": evil}]}
    stored = {
        "a" * 16: json.dumps({"id": "a" * 16, "at": 99, "exchanges": [{"question": evil, "state": evil}]}),
        "b" * 16: json.dumps(sound),
        "c" * 16: "{" * 50,
        evil: json.dumps(sound),
    }
    page.evaluate(
        "(all) => Object.entries(all).forEach(([id, text]) => localStorage.setItem('xianwen.conversation.' + id, text))",
        stored,
    )
    reload(page)
    page.wait_for_selector(".xw-suggestion")  # the newest cannot be read
    page.click(KEPT)
    assert page.locator(".xw-reopen span").all_text_contents() == [evil, evil]
    page.click(".xw-reopen >> nth=0")
    page.wait_for_selector("text=这段对话读不出来，没有打开。")
    page.click(KEPT)
    page.click(".xw-reopen >> nth=1")
    page.wait_for_selector(".xw-exchange")
    assert page.inner_text(".xw-question p") == evil
    assert page.evaluate("window.hacked") is None
    assert page.locator("#xw-thread img, #xw-history img").count() == 0


def test_a_store_that_is_full_or_shut_stops_no_question(visit):
    page = visit.open()
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    ask(page, "年产值是多少？")
    ask(page, "人口是多少？")
    kept(page, 0)


def test_stopping_keeps_what_was_asked(visit, served):
    served[1].hold = threading.Event()
    page = visit.open()
    page.fill("#xw-question textarea", "停一停")
    page.press("#xw-question textarea", "Enter")
    page.wait_for_selector(".xw-caret")
    page.click("#xw-question .stop-button")
    page.wait_for_selector("text=已停止，回答不完整。")
    served[1].hold.set()
    served[1].hold = None
    kept(page, 1)
    reload(page)
    page.wait_for_selector(".xw-exchange[data-state=stopped]")


def test_two_tabs_do_not_overwrite_each_other(visit):
    page = visit.open()
    other = page.context.new_page()
    other.goto(visit.url)
    other.wait_for_selector(".xw-suggestion")
    ask(page, "年产值是多少？")
    kept(page, 1)
    ask(other, "人口是多少？")
    kept(page, 2)
    reload(page)
    page.wait_for_selector(".xw-exchange:has-text('年产值是多少？')")  # each tab its own
