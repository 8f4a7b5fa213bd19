"""The library: composes load → clean → describe → chunk → embed → store, and searches what is stored."""

import hashlib
import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from filelock import FileLock, Timeout

from index.chunk import chunk
from index.clean import clean
from index.describe import describe
from index.embed import TransformerEncoder
from index.errors import LibraryBusy, LibraryError, SourceError, UnreadableSource
from index.fetch import expand, is_url, read_path, read_url
from index.fuse import reciprocal_rank
from index.lexical import query_terms
from index.load import load
from index.records import (
    Added,
    Chunk,
    Document,
    DocumentSummary,
    Encoder,
    Filters,
    Hit,
    Progress,
    VectorStore,
)
from index.settings import IndexSettings
from index.store import SqliteStore
from index.vectors import COLLECTION, ChromaVectors

_BATCH_CHUNKS = 128
"""Chunks that are embedded and made visible together: what a crash can leave half done."""

Leg = Literal["dense", "lexical"]
LEGS: tuple[Leg, ...] = ("dense", "lexical")
"""The ways of searching: by the vectors, and by the terms."""

_NO_FILTERS = Filters()
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Prepared:
    at: int
    source: str
    document: Document
    chunks: list[Chunk]


class Library:
    """Reports and their index in one folder. Safe for many readers and, by a lock, one writer at a time."""

    def __init__(
        self,
        settings: IndexSettings,
        encoder: Encoder,
        store: SqliteStore,
        vectors: VectorStore,
        lock: FileLock,
    ) -> None:
        self._settings = settings
        self._encoder = encoder
        self._store = store
        self._vectors = vectors
        self._lock = lock

    @classmethod
    def open(cls, settings: IndexSettings | None = None, *, encoder: Encoder | None = None) -> Self:
        """Open the library in `settings.library`, or make it; what a crash left half done is finished.

        Raises LibraryTooNew, LibraryError (no library, another encoder) and ModelError.
        """
        settings = settings or IndexSettings()
        folder = settings.library.expanduser().resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"{folder}: cannot hold a library ({error.strerror}); name another folder",
                f"{folder}：不能用作资料库（{error.strerror}）；请换一个文件夹",
            ) from error
        lock = FileLock(folder / "write.lock", timeout=60)
        with _held(lock, folder):
            store = SqliteStore(folder / "library.sqlite")
        try:
            _check_encoder(store, settings.encoder)
            name = COLLECTION if not settings.chroma_url else f"{COLLECTION}-{_library_id(store)}"
            vectors = ChromaVectors(folder / "chroma", settings.chroma_url, name)
        except BaseException:
            store.close()
            raise
        library = cls(settings, encoder or TransformerEncoder(settings.encoder), store, vectors, lock)
        library._recover()
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._vectors.close()
        self._store.close()

    def add(self, *sources: str | Path, progress: Progress | None = None) -> list[Added]:
        """Take in files, folders and addresses; the fate of each single source, in order.

        A source that fails is named with its remedy and never stops the others. The same text twice is one
        document. Raises LibraryBusy where another process is writing.
        """
        single = expand(sources)
        fates: dict[int, Added] = {}
        with _held(self._lock, self._settings.library):
            batch: list[_Prepared] = []
            for at, source in enumerate(single):
                prepared = self._prepare(at, source, {one.document.id for one in batch})
                if isinstance(prepared, Added):
                    fates[at] = prepared
                else:
                    batch.append(prepared)
                if sum(len(one.chunks) for one in batch) >= _BATCH_CHUNKS or at == len(single) - 1:
                    fates |= self._commit(batch)
                    batch = []
                if progress:
                    progress(at + 1, len(single), source)
        return [fates[at] for at in range(len(single))]

    def remove(self, doc_id: str) -> None:
        """Forget a document everywhere. Raises UnknownDocument."""
        self._store.get(doc_id)
        with _held(self._lock, self._settings.library):
            self._vectors.remove(doc_id)
            self._store.remove(doc_id)

    def get(self, doc_id: str) -> Document:
        """A whole document. Raises UnknownDocument."""
        return self._store.get(doc_id)

    def chunks(self, doc_id: str) -> list[Chunk]:
        """The chunks of a document in reading order. Raises UnknownDocument."""
        self._store.get(doc_id)
        return self._store.chunks_of(doc_id)

    def counts(self) -> tuple[int, int]:
        """How many documents and chunks there are."""
        return self._store.counts()

    def search(
        self,
        text: str,
        limit: int = 10,
        filters: Filters = _NO_FILTERS,
        candidates: int = 40,
        legs: Sequence[Leg] = LEGS,
    ) -> list[Hit]:
        """The best chunks, best first: `candidates` of each of the `legs`, fused by reciprocal rank.

        Filters apply before the search, so they never starve it.
        """
        admitted = self._store.matching(filters)
        wanted = max(limit, candidates)
        ranked: dict[str, Sequence[str]] = {leg: self._leg(leg, text, wanted, admitted) for leg in legs}
        fused = reciprocal_rank(ranked)
        chunks = self._store.chunks(one for one, _, _ in fused)
        hits = [Hit(chunks[one], score, ranks) for one, score, ranks in fused if one in chunks]
        return hits[:limit]

    def _leg(self, leg: Leg, text: str, wanted: int, admitted: list[str] | None) -> list[str]:
        """The ids of the `wanted` best chunks by one way of searching, best first."""
        if leg == "lexical":
            return [one for one, _ in self._store.lexical(text, wanted, admitted)]
        if not self.counts()[1]:
            return []
        return [one for one, _ in self._vectors.search(self._encoder.encode_query(text), wanted, admitted)]

    def term_weights(self, text: str) -> dict[str, float]:
        """How telling each term of a question is here: inverse chunk frequency ln(1 + (n + 1) / (df + 0.5)), above 0."""
        wanted = query_terms(text)
        known, total = self._store.frequencies(wanted), self.counts()[1]
        return {term: math.log1p((total + 1) / (known.get(term, 0) + 0.5)) for term in wanted}

    def years(self, filters: Filters = _NO_FILTERS) -> tuple[int, ...]:
        """The years that the documents passing `filters` speak of, ascending."""
        return self._store.years(self._store.matching(filters))

    def admitted(self, filters: Filters) -> int:
        """How many documents pass `filters`."""
        matching = self._store.matching(filters)
        return self.counts()[0] if matching is None else len(matching)

    def _prepare(self, at: int, source: str, queued: set[str]) -> _Prepared | Added:
        try:
            name, data = self._fetch(source)
            loaded = load(name, data)
            cleaned = clean(loaded)
            if not cleaned.text:
                raise UnreadableSource(
                    f"{source}: only menus and credits found, no report; check the file",
                    f"{source}：只有菜单和版权信息，没有正文；请检查文件",
                )
            about = describe(name, loaded, cleaned)
        except SourceError as error:
            return Added(source, "failed", error=str(error), error_zh=error.chinese)
        doc_id = hashlib.sha256(cleaned.text.encode()).hexdigest()[:16]
        if self._store.has(doc_id):
            return Added(source, "unchanged", self._store.summaries(doc_id)[0])
        if doc_id in queued:
            return Added(source, "unchanged")
        shown = source if is_url(source) else Path(source).name
        document = Document(doc_id, shown, cleaned.text, about, cleaned.pages)
        return _Prepared(at, source, document, self._chunked(document))

    def _chunked(self, document: Document) -> list[Chunk]:
        chunks = chunk(document.id, document.text, document.about, self._settings.chunk_tokens)
        return chunks if self._settings.chunk_header else [replace(one, header="") for one in chunks]

    def _fetch(self, source: str) -> tuple[str, bytes]:
        limits = self._settings
        if is_url(source):
            return read_url(source, limits.max_bytes, limits.url_timeout, limits.allow_private_urls)
        return source, read_path(source, limits.max_bytes)

    def _commit(self, batch: list[_Prepared]) -> dict[int, Added]:
        """Pending record, then vectors, then ready: at any moment a crash leaves something that can be finished."""
        if not batch:
            return {}
        for one in batch:
            self._store.add_pending(one.document, one.chunks)
        self._embed([chunk for one in batch for chunk in one.chunks])
        self._store.mark_ready(one.document.id for one in batch)
        return {
            one.at: Added(one.source, "added", self._store.summaries(one.document.id)[0]) for one in batch
        }

    def _embed(self, chunks: list[Chunk]) -> None:
        for at in range(0, len(chunks), _BATCH_CHUNKS):
            some = chunks[at : at + _BATCH_CHUNKS]
            self._vectors.add(some, self._encoder.encode_documents([chunk.indexed_text for chunk in some]))

    def _recover(self) -> None:
        """Finish documents whose vectors a crash kept out; those of a writer at work now are left to it."""
        if not self._store.pending():
            return
        try:
            with self._lock.acquire(timeout=0):
                for doc_id in self._store.pending():
                    _log.warning("finishing document %s that an interrupted run left", doc_id)
                    self._embed(self._store.chunks_of(doc_id))
                    self._store.mark_ready([doc_id])
        except Timeout:
            _log.info("another process is writing; its documents appear when it is done")

    # Last in the class: its name hides the type from annotations below it.
    def list(self) -> list[DocumentSummary]:
        """All documents, newest first."""
        return self._store.summaries()


@contextmanager
def _held(lock: FileLock, folder: Path) -> Iterator[None]:
    try:
        lock.acquire()
    except Timeout as error:
        raise LibraryBusy(
            f"{folder}: another process is writing to this library; wait and try again",
            f"{folder}：另一个程序正在写入资料库；请稍后再试",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _check_encoder(store: SqliteStore, encoder: str) -> None:
    name = Path(encoder).name
    stored = store.get_meta("encoder")
    if stored and stored != name:
        raise LibraryError(
            f"this library was built with encoder {stored!r}, the settings name {name!r}; "
            f"set XIANWEN_ENCODER to {stored!r} or use a new library folder",
            f"资料库是用编码模型 {stored!r} 建的，当前设置是 {name!r}；请把 XIANWEN_ENCODER 设为 {stored!r} 或换新的资料库文件夹",
        )
    if not stored:
        store.set_meta("encoder", name)


def _library_id(store: SqliteStore) -> str:
    """A lasting random id, so that libraries can share one Chroma server."""
    import uuid

    if not store.get_meta("id"):
        store.set_meta("id", uuid.uuid4().hex)
    return store.get_meta("id")
