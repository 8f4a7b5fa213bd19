"""The conversation as HTML: questions, answers with citation chips, refusals, notices. Pure functions.

Everything that comes from a document, a name or a person is escaped here: the page puts this HTML into the
document as it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from index.records import Document, Filters
from qa.records import Answer, Citation
from ui import actions, taken
from ui.feedback import Verdict
from ui.filters import NONE
from ui.i18n import Language, say
from ui.quotes import Quotation, in_context
from ui.references import STYLES, references, written

_BARS = re.compile(r"\s*\|\s*")
_MARK = re.compile(r"\[(\d{1,3})\]")

State = Literal["running", "done", "stopped", "failed"]
Lookup = Callable[[str], Document | None]
"""Finds the document of an id; None where the library no longer holds it."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation and what came of it so far.

    `searched` is how many documents there were to search; `error` is one line for a person, set when failed.
    `key` names it among all exchanges, `day` (YYYY-MM-DD) is when it was asked; `verdict` is what the person said of
    the answer, and `onward` the questions to go on with. `filters` are those that the person had on.
    """

    question: str
    answer: Answer | None = None
    state: State = "running"
    searched: int = 0
    error: str = ""
    key: str = ""
    day: str = ""
    verdict: Verdict | None = None
    onward: tuple[str, ...] = ()
    filters: Filters = NONE


def conversation(
    exchanges: Sequence[Exchange], find: Lookup, language: Language, judged: bool = False
) -> str:
    """The whole conversation, oldest exchange first; `judged` with the buttons that say what an answer is worth."""
    if not exchanges:
        return ""
    *before, last = exchanges
    busy = last.state == "running"
    shown = [_exchange(one, find, language, _under(one, judged, busy, find, language)) for one in before]
    under = _under(last, judged, busy, find, language, last=not busy)
    return "".join((*shown, _exchange(last, find, language, under)))


def welcome(suggestions: Sequence[str], count: int, language: Language) -> str:
    """What stands in the place of an empty conversation; `count` is the number of documents."""
    if not count:
        return (
            f'<div class="xw-welcome"><h2>{_say(language, "welcome")}</h2>'
            f"<p>{_say(language, 'welcome_empty')}</p>"
            f'<button type="button" class="xw-go" data-goto="1">{_say(language, "go_library")}</button></div>'
        )
    chips = "".join(
        f'<button type="button" class="xw-suggestion" data-ask="{escape(one)}">{escape(one)}</button>'
        for one in suggestions
    )
    heading = f'<div class="xw-small">{_say(language, "try_these")}</div>' if chips else ""
    return (
        f'<div class="xw-welcome"><h2>{_say(language, "welcome")}</h2>'
        f"<p>{_say(language, 'welcome_note', count=count)}</p>"
        f'{heading}<div class="xw-suggestions">{chips}</div></div>'
    )


def answer_text(answer: Answer) -> str:
    """The answer escaped, with a chip for each mark that points at one of its citations.

    >>> answer_text(Answer("", "a < b[2]", "grounded"))
    'a &lt; b[2]'
    """

    def chip(match: re.Match[str]) -> str:
        number = int(match.group(1))
        if not 1 <= number <= len(answer.citations):
            return match.group(0)
        cited = answer.citations[number - 1]
        return f'<button type="button" class="xw-chip" {_target(cited)} title="{escape(cited.title)}">{number}</button>'

    return _MARK.sub(chip, escape(answer.text))


def _exchange(one: Exchange, find: Lookup, language: Language, under: str = "") -> str:
    return (
        f'<section class="xw-exchange" data-state="{one.state}">'
        f'<div class="xw-question"><p>{escape(one.question)}</p></div>{_taken(one, find, language)}'
        f'<div class="xw-reply">{_reply(one, find, language)}{under}</div></section>'
    )


def _under(
    one: Exchange, judged: bool, busy: bool, find: Lookup, language: Language, *, last: bool = False
) -> str:
    """The buttons below a finished answer; the last question can be asked again whatever came of it."""
    if not one.key:
        return ""
    done = one.answer if one.state == "done" else None
    buttons = [
        actions.copy_button(one.key, language) if done else "",
        actions.thumbs(one.key, one.verdict, busy, language) if done and judged else "",
        actions.again(language) if last else "",
    ]
    thanks = say(language, "feedback_thanks") if one.verdict in {"up", "down"} else ""
    panels = actions.formats(one.key, _copies(one, done, find, language), language) if done else ""
    panels += actions.why(one.key, language) if done and judged and not busy else ""
    onward = actions.onward(one.onward, one.key, language) if last else ""
    return actions.row(one.key, buttons, thanks, language) + panels + onward


def _copies(one: Exchange, answer: Answer, find: Lookup, language: Language) -> list[str]:
    known = references(answer, find)
    return [written(answer, known, style, one.day, language) for style in STYLES]


def _taken(one: Exchange, find: Lookup, language: Language) -> str:
    def title(doc_id: str) -> str | None:
        found = find(doc_id)
        return found.title if found else None

    return taken.line(one.filters, one.answer, title, language)


def _reply(one: Exchange, find: Lookup, language: Language) -> str:
    body = ""
    if one.answer is None or (one.state == "running" and not one.answer.text):
        body = _waiting(language) if one.state == "running" else ""
    elif one.answer.grounding == "missing" and one.state == "done":
        body = _refusal(one.answer, one.searched, find, language)
    else:
        body = _answer(one.answer, one.state, find, language)
    if one.state == "stopped":
        body += _notice(say(language, "stopped"))
    return body + (_notice(one.error, "xw-error") if one.error else "")


def _answer(answer: Answer, state: State, find: Lookup, language: Language) -> str:
    caret = '<span class="xw-caret"></span>' if state == "running" else ""
    badge = _badge(answer, language) if state == "done" else ""  # half an answer has no verdict
    return (
        f'<div class="xw-answer">{answer_text(answer)}{caret}</div>'
        f"{badge}{_notices(answer)}{_citations(answer.citations, 'citations', find, language)}"
    )


def _refusal(answer: Answer, searched: int, find: Lookup, language: Language) -> str:
    return (
        f'<div class="xw-refusal"><div class="xw-badge xw-missing">{_say(language, "missing")}</div>'
        f'<div class="xw-answer">{answer_text(answer)}</div>'
        f'<div class="xw-small">{_say(language, "searched", count=searched)}</div></div>'
        f"{_notices(answer)}{_citations(answer.citations, 'nearest', find, language)}"
    )


def _badge(answer: Answer, language: Language) -> str:
    sure = say(language, "confidence", percent=round(answer.confidence * 100))
    return f'<div class="xw-badge xw-{answer.grounding}" title="{escape(sure)}">{_say(language, answer.grounding)}</div>'


def _notices(answer: Answer) -> str:
    return "".join(_notice(one) for one in taken.notices(answer))


def _notice(text: str, extra: str = "") -> str:
    return f'<div class="xw-notice {extra}">{escape(text)}</div>'


def _waiting(language: Language) -> str:
    return f'<div class="xw-waiting"><i></i><i></i><i></i>{_say(language, "reading_reports")}</div>'


def _citations(citations: Sequence[Citation], heading: str, find: Lookup, language: Language) -> str:
    if not citations:
        return ""
    items = "".join(_citation(at, one, find, language) for at, one in enumerate(citations, start=1))
    return f'<div class="xw-citations"><div class="xw-small">{_say(language, heading)}</div><ol>{items}</ol></div>'


def _citation(number: int, cited: Citation, find: Lookup, language: Language) -> str:
    document = find(cited.doc_id)
    facts = [document.about.place.name if document and document.about.place else ""]
    facts.append(document.about.date if document else "")
    facts.append(say(language, "page", page=cited.page))
    facts.append("" if document else say(language, "cited_gone"))
    where = " · ".join(escape(fact) for fact in facts if fact)
    return (
        f'<li><button type="button" class="xw-citation" {_target(cited)}><span class="xw-number">{number}</span>'
        f'<span class="xw-cited"><b>{escape(cited.title)}</b><small>{where}</small>'
        f"<q>{_quoted(cited, document)}</q></span></button></li>"
    )


def _quoted(cited: Citation, document: Document | None) -> str:
    if document is None:
        return f"<em>{escape(cited.quote)}</em>"
    shown = in_context(document.text, cited.start, cited.end)
    if "|" in shown.before + shown.quote:  # a row of a table: its bars say nothing outside the table
        shown = Quotation(_unbarred(shown.before), _unbarred(shown.quote).strip(" ·"), _unbarred(shown.after))
    return f"{escape(shown.before)}<em>{escape(shown.quote)}</em>{escape(shown.after)}"


def _unbarred(row: str) -> str:
    """A table row without its bars.

    >>> _unbarred("| 指标 | 8.6% |")
    ' 指标 · 8.6% '
    """
    return _BARS.sub(" · ", re.sub(r"^\s*\||\|\s*$", " ", row)).replace("  ", " ")


def _target(cited: Citation) -> str:
    return f'data-doc="{escape(cited.doc_id)}" data-start="{cited.start}" data-end="{cited.end}"'


def _say(language: Language, key: str, **values: object) -> str:
    return escape(say(language, key, **values))
