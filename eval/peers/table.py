"""The runs of several peers over the same cases, as one table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.table import Table

from eval.cases import Case
from eval.metrics import bootstrap_interval, mean

BASELINE = "xianwen"
Run = Mapping[str, Any]
_SCORES = (
    "recall@5",
    "citation precision",
    "citation recall",
    "citation precision, characters",
    "citation recall, characters",
    "refusal recall",
    "wrongly refused",
)


def table(runs: Mapping[str, Run], cases: Sequence[Case]) -> Table:
    """A column for each run file by its peer's name, a row for each measure.

    `runs` are parsed run files over exactly `cases`. "against xianwen" is paired: the mean difference in right
    answers with its 95 % bootstrap interval over the cases, and how many cases it alone has right and wrong.
    """
    shown = Table(title=f"{len(cases)} cases", title_justify="left")
    shown.add_column("")
    for name in runs:
        shown.add_column(name, justify="right")
    for label, cell in _rows(runs, cases):
        shown.add_row(label, *(cell(run) for run in runs.values()))
    return shown


def against(run: Run, baseline: Run) -> tuple[float | None, tuple[float, float] | None, int, int]:
    """Paired over the cases: mean difference in right answers, its interval, right alone, wrong alone.

    Right on a and b against right on b and c gives (0.0, …, 1, 1).
    """
    theirs = {case["id"]: bool(case["correct"]) for case in baseline["cases"]}
    steps = [int(bool(case["correct"])) - int(theirs[case["id"]]) for case in run["cases"]]
    return mean(steps), bootstrap_interval(steps), steps.count(1), steps.count(-1)


def _rows(runs: Mapping[str, Run], cases: Sequence[Case]) -> list[tuple[str, Callable[[Run], str]]]:
    answerable = {case.id for case in cases if case.answerable}
    rows: list[tuple[str, Callable[[Run], str]]] = [
        ("right answers", _all),
        ("… answerable", lambda run: _right(run, answerable)),
    ]
    for kind in dict.fromkeys(case.type for case in cases):
        ids = {case.id for case in cases if case.type == kind}
        rows.append((f"… {kind} ({len(ids)})", lambda run, ids=ids: _right(run, ids)))  # type: ignore[misc]
    if BASELINE in runs:
        rows.insert(1, (f"… against {BASELINE}", lambda run: _against(run, runs[BASELINE])))
    rows += [(name, lambda run, name=name: _score(run, name)) for name in _SCORES]  # type: ignore[misc]
    return [*rows, *_COSTS]


def _all(run: Run) -> str:
    return f"{_score(run, 'accuracy')} {_interval(run['metrics']['scores']['accuracy']['interval'])}"


def _right(run: Run, ids: set[str]) -> str:
    return _share(mean(float(case["correct"]) for case in run["cases"] if case["id"] in ids))


def _against(run: Run, baseline: Run) -> str:
    if run is baseline:
        return "–"
    difference, interval, more, fewer = against(run, baseline)
    return f"{100 * (difference or 0):+.1f} {_interval(interval)}, +{more} −{fewer}"


def _score(run: Run, name: str) -> str:
    return _share(run["metrics"]["scores"].get(name, {}).get("value"))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _interval(ends: Sequence[float] | None) -> str:
    return "" if ends is None else f"[{100 * ends[0]:.0f}, {100 * ends[1]:.0f}]"


def _seconds(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _latency(run: Run, name: str) -> str:
    value = run["metrics"]["latency"][name]
    return _seconds(None if value is None else value / 1000)


_COSTS: tuple[tuple[str, Callable[[Run], str]], ...] = (
    ("ungrounded figures", lambda run: str(run["metrics"]["ungrounded"])),
    ("broken citations", lambda run: str(run["metrics"]["broken_citations"])),
    ("a question, p50, seconds", lambda run: _latency(run, "p50")),
    ("a question, p95, seconds", lambda run: _latency(run, "p95")),
    ("indexing, seconds", lambda run: _seconds(run["peer"]["index_seconds"], 1)),
    ("peak memory, MiB", lambda run: _seconds(run["peer"]["peak_memory_mib"], 0)),
)
