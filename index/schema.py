"""The shape of a library's SQLite file: one step for each schema version, run in a transaction.

A step is never changed once it has shipped: files made by it are out there. A new need is a new step.
"""

import sqlite3
from pathlib import Path

from index.errors import LibraryTooNew

_STEPS = (
    # 1: documents, their chunks and the lexical index
    """
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
        rowid INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL,
        doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        start INTEGER NOT NULL, end INTEGER NOT NULL, section TEXT NOT NULL, header TEXT NOT NULL
    );
    CREATE INDEX chunks_doc ON chunks (doc_id);
    CREATE VIRTUAL TABLE chunk_terms USING fts5 (terms, tokenize = "unicode61 remove_diacritics 0 tokenchars '.%'");
    CREATE VIRTUAL TABLE chunk_vocabulary USING fts5vocab('chunk_terms', 'row');
    """,
    # 2: addresses, near-duplicates (ready = 2: kept under the document `same_as`), corrections by a person, what is
    # still to be done to the vectors, and the vectors themselves: float32, little endian, so that what Chroma loses
    # is not to be computed again. A file of schema 1 knew the bare name of a source alone.
    """
    ALTER TABLE documents ADD COLUMN described TEXT NOT NULL DEFAULT '';
    ALTER TABLE documents ADD COLUMN corrections TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE documents ADD COLUMN same_as TEXT;
    UPDATE documents SET described = about;
    CREATE INDEX documents_same_as ON documents (same_as);
    CREATE INDEX documents_unready ON documents (ready) WHERE ready = 0;
    CREATE TABLE sources (
        address TEXT NOT NULL, doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, shown TEXT NOT NULL,
        PRIMARY KEY (address, doc_id)
    );
    CREATE INDEX sources_doc ON sources (doc_id);
    INSERT INTO sources SELECT source, id, source FROM documents;
    CREATE TABLE document_bands (
        band INTEGER NOT NULL, doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, PRIMARY KEY (band, doc_id)
    ) WITHOUT ROWID;
    CREATE INDEX document_bands_doc ON document_bands (doc_id);
    CREATE TABLE vector_tasks (doc_id TEXT PRIMARY KEY);
    CREATE TABLE chunk_vectors (
        chunk INTEGER PRIMARY KEY REFERENCES chunks (rowid) ON DELETE CASCADE, vector BLOB NOT NULL
    );
    INSERT INTO vector_tasks SELECT id FROM documents WHERE NOT ready;
    """,
    # 3: the figures that reports state; `figured` says that those of a document were read out.
    """
    ALTER TABLE documents ADD COLUMN figured INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE figures (
        id INTEGER PRIMARY KEY, doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
        code TEXT NOT NULL, place TEXT NOT NULL, year INTEGER, period TEXT NOT NULL, subject TEXT NOT NULL,
        indicator TEXT NOT NULL, family TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL, low REAL, high REAL,
        approximate INTEGER NOT NULL, planned INTEGER NOT NULL, kind TEXT NOT NULL,
        start INTEGER NOT NULL, end INTEGER NOT NULL, sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL
    );
    CREATE INDEX figures_doc ON figures (doc_id);
    CREATE INDEX figures_family ON figures (family, year, code);
    """,
    # 4: what cleaning left out of a source, as [[reason, text], ...]; documents without a row came in before.
    """
    CREATE TABLE document_removed (
        doc_id TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE, removed TEXT NOT NULL
    );
    """,
)
SCHEMA_VERSION = len(_STEPS)


def is_current(path: Path) -> bool:
    """Whether `path` holds a library of this schema, so that opening it writes nothing."""
    if not path.is_file():
        return False
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        try:
            return _version(db) == SCHEMA_VERSION
        finally:
            db.close()
    except sqlite3.DatabaseError:
        return False


def migrate(db: sqlite3.Connection, path: Path) -> None:
    """Bring the file up to SCHEMA_VERSION, all steps or none. Raises LibraryTooNew for one of a newer version."""
    if _version(db) == SCHEMA_VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another process may have made the file while this one waited for the write lock of SQLite.
        found = _version(db)
        if found > SCHEMA_VERSION:
            raise _too_new(path, found)
        for step in _STEPS[found:]:
            for statement in step.split(";"):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _too_new(path: Path, found: int) -> LibraryTooNew:
    return LibraryTooNew(
        f"{path}: written by a newer version (schema {found}, this one knows {SCHEMA_VERSION}); "
        "update with `pip install -U xianwen`",
        f"{path}：由更新的版本写成（结构 {found}，本版本只认识 {SCHEMA_VERSION}）；请运行 `pip install -U xianwen`",
    )
