"""What a run is worth: scores with their intervals, over all cases and by type."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.metrics import (
    Span,
    bootstrap_interval,
    character_overlap,
    citation_precision,
    citation_recall,
    exact_match,
    mean,
    mrr,
    ndcg,
    percentile,
    recall_at_k,
    token_f1,
)
from eval.run import DEPTH, CaseResult


@dataclass(frozen=True, slots=True)
class Score:
    """A mean, 0 to 1, over `n` cases (or citations), with its 95 % bootstrap interval; None where n is 0."""

    value: float | None
    n: int
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores by name, accuracy by type, latency in milliseconds, and what must be 0 or empty."""

    scores: dict[str, Score]
    accuracy_by_type: dict[str, Score]
    latency: dict[str, float | None]
    ungrounded: int
    broken_citations: int
    unlocated: tuple[str, ...]


def summarise(results: Sequence[CaseResult]) -> Summary:
    """The scores of a run. A case without gold for a metric is left out of it."""
    times = [result.milliseconds for result in results]
    types = dict.fromkeys(result.case.type for result in results)
    return Summary(
        scores=_retrieval(results) | _answers(results) | _citations(results) | _refusals(results),
        accuracy_by_type={t: score(r.correct for r in results if r.case.type == t) for t in types},
        latency={"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)},
        ungrounded=sum(len(result.ungrounded) for result in results),
        broken_citations=sum(result.broken for result in results),
        unlocated=tuple(f"{r.case.id}: {item.doc}: {item.quote}" for r in results for item in r.unlocated),
    )


def score(values: Iterable[float | None]) -> Score:
    """The mean of the values that are there, with its interval.

    `score([1, None, 0])` has value 0.5 and n 2.
    """
    there = [float(value) for value in values if value is not None]
    return Score(mean(there), len(there), bootstrap_interval(there))


def _retrieval(results: Sequence[CaseResult]) -> dict[str, Score]:
    ranked = [(result.retrieved, len(result.gold)) for result in results]
    return {
        "recall@5": score(recall_at_k(hits, n, 5) for hits, n in ranked),
        "MRR": score(mrr(hits, n) for hits, n in ranked),
        f"nDCG@{DEPTH}": score(ndcg(hits, n, DEPTH) for hits, n in ranked),
    }


def _answers(results: Sequence[CaseResult]) -> dict[str, Score]:
    wanted = [result for result in results if result.case.answerable]
    # Exact match and F1 need one short form: lists and reasons have none.
    short = [r for r in wanted if r.case.answers and not r.case.all_required and not r.case.key_points]
    return {
        "accuracy": score(result.correct for result in results),
        "accuracy, answerable": score(result.correct for result in wanted),
        "exact match": score(exact_match(_shown(result), result.case.answers) for result in short),
        "token F1": score(token_f1(_shown(result), result.case.answers) for result in short),
    }


def _shown(result: CaseResult) -> str:
    return "" if result.refused else result.answer.text


def _citations(results: Sequence[CaseResult]) -> dict[str, Score]:
    answered = [result for result in results if result.gold and not result.refused]
    tight = [_character_overlap(result) for result in answered]
    return {
        "citation precision": score(citation_precision(r.cited, len(r.gold)) for r in answered),
        "citation recall": score(citation_recall(r.cited, len(r.gold)) for r in answered),
        "citation precision, characters": score(precision for precision, _ in tight),
        "citation recall, characters": score(recall for _, recall in tight),
    }


def _character_overlap(result: CaseResult) -> tuple[float | None, float | None]:
    cited = [Span(c.doc_id, c.start, c.end) for c in result.answer.citations]
    # Of the places that each prove an item, the one that is cited counts, or else the first.
    gold = [
        next((p for p in places if any(map(p.overlaps, cited))), places[0])
        for places in result.gold
        if places
    ]
    return character_overlap(cited, gold)


def _refusals(results: Sequence[CaseResult]) -> dict[str, Score]:
    # The means of these are refusal_precision and refusal_recall of eval.metrics; here with intervals.
    return {
        "refusal precision": score(not r.case.answerable for r in results if r.refused),
        "refusal recall": score(r.refused for r in results if not r.case.answerable),
        "wrongly refused": score(r.refused for r in results if r.case.answerable),
    }
