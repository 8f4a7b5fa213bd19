"""Where an answer stands in a quote, in the quote's own characters: what the page highlights."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from eval.numbers import numeric_match, quantities
from eval.text import CHINESE_NUMERALS, contains, fold, normalise, strip_marks

_NUMERAL = f"[0-9{CHINESE_NUMERALS}]"
_PARTS = (re.compile(r"\[\d+\]"), re.compile(r"\[\d+\]|[\n，。；、！？,;!?：:]"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quote, and whether the right answer (`gold`) or the one that was `given` stands there."""

    text: str
    gold: bool = False
    given: bool = False

    @property
    def kind(self) -> str:
        """Its style classes: "gold", "given", "gold given" or nothing."""
        return " ".join(name for name in ("gold", "given") if getattr(self, name))


def pieces(quote: str, expected: Iterable[str], answer: str) -> tuple[Piece, ...]:
    """A quote cut where an expected form or the answer begins or ends; the pieces joined are the quote.

    `pieces("产值16亿元。", ["16亿元"], "产值[1]")` is `产值` (given), `16亿元` (gold), `。`.
    """
    gold = _inside(span for form in expected for span in places(quote, form))
    given = _inside(answer_places(quote, answer))
    runs = groupby(range(len(quote)), key=lambda at: (at in gold, at in given))
    return tuple(Piece("".join(quote[at] for at in run), *flags) for flags, run in runs)


def places(quote: str, form: str) -> list[tuple[int, int]]:
    """Every place (start, end) of a form, or else of a figure that equals it, in characters of the quote.

    Width, case, punctuation and white space are free, as in `eval.text.contains`, and a number is not cut:
    `places("约１.６亿 元", "1.6亿元")` is `[(1, 7)]`; of `16000万元` it is the whole, of `11.6亿元` nothing.
    A form of one character (是) is not looked for: it would be found everywhere.
    """
    if len(normalise(form)) < 2:
        return []
    found = list(_literal(quote, form)) if contains(quote, form) else []
    if found:
        return found
    equal = dict.fromkeys(one.raw for one in quantities(quote) if numeric_match(one.raw, form))
    return [span for raw in equal for span in _literal(quote, raw)]


def answer_places(quote: str, answer: str) -> list[tuple[int, int]]:
    """Where an answer stands in a quote: the whole of it, or else its parts by citation mark, or by clause.

    `answer_places("产能80万辆，产值16亿元", "16亿元[1]，80万辆[1]")` is `[(7, 11), (2, 6)]`.
    """
    levels = [[strip_marks(answer)], *(cut.split(answer) for cut in _PARTS)]
    for parts in levels:
        found = [span for part in parts for span in places(quote, part)]
        if found:
            return found
    return []


def _inside(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(at for start, end in spans for at in range(start, end))


def _literal(quote: str, form: str) -> Iterator[tuple[int, int]]:
    # One character may fold into several (㎡ into m2), so each folded one remembers where it came from.
    folded = [(char, at) for at, written in enumerate(quote) for char in fold(written)]
    wanted = normalise(form).replace(" ", "")
    pattern = r"[\W_]*".join(map(re.escape, wanted))
    if re.match(_NUMERAL, wanted):
        pattern = rf"(?<!{_NUMERAL})(?<![0-9]\.){pattern}"
    if re.search(rf"{_NUMERAL}$", wanted):
        pattern = rf"{pattern}(?!{_NUMERAL}|%|\.[0-9])"
    for found in re.finditer(pattern, "".join(char for char, _ in folded)):
        yield folded[found.start()][1], folded[found.end() - 1][1] + 1
