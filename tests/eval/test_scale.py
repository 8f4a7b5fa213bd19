"""Rate and memory are measured over reports that all go in."""

import json
import random
import subprocess
import sys
from pathlib import Path

from eval.scale import main, renumbered, write_reports

ROOT = Path(__file__).parents[2]


def _original(tmp_path):
    folder = tmp_path / "originals"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "云岭县2022年产值16亿元，增长11.4%。惠及3200户，新建厂房12座。", encoding="utf-8"
    )
    return folder


def test_renumbered_keeps_years_and_the_number_of_digits():
    text = renumbered("2022年产值16亿元，增长11.4%", random.Random(0))
    assert text.startswith("2022年产值") and len(text) == len("2022年产值16亿元，增长11.4%")
    assert text != "2022年产值16亿元，增长11.4%"


def test_reports_differ_in_their_figures_alone(tmp_path):
    write_reports(tmp_path / "out", sorted(_original(tmp_path).glob("*")), 1001)
    files = sorted((tmp_path / "out").rglob("*.txt"))
    assert [path.parent.name for path in (files[0], files[-1])] == ["000", "001"]
    assert len(files) == 1001 and len({path.read_text(encoding="utf-8") for path in files}) > 990


def test_all_reports_go_in_and_the_memory_is_that_of_the_process(tmp_path):
    write_reports(tmp_path / "out", sorted(_original(tmp_path).glob("*")), 30)
    command = [
        sys.executable,
        "-m",
        "eval.scale",
        "one",
        str(tmp_path / "out"),
        str(tmp_path / "library"),
        "hash",
    ]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    assert (found["documents"], found["chunks"], found["failed"]) == (30, 30, 0)
    assert 0 < found["before"] <= found["most"]


def test_a_folder_without_reports_is_named(tmp_path, capsys):
    assert main(["memory", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err.replace("\n", "")


def test_a_question_is_timed_among_at_least_so_many_chunks(tmp_path, capsys):
    cases = ROOT / "eval" / "questions" / "reports.dev.jsonl"
    folder = str(_original(tmp_path))
    assert main(["latency", folder, str(cases), "--chunks", "2", "--limit", "1"]) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if "│" in line and "p50" not in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells[:3] == ["2", "2", "1"]
    assert 0 < float(cells[3].replace(",", "")) <= float(cells[5].replace(",", ""))
