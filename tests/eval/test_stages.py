"""Each stage loses a case once, by a scripted reader over a real library with the toy encoder."""

import pytest

from eval.cases import Case, Evidence
from eval.run import run_cases
from index import Library
from qa import Assistant, Settings
from tests.conftest import KnowingReader

FIGURE = Case(
    "a",
    "figure",
    "壹佰科车业一期预计年产值是多少？",
    ("16亿元",),
    (Evidence("suichang", "预计年产值16亿元"),),
)


@pytest.fixture
def filled(settings, encoder, reports):
    with Library.open(settings, encoder=encoder) as library:
        library.add(reports)
        yield library


def lost(library, case: Case, *known: str, **settings):
    assistant = Assistant(
        library, Settings(library=library._settings.library, **settings), reader=KnowingReader(*known)
    )
    return run_cases([case], assistant, library)[0].lost_in


def test_a_right_answer_is_lost_nowhere(filled):
    assert lost(filled, FIGURE, "16亿元") is None


def test_answering_what_the_reports_do_not_say(filled):
    absent = Case("b", "absent", "壹佰科车业一期有多少员工？")
    assert lost(filled, absent, "16亿元", threshold=0.0) == "answering"
    assert lost(filled, absent, "16亿元", threshold=1.0) is None


def test_a_filter_that_shuts_the_evidence_out(filled):
    # The question names the neighbouring county, so only its report is searched.
    misplaced = Case("c", "figure", "松阳县壹佰科车业一期预计年产值是多少？", FIGURE.answers, FIGURE.evidence)
    assert lost(filled, misplaced, "16亿元") == "filter"


def test_retrieval_reads_too_little(filled):
    unfiltered = Case("e", "figure", "地区生产总值是多少？", ("16亿元",), FIGURE.evidence)
    assert lost(filled, unfiltered, "16亿元", passages=1) == "retrieval"


def test_reading_finds_no_right_span(filled):
    assert lost(filled, FIGURE, "155亿元") == "reading"


def test_judging_ranks_a_wrong_span_first(filled, monkeypatch):
    # The right span is proposed, and everything else is thought likelier.
    monkeypatch.setattr(
        "qa.assistant.probability", lambda query, one, weights: 0.4 if one.text == "16亿元" else 0.9
    )
    assert lost(filled, FIGURE, "16亿元", "155亿元") == "judging"


def test_refusing_what_was_found(filled):
    assert lost(filled, FIGURE, "16亿元", threshold=1.0) == "refusing"


def test_combining_what_was_read_in_parts(filled):
    both = Case(
        "f", "multi_report", "遂昌县和松阳县2022年地区生产总值如何？", ("155亿元", "138亿元"),
        (Evidence("suichang", "155亿元"), Evidence("songyang", "138亿元")), all_required=True,
    )  # fmt: skip
    assert lost(filled, both, "155亿元", "138亿元") == "combining"


def test_citing_something_else_than_the_evidence(filled):
    # Right by its form, and the characters cited are not those that the case names.
    elsewhere = Case("g", "figure", FIGURE.question, FIGURE.answers, (Evidence("songyang", "138亿元"),))
    assert lost(filled, elsewhere, "16亿元") == "citing"
