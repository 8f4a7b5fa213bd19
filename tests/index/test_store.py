"""The SQLite file: libraries of older schemas open, and the counting that others rely on."""

import json
import sqlite3
from dataclasses import asdict

import pytest

from index import IndexSettings, Library, schema
from index.chunk import chunk
from index.errors import LibraryError
from index.places import NATION
from index.records import Description, Document, Filters, Place
from index.rows import indexed_terms
from index.store import SCHEMA_VERSION, SqliteStore
from index.vectors import ChromaVectors

# Schema 1 as it shipped. Never change it: such files are out there.
SCHEMA_1 = """
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
PRAGMA user_version = 1;
"""
TEXTS = {
    "b3f1": "遂昌县2022年经济简报\n2023-03-01\n2022年，遂昌县地区生产总值155亿元，增长4.2%。",
    "c4a2": "松阳县2022年经济简报\n2023-03-02\n2022年，松阳县地区生产总值138亿元，增长5.1%。",
}


def _made_by_schema_1(folder, encoder):
    """A library as the first version made it: 遂昌 whole, 松阳 left by a crash before its vectors."""
    import hashlib

    folder.mkdir(parents=True)
    db = sqlite3.connect(folder / "library.sqlite")
    db.executescript(SCHEMA_1)
    db.execute("INSERT INTO meta VALUES ('encoder', 'encoder')")
    vectors = ChromaVectors(folder / "chroma")
    for ready, (name, text) in zip((1, 0), TEXTS.items(), strict=True):
        doc_id = hashlib.sha256(text.encode()).hexdigest()[:16]
        place = Place("331123", "遂昌县", "丽水市", "浙江省")
        about = Description(
            text.split("\n")[0], "", text.split("\n")[1], "other", place, (place,), (2022, 2023)
        )
        db.execute(
            "INSERT INTO documents (id, source, text, pages, about, kind, ready) VALUES (?, ?, ?, '[0]', ?, 'other', ?)",
            (doc_id, f"{name}.txt", text, json.dumps(asdict(about), ensure_ascii=False), ready),
        )
        db.execute("INSERT INTO document_places VALUES (?, '331123')", (doc_id,))
        chunks = chunk(doc_id, text, about, 320)
        for one in chunks:
            row = db.execute(
                "INSERT INTO chunks (id, doc_id, start, end, section, header) VALUES (?, ?, ?, ?, ?, ?)",
                (one.id, doc_id, one.start, one.end, one.section, one.header),
            ).lastrowid
            db.execute("INSERT INTO chunk_terms (rowid, terms) VALUES (?, ?)", (row, indexed_terms(one)))
        if ready:
            vectors.add(chunks, encoder.encode_documents([one.indexed_text for one in chunks]))
    db.commit()
    db.close()
    vectors.close()


def test_a_library_of_schema_1_opens_whole(tmp_path, encoder):
    _made_by_schema_1(tmp_path / "l", encoder)
    settings = IndexSettings(library=tmp_path / "l")
    with Library.open(settings, encoder=encoder) as library:
        assert library.counts()[0] == 2  # the one that a crash had left is finished
        assert {one.sources for one in library.list()} == {("b3f1.txt",), ("c4a2.txt",)}
        assert "155亿元" in library.search("遂昌县地区生产总值")[0].chunk.text
        assert library.check().problems == ()
        # what came in under a bare name is known by its whole path from its next coming on
        path = tmp_path / "b3f1.txt"
        path.write_text(TEXTS["b3f1"], encoding="utf-8")
        again = library.add(path)[0]
        assert (again.status, again.document.sources) == ("unchanged", ("b3f1.txt",))
        path.write_text(TEXTS["b3f1"].replace("155", "156"), encoding="utf-8")
        assert library.add(path)[0].replaced == again.document.id
        assert library.counts()[0] == 2
    with sqlite3.connect(tmp_path / "l" / "library.sqlite") as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    db.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path, encoder, monkeypatch):
    _made_by_schema_1(tmp_path / "l", encoder)
    path = tmp_path / "l" / "library.sqlite"
    with sqlite3.connect(path) as db:
        before = list(db.iterdump())
    db.close()
    *steps, last = schema._STEPS
    monkeypatch.setattr(schema, "_STEPS", (*steps, last + "INSERT INTO nowhere VALUES (1);"))
    with pytest.raises(LibraryError, match="nowhere"):
        SqliteStore(path)
    with sqlite3.connect(path) as db:
        assert list(db.iterdump()) == before
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    db.close()


def test_counts_are_of_what_is_shown(tmp_path):
    store = SqliteStore(tmp_path / "l.sqlite")
    for name, text in TEXTS.items():
        document = Document(name, name, text, Description(name))
        store.add_pending(document, chunk(name, text, document.about, 320))
    assert store.counts() == (0, 0)
    store.mark_ready(["b3f1"])
    assert store.counts() == (1, len(store.chunks_of("b3f1")))
    assert store.pending() == store.tasks() == ["c4a2"]
    store.close()


SUICHANG, SONGYANG, LISHUI = (
    Place("331123", "遂昌县", "丽水市", "浙江省"),
    Place("331124", "松阳县", "丽水市", "浙江省"),
    Place("3311", "丽水市", "", "浙江省"),
)


@pytest.fixture
def filing(tmp_path):
    store = SqliteStore(tmp_path / "l.sqlite")

    def add(name, text="一句话。", source="a.txt", **about):
        document = Document(name, source, text, Description(about.pop("title", "报告"), **about))
        store.add_pending(document, chunk(name, text, document.about, 320))
        store.mark_ready([name])

    add.matching = lambda **wanted: set(store.matching(Filters(**wanted)) or ())
    yield add
    store.close()


def test_places_admit_what_lies_below_them_and_what_names_them(filing):
    filing("county", place=SUICHANG, places=(SUICHANG,))
    filing("city", place=LISHUI, places=(LISHUI, SUICHANG))
    filing("city alone", place=LISHUI, places=(LISHUI,))
    filing("other", place=SONGYANG, places=(SONGYANG,))
    filing("nation", place=NATION)
    assert filing.matching(places=("331123",)) == {"county", "city"}
    assert filing.matching(places=("3311",)) == {"county", "city", "city alone", "other"}
    assert filing.matching(places=("331123", "331124")) == {"county", "city", "other"}
    assert filing.matching(places=("420923",)) == set()


def test_a_year_admits_what_speaks_of_it_and_what_nobody_knows_the_year_of(filing):
    filing("dated", date="2023-03-01", years=(2022, 2023))
    filing("dated, none named", date="2023-03-01", years=(2023,))
    filing("undated bulletin", title="2022年公报", years=(2021, 2022), text="去年增长。")
    filing("bulletin by its name", source="2022年公报.txt", years=(2021, 2022), text="去年增长。")
    filing("undated, another year", years=(2014,), text="2014年建成。")
    filing("undated, this year", years=(2014,), text="2014年建成，今年扩建。")
    filing("nothing known")
    assert filing.matching(years=(2022,)) == {
        "dated", "undated bulletin", "bulletin by its name", "undated, this year", "nothing known"
    }  # fmt: skip
    assert filing.matching(years=(2023,)) == {
        "dated", "dated, none named", "undated, this year", "nothing known"
    }  # fmt: skip
    assert filing.matching(years=(2014,)) == {
        "undated, another year", "undated, this year", "nothing known"
    }  # fmt: skip


def test_last_year_of_an_undated_bulletin_is_the_year_before_the_one_it_covers(library, tmp_path):
    bulletin = tmp_path / "bulletin.txt"
    said = "全年地区生产总值155亿元。去年为148亿元，今年增长4.2%。"
    bulletin.write_text(f"遂昌县2022年国民经济和社会发展统计公报\n{said}\n", encoding="utf-8")
    about = library.add(bulletin)[0].document.about
    assert (about.date, about.years) == ("", (2021, 2022))
    admitted = [library.admitted(Filters(years=(year,))) for year in (2020, 2021, 2022, 2023)]
    assert admitted == [0, 1, 1, 0]
