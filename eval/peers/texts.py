"""The stored texts that every peer is given, and the shelf on which the run finds them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from eval.run import DEPTH, Asks, locate
from index import Library
from index.errors import UnreadableSource
from index.records import Chunk, Document, DocumentSummary, Hit, Matrix
from index.settings import IndexSettings
from index.store import SqliteStore
from qa.cite import citation
from qa.records import Answer, Citation

NO_ANSWER = "资料中没有"


class Peer(Asks, Protocol):
    """Another way of answering over the same texts."""

    def search(self, text: str, limit: int) -> list[Hit]:
        """The `limit` best pieces of its own index, best first, as characters of the stored texts."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The stored documents, searched by the peer's own search: what eval.run needs of a library."""

    documents: tuple[Document, ...]
    peer: Peer

    def get(self, doc_id: str) -> Document:
        """A document with its text."""
        return next(one for one in self.documents if one.id == doc_id)

    def search(self, text: str, limit: int = DEPTH) -> list[Hit]:
        """The peer's best pieces, best first."""
        return self.peer.search(text, limit)

    # Last in the class: its name hides the type from annotations below it.
    def list(self) -> Sequence[DocumentSummary]:
        """Every document, without its text."""
        return [
            DocumentSummary(d.id, d.source, d.about, len(d.text), 0, len(d.pages)) for d in self.documents
        ]


class _NoVectors:
    """An encoder for a library of which only the texts are wanted."""

    dim = 1

    def encode_documents(self, texts: list[str]) -> Matrix:
        return np.ones((len(texts), 1), dtype=np.float32)

    def encode_query(self, text: str) -> Matrix:
        return np.ones(1, dtype=np.float32)


def store_texts(reports: Path, folder: Path) -> list[str]:
    """Read, clean and describe the reports into `folder`, without vectors; a line for each that was left out.

    So no peer has the reading of files in its time and memory, and all have the very same characters.
    """
    with Library.open(IndexSettings(library=folder), encoder=_NoVectors()) as library:
        fates = library.add(reports)
    return [f"left out {fate.source}: {fate.error}" for fate in fates if fate.status == "failed"]


def stored_texts(folder: Path) -> tuple[Document, ...]:
    """The documents that `store_texts` put into `folder`, in the order of their sources."""
    store = SqliteStore(folder / "library.sqlite")
    try:
        documents = [store.get(summary.id) for summary in store.summaries()]
    finally:
        store.close()
    return tuple(sorted(documents, key=lambda one: (one.source, one.id)))


def placed(document: Document, quote: str, start: int | None) -> tuple[int, int]:
    """Where a piece that a peer cut out stands in the stored text: at `start` as the peer says, or where found.

    The document "甲增长5%。" with the quote "增长5%" and start 1 gives (1, 5). White space may differ.
    Raises UnreadableSource where the characters are not there.
    """
    if start is not None and quote and document.text.startswith(quote, start):
        return start, start + len(quote)
    found = locate(document.text, quote)
    if not found:
        raise UnreadableSource(
            f"{document.source}: a piece of a peer is not in the stored text: {quote[:40]!r}; "
            "its splitter changes characters, choose one that does not"
        )
    return found[0]


def hit(document: Document, place: tuple[int, int], score: float) -> Hit:
    """A piece of a peer's index as a hit."""
    start, end = place
    return Hit(
        Chunk(f"{document.id}:{start}-{end}", document.id, start, end, document.text[start:end]), score
    )


def answered(question: str, text: str, cited: Sequence[Citation], *, unknown: bool) -> Answer:
    """An answer of a peer. It says no confidence, so 1 stands for an answer and 0 for a refusal, which cites nothing."""
    if unknown:
        return Answer(question, text or NO_ANSWER, "missing")
    return Answer(question, text, "grounded", tuple(cited), 1.0)


def cited_hits(documents: Sequence[Document], hits: Sequence[Hit]) -> list[Citation]:
    """The pieces that a peer gave its model, as citations."""
    by_id = {one.id: one for one in documents}
    return [citation(by_id[h.chunk.doc_id], h.chunk.start, h.chunk.end) for h in hits]
