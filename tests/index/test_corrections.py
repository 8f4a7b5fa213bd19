"""What a person says of a report stands over what was read out of it, whatever comes later."""

import pytest

from index import Filters
from index.corrections import FIELDS, checked, corrected
from index.errors import BadCorrection, UnknownDocument
from index.records import Description


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ({"date": "2023年8月4日"}, {"date": "2023-08-04"}),
        ({"date": " 2023 "}, {"date": "2023"}),
        ({"date": ""}, {"date": ""}),
        ({"place": "331123"}, {"place": "331123"}),
        ({"place": "遂昌"}, {"place": "331123"}),
        ({"place": "浙江省丽水市"}, {"place": "3311"}),
        ({"place": "南京市鼓楼区"}, {"place": "320106"}),
        ({"place": ""}, {"place": ""}),
        ({"kind": "table"}, {"kind": "table"}),
        ({"publisher": " 县统计局 ", "author": ""}, {"publisher": "县统计局", "author": ""}),
        ({"kind": "bulletin", "title": " 新  题 ", "date": None}, {"kind": "bulletin", "title": "新 题"}),
    ],
)
def test_corrections_are_stored_in_one_form(given, stored):
    assert checked(given) == stored


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"date": "2023-02-30"}, "no such day"),
        ({"date": "昨天"}, "2023-08-14"),
        ({"place": "鼓楼区"}, "320106"),  # several have this name: they are named with their codes
        ({"place": "某某县"}, "no such division"),
        ({"kind": "poem"}, "work_report"),
        ({"title": "  "}, "1 to 200"),
        ({"author": "甲" * 61}, "at most 60"),
    ],
)
def test_what_cannot_be_is_refused_with_the_remedy(given, says):
    with pytest.raises(BadCorrection, match=says):
        checked(given)


def test_a_correction_is_searched_and_filtered_by_at_once(library, reports):
    library.add(reports / "suichang.txt")
    one = library.list()[0]
    calls = library._encoder.calls
    now = library.correct(one.id, title="改过的标题", place="青田县", date="2021-05-06", kind="bulletin")
    assert (now.about.title, now.about.place.name, now.about.date, now.about.kind) == (
        "改过的标题", "青田县", "2021-05-06", "bulletin",
    )  # fmt: skip
    assert now.corrected == ("title", "date", "place", "kind")
    assert (
        library.admitted(Filters(places=("331121",))) == library.admitted(Filters(kinds=("bulletin",))) == 1
    )
    assert all(
        chunk.header.startswith("浙江省丽水市青田县 | 2021年 | 改过的标题")
        for chunk in library.chunks(one.id)
    )
    assert library.search("改过的标题", legs=("lexical",))
    assert library._encoder.calls > calls  # what is embedded has the new header
    assert library.check().problems == ()
    document = library.get(one.id)
    assert all(document.text[c.start : c.end] == c.text for c in library.chunks(one.id))


def test_corrections_survive_a_re_add_and_new_text_at_the_address(library, reports):
    path = reports / "suichang.txt"
    library.add(path)
    one = library.correct(library.list()[0].id, title="改过的标题", place="青田县")
    assert library.add(path)[0].document == one
    path.write_text(path.read_text(encoding="utf-8").replace("155亿元", "157亿元"), encoding="utf-8")
    new = library.add(path)[0]
    assert (new.status, new.replaced) == ("added", one.id)
    assert (new.document.about.title, new.document.about.place.name) == ("改过的标题", "青田县")
    assert new.document.corrected == ("title", "place")
    # a field that nobody corrected is read out of the text as ever
    assert new.document.about.date == "2023-03-01"
    assert all("青田县" in chunk.header for chunk in library.chunks(new.document.id))


def test_publisher_and_author_are_corrected(library, reports):
    one = library.add(reports / "suichang.txt")[0].document
    now = library.correct(one.id, publisher="县统计局", author="王甲")
    assert (now.about.publisher, now.about.author) == ("县统计局", "王甲")
    assert now.corrected == ("publisher", "author")


def test_a_correction_can_be_taken_back(library, reports):
    before = library.add(reports / "suichang.txt")[0].document
    library.correct(before.id, title="改", date="", place="")
    assert library.list()[0].about.place is None
    assert library.correct(before.id, reset=True) == before
    assert library.correct(before.id, date="2020", reset=True).corrected == ("date",)


def test_every_field_can_be_laid_over_a_description():
    said = dict.fromkeys(FIELDS, "x") | {"place": "331123", "kind": "plan", "date": "2023"}
    about = corrected(Description("报"), said)
    assert (about.title, about.date, about.kind, about.publisher, about.author) == (
        "x",
        "2023",
        "plan",
        "x",
        "x",
    )
    assert about.place is not None and about.place.name == "遂昌县"


def test_a_library_from_before_there_were_authors_opens_and_is_corrected(library, reports):
    one = library.add(reports / "suichang.txt")[0].document
    with library._store.database.writing() as db:
        old = "json_remove({0}, '$.author')"
        db.execute(
            f"UPDATE documents SET about = {old.format('about')}, described = {old.format('described')}"
        )
    assert library.list() == [one]
    assert library.get(one.id).about.author == ""
    assert library.correct(one.id, title="改").about.title == "改"
    assert library.correct(one.id, reset=True) == one


def test_unknown_reports_are_named(library):
    with pytest.raises(UnknownDocument, match="nobody"):
        library.correct("nobody", title="x")
