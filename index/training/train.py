"""Trains the encoder: questions are drawn to the chunks that answer them, away from those that do not.

InfoNCE over the passages of the batch, one near-miss for every question among them (van den Oord et al. 2018,
arXiv:1807.03748; Karpukhin et al. 2020, arXiv:2004.04906).
"""

import json
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from transformers import BertModel

from index.errors import ModelError, SettingsError
from index.training import pairs
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
from index.training.pairs import Pair
from index.training.reading import read_examples
from index.training.runs import Record, Schedule, recipe_for, record_of, save_record

logger = logging.getLogger(__name__)
PROGRAM = "index.training"
GROUP = 16
"""Texts in one pass."""


@dataclass(frozen=True, kw_only=True)
class TrainConfig(Schedule):
    """The recipe of the encoder that ships, as defaults.

    `batch` questions share their passages as negatives; lengths are in tokens, what is over is cut off.
    `temperature` divides the cosines; `own_share` of the invented county reports takes part in an epoch.
    """

    steps: int = 250
    lr: float = 5e-5
    warmup: int = 25
    batch: int = 32
    question: int = 48
    passage: int = 192
    temperature: float = 0.02
    own_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Prompts:
    """What the base wants before a question and a passage."""

    query: str
    document: str


def train(
    data: Sequence[Path],
    base: Path,
    out: Path,
    config: TrainConfig | None = None,
    *,
    threads: int = 2,
    save_every: int = 50,
    progress: Progress | None = None,
) -> Record:
    """Train the encoder in `base` on the answered examples of `data`, and leave model, tokenizer and record in `out`.

    Goes on from the state in `out`, saved every `save_every` steps. Raises ModelError, SettingsError and the
    errors of `read_examples`.
    """
    config = config or TrainConfig()
    use_threads(threads)
    recipe = recipe_for(PROGRAM, base, data, config)
    tokenizer, prompts = FastTokenizer(base), read_prompts(base)
    examples = read_examples(data)
    made = pairs.pairs_of(examples)
    if len(made) < config.batch:
        raise SettingsError(
            f"{len(made)} pairs out of {len(examples)} examples do not fill one batch of {config.batch}; "
            "give more data or a smaller --batch"
        )
    logger.info("%d pairs of %d examples, %d steps", len(made), len(examples), config.steps)
    model = build_model(base, config)
    trainer = Trainer(model, contrast(model, tokenizer, prompts, config), config)

    def epoch(rng: Random) -> list[list[Pair]]:
        return pairs.batches(made, config.batch, config.own_share, rng)

    stream = endless(epoch, config.seed)
    state = run(trainer, stream, out, recipe, save_every=save_every, progress=progress)
    model.save_pretrained(out)
    tokenizer.fast.save_pretrained(out)
    record = record_of(recipe, Counter(pair.source for pair in made), state)
    save_record(out, record)
    return record


def build_model(base: Path, config: TrainConfig) -> BertModel:
    """The base, its lower part frozen."""
    model: BertModel = BertModel.from_pretrained(base, add_pooling_layer=False, **LOADED)
    freeze(model, config.freeze)
    return model


def read_prompts(base: Path) -> Prompts:
    """The prefixes in `config_sentence_transformers.json`. Raises ModelError."""
    path = base / "config_sentence_transformers.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["prompts"]
        return Prompts(found["query"], found["document"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path}: no prompts for query and document ({error}); give a sentence-transformers folder"
        ) from error


def contrast(
    model: BertModel, tokenizer: FastTokenizer, prompts: Prompts, config: TrainConfig
) -> Callable[[Sequence[Pair]], tuple[Tensor, int]]:
    """Mean cross-entropy, in nats, of each question's passage among all passages of the batch."""

    def vectors(texts: Sequence[str], prompt: str, length: int) -> tuple[Tensor, int]:
        """Vectors of the texts, in order, and the tokens they took; texts of like length share a pass."""
        ids = [
            [tokenizer.first, *tokenizer.ids(prompt + text)[: length - 2], tokenizer.separator]
            for text in texts
        ]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        groups = [
            padded([ids[i] for i in order[at : at + GROUP]], tokenizer.padding)
            for at in range(0, len(order), GROUP)
        ]
        made = torch.cat([embed(model, group, tokenizer.padding) for group in groups])
        return made[torch.tensor(order).argsort()], sum(group.numel() for group in groups)

    def loss(batch: Sequence[Pair]) -> tuple[Tensor, int]:
        passages = list(dict.fromkeys([*(p.passage for p in batch), *(p.misses[0] for p in batch)]))
        questions, asked = vectors([pair.question for pair in batch], prompts.query, config.question)
        found, shown = vectors(passages, prompts.document, config.passage)
        with torch.autocast("cpu", enabled=False):  # a cosine has but three digits in bfloat16
            cosines = questions @ found.T
        targets = torch.tensor([passages.index(pair.passage) for pair in batch])
        return torch.nn.functional.cross_entropy(cosines / config.temperature, targets), asked + shown

    return loss


def embed(model: BertModel, ids: Tensor, padding: int) -> Tensor:
    """Mean of the last hidden states: (n, width) float32, unit norm."""
    mask = ids != padding
    hidden = model(input_ids=ids, attention_mask=mask.long()).last_hidden_state.float()
    mean = (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
    return torch.nn.functional.normalize(mean, dim=-1)
