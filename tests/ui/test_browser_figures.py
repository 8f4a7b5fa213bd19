"""The tab of figures in headless Chromium: choose, see table and chart, read the source, take the rows away."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from tests.ui.browsing import BROWSER, DESKTOP, PHONE, VISIBLE
from tests.ui.fakes import ANNING, ANNING_DOC, CAR, SUICHANG, FakeAssistant, FakeLibrary
from tests.ui.server import page_over

pytestmark = BROWSER

FILLER = "\n".join(
    f"{at}号楼的墙面已经刷完，门窗也装好了，楼前的路同时铺平，住户下个月就能搬进来。"
    for at in "一二三四五六七八九" * 3
)


def _report(doc_id, place, year, text):
    title = f"{place.name}{year}年统计公报"
    about = replace(
        ANNING_DOC.about, title=title, date=f"{year + 1}-03-01", place=place, places=(place,), years=(year,)
    )
    return replace(CAR, id=doc_id, source=f"{doc_id}.txt", text=f"{title}\n{FILLER}\n{text}\n", about=about)


REPORTS = (
    _report("a2020", ANNING, 2020, "2020年，安宁市地区生产总值573.2亿元，增长4.9%。"),
    _report(
        "a2022",
        ANNING,
        2022,
        "2022年，安宁市地区生产总值661.89亿元，增长5.5%。2022年，安宁市常住人口49.1万人。",
    ),
    _report("a2022b", ANNING, 2022, "2022年，安宁市地区生产总值662.4亿元。"),
    _report("s2022", SUICHANG, 2022, "2022年，遂昌县地区生产总值155.6亿元，下降2.4%。"),
)


@pytest.fixture(scope="module")
def served():
    library = FakeLibrary(*REPORTS)
    with page_over(FakeAssistant(pause=0.01), library) as url:
        yield url, library


def _opened(visit, **how):
    page = visit.open(**how)
    page.click("#xw-tabs [role=tab] >> nth=2")
    return page


def _rows(page):
    return [row.split("\t") for row in page.locator(".xw-figures tbody tr").all_inner_texts()]


def _choose(page, name):
    page.click("#xw-figures-indicator input")
    page.fill("#xw-figures-indicator input", name)
    page.click(f"[role=option]:has-text('{name}')")


def test_an_indicator_is_a_table_and_a_chart(visit):
    page = _opened(visit)
    page.wait_for_selector(".xw-figures tr[data-doc]")
    assert page.input_value("#xw-figures-indicator input") == "地区生产总值 (7)"
    assert page.locator(".xw-figures tbody tr").count() == 4
    assert page.locator(".xw-disputed").count() == 2  # the two reports of 2022 on 安宁 differ; both are shown
    assert page.inner_text(".xw-chart figcaption") == "地区生产总值（亿元）"
    assert page.locator(".xw-chart svg:visible").count() == 1
    chart = page.locator(".xw-chart svg:visible")
    assert "2021" in chart.text_content()  # on the axis, though nobody tells of it
    assert chart.locator(".dot").count() == 4
    assert page.locator(".xw-legend li").all_inner_texts() == ["安宁市", "安宁市（另一说2）", "遂昌县"]
    assert chart.get_attribute("aria-label").startswith("折线图：地区生产总值（亿元），2020–2022年：")


def test_growth_is_chosen_apart_and_one_indicator_follows_another(visit):
    page = _opened(visit)
    page.click("#xw-figures-measure label:has-text('增速')")
    page.wait_for_selector(".xw-figures td:has-text('下降 2.4')")
    assert page.locator(".xw-figures tbody tr").count() == 3
    assert page.inner_text(".xw-chart figcaption") == "地区生产总值（%）"
    points = page.locator(".xw-chart svg:visible title").all_text_contents()
    assert points == ["安宁市，2020年：4.9%", "安宁市，2022年：5.5%", "遂昌县，2022年：-2.4%"]
    _choose(page, "常住人口")
    page.wait_for_selector(".xw-figures td:has-text('49.1')")
    page.wait_for_selector("text=没有图")
    assert page.locator(".xw-chart").count() == 0


def test_places_and_years_narrow_what_is_shown(visit):
    page = _opened(visit)
    page.wait_for_selector(".xw-figures tr[data-doc]")
    page.click("#xw-figures-years input")
    page.click("[role=option]:has-text('2022')")
    page.wait_for_function("document.querySelectorAll('.xw-figures tbody tr').length === 3")
    assert page.locator(".xw-chart.xw-bars svg:visible .rect").count() == 3  # one year: bars
    page.click("#xw-figures-places input")
    page.click("[role=option]:has-text('遂昌县')")
    page.wait_for_function("document.querySelectorAll('.xw-figures tbody tr').length === 1")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_a_row_opens_its_report_at_the_number(visit, viewport):
    page = _opened(visit, viewport=viewport)
    page.click("tr[data-doc=a2022] .xw-fig-value button")
    page.wait_for_selector(".xw-report[data-doc=a2022] #cited")
    assert page.locator(".xw-text mark").all_text_contents() == ["661.89亿元"]
    page.wait_for_function(VISIBLE, arg="#cited")
    if viewport is PHONE:
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        return
    page.evaluate("document.querySelector('#xw-reader').scrollTop = 0")
    page.click("tr[data-doc=a2022] .xw-fig-value button")  # the same again brings it back
    page.wait_for_function(VISIBLE, arg="#cited")
    page.click("tr[data-doc=s2022] .xw-fig-change button")
    page.wait_for_selector(".xw-report[data-doc=s2022] #cited")
    assert page.locator(".xw-text mark").all_text_contents() == ["2.4%"]
    page.wait_for_function(VISIBLE, arg="#cited")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_point_of_the_chart_opens_its_report_at_the_number(visit, viewport):
    page = _opened(visit, viewport=viewport)
    point = page.locator(".xw-chart svg:visible [data-doc=a2020]")
    point.click()
    page.wait_for_selector(".xw-report[data-doc=a2020] #cited")
    assert page.locator(".xw-text mark").all_text_contents() == ["573.2亿元"]
    page.wait_for_function(VISIBLE, arg="#cited")
    if viewport is PHONE:
        return
    assert page.locator("#xw-figures .xw-current").count() == 1
    page.evaluate("document.querySelector('#xw-reader').scrollTop = 0")
    point.click()  # the same again brings it back
    page.wait_for_function(VISIBLE, arg="#cited")
    page.click("tr[data-doc=s2022] .xw-fig-value button")
    page.wait_for_selector(".xw-report[data-doc=s2022] #cited")
    assert page.locator("#xw-figures .xw-current").count() == 1


def test_the_rows_can_be_taken_away(visit, tmp_path):
    page = _opened(visit)
    page.wait_for_selector(".xw-figures tr[data-doc]")
    files = {}
    for form in ("csv", "xlsx"):
        with page.expect_download() as waiting:
            page.click(f"#xw-figures-{form}")
        assert waiting.value.suggested_filename == f"地区生产总值_数值（元）.{form}"
        waiting.value.save_as(tmp_path / form)
        files[form] = (tmp_path / form).read_bytes()
    assert files["csv"].startswith(b"\xef\xbb\xbf")
    told = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [(one["地区"], one["年份"], one["数字"], one["增减"]) for one in told][-1] == (
        "遂昌县", "2022", "15560000000", "-2.4%",
    )  # fmt: skip
    assert (told[0]["报告"], told[0]["报告日期"], told[0]["来源"]) == (
        "安宁市2020年统计公报",
        "2021-03-01",
        "a2020.txt",
    )
    assert told[0]["原文"] == "2020年，安宁市地区生产总值573.2亿元，增长4.9%。"
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    head, *lines = sheet.iter_rows(values_only=True)
    assert [str(value) for value in dict(zip(head, lines[-1], strict=True)).values() if value][:2] == [
        "遂昌县",
        "2022",
    ]
    assert len(lines) == 4


def test_the_words_are_english_for_an_english_browser(visit):
    page = _opened(visit, locale="en-US", scheme="dark")
    page.wait_for_selector(".xw-figures th:has-text('Report')")
    page.wait_for_selector("#xw-figures-measure label:has-text('Value (元)')")
    assert page.inner_text(".xw-chart figcaption") == "地区生产总值 (10⁸ 元)"


def test_a_library_without_figures_says_so(visit, served):
    library = served[1]
    kept, library.documents = library.documents, {"e": replace(CAR, id="e", text="山里下雪了。")}
    try:
        page = visit.open()
        page.click("#xw-tabs [role=tab] >> nth=2")
        page.wait_for_selector("text=还没有读出可以列表的数字")
        assert page.locator(".xw-figures").count() == 0
    finally:
        library.documents = kept
    page.click("#xw-tabs [role=tab] >> nth=1")
    page.click("#xw-tabs [role=tab] >> nth=2")  # looked up anew each time the tab is opened
    page.wait_for_selector(".xw-figures tr[data-doc]")


def test_on_a_phone_a_choice_and_the_count_stand_in_one_line_each(visit):
    page = _opened(visit, viewport=PHONE, locale="en-US")
    page.wait_for_selector(".xw-figures tr[data-doc]")
    one_line = page.locator("#xw-figures-count .xw-small").bounding_box()["height"]
    assert one_line < 30
    before = page.locator("#xw-figures-years .wrap-inner").bounding_box()["height"]
    page.click("#xw-figures-years input")
    page.click("[role=option]:has-text('2022')")
    page.wait_for_selector("#xw-figures-years .token")
    assert page.locator("#xw-figures-years .wrap-inner").bounding_box()["height"] < before + 20
