"""Judges the reader's spans: does one answer this question, about this year and place, or does nothing?

Each span gets a few features that can be read; one logistic regression turns them into the probability that the
span is right. The same probability ranks the spans and decides on refusal; a span about another year or place than was asked, or
of another unit, is vetoed (the weights are in `judge.json`, fitted by `python -m eval.calibrate`; Platt 1999 for the idea of a
calibrated margin).
"""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from index import Document, Hit, places
from index.errors import ModelError
from index.lexical import terms
from index.reading.bearings import STEADY
from index.whereabouts import labelled
from qa.ends import is_gap, is_otherwise_sized, is_part
from qa.grid import head_over, line_at, unit_over
from qa.measures import is_of_other_goods, is_of_other_measure, is_of_other_ordinal
from qa.premise import is_of_other_end, is_of_other_office, is_of_other_role, is_unfounded, is_unsaid
from qa.quantities import QUANTITY, SHARES, asks_share, plain_unit, quantities, years_in
from qa.records import AnswerKind, Query
from qa.sentences import around, sentences
from qa.shape import shaped
from qa.timing import is_untimely, plans, report_years, told_plan, told_year

WEIGHTS = Path(__file__).parent / "models" / "judge.json"
FEATURES = (
    "margin",
    "coverage",
    "nearby",
    "missing",
    "type",
    "unit",
    "year",
    "place",
    "premise",
    "rank",
    "order",
    "echo",
    "length",
)

CONTRADICTED = {"year": -0.5, "place": -0.7, "unit": -0.5, "premise": -0.5}
"""Features at or under these say that the span is about another year or place than was asked, of another unit, or that nothing there
ended or failed as the question has it."""
_NEARLY, _WIDER, _TOLD = 0.5, 6, 260
"""How likely a wider stretch must be against the likeliest, among how many candidates, and its most characters."""
_ELSEWHERE = -0.3
"""How far a span agrees with the place asked for where another part of its report names that place."""
_NO_GAP = re.compile("多少|增速|增长率|增幅|高速|高新")
_ASKS_GAP = re.compile("[比差超快慢]|[高低多少](?:于|出|[^\u4e00-\u9fff]|$|几|了)|领先|落后|[减增]亏")
_ASKS_DONE = re.compile("[成完得到入立起了]了(?:多少|几|哪)|已经?(?:[建完达引]|有|投)|目前|现在|现有|至今")
_ADDED = re.compile("加起来|合起来|合在一起|合计|相加|之和|总和|加在一起")
_COMMA = re.compile("[，,；;：:。|\n]")
_BARE = re.compile(r"[-−－]?\d[\d,]*(?:\.\d+)?")
_SCALED = re.compile("[万亿]$")
_SAID_WITHIN = 1500
"""Characters around a span in which an amount that the question is about must stand."""
_NO_TIME = frozenset({"person", "place", "list"})
VETO = 7.0
"""What such a contradiction costs, in nats: it is not weighed against the rest, it all but rules the span out, however sure the reader
is (at 4 nats a span of another year could still be likely; five folds: right decisions 86.8 % with 4, 88.4 % with 7, alike above)."""

_EXPECTED: dict[AnswerKind, re.Pattern[str]] = {
    "figure": re.compile(r"\d|[一二三四五六七八九十百千万亿两]+|翻[一两]?番"),
    "duration": re.compile(r"[\d一二三四五六七八九十两半]+\s*多?个?(年|月|天|日|小时|分钟|周|期)"),
    "date": re.compile(
        r"(?<!\d)(?:19|20)\d{2}\s*年|\d\s*(月|日|号|世纪|年代)|今年|去年|[一二三四五六七八九十]月|(十[一二三四]五)"
    ),
}
_ASKS = re.compile(r"[？?][”’\"」』\s]*$")
"""A sentence that asks answers nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be the answer: characters [start, end) of `document`, found in the chunk of `hit`.

    `score` is the reader's margin in nats; `rank` the 1-based place of the chunk in the search result, `order` its
    place by the best span that the reader found in each chunk.
    """

    document: Document
    hit: Hit
    rank: int
    start: int
    end: int
    score: float
    order: int = 1

    @property
    def text(self) -> str:
        """The characters of the span."""
        return self.document.text[self.start : self.end]


def probability(query: Query, candidate: Candidate, weights: Mapping[str, float]) -> float:
    """The probability, 0 to 1, that the span answers the question. `weights` weigh the question's terms."""
    model = load_weights()
    values = features(query, candidate, weights)
    agreed = values | {name: max(values[name], 0.0) for name in CONTRADICTED}
    logit = model["bias"] + sum(model[name] * agreed[name] for name in FEATURES)
    return 1.0 / (1.0 + math.exp(VETO * contradictions(values) - logit))


def pooled(query: Query, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, one for each stretch that would be shown: of spans shown alike the best, with the odds of all of them.

    The reader proposes many spans of a sentence that gives a reason, each of them unlikely; that one of them is right is what
    is asked. Scores are log-odds against "no answer" and the spans exclude each other, so their odds add up.
    """
    shown: dict[tuple[str, int, int], list[Candidate]] = {}
    for one in candidates:
        shown.setdefault((one.document.id, *_region(query, one)), []).append(one)
    return [
        replace(max(alike, key=lambda one: one.score), score=_added([one.score for one in alike]))
        for alike in shown.values()
    ]


def _added(scores: Sequence[float]) -> float:
    """The log of the sum of odds, each given as its log."""
    high = max(scores)
    return high + math.log(sum(math.exp(one - high) for one in scores))


def told_whole(query: Query, ranked: Sequence[tuple[float, Candidate]]) -> Candidate:
    """The likeliest of the ranked candidates, which must not be empty; of a reason the wider stretch around it that the reader
    finds `_NEARLY` as likely: what a thing is for is often told in the next sentence."""
    certainty, best = ranked[0]
    if query.kind not in {"reason", "yes_no"}:
        return best
    start, end = _region(query, best)
    for likely, one in ranked[1:_WIDER]:
        first, last = _region(query, one)
        around_it = first <= start and end <= last and last - first > end - start
        if (
            one.document.id == best.document.id
            and around_it
            and likely >= _NEARLY * certainty
            and last - first <= _TOLD
        ):
            return one
    return best


def _region(query: Query, one: Candidate) -> tuple[int, int]:
    return shaped(query.kind, one.document.text, one.start, one.end)


def contradictions(values: Mapping[str, float]) -> int:
    """How often the span contradicts what was asked, by its year, its place and its unit."""
    return sum(values[name] <= limit for name, limit in CONTRADICTED.items())


def features(query: Query, candidate: Candidate, weights: Mapping[str, float]) -> dict[str, float]:
    """What speaks for a span, each roughly within -1 to 1.

    margin: the reader's own; coverage, nearby: share of the question's telling terms in the chunk, and in the
    sentences by the span; missing: how telling the most telling absent term is; type: has the span the form that
    was asked for; unit: has its figure the unit that was (1), another (-1); year, place: is it about those that were asked (1),
    others (-1), unsaid (0); premise: -1 where the question takes something for ended and the chunk has no word of it;
    rank: of the chunk in the search, order: of the chunk by the reader; echo: the span only repeats the question, or stands in a question itself; length: of the span, against a short phrase.
    """
    document, chunk = candidate.document, candidate.hit.chunk
    first, last = around(document.text, candidate.start, candidate.end)
    before = _previous(document.text, first)
    near, own = document.text[before:last], document.text[first:last]
    # What answers where (新疆、甘肃、陕西) tells nothing of whose place the sentence is about.
    beside = near
    if query.kind in {"place", "list"}:
        beside = document.text[before : candidate.start] + " " + document.text[candidate.end : last]
    paragraph = document.text[slice(*line_at(document.text, candidate.start))]
    if label := labelled(paragraph):
        beside = f"{label.name}：{beside}"  # 德兴市：看点3个。… is about it to the end of the paragraph
    total = sum(weights.values()) or 1.0
    held = set(terms(chunk.indexed_text))
    by = set(terms(near)) | set(terms(chunk.header))
    absent = [weight for term, weight in weights.items() if term not in held]
    return {
        "margin": max(-2.0, min(2.0, candidate.score / 4.0)),
        "coverage": sum(weight for term, weight in weights.items() if term in held) / total,
        "nearby": sum(weight for term, weight in weights.items() if term in by) / total,
        "missing": max(absent, default=0.0) / max(weights.values(), default=1.0),
        "type": _type(query.kind, candidate.text),
        "unit": _unit(query, candidate),
        "year": year_agreement(query, document, candidate.start, candidate.end),
        "place": place_agreement(query, document, beside, chunk.text, paragraph),
        "premise": -float(
            is_unfounded(query.text, chunk.indexed_text, near)
            or _is_unsaid(query, candidate)
            or is_of_other_end(query.text, _clause_of(document.text, candidate.start, candidate.end))
            or (query.kind == "figure" and _is_beside(query, document, candidate.start, candidate.end))
            or is_of_other_ordinal(query.text, document.text, candidate.start, candidate.end)
            or (
                query.kind == "person"
                and (
                    is_of_other_office(query.text, near, document.text[before : candidate.start])
                    or is_of_other_role(query.text, near + head_over(document.text, candidate.start))
                )
            )
        ),
        "rank": 1.0 / math.log2(1.0 + candidate.rank),
        "order": 1.0 / math.log2(1.0 + candidate.order),
        "echo": float(candidate.text.strip() in query.text or bool(_ASKS.search(own))),
        "length": math.log1p(len(candidate.text)) / 4.0,
    }


def _clause_of(text: str, start: int, end: int) -> str:
    """The words around a span up to the next comma."""
    first, last = around(text, start, end)
    before = max(text.rfind(mark, first, start) + 1 for mark in "，,；;：:、|\n")
    behind = _COMMA.search(text, end, last)
    return text[max(first, before) : behind.start() if behind else last]


def _is_beside(query: Query, document: Document, start: int, end: int) -> bool:
    """Whether a figure is a gap where none is asked for, a part where the sum is, of several years where it is asked of one,
    or a target where it is asked what is done."""
    text = document.text
    other = is_of_other_measure(query.text, text, start, end) or is_of_other_goods(
        query.text, text, start, end
    )
    if other or (_ADDED.search(query.text) and is_part(text, start, end)):
        return True
    first = next((start + one.start for one in quantities(text[start:end])), start)
    gap = not _ASKS_GAP.search(_NO_GAP.sub("", query.text)) and is_gap(text, first)
    gap = gap or is_otherwise_sized(query.text, text, start, end)
    gap = gap or (bool(query.years) and is_untimely(query.text, document, start, end))
    if gap or not _ASKS_DONE.search(query.text) or query.years:
        return gap
    told, date = told_year(document, start, end), document.about.date
    return bool(date and told.years and told.near == 1.0 and min(told.years) > int(date[:4]))


def _is_unsaid(query: Query, candidate: Candidate) -> bool:
    """Whether the question is about an amount that the report does not give around the span; 是不是 may well ask of a wrong one."""
    around_it = candidate.document.text[max(0, candidate.start - _SAID_WITHIN) : candidate.end + _SAID_WITHIN]
    return query.kind != "yes_no" and is_unsaid(query.text, f"{candidate.hit.chunk.header}\n{around_it}")


def year_agreement(query: Query, document: Document, start: int, end: int) -> float:
    """1 where the span is about a year that was asked, -1 where about another, 0 where nothing tells; the further off it is told,
    the weaker (`qa.timing`). A year that names a report is that of the report."""
    named = report_years(query.text)
    if named and document.about.date and int(document.about.date[:4]) not in named:
        return -1.0
    if (plan := plans(query.text)) and (told_of := told_plan(document, start, end)) and not plan & told_of:
        return -1.0
    asked, told = set(query.years) - named, told_year(document, start, end)
    if not asked or not told.years:
        return float(bool(named))
    if asked & told.years:
        return told.near
    own = bool(asked & _own_years(document))
    # A cause may lie in the year before, and who or where is said once: in a report of the year itself neither speaks against it.
    before = query.kind == "reason" and max(told.years) < min(asked)
    loose = query.kind in _NO_TIME and told.near < 1.0 and document.about.kind not in STEADY
    return 0.0 if own and (before or loose) else -told.near


def _own_years(document: Document) -> set[int]:
    """The years of a report itself: of its date, and those that its title names."""
    date = document.about.date
    return years_in(document.title) | ({int(date[:4])} if date else set())


def place_agreement(
    query: Query, document: Document, near: str, chunk: str, paragraph: str | None = None
) -> float:
    """1 where the report or the sentences by the span are about a place that was asked, -1 where about others.

    In the report of another county a name in the chunk counts only within the `paragraph` of the span, where it is given.
    """
    if not query.places:
        return 0.0

    def asked_holds(codes: Iterable[str]) -> bool:
        return any(places.within(code, asked) for code in codes for asked in query.places)

    mentions = [(near[one.start : one.end], one.full, place.code) for one, place in places.found(near)]
    found = [(full, code) for _, full, code in mentions]
    named = [code for full, code in found if full and len(code) == 6]
    if any(places.related(code, asked) for code in named for asked in query.places):
        return 1.0
    # What the question names itself, though not as what it is about (与长安区互送游客), does not speak against the place.
    if any(full and len(code) == 6 and name not in query.text for name, full, code in mentions):
        return 0.5 if asked_holds(code for _, code in found) else -0.7
    main = document.about.place
    if main and asked_holds([main.code]):
        return 1.0
    far = paragraph is not None and main is not None and len(main.code) == 6
    if asked_holds(place.code for _, place in places.found(paragraph if far and paragraph else chunk)):
        return 0.5
    # A report of one county's rescue of another's is about both: a part of it that names neither contradicts nothing.
    elsewhere = asked_holds(one.code for one in document.about.places)
    return _ELSEWHERE if elsewhere else -1.0


@cache
def load_weights(path: Path = WEIGHTS) -> dict[str, float]:
    """The fitted weights. Raises ModelError where the file is missing or lacks one."""
    try:
        weights = {
            name: float(value)
            for name, value in json.loads(path.read_text(encoding="utf-8"))["weights"].items()
        }
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise ModelError(
            f"{path}: the judge's weights cannot be read ({error}); reinstall xianwen"
        ) from error
    absent = {"bias", *FEATURES} - set(weights)
    if absent:
        raise ModelError(f"{path}: weights are missing for {', '.join(sorted(absent))}; reinstall xianwen")
    return weights


def _previous(text: str, first: int) -> int:
    """Where the sentence before the one at `first` begins; `first` itself where none is within reach."""
    reach = max(0, first - 200)
    before = sentences(text[reach:first])
    return reach + before[-1][0] if before else first


def _type(kind: AnswerKind, span: str) -> float:
    expected = _EXPECTED.get(kind)
    if expected is None:
        return 0.0
    if not expected.search(span):
        return -1.0
    figures = [match for match in QUANTITY.finditer(span) if len(match[0]) > 1]
    covered = sum(match.end() - match.start() for match in figures)
    return 1.0 if kind != "figure" or (len(figures) == 1 and covered * 2 >= len(span)) else 0.3


def _unit(query: Query, candidate: Candidate) -> float:
    written = _with_unit(candidate)
    told = quantities(written)
    # 总投资22.85亿 leaves its unit out.
    units = {
        plain_unit(one.unit) for one in told if one.unit or not _SCALED.search(written[one.start : one.end])
    }
    if not units or query.kind not in {"figure", "duration"}:
        return 0.0
    if not query.units:  # any, but an amount is not told as a share
        amount = query.form in {"figure", "count"} and not asks_share(query.text)
        return -1.0 if amount and units <= SHARES else 0.0
    return 1.0 if units & query.units else -1.0


def _with_unit(candidate: Candidate) -> str:
    """The characters of a span; behind the bare number of a cell the unit that its table gives it."""
    bare = _BARE.fullmatch(candidate.text)
    return candidate.text + (unit_over(candidate.document.text, candidate.start) if bare else "")
