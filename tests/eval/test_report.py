import io
import json
import re
from datetime import UTC, datetime

from rich.console import Console

from eval.cases import Case, Evidence
from eval.report import print_report, program, to_json
from eval.run import run_cases

CASES = [
    Case("a", "figure", "壹佰科年产值多少", ("16亿元",), (Evidence("suichang", "年产值16亿元"),)),
    Case("c", "figure", "云梦增长多少", ("11.4%",), (Evidence("yunmeng", "增长11.4%"),)),
    Case("d", "wrong_county", "松阳签约到开工几天"),
]


def printed(results) -> str:
    stream = io.StringIO()
    print_report(Console(file=stream, width=120), results)
    return stream.getvalue()


def row(text: str, name: str) -> str:
    found = re.search(rf"│ {re.escape(name)} +│ +(\S+) │", text)
    assert found is not None, name
    return found[1]


def test_the_table_has_the_scores(assistant, library):
    text = printed(run_cases(CASES, assistant, library))
    assert row(text, "accuracy") == "33.3%"
    assert row(text, "recall@5") == "100.0%"
    assert row(text, "wrong_county") == "0.0%"
    assert row(text, "refusal precision") == "–"  # nothing was refused
    assert "ungrounded figures: 1, broken citations: 0" in text


def test_wrong_cases_are_shown_with_what_was_expected(assistant, library):
    text = printed(run_cases(CASES, assistant, library))
    assert "wrong  c (figure)  云梦增长多少" in text
    assert "got       增长12%[1] (grounded)" in text  # the mark is no markup of the terminal's
    assert "expected  11.4%" in text
    assert "not in the cited quotes: 12%" in text
    assert "expected  a refusal" in text
    assert "壹佰科年产值多少" not in text


def test_the_json_holds_metrics_and_every_case(assistant, library):
    run = json.loads(json.dumps(to_json(run_cases(CASES, assistant, library), {"commit": "c0ffee"})))
    assert run["commit"] == "c0ffee"
    assert run["metrics"]["scores"]["accuracy"]["n"] == 3
    assert [case["correct"] for case in run["cases"]] == [True, False, False]
    assert run["cases"][0]["answer"]["citations"][0]["quote"] == "年产值16亿元"
    assert run["cases"][0]["cited"] == [[0]]


def test_two_runs_give_the_same_metrics_but_for_latency(assistant, library):
    runs = [to_json(run_cases(CASES, assistant, library), {})["metrics"] for _ in range(2)]
    for run in runs:
        run.pop("latency")
    assert runs[0] == runs[1]


def test_the_program_names_its_commit():
    assert re.fullmatch(r"|[0-9a-f]{40}(-dirty)?", program()["commit"])


def test_the_program_says_when_it_ran_and_when_its_commit_was_made():
    now, told = datetime.now(UTC), program()
    assert abs((datetime.fromisoformat(told["time"]) - now).total_seconds()) < 60
    assert told["time"].endswith("+00:00")
    assert bool(told["commit_time"]) == bool(told["commit"])
    assert not told["commit_time"] or datetime.fromisoformat(told["commit_time"]) <= now


def test_outside_a_checkout_there_is_no_commit(monkeypatch):
    monkeypatch.setattr("eval.report._git", lambda *_: "")
    assert (program()["commit"], program()["commit_time"]) == ("", "")
