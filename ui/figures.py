"""The figures of an indicator as a person compares them: what can be chosen, and the rows. Pure functions.

Nothing is averaged or joined: what reports say differently stands side by side, and a level never beside a growth rate.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.amounts import SCALES
from index.places import divisions
from index.records import Figure, FigureCount, FigureKind, Indicated, Stated
from ui.i18n import Language, say

Choices = list[tuple[str, str]]
"""What a list offers, each as (words to show, value)."""

_KINDS: tuple[FigureKind, ...] = ("level", "growth", "change", "share", "rank")
_WRITTEN = re.compile(r"(?P<number>[-－−]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>\D*)")
_MINUS = "-－−"


@dataclass(frozen=True, slots=True, order=True)
class Measure:
    """What figures must share to be compared: their kind, and the base unit."""

    kind: FigureKind
    unit: str

    @property
    def key(self) -> str:
        """The measure as one text, which `measure` reads."""
        return f"{self.kind}|{self.unit}"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in the table: whose it is, the growth that its report gives with it, whether reports disagree on it."""

    stated: Stated
    place: str
    change: Stated | None
    disputed: bool

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.stated.figure


def measure(key: str) -> Measure | None:
    """The measure of a key; None for anything else."""
    kind, bar, unit = key.partition("|")
    found = next((one for one in _KINDS if one == kind), None)
    return Measure(found, unit) if found and bar else None


def place_key(one: Figure | FigureCount) -> str:
    """What tells a place from others: its code, or its name where it has none (全国)."""
    return one.code or one.place


def indicator_choices(found: Iterable[Indicated]) -> Choices:
    """Indicators with how many figures there are of each."""
    return [(f"{one.name} ({one.figures:,})", one.name) for one in found]


def measure_choices(counts: Iterable[FigureCount], language: Language) -> Choices:
    """The kinds and units of an indicator's figures, levels first, those with most figures first."""
    total: Counter[Measure] = Counter()
    for one in counts:
        total[Measure(one.kind, one.unit)] += one.figures
    ranked = sorted(total.items(), key=lambda item: (_KINDS.index(item[0].kind), -item[1], item[0].unit))
    return [(f"{measure_name(one, language)} ({n:,})", one.key) for one, n in ranked]


def measure_name(one: Measure, language: Language) -> str:
    """A measure in words: 数值（元）, 增速（%）."""
    name = say(language, f"figures_{one.kind}")
    return say(language, "figures_in_unit", name=name, unit=one.unit) if one.unit else name


def place_choices(counts: Iterable[FigureCount], chosen: Measure, language: Language) -> Choices:
    """The places that have figures of a measure; those of one name with what they lie in."""
    total: Counter[str] = Counter()
    names: dict[str, str] = {}
    for one in counts:
        if (one.kind, one.unit) == (chosen.kind, chosen.unit):
            total[place_key(one)] += one.figures
            names[place_key(one)] = one.place
    labels = _labels(names, language)
    return [(f"{labels[key]} ({n:,})", key) for key, n in sorted(total.items())]


def year_choices(counts: Iterable[FigureCount], chosen: Measure, language: Language) -> list[tuple[str, int]]:
    """The years that have figures of a measure, the latest first; 0 where a report does not tell."""
    total: Counter[int] = Counter()
    for one in counts:
        if (one.kind, one.unit) == (chosen.kind, chosen.unit):
            total[one.year or 0] += one.figures
    return [
        (f"{year or say(language, 'unknown')} ({n:,})", year)
        for year, n in sorted(total.items(), reverse=True)
    ]


def rows(found: Sequence[Stated], chosen: Measure, language: Language) -> list[Row]:
    """The figures of a measure as rows, in the order they come in; the others give their changes."""
    these = [one for one in found if (one.figure.kind, one.figure.unit) == (chosen.kind, chosen.unit)]
    labels = _labels({place_key(one.figure): one.figure.place for one in these}, language)
    said: dict[tuple[object, ...], dict[str, set[float]]] = defaultdict(lambda: defaultdict(set))
    for one in these:
        said[_cell(one.figure)][one.doc_id].add(round(one.figure.value, 6))
    disputed = {cell for cell, by_report in said.items() if _differ(list(by_report.values()))}
    changes = _changes(found) if chosen.kind == "level" else {}
    return [
        Row(one, labels[place_key(one.figure)], _change_of(one, changes), _cell(one.figure) in disputed)
        for one in these
    ]


def in_columns(one: Stated) -> tuple[str, str]:
    """A number as its report writes it, and its unit; that of its table's head where it stands there.

    A range and whatever else is no plain number stays whole.
    """
    match = _WRITTEN.fullmatch(one.written.strip())
    if not match:
        return one.written.strip(), ""
    return match["number"], match["unit"].strip() or _unit_of_head(one.figure, match["number"])


def as_said(one: Stated) -> str:
    """A figure as its report writes it, with its unit and, where it is below zero, a minus: 661.89亿元, -2.4%."""
    number, unit = in_columns(one)
    return f"{'-' if one.figure.value < 0 else ''}{number.lstrip(_MINUS)}{unit}"


def signed(one: Stated) -> str:
    """A change as its report writes it, with its sign: +5.5%, -2.4%."""
    return f"{'' if one.figure.value < 0 else '+'}{as_said(one)}"


def _labels(names: dict[str, str], language: Language) -> dict[str, str]:
    """Places by key as they are shown: 鼓楼区 with its city where there are two of them."""
    several = {name for name, n in Counter(names.values()).items() if n > 1}
    whole = divisions()
    return {
        key: (whole[key].label if name in several and key in whole else name) or say(language, "unknown")
        for key, name in names.items()
    }


def _cell(one: Figure) -> tuple[object, ...]:
    """What two figures share that should be the same."""
    return place_key(one), one.subject, one.year, one.period, one.planned


def _differ(by_report: Sequence[set[float]]) -> bool:
    """Whether reports contradict each other: two of them have no value in common."""
    return any(one.isdisjoint(other) for at, one in enumerate(by_report) for other in by_report[at + 1 :])


def _changes(found: Iterable[Stated]) -> dict[tuple[object, ...], list[Stated]]:
    changes: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for one in found:
        if one.figure.kind in ("growth", "change"):
            changes[one.doc_id, *_cell(one.figure)].append(one)
    return changes


def _change_of(one: Stated, changes: dict[tuple[object, ...], list[Stated]]) -> Stated | None:
    """The change that a report gives with a level: the next one of the same sentence, else one of the same cell."""
    there = changes.get((one.doc_id, *_cell(one.figure)), [])
    return min(there, key=lambda other: _distance(one.figure, other.figure), default=None)


def _distance(level: Figure, change: Figure) -> tuple[bool, bool, int]:
    apart = (level.sentence_start, level.sentence_end) != (change.sentence_start, change.sentence_end)
    return apart, change.start < level.start, abs(change.start - level.start)


def _unit_of_head(one: Figure, number: str) -> str:
    digits = abs(float(number.replace(",", "").lstrip(_MINUS)))
    times = round(abs(one.value) / digits, 6) if digits else 1.0
    return next((name for name, by in SCALES.items() if by == times), "") + one.unit
