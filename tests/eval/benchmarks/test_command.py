import json
from pathlib import Path

import pytest

from eval.benchmarks import main, run
from index.errors import SettingsError, UnreachableSource
from qa import Settings


def test_the_report_has_published_figures_and_sources_beside_ours(data, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XIANWEN_READER", "sentence")
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("XIANWEN_CHAT_KEY", "secret")
    out = tmp_path / "out.json"
    assert main(["cmrc2018", str(data / "squad.json"), "--limit", "2", "--json", str(out)], "bench") == 0
    shown = capsys.readouterr().out
    assert (
        "65.5% BERT-base, dev" in shown and "ymcui/Chinese-ELECTRA" in shown and "dev set of 3,219" in shown
    )
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["schema"] == 1 and written["benchmark"] == "cmrc2018" and written["data"] == "squad.json"
    # The two first questions have answers; sentences are no exact match of a name or a figure.
    assert written["metrics"]["scores"]["exact match"] == {"value": 0.0, "n": 2, "interval": [0.0, 0.0]}
    assert [case["id"] for case in written["cases"]] == ["OWN_1_Q0", "OWN_1_Q1"]
    assert {"score": "token F1", "system": "BERT-base, dev", "value": 0.845}.items() <= written["published"][
        3 * 2 + 1
    ].items()
    assert written["settings"]["reader"] == "sentence" and "secret" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["cmrc2018", "nowhere.json"], "cannot open nowhere.json"),
        (["rgb", "{data}/folder"], "has none of zh_refine.json, zh.json, zh_int.json, zh_fact.json"),
        (["crud", "{data}/squad.json"], "has none of questanswer_1doc"),
        (["longbench", "{data}/folder"], "cannot open"),
        (["folder", "{data}/rgb"], "has no cases.jsonl; give a folder that holds reports/ and cases.jsonl"),
        (["drcd", "{data}/multifieldqa_zh.jsonl"], "question is missing"),
        (["cmrc2018", "{data}/lines.jsonl", "--json", "{data}/none/out.json"], "cannot write"),
    ],
)
def test_what_cannot_be_run_ends_with_one_line(argv, message, data, monkeypatch, capsys):
    monkeypatch.setenv("XIANWEN_READER", "sentence")
    assert main([part.format(data=data) for part in argv], "bench") == 1
    error = capsys.readouterr().err
    assert error.startswith("bench: ") and message in error and error.count("\n") == 1


@pytest.mark.parametrize("argv", [[], ["squad", "x"], ["rgb"], ["rgb", "x", "--limit", "0"]])
def test_wrong_usage(argv, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(argv, "bench")
    assert stopped.value.code == 2


def test_an_unknown_name_names_the_known_ones():
    with pytest.raises(SettingsError, match="known are: cmrc2018, drcd, rgb, longbench, crud, folder"):
        run("squad", Path("x"), None, Settings())


def test_of_two_files_of_rgb_the_corrected_one_is_read(tmp_path, monkeypatch):
    from eval.benchmarks.command import _rgb_files

    for name in ("zh.json", "zh_refine.json", "zh_fact.json"):
        (tmp_path / name).touch()
    assert [path.name for path in _rgb_files(tmp_path)] == ["zh_refine.json", "zh_fact.json"]
    assert _rgb_files(tmp_path / "zh.json") == [tmp_path / "zh.json"]
    with pytest.raises(UnreachableSource):
        _rgb_files(tmp_path.parent)
