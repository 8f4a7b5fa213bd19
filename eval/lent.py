"""What the page borrows of the evaluation: the kept runs of a library, their plots and their wrong cases.

`ui` loads `of_library` by its entry point (group `xianwen.evaluation`) and states in `ui.evaluation` what it needs of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from eval import plots
from eval.kept import FOLDER, Kept, Listing, Mean, listed, read_kept
from eval.page import Trouble, case_page, troubles
from eval.words import Language, named, sayer

LINES = ("accuracy", "refusal recall", "wrongly refused")
"""The scores that are followed over the runs."""
_MOST = 20
"""Runs in a plot, the last ones."""
_MOST_TYPES = 40
"""Types in a plot, the first ones; a table can hold more."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A case to look at: `number` is its place in the run, from 1; `stage` the name of what lost it, `meaning` what that is.

    `right`: its answer is, but a figure or a citation is at fault.
    """

    number: int
    id: str
    type: str
    stage: str
    meaning: str
    question: str
    answer: str
    right: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The runs kept in a folder. Holds nothing: what it gives is what the folder has then."""

    folder: Path

    @property
    def lines(self) -> Sequence[str]:
        """The scores that `history` draws, in its order."""
        return LINES

    def listing(self) -> Listing:
        """The runs, newest first. Raises UnreachableSource where the folder cannot be read."""
        return listed(self.folder)

    def history(self, same: Sequence[Kept]) -> str:
        """The headline scores of runs in this order, as SVG. Raises MissingLibrary, with the remedy."""
        last = same[-_MOST:]
        lines = tuple(tuple(_cell(run.scores.get(name)) for run in last) for name in LINES)
        return _history(tuple(run.label for run in last), lines)

    def types(self, run: Kept, language: Language) -> str:
        """The accuracy by type of a run, as SVG. Raises MissingLibrary."""
        cells = tuple(
            (self.type_name(name, language), (mean.value, mean.n, mean.interval))
            for name, mean in islice(run.types.items(), _MOST_TYPES)
        )
        return _types(cells, sayer(language)("types_axis"))

    def type_name(self, name: str, language: Language) -> str:
        """What a type of question is called; one that a cases file has of its own stays as it is."""
        return named("type_", name, language)

    def wrong(self, run: Kept, language: Language) -> list[Wrong]:
        """The cases of a run to look at, by stage and type. Raises SourceError where its file changed or is gone."""
        return [_wrong(one, language) for one in troubles(read_kept(run.path)["cases"])]

    def case(self, run: Kept, number: int, language: Language) -> tuple[str, str] | None:
        """The id of one of them, and the case as an HTML document that loads and runs nothing; None without this number.

        Raises SourceError as `wrong` does, and MissingLibrary.
        """
        found = troubles(read_kept(run.path)["cases"])
        one = next((trouble for trouble in found if trouble.number == number), None)
        return (one.case["id"], case_page(one, language)) if one else None


def of_library(library: Path) -> Evaluation:
    """The runs kept with a library: those of the folder `runs` in its folder."""
    return Evaluation(library / FOLDER)


_Cell = tuple[float | None, int, tuple[float, float] | None]


def _cell(mean: Mean | None) -> _Cell | None:
    return (mean.value, mean.n, mean.interval) if mean else None


# A plot takes a quarter of a second, and is the same for everybody who looks at a run.
@lru_cache(maxsize=64)
def _history(labels: tuple[str, ...], lines: tuple[tuple[_Cell | None, ...], ...]) -> str:
    return plots.history(labels, [[_score(cell) if cell else None for cell in line] for line in lines])


@lru_cache(maxsize=64)
def _types(cells: tuple[tuple[str, _Cell], ...], label: str) -> str:
    return plots.accuracy_by_type({name: _score(cell) for name, cell in cells}, label)


def _score(cell: _Cell) -> Mapping[str, Any]:
    return dict(zip(("value", "n", "interval"), cell, strict=True))


def _wrong(one: Trouble, language: Language) -> Wrong:
    return Wrong(
        number=one.number,
        id=one.case["id"],
        type=named("type_", one.case["type"], language),
        stage=named("stage_", one.stage, language),
        meaning=named("meaning_", one.stage, language),
        question=one.case["question"],
        answer=one.case["answer"]["text"],
        right=one.case["correct"],
    )
