"""Model cards and the folder that ships: what they say, and the checksums beside them."""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from index.errors import ModelError
from index.runtime import GRAPH
from index.training.reading import read_examples, source_of
from index.training.runs import RECORD, WEIGHTS, Record, load_record
from index.weights import SUMS, checksums

CARD = "MODEL_CARD.md"
TOKENIZER = ("tokenizer.json", "tokenizer_config.json")
SAMPLES = 64
LOG_LINES = 3


def finished(checkpoint: Path, record: Path | None) -> Record:
    """The record of a run whose folder is whole. Raises ModelError."""
    missing = [name for name in ("config.json", WEIGHTS, *TOKENIZER) if not (checkpoint / name).is_file()]
    if missing:
        raise ModelError(f"{checkpoint}: no {', '.join(missing)}; finish the training first")
    return load_record(record or checkpoint / RECORD)


def texts(samples: Path) -> list[tuple[str, str]]:
    """Some (question, context) of a reading file, evenly drawn, on which the ranges of activations are looked at."""
    examples = read_examples([samples])
    step = max(1, len(examples) // SAMPLES)
    return [(one.question, f"{one.header}\n{one.context}".strip()) for one in examples[::step][:SAMPLES]]


def finish(checkpoint: Path, out: Path, card: str, extra: Mapping[str, str]) -> list[Path]:
    """Put tokenizer, card and checksums beside the graph that is there; the files, checksums of all but the card last.

    `extra` are texts of further files by name.
    """
    for name in TOKENIZER:
        shutil.copyfile(checkpoint / name, out / name)
    for name, text in {**extra, CARD: card}.items():
        (out / name).write_text(text, encoding="utf-8")
    files = [out / name for name in sorted((GRAPH, *TOKENIZER, *extra))]
    (out / SUMS).write_text(checksums(files), encoding="utf-8")
    return [out / CARD, *files, out / SUMS]


def card(
    template: Path, record: Record, shape: Mapping[str, Any], scores: Sequence[str], log: Path | None = None
) -> str:
    """The card: base, data with licences, settings, command, the last lines of the log, scores; `shape` is the config.json.

    Raises SettingsError for data without a known licence.
    """
    recipe = record.recipe
    return Template(template.read_text(encoding="utf-8")).substitute(
        layers=shape["num_hidden_layers"],
        width=shape["hidden_size"],
        base=recipe["base"],
        base_sha256=recipe["base_sha256"],
        data="\n".join(_data_row(label, count) for label, count in sorted(record.examples.items())),
        files="\n".join(f"| {name} | `{digest}` |" for name, digest in recipe["data"].items()),
        settings=", ".join(f"{name} {value}" for name, value in recipe["config"].items()),
        command=record.command,
        shown=f"{record.shown:,}",
        tokens=f"{record.tokens / 1e6:.1f}",
        steps=f"{record.steps:,}",
        loss=f"{record.loss:.3f}",
        minutes=f"{record.seconds / 60:.0f}",
        scores="\n".join(scores),
        log="".join(f"    {line}\n" for line in _last_lines(log)),
    )


def _last_lines(log: Path | None) -> list[str]:
    """What a log says at its end, without its times of day and the libraries' own lines."""
    lines = log.read_text(encoding="utf-8").splitlines() if log else []
    return [line.split(" ", 2)[2] for line in lines if re.match(r"\d{4}-\d\d-\d\d .*loss", line)][-LOG_LINES:]


def read_scores(path: Path) -> dict[str, Any]:
    """What an evaluation wrote. Raises ModelError."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: no scores ({error}); write them with evaluate --json") from error
    return found


def _data_row(label: str, count: int) -> str:
    source = source_of(label)
    return f"| {source.name} ({label}) | {count} | {source.licence} | {source.authors} | {source.address} |"
