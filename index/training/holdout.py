"""Holds questions out of training: whole titles go to one side, so that no paragraph and no article is on both."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import SettingsError, UnreachableSource


@dataclass(frozen=True, slots=True)
class Split:
    """Lines of reading files: `held` is for measuring, `rest` for training, by file name."""

    held: tuple[str, ...]
    rest: dict[str, tuple[str, ...]]


def hold_out(files: Sequence[Path], questions: int) -> Split:
    """Hold out `questions` questions of the first file, and keep their titles out of all the files.

    Titles are taken in the order of their SHA-256, so that every run holds out the same; what is over in the last
    title is in neither part. Raises UnreachableSource, and SettingsError where the file has too few questions.
    """
    lines = {path.name: _lines(path) for path in files}
    titles: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines[files[0].name]:
        titles[_title(line)].append(line)
    held: list[str] = []
    apart: set[str] = set()
    for title in sorted(titles, key=lambda name: hashlib.sha256(name.encode()).hexdigest()):
        if len(held) >= questions:
            break
        held += titles[title]
        apart.add(title)
    if len(held) < questions:
        raise SettingsError(
            f"{files[0]} has {len(held)} questions, {questions} were to be held out; ask for fewer"
        )
    rest = {name: tuple(line for line in own if _title(line) not in apart) for name, own in lines.items()}
    return Split(tuple(held[:questions]), rest)


def write_split(split: Split, out: Path) -> list[Path]:
    """Write `held_NAME` of the first file and `NAME` of every file into `out`; their paths."""
    out.mkdir(parents=True, exist_ok=True)
    first = next(iter(split.rest))
    files = {f"held_{first}": split.held, **split.rest}
    for name, lines in files.items():
        (out / name).write_text("".join(lines), encoding="utf-8")
    return [out / name for name in files]


def _lines(path: Path) -> list[str]:
    try:
        return [f"{line}\n" for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise UnreachableSource(f"{path}: {error.strerror}; give a reading file (JSON lines)") from error


def _title(line: str) -> str:
    return str(json.loads(line)["title"])


def counts(paths: Iterable[Path]) -> dict[str, int]:
    """Questions by file name."""
    return {path.name: len(_lines(path)) for path in paths}
