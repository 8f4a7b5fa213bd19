"""The same story from several sites is one report, and a report that differs in a fact never is another."""

from collections import Counter

import pytest

from index import IndexSettings, Library
from index.describe import describe
from index.records import Cleaned, Document, Loaded
from index.similar import bands, figures, resemblance, same_report, shingles

BODY = (
    "本报讯 记者从遂昌县发展和改革局获悉，2023年上半年，遂昌县地区生产总值82.4亿元，同比增长6.1%。"
    "全县完成固定资产投资31.5亿元，其中制造业投资增长12.3%，壹佰科车业一期项目进展顺利，预计年底前建成投产。"
    "县发展和改革局负责人介绍，下一步将继续优化营商环境，把项目审批时间压缩到36天以内，帮助企业解决用工、用地和融资等方面的困难，"
    "同时推动文旅融合，让更多游客走进山里，住进民宿，带动村民增收。今年以来，全县接待游客213万人次，带动就业4200人。"
)
WIRE = f"遂昌上半年经济稳中向好\n2023-07-25 09:30\n{BODY}\n"
ELSEWHERE = f"遂昌：上半年经济稳中向好\n2023-07-26 18:02:11\n来源：浙江在线\n{BODY.replace('本报讯 ', '')}\n责任编辑：王芳\n"


def document(text, name="a.txt"):
    return Document("x", name, text, describe(name, Loaded(text), Cleaned(text)))


def test_shingles_pass_over_spaces_punctuation_and_width():
    # 甲县增长5% without the sign of per cent, which is no word character: 甲县增长5
    assert shingles("甲县，增长 ５％。") == {"甲县增长5"}
    # six characters make two stretches of five; two texts that share one of three have a third in common
    assert shingles("甲乙丙丁戊己") == {"甲乙丙丁戊", "乙丙丁戊己"}
    assert resemblance("甲乙丙丁戊己", "乙丙丁戊己庚") == pytest.approx(1 / 3)


def test_figures_are_counted_with_direction_and_unit_but_not_the_stamps_of_a_site():
    assert figures(
        "2023-07-25 09:30\n发布时间：2023年7月25日\n总值82.4亿元，增长6.1%，减少3人，翻两倍"
    ) == Counter(
        {("", "82.4", "亿元"): 1, ("增长", "6.1", "%"): 1, ("减少", "3", "人"): 1, ("", "两", "倍"): 1}
    )
    assert figures("增长6.1%") != figures("下降6.1%")
    assert figures("投资5亿元") != figures("投资5万元")


def test_the_same_story_from_another_site_shares_a_band():
    assert resemblance(WIRE, ELSEWHERE) > 0.85
    assert set(bands(WIRE)) & set(bands(ELSEWHERE))
    assert same_report(document(WIRE), document(ELSEWHERE), 0.8)
    assert len(bands(WIRE)) == len(set(bands(WIRE))) == 20


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("82.4亿元", "82.5亿元"),  # a figure
        ("增长6.1%", "下降6.1%"),  # its direction
        ("31.5亿元", "31.5万元"),  # its unit
        ("2023年上半年", "2022年上半年"),  # the year in the text
        ("2023-07-25 09:30", "2022-07-25 09:30"),  # the year of publication
        ("遂昌", "松阳"),  # the place
        ("住进民宿", "住进松阳县的民宿"),  # a county more
        ("项目进展顺利", "项目进展缓慢"),  # a word
        ("发展和改革局负责人", "自然资源局负责人"),  # who said it
        ("让更多游客", "不让更多游客"),  # a negation
    ],
)
def test_a_report_that_differs_in_a_fact_is_another(old, new):
    changed = WIRE.replace(old, new)
    assert changed != WIRE
    assert resemblance(WIRE, changed) > 0.6  # alike as texts: only the fact tells them apart
    assert not same_report(document(WIRE), document(changed), 0.6)


@pytest.fixture
def wire(tmp_path):
    folder = tmp_path / "wire"
    folder.mkdir()
    for name, text in (("报.txt", WIRE), ("网.txt", ELSEWHERE), ("旧.txt", WIRE.replace("2023", "2022"))):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_near_duplicates_are_listed_as_one_with_their_sources(library, wire):
    first, second, older = library.add(wire / "报.txt", wire / "网.txt", wire / "旧.txt")
    assert (first.status, first.similar) == ("added", False)
    assert (second.status, second.similar) == ("unchanged", True)
    assert second.document.id == first.document.id
    assert second.document.sources == ("报.txt", "网.txt")
    assert older.status == "added"
    assert library.counts()[0] == 2
    assert library.check().problems == ()
    # the text of the other site is kept, though it is not searched
    assert {hit.chunk.doc_id for hit in library.search("遂昌上半年地区生产总值", limit=50)} == {
        first.document.id,
        older.document.id,
    }


def test_a_near_duplicate_is_named_with_its_own_source_and_goes_alone(library, wire):
    first, _ = library.add(wire / "报.txt", wire / "网.txt")
    (other,) = library.summary(first.document.id).similar
    assert library.list()[0].similar == (other,)
    assert other.sources == ("网.txt",) and other.id != first.document.id
    assert other.title == library.get(other.id).title
    assert library.summary(other.id).id == first.document.id
    library.remove(other.id)
    assert library.list()[0].similar == () and library.list()[0].sources == ("报.txt",)
    assert library.check().problems == ()
    assert library.add(wire / "网.txt")[0].similar


def test_when_the_first_goes_its_near_duplicate_comes_out(library, wire):
    first, _ = library.add(wire / "报.txt", wire / "网.txt")
    (wire / "报.txt").write_text(
        "遂昌县另一份简报\n2023-08-01\n全县种茶12万亩，产茶1.3万吨。\n", encoding="utf-8"
    )
    new = library.add(wire / "报.txt")[0]
    assert (new.status, new.replaced) == ("added", first.document.id)
    listed = {one.sources: one for one in library.list()}
    assert set(listed) == {("报.txt",), ("网.txt",)}
    out = listed[("网.txt",)]
    assert "遂昌：上半年经济稳中向好" in library.get(out.id).text
    assert library.chunks(out.id)
    assert library.check().problems == ()


def test_removing_the_listed_one_removes_all_that_is_listed_with_it(library, wire):
    first, _, older = library.add(wire / "报.txt", wire / "网.txt", wire / "旧.txt")
    library.remove(first.document.id)
    assert [one.id for one in library.list()] == [older.document.id]
    assert library.add(wire / "网.txt")[0].status == "added"
    assert library.check().problems == ()


def test_the_setting_turns_it_off(tmp_path, encoder, wire):
    settings = IndexSettings(library=tmp_path / "l", near_duplicates=0)
    with Library.open(settings, encoder=encoder) as library:
        assert [one.status for one in library.add(wire)] == ["added"] * 3
    # turned on again, what is there is known by its fingerprint too
    with Library.open(IndexSettings(library=tmp_path / "l"), encoder=encoder) as library:
        (wire / "四.txt").write_text(WIRE.replace("稳中向好", "稳步向好", 1), encoding="utf-8")
        assert library.add(wire / "四.txt")[0].similar
