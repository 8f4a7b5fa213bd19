"""What can be done with an answer, in headless Chromium: copy it, judge it, ask again, change the question, ask on.

TEST_SCREENSHOTS names a folder to save pictures of it to.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.records import Description, Document
from qa.records import Answer
from tests.ui.browsing import BROWSER, DESKTOP, PHONE, ask, save_screenshot
from tests.ui.fakes import ANNING, ANNING_DOC, CAR, EVIL, FakeAssistant, FakeLibrary, cite
from tests.ui.server import page_over
from ui.feedback import read

pytestmark = BROWSER

SERIES_TEXT = (
    "安宁市经济简报\n2022年，安宁市地区生产总值661.89亿元，增长5.5%。2022年，安宁市固定资产投资376.8亿元。"
    "2021年，安宁市地区生产总值610.2亿元。"
)
SERIES = Document(
    "d4series", "简报.txt", SERIES_TEXT,
    Description("安宁市经济简报", "", "2023-02-01", "bulletin", ANNING, (ANNING,), (2021, 2022)),
)  # fmt: skip
HOSTILE = "<img src=x onerror=window.hacked=6>年产值？"


class Assistant(FakeAssistant):
    """Knows two figures of a place more, and counts what it is asked."""

    def answer(self, question: str) -> Answer:
        for year, quote in (("2022", "661.89亿元"), ("2021", "610.2亿元")):
            if "生产总值" in question and year in question:
                return Answer(question, f"{quote}[1]", "grounded", (cite(SERIES, quote),), 0.9)
        if "固定资产" in question:
            return Answer(question, "376.8亿元[1]", "grounded", (cite(SERIES, "376.8亿元"),), 0.9)
        return super().answer(question)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library") / "feedback.jsonl"


@pytest.fixture(scope="module")
def served(file: Path) -> Iterator[tuple[str, FakeAssistant]]:
    assistant = Assistant(pause=0.01)
    with page_over(assistant, FakeLibrary(CAR, ANNING_DOC, EVIL, SERIES), feedback_file=file) as url:
        yield url, assistant


@pytest.fixture(autouse=True)
def nothing_said(file: Path) -> None:
    """No test begins with what another one said of answers."""
    file.unlink(missing_ok=True)


def picture(page: Any, name: str) -> None:
    folder = os.environ.get("TEST_SCREENSHOTS")
    save_screenshot(page, f"{folder}/{name}.png" if folder else None)


def said(file: Path) -> list[tuple[str, str, str]]:
    return [(one.verdict, one.reason, one.note) for one in read(file)[0]]


# --- copy ---


@pytest.mark.parametrize("secure", [True, False])
def test_an_answer_is_copied_with_its_references(visit, secure):
    page = visit.open()
    if secure:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:  # an intranet address without https: browsers hide the clipboard there
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    ask(page, "年产值是多少？")
    page.click(".xw-do-copy")
    assert page.locator(".xw-pick").all_inner_texts() == ["纯文本", "Markdown", "GB/T 7714 参考文献"]
    page.click(".xw-pick >> nth=2")
    page.wait_for_selector(".xw-said:has-text('已复制')")
    page.fill("#xw-question textarea", "")
    page.focus("#xw-question textarea")
    page.keyboard.press("Control+V")
    pasted = page.input_value("#xw-question textarea")
    assert pasted.startswith(
        "一期预计年产值为16亿元[1]，每年能生产80万辆[1]。\n\n[1] 县经信局. 遂昌：山里的工业怎样往高处走[EB/OL]. "
    )
    assert "(2023-11-15)[20" in pasted and pasted.endswith("]. suichang_industry.md.")
    page.wait_for_selector(".xw-said:has-text('已复制')", state="detached")


def test_copying_works_by_keyboard_and_escape_closes_it(visit):
    page = visit.open()
    ask(page, "年产值是多少？")
    page.focus(".xw-do-copy")
    page.keyboard.press("Enter")
    page.wait_for_selector(".xw-formats")
    assert page.get_attribute(".xw-do-copy", "aria-expanded") == "true"
    assert page.evaluate("document.activeElement.textContent") == "纯文本"
    page.keyboard.press("Escape")
    page.wait_for_selector(".xw-formats", state="hidden")
    assert page.evaluate("document.activeElement.className") == "xw-do xw-do-copy"


# --- feedback ---


def test_a_liked_answer_is_stored_and_can_be_taken_back(visit, file):
    page = visit.open()
    ask(page, "年产值是多少？")
    page.click(".xw-do-up")
    page.wait_for_selector(".xw-do-up[aria-pressed=true]")
    assert "已记下" in page.inner_text(".xw-said")
    one = read(file)[0][0]
    assert (one.question, one.grounding, one.verdict) == ("年产值是多少？", "grounded", "up")
    assert [CAR.text[cited.start : cited.end] for cited in one.citations] == ["16亿元", "每年能生产80万辆"]
    page.click(".xw-do-up")
    page.wait_for_selector(".xw-do-up[aria-pressed=false]")
    assert [verdict for verdict, *_ in said(file)] == ["up", "withdrawn"]
    assert len({one.id for one in read(file)[0]}) == 1


def test_a_disliked_answer_says_why(visit, file):
    page = visit.open()
    ask(page, HOSTILE)
    ask(page, "增速是多少？")
    top = page.evaluate("document.querySelector('#xw-thread').scrollTop = 0")
    page.click(".xw-do-down >> nth=0")
    form = page.locator(".xw-why >> nth=0")
    form.locator("text=答案不对").click()
    form.locator("textarea").fill("  <b>应为18亿元</b>" + "长" * 600)
    form.locator("[type=submit]").click()
    page.wait_for_selector(".xw-do-down[aria-pressed=true]")
    (stored,) = said(file)
    assert stored[:2] == ("down", "wrong_answer")
    assert stored[2].startswith("<b>应为18亿元</b>长") and len(stored[2]) <= 500
    assert read(file)[0][0].question == HOSTILE
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.querySelector('#xw-thread').scrollTop") == top  # nothing jumped
    assert form.is_hidden()
    ask(page, "人口是多少？")
    assert page.locator(".xw-do-down[aria-pressed=true]").count() == 1  # it is kept through the conversation
    page.click(".xw-do-down >> nth=2")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("在附表里")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".xw-do-down[aria-pressed=true] >> nth=1")
    assert said(file)[-1][0] == "down" and said(file)[-1][2] == "在附表里"


def test_feedback_that_cannot_be_stored_is_said(visit, file):
    page = visit.open()
    ask(page, "年产值是多少？")
    file.mkdir()
    page.click(".xw-do-up")
    page.wait_for_selector(".xw-notice.xw-error")
    assert page.get_attribute(".xw-do-up", "aria-pressed") == "false"
    file.rmdir()


def test_without_a_file_nobody_is_asked(browser, served):
    from ui.render import Exchange, conversation

    one = Exchange("问", FakeAssistant().answer("年产值"), "done", key="k")
    assert "xw-do-up" not in conversation([one], {}.get, "zh")


# --- ask again, change the question, ask on ---


def test_the_last_question_is_asked_again_in_its_place(visit, served):
    page = visit.open()
    ask(page, "增速是多少？")
    ask(page, "年产值是多少？")
    assert page.locator(".xw-do-retry").count() == 1  # of the last alone
    before = len(served[1].histories)
    served[1].pause = 0.4  # or the answer may have come before the page is looked at
    page.click(".xw-do-retry")
    page.wait_for_selector(".xw-caret")
    page.wait_for_selector(".xw-exchange >> nth=1 >> .xw-do-retry")
    served[1].pause = 0.01
    assert page.locator(".xw-exchange .xw-question").all_inner_texts() == ["增速是多少？", "年产值是多少？"]
    assert len(served[1].histories) == before + 1
    assert [turn.question for turn in served[1].histories[-1]] == ["增速是多少？"]


def test_a_question_typed_while_the_last_is_asked_again_waits_for_its_turn(visit, served):
    page = visit.open()
    ask(page, "增速是多少？")
    served[1].pause = 0.4
    page.click(".xw-do-retry")
    page.wait_for_selector(".xw-caret")
    page.fill("#xw-question textarea", "遂昌县2030年的人口是多少？")
    page.press("#xw-question textarea", "Enter")
    page.wait_for_selector(".xw-exchange[data-state=done] >> nth=1")
    served[1].pause = 0.01
    assert page.locator(".xw-exchange .xw-question").all_inner_texts() == [
        "增速是多少？",
        "遂昌县2030年的人口是多少？",
    ]


def test_the_last_question_comes_back_into_the_box_to_be_changed(visit):
    page = visit.open()
    ask(page, "增速是多少？")
    ask(page, HOSTILE)
    page.click(".xw-do-edit")
    page.wait_for_function("document.querySelectorAll('.xw-exchange').length === 1")
    assert page.input_value("#xw-question textarea") == HOSTILE
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.fill("#xw-question textarea", "年产值是多少？")
    page.press("#xw-question textarea", "Enter")
    page.wait_for_selector(".xw-exchange[data-state=done] >> nth=1")
    page.click(".xw-do-edit")
    page.wait_for_function("document.querySelectorAll('.xw-exchange').length === 1")
    page.click(".xw-do-edit")
    page.wait_for_selector(".xw-suggestion")  # nothing is left: the welcome again
    assert page.input_value("#xw-question textarea") == "增速是多少？"


def test_questions_to_go_on_with_are_those_the_library_answers(visit):
    page = visit.open()
    ask(page, "安宁市2022年地区生产总值是多少？")
    offered = page.locator(".xw-next").all_inner_texts()
    assert offered == ["安宁市2021年地区生产总值是多少？", "安宁市2022年固定资产投资是多少？"]
    page.click(".xw-next >> nth=0")
    page.wait_for_selector(".xw-exchange[data-state=done] >> nth=1")
    assert "610.2亿元" in page.inner_text(".xw-exchange >> nth=1")
    assert "2022" not in "".join(page.locator(".xw-next").all_inner_texts()).replace(
        "固定", ""
    )  # asked already
    ask(page, "人口是多少？")
    assert page.locator(".xw-next").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_fits_on_the_page(visit, viewport, scheme):
    page = visit.open(viewport=viewport, scheme=scheme)
    ask(page, "安宁市2022年地区生产总值是多少？")
    page.click(".xw-do-copy")
    picture(page, f"copy-{viewport['width']}-{scheme}")
    page.click(".xw-do-down")
    assert page.locator(".xw-formats").is_hidden()  # one at a time
    page.locator(".xw-why label >> nth=1").click()
    picture(page, f"why-{viewport['width']}-{scheme}")
    page.click(".xw-cancel")
    page.click(".xw-do-up")
    page.wait_for_selector(".xw-do-up[aria-pressed=true]")
    picture(page, f"liked-{viewport['width']}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert page.evaluate("document.querySelector('#xw-thread').scrollWidth") <= viewport["width"]
