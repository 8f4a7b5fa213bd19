"""Runs known cases over an assistant and its library, and keeps what came back."""

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Protocol, runtime_checkable

from eval.cases import Case, Evidence
from eval.derived import asked_times, recomputed
from eval.judge import answer_correct, ungrounded_figures
from eval.metrics import Gold, Span, covered_by
from eval.stages import Stage, likeliest_right, lost_in
from index.records import Chunk, Document, DocumentSummary, Hit
from qa.assistant import Trace
from qa.records import Answer, Turn

DEPTH = 10
"""How many hits of the search are looked at; recall@5 and nDCG@10 are cut out of them."""


class Asks(Protocol):
    """What is measured: qa.assistant.Assistant, a peer, or a fake."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question after the turns of `history`, oldest first."""


@runtime_checkable
class Traces(Asks, Protocol):
    """An assistant that says how it came to its answer, so that a wrong one can be followed back."""

    def trace(self, question: str, history: Sequence[Turn] = ()) -> Trace:
        """The answer, with what was searched, read and judged on the way."""


class Searches(Protocol):
    """The library that the assistant answers from: index.library.Library, or a fake."""

    def list(self) -> Sequence[DocumentSummary]:
        """Every document, without its text."""

    def get(self, doc_id: str) -> Document:
        """A document with its text."""

    def search(self, text: str, limit: int = DEPTH) -> Sequence[Hit]:
        """The `limit` best chunks, best first."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came back for a case.

    `retrieved` and `cited` say of each hit and of each citation, in order, which evidence items it overlaps.
    `gold` is where each item stands, in the order of those numbers; places that each prove the answer are one
    item. `unlocated` is the evidence that the library does not hold. `broken` counts the citations that are
    not `text[start:end]` of their document. `milliseconds` is the wall time of `ask`. `history` are the questions
    before it. Of an assistant that traces: `lost_in` is the stage that lost the case, None where nothing did,
    and `best_correct` whether the likeliest span is right, be it shown or held back.
    """

    case: Case
    answer: Answer
    milliseconds: float
    gold: tuple[tuple[Span, ...], ...] = ()
    retrieved: tuple[frozenset[int], ...] = ()
    cited: tuple[frozenset[int], ...] = ()
    broken: int = 0
    unlocated: tuple[Evidence, ...] = ()
    history: tuple[str, ...] = ()
    lost_in: Stage | None = None
    best_correct: bool | None = None

    @property
    def refused(self) -> bool:
        """Whether the answer says that the reports do not say."""
        return self.answer.grounding == "missing"

    @property
    def correct(self) -> bool:
        """Whether the answer is right by its case."""
        return answer_correct(self.case, self.answer.text, refused=self.refused)

    @property
    def ungrounded(self) -> tuple[str, ...]:
        """The figures it shows that its cited quotes do not hold; a refusal shows none.

        A computed one is held where its inputs stand in their quotes and it comes out of them again; beside such ones,
        and in a row of cited ones, the years that were asked may be repeated.
        """
        quotes = [citation.quote for citation in self.answer.citations]
        times = asked_times(self.answer.question) if self.answer.computed or self.answer.table else ()
        known = [*recomputed(self.answer.computed, quotes), *times]
        return () if self.refused else ungrounded_figures(self.answer.text, quotes, known)


def run_cases(
    cases: Sequence[Case],
    assistant: Asks,
    library: Searches,
    *,
    clock: Callable[[], float] = time.perf_counter,
    progress: Callable[[int, int], None] | None = None,
) -> list[CaseResult]:
    """A result for each case, in order. One question is asked before, unmeasured, to warm up.

    A follow-up is asked with the turns of its parents; a parent stands before it, as read_cases sees to.
    Errors of the assistant are raised: a run with a hole would look like a result.
    """
    if cases:
        assistant.ask(cases[0].question)
    reports = reports_of(library)
    turns: dict[str, tuple[Turn, ...]] = {}
    results: list[CaseResult] = []
    for done, case in enumerate(cases, start=1):
        history = turns[case.followup_of] if case.followup_of else ()
        result = _run_case(case, history, assistant, library, reports=reports, clock=clock)
        turns[case.id] = (*history, Turn(case.question, result.answer.text))
        results.append(result)
        if progress:
            progress(done, len(cases))
    return results


def locate(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place (start, end) of a quote in a text; white space is free, as readers lay it out anew.

    `locate("年产值\\n16亿元", "年产值16亿元")` is `[(0, 8)]`.
    """
    pattern = r"\s*".join(re.escape(char) for char in re.sub(r"\s", "", quote))
    return [found.span() for found in re.finditer(pattern, text)] if pattern else []


def gold_of(case: Case, reports: Mapping[str, Sequence[Document]]) -> tuple[tuple[Span, ...], ...]:
    """Where the evidence of a case stands in the library, by item; places that each prove the answer are one item.

    `reports` are those of `reports_of`.
    """
    places = [_places(item, reports) for item in case.evidence]
    return tuple(places) if case.joint_evidence else _merged(places)


def _run_case(
    case: Case,
    history: tuple[Turn, ...],
    assistant: Asks,
    library: Searches,
    *,
    reports: dict[str, list[Document]],
    clock: Callable[[], float],
) -> CaseResult:
    start = clock()
    traced = assistant.trace(case.question, history) if isinstance(assistant, Traces) else None
    answer = traced.answer if traced else assistant.ask(case.question, history)
    milliseconds = (clock() - start) * 1000
    places = {item: _places(item, reports) for item in case.evidence}
    gold = gold_of(case, reports)
    # The search knows no history, so a follow-up is searched together with the questions it follows.
    asked = tuple(turn.question for turn in history)
    hits = _freely(library, asked, case)(DEPTH)
    result = CaseResult(
        case=case,
        answer=answer,
        milliseconds=milliseconds,
        gold=gold,
        retrieved=_covered([Span(chunk.doc_id, chunk.start, chunk.end) for chunk in hits], gold),
        cited=_covered([Span(c.doc_id, c.start, c.end) for c in answer.citations], gold),
        broken=sum(library.get(c.doc_id).text[c.start : c.end] != c.quote for c in answer.citations),
        unlocated=tuple(item for item, found in places.items() if not found),
        history=asked,
    )
    return _followed_back(result, traced, _freely(library, asked, case)) if traced else result


def _freely(library: Searches, asked: Sequence[str], case: Case) -> Callable[[int], list[Chunk]]:
    query = " ".join([*asked, case.question])
    return lambda limit: [hit.chunk for hit in library.search(query, limit)]


def _followed_back(result: CaseResult, traced: Trace, freely: Callable[[int], list[Chunk]]) -> CaseResult:
    stage = lost_in(
        result.case, traced, gold=result.gold, correct=result.correct, cited=result.cited, freely=freely
    )
    return replace(result, lost_in=stage, best_correct=likeliest_right(result.case, traced))


def _covered(spans: Sequence[Span], gold: Gold) -> tuple[frozenset[int], ...]:
    return tuple(covered_by(span, gold) for span in spans)


def _merged(places: Iterable[tuple[Span, ...]]) -> tuple[tuple[Span, ...], ...]:
    items = list(places)
    return (tuple(dict.fromkeys(span for item in items for span in item)),) if items else ()


def _places(item: Evidence, reports: Mapping[str, Sequence[Document]]) -> tuple[Span, ...]:
    documents = reports.get(item.doc, [])
    return tuple(Span(d.id, *place) for d in documents for place in locate(d.text, item.quote))


def reports_of(library: Searches) -> dict[str, list[Document]]:
    """The documents under the stem of their source and under their id; a stem may name several."""
    named: dict[str, list[Document]] = {}
    for summary in library.list():
        document = library.get(summary.id)
        for name in {PurePath(summary.source).stem, summary.id}:
            named.setdefault(name, []).append(document)
    return named
