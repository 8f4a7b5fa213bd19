import os
import sqlite3
from pathlib import Path

import pytest

from index import Filters, IndexSettings, Library
from index.errors import LibraryBusy, LibraryError, LibraryTooNew, SettingsError, UnknownDocument
from index.store import SCHEMA_VERSION


def test_reports_go_in_once_and_come_out_whole(library, reports):
    first = library.add(reports)
    again = library.add(reports, reports / "suichang.txt")
    assert [one.status for one in first] == ["added", "added"]
    assert [one.status for one in again] == ["unchanged"] * 3
    assert library.counts()[0] == 2
    for summary in library.list():
        document = library.get(summary.id)
        assert all(document.text[c.start : c.end] == c.text for c in library.chunks(summary.id))
        assert summary.size == len(document.text)


def test_one_bad_source_never_stops_the_others(library, reports):
    (reports / "bad.txt").write_bytes(b"\x00" * 9)
    (reports / "odd.xyz").write_bytes(b"data")
    fates = {
        one.source.rsplit("/", 1)[-1]: one for one in library.add(reports, "/nowhere.txt", "ftp://host/a.txt")
    }
    assert {name: one.status for name, one in fates.items()} == {
        "bad.txt": "failed", "odd.xyz": "failed", "suichang.txt": "added", "songyang.txt": "added",
        "nowhere.txt": "failed", "a.txt": "failed",
    }  # fmt: skip
    assert all("\n" not in one.error for one in fates.values())
    assert "no such file" in fates["nowhere.txt"].error


def test_the_limit_is_named(tmp_path, encoder, reports):
    with Library.open(IndexSettings(library=tmp_path / "l", max_bytes=100), encoder=encoder) as small:
        errors = [one.error for one in small.add(reports)]
    assert all("XIANWEN_MAX_BYTES" in error for error in errors)


def test_same_text_under_two_names_in_one_call_is_one_document(library, reports):
    (reports / "copy.txt").write_bytes((reports / "suichang.txt").read_bytes())
    assert sorted(one.status for one in library.add(reports)) == ["added", "added", "unchanged"]
    assert library.counts()[0] == 2


def test_search_fuses_both_legs_and_filters_before_it(library, reports):
    library.add(reports)
    best = library.search("壹佰科车业一期年产值", limit=3)[0]
    assert "预计年产值16亿元" in best.chunk.text
    assert best.ranks == {"dense": 1, "lexical": 1}
    songyang = library.search("地区生产总值", limit=9, filters=Filters(places=("331124",)))
    assert songyang and all("松阳县" in hit.chunk.header for hit in songyang)
    assert library.search("地区生产总值", filters=Filters(places=("3301",))) == []
    assert library.search("地区生产总值", filters=Filters(years=(1999,))) == []


def test_a_city_filter_admits_its_counties(library, reports):
    library.add(reports)
    assert library.admitted(Filters(places=("3311",))) == 2
    assert library.admitted(Filters(places=("331123",))) == 1


def test_removed_documents_are_gone_everywhere(library, reports):
    library.add(reports)
    gone = next(one for one in library.list() if "遂昌" in one.about.title)
    library.remove(gone.id)
    assert [one.about.title for one in library.list()] == ["松阳县2022年经济简报"]
    assert all(hit.chunk.doc_id != gone.id for hit in library.search("遂昌县地区生产总值", limit=50))
    assert library._vectors.count() == library.counts()[1]
    with pytest.raises(UnknownDocument, match=gone.id):
        library.get(gone.id)


def test_a_crash_before_the_vectors_is_finished_at_the_next_opening(settings, encoder, reports):
    with Library.open(settings, encoder=encoder) as library:
        library._vectors.add = _crash
        with pytest.raises(MemoryError):
            library.add(reports)
        assert library.list() == []  # pending documents are invisible
    with Library.open(settings, encoder=encoder) as reopened:
        assert reopened.counts()[0] == 2
        assert reopened._vectors.count() == reopened.counts()[1]
        assert [one.status for one in reopened.add(reports)] == ["unchanged", "unchanged"]


def _crash(*_):
    raise MemoryError


def test_a_newer_library_and_a_strange_file_are_refused(settings, encoder):
    Library.open(settings, encoder=encoder).close()
    path = settings.library / "library.sqlite"
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(LibraryTooNew, match="newer version"):
        Library.open(settings, encoder=encoder)
    path.write_bytes(b"this is no database, but it is long enough to look like a file of one" * 20)
    with pytest.raises(LibraryError, match="not a library file"):
        Library.open(settings, encoder=encoder)


def test_another_encoder_is_refused(settings, encoder):
    Library.open(settings, encoder=encoder).close()
    with pytest.raises(LibraryError, match=r"built with encoder 'encoder'"):
        Library.open(settings.model_copy(update={"encoder": "/models/other"}), encoder=encoder)


def test_a_second_writer_is_told_to_wait(library, reports):
    library._lock.timeout = 0
    other = type(library._lock)(library._lock.lock_file)
    with other, pytest.raises(LibraryBusy, match="another process is writing"):
        library.add(reports)
    assert library.add(reports)[0].status == "added"


def test_unknown_settings_name_the_known_ones():
    with pytest.raises(SettingsError, match=r"XIANWEN_LIBARY.*library"):
        IndexSettings.from_env({"XIANWEN_LIBARY": "x"})
    with pytest.raises(SettingsError, match="XIANWEN_CHUNK_TOKENS='many'"):
        IndexSettings.from_env({"XIANWEN_CHUNK_TOKENS": "many"})


def test_progress_names_every_source(library, reports):
    seen = []
    library.add(
        reports, progress=lambda done, total, source: seen.append((done, total, source.rsplit("/", 1)[-1]))
    )
    assert seen == [
        (1, 2, "songyang.txt"),
        (2, 2, "suichang.txt"),
    ]  # a folder is read in the order of its names


def test_a_single_leg_can_be_searched(library, reports):
    library.add(reports)
    for leg in ("dense", "lexical"):
        best = library.search("壹佰科车业一期年产值", limit=3, legs=(leg,))[0]
        assert best.ranks == {leg: 1}
    # No character of this question stands in the reports, so only the nearest vectors are left.
    assert library.search("zzz", legs=("lexical",)) == []


def test_chunks_without_headers_where_the_settings_say_so(tmp_path, encoder, reports):
    bare = IndexSettings(library=tmp_path / "l", chunk_header=False)
    with Library.open(bare, encoder=encoder) as library:
        library.add(reports)
        headers = {chunk.header for one in library.list() for chunk in library.chunks(one.id)}
    assert headers == {""}


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files by /proc")
def test_closing_lets_go_of_every_file(tmp_path, encoder, reports):
    def open_files() -> list[str]:
        # A descriptor may be gone by the time it is looked at.
        links = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
        return [link for link in links if str(tmp_path) in link]

    with Library.open(IndexSettings(library=tmp_path / "l"), encoder=encoder) as library:
        library.add(reports)
        assert open_files()
    assert open_files() == []
