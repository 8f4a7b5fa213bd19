"""What flows between the stages of `qa`: frozen records."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

Grounding = Literal["grounded", "partial", "missing"]
AnswerKind = Literal["figure", "date", "duration", "person", "place", "reason", "list", "yes_no", "other"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact characters that prove a claim: `text[start:end] == quote` for the stored text of `doc_id`."""

    doc_id: str
    source: str
    title: str
    page: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to show. Marks such as [1] in `text` are 1-based positions in `citations`.

    `confidence` is the probability, 0 to 1, that the reports answer the question this way; `notices` tell
    the person what happened on the way (a chat model that was away, sentences that verification dropped).
    """

    question: str
    text: str
    grounding: Grounding
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    notices: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Turn:
    """One past exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A span the reader proposes: characters [start, end) of the passage it was given, and its score.

    `score` is the reader's own margin (span logits over the "no answer" logits); higher is surer.
    """

    passage: int
    start: int
    end: int
    score: float


class Reader(Protocol):
    """Finds the span of a passage that answers a question, and says how sure it is."""

    def read(self, question: str, passages: Sequence["Passage"], top: int = 8) -> list[Reading]:
        """Up to `top` spans per passage, best first over all passages."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What the reader is given: a chunk's text, under a header it may read but not cite."""

    text: str
    header: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood: whole (follow-ups resolved), with what it names and the kind of answer wanted.

    `places` are division codes, `units` those that a figure may have (empty: any).
    """

    text: str
    places: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kind: AnswerKind = "other"
    units: frozenset[str] = frozenset()
    rewritten: bool = field(default=False)
