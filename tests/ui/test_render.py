"""The conversation, the report and the shelf as HTML: what is escaped, what is marked, what is said."""

from dataclasses import replace
from typing import Any

import pytest

from index.records import Similar
from qa.records import Answer, Citation
from tests.ui.fakes import ANNING_DOC, CAR, EVIL, FakeAssistant, FakeLibrary, cite, summary
from tests.ui.markup import Page, assert_tame
from ui import links, order, reading, render, shelf
from ui.order import View
from ui.quotes import in_context
from ui.reading import Span
from ui.render import Exchange


def done(answer: Answer, **more: Any) -> Exchange:
    return Exchange(answer.question, answer, "done", **more)


def shown(exchange: Exchange) -> str:
    return render.conversation([exchange], FakeLibrary(CAR, ANNING_DOC, EVIL).documents.get, "zh")


# --- the report ---


@pytest.mark.parametrize("document", [CAR, ANNING_DOC, EVIL], ids=lambda one: one.id)
def test_body_is_the_stored_text_character_for_character(document):
    assert Page(reading.body(document, None, "zh")).text == document.text


def test_marks_exactly_the_cited_characters():
    start = CAR.text.index("16亿元")
    page = Page(reading.report(CAR, Span(start, start + 4), "zh"))  # 1 6 亿 元: four characters
    assert page.marked == ["16亿元"]
    assert [attrs.get("id") for tag, attrs in page.tags if tag == "mark"] == ["cited"]


def test_a_citation_over_two_paragraphs_is_marked_in_both_under_one_id():
    start, end = CAR.text.index("二、新项目"), CAR.text.index("建厂生产")
    page = Page(reading.body(CAR, Span(start, end), "zh"))
    assert "".join(page.marked) == CAR.text[start:end] == "二、新项目\n壹佰科车业有限公司"
    assert [attrs.get("id") for tag, attrs in page.tags if tag == "mark"] == ["cited", None]


def test_every_span_of_a_table_marks_its_own_characters():
    first, last = CAR.text.index("| 指标"), len(CAR.text)
    for start in range(first, last):
        for end in (start + 1, min(start + 9, last), last):
            page = Page(reading.body(CAR, Span(start, end), "zh"))
            assert "".join(page.marked) == CAR.text[start:end]
            assert page.text == CAR.text
            assert sum(attrs.get("id") == "cited" for _, attrs in page.tags) == 1


def test_the_mark_to_go_to_is_one_that_is_seen():
    start = CAR.text.index("| 工业投资增速")  # the bar before the cell is hidden
    page = Page(reading.body(CAR, Span(start, start + len("| 工业投资增速 |")), "zh"))
    ids = [attrs.get("id") for tag, attrs in page.tags if tag == "mark"]
    assert (page.marked, ids) == (["| ", "工业投资增速", " ", "|"], [None, "cited", None, None])


def test_table_rows_become_cells_and_the_first_row_their_heads():
    page = Page(reading.body(CAR, None, "zh"))
    tags = [tag for tag, _ in page.tags]
    # four lines of two cells: the head, the rule (hidden by its class), two rows
    assert (tags.count("tr"), tags.count("th"), tags.count("td")) == (4, 2, 6)
    assert [attrs["class"] for tag, attrs in page.tags if tag == "tr" and attrs] == ["xw-rule"]


@pytest.mark.parametrize("row", ["|a", "||", "|a|b", "  |a|  ", "|"])
def test_odd_table_rows_lose_nothing(row):
    document = reading.Document("x", "x", f"前\n{row}\n后", CAR.about)
    assert Page(reading.body(document, None, "zh")).text == document.text


@pytest.mark.parametrize("span", [Span(-1, 3), Span(5, 5), Span(7, 2), Span(0, 10**9)])
def test_a_span_out_of_range_marks_nothing(span):
    assert Page(reading.report(CAR, span, "zh")).marked == []


def test_a_page_that_begins_is_announced_but_not_part_of_the_text():
    page = Page(reading.body(ANNING_DOC, None, "zh"))
    assert [attrs["data-page"] for attrs in page.with_attribute("data-page")] == ["第 2 页"]


def test_a_report_is_escaped_everywhere():
    html = reading.report(EVIL, Span(0, 8), "zh")
    assert_tame(html)
    page = Page(html)
    assert page.marked == ["<script>"]
    assert EVIL.text in page.text
    assert EVIL.title in page.text


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ('https://example.org/?a=1&b="2"', 'https://example.org/?a=1&b="2"'),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("report.md", None),
        ("http://[no address", None),
    ],
)
def test_only_web_addresses_become_links(source, link):
    page = Page(links.source_link(source))
    assert [attrs.get("href") for tag, attrs in page.tags if tag == "a"] == ([link] if link else [])
    assert page.text == source


# --- the conversation ---


def test_marks_of_the_answer_become_chips_that_name_their_span():
    answer = FakeAssistant().answer("年产值")
    page = Page(shown(done(answer)))
    start = CAR.text.index("16亿元")
    chips = [attrs for attrs in page.with_attribute("data-doc") if attrs["class"] == "xw-chip"]
    assert [(one["data-doc"], one["data-start"], one["data-end"]) for one in chips] == [
        ("d1car", str(start), str(start + 4)),
        ("d1car", str(answer.citations[1].start), str(answer.citations[1].end)),
    ]


def test_a_mark_without_citation_stays_text():
    answer = Answer("q", "甲[1]乙[2]丙[0]", "grounded", (cite(CAR, "36天"),))
    html = render.answer_text(answer)
    assert html.count("<button") == 1
    assert html.startswith("甲<button")
    assert html.endswith("乙[2]丙[0]")


def test_a_citation_says_title_place_date_page_and_the_words_around():
    html = shown(done(FakeAssistant().answer("年产值")))
    assert "<b>遂昌：山里的工业怎样往高处走</b><small>遂昌县 · 2023-11-15 · 第 1 页</small>" in html
    assert "预计年产值为<em>16亿元</em>。</q>" in html


def test_a_quote_from_a_table_is_shown_without_its_bars():
    html = shown(done(FakeAssistant().answer("增速")))
    assert "<q> 规上工业增加值增速 <em>8.6%</em> </q>" in html
    row = Answer("q", "答[1]", "grounded", (cite(CAR, "| 工业投资增速 | 21.4% |"),))
    assert "<em>工业投资增速 · 21.4%</em>" in shown(done(row))


def test_a_citation_of_a_removed_report_still_shows_its_quote():
    gone = Citation("nowhere", "x.md", "旧报告", 3, 0, 4, "16亿元")
    html = shown(done(Answer("q", "答[1]", "grounded", (gone,))))
    assert "<small>第 3 页 · 报告已不在资料库里</small><q><em>16亿元</em></q>" in html


def test_a_refusal_is_not_drawn_as_an_answer_and_says_what_was_searched():
    html = shown(done(FakeAssistant().answer("人口"), searched=16))
    assert 'class="xw-refusal"' in html
    assert "已查阅资料库中的 16 份报告" in html
    assert "xw-grounded" not in html
    assert 'class="xw-refusal"' not in shown(done(FakeAssistant().answer("年产值"), searched=16))


def test_notices_stops_and_errors_are_shown():
    assert "语言模型没有响应，已改用摘录" in shown(done(FakeAssistant().answer("增速")))
    half = Answer("q", "正在", "grounded")
    assert "已停止，回答不完整。" in shown(Exchange("q", half, "stopped"))
    failed = shown(Exchange("q", None, "failed", error="chat model <away>"))
    assert "chat model &lt;away&gt;" in failed
    assert "xw-waiting" not in failed


def test_waiting_is_shown_until_the_first_words():
    assert "xw-waiting" in shown(Exchange("q"))
    growing = shown(Exchange("q", Answer("q", "预计", "missing"), "running"))
    assert "xw-waiting" not in growing
    assert "xw-refusal" not in growing  # a snapshot is no verdict yet


def test_the_conversation_is_escaped_everywhere():
    bad = '<img src=x onerror="x()">'
    cited = Citation("d3evil", bad, bad, 1, 0, 8, "<script>")
    answer = Answer(bad, f"{bad}[1]", "grounded", (cited,), 0.9, (bad,))
    html = shown(done(answer, error=bad))
    assert_tame(html)
    assert "<img" not in html
    assert Page(html).text.count(bad) == 5  # question, answer, notice, title of the citation, error


def test_welcome_offers_questions_or_the_way_to_the_library():
    page = Page(render.welcome(['问"甲"<b>？'], 3, "zh"))
    assert [attrs["data-ask"] for attrs in page.with_attribute("data-ask")] == ['问"甲"<b>？']
    assert "3 份报告" in page.text
    empty = Page(render.welcome(["问？"], 0, "en"))
    assert not empty.with_attribute("data-ask")
    assert [attrs["data-goto"] for attrs in empty.with_attribute("data-goto")] == ["1"]


# --- the words around a quote ---


@pytest.mark.parametrize(
    ("quote", "before", "after"),
    [
        ("乙丙", "甲", "丁。"),  # inside one sentence: its ends are the ends
        ("甲乙丙丁。", "", ""),  # a whole sentence needs no neighbours
        ("戊己", "", "庚！"),
    ],
)
def test_context_stays_in_the_sentence(quote, before, after):
    text = "零。甲乙丙丁。戊己庚！"
    start = text.index(quote)
    found = in_context(text, start, start + len(quote))
    assert (found.before, found.quote, found.after) == (before, quote, after)


def test_long_context_is_cut_with_an_ellipsis():
    found = in_context("甲" * 9 + "16亿元" + "乙" * 9, 9, 13, width=3)
    assert (found.before, found.after) == ("…甲甲甲", "乙乙乙…")


# --- the shelf ---


def test_the_table_is_escaped_and_names_every_row():
    html = shelf.table([summary(CAR), summary(ANNING_DOC), summary(EVIL)], "", "zh")
    assert_tame(html)
    page = Page(html)
    assert [attrs["data-doc"] for tag, attrs in page.tags if tag == "tr" and attrs] == [
        "d1car",
        "d2anning",
        "d3evil",
    ]
    assert "共 3 份" in page.text
    assert "统计公报" in page.text


def test_the_filter_wants_every_word_in_what_is_known_of_it():
    reports = [summary(CAR), summary(ANNING_DOC), summary(EVIL)]
    assert [one.id for one in reports if shelf.matches(one, "丽水 2023", "zh")] == ["d1car"]
    assert [one.id for one in reports if shelf.matches(one, "2023", "zh")] == ["d1car", "d2anning"]
    assert [one.id for one in reports if shelf.matches(one, "EXAMPLE.org 公报", "zh")] == ["d2anning"]
    assert [one.id for one in reports if shelf.matches(one, "县经信局", "zh")] == ["d1car"]  # the publisher
    again = summary(CAR, sources=("a.txt", "转载.html"), corrected=("date",))
    assert shelf.matches(again, "转载 已更正", "zh")
    assert "没有符合“&lt;b&gt;”的报告" in shelf.table([summary(CAR)], "<b>", "zh")


def rows(html):
    return [attrs["data-doc"] for tag, attrs in Page(html).tags if tag == "tr" and "data-doc" in attrs]


def test_a_long_table_has_pages():
    many = [summary(replace(CAR, id=f"d{number}")) for number in range(2 * order.ROWS + 1)]
    assert rows(shelf.table(many, "", "zh")) == [f"d{number}" for number in range(order.ROWS)]
    last = shelf.table(many, "", "zh", View(page=2))
    assert rows(last) == [f"d{2 * order.ROWS}"]
    assert f"共 {len(many)} 份" in last and "第 3/3 页" in last
    assert 'data-page="1">上一页' in last and 'data-page="3" disabled>下一页' in last
    assert rows(shelf.table(many, "", "zh", View(page=99))) == rows(last)  # some have gone meanwhile
    assert "xw-pages" not in shelf.table(many[: order.ROWS], "", "zh")


def test_a_sorted_table_says_by_what():
    reports = [summary(CAR), summary(ANNING_DOC), summary(EVIL)]
    html = shelf.table(reports, "", "zh", View("date"))
    assert rows(html) == ["d2anning", "d1car", "d3evil"]  # 2023-07-25, 2023-11-15, 2024
    ways = {
        attrs["class"]: attrs["aria-sort"]
        for tag, attrs in Page(html).tags
        if tag == "th" and "aria-sort" in attrs
    }
    assert ways == dict.fromkeys(("xw-title", "xw-place", "xw-kind", "xw-years", "xw-size"), "none") | {
        "xw-date": "ascending"
    }
    assert "最近加入的在前" in shelf.table(reports, "", "zh") and "最近加入的在前" not in html


def test_a_row_says_that_it_was_corrected_and_has_the_same_story_under_it():
    other = Similar("d9", "<b>转载</b>", "2023-11-16", ("https://example.org/<b>",))
    third = Similar("d8", CAR.title, "", ("c.zip!/d.txt",))
    sources = ("a.txt", "copy.txt", *other.sources, *third.sources)
    one = summary(CAR, sources=sources, corrected=("title", "place"), similar=(other, third))
    html = shelf.table([one], "", "zh")
    assert_tame(html)
    page = Page(html)
    assert "已更正" in page.text and "同一报道还有 3 个来源" in page.text
    assert 'title="更正过：标题、地区"' in html
    assert (
        "copy.txt 文字相同" in page.text
        and "<b>转载</b> 2023-11-16 https://example.org/<b> 大同小异" in page.text
    )
    assert ">c.zip!/d.txt</button>" in html  # called as the report is: its source says more
    assert "连同 3 个来源移除？" in html and "确认移除这个来源？" in html
    assert "d8" in html and rows(html) == ["d1car"]
    assert shelf.matches(one, "转载", "zh")
    plain = Page(shelf.table([summary(CAR)], "", "zh"))
    assert "已更正" not in plain.text and "个来源" not in plain.text


def test_many_sources_are_not_opened_and_not_all_named():
    html = shelf.table([summary(CAR, sources=tuple(f"{number}.txt" for number in range(30)))], "", "zh")
    assert '<details class="xw-same"><summary>同一报道还有 29 个来源' in html and "其余 10 份从略" in html


def test_of_many_years_the_latest_are_shown():
    one = summary(replace(CAR, about=replace(CAR.about, years=(1978, 2010, 2019, 2020, 2023))))
    assert '<span title="1978、2010、2019—2020、2023">…2019—2020<br>2023</span>' in shelf.table(
        [one], "", "zh"
    )
