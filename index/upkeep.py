"""Keeps SQLite, FTS5 and Chroma in agreement: finishes what is half done, finds what differs, repairs it.

A part of the library, which holds the write lock around every call.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from sqlite3 import Connection, DatabaseError

import numpy as np

from index.errors import VectorsBroken
from index.records import Checkup, Chunk, Document, Encoder, Matrix, Problem, ProblemKind, VectorStore
from index.rows import indexed_terms
from index.store import SqliteStore

BATCH_CHUNKS = 256
"""Chunks that are embedded and made visible together: what a crash can leave half done."""
_SHOWN = 5
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Findings:
    """Ids of what does not agree, by kind of problem."""

    by_kind: dict[ProblemKind, list[str]] = field(default_factory=dict)

    def add(self, kind: ProblemKind, ids: Iterable[str]) -> None:
        self.by_kind.setdefault(kind, []).extend(ids)

    def of(self, kind: ProblemKind) -> list[str]:
        return self.by_kind.get(kind, [])

    def problems(self) -> tuple[Problem, ...]:
        return tuple(
            Problem(kind, len(ids), tuple(ids[:_SHOWN])) for kind, ids in self.by_kind.items() if ids
        )


class Upkeep:
    """Over one library: `cut` gives the chunks of a document."""

    def __init__(
        self,
        store: SqliteStore,
        vectors: VectorStore,
        encoder: Encoder,
        cut: Callable[[Document], list[Chunk]],
    ) -> None:
        self._store, self._vectors, self._encoder, self._cut = store, vectors, encoder, cut

    def finish(self, fresh: frozenset[str] = frozenset()) -> None:
        """Bring the vectors of every document in line with its chunks, and show it; those of removed ones go.

        Documents come out in batches of BATCH_CHUNKS chunks. `fresh` ones are known to have no vectors yet. Where
        Chroma cannot go on (a kill may leave its index half written) it is filled anew from the record.
        """
        try:
            self._finish(fresh)
        except VectorsBroken as error:
            _log.warning("making the vector index anew: %s", error)
            self._renew()

    def _renew(self) -> None:
        self._vectors.clear()
        self._store.all_to_do()
        self._finish(frozenset())

    def _finish(self, fresh: frozenset[str]) -> None:
        before: list[str] = []
        while (tasks := self._store.tasks()) and tasks != before:
            before = tasks
            batch: list[str] = []
            chunks: list[Chunk] = []
            for doc_id in tasks:
                batch.append(doc_id)
                chunks += self._wanted(doc_id, doc_id in fresh)
                if len(chunks) >= BATCH_CHUNKS:
                    self._settle(batch, chunks)
                    batch, chunks = [], []
            self._settle(batch, chunks)

    def examine(self, repair: bool = False) -> Checkup:
        """Look at everything; with `repair`, mend what can be mended and look again."""
        found = self._look()
        left = found
        if repair and found.by_kind:
            self._repair(found)
            left = self._look()
        documents, chunks = self._store.counts()
        vectors = 0 if "damaged_vectors" in left.by_kind else self._vectors.count()
        return Checkup(documents, chunks, vectors, found.problems(), left.problems())

    def _wanted(self, doc_id: str, fresh: bool) -> list[Chunk]:
        """The chunks of a document that need vectors; vectors that nothing needs are removed."""
        document = self._store.find(doc_id)
        if document is None or self._store.listed_as(doc_id) != doc_id:
            self._vectors.remove(doc_id)
            return []
        chunks = self._store.chunks_of(doc_id)
        if not chunks:
            chunks = self._cut(document)
            self._store.set_chunks(doc_id, chunks)
        if not fresh:
            surplus = self._vectors.ids_of(doc_id) - {chunk.id for chunk in chunks}
            self._vectors.delete(sorted(surplus))
        return chunks

    def _settle(self, doc_ids: list[str], chunks: list[Chunk]) -> None:
        for at in range(0, len(chunks), BATCH_CHUNKS):
            some = chunks[at : at + BATCH_CHUNKS]
            self._vectors.add(some, self._embedded(some))
        if doc_ids:
            self._store.mark_ready(doc_ids)

    def _embedded(self, chunks: list[Chunk]) -> Matrix:
        """Vectors of shape (n_chunks, dim), those that the record does not keep by the encoder."""
        kept = self._store.vectors_of(chunk.id for chunk in chunks)
        # Texts of one length make batches without padding; an encoder gets them in that order.
        new = sorted((one for one in chunks if one.id not in kept), key=lambda one: len(one.indexed_text))
        if new:
            made = self._encoder.encode_documents([chunk.indexed_text for chunk in new]).astype("<f4")
            fresh = {one.id: row.tobytes() for one, row in zip(new, made, strict=True)}
            self._store.keep_vectors(fresh.items())
            kept |= fresh
        return np.stack([np.frombuffer(kept[chunk.id], "<f4") for chunk in chunks]).astype(np.float32)

    def _look(self) -> _Findings:
        found = _Findings()
        db = self._store.database.reading()
        found.add(
            "damaged_file", (str(row[0]) for row in db.execute("PRAGMA quick_check(5)") if row[0] != "ok")
        )
        found.add("damaged_file", (f"{row[0]} {row[1]}" for row in db.execute("PRAGMA foreign_key_check")))
        found.add("pending", sorted({*self._store.tasks(), *self._store.pending()}))
        for doc_id, text in db.execute("SELECT id, text FROM documents"):
            if hashlib.sha256(text.encode()).hexdigest()[:16] != doc_id:
                found.add("damaged_text", [doc_id])
        found.add("missing_chunks", _column(db, _BAD_CHUNKS))
        self._look_at_terms(db, found)
        try:
            self._look_at_vectors(db, found)
        except VectorsBroken as error:
            found.add("damaged_vectors", [str(error)])
        return _Findings({kind: ids for kind, ids in found.by_kind.items() if ids})

    def _look_at_terms(self, db: Connection, found: _Findings) -> None:
        try:
            db.execute("INSERT INTO chunk_terms (chunk_terms) VALUES ('integrity-check')")
        except DatabaseError as error:
            found.add("damaged_terms", [str(error)])
        found.add(
            "orphan_terms", _column(db, "SELECT rowid FROM chunk_terms EXCEPT SELECT rowid FROM chunks")
        )
        found.add(
            "missing_terms",
            _column(db, "SELECT id FROM chunks WHERE rowid NOT IN (SELECT rowid FROM chunk_terms)"),
        )
        rows = db.execute(
            "SELECT t.terms, c.id, c.doc_id, c.start, c.end, substr(d.text, c.start + 1, c.end - c.start), c.section, "
            "c.header FROM chunks c JOIN documents d ON d.id = c.doc_id JOIN chunk_terms t ON t.rowid = c.rowid"
        )
        found.add("wrong_terms", (row[1] for row in rows if row[0] != indexed_terms(Chunk(*row[1:]))))

    def _look_at_vectors(self, db: Connection, found: _Findings) -> None:
        db.execute("CREATE TEMP TABLE IF NOT EXISTS vectors_seen (id TEXT PRIMARY KEY)")
        db.execute("DELETE FROM vectors_seen")
        for page in self._vectors.pages():
            ids = json.dumps([chunk_id for chunk_id, _ in page])
            unknown = "SELECT value FROM json_each(?) EXCEPT SELECT id FROM chunks"
            found.add("orphan_vectors", (str(row[0]) for row in db.execute(unknown, (ids,))))
            whole = [(chunk_id,) for chunk_id, readable in page if readable]
            db.execute("BEGIN")
            db.executemany("INSERT OR IGNORE INTO vectors_seen VALUES (?)", whole)
            db.execute("COMMIT")
        missing = (
            "SELECT c.id FROM chunks c JOIN documents d ON d.id = c.doc_id WHERE d.ready = 1 "
            "AND c.id NOT IN (SELECT id FROM vectors_seen) ORDER BY c.id"
        )
        found.add("missing_vectors", _column(db, missing))
        db.execute("DELETE FROM vectors_seen")

    def _repair(self, found: _Findings) -> None:
        for kind, ids in found.by_kind.items():
            _log.warning("repairing %s: %d", kind, len(ids))
        for doc_id in found.of("missing_chunks"):
            document = self._store.find(doc_id)
            if document is not None:
                self._store.set_chunks(doc_id, self._cut(document))
        self._mend_terms(found)
        missing = found.of("missing_vectors")
        try:
            if found.of("damaged_vectors"):
                self._renew()
            # An id that Chroma knows without its vector must go before it can come again.
            self._vectors.delete([*found.of("orphan_vectors"), *missing])
        except VectorsBroken:
            self._renew()
        self._store.to_do({chunk_id.rpartition(":")[0] for chunk_id in missing})
        self.finish()

    def _mend_terms(self, found: _Findings) -> None:
        with self._store.database.writing() as db:
            if found.of("damaged_terms"):
                db.execute("INSERT INTO chunk_terms (chunk_terms) VALUES ('rebuild')")
            orphans = [(int(row),) for row in found.of("orphan_terms")]
            db.executemany("DELETE FROM chunk_terms WHERE rowid = ?", orphans)
            wrong = [*found.of("missing_terms"), *found.of("wrong_terms")]
            for one in self._store.chunks_any(wrong):
                row = db.execute("SELECT rowid FROM chunks WHERE id = ?", (one.id,)).fetchone()
                db.execute("DELETE FROM chunk_terms WHERE rowid = ?", row)
                db.execute("INSERT INTO chunk_terms (rowid, terms) VALUES (?, ?)", (*row, indexed_terms(one)))


_BAD_CHUNKS = """
SELECT id FROM documents d WHERE ready = 1 AND NOT EXISTS (SELECT 1 FROM chunks c WHERE c.doc_id = d.id)
UNION SELECT d.id FROM chunks c JOIN documents d ON d.id = c.doc_id
WHERE c.start < 0 OR c.end <= c.start OR c.end > length(d.text)
"""


def _column(db: Connection, query: str) -> list[str]:
    return [str(row[0]) for row in db.execute(query)]
