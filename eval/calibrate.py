"""Fits the weights of qa.judge on known cases: `python -m eval.calibrate CASES.jsonl --reports FOLDER`.

Every span the reader proposes for a case is an example, right or wrong. Near-misses are made from the answerable
cases: the same question where the report that answers it is left out, about another county, and about another
year. A logistic regression weighs the features; its logit is then scaled on the best span of each question (Platt
1999), so that the result is the probability that the answer shown is right.
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
from eval.run import locate
from index import Filters, Library, places
from qa import Assistant, Settings, Turn
from qa.judge import FEATURES, WEIGHTS, Candidate, features
from qa.records import Query
from qa.shape import shaped

_SHORT = {"figure", "date", "duration", "person", "place"}


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the features of its spans, shape (n_spans, n_features), and which of them are right."""

    values: NDArray[np.float64]
    right: NDArray[np.bool_]
    made_of: str


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
    parser.add_argument("cases", type=Path, help="known cases to fit on; never those that are reported")
    parser.add_argument("--reports", type=Path, required=True, help="folder of the reports they are about")
    parser.add_argument("--library", type=Path, help="a library that holds them already")
    parser.add_argument("--reader", help="reader model to calibrate, by default the one that ships")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args(argv)
    cases = resolve(read_cases(args.cases), args.reports)
    with tempfile.TemporaryDirectory() as folder:
        chosen = {"library": args.library or Path(folder), **({"reader": args.reader} if args.reader else {})}
        settings = Settings.checked(chosen)
        with Library.open(settings) as library:
            if not args.library:
                library.add(args.reports)
            examples = list(_examples(cases, Assistant(library, settings), library))
    result = fit(examples)
    args.out.write_text(json.dumps(_record(result, examples, args.cases), indent=1) + "\n", encoding="utf-8")
    print(f"{len(examples)} questions, AUC {result.auc:.3f}, threshold {result.threshold:.2f}, "  # noqa: T201
          f"right decisions {result.accuracy:.1%}; weights in {args.out}")  # fmt: skip
    return 0


def fit(examples: Sequence[Example]) -> Fit:
    """Weights from examples. Five folds by question give the AUC and the share of right decisions."""
    from sklearn.metrics import roc_auc_score

    usable = [one for one in examples if len(one.values)]
    order = np.random.default_rng(1).permutation(len(usable))
    outcomes: list[tuple[float, bool, bool]] = []
    for fold in range(5):
        held = set(order[fold::5].tolist())
        weights = _fitted([one for i, one in enumerate(usable) if i not in held])
        outcomes += [_outcome(usable[i], weights) for i in sorted(held)]
    probabilities = np.array([one[0] for one in outcomes])
    right = np.array([one[1] for one in outcomes])
    answerable = np.array([one[2] for one in outcomes])
    threshold, accuracy = _best_threshold(probabilities, right, answerable)
    return Fit(_named(_fitted(usable)), threshold, float(roc_auc_score(right, probabilities)), accuracy)


def _examples(cases: Sequence[Case], assistant: Assistant, library: Library) -> Iterator[Example]:
    rng = random.Random(1)
    turns: dict[str, tuple[Turn, ...]] = {}
    ids = tuple(one.id for one in library.list())
    counties = sorted({p.name for one in library.list() if (p := one.about.place) and len(p.code) == 6})
    for case in cases:
        history = turns[case.followup_of] if case.followup_of else ()
        turns[case.id] = (*history, Turn(case.question, ""))
        yield _example("case", case, library, assistant.candidates(case.question, history))
        gold = _gold(case, library)
        if not case.answerable or not gold:
            continue
        rest = Filters(doc_ids=tuple(one for one in ids if one not in {doc for doc, _, _ in gold}))
        yield _example("left out", None, library, assistant.candidates(case.question, history, rest))
        for made_of, question in _near_misses(case.question, counties, rng):
            yield _example(made_of, None, library, assistant.candidates(question, history))


def _near_misses(question: str, counties: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    found = [(m, place) for m, place in places.found(question) if len(place.code) == 6]
    others = [name for name in counties if name not in {place.name for _, place in found}]
    if found and others:
        mention = found[0][0]
        yield "other county", question[: mention.start] + rng.choice(others) + question[mention.end :]
    if "202" in question:
        at = question.index("202")
        yield (
            "other year",
            f"{question[:at]}{int(question[at : at + 4]) - rng.randint(2, 4)}{question[at + 4 :]}",
        )


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
    if case is None or not any(d == one.document.id and a < one.end and one.start < b for d, a, b in gold):
        return False
    start, end = shaped(query.kind, one.document.text, one.start, one.end)
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
    from sklearn.linear_model import LogisticRegression

    values = np.concatenate([one.values for one in examples])
    right = np.concatenate([one.right for one in examples])
    each = np.concatenate([np.full(len(one.right), 1.0 / len(one.right)) for one in examples])
    first: Any = LogisticRegression(C=1.0, max_iter=1000).fit(
        values, right, sample_weight=each * len(each) / each.sum()
    )
    weights = np.append(first.coef_[0], first.intercept_[0])
    best = [(_logit := one.values @ weights[:-1] + weights[-1]).argmax() for one in examples]
    logits = np.array(
        [one.values[i] @ weights[:-1] + weights[-1] for one, i in zip(examples, best, strict=True)]
    )
    hit = np.array([one.right[i] for one, i in zip(examples, best, strict=True)])
    second: Any = LogisticRegression(C=100.0).fit(logits[:, None], hit)
    scale, shift = second.coef_[0][0], second.intercept_[0]
    return np.append(weights[:-1] * scale, weights[-1] * scale + shift)


def _outcome(one: Example, weights: NDArray[np.float64]) -> tuple[float, bool, bool]:
    """Probability of the best span, whether it is right, whether any span is."""
    logits = one.values @ weights[:-1] + weights[-1]
    at = int(logits.argmax())
    return float(1 / (1 + np.exp(-logits[at]))), bool(one.right[at]), bool(one.right.any())


def _best_threshold(
    probabilities: NDArray[np.float64], right: NDArray[np.bool_], answerable: NDArray[np.bool_]
) -> tuple[float, float]:
    """The threshold with most right decisions: a right answer shown, or a refusal where no span is right."""
    grid = np.linspace(0.05, 0.95, 91)
    shares = [float(np.mean(np.where(probabilities >= t, right, ~answerable))) for t in grid]
    best = np.flatnonzero(np.isclose(shares, max(shares)))
    return float(grid[best[len(best) // 2]]), max(shares)


def _named(weights: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip([*FEATURES, "bias"], weights, strict=True)}


def _record(result: Fit, examples: Sequence[Example], cases: Path) -> dict[str, Any]:
    made = [one.made_of for one in examples]
    return {
        "weights": result.weights,
        "threshold": round(result.threshold, 2),
        "fitted_on": {"cases": cases.name, **{kind: made.count(kind) for kind in sorted(set(made))}},
        "cross_validated": {"auc": round(result.auc, 4), "right_decisions": round(result.accuracy, 4)},
    }


if __name__ == "__main__":
    raise SystemExit(main())
