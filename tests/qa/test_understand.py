import pytest

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
        ("介绍遂昌县的工业", "other"),
    ],
)
def test_kind_of_answer_by_question_word(question, kind):
    assert answer_kind(question) == kind


def test_places_and_years_are_named():
    query = understand("请问丽水市遂昌县2022年的GDP是多少？")
    assert query.text == "丽水市遂昌县2022年的地区生产总值是多少？"  # as reports call it
    assert query.place_names == ("遂昌县",)  # the city above it adds nothing
    assert query.years == (2022,)
    assert not query.rewritten


@pytest.mark.parametrize(
    ("last", "follow_up", "whole"),
    [
        ("遂昌县2022年的生产总值是多少？", "那松阳呢", "松阳2022年的生产总值是多少？"),
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
