"""The tab of evaluations in headless Chromium: runs, plots, each wrong case, hostile run files, axe."""

import pytest

from eval.kept import keep
from eval.lent import of_library
from tests.eval.test_kept import run
from tests.eval.test_page import EVIL, JUDGED, READ, REFUSED, RIGHT, case
from tests.ui.browsing import BROWSER, DESKTOP, PHONE, Visit
from tests.ui.fakes import ANNING_DOC, CAR, FakeAssistant, FakeLibrary
from tests.ui.server import page_over
from tests.ui.test_browser_access import findings

pytestmark = BROWSER

COMMITS = ("a" * 40, "b" * 40, "c" * 40)
# How many of the places where these words stand in the note lie on two lines.
BROKEN = """(words) => {
  const texts = document.createTreeWalker(document.querySelector("#xw-runs-note"), NodeFilter.SHOW_TEXT);
  let broken = 0, seen = 0;
  while (texts.nextNode()) {
    const at = texts.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + words.length);
    seen += 1;
    broken += new Set([...range.getClientRects()].map((box) => box.top)).size > 1;
  }
  return seen < 2 ? NaN : broken;
}"""
HOSTILE = f'"><img src=x onerror=window.hacked=1>{EVIL}'


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Three runs of a set, one of a hostile other, and a broken file."""
    evaluation = of_library(tmp_path_factory.mktemp("library"))
    for day, commit in enumerate(COMMITS, start=1):
        time = f"2026-11-0{day}T10:00:00+00:00"
        keep(
            run(time, commit, commit_time=time) | {"cases": [JUDGED, RIGHT, REFUSED, READ]}, evaluation.folder
        )
    evil = case(1, HOSTILE, HOSTILE, answer=HOSTILE, quote=HOSTILE, expected=[HOSTILE], gold=HOSTILE, correct=False,
                lost_in=HOSTILE, id=HOSTILE, history=[HOSTILE])  # fmt: skip
    path = keep(
        run("2026-10-01T10:00:00+00:00", HOSTILE, cases_file=HOSTILE) | {"cases": [evil]}, evaluation.folder
    )
    path.rename(evaluation.folder / '"><img src=x onerror=window.hacked=2>.json')
    (evaluation.folder / "<img src=x onerror=window.hacked=3>.json").write_text("{", encoding="utf-8")
    with page_over(FakeAssistant(), FakeLibrary(CAR, ANNING_DOC), evaluation=evaluation) as url:
        yield url, evaluation


def _opened(visit, **how):
    page = visit.open(**how)
    page.get_by_role("tab").nth(3).click()
    page.wait_for_selector(".xw-wrong")
    return page


def _case(page, selector):
    page.click(selector)
    page.wait_for_selector(".xw-case-frame")
    frame = page.frame_locator(".xw-case-frame")
    frame.locator(".case").wait_for()
    return frame


def test_the_newest_run_is_shown_and_another_can_be_chosen_by_keyboard(visit):
    page = _opened(visit)
    assert page.locator(".xw-runs tbody tr").count() == 4
    assert page.locator(".xw-runs tr[aria-current] code").inner_text() == "c" * 7
    shown = page.text_content(".xw-plot >> nth=0")
    assert all(commit[:7] in shown for commit in COMMITS)
    assert "数字 (5)" in page.text_content(".xw-plot >> nth=1")
    ink = page.evaluate("getComputedStyle(document.querySelector('.xw-run-name')).color")
    drawn = page.locator(".xw-svg text", has_text="数字 (5)")
    assert drawn.evaluate("one => getComputedStyle(one).fill") == ink  # in the colours of the page
    page.locator(".xw-run-open >> nth=1").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".xw-run-name small:has-text('bbbbbbb')")
    assert page.locator(".xw-runs tr[aria-current] code").inner_text() == "b" * 7
    assert page.evaluate("document.activeElement.closest('tr').ariaCurrent") == "true"  # the focus stays
    page.get_by_role("tab").nth(0).click()
    page.get_by_role("tab").nth(3).click()  # and so does the choice
    page.wait_for_selector(".xw-runs tr[aria-current] code:has-text('bbbbbbb')")
    assert page.locator("[role=tab]").count() == 4


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_wrong_case_opens_beside_its_evidence(visit, viewport):
    page = _opened(visit, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    frame = _case(page, ".xw-wrong[data-case='1']")
    assert frame.locator("h4").inner_text() == "一期年产值是多少？"
    assert "判断" in frame.locator(".lost").inner_text()
    assert frame.locator(".case mark.gold").all_text_contents() == ["16亿元", "16亿元"]
    assert frame.locator(".case mark.given").all_text_contents() == ["80万辆"]
    box, pane = (page.locator(one).bounding_box() for one in (".xw-case-frame", "#xw-reader"))
    assert box["height"] > 0.8 * pane["height"]
    assert frame.locator("html").evaluate("one => one.scrollWidth <= one.clientWidth")
    page.wait_for_selector(".xw-wrong[data-case='1'][aria-current]", state="attached")
    if viewport is PHONE:
        page.click(".xw-close")
        page.wait_for_selector("#xw-reader", state="hidden")
        return
    page.click(".xw-wrong[data-case='3']")
    page.wait_for_selector(".xw-case h2:has-text('k3')")
    page.get_by_role("tab").nth(1).click()  # a report takes its place, and can be scrolled again
    page.click("tr[data-doc=d1car] .xw-open")
    page.wait_for_selector(".xw-report[data-doc=d1car]")
    assert page.evaluate("getComputedStyle(document.querySelector('#xw-reader')).overflowY") == "auto"


@pytest.mark.parametrize("width", [1024, 1401])
def test_no_score_of_a_run_is_out_of_sight(visit, width):
    page = _opened(visit, viewport={"width": width, "height": 768}, locale="en-US")
    assert page.locator(".xw-runs-box").evaluate("(box) => box.scrollWidth <= box.clientWidth")
    assert page.locator("td.xw-run-wrongly_refused >> nth=0").is_visible()


def test_a_hostile_run_file_is_text(visit):
    page = _opened(visit)
    assert "<img src=x onerror=window.hacked=3>.json 不是 JSON" in page.inner_text(".xw-unread")
    page.click(".xw-run-open >> nth=3")
    # Of its question set what follows the last slash is the name.
    page.wait_for_selector(".xw-run-name:has-text('script>')")
    frame = _case(page, ".xw-wrong")
    assert frame.locator("h4").inner_text() == HOSTILE
    assert page.evaluate("window.hacked") is None
    assert (
        page.locator("#xw-evaluation-tab :is(img, script, iframe), #xw-reader :is(img, script)").count() == 0
    )
    assert frame.locator("img, script, a").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious_with_runs_and_with_a_case(visit, viewport, scheme):
    page = _opened(visit, viewport=viewport, scheme=scheme, locale="en-US")
    page.emulate_media(reduced_motion="reduce")
    assert "Cases to look at: 3 of 4" in page.inner_text("#xw-run")
    page.click(".xw-types summary")
    assert findings(page) == []
    _case(page, ".xw-wrong >> nth=0")
    assert findings(page) == []


def test_a_run_that_goes_meanwhile_is_said(visit, served):
    folder = served[1].folder
    path = keep(run("2026-12-01T10:00:00+00:00") | {"cases": [JUDGED]}, folder)
    page = _opened(visit)
    path.unlink()
    page.click(".xw-wrong")
    page.wait_for_selector("#xw-reader >> text=已经不在了")


def test_without_runs_the_tab_says_how_to_make_one(browser, tmp_path):
    with page_over(FakeAssistant(), FakeLibrary(CAR), evaluation=of_library(tmp_path)) as url:
        one = Visit(browser, url)
        page = one.open()
        page.get_by_role("tab").nth(3).click()
        page.wait_for_selector(f".xw-command:has-text('xianwen eval --keep {tmp_path / 'runs'}')")
        assert page.locator(".xw-runs").count() == 0
        page.context.close()
        assert one.problems == []


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_on_a_phone_no_line_breaks_inside_an_option(browser, tmp_path, locale):
    folder = tmp_path / "a-folder-of-some-length"
    with page_over(FakeAssistant(), FakeLibrary(CAR), evaluation=of_library(folder)) as url:
        page = Visit(browser, url).open(viewport=PHONE, locale=locale)
        page.get_by_role("tab").nth(3).click()
        page.wait_for_selector(".xw-command")
        for width in range(320, 400, 4):  # at one of them each would fall on the end of a line
            page.set_viewport_size({"width": width, "height": 844})
            broken = page.evaluate(BROKEN, "--keep")
            assert broken == 0, width
        page.context.close()
