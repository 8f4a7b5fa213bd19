"""What the page does, without the widgets: ask, open a report, add, correct, remove, list. It gives HTML or records."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from index.errors import UnknownDocument, XianwenError
from index.records import Added, Document, DocumentSummary
from qa.records import Answer, Turn
from ui import about, fates, reading, render, shelf
from ui.about import Outcome
from ui.fates import Pace
from ui.i18n import Language, say
from ui.intake import Worker
from ui.reading import Span
from ui.render import Exchange
from ui.suggest import suggestions

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

    def counts(self) -> tuple[int, int]:
        """How many documents and chunks there are."""


class Answers(Protocol):
    """What the page needs of an assistant."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Growing snapshots of the answer; the last one is the whole."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How far an addition is: the HTML to show, whether all sources are through, whether the library has changed."""

    html: str
    done: bool
    changed: bool = False


class Page:
    """The page over one library and one assistant, both safe for threads. Holds nothing of a visitor."""

    def __init__(self, assistant: Answers, library: Reports, questions: Sequence[str] | None = None) -> None:
        self._assistant = assistant
        self._library = library
        self._questions = questions
        # A conversation is drawn anew for every snapshot. An id is the hash of its text, so a copy of that never lies.
        self._get = lru_cache(maxsize=64)(library.get)
        self._worker = Worker()

    def ask(self, question: str, past: Sequence[Exchange], language: Language) -> Iterator[list[Exchange]]:
        """The conversation with the question in it, growing as the answer does. Errors end up in the exchange."""
        now = Exchange(question.strip(), searched=self._library.counts()[0])
        yield [*past, now]
        try:
            for answer in self._assistant.stream(now.question, _turns(past)):
                now = replace(now, answer=answer)
                yield [*past, now]
            now = replace(now, state="done")
        except XianwenError as error:
            now = replace(now, state="failed", error=error.in_language(language))
        except Exception:
            _log.exception("no answer to %r", now.question)
            now = replace(now, state="failed", error=say(language, "unknown_error"))
        yield [*past, now]

    def conversation(self, exchanges: Sequence[Exchange], language: Language) -> str:
        """The conversation, or the welcome where it is empty."""
        if exchanges:
            return render.conversation(exchanges, self._find, language)
        summaries = self._library.list()
        questions = suggestions(summaries) if self._questions is None else self._questions
        return render.welcome(questions, len(summaries), language)

    def read(self, doc_id: str, span: Span | None, language: Language, whole: bool = False) -> str:
        """A report with the span marked, or the note that it is gone; `whole` with all that is known of it."""
        try:
            document = self._library.get(doc_id)
        except UnknownDocument:
            return reading.gone(language)
        one = self._summary(doc_id) if whole else None
        return reading.report(document, span, language, about.panel(one, language) if one else "")

    def shelf(self, needle: str, language: Language) -> str:
        """The table of reports that match `needle`."""
        return shelf.table(self._library.list(), needle, language)

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
        except UnknownDocument:
            return reading.gone(language)
        return reading.report(document, span_of(data), language, about.panel(one, language, outcome))

    def remove(self, doc_id: str, language: Language) -> str:
        """Forget a document; the notice to show."""
        try:
            title = self._library.get(doc_id).title
            self._library.remove(doc_id)
            self._get.cache_clear()
        except XianwenError as error:
            return fates.notice(error.in_language(language), bad=True)
        return fates.notice(say(language, "removed", title=title))

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

    def _summary(self, doc_id: str) -> DocumentSummary | None:
        try:
            return self._library.summary(doc_id)
        except UnknownDocument:
            return None

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


def _turns(past: Sequence[Exchange]) -> list[Turn]:
    return [Turn(one.question, one.answer.text) for one in past if one.answer and one.state == "done"]


def _name(source: str) -> str:
    return source if source.lower().startswith(("http://", "https://")) else Path(source).name


def _renamed(one: Added, source: str) -> Added:
    """The same fate under the source's own name: an upload lies in a random folder that means nothing to anybody."""
    name = _name(source)
    texts = {key: getattr(one, key).replace(source, name) for key in ("source", "error", "error_zh")}
    return replace(one, **texts)
