"""What flows inside `qa.compute`: what is asked, the cells that answer it, and their values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from index import Document, Filters, Library, Place
from index.records import FigureKind
from qa.say import Language

Goal = Literal[
    "compare",
    "difference",
    "ratio",
    "change",
    "trend",
    "each",
    "sum",
    "average",
    "rank",
    "count",
    "reach",
    "share",
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell of the table that a question needs: whose figure, when, and of what.

    `label` is how the question names it, `place` None where it names none, `year` None where it leaves it open;
    `shift` is -1 for 去年, by the date of each report. `period` is canonical (1-6 is 上半年), empty the whole year.
    `family` is an indicator of the list, `words` what else the question says of it. `question` asks for this cell alone,
    `brief` the same without what leads to it (empty: nothing does).
    """

    label: str
    place: Place | None
    year: int | None
    period: str
    family: str
    words: tuple[str, ...]
    kind: FigureKind
    planned: bool
    question: str
    shift: int | None = None
    brief: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked for: the cells, and what is done with them.

    `lowest` asks for the least of them; `better` is the word of comparison (高, 快); `percent` wants a change in
    per cent; `unless_stated` that a report may state it itself (比上年增长), which is then read; `open_years` says that the years are those that the library has, the last
    `last` of them where that is not 0, those from `since` on and up to `until`, where that is not 0, whose figure is `only`; `whether` that yes or no is asked, of the first against the second.
    """

    goal: Goal
    wanted: tuple[Wanted, ...]
    lowest: bool = False
    better: str = ""
    percent: bool = False
    unless_stated: tuple[FigureKind, ...] = ()
    open_years: bool = False
    last: int = 0
    since: int = 0
    until: int = 0
    only: str = ""
    whether: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Characters [start, end) of a report that give a value."""

    document: Document
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as it is shown and computed with.

    `number` is signed, exact, in the base unit `unit`; `written` the characters of its first source. `label` is the
    unit as written (亿元), one of which is `size` base units, and `decimals` how many it has there. `rough` says that
    it is no exact number (约, 余, a range).
    """

    number: Fraction
    unit: str
    written: str
    label: str
    size: Fraction
    decimals: int
    kind: FigureKind
    year: int | None
    rough: bool
    sources: tuple[Source, ...]
    certainty: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A wanted cell with its values: none where the reports do not give it, several where they disagree."""

    wanted: Wanted
    values: tuple[Value, ...]

    @property
    def value(self) -> Value:
        """The one value of a cell that has one."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Read:
    """A span that the reader proposes for a question, and how sure it is, 0 to 1."""

    document: Document
    start: int
    end: int
    certainty: float


Reads = Callable[[str], Sequence[Read]]
"""Asks the passages: the spans for a question, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Computing:
    """What an answer is computed with: the library under a person's `own` filters, and a way to ask its passages.

    `threshold` is the least certainty with which a span of them is a figure of an answer.
    """

    library: Library
    own: Filters
    reads: Reads
    threshold: float
    language: Language = "zh"
