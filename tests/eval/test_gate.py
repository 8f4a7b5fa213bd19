"""The gate on hand-made runs: what it lets pass, and what it stops. The p values are derived in the comments."""

import json

import pytest

from eval import gate
from eval.ablate import VARIANTS, table, variant_named
from eval.gate import Verdict, judge, main, slim
from index.errors import SettingsError

N = 40


def run(right: int, *, reciprocal: float = 1.0, refused: int = 0, **metrics) -> dict:
    """A run of N answerable cases of which the first `right` are right; each found at 1 / `reciprocal`."""
    cases = [
        {
            "id": f"c{n}", "type": "figure", "question": f"问{n}", "expected": ["1"], "correct": n < right, "refused": n >= N - refused,
            "answer": {"text": "1"}, "milliseconds": 10.0, "lost_in": None,
            "scores": {"accuracy": float(n < right), "MRR": reciprocal, "wrongly refused": float(n >= N - refused)},
        }
        for n in range(N)
    ]  # fmt: skip
    scores = {
        name: {"value": sum(case["scores"][name] for case in cases) / N, "n": N, "interval": None}
        for name in ("accuracy", "MRR", "wrongly refused")
    }
    return {
        "schema": 1, "version": "0", "commit": "", "cases_file": "c.jsonl", "documents": 1, "settings": {},
        "metrics": {"scores": scores, "ungrounded": 0, "broken_citations": 0, "unlocated": [], "latency": {"p50": 1}} | metrics,
        "cases": cases,
    }  # fmt: skip


def test_the_same_run_passes():
    assert judge(run(30), run(30)) == Verdict(())


def test_a_better_run_passes():
    assert judge(run(30), run(40, refused=0)).open


def test_a_loss_that_may_be_chance_passes():
    # 4 cases lost, none won: two-sided McNemar p = 2 / 2^4 = .125, one-sided .0625.
    assert judge(run(30), run(26)).open


def test_a_loss_that_is_none_of_chance_is_stopped():
    # 5 cases lost, none won: one-sided p = 1 / 2^5 = .03125; no other metric fell, so Holm leaves it.
    verdict = judge(run(30), run(25))
    assert verdict.reasons == ("accuracy fell from 75.0% to 62.5% over 40 cases (p 0.0312)",)


def test_with_two_metrics_down_each_has_to_say_more():
    # 5 lost and 5 more refused: .03125 each, doubled by Holm to .0625.
    assert judge(run(30), run(25, refused=5)).open
    # 6 of each: 1 / 2^6 = .015625, doubled to .03125.
    assert len(judge(run(30), run(24, refused=6)).reasons) == 2


def test_wrong_refusals_are_a_loss_when_they_rise():
    # 6 more: 1 / 2^6 = .0156 alone.
    assert "wrongly refused fell" not in str(judge(run(30), run(30, refused=6)).reasons)
    assert judge(run(30), run(30, refused=6)).reasons == (
        "wrongly refused rose from 0.0% to 15.0% over 40 cases (p 0.0156)",
    )


@pytest.mark.parametrize("name", ["ungrounded", "broken_citations"])
def test_what_must_be_zero_is_not_weighed(name):
    assert judge(run(30), run(30, **{name: 1})).reasons == (f"{name}: 1, must be 0",)


def test_evidence_that_went_missing_is_stopped():
    assert "does not hold: c1: doc" in judge(run(30), run(30, unlocated=["c1: doc: quote"])).reasons[0]


def test_cases_that_changed_are_stopped():
    fewer = run(30)
    fewer["cases"] = fewer["cases"][:39]
    assert "the cases changed (gone or reworded: 1, new: 0)" in judge(run(30), fewer).reasons[0]


def test_the_baseline_holds_what_a_comparison_needs_and_no_quotes():
    full = run(30)
    for case in full["cases"]:
        case |= {"gold": [{"quote": "长"}], "history": []}
        case["answer"] |= {"citations": [{"quote": "长"}]}
    small = slim(full)
    assert judge(small, full).open
    assert "长" not in json.dumps(small, ensure_ascii=False)


def test_the_command_accepts_measures_and_shuts(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "results" / "baseline.json")
    runs = {"as it ships": run(30), "threshold 0.9: too unsure": run(20)}
    monkeypatch.setattr(gate, "measure", lambda variant, note: runs[variant])
    assert main([]) == 1
    assert "baseline.json" in capsys.readouterr().out
    assert main(["--accept"]) == 0
    assert main([]) == 0
    assert "gate open" in capsys.readouterr().out
    assert main(["--variant", "threshold 0.9: too unsure", "--json", str(tmp_path / "run.json")]) == 1
    assert "gate shut: accuracy fell from 75.0% to 50.0%" in capsys.readouterr().out
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["schema"] == 1


def test_a_run_with_figures_without_ground_is_no_baseline(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(gate, "measure", lambda variant, note: run(30, ungrounded=2))
    assert main(["--accept"]) == 1
    assert "is no baseline" in capsys.readouterr().out
    assert not (tmp_path / "baseline.json").exists()


def test_every_variant_has_a_name_of_its_own_and_an_unknown_one_is_refused():
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS)
    with pytest.raises(SettingsError, match="no variant 'none'; known are 'as it ships'"):
        variant_named("none")


def test_the_table_of_ablations_marks_what_differs():
    names = ("accuracy, answerable", "refusal recall", "recall@5", "citation recall")
    runs = [run(30) | {"variant": "as it ships"}, run(20) | {"variant": "b"}, run(28) | {"variant": "c"}]
    for one in runs:
        one["metrics"]["scores"] |= {name: {"value": None, "n": 0} for name in names}
    cells = list(table(runs).columns[1].cells)
    # 10 lost of 40: p = 2 / 2^10; 2 lost: p = 2 / 2^2 = .5.
    assert cells == ["75.0% ", "50.0%*", "70.0% "]
