import json

import pytest

from eval.cases import Case
from eval.peers.child import peak_memory
from eval.peers.command import main
from eval.peers.table import against, table

CASE = {
    "id": "a",
    "type": "figure",
    "question": "壹佰科车业一期预计年产值是多少？",
    "answers": ["16亿元"],
    "evidence": [{"doc": "suichang", "quote": "预计年产值16亿元"}],
}
MISSING = {"id": "b", "type": "absent", "question": "quantum", "answers": []}


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for name in ("XIANWEN_CHAT_URL", "XIANWEN_CHAT_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def cases(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in (CASE, MISSING)), encoding="utf-8")
    return path


def test_one_peer_writes_its_run_file(cases, reports, texts, tmp_path):
    out = tmp_path / "lexical.json"
    argv = [
        "run",
        "lexical",
        str(cases),
        "--reports",
        str(reports),
        "--texts",
        str(texts),
        "--json",
        str(out),
    ]
    assert main(argv, "p") == 0
    run = json.loads(out.read_text(encoding="utf-8"))
    assert (run["schema"], run["documents"], run["cases_file"]) == (1, 2, "cases.jsonl")
    assert [(case["id"], case["correct"], case["refused"]) for case in run["cases"]] == [
        ("a", True, False),
        ("b", True, True),
    ]
    assert run["metrics"]["scores"]["accuracy"]["value"] == 1.0
    assert run["peer"]["name"] == "lexical" and run["peer"]["index_seconds"] >= 0


def test_peers_run_in_processes_of_their_own_and_share_a_table(cases, reports, tmp_path, capfd):
    out = tmp_path / "runs"
    argv = [str(cases), "--reports", str(reports), "--peers", "lexical,langchain", "--json", str(out)]
    assert main(argv, "p") == 0
    shown = capfd.readouterr()
    assert "2 cases" in shown.out and "right answers" in shown.out and "100.0" in shown.out
    # One line for the peer that needs a chat model, one file for the other.
    assert "left out langchain: it needs a chat model; give --chat-url or --chat-model" in shown.err
    assert [path.name for path in out.iterdir()] == ["lexical.json"]


def test_keep_asks_no_peer_again_whose_run_is_of_the_same_cases(cases, reports, tmp_path, capfd, monkeypatch):
    asked = []
    rows = [{"id": row["id"], "question": row["question"], "correct": True} for row in (CASE, MISSING)]

    def fake(name, _options, _texts, _out):
        asked.append(name)
        return run_file("a", seconds=9.0) | {"cases": rows}

    monkeypatch.setattr("eval.peers.command._measured", fake)
    out = tmp_path / "runs"
    out.mkdir()
    kept = run_file("a", seconds=7.0)
    (out / "xianwen.json").write_text(json.dumps(kept | {"cases": rows}), encoding="utf-8")
    # A run of other cases: asked again.
    (out / "lexical.json").write_text(json.dumps(kept), encoding="utf-8")
    argv = [str(cases), "--reports", str(reports), "--peers", "xianwen,lexical", "--json", str(out)]
    assert main([*argv, "--keep"], "p") == 0
    assert asked == ["lexical"]
    shown = capfd.readouterr().out
    assert "7.00" in shown and "9.00" in shown
    assert main(argv, "p") == 0
    assert asked == ["lexical", "xianwen", "lexical"]


def test_a_peer_whose_run_fails_is_named_and_the_code_is_1(cases, reports, tmp_path, capfd, monkeypatch):
    # Its encoder is not there, so the child ends before it asks anything.
    argv = [
        str(cases),
        "--reports",
        str(reports),
        "--peers",
        "xianwen",
        "--json",
        str(tmp_path / "runs"),
    ]
    monkeypatch.setenv("XIANWEN_ENCODER", str(tmp_path / "no-encoder"))
    assert main(argv, "p") == 1
    shown = capfd.readouterr()
    assert "left out xianwen: its run failed" in shown.err and "no-encoder" in shown.err
    assert shown.out == ""


def test_no_peer_left_is_an_error(cases, reports, capsys):
    assert main([str(cases), "--reports", str(reports), "--peers", "langchain"], "p") == 1
    assert "no peer is left to ask; give --chat-url" in capsys.readouterr().err


def test_an_unknown_peer_is_wrong_usage(cases, reports, capsys):
    with pytest.raises(SystemExit, match="2"):
        main([str(cases), "--reports", str(reports), "--peers", "haystack"], "p")
    assert "no peer 'haystack'; known are: xianwen" in capsys.readouterr().err


def test_a_folder_that_is_not_there(cases, tmp_path, capsys):
    assert main([str(cases), "--reports", str(tmp_path / "no"), "--peers", "lexical"], "p") == 1
    assert "is no folder; give --reports" in capsys.readouterr().err


def run_file(right, peer="x", seconds=2.0):
    """A run file of cases a, b, c, d of which those in `right` are right."""
    return {
        "cases": [{"id": name, "correct": name in right} for name in "abcd"],
        "metrics": {
            "scores": {"accuracy": {"value": len(right) / 4, "interval": [0.25, 1.0]}},
            "latency": {"p50": 1000 * seconds, "p95": None},
            "ungrounded": 3,
            "broken_citations": 0,
        },
        "peer": {"name": peer, "index_seconds": 1.25, "peak_memory_mib": None},
    }


def test_against_is_paired():
    # a: both right; b: the peer alone; c, d: the baseline alone. Steps 0, +1, −1, −1: mean −1/4.
    difference, interval, more, fewer = against(run_file("ab"), run_file("acd"))
    assert (difference, more, fewer) == (-0.25, 1, 2)
    assert interval is not None and interval[0] <= -0.25 <= interval[1]


def test_the_table_has_a_column_a_peer():
    cases = [
        Case("a", "figure", "？", ("1",)),
        Case("b", "figure", "？", ("1",)),
        Case("c", "date", "？", ("1",)),
        Case("d", "absent", "？"),
    ]
    shown = table({"xianwen": run_file("acd"), "lexical": run_file("ab")}, cases)
    cells = {label: pair for label, *pair in zip(*(column.cells for column in shown.columns), strict=True)}
    assert cells["right answers"] == ["75.0 [25, 100]", "50.0 [25, 100]"]
    assert cells["… against xianwen"][0] == "–"
    assert cells["… against xianwen"][1].startswith("-25.0 [") and cells["… against xianwen"][1].endswith(
        "+1 −2"
    )
    assert cells["… answerable"] == ["66.7", "66.7"]  # a and c of a, b, c; a and b of them
    assert cells["… figure (2)"] == ["50.0", "100.0"]
    assert cells["… absent (1)"] == ["100.0", "0.0"]
    assert cells["a question, p50, seconds"] == ["2.00", "2.00"]
    assert cells["a question, p95, seconds"] == ["–", "–"]
    assert cells["indexing, seconds"] == ["1.2", "1.2"]
    assert cells["peak memory, MiB"] == ["–", "–"]
    assert cells["ungrounded figures"] == ["3", "3"]


def test_peak_memory_holds_what_was_held():
    before = peak_memory()
    held = bytearray(b"x") * (300 * 2**20)
    assert len(held) == 300 * 2**20
    assert before is None or peak_memory() >= 300
