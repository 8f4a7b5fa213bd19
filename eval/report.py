"""Shows a run: a table in the terminal, and JSON that another run can be compared with."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.run import CaseResult
from eval.stages import MEANING, STAGES
from eval.summary import Score, Summary, case_scores, summarise

SCHEMA = 1
"""The version of the run file: what `to_json` makes, and eval.compare and eval.page read."""
_GIT_SECONDS = 10


def print_report(console: Console, results: Sequence[CaseResult]) -> None:
    """Print the scores, the accuracy by type, the latency, and every wrong or ungrounded case."""
    summary = summarise(results)
    console.print(_scores_table("Scores", summary.scores))
    console.print(_scores_table("Accuracy by type", summary.accuracy_by_type))
    _print_lost(console, summary)
    console.print(f"latency: p50 {_ms(summary.latency['p50'])}, p95 {_ms(summary.latency['p95'])}")
    _print_confidence(console, summary)
    console.print(f"ungrounded figures: {summary.ungrounded}, broken citations: {summary.broken_citations}")
    _print_unlocated(console, summary)
    for result in results:
        if not result.correct or result.ungrounded or result.broken:
            _print_case(console, result)


def to_json(results: Sequence[CaseResult], about: Mapping[str, Any]) -> dict[str, Any]:
    """The run as plain values: what it ran on (`about`), its metrics and every case."""
    metrics = asdict(summarise(results))
    return {"schema": SCHEMA, **about, "metrics": metrics, "cases": [_case(result) for result in results]}


def program() -> dict[str, str]:
    """What ran and when: version of the package, commit of its checkout and when that was made, and the time now.

    Times are UTC to the second, `2026-11-26T15:15:57+00:00`; both of the commit are empty outside a checkout.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"version": _version(), "commit": _commit(), "commit_time": _commit_time(), "time": now}


def _scores_table(title: str, scores: Mapping[str, Score]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for head in ("value", "95 % interval", "n"):
        table.add_column(head, justify="right")
    for name, score in scores.items():
        table.add_row(name, _share(score.value), _interval(score), str(score.n))
    return table


def _print_lost(console: Console, summary: Summary) -> None:
    if not summary.lost_in:
        return
    table = Table(title="Cases lost, by stage", title_justify="left")
    table.add_column("stage")
    table.add_column("cases", justify="right")
    table.add_column("what it means")
    for stage in STAGES:
        if stage in summary.lost_in:
            table.add_row(stage, str(summary.lost_in[stage]), MEANING[stage])
    console.print(table)


def _print_confidence(console: Console, summary: Summary) -> None:
    values = [f"{name} {value:.3f}" for name, value in summary.confidence.items() if value is not None]
    if values:
        console.print(f"confidence (lower is better): {', '.join(values)}")


def _print_unlocated(console: Console, summary: Summary) -> None:
    if summary.unlocated:
        console.print(f"evidence that the library does not hold, counted as missed: {len(summary.unlocated)}")
    for line in summary.unlocated:
        console.print(f"  {escape(line)}", highlight=False)


def _print_case(console: Console, result: CaseResult) -> None:
    verdict = "right" if result.correct else "wrong"
    lost = f", lost in {result.lost_in}" if result.lost_in else ""
    lines = [f"{verdict}  {result.case.id} ({result.case.type}{lost})  {result.case.question}"]
    lines += [f"  got       {result.answer.text} ({result.answer.grounding})"]
    lines += [f"  expected  {result.case.expected}"]
    if result.ungrounded:
        lines.append(f"  not in the cited quotes: {', '.join(result.ungrounded)}")
    if result.broken:
        lines.append(f"  citations that are not the stored characters: {result.broken}")
    console.print(escape("\n".join(lines)), highlight=False)


def _case(result: CaseResult) -> dict[str, Any]:
    return {
        "id": result.case.id,
        "type": result.case.type,
        "question": result.case.question,
        "history": list(result.history),
        "answerable": result.case.answerable,
        "expected": list(result.case.answers or result.case.key_points),
        "all_required": result.case.all_required,
        "answer": result.answer.to_dict(),
        "correct": result.correct,
        "refused": result.refused,
        "best_correct": result.best_correct,
        "lost_in": result.lost_in,
        "scores": case_scores(result),
        "ungrounded": list(result.ungrounded),
        "broken_citations": result.broken,
        "gold": [{"doc": item.doc, "quote": item.quote} for item in result.case.evidence],
        "retrieved": [sorted(items) for items in result.retrieved],
        "cited": [sorted(items) for items in result.cited],
        "milliseconds": round(result.milliseconds, 1),
    }


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _interval(score: Score) -> str:
    return "–" if score.interval is None else f"{score.interval[0]:.1%} – {score.interval[1]:.1%}"


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} ms"


def _version() -> str:
    try:
        return version("xianwen")
    except PackageNotFoundError:
        return ""


def _commit() -> str:
    # With -dirty behind it where the files are not those of the commit.
    return _git("describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")


def _commit_time() -> str:
    seconds = _git("show", "--no-patch", "--format=%ct")
    return datetime.fromtimestamp(int(seconds), UTC).isoformat() if seconds.isdecimal() else ""


def _git(*words: str) -> str:
    """What git says in the folder of this file, empty where it cannot."""
    here = Path(__file__).parent
    try:
        done = subprocess.run(
            ["git", *words], cwd=here, capture_output=True, text=True, timeout=_GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
