"""What a training run leaves on disk: the recipe it followed, and a state from which it goes on.

`state.pt` is the state, `training.json` the record of a finished run.
"""

import hashlib
import json
import os
import pickle
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from index.errors import ModelError, SettingsError, UnreachableSource

STATE, RECORD, WEIGHTS = "state.pt", "training.json", "model.safetensors"


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """What decides the weights, beside base and data. The defaults are the full recipe; the card of the
    shipped reader says how far it went.

    Lengths are in tokens, the learning rate rises over `warmup` steps and then falls linearly to
    `floor` times `lr`; `freeze` counts encoder layers from below that stay as they are, with the embeddings.
    """

    epochs: float = 2.0
    window: int = 192
    question: int = 48
    batch: int = 16
    freeze: int = 4
    lr: float = 1.5e-4
    weight_decay: float = 0.01
    warmup: int = 100
    floor: float = 0.02
    clip: float = 1.0
    negative_every: int = 4
    pool: int = 40
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the weights: settings, and SHA-256 of the base's weights and of each data file."""

    config: TrainConfig
    base: str
    base_sha256: str
    data: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for the state and the record."""
        return asdict(self)

    @property
    def command(self) -> str:
        """The command that does it again, with names in place of paths."""
        default, own = asdict(TrainConfig()), asdict(self.config)
        changed = [f"--{name.replace('_', '-')}={own[name]}" for name in own if own[name] != default[name]]
        parts = ["python", "-m", "qa.training", "train", *self.data, "--base", self.base, "--out", "reader"]
        return shlex.join([*parts, *changed])


@dataclass(frozen=True, slots=True)
class Record:
    """A finished run: `loss` is the running mean of the last steps, `examples` counts them by source."""

    recipe: dict[str, Any]
    command: str
    examples: dict[str, int]
    features: int
    steps: int
    loss: float
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


@dataclass(slots=True)
class State:
    """Where a run stands after `step` steps. `model` and `optimizer` are state dicts, empty at 0."""

    step: int = 0
    loss: float = 0.0
    seconds: float = 0.0
    model: dict[str, Any] = field(default_factory=dict)
    optimizer: dict[str, Any] = field(default_factory=dict)


def recipe_for(base: Path, data: Sequence[Path], config: TrainConfig) -> Recipe:
    """The recipe of these inputs. Raises ModelError if the base has no weights, UnreachableSource."""
    if not (base / WEIGHTS).is_file():
        raise ModelError(f"{base}: no {WEIGHTS} in it; give the folder of the base encoder with --base")
    for path in data:
        if not path.is_file():
            raise UnreachableSource(f"{path}: no such file; give reading files (JSON lines)")
    if len({path.name for path in data}) < len(data):
        raise SettingsError(f"two data files of one name among {[str(path) for path in data]}; rename one")
    return Recipe(config, base.name, sha256(base / WEIGHTS), {path.name: sha256(path) for path in data})


def sha256(path: Path) -> str:
    """Checksum of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def save_state(folder: Path, state: State, recipe: Recipe) -> None:
    """Write the state; a crash on the way leaves the one before it whole."""
    partial = folder / (STATE + ".part")
    fields = {name: getattr(state, name) for name in ("step", "loss", "seconds", "model", "optimizer")}
    torch.save({**fields, "recipe": recipe.to_dict()}, partial)
    os.replace(partial, folder / STATE)  # noqa: PTH105 - named as what it is: atomic


def load_state(folder: Path, recipe: Recipe) -> State:
    """The state to go on from, a fresh one if there is none.

    Raises SettingsError if it was made by another recipe, ModelError if the file is damaged.
    """
    path = folder / STATE
    if not path.exists():
        return State()
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
        made_by = found.pop("recipe")
        state = State(**found)
    except (RuntimeError, EOFError, KeyError, TypeError, AttributeError, pickle.UnpicklingError) as error:
        raise ModelError(f"{path}: not a state of this program; delete it to start anew") from error
    if changes := differences(made_by, recipe.to_dict()):
        raise SettingsError(f"{path} was made with {'; '.join(changes)}: use what it had, or another --out")
    return state


def differences(old: Mapping[str, Any], new: Mapping[str, Any], prefix: str = "") -> list[str]:
    """What differs, by name: `config.lr 0.1, now 0.2`. Nested mappings are compared field by field."""
    found = []
    for name in sorted({*old, *new}):
        before, now = old.get(name), new.get(name)
        if isinstance(before, Mapping) and isinstance(now, Mapping):
            found += differences(before, now, f"{prefix}{name}.")
        elif before != now:
            found.append(f"{prefix}{name} {before}, now {now}")
    return found


def save_record(folder: Path, record: Record) -> None:
    """Write the record of a finished run."""
    text = json.dumps(record.to_dict(), ensure_ascii=False, indent=2)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def load_record(path: Path) -> Record:
    """Read a record. Raises ModelError."""
    try:
        return Record(**json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror}; finish the training first, or give --record") from error
    except (ValueError, TypeError) as error:
        raise ModelError(f"{path}: not a training record ({error}); train again, or give --record") from error
