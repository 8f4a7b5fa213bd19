"""CMRC2018 and DRCD: the reader alone, given the right paragraph; no search, no judge, no refusal.

CMRC 2018: Cui et al. 2019, A Span-Extraction Dataset for Chinese Machine Reading Comprehension. DRCD: Shao et al.
2018, DRCD: a Chinese Machine Reading Comprehension Dataset. Exact match and F1 are those of the CMRC 2018 script as
eval.judge has them; its segmentation leaves out all punctuation, where the script has a list of signs.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval.benchmarks.records import Measure, Outcome, Progress, Row, as_rows, get, measure, optional
from eval.judge import exact_match, token_f1
from index.errors import UnreadableSource
from qa.records import Passage, Reader

_TRADITIONAL = frozenset("們這國與時來對會說開關後學為於點數個從實發現當經產種電話題")
_TRADITIONAL_SHARE = 0.005
"""Share of such characters above which a text is taken to be in traditional ones; in running text they are some 5 %."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question on one paragraph. Without `answers` the paragraph does not answer it."""

    id: str
    question: str
    context: str
    answers: tuple[str, ...]


def parse(value: Any, name: str) -> list[Question]:
    """The questions of a file in one of three formats, told apart by their content.

    The release of CMRC2018 (`context_text`, `qas` with `query_text`), the SQuAD form that CMRC2018 and DRCD are
    spread in (`data`, `paragraphs`, `qas`), and JSON lines (`id`, `context`, `question`, `answers` with `text`).
    Raises UnreadableSource.
    """
    if isinstance(value, dict) and "data" in value:
        found = list(_squad(value, name))
    else:
        rows = as_rows(value, name)
        known = {"context_text": _release, "context": _line}
        reader = next((read for key, read in known.items() if key in rows[0]), None)
        if reader is None:
            raise _unknown(rows[0], name)
        found = [one for number, row in enumerate(rows, 1) for one in reader(row, f"{name}, item {number}")]
    if not found:
        raise UnreadableSource(f"{name} holds no question", f"{name} 中没有问题")
    return found


def simplified(questions: Sequence[Question]) -> tuple[list[Question], tuple[str, ...]]:
    """The questions in simplified characters, and what to tell about it.

    Converted by OpenCC's tables where opencc-python-reimplemented is installed and the texts are traditional; the
    reader knows simplified characters only, so without it the figures come out too low and a notice says so.
    """
    if not is_traditional("".join(one.context for one in questions[:50])):
        return list(questions), ()
    opencc = optional("opencc")
    if opencc is None:
        return list(questions), (
            "the texts are in traditional characters, which the reader does not know: "
            "pip install opencc-python-reimplemented to have them converted",
        )
    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return [
        replace(
            one,
            question=convert(one.question),
            context=convert(one.context),
            answers=tuple(map(convert, one.answers)),
        )
        for one in questions
    ], ("traditional characters converted to simplified ones by OpenCC (t2s)",)


def is_traditional(text: str) -> bool:
    """Whether a text is in traditional characters. `is_traditional("這個國家")` is true."""
    return sum(char in _TRADITIONAL for char in text) > _TRADITIONAL_SHARE * len(text)


def run(questions: Sequence[Question], reader: Reader, progress: Progress | None = None) -> Outcome:
    """Exact match and F1 over the questions that have an answer; with any that have none, the AUC of the score."""
    cases = []
    for done, one in enumerate(questions, start=1):
        cases.append(_case(one, reader))
        if progress:
            progress(done, len(questions))
    answerable = [case["scores"] for case in cases if case["answerable"]]
    measures = [
        measure("", metric, [scores[metric] for scores in answerable])
        for metric in ("exact match", "token F1")
    ]
    yes, no = ([_sureness(case) for case in cases if case["answerable"] is has] for has in (True, False))
    return Outcome((*measures, *([auc(yes, no)] if no else [])), tuple(cases))


def auc(positive: Sequence[float], negative: Sequence[float]) -> Measure:
    """The chance that a question with an answer scores above one without; ties count half.

    [2, 1] against [1, 0]: 2>1, 2>0, 1=1, 1>0, so 3.5 of 4. Interval by Hanley and McNeil 1982, The Meaning and Use
    of the Area under a ROC Curve, cut to 0 and 1.
    """
    pairs = len(positive) * len(negative)
    if not pairs:
        return Measure("", "has answer, AUC", None, 0)
    won = sum((yes > no) + 0.5 * (yes == no) for yes in positive for no in negative)
    area = won / pairs
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (len(positive) - 1) * (q1 - area**2) + (len(negative) - 1) * (q2 - area**2)
    reach = 1.96 * math.sqrt(max(0.0, spread) / pairs)
    interval = max(0.0, area - reach), min(1.0, area + reach)
    return Measure("", "has answer, AUC", area, len(positive) + len(negative), interval)


def _case(one: Question, reader: Reader) -> Row:
    start = time.perf_counter()
    readings = reader.read(one.question, [Passage(one.context)], 1)
    milliseconds = (time.perf_counter() - start) * 1000
    best = readings[0] if readings else None
    text = one.context[best.start : best.end] if best else ""
    scores = {"exact match": exact_match(text, one.answers), "token F1": token_f1(text, one.answers)}
    return {
        "id": one.id,
        "type": "reading",
        "question": one.question,
        "answerable": bool(one.answers),
        "expected": list(one.answers),
        "answer": {"text": text, "score": best.score if best else None},
        "scores": scores if one.answers else dict.fromkeys(scores),
        "milliseconds": round(milliseconds, 1),
    }


def _sureness(case: Row) -> float:
    score = case["answer"]["score"]
    return -math.inf if score is None else float(score)


def _squad(value: Row, name: str) -> Iterator[Question]:
    for number, article in enumerate(get(value, "data", list, name), start=1):
        where = f"{name}, article {number}"
        for paragraph in get(article, "paragraphs", list, where):
            context = get(paragraph, "context", str, where)
            for row in get(paragraph, "qas", list, where):
                yield _question(row, context, "id", "question", where)


def _release(row: Row, where: str) -> Iterator[Question]:
    context = get(row, "context_text", str, where)
    for asked in get(row, "qas", list, where):
        yield _question(asked, context, "query_id", "query_text", where)


def _line(row: Row, where: str) -> Iterator[Question]:
    yield _question(row, get(row, "context", str, where), "id", "question", where)


def _question(row: Row, context: str, id_key: str, question_key: str, where: str) -> Question:
    answers = [
        one if isinstance(one, str) else get(one, "text", str, where)
        for one in get(row, "answers", list, where)
    ]
    if row.get("is_impossible"):
        answers = []
    elif not answers:
        raise UnreadableSource(
            f"{where}: a question without answers, and not marked is_impossible; test sets without answers cannot be scored",
            f"{where}：问题没有答案，也没有标为 is_impossible；没有答案的测试集无法评分",
        )
    return Question(
        str(row.get(id_key, "")),
        get(row, question_key, str, where),
        context,
        tuple(dict.fromkeys(answers)),
    )


def _unknown(row: Row, name: str) -> UnreadableSource:
    return UnreadableSource(
        f"{name}: none of the known formats (its first item has {', '.join(sorted(row)) or 'no keys'}); expected "
        "CMRC2018's release (context_text, qas), the SQuAD form (data, paragraphs, qas), "
        "or JSON lines (context, question, answers)",
        f"{name}：不是已知的格式；可用的有 CMRC2018 原始格式、SQuAD 格式和 JSON 行",
    )
