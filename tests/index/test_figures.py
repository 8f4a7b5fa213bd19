"""Figures of sentences and tables made for these tests; expected values are worked out by hand."""

import pytest

from index.amounts import amounts, in_base, numeral, unit_in
from index.figures import Bearing, bearing, figures, indicator_of, looks_back, select
from index.indicators import family_of, indicators
from index.places import divisions
from index.records import Description, Document

SUICHANG = divisions()["331123"]


def report(text, date="2023-03-01", place=SUICHANG, kind="news", title="简报"):
    return Document("d", "a.txt", text, Description(title, date=date, place=place, kind=kind))


def rows(text, **about):
    return [(f.indicator, f.kind, f.value, f.unit) for f in figures(report(text, **about))]


def one(text, **about):
    found = figures(report(text, **about))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,234.5万元", 12345000.0, "元"),
        ("1.5万亿元", 1.5e12, "元"),
        ("4万多亿元", 4e12, "元"),
        ("三百二十万人", 3200000.0, "人"),
        ("2万5千公里", 25000 * 1000.0, "米"),
        ("3公顷", 30000.0, "平方米"),
        ("6亩", 4000.0, "平方米"),  # 6 x 2000/3
        ("74亿斤", 3.7e9, "公斤"),
        ("百分之十", 10.0, "%"),
        ("三分之二", 66.666667, "%"),
        ("两成", 20.0, "%"),
        ("翻两番", 300.0, "%"),
        ("2.3个百分点", 2.3, "百分点"),
        ("600公斤/亩", 600.0, "公斤/亩"),
        ("11.4％", 11.4, "%"),
        ("60.1km", 60100.0, "米"),
        ("5km²", 5e6, "平方米"),
    ],
)
def test_amounts_in_base_units(text, value, unit):
    (found,) = amounts(f"为{text}。")
    assert (found.value, found.unit) == (pytest.approx(value, rel=1e-9), unit)
    assert f"为{text}。"[found.start : found.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "2023年8月15日",
        "第3位",
        "PM2.5",
        "5G",
        "L3级",
        "三座",
        "第5届",
        "2019-2022年",
        "一成立",
        "一两万块钱",
        "10号线",
        "3A级",
        "80km/h",
        "5/1",
    ],
)
def test_dates_names_and_ways_of_speaking_are_no_amounts(text):
    assert amounts(f"在{text}上") == []


def test_ranges_and_approximations():
    (span,) = amounts("亩产3000至5000斤")
    assert (span.low, span.high, span.value, span.approximate) == (1500.0, 2500.0, 2000.0, True)
    assert [a.approximate for a in amounts("约5家，超6家，7余家，8家以上，9家")] == [
        True,
        True,
        True,
        True,
        False,
    ]


def test_units_of_labels():
    assert unit_in("产值（万元）") == "万元" and unit_in("单位：亿元") == "亿元" and unit_in("指标") == ""
    assert in_base(3.0, "亿美元") == (3e8, "美元") and in_base(5.0, "家") == (5.0, "家")
    assert numeral("两千零五") == 2005


def test_level_growth_and_what_is_carried():
    assert rows("茶叶产值5亿元，同比增长3.2%，其中出口1亿元，下降4%。") == [
        ("茶叶产值", "level", 5e8, "元"),
        ("茶叶产值", "growth", 3.2, "%"),
        ("出口", "level", 1e8, "元"),
        ("出口", "growth", -4.0, "%"),
    ]


def test_pairs():
    assert rows("工业投资、民间投资分别增长3.1%、4.2%。") == [
        ("工业投资", "growth", 3.1, "%"),
        ("民间投资", "growth", 4.2, "%"),
    ]
    assert rows("签约项目62个，落地项目46个，分别增长5%和6%。")[2:] == [
        ("签约项目", "growth", 5.0, "%"),
        ("落地项目", "growth", 6.0, "%"),
    ]


def test_changes_shares_and_ranks():
    assert rows("泊位增加了1307个。") == [("泊位", "change", 1307.0, "个")]
    assert rows("森林覆盖率提高1.2个百分点。") == [("森林覆盖率", "change", 1.2, "百分点")]
    assert rows("贫困人口减少50人。") == [("贫困人口", "change", -50.0, "人")]
    assert rows("民营经济占税收的七成。") == [("民营经济", "share", 70.0, "%")]
    assert rows("茶叶产值5亿元，居全省第3位。")[1] == ("茶叶产值", "rank", 3.0, "位")


def test_a_part_of_what_stands_behind():
    assert rows("汉服销售额40亿元，占全国市场的近1/3。")[1] == ("汉服销售额", "share", 33.333333, "%")
    assert rows("民营经济贡献了50%以上的税收、60%以上的技术创新成果。") == [
        ("税收", "share", 50.0, "%"),
        ("技术创新成果", "share", 60.0, "%"),
    ]
    assert rows("以50%以上的市场份额居首位。") == [("市场份额", "share", 50.0, "%")]
    assert rows("完成确权的农户达到95%。") == [("确权的农户", "share", 95.0, "%")]
    assert rows("达到了90%的覆盖率。") == []
    assert rows("7%左右的速度可以实现充分就业。") == []


def test_growth_in_other_words():
    assert rows("GDP保持6%以上的增速，工业投资连续四年保持12%的高增长。") == [
        ("GDP", "growth", 6.0, "%"),
        ("工业投资", "growth", 12.0, "%"),
    ]
    assert rows("压缩审批时限30%以上，提高粮食亩产12%。") == [
        ("审批时限", "growth", -30.0, "%"),
        ("粮食亩产", "growth", 12.0, "%"),
    ]
    assert rows("提高森林覆盖率65%。")[0][1] == "level"
    assert rows("压缩审批时限至30%。") == []
    assert rows("上调最低工资标准，涨价幅度达15%。") == [("最低工资标准", "growth", 15.0, "%")]
    assert rows("利润由降转为增长8%。") == [("利润", "growth", 8.0, "%")]
    assert rows("粮食产量5万吨，减少了30%的用水。")[1] == ("用水", "growth", -30.0, "%")
    assert rows("茶叶产值增长一倍，出口额增长1.5倍。") == [
        ("茶叶产值", "growth", 100.0, "%"),
        ("出口额", "growth", 150.0, "%"),
    ]
    assert rows("出口对增长贡献了30%的增长。") == []


def test_a_change_against_the_past_and_none_against_others():
    assert rows("失业率5%，比去年低0.2个百分点，低于全省0.5个百分点。") == [
        ("失业率", "level", 5.0, "%"),
        ("失业率", "change", -0.2, "百分点"),
    ]
    assert len(rows("GDP增长6%，比上年高0.3个百分点。")) == 1  # of the rate of growth
    assert rows("财政收入占GDP比重提高2.7个百分点。")[0][1] == "change"


def test_new_things_are_levels_of_what_is_new():
    assert rows("新增企业21家。") == [("新增企业", "level", 21.0, "家")]
    assert rows("新增21家企业。") == [("新增企业", "level", 21.0, "家")]


def test_from_and_to():
    first, second = figures(report("审批事项从2020年的80项减少到30项。"))
    assert (first.value, first.year, first.kind) == (80.0, 2020, "level")
    assert (second.value, second.year, second.kind) == (30.0, 2023, "level")
    assert figures(report("养老金由70元提高到88元。"))[0].year is None  # of a time that is not said


def test_what_is_counted_stands_behind_its_counter():
    assert rows("带动313个家庭农场、1360户农户。") == [
        ("家庭农场", "level", 313.0, "个"),
        ("农户", "level", 1360.0, "户"),
    ]
    assert rows("培育25家龙头企业。")[0][0] == "龙头企业"


def test_households_and_their_people():
    assert rows("脱贫户120户380人，全村共有350户1200人。") == [
        ("脱贫户", "level", 120.0, "户"),
        ("脱贫户", "level", 380.0, "人"),
        ("全村", "level", 350.0, "户"),
        ("人口", "level", 1200.0, "人"),
    ]
    assert rows("对9个乡镇141个村1143个社500户800人和集镇供水。")[2:] == [
        ("社", "level", 1143.0, "个"),
        ("户数", "level", 500.0, "户"),
        ("人口", "level", 800.0, "人"),
    ]
    assert [row[0] for row in rows("覆盖3个市和12个村脱贫。目前已带动5734人。")] == ["市", "村", "带动"]


def test_the_verb_the_need_or_the_clause_before_is_the_name():
    assert rows("累计投入9000万元维护民众利益，投入500万元专项资金。") == [
        ("投入", "level", 9e7, "元"),
        ("专项资金", "level", 5e6, "元"),
    ]
    assert rows("可满足县城10万平方米的供暖需求。") == [("供暖需求", "level", 1e5, "平方米")]
    assert rows("工业投资很快，其中制造业投资最大，达到20亿元。") == [("制造业投资", "level", 2e9, "元")]
    assert rows("覆盖8个县(市、区)，年均引水量3万立方米。")[1][0] == "年均引水量"
    assert rows("村民居住在4组。名单列在表1，共三页。") == []


def test_what_is_left_out():
    # A distance from another's rate is neither level nor change; 3个月 counts nothing; a bare % needs the name of a rate.
    assert rows("增速高于全市3个百分点。") == []
    assert rows("工程历时3个月。") == []
    assert rows("诗词漫道30%。") == []
    assert rows("审批时间缩短到36天。") == [("审批时间", "level", 36.0, "天")]


def test_year_by_sentence_report_and_paragraph():
    text = "2022年，茶叶产值5亿元。竹笋产值3亿元。目前，全县有茶企25家。"
    assert [f.year for f in figures(report(text))] == [2022, 2022, 2023]
    assert one("去年茶叶产值5亿元。").year == 2022
    assert one("茶叶产值比2021年增长5%。").year == 2023
    half = one("上半年茶叶产值5亿元。")
    assert (half.year, half.period) == (2023, "上半年")


def test_years_of_a_work_report():
    text = "一、去年工作回顾\n茶叶产值5亿元。\n二、今年工作安排\n茶叶产值增长6%。"
    found = figures(report(text, kind="work_report", title="遂昌县政府工作报告"))
    assert [(f.year, f.kind) for f in found] == [(2022, "level"), (2023, "growth")]


def test_an_undated_report_has_no_year():
    assert one("茶叶产值5亿元。", date="").year is None


def test_an_undated_report_may_tell_its_year():
    def of(text):
        return [f.year for f in figures(report(text, date=""))]

    assert of("截至2023年7月底，投资5亿元。\n新建道路3公里。") == [2023, 2023]
    assert of("2023年计划新建道路10公里，目前建成道路8公里。") == [2023, 2023]
    assert of("2021年新建道路10公里，目前建成道路8公里。") == [2021, None]
    assert of("截至2020年底，投资5亿元。\n新建道路3公里。") == [2020, None]


def test_a_founding_and_a_first_sentence_set_no_year():
    text = "该公司于2012年12月成立，注册资本5000万元。现有员工300人，共有厂房20间。"
    assert [f.year for f in figures(report(text))] == [2012, 2023, 2023]
    title = "提起遂昌，是因为2021年的短视频"
    assert one(f"{title}。遂昌县常住人口19万人。", title=title).year == 2023
    title = "2021年，遂昌县经济稳步发展"
    assert one(f"{title}。遂昌县常住人口19万人。", title=title).year == 2021


def test_several_years_together_are_a_period():
    built, spent, mean = figures(report("三年累计完成造林5万亩。教育支出三年累计30亿元，年均增长5%。"))
    assert (built.family, built.period) == ("造林面积", "三年")
    assert (spent.indicator, spent.period, mean.period) == ("教育支出", "三年", "年均")


def test_places():
    text = "遂昌县茶叶产值5亿元，松阳县茶叶产值6亿元。全市茶叶产值90亿元。"
    assert [f.place for f in figures(report(text))] == ["遂昌县", "松阳县", "丽水市"]
    # Where goods go to and what a share is of do not own a figure.
    assert one("茶叶销往松阳县3吨。").place == "遂昌县"
    assert one("茶叶产值占全省的5%。").code == "331123"
    assert one("线路终点为丽水市龙泉市，全长60公里。").place == "遂昌县"
    assert one("2020年，中国茶叶消费者达5亿人。").place == "全国"
    assert one("中国茶叶产业联盟建茶园3万亩。").place == "遂昌县"


def test_the_subject_within_the_place():
    assert one("龙谷茶业公司年产值2亿元。").subject == "龙谷茶业公司"
    assert one("建成总投资3亿元的水阁产业园。").subject == "水阁产业园"
    firm = one("企业的外贸进出口额达3.5亿元。")
    assert (firm.family, firm.subject) == ("进出口总额", "企业")


def test_targets_are_planned():
    assert one("力争茶叶产值达到8亿元。").planned and one("到2025年茶叶产值8亿元。").planned
    assert not one("茶叶产值8亿元。").planned
    assert one("拟安排财政赤字8亿元。").planned and not one("虚拟电厂产值8亿元。").planned


def test_targets_go_on_below_the_line_that_announces_them():
    found = figures(report("主要预期目标是：\n地区生产总值增长6%；\n城镇新增就业900人。\n茶叶产值8亿元。"))
    assert [f.planned for f in found] == [True, True, False]


def test_what_a_work_report_says_of_its_own_year_is_meant_to_be_done():
    text = "一、2022年工作回顾\n新增就业900人。\n二、2023年工作安排\n新增就业800人。目前已新增就业100人。"
    told = figures(report(text, title="2023年政府工作报告", kind="work_report"))
    assert [(f.year, f.planned) for f in told] == [(2022, False), (2023, True), (2023, False)]
    assert not one("新增就业800人。").planned  # news of 2023 tells what was done


def test_what_came_in_several_years_is_not_of_the_last_one():
    text = (
        "一、过去五年工作回顾\n五年来，利当前、惠长远，民生改善。新增就业5000人，茶叶产值达到8亿元。\n新建学校30所。"
        "2022年，新增就业900人。\n二、2023年工作安排\n新增就业800人。"
    )
    told = figures(report(text, title="2023年政府工作报告", kind="work_report"))
    assert [(f.value, f.year, f.period) for f in told] == [
        (5000, 2022, "五年来"),
        (8e8, 2022, ""),  # what it came to is that of the last year
        (30, 2022, "过去五年"),
        (900, 2022, ""),
        (800, 2023, ""),
    ]


def test_the_time_of_an_amount_that_has_no_name():
    text = "一、2022年工作回顾\n新建住房300套。\n二、2023年工作安排\n再建500套。"
    document = report(text, title="2023年政府工作报告", kind="work_report")
    assert looks_back(document) == 2022 and looks_back(report("产值8亿元。")) is None
    assert bearing(document, text.index("300")) == Bearing(2022, "", False)
    assert bearing(document, text.index("500")) == Bearing(2023, "", True)
    assert bearing(document, 0) is None


def test_better_than_expected_is_no_target():
    assert not one("经济恢复好于预期，地区生产总值增长2.3%。").planned


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("地区生产总值年均增长6.1%。", "年均"),
        ("地区生产总值两年平均增长5.1%。", "两年平均"),
        ("2022年地区生产总值比2017年增长40%。", "比2017年"),
        ("2022年地区生产总值比2021年增长6%。", ""),
        ("细颗粒物年均浓度下降9.1%。", ""),
    ],
)
def test_a_figure_of_several_years_is_not_that_of_the_last_one(text, period):
    assert one(text).period == period


TABLE = """表1 遂昌县主要指标
单位：万元
| 指标 | 2021年 | 2022年 | 增速（%） |
|---|---|---|---|
| 地区生产总值 | 1,400 | 1,550 | 4.2 |
| 常住人口（万人） | 19.3 | 19.4 | — |
"""


def test_a_table_of_indicators_and_years():
    found = figures(report(TABLE))
    assert [(f.family, f.year, f.kind, f.value, f.unit) for f in found] == [
        ("地区生产总值", 2021, "level", 14000000.0, "元"),
        ("地区生产总值", 2022, "level", 15500000.0, "元"),
        ("地区生产总值", 2023, "growth", 4.2, "%"),
        ("常住人口", 2021, "level", 193000.0, "人"),
        ("常住人口", 2022, "level", 194000.0, "人"),
    ]
    assert [TABLE[f.start : f.end] for f in found] == ["1,400", "1,550", "4.2", "19.3", "19.4"]


QUARTER = """| 指标 | 一季度 | 同比增长（%） | 去年同期增长（%） |
|---|---|---|---|
| 规模以上工业增加值（亿元） | 41.36 | 3.2 | 7.9 |
| 其中：装备制造业 | 18.92 | 9.6 | 11.3 |
| 固定资产投资（亿元） | — | 12.7 | 8.4 |"""


def test_columns_that_are_a_part_of_the_year_or_the_year_before_and_rows_that_are_part_of_another():
    text = f"遂昌县2023年一季度经济运行情况\n\n{QUARTER}\n"
    found = figures(report(text, date="2023-04-28", title="遂昌县2023年一季度经济运行情况"))
    assert [(f.indicator, f.kind, f.value, f.unit, f.year, f.period, f.subject) for f in found] == [
        ("规模以上工业增加值", "level", 4136000000.0, "元", 2023, "一季度", ""),
        ("规模以上工业增加值", "growth", 3.2, "%", 2023, "一季度", ""),
        ("规模以上工业增加值", "growth", 7.9, "%", 2022, "一季度", ""),
        ("装备制造业增加值", "level", 1892000000.0, "元", 2023, "一季度", ""),
        ("装备制造业增加值", "growth", 9.6, "%", 2023, "一季度", ""),
        ("装备制造业增加值", "growth", 11.3, "%", 2022, "一季度", ""),
        ("固定资产投资", "growth", 12.7, "%", 2023, "一季度", ""),
        ("固定资产投资", "growth", 8.4, "%", 2022, "一季度", ""),
    ]


def test_a_column_against_last_year_is_of_this_year():
    text = "2023年简报\n\n| 指标 | 1—6月 | 比上年同期增长 | 本月 |\n|---|---|---|---|\n| 工业投资（亿元） | 5 | 3% | 1 |"
    found = figures(report(text, date="2023-07-20", title="2023年上半年简报"))
    assert [(f.value, f.kind, f.year, f.period) for f in found] == [
        (500000000.0, "level", 2023, "1—6月"),
        (3.0, "growth", 2023, found[1].period),
        (100000000.0, "level", 2023, "本月"),
    ]


def test_tables_by_place_and_by_project():
    counties = "| 地区 | 产值（亿元） |\n|---|---|\n| 遂昌县 | 5 |\n| 松阳县 | 6 |"
    assert [(f.place, f.value) for f in figures(report(counties))] == [("遂昌县", 5e8), ("松阳县", 6e8)]
    heads = "| 指标 | 遂昌县 | 松阳县 |\n|---|---|---|\n| 森林覆盖率 | 80% | 79% |"
    assert [(f.place, f.family) for f in figures(report(heads))] == [
        ("遂昌县", "森林覆盖率"),
        ("松阳县", "森林覆盖率"),
    ]
    towns = "表1 旅游品牌\n| 品牌 | 级别 | 数量 |\n|---|---|---|\n| 旅游重点镇 | 省级 | 2处 |\n| 石练镇 | 省级 | 1处 |"
    assert [(f.indicator, f.subject) for f in figures(report(towns))] == [
        ("旅游重点镇", ""),
        ("旅游品牌", "石练镇"),
    ]
    projects = "| 内容 | 甲谷项目 | 乙港项目 |\n|---|---|---|\n| 总投资 | 约19亿元 | 14亿元 |"
    assert [(f.subject, f.family, f.value) for f in figures(report(projects))] == [
        ("甲谷项目", "项目总投资", 1.9e9),
        ("乙港项目", "项目总投资", 1.4e9),
    ]


def test_the_line_above_a_table_says_its_year_and_a_plain_column_is_of_the_one_before_it():
    profile = (
        "遂昌县概况\n四、经济\n2022年遂昌县主要指标\n| 指标 | 数值 |\n|---|---|\n| 地区生产总值 | 155亿元 |\n"
    )
    assert [(f.year, f.value) for f in figures(report(profile, date="2023-04-18", title="遂昌县概况"))] == [
        (2022, 15500000000.0)
    ]
    signed = profile.replace("2022年遂昌县主要指标", "县志办 2022年5月6日")
    assert [f.year for f in figures(report(signed, date="2023-04-18", title="遂昌县概况"))] == [2023]

    ranked = "| 单位 | GDP（亿元） | 增速（%） | 位次 |\n|---|---|---|---|\n| 遂昌县 | 155 | 5.1 | 2 |\n| 松阳县 | 138 | 6.0 | 1 |\n"
    found = figures(report(ranked, date="2023-04-18", title="主要指标"))
    assert [(f.place, f.indicator, f.kind, f.value) for f in found] == [
        ("遂昌县", "GDP", "level", 15500000000.0),
        ("遂昌县", "GDP", "growth", 5.1),
        ("遂昌县", "GDP", "rank", 2.0),
        ("松阳县", "GDP", "level", 13800000000.0),
        ("松阳县", "GDP", "growth", 6.0),
        ("松阳县", "GDP", "rank", 1.0),
    ]


def test_signs_of_growth_and_the_end_of_a_month_in_the_head_of_a_column():
    text = "| 地区 | 财政总收入（亿元） | ±% | 规上工业增加值±% | 6月末存款余额（亿元） |\n|---|---|---|---|---|\n| 遂昌县 | 22.71 | -1.6 | 5.2 | 486.3 |\n"
    found = figures(report(text, date="2023-07-20", title="2023年上半年主要指标"))
    assert [(f.indicator, f.kind, f.value) for f in found] == [
        ("财政总收入", "level", 2271000000.0),
        ("财政总收入", "growth", -1.6),
        ("规上工业增加值", "growth", 5.2),
        ("存款余额", "level", 48630000000.0),
    ]


def test_this_year_of_a_summary_is_the_one_it_sums_up():
    text = "遂昌县教育局2022年工作总结和2023年工作思路\n今年高考上线1126人。\n"
    title = "遂昌县教育局2022年工作总结和2023年工作思路"
    assert [f.year for f in figures(report(text, date="2023-01-16", title=title))] == [2022]
    assert [f.year for f in figures(report(text, date="2023-01-16", title="遂昌县高考"))] == [2023]


def test_the_label_of_a_paragraph_is_the_place_of_all_its_figures():
    text = "遂昌县、松阳县接受观摩。\n遂昌县：看点3个。铝轮毂项目，投资6.4亿元。\n松阳县：看点4个。产业城投资15亿元。\n"
    found = figures(report(text, date="2023-01-20", title="丽水市重点工作观摩点评"))
    assert [f.place for f in found if f.unit == "元"] == ["遂昌县", "松阳县"]


def test_a_sentence_of_figures_that_are_no_amounts_breaks_no_year():
    text = "2022年，生产总值151亿元；三次产业结构为15.8∶31.4∶52.8。社会消费品零售总额82.9亿元。今年的目标，是旅游收入突破70亿元。"
    found = figures(report(text, date="2023-03-18", title="县情概览"))
    assert [(round(f.value), f.year, f.planned) for f in found if f.unit == "元"] == [
        (15.1e9, 2022, False),
        (82.9e8, 2022, False),
        (70e8, 2023, True),
    ]


def test_a_growth_written_with_a_minus_sign_is_a_fall():
    text = "上半年，遂昌县生产总值14亿元，增长-8.7%，两年平均增长1.7%，全市排名第七。蔬菜、瓜果产量分别增长39.3%、-97.7%。"
    found = [
        (f.indicator, f.value, f.kind, f.period, f.place) for f in figures(report(text, date="2023-08-01"))
    ]
    assert found == [
        ("生产总值", 14e8, "level", "上半年", "遂昌县"),
        ("生产总值", -8.7, "growth", "上半年", "遂昌县"),
        ("生产总值", 1.7, "growth", "两年平均", "遂昌县"),
        ("生产总值", 7.0, "rank", "上半年", "遂昌县"),
        ("蔬菜产量", 39.3, "growth", "上半年", "遂昌县"),
        ("瓜果产量", -97.7, "growth", "上半年", "遂昌县"),
    ]


def test_what_is_expected_of_a_year_that_is_over_is_no_target():
    text = "预计2020年地区生产总值186.7亿元；一般公共预算收入13.86亿元。\n预计2021年地区生产总值200亿元。\n"
    found = figures(report(text, date="2021-01-20", title="遂昌县2021年政府工作报告"))
    assert [(f.year, f.planned) for f in found] == [(2020, False), (2020, False), (2021, True)]


def test_a_heading_of_what_was_done_and_what_is_planned_is_of_the_year_that_was():
    for title in (
        "遂昌县教育局2022年工作总结暨2023年工作打算",
        "遂昌县2022年计划执行情况和2023年计划草案的报告",
    ):
        text = f"# {title}\n一、完成情况\n高考上线1126人。\n二、2023年打算\n招生1200人。\n"
        found = figures(report(text, date="2023-01-16", title=title))
        assert [(f.value, f.year) for f in found] == [(1126, 2022), (1200, 2023)]


def test_offsets_are_those_of_the_text():
    text = "一、综合\n茶叶产值约5亿元，增长3%。\n| 指标 | 2022年 |\n|---|---|\n| 茶企 | 25家 |"
    for figure in figures(report(text)):
        assert figure.sentence_start <= figure.start < figure.end <= figure.sentence_end
    assert [text[f.start : f.end] for f in figures(report(text))] == ["5亿元", "3%", "25家"]


def test_select():
    found = figures(report("2022年，遂昌县GDP155亿元，增长4%。松阳县GDP138亿元。常住人口19万人。"))
    assert [f.value for f in select(found, "生产总值", kinds=["level"])] == [1.55e10, 1.38e10]
    assert [f.kind for f in select(found, "地区生产总值", places=["331123"])] == ["level", "growth"]
    assert len(select(found, places=["3311"], years=[2022])) == 4 and select(found, years=[2019]) == []


def test_indicators_by_their_names():
    assert len(indicators()) >= 80
    assert family_of("全县规上工业增加值") == ("规模以上工业增加值", "")
    assert family_of("园区进出口额") == ("进出口总额", "园区")
    assert indicator_of("遂昌县农民人均可支配收入是多少") == "农村居民人均可支配收入"
    assert indicator_of("社零增长多少") == "社会消费品零售总额"
    assert indicator_of("谁是县长") == ""


def test_no_name_stands_for_two_families():
    names = [name for family in indicators().values() for name in {family.name, *family.aliases}]
    assert len(names) == len(set(names))


def test_time_is_linear_in_the_text():
    import time

    def seconds(times):
        document = report("遂昌县有茶企5家、农场6个，茶叶产值7亿元，增长8%。" * times)
        start = time.perf_counter()
        assert len(figures(document)) == 4 * times
        return time.perf_counter() - start

    seconds(10)
    assert seconds(400) < 20 * max(seconds(100), 0.01)  # four times the text, with room for a busy machine
