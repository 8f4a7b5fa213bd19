import pytest

from qa.quantities import asked_units, asks_share, fallen, quantities, same, signed, snapped, years_in


def values(text):
    return [(q.value, q.unit) for q in quantities(text)]


def test_scales_are_multiplied_out():
    assert values("总投资10.2亿元，年产值超20亿元") == [(1.02e9, "元"), (2e9, "元")]
    assert values("3.2万吨、1.12万户、1,200人") == [(32000.0, "吨"), (11200.0, "户"), (1200.0, "人")]
    assert values("97.7%与百分之5，提高3个百分点") == [(97.7, "%"), (5.0, "%"), (3.0, "个百分点")]


def test_same_needs_value_and_unit():
    one = quantities("16亿元")[0]
    assert same(one, quantities("160000万元")[0])
    assert not same(one, quantities("16亿斤")[0])
    assert not same(one, quantities("16万元")[0])
    assert same(quantities("16亿")[0], one)  # a claim without unit claims less


def test_spans_grow_to_whole_figures_and_dates():
    text = "预计2024年5月完工，年产值16亿元。"
    assert text[slice(*snapped(text, text.index("16"), text.index("16") + 2))] == "16亿元"
    assert text[slice(*snapped(text, text.index("2024"), text.index("2024") + 5))] == "2024年5月"


def test_units_end_where_their_word_ends():
    assert values("卖到15个国家") == [(15.0, "个国家")]
    text = "引来20多家头部企业"
    assert text[slice(*snapped(text, 2, 4))] == "20多家"


def test_years_are_years_and_not_acres():
    assert years_in("2021年流转2000亩", 2023) == {2021}
    assert years_in("今年、去年、前年", 2023) == {2023, 2022, 2021}
    assert years_in("比去年同期增长", 2023) == set()  # a comparison speaks of the year compared
    assert years_in("今年") == set()


@pytest.mark.parametrize(
    ("question", "unit"),
    [("修那几座老仓花了多少钱", "元"), ("十几家厂一年用多少吨盐", "吨"), ("一共几座仓", "座")],
)
def test_a_number_that_asks_nothing_has_no_unit_to_ask_for(question, unit):
    assert unit in asked_units(question)
    assert "座" not in asked_units(question) or unit == "座"


@pytest.mark.parametrize(
    ("text", "figure", "shown"),
    [
        ("| 房屋新开工 | -46.5% |", "46.5%", "-46.5%"),
        ("增长－3.8%，", "3.8%", "－3.8%"),
        ("8月9日-11日", "11日", "11日"),
        ("占30%-40%", "40%", "40%"),
        ("2019年-2022年", "2022年", "2022年"),
    ],
)
def test_a_minus_sign_belongs_to_its_figure_and_a_dash_does_not(text, figure, shown):
    start = text.rindex(figure)
    assert text[signed(text, start) : start + len(figure)] == shown


@pytest.mark.parametrize(
    ("text", "figure", "shown"),
    [
        ("经济同比下降1.9%，", "1.9%", "下降1.9%"),
        ("收窄了3.2个百分点", "3.2个百分点", "收窄了3.2个百分点"),
        ("由5%下降到2%", "2%", "2%"),
        ("减少300人", "300人", "300人"),
    ],
)
def test_a_share_that_fell_says_so(text, figure, shown):
    start = text.rindex(figure)
    assert text[fallen(text, start, start + len(figure)) : start + len(figure)] == shown


def test_a_progress_and_what_something_makes_up_are_shares():
    assert "%" in asked_units("工程总进度到多少了") and "%" in asked_units("投资这块占多少")
    assert "%" not in asked_units("占地多少亩")


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("一天能供多少水", "立方米"),
        ("一年加工多少饲料", "吨"),
        ("发了多少电", "千瓦时"),
        ("流转了多少地", "亩"),
        ("修了多少路", "公里"),
        ("带动多少村民就业", "人"),
        ("接待了多少游客", "人次"),
        ("抽采了多少方煤层气", "立方米"),
        ("那条旅游路有多长", "公里"),
        ("管网要铺多长", "km"),
    ],
)
def test_a_thing_that_is_measured_has_units_of_its_sort(question, unit):
    assert unit in asked_units(question)


@pytest.mark.parametrize(
    "question",
    [
        "有多少水库",
        "有多少粮食企业",
        "建了多少电站",
        "装了多少路灯",
        "发了多少农民工工资",
        "多少地方",
        "用了多长时间",
        "隧道的工期多长",
        "有多少方案",
    ],
)
def test_a_thing_that_only_begins_like_one_has_none_of_them(question):
    assert asked_units(question) == frozenset()


def test_what_is_counted_is_no_amount_of_money_or_land():
    units = asked_units("有多少个停车位")
    assert "车位" in units and "个" in units and not {"亩", "元", "%"} & units
    assert asked_units("用了多少个小时") == frozenset()
    assert "吨" in asked_units("一年能产多少金子") and "元" not in asked_units("一年能产多少金子")
    assert asked_units("建材行业的增加值（万元）") == asked_units("投了多少钱")
    assert not asks_share("建材行业的增加值") and asks_share("增加值增长多少")
    assert asked_units("年产多少万元") == asked_units("产了多少钱") == asked_units("投了多少钱")
    assert asked_units("投了几个亿") == asked_units("投了多少钱")
    assert asked_units("能解决多少人就业") == asked_units("能来多少人") | {"个"}  # 岗位650个
    assert asked_units("有多少家能享受到") == {"家", "户"} and asked_units("有多少家企业") == {"家"}


@pytest.mark.parametrize(
    ("question", "unit", "other"),
    [
        ("2021年发了多少亿度电", "千瓦时", "亩"),
        ("气温有多少度", "℃", "亩"),
        ("鸭子卖出多少只", "羽", "吨"),
    ],
)
def test_units_of_one_sort_answer_for_each_other(question, unit, other):
    assert unit in asked_units(question) and other not in asked_units(question)


@pytest.mark.parametrize(
    "question", ["还剩多少成片的用地", "有多少市场主体", "来了多少年轻人", "用了多少天然气"]
)
def test_a_word_that_begins_like_a_unit_is_none(question):
    assert not asked_units(question) & {"成", "市", "年", "天"}


def test_a_level_of_urbanisation_is_a_share():
    assert asks_share("城镇化水平有多高") and not asks_share("产值有多高")


def test_a_hundred_million_may_be_counted_in_pieces():
    assert [(one.value, one.unit) for one in quantities("投资4个亿")] == [(400000000.0, "")]
