"""Reading examples made for the domain: what the labels say is worked out here by hand, and checked on what is drawn."""

import json
import os
import re
from pathlib import Path
from random import Random

import pytest

from index.errors import UnreachableSource
from index.tokens import count
from index.training.reading import read_examples, source_of
from qa.training.synthesis import generate, world
from qa.training.synthesis.facts import Asked, Fact, answers, computable, sentence, unsure
from qa.training.synthesis.national import find, national
from qa.training.synthesis.nearmiss import NearMisses
from qa.training.synthesis.passages import Passage
from qa.training.synthesis.projects import wordings
from qa.training.synthesis.scene import draw_scene, own_suffix
from qa.training.synthesis.stories import stories
from qa.training.synthesis.template import write
from qa.training.synthesis.wording import phrase
from qa.training.synthesis.world import World

REPORT = """2015年报告

各位代表：

一、2014年工作回顾

去年，{first}城镇调查失业率为5%，就业平稳。支持发展精密铸造、海水养殖、远程医疗等新兴产业，壮大新动能。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """400 examples of each split, as records of their files."""
    folder = tmp_path_factory.mktemp("made")
    found = {}
    for dev in (False, True):
        path = folder / f"{dev}.jsonl"
        generate.synthesise(path, [], seed=7, count=400, dev=dev)
        found["dev" if dev else "train"] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert len(read_examples([path])) == 400
    return found


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        generate.synthesise(tmp_path / name, [], seed=seed, count=60, dev=False)
    first, again, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert first == again != other


def test_every_answer_stands_at_its_offset_and_holds_no_edge(made):
    for record in made["train"] + made["dev"]:
        for answer in record["answers"]:
            start, text = answer["start"], answer["text"]
            assert record["context"][start : start + len(text)] == text
            assert text and text[0] not in "，。；“" and text[-1] not in "，。；”"
        assert record["is_impossible"] == (not record["answers"])
        assert source_of(record["source"]).licence == "Apache-2.0"


def test_figures_are_cut_neither_before_nor_behind(made):
    for record in made["train"]:
        for answer in record["answers"]:
            start, end = answer["start"], answer["start"] + len(answer["text"])
            before, behind = record["context"][start - 1 : start], record["context"][end : end + 1]
            if answer["text"][0].isdigit():
                assert not re.match(r"[\d.]", before), record
            if answer["text"][-1].isdigit():
                assert not re.match(r"[\d.%万亿元]", behind), record


def test_the_shares_are_what_they_are_said_to_be(made):
    # 45 of 100 unanswered in train; pairs in dev.
    assert sum(record["is_impossible"] for record in made["train"]) == 180
    assert sum(record["is_impossible"] for record in made["dev"]) == 200
    kinds = {record["kind"] for record in made["train"]}
    assert {"answered", "distractor", "wrong year", "other place", "other attribute", "neighbour"} <= kinds


def test_dev_pairs_are_a_question_with_and_one_without_an_answer_over_one_text(made):
    by_pair = {}
    for record in made["dev"]:
        by_pair.setdefault(record["pair"], []).append(record)
    assert len(by_pair) == 200
    for one, other in by_pair.values():
        assert one["context"] == other["context"]
        assert one["is_impossible"] != other["is_impossible"]


def test_dev_shares_neither_frame_nor_city_with_train(made):
    frames = {split: {record["frame"] for record in records} for split, records in made.items()}
    assert not frames["train"] & frames["dev"]
    assert not {city for city, _ in world.cities(False)} & {city for city, _ in world.cities(True)}


def test_headers_are_those_of_the_index_and_passages_have_the_length_of_chunks(made):
    for record in made["train"]:
        assert count(record["context"]) <= 320
        if record["header"]:
            place, year, title, *_ = record["header"].split(" | ")
            assert re.fullmatch(r"20\d\d年", year)
            assert title == record["title"]
            assert place[-1] in "县市区旗州盟"
    assert sum(count(record["context"]) >= 150 for record in made["train"]) > 340


def test_a_wrong_year_is_not_in_the_passage_as_a_year_of_what_was_asked(made):
    for record in made["train"]:
        if record["kind"] == "other header":
            asked = re.search(r"20\d\d(?=年)", record["question"])
            assert asked and asked[0] + "年" not in record["context"]
        if record["kind"] == "other place":
            assert record["answers"] == []


def test_another_phase_of_a_project_is_one_that_the_passage_does_not_name():
    town = World(Random(5), dev=False)
    scene = draw_scene(town)
    text = "宏泽光伏组件产业园一期投资3亿元；二期投资5亿元。"
    passage = Passage(scene, text, (), frozenset(), ())
    names = {NearMisses(town)._other_project("宏泽光伏组件产业园", passage) for _ in range(200)}
    # Of the phases only the third is not told of; other names are other projects.
    assert {name[-2:] for name in names if name.startswith("宏泽光伏组件产业园")} == {"三期"}
    assert not any(name in text for name in names)


VALUE = Fact("甲县", 2022, "茶园面积", "value", 0, 3, "f", ("茶园面积多少",), dated=True)


@pytest.mark.parametrize(
    ("asked", "answered", "doubtful"),
    [
        (Asked("茶园面积", "value"), True, False),
        (Asked("茶园面积", "value", "甲县", 2022), True, False),
        (Asked("茶园面积", "value", "甲县", 2021), False, False),
        (Asked("茶园面积", "value", "乙县", 2022), False, False),
        (Asked("茶叶产量", "value", "甲县", 2022), False, False),
        (Asked("茶园面积", "growth", "甲县", 2022), False, False),
        # The aim of the same year may be taken for the value, the first half for the whole year.
        (Asked("茶园面积", "target", "甲县", 2022), False, True),
        (Asked("茶园面积", "value", "甲县", 2022, "H1"), False, True),
    ],
)
def test_a_question_is_answered_by_place_year_subject_and_attribute(asked, answered, doubtful):
    assert bool(answers(asked, [VALUE])) == answered
    assert unsure(asked, [VALUE]) == doubtful


def test_a_fact_of_no_said_year_gives_no_label_to_a_question_of_one():
    undated = Fact("甲县", None, "茶园面积", "value", 0, 3, "f", ())
    assert unsure(Asked("茶园面积", "value", "甲县", 2022), [undated])


def test_a_growth_between_two_told_values_is_no_near_miss():
    before = Fact("甲县", 2021, "茶园面积", "value", 5, 8, "f", ())
    assert computable(Asked("茶园面积", "growth", "甲县", 2022), [VALUE, before])
    assert not computable(Asked("茶园面积", "growth", "甲县", 2022), [VALUE])


def test_frames_write_spans_where_they_say():
    out = write("(甲|甲)县种茶[n:{#7-7}万亩]，{who}说", Random(0), {"who": "老王"}.__getitem__)
    # 甲0 县1 种2 茶3 7 4 万5 亩6 ，7 老8 王9
    assert (out.text, out.marks) == ("甲县种茶7万亩，老王说", [("n", 4, 7), ("who", 8, 10)])
    listed = write("<甲、乙、丙、丁>", Random(1), str).text.split("、")
    assert set(listed) <= set("甲乙丙丁") and len(set(listed)) == len(listed) >= 3


def test_an_unclosed_frame_is_named():
    with pytest.raises(ValueError, match="'\\[' at character 1 is never closed"):
        write("甲[n:乙", Random(0), str)


@pytest.mark.parametrize("dev", [False, True])
def test_every_story_can_be_written_and_its_questions_have_their_spans(dev):
    for story in stories(dev):
        marks = {key for key, _, _ in write(story.text, Random(0), lambda slot: slot).marks}
        assert {key.removesuffix("^") for key, _ in story.asks} <= marks, story.topic
        assert all(way and "/" not in way for _, ways in story.asks for way in ways)


def test_every_project_sentence_names_its_project_and_every_attribute_has_questions():
    lines = world.lines("projects")
    assert all("{J}" in line for line in lines)
    assert all("{J}" in way for ways in wordings().values() for way in ways)


def test_sentences_end_at_their_mark_and_suffixes_follow_the_division():
    assert sentence("甲建成了。乙开工。\n丙", 5, 6) == (5, 9)
    city = next(place for _, found in world.cities(False) for place in found if place.name.endswith("市"))
    assert own_suffix("全县开会，县长讲话", city) == "全市开会，市长讲话"


def test_a_place_is_not_said_twice():
    asked = Asked("水厂", "n", "遂昌县", None)
    texts = {phrase(Random(seed), "遂昌水厂有多大", asked) for seed in range(40)}
    assert all(text.count("遂昌") == 1 for text in texts)


def test_figures_and_lists_of_national_reports_are_found():
    text = REPORT.format(first="")
    found = {fact.name: text[fact.start : fact.end] for fact in find(text)}
    assert found == {"城镇调查失业率为": "5%", "新兴产业": "精密铸造、海水养殖、远程医疗"}


def test_national_examples_come_with_their_header_and_a_missing_folder_is_named(tmp_path):
    name = next(f"{year}_报告" for year in range(2000, 2030) if not world.is_dev(f"{year}_报告"))
    (tmp_path / f"{name}.txt").write_text(REPORT.format(first=""), encoding="utf-8")
    drawn = list(national([tmp_path], Random(0), dev=False))
    texts = {one.context[a:b] for one in drawn for a, b in one.answers}
    assert texts == {"5%", "精密铸造、海水养殖、远程医疗"}
    assert {one.header.split(" | ")[0] for one in drawn if one.header} <= {"全国"}
    with pytest.raises(UnreachableSource, match="no such folder"):
        list(national([tmp_path / "none"], Random(0), dev=False))


@pytest.mark.shared
@pytest.mark.skipif("TEST_SHARED" not in os.environ, reason="TEST_SHARED names no shared texts")
def test_the_shared_national_reports_give_examples_of_both_kinds():
    folder = Path(os.environ["TEST_SHARED"]) / "corpus" / "national"
    drawn = list(national([folder], Random(1), dev=False))
    assert sum(bool(one.answers) for one in drawn) > 100
    for one in drawn:
        for start, end in one.answers:
            assert one.context.count(one.context[start:end]) >= 1
