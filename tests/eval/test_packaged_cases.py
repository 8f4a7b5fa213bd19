"""The packaged questions against the sample reports as the library stores them."""

from collections import Counter

import pytest

from eval.cases import NOT_ANSWERABLE, Case, read_cases
from eval.command import CASES, REPORTS
from eval.text import contains
from eval.validate import problems, read_reports

SPLITS = {split: read_cases(path) for split, path in CASES.items()}
REPORTS_READ = read_reports(REPORTS)


def documents(split: str) -> set[str]:
    return {item.doc for case in SPLITS[split] for item in case.evidence}


def test_every_case_is_sound():
    """Quotes verbatim and once, gold in the quotes and judged right, no second report that answers."""
    found = problems([case for cases in SPLITS.values() for case in cases], REPORTS_READ)
    assert [f"{one.subject}: {one.what}" for one in found] == []


def test_there_are_enough_of_each_type():
    types = Counter(case.type for cases in SPLITS.values() for case in cases)
    assert sum(types.values()) >= 300
    assert {name: count for name, count in types.items() if count < 8} == {}
    assert set(types) == {
        "figure", "date", "person", "place", "list", "reason", "yes_no", "comparison", "trend", "multi_report", "followup",
        "wrong_year", "wrong_county", "absent", "false_premise",
    }  # fmt: skip
    assert sum(types[name] for name in NOT_ANSWERABLE) >= 60


def test_ids_are_unique_over_both_splits():
    ids = Counter(case.id for cases in SPLITS.values() for case in cases)
    assert [one for one, count in ids.items() if count > 1] == []


def test_every_report_is_asked_about_and_belongs_to_one_split():
    assert documents("dev") & documents("test") == set()
    assert documents("dev") | documents("test") == {report.stem for report in REPORTS_READ}


@pytest.mark.parametrize("split", SPLITS)
def test_distractors_are_reports_and_no_evidence(split: str):
    stems = {report.stem for report in REPORTS_READ}
    for case in SPLITS[split]:
        assert set(case.distractors) <= stems - {item.doc for item in case.evidence}, case.id


def quoted(case: Case) -> str:
    return "\n".join(item.quote for item in case.evidence)


@pytest.mark.parametrize("split", SPLITS)
def test_a_value_of_several_reports_stands_in_one_of_them(split: str):
    for case in SPLITS[split]:
        if case.type == "multi_report":
            titles = " ".join(report.header for report in REPORTS_READ)
            assert [a for a in case.answers if not contains(quoted(case) + titles, a)] == [], case.id
