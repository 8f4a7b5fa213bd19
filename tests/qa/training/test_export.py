import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from transformers import BertForQuestionAnswering

from index.errors import ModelError, SettingsError
from index.runtime import OnnxModel
from index.weights import verify
from qa.read import TransformerReader
from qa.records import Passage
from qa.training.export import export
from qa.training.train import TrainConfig, train

TINY = TrainConfig(steps=3, window=48, long_window=48, batch=300, freeze=1, warmup=1)
SCORES = {
    "dev.jsonl": {
        "questions": 7,
        "near_misses": 6,
        "em": 42.857,
        "f1": 61.25,
        "auc": 0.75,
        "calibration_error": 0.1,
        "risk": [],
    }
}


@pytest.fixture
def checkpoint(facts_file, base, tmp_path):
    train([facts_file], base, tmp_path / "run", TINY, threads=1)
    return tmp_path / "run"


def test_the_graph_answers_like_the_model_and_is_a_reader(checkpoint, facts_file, tmp_path):
    files = export(checkpoint, tmp_path / "reader", facts_file)
    assert [path.name for path in files] == [
        "MODEL_CARD.md", "model.onnx", "tokenizer.json", "tokenizer_config.json", "SHA256SUMS"
    ]  # fmt: skip
    model = BertForQuestionAnswering.from_pretrained(checkpoint).eval()
    ids = [0, 4, 5, 6, 2, 2, 7, 8, 9, 10, 2]
    with torch.inference_mode():
        out = model(input_ids=torch.tensor([ids]))
    ((starts, ends),) = OnnxModel(tmp_path / "reader" / "model.onnx").run([ids])
    # 8-bit products of a random model: its logits are of the order of 0.1.
    assert np.abs(starts - out.start_logits[0].numpy()).max() < 0.02
    assert np.abs(ends - out.end_logits[0].numpy()).max() < 0.02
    exact, shipped = TransformerReader(str(checkpoint)), TransformerReader(str(tmp_path / "reader"))
    operations = [node.op_type for node in onnx.load(tmp_path / "reader" / "model.onnx").graph.node]
    assert operations.count("MultiHeadAttention") == model.config.num_hidden_layers
    assert "Softmax" not in operations, "attention is one operation, which is where half of the speed is"
    passage = Passage("甲县茶园面积有12万亩，茶叶产值31亿元。")
    (one,), (two,) = (reader.read("甲县茶园面积有多少", [passage], top=1) for reader in (exact, shipped))
    assert two.score == pytest.approx(one.score, abs=0.05)


def test_a_calibration_that_ships_makes_scores_log_odds(checkpoint, facts_file, tmp_path):
    fitted = tmp_path / "fitted.json"
    fitted.write_text('{"scale": 0.5, "shift": -1.0}')
    export(checkpoint, tmp_path / "plain", facts_file)
    export(checkpoint, tmp_path / "fitted", facts_file, calibration=fitted)
    passage = Passage("甲县茶园面积有12万亩，茶叶产值31亿元。")
    (margin,), (odds,) = (
        TransformerReader(str(tmp_path / name)).read("茶园", [passage], top=1) for name in ("plain", "fitted")
    )
    assert odds.score == pytest.approx(0.5 * margin.score - 1.0)


def test_checksums_verify_every_file_that_is_loaded(checkpoint, facts_file, tmp_path):
    export(checkpoint, tmp_path / "reader", facts_file)
    lines = (tmp_path / "reader" / "SHA256SUMS").read_text().splitlines()
    found = dict(reversed(line.split("  ")) for line in lines)
    assert found == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (tmp_path / "reader").iterdir()
        if path.name not in {"SHA256SUMS", "MODEL_CARD.md"}
    }


def test_the_card_names_base_data_licences_command_and_scores(checkpoint, base, facts_file, tmp_path):
    scores = tmp_path / "scores.json"
    scores.write_text(json.dumps(SCORES))
    export(checkpoint, tmp_path / "reader", facts_file, scores=scores)
    card = (tmp_path / "reader" / "MODEL_CARD.md").read_text(encoding="utf-8")
    # Where the program stands is nobody's business, and would make every export another file.
    assert (
        str(Path(torch.__file__).parents[1]).encode() not in (tmp_path / "reader" / "model.onnx").read_bytes()
    )
    for expected in (
        "the eighth with the weights\nof the seventh (`tiny-base`",
        "MIT licence",
        "2 layers of width 32 and",
        hashlib.sha256((base / "model.safetensors").read_bytes()).hexdigest(),
        "| CMRC2018 (cmrc2018_test) | 16 | CC BY-SA 4.0 | Cui et al., EMNLP-IJCNLP 2019 |",
        f"| facts.jsonl | `{hashlib.sha256(facts_file.read_bytes()).hexdigest()}` |",
        "    python -m qa.training train facts.jsonl --base tiny-base --out OUT --steps=3",
        "freeze 1",
        "| dev.jsonl | 7 | 42.9 | 61.2 | 6 | 0.750 | 0.100 |",
    ):
        assert expected in card
    assert str(tmp_path) not in card
    assert "$" not in card


def test_what_cannot_be_shipped_is_refused_by_name(checkpoint, facts_file, tmp_path):
    with pytest.raises(ModelError, match=r"none\.json"):
        export(checkpoint, tmp_path / "reader", facts_file, scores=tmp_path / "none.json")
    with pytest.raises(ModelError, match=r"no config\.json, model\.safetensors"):
        export(tmp_path, tmp_path / "reader", facts_file)
    record = json.loads((checkpoint / "training.json").read_text())
    other = tmp_path / "record.json"
    other.write_text(json.dumps(record | {"examples": {"unlicensed_set": 3}}))
    with pytest.raises(SettingsError, match="unlicensed_set"):
        export(checkpoint, tmp_path / "reader", facts_file, record=other)
    (checkpoint / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        export(checkpoint, tmp_path / "reader", facts_file)
    assert not (tmp_path / "reader").exists()


def test_a_damaged_or_missing_graph_is_named_before_it_is_read(checkpoint, facts_file, tmp_path):
    out = tmp_path / "reader"
    export(checkpoint, out, facts_file)
    (out / "model.onnx").write_bytes((out / "model.onnx").read_bytes()[:-1])
    reader = TransformerReader(str(out))
    with pytest.raises(ModelError, match=r"model\.onnx is damaged: .*XIANWEN_READER"):
        reader.read("茶园", [Passage("甲县茶园面积有12万亩。")])
    # One of a person's own, without checksums, fails in ONNX Runtime's words and with the remedy.
    (out / "SHA256SUMS").unlink()
    verify.cache_clear()
    with pytest.raises(ModelError, match=r"model\.onnx: cannot be loaded"):
        reader.read("茶园", [Passage("甲县茶园面积有12万亩。")])
    (out / "model.onnx").unlink()
    with pytest.raises(ModelError, match="no model there; reinstall or set XIANWEN_READER"):
        reader.read("茶园", [Passage("甲县茶园面积有12万亩。")])


def test_passages_read_together_score_as_they_do_alone(checkpoint, facts_file, tmp_path):
    export(checkpoint, tmp_path / "reader", facts_file)
    reader = TransformerReader(str(tmp_path / "reader"))
    passages = [
        Passage("甲县茶园面积有12万亩。"),
        Passage("丁县大桥全长560米，桥上可以通行汽车。", "丁县 | 2023年"),
    ]
    together = {r.passage: (r.start, r.end, r.score) for r in reader.read("大桥有多长", passages, top=1)}
    for number, passage in enumerate(passages):
        (alone,) = reader.read("大桥有多长", [passage], top=1)
        assert together[number] == (alone.start, alone.end, alone.score)
