import pytest

from index.headings import headings, lead


def levels(text, title=""):
    """How deep each heading is, by the headings around it, and its words."""
    path, out = [], []
    for heading in headings(text.split("\n"), title):
        if heading:
            path = [*(one for one in path if heading.within(one)), heading]
            out.append((len(path), heading.label))
    return out


def test_each_markdown_level_is_its_own():
    assert levels("# 报告\n## 工业\n### 产值\n内容。\n#### 细目\n内容。\n## 农业\n内容。") == [
        (1, "报告"),
        (2, "工业"),
        (3, "产值"),
        (4, "细目"),
        (2, "农业"),
    ]


def test_the_numbers_of_official_documents_nest():
    text = "一、综合\n（一）工业\n1.园区\n园区面积扩大。\n（1）一期\n一期完工。\n2.企业\n企业增多。\n（二）农业\n粮食丰收。\n二、财政\n收入增长。"
    assert levels(text) == [
        (1, "一、综合"),
        (2, "（一）工业"),
        (3, "1.园区"),
        (4, "（1）一期"),
        (3, "2.企业"),
        (2, "（二）农业"),
        (1, "二、财政"),
    ]


def test_chapters_sections_and_articles_nest_above_them():
    text = "第一编 总论\n第一章 总则\n第一节 原则\n第一条 适用范围\n本办法适用于全县。\n一、对象\n各镇适用。\n第二章 职责\n各部门分工。"
    assert [level for level, _ in levels(text)] == [1, 2, 3, 4, 5, 2]


def test_numbers_tell_levels_apart_that_a_page_gives_the_same_tag():
    assert levels("## 一、工业\n## （一）产值\n内容。\n## 二、农业\n内容。\n## 附录\n内容。") == [
        (1, "一、工业"),
        (2, "（一）产值"),
        (1, "二、农业"),
        (1, "附录"),
    ]


def test_a_word_report_mixes_styles_with_numbers_of_its_own():
    assert levels(
        "# 规划\n## 第一章 总则\n一、依据\n依据有关规定。\n## 第二章 目标\n（一）总目标\n目标明确。"
    ) == [
        (1, "规划"),
        (2, "第一章 总则"),
        (3, "一、依据"),
        (2, "第二章 目标"),
        (3, "（一）总目标"),
    ]


def test_the_title_line_heads_the_report_without_any_mark():
    assert levels("甲县简报\n一、工业\n产值增长。", title="甲县简报") == [(1, "甲县简报"), (2, "一、工业")]


@pytest.mark.parametrize(
    "line",
    [
        "1.完成投资5亿元。",
        "1.完成投资5亿元",
        "一是加快园区建设",
        "（一）增长。工业增加值增长五个百分点。",
        "（三）停车。新建停车场十一处，方便了群众",
        "2.5",
        "2.5万亩",
        "6700多公里、农村公路29万公里。",
        "第三条生产线已经投产，年产能翻了一番。",
        "三、这一年我们做成了几件大事，办成了几件实事；群众满意。",
        "#标签",
        "一、" + "很长的一句话没有标点" * 5,
        "| 一、合计 | 5 |",
    ],
)
def test_these_are_no_headings(line):
    assert levels(f"前文说明。\n{line}\n后面的一段文字说明情况。") == []


def test_items_of_a_list_are_no_headings_nor_is_the_last():
    assert levels("要做三件事：\n1.修路\n2.架桥\n3.通水\n这三件事都要做好。") == []
    assert (
        levels("任务如下。\n（一）修好公路，方便出行。\n（二）架好桥梁，连通两岸。\n以上任务年底完成。") == []
    )


def test_a_full_stop_after_a_name_is_allowed_over_a_paragraph():
    text = "（一）加强调控，保持平稳。\n我们采取了许多措施。\n（二）调整结构，夯实基础。\n产业结构有了变化。"
    assert [label for _, label in levels(text)] == [
        "（一）加强调控，保持平稳。",
        "（二）调整结构，夯实基础。",
    ]


def test_a_table_of_contents_heads_nothing():
    text = "第一章 总则\n第二章 目标\n第三章 任务\n第一章 总则\n为了发展，制定本规划。"
    assert [label for _, label in levels(text)] == ["第一章 总则"]


def test_paragraphs_say_their_own_names():
    assert lead("（三）停车。新建停车场11处。") == "（三）停车"
    assert lead("第十二条 违反规定的，责令改正。") == "第十二条"
    assert lead("2.加快园区建设：完善道路。") == "2.加快园区建设"
    assert lead("（三）今年以来全县上下认真落实各项部署要求取得了明显的成效。") == ""
