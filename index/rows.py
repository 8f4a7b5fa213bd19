"""The rows of a library's tables: what one transaction of the store writes and deletes."""

import json
from collections.abc import Iterable
from dataclasses import astuple, fields
from sqlite3 import Connection

from index.lexical import terms
from index.records import Chunk, Description, Figure, Removed


def insert_facts(db: Connection, doc_id: str, about: Description) -> None:
    """The places and years of a document, by which it is filtered; its own place is one that it may not name."""
    codes = {place.code: None for place in (*about.places, about.place) if place and place.code}
    db.executemany("INSERT INTO document_places VALUES (?, ?)", [(doc_id, code) for code in codes])
    db.executemany("INSERT INTO document_years VALUES (?, ?)", [(doc_id, year) for year in about.years])


_FIGURE = [f'"{field.name}"' for field in fields(Figure)]
FIGURE_COLUMNS = ", ".join(f"f.{name}" for name in _FIGURE)
"""The columns of a figure in the order of its fields, of the table `figures` called f."""
_INSERT_FIGURE = f"INSERT INTO figures (doc_id, {', '.join(_FIGURE)}) VALUES (?{', ?' * len(_FIGURE)})"


def replace_figures(db: Connection, doc_id: str, figures: Iterable[Figure]) -> None:
    """These figures in the place of those of a document."""
    db.execute("DELETE FROM figures WHERE doc_id = ?", (doc_id,))
    db.executemany(_INSERT_FIGURE, [(doc_id, *astuple(figure)) for figure in figures])
    db.execute("UPDATE documents SET figured = 1 WHERE id = ?", (doc_id,))


def insert_removed(db: Connection, doc_id: str, removed: Iterable[Removed]) -> None:
    """What cleaning left out of the first source of a document; of others with the same text nothing is kept."""
    rows = json.dumps([[one.reason, one.text] for one in removed], ensure_ascii=False)
    db.execute("INSERT OR IGNORE INTO document_removed VALUES (?, ?)", (doc_id, rows))


def insert_chunks(db: Connection, chunks: Iterable[Chunk]) -> None:
    """Chunks and their terms, under one row number."""
    for chunk in chunks:
        row = db.execute(
            "INSERT INTO chunks (id, doc_id, start, end, section, header) VALUES (?, ?, ?, ?, ?, ?)",
            (chunk.id, chunk.doc_id, chunk.start, chunk.end, chunk.section, chunk.header),
        )
        db.execute(
            "INSERT INTO chunk_terms (rowid, terms) VALUES (?, ?)",
            (row.lastrowid, indexed_terms(chunk)),
        )


def indexed_terms(chunk: Chunk) -> str:
    """What FTS5 holds for a chunk: its terms, with a space between them."""
    return " ".join(terms(chunk.indexed_text))


def insert_bands(db: Connection, doc_id: str, bands: Iterable[int]) -> None:
    """The fingerprint of a document."""
    db.executemany("INSERT OR IGNORE INTO document_bands VALUES (?, ?)", [(band, doc_id) for band in bands])


def replace_chunks(db: Connection, doc_id: str, chunks: Iterable[Chunk]) -> None:
    """Other chunks in the place of those of a document; its vectors are to be made again."""
    forget_chunks(db, doc_id)
    insert_chunks(db, chunks)
    to_do(db, [doc_id])


def forget_chunks(db: Connection, doc_id: str) -> None:
    """The chunks of a document and their terms go."""
    db.execute(
        "DELETE FROM chunk_terms WHERE rowid IN (SELECT rowid FROM chunks WHERE doc_id = ?)", (doc_id,)
    )
    db.execute("DELETE FROM chunks WHERE doc_id = ?", (doc_id,))


def to_do(db: Connection, doc_ids: Iterable[str]) -> None:
    """Note that the vectors of these documents may differ from their chunks."""
    db.executemany("INSERT OR IGNORE INTO vector_tasks VALUES (?)", [(doc_id,) for doc_id in doc_ids])


def has_chunks(db: Connection, doc_id: str) -> bool:
    """Whether a document has any chunk."""
    return db.execute("SELECT 1 FROM chunks WHERE doc_id = ?", (doc_id,)).fetchone() is not None


def take_addresses(db: Connection, doc_id: str) -> None:
    """The addresses of a document stand for it alone; others that have none left go."""
    rows = db.execute(
        "SELECT s.address, s.doc_id FROM sources mine JOIN sources s ON s.address = mine.address "
        "WHERE mine.doc_id = ?1 AND s.doc_id <> ?1",
        (doc_id,),
    ).fetchall()
    for address, other in rows:
        db.execute("DELETE FROM sources WHERE address = ? AND doc_id = ?", (address, other))
        if db.execute("SELECT 1 FROM sources WHERE doc_id = ?", (other,)).fetchone() is None:
            drop(db, other)


def drop(db: Connection, doc_id: str) -> None:
    """Delete a document; those that were listed under it come out and wait for their chunks."""
    freed = [str(row[0]) for row in db.execute("SELECT id FROM documents WHERE same_as = ?", (doc_id,))]
    db.execute("UPDATE documents SET same_as = NULL, ready = 0 WHERE same_as = ?", (doc_id,))
    to_do(db, [doc_id, *freed])
    forget_chunks(db, doc_id)
    db.execute("DELETE FROM documents WHERE id = ?", (doc_id,))
