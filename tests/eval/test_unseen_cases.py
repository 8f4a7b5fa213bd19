"""The questions over real texts, those held out of all work and those written with them for work: sound in themselves, and
exact against texts that are not in this repository.

The texts are looked for in the folder named by TEST_SHARED, or in `shared` beside the checkout; without them those checks are skipped.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from eval.cases import NOT_ANSWERABLE, TYPES, read_cases, resolve

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TEST_SHARED", REPOSITORY.parent / "shared"))
SETS = {
    "county_news.unseen": 200,
    "national.test": 238,
    "county_news.late": 260,
    "national.late": 133,
    "county_news.work": 260,
    "national.work": 133,
    "county_news.fresh": 160,
    "national.fresh": 120,
}
FEW_TO_REFUSE = frozenset({160, 120})
"""Sizes of the sets that ask more of what is there."""
WORKED_OUT = {"comparison", "multi_report", "trend", "yes_no"}
"""Types whose answers need not stand in a report: a difference, a sum, 是."""
LONGEST_FROM_TEXT = 13
"""Characters in a row that a question may share with its report."""


@pytest.fixture(params=SETS)
def cases(request):
    return read_cases(REPOSITORY / "eval" / "questions" / f"{request.param}.jsonl"), SETS[request.param]


def test_the_sets_are_whole_and_their_types_known(cases):
    found, size = cases
    assert len(found) == size
    assert {case.type for case in found} <= set(TYPES)
    assert len({case.question for case in found}) == size
    for case in found:
        assert case.answerable == bool(case.evidence) == (case.type not in NOT_ANSWERABLE), case.id


def test_a_part_is_not_answerable_in_several_ways(cases):
    kinds = Counter(case.type for case in cases[0] if not case.answerable)
    least = 0.08 if cases[1] in FEW_TO_REFUSE else 0.16
    assert least <= sum(kinds.values()) / len(cases[0]) <= 0.34
    assert {"wrong_year", "absent", "false_premise"} <= set(kinds)


@pytest.mark.shared
def test_answers_stand_in_their_evidence_and_questions_do_not_copy_it(cases):
    if not (SHARED / "corpus").is_dir():
        pytest.skip(f"no texts in {SHARED}; name their folder with TEST_SHARED")
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (SHARED / "corpus").rglob("*.txt")}
    for case in resolve(cases[0], SHARED / "corpus"):
        quotes = "".join(item.quote for item in case.evidence)
        standing = [form in quotes for form in case.answers]
        whole = all(standing) if case.all_required else any(standing) or not standing
        assert case.type in WORKED_OUT or whole, case.id
        runs = {
            case.question[i : i + LONGEST_FROM_TEXT + 1]
            for i in range(len(case.question) - LONGEST_FROM_TEXT)
        }
        assert not any(run in texts[item.doc] for item in case.evidence for run in runs), case.id
