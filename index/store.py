"""The record: documents, chunks and the lexical index (FTS5) in one SQLite file.

A document is pending until its vectors are in; pending ones are invisible to readers.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from index.database import Database
from index.errors import UnknownDocument
from index.lexical import query_terms
from index.records import (
    Chunk,
    Description,
    Document,
    DocumentSummary,
    Figure,
    FigureCount,
    Filters,
    Indicated,
    Place,
    Removed,
    Similar,
    Stated,
)
from index.rows import (
    FIGURE_COLUMNS,
    drop,
    has_chunks,
    insert_bands,
    insert_chunks,
    insert_facts,
    insert_removed,
    replace_chunks,
    replace_figures,
    take_addresses,
    to_do,
)
from index.schema import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "SqliteStore"]


_ALL_TO_DO = "INSERT OR IGNORE INTO vector_tasks SELECT id FROM documents WHERE ready = 1 ORDER BY id"


class SqliteStore:
    """Documents and chunks by id, and lexical search. Readers never wait.

    Raises LibraryTooNew for a file of a newer schema and LibraryError for one that is no such file.
    """

    def __init__(self, path: Path) -> None:
        self.database = Database(path)

    def close(self) -> None:
        """Close every connection."""
        self.database.close()

    def get_meta(self, key: str) -> str:
        """A stored fact about the library, empty where there is none."""
        row = self._db().execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, key: str, value: str) -> None:
        """Store a fact about the library."""
        with self.database.writing() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def add_pending(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        *,
        address: str = "",
        described: Description | None = None,
        corrections: Mapping[str, str] | None = None,
        same_as: str = "",
        bands: Iterable[int] = (),
        figures: Iterable[Figure] = (),
        removed: Iterable[Removed] = (),
    ) -> None:
        """Store a document; nobody sees it before `mark_ready`, and until then its address still means the old one.

        `same_as` is the document under which it will be listed, `described` what describing alone found.
        """
        about = document.about
        row = (document.id, document.source, document.text, json.dumps(document.pages), _json(asdict(about)),
               about.kind, _json(asdict(described or about)), _json(dict(corrections or {})), same_as or None)  # fmt: skip
        with self.database.writing() as db:
            db.execute(
                "INSERT INTO documents (id, source, text, pages, about, kind, described, corrections, same_as) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            insert_facts(db, document.id, about)
            insert_chunks(db, chunks)
            insert_bands(db, document.id, bands)
            replace_figures(db, document.id, figures)
            insert_removed(db, document.id, removed)
            if address:
                db.execute("INSERT INTO sources VALUES (?, ?, ?)", (address, document.id, document.source))
            to_do(db, [document.id])

    def mark_ready(self, doc_ids: Iterable[str]) -> None:
        """The vectors of these documents are as their chunks: show them, each in the place of what its address was.

        A document that so loses its last address goes; those listed under it come out, and are `tasks` again. A
        document that has neither chunks nor another to be listed under stays a task.
        """
        with self.database.writing() as db:
            for doc_id in doc_ids:
                row = db.execute("SELECT same_as FROM documents WHERE id = ?", (doc_id,)).fetchone()
                if row and not row[0] and not has_chunks(db, doc_id):
                    continue
                db.execute(
                    "UPDATE documents SET ready = ? WHERE id = ?", (2 if row and row[0] else 1, doc_id)
                )
                db.execute("DELETE FROM vector_tasks WHERE doc_id = ?", (doc_id,))
                take_addresses(db, doc_id)
            db.execute(
                "INSERT INTO meta VALUES ('generation', '1') "
                "ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
            )

    def tasks(self) -> list[str]:
        """Ids of documents, there or gone, whose vectors may differ from their chunks: what a crash left."""
        return [str(row[0]) for row in self._db().execute("SELECT doc_id FROM vector_tasks ORDER BY rowid")]

    def to_do(self, doc_ids: Iterable[str]) -> None:
        """Make these documents tasks."""
        with self.database.writing() as db:
            to_do(db, doc_ids)

    def pending(self) -> list[str]:
        """Ids of documents that are not shown yet."""
        return [
            str(row[0]) for row in self._db().execute("SELECT id FROM documents WHERE ready = 0 ORDER BY id")
        ]

    def add_source(self, doc_id: str, address: str, shown: str, removed: Iterable[Removed] = ()) -> None:
        """One more address that has the text of a document; what the address held before may go, as in `mark_ready`.

        `removed` is what was left out there, which documents of before schema 4 lack.
        """
        with self.database.writing() as db:
            insert_removed(db, doc_id, removed)
            # A library of schema 1 knew the bare name alone: the whole address takes its place.
            db.execute(
                "DELETE FROM sources WHERE doc_id = ? AND address = ? AND address <> ?",
                (doc_id, shown, address),
            )
            db.execute("INSERT OR IGNORE INTO sources VALUES (?, ?, ?)", (address, doc_id, shown))
            # One that is not shown yet takes its addresses when it is: until then they stand for what was there.
            if db.execute("SELECT 1 FROM documents WHERE id = ? AND ready > 0", (doc_id,)).fetchone():
                take_addresses(db, doc_id)

    def at(self, address: str) -> str:
        """The id of the document that an address stands for now, empty where it is new."""
        row = self._db().execute(
            "SELECT s.doc_id FROM sources s JOIN documents d ON d.id = s.doc_id WHERE s.address = ? AND d.ready > 0",
            (address,),
        )  # fmt: skip
        return next((str(one[0]) for one in row), "")

    def only_at(self, address: str) -> set[str]:
        """Ids of the documents that have no other address: those that new text at this address replaces."""
        rows = self._db().execute(
            "SELECT doc_id FROM sources WHERE address = ?1 "
            "AND doc_id NOT IN (SELECT doc_id FROM sources WHERE address <> ?1)",
            (address,),
        )
        return {str(row[0]) for row in rows}

    def sharing(self, bands: Iterable[int], limit: int = 20) -> list[str]:
        """Ids of listed documents that share a band of their fingerprint, those with most shared bands first."""
        rows = self._db().execute(
            "SELECT doc_id FROM document_bands WHERE band IN (SELECT value FROM json_each(?)) "
            "GROUP BY doc_id ORDER BY count(*) DESC, doc_id LIMIT ?",
            (json.dumps(list(bands)), limit),
        )
        return [str(row[0]) for row in rows]

    def without_bands(self, longest: int) -> list[str]:
        """Ids of listed documents of up to `longest` characters that have no fingerprint yet."""
        rows = self._db().execute(
            "SELECT id FROM documents d WHERE ready = 1 "
            "AND NOT EXISTS (SELECT 1 FROM document_bands b WHERE b.doc_id = d.id) AND length(text) <= ?",
            (longest,),
        )
        return [str(row[0]) for row in rows]

    def set_bands(self, doc_id: str, bands: Iterable[int]) -> None:
        """Store the fingerprint of a document."""
        with self.database.writing() as db:
            insert_bands(db, doc_id, bands)

    def without_figures(self) -> list[str]:
        """Ids of listed documents whose figures have not been read out."""
        rows = self._db().execute("SELECT id FROM documents WHERE ready = 1 AND NOT figured")
        return [str(row[0]) for row in rows]

    def forget_figures(self, rules: str) -> None:
        """Where other rules than these made the figures, have those of every document read out anew; until then the old ones stay."""
        if self.get_meta("figures") == rules:
            return
        with self.database.writing() as db:
            db.execute("UPDATE documents SET figured = 0")
            db.execute("INSERT OR REPLACE INTO meta VALUES ('figures', ?)", (rules,))

    def set_figures(self, doc_id: str, figures: Iterable[Figure]) -> None:
        """Put these figures in the place of those of a document."""
        with self.database.writing() as db:
            replace_figures(db, doc_id, figures)

    def figures(self, doc_ids: list[str] | None, family: str = "") -> list[tuple[str, Figure]]:
        """(document id, figure) of the listed documents, those of `doc_ids` and of a family where given, in reading order."""
        rows = self._db().execute(
            f"SELECT f.doc_id, {FIGURE_COLUMNS} FROM figures f JOIN documents d ON d.id = f.doc_id WHERE d.ready = 1 "
            "AND (? = '' OR f.family = ?) AND (? IS NULL OR f.doc_id IN (SELECT value FROM json_each(?))) "
            "ORDER BY f.doc_id, f.start",
            (family, family, None if doc_ids is None else 1, json.dumps(doc_ids or [])),
        )
        return [(row[0], _figure(row[1:])) for row in rows]

    def indicators(self, unlisted: int) -> list[Indicated]:
        """The indicators that figures are of, the listed ones first, those with most figures first.

        Of those as written that are not in the list up to `unlisted`, and only where several places, years or
        subjects have one: a figure that stands alone makes no table.
        """
        listed = self._db().execute(
            f"SELECT f.family, count(*) FROM figures f WHERE f.family > '' AND {_LISTED} "
            "GROUP BY f.family ORDER BY count(*) DESC, f.family"
        )
        written = self._db().execute(
            f"SELECT f.indicator, count(*) FROM figures f WHERE f.family = '' AND {_LISTED} "
            "GROUP BY f.indicator HAVING count(*) > 1 AND "
            f"count(DISTINCT {_WHOSE} || char(0) || f.subject || char(0) || ifnull(f.year, '')) > 1 "
            "ORDER BY count(*) DESC, f.indicator LIMIT ?",
            (unlisted,),
        )
        return [
            *(Indicated(name, True, n) for name, n in listed),
            *(Indicated(name, False, n) for name, n in written),
        ]

    def figure_counts(self, family: str, written: str = "") -> list[FigureCount]:
        """How many figures of a family, or of an indicator as written, there are for each kind, unit, place and year."""
        rows = self._db().execute(
            "SELECT f.kind, f.unit, f.code, f.place, f.year, count(*) FROM figures f "
            f"WHERE {_OF_INDICATOR} AND {_LISTED} GROUP BY f.kind, f.unit, f.code, f.place, f.year",
            {"family": family, "written": written},
        )
        return [FigureCount(*row) for row in rows]

    def stated(
        self, family: str, written: str, places: Sequence[str], years: Sequence[int], limit: int
    ) -> list[Stated]:
        """The figures of an indicator with their reports, by place, latest year first; up to `limit` of them.

        `places` are codes, or the names of what has no code (全国); of `years` 0 is the unknown one. Empty ones do not
        restrict.
        """
        values = {"family": family, "written": written, "limit": limit}
        chosen = {"places": json.dumps(list(places)), "years": json.dumps(list(years))}
        # Of a report only what is cited: reading its whole text for each figure would take seconds.
        rows = self._db().execute(
            "SELECT f.doc_id, json_extract(d.about, '$.title'), json_extract(d.about, '$.date'), d.source, "
            "substr(d.text, f.start + 1, f.end - f.start), "
            f"substr(d.text, f.sentence_start + 1, f.sentence_end - f.sentence_start), {FIGURE_COLUMNS} "
            f"FROM figures f JOIN documents d ON d.id = f.doc_id WHERE {_OF_INDICATOR} AND {_LISTED} "
            f"AND (:places = '[]' OR {_WHOSE} IN (SELECT value FROM json_each(:places))) "
            "AND (:years = '[]' OR ifnull(f.year, 0) IN (SELECT value FROM json_each(:years))) "
            "ORDER BY f.code, f.place, f.year DESC, f.doc_id, f.start LIMIT :limit",
            values | chosen,
        )
        return [Stated(row[0], row[1], row[2], row[3], row[4], row[5], _figure(row[6:])) for row in rows]

    def set_chunks(self, doc_id: str, chunks: Sequence[Chunk]) -> None:
        """Put these chunks in the place of those of a document; its vectors become a task."""
        with self.database.writing() as db:
            replace_chunks(db, doc_id, chunks)

    def set_about(self, document: Document, corrections: Mapping[str, str], chunks: Sequence[Chunk]) -> None:
        """Put another description, and the chunks under it, in the place of a document's; its vectors become a task."""
        about = document.about
        with self.database.writing() as db:
            db.execute(
                "UPDATE documents SET about = ?, kind = ?, corrections = ? WHERE id = ?",
                (_json(asdict(about)), about.kind, _json(dict(corrections)), document.id),
            )
            db.execute("DELETE FROM document_places WHERE doc_id = ?", (document.id,))
            db.execute("DELETE FROM document_years WHERE doc_id = ?", (document.id,))
            insert_facts(db, document.id, about)
            replace_chunks(db, document.id, chunks)

    def vectors_of(self, chunk_ids: Iterable[str]) -> dict[str, bytes]:
        """The vectors that are kept for these chunks, each dim little-endian float32; those without one are left out."""
        rows = self._db().execute(
            "SELECT c.id, v.vector FROM chunks c JOIN chunk_vectors v ON v.chunk = c.rowid "
            "WHERE c.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(chunk_ids)),),
        )
        return {str(row[0]): bytes(row[1]) for row in rows}

    def keep_vectors(self, vectors: Iterable[tuple[str, bytes]]) -> None:
        """Keep the vectors of chunks; they go with their chunks."""
        with self.database.writing() as db:
            db.executemany(
                "INSERT OR REPLACE INTO chunk_vectors SELECT rowid, ?2 FROM chunks WHERE id = ?1", vectors
            )

    def all_to_do(self) -> None:
        """Make every listed document a task."""
        with self.database.writing() as db:
            db.execute(_ALL_TO_DO)

    def forget_vectors(self, encoder: str) -> None:
        """Drop every kept vector, make every document a task, and note the encoder whose vectors they will be."""
        with self.database.writing() as db:
            db.execute("DELETE FROM chunk_vectors")
            db.execute(_ALL_TO_DO)
            db.execute("INSERT OR REPLACE INTO meta VALUES ('encoder', ?)", (encoder,))

    def corrections(self, doc_id: str) -> dict[str, str]:
        """What a person said of a document, by field; empty where nobody did, or there is no such document."""
        row = self._db().execute("SELECT corrections FROM documents WHERE id = ?", (doc_id,)).fetchone()
        return dict(json.loads(row[0])) if row else {}

    def described(self, doc_id: str) -> Description:
        """What describing alone found. Raises UnknownDocument."""
        row = self._db().execute("SELECT described FROM documents WHERE id = ?", (doc_id,)).fetchone()
        if row is None:
            raise _unknown(doc_id)
        return _description(row[0])

    def remove(self, doc_id: str) -> None:
        """Forget a document, those listed under it, their chunks and terms; their vectors become tasks."""
        with self.database.writing() as db:
            under = db.execute("SELECT id FROM documents WHERE same_as = ?", (doc_id,)).fetchall()
            for (one,) in [*under, (doc_id,)]:
                drop(db, one)

    def has(self, doc_id: str) -> bool:
        """Whether a document is there and ready."""
        row = self._db().execute("SELECT 1 FROM documents WHERE id = ? AND ready > 0", (doc_id,)).fetchone()
        return row is not None

    def listed_as(self, doc_id: str) -> str:
        """The id under which a document, ready or not, is listed: its own, or that of its near-duplicate; else empty."""
        row = (
            self._db()
            .execute("SELECT coalesce(same_as, id) FROM documents WHERE id = ?", (doc_id,))
            .fetchone()
        )
        return str(row[0]) if row else ""

    def removed(self, doc_id: str) -> tuple[Removed, ...] | None:
        """What cleaning left out of the source of a document; None where that was not recorded."""
        query = "SELECT removed FROM document_removed WHERE doc_id = ?"
        row = self._db().execute(query, (doc_id,)).fetchone()
        return tuple(Removed(*one) for one in json.loads(row[0])) if row else None

    def find(self, doc_id: str) -> Document | None:
        """A whole document, ready or not."""
        row = (
            self._db()
            .execute("SELECT id, source, text, about, pages FROM documents WHERE id = ?", (doc_id,))
            .fetchone()
        )
        return row and Document(row[0], row[1], row[2], _description(row[3]), tuple(json.loads(row[4])))

    def get(self, doc_id: str) -> Document:
        """A whole document. Raises UnknownDocument."""
        document = self.find(doc_id) if self.has(doc_id) else None
        if document is None:
            raise _unknown(doc_id)
        return document

    def summaries(self, doc_id: str = "") -> list[DocumentSummary]:
        """All listed documents, newest first, or the one named."""
        similar = self._similar(doc_id)
        # One condition for both would look through all documents for the one.
        named, values = ("AND d.id = ?", (doc_id,)) if doc_id else ("", ())
        rows = self._db().execute(
            "SELECT d.id, d.source, d.about, length(d.text), json_array_length(d.pages), "
            "(SELECT count(*) FROM chunks c WHERE c.doc_id = d.id), d.corrections, "
            "(SELECT json_group_array(shown) FROM (SELECT s.shown FROM sources s WHERE s.doc_id = d.id OR s.doc_id IN "
            "(SELECT v.id FROM documents v WHERE v.same_as = d.id AND v.ready = 2) ORDER BY s.rowid)) "
            f"FROM documents d WHERE d.ready = 1 {named} ORDER BY d.added DESC, d.id",
            values,
        )
        return [
            DocumentSummary(
                r[0], r[1], _description(r[2]), size=r[3], chunks=r[5], pages=r[4],
                sources=tuple(dict.fromkeys(json.loads(r[7]))), corrected=tuple(json.loads(r[6])),
                similar=tuple(similar.get(r[0], ())),
            )
            for r in rows
        ]  # fmt: skip

    def _similar(self, doc_id: str) -> dict[str, list[Similar]]:
        """The near-duplicates listed under each document, or under the one named, in the order they came."""
        named, values = ("= ?", (doc_id,)) if doc_id else ("IS NOT NULL", ())
        rows = self._db().execute(
            "SELECT v.same_as, v.id, v.about, (SELECT json_group_array(shown) FROM "
            "(SELECT s.shown FROM sources s WHERE s.doc_id = v.id ORDER BY s.rowid)) "
            f"FROM documents v WHERE v.same_as {named} AND v.ready = 2 ORDER BY v.added, v.id",
            values,
        )
        found: dict[str, list[Similar]] = {}
        for under, one, stored, shown in rows:
            about = _description(stored)
            found.setdefault(under, []).append(
                Similar(one, about.title, about.date, tuple(json.loads(shown)))
            )
        return found

    def chunks(self, ids: Iterable[str]) -> dict[str, Chunk]:
        """Ready chunks by id; ids that are not there are left out."""
        wanted = json.dumps(list(ids))
        rows = self._db().execute(
            f"{_CHUNKS} WHERE c.id IN (SELECT value FROM json_each(?)) AND d.ready = 1", (wanted,)
        )
        return {row[0]: Chunk(*row) for row in rows}

    def chunks_any(self, ids: Iterable[str]) -> list[Chunk]:
        """Chunks by id, of documents ready or not."""
        rows = self._db().execute(
            f"{_CHUNKS} WHERE c.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
        )
        return [Chunk(*row) for row in rows]

    def chunks_of(self, doc_id: str) -> list[Chunk]:
        """The chunks of a document, ready or not, in reading order."""
        rows = self._db().execute(f"{_CHUNKS} WHERE c.doc_id = ? ORDER BY c.start", (doc_id,))
        return [Chunk(*row) for row in rows]

    def matching(self, filters: Filters) -> list[str] | None:
        """Ids of the ready documents that pass `filters`, or None where nothing is filtered.

        A place admits the reports that name it, or a division below it. A year admits those that
        speak of it, and those of which nobody knows: without date and years, or with a 今年 that nothing dates.
        """
        if filters == Filters():
            return None
        clauses, values = ["d.ready = 1"], list[Any]()
        if filters.places:
            # ":" comes right behind the digits: all codes that begin with a place's, by the index over codes.
            tests = " OR ".join(["(code >= ? AND code < ? || ':')"] * len(filters.places))
            clauses.append(f"d.id IN (SELECT doc_id FROM document_places WHERE {tests})")
            values += [code for place in filters.places for code in (place, place)]
        for column, wanted in (("d.kind", filters.kinds), ("d.id", filters.doc_ids)):
            if wanted:
                clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(wanted))
        if filters.years:
            clauses.append(
                "(d.id IN (SELECT doc_id FROM document_years WHERE year IN (SELECT value FROM json_each(?))) "
                f"OR {_YEAR_UNKNOWN})"
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
            f"JOIN documents d ON d.id = c.doc_id WHERE chunk_terms MATCH ? AND d.ready = 1 {within} "
            "ORDER BY bm25(chunk_terms), c.id LIMIT ?",
            values,
        )
        return [(str(row[0]), float(row[1])) for row in rows]

    def years(self, doc_ids: list[str] | None) -> tuple[int, ...]:
        """The years that ready documents speak of, ascending."""
        rows = self._db().execute(
            "SELECT DISTINCT y.year FROM document_years y JOIN documents d ON d.id = y.doc_id "
            "WHERE d.ready = 1 AND (? IS NULL OR d.id IN (SELECT value FROM json_each(?))) ORDER BY y.year",
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
        """How many listed documents, and chunks of them, there are."""
        # Counting all and taking off the few that are not ready needs no look at each chunk's document.
        row = (
            self._db()
            .execute(
                "SELECT (SELECT count(*) FROM documents WHERE ready = 1), (SELECT count(*) FROM chunks) - (SELECT "
                "count(*) FROM documents d JOIN chunks c ON c.doc_id = d.id WHERE d.ready = 0)"
            )
            .fetchone()
        )
        return int(row[0]), int(row[1])

    def generation(self) -> int:
        """A number that grows with every change of the vectors."""
        return int(self.get_meta("generation") or 0)

    def _db(self) -> Connection:
        return self.database.reading()


_CHUNKS = (
    "SELECT c.id, c.doc_id, c.start, c.end, substr(d.text, c.start + 1, c.end - c.start), c.section, c.header "
    "FROM chunks c JOIN documents d ON d.id = c.doc_id"
)

_WHOSE = "ifnull(nullif(f.code, ''), f.place)"
"""The place of a figure: its code, or its name where it has none (全国)."""

_OF_INDICATOR = "f.family = :family AND (:written = '' OR f.indicator = :written)"
"""The figures of a family of the list, or, where that is empty, of an indicator as written."""

_LISTED = "f.doc_id NOT IN (SELECT id FROM documents WHERE ready = 0 UNION SELECT id FROM documents WHERE same_as IS NOT NULL)"
"""The same as ready = 1, by two indexes: to read `ready` of a document SQLite walks over the whole text before it."""

_YEAR_UNKNOWN = (
    "(json_extract(d.about, '$.date') = '' AND (NOT EXISTS (SELECT 1 FROM document_years y WHERE y.doc_id = d.id) "
    "OR (json_extract(d.about, '$.title') NOT GLOB '*20[0-9][0-9]*' AND d.source NOT GLOB '*20[0-9][0-9]年*' "
    "AND (instr(d.text, '今年') OR instr(d.text, '去年')))))"
)
"""A year in the title or the name is the one that an undated report covers: its 今年 stands in `document_years`."""


def _figure(row: Sequence[Any]) -> Figure:
    figure = Figure(*row)
    return replace(figure, approximate=bool(figure.approximate), planned=bool(figure.planned))


def _description(stored: str) -> Description:
    values = json.loads(stored)
    place = values.pop("place")
    places = tuple(Place(**one) for one in values.pop("places"))
    years = tuple(values.pop("years"))
    return Description(place=Place(**place) if place else None, places=places, years=years, **values)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _unknown(doc_id: str) -> UnknownDocument:
    return UnknownDocument(
        f"no document with id {doc_id!r}; `xianwen list` shows those there are",
        f"没有编号为 {doc_id!r} 的报告；用 `xianwen list` 查看现有报告",
    )
