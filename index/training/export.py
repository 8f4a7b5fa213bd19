"""Turns a finished training folder of the encoder into the one that ships: an 8-bit graph, tokenizer, card, checksums."""

import json
from pathlib import Path

import torch
from torch import Tensor
from transformers import BertModel

from index.runtime import GRAPH
from index.training.cards import card, finish, finished, texts
from index.training.loop import FastTokenizer
from index.training.quantise import ship
from index.training.train import read_prompts

TEMPLATE = Path(__file__).with_name("model_card.md")
PROMPTS = "config_sentence_transformers.json"


class Pooled(torch.nn.Module):
    """The encoder as a function of one sequence: ids (1, n_tokens) to a vector (dim,) of unit norm."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> Tensor:
        """The normalised mean of the last hidden states."""
        return torch.nn.functional.normalize(self.model(input_ids=ids).last_hidden_state[0].mean(0), dim=0)


def export(
    checkpoint: Path,
    base: Path,
    out: Path,
    samples: Path,
    *,
    record: Path | None = None,
    scores: Path | None = None,
    log: Path | None = None,
) -> list[Path]:
    """Write the shipped folder and return its files, SHA256SUMS last.

    `base` has the prompts; `samples` is a reading file, on which the ranges of activations are looked at; `scores` a
    Markdown table for the card. Raises ModelError and SettingsError.
    """
    made = finished(checkpoint, record)
    shape = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
    about = card(
        TEMPLATE, made, shape, [scores.read_text(encoding="utf-8")] if scores else ["not measured"], log
    )
    out.mkdir(parents=True, exist_ok=True)
    model: BertModel = BertModel.from_pretrained(
        checkpoint, dtype=torch.float32, attn_implementation="eager", add_pooling_layer=False
    )
    ship(Pooled(model).eval(), model, _inputs(checkpoint, base, samples), out / GRAPH, ("vector",))
    prompts = (base / PROMPTS).read_text(encoding="utf-8")
    return finish(checkpoint, out, about, {PROMPTS: prompts})


def _inputs(checkpoint: Path, base: Path, samples: Path) -> list[list[int]]:
    tokenizer, prompts = FastTokenizer(checkpoint), read_prompts(base)
    shown = [
        text
        for question, context in texts(samples)
        for text in (prompts.query + question, prompts.document + context)
    ]
    return [[tokenizer.first, *tokenizer.ids(text)[:200], tokenizer.separator] for text in shown]
