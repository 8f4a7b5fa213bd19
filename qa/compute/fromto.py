"""从多少到了多少: two amounts of one sentence, before and after, where one span of the reader holds but one of them."""

import re
from collections.abc import Sequence

from index.amounts import Amount, amounts
from qa.cite import proof
from qa.compute.records import Read, Reads
from qa.records import Answer
from qa.sentences import around

_ASKED = re.compile("[从由].{0,4}?(?:多少|几).{0,16}?(?:到|至|为|成)了?(?:多少|几)")


def from_to(text: str, reads: Reads, threshold: float) -> Answer | None:
    """The two amounts, as they stand in the sentence that the likeliest span is of; None where the question asks for no
    such two, or its sentence has not just two of one unit.

    >>> from_to("合作社有多少家", lambda _: (), 0.3) is None
    True
    """
    if not _ASKED.search(text):
        return None
    likely = [one for one in reads(text) if one.certainty >= threshold]
    return _told(text, likely) if likely else None


def _told(text: str, likely: Sequence[Read]) -> Answer | None:
    """The amount of the likeliest span, and the other of its unit in its sentence: the only one, or the next likely."""
    best = likely[0]
    whole = best.document.text
    inside = amounts(whole, best.start, best.end)
    if not inside:
        return None
    first, last = around(whole, best.start, best.end)
    alike = _of_unit(amounts(whole, first, last), inside[0].unit)
    if len(alike) > 2:
        spans = [(one.start, one.end) for one in likely if one.document.id == best.document.id]
        alike = [one for one in alike if any(a <= one.start and one.end <= b for a, b in spans)]
    if len(alike) != 2:
        return None
    one, other = alike
    shown = f"{whole[one.start : one.end]}[1]，{whole[other.start : other.end]}[1]"
    cited = proof(best.document, one.start, other.end)
    return Answer(text, f"{shown}。", "grounded", (cited,), best.certainty)


def _of_unit(found: Sequence[Amount], unit: str) -> list[Amount]:
    return [one for one in found if one.unit == unit]
