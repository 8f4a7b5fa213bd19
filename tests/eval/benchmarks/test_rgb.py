import random

import pytest

from eval.benchmarks.records import read_json
from eval.benchmarks.rgb import Question, documents, named, parse, right, run
from index.errors import UnreadableSource

LONG, FOUNDER = "青石桥全长多少米？", "云岭茶场由谁创办？"
BOTH, LIONS = "青石桥和云岭茶场的负责人各是谁？", "青石桥有多少只石猴？"
NEEDLES = {LONG: ("48米",), FOUNDER: ("陈立山",), BOTH: ("周大有", "陈立山"), LIONS: ("16只", "96只")}


def parsed(path):
    return parse(read_json(path), path.name)


@pytest.fixture
def questions(data):
    return [
        one for name in ("zh_refine", "zh_int", "zh_fact") for one in parsed(data / "rgb" / f"{name}.json")
    ]


def values(outcome):
    return {one.label: (one.value, one.n) for one in outcome.measures}


def test_what_a_file_tests_is_told_by_its_content(questions):
    assert [one.kind for one in questions] == ["noise", "noise", "integration", "counterfactual"]
    assert questions[0].answers == (("48米", "四十八米"),)
    assert questions[2].answers == (("周大有",), ("陈立山",))
    assert [len(group) for group in questions[2].positive] == [2, 1]
    assert questions[3].answers == (("16只",),) and questions[3].fake == ("96只",)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"query": "q", "answer": "a", "positive": ["p"]}, "item 1: negative is missing"),
        ({"query": "q", "answer": [], "positive": ["p"], "negative": []}, r"item 1: answer is \[\]"),
        (
            {"query": "q", "answer": "a", "positive": [[]], "negative": []},
            "positive holds more than texts, or none",
        ),
        ({"input": "q", "context": "c"}, "item 1: positive is missing"),
    ],
)
def test_other_files_are_refused(row, message):
    with pytest.raises(UnreadableSource, match=message):
        parse([row], "x")


@pytest.mark.parametrize(("noise", "telling"), [(0.0, 5), (0.2, 4), (0.4, 3), (0.6, 2), (0.8, 1), (1.0, 0)])
def test_noise_is_the_share_of_documents_that_do_not_answer(questions, noise, telling):
    # ceil(5 * noise) that do not answer: 0, 1, 2, 3, 4, 5.
    laid = documents(questions[0], noise)
    assert len(laid) == 5 and sum("48米" in text for text in laid) == telling


def test_where_one_kind_is_short_the_other_fills_up(questions):
    # The second question has 2 documents that answer; noise .2 wants 4, so 2 of them and 3 others.
    assert sum("陈立山" in text for text in documents(questions[1], 0.2)) == 2
    assert len(documents(questions[1], 0.2)) == 5
    few = Question("1", "noise", "q", (("a",),), (("p1", "p2", "p3", "p4", "p5"),), ("n1",))
    # Noise .8 wants 4 that do not answer, there is 1: 4 that answer.
    assert documents(few, 0.8) == ["p1", "p2", "p3", "p4", "n1"]
    assert documents(few, 1.0) == ["n1"]


def test_integration_gives_one_document_of_each_part_first(questions):
    parts = (("a1", "a2", "a3"), ("b1",))
    one = Question("1", "integration", "q", (("a",), ("b",)), parts, ("n1", "n2", "n3", "n4"))
    # Noise .4: 3 that answer. The first of a (shuffled) and b1, then one more of a; 2 others.
    laid = documents(one, 0.4)
    shuffled = ["a1", "a2", "a3"]
    random.Random(2333).shuffle(shuffled)
    assert laid == [shuffled[0], "b1", shuffled[1], "n1", "n2"]
    # Noise .8 allows 1 that answers, yet each part keeps one.
    assert documents(one, 0.8) == [shuffled[0], "b1", "n1", "n2", "n3"]


def test_counterfactual_gives_the_wrong_documents_alone(questions):
    laid = documents(questions[3], 0.0)
    assert sorted(laid) == sorted(questions[3].wrong)


def test_the_two_rules_differ_on_longer_numbers_and_on_units():
    assert named("共 170 个", [["70"]]) and not right("共170个", [["70"]])
    assert right("投资102000万元", [["10.2亿元"]]) and not named("投资102000万元", [["10.2亿元"]])
    assert named("1月3日和1月12日", [["1月3日"], ["1月12日", "十二日"]])
    assert not named("1月3日", [["1月3日"], ["1月12日", "十二日"]])
    assert not named("信息不足，可能是48米", [["48米"]])


def test_testbeds_with_an_assistant_that_says_what_stands_there(questions, needle_desks):
    desks = needle_desks(NEEDLES)
    found = values(run(questions, desks))
    # At every noise below 1 each question has a document that answers; at 1 none has, so both are refused.
    for noise in (0.0, 0.2, 0.4, 0.6, 0.8):
        assert found[f"noise {noise}: accuracy"] == (1, 2) == found[f"noise {noise}: accuracy, RGB's rule"]
        assert found[f"noise {noise}: refused"] == (0, 2)
    assert found["rejection: refused"] == (1, 2) and "rejection: accuracy" not in found
    assert found["integration, noise 0.4: accuracy"] == (1, 1)
    # The wrong documents hold 96只 alone.
    assert found["counterfactual: accuracy"] == (0, 1) == found["counterfactual: refused"]
    assert found["counterfactual: fell for the fake"] == (1, 1)
    assert found["counterfactual: error detected, RGB's rule"] == (0, 1)
    # 2 questions at 6 noises, 1 at 3, 1 at 1.
    assert len(desks.laid) == 16


def test_one_of_two_parts_is_not_enough(questions, needle_desks):
    found = values(run(questions[2:3], needle_desks({BOTH: ("周大有",)})))
    assert found["integration, noise 0.0: accuracy"] == (0, 1)
    assert {label.split(":")[0] for label in found} == {f"integration, noise {n}" for n in (0.0, 0.2, 0.4)}


def test_the_true_answer_or_a_refusal_has_not_fallen_for_the_fake(questions, needle_desks):
    told = values(run(questions[3:], needle_desks({LIONS: ("石猴16只", "石猴")})))
    assert told["counterfactual: fell for the fake"] == (0, 1)
    silent = values(run(questions[3:], needle_desks({})))
    assert silent["counterfactual: fell for the fake"] == (0, 1) and silent["counterfactual: refused"] == (
        1,
        1,
    )
