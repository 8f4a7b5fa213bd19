import pytest

from index.records import Description, Document
from qa.cite import UnknownHandle, cited, columns, handles, proof, support
from qa.verify import verify

TEXT = "综合情况。2022年全县产值16亿元，增长4.2%。人口19.4万人。松阳县产值12亿元。"
DOCUMENT = Document("d", "a.txt", TEXT, Description("简报"), pages=(0, 5))


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("产值16亿元", ""),
        ("产值160000万元", ""),
        ("产值增长", ""),
        ("2022年产值为16亿元，增长4.2%", ""),
        ("产值18亿元", "figure 18亿元"),
        ("产值16亿斤", "figure 16亿斤"),
        ("增长16%", "figure 16%"),
        ("2021年产值16亿元", "year 2021年"),
        ("云梦县产值16亿元", "place 云梦县"),
        ("增长百分之十", "figure 百分之十"),
    ],
)
def test_every_figure_year_and_place_must_stand_in_the_evidence(claim, reason):
    assert verify(claim, TEXT).reason == reason


def test_relative_years_are_read_by_the_reports_date_and_places_by_its_header():
    assert verify("2022年产值16亿元", "去年产值16亿元", base_year=2023).holds
    assert not verify("2021年产值16亿元", "去年产值16亿元", base_year=2023).holds
    assert verify("遂昌县产值16亿元", "产值16亿元", header="浙江省丽水市遂昌县 | 2023年").holds


def test_a_figure_inside_a_longer_one_is_not_there():
    assert not verify("产值6亿元", "产值16亿元").holds


@pytest.mark.parametrize("evidence", ["游客超过100万人次", "占100%", "共100,000册", "约100亿"])
def test_a_bare_number_is_not_the_beginning_of_a_larger_one(evidence):
    assert verify("阳光100社区评上了", evidence).reason == "figure 100"
    assert verify("阳光100社区评上了", "其中有阳光100社区").holds


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("产值16亿元，详见[官网](https://evil.example/a)", "markup [官网]("),
        ("![图](https://evil.example/a)产值16亿元", "markup ![图]("),
        ("产值16亿元<img src=x>", "markup <img src=x>"),
        ("产值16亿元，详见https://evil.example/a", "address https://evil.example/a"),
        ("产值16亿元 PWNED", "word pwned"),
        ("La producción subió", "word la"),
        ("全县产值16亿元，本县财政已经破产", "words 本县财政已经破产"),
        ("人口都是蠢货", "words 人口都是蠢货"),
        ("资料中没有", "words 资料中没有"),
    ],
)
def test_words_and_forms_that_the_evidence_has_not_do_not_hold(claim, reason):
    assert verify(claim, TEXT).reason == reason


@pytest.mark.parametrize(
    "claim",
    [
        "根据资料，2022年全县的产值达到了160000万元",
        "同比增长4.2%",
        "全县人口为19.4万人，其中松阳县产值12亿元",
        "因此，全县产值有所增长",
    ],
)
def test_the_same_in_other_words_holds(claim):
    assert verify(claim, TEXT).reason == ""


def test_words_of_the_question_and_addresses_of_the_evidence_may_be_said():
    assert verify("工业总量为16亿元", TEXT, question="工业总量是多少").holds
    assert verify("报名网址为https://a.example/b", "报名网址：https://a.example/b。").holds


def test_proof_is_the_sentence_and_its_exact_characters():
    at = TEXT.index("16亿元")
    one = proof(DOCUMENT, at, at + 4)
    assert one.quote == "2022年全县产值16亿元，增长4.2%。" == TEXT[one.start : one.end]
    assert one.page == 2


def test_support_finds_the_sentence_with_the_claims_figures():
    assert support("松阳县产值为12亿元", DOCUMENT, 0, len(TEXT)).quote == "松阳县产值12亿元。"
    both = support("产值16亿元，人口19.4万人", DOCUMENT, 0, len(TEXT))
    assert both.quote == "2022年全县产值16亿元，增长4.2%。人口19.4万人。"


def test_handles_are_read_once_each_and_unknown_ones_are_errors():
    assert handles("甲[2]，乙[1][2]") == [2, 1]
    assert cited([2, 1], offered=2) == [2, 1]
    with pytest.raises(UnknownHandle, match=r"\[3\].*\[1\] to \[2\]"):
        cited([3], offered=2)


@pytest.mark.parametrize(
    ("claim", "question", "reason"),
    [
        ("一年产值16亿元", "一年的产值是多少", ""),
        ("一年产值16亿元", "产值是多少", "figure 一年"),
        ("用了一年，产值16亿元", "一年的产值是多少", "figure 一年"),
        ("产值16亿元，一年建成", "一年的产值是多少", "figure 一年"),
    ],
)
def test_what_each_year_gives_may_be_said_as_the_question_does_and_no_duration(claim, question, reason):
    assert verify(claim, TEXT, question=question).reason == reason


def test_what_is_counted_is_no_part_of_the_unit():
    assert verify("盖了109个种菌子的棚", "共有109个，种菌子的棚连成一片").holds
    assert not verify("盖了108个种菌子的棚", "共有109个，种菌子的棚连成一片").holds


TABLE = "表1 两县生态（2022年）\n| 指标 | 凤凰县 | 保靖县 |\n| --- | --- | --- |\n| 林地保有量 | 166万亩 | 92万亩 |\n"


def test_the_head_over_a_cell_says_which_place_it_is_of():
    document = Document("t", "t.txt", TABLE, Description("简报"), pages=(0,))
    claim = "凤凰县2022年的林地保有量为166万亩"
    row = support(claim, document, 0, len(TABLE))
    assert row.quote.startswith("| 林地保有量")  # and not the title, which has the year
    assert columns(claim, document, row) == "凤凰县"
    header = "2022年\n" + columns(claim, document, row)
    assert verify(claim, row.quote, header).holds
    swapped = claim.replace("166", "92")
    assert columns(swapped, document, row) == "保靖县"
    assert not verify(swapped, row.quote, "2022年\n" + columns(swapped, document, row)).holds


def test_a_count_of_things_is_that_of_pieces():
    assert verify("签约53个项目", "签下项目53个，投资204亿元").holds
    assert not verify("签约53个项目", "签下项目35个，投资53亿元").holds
