"""What people said of answers: one line of JSON each in `feedback.jsonl` of the library's folder, only ever appended to."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from filelock import FileLock, Timeout

from index.errors import LibraryBusy, LibraryError
from qa.records import Answer, Grounding

FILE = "feedback.jsonl"
"""Name of the file in the library's folder."""
NOTE_CHARS = 500
"""Characters of a note that are kept."""

Verdict = Literal["up", "down", "withdrawn"]
"""What a person said last of an answer; `withdrawn`: that it was a slip."""
Reason = Literal["", "wrong_answer", "wrong_source", "not_missing", "incomplete", "other"]
"""Why an answer was disliked; empty for a liked one, and where no reason was given."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
REASONS: tuple[Reason, ...] = get_args(Reason)[1:]

_PATIENCE = 10
"""Seconds to wait for another writer; a line is written in far less than one."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of the answer: `text[start:end] == quote` for the text that `doc_id` had then."""

    doc_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person pressed and wrote, checked."""

    verdict: Verdict
    reason: Reason = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """A line of the file. Several lines with the same `id` are about the same answer: the last one holds.

    `time` is UTC; `question` as typed, `asked` as the assistant understood it (a follow-up made whole), `earlier` the
    questions before it in the conversation, `narrowed` whether filters were set. Marks such as [1] in `answer` are
    1-based positions in `citations`.
    """

    id: str
    time: str
    question: str
    asked: str
    earlier: tuple[str, ...]
    narrowed: bool
    answer: str
    grounding: Grounding
    citations: tuple[Cited, ...]
    verdict: Verdict
    reason: Reason
    note: str


def opinion(data: Mapping[str, Any]) -> Opinion | None:
    """What a click says; None where the browser sent anything but a verdict. A note is cut at NOTE_CHARS.

    >>> opinion({"verdict": "down", "reason": "other", "note": " 数字旧了 "})
    Opinion(verdict='down', reason='other', note='数字旧了')
    >>> opinion({"verdict": "up", "reason": "other", "note": "x"}), opinion({"verdict": 1})
    (Opinion(verdict='up', reason='', note=''), None)
    """
    verdict = next((one for one in VERDICTS if one == data.get("verdict")), None)
    if verdict != "down":
        return Opinion(verdict) if verdict else None
    reason: Reason = next((one for one in REASONS if one == data.get("reason")), "")
    note = data.get("note", "")
    return Opinion(verdict, reason, note.strip()[:NOTE_CHARS] if isinstance(note, str) else "")


def record(
    key: str,
    time: str,
    question: str,
    answer: Answer,
    said: Opinion,
    *,
    earlier: Iterable[str] = (),
    narrowed: bool = False,
) -> Feedback:
    """The line for an opinion on an answer."""
    citations = tuple(Cited(one.doc_id, one.start, one.end, one.quote) for one in answer.citations)
    return Feedback(
        id=key,
        time=time,
        question=question,
        asked=answer.question,
        earlier=tuple(earlier),
        narrowed=narrowed,
        answer=answer.text,
        grounding=answer.grounding,
        citations=citations,
        verdict=said.verdict,
        reason=said.reason,
        note=said.note,
    )


def append(path: Path, one: Feedback) -> None:
    """Add a line to the file. Raises LibraryBusy and LibraryError."""
    line = json.dumps(asdict(one), ensure_ascii=False)
    try:
        with FileLock(f"{path}.lock", timeout=_PATIENCE), path.open("ab+") as file:
            # A writer that was killed may have left half a line: what comes now stands on its own.
            file.write(("" if _ends_line(file) else "\n").encode() + f"{line}\n".encode())
    except Timeout as error:
        raise LibraryBusy(
            f"{path}: another process is writing to it; try again",
            f"{path}：另一个程序正在写入；请再试一次",
        ) from error
    except OSError as error:
        raise LibraryError(
            f"{path}: cannot be written ({error.strerror}); free some space or allow writing to the folder",
            f"{path}：不能写入（{error.strerror}）；请腾出空间，或允许写入这个文件夹",
        ) from error


def read(path: Path) -> tuple[list[Feedback], tuple[int, ...]]:
    """All lines in order, and the numbers of those that are damaged. Raises LibraryError where the file cannot be read."""
    found: list[Feedback] = []
    damaged = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            found.append(parsed(line))
        except (ValueError, TypeError, KeyError):
            damaged.append(number)
    return found, tuple(damaged)


def standing(all_said: Iterable[Feedback]) -> list[Feedback]:
    """What still holds: the last line of each answer, in order of the first, without what was withdrawn."""
    last = {one.id: one for one in all_said}
    return [one for one in last.values() if one.verdict != "withdrawn"]


def parsed(line: str | bytes) -> Feedback:
    """A line of the file. Raises ValueError, TypeError or KeyError where it is none."""
    row = json.loads(line)
    known = row["verdict"] in VERDICTS and row["reason"] in get_args(Reason)
    if not known or row["grounding"] not in get_args(Grounding):
        raise ValueError("unknown verdict, reason or grounding")
    if not all(isinstance(row[name], str) for name in ("id", "time", "question", "asked", "answer", "note")):
        raise TypeError("expected texts")
    row["earlier"] = tuple(map(str, row["earlier"]))
    row["citations"] = tuple(Cited(**cited) for cited in row["citations"])
    return Feedback(**row)


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LibraryError(
            f"{path}: cannot be read ({error.strerror}); allow reading it",
            f"{path}：不能读取（{error.strerror}）；请允许读取",
        ) from error


def _ends_line(file: Any) -> bool:
    if not file.seek(0, 2):
        return True
    file.seek(-1, 2)
    return bool(file.read(1) == b"\n")
