import pytest

from index.clean import clean
from index.describe import describe, years
from index.records import Loaded


def described(text, name="report.txt", **facts):
    loaded = Loaded(text, **facts)
    return describe(name, loaded, clean(loaded))


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("2023-08-14\n正文一句话。", "a.txt", "2023-08-14"),
        ("23-08-10\n正文一句话。", "a.txt", "2023-08-10"),
        ("标题\n发布时间：2022年3月5日 浏览：3次\n正文一句话。", "a.txt", "2022-03-05"),
        ("正文一句话。", "2021-12-01_简报.txt", "2021-12-01"),
        ("2022年遂昌县国民经济和社会发展统计公报\n正文一句话。", "a.txt", "2022"),
        ("近日，全县召开会议。15日，会议结束。", "a.txt", ""),
    ],
)
def test_date_comes_from_the_page_or_stays_empty(text, name, date):
    assert described(text, name).date == date


def test_place_kind_publisher_and_title():
    about = described(
        "某地新闻网丽水11月15日电(记者 某某)这是浙江省丽水市遂昌县的项目。遂昌县招商引资。云梦也来学习。"
    )
    assert about.place is not None and about.place.label == "浙江省丽水市遂昌县"
    assert about.kind == "news"
    assert about.publisher == "某地新闻网"
    assert about.places[-1].name == "云梦县"  # only its short form stands there: found by it, but last
    assert described("2025年遂昌县政府工作报告\n各位代表：\n现在报告工作。").kind == "work_report"
    assert described("# 甲县简报\n正文。", title="甲县简报").title == "甲县简报"


def test_a_city_outweighs_counties_it_only_mentions():
    text = "丽水市召开大会。" * 6 + "遂昌县、松阳县作了发言。丽水市作出部署。"
    assert described(text).place.name == "丽水市"


def test_years_named_spanned_and_relative():
    assert years("2019—2021年与去年", "2023-08-14") == (2019, 2020, 2021, 2022, 2023)
    assert years("投资2000亩地，去年完工") == ()
