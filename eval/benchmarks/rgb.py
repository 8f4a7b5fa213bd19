"""RGB, Chinese part: noise robustness, negative rejection, information integration, counterfactual robustness.

Chen et al. 2023, Benchmarking Large Language Models in Retrieval-Augmented Generation. The documents of a question
are chosen as the benchmark's `evalue.py` chooses them, with its seed; there they stand in the prompt, here each is a
report in a library that holds no others.

Two counts stand side by side. "RGB's rule" is theirs: every answer's text occurs in what was said, blanks taken out,
and nothing says that the information is missing; 170 then holds the answer 70. "accuracy" is ours (eval.judge): an
answer is never a part of a longer number, and equal figures in other units are equal.
"""

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.benchmarks.bench import Desks
from eval.benchmarks.records import Measure, Outcome, Progress, Row, as_rows, get, measure, texts
from eval.cases import Case
from eval.judge import answer_correct
from eval.text import strip_marks
from index.errors import UnreadableSource

PASSAGES = 5
NOISE = (0.0, 0.2, 0.4, 0.6, 0.8)
INTEGRATION_NOISE = (0.0, 0.2, 0.4)
SEED = 2333
_LACKING = "信息不足"
_ERRING = "事实性错误"
Kind = Literal["noise", "integration", "counterfactual"]
FILES: dict[Kind, tuple[str, ...]] = {
    "noise": ("zh_refine.json", "zh.json"),
    "integration": ("zh_int.json",),
    "counterfactual": ("zh_fact.json",),
}
"""The files of the repository by testbed; of several the first that is there is used."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of RGB. `answers` are groups: each group must be named, by any of its forms.

    `positive` are documents that answer, in one group, or in a group for each part of an integration question;
    `wrong` are the positive ones with the answer replaced by `fake`.
    """

    id: str
    kind: Kind
    query: str
    answers: tuple[tuple[str, ...], ...]
    positive: tuple[tuple[str, ...], ...]
    negative: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    fake: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Testbed:
    """What is asked of which documents: `noise` is the share of documents that do not answer, 1 for rejection."""

    name: str
    kind: Kind
    noise: float


TESTBEDS = (
    *(Testbed(f"noise {noise}", "noise", noise) for noise in NOISE),
    Testbed("rejection", "noise", 1.0),
    *(Testbed(f"integration, noise {noise}", "integration", noise) for noise in INTEGRATION_NOISE),
    Testbed("counterfactual", "counterfactual", 0.0),
)


def parse(value: Any, name: str) -> list[Question]:
    """The questions of one file; what it tests is told by its content. Raises UnreadableSource.

    `positive_wrong` makes it counterfactual, groups of documents in `positive` make it integration.
    """
    return [_question(row, f"{name}, item {number}") for number, row in enumerate(as_rows(value, name), 1)]


def documents(question: Question, noise: float, passages: int = PASSAGES) -> list[str]:
    """The documents that stand before a question, as evalue.py chooses them.

    Noise .4 of 5 means ceil(2) that do not answer and 3 that do; where there are too few of one kind the other fills
    up. Of an integration question each part gives one document first, whatever the noise.
    """
    # Theirs and ours are seeded for each question alike, so the draws are the same.
    rng = random.Random(SEED)
    noisy = math.ceil(passages * noise)
    if question.kind == "integration":
        return _integration(question, passages - noisy, passages, rng)
    if question.kind == "counterfactual":
        there = range(min(len(question.wrong), len(question.positive[0])))
        chosen = rng.sample(there, min(len(there), passages - noisy))
        return [question.wrong[at] for at in chosen] + list(question.negative[:noisy])
    positive = question.positive[0]
    telling = passages - noisy
    if noise < 1 and noisy > len(question.negative):
        noisy, telling = len(question.negative), passages - len(question.negative)
    elif telling > len(positive):
        noisy, telling = passages - len(positive), len(positive)
    return [*positive[:telling], *question.negative[:noisy]]


def named(text: str, answers: Sequence[Sequence[str]]) -> bool:
    """RGB's rule: each group has a form that occurs in the text, which is lower-cased and freed of blanks.

    `named("共170个", [["70"]])` is true, as it is there.
    """
    said = text.lower().replace(" ", "")
    return _LACKING not in said and all(any(form.lower() in said for form in group) for group in answers)


def right(text: str, answers: Sequence[Sequence[str]]) -> bool:
    """Our rule: each group has a form that is in the text by eval.judge. `right("共170个", [["70"]])` is false."""
    return all(answer_correct(Case("rgb", "fact", "", tuple(group)), text) for group in answers)


def run(questions: Sequence[Question], desks: Desks, progress: Progress | None = None) -> Outcome:
    """Every testbed that the questions allow. A testbed's questions are those of its kind."""
    asked = [(bed, one) for bed in TESTBEDS for one in questions if one.kind == bed.kind]
    cases = []
    for done, (bed, one) in enumerate(asked, start=1):
        cases.append(_case(one, bed, desks))
        if progress:
            progress(done, len(asked))
    measures = [m for bed in TESTBEDS for m in _measures(bed, [c for c in cases if c["type"] == bed.name])]
    lost = sum(case["left_out"] for case in cases)
    notices = (f"{lost} documents hold no report that the library takes in",) if lost else ()
    return Outcome(tuple(measures), tuple(cases), notices)


def _measures(bed: Testbed, cases: Sequence[Row]) -> Iterator[Measure]:
    if not cases:
        return
    wanted = {"refused": "refused"}
    if bed.noise < 1:
        wanted = {"accuracy": "accuracy", "RGB's rule": "accuracy, RGB's rule"} | wanted
    if bed.kind == "counterfactual":
        wanted |= {"fake": "fell for the fake", "error": "error detected, RGB's rule"}
    for key, metric in wanted.items():
        yield measure(bed.name, metric, [case["scores"][key] for case in cases])


def _case(one: Question, bed: Testbed, desks: Desks) -> Row:
    # A title of its own: else a document of one short line is its own title, and titles are never cited.
    given = [f"资料{number}\n{text}" for number, text in enumerate(documents(one, bed.noise), start=1)]
    with desks.over(given) as desk:
        start = time.perf_counter()
        answer = desk.assistant.ask(one.query)
        milliseconds = (time.perf_counter() - start) * 1000
    refused = answer.grounding == "missing"
    text = "" if refused else strip_marks(answer.text)
    truth = right(text, one.answers)
    return {
        "id": one.id,
        "type": bed.name,
        "question": one.query,
        "expected": [" / ".join(group) for group in one.answers] if bed.noise < 1 else [],
        "answer": answer.to_dict(),
        "refused": refused,
        "scores": {
            "accuracy": float(truth),
            "RGB's rule": float(named(text, one.answers)),
            "refused": float(refused),
            "fake": float(bool(one.fake) and not truth and right(text, [one.fake])),
            "error": float(_ERRING in text),
        },
        "left_out": desk.left_out,
        "milliseconds": round(milliseconds, 1),
    }


def _integration(question: Question, telling: int, passages: int, rng: random.Random) -> list[str]:
    groups = [list(group) for group in question.positive]
    for group in groups:
        rng.shuffle(group)
    rows = ([group[at] for group in groups if len(group) > at] for at in range(max(map(len, groups))))
    chosen = next(rows)
    for row in rows:
        chosen += row[: max(0, telling - len(chosen))]
    return chosen + list(question.negative[: max(0, passages - len(chosen))])


def _question(row: Row, where: str) -> Question:
    positive = get(row, "positive", list, where)
    grouped = bool(positive) and all(isinstance(group, list) for group in positive)
    kind: Kind = "counterfactual" if "positive_wrong" in row else "integration" if grouped else "noise"
    groups = tuple(map(tuple, positive)) if grouped else (tuple(positive),)
    if not all(isinstance(text, str) for group in groups for text in group) or not all(groups):
        raise UnreadableSource(
            f"{where}: positive holds more than texts, or none; give a file of RGB's release"
        )
    return Question(
        id=str(row.get("id", where)),
        kind=kind,
        query=get(row, "query", str, where),
        answers=_answers(row.get("answer"), where),
        positive=groups,
        negative=texts(row, "negative", where),
        wrong=texts(row, "positive_wrong", where) if kind == "counterfactual" else (),
        fake=_forms(row.get("fakeanswer")) if kind == "counterfactual" else (),
    )


def _answers(value: Any, where: str) -> tuple[tuple[str, ...], ...]:
    """A text, a list of texts that are all wanted, or a list in which lists are forms of one answer."""
    groups = tuple(filter(None, map(_forms, value if isinstance(value, list) else [value])))
    if not groups:
        raise UnreadableSource(f"{where}: answer is {value!r}; give a file of RGB's release")
    return groups


def _forms(value: Any) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    return tuple(str(form) for form in found if isinstance(form, str | int | float) and str(form).strip())
