"""`check` finds every way in which record, terms and vectors can differ, and mends what can be mended."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index import Library
from index.errors import LibraryBusy, VectorsBroken

ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(library, reports):
    library.add(reports)
    return library


def _db(library):
    return library._store.database.reading()


def _lose_vector(library, chunk):
    library._vectors.delete([chunk.id])


def _orphan_vector(library, chunk):
    from dataclasses import replace

    library._vectors.add(
        [replace(chunk, id="gone:0000", doc_id="gone")], library._encoder.encode_documents(["x"])
    )


def _lose_terms(library, chunk):
    _db(library).execute(
        "DELETE FROM chunk_terms WHERE rowid = (SELECT rowid FROM chunks WHERE id = ?)", (chunk.id,)
    )


def _orphan_terms(library, chunk):
    _db(library).execute("INSERT INTO chunk_terms (rowid, terms) VALUES (999, '遂昌')")


def _wrong_terms(library, chunk):
    _db(library).execute(
        "UPDATE chunk_terms SET terms = '错' WHERE rowid = (SELECT rowid FROM chunks WHERE id = ?)",
        (chunk.id,),
    )


def _lose_chunks(library, chunk):
    db = _db(library)
    db.execute(
        "DELETE FROM chunk_terms WHERE rowid IN (SELECT rowid FROM chunks WHERE doc_id = ?)", (chunk.doc_id,)
    )
    db.execute("DELETE FROM chunks WHERE doc_id = ?", (chunk.doc_id,))
    library._vectors.remove(chunk.doc_id)


def _chunk_beyond_the_end(library, chunk):
    _db(library).execute("UPDATE chunks SET end = 99999 WHERE id = ?", (chunk.id,))


def _unfinished(library, chunk):
    library._store.to_do([chunk.doc_id])


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        (_lose_vector, "missing_vectors"),
        (_orphan_vector, "orphan_vectors"),
        (_lose_terms, "missing_terms"),
        (_orphan_terms, "orphan_terms"),
        (_wrong_terms, "wrong_terms"),
        (_lose_chunks, "missing_chunks"),
        (_chunk_beyond_the_end, "missing_chunks"),
        (_unfinished, "pending"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_damage_is_found_and_mended(filled, damage, kind):
    assert filled.check().problems == ()
    before = filled.search("壹佰科车业一期年产值")
    damage(filled, before[0].chunk)
    found = filled.check()
    assert kind in [one.kind for one in found.problems]
    assert found.left == found.problems  # looking changes nothing
    assert filled.check() == found
    mended = filled.check(repair=True)
    assert (mended.problems, mended.left) == (found.problems, ())
    assert filled.check().problems == ()
    assert filled.search("壹佰科车业一期年产值") == before


def test_a_changed_text_is_named_and_left_to_the_person(filled):
    one = filled.list()[0]
    _db(filled).execute("UPDATE documents SET text = text || '。' WHERE id = ?", (one.id,))
    found = filled.check(repair=True)
    assert [(p.kind, p.count, p.ids) for p in found.left] == [("damaged_text", 1, (one.id,))]


def test_a_check_waits_for_no_writer(filled):
    filled._lock.timeout = 0
    with type(filled._lock)(filled._lock.lock_file), pytest.raises(LibraryBusy):
        filled.check()


def test_a_vector_index_that_cannot_be_asked_is_made_anew_without_the_encoder(filled):
    """What a kill may leave of Chroma: every call fails. The record keeps the vectors, so nothing is embedded again."""
    from chromadb.errors import InternalError

    before, calls = filled.search("壹佰科车业一期年产值"), filled._encoder.calls
    collection = filled._vectors._collection

    class Broken:
        def __getattr__(self, name):
            raise InternalError("Failed to apply logs to the hnsw segment writer")

    filled._vectors._collection = Broken()
    with pytest.raises(VectorsBroken, match="check --repair"):
        filled.search("壹佰科车业一期年产值")
    assert [(one.kind, one.count) for one in filled.check().problems] == [("damaged_vectors", 1)]
    assert filled.check(repair=True).left == ()
    assert filled._vectors._collection is not collection
    assert filled.search("壹佰科车业一期年产值") == before
    assert filled._encoder.calls == calls
    # found while something is to be finished, it is mended on the way
    filled._vectors._collection = Broken()
    filled.remove(filled.list()[0].id)
    assert filled.check().problems == ()


def test_a_library_without_its_vector_folder_fills_it_from_the_record(settings, encoder, reports):
    with Library.open(settings, encoder=encoder) as library:
        library.add(reports)
        before, calls = library.search("壹佰科车业一期年产值"), encoder.calls
    shutil.rmtree(settings.library / "chroma")
    with Library.open(settings, encoder=encoder) as library:
        assert [one.kind for one in library.check(repair=True).problems] == ["missing_vectors"]
        assert library.search("壹佰科车业一期年产值") == before
        assert encoder.calls == calls


def test_a_vector_folder_that_cannot_be_opened_is_named_with_the_way_out_which_works(
    settings, encoder, reports
):
    with Library.open(settings, encoder=encoder) as library:
        library.add(reports)
        before = library.search("壹佰科车业一期年产值")
    folder = settings.library / "chroma"
    (folder / "chroma.sqlite3").write_bytes(bytes(20_000))
    # In a process of its own: Chroma keeps what failed to start, as no terminal command lives to see.
    code = "import sys; from index import IndexSettings, Library; Library.open(IndexSettings(library=sys.argv[1]))"
    run = subprocess.run(
        [sys.executable, "-c", code, str(settings.library)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "LibraryError" in run.stderr
    assert "delete that folder and run `xianwen check --repair`" in run.stderr
    shutil.rmtree(folder)
    with Library.open(settings, encoder=encoder) as library:
        assert library.check(repair=True).left == ()
        assert library.search("壹佰科车业一期年产值") == before
