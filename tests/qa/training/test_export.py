import hashlib
import json

import pytest
import torch
from safetensors.torch import load_file

from index.errors import ModelError, SettingsError
from qa.training.checkpoint import TrainConfig
from qa.training.export import export
from qa.training.train import train

TINY = TrainConfig(epochs=1.0, window=48, batch=8, freeze=1, warmup=1)
SCORES = {"dev.jsonl": {"questions": 7, "near_misses": 6, "em": 42.857, "f1": 61.25, "auc": 0.75, "risk": []}}


@pytest.fixture
def checkpoint(facts_file, base, tmp_path):
    train([facts_file], base, tmp_path / "run", TINY, threads=1)
    return tmp_path / "run"


def test_weights_are_half_the_trained_ones_and_nothing_else_is_there(checkpoint, tmp_path):
    files = export(checkpoint, tmp_path / "reader")
    trained = load_file(checkpoint / "model.safetensors")
    shipped = load_file(tmp_path / "reader" / "model.safetensors")
    assert shipped.keys() == trained.keys()
    assert all(weight.dtype == torch.float16 for weight in shipped.values())
    assert all(torch.equal(shipped[name], trained[name].half()) for name in trained)
    assert json.loads((tmp_path / "reader" / "config.json").read_text())["dtype"] == "float16"
    names = [
        "MODEL_CARD.md", "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "SHA256SUMS"
    ]  # fmt: skip
    assert [path.name for path in files] == names
    assert {path.name for path in (tmp_path / "reader").iterdir()} == set(names)


def test_checksums_verify_every_file_but_their_own(checkpoint, tmp_path):
    export(checkpoint, tmp_path / "reader")
    lines = (tmp_path / "reader" / "SHA256SUMS").read_text().splitlines()
    found = dict(reversed(line.split("  ")) for line in lines)
    assert found == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (tmp_path / "reader").iterdir()
        if path.name != "SHA256SUMS"
    }


def test_the_card_names_base_data_licences_command_and_scores(checkpoint, base, facts_file, tmp_path):
    (checkpoint / "scores.json").write_text(json.dumps(SCORES))
    export(checkpoint, tmp_path / "reader")
    card = (tmp_path / "reader" / "MODEL_CARD.md").read_text(encoding="utf-8")
    for expected in (
        "`tiny-base`: multilingual-e5-small",
        "MIT licence",
        "2 layers of width 32 and",
        hashlib.sha256((base / "model.safetensors").read_bytes()).hexdigest(),
        "| CMRC2018 (cmrc2018_test) | 16 | CC BY-SA 4.0 | Cui et al., EMNLP-IJCNLP 2019 |",
        f"| facts.jsonl | `{hashlib.sha256(facts_file.read_bytes()).hexdigest()}` |",
        "    python -m qa.training train facts.jsonl --base tiny-base --out reader --epochs=1.0",
        "freeze 1",
        "| dev.jsonl | 7 | 42.9 | 61.2 | 6 | 0.750 |",
    ):
        assert expected in card
    assert str(tmp_path) not in card
    assert "$" not in card


def test_what_cannot_be_shipped_is_refused_by_name(checkpoint, tmp_path):
    with pytest.raises(ModelError, match=r"none\.json"):
        export(checkpoint, tmp_path / "reader", scores=tmp_path / "none.json")
    with pytest.raises(ModelError, match=r"training\.json: .*--record"):
        export(tmp_path, tmp_path / "reader")
    record = json.loads((checkpoint / "training.json").read_text())
    other = tmp_path / "record.json"
    other.write_text(json.dumps(record | {"examples": {"unlicensed_set": 3}}))
    with pytest.raises(SettingsError, match="unlicensed_set"):
        export(checkpoint, tmp_path / "reader", record=other)
    (checkpoint / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        export(checkpoint, tmp_path / "reader")
    assert not (tmp_path / "reader").exists()


def test_weights_that_overflow_float16_are_refused(checkpoint, tmp_path):
    from safetensors.torch import save_file

    weights = load_file(checkpoint / "model.safetensors")
    weights["qa_outputs.bias"] = torch.tensor([0.0, 70000.0])  # the largest float16 is 65504
    save_file(weights, checkpoint / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"qa_outputs\.bias does not fit float16"):
        export(checkpoint, tmp_path / "reader")
