import json
from contextlib import contextmanager

import pytest

from eval import command, subject
from eval.command import CASES, REPORTS, main
from eval.runfile import checked_run
from eval.subject import Subject

CASE = {"id": "a", "type": "figure", "question": "壹佰科年产值多少", "answers": ["16亿元"]}


@pytest.fixture
def cases(tmp_path):
    path = tmp_path / "cases.jsonl"
    rows = [CASE, CASE | {"id": "b", "question": "云梦增长多少", "answers": ["11.4%"]}]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def opened(monkeypatch, assistant, library):
    """What the command opened: (library folder's name or kind, reports folder) of each time."""
    seen = []

    @contextmanager
    def fake(settings, reports, _note):
        seen.append((settings.library, reports))
        yield Subject(assistant, library, {"settings": {}, "documents": 2})

    monkeypatch.setattr(command, "opened", fake)
    monkeypatch.setattr(subject, "opened", fake)
    monkeypatch.setattr(command.os, "environ", {})
    return seen


def test_a_run_prints_and_writes(opened, cases, tmp_path, capsys):
    out = tmp_path / "out.json"
    assert main([str(cases), "--library", str(tmp_path), "--json", str(out)], "xianwen eval") == 0
    run = json.loads(out.read_text(encoding="utf-8"))
    assert (run["cases_file"], run["documents"]) == ("cases.jsonl", 2)
    assert set(run) >= {"version", "commit", "settings", "metrics", "cases"}
    assert "accuracy" in capsys.readouterr().out
    assert opened == [(tmp_path, None)]


def test_the_packaged_cases_are_asked_of_the_packaged_reports(opened):
    assert main(["--limit", "1"], "xianwen eval") == 0
    assert main([str(CASES["test"]), "--limit", "1"], "xianwen eval") == 0
    assert [reports for _, reports in opened] == [REPORTS, REPORTS]
    # In a library of this run's own, which is gone afterwards.
    assert all("xianwen-eval-" in folder.name and not folder.exists() for folder, _ in opened)


def test_other_cases_are_asked_of_the_library_in_the_settings(opened, cases, tmp_path, monkeypatch):
    monkeypatch.setattr(command.os, "environ", {"XIANWEN_LIBRARY": str(tmp_path / "mine")})
    assert main([str(cases)], "xianwen eval") == 0
    assert opened == [(tmp_path / "mine", None)]


def test_in_a_folder_each_commit_and_settings_has_its_file(opened, cases, tmp_path, monkeypatch):
    runs = tmp_path / "runs"
    runs.mkdir()
    arguments = [str(cases), "--library", str(tmp_path), "--json", str(runs)]
    for commit in ("a" * 40, "a" * 40, "b" * 40):
        monkeypatch.setattr(command, "program", lambda commit=commit: {"version": "1", "commit": commit})
        assert main(arguments, "xianwen eval") == 0
    # By hand: sha256 of {} begins with 44136fa3.
    assert sorted(path.name for path in runs.iterdir()) == [
        "cases.aaaaaaaaa.44136fa3.json", "cases.bbbbbbbbb.44136fa3.json",
    ]  # fmt: skip


def test_a_run_is_kept_with_the_library_or_in_a_folder_of_runs(opened, cases, tmp_path, capsys, monkeypatch):
    library, mine, other = (tmp_path / name for name in ("lib", "mine", "other"))
    monkeypatch.setattr(command.os, "environ", {"XIANWEN_LIBRARY": str(mine)})
    assert main([str(cases), "--library", str(library), "--keep"], "xianwen eval") == 0
    assert main([str(cases), "--keep"], "xianwen eval") == 0
    assert main([str(cases), "--keep", str(other)], "xianwen eval") == 0
    for folder in (library / "runs", mine / "runs", other):
        (path,) = folder.iterdir()
        assert path.name.startswith("cases.20")
        run = json.loads(path.read_text(encoding="utf-8"))
        assert run["time"] and len(run["cases"]) == 2
        checked_run(run, path.name)
    assert f"kept as {other}" in capsys.readouterr().err


def test_cases_are_not_taken_for_the_folder(opened, cases, capsys):
    for words in (["--keep", str(cases)], ["--keep", "none.jsonl"]):
        with pytest.raises(SystemExit):
            main(words, "xianwen eval")
        assert "is no folder; put the cases before --keep" in capsys.readouterr().err
    assert opened == []


def test_a_page_is_written(opened, cases, tmp_path):
    out = tmp_path / "out.html"
    assert main([str(cases), "--library", str(tmp_path), "--html", str(out)], "xianwen eval") == 0
    page = out.read_text(encoding="utf-8")
    assert "云梦增长多少" in page  # answered wrong, so it is on the page
    assert "<svg" in page


def test_without_matplotlib_the_page_is_refused_before_the_run(opened, cases, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("eval.plots.find_spec", lambda _name: None)
    assert (
        main([str(cases), "--library", str(tmp_path), "--html", str(tmp_path / "o.html")], "xianwen eval")
        == 1
    )
    assert "pip install matplotlib" in capsys.readouterr().err
    assert opened == []


def test_two_runs_are_compared(opened, cases, tmp_path, assistant, capsys):
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    assert main([str(cases), "--library", str(tmp_path), "--json", str(old)], "xianwen eval") == 0
    assistant.script["云梦增长多少"] = ("yunmeng", "增长11.4%", "增长11.4%[1]")
    assert main([str(cases), "--library", str(tmp_path), "--json", str(new)], "xianwen eval") == 0
    capsys.readouterr()
    assert main(["--compare", str(old), str(new)], "xianwen eval") == 0
    assert "云梦增长多少" in capsys.readouterr().out
    assert main(["--compare", str(old), str(cases)], "xianwen eval") == 1
    assert "cases.jsonl" in capsys.readouterr().err


def test_limit_takes_the_first(opened, cases, tmp_path, assistant):
    assert main([str(cases), "--library", str(tmp_path), "--limit", "1"], "xianwen eval") == 0
    assert [question for question, _ in assistant.asked] == ["壹佰科年产值多少"] * 2  # warm-up and case


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["none.jsonl"], "xianwen eval: cannot open the cases file none.jsonl: No such file"),
        (["{cases}", "--reports", "nowhere"], "xianwen eval: nowhere is no folder; give --reports a folder"),
        (["{cases}", "--json", "nowhere/x.json"], "xianwen eval: cannot write nowhere/x.json: No such file"),
    ],
)
def test_what_cannot_be_done_is_one_line(opened, cases, more, told, capsys):
    assert main([arg.format(cases=cases) for arg in more], "xianwen eval") == 1
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_wrong_usage(cases, capsys):
    with pytest.raises(SystemExit) as ended:
        main([str(cases), "--limit", "0"], "xianwen eval")
    assert ended.value.code == 2
    assert "'0' is not a number of cases; give 1 or more" in capsys.readouterr().err
