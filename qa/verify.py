"""Holds a composed sentence against its cited evidence: figures with units, years and places must stand there."""

import re
from dataclasses import dataclass

from index import places
from qa.quantities import QUANTITY, quantities, same, years_in


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, and if not, what in it the evidence does not say."""

    holds: bool
    reason: str = ""


def verify(claim: str, evidence: str, header: str = "", base_year: int | None = None) -> Verdict:
    """Check one sentence, without its handles, against the text it cites.

    Every figure must stand in `evidence` with its value and unit; every year in the evidence (今年 read by
    `base_year`) or its `header`; every place in either. Words are not checked: a sentence without figures, years
    and places holds.

    >>> verify("预计年产值16亿元", "预计年产值16万元").reason
    'figure 16亿元'
    """
    there = quantities(evidence)
    stated = years_in(evidence, base_year) | years_in(header)
    for year in sorted(years_in(claim)):
        if year not in stated:
            return Verdict(False, f"year {year}年")
    years = {float(year) for year in years_in(claim)}
    for one in quantities(claim):
        if one.unit == "年" and one.value in years:
            continue
        if not any(same(one, other) for other in there) and not _literal(
            claim[one.start : one.end], evidence
        ):
            return Verdict(False, f"figure {claim[one.start : one.end]}")
    for words in _spelled(claim) - _spelled(evidence):
        return Verdict(False, f"figure {words}")
    named = {place.code for _, place in places.found(f"{evidence}\n{header}")}
    for mention, place in places.found(claim):
        if place.code not in named and claim[mention.start : mention.end] not in evidence:
            return Verdict(False, f"place {place.name}")
    return Verdict(True)


def _literal(figure: str, evidence: str) -> bool:
    """Whether a figure with a unit we do not know stands there character for character, and is no part of a longer one.

    The 100 of 阳光100社区 is no part of 100万人次, of 100% or of 100,000.
    """
    longer = r"[\d.]|,\d{3}" + (r"|[十百千万亿%％]" if figure[-1:].isdigit() else "")
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?!{longer})", evidence) is not None


def _spelled(text: str) -> set[str]:
    """Figures written in Chinese characters (百分之十, 翻一番): they must stand word for word."""
    return {match[0] for match in QUANTITY.finditer(text) if not any(char.isdigit() for char in match[0])}
