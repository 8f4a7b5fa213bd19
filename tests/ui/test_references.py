"""An answer with its references as text: what is known of a report, and that nothing becomes markup in Markdown."""

import doctest
import re
from dataclasses import replace

import pytest

from index.records import Description, Document
from qa.records import Answer, Citation
from tests.ui.fakes import ANNING_DOC, CAR, FakeAssistant, FakeLibrary, cite
from ui import references
from ui.references import Reference, written
from ui.references import references as known_of

FIND = FakeLibrary(CAR, ANNING_DOC).documents.get
DAY = "2026-11-26"


def copied(answer, style, find=FIND, language="zh"):
    return written(answer, known_of(answer, find), style, DAY, language)


def test_the_examples():
    assert doctest.testmod(references).failed == 0


def test_plain_text_names_where_each_quote_stands():
    assert copied(FakeAssistant().answer("年产值"), "plain") == (
        "一期预计年产值为16亿元[1]，每年能生产80万辆[2]。\n\n出处\n"
        "[1] 遂昌：山里的工业怎样往高处走（县经信局，2023-11-15，第 1 页，suichang_industry.md）\n    “16亿元”\n"
        "[2] 遂昌：山里的工业怎样往高处走（县经信局，2023-11-15，第 1 页，suichang_industry.md）\n    “每年能生产80万辆”"
    )


def test_a_reference_list_numbers_reports_and_not_citations():
    answer = Answer("q", "661.89亿元[2]，16亿元[1][3]。", "grounded", (
        cite(CAR, "16亿元"), cite(ANNING_DOC, "661.89亿元"), cite(CAR, "每年能生产80万辆"),
    ))  # fmt: skip
    assert copied(answer, "gbt7714") == (
        "661.89亿元[2]，16亿元[1]。\n\n"
        "[1] 县经信局. 遂昌：山里的工业怎样往高处走[EB/OL]. (2023-11-15)[2026-11-26]. suichang_industry.md.\n"
        "[2] 安宁市2022年统计公报[EB/OL]. (2023-07-25)[2026-11-26]. https://example.org/anning?a=1&b=2."
    )


@pytest.mark.parametrize(
    ("author", "publisher", "date", "day", "shown"),
    [
        ("张三、李四", "日报", "2023-01-02", DAY, "张三, 李四. 题[EB/OL]. (2023-01-02)[2026-11-26]. a.txt."),
        ("甲、乙、丙", "", "", DAY, "甲, 乙, 丙. 题[EB/OL]. [2026-11-26]. a.txt."),
        ("", "", "2023", "", "题[EB/OL]. (2023). a.txt."),
        ("", "", "", "", "题[EB/OL]. a.txt."),
    ],
)
def test_what_is_not_known_is_left_out(author, publisher, date, day, shown):
    one = Reference("d", "题", "a.txt", "", author=author, publisher=publisher, date=date)
    assert references.entry(one, day) == shown


def test_a_mark_without_citation_stays_as_it_is():
    answer = Answer("q", "甲[1]乙[7]", "grounded", (cite(CAR, "36天"),))
    assert copied(answer, "gbt7714").startswith("甲[1]乙[7]\n\n[1] ")


def test_an_answer_without_citations_is_itself():
    answer = Answer("q", "资料中没有。", "missing")
    assert {copied(answer, style) for style in references.STYLES} == {"资料中没有。"}


def test_a_half_founded_answer_and_a_refusal_say_so():
    half = FakeAssistant().answer("增速")
    assert all("（部分有依据）" in copied(half, style) for style in references.STYLES)
    refusal = Answer("q", "资料中没有。", "missing", (cite(CAR, "36天"),))
    assert "\n最接近的原文\n" in copied(refusal, "plain")
    assert "\nNearest passages\n" in copied(refusal, "plain", language="en")


def test_of_a_removed_report_stands_what_the_answer_knows():
    gone = Answer("q", "答[1]", "grounded", (Citation("nowhere", "x.md", "旧报告", 3, 0, 4, "16亿元"),))
    assert copied(gone, "gbt7714").endswith("[1] 旧报告[EB/OL]. [2026-11-26]. x.md.")
    assert "旧报告（第 3 页，x.md）" in copied(gone, "plain")


def test_nothing_of_a_report_becomes_markdown():
    bad = "# [x](javascript:alert(1)) *b* <img src=x> | `c` &lt; ~~d~~ _e_"
    hostile = Document("h", "http://e.org/a>b<\\", bad, Description(bad, bad, "2023"))
    answer = replace(FakeAssistant().answer("年产值"), text=f"{bad}[1]\n1. 甲\n- 乙\n[2](x) [1]: y",
                     citations=(cite(hostile, bad), cite(hostile, "[x](javascript:alert(1))")))  # fmt: skip
    text = copied(answer, "markdown", {"h": hostile}.get)
    shown = re.sub(r"\\.", "", text.replace("[1]\n", "\n"))
    assert not re.search(r"[*<`~_|&](?!\*|http)", shown.replace("**出处**", "").replace("](<http", ""))
    assert "\n1\\. 甲\n\\- 乙\n\\[2\\](x) \\[1\\]: y" in text
    assert text.startswith("\\# \\[x\\](javascript:alert(1))")
    assert "](<http://e.org/a%3Eb%3C%5C>)" in text


def test_a_title_over_several_lines_stays_on_its_own():
    broken = Document("h", "a.txt", "文", Description("上\n下", "甲\n乙"))
    answer = Answer("q", "答[1]", "grounded", (cite(broken, "文"),))
    assert copied(answer, "gbt7714", {"h": broken}.get).endswith(
        "[1] 甲 乙. 上 下[EB/OL]. [2026-11-26]. a.txt."
    )
