"""The folder of kept runs: one run file for each, written by `xianwen eval --keep` and looked through for the page."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from eval.runfile import checked_run, read_run
from index.errors import SourceTooLarge, UnreachableSource, UnreadableSource, XianwenError

FOLDER = "runs"
"""Name of the folder in that of a library, where nobody names another."""
MAX_BYTES = 64 * 2**20
"""A run of 200 cases takes half a megabyte; beyond this a file is not read."""
_STEM = 60
"""Characters of the name of a question set in that of a file."""
_DIRTY = "-dirty"


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean, 0 to 1, over `n` cases with its 95 % interval; None where nothing was counted."""

    value: float | None
    n: int
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A run of the folder.

    `name` is its file's, as it can be shown, `questions` that of the question set, `n` its number of cases. Times are ISO 8601, in UTC as
    `xianwen eval` writes them, and empty with `commit` in run files that do not say; `changed`: the checkout was not
    as committed. `scores` are those of the whole run by name, `types` the accuracy by type.
    """

    path: Path
    name: str
    questions: str
    time: str
    commit: str
    changed: bool
    commit_time: str
    version: str
    n: int
    scores: Mapping[str, Mean]
    types: Mapping[str, Mean]

    @property
    def label(self) -> str:
        """How a plot names it: seven digits of its commit, an asterisk where that was changed, else its version."""
        return f"{self.commit[:7]}{'*' if self.changed else ''}" if self.commit else self.version or "?"


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of the folder that is no run, and why, with the remedy."""

    name: str
    error: XianwenError


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds: runs newest first, those without a time last; and the files that are none, by name."""

    runs: tuple[Kept, ...] = ()
    unread: tuple[Unread, ...] = ()

    def of(self, questions: str) -> list[Kept]:
        """The runs of a question set in the order of their commits, those of one commit in that of their times."""
        same = [one for one in self.runs if one.questions == questions]
        return sorted(same, key=lambda one: (_seconds(one.commit_time or one.time), _seconds(one.time)))


def keep(run: Mapping[str, Any], folder: Path) -> Path:
    """Write a run into the folder, whole or not at all; the new file, named by question set, time and commit.

    `reports.dev.20261126T151557Z.3dd34d2fc.json`. Raises UnreachableSource where that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free(folder, _name(run))
        # Begun under a name that is no run's: who lists the folder meanwhile sees all of it or nothing.
        begun = folder / f".{path.name}.part"
        begun.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return begun.replace(path)
    except OSError as error:
        raise UnreachableSource(
            f"cannot keep the run in {folder}: {error.strerror}; name a folder that can be written to",
            f"评测记录无法存进 {folder}：{error.strerror}；请指定一个可以写入的文件夹",
        ) from error


def listed(folder: Path) -> Listing:
    """The runs of a folder; nothing where there is no such folder. Raises UnreachableSource where it cannot be read."""
    runs: list[Kept] = []
    unread: list[Unread] = []
    for path in _files(folder):
        try:
            runs.append(_kept(path))
        except XianwenError as error:
            unread.append(Unread(printable(path.name), error))
    newest = sorted(runs, key=lambda one: (_seconds(one.time), one.name), reverse=True)
    return Listing(tuple(newest), tuple(unread))


def read_kept(path: Path) -> dict[str, Any]:
    """A run file as plain values, with all that is shown of it. Raises as `read_run` does, and SourceTooLarge."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0  # reading it says why
    name, most = printable(path.name), MAX_BYTES // 2**20
    if size > MAX_BYTES:
        raise SourceTooLarge(
            f"{name} has {size // 2**20} MiB, a run at most {most}; take it out of the folder",
            f"{name} 有 {size // 2**20} MiB，评测记录最多 {most} MiB；请把它移出文件夹",
        )
    run = read_run(path, name)
    checked_run(run, name)
    try:
        json.dumps(run, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:  # half of a character, which JSON may hold and no page can show
        raise UnreadableSource(
            f"{name} holds broken characters; run its cases again", f"{name} 里有损坏的字符；请重新评测"
        ) from error
    return run


def printable(name: str) -> str:
    """The name of a file as text: bytes of it that are none are shown as question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _kept(path: Path) -> Kept:
    try:
        seen = path.stat()
    except OSError:
        return _read(path, 0, 0)
    return _read(path, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=512)
def _read(path: Path, changed_at: int, size: int) -> Kept:
    """The run of a file, read once for as long as the file stays as it is."""
    run = read_kept(path)
    commit = run["commit"]
    return Kept(
        path=path,
        name=printable(path.name),
        questions=Path(run["cases_file"]).name.removesuffix(".jsonl"),
        time=run.get("time", ""),
        commit=commit.removesuffix(_DIRTY),
        changed=commit.endswith(_DIRTY),
        commit_time=run.get("commit_time", ""),
        version=run["version"],
        n=len(run["cases"]),
        scores=_means(run["metrics"]["scores"]),
        types=_means(run["metrics"]["accuracy_by_type"]),
    )


def _means(scores: Mapping[str, Mapping[str, Any]]) -> dict[str, Mean]:
    return {name: Mean(one["value"], one["n"], _pair(one["interval"])) for name, one in scores.items()}


def _pair(interval: Sequence[float] | None) -> tuple[float, float] | None:
    return (interval[0], interval[1]) if interval else None


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.glob("[!.]*.json") if path.is_file())
    except OSError as error:
        raise UnreachableSource(
            f"cannot read the folder {folder}: {error.strerror}; allow reading it",
            f"不能读取文件夹 {folder}：{error.strerror}；请允许读取",
        ) from error


def _seconds(time: str) -> float:
    """Seconds since 1970 of a time that was checked when its run was read; before all others where there is none."""
    return datetime.fromisoformat(time).timestamp() if time else float("-inf")


def _name(run: Mapping[str, Any]) -> str:
    questions = re.sub(r"[^\w.-]+", "-", Path(run["cases_file"]).name.removesuffix(".jsonl"))[:_STEM]
    time = re.sub(r"[-:]|\+00:00$", "", run["time"])
    commit, changed = run["commit"].removesuffix(_DIRTY), run["commit"].endswith(_DIRTY)
    return f"{questions}.{time}Z.{commit[:9] or run['version']}{_DIRTY if changed else ''}"


def _free(folder: Path, name: str) -> Path:
    """A path for the run; a second one of the same second has a number."""
    at, path = 2, folder / f"{name}.json"
    while path.exists():
        at, path = at + 1, folder / f"{name}.{at}.json"
    return path
