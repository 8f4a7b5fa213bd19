import json
import shutil

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertForQuestionAnswering, BertModel

from index.errors import ModelError
from index.training.__main__ import main
from index.training.average import average
from index.training.marks import cut_at_marks
from index.training.thaw import thaw, thawed
from qa.training.export import export
from qa.training.train import TrainConfig, train
from tests.training_world import made_base, made_facts

ALL = TrainConfig(steps=3, window=48, long_window=48, batch=300, freeze=0, warmup=1)


@pytest.fixture(scope="module", params=[32, 64])
def trained(request, tmp_path_factory):
    """A run and the reader that ships of it, made once: with products in float32 (width 32), and in 8 bits."""
    folder = tmp_path_factory.mktemp(f"width-{request.param}")
    facts, base = made_facts(folder), made_base(folder / "made", request.param)
    train([facts], base, folder / "run", ALL, threads=1)
    export(folder / "run", folder / "shipped", facts)
    return folder


@pytest.fixture
def shipped(trained, tmp_path):
    """The reader that ships, beside its run, in a folder of the test's own."""
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    return tmp_path / "shipped"


def test_a_thawed_reader_answers_like_the_one_that_ships(shipped, tmp_path):
    before = BertForQuestionAnswering.from_pretrained(tmp_path / "run").state_dict()
    after = thawed(shipped / "model.onnx")
    assert set(after) == {name for name in before if not name.endswith("position_ids")}
    # 7 bits of the channel's largest value (random weights reach some 0.08), 8 of an embedding row's.
    for name, weight in before.items():
        assert np.abs(after[name] - weight.numpy()).max() < 0.002, name
    thaw(shipped, tmp_path / "base")
    ids = torch.tensor([[0, 4, 5, 6, 2, 2, 7, 8, 9, 10, 2]])
    with torch.inference_mode():
        one, two = (
            BertForQuestionAnswering.from_pretrained(tmp_path / name).eval()(input_ids=ids)
            for name in ("run", "base")
        )
    assert torch.abs(one.start_logits - two.start_logits).max() < 0.02


def test_training_goes_on_from_a_thawed_base_with_its_span_heads(shipped, facts_file, tmp_path):
    assert main(["thaw", str(shipped), str(tmp_path / "base")]) == 0
    head = thawed(shipped / "model.onnx")["qa_outputs.weight"]
    still = TrainConfig(steps=1, window=48, long_window=48, batch=300, freeze=0, warmup=1, lr=0.0)
    train([facts_file], tmp_path / "base", tmp_path / "again", still, threads=1)
    made = BertForQuestionAnswering.from_pretrained(tmp_path / "again")
    assert np.allclose(made.qa_outputs.weight.detach().numpy(), head)


def test_an_encoder_comes_back_without_heads(base, facts_file, tmp_path):
    from index.training.export import Pooled
    from index.training.quantise import ship

    model = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager").eval()
    for name, weight in model.named_parameters():  # equal weights would share one name in a graph
        if weight.ndim == 1:
            torch.nn.init.normal_(weight, std=0.1, generator=torch.Generator().manual_seed(len(name)))
    wanted = {name: weight.clone() for name, weight in model.state_dict().items()}
    out = tmp_path / "encoder"
    out.mkdir()
    ship(Pooled(model), model, [[0, 4, 5, 6, 2]], out / "model.onnx", ("vector",))
    found = thawed(out / "model.onnx")
    assert (
        np.abs(
            found["embeddings.word_embeddings.weight"] - wanted["embeddings.word_embeddings.weight"].numpy()
        ).max()
        < 0.001
    )
    assert not any("qa_outputs" in name for name in found)


def test_what_is_no_graph_of_ours_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"none/model\.onnx: no such file"):
        thaw(tmp_path / "none", tmp_path / "out")


@pytest.fixture
def joined(tmp_path):
    """A tokenizer that joins 公司的 and 》（ as a unigram vocabulary does."""
    pieces = [
        ("<unk>", 0.0),
        ("▁", -1.0),
        ("▁公司的", -2.0),
        ("▁公司", -2.5),
        ("公司", -3.0),
        ("的", -3.0),
        ("》（", -2.0),
    ]
    backend = Tokenizer(models.Unigram([*pieces, ("》", -3.0), ("（", -3.0), ("书", -3.0)], 0))
    backend.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    path = tmp_path / "tokenizer.json"
    backend.save(str(path))
    return path


def test_pieces_end_at_marks(joined):
    text = "公司的书》（书"
    assert Tokenizer.from_file(str(joined)).encode(text).tokens == ["▁公司的", "书", "》（", "书"]
    cut_at_marks(joined)
    assert Tokenizer.from_file(str(joined)).encode(text).tokens == ["▁公司", "的", "书", "》", "（", "书"]


def test_cutting_twice_is_cutting_once(joined, tmp_path):
    cut_at_marks(joined)
    once = json.loads(joined.read_text())
    shutil.copy(joined, tmp_path / "again.json")
    cut_at_marks(tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_text()) == once


def test_half_way_between_a_base_and_its_run(shipped, facts_file, tmp_path):
    thaw(shipped, tmp_path / "base")
    train([facts_file], tmp_path / "base", tmp_path / "again", ALL, threads=1)
    assert main(["average", str(tmp_path / "base"), str(tmp_path / "again"), str(tmp_path / "mean")]) == 0
    one, two, mean = (load_file(tmp_path / name / "model.safetensors") for name in ("base", "again", "mean"))
    assert torch.allclose(
        mean["qa_outputs.weight"], (one["qa_outputs.weight"] + two["qa_outputs.weight"]) / 2
    )
    assert not (tmp_path / "mean" / "state.pt").exists()
    export(tmp_path / "mean", tmp_path / "shipped-mean", facts_file)


def test_models_of_two_shapes_have_no_mean(tmp_path):
    made_base(tmp_path / "narrow", 32)
    made_base(tmp_path / "wide", 64)
    with pytest.raises(ModelError, match="not models of one shape"):
        average(tmp_path / "narrow", tmp_path / "wide", tmp_path / "out")
