"""Trains the reader: span heads on an encoder, over windows with and without an answer."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from transformers import BertForQuestionAnswering

from index.errors import SettingsError
from index.training.loop import (
    LOADED,
    FastTokenizer,
    Progress,
    Trainer,
    endless,
    freeze,
    padded,
    run,
    use_threads,
)
from index.training.reading import Example, read_examples
from index.training.runs import Record, Schedule, recipe_for, record_of, save_record
from qa.training.features import Draws, Feature, Layout, Shares, Tokens

logger = logging.getLogger(__name__)
PROGRAM = "qa.training"


@dataclass(frozen=True, kw_only=True)
class TrainConfig(Schedule):
    """The recipe of the reader that ships, as defaults.

    A batch holds up to `batch` tokens with padding, a window `window` of them, or `long_window` for a share
    `long_share` of the examples; `negatives` and `own_share` are those of `features.Shares`.
    """

    steps: int = 3200
    lr: float = 2e-4
    batch: int = 3072
    window: int = 192
    long_window: int = 384
    long_share: float = 0.3
    question: int = 48
    negatives: float = 0.2
    own_share: float = 0.3
    pool: int = 40


class ReaderTokenizer(FastTokenizer):
    """A `qa.training.features.Tokenizer` out of a model folder."""

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
    use_threads(threads)
    recipe = recipe_for(PROGRAM, base, data, config)
    tokenizer, examples = ReaderTokenizer(base), read_examples(data)
    draws = _draws(examples, tokenizer, config)
    logger.info("%d examples, %d steps", len(examples), config.steps)
    model = build_model(base, config)
    trainer = Trainer(model, span_loss(model, tokenizer.padding), config)
    batches = endless(lambda rng: epoch(draws.epoch, config, rng), config.seed)
    state = run(trainer, batches, out, recipe, save_every=save_every, progress=progress)
    model.save_pretrained(out)
    tokenizer.fast.save_pretrained(out)
    record = record_of(recipe, Counter(example.source for example in examples), state)
    save_record(out, record)
    return record


def build_model(base: Path, config: TrainConfig) -> BertForQuestionAnswering:
    """The base with new span heads, drawn by the seed, its lower part frozen."""
    torch.manual_seed(config.seed)
    model: BertForQuestionAnswering = BertForQuestionAnswering.from_pretrained(base, **LOADED)
    freeze(model, config.freeze)
    return model


def epoch(draw: Callable[[Random], list[Feature]], config: TrainConfig, rng: Random) -> list[list[Feature]]:
    """The batches of an epoch, in an order drawn by `rng`.

    Features of like length share a batch, sorted within pools of some `config.pool` batches, to save padding.
    """
    order = draw(rng)
    rng.shuffle(order)
    size = config.pool * max(1, config.batch // config.window)
    pools = [sorted(order[i : i + size], key=lambda f: len(f.ids)) for i in range(0, len(order), size)]
    batches = [batch for pool in pools for batch in filled(pool, config.batch)]
    rng.shuffle(batches)
    return batches


def filled(features: Sequence[Feature], tokens: int) -> Iterator[list[Feature]]:
    """Neighbours, shortest first, in batches that hold up to `tokens` tokens when padded to their longest.

    Lengths 3, 4, 4 and 6 in 12 tokens: (3, 4, 4), (6).
    """
    batch: list[Feature] = []
    for feature in features:
        if batch and len(feature.ids) * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        batch.append(feature)
    if batch:
        yield batch


def tensors(batch: Sequence[Feature], padding: int) -> tuple[Tensor, Tensor, Tensor]:
    """Ids (n, longest) int64; which positions may be the answer (n, longest) bool; start and end (2, n) int64."""
    ids = padded([feature.ids for feature in batch], padding)
    citable = torch.zeros_like(ids, dtype=torch.bool)
    citable[:, 0] = True
    for allowed, feature in zip(citable, batch, strict=True):
        allowed[feature.context : len(feature.ids) - 1] = True
    return ids, citable, torch.tensor([[f.start for f in batch], [f.end for f in batch]])


def span_loss(
    model: BertForQuestionAnswering, padding: int
) -> Callable[[Sequence[Feature]], tuple[Tensor, int]]:
    """Mean cross-entropy, in nats, of start and end among the positions that may be the answer."""

    def loss(batch: Sequence[Feature]) -> tuple[Tensor, int]:
        ids, citable, targets = tensors(batch, padding)
        out = model(input_ids=ids, attention_mask=(ids != padding).long())
        logits = torch.stack([out.start_logits, out.end_logits]).float().masked_fill(~citable, -torch.inf)
        return torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten()), ids.numel()

    return loss


def _draws(examples: Sequence[Example], tokenizer: ReaderTokenizer, config: TrainConfig) -> Draws:
    longest = max(config.window, config.long_window)
    if longest > config.batch:
        raise SettingsError(
            f"a window of {longest} tokens does not fit a batch of {config.batch}; give a larger --batch"
        )
    short, long = (
        Layout(window, config.question, tokenizer.first, tokenizer.separator)
        for window in (config.window, config.long_window)
    )
    shares = Shares(config.long_share, config.negatives, config.own_share)
    draws = Draws(examples, tokenizer, short, long, shares)
    if not draws.epoch(Random(0)):
        raise SettingsError(
            f"no feature comes out of {len(examples)} examples; give more data or a larger --window"
        )
    return draws
