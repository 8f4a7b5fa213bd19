import itertools

import pytest

from index.chunk import chunk, header
from index.records import Description, Place
from index.tokens import count

ABOUT = Description("简报", date="2023-03-01", place=Place("331123", "遂昌县", "丽水市", "浙江省"))
REPORT = (
    "# 遂昌县简报\n一、综合\n全县生产总值155亿元。增长4.2%。\n（一）农业\n茶叶产量1.2万吨。\n二、项目\n"
    "一期投资5亿元；二期投资3亿元。\n| 指标 | 数值 |\n|---|---|\n| 人口 | 19.4万人 |\n"
)


@pytest.mark.parametrize("budget", [12, 32, 64, 320])
def test_chunks_are_the_exact_characters_in_order_and_lose_nothing(budget):
    chunks = chunk("d", REPORT, ABOUT, budget)
    assert all(REPORT[c.start : c.end] == c.text for c in chunks)
    assert all(a.end <= b.start for a, b in itertools.pairwise(chunks))
    kept = "".join("".join(c.text.split()) for c in chunks)
    assert kept == "".join(REPORT.split())
    assert len({c.id for c in chunks}) == len(chunks)


def test_no_chunk_crosses_a_heading_and_each_knows_its_path():
    by_section = {c.section: c.text for c in chunk("d", REPORT, ABOUT, 320)}
    assert by_section["遂昌县简报 > 一、综合 > （一）农业"] == "（一）农业\n茶叶产量1.2万吨。"
    assert "一期投资5亿元" in by_section["遂昌县简报 > 二、项目"]


def test_sentences_are_cut_only_when_one_is_over_the_budget():
    text = "第一句话说明情况。第二句话说明原因。第三句话说明结果。"
    chunks = chunk("d", text, ABOUT, count("第一句话说明情况。第二句话说明原因。"))
    assert [c.text for c in chunks] == ["第一句话说明情况。第二句话说明原因。", "第三句话说明结果。"]


def test_an_endless_sentence_is_cut_at_commas_and_then_anywhere():
    text = "甲乙丙丁，" * 60 + "戊" * 200
    chunks = chunk("d", text, ABOUT, 40)
    assert "".join(c.text for c in chunks) == text
    assert all(count(c.text) <= 80 for c in chunks)  # a hard cut allows two tokens a character at most
    assert chunks[0].text.endswith("，")


def test_header_says_place_year_title_section():
    assert header(ABOUT, "二、项目") == "浙江省丽水市遂昌县 | 2023年 | 简报 | 二、项目"
    assert header(Description("简报"), "") == "简报"
