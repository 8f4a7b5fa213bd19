"""Whether one answer is right: exact match, token F1, acceptable forms, and grounding of its figures."""

import re
from collections.abc import Sequence
from fractions import Fraction

from eval.cases import Case
from eval.numbers import Quantity, numeric_match, quantities, same_quantity
from eval.text import contains, segment, strip_marks

KEY_POINT_SHARE = 0.5
_MARKS = re.compile(r"\[(\d+)\]")
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]*(?:\[\d+\])*")
_STAMP = re.compile(r"(?<!\d)((?:19|20)\d\d)([-./])\d{1,2}\2\d{1,2}(?!\d)")
_LIST_NUMBER = re.compile(r"^\s*\d+[.、)）]\s*(?!\d)")
_PAIR = re.compile(r"(?P<one>[^，。、？]+?)(?:和|与|跟|还是|相比)(?P<other>[^，。、？]+)")


def exact_match(text: str, answers: Sequence[str]) -> float:
    """1.0 where the answer is one of `answers` once marks, punctuation and case are gone, else 0.0.

    `exact_match("16亿元[1]。", ["16亿元"])` is 1.0. As in the CMRC 2018 evaluation script; over several
    acceptable forms the best counts.
    """
    got = segment(strip_marks(text))
    return float(any(got == segment(answer) for answer in answers))


def token_f1(text: str, answers: Sequence[str]) -> float:
    """F1 of the longest common run of tokens, best over `answers`, 0 to 1.

    `token_f1("预计年产值16亿元", ["16亿元"])`: tokens 预 计 年 产 值 16 亿 元, common run 3; precision 3/8,
    recall 3/3, F1 6/11. From the CMRC 2018 evaluation script, whose common run is contiguous.
    """
    got = segment(strip_marks(text))
    return max((_run_f1(got, segment(answer)) for answer in answers), default=0.0)


def answer_correct(case: Case, text: str, *, refused: bool = False) -> bool:
    """Whether an answer is right by its case.

    A case that is not answerable wants a refusal, any other wants none. Then: half of the key points of a
    reason, or every item of a list (`all_required`), or any acceptable form. A form is there when it stands
    in the text, not cut out of a longer number, or when a figure of the text equals it over units:
    `10.2亿元` is right by `102000万元`, `36天` is not by `136天`.
    Of two things a comparison asks about, the right one has to be named first. The rule is our own.
    """
    if refused or not case.answerable:
        return refused and not case.answerable
    shown = strip_marks(text)
    found = [_is_there(shown, answer) for answer in case.answers]
    if case.key_points and key_point_share(shown, case.key_points) >= KEY_POINT_SHARE:
        return True
    if case.type == "comparison" and _rival_first(case, shown):
        return False
    return bool(found) and (all(found) if case.all_required else any(found))


def key_point_share(text: str, key_points: Sequence[str]) -> float:
    """The share of key points that stand in the text, 0 to 1.

    `key_point_share("氢气就近取用", ["上下游配套", "氢气"])` is 0.5. Our own, after nugget recall (Voorhees
    2003, Evaluating Answers to Definition Questions).
    """
    return sum(_is_there(text, point) for point in key_points) / len(key_points)


def ungrounded_figures(text: str, quotes: Sequence[str], known: Sequence[Quantity] = ()) -> tuple[str, ...]:
    """The figures shown in an answer that its cited quotes do not hold, as written.

    A sentence answers to the quotes its marks name, or to all of them where it has no mark:
    `ungrounded_figures("年产值16亿元[1]，产能8万辆[1]", ["年产值16亿元，产能80万辆"])` is `("8万辆",)`.
    Marks are 1-based; one that names no quote proves nothing. `known` need no quote: figures that were computed and
    come out again (eval.derived), and times of the question. The rule is the one of the project's design.
    """
    bare: list[str] = []
    for sentence in _SENTENCE.findall(text):
        marks = [int(mark) for mark in _MARKS.findall(sentence)]
        chosen = [quotes[mark - 1] for mark in marks if 0 < mark <= len(quotes)] if marks else quotes
        held = [*known, *(found for quote in chosen for found in (*quantities(quote), *_stamped(quote)))]
        shown = quantities(_LIST_NUMBER.sub("", strip_marks(sentence)))
        bare += [one.raw for one in shown if _is_figure(one) and not _held(one, held)]
    return tuple(bare)


def _stamped(quote: str) -> list[Quantity]:
    """The years of the dates that a quote is stamped with: 2023-08-03 proves 2023年."""
    return [Quantity(f"{year}年", Fraction(year), "年") for year, _ in _STAMP.findall(quote)]


def _is_there(text: str, form: str) -> bool:
    return contains(text, form) or numeric_match(text, form)


def _run_f1(got: Sequence[str], want: Sequence[str]) -> float:
    run = _longest_run(got, want)
    if not run:
        return 0.0
    precision, recall = run / len(got), run / len(want)
    return 2 * precision * recall / (precision + recall)


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest contiguous run of tokens both have."""
    best, ending = 0, [0] * (len(other) + 1)
    for token in one:
        ending = [0] + [ending[i] + 1 if token == other[i] else 0 for i in range(len(other))]
        best = max(best, *ending)
    return best


def _rival_first(case: Case, text: str) -> bool:
    """Whether the thing that a comparison should not choose is named before the one it should.

    The rival is known by the first two characters of its side of `A和B，哪个…`.
    """
    pair = _PAIR.search(case.question)
    if pair is None:
        return False
    sides = [pair["one"], pair["other"]]
    rivals = [side[:2] for side in sides if not any(contains(side, answer) for answer in case.answers)]
    # Asked by how much they differ, neither side is the answer, and neither its rival.
    if len(rivals) == len(sides):
        return False
    first = min((text.find(answer) for answer in case.answers if answer in text), default=len(text))
    return any(0 <= text.find(rival) < first for rival in rivals)


def _is_figure(one: Quantity) -> bool:
    # 一期, 三档 and 第一 are words more than figures; 三十六天 and 百分之五 are figures.
    return any(char.isascii() and char.isdigit() for char in one.raw) or bool(
        set(one.raw) & set("十百千万亿")
    )


def _held(one: Quantity, held: Sequence[Quantity]) -> bool:
    return any(same_quantity(one, other) for other in held)
