"""The metrics, pure functions. Those that `eval.judge` and `eval.statistics` hold are named here too.

A ranked list is given as `covered`: for each hit, best first, the gold items (by number) that it overlaps.
A share of nothing is None: a case without gold gives no score, not zero.
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from eval.judge import answer_correct, exact_match, key_point_share, token_f1, ungrounded_figures
from eval.numbers import numeric_match
from eval.statistics import bootstrap_interval
from eval.text import contains, normalise, strip_marks

__all__ = [
    "Span",
    "answer_correct",
    "bootstrap_interval",
    "character_overlap",
    "citation_precision",
    "citation_recall",
    "covered_by",
    "exact_match",
    "key_point_share",
    "list_precision",
    "list_recall",
    "mean",
    "mrr",
    "ndcg",
    "numeric_correct",
    "numeric_match",
    "percentile",
    "recall_at_k",
    "refusal_precision",
    "refusal_recall",
    "token_f1",
    "ungrounded_figures",
]

Covered = Sequence[frozenset[int]]
Gold = Sequence[Sequence["Span"]]

# Marks and words between the items of a list; not the comma of 1,400.
_JOINT = r"[、，；;。！？\n]|(?<!\d),|,(?!\d{3}(?!\d))|以及|还有|[和与及]"


class Span(NamedTuple):
    """Characters [start, end) of the stored text of document `doc`."""

    doc: str
    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.doc == other.doc and self.start < other.end and other.start < self.end


def covered_by(span: Span, gold: Gold) -> frozenset[int]:
    """The gold items that a span overlaps. Each item is its places: a quote may stand twice in a report.

    `covered_by(Span("a", 0, 9), [[Span("a", 8, 12)], [Span("b", 0, 4)]])` is `{0}`. Gold as character spans:
    LegalBench-RAG (Pipitone and Alami 2024).
    """
    return frozenset(item for item, places in enumerate(gold) if any(map(span.overlaps, places)))


def recall_at_k(covered: Covered, n_gold: int, k: int) -> float | None:
    """Share of the gold items that the first `k` hits cover, 0 to 1; None without gold.

    Hits covering {0}, {}, {1} of 2 items: recall@2 is 1/2, recall@3 is 2/2. Manning, Raghavan and Schütze
    2008, Introduction to Information Retrieval, chapter 8.
    """
    return len(frozenset().union(*covered[:k])) / n_gold if n_gold else None


def mrr(covered: Covered, n_gold: int) -> float | None:
    """1 / the rank of the first hit that covers anything, 0 where none does; None without gold.

    Hits covering {}, {0}: 1/2. The mean over cases is the mean reciprocal rank (Voorhees 1999, TREC-8 QA).
    """
    ranks = (1 / rank for rank, items in enumerate(covered, start=1) if items)
    return next(ranks, 0.0) if n_gold else None


def ndcg(covered: Covered, n_gold: int, k: int) -> float | None:
    """Discounted cumulative gain over the first `k` hits by the ideal one, 0 to 1; None without gold.

    A gold item counts once, at the first hit that covers it, 1/log2(1 + rank). Hits covering {}, {0} of one
    item: 1/log2(3) = 0.631 by an ideal of 1. One hit may prove several items, so the ratio is capped at 1.
    Järvelin and Kekäläinen 2002, Cumulated gain-based evaluation of IR techniques.
    """
    if not n_gold:
        return None
    seen: frozenset[int] = frozenset()
    gain = 0.0
    for rank, items in enumerate(covered[:k], start=1):
        gain += len(items - seen) / math.log2(1 + rank)
        seen |= items
    ideal = sum(1 / math.log2(1 + rank) for rank in range(1, min(n_gold, k) + 1))
    return min(1.0, gain / ideal)


def citation_precision(cited: Covered, n_gold: int) -> float | None:
    """Share of an answer's citations that overlap its evidence; None without citations or evidence.

    Citations covering {0}, {}: 1/2. ALCE's citation precision (Gao et al. 2023, Enabling LLMs to Generate
    Text with Citations), with overlapping spans in the place of an entailment model.
    """
    return sum(map(bool, cited)) / len(cited) if cited and n_gold else None


def citation_recall(cited: Covered, n_gold: int) -> float | None:
    """Share of the evidence that the citations overlap; None without evidence.

    Citations covering {0}, {0} of 2 items: 1/2. Source as for citation_precision.
    """
    return recall_at_k(cited, n_gold, len(cited))


def character_overlap(cited: Iterable[Span], gold: Iterable[Span]) -> tuple[float | None, float | None]:
    """Precision and recall over characters: how tight the citations are, and how much they hold.

    Cited [0, 10), gold [5, 10) and [20, 25) of one text: 5 shared; precision 5/10, recall 5/10.
    LegalBench-RAG (Pipitone and Alami 2024).
    """
    left, right = ({(s.doc, i) for s in spans for i in range(s.start, s.end)} for spans in (cited, gold))
    shared = len(left & right)
    return shared / len(left) if left else None, shared / len(right) if right else None


def list_precision(text: str, items: Sequence[str]) -> float | None:
    """Share of the things an answer names that hold an item of the list asked for; None where it names none.

    `list_precision("长沙、岳阳和武汉[1]", ["长沙", "岳阳", "株洲"])` is 2/3. A thing is what stands between 、，；。 and
    和, 与, 及, 以及, 还有; none of these parts a gold item, such as 和平园区. So a clause before a list
    (湖南有六个城市，分别是…) counts as a thing that is wrong, a wrong name with 和 in it as two, and two items
    without a mark between them as one that is right. None without gold. The rule is our own.
    """
    things = _things(text, items) if items else []
    return mean(key_point_share(thing, items) > 0 for thing in things)


def list_recall(text: str, items: Sequence[str]) -> float | None:
    """Share of the items of a list that an answer names, in any order; None without gold.

    `list_recall("长沙、岳阳和武汉[1]", ["长沙", "岳阳", "株洲"])` is 2/3. An item is there when it stands in the text, or
    a figure of the text equals it over units; that the text denies it is not seen. The rule is our own.
    """
    return key_point_share(strip_marks(text), items) if items else None


def numeric_correct(text: str, answers: Sequence[str], tolerance: float = 0.0) -> float | None:
    """1.0 where an answer gives the figure that is asked for, over units, else 0.0; None where that is no figure.

    `numeric_correct("约10亿元[1]", ["102000万元"], tolerance=0.05)` is 1.0: it is 2 % off. `tolerance` is a share of the
    gold figure. `answers` are forms of one answer; where one is a single figure, a form in words (一半) counts as well.
    That the figure is of another year or thing is not seen. The rule is our own.
    """
    shown = strip_marks(text)
    if not any(numeric_match(form, form) for form in answers):
        return None
    return float(any(contains(shown, form) or numeric_match(shown, form, tolerance) for form in answers))


def _things(text: str, items: Sequence[str]) -> list[str]:
    """The different parts of an answer between the marks and words of a list; a gold item is never parted."""
    whole = "|".join(re.escape(item) for item in sorted(items, key=len, reverse=True))
    parts = re.sub(
        f"({whole})|{_JOINT}", lambda found: found[1] or "\n", strip_marks(text), flags=re.IGNORECASE
    )
    named = {normalise(part): part for part in parts.split("\n")}
    return [part for form, part in named.items() if form not in {"", "等"}]


def refusal_precision(outcomes: Sequence[tuple[bool, bool]]) -> float | None:
    """Share of the refusals that were right. `outcomes` are (refused, answerable) of each case.

    (refused, not answerable), (refused, answerable), (answered, not answerable): 1/2. SQuAD 2.0 (Rajpurkar et
    al. 2018) asks for refusing; precision and recall of it are the plain ones.
    """
    return mean(not answerable for refused, answerable in outcomes if refused)


def refusal_recall(outcomes: Sequence[tuple[bool, bool]]) -> float | None:
    """Share of the cases that are not answerable and were refused; outcomes as in refusal_precision.

    (refused, not answerable), (answered, not answerable), (refused, answerable): 1/2.
    """
    return mean(refused for refused, answerable in outcomes if not answerable)


def mean(values: Iterable[float]) -> float | None:
    """The arithmetic mean, None of nothing. `mean([1, 0, 1, 1])` is 0.75."""
    items = list(values)
    return math.fsum(items) / len(items) if items else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` (0 to 1) of `values` lie, by linear interpolation; None of nothing.

    `percentile([10, 20, 30, 40], 0.5)`: position 0.5 * 3 = 1.5, so 25. Hyndman and Fan 1996, type 7, as NumPy has it.
    """
    return float(np.quantile(values, share)) if values else None
