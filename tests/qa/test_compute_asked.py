"""What a question wants computed: goals, sides, years and the question for one side alone."""

import pytest

from qa.compute.across import across, reports_with
from qa.compute.asked import task
from qa.compute.marks import canonical, marks
from qa.compute.splits import plainly
from qa.compute.words import bare, kind_of, measured

COUNTED = [
    ("遂昌县和松阳县2022年谁的GDP更高？", "compare"),
    ("遂昌的茶叶产量高还是松阳的茶叶产量高？", "compare"),
    ("遂昌比松阳2022年的财政收入多多少？", "difference"),
    ("遂昌县与松阳县2022年的常住人口相差多少？", "difference"),
    ("2022年遂昌的GDP是松阳的几倍？", "ratio"),
    ("遂昌县2023年的GDP比2021年多了多少？", "change"),
    ("从2020年到2023年遂昌县的粮食产量增加了多少？", "change"),
    ("近三年遂昌县财政收入怎么变化？", "trend"),
    ("遂昌、松阳2022年的GDP各是多少？", "each"),
    ("遂昌县2021年和2022年的财政收入分别是多少？", "each"),
    ("遂昌县2022年的GDP是多少，松阳县的呢？", "each"),
    ("遂昌和松阳2022年的旅游收入一共多少？", "sum"),
    ("2020到2022年遂昌县GDP平均每年是多少？", "average"),
    ("2022年遂昌县的粮食产量是不是比2021年少？", "compare"),
    ("遂昌县的粮食产量2022年有没有2021年多？", "compare"),
    ("遂昌县2022年的GDP是否超过松阳县？", "compare"),
    ("遂昌县的粮食产量2022年比2021年多了还是少了？", "compare"),
    ("相比2021年，遂昌县2022年的粮食产量多了还是少了？", "compare"),
    ("遂昌县跟松阳县比，哪个县的森林覆盖率更高，高多少？", "compare"),
    ("遂昌县2022年的粮食产量较2021年减少多少吨？", "change"),
    ("遂昌、松阳两县的森林覆盖率各有多高？", "each"),
    ("2021、2022两年遂昌县的粮食产量加在一块是多少？", "sum"),
    ("遂昌、松阳两县2022年比，哪个的固投涨得快？", "compare"),
    ("请列出遂昌2021年、2022年各自的茶叶产量。", "each"),
    ("遂昌县的蔬菜，2021年和2022年各产了多少？", "each"),
    ("按手头这两篇报道，养蜂的人，遂昌多还是松阳多？", "compare"),
    ("宝溪村比石练村多修了几公里路？", "difference"),
    ("宝溪水厂的最高补贴，比石练水厂的高出多少？", "difference"),
    ("遂昌县2022年的GDP增速比年初目标低几个百分点？", "difference"),
    ("宝溪村的民宿加上石练村的农家乐，总共有几家？", "sum"),
    ("2021年加2022年，遂昌县一共新增就业多少人？", "sum"),
    ("把遂昌和松阳2022年的常住人口都算上，有多少人？", "sum"),
    ("遂昌县的公寓和保障性住房一共多少套？", "sum"),
    ("遂昌和松阳两县2022年的财政收入都列出来", "each"),
    ("2019到2021年遂昌县旅游收入是怎么起落的？", "trend"),
    ("2020、2021、2022三年遂昌县的粮食产量各是多少，是涨是跌？", "trend"),
    ("遂昌县财政收入这五年是涨了还是跌了？", "trend"),
    ("2022年遂昌还是松阳利用的外资更多？", "compare"),
    ("把遂昌2021、2022这两年的快递量给我列一下", "each"),
    ("遂昌旅游总收入2022年和2023年各是多少,变化大不大?", "each"),
    ("2022年遂昌和松阳谁的财政收入高、高多少？", "compare"),
]
NOT_COUNTED = [
    "遂昌县2022年的GDP是多少？",
    "遂昌和松阳是什么时候签约的？",
    "遂昌和松阳的县长分别是谁？",
    "遂昌县为什么比松阳县发展快？",
    "遂昌县的重点项目一共投资多少？",
    "2022年遂昌县财政收入同比增长多少？",
    "遂昌到松阳之间的距离是多少？",
    "县里分三档审批，各档分别是几天？",
    "遂昌县的村集体收入是怎么提高的？",
    "遂昌县的粮食直补、良种补贴等四项补贴加起来有多少？",
    "遂昌县为城乡协同发展安排的重点项目一共投资多少？",
    "遂昌县有多少家企业，比云和多吗还是少",
    "遂昌县有没有高铁？",
    "遂昌县是不是比较重视生态？",
    "遂昌县财政收入是否超过10亿元？",
    "县里是否超过了预期目标？",
    "村民是多了还是少了？",
    "遂昌县和松阳县之间的高速公路一共多少公里？",
]


@pytest.mark.parametrize(("question", "goal"), COUNTED)
def test_the_goal_of_a_question(question, goal):
    found = task(question)
    assert found is not None
    assert found.goal == goal


@pytest.mark.parametrize("question", NOT_COUNTED)
def test_any_other_question_is_left_alone(question):
    assert task(question) is None
    assert across(question) is None
    assert reports_with(question) == ""


def test_what_a_side_leaves_open_is_said_for_all_or_by_the_other():
    # Year and half of the year stand before the first place and hold for the second.
    found = task("2023年上半年遂昌县的规上工业增加值增速比松阳县低几个百分点")
    assert [(w.place.name, w.year, w.period, w.family, w.kind) for w in found.wanted] == [
        ("遂昌县", 2023, "1-6", "规模以上工业增加值", "growth"),
        ("松阳县", 2023, "1-6", "规模以上工业增加值", "growth"),
    ]
    assert found.lowest
    assert found.wanted[1].question == "2023年上半年松阳县的规上工业增加值增速是多少"


def test_a_name_that_holds_a_conjunction_is_not_cut():
    # 和 of 云和县 joins nothing.
    found = task("跟庆元县比，云和县2022年的GDP多多少")
    assert [(w.place.name, w.label) for w in found.wanted] == [("云和县", "云和县"), ("庆元县", "庆元县")]


def test_things_within_reports_are_sides_too():
    found = task("遂昌的鹤山水厂和松阳的九里水厂，谁的投资更大")
    assert [w.question for w in found.wanted] == ["遂昌的鹤山水厂投资是多少", "松阳的九里水厂投资是多少"]
    assert [w.words for w in found.wanted] == [("鹤山水厂", "投资"), ("九里水厂", "投资")]


def test_sides_that_share_their_last_words():
    found = task("2022年遂昌县城镇居民和农村居民的人均可支配收入相差多少")
    assert [w.family for w in found.wanted] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]


def test_years_of_a_range_are_filled_in_and_asked_one_by_one():
    found = task("2020到2022年，遂昌县GDP增速每年各是多少")
    assert [(w.year, w.label, w.kind) for w in found.wanted] == [
        (2020, "2020年", "growth"),
        (2021, "2021年", "growth"),
        (2022, "2022年", "growth"),
    ]
    assert "2021年" in found.wanted[1].question


def test_the_year_before_is_counted_back_and_a_stated_change_is_looked_for():
    found = task("遂昌县2022年的粮食产量比上年多多少")
    assert [w.year for w in found.wanted] == [2022, 2021]
    assert found.unless_stated


def test_a_trend_without_years_takes_those_of_the_library():
    found = task("近三年遂昌县的GDP走势如何")
    assert (found.open_years, found.last) == (True, 3)
    assert task("遂昌县2020年以来GDP的变化").since == 2020


def test_questions_about_all_places():
    top = across("2022年丽水各县里，常住人口最少的县是哪个")
    assert (top.wanted.family, top.wanted.year, top.lowest, top.top, top.scope.name) == (
        "常住人口",
        2022,
        True,
        1,
        "丽水市",
    )
    above = across("2022年有几个县的GDP超过90亿元")
    assert (above.limit, above.lowest, above.inclusive) == (9 * 10**9, False, False)
    assert across("遂昌县2022年的GDP在各县中排第几").mine.name == "遂昌县"
    assert across("2022年GDP排名前三的县").top == 3


def test_how_many_reports_mention_a_word():
    assert reports_with("有多少份报告提到了香茶？") == "香茶"
    assert reports_with("香茶在几份报告里出现过") == "香茶"


def test_periods_are_compared_by_their_months():
    assert [
        canonical(one) for one in ("上半年", "1—6月", "前两个季度", "第二季度", "前十个月", "全年", "年底")
    ] == [
        "1-6",
        "1-6",
        "1-6",
        "4-6",
        "1-10",
        "",
        "",
    ]


def test_marks_of_a_question():
    assert [m.years for m in marks("遂昌县2020、2021、2022三年") if m.is_time] == [(2020,), (2021,), (2022,)]
    assert [m.shift for m in marks("去年和今年") if m.is_time] == [-1, 0]


def test_other_ways_to_ask_for_a_difference():
    assert plainly("跟甲县相比，乙县的产值多了多少") == "乙县的产值比甲县多了多少"
    assert plainly("甲县的产值高于乙县多少") == "甲县的产值比乙县高多少"
    assert plainly("增速低于4.5%的县有多少个") == "增速低于4.5%的县有多少个"


def test_the_words_of_an_indicator():
    assert measured("带动了多少户农民") == ("", ("带动", "农民"))
    assert measured("政府工作报告里GDP增长预期目标") == ("地区生产总值", ())
    assert measured("年初安排的财政赤字") == ("", ("财政赤字",))
    assert measured("青瓷产业的产值") == ("产值", ("青瓷产业",))
    assert measured("社会消费品零售增速")[0] == "社会消费品零售总额"
    assert bare("，谁的投资更大") == "投资"
    assert [kind_of(one) for one in ("GDP增速", "森林覆盖率", "占比")] == ["growth", "level", "share"]
    assert kind_of("GDP目标") == "growth"


def test_an_order_is_asked_of_all_sides():
    found = task("遂昌县、松阳县和云和县2022年的GDP增速从低到高怎么排？")
    assert (found.goal, found.better, found.lowest) == ("compare", "低", True)
    assert [one.place.name for one in found.wanted] == ["遂昌县", "松阳县", "云和县"]
    assert all((one.family, one.words, one.kind) == ("地区生产总值", (), "growth") for one in found.wanted)


def test_the_word_of_comparison_is_not_taken_from_how_much():
    assert task("云梦县和新民市2022年哪家增速高、高多少？").better == "高"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        # A side that names but a thing is asked what the side before it is asked.
        ("宝溪水库的坝高还是成屏水库的高？", ["宝溪水库的坝高是多少", "成屏水库的坝高是多少"]),
        ("宝溪水厂受益的人口比石练水厂多多少？", ["宝溪水厂受益的人口是多少", "石练水厂受益的人口是多少"]),
        ("遂昌宝溪水厂的投资是石练水厂的几倍？", ["遂昌宝溪水厂的投资是多少", "石练水厂的投资是多少"]),
        # The same in other words.
        ("遂昌的森林覆盖率超出松阳多少？", ["遂昌的森林覆盖率是多少", "松阳的森林覆盖率是多少"]),
        ("遂昌的茶园面积跟松阳的比起来，多了多少？", ["遂昌的茶园面积是多少", "松阳的茶园面积是多少"]),
        ("遂昌的签约项目比松阳的多吗？", ["遂昌的签约项目是多少", "松阳的签约项目是多少"]),
        ("宝溪水厂和石练水厂合起来投资多少？", ["宝溪水厂投资多少", "石练水厂投资多少"]),
        # A place in a name is none, and half a year is not handed on to what is said of any year.
        (
            "论总投资，遂昌的河北桥和大柘桥哪座贵？",
            ["论总投资，遂昌的河北桥是多少", "论总投资，遂昌县大柘桥是多少"],
        ),
        (
            "遂昌上半年的茶叶产量是多少？松阳一年的茶叶产量呢？",
            ["遂昌上半年的茶叶产量是多少", "松阳一年的茶叶产量是多少"],
        ),
        ("竹溪新生村有多少人？保康两峪乡又有多少人？", ["竹溪新生村有多少人", "保康两峪乡有多少人"]),
    ],
)
def test_what_each_side_is_asked(question, asked):
    assert [one.question for one in task(question).wanted] == asked


def test_a_word_in_a_row_of_places_is_the_place_of_that_name():
    found = task("沈阳的大东、辽中、新民、苏家屯，上半年GDP增速哪个最高？")
    assert [one.place.name for one in found.wanted] == ["大东区", "辽中区", "新民市", "苏家屯区"]


def test_growth_over_the_year_before_is_first_looked_for():
    assert task("遂昌县2022年的粮食产量比2021年增长多少？").unless_stated
    assert not task("遂昌县2022年的粮食产量比2021年增长多少吨？").unless_stated
    assert not task("遂昌县2022年的粮食产量比2019年增长多少？").unless_stated


def test_a_trend_is_asked_year_by_year_without_its_words():
    found = task("失业率这几年有什么变化，从2016年算起到2018年")
    assert [one.question for one in found.wanted] == [f"失业率{year}年是多少" for year in (2016, 2017, 2018)]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        # What the difference is asked in, each side is asked in.
        ("宝溪村套种的黄豆比小香薯多几亩？", ["宝溪村套种的黄豆多少亩", "小香薯多少亩"]),
        ("宝溪公司比石练公司多捐了多少钱？", ["宝溪公司捐了多少钱", "石练公司捐了多少钱"]),
        ("2022年粮食产量比2021年多多少斤？", ["2022年粮食产量是多少", "2021年的粮食产量是多少"]),
        ("2022年新建的民宿比2021年多多少家？", ["2022年新建的民宿多少家", "2021年新建的民宿多少家"]),
        # What one side says behind the words that both end with.
        ("宝溪上边坡绿化比下边坡高多少？", ["宝溪上边坡绿化是多少", "下边坡的绿化是多少"]),
        # What leads to a question is none of it, and neither is what a trend is called.
        ("写稿子要用：2021年和2022年的粮食产量差多少？", ["2021年粮食产量多少", "2022年粮食产量多少"]),
        ("请梳理一下2021、2022年粮食产量逐年变化情况", ["2021年粮食产量是多少", "2022年粮食产量是多少"]),
        ("疫情前后，2019和2020年粮食产量怎么波动的？", ["2019年粮食产量是多少", "2020年粮食产量是多少"]),
        (
            "2013到2015年三年间遂昌县一共新建多少条路？",
            [f"{y}年遂昌县新建多少条路" for y in (2013, 2014, 2015)],
        ),
        ("遂昌（城区）和松阳（城区）一共多少人？", ["遂昌（城区）多少人", "松阳（城区）多少人"]),
        # Of reports that are named by their year, of either sort, of both, what each does more of, what is taken from what.
        (
            "2021、2022两份报告里医保补助合计涨多少钱？",
            ["2021年报告里医保补助涨多少钱", "2022年报告里医保补助涨多少钱"],
        ),
        (
            "2022年基建和制造业两块投资，哪一块涨得快？",
            ["2022年基建投资增长多少", "2022年制造业投资增长多少"],
        ),
        (
            "报告里五年累计的减税额比降费额大多少？",
            ["报告里五年累计的减税额是多少", "报告里五年累计的降费额是多少"],
        ),
        ("宝溪水厂比石练水厂总投资多多少？", ["宝溪水厂总投资是多少", "石练水厂总投资是多少"]),
        (
            "遂昌和松阳，哪个县的油茶种得多？相差多少万亩",
            ["遂昌油茶种植面积是多少", "松阳油茶种植面积是多少"],
        ),
        ("宝溪水厂和石练水厂，哪个花钱更多？", ["宝溪水厂投资有多少", "石练水厂投资有多少"]),
        ("遂昌2024年出口减去进口，顺差有多少亿？", ["遂昌2024年出口是多少", "遂昌县2024年进口是多少"]),
        (
            "2021年和2022年居民收入增速先降后升，具体各是多少？",
            ["2021年居民收入增速是多少", "2022年居民收入增速是多少"],
        ),
        (
            "从2021年到2022年，每年安排的债券额度怎么一路加上去的？",
            ["2021年安排的债券额度是多少", "2022年安排的债券额度是多少"],
        ),
    ],
)
def test_each_side_is_asked_in_words_of_its_own(question, asked):
    assert [one.question for one in task(question).wanted] == asked


def test_a_lead_that_names_a_place_is_kept():
    assert task("遂昌县：2021年和2022年的粮食产量差多少？").wanted[0].place.name == "遂昌县"


def test_results_are_held_against_targets():
    found = task("2022年遂昌县实际建成的住房比年初目标少多少套？")
    assert [(one.label, one.year, one.words, one.planned) for one in found.wanted] == [
        ("实际", 2022, ("建成", "住房"), False),
        ("年初目标", 2022, ("建成", "住房"), True),
    ]
    assert [one.question for one in found.wanted] == [
        "2022年遂昌县建成的住房多少套",
        "2022年遂昌县建成的住房计划多少套",
    ]


def test_a_trend_that_is_told_by_its_turns_is_of_levels():
    assert task("2020、2021年遂昌县的社保基金是怎么增长的").wanted[0].kind == "level"
    assert task("2020、2021年遂昌县的GDP增速是怎么变化的").wanted[0].kind == "growth"


def test_the_end_of_a_measure_is_that_of_another_thing():
    found = task("遂昌县2022年城镇居民人均可支配收入比农村居民高多少元？")
    assert [one.family for one in found.wanted] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]


def test_years_of_two_things_are_not_filled_in():
    found = task("2016到2020年遂昌县关停的铁厂和钢厂，哪个更多？")
    assert [one.year for one in found.wanted] == [None, None]


def test_sides_that_share_their_last_character_share_what_is_asked():
    wanted = task("遂昌县2022年飞石山和莲花山的门票收入，哪个多、多多少？").wanted
    assert [one.label for one in wanted] == ["飞石山", "莲花山"]
    assert all(one.words[-1] == "门票收入" or one.family for one in wanted)


def test_the_economy_runs_as_it_grows():
    wanted = task("2023年一季度遂昌与松阳相比，谁的经济跑得更快？").wanted
    assert [(one.family, one.kind) for one in wanted] == [("地区生产总值", "growth")] * 2


def test_the_economy_is_its_product():
    found = task("遂昌县2021年和2022年的经济增速哪个高？")
    assert [(one.family, one.words, one.kind) for one in found.wanted] == [("地区生产总值", (), "growth")] * 2


def test_a_place_that_one_side_names_is_not_meant_by_the_other():
    named = marks("剑阁鹤龄水厂")[0].place
    found = task("河东水厂的投资是剑阁鹤龄水厂的几倍？", (named,))
    assert [one.place for one in found.wanted] == [None, named]


def test_counties_by_any_name_are_ranked():
    assert across("2023年沈阳几个区县GDP增速从高到低前两名是谁").level == "县"


def test_a_difference_is_no_word_of_the_indicator():
    assert measured("湿地保护率相差多少") == ("", ("湿地保护率",))


def test_a_side_is_named_with_whole_years_and_brackets():
    found = task("安宁的GDP增速，2022全年和2023上半年哪个快")
    assert [one.label for one in found.wanted] == ["2022年全年", "2023年上半年"]


def test_more_ways_to_ask_for_a_difference():
    def asked(question):
        found = task(question)
        return found.goal, [(one.year, one.family, one.words) for one in found.wanted], found.unless_stated

    dust = [(2022, "细颗粒物浓度", ()), (2021, "细颗粒物浓度", ())]
    assert asked("跟2021年比，遂昌县2022年PM2.5年均浓度降了几微克？") == ("change", dust, ())
    assert asked("遂昌县2022年PM2.5浓度比2021年降了几微克？") == ("change", dust, ())
    both = [(2021, "产量", ("茶叶",)), (2022, "产量", ("茶叶",))]
    assert asked("遂昌县茶叶这两年（2021、2022）的产量各是多少吨") == ("each", both, ())
    ends = [(2022, "市场主体", ()), (2024, "市场主体", ())]
    assert asked("遂昌县的市场主体2022年末和2024年末各有多少户？") == ("each", ends, ())
    # A growth in per cent does not say how many more came.
    assert asked("遂昌县2019年接待游客比上一年多了多少？")[2] == ("change",)
    assert asked("遂昌县2019年接待游客比上一年增长多少？")[2] == ("growth", "change")


def test_words_that_only_hold_sides_together_are_not_asked_for():
    found = task("遂昌、松阳两县2021年上半年比，哪个的固投涨得快？")
    assert [one.words for one in found.wanted] == [(), ()]
    first = task("遂昌县的蔬菜，2021年和2022年各产了多少").wanted[0]
    assert first.question == "遂昌县的蔬菜，2021年产了多少"


@pytest.mark.parametrize(
    ("question", "goal", "asked"),
    [
        (
            "2022年遂昌定的经济增长目标和最后实际增速差了多少个百分点？",
            "difference",
            ["2022年遂昌地区生产总值增长多少", "2022年遂昌地区生产总值增长目标是多少"],
        ),
        (
            "遂昌2023年城镇新增就业完成年初定的任务了吗？",
            "reach",
            ["2023年遂昌城镇新增就业是多少", "2023年遂昌城镇新增就业目标是多少"],
        ),
        (
            "2022年丽水全市的人力资源机构里，遂昌县大约占到几成？",
            "share",
            ["2022年遂昌县的人力资源机构有多少", "2022年丽水全市的人力资源机构有多少"],
        ),
        (
            "九里岗、鹤龄和河东这三座水厂合起来能让多少万人受益？",
            "sum",
            ["九里岗水厂能让多少万人受益", "鹤龄水厂能让多少万人受益", "河东水厂能让多少万人受益"],
        ),
        (
            "2013到2015这三年，遂昌农村贫困人口总共减了多少？",
            "sum",
            [f"{year}年遂昌农村贫困人口减了多少" for year in (2013, 2014, 2015)],
        ),
        (
            "2022年遂昌城里人和乡下人的收入相差多少？",
            "difference",
            ["2022年遂昌城镇居民人均可支配收入多少", "遂昌县2022年农村居民人均可支配收入多少"],
        ),
        (
            "遂昌跟松阳，2023年哪边的农民挣得多些？",
            "compare",
            ["遂昌2023年农村居民人均可支配收入有多少", "松阳2023年农村居民人均可支配收入有多少"],
        ),
        (
            "2018到2020年，遂昌哪一年的粮食产量最高？",
            "compare",
            [f"{year}年遂昌的粮食产量是多少" for year in (2018, 2019, 2020)],
        ),
    ],
)
def test_more_ways_to_ask_for_what_is_computed(question, goal, asked):
    found = task(question)
    assert found.goal == goal
    assert [one.question for one in found.wanted] == asked


def test_a_change_in_amount_is_no_amount():
    assert [one.kind for one in task("2013到2015这三年，遂昌农村贫困人口总共减了多少？").wanted] == [
        "change"
    ] * 3


def test_a_side_is_asked_without_what_leads_to_it_where_that_finds_nothing():
    found = task("我有个亲戚在遂昌，就想比比，宝溪水厂和石练水厂，哪个投资多？")
    assert [one.brief.endswith(("宝溪水厂投资有多少", "石练水厂投资有多少")) for one in found.wanted] == [
        True,
        True,
    ]


def test_yes_or_no_is_asked_of_the_first_side():
    assert task("遂昌2022年的GDP比松阳高吗？").whether
    assert not task("遂昌2022年的GDP比松阳高了还是低了？").whether
