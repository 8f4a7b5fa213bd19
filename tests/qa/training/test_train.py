import shutil
from dataclasses import replace
from random import Random

import pytest
import torch

from index.errors import ModelError, SettingsError, UnreachableSource
from index.training.loop import learning_rate
from index.training.runs import differences, load_record, recipe_for
from qa.training.features import Feature
from qa.training.train import TrainConfig, build_model, epoch, filled, tensors, train

# 16 examples of some 40 characters, so about 5 in a batch and 3 or 4 steps an epoch.
TINY = TrainConfig(
    steps=4, window=48, long_window=48, batch=220, pool=2, freeze=1, lr=1e-3, warmup=2, precision="fp32"
)


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
    config = replace(TINY, steps=8)  # more than an epoch
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
    losses, _ = run(facts_file, base, tmp_path / "out", replace(TINY, steps=48, lr=5e-3, freeze=0))
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
    with pytest.raises(SettingsError, match="does not fit a batch of 40"):
        train([facts_file], base, tmp_path / "out", replace(TINY, batch=40))
    with pytest.raises(SettingsError, match="no feature comes out of 16 examples"):
        train([facts_file], base, tmp_path / "out", replace(TINY, window=8, long_window=8, negatives=0.0))
    with pytest.raises(SettingsError, match="precision 'int4': expected one of bf16, fp32"):
        train([facts_file], base, tmp_path / "out", replace(TINY, precision="int4"))
    with pytest.raises(SettingsError, match="two data files of one name"):
        train([facts_file, facts_file], base, tmp_path / "out", TINY)


def test_the_record_says_how_to_do_it_again_without_paths(facts_file, base, tmp_path):
    _, record = run(facts_file, base, tmp_path / "out")
    assert load_record(tmp_path / "out" / "training.json") == record
    assert record.examples == {"cmrc2018_test": 16}
    assert record.command == (
        "python -m qa.training train facts.jsonl --base tiny-base --out OUT --steps=4 --lr=0.001 --warmup=2"
        " --freeze=1 --precision=fp32 --batch=220 --window=48 --long-window=48 --pool=2"
    )
    shutil.rmtree(base)
    with pytest.raises(ModelError, match="tiny-base"):
        recipe_for("qa.training", base, [facts_file], TINY)


def test_the_learning_rate_rises_stays_and_falls():
    config = replace(TINY, steps=10, lr=1.0, warmup=4, decay=0.5, floor=0.3)
    rates = [learning_rate(step, config) for step in range(10)]
    # min(1, (i + 1) / 4) up to step 3, then 1; from step 5 on (10 - i) / 5, but not under the floor.
    assert rates == pytest.approx([0.25, 0.5, 0.75, 1, 1, 1, 0.8, 0.6, 0.4, 0.3])


def test_the_length_may_change_while_the_rate_is_flat_and_not_after(facts_file, base, tmp_path):
    long = replace(TINY, steps=20, decay=0.5)
    with pytest.raises(Interrupted):
        run(facts_file, base, tmp_path / "cut", long, stop_before=5)
    # Saved after step 4. 8 steps begin to fall at 4, so up to there both runs are one; 6 would have at 3.
    with pytest.raises(SettingsError, match=r"config\.steps 20, now 6"):
        run(facts_file, base, tmp_path / "cut", replace(long, steps=6))
    rest, _ = run(facts_file, base, tmp_path / "cut", replace(long, steps=8))
    whole, _ = run(facts_file, base, tmp_path / "whole", replace(long, steps=8))
    assert rest == whole[4:]
    assert same(weights(tmp_path / "cut"), weights(tmp_path / "whole"))


def test_products_in_bfloat16_learn_too(facts_file, base, tmp_path):
    losses, _ = run(
        facts_file, base, tmp_path / "out", replace(TINY, steps=48, lr=5e-3, freeze=0, precision="bf16")
    )
    assert sum(losses[-4:]) / 4 < sum(losses[:4]) / 4 - 1


def feature(size, label=3):
    from array import array

    return Feature(array("i", range(size)), label, label, 2)


def test_an_epoch_has_every_feature_once_and_sorts_within_pools():
    features = [feature(size) for size in range(5, 28)]
    config = replace(TINY, window=20, batch=80, pool=100)
    first, second = (epoch(lambda _: list(features), config, Random(seed)) for seed in (1, 2))
    for batches in (first, second):
        assert sorted(len(f.ids) for batch in batches for f in batch) == list(range(5, 28))
        assert all(len(batch) * len(batch[-1].ids) <= 80 for batch in batches)
    # One pool, sorted: every batch is a run of neighbouring lengths.
    assert all(len(batch[-1].ids) - len(batch[0].ids) == len(batch) - 1 for batch in first)
    assert [len(batch[0].ids) for batch in first] != [len(batch[0].ids) for batch in second]


def test_batches_are_filled_up_to_their_tokens():
    sizes = [[len(f.ids) for f in batch] for batch in filled([feature(n) for n in (3, 4, 4, 6)], 12)]
    # Three of at most 4 are 12; with the one of 6 they would be 24.
    assert sizes == [[3, 4, 4], [6]]


def test_tensors_are_padded_and_say_what_may_be_cited():
    ids, citable, targets = tensors([feature(5), feature(6, label=0)], padding=9)
    assert ids.tolist() == [[0, 1, 2, 3, 4, 9], [0, 1, 2, 3, 4, 5]]
    # The first token (no answer), and from position 2 to the one before the last.
    assert citable.int().tolist() == [[1, 0, 1, 1, 0, 0], [1, 0, 1, 1, 1, 0]]
    assert targets.tolist() == [[3, 0], [3, 0]]


def test_differences_go_into_nested_fields():
    assert differences({"a": 1, "b": {"c": 2, "d": 3}}, {"a": 1, "b": {"c": 4, "d": 3}}) == ["b.c 2, now 4"]
    assert differences({"b": {"c": 2}}, {"b": {}}) == ["b.c 2, now None"]
