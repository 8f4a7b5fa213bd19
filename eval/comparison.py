"""What a comparison of two runs says: frozen records, made by `eval.compare`."""

from dataclasses import dataclass
from typing import Literal

LEVEL = 0.05
SMALL = 20
"""A type with fewer cases is shown and not tested: McNemar's test needs 6 that all changed one way."""
LOWER_IS_BETTER = frozenset({"wrongly refused"})

Verdict = Literal["better", "worse", "no significant change"]


@dataclass(frozen=True, slots=True)
class Change:
    """The means, 0 to 1, of a score over the `n` cases that have it in both runs."""

    name: str
    n: int
    old: float
    new: float

    @property
    def difference(self) -> float:
        """New less old."""
        return self.new - self.old

    @property
    def loss(self) -> float:
        """By how much the new run is worse, negative where it is better; some scores are better when lower."""
        return self.difference if self.name in LOWER_IS_BETTER else -self.difference


@dataclass(frozen=True, slots=True)
class Row(Change):
    """A change with its test: the 95 % bootstrap interval of the difference, the two-sided p value, the same adjusted."""

    interval: tuple[float, float]
    p: float
    adjusted: float

    @property
    def verdict(self) -> Verdict:
        """Better or worse where the adjusted p value is below LEVEL."""
        if self.adjusted >= LEVEL or not self.loss:
            return "no significant change"
        return "worse" if self.loss > 0 else "better"


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that became right or wrong, with the text that either run showed."""

    id: str
    type: str
    question: str
    expected: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Latency:
    """A percentile (p50, p95) of the wall time, in milliseconds, over the cases of both runs."""

    name: str
    old: float
    new: float

    @property
    def ratio(self) -> float | None:
        """New by old: 2 is twice as slow; None where the old took no time."""
        return self.new / self.old if self.old else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two runs.

    `rows` are the scores. `types` are the accuracies by type of case: a Row from SMALL cases on, a Change without
    a test below. `only_old` and `only_new` count the cases that are left out because the other run has no
    same one. `notices` say where the runs are not of the same thing.
    """

    n: int
    rows: tuple[Row, ...]
    types: tuple[Change, ...]
    became_right: tuple[Flip, ...]
    became_wrong: tuple[Flip, ...]
    latency: tuple[Latency, ...]
    only_old: int
    only_new: int
    notices: tuple[str, ...]
