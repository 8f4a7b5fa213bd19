import pytest

from index.figures import figures
from index.records import Description, Document
from qa.respective import respective


@pytest.mark.parametrize(
    ("text", "question", "span", "expected"),
    [
        ("小学、初中学生人均公用经费分别提高到300元和500元。", "初中生的公用经费是多少", "300元", "500元"),
        ("小学、初中学生人均公用经费分别提高到300元和500元。", "小学生的公用经费是多少", "300元", "300元"),
        (
            "城镇和农村人均住房面积32.9平方米、37.1平方米。",
            "农村人均住多大面积的房子",
            "32.9平方米",
            "37.1平方米",
        ),
        ("城乡低保标准分别提高9.97%和14.1%。", "农村低保标准涨了百分之多少", "9.97%", "14.1%"),
        ("城乡低保标准分别提高9.97%和14.1%。", "城市低保标准涨了百分之多少", "9.97%", "9.97%"),
        # 投 of 制造业投资 is in the question too, but the other is what it names.
        ("全年基础设施、制造业投资分别增长9.4%、9.1%。", "基础设施投资增长多少", "9.1%", "9.4%"),
        # The question names neither, or both: the reader's own choice stays.
        ("小麦、稻谷收购价每斤分别提高0.11元和0.13元。", "收购价提高多少", "0.11元", "0.11元"),
        ("小麦、稻谷收购价每斤分别提高0.11元和0.13元。", "小麦和稻谷提高多少", "0.11元", "0.11元"),
        # No row: each has its own words between.
        ("药材收2000元，玉米收800元，药材比玉米多收1200元。", "玉米收多少", "2000元", "2000元"),
    ],
)
def test_the_figure_of_a_row_is_that_of_the_thing_asked(text, question, span, expected):
    report = Document("d", "a.txt", text, Description("简报", date="2023-01-01"))
    start = text.index(span)
    found = respective(question, report, start, start + len(span), figures(report))
    assert text[slice(*found)] == expected


def test_of_a_list_with_its_amounts_the_one_that_is_named():
    text = "对评上甲级、乙级、丙级的旅游民宿分别奖补50万元、30万元和10万元。"
    report = Document("d", "a.txt", text, Description("简报"))
    at = text.index("10万元")
    found = respective("评上乙级能拿多少补助", report, at, at + 4, ())
    assert text[slice(*found)] == "30万元"
    assert respective("评上民宿能拿多少补助", report, at, at + 4, ()) == (at, at + 4)  # names none of them
