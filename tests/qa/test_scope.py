import pytest

from index import Filters
from qa.nowhere import runs
from qa.scope import events, scoped, short_forms
from qa.understand import understand


@pytest.mark.parametrize(
    ("question", "doubtful"),
    [
        ("青石桥有多少只石狮", {"350581": "石狮"}),
        ("日照时长是多少", {"3711": "日照"}),  # a city whose name is a word
        ("杭州有多少人口", {}),  # a city whose name is none
        ("某人怎么会扔下厦门的工作回来", {"3502": "厦门"}),  # beside what else is named
        ("麻烦查一下厦门有多少医院", {}),
        ("石狮市有多少只石狮", {}),  # in full
        ("福建石狮有多少个镇", {}),  # behind the division above it
        ("石狮和晋江哪个镇多", {}),  # in a row
        ("石狮的财政怎么样", {}),  # before an indicator
        ("朝阳有多少人口", {}),  # a word of every day is a place with its suffix only
    ],
)
def test_short_forms_that_may_be_words(question, doubtful):
    assert short_forms(question) == doubtful


def test_years_in_a_row_are_named_by_their_ends():
    assert runs((2015, 2017, 2018, 2019, 2022, 2023)) == ["2015", "2017—2019", "2022", "2023"]
    assert runs(()) == []


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("汶川特大地震是哪天发生的", ["汶川"]),
        ("甘肃岷县漳县地震死了多少人", ["漳县", "岷县", "甘肃"]),  # the whole row
        ("北京冬奥会有几个赛区", ["北京"]),
        ("北京时间8月9日几点开始", ["北京"]),
        ("汶川灾后重建花了多少钱", ["汶川"]),
        ("四川哪里发生过地震", []),  # asks of the place itself
        ("汶川县有多少人口", []),
    ],
)
def test_places_that_an_event_is_named_after(question, named):
    assert list(events(question).values()) == named


def test_a_short_form_of_several_places_is_the_one_that_reports_name(library, tmp_path):
    (tmp_path / "a.txt").write_text("甘南县工作报告\n甘南县2024年粮食总产量35.1亿斤。", encoding="utf-8")
    library.add(tmp_path / "a.txt")
    scope = scoped(library, understand("甘南2024年粮食产量是多少"), Filters(), "zh")
    assert scope.query.place_names == ("甘南县",) and not scope.refusal
    (tmp_path / "b.txt").write_text(
        "甘南藏族自治州工作报告\n甘南藏族自治州2024年粮食总产量1亿斤。", encoding="utf-8"
    )
    library.add(tmp_path / "b.txt")
    assert scoped(library, understand("甘南2024年粮食产量是多少"), Filters(), "zh").query.place_names == ()


def test_a_word_of_every_day_is_the_county_that_the_library_has_where_a_place_is_put(library, tmp_path):
    (tmp_path / "a.txt").write_text("民和县统计公报\n2023年，民和县生产总值129.92亿元。", encoding="utf-8")
    library.add(tmp_path / "a.txt")

    def places(question):
        return scoped(library, understand(question), Filters(), "zh").query.place_names

    assert places("民和2023年的水泥产量是多少") == ("民和回族土族自治县",)
    assert places("瓜州和民和谁的GDP更大") == ("瓜州县", "民和回族土族自治县")
    assert places("农民和2023年的政策有什么关系") == ()
    assert places("和平2023年的GDP是多少") == ()  # no report names that county
