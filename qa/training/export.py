"""Turns a finished training folder into the one that ships: an 8-bit graph, tokenizer, card, checksums."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import BertForQuestionAnswering

from index.runtime import GRAPH
from index.training.cards import card, finish, finished, read_scores, texts
from index.training.quantise import ship
from qa.read import CALIBRATION
from qa.training.train import ReaderTokenizer

TEMPLATE = Path(__file__).with_name("model_card.md")
UNMEASURED = "| not measured | | | | | | |"


class Spans(torch.nn.Module):
    """The reader as a function of one sequence: ids (1, n_tokens) to start and end logits, (n_tokens,) each."""

    def __init__(self, model: BertForQuestionAnswering) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Start and end logits."""
        out = self.model(input_ids=ids)
        return out.start_logits[0], out.end_logits[0]


def export(
    checkpoint: Path,
    out: Path,
    samples: Path,
    *,
    record: Path | None = None,
    scores: Path | None = None,
    log: Path | None = None,
    calibration: Path | None = None,
) -> list[Path]:
    """Write the shipped folder and return its files, SHA256SUMS last.

    `samples` is a reading file, on which the ranges of activations are looked at; `record` a training record in place
    of the checkpoint's own; `scores` what `evaluate --json` wrote, `calibration` what `calibrate` wrote. Raises
    ModelError and SettingsError.
    """
    made = finished(checkpoint, record)
    shape = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
    rows = list(map(_score_row, read_scores(scores).items())) if scores else [UNMEASURED]
    about = card(TEMPLATE, made, shape, rows, log)
    extra = {CALIBRATION: calibration.read_text(encoding="utf-8")} if calibration else {}
    out.mkdir(parents=True, exist_ok=True)
    model: BertForQuestionAnswering = BertForQuestionAnswering.from_pretrained(
        checkpoint, dtype=torch.float32, attn_implementation="eager"
    )
    ship(Spans(model).eval(), model.bert, _inputs(checkpoint, samples), out / GRAPH, ("start", "end"))
    return finish(checkpoint, out, about, extra)


def _inputs(checkpoint: Path, samples: Path) -> list[list[int]]:
    tokenizer = ReaderTokenizer(checkpoint)
    first, separator = tokenizer.first, tokenizer.separator
    pairs = (
        (tokenizer.ids(question)[:48], tokenizer.ids(context)[:200]) for question, context in texts(samples)
    )
    return [[first, *asked, separator, separator, *shown, separator] for asked, shown in pairs]


def _score_row(item: tuple[str, Mapping[str, Any]]) -> str:
    name, one = item
    auc = "" if one["auc"] is None else f"{one['auc']:.3f}"
    error = "" if one.get("calibration_error") is None else f"{one['calibration_error']:.3f}"
    return (
        f"| {name} | {one['questions']} | {one['em']:.1f} | {one['f1']:.1f} "
        f"| {one['near_misses']} | {auc} | {error} |"
    )
