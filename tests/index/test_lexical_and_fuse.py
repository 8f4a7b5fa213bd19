from index.fuse import reciprocal_rank
from index.lexical import normal, query_terms, terms
from index.tokens import count


def test_numbers_and_latin_stay_whole():
    assert terms("GDP增长5.2%") == ["gdp", "增", "增长", "长", "5.2%"]
    assert normal("ＧＤＰ为1,200万") == "gdp为1200万"


def test_question_terms_leave_grammar_out():
    assert query_terms("产值是多少") == ["产值", "值是"]  # 是多 and 多少 are two function characters each


def test_fusion_by_hand():
    # b: 1/(60+2) + 1/(60+1) = 0.032522; a: 1/61 = 0.016393; c: 1/62 = 0.016129
    fused = reciprocal_rank({"dense": ["a", "b"], "lexical": ["b", "c"]})
    assert [(one, round(score, 6)) for one, score, _ in fused] == [
        ("b", 0.032522),
        ("a", 0.016393),
        ("c", 0.016129),
    ]
    assert fused[0][2] == {"dense": 2, "lexical": 1}


def test_token_count_is_of_cl100k_base():
    assert count("hello world") == 2
    assert count("<|endoftext|>") > 1  # spelled out in a report, it is text like any other


def test_a_leg_that_weighs_more_decides_between_the_first_of_each():
    # a: 1.5 / 61, b: 1 / 61, c without a weight of its own: 1 / 62.
    fused = reciprocal_rank({"dense": ["a"], "lexical": ["b"], "third": ["x", "c"]}, weights={"dense": 1.5})
    assert [one for one, _, _ in fused] == ["a", "b", "x", "c"]
    assert round(fused[0][1], 6) == round(1.5 / 61, 6)
