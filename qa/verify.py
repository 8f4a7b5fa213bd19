"""Holds a composed sentence against its cited evidence: figures with units, years and places must stand there."""

import re
from dataclasses import dataclass

from index import places
from index.lexical import normal
from qa.quantities import QUANTITY, quantities, same, years_in

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s，。；、）)\]]+|[\w.+-]+@[\w-]+\.\w+", re.I)
_MARKUP = re.compile(r"!?\[[^\]]*\]\(|</?[a-z!][^>]*>|`|[{}]|\$\$", re.I)
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff\U00020000-\U0003ffff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_CLAUSE = re.compile(r"[，,；;：:。！？!?\n—]+")
_FRAME = re.compile(
    "(?:根据|依据|按照|据)(?:以上|上述|所给|相关|该)?(?:资料|材料|报道|报告|记载|统计|介绍)(?:中?的?(?:显示|记载|介绍|描述|内容|可知))?|表格中?(?:显示|列出)?|综上(?:所述)?|总的来[看说]|具体来[看说]|也就是说|"
    "因此|其中|同时|另外|此外|并且|而且|以及|分别|截至目前|同比|环比|该|答案|如下|原因|主要|包括|共有|达到|约为|为|是|于|由|使|让|将|已|并|而|等|以|至|对|与|均|都|共|约|了|的|在|有|和"
)
_EACH = re.compile("(?<![用时仅只到足第了])一(?:年|天|日|周|次|亩|户|个月)(?![内多半之建完竣])")
"""一天 of 一天供水2万立方米: each, where the question says it too; used up in 用了一年, 一年建成."""
_LEAST_KNOWN = 2 / 3
"""The least share of a clause's characters that stand in words of its evidence, its header or the question."""
_SHORT = 2
"""Clauses of fewer characters, without words that only join, say nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, and if not, what in it the evidence does not say."""

    holds: bool
    reason: str = ""


def verify(
    claim: str, evidence: str, header: str = "", base_year: int | None = None, question: str = ""
) -> Verdict:
    """Check one sentence, without its handles, against the text it cites.

    Every figure must stand in `evidence` with its value and unit; every year in the evidence (今年 read by
    `base_year`) or its `header`; every place, address and foreign word in either. Markup never holds. Of the Chinese of
    every clause most must be words of the evidence, the header or the `question`; what they say together is not checked.

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
    asked = set(_EACH.findall(question))
    for words in _spelled(_EACH.sub(lambda one: "" if one[0] in asked else one[0], claim)) - _spelled(
        evidence
    ):
        return Verdict(False, f"figure {words}")
    named = {place.code for _, place in places.found(f"{evidence}\n{header}")}
    for mention, place in places.found(claim):
        if place.code not in named and claim[mention.start : mention.end] not in evidence:
            return Verdict(False, f"place {place.name}")
    return _worded(claim, f"{evidence}\n{header}", question)


def _worded(claim: str, evidence: str, question: str) -> Verdict:
    """Whether the words of a sentence are those of its evidence, in a form that is safe to show."""
    if markup := _MARKUP.search(claim):
        return Verdict(False, f"markup {markup[0]}")
    for address in _ADDRESS.findall(claim):
        if address not in evidence:
            return Verdict(False, f"address {address}")
    known = normal(f"{evidence}\n{question}")
    words = set(_WORD.findall(known))
    for word in _WORD.findall(normal(claim)):
        if word not in words:
            return Verdict(False, f"word {word}")
    for clause in _CLAUSE.split(normal(_without_figures(claim))):
        if not _is_known(clause, known):
            return Verdict(False, f"words {clause}")
    return Verdict(True)


def _without_figures(claim: str) -> str:
    """A claim with blanks in the place of its figures, which may stand in another unit than in the evidence."""
    for one in quantities(claim):
        claim = claim[: one.start] + " " * (one.end - one.start) + claim[one.end :]
    return claim


def _is_known(clause: str, known: str) -> bool:
    """Whether most characters of a clause, and some of each of its parts, stand in pairs that the known text has too.

    >>> _is_known("产值预计为16亿元", "预计年产值16亿元"), _is_known("本县财政已经破产", "预计年产值16亿元")
    (True, False)
    """
    runs = [run for part in _CHINESE.findall(clause) for run in _FRAME.split(part) if run]
    size, held = sum(map(len, runs)), [_held(run, known) for run in runs]
    foreign = any(len(run) >= _SHORT and not count for run, count in zip(runs, held, strict=True))
    return size < _SHORT or (not foreign and sum(held) >= size * _LEAST_KNOWN)


def _held(run: str, known: str) -> int:
    """How many characters of a run stand in a pair of it that is known; a run of one is a pair by itself."""
    width = min(2, len(run))
    held = {
        at + step
        for at in range(len(run) - width + 1)
        if run[at : at + width] in known
        for step in range(width)
    }
    return len(held)


def _literal(figure: str, evidence: str) -> bool:
    """Whether a figure with a unit we do not know stands there character for character, and is no part of a longer one.

    The 100 of 阳光100社区 is no part of 100万人次, of 100% or of 100,000.
    """
    longer = r"[\d.]|,\d{3}" + (r"|[十百千万亿%％]" if figure[-1:].isdigit() else "")
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?!{longer})", evidence) is not None


def _spelled(text: str) -> set[str]:
    """Figures written in Chinese characters (百分之十, 翻一番): they must stand word for word."""
    return {match[0] for match in QUANTITY.finditer(text) if not any(char.isdigit() for char in match[0])}
