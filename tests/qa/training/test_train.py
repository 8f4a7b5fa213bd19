import shutil
from dataclasses import replace

import pytest
import torch

from index.errors import ModelError, SettingsError, UnreachableSource
from qa.training.checkpoint import TrainConfig, differences, load_record, recipe_for
from qa.training.features import Feature
from qa.training.train import batches, build_model, learning_rate, tensors, train

# 16 examples and up to 4 negatives in batches of 5; 1 epoch gives 4 steps when all 4 negatives are found.
TINY = TrainConfig(epochs=1.0, window=48, batch=5, pool=2, freeze=1, lr=1e-3, warmup=2)


class Interrupted(Exception):
    """Stands for the power going off."""


def run(facts_file, base, out, config=TINY, stop_before=None):
    """The losses of a run, which ends before a step's state is saved if `stop_before` is its number."""
    losses = []

    def note(step):
        if step.number == stop_before:
            raise Interrupted
        losses.append(step.loss)

    record = train([facts_file], base, out, config, threads=1, save_every=2, progress=note)
    return losses, record


def weights(folder):
    return torch.load(folder / "state.pt", weights_only=True)["model"]


def same(one, two):
    return one.keys() == two.keys() and all(torch.equal(one[name], two[name]) for name in one)


def test_the_same_seed_gives_the_same_losses_and_another_seed_others(facts_file, base, tmp_path):
    first, record = run(facts_file, base, tmp_path / "a")
    again, _ = run(facts_file, base, tmp_path / "b")
    other, _ = run(facts_file, base, tmp_path / "c", replace(TINY, seed=2))
    assert len(first) == record.steps == 4
    assert first == again
    assert first != other
    assert same(weights(tmp_path / "a"), weights(tmp_path / "b"))


def test_a_run_that_goes_on_after_an_interruption_ends_as_if_there_had_been_none(facts_file, base, tmp_path):
    config = replace(TINY, epochs=2.0)  # 8 steps: the second epoch's order depends on the first's
    whole, expected = run(facts_file, base, tmp_path / "whole", config)
    with pytest.raises(Interrupted):
        run(facts_file, base, tmp_path / "cut", config, stop_before=7)
    rest, record = run(facts_file, base, tmp_path / "cut", config)
    # Stopped in step 7, saved after 6: steps 7 and 8 are left.
    assert rest == whole[6:]
    assert same(weights(tmp_path / "cut"), weights(tmp_path / "whole"))
    assert record.loss == expected.loss
    assert run(facts_file, base, tmp_path / "cut", config)[0] == []  # done: nothing is left


def test_training_learns_the_facts(facts_file, base, tmp_path):
    losses, _ = run(facts_file, base, tmp_path / "out", replace(TINY, epochs=12.0, lr=5e-3, freeze=0))
    # A guess among some 40 positions costs ln 40 = 3.7; an epoch of a model that has learnt costs under half.
    assert sum(losses[:4]) / 4 > 2.5
    assert sum(losses[-4:]) / 4 < 1.8


def test_embeddings_and_lower_layers_do_not_move(facts_file, base, tmp_path):
    run(facts_file, base, tmp_path / "out")
    before, after = build_model(base, TINY).state_dict(), weights(tmp_path / "out")
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert not any("embeddings" in name or "layer.0." in name for name in moved)
    assert "bert.encoder.layer.1.output.dense.weight" in moved
    assert "qa_outputs.weight" in moved


def test_a_state_of_another_recipe_is_refused_by_name(facts_file, base, tmp_path):
    run(facts_file, base, tmp_path / "out")
    with pytest.raises(SettingsError, match=r"config\.lr 0\.001, now 0\.002"):
        run(facts_file, base, tmp_path / "out", replace(TINY, lr=2e-3))
    with facts_file.open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(SettingsError, match=r"data\.facts\.jsonl"):
        run(facts_file, base, tmp_path / "out")


def test_a_damaged_state_is_named(facts_file, base, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "state.pt").write_bytes(b"not a state")
    with pytest.raises(ModelError, match=r"state\.pt: not a state"):
        run(facts_file, base, tmp_path / "out")


def test_missing_inputs_are_named(facts_file, base, tmp_path):
    with pytest.raises(UnreachableSource, match=r"none\.jsonl"):
        train([tmp_path / "none.jsonl"], base, tmp_path / "out", TINY)
    with pytest.raises(ModelError, match="--base"):
        train([facts_file], tmp_path / "no-base", tmp_path / "out", TINY)
    with pytest.raises(SettingsError, match="do not fill one batch of 500"):
        train([facts_file], base, tmp_path / "out", replace(TINY, batch=500))
    with pytest.raises(SettingsError, match="two data files of one name"):
        train([facts_file, facts_file], base, tmp_path / "out", TINY)


def test_the_record_says_how_to_do_it_again_without_paths(facts_file, base, tmp_path):
    _, record = run(facts_file, base, tmp_path / "out")
    assert load_record(tmp_path / "out" / "training.json") == record
    assert record.examples == {"cmrc2018_test": 16}
    assert record.command == (
        "python -m qa.training train facts.jsonl --base tiny-base --out reader"
        " --epochs=1.0 --window=48 --batch=5 --freeze=1 --lr=0.001 --warmup=2 --pool=2"
    )
    shutil.rmtree(base)
    with pytest.raises(ModelError, match="tiny-base"):
        recipe_for(base, [facts_file], TINY)


def test_the_learning_rate_rises_and_falls():
    config = replace(TINY, lr=1.0, warmup=4, floor=0.3)
    rates = [learning_rate(step, 10, config) for step in range(10)]
    # min(1, (i + 1) / 4) · max(0.3, 1 - i / 10): 1/4·1, 2/4·0.9, 3/4·0.8, then 0.7 down to the floor.
    assert rates == pytest.approx([0.25, 0.45, 0.6, 0.7, 0.6, 0.5, 0.4, 0.3, 0.3, 0.3])


def feature(size, label=1):
    from array import array

    return Feature(array("i", range(size)), label, label)


def test_an_epoch_has_every_feature_once_and_sorts_within_pools():
    features = [feature(size) for size in range(5, 28)]
    stream = batches(features, replace(TINY, batch=4, pool=100))
    first, second = ([next(stream) for _ in range(6)] for _ in range(2))
    for epoch in (first, second):  # 23 features: five batches of 4 and one of 3
        assert sorted(len(f.ids) for batch in epoch for f in batch) == list(range(5, 28))
        assert sorted(len(batch) for batch in epoch) == [3, 4, 4, 4, 4, 4]
    # One pool, sorted: every batch is a run of neighbouring lengths.
    assert all(len(batch[-1].ids) - len(batch[0].ids) == len(batch) - 1 for batch in first)
    assert [len(batch[0].ids) for batch in first] != [len(batch[0].ids) for batch in second]


def test_tensors_are_padded_to_the_longest():
    ids, start, end = tensors([feature(2), feature(3, label=2)], padding=9)
    assert ids.tolist() == [[0, 1, 9], [0, 1, 2]]
    assert (start.tolist(), end.tolist()) == ([1, 2], [1, 2])


def test_differences_go_into_nested_fields():
    assert differences({"a": 1, "b": {"c": 2, "d": 3}}, {"a": 1, "b": {"c": 4, "d": 3}}) == ["b.c 2, now 4"]
    assert differences({"b": {"c": 2}}, {"b": {}}) == ["b.c 2, now None"]
