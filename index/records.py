"""What flows between the stages of `index`: frozen records, no behaviour beyond reading their own fields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Kind = Literal["news", "work_report", "bulletin", "plan", "table", "other"]

FigureKind = Literal["level", "growth", "change", "rank", "share"]

RemovalReason = Literal["hidden", "outside", "running", "menu", "advertising", "credit", "repeated"]
"""Why a stretch of a source is no part of the text: hidden from readers, outside of the article of a page, a head or foot that
runs over pages, what sites put around a report, an advertisement, who edited or photographed, said before."""


@dataclass(frozen=True, slots=True)
class Place:
    """A division of the published list. `code` has 2 (province), 4 (city) or 6 (county) digits."""

    code: str
    name: str
    city: str = ""
    province: str = ""

    @property
    def label(self) -> str:
        """Province, city and county in one string, without repeats: 浙江省丽水市遂昌县."""
        return "".join(dict.fromkeys(part for part in (self.province, self.city, self.name) if part))


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch of a source that is not in the stored text, and why."""

    reason: RemovalReason
    text: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a format reader got out of the bytes. A form feed in `text` ends a page.

    `title` and `date` are those that the format itself declares, where it does; `recognised` counts the pages whose
    text was read from pictures, with the errors that brings; `removed` is what the reader left out; `site` what the title of a
    page says behind the headline: `_某县人民政府网`.
    """

    text: str
    title: str = ""
    date: str = ""
    recognised: int = 0
    removed: tuple[Removed, ...] = ()
    site: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text that is stored and cited, the offsets in it where its pages begin, and all that was left out of the source."""

    text: str
    pages: tuple[int, ...] = (0,)
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """The described facts of a report. `date` is ISO (YYYY-MM-DD), YYYY, or empty where unknown.

    `author` is the names of its writers joined by 、; a library that was made before there was one has it empty.
    `recognised` counts the pages whose text was read from pictures.
    """

    title: str
    publisher: str = ""
    date: str = ""
    kind: Kind = "other"
    place: Place | None = None
    places: tuple[Place, ...] = ()
    years: tuple[int, ...] = ()
    author: str = ""
    recognised: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a report: `document.text[start:end]` is the number with its unit, as written.

    `place` is the division it belongs to (`code` and `place` its name; code "" with 全国, both empty where unknown),
    `subject` the firm, project or town within it. `year` is None where the text does not tell; `period` is 上半年, 1-9月,
    年末 or empty for the whole year. `indicator` is as written, `family` its name in the list of indicators, or empty.
    `value` is signed and in the base unit `unit` (元, 人, 平方米, 公斤, %, 百分点, or a counter); a range has `low` and
    `high`. `kind`: a level, growth in %, a change by an amount, a rank, a share in %. `planned`: a target, no result.
    """

    code: str
    place: str
    year: int | None
    period: str
    subject: str
    indicator: str
    family: str
    value: float
    unit: str
    low: float | None
    high: float | None
    approximate: bool
    planned: bool
    kind: FigureKind
    start: int
    end: int
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Indicated:
    """An indicator that figures of the library are of: how many there are. `listed`: it is one of the list of indicators."""

    name: str
    listed: bool
    figures: int


@dataclass(frozen=True, slots=True)
class FigureCount:
    """How many figures of an indicator have this kind, unit, place and year."""

    kind: FigureKind
    unit: str
    code: str
    place: str
    year: int | None
    figures: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with what a person needs to check it: its report, the number as written, the sentence around it."""

    doc_id: str
    title: str
    date: str
    source: str
    written: str
    sentence: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A report of the library. Citations are offsets into `text`; `id` is a hash of `text`."""

    id: str
    source: str
    text: str
    about: Description
    pages: tuple[int, ...] = (0,)

    @property
    def title(self) -> str:
        """The title to show for this report."""
        return self.about.title

    def page_at(self, offset: int) -> int:
        """The 1-based page on which the character at `offset` stands."""
        return max(1, sum(start <= offset for start in self.pages))


@dataclass(frozen=True, slots=True)
class Similar:
    """A near-duplicate that is listed under another report: the same story from elsewhere, kept but not searched."""

    id: str
    title: str
    date: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A row of the library's list: a document without its text. `size` is in characters.

    `sources` are all that gave this text, or one that is the same but for trifles; of the latter `similar` has each;
    `corrected` names the fields that a person set.
    """

    id: str
    source: str
    about: Description
    size: int
    chunks: int
    pages: int
    sources: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    similar: tuple[Similar, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A searchable piece: `document.text[start:end] == text`, always.

    `header` (place | year | title | section) is embedded and indexed with the text but never cited.
    """

    id: str
    doc_id: str
    start: int
    end: int
    text: str
    section: str = ""
    header: str = ""

    @property
    def indexed_text(self) -> str:
        """What is embedded and put into the lexical index."""
        return f"{self.header}\n{self.text}" if self.header else self.text


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found by search, with its fused score and its rank (1-based) in each leg that found it."""

    chunk: Chunk
    score: float
    ranks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is restricted to before it runs; an empty field does not restrict.

    `places` are division codes: a province or city code admits every report about a county below it.
    `years` admit the reports that speak of one of them, those without date and years, and undated ones whose 今年 or
    去年 nothing dates.
    """

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    doc_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """The fate of one source of an `add` call: `document` went in, or was there, or `error` says why not.

    `error` is a line in English, `error_zh` the same in Chinese. `replaced` is the id of the document whose place
    this text took at its address; `similar` says that the report is listed under a near-duplicate, `document`.
    """

    source: str
    status: Literal["added", "unchanged", "failed"]
    document: DocumentSummary | None = None
    error: str = ""
    error_zh: str = ""
    replaced: str = ""
    similar: bool = False


ProblemKind = Literal[
    "damaged_file", "damaged_text", "pending", "missing_chunks", "missing_terms", "wrong_terms", "orphan_terms",
    "damaged_terms", "missing_vectors", "orphan_vectors", "damaged_vectors",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not agree in a library: `count` of this kind, the ids of the first few of them."""

    kind: ProblemKind
    count: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was looked at, what did not agree, and what still does not after repair (the same where none was asked)."""

    documents: int
    chunks: int
    vectors: int
    problems: tuple[Problem, ...] = ()
    left: tuple[Problem, ...] = ()


Progress = Callable[[int, int, str], None]
"""Called as `progress(done, total, current_source)` while documents go in."""


class Encoder(Protocol):
    """Turns texts into vectors. Query and passage prefixes are the encoder's own business."""

    @property
    def dim(self) -> int:
        """Width of the vectors."""

    def encode_documents(self, texts: list[str]) -> Matrix:
        """Vectors of shape (n_texts, dim), float32, unit norm."""

    def encode_query(self, text: str) -> Matrix:
        """A vector of shape (dim,), float32, unit norm."""


class VectorStore(Protocol):
    """Holds vectors under chunk ids. Every method raises VectorsBroken where the index is damaged."""

    def close(self) -> None:
        """Let go of files and connections."""

    def add(self, chunks: list[Chunk], vectors: Matrix) -> None:
        """Store one vector of shape (dim,) per chunk; an id that is there is replaced."""

    def refresh(self) -> None:
        """See what another process has stored since."""

    def remove(self, doc_id: str) -> None:
        """Forget every vector of a document."""

    def delete(self, ids: list[str]) -> None:
        """Forget the vectors of these chunks."""

    def ids_of(self, doc_id: str) -> set[str]:
        """The chunk ids under which vectors of a document are stored."""

    def pages(self) -> Iterator[list[tuple[str, bool]]]:
        """Every (chunk id, whether a vector can be read under it), some at a time."""

    def search(self, vector: Matrix, limit: int, doc_ids: list[str] | None) -> list[tuple[str, float]]:
        """The `limit` nearest (chunk id, cosine similarity), best first, within `doc_ids` where given."""

    def count(self) -> int:
        """How many vectors there are."""

    def clear(self) -> None:
        """Forget everything, and begin anew."""
