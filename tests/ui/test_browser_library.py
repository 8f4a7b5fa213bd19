"""The library's tab in headless Chromium: the table, the same story from several sites, removing, asking one report alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from index.records import Filters, Removed
from tests.ui.browsing import BROWSER, DESKTOP, PHONE, WAIT, Visit, ask
from tests.ui.fakes import ANNING_DOC, CAR, EVIL, FakeAssistant, FakeLibrary
from tests.ui.server import page_over, serving
from ui.order import ROWS
from ui.people import People, Person, hashed
from ui.serving import Serving

pytestmark = BROWSER

SEEK = "#xw-filter :is(input, textarea)"
QUESTION = "#xw-question textarea"
FOCUSED = "(selector) => document.activeElement.matches(selector)"
CUT_OFF = re.compile("AbortError|errored out|Failed to fetch|ERR_ABORTED")
"""What Gradio complains of where a page is loaded again while it still waits for something."""


@pytest.fixture
def library(served: tuple[str, FakeAssistant, FakeLibrary]) -> Iterator[FakeLibrary]:
    """The library, which is as it was after the test."""
    one = served[2]
    yield one
    one.documents = {doc.id: doc for doc in (CAR, ANNING_DOC, EVIL)}
    one.sources, one.under, one.removed = {}, {}, {}


def library_tab(page: Any) -> None:
    page.click("#xw-tabs [role=tab] >> nth=1")
    page.wait_for_selector("tr[data-doc]")


def rows(page: Any) -> list[str]:
    return page.eval_on_selector_all("tr[data-doc]", "(all) => all.map((row) => row.dataset.doc)")


def serious(page: Any) -> list[Any]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"]) for one in found if one["impact"] in {"serious", "critical"}]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_column_is_sorted_by_the_keyboard_and_keeps_the_focus(visit, viewport):
    page = visit.open(viewport=viewport)
    library_tab(page)
    assert rows(page) == ["d1car", "d2anning", "d3evil"]
    page.focus("[data-sort=date]")
    for way, expected in (
        ("descending", ["d3evil", "d1car", "d2anning"]),
        ("ascending", ["d2anning", "d1car", "d3evil"]),
        ("none", ["d1car", "d2anning", "d3evil"]),
    ):
        page.keyboard.press("Enter")
        page.wait_for_selector(f"th.xw-date[aria-sort={way}]")
        page.wait_for_function(FOCUSED, arg="[data-sort=date]")
        assert rows(page) == expected
    page.click("[data-sort=title]")
    page.wait_for_selector("th.xw-title[aria-sort=ascending]")
    page.fill(SEEK, "遂昌")
    page.wait_for_selector("tr[data-doc=d2anning]", state="detached")
    assert page.get_attribute("th.xw-title", "aria-sort") == "ascending"
    assert page.evaluate("document.querySelector('#xw-library-tab').scrollWidth") <= viewport["width"]


def test_chosen_reports_are_removed_together_after_asking(visit, library):
    page = visit.open()
    library_tab(page)
    assert page.locator(".xw-remove-chosen").is_hidden()
    page.click("tr[data-doc=d1car] .xw-open")
    page.wait_for_selector(".xw-report[data-doc=d1car]")
    page.check("tr[data-doc=d1car] .xw-choose")
    page.check("tr[data-doc=d3evil] .xw-choose")
    assert page.inner_text(".xw-remove-chosen") == "移除选中的 2 份"
    assert page.evaluate("document.querySelector('.xw-choose-all').indeterminate")
    page.click("[data-sort=size]")
    page.wait_for_selector("th.xw-size[aria-sort=descending]")
    assert page.inner_text(".xw-remove-chosen") == "移除选中的 2 份"  # they are still ticked
    page.fill(SEEK, "遂昌")
    page.wait_for_selector("tr[data-doc=d3evil]", state="detached")
    assert page.inner_text(".xw-remove-chosen") == "移除选中的 1 份"  # what is not seen is not removed
    page.fill(SEEK, "")
    page.wait_for_selector("tr[data-doc=d3evil]")
    assert not page.is_checked("tr[data-doc=d3evil] .xw-choose")
    page.check("tr[data-doc=d3evil] .xw-choose")
    page.click(".xw-remove-chosen")
    assert page.inner_text(".xw-remove-chosen") == "确认移除选中的 2 份？"
    assert len(library.documents) == 3
    page.click(".xw-remove-chosen")
    page.wait_for_selector("#xw-said [role=status]:has-text('已移除 2 份')")
    page.wait_for_function("document.querySelectorAll('tr[data-doc]').length === 1")
    assert set(library.documents) == {"d2anning"}
    page.wait_for_selector("#xw-reader >> text=已不在资料库里")  # the one that was being read
    assert page.evaluate("window.hacked") is None


def test_all_of_a_page_are_chosen_at_once(visit):
    page = visit.open()
    library_tab(page)
    page.check(".xw-choose-all")
    assert page.inner_text(".xw-remove-chosen") == "移除选中的 3 份"
    page.uncheck(".xw-choose-all")
    assert page.locator(".xw-remove-chosen").is_hidden()
    assert page.locator(".xw-report").count() == 0  # ticking opens nothing


def test_the_same_story_is_listed_under_its_report_read_and_removed(visit, library):
    library.ingest(["wire_转载.html"], lambda fate: None)
    page = visit.open()
    library_tab(page)
    assert page.locator("tr[data-doc]").count() == 3
    assert page.inner_text(".xw-same summary") == "同一报道还有 1 个来源"
    page.click(".xw-same .xw-open")
    page.wait_for_selector(".xw-report[data-doc='same-wire_转载.html'] .xw-listed")
    assert "（转载）" in page.inner_text(".xw-text")
    assert page.locator(".xw-correct").count() == 0
    page.click(".xw-listed")
    page.wait_for_selector(".xw-report[data-doc=d1car] .xw-correct")
    page.click(".xw-same .xw-remove")
    assert page.inner_text(".xw-same .xw-remove") == "确认移除这个来源？"
    page.click(".xw-same .xw-remove")
    page.wait_for_selector("#xw-said >> text=报告还在")
    page.wait_for_selector(".xw-same", state="detached")
    assert set(library.documents) == {"d1car", "d2anning", "d3evil"}
    page.wait_for_function(FOCUSED, arg="tr[data-doc=d1car] .xw-open")
    assert page.locator(".xw-report[data-doc=d1car]").count() == 1


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_one_report_alone_is_asked_and_the_filter_is_there_after_a_reload(visit, served, library, viewport):
    visit.excused = CUT_OFF
    page = visit.open(viewport=viewport)
    library_tab(page)
    page.click("tr[data-doc=d2anning] .xw-only")
    page.wait_for_selector(".xw-on:has-text('安宁市2022年统计公报')")
    page.wait_for_function(FOCUSED, arg=QUESTION)
    ask(page, "年产值是多少？")
    assert served[1].filters[-1] == Filters(doc_ids=("d2anning",))
    page.reload()
    page.wait_for_selector(".xw-on:has-text('安宁市2022年统计公报')")
    ask(page, "增速是多少？")
    assert served[1].filters[-1] == Filters(doc_ids=("d2anning",))
    library_tab(page)
    page.click("tr[data-doc=d1car] .xw-open")
    page.click(".xw-about .xw-only")  # from what is known of a report too, and instead of the other
    page.wait_for_selector(".xw-on:has-text('遂昌')")
    assert page.locator(".xw-on").count() == 1
    page.wait_for_function(FOCUSED, arg=QUESTION)
    del library.documents["d1car"]
    page.reload()
    page.wait_for_selector("[data-kept='']", state="attached")  # the library no longer has it
    assert page.locator(".xw-on").count() == 0
    ask(page, "人口是多少？")
    assert served[1].filters[-1] == Filters()


def test_filters_that_were_taken_away_stay_away(visit):
    visit.excused = CUT_OFF
    page = visit.open()
    library_tab(page)
    page.click("tr[data-doc=d2anning] .xw-only")
    page.wait_for_selector(".xw-on")
    page.click(".xw-all-off")
    page.wait_for_selector(".xw-on", state="detached")
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('xianwen.filters.'))")
    page.reload()
    page.wait_for_selector("[data-kept='']", state="attached")


def test_what_somebody_put_into_the_store_is_no_filter(visit):
    visit.excused = CUT_OFF
    page = visit.open()
    for text in ("{", '{"places": ["<img src=x onerror=window.hacked=1>"]}', '{"years": [["2023"]]}'):
        page.evaluate("(text) => localStorage.setItem('xianwen.filters.', text)", text)
        page.reload()
        page.wait_for_selector("[data-kept='']", state="attached")
        assert page.locator(".xw-on").count() == 0
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    ("locale", "viewport", "name"), [("zh-CN", DESKTOP, "接口"), ("en-US", PHONE, "API")], ids=["zh", "en"]
)
def test_the_interfaces_for_programs_are_a_key_away(visit, locale, viewport, name):
    page = visit.open(locale, viewport)
    page.focus(f".xw-programs-open:has-text('{name}')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".xw-programs[open]")
    said = page.inner_text(".xw-programs")
    assert f'"{visit.url}"' in said and f"{visit.url}v1" in said and f"{visit.url}health" in said
    assert "{address}" not in said and "MCP" not in said
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector(".xw-programs", state="hidden")
    assert page.evaluate(FOCUSED, ".xw-programs-open")


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_nothing_serious_in_a_library_at_work(visit, library, tmp_path, viewport, scheme):
    library.ingest(["wire_转载.html"], lambda fate: None)
    (tmp_path / "bad.md").write_text("报告", "utf-8")
    page = visit.open(viewport=viewport, scheme=scheme)
    library_tab(page)
    page.fill("#xw-addresses textarea", "https://example.org/bad.md")
    page.click("#xw-add-button")
    page.wait_for_selector("text=加入 0 份，已有 0 份，失败 1 份")
    page.click("[data-sort=title]")
    page.wait_for_selector("th.xw-title[aria-sort=ascending]")
    page.check("tr[data-doc=d2anning] .xw-choose")
    page.click("tr[data-doc=d1car] .xw-remove")
    assert serious(page) == []


def test_a_library_of_two_thousand_is_a_page_at_a_time(browser):
    many = [
        replace(CAR, id=f"r{number:04}", about=replace(CAR.about, title=f"第{number}号简报"))
        for number in range(2000)
    ]
    library = FakeLibrary(*many)
    with page_over(FakeAssistant(), library) as url:
        visit = Visit(browser, url)
        page = visit.open()
        library_tab(page)
        assert page.locator("tr[data-doc]").count() == ROWS
        assert len(page.locator("#xw-shelf").inner_html().encode()) < 200_000
        page.click("[data-sort=title]")
        page.wait_for_selector("th.xw-title[aria-sort=ascending]")
        assert rows(page)[:3] == ["r0000", "r0001", "r0002"]  # numbers as numbers
        page.click(".xw-pages button >> nth=1")
        page.wait_for_selector("tr[data-doc=r0100]")
        page.wait_for_function(FOCUSED, arg="tr[data-doc=r0100] .xw-open")
        page.fill(SEEK, "第1999号")
        page.wait_for_selector("tr[data-doc=r0100]", state="detached")
        assert rows(page) == ["r1999"] and page.locator(".xw-pages").count() == 0
        assert visit.problems == []
        page.context.close()


@pytest.mark.parametrize(("name", "changes"), [("读者", False), ("编者", True)])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_who_only_reads_sees_nothing_that_changes_the_library(browser, name, changes, viewport):
    secret = hashed("a long password")
    people = People([Person("读者", "reader", secret), Person("编者", "editor", secret)])
    with serving(Serving(people=people)) as server:
        server.library.ingest(["wire_转载.html"], lambda fate: None)
        page = browser.new_page(viewport=viewport, locale="zh-CN")
        page.set_default_timeout(WAIT)
        page.goto(server.url)
        page.fill("input >> nth=0", name)
        page.fill("input[type=password]", "a long password")
        page.keyboard.press("Enter")
        page.wait_for_selector(".xw-suggestion")
        library_tab(page)
        page.click("tr[data-doc=d1car] .xw-open")
        page.wait_for_selector(".xw-about")
        for control in (
            "#xw-add",
            ".xw-remove >> nth=0",
            ".xw-same .xw-remove",
            ".xw-choose >> nth=0",
            ".xw-correct",
        ):
            assert page.locator(control).is_visible() == changes, control
        if viewport is PHONE:
            page.click(".xw-close")
        assert page.locator(".xw-only >> nth=0").is_visible()
        assert name in page.inner_text(".xw-who")
        page.context.close()


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_preview_shows_what_cleaning_took_out_and_runs_none_of_it(visit, library, viewport, locale):
    hostile = '"><script>window.hacked=5</script><img src=x onerror="window.hacked=5">' + "长" * 200
    library.removed["d1car"] = (Removed("hidden", hostile), *[Removed("menu", "首页 | 打印")] * 2)
    page = visit.open(viewport=viewport, locale=locale)
    library_tab(page)
    page.click("tr[data-doc=d1car] .xw-open")
    page.wait_for_selector(".xw-cleaned summary")
    assert "3" in page.inner_text(".xw-cleaned summary")
    assert not page.locator(".xw-cleaned del >> nth=0").is_visible()
    page.focus(".xw-cleaned summary")
    page.keyboard.press("Enter")
    page.wait_for_selector(".xw-cleaned del")
    assert page.locator(".xw-cleaned li").all_inner_texts() == [hostile, "首页 | 打印 ×2"]
    assert page.evaluate("window.hacked") is None
    assert page.locator(".xw-cleaned :is(img, script)").count() == 0
    assert page.locator(".xw-cleaned").evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert serious(page) == []
