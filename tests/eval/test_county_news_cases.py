"""The questions over real county news: sound in themselves, and exact against the news items.

The news items are not part of this repository. The checks against their text look in the folder named by the
environment variable TEST_SHARED, or in `shared` beside the checkout, and are skipped where it is absent.
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SPLITS = ("dev", "test")

# 50 + 12 + 8 + 6 + 4 + 20 = 100 cases a split, as the set was planned.
COUNTS = {"figure": 50, "fact": 12, "list": 8, "reason": 6, "followup": 4, "unanswerable": 20}

FIELDS = {"id", "type", "question", "answers", "evidence", "followup_of", "all_required", "key_points"}

# Short forms only: the longest, the name of a company in Kashgar, has 14 characters.
LONGEST_ANSWER = 14


def read_cases(split: str) -> list[dict[str, Any]]:
    lines = (REPOSITORY / "eval" / "questions" / f"county_news.{split}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in lines.splitlines()]


def documents_of(cases: list[dict[str, Any]]) -> set[str]:
    return {span["doc"] for case in cases for span in case["evidence"]}


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def news() -> dict[str, str]:
    """The text of every item under its file stem, in sorted order."""
    shared = Path(os.environ.get("TEST_SHARED", str(REPOSITORY.parent / "shared")))
    folder = shared / "corpus" / "county_news"
    if not folder.is_dir():
        pytest.skip(f"no county news at {folder}: set TEST_SHARED to the folder above corpus")
    # Offsets are counted with line ends as Python's text mode gives them.
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


@pytest.mark.parametrize("split", SPLITS)
def test_every_split_has_the_planned_number_of_each_type(split: str) -> None:
    assert Counter(case["type"] for case in read_cases(split)) == COUNTS


@pytest.mark.parametrize("split", SPLITS)
def test_every_case_has_the_agreed_fields(split: str) -> None:
    for case in read_cases(split):
        assert set(case) == FIELDS, case["id"]
        assert case["all_required"] == (case["type"] == "list"), case["id"]
        assert bool(case["key_points"]) == (case["type"] == "reason"), case["id"]
        assert all(len(form) <= LONGEST_ANSWER for form in case["answers"] + case["key_points"]), case["id"]


@pytest.mark.parametrize("split", SPLITS)
def test_only_unanswerable_cases_have_neither_answer_nor_evidence(split: str) -> None:
    for case in read_cases(split):
        expected = case["type"] != "unanswerable"
        assert (bool(case["answers"]), bool(case["evidence"])) == (expected, expected), case["id"]


def test_ids_and_questions_are_unique_over_both_splits() -> None:
    cases = [case for split in SPLITS for case in read_cases(split)]
    assert len(cases) == 200
    assert len({case["id"] for case in cases}) == 200
    assert len({case["question"] for case in cases}) == 200


@pytest.mark.parametrize("split", SPLITS)
def test_a_follow_up_comes_right_after_the_case_it_follows(split: str) -> None:
    cases = read_cases(split)
    for before, case in zip([None, *cases], cases, strict=False):
        if case["type"] != "followup":
            assert case["followup_of"] is None, case["id"]
        else:
            assert before is not None and case["followup_of"] == before["id"], case["id"]
            assert documents_of([case]) == documents_of([before]), case["id"]


def test_no_report_gives_evidence_to_both_splits() -> None:
    dev, test = (documents_of(read_cases(split)) for split in SPLITS)
    assert dev & test == set()


@pytest.mark.parametrize("split", SPLITS)
def test_no_question_gives_its_answer_away(split: str) -> None:
    for case in read_cases(split):
        assert not [form for form in case["answers"] if form in case["question"]], case["id"]


@pytest.mark.shared
@pytest.mark.parametrize("split", SPLITS)
def test_reports_at_even_places_are_dev_and_at_odd_places_test(split: str, news: dict[str, str]) -> None:
    mine = set(list(news)[SPLITS.index(split) :: 2])
    assert documents_of(read_cases(split)) <= mine


@pytest.mark.shared
@pytest.mark.parametrize("split", SPLITS)
def test_offsets_lie_inside_their_report(split: str, news: dict[str, str]) -> None:
    for case in read_cases(split):
        for span in case["evidence"]:
            assert 0 <= span["start"] < span["end"] <= len(news[span["doc"]]), case["id"]


@pytest.mark.shared
@pytest.mark.parametrize("split", SPLITS)
def test_every_answer_and_key_point_stands_in_the_evidence(split: str, news: dict[str, str]) -> None:
    for case in read_cases(split):
        spans = [without_spaces(news[s["doc"]][s["start"] : s["end"]]) for s in case["evidence"]]
        for form in case["answers"] + case["key_points"]:
            assert any(without_spaces(form) in span for span in spans), (case["id"], form)
