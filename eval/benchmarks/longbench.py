"""LongBench, multifieldqa_zh: a question on one long text, which is the only report of a library.

Bai et al. 2023, LongBench: A Bilingual, Multitask Benchmark for Long Context Understanding. There the text is in the
prompt, cut in the middle where it is too long; here it is searched, and the best passages are read.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.benchmarks.bench import Desks
from eval.benchmarks.records import Outcome, Progress, Row, as_rows, get, measure, optional, texts
from eval.cases import Case
from eval.judge import answer_correct
from eval.text import segment, strip_marks
from index.errors import UnreadableSource

_DATASETS = ("multifieldqa_zh", "multifieldqa_zh_e")
Cut = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question on one text, with every answer that is accepted."""

    id: str
    question: str
    context: str
    answers: tuple[str, ...]


def parse(value: Any, name: str) -> list[Question]:
    """The questions of multifieldqa_zh.jsonl. Raises UnreadableSource, also for another of LongBench's data sets."""
    return [_question(row, f"{name}, item {number}") for number, row in enumerate(as_rows(value, name), 1)]


def qa_f1(text: str, answers: Sequence[str], cut: Cut) -> float:
    """F1 of the bags of words, best over the answers, 0 to 1; `cut` makes words of a text, without punctuation.

    Characters, `年产值16亿` against `16亿元`: 16, 亿 shared; precision 2/5, recall 2/3, F1 1/2. `qa_f1_zh_score` of
    LongBench; unlike eval.judge.token_f1 the shared words need not stand together.
    """
    return max((_bag_f1(cut(text), cut(answer)) for answer in answers), default=0.0)


def cutter() -> tuple[Cut, tuple[str, ...]]:
    """How texts are cut into words, and what to tell about it: jieba as LongBench does, else single characters."""
    jieba = optional("jieba")
    if jieba is None:
        return segment, (
            "F1 over single characters, whole numbers and Latin words; LongBench cuts words with jieba, which counts "
            "fewer chance matches: pip install jieba for figures like theirs",
        )
    jieba.setLogLevel(logging.WARNING)
    return lambda text: [word for piece in jieba.lcut(text) if (word := "".join(segment(piece)))], ()


def run(questions: Sequence[Question], desks: Desks, progress: Progress | None = None) -> Outcome:
    """LongBench's F1, our accuracy, and the share refused, which counts as an empty answer in both."""
    cut, notices = cutter()
    cases = []
    for done, one in enumerate(questions, start=1):
        cases.append(_case(one, desks, cut))
        if progress:
            progress(done, len(questions))
    metrics = {"F1": "F1", "accuracy": "accuracy", "refused": "refused"}
    measures = [
        measure("", metric, [case["scores"][key] for case in cases]) for key, metric in metrics.items()
    ]
    lost = sum(case["left_out"] for case in cases)
    notices += (f"{lost} texts hold no report that the library takes in",) if lost else ()
    return Outcome(tuple(measures), tuple(cases), notices)


def _case(one: Question, desks: Desks, cut: Cut) -> Row:
    with desks.over([one.context]) as desk:
        start = time.perf_counter()
        answer = desk.assistant.ask(one.question)
        milliseconds = (time.perf_counter() - start) * 1000
    refused = answer.grounding == "missing"
    text = "" if refused else strip_marks(answer.text)
    case = Case(one.id, "fact", one.question, one.answers)
    return {
        "id": one.id,
        "type": "long text",
        "question": one.question,
        "expected": list(one.answers),
        "answer": answer.to_dict(),
        "refused": refused,
        "scores": {
            "F1": qa_f1(text, one.answers, cut),
            "accuracy": float(answer_correct(case, text, refused=refused)),
            "refused": float(refused),
        },
        "left_out": desk.left_out,
        "milliseconds": round(milliseconds, 1),
    }


def _bag_f1(got: Sequence[str], want: Sequence[str]) -> float:
    shared = sum((Counter(got) & Counter(want)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(got), shared / len(want)
    return 2 * precision * recall / (precision + recall)


def _question(row: Row, where: str) -> Question:
    answers = texts(row, "answers", where)
    dataset = row.get("dataset", _DATASETS[0])
    if dataset not in _DATASETS or not answers:
        raise UnreadableSource(
            f"{where}: data set {dataset!r} with {len(answers)} answers; give LongBench's multifieldqa_zh.jsonl",
            f"{where}：数据集是 {dataset!r}；请给出 LongBench 的 multifieldqa_zh.jsonl",
        )
    question, context = get(row, "input", str, where), get(row, "context", str, where)
    return Question(str(row.get("_id", where)), question, context, answers)
