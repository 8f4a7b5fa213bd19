"""The assistant: composes understand → (compute) → retrieve → read → judge → (compose → verify) → cite."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda

from index import Document, Filters, Hit, Library
from index.errors import ChatModelError
from index.orders import evidence, touched
from index.records import Figure
from qa.anchors import Anchors, asked_of, is_open, points, stands_alone
from qa.cite import HANDLE, UnknownHandle, citation, cited, columns, handles, proof, proof_of_year, support
from qa.compose import Evidence, acomposed, chain, chat_model, composed
from qa.compute import (
    Computing,
    Read,
    asked_cell,
    beside,
    computed,
    grown,
    is_of_another,
    is_part,
    is_settled,
    looked_up,
    needs_all,
    with_unit,
)
from qa.ends import asked_end
from qa.grid import in_column, is_head
from qa.judge import Candidate, pooled, probability, told_whole
from qa.overview import Shown, about_asked, overview, topic_of
from qa.quantities import years_in
from qa.read import build_reader
from qa.records import Answer, Citation, Grounding, Passage, Query, Reader, Reading, Turn, Understood
from qa.respective import respective
from qa.retrieve import LibraryRetriever
from qa.rewording import in_words_of
from qa.say import Language, say
from qa.scope import Scope, scoped, within_own
from qa.settings import Settings
from qa.shape import EDGES, in_heading, plainly, shaped, tidy
from qa.understand import understand
from qa.verdict import verdict
from qa.verify import verify

_SPANS_READ = 6
_NEAREST = 3
"""Reports that are named where none answers."""
_EVIDENCE = 5
_ANCHORS = 3
"""Reports of an answer that a follow-up is asked of."""
_FAVOUR = 4.0
"""How much likelier a question that names no place is to be asked of the reports before it than of any others."""
_NUMERAL = re.compile("[\\d〇零一二三四五六七八九十百千万亿两半几倍]|持平|不变|全部|全覆盖")
_SENTENCE_END = re.compile("[。；;]")
_PLANS = re.compile("计划|目标|预期|任务|预计|预算|打算")
_WHETHER = re.compile("[吗么]+[？?。]?$|是不是|是否")
_BEFORE = 12
"""Characters before a figure that may say what it is: 两年共."""
_SAYS_WHENCE = (
    r"(?:依据|根据|按照|参考|参见|来源|出处|引用|据)(?:的|以上|上述|提供的|所给的?)*(?:资料|材料|报道|信息|表格|内容)?"
    r"(?:的|中|里|是|为|编号\d*|第[（(]?[\d一二三四五六七八九十]+[）)]?[段条部分]*|“[^”]*”|这?一?[条段项句](?![\u4e00-\u9fff])|部分|段落?|表格?\d*"
    r"|资料|材料|报道|信息|内容|记载|显示|可知|数据|[：:\s])*"
)
_NO_CLAIM = re.compile(f"(?:{_SAYS_WHENCE})?")
"""What a chat model writes beside its claims: nothing, or where it has them from, for which there are handles."""
_WHENCE_FIRST = re.compile(f"{_SAYS_WHENCE}[，,]")


@dataclass(frozen=True, slots=True)
class Found:
    """What the way up to judging brought: the best candidates first, each with its probability.

    `hits` are the chunks that were read, best first; `refusal` says why nothing was searched, empty otherwise.
    `computed` is the answer where it was computed from figures: nothing else was searched then. `overview` is what an
    overview shows, empty where the question asks for one thing.
    """

    query: Query
    ranked: tuple[tuple[float, Candidate], ...]
    hits: tuple[Hit, ...]
    notices: tuple[str, ...] = ()
    refusal: str = ""
    computed: Answer | None = None
    understood: Understood | None = None
    overview: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer with what it was made of, so that a wrong one can be followed to the stage that lost it."""

    answer: Answer
    found: Found


class Assistant:
    """Answers questions over a library. Thread-safe; models load at the first question.

    `reader` and `chat_model` replace those that `settings` name.
    """

    def __init__(
        self,
        library: Library,
        settings: Settings | None = None,
        *,
        reader: Reader | None = None,
        chat_model: BaseChatModel | None = None,
    ) -> None:
        self._library = library
        self._settings = settings or Settings()
        self._reader = reader or build_reader(self._settings.reader)
        self._composer = self._built_chain(chat_model)
        self._retriever = LibraryRetriever(
            library=library, limit=self._settings.passages, candidates=self._settings.candidates
        )
        self._anchors = Anchors()

    @property
    def retriever(self) -> LibraryRetriever:
        """The LangChain retriever that answers are found with."""
        return self._retriever

    def speaking(self, language: Language) -> "Assistant":
        """This assistant with its refusals and notices in a language; what reports say stays in their own words."""
        if language == self._settings.language:
            return self
        other = copy(self)
        other._settings = self._settings.model_copy(update={"language": language})
        return other

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """Answer a question. `history` holds the conversation so far, oldest first; `filters` narrow the library."""
        return self.trace(question, history, filters).answer

    def trace(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Trace:
        """`ask`, with what was searched, read and judged on the way."""
        found = self._find(question, history, filters)
        *_, answer = self._snapshots(found)
        return Trace(answer, found)

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Answer]:
        """Growing snapshots of the answer; the last one is whole. Unverified sentences are never among them."""
        yield from self._snapshots(self._find(question, history, filters))

    def _snapshots(self, found: Found) -> Iterator[Answer]:
        plain = self._plain(found)
        if self._composer is None or plain.grounding == "missing" or found.computed:
            yield plain
            return
        draft = _Draft(found, self._evidence(found), plain, self._settings)
        try:
            for sentence in composed(self._composer, found.query.text, draft.shown()):
                if draft.take(sentence):
                    yield draft.answer()
        except ChatModelError as error:
            yield draft.failed(error.in_language(self._settings.language))
            return
        yield draft.final()

    async def astream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncIterator[Answer]:
        """`stream`, for an event loop; searching and reading run in a worker thread."""
        import asyncio

        found = await asyncio.to_thread(self._find, question, history, filters)
        plain = self._plain(found)
        if self._composer is None or plain.grounding == "missing" or found.computed:
            yield plain
            return
        draft = _Draft(found, self._evidence(found), plain, self._settings)
        try:
            async for sentence in acomposed(self._composer, found.query.text, draft.shown()):
                if draft.take(sentence):
                    yield draft.answer()
        except ChatModelError as error:
            yield draft.failed(error.in_language(self._settings.language))
            return
        yield draft.final()

    def as_runnable(self) -> Runnable[str | Mapping[str, Any], Answer]:
        """A LangChain runnable: a question, or {"question", "history"?, "filters"?}, in; an `Answer` out."""

        def run(asked: str | Mapping[str, Any]) -> Answer:
            if isinstance(asked, str):
                return self.ask(asked)
            return self.ask(asked["question"], asked.get("history", ()), asked.get("filters"))

        return RunnableLambda(run, name="xianwen")

    def candidates(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> tuple[Query, list[Candidate], dict[str, float]]:
        """The query, every span the reader proposed, unjudged, and the weights of the question's terms."""
        scope = self._scope(question, history, filters)
        return (
            scope.query,
            self._read(scope.query, self._hits(scope)),
            self._library.term_weights(scope.query.text),
        )

    def _find(self, question: str, history: Sequence[Turn], filters: Filters | None) -> Found:
        own = filters or Filters()
        found = self._searched(question, history, own)
        if history and is_open(question) and not found.refusal:
            found = self._gone_on(question, history, own, found)
        self._anchors.keep(question, history, own, self._read_from(found))
        return found

    def _gone_on(self, question: str, history: Sequence[Turn], own: Filters, found: Found) -> Found:
        """What answers a question that names no place: what the library has, or what the reports have that the conversation is about."""
        docs = self._last_read(history, own)
        told = self._read_from(found)
        if not docs or (told and set(told) <= set(docs)):
            return found
        within = replace(own, doc_ids=docs)
        if not self._library.admitted(within):  # removed since
            return found
        near = self._nearer(question, history, within, found)
        if near is found:
            return found
        said = say("of_reports", self._settings.language, titles=self._titles(map(self._library.get, docs)))
        return replace(near, notices=(said, *near.notices))

    def _nearer(self, question: str, history: Sequence[Turn], within: Filters, found: Found) -> Found:
        """What the reports `within` have, where that is what was asked for rather than what was `found` in the library."""
        whole = found.query
        if not whole.rewritten:
            near = self._searched(question, (), within)
            return near if _odds(near) * _FAVOUR >= _odds(found) and self._sure(near) else found
        ways = [self._searched(asked_of(question), (), within)] if stands_alone(question) else []
        if whole.places or whole.years:  # they lead to the reports by themselves
            near = max(ways, key=_odds, default=found)
            return near if not self._sure(found) and _odds(near) >= 1 else found
        near = max((self._searched(question, history, within), *ways), key=_odds)
        return near if self._sure(near) or points(question) else found

    def _sure(self, found: Found) -> bool:
        return bool(self._read_from(found))

    def _last_read(self, history: Sequence[Turn], own: Filters) -> tuple[str, ...]:
        """The reports that a conversation was last answered from; those of its last question where it was held elsewhere."""
        docs = self._anchors.of(history, own)
        if docs is None:
            docs = self._read_from(self._searched(history[-1].question, history[:-1], own))
            self._anchors.keep(history[-1].question, history[:-1], own, docs)
        return docs if not own.doc_ids else tuple(one for one in docs if one in own.doc_ids)

    def _read_from(self, found: Found) -> tuple[str, ...]:
        if found.computed:
            cited = (one.doc_id for one in found.computed.citations)
            return tuple(dict.fromkeys(cited))[:_ANCHORS]
        likely = found.ranked[:1] if found.ranked and found.ranked[0][0] >= self._settings.threshold else ()
        return tuple(one.document.id for _, one in likely)

    def _searched(self, question: str, history: Sequence[Turn], filters: Filters) -> Found:
        scope = self._scope(question, history, filters)
        query, language = scope.query, self._settings.language
        rewritten = (
            (say("rewritten", language, question=query.shown or query.text),) if query.rewritten else ()
        )
        taken = _understood(query, filters or Filters())
        if scope.refusal:
            return Found(query, (), (), rewritten, scope.refusal, understood=taken)
        notices, computing = rewritten + scope.notices, self._computing(filters or Filters())
        if answer := computed(query, computing):
            return Found(query, (), (), notices, computed=answer, understood=taken)
        hits = self._hits(scope)
        weights = self._library.term_weights(query.text)
        judged = [(probability(query, one, weights), one) for one in self._read(query, hits)]
        judged.sort(key=lambda pair: (-pair[0], pair[1].rank, pair[1].start))
        sure = bool(judged) and judged[0][0] >= self._settings.threshold
        table = self._made_of(query, judged, computing) if sure else looked_up(query, computing)
        asks = topic_of(query) is not None  # few do: the reports of the hits are not fetched for the others
        shown = overview(query, self._documents(hits), self._library.term_weights) if asks else ()
        return Found(
            query, tuple(judged), tuple(hits), notices, computed=table, understood=taken, overview=shown
        )

    def _documents(self, hits: Iterable[Hit]) -> list[Document]:
        """The reports of some chunks, in the order of the chunks."""
        return [self._library.get(one) for one in dict.fromkeys(hit.chunk.doc_id for hit in hits)]

    def _made_of(
        self, query: Query, judged: Sequence[tuple[float, Candidate]], computing: Computing
    ) -> Answer | None:
        """What is made of the likeliest spans: a change of its two ends, a gap of two amounts side by side, a number with its unit."""
        likely = [Read(one.document, one.start, one.end, sure) for sure, one in judged]
        return (
            grown(query, likely[0])
            or beside(query, likely, computing)
            or self._told_with_unit(query, judged[0], computing)
        )

    def _told_with_unit(
        self, query: Query, best: tuple[float, Candidate], computing: Computing
    ) -> Answer | None:
        certainty, one = best
        if query.kind != "figure":
            return None
        answer = with_unit(query, one.document, one.start, one.end, computing)
        return replace(answer, confidence=certainty) if answer else None

    def _computing(self, own: Filters) -> Computing:
        def reads(question: str) -> list[Read]:
            scope = self._scope(question, (), own)
            if scope.refusal:
                return []
            weights = self._library.term_weights(scope.query.text)
            spans = self._read(scope.query, self._hits(scope))
            read = [Read(x.document, x.start, x.end, probability(scope.query, x, weights)) for x in spans]
            return sorted(read, key=lambda one: -one.certainty)

        return Computing(self._library, own, reads, self._settings.threshold, self._settings.language)

    def _scope(self, question: str, history: Sequence[Turn], filters: Filters | None) -> Scope:
        query = understand(question, history)
        return scoped(self._library, query, filters or Filters(), self._settings.language)

    def _hits(self, scope: Scope) -> list[Hit]:
        asked = scope.query.search or scope.query.text
        return [hit for hit in self._retriever.hits(asked, scope.filters) if scope.admits(hit)]

    def _read(self, query: Query, hits: Sequence[Hit]) -> list[Candidate]:
        # Under its header, as in training: place, year and columns often stand there alone.
        passages = [Passage(hit.chunk.text, hit.chunk.header) for hit in hits]
        documents = {hit.chunk.doc_id: self._library.get(hit.chunk.doc_id) for hit in hits}
        figures = self._figures(documents) if query.kind == "figure" else {}
        wanted = asked_cell(query)
        # Only a target asks whether the result is known: most reports of a question have none.
        targets = any(figure.planned for stated in figures.values() for figure in stated)
        settled = targets and wanted is not None and is_settled(wanted, self._library)
        out: dict[tuple[str, int, int], Candidate] = {}
        readings = self._readings(query.text, passages)
        order = {
            passage: at for at, passage in enumerate(dict.fromkeys(r.passage for r in readings), start=1)
        }
        for reading in readings:
            hit = hits[reading.passage]
            document = documents[hit.chunk.doc_id]
            start, end = tidy(document.text, hit.chunk.start + reading.start, hit.chunk.start + reading.end)
            if query.kind == "figure":
                start, end = in_column(
                    query.years, document.text, start, end, planned=_PLANS.search(query.text) is not None
                )
                start, end = respective(query.text, document, start, end, figures[document.id])
                start, end = asked_end(query.text, document.text, start, end)
            if wanted and is_of_another(wanted, document, start, end, figures[document.id], settled=settled):
                continue
            if end > start and _may_answer(query, document, start, end):
                one = Candidate(
                    document, hit, reading.passage + 1, start, end, reading.score, order[reading.passage]
                )
                out.setdefault((document.id, start, end), one)
        return pooled(query, list(out.values()))

    def _readings(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """The reader's spans, best first, each passage asked in its own words."""
        asked = [in_words_of(question, f"{one.header}\n{one.text}") for one in passages]
        out: list[Reading] = []
        for text in dict.fromkeys(asked):
            at = [n for n, one in enumerate(asked) if one == text]
            read = self._reader.read(text, [passages[n] for n in at], _SPANS_READ)
            out += [replace(one, passage=at[one.passage]) for one in read]
        return sorted(out, key=lambda one: -one.score)

    def _figures(self, documents: Iterable[str]) -> dict[str, list[Figure]]:
        """The figures of some documents, by document."""
        out: dict[str, list[Figure]] = {one: [] for one in documents}
        for doc_id, figure in self._library.figures(filters=Filters(doc_ids=tuple(out))) if out else ():
            out[doc_id].append(figure)
        return out

    def _plain(self, found: Found) -> Answer:
        """What is answered without a chat model, with what the question was taken for."""
        return replace(self._read_out(found), understood=found.understood)

    def _read_out(self, found: Found) -> Answer:
        """The reader's own answer: the likeliest span, shaped for the question, or a refusal."""
        asked, language = found.query.text, self._settings.language
        if found.computed:
            return replace(found.computed, notices=(*found.notices, *found.computed.notices))
        if found.overview:
            return _overview(asked, found)
        if found.refusal:
            return Answer(asked, found.refusal, "missing", (), 0.0, found.notices)
        confidence = found.ranked[0][0] if found.ranked else 0.0
        if confidence < self._settings.threshold:
            notices = (*found.notices, *self._nearest(found))
            return Answer(asked, say("missing", language), "missing", (), confidence, notices)
        best = told_whole(found.query, found.ranked)
        start, end = shaped(found.query.kind, best.document.text, best.start, best.end)
        proven = proof(best.document, start, end)
        text = HANDLE.sub(r"［\1］", plainly(evidence(best.document.text, start, end)))
        if found.query.kind == "yes_no" or (found.query.form == "compare" and _WHETHER.search(asked)):
            region = best.document.text[start:end]
            if held := verdict(asked, region, (best.start - start, best.end - start)):
                text = say(held, language, told=text)
        told = best.document.text[max(0, start - _BEFORE) : end]
        notices = found.notices
        if is_part(found.query, told):
            if needs_all(found.query):  # a figure of one side would be taken for the gap
                where = say("part_in", language, titles=self._titles([best.document]))
                return Answer(asked, say("missing", language), "missing", (), confidence, (*notices, where))
            notices = (*notices, say("part", language))
        return Answer(asked, f"{text}[1]", "grounded", (proven,), confidence, notices)

    def _nearest(self, found: Found) -> tuple[str, ...]:
        """The reports that searching found first, for a person to look in; those about a place that was asked for, where there are any."""
        documents = self._documents(found.hits)
        asked = about_asked(found.query, documents)
        shown = self._titles(asked or documents)
        return (say("nearest", self._settings.language, titles=shown),) if shown else ()

    def _titles(self, documents: Iterable[Document]) -> str:
        """The titles of the first few reports, without what is an order in them."""
        titles = [evidence(one.title, 0, len(one.title)).strip() for one in documents]
        return "、".join(f"《{one}》" for one in list(dict.fromkeys(filter(None, titles)))[:_NEAREST])

    def _evidence(self, found: Found) -> list[tuple[Hit, Document]]:
        """What a chat model may write from: the chunks of the likeliest spans first, then the best found."""
        chosen = {one.hit.chunk.id: one.hit for _, one in found.ranked[:3]} | {
            hit.chunk.id: hit for hit in found.hits[:_EVIDENCE]
        }
        return [(hit, self._library.get(hit.chunk.doc_id)) for hit in list(chosen.values())[:_EVIDENCE]]

    def _built_chain(self, model: BaseChatModel | None) -> Runnable[dict[str, str], str] | None:
        model = model or chat_model(self._settings)
        return chain(model) if model else None


def _may_answer(query: Query, document: Document, start: int, end: int) -> bool:
    """Whether characters of a report may be an answer: headings are none, nor is what orders whoever answers.

    Two cells of a table are one answer only where a list is asked for, two sentences name nobody and no place, and what has no number is
    no figure.
    """
    over_cells = query.kind != "list" and "|" in document.text[start:end]
    over_cells |= query.kind in {"yes_no", "reason"} and is_head(document.text, start)
    over_cells |= query.kind in {"person", "place"} and bool(_SENTENCE_END.search(document.text, start, end))
    return (
        not over_cells
        and not (query.kind == "figure" and not _NUMERAL.search(document.text, start, end))
        and not in_heading(document.text, document.title, start)
        and not touched(document.text, start, end)
    )


def _odds(found: Found) -> float:
    """The odds for what was found; 0 for nothing."""
    certainty = found.computed.confidence if found.computed else found.ranked[0][0] if found.ranked else 0.0
    return certainty / max(1.0 - certainty, 1e-6)


def _overview(asked: str, found: Found) -> Answer:
    """The sentences of an overview, each with its mark; as sure as they tell of the topic."""
    proofs = tuple(citation(one.document, one.start, one.end) for one in found.overview)
    told = [HANDLE.sub(r"［\1］", plainly(one.quote)).lstrip("# ").rstrip("。；; ") for one in proofs]
    text = "".join(f"{one}[{n}]。" for n, one in enumerate(told, start=1))
    sure = sum(one.worth for one in found.overview) / len(proofs)
    return Answer(asked, text, "grounded", proofs, sure, found.notices)


def _header(hit: Hit) -> str:
    """The header of a chunk, unless it holds an order: a title may be one."""
    return evidence(hit.chunk.header, 0, len(hit.chunk.header))


def _understood(query: Query, own: Filters) -> Understood:
    """What a question was taken for; of its places and years those that a person's `own` filters leave."""
    inside = within_own(query, own)
    return Understood(
        query.shown or query.text, query.rewritten, inside.places, inside.place_names, inside.years
    )


class _Draft:
    """An answer that a chat model is writing: each sentence is verified and cited before it is shown."""

    def __init__(
        self, found: Found, evidence: list[tuple[Hit, Document]], plain: Answer, settings: Settings
    ) -> None:
        self._found = found
        self._evidence = evidence
        self._plain = plain
        self._language = settings.language
        self._sentences: list[str] = []
        self._citations: list[Citation] = []
        self.dropped: list[str] = []

    def shown(self) -> list[Evidence]:
        """The evidence as the model sees it."""
        return [
            Evidence(
                _header(hit),
                evidence(document.text, hit.chunk.start, hit.chunk.end),
            )
            for hit, document in self._evidence
        ]

    def take(self, sentence: str) -> bool:
        """Take a sentence in if it holds; whether it did.

        It is held against what it cites, then against every other piece of evidence: small models forget their handles or give
        another's, and a sentence is as true by the piece that proves it.
        """
        claim = _WHENCE_FIRST.sub("", HANDLE.sub("", sentence).lstrip(), count=1)
        if _NO_CLAIM.fullmatch(claim.strip(EDGES)):
            return False
        try:
            numbers = cited(handles(sentence), len(self._evidence))
        except UnknownHandle as error:
            self.dropped.append(f"{sentence} ({error})")
            return False
        alone = ((number,) for number in range(1, len(self._evidence) + 1))
        reasons = []
        for chosen in filter(None, dict.fromkeys([tuple(numbers), *alone])):
            proofs, reason = self._proven(claim, chosen)
            if not reason:
                claim, of_years = self._with_years(claim, chosen, proofs)
                marks = "".join(f"[{self._mark(one)}]" for one in dict.fromkeys([*proofs, *of_years]))
                self._sentences.append(claim.rstrip("。；; ") + marks + "。")
                return True
            reasons.append(reason)
        self.dropped.append(f"{sentence} ({next(iter(reasons), 'no evidence')})")
        return False

    def _proven(self, claim: str, numbers: Sequence[int]) -> tuple[list[Citation], str]:
        """The proofs of a sentence in the evidence of these numbers, and why it does not hold; empty where it does."""
        proofs = [self._support(claim, number) for number in numbers]
        documents = [self._evidence[number - 1][1] for number in numbers]
        text = "\n".join(
            evidence(document.text, one.start, one.end)
            for document, one in zip(documents, proofs, strict=True)
        )
        headers = "\n".join(_header(self._evidence[number - 1][0]) for number in numbers)
        heads = "\n".join(columns(claim, *pair) for pair in zip(documents, proofs, strict=True))
        date = documents[0].about.date
        verdict = verify(
            claim, text, f"{headers}\n{heads}", int(date[:4]) if date else None, self._found.query.text
        )
        return proofs, "" if verdict.holds else verdict.reason or "not proven"

    def _with_years(
        self, claim: str, numbers: Sequence[int], proofs: Sequence[Citation]
    ) -> tuple[str, list[Citation]]:
        """A claim that holds, with citations for the years that its proofs only imply (今年, the head of a table, the date of the
        report); a year that stands nowhere in the reports is left out of it."""
        documents = [self._evidence[number - 1][1] for number in numbers]
        cited: list[Citation] = []
        for year in sorted(years_in(claim)):
            if any(f"{year}年" in one.quote for one in (*proofs, *cited)):
                continue
            found = next(filter(None, (proof_of_year(document, year) for document in documents)), None)
            if found:
                cited.append(found)
            else:
                claim = re.sub(rf"(?<!\d){year}年", "", claim).lstrip("，, ")
        return claim, cited

    def answer(self) -> Answer:
        """What has held so far."""
        grounding: Grounding = "partial" if self.dropped else "grounded"
        return replace(
            self._plain, text="".join(self._sentences), citations=tuple(self._citations), grounding=grounding
        )

    def final(self) -> Answer:
        """The whole answer, or the reader's where nothing of the model's held."""
        if not self._sentences or self._says_less():
            unheld = self.dropped or self._sentences
            return (
                self._with_notice(self._plain, say("unverified", self._language)) if unheld else self._plain
            )
        if not self.dropped:
            return self.answer()
        return self._with_notice(self.answer(), say("dropped", self._language, count=len(self.dropped)))

    def _says_less(self) -> bool:
        """Whether a figure or date was asked for and what held of the model's words leaves it out."""
        short = HANDLE.sub("", self._plain.text)
        return self._found.query.kind in {"figure", "date", "duration"} and short not in "".join(
            self._sentences
        )

    def failed(self, reason: str) -> Answer:
        """The reader's answer, because the model is away."""
        return self._with_notice(self._plain, say("chat_failed", self._language, reason=reason))

    def _support(self, claim: str, number: int) -> Citation:
        hit, document = self._evidence[number - 1]
        return support(claim, document, hit.chunk.start, hit.chunk.end)

    def _mark(self, one: Citation) -> int:
        if one not in self._citations:
            self._citations.append(one)
        return self._citations.index(one) + 1

    @staticmethod
    def _with_notice(answer: Answer, notice: str) -> Answer:
        return replace(answer, notices=(*answer.notices, notice))
