"""The figures as points of a chart, all in one unit. Pure functions; `ui.figures_drawing` draws it.

No two points share a series and a year: what reports say differently of them is of a series of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.records import Stated
from qa.compute.marks import canonical
from ui.figures import Measure, Row
from ui.i18n import Language, say

SERIES = 12
"""Lines in a chart; more cannot be told apart."""
BARS = 24
_RATES = frozenset({"%", "百分点", "‰", "倍", "位"})
_COUNTY = 6
"""Digits of the code of a county."""
_STEPS = ((1e8, "亿", "10⁸"), (1e4, "万", "10⁴"))


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a `series` and a year; `value` in the chart's unit, `source` is where it stands."""

    series: str
    year: int
    value: float
    source: Stated


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `axis` says the indicator and the unit of all points; `left_out` rows of the table are not drawn.

    `wider` are places that are left out besides, because they lie around those that are drawn.
    """

    form: Literal["line", "bar"]
    points: tuple[Point, ...]
    axis: str
    left_out: int
    wider: tuple[str, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """Every year from the first to the last, also those that nobody tells of."""
        told = [one.year for one in self.points]
        return tuple(range(min(told), max(told) + 1))

    @property
    def series(self) -> tuple[str, ...]:
        """The series, as they come."""
        return tuple(dict.fromkeys(one.series for one in self.points))


def chart(
    found: Sequence[Row], indicator: str, measure: Measure, language: Language, *, every: bool = False
) -> Chart | None:
    """Lines over the years where a series has several of them, else bars; None where there is nothing to compare.

    Targets, ranges and figures without a year are not drawn; those of firms and projects only where they are the most;
    amounts of the country, provinces and cities beside those of counties, which they would press flat, only where
    `every` place is wanted.
    """
    if not every and not _is_rate(measure) and (counties := _counties(found)):
        of_counties = chart(counties, indicator, measure, language, every=True)
        if of_counties:
            around = dict.fromkeys(row.place for row in found if row not in counties)
            return replace(of_counties, wider=tuple(around))
    plain = [row for row in found if row.figure.year and not row.figure.planned and row.figure.low is None]
    of_places = [row for row in plain if not row.figure.subject]
    drawn = of_places if 2 * len(of_places) >= len(plain) else plain
    points = _points(drawn, language)
    if len(points) < 2:
        return None
    years = Counter(one.series for one in points)
    form: Literal["line", "bar"] = "line" if max(years.values()) > 1 else "bar"
    kept = _lines(points) if form == "line" else _bars(points)
    size, unit = _unit(measure, kept, language)
    scaled = tuple(replace(one, value=round(one.value / size, 6)) for one in kept)
    axis = say(language, "figures_in_unit", name=indicator, unit=unit) if unit else indicator
    return Chart(form, scaled, axis, len(found) - len(drawn) + len(points) - len(kept))


def _counties(found: Sequence[Row]) -> list[Row]:
    """The rows without those of places that lie around counties; all of them where none is of a county."""
    if all(len(row.figure.code) != _COUNTY for row in found):
        return []
    return [
        row for row in found if len(row.figure.code) == _COUNTY or not (row.figure.code or row.figure.place)
    ]


def _points(drawn: Sequence[Row], language: Language) -> list[Point]:
    """One point for each value that is told of a cell; a second value is of a series of its own."""
    told: dict[tuple[str, int], dict[float, Stated]] = defaultdict(dict)
    for row in drawn:
        told[_series(row), row.figure.year or 0].setdefault(row.figure.value, row.stated)
    return [
        Point(say(language, "figures_other", name=name, n=at) if at > 1 else name, year, value, source)
        for (name, year), values in told.items()
        for at, (value, source) in enumerate(values.items(), start=1)
    ]


def _series(row: Row) -> str:
    """Whose figures can stand in one line: those of one place and subject, of one part of the year."""
    whose = f"{row.place} {row.figure.subject}".strip()
    period = row.figure.period if canonical(row.figure.period) else ""
    return f"{whose} {period}".strip()


def _lines(points: Sequence[Point]) -> list[Point]:
    most = [name for name, _ in Counter(one.series for one in points).most_common(SERIES)]
    kept = [one for one in points if one.series in most]
    return sorted(kept, key=lambda one: (one.series, one.year))


def _bars(points: Sequence[Point]) -> list[Point]:
    """The highest, named with their years where these are not the same."""
    several = len({one.year for one in points}) > 1
    named = [replace(one, series=f"{one.series} {one.year}") if several else one for one in points]
    return sorted(named, key=lambda one: -one.value)[:BARS]


def _unit(measure: Measure, points: Sequence[Point], language: Language) -> tuple[float, str]:
    """How many base units one of the axis is, and its name: 亿元."""
    top = max(abs(one.value) for one in points)
    if _is_rate(measure):
        return 1.0, measure.unit
    for size, name, power in _STEPS:
        if top >= size:
            return size, f"{name}{measure.unit}" if language == "zh" else f"{power} {measure.unit}"
    return 1.0, measure.unit


def _is_rate(measure: Measure) -> bool:
    """Whether figures of a measure are alike for small and large places."""
    return measure.unit in _RATES or measure.kind in ("growth", "share", "rank")
