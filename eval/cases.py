"""Known cases: what is asked, what counts as right, and the characters of a report that prove it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.errors import SourceError, UnreachableSource, UnreadableSource

REQUIRED = ("id", "type", "question", "answers")
OPTIONAL = ("evidence", "followup_of", "all_required", "key_points", "distractors")
KNOWN = REQUIRED + OPTIONAL


NOT_ANSWERABLE = ("wrong_year", "wrong_county", "absent", "false_premise", "unanswerable")
TYPES = (
    "figure", "fact", "date", "person", "place", "list", "reason", "yes_no",
    "comparison", "trend", "multi_report", "followup", *NOT_ANSWERABLE,
)  # fmt: skip
"""The types that the packaged questions have; a cases file of yours may have others."""
# Each item of the evidence of these is needed; of others the items are places that each prove the answer.
_JOINT_TYPES = {"comparison", "multi_report", "trend"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters that prove an answer, in the report whose file stem or id is `doc`.

    `quote` is verbatim. Where the report may not be copied, `start` and `end` are given in its place: offsets
    into the file's text, line ends as `\\n`; `resolve` turns them into a quote.
    """

    doc: str
    quote: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One known question.

    `answers` are acceptable short forms, or with `all_required` the items of a list that must all be there.
    `key_points` are phrases of a reason, half of which must be there. Neither: the reports do not say.
    `distractors` are reports that seem to answer and, read by a person, do not.
    """

    id: str
    type: str
    question: str
    answers: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    followup_of: str | None = None
    all_required: bool = False
    key_points: tuple[str, ...] = ()
    distractors: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the reports answer the question; if not, refusing is right."""
        return bool(self.answers or self.key_points)

    @property
    def joint_evidence(self) -> bool:
        """Whether every item of the evidence is needed, and not any one of them."""
        return self.all_required or self.type in _JOINT_TYPES

    @property
    def expected(self) -> str:
        """What a person is told was expected."""
        joint = " + " if self.all_required else " / "
        return joint.join(self.answers or self.key_points) or "a refusal"


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSON-lines file, in order; empty lines are skipped.

    Raises UnreachableSource where the file cannot be opened, and UnreadableSource with the line's number and
    the remedy where a line is no case, an id comes twice, or a follow-up stands before its parent.
    """
    cases: list[Case] = []
    seen: set[str] = set()
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            case = parse_case(line)
            _check_place(case, seen)
        except SourceError as error:
            raise UnreadableSource(f"{path.name}, line {number}: {error}") from error
        seen.add(case.id)
        cases.append(case)
    if not cases:
        raise UnreadableSource(f"{path.name} holds no case; put one JSON object on each line")
    return cases


def parse_case(line: str) -> Case:
    """One line of a cases file as a Case.

    `{"id": "k1", "type": "figure", "question": "…？", "answers": ["36天"]}` is the least that is accepted.
    Raises UnreadableSource.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnreadableSource(
            f"not JSON ({error.msg}, column {error.colno}); write one object a line"
        ) from error
    if not isinstance(row, dict):
        raise UnreadableSource(f'expected an object, got {type(row).__name__}; write {{"id": …}}')
    _check_keys(row)
    return Case(
        id=_text(row, "id"),
        type=_text(row, "type"),
        question=_text(row, "question"),
        answers=_texts(row, "answers"),
        evidence=_evidence(row),
        followup_of=None if row.get("followup_of") is None else _text(row, "followup_of"),
        all_required=_flag(row, "all_required"),
        key_points=_texts(row, "key_points"),
        distractors=_texts(row, "distractors"),
    )


def resolve(cases: Sequence[Case], folder: Path | None) -> list[Case]:
    """The cases with every quote filled in from the files in or below `folder`, which are UTF-8.

    Raises UnreachableSource where a file is missing, UnreadableSource where offsets lie outside of its text.
    """
    return [
        replace(case, evidence=tuple(_resolved(item, folder) for item in case.evidence)) for case in cases
    ]


def _resolved(item: Evidence, folder: Path | None) -> Evidence:
    if item.quote:
        return item
    path = next(iter(sorted(folder.rglob(f"{item.doc}.*"))), None) if folder else None
    if path is None:
        raise UnreachableSource(f"evidence is offsets into {item.doc}; name the folder that holds this file")
    text = path.read_text(encoding="utf-8")
    if item.end > len(text):
        raise UnreadableSource(
            f"evidence ends at {item.end}, {path.name} has {len(text)} characters; correct it"
        )
    return Evidence(item.doc, text[item.start : item.end], item.start, item.end)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"{path.name} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise UnreachableSource(
            f"cannot open the cases file {path}: {error.strerror}; check the path"
        ) from error


def _check_keys(row: Mapping[str, Any]) -> None:
    unknown = sorted(set(row) - set(KNOWN))
    if unknown:
        raise UnreadableSource(f"unknown key {unknown[0]!r}; remove it, known are: {', '.join(KNOWN)}")
    missing = [key for key in REQUIRED if key not in row]
    if missing:
        raise UnreadableSource(f"key {missing[0]!r} is missing; add it, required are: {', '.join(REQUIRED)}")


def _check_place(case: Case, seen: set[str]) -> None:
    if case.id in seen:
        raise UnreadableSource(f"id {case.id!r} was used before; give each case its own")
    if case.followup_of is not None and case.followup_of not in seen:
        raise UnreadableSource(
            f"followup_of {case.followup_of!r} names no earlier case; put the parent first"
        )


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value.strip():
        raise UnreadableSource(f"{key} is {value!r}; write a text that is not empty")
    return value


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(item, str) and item.strip() for item in values):
        raise UnreadableSource(f"{key} is {values!r}; write a list of texts, [] for none")
    return tuple(values)


def _flag(row: Mapping[str, Any], key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise UnreadableSource(f"{key} is {value!r}; write true or false")
    return value


def _evidence(row: Mapping[str, Any]) -> tuple[Evidence, ...]:
    items = row.get("evidence", [])
    if not isinstance(items, list) or not all(map(_is_evidence, items)):
        wanted = '{"doc": file stem, "quote": text} or {"doc": file stem, "start": 0, "end": 9}'
        raise UnreadableSource(f"evidence is {items!r}; write a list of {wanted}")
    return tuple(Evidence(**item) for item in items)


def _is_evidence(item: object) -> bool:
    if not isinstance(item, dict):
        return False
    match item:
        case {"doc": str(doc), "quote": str(quote)}:
            return len(item) == 2 and bool(doc.strip()) and bool(quote.strip())
        case {"doc": str(doc), "start": int(start), "end": int(end)}:
            return len(item) == 3 and bool(doc.strip()) and 0 <= start < end
    return False
