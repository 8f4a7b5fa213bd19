"""Shows a benchmark: our figures with the published ones beside them, in the terminal and as JSON."""

from typing import Any

from rich.console import Console
from rich.table import Table

from eval.benchmarks.published import Figure, Published
from eval.benchmarks.records import Measure, Outcome

SCHEMA = 1


def print_outcome(console: Console, benchmark: str, outcome: Outcome, known: Published) -> None:
    """Print one row a measure, the published figures in its last column, then their sources and every notice."""
    table = Table(title=benchmark, title_justify="left")
    table.add_column("")
    for head in ("value", "95 % interval", "n"):
        table.add_column(head, justify="right")
    if known.figures:
        table.add_column("published")
    for one in outcome.measures:
        beside = "\n".join(map(_figure, known.beside(one.name, one.metric)))
        table.add_row(
            one.label, _share(one.value), _interval(one), str(one.n), *([beside] if known.figures else [])
        )
    console.print(table)
    for line in (*(f"source: {text}" for text in known.sources.values()), *known.notes, *outcome.notices):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def to_json(benchmark: str, outcome: Outcome, known: Published, about: dict[str, Any]) -> dict[str, Any]:
    """The run as plain values, in the manner of the run file: what it ran on, metrics, published figures, cases."""
    scores = {
        one.label: {"value": one.value, "n": one.n, "interval": list(one.interval) if one.interval else None}
        for one in outcome.measures
    }
    return {
        "schema": SCHEMA,
        "benchmark": benchmark,
        **about,
        **outcome.about,
        "metrics": {"scores": scores},
        "published": [
            {
                "score": Measure(one.name, one.metric, None, 0).label,
                "system": one.system,
                "value": one.value,
                "source": known.sources[one.source],
            }
            for one in known.figures
        ],
        "notes": [*known.notes, *outcome.notices],
        "cases": list(outcome.cases),
    }


def _figure(one: Figure) -> str:
    return f"{_share(one.value)} {one.system}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _interval(one: Measure) -> str:
    return "–" if one.interval is None else f"{one.interval[0]:.1%} – {one.interval[1]:.1%}"
