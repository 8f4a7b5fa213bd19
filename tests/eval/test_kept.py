"""The folder of kept runs: written whole, listed newest first, and what is no run is named and stops nothing."""

import json
import os

import pytest

from eval import kept
from eval.kept import keep, listed, printable, read_kept
from index.errors import SourceError, UnreachableSource, UnreadableSource
from tests.eval.test_page import JUDGED, RIGHT, run_of

COMMIT = "3dd34d2fc4b152b3e39d6052eecba9289fd557e2"


def run(time="2026-11-26T15:15:57+00:00", commit=COMMIT, **more):
    return run_of([JUDGED, RIGHT]) | {"time": time, "commit": commit, "commit_time": ""} | more


def test_a_run_is_named_by_questions_time_and_commit(tmp_path):
    folder = tmp_path / "lib" / "runs"
    path = keep(run(cases_file="reports.dev.jsonl"), folder)
    assert path == folder / "reports.dev.20261126T151557Z.3dd34d2fc.json"
    assert json.loads(path.read_text(encoding="utf-8"))["commit"] == COMMIT
    again = keep(run(cases_file="reports.dev.jsonl"), folder)  # in the same second
    assert again.name == "reports.dev.20261126T151557Z.3dd34d2fc.2.json"
    dirty = keep(run(commit=f"{COMMIT}-dirty", cases_file="../问 题?.jsonl"), folder)
    assert dirty.name == "问-题-.20261126T151557Z.3dd34d2fc-dirty.json"
    assert (
        keep(run(commit=""), folder).name == "known.20261126T151557Z.0.1.0.json"
    )  # no checkout: the version
    assert len(list(folder.iterdir())) == 4  # nothing begun is left


def test_a_run_that_cannot_be_written_leaves_nothing_that_is_listed(tmp_path, monkeypatch):
    def full(self, *_, **__):
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept.Path, "write_text", full)
    with pytest.raises(
        UnreachableSource, match=r"cannot keep the run in .*: No space left on device; name a"
    ):
        keep(run(), tmp_path)
    assert listed(tmp_path) == kept.Listing()


def test_runs_are_listed_newest_first_and_plotted_by_commit(tmp_path):
    # The older commit was run last: first in the list, and first in the plot, which goes the other way.
    keep(run("2026-11-02T10:00:00+00:00", "a" * 40, commit_time="2026-11-01T00:00:00+00:00"), tmp_path)
    keep(run("2026-11-03T10:00:00+00:00", "b" * 40, commit_time="2026-10-01T00:00:00+00:00"), tmp_path)
    keep(run("2026-11-04T10:00:00+00:00", cases_file="other.jsonl"), tmp_path)
    (tmp_path / "old.json").write_text(json.dumps(run_of([RIGHT])), encoding="utf-8")  # from before times
    found = listed(tmp_path)
    assert [one.label for one in found.runs] == ["3dd34d2", "bbbbbbb", "aaaaaaa", "0123456"]
    assert [one.label for one in found.of("known")] == ["0123456", "bbbbbbb", "aaaaaaa"]
    assert (found.runs[3].time, found.runs[3].n, found.runs[0].questions) == ("", 1, "other")
    assert found.runs[0].scores["accuracy"] == kept.Mean(0.6, 5, (0.2, 1.0))
    assert found.runs[0].scores["exact match"] == kept.Mean(None, 0, None)


def test_no_folder_is_no_run(tmp_path):
    assert listed(tmp_path / "none") == kept.Listing()


def test_a_changed_checkout_and_none_are_told_apart(tmp_path):
    keep(run(commit=f"{COMMIT}-dirty"), tmp_path)
    keep(run(commit=""), tmp_path)
    assert sorted((one.label, one.changed) for one in listed(tmp_path).runs) == [
        ("0.1.0", False),
        ("3dd34d2*", True),
    ]


def without(name):
    one = run()
    del one["metrics"][name]
    return one


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"{", "x.json is not JSON (Expecting property name"),
        (b"\xff", "x.json is not UTF-8 (byte 0); write one with xianwen eval"),
        (b"[]", "x.json is no run of known cases; write one with"),
        (b"9" * 5000, "x.json is not JSON (beyond what can be read)"),
        (b"[" * 99999, "x.json is not JSON (beyond what can be read)"),
        (json.dumps(run() | {"schema": 9}).encode(), "x.json has schema 9, this version reads 1; run its cases"),
        (json.dumps(run(time="soon")).encode(), "x.json is no run of known cases (time: "),
        (json.dumps(without("unlocated")).encode(), "(metrics.unlocated: Field required)"),
        (json.dumps(run(version="\ud800")).encode(), "x.json holds broken characters; run its cases again"),
        (json.dumps(run_of([JUDGED | {"cited": []}])).encode(), "cited should have one entry for each citation"),
        (json.dumps(run_of([JUDGED], scores={"accuracy": {"value": 7, "n": 1, "interval": None}})).encode(),
         "(metrics.scores.accuracy.value: Input should be less than or equal to 1)"),
    ],
)  # fmt: skip
def test_what_is_no_run_is_named_with_the_remedy_and_stops_no_other(tmp_path, text, told):
    keep(run(), tmp_path)
    (tmp_path / "x.json").write_bytes(text)
    found = listed(tmp_path)
    assert len(found.runs) == 1
    assert [one.name for one in found.unread] == ["x.json"]
    assert told in str(found.unread[0].error)
    assert "请" in found.unread[0].error.in_language("zh")


def test_a_baseline_is_a_run_without_what_a_page_shows(tmp_path):
    from eval.gate import BASELINE

    with pytest.raises(
        UnreadableSource, match=r"baseline\.json is no run of known cases \(cases\.0\.history"
    ):
        read_kept(BASELINE)


def test_other_things_in_the_folder_are_left_alone(tmp_path, monkeypatch):
    (tmp_path / "d.json").mkdir()
    (tmp_path / ".x.json.part").write_text("{")
    (tmp_path / "notes.txt").write_text("x")
    os.mkfifo(tmp_path / "pipe.json")  # reading it would never end
    assert listed(tmp_path) == kept.Listing()
    monkeypatch.setattr(kept, "MAX_BYTES", 3)
    (tmp_path / "big.json").write_text("1234")
    assert "take it out of the folder" in str(listed(tmp_path).unread[0].error)


def test_a_name_of_any_bytes_can_be_shown(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.json")).write_text("{}")
    assert [one.name for one in listed(tmp_path).unread] == ["?.json"]
    assert printable("评测.json") == "评测.json"


def test_a_file_that_changes_is_read_again_and_one_that_is_gone_is_an_error(tmp_path):
    path = keep(run(), tmp_path)
    assert listed(tmp_path).runs[0].n == 2
    path.write_text(json.dumps(run_of([RIGHT])), encoding="utf-8")
    assert listed(tmp_path).runs[0].n == 1
    path.unlink()
    with pytest.raises(SourceError, match="cannot open the run"):
        read_kept(path)
