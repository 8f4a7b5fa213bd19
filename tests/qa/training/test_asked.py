"""Questions that name characters of a report, whose text is read where it lies."""

import hashlib
import json
from pathlib import Path

import pytest

from eval.cases import read_cases
from index.errors import UnreachableSource, UnreadableSource
from qa.training.asked import FOLDER, read_asked, write

TEXT = "2008年某地政府工作报告\n\n去年，财政收入5.13万亿元，增长1.71倍。设立丝路基金。\n"
QUESTIONS = Path(__file__).parents[3] / "eval" / "questions"


def _span(words):
    return [TEXT.index(words), TEXT.index(words) + len(words)]


@pytest.fixture
def asked(tmp_path):
    """A folder of questions about TEXT, and the folder where it lies."""
    folder, texts = tmp_path / "asked", tmp_path / "texts"
    folder.mkdir(), texts.mkdir()
    (texts / "2008_report.txt").write_text(TEXT, encoding="utf-8")
    lines = [
        {"report": "2008_report", "sha256": hashlib.sha256(TEXT.encode()).hexdigest()},
        {"kind": "figure", "question": "财政收了多少钱？", "answer": _span("5.13万亿元"), "stretch": _span("财政收入5.13万亿元")},
        {"kind": "none", "question": "粮食收了多少？"},
    ]  # fmt: skip
    file = folder / "2008_report.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
    return folder, texts


def test_questions_become_examples_with_the_answer_in_its_chunk(asked, tmp_path):
    folder, texts = asked
    out = tmp_path / "out.jsonl"
    assert write(out, [tmp_path / "elsewhere", texts], folder)["answered"] == 1
    made = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    right = next(one for one in made if not one["is_impossible"])
    answer = right["answers"][0]
    assert right["context"][answer["start"] :].startswith(answer["text"]) and answer["text"] == "5.13万亿元"
    assert {one["source"] for one in made} == {"asked_national"}
    assert any(one["is_impossible"] and one["question"] == "粮食收了多少？" for one in made)


def test_a_text_that_is_away_or_another_is_named(asked, tmp_path):
    folder, texts = asked
    with pytest.raises(UnreachableSource, match=r"2008_report.txt: in none of .*--texts"):
        read_asked(folder, [tmp_path / "elsewhere"])
    (texts / "2008_report.txt").write_text("别的文字", encoding="utf-8")
    with pytest.raises(UnreadableSource, match="not the text that the questions are about"):
        read_asked(folder, [texts])


def test_no_question_of_ours_is_answered_by_characters_that_a_measured_question_is_about():
    spans = {
        (item.doc, item.start, item.end)
        for name in ("national.test", "national.work", "national.late")
        for case in read_cases(QUESTIONS / f"{name}.jsonl")
        for item in case.evidence
    }
    assert spans
    files = sorted(FOLDER.glob("*.jsonl"))
    assert files
    for file in files:
        head, *lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for line in lines:
            if "answer" in line:
                start, end = line["answer"]
                assert not any(doc == head["report"] and a < end and start < b for doc, a, b in spans), line
