"""Lists are shown with their items, wherever the text names them."""

import pytest

from qa.shape import plainly, shaped, tidy


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        # The clause has the items: nothing more is shown.
        ("县里种茶，产品有绿茶、红茶和白茶，销路很好。", "绿茶", "产品有绿茶、红茶和白茶"),
        # The clause counts, its sentence names.
        ("展览分三个部分，叫初心、巨变和未来。", "三个部分", "展览分三个部分，叫初心、巨变和未来"),
        # The sentence counts, one of the next two names.
        (
            "项目中有基建4个。其中一个最大。包括道路改造、河岸整治、污水提质和管网更新。总投资12亿元。",
            "基建4个",
            "包括道路改造、河岸整治、污水提质和管网更新",
        ),
        # Quoted names need no mark between them.
        (
            "展览分三个部分。观众先看“初心”“巨变”“未来”，再签名。",
            "三个部分",
            "观众先看“初心”“巨变”“未来”，再签名",
        ),
        # It counts, and nothing behind it lists: the clause stays.
        ("项目中有基建4个。投资12亿元。", "基建4个", "项目中有基建4个"),
        # Another paragraph is about something else.
        ("项目中有基建4个。\n包括茶、竹、菌。", "基建4个", "项目中有基建4个"),
        # A clause that counts nothing does not borrow the list of the next sentence.
        ("茶园在山上。山下有稻、麦、豆。", "茶园", "茶园在山上"),
        # Told off one by one, in one sentence and over several.
        (
            "哪里短补哪里：先是规划，再补道路，最后补治理。别处照旧。",
            "先是规划",
            "先是规划，再补道路，最后补治理",
        ),
        ("办法有三。一是修路。二是架桥。三是通水。明年验收。", "修路", "一是修路。二是架桥。三是通水"),
        # 首先 without a second is no list.
        ("首先要修路，县长说。", "修路", "首先要修路"),
    ],
)
def test_a_list_is_shown_with_its_items(text, span, expected):
    start = text.index(span)
    assert text[slice(*shaped("list", text, start, start + len(span)))] == expected


TABLE = "签约见表1。\n\n表1 签约项目\n\n| 类别 | 投资 |\n| --- | --- |\n| 种业 | 3亿元 |\n| 农机 | 5亿元 |\n\n以上为6月的数。"
ROWS = "| 种业 | 3亿元 |\n| 农机 | 5亿元 |"


@pytest.mark.parametrize("span", ["种业", "5亿元", "投资", "表1"])
def test_a_list_in_a_table_is_all_its_rows_whether_a_row_the_head_or_a_pointer_was_found(span):
    start = TABLE.index(span)
    assert TABLE[slice(*shaped("list", TABLE, start, start + len(span)))] == ROWS


def test_one_figure_of_a_table_stays_one_figure():
    start = TABLE.index("3亿元")
    assert TABLE[slice(*shaped("figure", TABLE, start, start + 3))] == "3亿元"


def test_a_pointer_without_a_table_behind_it_stays_what_it_is():
    text = "各项见表1。\n明年再说。"
    assert text[slice(*shaped("list", text, 0, 2))] == "各项见表1"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (ROWS, "种业，3亿元；农机，5亿元"),
        ("| 农机 | 5亿元 |", "农机，5亿元"),
        ("产值\n16亿元", "产值 16亿元"),
        ("一个 | 在句中", "一个 | 在句中"),
    ],
)
def test_rows_are_shown_without_their_bars(stored, shown):
    assert plainly(stored) == shown


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("文化节将于8月9日—11日在县城举办。", "8月9日", "8月9日—11日"),
        ("展期2023年8月9日至9月2日。", "9月2日", "2023年8月9日至9月2日"),
        ("会议在8月9-11日开。", "8月9", "8月9-11日"),
        ("自2021年6月起合作。", "2021年", "2021年6月"),
        ("8月9日开工，11日完工。", "8月9日", "8月9日"),
        ("2023年1月6日在县人民代表大会上", "2023年1月6日在", "2023年1月6日"),
    ],
)
def test_a_date_is_shown_with_the_day_it_lasts_to(text, span, expected):
    at = text.index(span)
    assert text[slice(*shaped("date", text, at, at + len(span)))] == expected


@pytest.mark.parametrize(
    ("span", "shown"), [("县供销社正", "县供销社"), ("李守正", "李守正"), ("县供销社", "县供销社")]
)
def test_a_body_is_shown_without_the_word_of_what_it_does(span, shown):
    text = f"中转站由{span}筹建。"
    at = text.index(span)
    assert text[slice(*shaped("person", text, at, at + len(span)))] == shown


def test_what_is_opened_in_an_answer_is_closed():
    text = "实行统一品牌、统一饲料、统一营销“六统一”，建成追溯体系（二维码）。"
    for words, shown in (
        ("统一品牌、统一饲料、统一营销“六统一", "实行统一品牌、统一饲料、统一营销“六统一”"),
        ("追溯体系（二维码", "追溯体系（二维码）"),
    ):
        at = text.index(words)
        kind = "list" if "、" in words else "other"
        assert text[slice(*shaped(kind, text, at, at + len(words)))] == shown


def test_a_fall_is_never_shown_as_a_growth():
    text = "上半年经济同比下降1.9%，| 投资 | -46.5% |"
    assert (
        text[slice(*shaped("figure", text, *tidy(text, text.index("1.9"), text.index("1.9") + 4)))]
        == "下降1.9%"
    )
    assert (
        text[slice(*shaped("figure", text, *tidy(text, text.index("46"), text.index("46") + 5)))] == "-46.5%"
    )


def test_a_reason_is_shown_with_all_that_is_told_off_between_semicolons():
    text = "通胀压力较大，主要是：粮价在涨；油价在涨；去年涨价的影响还在。其他稳定。"
    at = text.index("油价")
    assert text[slice(*shaped("reason", text, at, at + 2))] == text[: text.index("其他")]
    long = f"{'甲' * 150}；{'乙' * 100}。"
    assert long[slice(*shaped("reason", long, 0, 5))] == f"{'甲' * 150}；"
    quoted = "他说：“粮价在涨。”油价没有涨。"
    assert quoted[slice(*shaped("reason", quoted, 4, 6))] == "他说：“粮价在涨。”"


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        (
            "备案项目15天，一般项目30天，特殊项目60天，逾期问责。",
            "一般项目30天",
            "备案项目15天，一般项目30天，特殊项目60天",
        ),
        ("“起步”讲创业；“成长”讲建设；结尾是照片。", "“成长”", "起步”讲创业；“成长”讲建设"),
        (
            "公路途经吉安市遂川县，赣州市上犹县、大余县，全长120公里。",
            "上犹县、大余县",
            "公路途经吉安市遂川县，赣州市上犹县、大余县",
        ),
        # What is beside it has no figure of its unit, and no name.
        ("审批30天，受理不收费，全程网办。", "审批30天", "审批30天"),
    ],
)
def test_items_told_alike_beside_the_span_belong_to_its_list(text, span, expected):
    start = text.index(span)
    assert text[slice(*shaped("list", text, start, start + len(span)))] == expected


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("规划人口约8万至15万人。", "15万人", "8万至15万人"),
        ("亩产300—500公斤。", "500公斤", "300—500公斤"),
        ("人口从8万到15万人。", "15万人", "15万人"),  # from one to another, and no range
        ("2019年至2023年建成12座。", "12座", "12座"),
        ("占比由5%提高到8%。", "8%", "8%"),
    ],
)
def test_the_end_of_a_range_is_shown_with_its_beginning(text, span, expected):
    start = text.index(span)
    assert text[slice(*shaped("figure", text, start, start + len(span)))] == expected
