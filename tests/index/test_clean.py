import pytest

from index.clean import clean, is_menu
from index.records import Loaded


@pytest.mark.parametrize(
    "line",
    [
        "返回栏目",
        "返回栏目>>",
        "首页新闻头条 • 正文",
        "首页   |   新闻头条",
        "发布时间:  浏览: 次  作者:作者:某某",
        "【编辑:某某】",
        "责任编辑：某某",
        "分享让更多人看到",
        "上一篇：另一篇报道",
        "- 3 -",
        "第 3 页 共 12 页",
    ],
)
def test_menu_lines_are_recognised(line):
    assert is_menu(line)


@pytest.mark.parametrize(
    "line",
    [
        "一、综合",
        "2022年，全县生产总值155亿元。",
        "返回舱在县境内着陆，全县欢庆。",
        "编辑部设在遂昌县，现有12人。",
    ],
)
def test_lines_of_the_report_are_kept(line):
    assert not is_menu(line)


def test_menus_go_and_sentences_stay_in_order():
    raw = "首页 | 新闻\n标题一行\n\n  第一段。\n　　第二段。\n【编辑:某】\n相关文章Related\n另一篇文章\n返回栏目>>"
    assert clean(Loaded(raw)).text == "标题一行\n第一段。\n第二段。"


def test_related_heading_inside_a_report_cuts_nothing():
    raw = "标题\n相关新闻\n后面还有正文，是一个句子。"
    assert "后面还有正文，是一个句子。" in clean(Loaded(raw)).text


def test_glued_tails_are_cut_from_the_last_sentence():
    assert clean(Loaded("全县增收。（某）返回搜狐，查看更多责任编辑：")).text == "全县增收。（某）"
    assert clean(Loaded("全县增收。分享让更多人看到")).text == "全县增收。"


def test_pages_begin_where_they_began_and_repeated_heads_go():
    # Three pages under the same head; each page's own line follows. "甲。\n" is 3 characters long.
    raw = "某县统计公报\n甲。\f某县统计公报\n乙。\f某县统计公报\n丙。"
    cleaned = clean(Loaded(raw))
    assert cleaned.text == "甲。\n乙。\n丙。"
    assert cleaned.pages == (0, 3, 6)


def test_lines_broken_at_the_margin_are_joined_on_paged_text():
    raw = (
        "二〇二二年全县实现地区生产总值一百五十\n五亿元，比上年增长四点二。\n二、农业\f第二页正文在这里写完。"
    )
    assert (
        clean(Loaded(raw)).text.split("\n")[0]
        == "二〇二二年全县实现地区生产总值一百五十五亿元，比上年增长四点二。"
    )
    assert "二、农业" in clean(Loaded(raw)).text.split("\n")


@pytest.mark.parametrize(
    "line",
    [
        "## 返回顶部",
        "浏览次数：12次",
        "【字体：大 中 小】 打印",
        "分享到：微信 微博",
        "下载新闻客户端，查看更多精彩资讯",
        "— 12 —",
    ],
)
def test_more_menu_lines(line):
    assert is_menu(line)


@pytest.mark.parametrize(
    "line",
    ["155", "| 首页 | 新闻 |", "群众可下载“浙里办”APP办理业务。", "## 一、综合", "全年访问量达12万次。"],
)
def test_figures_rows_and_sentences_about_apps_are_kept(line):
    assert clean(Loaded(f"标题\n{line}\n末句。")).text == f"标题\n{line}\n末句。"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("全县增收。编辑：张某", "全县增收。"),
        (
            "全县增收。市委宣传部 供图一审 杨某责任编辑 易某某责任校对 刘某某主编 何某某终审 编委 曹某",
            "全县增收。市委宣传部 供图",
        ),
        ("增长237%。 编辑 唐某校对 吴某某", "增长237%。"),
        ("全县增收。（霍某）返回搜狐，查看更多                        责任编辑：", "全县增收。（霍某）"),
        ("全县增收。下载掌上遂昌客户端，查看更多精彩资讯", "全县增收。"),
        ("贯通4个隧道。广告 小项目，都能做！ ×施工现场。", "贯通4个隧道。施工现场。"),
        ("原标题：某县今年增收显著某县今年增收显著 记者某某报道。", "某县今年增收显著\n记者某某报道。"),
        ("原标题：某县今年增收显著                 记者某某报道。", "某县今年增收显著\n记者某某报道。"),
        ("《县志》由李某负责校对编辑", "《县志》由李某负责校对编辑"),
        ("全县扫码点餐，群众更多用客户端。", "全县扫码点餐，群众更多用客户端。"),
    ],
)
def test_what_sites_glue_to_a_line_goes_and_the_sentence_stays(raw, kept):
    assert clean(Loaded(raw)).text == kept


def test_captions_given_twice_stand_once():
    shared = "近年来，某县大力发展木耳产业，全产业链带动农户五千户。"
    gallery = f"农户在采摘。{shared}新华社记者 张某 摄农户在翻晒。{shared}新华社记者 张某 摄"
    assert (
        clean(Loaded(gallery)).text == f"农户在采摘。{shared}新华社记者 张某 摄农户在翻晒。新华社记者 张某 摄"
    )
    assert clean(Loaded("行政中心一景。\n\n行政中心一景。")).text == "行政中心一景。"
    # Not a gallery: a report may say a thing twice.
    assert clean(Loaded(shared * 2)).text == shared * 2


def test_a_paragraph_goes_on_over_a_page_unless_the_page_ended_it():
    first, second = "二〇二二年全县实现地区生产总值一百五十", "五亿元，比上年增长。"
    joined = clean(Loaded(f"{first}\f{second}"))
    assert (joined.text, joined.pages) == (first + second, (0, len(first)))
    apart = clean(Loaded(f"{first}\n\f{second}"))
    assert (apart.text, apart.pages) == (f"{first}\n{second}", (0, len(first) + 1))


def test_a_table_over_two_pages_stays_rows():
    cleaned = clean(Loaded("| 乡镇 | 产值 |\n|---|---|\n| 甲镇 | 5 |\n\f| 乙镇 | 6 |\n注一。"))
    assert cleaned.text.split("\n") == [
        "| 乡镇 | 产值 |",
        "|---|---|",
        "| 甲镇 | 5 |",
        "| 乙镇 | 6 |",
        "注一。",
    ]
