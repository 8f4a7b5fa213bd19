"""What the benchmarks share: their results, and reading JSON files that others have made."""

import importlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from eval.metrics import bootstrap_interval, mean
from index.errors import UnreachableSource, UnreadableSource

Progress = Callable[[int, int], None]
"""Called as `progress(done, total)` after each question."""
Row = dict[str, Any]
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Measure:
    """A mean, 0 to 1, over `n` questions with its 95 % interval; `name` is the part of the benchmark."""

    name: str
    metric: str
    value: float | None
    n: int
    interval: tuple[float, float] | None = None

    @property
    def label(self) -> str:
        """Part and metric in one: `noise 0.2: accuracy`."""
        return f"{self.name}: {self.metric}" if self.name else self.metric


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a benchmark brought: its measures, every question as plain values, and what a reader must know."""

    measures: tuple[Measure, ...]
    cases: tuple[Row, ...]
    notices: tuple[str, ...] = ()
    about: Row = field(default_factory=dict)


def measure(name: str, metric: str, values: Iterable[float | None]) -> Measure:
    """The mean of the values that are there, with its bootstrap interval.

    `measure("", "accuracy", [1, None, 0])` has value 0.5 and n 2. Interval: eval.metrics.bootstrap_interval.
    """
    there = [float(value) for value in values if value is not None]
    return Measure(name, metric, mean(there), len(there), bootstrap_interval(there))


def read_json(path: Path) -> Any:
    """The value of a JSON file, or the list of values of a JSON-lines file of two lines or more.

    Raises UnreachableSource where it cannot be opened, UnreadableSource with line and column where it is neither.
    """
    try:
        return parse_json(path.read_bytes(), path.name)
    except OSError as error:
        raise UnreachableSource(
            f"cannot open {path}: {error.strerror}; give the path of the benchmark's data",
            f"无法打开 {path}（{error.strerror}）；请给出评测数据的路径",
        ) from error


def parse_json(data: bytes, name: str) -> Any:
    """As read_json, of bytes. `b'{"a": 1}\\n{"a": 2}\\n'` gives `[{"a": 1}, {"a": 2}]`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"{name} is not UTF-8 (byte {error.start}); save it as UTF-8",
            f"{name} 不是 UTF-8 编码（第 {error.start} 字节）；请存为 UTF-8",
        ) from error
    try:
        return json.loads(text)
    except json.JSONDecodeError as whole:
        # "Extra data" is a whole first value with more behind it: JSON lines.
        if not whole.msg.startswith("Extra data"):
            raise _not_json(name, whole, whole.lineno) from whole
    return [_line(line, number, name) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def as_rows(value: Any, name: str) -> list[Row]:
    """The objects of a list, or the one object that stands alone. Raises UnreadableSource."""
    rows = value if isinstance(value, list) else [value]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise UnreadableSource(
            f"{name} holds no list of JSON objects; give a file of the benchmark's release",
            f"{name} 中没有 JSON 对象的列表；请给出评测数据的原始文件",
        )
    return rows


def get(row: Any, key: str, kind: type[Kind], where: str) -> Kind:
    """The value of a key of an object, which must be a `kind`. Raises UnreadableSource that says where it is not."""
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, kind):
        shown = "missing" if value is None else f"{str(value)[:30]!r}"
        raise UnreadableSource(
            f"{where}: {key} is {shown}, a {kind.__name__} was expected; give a file of the benchmark's release",
            f"{where}：{key} 应为 {kind.__name__}；请给出评测数据的原始文件",
        )
    return value


def texts(row: Row, key: str, where: str) -> tuple[str, ...]:
    """The texts of a list under a key. Raises UnreadableSource."""
    values = get(row, key, list, where)
    if not all(isinstance(value, str) for value in values):
        raise UnreadableSource(
            f"{where}: {key} holds more than texts; give a file of the benchmark's release"
        )
    return tuple(values)


def first(rows: Sequence[Kind], limit: int | None) -> Sequence[Kind]:
    """The first `limit` rows, all of them for None."""
    return rows if limit is None else rows[:limit]


def optional(module: str) -> ModuleType | None:
    """A library that is used where it is installed: the module, or None. See the extra `benchmarks`."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def _line(line: str, number: int, name: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise _not_json(name, error, number) from error


def _not_json(name: str, error: json.JSONDecodeError, line: int) -> UnreadableSource:
    return UnreadableSource(
        f"{name}, line {line}: not JSON ({error.msg}, column {error.colno}); give a file of the benchmark's release",
        f"{name} 第 {line} 行不是 JSON（第 {error.colno} 列）；请给出评测数据的原始文件",
    )
