from itertools import count

from eval.cases import Case, Evidence
from eval.metrics import Span
from eval.run import locate, run_cases
from eval.summary import Score, score, summarise

CASES = [
    Case("a", "figure", "壹佰科年产值多少", ("16亿元",), (Evidence("suichang", "年产值16亿元"),)),
    Case("b", "followup", "产能呢", ("80万辆",), (Evidence("suichang", "产能80万辆"),), followup_of="a"),
    Case("c", "figure", "云梦增长多少", ("11.4%",), (Evidence("yunmeng", "增长11.4%"),)),
    Case("d", "wrong_county", "松阳签约到开工几天"),
    Case("e", "absent", "遂昌GDP多少"),
    Case("f", "figure", "安耐吉投资多少", ("10.2亿元",), (Evidence("id-yunmeng", "安耐吉投资10.2亿元"),)),
]


def run(assistant, library):
    ticks = count(step=0.05)
    return run_cases(CASES, assistant, library, clock=lambda: next(ticks))


def test_each_case_is_asked_once_after_one_warm_up(assistant, library):
    run(assistant, library)
    assert [question for question, _ in assistant.asked] == [
        "壹佰科年产值多少",
        *(case.question for case in CASES),
    ]


def test_a_follow_up_is_asked_with_the_turn_of_its_parent(assistant, library):
    run(assistant, library)
    assert assistant.asked[2] == ("产能呢", ("壹佰科年产值多少16亿元[1]",))
    assert assistant.asked[3] == ("云梦增长多少", ())


def test_a_follow_up_of_a_follow_up_has_both_turns(assistant, library):
    third = Case("x", "followup", "天数呢", ("36天",), followup_of="b")
    run_cases([*CASES[:2], third], assistant, library)
    assert assistant.asked[-1] == ("天数呢", ("壹佰科年产值多少16亿元[1]", "产能呢80万辆[1]"))


def test_what_comes_back_is_judged(assistant, library):
    results = run(assistant, library)
    # c says 12%; d answers for another county; f refuses what the reports say; e is rightly refused.
    assert [result.correct for result in results] == [True, True, False, False, True, False]
    assert [result.refused for result in results] == [False, False, False, False, True, True]
    assert [result.ungrounded for result in results] == [(), (), ("12%",), (), (), ()]
    assert {round(result.milliseconds) for result in results} == {50}


def test_hits_and_citations_are_joined_to_the_evidence_by_span(assistant, library):
    first = run(assistant, library)[0]
    # suichang: 壹佰科一期年产值16亿元。 has 年产值16亿元 at [5, 12).
    assert first.gold == ((Span("id-suichang", 5, 12),),)
    assert first.cited == (frozenset({0}),)
    # Its sentence shares 壹佰科年产值 with the question, six characters; no other has as many.
    assert first.retrieved[0] == frozenset({0})
    assert first.retrieved[1:] == (frozenset(),) * 4


def test_evidence_the_library_does_not_hold_is_a_miss_and_is_named(assistant, library):
    lost = Case("g", "figure", "安耐吉投资多少", ("1亿元",), (Evidence("anning", "投资1亿元"),))
    result = run_cases([lost], assistant, library)[0]
    assert result.unlocated == lost.evidence
    summary = summarise([result])
    assert summary.scores["recall@5"] == Score(0.0, 1, (0.0, 0.0))
    assert summary.unlocated == ("g: anning: 投资1亿元",)


def test_a_citation_that_is_not_the_stored_text_is_broken(assistant, library):
    class Shifted:
        def ask(self, question, history=()):
            answer = assistant.ask(question, history)
            cited = answer.citations[0]
            return type(answer)(
                question, answer.text, "grounded", (type(cited)(*_moved(cited)),), answer.confidence
            )

    def _moved(cited):
        return cited.doc_id, cited.source, cited.title, 1, cited.start + 1, cited.end + 1, cited.quote

    result = run_cases(CASES[:1], Shifted(), library)[0]
    assert result.broken == 1
    assert summarise([result]).broken_citations == 1


def test_summary(assistant, library):
    summary = summarise(run(assistant, library))
    value = {name: found.value for name, found in summary.scores.items()}
    assert value["accuracy"] == 3 / 6
    assert value["accuracy, answerable"] == 2 / 4
    assert value["recall@5"] == 1.0  # there are five chunks in all
    assert value["exact match"] == 2 / 4  # a and b of a, b, c, f
    assert value["citation precision"] == 1.0  # a, b and c cite their evidence; d has none to cite
    assert value["citation recall"] == 1.0
    # Cited of gold characters: a 7 of 7, b 4 of 6 (80万辆 of 产能80万辆), c 7 of 7.
    assert summary.scores["citation recall, characters"].value == (1 + 4 / 6 + 1) / 3
    assert value["refusal precision"] == 1 / 2  # e of e and f
    assert value["refusal recall"] == 1 / 2  # e of d and e
    assert value["wrongly refused"] == 1 / 4  # f of a, b, c, f
    assert summary.accuracy_by_type["figure"].value == 1 / 3
    assert summary.accuracy_by_type["figure"].n == 3
    assert summary.ungrounded == 1


def test_cases_without_gold_give_no_score():
    assert score([1, None, 0]).value == 0.5
    assert score([1, None, 0]).n == 2
    assert score([None]) == Score(None, 0, None)


def test_locate_is_free_in_white_space():
    assert locate("预计年产值\n 16亿元", "年产值16亿元") == [(2, 11)]
    assert locate("甲乙甲乙", "甲乙") == [(0, 2), (2, 4)]
    assert locate("甲", "乙") == []
    assert locate("甲", " ") == []


def test_two_places_that_prove_a_figure_are_one_item_and_of_a_comparison_two(assistant, library):
    both = (Evidence("suichang", "年产值16亿元"), Evidence("yunmeng", "投资10.2亿元"))
    figure = Case("a", "figure", "壹佰科年产值多少", ("16亿元",), both)
    comparison = Case("b", "comparison", "壹佰科年产值多少", ("16亿元",), both)
    one, two = run_cases([figure, comparison], assistant, library)
    # 安耐吉投资10.2亿元。 starts at 12 of yunmeng, after 云梦规上工业增长11.4%。 with 14 characters.
    places = (Span("id-suichang", 5, 12), Span("id-yunmeng", 17, 25))
    assert one.gold == (places,)
    assert two.gold == ((places[0],), (places[1],))
    recall = {
        name: summarise([result]).scores["citation recall"].value
        for name, result in [("one", one), ("two", two)]
    }
    assert recall == {"one": 1.0, "two": 0.5}
    # Cited is the first place, 7 characters; alone it is all of the figure's evidence, and 7 of 15 of the pair's.
    assert summarise([one]).scores["citation recall, characters"].value == 1.0
    assert summarise([two]).scores["citation recall, characters"].value == 7 / 15
