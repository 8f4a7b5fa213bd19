"""The loop that encoder and reader share: one update after another, seeded, saved, resumable.

A run that is interrupted and goes on gives the same weights as one that is not, on the same machine and with
the same number of threads.
"""

import itertools
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from index.errors import ModelError, SettingsError
from index.training.runs import Recipe, Schedule, State, load_state, save_state

PRECISIONS = ("bf16", "fp32")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Step:
    """A step done, of `steps`: its own loss, the running mean, and its tokens with padding."""

    number: int
    steps: int
    loss: float
    mean_loss: float
    tokens: int


Progress = Callable[[Step], None]
Loss = Callable[[Sequence[Item]], tuple[Tensor, int]]
"""From a batch to its mean loss, a scalar float32, and its tokens with padding."""


LOADED: dict[str, Any] = {
    "dtype": torch.float32,
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
    "attn_implementation": "eager",
}
"""How a base is loaded for training: without dropout, which would only slow a few epochs over few examples, and with
attention written out, because torch's fused one loses a third of the speed on the way back on a CPU."""


class FastTokenizer:
    """The tokenizer of a model folder, and the ids of its special tokens. Raises ModelError."""

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

    def ids(self, text: str) -> list[int]:
        """The tokens of a text, without special ones."""
        return list(self.fast(text, add_special_tokens=False, verbose=False)["input_ids"])


def freeze(model: PreTrainedModel, layers: int) -> None:
    """Keep the embeddings and the lowest layers as they are, and set the rest to be trained."""
    frozen = ("embeddings", *(f"layer.{i}." for i in range(layers)))
    for name, weight in model.named_parameters():
        weight.requires_grad = not any(part in name for part in frozen)
    model.train()


def learning_rate(step: int, config: Schedule) -> float:
    """The rate of a step, counted from 0.

    With lr 1, 10 steps, warmup 4, decay 0.5, floor 0.02: step 0 has 0.25, step 5 has 1, step 8 has 0.4.
    """
    left = (config.steps - step) / max(1, config.steps - config.flat)
    return config.lr * (min(1, (step + 1) / config.warmup) * max(config.floor, min(1, left)))


def endless(epoch: Callable[[Random], list[list[Item]]], seed: int) -> Iterator[list[Item]]:
    """Batches without end, epoch after epoch, each drawn from its number and the seed."""
    for number in itertools.count():
        yield from epoch(Random(f"{seed} {number}"))


def padded(sequences: Sequence[Sequence[int]], padding: int) -> Tensor:
    """Ids of shape (n, longest), int64."""
    ids = torch.full((len(sequences), max(map(len, sequences))), padding)
    for row, sequence in zip(ids, sequences, strict=True):
        row[: len(sequence)] = torch.tensor(sequence)
    return ids


class Trainer(Generic[Item]):
    """Model and optimizer, and the one update that is repeated."""

    def __init__(self, model: torch.nn.Module, loss: Loss[Item], config: Schedule) -> None:
        if config.precision not in PRECISIONS:
            raise SettingsError(f"precision {config.precision!r}: expected one of {', '.join(PRECISIONS)}")
        self.model, self._loss, self._config = model, loss, config
        trained = [weight for weight in model.parameters() if weight.requires_grad]
        self._optimizer = torch.optim.AdamW(
            trained, lr=config.lr, weight_decay=config.weight_decay, fused=True
        )

    def restore(self, state: State) -> None:
        """Take over the weights and moments of a state that has any."""
        if state.step:
            self.model.load_state_dict(state.model)
            self._optimizer.load_state_dict(state.optimizer)

    def keep(self, state: State) -> None:
        """Put the weights and moments into a state."""
        state.model, state.optimizer = self.model.state_dict(), self._optimizer.state_dict()

    def step(self, batch: Sequence[Item], number: int) -> tuple[float, int]:
        """Update number `number` (from 0): its loss and tokens. ModelError if the loss is no number."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self._config.precision == "bf16"):
            loss, tokens = self._loss(batch)
        value = float(loss.item())
        if not math.isfinite(value):
            raise ModelError(
                f"step {number + 1}: the loss is {value}; use a lower --lr than {self._config.lr}"
            )
        torch.autograd.backward([loss])
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self._config.clip)
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate(number, self._config)
        self._optimizer.step()
        self._optimizer.zero_grad()
        return value, tokens


def use_threads(threads: int) -> None:
    """Let torch use so many threads, at most one a core."""
    torch.set_num_threads(max(1, min(threads, os.cpu_count() or 1)))


def run(
    trainer: Trainer[Item],
    batches: Iterator[list[Item]],
    out: Path,
    recipe: Recipe,
    *,
    save_every: int,
    progress: Progress | None,
) -> State:
    """Train from the state in `out`, or from the start, to the last step; the state is saved on the way.

    Raises SettingsError where the state was made by another recipe, and ModelError.
    """
    out.mkdir(parents=True, exist_ok=True)
    state, steps = load_state(out, recipe), recipe.config.steps
    trainer.restore(state)
    before, began = state.seconds, time.monotonic()
    for batch in itertools.islice(batches, state.step, steps):
        loss, tokens = trainer.step(batch, state.step)
        state.loss = 0.98 * state.loss + 0.02 * loss if state.step else loss
        state.step += 1
        state.shown += len(batch)
        state.tokens += tokens
        state.seconds = before + time.monotonic() - began
        if progress:
            progress(Step(state.step, steps, loss, state.loss, tokens))
        if state.step % save_every == 0 or state.step == steps:
            trainer.keep(state)
            save_state(out, state, recipe)
    return state
