"""What is made of the reader's spans: orders of dates, shares, years of targets."""

from fractions import Fraction

import pytest

from index import Document
from index.records import Description
from qa.compute.firsts import dated, firsts
from qa.compute.goals import years_of_goal
from qa.compute.made import grown
from qa.compute.marks import marks
from qa.compute.records import Cell, Read, Source, Task, Value, Wanted
from qa.compute.shares import part_and_whole
from qa.compute.sheet import Sheet, Unprovable
from qa.compute.wording import worded
from qa.understand import understand

TEXT = "2015年，武汉首获国家卫生城市；2017年，保康县获评国家卫生城市。机构1500家，全市3826家。"
REPORT = Document("d", "a.txt", TEXT, Description("简报"))


def read(words: str, certainty: float) -> Read:
    at = TEXT.index(words)
    return Read(REPORT, at, at + len(words), certainty)


def test_the_dates_of_two_things_are_not_the_same_characters():
    asked = firsts("武汉跟保康，谁先拿到国家卫生城市的牌子")
    # The reader takes the first year for both: the second is the likelier for the one that it is told of.
    known = {
        "武汉": [read("2015年", 0.9), read("2017年", 0.73)],
        "保康": [read("2015年", 0.88), read("2017年", 0.81)],
    }
    one, other = dated(asked, lambda question: known[question[:2]], 0.3)
    assert (one.date, other.date) == ((2015, 0, 0), (2017, 0, 0))


def test_dates_that_might_be_the_other_way_about_tell_no_order():
    asked = firsts("武汉跟保康，谁先拿到国家卫生城市的牌子")
    both = [read("2015年", 0.8), read("2017年", 0.8)]
    assert dated(asked, lambda _: both, 0.3) is None


@pytest.mark.parametrize(
    "question", ["遂昌县2022年GDP是多少", "遂昌和松阳谁的GDP高", "遂昌县比松阳县早几天出台政策的原因是什么"]
)
def test_other_questions_ask_for_no_order(question):
    assert firsts(question) is None


def cell(label: str, words: str, number: int) -> Cell:
    at = TEXT.index(words)
    source = Source(REPORT, at, at + len(words))
    value = Value(Fraction(number), "家", words, "家", Fraction(1), 0, "level", None, False, (source,), 0.9)
    return Cell(Wanted(label, None, None, "", "", (), "level", False, ""), (value,))


def test_a_share_is_worked_out_of_the_part_and_the_whole():
    cells = [cell("朝阳区", "1500家", 1500), cell("全市", "3826家", 3826)]
    task = Task("share", tuple(one.wanted for one in cells))
    sheet = Sheet("", open_years=False)
    assert worded(task, cells, sheet).text == "约39.2%：朝阳区1500家[1]，全市3826家[1]。"
    assert worded(task, cells[::-1], Sheet("", open_years=False)) is None  # no part is more than its whole
    assert [one.operation for one in sheet.computed] == ["share"]


def test_what_is_no_share_has_no_part():
    assert part_and_whole("遂昌县2022年财政支出是多少") is None


def test_a_ceiling_is_kept_by_what_stays_under_it():
    cells = [cell("实际", "1500家", 1500), cell("目标", "3826家", 3826)]
    task = Task("reach", tuple(one.wanted for one in cells))
    assert worded(task, cells, Sheet("", open_years=False)).text.startswith("否，没有达到")
    kept = Task("reach", task.wanted, lowest=True)
    assert worded(kept, cells, Sheet("", open_years=False)).text.startswith("是，达到了")


def test_years_are_asked_for_by_their_target_alone():
    text = "2021到2025年，城镇新增就业目标定到1200万人的是哪几年"
    asked = years_of_goal(text, marks(text), ())
    assert (asked.only, asked.since, asked.until) == ("1200万人", 2021, 2025)
    plain = "2021到2025年，城镇新增就业人数是多少"
    assert years_of_goal(plain, marks(plain), ()) is None


def test_a_change_whose_ends_cannot_be_proven_is_none(monkeypatch):
    text = "遂昌县贫困发生率由10.2%下降到3.1%。"
    report = Document("d", "a.txt", text, Description("简报"))
    query, one = (
        understand("遂昌县贫困发生率下降了几个百分点"),
        Read(report, text.index("3.1%"), len(text) - 1, 0.9),
    )
    assert grown(query, one).text == "降低7.1个百分点：从10.2%[1]到3.1%[1]。"

    def refuse(*_):
        raise Unprovable

    monkeypatch.setattr(Sheet, "value", refuse)
    assert grown(query, one) is None
