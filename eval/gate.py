"""The gate of CI: `python -m eval.gate` fails where the packaged questions are answered worse than the baseline says.

Worse is what is significantly worse, metric by metric, in a paired one-sided test over the same cases with Holm's
correction over the metrics, so that a lucky or unlucky case stops nobody and a real loss stops everybody. The
baseline is fixed: small losses add up until they show. Figures without ground are not weighed, they fail.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from eval.ablate import PLAIN, VARIANTS, variant_named
from eval.cases import read_cases
from eval.command import CASES, REPORTS, tracked
from eval.compare import compare, read_run
from eval.report import to_json
from eval.statistics import holm
from eval.subject import Note
from index.errors import UnreadableSource, XianwenError

BASELINE = Path(__file__).parent / "results" / "baseline.json"
GATED = ("accuracy", "recall@5", "MRR", "citation recall", "refusal recall", "wrongly refused")
"""Few, so that correcting for their number leaves the test its power; each is what people would notice."""
MUST_BE_ZERO = ("ungrounded", "broken_citations")
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why the gate is shut, a line each; open where there is none."""

    reasons: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether the change may pass."""
        return not self.reasons


def judge(baseline: Mapping[str, Any], run: Mapping[str, Any]) -> Verdict:
    """Whether a run holds what the baseline reached.

    Baseline and run are run files; cases that only one of them has shut the gate too, because a case that is no
    longer asked cannot be lost. A metric is held when its one-sided p value, half of the two-sided one,
    stays at LEVEL or above after Holm's correction.
    """
    metrics = run["metrics"]
    reasons = [f"{name}: {metrics[name]}, must be 0" for name in MUST_BE_ZERO if metrics[name]]
    if metrics["unlocated"]:
        reasons.append(f"evidence that the library does not hold: {metrics['unlocated'][0]}")
    compared = compare(baseline, run)
    if compared.only_old or compared.only_new:
        reasons.append(
            f"the cases changed (gone or reworded: {compared.only_old}, new: {compared.only_new}); "
            "look at what changed, then accept a new baseline with python -m eval.gate --accept"
        )
    losses = [row for row in compared.rows if row.name in GATED and row.loss > 0]
    ps = dict(zip([row.name for row in losses], holm([row.p / 2 for row in losses]), strict=True))
    return Verdict((*reasons, *(
        f"{row.name} {'fell' if row.new < row.old else 'rose'} from {row.old:.1%} to {row.new:.1%} "
        f"over {row.n} cases (p {ps[row.name]:.4f})"
        for row in losses if ps[row.name] < LEVEL
    )))  # fmt: skip


def slim(run: Mapping[str, Any]) -> dict[str, Any]:
    """A run file with what a comparison needs, and no quotes: what is committed as the baseline."""
    kept = ("id", "type", "question", "expected", "correct", "refused", "scores", "milliseconds", "lost_in")
    cases = [
        {key: case[key] for key in kept} | {"answer": {"text": case["answer"]["text"]}}
        for case in run["cases"]
    ]
    return {**run, "cases": cases}


def measure(variant: str, note: Note) -> dict[str, Any]:
    """The run file of the packaged dev questions over the sample reports, by the embedded default or a variant of it."""
    cases = read_cases(CASES["dev"])
    with variant_named(variant).opened(REPORTS, note) as subject, tracked() as progress:
        return to_json(subject.run(cases, progress), {"cases_file": CASES["dev"].name, **subject.about})


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and judge; the exit code is 0 where the gate is open, 1 where it is shut."""
    options = _parser().parse_args(argv)
    console = Console(soft_wrap=True, markup=False, highlight=False)
    try:
        run = measure(options.variant, console.print)
        if options.json:
            options.json.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if options.accept:
            _accept(run)
            console.print(f"accepted as the baseline: {_line(run)}")
            return 0
        baseline = read_run(BASELINE)
        verdict = judge(baseline, run)
    except XianwenError as error:
        console.print(f"python -m eval.gate: {error}")
        return 1
    console.print(f"baseline  {_line(baseline)}\nnow       {_line(run)}")
    for reason in verdict.reasons:
        console.print(f"gate shut: {reason}")
    if verdict.open:
        console.print("gate open: no metric is significantly below the baseline")
    return 0 if verdict.open else 1


def _accept(run: Mapping[str, Any]) -> None:
    if any(run["metrics"][name] for name in MUST_BE_ZERO):
        raise UnreadableSource(
            "a run with ungrounded figures or broken citations is no baseline; mend it first"
        )
    BASELINE.parent.mkdir(exist_ok=True)
    lines = json.dumps(slim(run), ensure_ascii=False, separators=(",", ":")).replace('{"id"', '\n{"id"')
    BASELINE.write_text(lines + "\n", encoding="utf-8")


def _line(run: Mapping[str, Any]) -> str:
    scores = run["metrics"]["scores"]
    there = [name for name in GATED if name in scores and scores[name]["n"]]
    return ", ".join(f"{name} {scores[name]['value']:.1%}" for name in there)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.gate", description=__doc__.splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="make this run the baseline")
    known = ", ".join(repr(variant.name) for variant in VARIANTS)
    parser.add_argument(
        "--variant", default=PLAIN, metavar="NAME", help=f"try the gate on a planted regression: {known}"
    )
    parser.add_argument("--json", metavar="OUT", type=Path, help="write the run to this file")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
