"""The known questions against the reports as the library stores them."""

from collections import Counter

import pytest

from eval.cases import Case, read_cases
from eval.command import KNOWN_CASES, REPORTS
from eval.judge import answer_correct
from eval.text import contains, normalise
from index.clean import clean
from index.load import load

CASES = read_cases(KNOWN_CASES)
TEXTS = {path.stem: clean(load(path.name, path.read_bytes())).text for path in REPORTS.iterdir()}
NOT_ANSWERABLE = {"wrong_year", "wrong_county", "absent", "false_premise"}
by_id = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def test_there_are_enough_of_each_type():
    types = Counter(case.type for case in CASES)
    assert sum(types.values()) == 48
    assert set(types) - NOT_ANSWERABLE == {
        "figure", "date", "person", "place", "list", "reason", "comparison", "followup",
    }  # fmt: skip
    assert {types[name] for name in NOT_ANSWERABLE} == {3}


@by_id
def test_a_case_is_answerable_by_its_type(case: Case):
    assert case.answerable == (case.type not in NOT_ANSWERABLE)
    assert bool(case.evidence) == case.answerable
    assert (case.type == "followup") == (case.followup_of is not None)
    assert (case.type == "list") == case.all_required
    assert (case.type == "reason") == bool(case.key_points)


@by_id
def test_every_quote_stands_once_in_its_report(case: Case):
    assert [TEXTS[item.doc].count(item.quote) for item in case.evidence] == [1] * len(case.evidence)


@by_id
def test_every_answer_and_key_point_is_in_the_quotes(case: Case):
    quotes = "\n".join(item.quote for item in case.evidence)
    assert [form for form in (*case.answers, *case.key_points) if not contains(quotes, form)] == []


@by_id
def test_no_question_gives_its_answer_away(case: Case):
    # A comparison has to name what it compares.
    if case.type != "comparison":
        assert [form for form in case.answers if contains(case.question, form)] == []


@by_id
def test_the_gold_itself_is_judged_right(case: Case):
    gold = "，".join(case.answers or case.key_points)
    assert answer_correct(case, gold, refused=not case.answerable)


def test_every_report_is_asked_about():
    assert {item.doc for case in CASES for item in case.evidence} == set(TEXTS)


def test_questions_are_not_taken_from_the_reports():
    # A run of 12 characters is a clause; no name asked about is as long.
    for case in CASES:
        question = normalise(case.question)
        runs = [question[at : at + 12] for at in range(len(question) - 11)]
        assert [run for run in runs for text in TEXTS.values() if run in normalise(text)] == []
