"""Which stage of the assistant lost a case: followed back from its trace to where the gold was seen last."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Literal, get_args

from eval.cases import Case
from eval.judge import answer_correct
from eval.metrics import Gold, Span, covered_by
from eval.text import contains
from index.records import Chunk
from qa.assistant import Trace
from qa.judge import Candidate
from qa.shape import shaped

Stage = Literal[
    "answering",
    "filter",
    "retrieval",
    "reading",
    "combining",
    "judging",
    "refusing",
    "shaping",
    "citing",
]
STAGES: tuple[Stage, ...] = get_args(Stage)
MEANING: dict[Stage, str] = {
    "answering": "answered what the reports do not say",
    "filter": "a place or year read out of the question shut the evidence out",
    "retrieval": "the evidence is not among the chunks that were read",
    "reading": "no span that the reader proposed is right",
    "combining": "each part was read, and no one span holds them all",
    "judging": "a right span was there, and a wrong one ranked first",
    "refusing": "the right span was first, and stayed below the threshold",
    "shaping": "the likeliest span is right, and the text made of it is not",
    "citing": "the answer is right, and its citation is not the evidence",
}

FindsFreely = Callable[[int], Sequence[Chunk]]
"""The best chunks without the filters that the assistant made of the question, as many as asked."""


def lost_in(
    case: Case,
    trace: Trace,
    *,
    gold: Gold,
    correct: bool,
    cited: Sequence[frozenset[int]],
    freely: FindsFreely,
) -> Stage | None:
    """The stage at which a case was lost, None where nothing was. The rule is our own.

    A right answer that cites something else than its evidence is lost in citing. A wrong one is lost in the first
    stage behind which no right thing is left: MEANING says of each what that is.
    """
    if correct:
        return "citing" if case.answerable and gold and not any(cited) else None
    if not case.answerable:
        return "answering"
    found = trace.found
    if not _all_covered([hit.chunk for hit in found.hits], case, gold):
        # What an unfiltered search reads as well was not kept out by the filters.
        wanted = len(found.hits) or _FREELY
        return "filter" if _all_covered(freely(wanted), case, gold) else "retrieval"
    right = [is_right(case, trace, one) and _proves(case, trace, one, gold) for _, one in found.ranked]
    if not any(right):
        return "combining" if _read_in_parts(case, trace, gold) else "reading"
    if not right[0]:
        return "judging"
    return "refusing" if trace.answer.grounding == "missing" else "shaping"


def likeliest_right(case: Case, trace: Trace) -> bool:
    """Whether the likeliest span is right, be it shown or held back; never of a case without an answer."""
    return any(is_right(case, trace, one) for _, one in islice(trace.found.ranked, 1))


def is_right(case: Case, trace: Trace, candidate: Candidate) -> bool:
    """Whether a span, made into an answer as the assistant does, would be judged right."""
    span = _made(trace, candidate)
    return case.answerable and answer_correct(case, candidate.document.text[span.start : span.end])


_FREELY = 8
"""How many chunks are looked at where the assistant searched nothing: as many as it reads by default."""


def _all_covered(chunks: Sequence[Chunk], case: Case, gold: Gold) -> bool:
    covered = [covered_by(Span(chunk.doc_id, chunk.start, chunk.end), gold) for chunk in chunks]
    return len(frozenset().union(*covered)) == len(gold)


def _made(trace: Trace, candidate: Candidate) -> Span:
    start, end = shaped(trace.found.query.kind, candidate.document.text, candidate.start, candidate.end)
    return Span(candidate.document.id, start, end)


def _proves(case: Case, trace: Trace, candidate: Candidate, gold: Gold) -> bool:
    """Whether a span that is right is so by its place too, and not because the same words stand somewhere else.

    Where every item of the evidence is needed it has to hold them all: the winner's name alone compares nothing.
    Elsewhere the same report will do, as a fact may stand in it twice.
    """
    span = _made(trace, candidate)
    if case.joint_evidence:
        return len(covered_by(span, gold)) == len(gold)
    return any(place.doc == span.doc for places in gold for place in places)


def _read_in_parts(case: Case, trace: Trace, gold: Gold) -> bool:
    """Whether an answer that is made of several things lacks only their being put together."""
    spans = [one for _, one in trace.found.ranked]
    if case.all_required:
        return all(any(contains(one.text, item) for one in spans) for item in case.answers)
    if not case.joint_evidence:
        return False
    covered = [covered_by(Span(one.document.id, one.start, one.end), gold) for one in spans]
    return len(frozenset().union(*covered)) == len(gold)
