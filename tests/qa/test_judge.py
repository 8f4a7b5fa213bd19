import math
from dataclasses import replace
from functools import partial

import pytest

from index.errors import ModelError
from index.records import Chunk, Description, Document, Hit, Place
from qa.judge import (
    CONTRADICTED,
    FEATURES,
    Candidate,
    features,
    load_weights,
    place_agreement,
    pooled,
    probability,
    told_whole,
    year_agreement,
)
from qa.understand import understand

TEXT = "2021年产值12亿元。\n2022年产值16亿元。去年人口19万人。\n松阳县产值9亿元。"
ABOUT = Description("遂昌县简报", date="2023-03-01", place=Place("331123", "遂昌县", "丽水市", "浙江省"))
DOCUMENT = Document("d", "a.txt", TEXT, ABOUT)
CHUNK = Chunk("d:0", "d", 0, len(TEXT), TEXT, header="遂昌县 | 2023年")


def candidate(span, score=5.0):
    start = TEXT.index(span)
    return Candidate(DOCUMENT, Hit(CHUNK, 1.0), 1, start, start + len(span), score)


def premise_in(text, question, span):
    document, start = Document("d", "a.txt", text, ABOUT), text.index(span)
    hit = Hit(Chunk("d:0", "d", 0, len(text), text), 1.0)
    return features(understand(question), Candidate(document, hit, 1, start, start + len(span), 5.0), {})[
        "premise"
    ]


def year(question, span):
    one = candidate(span)
    return year_agreement(understand(question), DOCUMENT, one.start, one.end)


def test_year_of_a_figure_is_that_of_its_sentence_then_of_what_precedes_it():
    assert year("2022年产值是多少", "16亿元") == 1.0
    assert year("2022年产值是多少", "12亿元") == -1.0
    assert year("2022年人口是多少", "19万人") == 1.0  # 去年, in a report of 2023
    assert (
        year("2022年产值是多少", "9亿元") == 0.7
    )  # nothing in the sentence; the last named year before it is 2022
    assert year("产值是多少", "12亿元") == 0.0


def test_place_of_a_figure_is_that_of_its_sentence_then_of_the_report():
    def place(question, near):
        return place_agreement(understand(question), DOCUMENT, near, TEXT)

    assert place("遂昌县产值", "产值16亿元") == 1.0
    assert place("松阳县产值", "松阳县产值9亿元") == 1.0
    assert place("遂昌县产值", "松阳县产值9亿元") == -0.7
    assert place("云梦县产值", "产值16亿元") == -1.0
    assert place("产值", "产值16亿元") == 0.0
    # The one asked under its short form, beside another in full.
    assert place("遂昌县的线路", "线路起于遂昌换流站，止于松阳县") == 0.5


def test_a_part_of_a_report_that_also_names_the_place_contradicts_nothing():
    yuncheng = Place("411425", "虞城县", "商丘市", "河南省")
    both = Description(
        "虞城罐头驰援涿州", place=Place("130681", "涿州市", "保定市", "河北省"), places=(yuncheng,)
    )
    document = Document("d", "a.txt", "累计捐款捐物达500余万元。", both)

    def place(question):
        return place_agreement(understand(question), document, document.text, document.text)

    assert CONTRADICTED["place"] < place("虞城县的公司捐了多少") < 0.0
    assert place("云梦县的公司捐了多少") == -1.0


def test_of_all_and_of_those_above_a_size_the_ones_asked_for():
    text = "竹加工企业163家，其中规模以上41家，从业1.4万人。"
    premise = partial(premise_in, text)

    assert premise("规上竹加工企业有多少家", "163家") == premise("竹加工企业有多少家", "41家") == -1.0
    lossy = partial(premise_in, "规上企业97家，其中亏损11家。")
    assert lossy("规上企业有几家亏损", "11家") == 0.0
    assert premise("规上竹加工企业有多少家", "41家") == premise("竹加工企业有多少家", "163家") == 0.0


def test_in_another_countys_report_a_name_counts_within_its_paragraph():
    text = "松阳县竹加工企业163家。\n原竹由遂昌调入。"
    songyang = Place("331124", "松阳县", "丽水市", "浙江省")
    document = Document("d", "a.txt", text, Description("松阳县竹产业", place=songyang))

    def place(paragraph):
        return place_agreement(understand("遂昌竹加工企业有多少家"), document, "企业163家", text, paragraph)

    assert place("原竹由遂昌调入。") == 0.5 and place("企业163家。") < 0.0


def test_the_label_of_a_paragraph_tells_whose_it_is():
    text = "丽水市组织观摩。\n遂昌县：看点3个。园区环境好。工人都是本地的。铝轮毂项目投资6.4亿元。\n松阳县：看点4个。"
    document = Document("d", "a.txt", text, Description("观摩", place=Place("3311", "丽水市", "", "浙江省")))
    chunk = Chunk("d:0", "d", 0, len(text), text)
    start = text.index("6.4亿元")
    one = Candidate(document, Hit(chunk, 1.0), 1, start, start + 5, 5.0)
    places = [
        features(understand(f"{name}铝轮毂项目投资多少"), one, {})["place"] for name in ("遂昌", "松阳")
    ]
    assert places[0] == 1.0 and places[1] <= CONTRADICTED["place"]


def test_a_part_is_not_the_sum_that_is_asked_for():
    text = "年末装机428万千瓦，其中风电263万千瓦，光伏165万千瓦。"
    premise = partial(premise_in, text)

    assert premise("风电光伏加起来装机多少", "165万千瓦") == -1.0
    assert premise("风电光伏加起来装机多少", "428万千瓦") == premise("光伏装机多少", "165万千瓦") == 0.0


def test_features_of_a_figure_by_hand():
    values = features(understand("2022年产值是多少"), candidate("16亿元"), {"产值": 3.0, "利润": 1.0})
    assert set(values) == set(FEATURES)
    assert values["coverage"] == 0.75  # 3 of the 4 points of weight stand in the chunk
    assert values["missing"] == pytest.approx(1 / 3)  # 利润 is absent, a third as telling as 产值
    assert values["margin"] == 5.0 / 4.0
    assert (values["type"], values["echo"]) == (1.0, 0.0)


def test_an_amount_taken_for_given_must_stand_by_the_span_unless_it_is_asked_whether_it_does():
    def premise(question):
        return features(understand(question), candidate("16亿元"), {})["premise"]

    assert premise("产值从12亿元增加到了多少") == 0.0
    assert premise("产值从1.5亿元增加到了多少") == -1.0 == 2 * CONTRADICTED["premise"]
    assert premise("产值是不是有1.5亿元") == 0.0


def test_of_another_year_is_no_answer_however_sure_the_reader_is():
    query, weights = understand("2020年产值是多少"), {"产值": 3.0}
    for score in (1.0, 3.0, 5.0):  # log-odds; a reader that is 99 % sure
        assert probability(query, candidate("16亿元", score=score), weights) < 0.2


def test_a_gap_is_no_level_and_a_target_nothing_done():
    text = "增长5.4%，增速高于全市0.6个百分点。目前已建成药园42个。到2025年，建成药园80个。"
    report = Document("d", "a.txt", text, Description("遂昌县简报", date="2023-03-01"))

    def premise(question, span):
        at = text.index(span)
        one = Candidate(report, Hit(Chunk("d:0", "d", 0, len(text), text), 1.0), 1, at, at + len(span), 5.0)
        return features(understand(question), one, {})["premise"]

    assert premise("GDP增速是多少", "0.6个百分点") == -1.0
    assert premise("GDP增速是多少", "5.4%") == 0.0
    assert premise("GDP增速比全市高多少", "0.6个百分点") == 0.0
    assert premise("建成了多少个药园", "80个") == -1.0
    assert premise("建成了多少个药园", "42个") == 0.0
    assert premise("到2025年建成多少个药园", "80个") == 0.0


def test_a_figure_in_another_unit_is_no_answer():
    def unit(question, span):
        return features(understand(question), candidate(span), {})["unit"]

    assert unit("产值是多少", "16亿元") == 1.0
    assert unit("人口有多少人", "16亿元") == -1.0
    assert unit("增长多少", "16亿元") == -1.0
    assert unit("是多少", "16亿元") == 0.0


def test_the_right_year_is_likelier_than_the_wrong_one_and_a_poor_margin_less_likely():
    query, weights = understand("2022年产值是多少"), {"产值": 3.0}
    right = probability(query, candidate("16亿元"), weights)
    assert right > probability(query, candidate("12亿元"), weights)
    assert right > probability(query, candidate("16亿元", score=-5.0), weights)


def test_missing_weights_are_named(tmp_path):
    path = tmp_path / "judge.json"
    path.write_text('{"weights": {"bias": 0}}')
    with pytest.raises(ModelError, match="coverage"):
        load_weights(path)


def test_a_span_of_the_chunk_that_the_reader_prefers_is_likelier():
    query, one = understand("2022年产值是多少"), candidate("16亿元")
    first, third = (features(query, replace(one, order=order), {})["order"] for order in (1, 3))
    assert (first, third) == (1.0, 0.5)  # 1 / log2(1 + 1), 1 / log2(1 + 3)
    assert probability(query, one, {}) > probability(query, replace(one, order=3), {})


REASONS = "为什么要修路？因为山里不通车，也因为茶叶运不出。\n路修了20公里。村里有绿茶、红茶。"


def reason(span, score=0.0):
    start = REASONS.index(span)
    document = Document("r", "r.txt", REASONS, Description("修路"))
    chunk = Chunk("r:0", "r", 0, len(REASONS), REASONS, header="")
    return Candidate(document, Hit(chunk, 1.0), 1, start, start + len(span), score)


def test_a_question_of_the_report_itself_answers_nothing():
    def echo(span):
        return features(understand("村里为什么修路"), reason(span), {})["echo"]

    assert (echo("要修"), echo("山里不通车")) == (1.0, 0.0)


def test_spans_that_are_shown_alike_are_one_with_the_odds_of_all():
    spans = [reason("山里不通车", 1.0), reason("茶叶运不出", 1.0), reason("20公里", 2.0)]
    one, two = pooled(understand("村里为什么修路"), spans)
    # e + e = 2e, and log 2e = 1 + log 2.
    assert (one.text, one.score) == ("山里不通车", pytest.approx(1.0 + math.log(2.0)))
    assert (two.text, two.score) == ("20公里", 2.0)
    # A figure is shown as it stands: each of its spans is another answer.
    assert len(pooled(understand("路修了多少公里"), spans)) == 3


def test_an_amount_is_not_told_as_a_share():
    def unit(question, span):
        document = replace(DOCUMENT, text="产值16亿元，增长5.5%，占全市三成。")
        at = document.text.index(span)
        one = Candidate(document, Hit(CHUNK, 1.0), 1, at, at + len(span), 5.0)
        return features(understand(question), one, {})["unit"]

    assert unit("2022年的GDP有多大", "5.5%") == -1.0
    assert unit("2022年的GDP有多大", "16亿元") >= 0.0
    assert unit("绿化率有多高", "5.5%") >= 0.0


def test_a_span_of_another_unit_is_vetoed():
    query = understand("人口有多少人")
    wrong, right = candidate("16亿元", 5.0), candidate("19万人", 4.0)
    assert probability(query, wrong, {}) < probability(query, right, {})


def test_year_of_a_cell_is_that_of_its_column():
    text = (
        "2021年和以前不同。\n| 指标 | 2022年 | 2023年上半年 |\n| --- | --- | --- |\n| 产值 | 2亿元 | 3亿元 |"
    )
    document = replace(DOCUMENT, text=text)

    def agreement(question, cell):
        at = text.index(cell)
        return year_agreement(understand(question), document, at, at + len(cell))

    assert agreement("2023年产值是多少", "3亿元") == 1.0
    assert agreement("2023年产值是多少", "2亿元") == -1.0


def test_places_that_answer_where_do_not_tell_whose_sentence_it_is():
    text = "遂昌县简报\n工程开工。\n线路途经松阳县、龙泉市。"
    document = replace(DOCUMENT, text=text)
    chunk = Chunk("d:0", "d", 0, len(text), text)
    at = text.index("松阳县")
    one = Candidate(document, Hit(chunk, 1.0), 1, at, len(text) - 1, 5.0)
    assert features(understand("遂昌县的线路途经哪些县"), one, {})["place"] == 1.0
    assert features(understand("遂昌县的线路有多少公里"), one, {})["place"] == -0.7


def test_a_reason_of_two_sentences_is_told_whole_where_the_reader_is_nearly_as_sure():
    text = "货只卖100元。年轻人买得起。订单很多。"
    document = replace(DOCUMENT, text=text)
    chunk = Chunk("d:0", "d", 0, len(text), text)

    def one(words):
        start = text.index(words)
        return Candidate(document, Hit(chunk, 1.0), 1, start, start + len(words), 5.0)

    short, wide, other = one("100元"), one("货只卖100元。年轻人买得起"), one("订单")
    why, how_much = understand("为什么卖得好"), understand("卖多少钱")
    assert told_whole(why, [(0.8, short), (0.7, other), (0.5, wide)]) is wide
    assert told_whole(why, [(0.8, short), (0.3, wide)]) is short  # not likely enough
    assert told_whole(why, [(0.8, wide), (0.7, short)]) is wide
    assert told_whole(how_much, [(0.8, short), (0.7, wide)]) is short


def test_a_bare_number_of_a_table_has_the_unit_that_the_table_gives_it():
    text = "| 指标 | 单位 | 绝对量 | 比上年增长% |\n|---|---|---|---|\n| 茶叶 | 吨 | 2547 | 5.9 |\n"
    document = Document("t", "t.txt", text, ABOUT)

    def unit(question, span):
        start = text.index(span)
        chunk = Chunk("t:0", "t", 0, len(text), text)
        one = Candidate(document, Hit(chunk, 1.0), 1, start, start + len(span), 1.0)
        return features(understand(question), one, {})["unit"]

    assert unit("茶叶产了多少吨", "2547") == 1.0
    assert unit("茶叶产了多少吨", "5.9") == -1.0
    assert unit("茶叶卖了多少元", "2547") == -1.0


def test_a_cause_of_the_year_before_and_who_is_told_beside_it_contradict_no_report_of_the_year():
    text = "静宁项目观摩\n到2024年将再建项目8个。\n县长丁玉峰作了解说。\n投资下滑，是因为大项目2022年已完工。"
    about = Description("静宁项目观摩", date="2023-11-13", kind="news")
    document = Document("n", "n.txt", text, about)

    def agrees(question, span):
        at = text.index(span)
        return year_agreement(understand(question), document, at, at + len(span))

    assert agrees("2023年谁是静宁县长", "丁玉峰") == 0.0
    assert agrees("2023年投资为什么下滑", "大项目2022年已完工") == 0.0
    assert agrees("2021年投资为什么下滑", "大项目2022年已完工") < 0.0
    assert agrees("2023年再建多少个项目", "8个") == -1.0


def test_a_place_that_the_question_names_itself_speaks_against_nothing():
    query = understand("宁陕跟长安区互送游客的事，局里谁在跑？")
    report = Document(
        "n",
        "n.txt",
        "与西安市长安区签订协议，由周立强负责对接。",
        Description("总结", place=Place("610923", "宁陕县", "安康市", "陕西省")),
    )
    assert place_agreement(query, report, report.text, report.text) == 1.0
