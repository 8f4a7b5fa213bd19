import os
import sqlite3
from pathlib import Path

import pytest

from index import Filters, IndexSettings, Library
from index.errors import LibraryBusy, LibraryError, LibraryTooNew, SettingsError, UnknownDocument
from index.store import SCHEMA_VERSION
from tests.toy import report


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


def test_new_text_at_an_address_replaces_the_old(library, reports):
    first = library.add(reports)
    old = next(one.document for one in first if one.source.endswith("suichang.txt"))
    path = reports / "suichang.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("16亿元", "18亿元"), encoding="utf-8")
    fates = library.add(reports)
    assert [(one.status, one.replaced) for one in fates] == [("unchanged", ""), ("added", old.id)]
    assert library.counts()[0] == 2
    with pytest.raises(UnknownDocument):
        library.get(old.id)
    found = library.search("壹佰科车业一期年产值", limit=50)
    assert any("18亿元" in hit.chunk.text for hit in found)
    assert not any("16亿元" in hit.chunk.text for hit in found)
    assert library.check().problems == ()


def test_old_text_is_there_until_the_new_is(library, reports):
    old = library.add(reports / "suichang.txt")[0].document
    path = reports / "suichang.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("16亿元", "18亿元"), encoding="utf-8")
    add, seen = library._vectors.add, []

    def looking(chunks, vectors):
        add(chunks, vectors)
        seen.append([one.id for one in library.list()])

    library._vectors.add = looking
    new = library.add(path)[0].document
    assert seen == [[old.id]]
    assert [one.id for one in library.list()] == [new.id]


def test_a_text_keeps_all_its_sources_and_stays_while_one_is_left(library, reports):
    text = (reports / "suichang.txt").read_text(encoding="utf-8")
    (reports / "copy.txt").write_text(text, encoding="utf-8")
    library.add(reports)
    one = next(one for one in library.list() if "遂昌" in one.about.title)
    assert one.sources == ("copy.txt", "suichang.txt")
    (reports / "copy.txt").write_text(text.replace("16亿元", "18亿元"), encoding="utf-8")
    assert library.add(reports / "copy.txt")[0].replaced == ""
    assert library._store.summaries(one.id)[0].sources == ("suichang.txt",)
    # and back again: the new text has no address left, and goes
    (reports / "copy.txt").write_text(text, encoding="utf-8")
    back = library.add(reports / "copy.txt")[0]
    assert (back.status, back.document.sources) == ("unchanged", ("suichang.txt", "copy.txt"))
    assert library.counts()[0] == 2
    assert library.check().problems == ()


def test_two_files_of_one_name_are_two_addresses(library, tmp_path):
    for folder, figure in (("甲", 5), ("乙", 6)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "报告.txt").write_text(f"遂昌县增长{figure}%。", encoding="utf-8")
    assert [one.status for one in library.add(tmp_path / "甲", tmp_path / "乙")] == ["added", "added"]
    assert library.counts()[0] == 2


def test_a_zip_is_its_members_and_each_bad_one_a_line(library, tmp_path):
    import zipfile

    path = tmp_path / "报告.zip"

    def pack(figure):
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("2022/遂昌.txt", f"遂昌县2022年地区生产总值{figure}亿元。")
            packed.writestr("坏.txt", b"\x00" * 9)
            packed.writestr("松阳.txt", "松阳县2022年地区生产总值138亿元。")

    pack(155)
    seen = []
    fates = library.add(path, progress=lambda done, total, source: seen.append((done, total)))
    assert [(one.source.removeprefix(str(path)), one.status) for one in fates] == [
        ("/2022/遂昌.txt", "added"), ("/坏.txt", "failed"), ("/松阳.txt", "added"),
    ]  # fmt: skip
    assert seen[-1] == (3, 3)
    assert {one.source for one in library.list()} == {"报告.zip/2022/遂昌.txt", "报告.zip/松阳.txt"}
    pack(156)  # a member has an address of its own
    assert [bool(one.replaced) for one in library.add(path)] == [True, False, False]
    path.write_bytes(b"PK\x03\x04 no zip at all")
    assert [one.status for one in library.add(path)] == ["failed"]


def test_patterns_are_expanded_and_one_without_a_match_is_a_line(library, reports):
    fates = library.add(f"{reports}/s*.txt", f"{reports}/*.docx")
    assert [one.status for one in fates] == ["added", "added", "failed"]
    assert "no file matches" in fates[-1].error


def test_an_interrupted_ingest_leaves_a_whole_library_and_goes_on(library, tmp_path, monkeypatch):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(report(number), encoding="utf-8")
    told = []

    def stop(done, total, source):
        raise KeyboardInterrupt

    monkeypatch.setattr("index.library.BATCH_CHUNKS", 8)
    with pytest.raises(KeyboardInterrupt):
        library.ingest([folder], told.append, stop)
    assert library.check().problems == ()
    shown = {one.source for one in library.list()}
    assert {Path(one.source).name for one in told} <= shown
    fates = library.add(folder)
    assert library.counts()[0] == 40
    assert {one.status for one in fates} <= {"added", "unchanged"}
    assert [one.status for one in fates].count("unchanged") == len(shown)
    assert library.check().problems == ()


def test_an_interrupt_between_vectors_and_record_is_finished_by_the_next_add(library, reports):
    add = library._vectors.add
    library._vectors.add = _interrupt
    with pytest.raises(KeyboardInterrupt):
        library.add(reports)
    library._vectors.add = add
    assert library.list() == []
    assert [one.status for one in library.add(reports)] == ["unchanged", "unchanged"]
    assert library.check().problems == ()


def _interrupt(*_):
    raise KeyboardInterrupt


def test_what_waits_for_the_encoder_is_bounded(library, tmp_path, monkeypatch):
    """Reading runs ahead of embedding by so many characters, not by as many files as there are."""
    from index import library as module

    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(report(number), encoding="utf-8")
    monkeypatch.setattr(module, "BATCH_CHUNKS", 1)
    monkeypatch.setattr(module, "_AHEAD_CHARS", 3 * len(report(0)))
    read, most, told = [], [], []
    prepare = module.Intake._prepared

    def counting(self, *args):
        read.append(1)
        return prepare(self, *args)

    monkeypatch.setattr(module.Intake, "_prepared", counting)
    library.ingest([folder], lambda one: (told.append(one.status), most.append(len(read) - len(told))))
    assert told == ["added"] * 60
    assert max(most) <= 6


def test_texts_reach_the_encoder_by_length(library, encoder, reports):
    seen = []
    encode = encoder.encode_documents
    encoder.encode_documents = lambda texts: (seen.append([len(text) for text in texts]), encode(texts))[1]
    library.add(reports)
    assert seen == [sorted(seen[0])]
    assert len(seen[0]) == library.counts()[1]


def test_a_fault_in_one_source_costs_none_of_the_others(library, tmp_path, monkeypatch):
    """Not only what is foreseen: a ValueError in cleaning is named like any other."""
    import index.intake

    def clean(loaded):
        if "坏" in loaded.text:
            raise ValueError("a fault")
        return real(loaded)

    real = index.intake.clean
    monkeypatch.setattr(index.intake, "clean", clean)
    (tmp_path / "a.txt").write_text("遂昌县坏。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("松阳县茶园12万亩。", encoding="utf-8")
    bad, good = library.add(tmp_path / "a.txt", tmp_path / "b.txt")
    assert (bad.status, good.status) == ("failed", "added")
    assert "ValueError" in bad.error and "ValueError" in bad.error_zh


def test_the_summary_of_a_report_is_its_row_of_the_list(library, tmp_path):
    (tmp_path / "b.txt").write_text("松阳县茶园12万亩。", encoding="utf-8")
    (one,) = library.add(tmp_path / "b.txt")
    assert library.summary(one.document.id) == library.list()[0]
    with pytest.raises(UnknownDocument):
        library.summary("nothing")


def test_another_version_of_the_same_encoder_has_the_vectors_made_anew(tmp_path, encoder, reports, caplog):
    model = tmp_path / "encoder"
    model.mkdir()
    settings = IndexSettings(library=tmp_path / "library", encoder=str(model))
    with Library.open(settings, encoder=encoder) as library:
        library.add(reports)
        before = library.counts()
    # A library made before models had checksums knows the plain name; weights that are shipped anew have others.
    for digest in ("1", "2"):
        (model / "SHA256SUMS").write_text(f"{digest * 64}  model.onnx\n")
        made: list[str] = []

        class Newer(type(encoder)):
            def encode_documents(self, texts):
                made.extend(texts)  # noqa: B023 - used within the round
                return super().encode_documents(texts)

        with Library.open(settings, encoder=Newer()) as library:
            assert library.counts() == before
            assert len(made) == before[1]
            assert library.search("壹佰科年产值", 1)[0].chunk.text.find("16亿元") > 0
            assert not library.check().problems
        assert "embedded anew" in caplog.text
        made.clear()
        Library.open(settings, encoder=Newer()).close()
        assert not made
