"""The record: documents, chunks and the lexical index (FTS5) in one SQLite file.

A document is pending until its vectors are in; pending ones are invisible to readers.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.errors import LibraryError, LibraryTooNew, UnknownDocument
from index.lexical import query_terms, terms
from index.records import Chunk, Description, Document, DocumentSummary, Filters, Place

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, text TEXT NOT NULL, pages TEXT NOT NULL, about TEXT NOT NULL,
    kind TEXT NOT NULL, added REAL NOT NULL DEFAULT (julianday('now')), ready INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE document_places (doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, code TEXT NOT NULL);
CREATE INDEX document_places_doc ON document_places (doc_id);
CREATE INDEX document_places_code ON document_places (code);
CREATE TABLE document_years (doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, year INTEGER NOT NULL);
CREATE INDEX document_years_doc ON document_years (doc_id);
CREATE INDEX document_years_year ON document_years (year);
CREATE TABLE chunks (
    rowid INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, section TEXT NOT NULL, header TEXT NOT NULL
);
CREATE INDEX chunks_doc ON chunks (doc_id);
CREATE VIRTUAL TABLE chunk_terms USING fts5 (terms, tokenize = "unicode61 remove_diacritics 0 tokenchars '.%'");
CREATE VIRTUAL TABLE chunk_vocabulary USING fts5vocab('chunk_terms', 'row');
"""


class SqliteStore:
    """Documents and chunks by id, and lexical search. One connection a thread; write-ahead log, so readers never wait.

    Raises LibraryTooNew for a file of a newer schema and LibraryError for one that is no such file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        try:
            self._migrate()
        except sqlite3.DatabaseError as error:
            self.close()
            raise LibraryError(
                f"{path}: not a library file ({error}); name another folder or restore it",
                f"{path}：不是资料库文件；请换一个文件夹或恢复备份",
            ) from error

    def close(self) -> None:
        """Close every connection."""
        with self._guard:
            for connection in self._open:
                connection.close()
            self._open.clear()
            self._local = threading.local()

    def get_meta(self, key: str) -> str:
        """A stored fact about the library, empty where there is none."""
        row = self._db().execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, key: str, value: str) -> None:
        """Store a fact about the library."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def add_pending(self, document: Document, chunks: list[Chunk]) -> None:
        """Store a document with its chunks; nobody sees it before `mark_ready`."""
        about = document.about
        with self._writing() as db:
            db.execute(
                "INSERT INTO documents (id, source, text, pages, about, kind) VALUES (?, ?, ?, ?, ?, ?)",
                (document.id, document.source, document.text, json.dumps(document.pages),
                 json.dumps(asdict(about), ensure_ascii=False), about.kind),
            )  # fmt: skip
            db.executemany(
                "INSERT INTO document_places VALUES (?, ?)",
                [(document.id, place.code) for place in about.places],
            )
            db.executemany(
                "INSERT INTO document_years VALUES (?, ?)", [(document.id, year) for year in about.years]
            )
            for chunk in chunks:
                row = db.execute(
                    "INSERT INTO chunks (id, doc_id, start, end, section, header) VALUES (?, ?, ?, ?, ?, ?)",
                    (chunk.id, chunk.doc_id, chunk.start, chunk.end, chunk.section, chunk.header),
                )
                db.execute(
                    "INSERT INTO chunk_terms (rowid, terms) VALUES (?, ?)",
                    (row.lastrowid, " ".join(terms(chunk.indexed_text))),
                )

    def mark_ready(self, doc_ids: Iterable[str]) -> None:
        """Show documents to readers; their vectors are in."""
        with self._writing() as db:
            db.executemany("UPDATE documents SET ready = 1 WHERE id = ?", [(doc_id,) for doc_id in doc_ids])

    def pending(self) -> list[str]:
        """Ids of documents whose vectors may be missing: what a crash left."""
        return [
            str(row[0]) for row in self._db().execute("SELECT id FROM documents WHERE NOT ready ORDER BY id")
        ]

    def remove(self, doc_id: str) -> None:
        """Forget a document, its chunks and their terms."""
        with self._writing() as db:
            db.execute(
                "DELETE FROM chunk_terms WHERE rowid IN (SELECT rowid FROM chunks WHERE doc_id = ?)",
                (doc_id,),
            )
            db.execute("DELETE FROM documents WHERE id = ?", (doc_id,))

    def has(self, doc_id: str) -> bool:
        """Whether a document is there and ready."""
        return (
            self._db().execute("SELECT 1 FROM documents WHERE id = ? AND ready", (doc_id,)).fetchone()
            is not None
        )

    def get(self, doc_id: str) -> Document:
        """A whole document. Raises UnknownDocument."""
        row = (
            self._db()
            .execute("SELECT id, source, text, about, pages FROM documents WHERE id = ? AND ready", (doc_id,))
            .fetchone()
        )
        if row is None:
            raise UnknownDocument(
                f"no document with id {doc_id!r}; `xianwen list` shows those there are",
                f"没有编号为 {doc_id!r} 的报告；用 `xianwen list` 查看现有报告",
            )
        return Document(row[0], row[1], row[2], _description(row[3]), tuple(json.loads(row[4])))

    def summaries(self, doc_id: str = "") -> list[DocumentSummary]:
        """All ready documents, newest first, or the one named."""
        rows = self._db().execute(
            "SELECT d.id, d.source, d.about, length(d.text), json_array_length(d.pages), "
            "(SELECT count(*) FROM chunks c WHERE c.doc_id = d.id) FROM documents d "
            "WHERE d.ready AND (? = '' OR d.id = ?) ORDER BY d.added DESC, d.id",
            (doc_id, doc_id),
        )
        return [
            DocumentSummary(r[0], r[1], _description(r[2]), size=r[3], chunks=r[5], pages=r[4]) for r in rows
        ]

    def chunks(self, ids: Iterable[str]) -> dict[str, Chunk]:
        """Ready chunks by id; ids that are not there are left out."""
        wanted = json.dumps(list(ids))
        rows = self._db().execute(
            f"{_CHUNKS} WHERE c.id IN (SELECT value FROM json_each(?)) AND d.ready", (wanted,)
        )
        return {row[0]: Chunk(*row) for row in rows}

    def chunks_of(self, doc_id: str) -> list[Chunk]:
        """The chunks of a document, ready or not, in reading order."""
        rows = self._db().execute(f"{_CHUNKS} WHERE c.doc_id = ? ORDER BY c.start", (doc_id,))
        return [Chunk(*row) for row in rows]

    def matching(self, filters: Filters) -> list[str] | None:
        """Ids of the ready documents that pass `filters`, or None where nothing is filtered."""
        if filters == Filters():
            return None
        clauses, values = ["d.ready"], list[Any]()
        if filters.places:
            tests = " OR ".join(["p.code = ? OR p.code LIKE ? || '%'"] * len(filters.places))
            clauses.append(f"EXISTS (SELECT 1 FROM document_places p WHERE p.doc_id = d.id AND ({tests}))")
            values += [code for place in filters.places for code in (place, place)]
        for column, wanted in (("d.kind", filters.kinds), ("d.id", filters.doc_ids)):
            if wanted:
                clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(wanted))
        if filters.years:
            clauses.append(
                "(json_extract(d.about, '$.date') = '' OR EXISTS (SELECT 1 FROM document_years y WHERE y.doc_id = d.id "
                "AND y.year IN (SELECT value FROM json_each(?))))"
            )
            values.append(json.dumps(filters.years))
        rows = self._db().execute(f"SELECT d.id FROM documents d WHERE {' AND '.join(clauses)}", values)
        return [str(row[0]) for row in rows]

    def lexical(self, question: str, limit: int, doc_ids: list[str] | None) -> list[tuple[str, float]]:
        """The best (chunk id, BM25 score), higher is better, by FTS5 over the question's terms (any of them)."""
        wanted = query_terms(question)
        if not wanted or doc_ids == []:
            return []
        match = " OR ".join(f'"{term}"' for term in wanted)
        within = "" if doc_ids is None else "AND c.doc_id IN (SELECT value FROM json_each(?))"
        values: list[Any] = [match, *([] if doc_ids is None else [json.dumps(doc_ids)]), limit]
        rows = self._db().execute(
            "SELECT c.id, -bm25(chunk_terms) FROM chunk_terms t JOIN chunks c ON c.rowid = t.rowid "
            f"JOIN documents d ON d.id = c.doc_id WHERE chunk_terms MATCH ? AND d.ready {within} "
            "ORDER BY bm25(chunk_terms), c.id LIMIT ?",
            values,
        )
        return [(str(row[0]), float(row[1])) for row in rows]

    def years(self, doc_ids: list[str] | None) -> tuple[int, ...]:
        """The years that ready documents speak of, ascending."""
        rows = self._db().execute(
            "SELECT DISTINCT y.year FROM document_years y JOIN documents d ON d.id = y.doc_id "
            "WHERE d.ready AND (? IS NULL OR d.id IN (SELECT value FROM json_each(?))) ORDER BY y.year",
            (None if doc_ids is None else 1, json.dumps(doc_ids or [])),
        )
        return tuple(int(row[0]) for row in rows)

    def frequencies(self, wanted: Iterable[str]) -> dict[str, int]:
        """In how many chunks each term occurs; terms that occur in none are left out."""
        rows = self._db().execute(
            "SELECT term, doc FROM chunk_vocabulary WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps(list(wanted)),),
        )
        return {str(row[0]): int(row[1]) for row in rows}

    def counts(self) -> tuple[int, int]:
        """How many ready documents and chunks there are."""
        row = (
            self._db()
            .execute(
                "SELECT count(DISTINCT d.id), count(c.id) FROM documents d LEFT JOIN chunks c ON c.doc_id = d.id WHERE d.ready"
            )
            .fetchone()
        )
        return int(row[0]), int(row[1])

    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._path, timeout=30, check_same_thread=False, isolation_level=None
            )
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
            with self._guard:
                self._open.append(connection)
        return connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing."""
        db = self._db()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _migrate(self) -> None:
        version = int(self._db().execute("PRAGMA user_version").fetchone()[0])
        if version > SCHEMA_VERSION:
            self.close()
            raise LibraryTooNew(
                f"{self._path}: written by a newer version (schema {version}, this one knows {SCHEMA_VERSION}); "
                "update with `pip install -U xianwen`",
                f"{self._path}：由更新的版本写成（结构 {version}，本版本只认识 {SCHEMA_VERSION}）；请运行 `pip install -U xianwen`",
            )
        if version == 0:
            self._db().executescript(
                f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
            )


_CHUNKS = (
    "SELECT c.id, c.doc_id, c.start, c.end, substr(d.text, c.start + 1, c.end - c.start), c.section, c.header "
    "FROM chunks c JOIN documents d ON d.id = c.doc_id"
)


def _description(stored: str) -> Description:
    values = json.loads(stored)
    place = values.pop("place")
    places = tuple(Place(**one) for one in values.pop("places"))
    years = tuple(values.pop("years"))
    return Description(place=Place(**place) if place else None, places=places, years=years, **values)
