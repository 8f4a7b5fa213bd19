"""Feedback as known cases: the keys that `eval` reads, from what people said of answers. Pure functions.

A case that is wrong does more harm than one that is missing. So only an answer that was liked, that nobody disliked
and that stands in its quotes word for word becomes a case. All else goes on a list for a person to complete, in a
form that `eval` refuses until that is done: it has no `answers`, and a key `todo` that says what is wanted.
"""

import json
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from index.errors import SettingsError
from ui.feedback import Cited, Feedback, standing
from ui.i18n import Language, say

Row = dict[str, Any]

LONGEST = 40
"""Characters of an answer's form; a longer one is a sentence, which no other wording of the answer would match."""

_MARKS = re.compile(r"(?:\[\d{1,3}\])+")
_EDGES = " \t\r\n，。；;、,.：:"
_DATE = re.compile(r"(?=\d)(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?")
_DIGIT = re.compile(r"\d")


def exported(all_said: Iterable[Feedback], language: Language) -> tuple[list[Row], list[Row]]:
    """Cases, and the lines that a person has to complete; of several on one question at most one is a case."""
    cases: list[Row] = []
    todo: list[Row] = []
    held = sorted(standing(all_said), key=lambda one: (whole(one), one.time))
    for _, group in groupby(held, key=whole):
        said = list(group)
        if why := _unsettled(said):
            todo += [_todo(one, why, language) for one in said]
            continue
        made = case(said[-1])
        cases += [made] if made else []
        todo += [] if made else [_todo(said[-1], _lacking(said[-1]), language)]
    return cases, todo


def beside(out: Path) -> Path:
    """Where that goes which a person has to complete.

    >>> beside(Path("a/said.jsonl")).as_posix()
    'a/said.todo.jsonl'
    """
    return out.with_name(f"{out.stem}.todo{out.suffix}")


def write(out: Path, cases: Sequence[Row], todo: Sequence[Row]) -> None:
    """Write cases, and beside them what is to be completed, into new files.

    Raises SettingsError, also where one of the files is there: somebody may have completed it.
    """
    wanted = [(path, rows) for path, rows in ((out, cases), (beside(out), todo)) if rows]
    for path, _ in wanted:
        if path.exists():
            raise SettingsError(
                say("en", "cli_feedback_exists", path=path), say("zh", "cli_feedback_exists", path=path)
            )
    for path, rows in wanted:
        _write(path, rows)


def _write(path: Path, rows: Iterable[Row]) -> None:
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(lines)
    except OSError as error:
        values = {"path": path, "reason": error.strerror}
        raise SettingsError(
            say("en", "cli_feedback_unwritten", **values), say("zh", "cli_feedback_unwritten", **values)
        ) from error


def whole(one: Feedback) -> str:
    """The question by itself: as typed at the beginning of a conversation, later as the assistant understood it."""
    return (one.asked or one.question) if one.earlier else one.question


def case(one: Feedback) -> Row | None:
    """The case of a liked answer; None where it cannot be made without a person.

    A liked refusal says that the reports do not answer: a case without answers.
    """
    if one.grounding == "missing":
        return None if one.narrowed else _row(one, "unanswerable", [], [])
    forms = gold(one.answer, [cited.quote for cited in one.citations])
    if not forms or one.grounding != "grounded" or one.narrowed:
        return None
    return _row(one, "list" if len(forms) > 1 else _type(forms[0]), forms, _evidence(forms, one.citations))


def gold(answer: str, quotes: Sequence[str]) -> list[str]:
    """The short forms an answer gives, one for each citation mark; none where one is long or in no quote as it is.

    >>> gold("16亿元[1]", ["年产值16亿元"]), gold("15天[1]、30天[2]", ["简易15天", "一般30天"])
    (['16亿元'], ['15天', '30天'])
    >>> gold("年产值约为16亿元[1]", ["年产值16亿元"]), gold("6亿元[1]", ["年产值16亿元"])
    ([], [])
    """
    parts = [part.strip(_EDGES) for part in _MARKS.split(answer)]
    forms = list(dict.fromkeys(part for part in parts if part))
    good = all(len(form) <= LONGEST and any(holds(quote, form) for quote in quotes) for form in forms)
    return forms if good else []


def holds(quote: str, form: str) -> bool:
    """Whether a form stands in a quote, white space aside, and not as a piece of a longer number."""
    ends = [r"(?<![\d.,])" if form[0].isdigit() else "", r"(?![\d.,]*\d)" if form[-1].isdigit() else ""]
    packed = re.escape("".join(form.split()))
    return re.search(f"{ends[0]}{packed}{ends[1]}", "".join(quote.split())) is not None


def _unsettled(said: Sequence[Feedback]) -> str:
    """Why the opinions on one question give no case; empty where they may."""
    if all(one.verdict == "down" for one in said):
        return "disliked"
    if any(one.verdict == "down" for one in said) or len({one.answer for one in said}) > 1:
        return "disputed"
    return ""


def _lacking(one: Feedback) -> str:
    if one.narrowed:
        return "narrowed"
    return "partial" if one.grounding == "partial" else "inexact"


def _row(one: Feedback, kind: str, answers: list[str], evidence: list[Row]) -> Row:
    return {
        "id": f"feedback-{one.id}",
        "type": kind,
        "question": whole(one),
        "answers": answers,
        "evidence": evidence,
        "followup_of": None,
        "all_required": len(answers) > 1,
        "key_points": [],
    }


def _todo(one: Feedback, why: str, language: Language) -> Row:
    """A line to complete. It must never pass for a case: `answers` is missing, for [] would say there is no answer."""
    given = {
        "answer": one.answer,
        "grounding": one.grounding,
        "evidence": [{"doc": cited.doc_id, "quote": cited.quote} for cited in one.citations],
        "verdict": one.verdict,
        "reason": one.reason,
        "note": one.note,
        "asked_as": one.question,
        "asked_before": list(one.earlier),
        "time": one.time,
    }
    return {
        "id": f"feedback-{one.id}",
        "type": "",
        "question": whole(one),
        "todo": say(language, f"todo_{why}"),
        "given": given,
    }


def _type(form: str) -> str:
    if _DATE.fullmatch(form):
        return "date"
    return "figure" if _DIGIT.search(form) else "fact"


def _evidence(forms: Sequence[str], citations: Iterable[Cited]) -> list[Row]:
    proving = [one for one in citations if any(holds(one.quote, form) for form in forms)]
    unique = dict.fromkeys((one.doc_id, one.quote.strip()) for one in proving)
    return [{"doc": doc_id, "quote": quote} for doc_id, quote in unique]
