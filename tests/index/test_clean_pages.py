"""Saved pages and pastes of sites made up for the tests: what is left is what a reader would call the report.

Each `pages/NAME.html` (as a browser saves it) or `NAME.in` (as a person pastes it) has what must come out beside it.
"""

import time
from pathlib import Path

import pytest

from index.clean import clean, is_menu
from index.credits import is_credit
from index.furniture import trimmed
from index.load import load
from index.records import Loaded

PAGES = Path(__file__).parent / "pages"
SENTENCE = "全县实现地区生产总值一百五十五亿元，比上年增长百分之四点二。"


def pages():
    return sorted(path for path in PAGES.iterdir() if path.suffix != ".txt")


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_the_report_is_left_and_nothing_else(path):
    name = path.name if path.suffix == ".html" else f"{path.stem}.txt"
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\n")
    assert clean(load(name, path.read_bytes())).text.split("\n") == expected.split("\n")


def test_there_are_pages_of_both_kinds():
    kinds = [path.suffix for path in pages()]
    assert kinds.count(".html") >= 12
    assert kinds.count(".in") >= 6


@pytest.mark.parametrize(
    "line",
    [
        "当前位置：首页 > 政务公开 > 统计信息 > 正文",
        "首页 >> 新闻中心 >> 县区动态",
        "您所在的位置：首页 / 要闻",
        "上一篇：没有了",
        "下一条： 某县召开工作会议",
        "【打印】【关闭】【收藏】",
        "字号：T | T",
        "阅读 10万+",
        "本文已阅读 1024 次",
        "扫一扫在手机上打开当前页",
        "用微信扫描二维码分享至好友和朋友圈",
        "微信扫一扫，关注我们",
        "长按识别二维码，关注“某县发布”公众号，看更多资讯",
        "打开“掌上某县”客户端，查看更多精彩内容！",
        "点击查看全文 >>",
        "点击上方蓝字关注我们",
        "点击图片查看大图",
        "微信好友 朋友圈 QQ空间 微博",
        "设为首页 | 加入收藏 | 联系我们",
        "无障碍阅读 | 长者模式 | 繁體",
        "首页 上一页 1 2 3 下一页 尾页",
        "版权所有：某县人民政府",
        "浙ICP备05000001号-1",
        "浙公网安备 33112302000001号",
        "网站标识码：3311230001",
        "Copyright © 2020-2024 某县融媒体中心 All Rights Reserved",
        "今天是2024年5月6日 星期一",
        "欢迎访问某县人民政府门户网站",
        "▲▲▲",
        "2024-03-05 18:30 发表于浙江",
        "发布时间：  来源：  作者：  浏览次数：",
    ],
)
def test_what_no_report_says_goes_wherever_it_stands(line):
    assert is_menu(line)
    assert (
        clean(Loaded(f"标题一行\n{SENTENCE}\n{line}\n{SENTENCE[1:]}")).text
        == f"标题一行\n{SENTENCE}\n{SENTENCE[1:]}"
    )


@pytest.mark.parametrize(
    "line",
    [
        "联系电话：0578-1234567",
        "地址：某县城东路88号",
        "主办单位：某县人民政府",
        "承办单位：某县体育中心",
        "技术支持：省农科院",
        "编辑 3名",
        "编辑：负责稿件编写",
        "初审：乡镇街道",
        "复审：县残联",
        "审核：5个工作日",
        "校对",
        "编辑部主任 李某",
        "上一篇公告作废",
        "扫一扫就能办 群众少跑腿",
        "扫描二维码，填写报名表",
        "下载“浙里办”APP，在首页点击“我要报名”，查看更多岗位",
        "国内",
        "经济",
        "县区",
        "首页推荐位上的大米",
        "返回家乡的青年有1200人",
        "分享改革成果",
        "阅读推广活动12场",
        "浏览全县的游客",
        "访问",
        "阅读量增长两成",
        "来源：财政拨款",
        "时间：2023年3月5日",
        "日期：2023年8月14日",
        "时间：3月5日 地点：县文化馆",
        "版权登记86件",
        "搜索引擎企业2家",
        "县长 高某某",
        "第三页 附表",
        "打印机产业园",
        "关闭小煤矿12座",
        "点击率提高两成",
        "微信公众号粉丝12万",
        "相关链接",
        "推荐单位：县文联",
        "热门景点：温泉、古村",
        "旅游 增长12%",
        "索引号：000014349/2022-00031",
        "文号：某政办发〔2022〕12号",
        "摄影协会会员120人",
        "供图书馆使用",
        "摄像：2名",
        "统筹城乡发展",
        "设计：年产5万吨",
        "制作：手工",
    ],
)
def test_lines_that_look_like_a_menu_or_a_credit_stay(line):
    assert line in clean(Loaded(f"标题一行\n{SENTENCE}\n{line}\n{SENTENCE[1:]}")).text.split("\n")
    assert line in clean(Loaded(f"{SENTENCE}\n{line}")).text.split("\n") or line == "相关链接"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("发布时间：2023-03-01 来源：县统计局 浏览次数：12 字号：[大 中 小] 打印 关闭", "发布时间：2023-03-01 来源：县统计局"),
        ("2021-10-26 15:40 来源：某街道 【字号： 大 中 小】 视力保护色：", "2021-10-26 15:40 来源：某街道"),
        ("来源：某县融媒体中心 编辑：张某 阅读：386", "来源：某县融媒体中心"),
        ("发布时间：2023年07月27日 来源： 作者： 浏览量：77 分享至：", "发布时间：2023年07月27日"),
        ("时间：2023-04-03", "时间：2023-04-03"),
        ("来源：某报 记者 李某", "来源：某报 记者 李某"),
        ("作者：李某 浏览：12次", ""),
        ("2023年3月5日 全县关闭小煤矿12座", "2023年3月5日 全县关闭小煤矿12座"),
        ("2023年3月5日，县长结束访问回到县里", "2023年3月5日，县长结束访问回到县里"),
    ],
)  # fmt: skip
def test_the_date_and_the_source_of_a_page_stay_without_its_counter(line, left):
    assert trimmed(line) == left


@pytest.mark.parametrize(
    "line",
    [
        "编辑：李某",
        "（责任编辑：某某）",
        "编辑丨彭某",
        "审核 | 田某某",
        "编辑 李某 校对 王某 终审 赵某某",
        "值班总编：钱某",
        "视频剪辑：孙某",
        "李某 摄",
        "某县融媒体中心供图",
        "（图片来源：某县发布）",
        "摄影：周某",
    ],
)
def test_lines_that_name_editors_and_photographers_go(line):
    assert is_credit(line)
    assert clean(Loaded(f"标题一行\n{SENTENCE}\n{line}")).text == f"标题一行\n{SENTENCE}"


@pytest.mark.parametrize(
    ("raw", "left"),
    [
        # The caption again behind the credit is the caption; a sentence that only begins like it is not.
        ("某县大桥合龙。大桥夜间灯光 李某供图大桥夜间灯光桥长两公里。", "某县大桥合龙。大桥夜间灯光 李某供图桥长两公里。"),
        ("某县大桥合龙。某县大桥夜景 李某供图某县大桥全长两公里。", "某县大桥合龙。某县大桥夜景 李某供图某县大桥全长两公里。"),
        ("全县增收。（来源：某县发布）【来源：某县发布】", "全县增收。（来源：某县发布）"),
        ("全县增收。（来源：某县发布）【来源：某市发布】", "全县增收。（来源：某县发布）【来源：某市发布】"),
        ("全县增收。（记者/王某 某台 编辑/赵某某）", "全县增收。（记者/王某 某台）"),
        ("全县增收。某地新闻部出品采写：某报记者 李某", "全县增收。采写：某报记者 李某"),
        ("全县增收。该片由县里出品", "全县增收。该片由县里出品"),
        ("来源：某县融媒体中心近日，全县茶叶进入采摘季，产量四千吨，产值九亿元。", "来源：某县融媒体中心\n近日，全县茶叶进入采摘季，产量四千吨，产值九亿元。"),
        ("来源：某县人民政府网站", "来源：某县人民政府网站"),
        ("原标题：栏目：某县今年增收", "某县今年增收"),
        ("全县增收。主编：县志办", "全县增收。主编：县志办"),
    ],
)  # fmt: skip
def test_what_is_glued_to_a_sentence(raw, left):
    assert clean(Loaded(raw)).text == left


def test_an_imprint_goes_whole_and_an_organiser_stays():
    imprint = "主办：某县人民政府 承办：某县大数据局\n地址：某县城中路1号 电话：0578-1\n浙ICP备1号"
    assert clean(Loaded(f"标题一行\n{SENTENCE}\n{imprint}")).text == f"标题一行\n{SENTENCE}"
    notice = "主办：某县人民政府 承办：某县文旅局\n地址：某县城中路1号 电话：0578-1"
    assert clean(Loaded(f"标题一行\n{SENTENCE}\n{notice}")).text == f"标题一行\n{SENTENCE}\n{notice}"


def test_a_paragraph_broken_around_its_links_is_one_line():
    broken = "标题\n\n全县贯彻\n民族区域自治法\n，修路74.4\n\u200b\n公里。\n\n推进\n乡村振兴\n工作见效。\n\n一、农业\n\n粮食增产。"
    joined = "标题\n全县贯彻民族区域自治法，修路74.4公里。\n推进乡村振兴工作见效。\n一、农业\n粮食增产。"
    assert clean(Loaded(broken)).text == joined
    # Lines without blank ones between them are lines.
    assert clean(Loaded("甲县\n乙县\n丙县，丁县。\n戊县。")).text == "甲县\n乙县\n丙县，丁县。\n戊县。"


def test_headings_and_the_head_of_a_page_survive_where_no_part_is_named_as_its_text():
    rows = "".join(f"<p>{SENTENCE}这是第{n}段，讲的是另一件事，说得也长一些。</p>" for n in "一二三四")
    page = f"<html><head><title>某县报告</title></head><body><div class='z'><h1>某县报告</h1><div class='info'>日期：2023-01-06 来源：某县政府</div><h2>一、回顾</h2>{rows}<h2>二、任务</h2>{rows}</div></body></html>"
    lines = clean(load("a.html", page.encode())).text.split("\n")
    assert lines[:3] == ["# 某县报告", "日期：2023-01-06 来源：某县政府", "## 一、回顾"]
    assert lines.count("## 二、任务") == 1


@pytest.mark.parametrize(
    "unit",
    [
        SENTENCE,
        "全县实现地区生产总值",
        "）",
        "编辑 李某",
        "图为果园。李某 摄新茶上市",
        "原标题：",
        "全县粮食\n，增产\n",
        "相关阅读\n",
        "新闻头条\n",
        "新闻头条",
        "全县实现地区生产总值一百五十五亿元比上年增长百分之四点二其中第一产业\n",
        "全县实现地区生产总值一百五十五亿元\f",
    ],
    ids=range(12),
)
def test_twice_the_text_takes_twice_the_time(unit):
    # A quadratic rule would take 16 times as long for 4 times the text; noise of the machine is allowed for.
    small, large = (min(_seconds(unit * (size // len(unit))) for _ in range(2)) for size in (40_000, 160_000))
    assert large < 9 * small + 0.2


def _seconds(text: str) -> float:
    start = time.perf_counter()
    clean(Loaded(text))
    return time.perf_counter() - start


def test_words_of_menus_without_end_are_read_once():
    # 新闻 and 新闻头条 both begin a word: tried in turn, forty of them would take years.
    assert not is_menu("新闻头条" * 39 + "甲")


@pytest.mark.parametrize("unit", ["编辑 ", "一审 ", "编辑：李某 ", "打印 ", "浏览：1 ", "新闻头条"])
def test_a_row_of_credits_or_buttons_is_read_in_no_time(unit):
    assert _seconds(f"标题\n{unit * (390 // len(unit))}甲x\n{SENTENCE}\n{unit * 30}甲x") < 5


def test_ten_megabytes_on_one_line_and_twenty_on_many():
    assert _seconds(SENTENCE * 110_000) < 60  # 30 characters, 90 bytes: 10 MB
    lines = "\n".join(f"第{n}段。{SENTENCE * 4}" for n in range(56_000))  # 370 bytes a line: 21 MB
    start = time.perf_counter()
    text = clean(Loaded(lines)).text
    assert time.perf_counter() - start < 60
    assert text == lines
