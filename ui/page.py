"""What the page does, without the widgets: ask, open a report, add, remove, list. Every method gives HTML or records."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from index.errors import UnknownDocument, XianwenError
from index.records import Added, Document, DocumentSummary
from qa.records import Answer, Turn
from ui import reading, render, shelf
from ui.i18n import Language, say
from ui.reading import Span
from ui.render import Exchange
from ui.suggest import suggestions

_log = logging.getLogger(__name__)


class Reports(Protocol):
    """What the page needs of a library."""

    def add(self, *sources: str | Path) -> list[Added]:
        """Take in sources; the fate of each, in order."""

    def remove(self, doc_id: str) -> None:
        """Forget a document. Raises UnknownDocument."""

    def list(self) -> list[DocumentSummary]:
        """All documents."""

    def get(self, doc_id: str) -> Document:
        """A whole document. Raises UnknownDocument."""


class Answers(Protocol):
    """What the page needs of an assistant."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Growing snapshots of the answer; the last one is the whole."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How far an addition is: the HTML to show, and whether all sources are through."""

    html: str
    done: bool


class Page:
    """The page over one library and one assistant, both safe for threads. Holds nothing of a visitor."""

    def __init__(self, assistant: Answers, library: Reports, questions: Sequence[str] | None = None) -> None:
        self._assistant = assistant
        self._library = library
        self._questions = questions
        # A conversation is drawn anew for every snapshot; an id is the hash of its text, so a copy never lies.
        self._get = lru_cache(maxsize=64)(library.get)

    def ask(self, question: str, past: Sequence[Exchange], language: Language) -> Iterator[list[Exchange]]:
        """The conversation with the question in it, growing as the answer does. Errors end up in the exchange."""
        now = Exchange(question.strip(), searched=len(self._library.list()))
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

    def read(self, doc_id: str, span: Span | None, language: Language) -> str:
        """A report with the span marked, or the note that it is gone."""
        document = self._find(doc_id)
        return reading.report(document, span, language) if document else reading.gone(language)

    def shelf(self, needle: str, language: Language) -> str:
        """The table of reports that match `needle`."""
        return shelf.table(self._library.list(), needle, language)

    def add(self, files: Sequence[str], addresses: str, language: Language) -> Iterator[Intake]:
        """Take in uploaded files and the addresses of a text, one a line, and tell of each as it is through.

        Only web addresses are taken from the text: a path in it would name a file of the server.
        """
        sources = [*files, *(line.strip() for line in addresses.splitlines() if line.strip())]
        if not sources:
            yield Intake(shelf.notice(say(language, "nothing_to_add"), bad=True), True)
            return
        fates: list[Added] = []
        for at, source in enumerate(sources):
            yield Intake(shelf.intake(fates, len(sources), _name(source), language), False)
            fates.extend(self._take(source, at < len(files), language))
        yield Intake(shelf.intake(fates, len(sources), "", language), True)

    def remove(self, doc_id: str, language: Language) -> str:
        """Forget a document; the notice to show."""
        try:
            title = self._library.get(doc_id).title
            self._library.remove(doc_id)
            self._get.cache_clear()
        except XianwenError as error:
            return shelf.notice(error.in_language(language), bad=True)
        return shelf.notice(say(language, "removed", title=title))

    def _take(self, source: str, uploaded: bool, language: Language) -> list[Added]:
        if not uploaded and not source.lower().startswith(("http://", "https://")):
            return [Added(source, "failed", error=say(language, "not_an_address"))]
        try:
            fates = self._library.add(source)
        except XianwenError as error:
            fates = [Added(source, "failed", error=error.in_language(language))]
        except Exception:
            _log.exception("cannot add %s", source)
            fates = [Added(source, "failed", error=say(language, "unknown_error"))]
        return [_renamed(one, source) for one in fates]

    def _find(self, doc_id: str) -> Document | None:
        try:
            return self._get(doc_id)
        except UnknownDocument:
            return None


def stopped(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """The conversation after a person stopped the answer."""
    return [replace(one, state="stopped") if one.state == "running" else one for one in exchanges]


def span_of(data: dict[str, Any]) -> Span | None:
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
    return replace(
        one, source=name, error=one.error.replace(source, name), error_zh=one.error_zh.replace(source, name)
    )
