import json

import pytest

from index.errors import SettingsError
from index.training.__main__ import main
from index.training.holdout import hold_out


@pytest.fixture
def files(tmp_path):
    """Two files that share titles: 20 titles with 3 questions each in the first, one each in the second."""
    for name, per_title in (("dev.jsonl", 3), ("train.jsonl", 1)):
        rows = [
            {"title": f"题{t}", "question": f"{name}{t}-{n}"} for t in range(20) for n in range(per_title)
        ]
        (tmp_path / name).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return [tmp_path / "dev.jsonl", tmp_path / "train.jsonl"]


def titles(lines):
    return {json.loads(line)["title"] for line in lines}


def test_no_title_is_on_both_sides_in_any_file(files):
    split = hold_out(files, 10)
    assert len(split.held) == 10
    held = titles(split.held)
    # 10 questions take 4 titles of 3; the two over belong to neither part.
    assert len(held) == 4
    assert not held & (titles(split.rest["dev.jsonl"]) | titles(split.rest["train.jsonl"]))
    assert (len(split.rest["dev.jsonl"]), len(split.rest["train.jsonl"])) == (60 - 12, 20 - 4)
    assert split == hold_out(files, 10)


def test_too_few_questions_are_named(files):
    with pytest.raises(SettingsError, match="has 60 questions, 61 were to be held out"):
        hold_out(files, 61)


def test_the_command_writes_both_parts(files, tmp_path, capsys):
    out = tmp_path / "split"
    assert main(["split", *map(str, files), "--questions", "10", "--out", str(out)]) == 0
    assert json.loads(capsys.readouterr().out) == {"held_dev.jsonl": 10, "dev.jsonl": 48, "train.jsonl": 16}
    assert len((out / "held_dev.jsonl").read_text().splitlines()) == 10
