"""Unsound cases, one flaw each, and what the validator says of it."""

import json
from pathlib import Path

import pytest

from eval.cases import Case, Evidence
from eval.validate import Report, copied, main, problems

SUICHANG = Report(
    "suichang", "遂昌县2022年完成工业投资16亿元。全县签约项目36个。", "浙江省丽水市遂昌县 遂昌工业"
)
SONGYANG = Report("songyang", "松阳县2022年完成工业投资12亿元。", "浙江省丽水市松阳县 松阳工业")
REPORTS = [SUICHANG, SONGYANG]
SOUND = Case(
    "a", "figure", "遂昌去年在工业上投了多少", ("16亿元",), (Evidence("suichang", "工业投资16亿元"),)
)


def said(*cases: Case) -> list[str]:
    return [problem.what for problem in problems(cases, REPORTS)]


def case(**changes) -> Case:
    values = {name: getattr(SOUND, name) for name in SOUND.__slots__}
    return Case(**{**values, **changes})


def test_a_sound_case_has_no_problem():
    assert said(SOUND) == []


@pytest.mark.parametrize(
    ("flaw", "what"),
    [
        ({"type": "riddle"}, "type 'riddle' is unknown"),
        ({"type": "absent"}, "gold and type disagree"),
        ({"evidence": ()}, "evidence goes with an answer"),
        ({"type": "followup"}, "names the case it follows"),
        ({"type": "list"}, "a list wants all_required"),
        ({"key_points": ("16亿元",)}, "a reason, and nothing else, has key_points"),
        ({"evidence": (Evidence("longyou", "16亿元"),)}, "'longyou', which is no report"),
        ({"evidence": (Evidence("suichang", "16亿美元"),)}, "stands 0 times in suichang"),
        ({"evidence": (Evidence("suichang", "县"),), "answers": ("县",)}, "stands 2 times in suichang"),
        ({"answers": ("12亿元",)}, "'12亿元' is not in the quotes"),
        ({"question": "遂昌工业投资有16亿元吗"}, "the question gives '16亿元' away"),
        ({"question": "为什么遂昌县2022年完成工业投资这么多"}, "is taken over from suichang"),
    ],
)
def test_a_flaw_is_named(flaw, what):
    assert any(what in line for line in said(case(**flaw))), said(case(**flaw))


def test_a_second_report_that_seems_to_answer_is_shown_until_a_person_has_read_it():
    question = "2022年完成工业投资多少"
    open_case = case(question=question)
    assert any("songyang may answer it too" in line for line in said(open_case))
    assert said(case(question=question, distractors=("songyang",))) == []


def test_a_question_that_comes_twice_is_named():
    assert said(SOUND, case(id="b")) == ["asks what a asks"]


def test_a_report_that_copies_a_source_is_named():
    # 18 characters in a row are one too many, 17 are not; white space does not part them.
    run = "一二三四五六七八九十甲乙丙丁戊己庚辛"
    assert len(run) == 18
    report = Report("r", f"前{run[:9]}\n{run[9:]}后", "")
    assert [p.subject for p in copied([report], [Report("s", f"左{run}右", "")])] == ["r"]
    assert copied([report], [Report("s", f"左{run[:17]}右", "")]) == []


def test_the_command_says_what_is_wrong_and_fails(tmp_path: Path, capsys):
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "suichang.txt").write_text("遂昌县报告\n\n" + SUICHANG.text, encoding="utf-8")
    row = {"id": "a", "type": "figure", "question": "遂昌去年在工业上投了多少", "answers": ["16亿元"]}
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        json.dumps(row | {"evidence": [{"doc": "suichang", "quote": "工业投资16亿元"}]}), encoding="utf-8"
    )
    assert main([str(cases), "--reports", str(reports)]) == 0
    cases.write_text(
        json.dumps(row | {"evidence": [{"doc": "suichang", "quote": "投资17亿元"}]}), encoding="utf-8"
    )
    assert main([str(cases), "--reports", str(reports)]) == 1
    assert "a: '投资17亿元' stands 0 times in suichang" in capsys.readouterr().out
    assert main([str(cases), "--reports", str(tmp_path / "none")]) == 1
    assert "is no folder" in capsys.readouterr().out
