"""The library: composes load → clean → describe → chunk → embed → store, and searches what is stored."""

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from filelock import FileLock, Timeout

from index import weights
from index.ahead import ahead
from index.around import around
from index.corrections import checked
from index.embed import TransformerEncoder
from index.errors import LibraryBusy, LibraryError
from index.figures import FIGURE_RULES, figures
from index.fuse import reciprocal_rank
from index.indicators import family_of, indicators
from index.intake import Intake, Prepared, Step, chunked, with_corrections
from index.lexical import query_terms
from index.records import (
    Added,
    Checkup,
    Chunk,
    Document,
    DocumentSummary,
    Encoder,
    Figure,
    FigureCount,
    Filters,
    Hit,
    Indicated,
    Progress,
    Removed,
    Stated,
    VectorStore,
)
from index.schema import is_current
from index.settings import IndexSettings
from index.similar import MAX_CHARS, bands, same_report
from index.store import SqliteStore
from index.upkeep import BATCH_CHUNKS, Upkeep
from index.vectors import COLLECTION, ChromaVectors

_BATCH_STEPS = 256
"""Sources after which a batch ends though it has few chunks: many may have failed, or be there already."""
_AHEAD_CHARS = 4_000_000
"""Characters of documents that wait, read and cut, for the encoder."""

Leg = Literal["dense", "lexical"]
LEGS: tuple[Leg, ...] = ("dense", "lexical")
"""The ways of searching: by the vectors, and by the terms."""
LEG_WEIGHTS: dict[str, float] = {"dense": 1.5, "lexical": 1.0}
"""The trained encoder finds more than the terms do; of 1, 1.5, 2 and 3 best over two dev sets together (eval/README.md)."""

_NO_FILTERS = Filters()
_log = logging.getLogger(__name__)


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
        self._upkeep = Upkeep(store, vectors, encoder, lambda document: chunked(document, settings))
        self._seen = store.generation()

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
        path = folder / "library.sqlite"
        # Only making and migrating write: whoever opens a library of today to read never waits for a writer.
        with nullcontext() if is_current(path) else _held(lock, folder):
            store = SqliteStore(path)
        vectors: VectorStore | None = None
        try:
            _check_encoder(store, settings.encoder, lock, folder)
            seen = (
                store.generation()
            )  # before the vectors are opened: what comes in between is looked for again
            name = COLLECTION if not settings.chroma_url else f"{COLLECTION}-{_library_id(store)}"
            vectors = ChromaVectors(folder / "chroma", settings.chroma_url, name)
            library = cls(settings, encoder or TransformerEncoder(settings.encoder), store, vectors, lock)
            library._seen = seen
            library._recover()
        except BaseException:
            if vectors is not None:
                vectors.close()
            store.close()
            raise
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
        """Take in files, folders, patterns, archives and addresses; the fate of each single source, in order.

        A source that fails is named with its remedy and never stops the others. The same text twice is one
        document with both sources; new text at an address that is known takes the place of the old; the same story
        from elsewhere is listed under the one that is there. Raises LibraryBusy where another process is writing.
        """
        fates: list[Added] = []
        self.ingest(sources, fates.append, progress)
        return fates

    def ingest(
        self, sources: Sequence[str | Path], tell: Callable[[Added], None], progress: Progress | None = None
    ) -> None:
        """`add` for any number of sources: each fate is told once it is certain, and none is kept.

        What was told is stored, whatever happens then; interrupted, the same call again goes on where it was.
        """
        intake = Intake(self._settings, self._store)
        with self._writing():
            if self._settings.near_duplicates:
                for doc_id in self._store.without_bands(MAX_CHARS):
                    self._store.set_bands(doc_id, bands(self._store.get(doc_id).text))
            # Libraries of schema 2 have none yet, and those of an older release have them by older rules.
            self._store.forget_figures(FIGURE_RULES)
            for doc_id in self._store.without_figures():
                self._store.set_figures(doc_id, figures(self._store.get(doc_id)))
            batch: list[Step] = []
            size = 0
            steps = ahead(lambda: intake.steps(sources), lambda step: step.weight, _AHEAD_CHARS)
            try:
                for step in steps:
                    batch.append(step)
                    size += len(step.outcome.chunks) if isinstance(step.outcome, Prepared) else 0
                    if size >= BATCH_CHUNKS or len(batch) >= _BATCH_STEPS:
                        self._commit(batch, tell, progress)
                        batch, size = [], 0
                self._commit(batch, tell, progress)
            finally:
                steps.close()

    def correct(
        self,
        doc_id: str,
        *,
        title: str | None = None,
        date: str | None = None,
        place: str | None = None,
        kind: str | None = None,
        publisher: str | None = None,
        author: str | None = None,
        reset: bool = False,
    ) -> DocumentSummary:
        """Put right what describing found; it stays so when the report is added again or its address gets new text.

        What is not given stays; an empty date or place says that there is none; `reset` takes back all that was said
        before. The chunks are searched under the new header at once. Raises UnknownDocument and BadCorrection.
        """
        given = {
            "title": title,
            "date": date,
            "place": place,
            "kind": kind,
            "publisher": publisher,
            "author": author,
        }
        said = checked(given)
        with self._writing():
            document = self._store.get(doc_id)
            said = ({} if reset else self._store.corrections(doc_id)) | said
            document = with_corrections(document, self._store.described(doc_id), said)
            listed = self._store.listed_as(doc_id)
            chunks = chunked(document, self._settings) if listed == doc_id else []
            self._store.set_about(document, said, chunks)
            self._store.set_figures(doc_id, figures(document))
            self._finish()
        return self._store.summaries(listed)[0]

    def remove(self, doc_id: str) -> None:
        """Forget a document everywhere, with the near-duplicates listed under it. Raises UnknownDocument."""
        self._store.get(doc_id)
        with self._writing():
            self._store.remove(doc_id)
            self._finish()

    def check(self, repair: bool = False) -> Checkup:
        """Whether the record, the lexical index and the vectors agree; with `repair` they are made to.

        Raises LibraryBusy where another process is writing: what it has half done would look like damage.
        """
        with _held(self._lock, self._settings.library):
            self._catch_up()
            try:
                return self._upkeep.examine(repair)
            finally:
                self._seen = self._store.generation()

    def get(self, doc_id: str) -> Document:
        """A whole document. Raises UnknownDocument."""
        return self._store.get(doc_id)

    def left_out(self, doc_id: str) -> tuple[Removed, ...] | None:
        """What cleaning left out of the source of a document; None where an older version took it in, unrecorded.

        Adding such a source again records it. Raises UnknownDocument.
        """
        self._store.get(doc_id)
        return self._store.removed(doc_id)

    def chunks(self, doc_id: str) -> list[Chunk]:
        """The chunks of a document in reading order. Raises UnknownDocument."""
        self._store.get(doc_id)
        return self._store.chunks_of(doc_id)

    def around(self, chunk: Chunk, budget: int) -> tuple[int, int]:
        """The [start, end) in its document of the section around a chunk, as much of it as `budget` tokens allow.

        Raises UnknownDocument.
        """
        return around(chunk, self.chunks(chunk.doc_id), budget)

    def summary(self, doc_id: str) -> DocumentSummary:
        """The row of the list for one document; that of the report under which a near-duplicate is listed.

        Raises UnknownDocument.
        """
        self._store.get(doc_id)
        return self._store.summaries(self._store.listed_as(doc_id))[0]

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
        """The best chunks, best first: `candidates` of each of the `legs`, fused by weighted reciprocal rank.

        Filters apply before the search, so they never starve it.
        """
        admitted = self._store.matching(filters)
        wanted = max(limit, candidates)
        ranked: dict[str, Sequence[str]] = {leg: self._leg(leg, text, wanted, admitted) for leg in legs}
        fused = reciprocal_rank(ranked, weights=LEG_WEIGHTS)
        chunks = self._store.chunks(one for one, _, _ in fused)
        hits = [Hit(chunks[one], score, ranks) for one, score, ranks in fused if one in chunks]
        return hits[:limit]

    def _leg(self, leg: Leg, text: str, wanted: int, admitted: list[str] | None) -> list[str]:
        """The ids of the `wanted` best chunks by one way of searching, best first."""
        if leg == "lexical":
            return [one for one, _ in self._store.lexical(text, wanted, admitted)]
        if not self.counts()[1]:
            return []
        self._catch_up()
        return [one for one, _ in self._vectors.search(self._encoder.encode_query(text), wanted, admitted)]

    def term_weights(self, text: str) -> dict[str, float]:
        """How telling each term of a question is here: inverse chunk frequency ln(1 + (n + 1) / (df + 0.5)), above 0."""
        wanted = query_terms(text)
        known, total = self._store.frequencies(wanted), self.counts()[1]
        return {term: math.log1p((total + 1) / (known.get(term, 0) + 0.5)) for term in wanted}

    def figures(self, indicator: str = "", filters: Filters = _NO_FILTERS) -> list[tuple[str, Figure]]:
        """(document id, figure) that the documents passing `filters` state, of an indicator where given, in reading order.

        `indicator` is any name of a family in the list of indicators (GDP), or words of the indicator as written.
        """
        family = family_of(indicator)[0] if indicator else ""
        found = self._store.figures(self._store.matching(filters), family)
        if family or not indicator:
            return found
        return [(doc_id, figure) for doc_id, figure in found if indicator in figure.indicator]

    def indicators(self, unlisted: int = 200) -> list[Indicated]:
        """The indicators that figures are of: those of the list, then up to `unlisted` as written; most figures first."""
        return self._store.indicators(unlisted)

    def figure_counts(self, indicator: str) -> list[FigureCount]:
        """How many figures of an indicator there are for each kind, unit, place and year."""
        return self._store.figure_counts(*_named(indicator))

    def stated(
        self, indicator: str, places: Sequence[str] = (), years: Sequence[int] = (), limit: int = 10_000
    ) -> list[Stated]:
        """The figures of an indicator with report, number as written and sentence, by place, latest year first.

        `places` are codes, or the names of what has no code (全国); of `years` 0 is the unknown one. Empty ones do not
        restrict.
        """
        return self._store.stated(*_named(indicator), places, years, limit)

    def years(self, filters: Filters = _NO_FILTERS) -> tuple[int, ...]:
        """The years that the documents passing `filters` speak of, ascending."""
        return self._store.years(self._store.matching(filters))

    def admitted(self, filters: Filters) -> int:
        """How many documents pass `filters`."""
        matching = self._store.matching(filters)
        return self.counts()[0] if matching is None else len(matching)

    def _commit(self, batch: list[Step], tell: Callable[[Added], None], progress: Progress | None) -> None:
        """Pending record, then vectors, then ready: at any moment a crash leaves something that can be finished."""
        replaced = [self._stored(one.outcome) for one in batch]
        self._finish(frozenset(one.outcome.document.id for one in batch if isinstance(one.outcome, Prepared)))
        for step, (old, new) in zip(batch, replaced, strict=True):
            tell(step.outcome if isinstance(step.outcome, Added) else self._fate(step.outcome, old, new))
            if progress:
                progress(step.done, step.total, step.source)

    def _stored(self, one: Prepared | Added) -> tuple[str, bool]:
        """Store what is new; the id of the document that its address stood for, and whether this text is new."""
        if isinstance(one, Added):
            return "", False
        old = self._store.at(one.address)
        if self._store.listed_as(one.document.id):  # there, or before it in this batch
            self._store.add_source(one.document.id, one.address, one.document.source, one.removed)
            return old, False
        near = self._near_duplicate(one)
        self._store.add_pending(
            one.document,
            [] if near else one.chunks,
            address=one.address,
            described=one.described,
            corrections=one.corrections,
            same_as=near,
            bands=() if near else one.bands,
            figures=one.figures,
            removed=one.removed,
        )
        return old, True

    def _near_duplicate(self, one: Prepared) -> str:
        """The listed document that tells the same story; not the one that this text is about to replace."""
        leaving = self._store.only_at(one.address) if one.bands else set()
        for doc_id in self._store.sharing(one.bands):
            other = None if doc_id in leaving else self._store.find(doc_id)
            if other and same_report(one.document, other, self._settings.near_duplicates):
                return doc_id
        return ""

    def _fate(self, one: Prepared, old: str, new: bool) -> Added:
        listed = self._store.listed_as(one.document.id)
        summary = next(iter(self._store.summaries(listed)), None) if listed else None
        similar = listed not in {"", one.document.id}
        gone = old if old and not self._store.has(old) else ""
        return Added(
            one.source,
            "added" if new and not similar else "unchanged",
            summary,
            replaced=gone,
            similar=similar,
        )

    def _recover(self) -> None:
        """Finish what a crash left; what a writer at work now has half done is left to it."""
        if not self._store.tasks():
            return
        try:
            with self._lock.acquire(timeout=0):
                self._catch_up()
                _log.warning("finishing %d documents that an interrupted run left", len(self._store.tasks()))
                self._finish()
        except Timeout:
            _log.info("another process is writing; its documents appear when it is done")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The write lock, with everything finished that an earlier writer left."""
        with _held(self._lock, self._settings.library):
            self._catch_up()
            self._finish()
            yield

    def _finish(self, fresh: frozenset[str] = frozenset()) -> None:
        try:
            self._upkeep.finish(fresh)
        finally:
            self._seen = self._store.generation()

    def _catch_up(self) -> None:
        """See the vectors that another process stored. A writer that does not would write its own index over theirs."""
        generation = self._store.generation()
        if generation != self._seen:
            self._vectors.refresh()
            self._seen = generation

    # Last in the class: its name hides the type from annotations below it.
    def list(self) -> list[DocumentSummary]:
        """All documents, newest first."""
        return self._store.summaries()


def _named(indicator: str) -> tuple[str, str]:
    """An indicator as (family of the list, name as written): one of them is empty."""
    return (indicator, "") if indicator in indicators() else ("", indicator)


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


def _check_encoder(store: SqliteStore, encoder: str, lock: FileLock, folder: Path) -> None:
    """Note the encoder of a new library; where another version of the same one made the vectors, have them made anew.

    Raises LibraryError where another encoder made them.
    """
    stored, now = store.get_meta("encoder"), weights.identity(encoder)
    if stored == now:
        return
    if not stored:
        store.set_meta("encoder", now)
        return
    old, new = stored.partition("@")[0], now.partition("@")[0]
    if old != new:
        raise LibraryError(
            f"this library was built with encoder {old!r}, the settings name {new!r}; "
            f"set XIANWEN_ENCODER to {old!r} or use a new library folder",
            f"资料库是用编码模型 {old!r} 建的，当前设置是 {new!r}；请把 XIANWEN_ENCODER 设为 {old!r} 或换新的资料库文件夹",
        )
    _log.warning(
        "the encoder has another version than this library; its %d chunks are embedded anew",
        store.counts()[1],
    )
    with _held(lock, folder):
        if store.get_meta("encoder") == stored:  # else another process was first, and its vectors stay
            store.forget_vectors(now)


def _library_id(store: SqliteStore) -> str:
    """A lasting random id, so that libraries can share one Chroma server."""
    import uuid

    if not store.get_meta("id"):
        store.set_meta("id", uuid.uuid4().hex)
    return store.get_meta("id")
