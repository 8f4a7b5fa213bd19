"""What the page borrows: plots, wrong cases and one of them, in two languages."""

import re
from importlib.metadata import entry_points
from string import Formatter

import pytest
from lxml import html

from eval import plots, words
from eval.kept import keep
from eval.lent import LINES, of_library
from eval.page import case_page, troubles
from eval.stages import STAGES
from tests.eval.test_kept import run
from tests.eval.test_page import BARE, EVIL, JUDGED, READ, REFUSED, RIGHT, case, run_of, svg_texts, text_of

SCORE = {"value": 0.75, "n": 4, "interval": [0.5, 1.0]}


@pytest.fixture
def evaluation(tmp_path):
    keep(run() | {"cases": [JUDGED, RIGHT, REFUSED, BARE, READ]}, tmp_path / "runs")
    return of_library(tmp_path)


def test_it_is_lent_by_its_entry_point(evaluation):
    (point,) = entry_points(group="xianwen.evaluation")
    assert point.load() is of_library
    assert evaluation.folder.name == "runs"


def test_wrong_cases_come_by_stage_in_the_language_of_the_page(evaluation):
    (one,) = evaluation.listing().runs
    shown = [(w.number, w.id, w.type, w.stage, w.right) for w in evaluation.wrong(one, "zh")]
    assert shown == [
        (5, "k5", "追问", "阅读", False),
        (1, "k1", "数字", "判断", False),
        (3, "k3", "追问", "误拒", False),
        (4, "k4", "数字", "未归环节", True),
    ]
    first = evaluation.wrong(one, "en")[0]
    assert (first.type, first.stage, first.meaning) == (
        "followup",
        "reading",
        "no span that the reader proposed is right",
    )
    assert evaluation.type_name("riddle", "zh") == "riddle"  # a type of somebody's own


def test_a_case_is_a_document_that_runs_and_loads_nothing(evaluation):
    (one,) = evaluation.listing().runs
    name, document = evaluation.case(one, 1, "zh")
    tree = html.document_fromstring(document)
    assert (name, tree.get("lang")) == ("k1", "zh-CN")
    assert "失分环节： 判断 对的文字提出来了，错的排在了前面" in text_of(tree)
    assert "标准答案 16亿元 预计年产值16亿元遂昌：山里的工业" in text_of(tree)
    assert "回答，把握 87.5%，有原文依据 80万辆[1]" in text_of(tree)
    assert "[1] 遂昌报告，第 1 页，在依据上" in text_of(tree)
    marked = tree.xpath("//article//mark")
    assert [(mark.get("class"), mark.text) for mark in marked] == [
        ("gold", "16亿元"),
        ("given", "80万辆"),
        ("gold", "16亿元"),
    ]
    assert not tree.xpath("//script | //a | //link | //img")
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert "lost in judging" in text_of(html.document_fromstring(evaluation.case(one, 1, "en")[1]))
    assert evaluation.case(one, 2, "zh") is None  # it is right
    assert evaluation.case(one, 99, "zh") is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_of_a_case_becomes_markup(language):
    evil = case(
        1, EVIL, EVIL, answer=EVIL, quote=EVIL, expected=[EVIL], gold=EVIL, correct=False, lost_in=EVIL, id=EVIL,
        history=[EVIL], ungrounded=[EVIL],
    )  # fmt: skip
    evil["answer"] |= {"grounding": EVIL, "notices": [EVIL], "question": EVIL[:-1]}
    evil["gold"][0]["title"] = EVIL
    made = case_page(troubles([evil])[0], language)
    assert "<script" not in made
    assert made.count("&lt;script&gt;") >= 12


def test_the_history_is_that_of_the_headlines(evaluation):
    (one,) = evaluation.listing().runs
    assert LINES == ("accuracy", "refusal recall", "wrongly refused") == tuple(evaluation.lines)
    assert {"3dd34d2", "100"} <= set(svg_texts(evaluation.history([one, one])))
    assert evaluation.history([]) == ""
    many = svg_texts(evaluation.history([one] * 30))
    assert many.count("3dd34d2") == 20  # the last ones
    assert {"数字 (5)", "答对，%（横条：95 % 置信区间）"} <= set(svg_texts(evaluation.types(one, "zh")))
    assert {"figure (5)", "right, % (bar: 95 % interval)"} <= set(svg_texts(evaluation.types(one, "en")))


def test_a_line_leaves_out_what_was_not_measured():
    drawn = plots.history(["a", "b*"], [[SCORE, None], [None, SCORE | {"interval": None}], [None, None]])
    assert {"a", "b*"} <= set(svg_texts(drawn))
    assert plots.history([], []) == ""


def test_a_label_of_a_run_file_is_text_in_the_plot():
    assert "<script" not in plots.history([EVIL], [[SCORE]])


def test_no_plot_brings_a_style_sheet_into_the_page():
    for drawn in (plots.history(["a"], [[SCORE]]), plots.accuracy_by_type({"figure": SCORE})):
        assert "<style" not in drawn
        assert drawn.startswith('<svg style="stroke-linejoin: round; stroke-linecap: butt" ')
        assert not re.search(r"#0102", drawn)


def test_both_languages_say_the_same_things_with_the_same_fields():
    def fields(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    chinese, english = words.WORDS["zh"], words.WORDS["en"]
    assert {key: fields(text) for key, text in chinese.items()} == {
        key: fields(text) for key, text in english.items()
    }
    assert {f"stage_{stage}" for stage in STAGES} <= set(chinese)


def test_plots_drawn_at_once_in_many_threads_are_those_drawn_alone():
    from concurrent.futures import ThreadPoolExecutor

    alone = [plots.accuracy_by_type({f"t{at}": SCORE}) for at in range(4)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda at: plots.accuracy_by_type({f"t{at}": SCORE}), range(4))) == alone


def test_an_unknown_stage_keeps_its_name(tmp_path):
    keep(run_of([READ | {"lost_in": "guessing"}]) | {"time": "2026-11-26T15:15:57+00:00"}, tmp_path / "runs")
    evaluation = of_library(tmp_path)
    (one,) = evaluation.wrong(evaluation.listing().runs[0], "zh")
    assert (one.stage, one.meaning) == ("guessing", "")
