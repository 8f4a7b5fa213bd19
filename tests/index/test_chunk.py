import itertools
import random

import pytest

from index.around import around
from index.chunk import SECTION_TOKENS, TABLE_TOKENS, TITLE_TOKENS, chunk, header
from index.records import Description, Place
from index.tokens import count

ABOUT = Description("简报", date="2023-03-01", place=Place("331123", "遂昌县", "丽水市", "浙江省"))
REPORT = (
    "# 遂昌县简报\n一、综合\n全县生产总值155亿元。增长4.2%。\n（一）农业\n茶叶产量1.2万吨。\n二、项目\n"
    "一期投资5亿元；二期投资3亿元。\n| 指标 | 数值 |\n|---|---|\n| 人口 | 19.4万人 |\n"
)
TOWNS = ["云峰镇", "石练镇", "大柘镇", "湖山镇", "金竹镇", "黄沙镇"]
TABLE = (
    "二、各镇投资\n全县六镇都有增长，见表2。\n表2 各镇固定资产投资\n单位：亿元\n| 乡镇 | 2022年 | 2023年 |\n|---|---|---|\n"
    + "".join(f"| {name} | {n}.5 | {n + 1}.25 |\n" for n, name in enumerate(TOWNS, start=3))
    + "注：2023年为快报数。\n全县合计四十二亿元。\n"
)


def chunks_of(text, budget, about=ABOUT):
    return chunk("d", text, about, budget)


@pytest.mark.parametrize("budget", [12, 32, 64, 320])
@pytest.mark.parametrize("text", [REPORT, TABLE, REPORT * 3 + TABLE])
def test_chunks_are_the_exact_characters_in_order_and_lose_nothing(text, budget):
    chunks = chunks_of(text, budget)
    assert all(text[c.start : c.end] == c.text for c in chunks)
    assert all(count(c.text) <= budget for c in chunks)
    assert all(a.end <= b.start for a, b in itertools.pairwise(chunks))
    kept = "".join("".join(c.text.split()) for c in chunks)
    assert kept == "".join(text.split())
    assert len({c.id for c in chunks}) == len(chunks)


def test_any_text_at_all_comes_back_whole():
    letters = "甲乙5.%，。；：？“”（）|#-、 \n一二第条章1"
    for seed in range(300):
        dice = random.Random(seed)
        text = "".join(dice.choice(letters) for _ in range(dice.randrange(200)))
        chunks = chunks_of(text, dice.choice([8, 20, 60]))
        assert all(text[c.start : c.end] == c.text for c in chunks), seed
        assert "".join("".join(c.text.split()) for c in chunks) == "".join(text.split()), seed


def test_no_chunk_crosses_a_heading_and_each_knows_its_path():
    assert [(c.section, c.text) for c in chunks_of(REPORT, 320)] == [
        ("遂昌县简报 > 一、综合", "# 遂昌县简报\n一、综合\n全县生产总值155亿元。增长4.2%。"),
        ("遂昌县简报 > 一、综合 > （一）农业", "（一）农业\n茶叶产量1.2万吨。"),
        (
            "遂昌县简报 > 二、项目",
            "二、项目\n一期投资5亿元；二期投资3亿元。\n| 指标 | 数值 |\n|---|---|\n| 人口 | 19.4万人 |",
        ),
    ]


def test_headings_go_with_what_follows_them_and_a_last_one_with_what_came_before():
    text = "# 报告\n## 一、工业\n### （一）产值\n" + "产值继续增长，效益逐步提高。" * 6 + "\n## 二、农业"
    chunks = chunks_of(text, 60)
    assert chunks[0].text.startswith("# 报告\n## 一、工业\n### （一）产值\n产值继续增长")
    assert chunks[0].section == "报告 > 一、工业 > （一）产值"
    assert not any(line.startswith("#") for c in chunks[:-1] for line in c.text.split("\n")[-1:])
    assert [c.text for c in chunks_of("正文只有一句。\n二、附注", 60)] == ["正文只有一句。\n二、附注"]


def test_sentences_are_cut_only_when_one_is_over_the_budget():
    text = "第一句话说明情况和背景。第二句话说明原因；原因有两个，都已查明。第三句话说明结果。"
    for budget in range(count("第二句话说明原因；原因有两个，都已查明。"), count(text)):
        assert all(c.text.endswith("。") for c in chunks_of(text, budget))


def test_chunks_end_with_paragraphs_where_they_can_and_are_even():
    first = "甲镇修了路。甲镇架了桥。甲镇通了水。"
    text = f"{first}\n乙镇修了路。乙镇架了桥。乙镇通了水。"
    assert count(text) < 2 * (count(first) + 10)
    # 40 tokens would take in a sentence of the second paragraph too
    assert chunks_of(text, count(first) + 10)[0].text == first


def test_a_line_that_leads_on_is_not_left_behind():
    text = (
        "今年的工作做了不少，成绩也有一些。\n主要目标是：\n生产总值增长百分之六，粮食产量稳定在五万吨以上。"
    )
    goal = text[text.index("主要") :]
    assert chunks_of(text, count(goal))[-1].text == goal


def test_an_endless_sentence_is_cut_at_semicolons_commas_and_then_anywhere_but_in_a_figure():
    text = "一是修建公路桥梁；二是架设电线，三是引来清水"
    assert [c.text for c in chunks_of(text, count("二是架设电线，三是引来清水"))] == [
        "一是修建公路桥梁；",
        "二是架设电线，三是引来清水",
    ]
    text = "甲乙丙丁，" * 60 + "戊" * 200 + "1,234.56万元" * 30
    chunks = chunks_of(text, 40)
    assert "".join(c.text for c in chunks) == text
    assert all(count(c.text) <= 40 for c in chunks)
    assert chunks[0].text.endswith("，")
    assert not any(
        a.text[-1] in "0123456789.," and b.text[0] in "0123456789.," for a, b in itertools.pairwise(chunks)
    )


def test_a_table_that_fits_stays_whole_with_its_caption():
    table = TABLE[TABLE.index("表2 各") : TABLE.index("注：")].strip()
    parts = [c.text for c in chunks_of(TABLE, count(table) + 4)]
    assert [table in part for part in parts].count(True) == 1


@pytest.mark.parametrize("budget", [75, 90])
def test_every_part_of_a_long_table_says_what_its_columns_are(budget):
    parts = [c for c in chunks_of(TABLE, budget) if "|" in c.text]
    assert len(parts) > 1
    assert parts[0].text.startswith(
        "表2 各镇固定资产投资\n单位：亿元\n| 乡镇 | 2022年 | 2023年 |\n|---|---|---|\n| 云峰镇 |"
    )
    for part in parts:
        assert "表2 各镇固定资产投资" in part.indexed_text
        assert "亿元" in part.indexed_text
        assert "2023年" in part.indexed_text
        rows = [line for line in part.text.split("\n") if line.startswith("|")]
        assert all(row.endswith("|") for row in rows)
    assert [c.header for c in parts[1:]] == [
        "浙江省丽水市遂昌县 | 2023年 | 简报 | 二、各镇投资 | 表2 各镇固定资产投资 单位：亿元 | 乡镇、2022年、2023年"
    ] * (len(parts) - 1)
    rest = next(c for c in chunks_of(TABLE, budget) if "全县合计" in c.text)
    assert "|" not in rest.text  # what follows a cut table is not under its header


def test_a_row_names_its_group_after_the_table_was_cut():
    rows = "".join(f"| {name}企业 | {n}00家 | {n}亿元 |\n" for n, name in enumerate("甲乙丙丁戊己", start=1))
    text = f"| 类别 | 数量 | 产值 |\n|---|---|---|\n| 规模以上 | | |\n{rows}"
    last = chunks_of(text, 60)[-1]
    assert "己企业" in last.text
    assert last.header.endswith("类别、数量、产值 | 规模以上")


def test_a_paragraph_that_is_cut_is_still_named():
    text = "第七条 县发展改革部门负责规划。" + "有关部门按照职责做好相关工作。" * 8
    chunks = chunks_of(text, 60)
    assert len(chunks) > 1
    assert chunks[0].header == "浙江省丽水市遂昌县 | 2023年 | 简报"
    assert {c.header for c in chunks[1:]} == {"浙江省丽水市遂昌县 | 2023年 | 简报 | 第七条"}


def test_header_says_place_year_title_section():
    assert header(ABOUT, "二、项目") == "浙江省丽水市遂昌县 | 2023年 | 简报 | 二、项目"
    assert header(Description("简报"), "") == "简报"


def test_header_says_the_title_once_and_stays_short():
    assert header(ABOUT, "简报 > 二、项目") == "浙江省丽水市遂昌县 | 2023年 | 简报 | 二、项目"
    path = " > ".join(f"第{n}层标题写得相当长而且没有必要" for n in range(9))
    long = header(Description("很长的题目" * 40), path, table="表头" * 200)
    assert count(long) <= TITLE_TOKENS + SECTION_TOKENS + TABLE_TOKENS + 4
    assert "第8层标题" in long  # the innermost heading says most
    assert "第0层标题" not in long


def test_around_a_chunk_is_its_section_and_no_more():
    text = "一、工业\n" + "工业产值增长。" * 9 + "\n二、农业\n" + "粮食产量稳定。" * 9
    chunks = chunks_of(text, 30)
    inside = [c for c in chunks if c.section == "二、农业"]
    assert len(inside) > 2
    assert around(inside[1], chunks, 10_000) == (inside[0].start, inside[-1].end)
    assert around(inside[1], chunks, 1) == (inside[1].start, inside[1].end)
    start, end = around(inside[1], chunks, 2 * max(count(c.text) for c in inside))
    assert (start, end) == (inside[1].start, inside[2].end)  # the next before the one before


def test_the_library_gives_the_section_around_a_hit(library, tmp_path):
    file = tmp_path / "report.md"
    file.write_text(
        "## 工业\n" + "工业产值增长。" * 12 + "\n## 农业\n" + "粮食产量稳定。" * 12, encoding="utf-8"
    )
    library.add(file)
    hit = library.search("粮食", limit=1)[0]
    start, end = library.around(hit.chunk, 10_000)
    text = library.get(hit.chunk.doc_id).text
    assert text[start:end].strip() == "## 农业\n" + "粮食产量稳定。" * 12
