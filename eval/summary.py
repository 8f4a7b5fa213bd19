"""What a run is worth: scores with their intervals, over all cases and by type."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eval.metrics import (
    Span,
    bootstrap_interval,
    character_overlap,
    citation_precision,
    citation_recall,
    exact_match,
    list_precision,
    list_recall,
    mean,
    mrr,
    ndcg,
    numeric_correct,
    percentile,
    recall_at_k,
    token_f1,
)
from eval.run import DEPTH, CaseResult
from eval.selective import Bin, aurc, brier, calibration_bins, expected_calibration_error, risk_coverage
from eval.stages import STAGES


@dataclass(frozen=True, slots=True)
class Score:
    """A mean, 0 to 1, over `n` cases (or citations), with its 95 % bootstrap interval; None where n is 0."""

    value: float | None
    n: int
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores by name, accuracy by type, what each stage cost, latency in milliseconds, and what must be 0 or empty.

    `lost_in` counts the cases that each stage lost, `risk_coverage` are (coverage, risk) by falling confidence,
    `calibration` the bins of a reliability diagram, `confidence` what both come to: AURC, ECE, Brier. They need an
    assistant that traces: an outcome is its likeliest span, shown or held back.
    """

    scores: dict[str, Score]
    accuracy_by_type: dict[str, Score]
    latency: dict[str, float | None]
    ungrounded: int
    broken_citations: int
    unlocated: tuple[str, ...]
    lost_in: dict[str, int]
    risk_coverage: tuple[tuple[float, float], ...] = ()
    calibration: tuple[Bin, ...] = ()
    confidence: dict[str, float | None] = field(default_factory=dict)


def summarise(results: Sequence[CaseResult]) -> Summary:
    """The scores of a run. A case without gold for a metric is left out of it."""
    times = [result.milliseconds for result in results]
    types = dict.fromkeys(result.case.type for result in results)
    rows = [case_scores(result) for result in results]
    lost = Counter(result.lost_in for result in results)
    judged = [(r.answer.confidence, r.best_correct) for r in results if r.best_correct is not None]
    curve = risk_coverage(judged)
    return Summary(
        scores={name: score(row[name] for row in rows) for name in (rows[0] if rows else {})},
        accuracy_by_type={t: score(r.correct for r in results if r.case.type == t) for t in types},
        latency={"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)},
        ungrounded=sum(len(result.ungrounded) for result in results),
        broken_citations=sum(result.broken for result in results),
        unlocated=tuple(f"{r.case.id}: {item.doc}: {item.quote}" for r in results for item in r.unlocated),
        lost_in={stage: lost[stage] for stage in STAGES if lost[stage]},
        risk_coverage=tuple(curve),
        calibration=tuple(calibration_bins(judged)),
        confidence={
            "AURC": aurc(curve),
            "ECE": expected_calibration_error(judged),
            "Brier": brier(judged),
        },
    )


def score(values: Iterable[float | None]) -> Score:
    """The mean of the values that are there, with its interval.

    `score([1, None, 0])` has value 0.5 and n 2.
    """
    there = [float(value) for value in values if value is not None]
    return Score(mean(there), len(there), bootstrap_interval(there))


def case_scores(result: CaseResult) -> dict[str, float | None]:
    """Every score of one case by name, None where it has no gold for it; two runs are compared by these."""
    scores = _retrieval(result) | _answer(result) | _citations(result) | _refusal(result)
    return {name: None if value is None else float(value) for name, value in scores.items()}


def _retrieval(result: CaseResult) -> dict[str, float | None]:
    hits, n = result.retrieved, len(result.gold)
    return {
        "recall@5": recall_at_k(hits, n, 5),
        "MRR": mrr(hits, n),
        f"nDCG@{DEPTH}": ndcg(hits, n, DEPTH),
    }


def _answer(result: CaseResult) -> dict[str, float | None]:
    case, shown = result.case, "" if result.refused else result.answer.text
    # Exact match and F1 need one short form: lists and reasons have none.
    short = bool(case.answers) and not case.all_required and not case.key_points
    listed = case.all_required and bool(case.answers)
    return {
        "accuracy": result.correct,
        "accuracy, answerable": result.correct if case.answerable else None,
        "exact match": exact_match(shown, case.answers) if short else None,
        "token F1": token_f1(shown, case.answers) if short else None,
        "numeric match": numeric_correct(shown, case.answers) if short else None,
        "list precision": list_precision(shown, case.answers) if listed else None,
        "list recall": list_recall(shown, case.answers) if listed else None,
    }


def _citations(result: CaseResult) -> dict[str, float | None]:
    names = ("citation precision", "citation recall")
    if not result.gold or result.refused:
        return {f"{name}{over}": None for over in ("", ", characters") for name in names}
    precision, recall = _character_overlap(result)
    return {
        "citation precision": citation_precision(result.cited, len(result.gold)),
        "citation recall": citation_recall(result.cited, len(result.gold)),
        "citation precision, characters": precision,
        "citation recall, characters": recall,
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


def _refusal(result: CaseResult) -> dict[str, float | None]:
    # The means of these are refusal_precision and refusal_recall of eval.metrics; here by case, for intervals.
    answerable = result.case.answerable
    return {
        "refusal precision": not answerable if result.refused else None,
        "refusal recall": result.refused if not answerable else None,
        "wrongly refused": result.refused if answerable else None,
    }
