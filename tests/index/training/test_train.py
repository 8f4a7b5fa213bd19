import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from transformers import BertModel

from index.embed import TransformerEncoder
from index.errors import ModelError, SettingsError
from index.training.__main__ import main
from index.training.export import export
from index.training.train import TrainConfig, embed, train

TINY = TrainConfig(
    steps=6, batch=4, lr=5e-3, freeze=0, warmup=1, passage=48, temperature=0.1, precision="fp32"
)


@pytest.fixture
def base(base):
    """The small base as a sentence-transformers folder, as far as training looks."""
    prompts = {"prompts": {"query": "query: ", "document": "passage: "}}
    (base / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    return base


def losses_of(facts_file, base, out, config=TINY):
    losses = []
    record = train(
        [facts_file], base, out, config, threads=1, save_every=2, progress=lambda s: losses.append(s.loss)
    )
    return losses, record


def test_questions_are_drawn_to_their_passages(facts_file, base, tmp_path):
    losses, record = losses_of(facts_file, base, tmp_path / "out", replace(TINY, steps=24))
    # A guess among the 4 facts costs ln 4 = 1.39.
    assert losses[0] > 1.0
    assert sum(losses[-4:]) / 4 < 0.7
    assert record.examples == {"cmrc2018_test": 16}
    assert record.shown == 24 * 4
    assert record.command.startswith("python -m index.training train facts.jsonl --base tiny-base --out OUT")


def test_a_run_is_the_same_again_and_goes_on(facts_file, base, tmp_path):
    first, _ = losses_of(facts_file, base, tmp_path / "a")
    again, _ = losses_of(facts_file, base, tmp_path / "b")
    other, _ = losses_of(facts_file, base, tmp_path / "c", replace(TINY, seed=2))
    assert first == again != other
    assert losses_of(facts_file, base, tmp_path / "a")[0] == []  # done: nothing is left


def test_vectors_are_the_mean_of_what_is_no_padding(base):
    model = BertModel.from_pretrained(base, add_pooling_layer=False).eval()
    short, long = torch.tensor([[0, 5, 2]]), torch.tensor([[0, 5, 2, 1, 1]])
    with torch.inference_mode():
        one, two = embed(model, short, padding=1), embed(model, long, padding=1)
    assert torch.allclose(one, two, atol=1e-6)
    assert one.norm(dim=-1).item() == pytest.approx(1.0)


def test_what_ships_is_an_encoder_like_the_one_that_was_trained(facts_file, base, tmp_path):
    losses_of(facts_file, base, tmp_path / "run")
    files = export(tmp_path / "run", base, tmp_path / "shipped", facts_file)
    assert [path.name for path in files] == [
        "MODEL_CARD.md", "config_sentence_transformers.json", "model.onnx", "tokenizer.json", "tokenizer_config.json",
        "SHA256SUMS",
    ]  # fmt: skip
    encoder = TransformerEncoder(str(tmp_path / "shipped"))
    texts = ["甲县茶园面积有12万亩", "丁县大桥全长560米"]
    vectors = encoder.encode_documents(texts)
    assert (vectors.shape, vectors.dtype, encoder.dim) == ((2, 32), np.float32, 32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    model = BertModel.from_pretrained(tmp_path / "run", add_pooling_layer=False).eval()
    from index.training.loop import FastTokenizer, padded

    tokenizer = FastTokenizer(tmp_path / "run")
    ids = padded([[0, *tokenizer.ids("passage: " + text), 2] for text in texts], tokenizer.padding)
    with torch.inference_mode():
        exact = embed(model, ids, tokenizer.padding).numpy()
    assert (vectors * exact).sum(axis=1) == pytest.approx([1, 1], abs=0.03)
    # Alone or beside another text, the vector is the same to the last bit.
    assert np.array_equal(encoder.encode_documents(texts[:1])[0], vectors[0])


def test_what_is_missing_is_named(facts_file, base, tmp_path):
    with pytest.raises(SettingsError, match="16 pairs out of 16 examples do not fill one batch of 500"):
        train([facts_file], base, tmp_path / "out", replace(TINY, batch=500))
    (base / "config_sentence_transformers.json").unlink()
    with pytest.raises(ModelError, match="no prompts for query and document"):
        train([facts_file], base, tmp_path / "out", TINY)


def test_train_and_export_from_the_terminal(facts_file, base, tmp_path, capsys):
    run, shipped = tmp_path / "run", tmp_path / "shipped"
    options = ["--steps", "1", "--batch", "4", "--freeze", "1", "--threads", "1", "--precision", "fp32"]
    assert main(["train", str(facts_file), "--base", str(base), "--out", str(run), *options]) == 0
    assert main(["export", str(run), str(shipped), "--base", str(base), "--samples", str(facts_file)]) == 0
    assert "not measured" in (shipped / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert main(["train", "none.jsonl", "--base", str(base), "--out", str(run)]) == 1
    assert capsys.readouterr().err.endswith("none.jsonl: no such file; give reading files (JSON lines)\n")
