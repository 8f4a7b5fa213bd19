import pytest

from qa.verdict import verdict


@pytest.mark.parametrize(
    ("question", "told", "held"),
    [
        # An amount against the bound asked of.
        ("临浦县GDP过百亿了吗？", "地区生产总值107.6亿元，增长6.9%。", "yes"),
        ("临浦县GDP有没有突破两百亿元", "地区生产总值107.6亿元，增长6.9%。", "no"),
        ("车间员工超过一百人了吗", "车间现有员工46人，多是附近村民。", "no"),
        ("城镇化率过半没有？", "城镇化率由47.5%提高到51.5%。", "yes"),
        ("旱情损失有没有超过3亿元", "旱情损失3亿元。", ""),  # just meets it
        ("游客过百万了吗", "接待游客突破100万人次。", "yes"),
        ("村集体收入是不是都过了10万块", "各村经营性收入均超10万元，其中超50万元的21个。", "yes"),
        ("工业产值超过20亿元了吗", "工业产值18亿元、农业产值21亿元。", ""),  # of two amounts none is taken
        # All, or something left.
        ("信访件都办结了吗？", "交办信访件28件，已办结27件。", "no"),
        ("整改的问题都改完了吗", "整改销号5个，尚有1个在推进。", "no"),
        ("征地款都发下去了吗", "补偿款1.4亿元已全部打到一卡通上。", "yes"),
        ("老厂房拆干净了吗", "沿江老厂房拆得一座不剩。", "yes"),
        ("于都新城建成了吗", "新城建设进展顺利。", ""),  # the 都 of a name asks for no whole
        # Which way.
        ("税收有增长吗", "其中税收4.03亿元，下降5.9%。", "no"),
        ("苹果产量是不是比前一年多了", "受冻害影响，苹果产量降到4310吨。", "no"),
        ("湖水变好了吗", "湖水水质由Ⅴ类好转到Ⅳ类。", "yes"),
        ("财政收入下降了吗", "财政收入5.1亿元，增长3%。", "no"),
        # Rank.
        ("增速是不是全市第一", "增速位居全市第一。", "yes"),
        ("品牌价值排第一名吗", "品牌价值跃居榜单第15位。", "no"),
        # The opposite of what is asked.
        ("进湖边的公园要门票吗", "公园全年免费开放。", "no"),
        ("老人坐公交是不是不要钱", "65周岁以上老年人免费乘坐公交。", "yes"),
        ("县里还有煤矿在生产吗", "最后一处煤矿2019年关闭。", "no"),
        ("近三年要拆的小区还能改造吗", "拟征收拆迁的小区不纳入本次范围。", "no"),
        # Said or denied in the words of the question.
        ("双棋岛要开发吗", "双棋岛为候鸟保护区，不作开发。", "no"),
        ("境内有高铁站吗", "境内虽有铁路，至今没有高铁站。", "no"),
        ("水库蓄水了吗", "水库计划于年内下闸蓄水。", "no"),
        ("有没有指定培训机构", "答：没有，县里从未委托任何机构。", "no"),
        ("茶博会在县城举办了吗", "5月，茶博会在县城举办。", "yes"),
        # What the words do not tell.
        ("新校区招生了吗", "学校去年换了校长。", ""),
        ("多出来的工人是不是被辞掉了", "用工由46人减到11人。", ""),
    ],
)
def test_yes_and_no_are_said_where_the_words_tell(question, told, held):
    assert verdict(question, told) == held


def test_what_the_reader_marked_is_weighed_before_other_clauses():
    told = "大厅周六上午照常办公。\n设“办不成事”窗口。"
    at = told.index("周六")
    assert verdict("大厅周六办公吗", told, (at, at + 8)) == "yes"
