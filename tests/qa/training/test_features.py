from random import Random

import pytest

from index.training.reading import Example, Span
from qa.training.features import (
    Draws,
    Layout,
    Shares,
    Tokens,
    answer_feature,
    elsewhere,
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


def draws(examples, long_share=0.0, negatives=0.0, own=1.0):
    return Draws(examples, Characters(), layout(20), layout(40), Shares(long_share, negatives, own))


def shown(feature):
    return "".join(map(chr, feature.ids[feature.context : -1]))


PARAGRAPHS = ["甲县茶园面积12万亩", "乙县茶园面积八万亩", "丙县茶园12万亩", "丁县大桥"]
EXAMPLES = [
    Example(str(i), "s", f"{text[0]}县茶园面积多少", text, (Span(text[-3:], len(text) - 3),))
    for i, text in enumerate(PARAGRAPHS[:3] * 4)
]


def test_an_epoch_is_the_same_for_the_same_draw_and_other_windows_come_in_the_next():
    example = Example("a", "s", "问", CONTEXT, (Span(CONTEXT[30:33], 30),))
    made = draws([example])
    first, again, other = made.epoch(Random(1)), made.epoch(Random(1)), made.epoch(Random(2))
    assert first == again
    assert first != other
    assert all(CONTEXT[30:33] in shown(feature) for feature in (*first, *other))


def test_negatives_lack_the_answer_and_come_for_the_share_that_was_asked():
    everything = draws(EXAMPLES, negatives=1.0).epoch(Random(1))
    positives = [feature for feature in everything if feature.start]
    misses = [feature for feature in everything if not feature.start]
    # Every paragraph is shorter than a window, so each of the 12 misses is another paragraph: 甲 and 丙 end in
    # 2万亩 and can only have 乙; 乙 ends in 八万亩 and has 甲.
    assert len(positives) == len(misses) == 12
    assert {shown(feature) for feature in misses} == {PARAGRAPHS[0], PARAGRAPHS[1]}
    assert not any(feature.start == 0 for feature in draws(EXAMPLES).epoch(Random(1)))


def test_a_part_elsewhere_in_the_context_is_the_longer_one_and_lacks_the_answer():
    characters = Characters()
    part = elsewhere(characters.tokens(CONTEXT), Span(CONTEXT[12:14], 12), CONTEXT, layout(16), Random(0))
    # 12 characters stand before, 46 after; a window has 16.
    assert len(part.ids) == 16
    assert part.offsets[0][0] >= 14
    # Before and after are shorter than half a window of 100.
    assert (
        elsewhere(characters.tokens(CONTEXT), Span(CONTEXT[12:14], 12), CONTEXT, layout(100), Random(0))
        is None
    )
    twice = CONTEXT[:30] + "甲" + CONTEXT[30:45] + "甲"
    assert elsewhere(characters.tokens(twice), Span("甲", 46), twice, layout(40), Random(0)) is None


def test_long_windows_come_for_their_share():
    example = Example("a", "s", "问", CONTEXT, (Span(CONTEXT[30:33], 30),))
    sizes = [len(feature.ids) for feature in draws([example] * 400, long_share=0.25).epoch(Random(0))]
    # A quarter of 400 is 100; seed 0 is within three standard deviations of 8.7.
    assert set(sizes) == {20, 40}
    assert abs(sizes.count(40) - 100) <= 26


def test_a_header_stands_before_every_window_and_is_not_citable():
    example = Example("a", "s", "问", CONTEXT, (Span(CONTEXT[30:33], 30),), header="甲县")
    for seed in range(8):
        (feature,) = draws([example]).epoch(Random(seed))
        # <s> 问 </s></s> are 0 to 3, 甲 县 newline 4 to 6, the window has 20 - 1 - 4 - 3 = 12 from 7.
        assert "".join(map(chr, feature.ids[4:7])) == "甲县\n"
        assert (len(feature.ids), feature.context) == (20, 7)
        assert "".join(map(chr, feature.ids[feature.start : feature.end + 1])) == CONTEXT[30:33]


def test_an_example_without_an_answer_is_a_negative_under_its_own_header():
    example = Example("a", "synthetic_county", "问", "茶园八亩", header="甲县")
    (feature,) = draws([example]).epoch(Random(0))
    assert (feature.start, feature.end) == (0, 0)
    assert list(feature.ids) == [1, ord("问"), 2, 2, *map(ord, "甲县\n茶园八亩"), 2]


def test_sets_that_bring_their_own_negatives_take_part_by_their_share_and_get_none_made():
    own = [Example(str(i), "synthetic_county", "问", "茶园八亩", (Span("八亩", 2),)) for i in range(10)]
    made = draws([*EXAMPLES, *own], negatives=1.0, own=0.3).epoch(Random(0))
    from_own = [feature for feature in made if shown(feature) == "茶园八亩"]
    assert len(from_own) == 3
    assert all(feature.start for feature in from_own)
