"""What the page does, without the widgets: ask, open a report, add, correct, remove, list. It gives HTML or records."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol
from uuid import uuid4

from index.errors import UnknownDocument, XianwenError
from index.records import (
    Added,
    Document,
    DocumentSummary,
    Figure,
    FigureCount,
    Filters,
    Indicated,
    Removed,
    Stated,
)
from qa.records import Answer, Turn
from ui import (
    about,
    cleaned,
    conversations,
    facets,
    fates,
    feedback,
    filters,
    filters_kept,
    reading,
    render,
    shelf,
    suggest,
)
from ui.about import Outcome
from ui.conversations import Conversation
from ui.fates import Pace
from ui.i18n import Language, say
from ui.intake import Worker
from ui.order import PLAIN, View
from ui.reading import Span
from ui.render import Exchange
from ui.suggest import suggestions

_NAMED = 5
"""Titles named of many that were removed."""

_log = logging.getLogger(__name__)


class Reports(Protocol):
    """What the page needs of a library."""

    def ingest(self, sources: Sequence[str | Path], tell: Callable[[Added], None]) -> None:
        """Take in sources, and tell the fate of each."""

    def correct(
        self,
        doc_id: str,
        *,
        title: str | None = None,
        date: str | None = None,
        place: str | None = None,
        kind: str | None = None,
        publisher: str | None = None,
        author: str | None = None,
        reset: bool = False,
    ) -> DocumentSummary:
        """Put right what is known of a document. Raises UnknownDocument and BadCorrection."""

    def remove(self, doc_id: str) -> None:
        """Forget a document. Raises UnknownDocument."""

    def list(self) -> list[DocumentSummary]:
        """All documents."""

    def summary(self, doc_id: str) -> DocumentSummary:
        """The row of the list for one document. Raises UnknownDocument."""

    def get(self, doc_id: str) -> Document:
        """A whole document. Raises UnknownDocument."""

    def left_out(self, doc_id: str) -> Sequence[Removed] | None:
        """What cleaning left out of the source of a document, None where that was not recorded. Raises UnknownDocument."""

    def counts(self) -> tuple[int, int]:
        """How many documents and chunks there are."""

    def admitted(self, filters: Filters) -> int:
        """How many documents pass the filters."""

    def figures(self, indicator: str = "", filters: Filters = ...) -> Sequence[tuple[str, Figure]]:
        """(document id, figure) of the documents that pass the filters, of an indicator where given."""

    def indicators(self) -> Sequence[Indicated]:
        """The indicators that figures are of, most figures first."""

    def figure_counts(self, indicator: str) -> Sequence[FigureCount]:
        """How many figures of an indicator there are for each kind, unit, place and year."""

    def stated(
        self, indicator: str, places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Sequence[Stated]:
        """The figures of an indicator with what proves them, of places and years where given."""


class Answers(Protocol):
    """What the page needs of an assistant."""

    def speaking(self, language: Language) -> "Answers":
        """The same with its refusals and notices in a language."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Answer]:
        """Growing snapshots of the answer within the filters; the last one is the whole."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How far an addition is: the HTML to show, whether all sources are through, whether the library has changed."""

    html: str
    done: bool
    changed: bool = False


class Page:
    """The page over one library and one assistant, both safe for threads. Holds nothing of a visitor."""

    def __init__(
        self,
        assistant: Answers,
        library: Reports,
        questions: Sequence[str] | None = None,
        feedback_file: Path | None = None,
    ) -> None:
        self._assistant = assistant
        self._library = library
        self._questions = questions
        self._feedback_file = feedback_file
        # A conversation is drawn anew for every snapshot. An id is the hash of its text, so a copy of that never lies.
        self._get = lru_cache(maxsize=64)(library.get)
        self._worker = Worker()

    def ask(
        self, question: str, past: Sequence[Exchange], language: Language, within: Filters = filters.NONE
    ) -> Iterator[list[Exchange]]:
        """The conversation with the question in it, growing as the answer does. Errors end up in the exchange.

        Only reports that pass the filters `within` are searched.
        """
        searched, day = self._library.admitted(within), date.today().isoformat()
        now = Exchange(question.strip(), searched=searched, key=uuid4().hex[:12], day=day, filters=within)
        yield [*past, now]
        try:
            for answer in self._assistant.speaking(language).stream(now.question, _turns(past), within):
                now = replace(now, answer=answer)
                yield [*past, now]
            now = replace(now, state="done", onward=self._onward(now, [*past, now]))
        except XianwenError as error:
            now = replace(now, state="failed", error=error.in_language(language))
        except Exception:
            _log.exception("no answer to %r", now.question)
            now = replace(now, state="failed", error=say(language, "unknown_error"))
        yield [*past, now]

    def conversation(self, exchanges: Sequence[Exchange], language: Language) -> str:
        """The conversation, or the welcome where it is empty."""
        if exchanges:
            judged = self._feedback_file is not None
            return render.conversation(exchanges, self._find, language, judged)
        summaries = self._library.list()
        questions = suggestions(summaries) if self._questions is None else self._questions
        return render.welcome(questions, len(summaries), language)

    def restored(self, text: object, owner: str, language: Language) -> Conversation | None:
        """A conversation that the browser kept; None where it cannot be shown."""
        kept = conversations.read(text, owner)
        try:
            return kept if kept and self.conversation(kept.exchanges, language) else None
        except Exception:
            _log.warning("a kept conversation cannot be shown", exc_info=True)
            return None

    def facets(self, on: Filters, language: Language) -> str:
        """What can be chosen of places, years and kinds."""
        return facets.facets(self._library.list(), on, language)

    def picks(self, on: Filters, needle: str, language: Language) -> str:
        """The reports to choose from: those that are chosen, and those that match `needle`."""
        reports = self._library.list()
        shown = filters.picked(reports, on, lambda one: shelf.matches(one, needle, language), facets.LISTED)
        return facets.picks(shown, on, language)

    def kept_filters(self, text: object) -> Filters:
        """The filters that a browser kept, without what the library no longer has."""
        return filters_kept.restored(text, self._library.list()) if text else filters.NONE

    def chips(self, on: Filters, language: Language) -> str:
        """The filters that are on, and how many reports they leave."""
        if on == filters.NONE:
            return ""
        return facets.bar(filters.chips(on, self._title, language), self._library.admitted(on), language)

    def judge(
        self, exchanges: Sequence[Exchange], data: Mapping[str, Any], language: Language
    ) -> list[Exchange]:
        """The conversation after a person said what an answer is worth, which is stored; an error ends up in it."""
        said, path = feedback.opinion(data), self._feedback_file
        finished = [at for at, one in enumerate(exchanges) if one.answer and one.state == "done"]
        at = next((at for at in finished if exchanges[at].key == data.get("key") != ""), None)
        if said is None or path is None or at is None:
            return list(exchanges)
        try:
            feedback.append(path, self._line(exchanges[: at + 1], said))
            judged = replace(exchanges[at], verdict=said.verdict, error="")
        except XianwenError as error:
            judged = replace(exchanges[at], error=error.in_language(language))
        return [*exchanges[:at], judged, *exchanges[at + 1 :]]

    def read(self, doc_id: str, span: Span | None, language: Language, whole: bool = False) -> str:
        """A report with the span marked, or the note that it is gone; `whole` with all that is known of it."""
        try:
            document = self._library.get(doc_id)
            left_out = cleaned.panel(self._library.left_out(doc_id), document.text, language) if whole else ""
        except UnknownDocument:
            return reading.gone(language)
        one = self._summary(doc_id) if whole else None
        known = about.panel(one, language, cleaned=left_out) if one else ""
        if one and one.id != doc_id:
            known = about.under(one, document, language, left_out)
        return reading.report(document, span, language, known)

    def shelf(self, needle: str, language: Language, view: View = PLAIN) -> str:
        """The table of reports that match `needle`, as `view` has it."""
        return shelf.table(self._library.list(), needle, language, view)

    def only(self, doc_id: str) -> Filters | None:
        """The filters by which this report alone is asked; None where it is gone."""
        one = self._summary(doc_id)
        return Filters(doc_ids=(one.id,)) if one else None

    def add(self, files: Sequence[str], addresses: str, language: Language) -> Iterator[Intake]:
        """Take in uploaded files and the addresses of a text, one a line, and tell of each as it is through.

        Only web addresses are taken from the text: a path in it would name a file of the server.
        """
        sources = [*files, *(line.strip() for line in addresses.splitlines() if line.strip())]
        if not sources:
            yield Intake(fates.notice(say(language, "nothing_to_add"), bad=True), True)
            return
        told: list[Added] = []
        begin = perf_counter()
        for at, source in enumerate(sources):
            for some in self._taken(source, at < len(files), language):
                told += some
                pace = Pace(at, len(sources), _name(source), perf_counter() - begin)
                yield Intake(fates.intake(told, pace, language), False, bool(some))
        pace = Pace(len(sources), len(sources), seconds=perf_counter() - begin)
        yield Intake(fates.intake(told, pace, language), True, True)

    def correct(self, data: Mapping[str, Any], language: Language) -> str:
        """Put a report right by the form in `data`, or take back what was; the report as it is now, with what came of it.

        Of the form only what differs from what it showed is a correction.
        """
        doc_id = str(data.get("doc", ""))
        one = self._summary(doc_id)
        if one is None:
            return reading.gone(language)
        try:
            one, outcome = self._corrected(one, data, language)
            self._get.cache_clear()
        except XianwenError as error:
            outcome = Outcome(error.in_language(language), True, about.written(data))
        except Exception:
            _log.exception("cannot correct %s", doc_id)
            outcome = Outcome(say(language, "unexpected"), True, about.written(data))
        try:
            document = self._library.get(doc_id)
            left_out = cleaned.panel(self._library.left_out(doc_id), document.text, language)
        except UnknownDocument:
            return reading.gone(language)
        known = about.panel(one, language, outcome, left_out)
        return reading.report(document, span_of(data), language, known)

    def remove(self, doc_id: str, language: Language) -> str:
        """Forget a document, or one that is listed under another; the notice to show."""
        try:
            one, document = self._library.summary(doc_id), self._library.get(doc_id)
            self._library.remove(doc_id)
            self._get.cache_clear()
        except XianwenError as error:
            return fates.notice(error.in_language(language), bad=True)
        if one.id != doc_id:
            said = {"title": one.about.title, "source": document.source}
            return fates.notice(say(language, "removed_similar", **said))
        others = len(one.sources) - 1
        key = "removed_group" if others > 0 else "removed"
        return fates.notice(say(language, key, title=document.title, count=others))

    def remove_all(self, doc_ids: Sequence[str], language: Language) -> str:
        """Forget some documents; the notice to show, with what stopped it where it was stopped."""
        if len(doc_ids) == 1:
            return self.remove(doc_ids[0], language)
        titles: list[str] = []
        failed = ""
        for doc_id in doc_ids:
            try:
                title = self._library.get(doc_id).title
                self._library.remove(doc_id)
                titles.append(title)
            except UnknownDocument:  # somebody else was first
                continue
            except XianwenError as error:
                failed = fates.notice(error.in_language(language), bad=True)
                break
        self._get.cache_clear()
        return (fates.notice(_removed(titles, language)) if titles else "") + failed

    def _corrected(
        self, one: DocumentSummary, data: Mapping[str, Any], language: Language
    ) -> tuple[DocumentSummary, Outcome]:
        if data.get("reset") is True:
            return self._library.correct(one.id, reset=True), Outcome(say(language, "correct_reset"))
        shown = about.values(one)
        said: dict[str, Any] = {
            name: value for name, value in about.written(data).items() if value != shown[name]
        }
        if not said:
            return one, Outcome(say(language, "correct_same"))
        return self._library.correct(one.id, **said), Outcome(say(language, "correct_done"))

    def _taken(self, source: str, uploaded: bool, language: Language) -> Iterator[list[Added]]:
        """The fates of one source, or of the members of the archive that it is; first of all none."""
        yield []
        if not uploaded and not source.lower().startswith(("http://", "https://")):
            yield [Added(source, "failed", error=say(language, "not_an_address"))]
            return
        try:
            for some in self._worker.watch(lambda tell: self._library.ingest([source], tell)):
                yield [_renamed(one, source) for one in some]
        except XianwenError as error:
            yield [_renamed(Added(source, "failed", error=error.in_language(language)), source)]
        except Exception:
            _log.exception("cannot add %s", source)
            yield [_renamed(Added(source, "failed", error=say(language, "unexpected")), source)]

    def _line(self, exchanges: Sequence[Exchange], said: feedback.Opinion) -> feedback.Feedback:
        """What is stored of an opinion on the answer of the last of the exchanges."""
        *before, one = exchanges
        return feedback.record(
            one.key,
            datetime.now(UTC).isoformat(timespec="seconds"),
            one.question,
            self._proven(one.answer or Answer(one.question, "", "missing")),
            said,
            earlier=[past.question for past in before],
            narrowed=one.filters != filters.NONE,
        )

    def _proven(self, answer: Answer) -> Answer:
        """The answer, without citations unless all hold: a conversation may come out of the browser, which may lie."""
        held = all(
            document is not None and document.text[one.start : one.end] == one.quote
            for one in answer.citations
            for document in [self._find(one.doc_id)]
        )
        return answer if held else replace(answer, citations=())

    def _onward(self, now: Exchange, exchanges: Sequence[Exchange]) -> tuple[str, ...]:
        """Questions to go on with; none where anything is amiss, for the answer is there."""
        answer = now.answer
        if answer is None or answer.grounding == "missing" or not answer.citations:
            return ()
        asked = [
            text for one in exchanges for text in (one.question, one.answer.question if one.answer else "")
        ]
        cited = tuple({one.doc_id: None for one in answer.citations})
        try:
            stated = self._library.figures(filters=replace(now.filters, doc_ids=cited))
            about = suggest.topic(answer, stated)
            # Under filters only the cited reports are known to pass them.
            around = self._around(about) if about and now.filters == filters.NONE else ()
            return tuple(suggest.onward(about, [*stated, *around], asked, years=now.filters.years))
        except Exception:
            _log.exception("no questions to go on with")
            return ()

    def _around(self, about: Figure) -> Sequence[tuple[str, Figure]]:
        """The figures of the reports on the same place; of the country, which has no code, those of the indicator."""
        if about.code:
            return self._library.figures(filters=Filters(places=(about.code,)))
        return self._library.figures(about.family)

    def _summary(self, doc_id: str) -> DocumentSummary | None:
        try:
            return self._library.summary(doc_id)
        except UnknownDocument:
            return None

    def _title(self, doc_id: str) -> str | None:
        found = self._find(doc_id)
        return found.title if found else None

    def _find(self, doc_id: str) -> Document | None:
        try:
            return self._get(doc_id)
        except UnknownDocument:
            return None


def stopped(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """The conversation after a person stopped the answer."""
    return [replace(one, state="stopped") if one.state == "running" else one for one in exchanges]


def span_of(data: Mapping[str, Any]) -> Span | None:
    """The span a click names; None where the browser sent anything but two whole numbers."""
    start, end = data.get("start"), data.get("end")
    return Span(start, end) if isinstance(start, int) and isinstance(end, int) else None


def chosen(clicked: object, typed: str, past: Sequence[Exchange]) -> tuple[str, list[Exchange]]:
    """What is asked, and what it comes after: the last question again, one that was offered, or what was typed.

    A question that had to wait brings the event of the one before, so a click counts only in the conversation that it
    was made in: it names the last exchange then.
    """
    last = past[-1] if past else None
    if isinstance(clicked, Mapping) and clicked.get("after", "") == (last.key if last else ""):
        if last and clicked.get("again") is True:
            return last.question, list(past[:-1])
        if question := str(clicked.get("question", "")):
            return question, list(past)
    return typed, list(past)


def taken_back(clicked: object, past: Sequence[Exchange]) -> tuple[str, list[Exchange]] | None:
    """The last question, to be changed, and the conversation without it; None where the click is of another one."""
    last = past[-1] if past else None
    named = clicked.get("after") if isinstance(clicked, Mapping) else None
    if last is None or not last.key or named != last.key or last.state == "running":
        return None
    return last.question, list(past[:-1])


def _turns(past: Sequence[Exchange]) -> list[Turn]:
    return [Turn(one.question, one.answer.text) for one in past if one.answer and one.state == "done"]


def _removed(titles: Sequence[str], language: Language) -> str:
    named = say(language, "comma").join(titles[:_NAMED])
    named = say(language, "removed_others", titles=named) if len(titles) > _NAMED else named
    return say(language, "removed_many", count=len(titles), titles=named)


def _name(source: str) -> str:
    return source if source.lower().startswith(("http://", "https://")) else Path(source).name


def _renamed(one: Added, source: str) -> Added:
    """The same fate under the source's own name: an upload lies in a random folder that means nothing to anybody."""
    name = _name(source)
    texts = {key: getattr(one, key).replace(source, name) for key in ("source", "error", "error_zh")}
    return replace(one, **texts)
