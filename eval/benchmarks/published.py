"""The published figures, out of one data file, and which of ours each stands beside."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FIGURES = Path(__file__).with_name("published.json")


@dataclass(frozen=True, slots=True)
class Figure:
    """A published value, 0 to 1, of one system for the measure (`name`, `metric`) of a benchmark."""

    benchmark: str
    name: str
    metric: str
    system: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Published:
    """The figures of a benchmark, its sources in full by their short names, and how far they compare with ours."""

    figures: tuple[Figure, ...]
    sources: dict[str, str]
    notes: tuple[str, ...]

    def beside(self, name: str, metric: str) -> tuple[Figure, ...]:
        """The figures that stand beside the measure (`name`, `metric`)."""
        return tuple(one for one in self.figures if (one.name, one.metric) == (name, metric))


def published(benchmark: str) -> Published:
    """What is published on a benchmark; nothing for one that has no figures."""
    figures, sources, notes = _all()
    own = tuple(one for one in figures if one.benchmark == benchmark)
    named = {one.source: sources[one.source] for one in own}
    return Published(own, named, tuple(notes.get(benchmark, ())))


@cache
def _all() -> tuple[tuple[Figure, ...], dict[str, str], dict[str, list[str]]]:
    data = json.loads(FIGURES.read_text(encoding="utf-8"))
    figures = tuple(
        Figure(
            group["benchmark"],
            group["name"],
            metric,
            group["system"],
            round(percent / 100, 4),
            group["source"],
        )
        for group in data["figures"]
        for metric, percent in group["percent"].items()
    )
    return figures, data["sources"], data["notes"]
