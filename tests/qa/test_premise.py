import pytest

from qa.premise import is_of_other_end, is_of_other_office, is_of_other_role, is_unfounded, is_unsaid


@pytest.mark.parametrize(
    ("question", "evidence", "unfounded"),
    [
        ("县里为什么取消了低票价", "公交票价1元，每年补贴300万元。", True),
        ("合作社是哪一年解散的", "合作社2021年成立，现有社员60户。", True),
        ("沿江化工厂为什么关停", "企业已全部退出长江岸线。", False),  # said in another word
        ("哪一年关停了小煤矿", "2019年关停小煤矿12处。", False),
        ("水质为什么没有达标", "水质达标率100%。", True),
        ("水质为什么没有达标", "因管网老旧，水质未达标。", False),
        ("为什么下调GDP目标", "国内生产总值增长8%左右，比上年加快。", True),
        ("为什么下调GDP目标", "增长目标略微调低，是要与规划衔接。", False),
        ("内科楼推迟到什么时候交付", "交付日期由9月延至12月20日。", False),
        ("为什么停掉了扶贫小额信贷", "电解质涨价，两家企业停产检修。", True),  # something else stopped
        ("为什么停掉了扶贫小额信贷", "因资金不足，小额信贷停办。", False),
        ("班车为什么停了好几条线", "客运萎缩，停运线路5条，原因是高铁分流。", False),
        ("专线的亏损怎么补", "专线一年亏42万元，靠旅游线的盈利补。", False),
        ("水厂哪一年建成", "水厂2020年建成。", False),  # takes nothing for ended
        ("有没有超过一百人", "员工120人。", False),  # asks whether, and takes nothing for undone
    ],
)
def test_what_is_taken_for_ended_or_undone_needs_a_word_in_the_evidence(question, evidence, unfounded):
    assert is_unfounded(question, evidence) is unfounded


@pytest.mark.parametrize(
    ("question", "clause", "other"),
    [
        ("进度垫底的是哪个镇", "完成率最高的是城关镇", True),
        ("进度最快的是哪个镇", "最慢的是申集镇", True),
        ("进度垫底的是哪个镇", "最低的是申集镇", False),
        ("进度多少", "最高的是城关镇", False),
    ],
)
def test_the_most_is_not_the_least(question, clause, other):
    assert is_of_other_end(question, clause) is other


@pytest.mark.parametrize(
    ("question", "near", "other"),
    [
        ("一标段的施工单位是哪家", "| 一标段 | 瑞禾监理 |", True),
        ("一标段由谁承建", "施工单位为某建工集团。", False),
        ("一标段由谁监理", "施工单位为某建工，监理单位为瑞禾。", False),
        ("一标段由谁中标", "| 一标段 | 瑞禾监理 |", False),  # names no part of the work
    ],
)
def test_who_did_one_part_of_a_work_did_not_do_another(question, near, other):
    assert is_of_other_role(question, near) is other


@pytest.mark.parametrize(
    ("question", "evidence", "unsaid"),
    [
        ("财政赤字为什么扩大到1.2万亿", "财政赤字5500亿元，比上年减少。", True),
        ("财政赤字为什么扩大到1.2万亿", "安排财政赤字1.2万亿元。", False),
        ("2.4亿元的水厂是谁建的", "水厂总投资24000万元。", False),  # the same amount, written otherwise
        ("物价涨了4.8%是什么原因", "居民消费价格上涨3.9%。", True),
        ("增速目标才7%，为什么", "国内生产总值增长6.5%－7%。", False),
        ("投资超过5亿元的项目有哪些", "项目投资6.2亿元。", False),  # a bound, and no amount of the report
        ("300多名游客从哪里来", "游客来自各地。", False),
        ("2019到2021年修了几条路，在哪里", "修路三条。", False),
        ("206国道什么时候修好", "绕城线年底通车。", False),
        ("这12个项目在哪里", "水厂、电站都在石练镇。", False),  # a report may list them without a count
    ],
)
def test_an_amount_that_a_question_takes_for_given_is_in_the_evidence(question, evidence, unsaid):
    assert is_unsaid(question, evidence) is unsaid


@pytest.mark.parametrize(
    ("question", "said", "unfounded"),
    [
        ("为什么把下派医生的工资改成由分院来发", "下派人员工资由总院发，考核由分院评。", True),
        ("为什么把博览会改期到了第二年", "年轻人嫌苦嫌累，果园用工集中。", True),
        ("为什么把博览会改期到了第二年", "因疫情，博览会推迟到次年举办。", False),
        ("为什么把扶贫电站全部卖给了企业", "村里没有懂电的人，售后到不了位。", True),
        ("为什么把扶贫电站全部卖给了企业", "因无力维护，电站已整体转让。", False),
        ("为什么要改造老旧小区", "老旧小区管网老化。", False),  # a work, and no change of what was
        ("村小为什么合并到镇里", "生源减少，村小并入镇中心小学。", False),
        ("电站卖给了谁", "电站2021年建成。", False),  # asks for no reason
        ("上半年生产总值为啥是负增长", "上半年地区生产总值增长1.7%。", True),
        ("出口额为什么下跌了", "在日本，暑期产销两旺。", True),
        ("出口额为什么下跌了", "受订单减少影响，出口下降5%。", False),
        ("首次试航为什么中途返航", "首次海上试航圆满完成。", True),
        ("小学为什么拖到10月才开学", "小学9月1日开学。", True),
    ],
)
def test_what_was_done_to_a_thing_must_be_told(question, said, unfounded):
    assert is_unfounded(question, said) is unfounded


def test_a_thing_that_ended_may_be_named_by_its_last_character():
    assert not is_unfounded("为啥丢掉果园的人多", "为什么弃园多？园子小而散。")
    assert is_unfounded("为啥丢掉果园的人多", "园子小而散，人手不足。")
    assert not is_unfounded("一部分处罚权又收上去了，什么缘故", "将其中的23项收回县级部门行使。")


@pytest.mark.parametrize(
    ("question", "near", "before", "other"),
    [
        ("盐池县副县长是谁", "盐池县县长龚雪飞作报告。", "盐池县县长", True),
        ("盐池县副县长是谁", "盐池县副县长马原出席。", "盐池县副县长", False),
        ("盐池县县长是谁", "盐池县副县长马原出席。", "盐池县副县长", True),
        ("盐池县县长是谁", "盐池县县长龚雪飞、副县长马原出席。", "盐池县县长", False),
        ("总经理是谁", "副总经理王忠介绍。", "副总经理 ", True),
        ("谁介绍了情况", "副县长马原介绍。", "副县长", False),  # asks for no office
    ],
)
def test_a_deputy_is_not_who_is_asked_for(question, near, before, other):
    assert is_of_other_office(question, near, before) is other
