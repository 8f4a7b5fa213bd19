"""CRUD-RAG, reading: questions on one, two or three news items, over one library of all of them.

Lyu et al. 2024, CRUD-RAG: A Comprehensive Chinese Benchmark for Retrieval-Augmented Generation of Large Language
Models. There the library is some 80,000 news items; here it is those of the chosen questions alone, so the search is
easier the fewer questions are run.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.benchmarks.bench import Desk, Desks
from eval.benchmarks.longbench import Cut, cutter
from eval.benchmarks.records import Measure, Outcome, Progress, Row, as_rows, first, get, measure, optional
from eval.judge import token_f1
from eval.metrics import mrr, recall_at_k
from eval.run import DEPTH
from eval.text import strip_marks
from index.errors import UnreadableSource

SPLITS = {"questanswer_1doc": 1, "questanswer_2docs": 2, "questanswer_3docs": 3}
"""The splits that are read, with the number of news items behind each question."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the whole sentence that answers it, and the news items that do."""

    id: str
    split: str
    question: str
    answer: str
    news: tuple[str, ...]


def parse(value: Any, name: str, limit: int | None = None) -> list[Question]:
    """The first `limit` questions of each split of split_merged.json. Raises UnreadableSource.

    Items without a question, an answer or one of their news items are left out, as some of the release are empty.
    """
    splits = [split for split in SPLITS if isinstance(value, dict) and split in value]
    if not splits:
        raise UnreadableSource(
            f"{name} has none of {', '.join(SPLITS)}; give CRUD-RAG's data/crud_split/split_merged.json",
            f"{name} 中没有 {'、'.join(SPLITS)}；请给出 CRUD-RAG 的 data/crud_split/split_merged.json",
        )
    found: list[Question] = []
    for split in splits:
        rows = as_rows(get(value, split, list, name), f"{name}, {split}")
        whole = [_question(row, split, number) for number, row in enumerate(rows, start=1)]
        found += first([one for one in whole if one.question and one.answer and all(one.news)], limit)
    if not found:
        raise UnreadableSource(f"{name} holds no whole question", f"{name} 中没有完整的问题")
    return found


def run(questions: Sequence[Question], desks: Desks, progress: Progress | None = None) -> Outcome:
    """Retrieval of the news items, and the answers against the reference sentence, by split.

    Answers are short spans and references whole sentences, so F1 and ROUGE-L are low even where the span is right.
    """
    cut, notices = cutter()
    rouge = _rouge()
    news = list(dict.fromkeys(text for one in questions for text in one.news))
    cases = []
    with desks.over(news) as desk:
        ids = dict(zip(news, desk.ids, strict=True))
        for done, one in enumerate(questions, start=1):
            cases.append(_case(one, desk, ids, cut, rouge))
            if progress:
                progress(done, len(questions))
    notices = (
        f"the library holds {len(news) - desk.left_out} news items, those of the questions run",
        *((f"{desk.left_out} of them hold no report that the library takes in",) if desk.left_out else ()),
        *(notices if rouge else ("no ROUGE-L: pip install rouge-chinese",)),
    )
    measures = [m for split in SPLITS for m in _measures(split, [c for c in cases if c["type"] == split])]
    return Outcome(tuple(measures), tuple(cases), notices, {"documents": len(news) - desk.left_out})


def _measures(split: str, cases: Sequence[Row]) -> list[Measure]:
    names = dict.fromkeys(name for case in cases for name in case["scores"])
    return [measure(split, name, [case["scores"][name] for case in cases]) for name in names]


def _case(one: Question, desk: Desk, ids: dict[str, str | None], cut: Cut, rouge: Any) -> Row:
    start = time.perf_counter()
    answer = desk.assistant.ask(one.question)
    milliseconds = (time.perf_counter() - start) * 1000
    wanted = list(dict.fromkeys(ids[text] or text for text in one.news))
    hits = [hit.chunk.doc_id for hit in desk.library.search(one.question, DEPTH)]
    covered = [frozenset(at for at, doc in enumerate(wanted) if doc == hit) for hit in hits]
    refused = answer.grounding == "missing"
    text = "" if refused else strip_marks(answer.text)
    scores = {
        "MRR": mrr(covered, len(wanted)),
        "recall@5": recall_at_k(covered, len(wanted), 5),
        "token F1": token_f1(text, [one.answer]),
        "refused": float(refused),
    }
    if rouge:
        scores["ROUGE-L"] = _rouge_l(rouge, cut(text), cut(one.answer))
    return {
        "id": one.id,
        "type": one.split,
        "question": one.question,
        "expected": [one.answer],
        "answer": answer.to_dict(),
        "refused": refused,
        "scores": scores,
        "retrieved": [sorted(items) for items in covered],
        "milliseconds": round(milliseconds, 1),
    }


def _rouge() -> Any:
    module = optional("rouge_chinese")
    return module.Rouge(metrics=["rouge-l"]) if module else None


def _rouge_l(rouge: Any, got: Sequence[str], want: Sequence[str]) -> float:
    """F of the longest common subsequence of words (Lin 2004), by the library rouge-chinese."""
    if not got or not want:
        return 0.0
    return float(rouge.get_scores(" ".join(got), " ".join(want))[0]["rouge-l"]["f"])


def _question(row: Row, split: str, number: int) -> Question:
    keys = ("questions", "answers", *(f"news{n}" for n in range(1, SPLITS[split] + 1)))
    question, answer, *news = (str(row.get(key) or "").strip() for key in keys)
    return Question(f"{split}:{row.get('ID', number)}", split, question, answer, tuple(news))
