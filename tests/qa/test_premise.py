import pytest

from qa.premise import is_unfounded


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
        ("水厂哪一年建成", "水厂2020年建成。", False),  # takes nothing for ended
        ("有没有超过一百人", "员工120人。", False),  # asks whether, and takes nothing for undone
    ],
)
def test_what_is_taken_for_ended_or_undone_needs_a_word_in_the_evidence(question, evidence, unfounded):
    assert is_unfounded(question, evidence) is unfounded
