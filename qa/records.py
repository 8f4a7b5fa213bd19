"""What flows between the stages of `qa`: frozen records."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

Grounding = Literal["grounded", "partial", "missing"]
AnswerKind = Literal["figure", "date", "duration", "person", "place", "reason", "list", "yes_no", "other"]
"""What form the characters have that answer a question. A person may be a firm or a department; a reason is whatever is told in a
whole sentence."""
QuestionForm = Literal[
    "figure", "growth", "count", "rank", "compare", "trend", "date", "duration", "person", "place", "reason",
    "list", "summary", "yes_no", "other",
]  # fmt: skip
"""What a question wants to be told, finer than AnswerKind: a growth, a count and a rank are all figures."""


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


Operation = Literal[
    "difference", "ratio", "share", "growth", "sum", "mean", "count", "rank", "lowest_rank", "unit"
]


@dataclass(frozen=True, slots=True)
class Given:
    """An input of a computed figure: `written` stands so in citation number `citation` (1-based).

    `sign` is -1 where the text says that it fell (下降2.4%). The `unit` of a bare number of a table stands in citation
    number `unit_citation`; empty and 0 where the number has its own.
    """

    citation: int
    written: str
    sign: int = 1
    unit: str = ""
    unit_citation: int = 0


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure of an answer that no report states: `text` as shown, and what it was computed from.

    difference: the first input less the second; ratio: the first by the second; share: the same in per cent; growth: the first over the second in
    per cent; sum and mean: of all; count: how many they are; rank: 1 + how many of the others are above the first
    (lowest_rank: below it); unit: the first, a bare number, with the second, its unit in the head of the table.
    """

    text: str
    operation: Operation
    inputs: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an answer's table, for a page to show and to plot.

    `text` is the figure as the report writes it, `value` the same in the base unit `unit`; `citations` are 1-based.
    `year` is None and `period` empty where nothing tells them.
    """

    label: str
    year: int | None
    period: str
    indicator: str
    text: str
    value: float
    unit: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question was taken for: the whole of it, in the person's words, and what it narrowed the library to.

    `rewritten`: it was a follow-up, and the conversation completed it. `places` are division codes, `place_names` their
    names; places and years are those of the question that lie within the person's own filters.
    """

    question: str
    rewritten: bool = False
    places: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to show. Marks such as [1] in `text` are 1-based positions in `citations`.

    `confidence` is the probability, 0 to 1, that the reports answer the question this way; `notices` tell
    the person what happened on the way (a chat model that was away, sentences that verification dropped).
    `computed` are the figures of `text` that were worked out from cited ones, `table` those that were cited.
    `understood` is what the question was taken for; None where nothing was made of it.
    """

    question: str
    text: str
    grounding: Grounding
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    notices: tuple[str, ...] = ()
    computed: tuple[Computed, ...] = ()
    table: tuple[Row, ...] = ()
    understood: Understood | None = None

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

    `text` calls abbreviated indicators as reports do; `shown` are the person's own words, `search` those with the full
    names behind them (either empty: the same as `text`). `places` are division codes, `units` those that a figure may
    have (empty: any), `form` what the question wants, `indicator` the family of index.indicators it names, if any.
    """

    text: str
    places: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kind: AnswerKind = "other"
    units: frozenset[str] = frozenset()
    rewritten: bool = field(default=False)
    form: QuestionForm = "other"
    indicator: str = ""
    shown: str = ""
    search: str = ""
