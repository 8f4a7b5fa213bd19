"""The library keeps the figures of its reports, by the place and date they have now."""

from index import Filters, Library


def _values(library, *args, **kwargs):
    return [(f.place, f.year, f.family, f.value, f.unit) for _, f in library.figures(*args, **kwargs)]


def _write(folder, county, year, value):
    path = folder / f"{county}{year}.txt"
    path.write_text(
        f"{county}{year}年国民经济和社会发展统计公报\n{year}年，{county}地区生产总值{value}亿元，常住人口19.4万人。\n",
        encoding="utf-8",
    )
    return path


def test_figures_are_kept_and_chosen(library, tmp_path):
    library.add(_write(tmp_path, "遂昌县", 2021, 140), _write(tmp_path, "松阳县", 2021, 130))
    assert sorted(_values(library, "GDP")) == [
        ("松阳县", 2021, "地区生产总值", 13_000_000_000.0, "元"),
        ("遂昌县", 2021, "地区生产总值", 14_000_000_000.0, "元"),
    ]
    (one,) = library.figures("GDP", Filters(places=("331124",)))
    text = library.get(one[0]).text
    assert text[one[1].start : one[1].end] == "130亿元"
    assert len(library.figures()) == 4


def test_figures_go_with_their_report_and_follow_its_corrections(library, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("情况简报\n去年全县地区生产总值155亿元。\n", encoding="utf-8")
    (added,) = library.add(path)
    assert [(f.place, f.year) for _, f in library.figures("GDP")] == [("", None)]
    library.correct(added.document.id, place="遂昌县", date="2023-03-01")
    assert [(f.place, f.year) for _, f in library.figures("GDP")] == [("遂昌县", 2022)]
    library.remove(added.document.id)
    assert library.figures() == []


def test_a_library_of_schema_2_gets_its_figures_with_the_next_addition(settings, encoder, tmp_path):
    with Library.open(settings, encoder=encoder) as library:
        library.add(_write(tmp_path, "遂昌县", 2021, 140))
        db = library._store.database.reading()
        db.execute("DELETE FROM figures")
        db.execute("UPDATE documents SET figured = 0")
        assert library.figures() == []
        library.add(_write(tmp_path, "松阳县", 2021, 130))
        assert len(library.figures("GDP")) == 2


def test_figures_of_older_rules_stay_until_the_next_addition_reads_them_anew(settings, encoder, tmp_path):
    with Library.open(settings, encoder=encoder) as library:
        library.add(_write(tmp_path, "遂昌县", 2021, 140))
        library._store.set_meta("figures", "older")
        db = library._store.database.reading()
        db.execute("UPDATE figures SET year = 1999")
        assert [figure.year for _, figure in library.figures("GDP")] == [1999]
        library.add(_write(tmp_path, "松阳县", 2021, 130))
        assert {figure.year for _, figure in library.figures("GDP")} == {2021}
