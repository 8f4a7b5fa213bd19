"""A run file, as `xianwen eval --json` writes it: read, and checked for what a comparison needs of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import FiniteFloat, TypeAdapter, ValidationError

from eval.report import SCHEMA
from index.errors import UnreachableSource, UnreadableSource

_REMEDY = "write one with xianwen eval … --json"


@dataclass(frozen=True, slots=True)
class RunAnswer:
    """What was shown; marks such as [1] stand in the text."""

    text: str


@dataclass(frozen=True, slots=True)
class RunCase:
    """A case and what came back: scores 0 to 1 by name, None without gold; wall time in milliseconds."""

    id: str
    type: str
    question: str
    expected: tuple[str, ...]
    answer: RunAnswer
    correct: bool
    milliseconds: FiniteFloat
    scores: dict[str, FiniteFloat | None]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What two runs must share for a case to be the same: id, question and expected answers."""
        return self.id, self.question, self.expected


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its cases by key, how many documents it asked, and what it was set to."""

    cases: tuple[RunCase, ...]
    documents: int | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    def by_key(self) -> dict[tuple[str, str, tuple[str, ...]], RunCase]:
        """The cases under what makes them the same in another run."""
        return {case.key: case for case in self.cases}

    @property
    def score_names(self) -> set[str]:
        """The scores that any of its cases has a place for."""
        return {name for case in self.cases for name in case.scores}


def read_run(path: Path) -> dict[str, Any]:
    """The plain values of a run file, checked.

    Raises UnreachableSource where it cannot be opened, UnreadableSource where it is no run or of another schema.
    """
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreachableSource(f"cannot open the run {path}: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"{path} is not UTF-8 (byte {error.start}); {_REMEDY}") from error
    except json.JSONDecodeError as error:
        raise UnreadableSource(f"{path} is not JSON ({error.msg}, line {error.lineno}); {_REMEDY}") from error
    parse_run(run, str(path))
    return dict(run)


def parse_run(run: object, name: str) -> Run:
    """The run that plain values hold; `name` is how an error calls it.

    `parse_run({"schema": 1, "cases": []}, "old.json")` is `Run(())`. What a comparison does not need is not looked
    at. Raises UnreadableSource, naming the place and the remedy.
    """
    if not isinstance(run, Mapping) or "schema" not in run:
        raise UnreadableSource(f"{name} is no run of known cases; {_REMEDY}")
    if run["schema"] != SCHEMA:
        raise UnreadableSource(
            f"{name} has schema {run['schema']!r}, this version reads {SCHEMA}; run its cases again"
        )
    try:
        return _adapter().validate_python(dict(run))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UnreadableSource(
            f"{name} is no run of known cases ({place}: {first['msg']}); {_REMEDY}"
        ) from error


@cache
def _adapter() -> TypeAdapter[Run]:
    return TypeAdapter(Run)
