"""Fits the weights of qa.judge on known cases: `python -m eval.calibrate CASES.jsonl=FOLDER…`, each with its reports.

Every span the reader proposes for a case is an example, right or wrong. Near-misses are made from the answerable
cases: the same question where the report that answers it is left out, and the spans of the question held against
another county and another year, as if the search had let them through. A logistic regression weighs the features,
drawn to the weights of PRIOR and held to their signs, because known cases are few; its logit is then scaled on the
best span of each question (Platt 1999), so that the result is the probability that the answer shown is right.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.cases import Case, read_cases, resolve
from eval.judge import answer_correct, token_f1
from eval.retrieval import named
from eval.run import locate
from index import Filters, Library, places
from index.errors import SettingsError
from qa import Assistant, Settings, Turn
from qa.judge import CONTRADICTED, FEATURES, VETO, WEIGHTS, Candidate, contradictions, features
from qa.records import Query
from qa.shape import shaped
from qa.understand import understand

PRIOR = {
    "margin": 2.5, "coverage": 1.5, "nearby": 2.0, "missing": -0.5, "type": 0.8, "unit": 0.8, "year": 1.2, "place": 1.2, "premise": 1.2,
    "rank": 0.8, "order": 0.8, "echo": -2.0, "length": -0.5,
}  # fmt: skip
"""What each feature should weigh by sense, set before any fitting."""
_PULL = 5.0
"""How strongly the weights are drawn to PRIOR: as by so many questions."""
_MADE_PER_CASE = 2
_MADE_SHARE = 0.15
"""What each kind of near-miss weighs together, against the known cases: people mostly ask what is there."""
_COMPUTED = {"comparison", "trend", "multi_report"}
_SHORT = {"figure", "date", "duration", "person", "place"}


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the features of its spans, shape (n_spans, n_features), and which of them are right."""

    values: NDArray[np.float64]
    right: NDArray[np.bool_]
    made_of: str

    @property
    def agreed(self) -> NDArray[np.float64]:
        """The features as they are weighed: a contradiction counts by its veto alone."""
        floor = [0.0 if name in CONTRADICTED else -np.inf for name in FEATURES]
        return np.maximum(self.values, floor)

    @property
    def veto(self) -> NDArray[np.float64]:
        """What the contradictions of each span add to its logit, shape (n_spans,)."""
        rows = [dict(zip(FEATURES, row, strict=True)) for row in self.values]
        return np.array([-VETO * contradictions(row) for row in rows])

    def logits(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The logit of each span, shape (n_spans,)."""
        found: NDArray[np.float64] = self.agreed @ weights[:-1] + weights[-1] + self.veto
        return found


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by feature, with the threshold at which wrong answers and wrong refusals cost least together."""

    weights: dict[str, float]
    threshold: float
    auc: float
    accuracy: float


def main(argv: Sequence[str] | None = None) -> int:
    """Fit on the cases and write the weights file."""
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate", description=__doc__)
    known = "known cases to fit on, never those that are reported, and the folder of their reports"
    parser.add_argument("sets", nargs="+", metavar="CASES.jsonl=FOLDER", help=known)
    parser.add_argument("--reader", help="reader model to calibrate, by default the one that ships")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args(argv)
    try:
        sets = [tuple(map(Path, named(one))) for one in args.sets]
    except SettingsError as error:
        parser.error(str(error))
    examples = [example for cases, reports in sets for example in _over(cases, reports, args.reader)]
    result = fit(examples)
    names = [cases.name for cases, _ in sets]
    args.out.write_text(json.dumps(_record(result, examples, names), indent=1) + "\n", encoding="utf-8")
    print(f"{len(examples)} questions, AUC {result.auc:.3f}, threshold {result.threshold:.2f}, "  # noqa: T201
          f"right decisions {result.accuracy:.1%}; weights in {args.out}")  # fmt: skip
    return 0


def _over(cases: Path, reports: Path, reader: str | None) -> list[Example]:
    """The examples of one set of cases, in a library of its own."""
    known = resolve(read_cases(cases), reports)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.checked({"library": Path(folder), **({"reader": reader} if reader else {})})
        with Library.open(settings) as library:
            library.add(reports)
            return list(_examples(known, Assistant(library, settings), library))


def fit(examples: Sequence[Example]) -> Fit:
    """Weights from examples. Five folds by question give the AUC and the share of right decisions."""
    from sklearn.metrics import roc_auc_score

    usable = [one for one in examples if len(one.values)]
    order = np.random.default_rng(1).permutation(len(usable))
    outcomes: list[tuple[float, bool, bool, float]] = []
    worth = _worth(usable)
    for fold in range(5):
        held = set(order[fold::5].tolist())
        weights = _fitted([one for i, one in enumerate(usable) if i not in held])
        outcomes += [(*_outcome(usable[i], weights), float(worth[i])) for i in sorted(held)]
    probabilities = np.array([one[0] for one in outcomes])
    right = np.array([one[1] for one in outcomes])
    answerable = np.array([one[2] for one in outcomes])
    each = np.array([one[3] for one in outcomes])
    threshold, accuracy = _best_threshold(probabilities, right, answerable, each)
    return Fit(
        _named(_fitted(usable)),
        threshold,
        float(roc_auc_score(right, probabilities, sample_weight=each)),
        accuracy,
    )


def _examples(cases: Sequence[Case], assistant: Assistant, library: Library) -> Iterator[Example]:
    """The examples of cases. What is computed is not the judge's to answer, but may be followed up."""
    rng = random.Random(1)
    turns: dict[str, tuple[Turn, ...]] = {}
    ids = tuple(one.id for one in library.list())
    counties = sorted({p.name for one in library.list() if (p := one.about.place) and len(p.code) == 6})
    for case in cases:
        history = turns[case.followup_of] if case.followup_of else ()
        turns[case.id] = (*history, Turn(case.question, ""))
        if case.type in _COMPUTED:
            continue
        yield _example("case", case, library, assistant.candidates(case.question, history))
        gold = _gold(case, library)
        if not case.answerable or not gold:
            continue
        rest = Filters(doc_ids=tuple(one for one in ids if one not in {doc for doc, _, _ in gold}))
        yield _example("left out", None, library, assistant.candidates(case.question, history, rest))
        query, spans, _ = assistant.candidates(case.question, history)
        for made_of, question in _near_misses(query.text, counties, rng):
            yield _example(
                made_of, None, library, (understand(question), spans, library.term_weights(question))
            )


def _near_misses(question: str, counties: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    named = [(mention, place) for mention, place in places.found(question) if len(place.code) == 6]
    others = [name for name in counties if name not in {place.name for _, place in named}]
    for county in rng.sample(others, min(len(others), _MADE_PER_CASE)) if named else ():
        mention = named[0][0]
        yield "other county", question[: mention.start] + county + question[mention.end :]
    for year in rng.sample(range(1, 5), _MADE_PER_CASE) if "202" in question else ():
        at = question.index("202")
        yield "other year", f"{question[:at]}{int(question[at : at + 4]) - year}{question[at + 4 :]}"


def _example(
    made_of: str,
    case: Case | None,
    library: Library,
    proposed: tuple[Query, list[Candidate], dict[str, float]],
) -> Example:
    query, candidates, weights = proposed
    gold = _gold(case, library) if case else []
    rows = [[features(query, one, weights)[name] for name in FEATURES] for one in candidates]
    right = [bool(case) and _right(case, query, one, gold) for one in candidates]
    return Example(np.array(rows).reshape(-1, len(FEATURES)), np.array(right, dtype=bool), made_of)


def _right(case: Case | None, query: Query, one: Candidate, gold: Sequence[tuple[str, int, int]]) -> bool:
    start, end = shaped(query.kind, one.document.text, one.start, one.end)
    if case is None or not any(d == one.document.id and a < end and start < b for d, a, b in gold):
        return False
    text = one.document.text[start:end]
    short = query.kind not in _SHORT or token_f1(text, case.answers) >= 0.6
    return short and answer_correct(case, text)


def _gold(case: Case, library: Library) -> list[tuple[str, int, int]]:
    documents = {Path(one.source).stem: one.id for one in library.list()}
    return [
        (documents[item.doc], *place)
        for item in case.evidence
        if item.doc in documents
        for place in locate(library.get(documents[item.doc]).text, item.quote)
    ]


def _fitted(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Weights, the bias last: regression over all spans, then its logit scaled on each question's best span."""
    values = np.concatenate([one.agreed for one in examples])
    veto = np.concatenate([one.veto for one in examples])
    right = np.concatenate([one.right for one in examples]).astype(float)
    worth = _worth(examples)
    each = np.concatenate(
        [np.full(len(o.right), w / len(o.right)) for o, w in zip(examples, worth, strict=True)]
    )
    prior = np.array([PRIOR[name] for name in FEATURES])
    weights = _regression(values, right, each * len(each) / len(examples), prior, pull=_PULL, offset=veto)
    best = [int(one.logits(weights).argmax()) for one in examples]
    logits = np.array([one.logits(weights)[i] for one, i in zip(examples, best, strict=True)])
    hit = np.array([float(one.right[i]) for one, i in zip(examples, best, strict=True)])
    scale, shift = _regression(logits[:, None], hit, worth, np.ones(1), pull=0.01)
    return np.append(weights[:-1] * scale, weights[-1] * scale + shift)


def _regression(
    values: NDArray[np.float64],
    right: NDArray[np.float64],
    each: NDArray[np.float64],
    prior: NDArray[np.float64],
    *,
    pull: float,
    offset: NDArray[np.float64] | float = 0.0,
) -> NDArray[np.float64]:
    """Weights of shape (n_features + 1,), the bias last: weighted logistic loss + pull / 2 · |w - prior|², signs kept.

    `offset` is added to the logits and not fitted.
    """
    from scipy.optimize import minimize

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = values @ weights[:-1] + weights[-1] + offset
        error = each * (1 / (1 + np.exp(-logits)) - right)
        off = weights[:-1] - prior
        total = float(each @ (np.logaddexp(0, logits) - right * logits) + pull / 2 * off @ off)
        return total, np.append(values.T @ error + pull * off, error.sum())

    bounds = [(0, None) if one > 0 else (None, 0) for one in prior] + [(None, None)]
    found: NDArray[np.float64] = minimize(
        loss, np.append(prior, 0.0), jac=True, method="L-BFGS-B", bounds=bounds
    ).x
    return found


def _worth(examples: Sequence[Example]) -> NDArray[np.float64]:
    """The weight of each question, shape (n_examples,): 1 for a case, `_MADE_SHARE` of all cases for a kind of near-miss."""
    made = [one.made_of for one in examples]
    cases = made.count("case")
    return np.array([1.0 if kind == "case" else _MADE_SHARE * cases / made.count(kind) for kind in made])


def _outcome(one: Example, weights: NDArray[np.float64]) -> tuple[float, bool, bool]:
    """Probability of the best span, whether it is right, whether any span is."""
    logits = one.logits(weights)
    at = int(logits.argmax())
    return float(1 / (1 + np.exp(-logits[at]))), bool(one.right[at]), bool(one.right.any())


def _best_threshold(
    probabilities: NDArray[np.float64],
    right: NDArray[np.bool_],
    answerable: NDArray[np.bool_],
    each: NDArray[np.float64],
) -> tuple[float, float]:
    """The threshold with most right decisions: a right answer shown, or a refusal where no span is right."""
    grid = np.linspace(0.05, 0.95, 91)
    shares = [float(np.average(np.where(probabilities >= t, right, ~answerable), weights=each)) for t in grid]
    best = np.flatnonzero(np.isclose(shares, max(shares)))
    return float(grid[best[len(best) // 2]]), max(shares)


def _named(weights: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip([*FEATURES, "bias"], weights, strict=True)}


def _record(result: Fit, examples: Sequence[Example], cases: Sequence[str]) -> dict[str, Any]:
    made = [one.made_of for one in examples]
    return {
        "weights": result.weights,
        "threshold": round(result.threshold, 2),
        "fitted_on": {"cases": " + ".join(cases), **{kind: made.count(kind) for kind in sorted(set(made))}},
        "cross_validated": {"auc": round(result.auc, 4), "right_decisions": round(result.accuracy, 4)},
    }


if __name__ == "__main__":
    raise SystemExit(main())
