import json

import pytest

from qa.records import Reading
from qa.training.__main__ import main


def test_train_then_export_from_the_terminal(facts_file, base, tmp_path):
    options = [
        "--steps",
        "2",
        "--window",
        "48",
        "--long-window",
        "48",
        "--batch",
        "200",
        "--freeze",
        "1",
        "--threads",
        "1",
    ]
    run, shipped = tmp_path / "run", tmp_path / "shipped"
    assert main(["train", str(facts_file), "--base", str(base), "--out", str(run), *options]) == 0
    assert json.loads((run / "training.json").read_text())["recipe"]["config"]["batch"] == 200
    assert main(["export", str(run), str(shipped), "--samples", str(facts_file)]) == 0
    assert (shipped / "SHA256SUMS").exists()


def test_an_error_is_one_line_and_exit_code_1(base, tmp_path, capsys):
    missing = tmp_path / "none.jsonl"
    assert main(["train", str(missing), "--base", str(base), "--out", str(tmp_path / "run")]) == 1
    assert capsys.readouterr().err == f"{missing}: no such file; give reading files (JSON lines)\n"


class FirstCharacters:
    """Always proposes the first two characters."""

    def __init__(self, folder):
        self.folder = folder

    def read(self, question, passages, top=8):
        return [Reading(0, 0, 2, 1.0)]


def test_evaluate_prints_and_writes_scores_of_the_reader(facts_file, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("qa.read.TransformerReader", FirstCharacters)
    out = tmp_path / "scores.json"
    assert main(["evaluate", "folder", str(facts_file), "--limit", "4", "--json", str(out)]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert json.loads(out.read_text()) == scores
    assert scores["facts.jsonl"]["questions"] == 4
    assert scores["facts.jsonl"]["em"] == 0
    # All scores tie, so that every pair of question and near-miss counts half.
    assert scores["facts.jsonl"]["auc"] == pytest.approx(0.5)
