"""The page in headless Chromium: what a person sees, and that nothing leaves the machine.

TEST_SCREENSHOT names a file to save a picture of the cited answer to.
"""

import os
import threading

import pytest

from tests.ui.browsing import BROWSER, DESKTOP, PHONE, VISIBLE, ask, save_screenshot
from tests.ui.fakes import CAR, EVIL

pytestmark = BROWSER

IN_SIGHT = """(selector) => {
  const pane = document.querySelector("#xw-reader").getBoundingClientRect();
  const box = document.querySelector(selector).getBoundingClientRect();
  return box.height > 0 && box.top >= pane.top && box.bottom <= Math.min(pane.bottom, innerHeight);
}"""


def test_a_cited_answer_leads_to_the_marked_characters(visit):
    page = visit.open()
    page.click("text=壹佰科车业一期预计年产值是多少？")
    page.wait_for_selector(".xw-exchange[data-state=done]")
    assert page.inner_text(".xw-answer") == "一期预计年产值为16亿元1，每年能生产80万辆2。"
    assert page.input_value("#xw-question textarea") == ""
    page.click(".xw-chip >> nth=0")
    page.wait_for_selector("#cited")
    assert page.locator(".xw-text mark").all_text_contents() == ["16亿元"]
    page.wait_for_function(VISIBLE, arg="#cited")
    assert page.locator(".xw-current").count() == 2  # the chip, and its entry among the sources
    assert "浙江省丽水市遂昌县" in page.inner_text(".xw-facts")
    save_screenshot(page, os.environ.get("TEST_SCREENSHOT"))
    page.click(".xw-citation >> nth=1")
    page.wait_for_function("document.querySelector('#cited').textContent === '每年能生产80万辆'")
    page.wait_for_function(VISIBLE, arg="#cited")


def test_the_same_citation_again_brings_the_quote_back(visit):
    page = visit.open()
    ask(page, "年产值是多少？")
    page.click(".xw-chip >> nth=0")
    page.wait_for_function(f"document.querySelector('#cited') && ({VISIBLE})('#cited')")
    for back in (".xw-chip >> nth=0", ".xw-back"):
        page.evaluate("document.querySelector('#xw-reader').scrollTop = 0")
        assert not page.evaluate(VISIBLE, "#cited")
        page.click(back)
        page.wait_for_function(VISIBLE, arg="#cited")


def test_a_refusal_looks_like_one_and_clear_forgets(visit):
    page = visit.open()
    ask(page, "遂昌县2030年的人口是多少？")
    assert "已查阅资料库中的 3 份报告" in page.inner_text(".xw-refusal")
    page.click("#xw-clear")
    page.wait_for_selector(".xw-suggestion")
    assert page.locator(".xw-exchange").count() == 0


def test_an_answer_can_be_stopped(visit, served):
    served[1].hold = threading.Event()
    page = visit.open()
    page.fill("#xw-question textarea", "停一停")
    page.press("#xw-question textarea", "Enter")
    page.wait_for_selector(".xw-caret")
    with page.expect_response(
        lambda response: response.url.endswith("/reset")
    ):  # until then Enter is ignored
        page.click("#xw-question .stop-button")
    page.wait_for_selector("text=已停止，回答不完整。")
    served[1].hold.set()
    ask(page, "年产值是多少？")  # and the next question is answered
    served[1].hold = None


@pytest.mark.parametrize("suggested", [True, False])
def test_a_question_sent_during_an_answer_waits_for_its_turn(visit, served, suggested):
    served[1].pause = 0.4
    page = visit.open()
    if suggested:
        page.click("text=壹佰科车业一期预计年产值是多少？")
    else:
        page.fill("#xw-question textarea", "年产值是多少？")
        page.press("#xw-question textarea", "Enter")
    page.wait_for_selector(".xw-caret")
    page.fill("#xw-question textarea", "遂昌县2030年的人口是多少？")
    page.press("#xw-question textarea", "Enter")
    page.wait_for_selector(".xw-exchange[data-state=done] >> nth=1")
    served[1].pause = 0.01
    exchanges = page.locator(".xw-exchange").all_inner_texts()
    assert len(exchanges) == 2  # neither is lost, neither is asked twice, and each has its own answer
    assert "16亿元" in exchanges[0]
    assert "遂昌县2030年的人口是多少？" in exchanges[1]
    assert "已查阅资料库中的 3 份报告" in exchanges[1]
    assert page.input_value("#xw-question textarea") == ""


def test_text_of_a_report_never_becomes_markup(visit):
    page = visit.open()
    page.click("#xw-tabs [role=tab] >> nth=1")
    page.click("tr[data-doc=d3evil] .xw-open")
    page.wait_for_selector(".xw-report[data-doc=d3evil] .xw-about")
    # The title looks like the two languages of Gradio's own templates too: it stays as it is.
    assert page.inner_text(".xw-fact-title dd") == EVIL.title
    assert page.input_value(".xw-correct [name=title]") == EVIL.title
    assert "<script>window.hacked = 1</script>" in page.inner_text(".xw-text")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#xw-reader :is(img, script, svg), #xw-shelf :is(img, script, svg)").count() == 0


def test_files_go_in_and_out_of_the_library(visit, served, tmp_path):
    good, bad = tmp_path / "县报.md", tmp_path / "bad.md"
    good.write_text("报告", "utf-8")
    bad.write_text("", "utf-8")
    page = visit.open()
    page.click("#xw-tabs [role=tab] >> nth=1")
    with page.expect_response(lambda response: "/upload" in response.url):
        page.set_input_files("#xw-files input[type=file]", [good, bad])
    page.wait_for_selector("#xw-files .file-preview")
    page.fill("#xw-addresses textarea", "ftp://example.org/x")
    page.click("#xw-add-button")
    page.wait_for_selector("text=加入 1 份，已有 0 份，失败 2 份")
    assert page.locator(".xw-intake li.xw-failed").count() == 2
    assert "不是网页地址" in page.inner_text(".xw-intake")
    page.wait_for_selector("#xw-files .file-preview", state="detached")
    row = page.locator("tr", has_text="新报告 县报.md")
    row.locator(".xw-remove").click()
    assert row.locator(".xw-remove").inner_text() == "确认移除？"
    assert "id-县报.md" in served[2].documents
    row.locator(".xw-remove").click()
    page.wait_for_selector("text=已移除：新报告 县报.md")
    row.wait_for(state="detached")
    assert "id-县报.md" not in served[2].documents


def test_the_fate_of_each_source_and_how_far_it_is(visit, served, tmp_path):
    library = served[2]
    library.hold = threading.Event()
    names = [
        "wire_转载.html",
        "newer_公报.txt",
        "<img src=x onerror=window.hacked=5>.md",
        "zip_合集.zip",
        "slow.pdf",
    ]
    for name in names:
        (tmp_path / name).write_text("报告", "utf-8")
    page = visit.open()
    page.click("#xw-tabs [role=tab] >> nth=1")
    with page.expect_response(lambda response: "/upload" in response.url):
        page.set_input_files("#xw-files input[type=file]", [tmp_path / name for name in names])
    page.wait_for_selector("#xw-files .file-preview")
    page.click("#xw-add-button")
    page.wait_for_selector("text=正在加入 5/5：slow.pdf")
    page.wait_for_selector(".xw-progress small:has-text('约剩')")  # told while the file is being read
    assert page.locator(".xw-progress progress").get_attribute("value") == "4"
    library.hold.set()
    page.wait_for_selector("text=加入 5 份，已有 1 份，失败 0 份")
    said = page.locator(".xw-intake .xw-status").all_text_contents()
    assert said == ["同一报道", "已更新", "已加入", "已加入", "已加入", "已加入"]
    assert "列为它的又一来源" in page.locator(".xw-intake li.xw-similar").inner_text()
    assert page.evaluate("window.hacked") is None
    page.click("tr[data-doc=d1car] .xw-open")
    page.wait_for_selector(".xw-about")
    assert page.locator(".xw-sources li").all_text_contents() == ["suichang_industry.md", "wire_转载.html"]
    library.hold = None
    library.sources.clear()
    for doc_id in [one for one in library.documents if one.startswith("id-")]:
        library.remove(doc_id)


@pytest.mark.parametrize(
    ("viewport", "locale", "refused", "mark"),
    [
        (DESKTOP, "zh-CN", "有 4 个地区叫", "已更正"),
        (PHONE, "en-US", "4 divisions have this name", "Corrected"),
    ],
)
def test_a_person_corrects_what_was_read_and_takes_it_back(visit, viewport, locale, refused, mark):
    page = visit.open(locale, viewport)
    page.click("#xw-tabs [role=tab] >> nth=1")
    page.click("tr[data-doc=d1car] .xw-open")
    page.wait_for_selector(".xw-about")
    assert page.inner_text(".xw-fact-place dd") == "浙江省丽水市遂昌县"
    page.click(".xw-correct summary")
    page.fill(".xw-correct [name=place]", "鼓楼区")
    page.fill(".xw-correct [name=title]", "改过的 <b>题</b>")
    page.click(".xw-correct [type=submit]")
    page.wait_for_selector(f".xw-correct[open] .xw-error:has-text('{refused}')")
    assert page.evaluate(IN_SIGHT, ".xw-correct .xw-error")
    assert page.input_value(".xw-correct [name=title]") == "改过的 <b>题</b>"
    page.fill(".xw-correct [name=place]", "331124")
    page.select_option(".xw-correct [name=kind]", "table")
    page.press(".xw-correct [name=title]", "Enter")
    page.wait_for_selector(f".xw-fact-title .xw-tag:has-text('{mark}')")
    assert page.locator(".xw-about .xw-tag").count() == 3
    row = page.locator("tr[data-doc=d1car]")
    row.locator(f".xw-tag:has-text('{mark}')").wait_for(state="attached")
    assert "xw-current" in (row.get_attribute("class") or "")  # it is still the one that is open
    assert "松阳县" in (row.text_content() or "") and "改过的 <b>题</b>" in (row.text_content() or "")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    page.click(".xw-correct summary")
    page.click(".xw-reset")
    page.wait_for_selector(f".xw-report h2:has-text('{CAR.title}')")
    row.locator(".xw-tag").wait_for(state="detached")


def test_a_citation_leads_to_all_that_is_known_of_its_report(visit):
    page = visit.open()
    ask(page, "年产值是多少？")
    page.click(".xw-chip >> nth=0")
    page.wait_for_function(f"document.querySelector('#cited') && ({VISIBLE})('#cited')")
    page.evaluate("document.querySelector('#xw-reader').scrollTop = 0")
    page.click(".xw-more-about")
    page.wait_for_selector(".xw-about")
    assert page.inner_text(".xw-fact-publisher dd") == "县经信局"
    assert page.locator(".xw-text mark").all_text_contents() == ["16亿元"]
    page.click(".xw-back")
    page.wait_for_function(VISIBLE, arg="#cited")


def test_the_filter_narrows_the_table(visit):
    page = visit.open()
    page.click("#xw-tabs [role=tab] >> nth=1")
    page.wait_for_selector("tr[data-doc=d1car]")
    page.locator("#xw-filter input, #xw-filter textarea").fill("安宁")
    page.wait_for_selector("tr[data-doc=d1car]", state="detached")
    assert page.locator(".xw-shelf tbody tr").count() == 1


@pytest.mark.parametrize(
    ("locale", "tab", "clear"),
    [("en-US", "Ask", "New chat"), ("zh", "提问", "新对话"), ("zh-HK", "提问", "新对话")],
)
def test_the_page_speaks_the_language_of_the_browser(visit, locale, tab, clear):
    page = visit.open(locale)
    page.wait_for_selector(f"#xw-tabs [role=tab]:has-text('{tab}')")
    page.wait_for_selector(f"#xw-clear:has-text('{clear}')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_report_over_the_page_and_closes_it(visit, scheme):
    page = visit.open(viewport=PHONE, scheme=scheme)
    ask(page, "年产值是多少？")
    page.click(".xw-chip >> nth=0")
    page.wait_for_function(f"document.querySelector('#cited') && ({VISIBLE})('#cited')")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.click(".xw-close")
    page.wait_for_selector("#xw-reader", state="hidden")
    page.click("#xw-tabs [role=tab] >> nth=1")
    page.wait_for_selector("tr[data-doc=d1car]")
    assert page.evaluate("document.querySelector('#xw-library-tab').scrollWidth") <= PHONE["width"]
