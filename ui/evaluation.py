"""What the page needs of the evaluation, which another package lends: `ui` and `eval` do not import each other.

Nothing here is written to.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol, cast

from index.errors import XianwenError
from ui.i18n import Language

LENT = "xianwen.evaluation"
"""The entry point of this group is a callable `(folder of a library) -> Evaluation`."""

_log = logging.getLogger(__name__)


class Mean(Protocol):
    """A mean, 0 to 1, over `n` cases with its 95 % interval; None where nothing was counted."""

    value: float | None
    n: int
    interval: tuple[float, float] | None


class Run(Protocol):
    """A kept run: `name` tells it from the others, `label` names it in plots, `questions` is its question set, `n` its cases.

    Times are ISO 8601 or empty, and so is `commit`; `changed`: the checkout was not as committed.
    """

    name: str
    label: str
    questions: str
    time: str
    commit: str
    changed: bool
    version: str
    n: int
    scores: Mapping[str, Mean]
    types: Mapping[str, Mean]


class Unread(Protocol):
    """A file that is no run, and why."""

    name: str
    error: XianwenError


class Listing(Protocol):
    """The runs newest first, and the files that are none."""

    runs: Sequence[Run]
    unread: Sequence[Unread]

    def of(self, questions: str) -> Sequence[Run]:
        """The runs of a question set in the order of their commits."""


class Wrong(Protocol):
    """A case to look at, by its place in the run, from 1; `stage` and `meaning`: what lost it; `right`: its answer is."""

    number: int
    id: str
    type: str
    stage: str
    meaning: str
    question: str
    answer: str
    right: bool


class Evaluation(Protocol):
    """The runs kept in a folder; `lines` are the scores that `history` draws, in its order.

    What cannot be done raises XianwenError, with the remedy.
    """

    folder: Path
    lines: Sequence[str]

    def listing(self) -> Listing:
        """What there is now."""

    def history(self, same: Sequence[Any]) -> str:
        """The scores over runs, as SVG."""

    def types(self, run: Any, language: Language) -> str:
        """The accuracy by type, as SVG."""

    def type_name(self, name: str, language: Language) -> str:
        """What a type of question is called."""

    def wrong(self, run: Any, language: Language) -> Sequence[Wrong]:
        """The cases of a run to look at."""

    def case(self, run: Any, number: int, language: Language) -> tuple[str, str] | None:
        """The id of one of them, and the case as a whole HTML document; None where there is none of this number."""


def lent(library: Path) -> Evaluation | None:
    """The evaluation over a library's folder; None, and a line in the log, where no package lends one that works."""
    for point in entry_points(group=LENT):
        try:
            opened: Callable[[Path], Any] = point.load()
            return cast(Evaluation, opened(library))
        except Exception:
            _log.exception("the evaluation %s cannot be loaded", point.value)
    return None
