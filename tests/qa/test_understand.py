import pytest

from qa.forms import kind_of, question_form
from qa.records import Turn
from qa.understand import answer_kind, understand


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("一期预计年产值是多少？", "figure"),
        ("从签约到开工用了多少天", "duration"),
        ("什么时候开始合作的", "date"),
        ("项目负责人是谁", "person"),
        ("为什么项目落地快", "reason"),
        ("落户了哪些企业", "list"),
        ("项目在哪个县", "place"),
        ("遂昌县有没有高铁", "yes_no"),
        ("介绍遂昌县的工业", "reason"),
        ("遂昌和松阳谁的GDP更高", "reason"),  # no person is asked, and one figure alone says nothing
        ("松阳比遂昌高几个百分点", "figure"),
        ("松阳县2022年香茶产量？", "figure"),  # as people type into a search box
        ("遂昌经济增速怎么样", "figure"),
        ("守了二十几年仓库的那位会计是谁", "person"),  # 二十几年 asks nothing
        ("松阳2023年排名为什么往后掉", "reason"),
        ("松阳工业占比超过一半了吗", "yes_no"),
        ("古廊桥何年列入名录", "date"),
    ],
)
def test_kind_of_answer_by_question_word(question, kind):
    assert answer_kind(question) == kind


FORMS = {
    "figure": "两峪乡有多大 门票咋卖 投了多少钱 增加值是多少 新增就业多少 能放大几倍 安排多少经费 早稻亩产？ 下半年水产品产量（万吨）？ 每个游客平均花多少钱 给每个标箱补多少 污水处理厂日处理能力 研发经费投入强度",
    "growth": "GDP涨了百分之几 同比增速是多少 工业增加值增长多少 财政收入降了多少 出口比去年同期涨了几个点",
    "count": "有几家上市公司 来了多少游客 一共几个村 建了多少座桥",
    "rank": "全市排第几 排名第几 GDP排在全省多少位 茶叶出口量排在全国什么位置",
    "date": "啥时候通车 哪年建的 几月开工 何时投产 哪天开幕 在哪几天办 从什么年代兴起 是哪两天 增速从哪个月开始转正 出口额创下哪一年以来的最高 涨幅是从几月开始回落的 景区开园时间 丰收节的举办日期 什么季节去最好",
    "duration": "花了几天 修了多久 用了多长时间 工期几个月 压缩到多少个工作日 开过去要多少分钟",
    "person": "谁是县长 书记叫啥 院士是哪位 县长叫什么名字 在会上介绍情况的区长是谁 理事长叫什么名字 由哪家公司承建 哪家银行放的贷款 债券是哪个部门发行的 哪一级政府出这笔钱 哪个村干部带头流转了土地 大夫姓什么叫什么 哪个专家来村里讲过课",
    "place": "厂子在哪 建在哪个村 位于什么地方 住哪个小区 设在地铁哪一站 下一届大会举办城市 产自哪座山 大桥横跨哪条河 技术是从哪个国家引进的 要开发哪个岛 新机场离哪个镇最近 企业的注册地 建在什么地方 厂子搬到哪个工业园了 新设的国家级新区是哪一个",
    "reason": "为啥这么快 咋回事 怎么回事 凭啥选这里 怎样防止拖欠 怎么做到的 用什么办法解决 赛道卡在哪里 这种水稻高产高在什么地方 老油榨有什么短板 他当初看上什么 企业最怕什么 靠的是什么 拿什么作担保 是出于哪些考虑 是哪些因素造成的 从哪些关键处下手 治污从哪里入手 通过哪些途径解决用工难 用什么政策鼓励青年返乡 建电商园图的是什么 修水库是为了什么 给企业带来了哪些便利 底气在哪儿 问题出在哪儿 这么做有何好处 靠哪几招把游客留了下来 老酒厂是凭借什么起死回生的 产能过剩的症结是什么 有哪些考量 怎样变废为宝",
    "list": "有哪些企业 哪几个县 分成哪几块 各档分别是几天 四条路子是什么 各类投资是多少 每个项目投资多少 大棚里种了什么 稻田里养了什么 课程用什么书 都种了些什么 主导产业是什么 办证要带什么材料 另外三个基地是哪里 “一带三区”指的是什么 请列举全县的景区 出席的领导有谁 钱从哪里来 都种了些什么品种，列举几个 帮扶车间做的都是啥活 主要批发什么海产品 三大攻坚战是指什么",
    "yes_no": "通高铁了吗 是不是贫困县 能不能刷卡 路修好了没有 有高铁么 节还办不办 增速在全市排第一，对吗 已经投产了吧？ 占比过半没有 比重是不是超过了一半 增速是否高于全省平均 收入是增加了还是减少了 总产量超没超过10亿斤",
    "compare": "遂昌和松阳谁的GDP高 哪个县更大 哪年增长更快 两县GDP相差多少 甲和乙哪个投资大 苦瓜跟冬瓜哪样种得多 农户是甲镇多还是乙镇多 哪种作物的亩产最高 种得多的是哪个 财政收入和支出哪头大",
    "trend": "近五年人口怎么变化 GDP的变化趋势 2019到2022年GDP分别是多少 品牌价值十年来有怎样的变化 补助标准是一步步怎么提的 进出口额怎么起落的 2015到2020年人口是怎么增长的 前后变化有多大 用工人数是怎样变化的",
    "summary": "介绍一下遂昌的工业 总结今年的工作 效果怎么样 情况如何 报告主要讲了什么 说说今年的招商情况吧",
    "other": "那艘邮轮叫什么 授了什么称号 新机场命名为什么 吉祥物是什么",
}


@pytest.mark.parametrize(("form", "question"), [(f, q) for f, qs in FORMS.items() for q in qs.split()])
def test_form_of_a_question_in_everyday_words(form, question):
    assert question_form(question) == form


def test_a_form_falls_back_to_the_kind_that_a_reader_knows():
    assert kind_of("rank", "排第几") == kind_of("growth", "涨了多少") == kind_of("count", "几家") == "figure"
    assert kind_of("trend", "2020到2022年怎么变化") == kind_of("summary", "怎么样") == "reason"  # a sentence


def test_places_and_years_are_named():
    query = understand("请问丽水市遂昌县2022年的GDP是多少？")
    assert query.text == "丽水市遂昌县2022年的地区生产总值是多少？"  # as reports call it
    assert query.shown == "丽水市遂昌县2022年的GDP是多少？"  # as the person did
    assert query.place_names == ("遂昌县",)  # the city above it adds nothing
    assert query.years == (2022,)
    assert query.indicator == "地区生产总值"
    assert not query.rewritten


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("除了遂昌，丽水还有哪些县产茶", (["丽水市"], ())),
        ("除松阳县外，哪些县通了高铁", ([], ())),
        ("松阳以外的县有几个", ([], ())),
        ("松阳除尘设备投了多少钱", (["松阳县"], ())),
        ("遂昌除了茶叶还产什么", (["遂昌县"], ())),
        ("遂昌2012到2015年的人口是多少", (["遂昌县"], (2012, 2013, 2014, 2015))),  # those between as well
        ("遂昌2012年和2015年的人口是多少", (["遂昌县"], (2012, 2015))),
        ("遂昌二〇二二年的人口是多少", (["遂昌县"], (2022,))),
    ],
)
def test_what_is_left_out_is_not_asked_and_a_span_of_years_is_asked_whole(question, asked):
    query = understand(question)
    assert (list(query.place_names), query.years) == asked


@pytest.mark.parametrize(
    ("question", "search"),
    [
        ("遂昌县外贸总额是多少", "遂昌县外贸总额是多少 进出口总额"),  # its published name behind it
        ("遂昌县进出口总额是多少", "遂昌县进出口总额是多少"),  # has it already
        ("顺德烤鳗出口值多少钱", "顺德烤鳗出口值多少钱"),  # 出口 is a word like any other
        ("壹佰科有多少员工", "壹佰科有多少员工"),  # no indicator
    ],
)
def test_the_search_knows_the_published_name_of_an_indicator(question, search):
    assert understand(question).search == search


@pytest.mark.parametrize(
    ("last", "follow_up", "whole"),
    [
        ("遂昌县2022年的生产总值是多少？", "那松阳呢", "松阳2022年的生产总值是多少"),
        ("壹佰科车业一期预计年产值是多少？", "那产能呢？", "壹佰科车业一期产能是多少"),
        ("鹤龄水厂总投资多少？", "它在哪个县", "鹤龄水厂在哪个县"),
    ],
)
def test_follow_ups_become_whole_questions(last, follow_up, whole):
    query = understand(follow_up, [Turn(last, "…")])
    assert (query.text, query.rewritten) == (whole, True)


def test_a_follow_up_of_a_follow_up_and_a_new_topic():
    history = [Turn("遂昌县2022年的生产总值是多少？", "155亿元"), Turn("那松阳呢", "138亿元")]
    assert understand("那常住人口呢", history).text == "松阳2022年的常住人口是多少"
    assert understand("云梦县工业增加值增长多少？", history).text == "云梦县工业增加值增长多少？"


@pytest.mark.parametrize(
    "lead",
    ["麻烦查一下，", "我想了解一下，", "想请教一下，", "我在做财政研究，", "写稿子要用：", "请梳理一下"],
)
def test_what_a_person_says_of_themselves_is_no_part_of_the_question(lead):
    assert understand(f"{lead}遂昌县2022年香菇产量是多少").shown == "遂昌县2022年香菇产量是多少"
