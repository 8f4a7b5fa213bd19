import json
import os
from pathlib import Path

import pytest

from index import dates
from index.clean import clean
from index.describe import author, describe, mostly_table
from index.load import load
from index.places import NATION
from index.records import Loaded
from index.years import years

LABELS = Path(__file__).parent / "data" / "county_news_labels.jsonl"
SHARED = Path(os.environ.get("TEST_SHARED", str(Path(__file__).parents[3] / "shared")))
NEWS = SHARED / "corpus" / "county_news"
NATIONAL = SHARED / "corpus" / "national"


def described(text, name="report.txt", **facts):
    loaded = Loaded(text, **facts)
    return describe(name, loaded, clean(loaded))


def about_page(page):
    loaded = load("p.html", page.encode())
    return describe("p.html", loaded, clean(loaded))


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("2023-08-14\n正文一句话。", "a.txt", "2023-08-14"),
        ("23-08-10\n正文一句话。", "a.txt", "2023-08-10"),
        ("2023-08-14 10:32:05 来源：某县新闻网 作者：甲\n正文一句话。", "a.txt", "2023-08-14"),
        ("标题\n发布时间：2022年3月5日 浏览：3次\n正文一句话。", "a.txt", "2022-03-05"),
        ("正文一句话。", "2021-12-01_简报.txt", "2021-12-01"),
        ("正文一句话。", "https://www.example.cn/2023/0815/c1001-1.html", "2023-08-15"),
        ("正文一句话。", "https://www.example.cn/202308/t20230815_77.html", "2023-08-15"),
        # A calendar has no 30 February.
        ("标题\n日期：2023年2月30日\n正文一句话。", "a.txt", "2023"),
        # 日期：2018年 says no day; the dateline does, and takes its year from there.
        ("标题\n日期：2018年（原稿未写月日）\n正文一句话。", "a.txt", "2018"),
        ("标题\n日期：2018年\n本报8月15日讯 正文一句话。", "a.txt", "2018-08-15"),
        ("标题\n日期：2018年8月\n本报15日讯 正文一句话。", "a.txt", "2018-08-15"),
        ("某地新闻网2023年7月26日讯 正文一句话。", "a.txt", "2023-07-26"),
        ("正文一句话。\n《某日报》（2023年08月14日 第12版）", "a.txt", "2023-08-14"),
        ("关于某事的通知\n正文一句话。\n二〇二三年八月十五日", "a.txt", "2023-08-15"),
        # The session of a work report dates it; the year in its title is that of the session.
        (
            "政府工作报告\n——2023年1月5日在遂昌县第十七届人民代表大会第二次会议上\n各位代表：",
            "a.txt",
            "2023-01-05",
        ),
        ("2025年遂昌县政府工作报告\n各位代表：\n现在报告工作。", "a.txt", "2025"),
        # A bulletin's year is the one it covers; when it came out, nobody says.
        ("2022年遂昌县国民经济和社会发展统计公报\n正文一句话。", "a.txt", ""),
        ("全国经济社会发展简报（2017）\n日期：2018年\n正文一句话。", "a.txt", "2018"),
        ("近日，全县召开会议。15日，会议结束。", "a.txt", ""),
        ("某地新闻网8月15日讯 正文一句话。", "a.txt", ""),
        (
            "遂昌县2022年公报\n遂昌县统计局　2023年3月20日\n一、综合",
            "a.txt",
            "2023-03-20",
        ),  # who put it out, and when
        ("遂昌县简报\n遂昌县人民政府办公室（2023-02-09）\n正文。", "a.txt", "2023-02-09"),
        ("遂昌县简报\n会议在遂昌县人民政府 2023年2月9日 召开\n正文。", "a.txt", ""),
        # The line of a paper or a page that says who put it out, between blanks or bars.
        ("两本账\n\n商城日报  2024年10月23日  第2版\n\n正文一句话。", "a.txt", "2024-10-23"),
        ("两本账\n香溪客户端 | 2025年1月14日 | 记者 谭竹君\n正文一句话。", "a.txt", "2025-01-14"),
        ("# 计划执行情况\n\n**2023年8月31日　区人大常委会第十五次会议**\n\n正文。", "a.txt", "2023-08-31"),
        ("两本账\n2017年7月12日举行过一次集中签约。\n正文。", "a.txt", ""),
        ("规划\n2021年1月1日至2025年12月31日\n正文。", "a.txt", ""),
        ("通知\n正文一句话。\n遂昌县人民政府办公室　2023年2月9日", "a.txt", "2023-02-09"),
    ],
)
def test_date_comes_from_the_page_or_stays_empty(text, name, date):
    assert described(text, name).date == date


def test_the_pages_own_date_line_outweighs_a_date_found_in_its_markup():
    text = "标题\n日期：2018年\n正文一句话。"
    assert described(text, date="2018-03-05").date == "2018-03-05"
    assert described(text, date="2023-06-01").date == "2018"


def test_place_kind_publisher_and_title():
    about = described(
        "某地新闻网丽水11月15日电(记者 某某)这是浙江省丽水市遂昌县的项目。遂昌县招商引资。云梦也来学习。"
    )
    assert about.place is not None and about.place.label == "浙江省丽水市遂昌县"
    assert about.kind == "news"
    assert about.publisher == "某地新闻网"
    # Nothing in the text bears out that 云梦 is the county of another province.
    assert [place.name for place in about.places] == ["遂昌县", "浙江省", "丽水市"]
    assert described("# 甲县简报\n正文。", title="甲县简报").title == "甲县简报"
    assert described("正文一句话。", title="Microsoft Word - 2023.doc").title != "Microsoft Word - 2023.doc"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "甲乡：菌子富民甲乡：菌子富民 近日，甲乡种起菌子，富了乡民，也绿了山头，" + "好事很多，" * 12,
            "甲乡：菌子富民",
        ),
        (
            "某地日报客户端讯（通讯员 甲乙）今年，全县工业增长。其余很长。" + "好事很多。" * 20,
            "今年，全县工业增长",
        ),
        ("2023-08-14\n来源：某网\n一县一品见成效\n正文一句话。", "一县一品见成效"),
    ],
)
def test_a_title_is_the_headline_or_the_first_sentence_behind_the_credits(text, title):
    assert described(text).title == title


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2025年遂昌县政府工作报告\n各位代表：\n现在报告工作。", "work_report"),
        ("遂昌县2023年上半年工作小结\n一、工业\n甲。\n二、农业\n乙。", "work_report"),
        ("2022年遂昌县国民经济和社会发展统计公报\n正文一句话。", "bulletin"),
        (
            "2021年全国经济社会发展简报\n表1　主要指标\n| 指标 | 2021年 |\n|---|---|\n| 增速 | 8.1% |",
            "bulletin",
        ),
        ("遂昌县“十四五”规划纲要\n正文一句话。", "plan"),
        # A sentence about a plan or a work report makes neither of a news item.
        ("某地新闻网8月1日讯 会议审议通过三年行动计划，并听取政府工作报告。" + "好事很多。" * 20, "news"),
        ("2023-08-14\n县里种起菌子。", "news"),
        ("全县主要指标\n| 指标 | 2022年 |\n|---|---|\n| 人口 | 19.4万 |", "table"),
        # A headline that says what it is outweighs the rows.
        ("甲县2022年统计公报\n| 指标 | 2022年 |\n|---|---|\n| 人口 | 19.4万 |", "bulletin"),
        ("甲县“十四五”规划\n| 指标 | 2025年 |\n|---|---|\n| 人口 | 19.4万 |", "plan"),
        ("政府工作报告\n| 指标 | 2022年 |\n|---|---|\n| 人口 | 19.4万 |", "work_report"),
        # Many short rows under long prose are the table of a report.
        ("某地新闻网8月1日讯 " + "好事很多。" * 20 + "\n| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 3 |", "news"),
        ("一张没有来历的纸\n上面写着一句话。", "other"),
    ],
)
def test_kind(text, kind):
    assert described(text).kind == kind


def test_a_summary_that_also_plans_is_a_work_report():
    assert (
        described("宁都县教育局2023年工作总结和2024年工作思路\n宁都县新增学位4950个。").kind == "work_report"
    )


def test_the_author_of_a_paper_and_the_reporters_of_a_piece_of_news():
    assert author("（记者 甲乙 通讯员 丙丁）正文") == "甲乙、丙丁"
    assert author("标题\n作者：王甲乙\n正文") == "王甲乙"
    assert author("正文一句话。") == ""
    assert described("标题\n作者：王甲乙\n正文一句话。").author == "王甲乙"
    assert described("标题\n正文一句话。").author == ""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("某地日报讯（记者王甲 通讯员李乙丙 赵丁）正文", "王甲、李乙丙、赵丁"),
        ("某地日报讯（实习记者 王甲 记者 李乙）正文", "王甲、李乙"),
        ("标题\n2023-08-14 来源：某网 作者：王甲\n正文", "王甲"),
        ("正文一句话。（某报记者王甲、李乙）", "王甲、李乙"),
        # Who took the picture, and who edited, did not write.
        ("街上开满花。某社记者 王甲 摄\n正文一句话。", ""),
        ("街上开满花。本报通讯员 王甲 李 乙 摄\n正文一句话。", ""),
        ("正文一句话。某台新闻记者 王甲 李乙编辑 赵丙二审 钱丁三审 ", "王甲"),
        # Without a break after them, names cannot be told from the sentence that follows.
        ("作者：王甲近日，全县增收。", ""),
        ("记者从会上 获悉，全县增收。记者了解到 ，好。", ""),
    ],
)
def test_an_author_wrote_the_text(text, names):
    assert author(text) == names


def test_a_table_is_more_rows_than_prose():
    assert mostly_table("表\n| 指标 | 值 |\n| 人口 | 3 |")
    assert not mostly_table("正文一句话。\n正文又一句话。\n| 人口 | 3 |")
    assert not mostly_table("\t正文一句话。\n\t正文又一句话。")  # a tab that indents makes no cells


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        (
            "| 指标 | 2022年 |\n|---|---|\n| 人口 | 3 |\n注：年末数",
            "/a/遂昌县主要指标.xlsx",
            "遂昌县主要指标",
        ),
        ("# Sheet1\n| 指标 | 2022年 |\n| 人口 | 3 |", "合集.zip/表/甲县人口.xlsx", "甲县人口"),
        ("表1 甲县人口\n| 指标 | 2022年 |\n| 人口 | 3 |", "b.xlsx", "表1 甲县人口"),
        ("| 指标 | 2022年 |\n| 人口 | 3 |", "工作簿1.xlsx", "指标 2022年"),
    ],
)
def test_a_bare_table_is_called_after_its_file(text, name, title):
    assert described(text, name).title == title


def test_the_name_of_its_file_says_which_place_a_bare_table_is_about():
    about = described("| 指标 | 2022年 |\n|---|---|\n| 人口 | 3 |", "遂昌县主要指标.csv")
    assert about.place is not None and about.place.name == "遂昌县"
    assert about.years == (2022,)


def test_a_city_outweighs_counties_it_only_mentions():
    text = "丽水市召开大会。" * 6 + "遂昌县、松阳县作了发言。丽水市作出部署。"
    assert described(text).place.name == "丽水市"


def test_a_report_of_our_county_is_about_the_one_whose_body_puts_it_out():
    text = "我县招商引资过半\n2022-07-15\n全县签约项目31个，在佛山、宁波、成都设点。\n来源:师宗县融媒体中心\n"
    assert described(text).place.name == "师宗县"
    assert described(text.replace("我县", "云南").replace("全县", "今年")).place.name != "师宗县"
    other = described("遂昌县招商引资过半\n2022-07-15\n遂昌县全县签约项目31个。\n来源:松阳县融媒体中心\n")
    assert other.place.name == "遂昌县"


def test_the_paper_of_a_county_whose_name_is_a_word_as_well():
    text = "两本账\n商城日报  2024年10月23日  第2版\n本报讯 近日，全县油茶开采，有人从苏州回来。"
    assert described(text).place.name == "商城县"
    assert described(text.replace("全县", "这里")).place.name != "商城县"
    assert described(text.replace("商城日报", "光明日报")).place.name != "光明区"


def test_a_zone_is_in_the_county_that_it_is_called_after():
    text = "沭阳经济技术开发区情况介绍\n2025年4月8日\n沭阳经济技术开发区有企业320家，产品经连云港市出口，连云港市的港口不远。"
    assert described(text).place.name == "沭阳县"


def test_a_date_around_the_article_of_a_page():
    page = (
        "<html><head><title>2024年公报</title></head><body><div>网站首页 | 统计数据</div><div>湖口县统计局　2025年4月18日</div>"
        "<h1>湖口县2024年统计公报</h1><p>2024年，我县经济稳中有进，全县地区生产总值达到368.40亿元，比上年增长6.1%，财政总收入45.2亿元。</p></body></html>"
    )
    assert about_page(page).date == "2025-04-18"
    assert about_page(page.replace("湖口县统计局　", "相关阅读 ")).date == ""


def test_names_that_begin_other_words():
    assert described("据庆城县文体广电和旅游局介绍，全县接待游客18万人次。").place.name == "庆城县"
    assert described("嵩县创成全国示范县。嵩县工业增长5%。").places[0].name == "嵩县"
    assert "范县" not in [one.name for one in described("嵩县创成全国示范县。嵩县工业增长5%。").places]


def test_what_stands_above_a_title_on_a_page_is_none():
    text = "霍山县人民政府网 > 政务公开 > 政府工作报告\n\n政 府 工 作 报 告\n\n各位代表：\n霍山县地区生产总值增长5%。\n"
    assert described(text).title == "政府工作报告"
    assert described("平舆县人民政府\n\n平舆县开发区简介\n开发区有企业81家。\n").title == "平舆县开发区简介"
    assert described("**新农人种出甜瓜**\n民勤县种瓜。\n").title == "新农人种出甜瓜"


def test_a_page_that_speaks_of_the_county_is_about_the_one_whose_site_it_is_on():
    page = (
        "<html><head><title>重大项目集中开工-庆元网</title></head><body><h2>重大项目集中开工</h2>"
        "<p>昨日，县委副书记、县长叶某宣布项目开工，总投资37.8亿元。新签约项目分别来自杭州、温州、福州三地。</p></body></html>"
    )
    assert about_page(page).place.name == "庆元县"
    assert about_page(page.replace("庆元网", "大江网")).place.name != "庆元县"
    opens = page.replace("昨日，县委", "昨日，松阳县委")  # of another county by its first words
    assert about_page(opens).place.name != "庆元县"
    text = "“竹妹”的八年\n来源：政和新闻网 2024-04-19\n县里办了培训班，她当选“南平市乡村振兴先锋”，南平市来人看她。\n"
    assert described(text).place.name == "政和县"
    elsewhere = text.replace("政和新闻网", "某网")
    for name in ("返乡人_政和电商.txt", "报告/政和县/a.txt"):
        assert described(elsewhere, name).place.name == "政和县"
    assert described(elsewhere, "财政和电商.txt").place.name != "政和县"  # a word that only holds the name


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("遂昌县人民政府 政务公开平台\n政府工作报告", "政府工作报告"),
        (
            "遂昌县人民政府门户网站\n首页　走进遂昌　政务公开　办事服务\n关于王某任职的通知",
            "关于王某任职的通知",
        ),
        (
            "遂昌县卫生健康局\n2022年工作总结和2023年工作计划",
            "遂昌县卫生健康局2022年工作总结和2023年工作计划",
        ),
        ("遂昌县人民医院\n招聘护士。", "遂昌县人民医院"),
    ],
)
def test_site_names_and_menus_are_no_titles_and_one_in_two_lines_is_whole(head, title):
    assert described(f"{head}\n2023-02-03\n遂昌县新增病床46张。\n").title == title


def test_a_report_that_says_its_place_is_about_that_place():
    text = "乡贤回村记\n地点：浙江省衢州市龙游县\n" + "衢江区也来学习，衢江区收获很多。" * 3
    assert described(text).place.label == "浙江省衢州市龙游县"
    county = "看延安系列新闻发布会——洛川县专场\n地点：延安新闻大厦\n洛川县介绍苹果产业，全县产量增加。"
    assert described(county).place.name == "洛川县"  # a county's conference in its city
    assert described("小城大事\n地点：全国\n遂昌县有例子。").place == NATION


@pytest.mark.parametrize(
    "text",
    [
        "2018年全国经济社会发展简报\n海南自贸试验区启动，北京证券交易所设立，财政和企业都好。",
        "2022年中华人民共和国国务院政府工作报告\n各位代表：北京冬奥会成功举办，重庆市、四川省抗旱。",
        "上一年粮食增产，全国就业稳定。全国物价平稳。",
    ],
)
def test_a_national_report_is_about_the_nation(text):
    assert described(text).place == NATION


def test_years_named_spanned_and_relative():
    assert years("2019—2021年与去年", "2023-08-14") == (2019, 2020, 2021, 2022, 2023)
    assert years("投资2000亩地，去年完工") == ()
    assert years("二〇二二年与| 2021 | 增速 |") == (2021, 2022)
    assert years("三年前年产8吨", "2023") == (2023,)
    # In the bulletin of 2022 this year is 2022, though it came out in 2023.
    assert years("今年好于上年", "2023-03-15", "2022") == (2021, 2022, 2023)


def test_a_bulletin_speaks_of_the_year_in_its_title():
    about = described("全国统计公报（2017）\n比上年增长6.9%。前年没有统计。")
    assert about.date == ""
    assert about.years == (2015, 2017)
    assert dates.covered("安宁市简报（2022年与2023年上半年）", "a.txt") == ""


def labelled():
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


@pytest.mark.shared
def test_dates_and_places_of_the_county_news():
    if not NEWS.is_dir():
        pytest.skip(f"no source texts at {SHARED}: set TEST_SHARED to the folder above corpus")
    wrong_dates, right = [], {"even": 0, "odd": 0}
    for at, label in enumerate(labelled()):
        path = NEWS / f"{label['doc']}.txt"
        loaded = load(path.name, path.read_bytes())
        about = describe(path.name, loaded, clean(loaded))
        if label["date"] and about.date != label["date"]:
            wrong_dates.append(label["doc"])
        right["odd" if at % 2 else "even"] += bool(about.place and about.place.code in label["places"])
    assert wrong_dates == []
    # Rules were made on the 50 even items, never on the 49 odd ones; at least 95 % of each.
    assert right["even"] >= 48 and right["odd"] >= 47


@pytest.mark.shared
def test_the_work_reports_of_the_state_council_are_the_nations():
    if not NATIONAL.is_dir():
        pytest.skip(f"no source texts at {SHARED}: set TEST_SHARED to the folder above corpus")
    for path in sorted(NATIONAL.glob("*.txt")):
        loaded = load(path.name, path.read_bytes())
        about = describe(path.name, loaded, clean(loaded))
        assert (about.place, about.kind, about.date[:4]) == (NATION, "work_report", path.name[:4]), path.name


def test_the_labels_are_codes_of_the_list_and_hold_no_text():
    from index.places import divisions

    rows = labelled()
    assert len(rows) == 99 and sum(bool(row["date"]) for row in rows) == 83
    assert all(set(row) == {"doc", "places", "date"} for row in rows)
    assert all(code in divisions() for row in rows for code in row["places"])
