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
