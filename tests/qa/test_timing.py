import pytest

from index.records import Description, Document
from qa.judge import year_agreement
from qa.timing import is_untimely, plans, report_years, told_plan, told_year
from qa.understand import understand

TEXT = (
    "2023年政府工作报告\n"
    "一、2022年工作回顾\n"
    "新修公路8公里，比2019年增加3公里。\n"
    "2021年底开工的水厂建成。日供水3万吨。\n"
    "二、今年主要任务\n"
    "新修公路9公里。\n"
    "2025年通高铁。\n"
    "新建学校2所。"
)
REPORT = Document(
    "d", "a.txt", TEXT, Description("2023年政府工作报告", date="2023-01-05", kind="work_report")
)
NEWS = Document(
    "n",
    "n.txt",
    "2022年建成水厂。\n日供水3万吨。\n今年修路。",
    Description("水厂", date="2023-06-01", kind="news"),
)


def told(document, words):
    at = document.text.index(words)
    found = told_year(document, at, at + len(words))
    return set(found.years), found.near


@pytest.mark.parametrize(
    ("words", "years", "near"),
    [
        ("8公里", {2022}, 0.7),  # by the heading, and not the year it is compared with
        ("日供水3万吨", {2021}, 0.7),  # by the sentence before it in the paragraph
        ("9公里", {2023}, 0.7),  # by the heading above, whose 今年 is that of the report
        ("通高铁", {2025}, 1.0),
        ("2所", {2023}, 0.7),  # a work report keeps to its section, whatever the paragraph before said
    ],
)
def test_years_of_a_work_report_are_those_of_sentence_paragraph_and_part(words, years, near):
    assert told(REPORT, words) == (years, near)


def test_the_year_a_figure_is_only_held_against_is_not_its_own():
    text = "鸡蛋产量增长43%，得益于天池镇蛋鸡场达产，以及上年基数偏低。"
    report = Document("s", "s.txt", text, Description("2022年统计公报", date="2023-03-01", kind="bulletin"))
    assert 2021 not in told(report, "天池镇")[0]


def test_a_year_to_come_is_that_of_its_own_clause():
    text = "2024年，交办信访件28件，已办结27件，剩余1件2025年6月底前办结。"
    about = Description("工作总结", date="2024-12-31", kind="work_report")
    report = Document("s", "s.txt", text, about)
    assert told(report, "27件") == ({2024}, 1.0)
    of_2019 = Description("2019年政府工作报告", date="2019-03-01", kind="work_report")
    promised = Document("p", "p.txt", "年初承诺的实事办成九件，一件推迟到今年。", of_2019)
    assert told(promised, "办成九件")[1] < 1.0  # not by the 今年 of what is left
    alone = Document("s", "s.txt", text.removeprefix("2024年，"), about)
    assert 2025 not in told(alone, "27件")[0] and 2025 in told(alone, "剩余1件2025年")[0]


def test_news_goes_on_from_one_paragraph_to_the_next():
    assert told(NEWS, "日供水3万吨") == ({2022}, 0.7)


@pytest.mark.parametrize(
    ("text", "words", "years", "near"),
    [
        (
            "今年上半年占比从去年的27%提升到34%。外资到位5亿元。",
            "5亿元",
            {2023},
            0.7,
        ),  # 去年 is of the 27% alone
        ("今年上半年占比从去年的27%提升到34%。", "27%", {2022}, 1.0),
        ("结构由2022年的11∶42∶47调整为11∶43∶46。", "11∶42∶47", {2022}, 1.0),
        (
            "结构由2022年的11∶42∶47调整为11∶43∶46。",
            "11∶43∶46",
            {2023},
            0.5,
        ),  # what became of it is of the report's year
        ("2022年带动农户3150户，2023年种植5320万棒。", "3150户", {2022}, 1.0),
        ("2022年带动农户3150户，2023年种植5320万棒。", "5320万棒", {2023}, 1.0),
        ("2021年和2022年，两年共建成水厂6座。", "6座", {2021, 2022}, 1.0),  # side by side: both
        ("2021年、2022年产量分别为3万吨和5万吨。", "3万吨", {2021, 2022}, 1.0),
        ("水厂2021年开工，2022年建成。", "水厂", {2021, 2022}, 1.0),  # before any of them
    ],
)
def test_of_several_years_in_a_sentence_the_last_before_a_figure_is_its_own(text, words, years, near):
    document = Document("d", "a.txt", text, Description("简报", date="2023-06-01", kind="news"))
    assert told(document, words) == (years, near)


def test_a_report_without_a_year_nearby_is_about_that_of_its_date():
    text = "修路9公里。"
    dated = Document("d", "a.txt", text, Description("简报", date="2023-06-01"))
    assert told(dated, "9公里") == ({2023}, 0.5)
    assert told(Document("d", "a.txt", text, Description("简报")), "9公里") == (set(), 0.0)


def test_a_year_that_names_a_report_is_that_of_the_report():
    def year(question):
        at = TEXT.index("8公里")
        return year_agreement(understand(question), REPORT, at, at + 3)

    assert report_years("2023年国务院政府工作报告说了什么") == {2023}
    assert year("2023年政府工作报告说新修了多少公路") == 1.0
    assert year("2021年政府工作报告说新修了多少公路") == -1.0
    assert year("2023年政府工作报告说2022年新修了多少公路") == 0.7
    assert year("2023年新修了多少公路") == -0.7


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("“十三五”期间建成公路26公里", {"十三五"}),
        ("十四五时期的目标", {"十四五"}),
        ("十四五GDP年均增长多少", {"十四五"}),
        ("第十二个五年规划", {"十二五"}),
        ("全县有二十五家企业、十五名代表", set()),  # numbers
        ("七五普法", set()),
    ],
)
def test_five_year_plans_are_named(text, named):
    assert plans(text) == named


def test_a_figure_is_of_the_plan_of_its_sentence_its_paragraph_or_the_title():
    text = (
        "第十四个五年规划纲要\n年均增长8%左右。\n“十三五”期间产值增加54亿元，年均增长6.1%。新修公路26公里。"
    )
    report = Document("d", "a.txt", text, Description("第十四个五年规划纲要", date="2021-03-01"))

    def told_of(words):
        return told_plan(report, text.index(words), text.index(words) + len(words))

    assert told_of("8%") == {"十四五"}  # by the title
    assert told_of("6.1%") == told_of("26公里") == {"十三五"}
    at = text.index("6.1%")
    assert year_agreement(understand("“十四五”年均增长多少"), report, at, at + 4) == -1.0
    assert year_agreement(understand("“十三五”年均增长多少"), report, at, at + 4) >= 0.0


SUMMARY = Document(
    "s",
    "s.txt",
    "甲县文旅局2023年工作总结及2024年工作计划\n一、过去一年主要做法\n新增非遗项目4项。\n过去一年，建书屋2个。\n"
    "二、下一步安排\n送戏下乡130场。\n",
    Description("甲县文旅局2023年工作总结及2024年工作计划", date="2024-01-11", kind="work_report"),
)
PARTS = Document(
    "p",
    "p.txt",
    "乙镇2022年工作总结暨2023年工作计划\n第一部分 2022年工作完成情况\n一、农业\n粮食17万吨。\n第二部分 2023年工作计划\n"
    "建农田2万亩。\n",
    Description("乙镇2022年工作总结暨2023年工作计划", kind="work_report"),
)
SINCE = Document(
    "e",
    "e.txt",
    "经济延续了去年下半年以来的势头。\n蔬菜产出10万吨。",
    Description("丙县上半年经济运行简析", date="2021-07-27"),
)


@pytest.mark.parametrize(
    ("document", "words", "year"),
    [
        (SUMMARY, "4项", 2023),  # the past year of a summary is the one that it sums up
        (SUMMARY, "2个", 2023),
        (SUMMARY, "130场", 2024),
        (PARTS, "17万吨", 2022),
        (PARTS, "2万亩", 2023),
        (SINCE, "10万吨", 2021),  # what began last year goes on
    ],
)
def test_the_year_of_a_part_and_of_a_past_year(document, words, year):
    at = document.text.index(words)
    assert told_year(document, at, at + len(words)).years == {year}


def work_report(text):
    return Document(
        "w", "w.txt", text, Description("2023年政府工作报告", date="2023-01-05", kind="work_report")
    )


def test_a_year_that_another_figure_is_of_is_not_that_of_what_stands_beside_it():
    text = "一、2022年工作回顾\n收入51.4亿元，而2021年只有38.6亿元。零售额55.4亿元。园区营收736亿元，上年为689亿元。"
    report = work_report(text)
    assert told(report, "55.4亿元") == ({2022}, 0.7)
    assert told(report, "51.4亿元")[0] == {2022}
    assert told(report, "38.6亿元") == ({2021}, 1.0)
    assert told(report, "736亿元")[0] == {2022}


def test_news_that_tells_how_things_stand_is_of_its_own_year():
    text = "去年收入2万元。目前全县有油茶32万亩。11月8日旅游节开幕。"
    news = Document("n", "n.txt", text, Description("油茶", date="2024-11-19", kind="news"))
    assert told(news, "32万亩") == ({2024}, 0.7)
    assert told(news, "11月8日") == ({2024}, 0.7)


def test_december_in_a_report_of_january_is_of_the_year_before():
    news = Document("n", "n.txt", "12月28日大桥通车。", Description("大桥", date="2024-01-05", kind="news"))
    assert told(news, "12月28日") == ({2023}, 0.7)


@pytest.mark.parametrize(
    ("question", "words", "untimely"),
    [
        ("2022年实际减少了多少贫困人口", "1000万人", True),  # but a target
        ("2022年打算减少多少贫困人口", "1000万人", False),
        ("2021年减少了多少贫困人口", "1亿多人", True),  # of five years
        ("五年减少了多少贫困人口", "1亿多人", False),
        ("2021年减少了多少贫困人口", "1442万人", False),
    ],
)
def test_sums_of_years_and_targets_are_no_results_of_a_year(question, words, untimely):
    text = (
        "一、过去五年工作回顾\n过去五年，农村贫困人口减少1亿多人。\n二、2021年工作\n2021年，贫困人口减少1442万人。\n"
        "三、2022年主要任务\n今年主要预期目标是：贫困人口减少1000万人。"
    )
    report = Document(
        "w", "w.txt", text, Description("2022年政府工作报告", date="2022-01-05", kind="work_report")
    )
    at = text.index(words)
    assert is_untimely(question, report, at, at + len(words)) is untimely
