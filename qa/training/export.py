"""Turns a finished training folder into the one that ships: float16 weights, tokenizer, card, checksums."""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

import torch
from transformers import BertForQuestionAnswering

from index.errors import ModelError
from qa.training.checkpoint import RECORD, WEIGHTS, Record, load_record, sha256
from qa.training.data import source_of

CARD, SUMS, SCORES = "MODEL_CARD.md", "SHA256SUMS", "scores.json"
TEMPLATE = Path(__file__).with_name("model_card.md")
TOKENIZER = ("tokenizer.json", "tokenizer_config.json")


def export(
    checkpoint: Path, out: Path, *, record: Path | None = None, scores: Path | None = None
) -> list[Path]:
    """Write the shipped folder and return its files, SHA256SUMS last.

    `record` is a training record in place of the checkpoint's own; `scores` is what `evaluate --json` wrote,
    by default the checkpoint's scores.json if it is there. Raises ModelError and SettingsError.
    """
    made = load_record(record or checkpoint / RECORD)
    measured = _scores(scores or checkpoint / SCORES, required=scores is not None)
    missing = [name for name in ("config.json", WEIGHTS, *TOKENIZER) if not (checkpoint / name).is_file()]
    if missing:
        raise ModelError(f"{checkpoint}: no {', '.join(missing)}; finish the training first")
    card = model_card(made, measured, json.loads((checkpoint / "config.json").read_text(encoding="utf-8")))
    out.mkdir(parents=True, exist_ok=True)
    _write_half(checkpoint, out)
    for name in TOKENIZER:
        shutil.copyfile(checkpoint / name, out / name)
    (out / CARD).write_text(card, encoding="utf-8")
    files = [out / name for name in sorted(("config.json", WEIGHTS, *TOKENIZER, CARD))]
    (out / SUMS).write_text(checksums(files), encoding="utf-8")
    return [*files, out / SUMS]


def checksums(files: Iterable[Path]) -> str:
    """Lines that `sha256sum -c` reads, with bare names."""
    return "".join(f"{sha256(path)}  {path.name}\n" for path in files)


def model_card(record: Record, scores: Mapping[str, Any], shape: Mapping[str, Any]) -> str:
    """The card: base, data with licences, settings, command, scores; `shape` is the model's config.json.

    Raises SettingsError for data without a known licence.
    """
    recipe = record.recipe
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        layers=shape["num_hidden_layers"],
        width=shape["hidden_size"],
        base=recipe["base"],
        base_sha256=recipe["base_sha256"],
        data="\n".join(_data_row(label, count) for label, count in sorted(record.examples.items())),
        files="\n".join(f"| {name} | `{digest}` |" for name, digest in recipe["data"].items()),
        settings=", ".join(f"{name} {value}" for name, value in recipe["config"].items()),
        command=record.command,
        features=record.features,
        steps=record.steps,
        loss=f"{record.loss:.3f}",
        minutes=f"{record.seconds / 60:.0f}",
        scores="\n".join(map(_score_row, scores.items())) or "| not measured | | | | | |",
    )


def _data_row(label: str, count: int) -> str:
    source = source_of(label)
    return f"| {source.name} ({label}) | {count} | {source.licence} | {source.authors} | {source.address} |"


def _score_row(item: tuple[str, Mapping[str, Any]]) -> str:
    name, one = item
    auc = "" if one["auc"] is None else f"{one['auc']:.3f}"
    return (
        f"| {name} | {one['questions']} | {one['em']:.1f} | {one['f1']:.1f} | {one['near_misses']} | {auc} |"
    )


def _scores(path: Path, required: bool) -> dict[str, Any]:
    if not required and not path.exists():
        return {}
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: no scores in it ({error}); write it with evaluate --json") from error
    return found


def _write_half(checkpoint: Path, out: Path) -> None:
    model: BertForQuestionAnswering = BertForQuestionAnswering.from_pretrained(
        checkpoint, dtype=torch.float16
    )
    broken = [name for name, weight in model.named_parameters() if not bool(weight.isfinite().all())]
    if broken:
        raise ModelError(f"{checkpoint}: {broken[0]} does not fit float16; train with a lower --lr")
    model.save_pretrained(out)
