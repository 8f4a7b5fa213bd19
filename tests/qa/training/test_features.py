from random import Random

import pytest

from qa.training.data import Example, Span
from qa.training.features import (
    Layout,
    NearMisses,
    Tokens,
    answer_feature,
    bigrams,
    features_of,
    negatives,
    null_feature,
)


class Characters:
    """One token a character; its id is the code point, so that ids can be read back."""

    first, separator = 1, 2

    def tokens(self, text):
        return Tokens([ord(char) for char in text], [(i, i + 1) for i in range(len(text))])


class Pairs(Characters):
    """One token for every two characters: answers may begin and end inside a token."""

    def tokens(self, text):
        starts = range(0, len(text), 2)
        return Tokens([ord(text[i]) for i in starts], [(i, min(i + 2, len(text))) for i in starts])


def layout(window=20, question=4):
    return Layout(window, question, first=1, separator=2)


CONTEXT = "".join(chr(0x4E00 + i) for i in range(60))


@pytest.mark.parametrize("span", [(0, 3), (28, 33), (57, 60), (0, 1), (59, 60)])
@pytest.mark.parametrize("seed", range(8))
def test_a_window_holds_the_answer_and_its_labels_read_the_answer_back(span, seed):
    characters = Characters()
    feature = answer_feature(
        characters.tokens("多少亩茶园"), characters.tokens(CONTEXT), span, layout(), Random(seed)
    )
    # The question is cut to 4 tokens, so 20 - 4 - 4 specials = 12 are left for the context.
    assert len(feature.ids) == 20
    assert [*feature.ids[:7], feature.ids[-1]] == [1, *map(ord, "多少亩茶"), 2, 2, 2]
    assert "".join(map(chr, feature.ids[7:-1])) in CONTEXT
    assert "".join(map(chr, feature.ids[feature.start : feature.end + 1])) == CONTEXT[slice(*span)]


def test_windows_move_so_that_answers_are_not_always_in_one_place():
    characters = Characters()
    made = [
        answer_feature(characters.tokens("问"), characters.tokens(CONTEXT), (30, 32), layout(), Random(seed))
        for seed in range(60)
    ]
    # Room is 20 - 1 - 4 = 15, the answer has 2: it may begin at any of 14 places, from 1 + 3 = 4 to 17.
    assert {feature.start for feature in made} == set(range(4, 18))


def test_a_short_context_is_taken_whole_without_drawing():
    characters, rng = Characters(), Random(0)
    feature = answer_feature(characters.tokens("问"), characters.tokens("茶园八亩"), (2, 4), layout(), rng)
    # <s> 问 </s></s> are positions 0 to 3, the context begins at 4, characters 2 and 3 are at 6 and 7.
    assert list(feature.ids) == [1, ord("问"), 2, 2, *map(ord, "茶园八亩"), 2]
    assert (feature.start, feature.end) == (6, 7)
    assert rng.getstate() == Random(0).getstate()


def test_tokens_that_the_answer_only_touches_are_its_tokens():
    pairs = Pairs()
    feature = answer_feature(pairs.tokens("问"), pairs.tokens("甲乙丙丁戊己"), (1, 4), layout(), Random(0))
    # Tokens 甲乙 丙丁 戊己; characters 1 to 3 touch the first two: positions 4 and 5.
    assert (feature.start, feature.end) == (4, 5)


def test_an_answer_that_leaves_no_margin_is_left_out():
    characters = Characters()
    question, context = characters.tokens("问"), characters.tokens(CONTEXT)
    # Room 15 less a margin of 4: eleven tokens fit, twelve do not.
    assert answer_feature(question, context, (10, 21), layout(), Random(0)) is not None
    assert answer_feature(question, context, (10, 22), layout(), Random(0)) is None
    assert answer_feature(question, characters.tokens(""), (0, 1), layout(), Random(0)) is None


def test_a_null_feature_points_at_the_first_token():
    characters = Characters()
    feature = null_feature(characters.tokens("问"), characters.tokens(CONTEXT), layout(), Random(3))
    assert (feature.start, feature.end, len(feature.ids)) == (0, 0, 20)
    assert "".join(map(chr, feature.ids[4:-1])) in CONTEXT


def test_bigrams_are_sorted_and_distinct():
    assert bigrams("遂昌遂昌") == ["昌遂", "遂昌"]
    assert bigrams("县") == []


PARAGRAPHS = ["甲县茶园面积12万亩", "乙县茶园面积八万亩", "丙县茶园12万亩", "丁县大桥"]


def test_the_nearest_paragraph_without_the_answer_is_the_miss():
    misses = NearMisses(PARAGRAPHS)
    # Bigrams of 甲县茶园面积 shared: 乙 4 (县茶 茶园 园面 面积), 丙 2, 丁 0; 甲 has them all but is its own.
    assert misses.find("甲县茶园面积", PARAGRAPHS[0], ["12万亩"]) == PARAGRAPHS[1]
    # 丙 is the runner-up but also holds 12万亩; with 八万亩 excluded too nothing is left.
    assert misses.find("甲县茶园面积", PARAGRAPHS[0], ["12万亩", "八万亩"]) is None
    assert misses.find("甲县茶园面积", PARAGRAPHS[0], ["八万亩"]) == PARAGRAPHS[2]
    assert misses.find("没有相同", PARAGRAPHS[0], ["x"]) is None


def test_negatives_never_contain_the_answer_and_are_a_quarter():
    examples = [
        Example(str(i), "s", f"{text[0]}县茶园面积多少", text, (Span(text[-3:], len(text) - 3),))
        for i, text in enumerate(PARAGRAPHS[:3] * 4)
    ]
    answers = {example.question: example.answers[0].text for example in examples}
    made = list(negatives(examples, 4, Random(1)))
    # 甲 and 丙 end in 2万亩, 乙 in 八万亩: each has a paragraph without its answer, so 12 // 4 = 3 are found.
    assert len(made) == 3
    assert all(answers[question] not in paragraph for question, paragraph in made)
    # An answer that stands in every paragraph leaves none to serve.
    everywhere = [Example(e.id, e.source, e.question, e.context, (Span("县", 1),)) for e in examples]
    assert list(negatives(everywhere, 4, Random(1))) == []


def test_features_are_the_same_for_the_same_seed_and_negatives_come_last():
    examples = [
        Example(str(i), "s", f"{text[0]}县茶园面积多少", text, (Span(text[-3:], len(text) - 3),))
        for i, text in enumerate(PARAGRAPHS[:3] * 4)
    ]
    made = features_of(examples, Characters(), layout(), 4, Random(1))
    assert made == features_of(examples, Characters(), layout(), 4, Random(1))
    assert [feature.start == 0 for feature in made] == [False] * 12 + [True] * 3


def test_a_header_stands_before_every_window_and_shifts_the_labels():
    example = Example("a", "s", "问", CONTEXT, (Span(CONTEXT[30:33], 30),), header="甲县")
    for seed in range(8):
        (feature,) = features_of([example], Characters(), layout(), 4, Random(seed))
        # <s> 问 </s></s> are 0 to 3, 甲 县 newline 4 to 6, the window has 20 - 1 - 4 - 3 = 12 from 7.
        assert "".join(map(chr, feature.ids[4:7])) == "甲县\n"
        assert len(feature.ids) == 20
        assert "".join(map(chr, feature.ids[feature.start : feature.end + 1])) == CONTEXT[30:33]


def test_an_example_without_an_answer_is_a_negative_under_its_own_header():
    example = Example("a", "synthetic_county", "问", "茶园八亩", header="甲县")
    (feature,) = features_of([example], Characters(), layout(), 4, Random(0))
    assert (feature.start, feature.end) == (0, 0)
    assert list(feature.ids) == [1, ord("问"), 2, 2, *map(ord, "甲县\n茶园八亩"), 2]


def test_given_negatives_leave_the_features_of_old_data_as_they_were():
    old = [
        Example(str(i), "s", f"{text[0]}县茶园面积多少", text, (Span(text[-3:], len(text) - 3),))
        for i, text in enumerate(PARAGRAPHS[:3] * 4)
    ]
    given = [Example("n", "synthetic_county", "问", "茶园八亩", header="甲县")]
    alone = features_of(old, Characters(), layout(), 4, Random(1))
    mixed = features_of([*old, *given], Characters(), layout(), 4, Random(1))
    # The given negative stands behind the old answers and before the mined negatives; nothing else changes.
    assert [*mixed[:12], *mixed[13:]] == alone
