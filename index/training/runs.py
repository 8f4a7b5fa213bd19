"""What decides a training run, and what it leaves on disk: a recipe, a state from which it goes on, a record.

`state.pt` is the state, `training.json` the record of a finished run. Encoder and reader are trained alike.
"""

import json
import os
import pickle
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import torch

from index.errors import ModelError, SettingsError, UnreachableSource
from index.weights import sha256

STATE, RECORD, WEIGHTS = "state.pt", "training.json", "model.safetensors"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Settings that every training has; each adds its own and sets the defaults of its recipe.

    The learning rate rises to `lr` over `warmup` steps, stays, and falls linearly to `floor` times `lr` over the
    last `decay` of the `steps` (Hu et al. 2024, MiniCPM, arXiv:2404.06395, section 4). `freeze` counts encoder
    layers from below that stay as they are, with the embeddings. `precision` is `bf16` (products in bfloat16, weights and
    moments in float32: three times as fast where the processor has AVX512-BF16 or AMX, slower elsewhere) or `fp32`.
    """

    steps: int
    lr: float
    warmup: int = 200
    decay: float = 0.4
    floor: float = 0.02
    weight_decay: float = 0.01
    clip: float = 1.0
    freeze: int = 2
    seed: int = 1
    precision: str = "bf16"

    @property
    def flat(self) -> int:
        """The step at which the learning rate begins to fall."""
        return self.steps - int(self.decay * self.steps)


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the weights: settings, and SHA-256 of the base's weights and of each data file.

    `program` is the package whose `train` does it.
    """

    program: str
    config: Schedule
    base: str
    base_sha256: str
    data: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for the state and the record."""
        return asdict(self)

    @property
    def command(self) -> str:
        """The command that does it again, with names in place of paths."""
        kind: Any = type(self.config)
        default, own = asdict(kind()), asdict(self.config)
        changed = [f"--{name.replace('_', '-')}={own[name]}" for name in own if own[name] != default[name]]
        parts = ["python", "-m", self.program, "train", *self.data, "--base", self.base, "--out", "OUT"]
        return shlex.join([*parts, *changed])


@dataclass(frozen=True, slots=True)
class Record:
    """A finished run: `loss` is the running mean of the last steps, `examples` counts them by source.

    `shown` counts the rows of all batches, repeats among them, `tokens` their tokens with padding.
    """

    recipe: dict[str, Any]
    command: str
    examples: dict[str, int]
    shown: int
    tokens: int
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
    shown: int = 0
    tokens: int = 0
    model: dict[str, Any] = field(default_factory=dict)
    optimizer: dict[str, Any] = field(default_factory=dict)


def recipe_for(program: str, base: Path, data: Sequence[Path], config: Schedule) -> Recipe:
    """The recipe of these inputs. Raises ModelError if the base has no weights, UnreachableSource."""
    if not (base / WEIGHTS).is_file():
        raise ModelError(f"{base}: no {WEIGHTS} in it; give the folder of the base encoder with --base")
    for path in data:
        if not path.is_file():
            raise UnreachableSource(f"{path}: no such file; give reading files (JSON lines)")
    if len({path.name for path in data}) < len(data):
        raise SettingsError(f"two data files of one name among {[str(path) for path in data]}; rename one")
    return Recipe(
        program, config, base.name, sha256(base / WEIGHTS), {path.name: sha256(path) for path in data}
    )


def save_state(folder: Path, state: State, recipe: Recipe) -> None:
    """Write the state; a crash on the way leaves the one before it whole."""
    partial = folder / (STATE + ".part")
    values = {one.name: getattr(state, one.name) for one in fields(State)}
    torch.save({**values, "recipe": recipe.to_dict()}, partial)
    os.replace(partial, folder / STATE)  # noqa: PTH105 - named as what it is: atomic


def load_state(folder: Path, recipe: Recipe) -> State:
    """The state to go on from, a fresh one if there is none.

    The number of steps may be another than before while the learning rate has not begun to fall by either: up
    to there the runs are one. Raises SettingsError if it was made by another recipe, ModelError if the file is damaged.
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
    before = replace(recipe.config, steps=made_by["config"].get("steps", 0))
    if state.step <= min(before.flat, recipe.config.flat):
        made_by["config"]["steps"] = recipe.config.steps
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


def record_of(recipe: Recipe, examples: Mapping[str, int], state: State) -> Record:
    """The record of a run that ended in `state`."""
    return Record(
        recipe=recipe.to_dict(),
        command=recipe.command,
        examples=dict(examples),
        shown=state.shown,
        tokens=state.tokens,
        steps=state.step,
        loss=state.loss,
        seconds=round(state.seconds, 1),
    )


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
