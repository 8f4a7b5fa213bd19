"""The training loop: span heads on an encoder, seeded and resumable.

A run that is interrupted and goes on gives the same weights as one that is not, on the same machine and with
the same number of threads.
"""

import functools
import itertools
import logging
import math
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from transformers import BertForQuestionAnswering, PreTrainedTokenizerFast

from index.errors import ModelError, SettingsError
from qa.training.checkpoint import (
    Record,
    State,
    TrainConfig,
    load_state,
    recipe_for,
    save_record,
    save_state,
)
from qa.training.data import Example, read_examples
from qa.training.features import Feature, Layout, Tokens, features_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """A step done, of `steps`: its own loss, the running mean, and its tokens with padding."""

    number: int
    steps: int
    loss: float
    mean_loss: float
    tokens: int


Progress = Callable[[Step], None]


class FastTokenizer:
    """A `qa.training.features.Tokenizer` out of a model folder."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "tokenizer.json").is_file():
            raise ModelError(f"{folder}: no tokenizer.json in it; give the folder of a model")
        self.fast = PreTrainedTokenizerFast.from_pretrained(folder)
        ids = (self.fast.cls_token_id, self.fast.sep_token_id, self.fast.pad_token_id)
        if not all(isinstance(i, int) for i in ids):
            raise ModelError(
                f"{folder}: the tokenizer names no cls, sep or pad token; see tokenizer_config.json"
            )
        self.first, self.separator, self.padding = (int(i) for i in ids)

    def tokens(self, text: str) -> Tokens:
        """The tokens of a text, without special ones."""
        encoded = self.fast(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        return Tokens(encoded["input_ids"], encoded["offset_mapping"])


def train(
    data: Sequence[Path],
    base: Path,
    out: Path,
    config: TrainConfig | None = None,
    *,
    threads: int = 2,
    save_every: int = 200,
    progress: Progress | None = None,
) -> Record:
    """Train a reader on the examples of `data`, those without an answer as negatives, and leave model, tokenizer and record in `out`.

    Goes on from the state in `out`, saved every `save_every` steps. Raises ModelError, SettingsError and the
    errors of `read_examples`.
    """
    config = config or TrainConfig()
    torch.set_num_threads(max(1, min(threads, os.cpu_count() or 1)))
    recipe = recipe_for(base, data, config)
    out.mkdir(parents=True, exist_ok=True)
    state = load_state(out, recipe)
    tokenizer, examples = FastTokenizer(base), read_examples(data)
    features = _features(examples, tokenizer, config)
    steps = int(config.epochs * len(features) / config.batch)
    logger.info(
        "%d examples, %d features, %d steps, from %d", len(examples), len(features), steps, state.step
    )
    trainer = Trainer(build_model(base, config), config, steps, tokenizer.padding)
    trainer.restore(state)
    todo = itertools.islice(batches(features, config), state.step, steps)
    save = functools.partial(save_state, out, state, recipe)
    _run(trainer, todo, state, save=save, save_every=save_every, progress=progress)
    trainer.model.save_pretrained(out)
    tokenizer.fast.save_pretrained(out)
    counts = dict(Counter(example.source for example in examples))
    record = Record(
        recipe.to_dict(), recipe.command, counts, len(features), steps, state.loss, round(state.seconds, 1)
    )
    save_record(out, record)
    return record


def build_model(base: Path, config: TrainConfig) -> BertForQuestionAnswering:
    """The base with new span heads, drawn by the seed, without dropout, its lower part frozen.

    One epoch or two over so few examples does not overfit; dropout would only slow it.
    """
    torch.manual_seed(config.seed)
    model: BertForQuestionAnswering = BertForQuestionAnswering.from_pretrained(
        base, dtype=torch.float32, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    frozen = ("embeddings", *(f"layer.{i}." for i in range(config.freeze)))
    for name, weight in model.named_parameters():
        weight.requires_grad = not any(part in name for part in frozen)
    model.train()
    return model


def learning_rate(step: int, steps: int, config: TrainConfig) -> float:
    """The rate of a step, counted from 0.

    With lr 1, warmup 4, floor 0.02: step 0 of 10 has 0.25, step 5 has 0.5, step 9 has 0.1.
    """
    return config.lr * (min(1, (step + 1) / config.warmup) * max(config.floor, 1 - step / steps))


def batches(features: Sequence[Feature], config: TrainConfig) -> Iterator[list[Feature]]:
    """Batches without end. Every epoch has each feature once, in an order drawn from the step it begins at.

    Features of like length share a batch, sorted within pools of `config.pool` batches, to save padding.
    """
    order, rng, step = list(features), Random(), 0
    size = config.batch * config.pool
    while True:
        rng.seed(step)
        rng.shuffle(order)
        pools = [sorted(order[i : i + size], key=lambda f: len(f.ids)) for i in range(0, len(order), size)]
        epoch = [pool[i : i + config.batch] for pool in pools for i in range(0, len(pool), config.batch)]
        rng.shuffle(epoch)
        yield from epoch
        step += len(epoch)


def tensors(batch: Sequence[Feature], padding: int) -> tuple[Tensor, Tensor, Tensor]:
    """Ids of shape (n, longest), and start and end positions of shape (n,); all int64."""
    ids = torch.full((len(batch), max(len(feature.ids) for feature in batch)), padding)
    for row, feature in zip(ids, batch, strict=True):
        row[: len(feature.ids)] = torch.tensor(feature.ids)
    return ids, torch.tensor([f.start for f in batch]), torch.tensor([f.end for f in batch])


def _features(examples: Sequence[Example], tokenizer: FastTokenizer, config: TrainConfig) -> list[Feature]:
    layout = Layout(config.window, config.question, tokenizer.first, tokenizer.separator)
    features = features_of(examples, tokenizer, layout, config.negative_every, Random(config.seed))
    if config.epochs * len(features) < config.batch:
        raise SettingsError(
            f"{len(features)} features in {config.epochs} epochs do not fill one batch of {config.batch}; "
            "give more data or a smaller --batch"
        )
    return features


class Trainer:
    """Model and optimizer, and the one update that is repeated."""

    def __init__(
        self, model: BertForQuestionAnswering, config: TrainConfig, steps: int, padding: int
    ) -> None:
        self.model, self.steps = model, steps
        self._config, self._padding = config, padding
        trained = [weight for weight in model.parameters() if weight.requires_grad]
        self._optimizer = torch.optim.AdamW(trained, lr=config.lr, weight_decay=config.weight_decay)

    def restore(self, state: State) -> None:
        """Take over the weights and moments of a state that has any."""
        if state.step:
            self.model.load_state_dict(state.model)
            self._optimizer.load_state_dict(state.optimizer)

    def keep(self, state: State) -> None:
        """Put the weights and moments into a state."""
        state.model, state.optimizer = self.model.state_dict(), self._optimizer.state_dict()

    def step(self, batch: Sequence[Feature], number: int) -> tuple[float, int]:
        """Update number `number` (from 0): its loss and tokens. ModelError if the loss is no number."""
        ids, start, end = tensors(batch, self._padding)
        mask = (ids != self._padding).long()
        loss = self.model(input_ids=ids, attention_mask=mask, start_positions=start, end_positions=end).loss
        value = float(loss.item())
        if not math.isfinite(value):
            raise ModelError(
                f"step {number + 1}: the loss is {value}; use a lower --lr than {self._config.lr}"
            )
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self._config.clip)
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate(number, self.steps, self._config)
        self._optimizer.step()
        self._optimizer.zero_grad()
        return value, ids.numel()


def _run(
    trainer: Trainer,
    todo: Iterable[list[Feature]],
    state: State,
    *,
    save: Callable[[], None],
    save_every: int,
    progress: Progress | None,
) -> None:
    """Do the steps of `todo`; `state` follows, whole whenever `save` is called."""
    before, began = state.seconds, time.monotonic()
    for batch in todo:
        loss, tokens = trainer.step(batch, state.step)
        state.loss = 0.98 * state.loss + 0.02 * loss if state.step else loss
        state.step += 1
        state.seconds = before + time.monotonic() - began
        if progress:
            progress(Step(state.step, trainer.steps, loss, state.loss, tokens))
        if state.step % save_every == 0 or state.step == trainer.steps:
            trainer.keep(state)
            save()
