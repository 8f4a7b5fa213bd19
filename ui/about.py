"""The facts of a report as HTML, and the form by which a person puts them right. Pure functions.

Everything that comes from a document, a name or a person is escaped here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import get_args

from index.records import Document, DocumentSummary, Kind
from ui.facts import Fact, facts, sources
from ui.i18n import Language, kind_name, say
from ui.links import source_link

FIELDS = ("title", "date", "place", "kind", "publisher", "author")
"""What can be put right, by its name in `Library.correct`."""
_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a correction: one line for a person, and, where it was refused, what was written into the form."""

    text: str
    bad: bool = False
    given: Mapping[str, str] = field(default_factory=dict)


def panel(one: DocumentSummary, language: Language, outcome: Outcome | None = None, cleaned: str = "") -> str:
    """All facts of a report, each that a person set marked, with the form; it is open where something was refused.

    `cleaned` is HTML on what was left out of it: `ui.cleaned.panel`.
    """
    rows = "".join(_row(fact, language) for fact in facts(one, language))
    links = "".join(f"<li>{source_link(source)}</li>" for source in sources(one))
    more = len(one.sources) - len(sources(one))
    rest = f"<li>{escape(say(language, 'fates_left_out', count=more))}</li>" if more > 0 else ""
    label = escape(say(language, "col_source"))
    return (
        f'<section class="xw-about">{"" if outcome and outcome.bad else _notice(outcome)}<div class="xw-card"><dl>{rows}'
        f'<div class="xw-fact"><dt>{label}</dt><dd><ul class="xw-sources">{links}{rest}</ul></dd></div></dl>'
        f"{cleaned}{_form(one, language, outcome)}</div>{_only(one, language)}</section>"
    )


def under(one: DocumentSummary, document: Document, language: Language, cleaned: str = "") -> str:
    """What stands above a near-duplicate: that it is one, the way to the report it is listed under, its own source.

    `cleaned` as in `panel`.
    """
    about = document.about
    own = (about.date, about.publisher)
    shown = "".join(f"<span>{escape(fact)}</span>" for fact in own if fact)
    card = f'<div class="xw-card">{cleaned}</div>' if cleaned else ""
    return (
        f'<section class="xw-about"><div class="xw-notice">{escape(say(language, "listed_under"))} '
        f'<button type="button" class="xw-listed" data-open="{escape(one.id)}">{escape(one.about.title)}</button></div>'
        f'<div class="xw-facts">{shown}<span>{source_link(document.source)}</span></div>'
        f"{card}</section>"
    )


def values(one: DocumentSummary) -> dict[str, str]:
    """What the form shows before anything is written into it, by field."""
    about = one.about
    place = about.place.label if about.place else ""
    names = {"publisher": about.publisher, "author": about.author}
    return {"title": about.title, "date": about.date, "place": place, "kind": about.kind} | names


def written(data: Mapping[str, object]) -> dict[str, str]:
    """What the browser sent of the form; a field that it did not send, or not as text, is left out."""
    sent = {name: data.get(name) for name in FIELDS}
    return {name: " ".join(value.split()) for name, value in sent.items() if isinstance(value, str)}


def _only(one: DocumentSummary, language: Language) -> str:
    hint, words = escape(say(language, "only_hint")), escape(say(language, "only"))
    return (
        f'<button type="button" class="xw-only" data-only="{escape(one.id)}" title="{hint}">{words}</button>'
    )


def _notice(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    kind = " xw-error" if outcome.bad else ""
    return f'<div class="xw-notice{kind}" role="status">{escape(outcome.text)}</div>'


def _row(fact: Fact, language: Language) -> str:
    mark = f' <span class="xw-tag">{escape(say(language, "corrected"))}</span>' if fact.corrected else ""
    unknown = f'<span class="xw-unknown">{escape(say(language, "unknown"))}</span>'
    value = escape(fact.value) or unknown
    return (
        f'<div class="xw-fact xw-fact-{fact.name}"><dt>{escape(fact.label)}</dt><dd>{value}{mark}</dd></div>'
    )


def _form(one: DocumentSummary, language: Language, outcome: Outcome | None) -> str:
    shown = values(one) | dict(outcome.given if outcome else {})
    fields = "".join(
        _select(shown[name], language) if name == "kind" else _input(name, shown[name], language)
        for name in FIELDS
    )
    reset = (
        f'<button type="button" class="xw-reset">{escape(say(language, "reset"))}</button>'
        if one.corrected
        else ""
    )
    save, saving = escape(say(language, "save")), escape(say(language, "saving"))
    refused = _notice(outcome) if outcome and outcome.bad else ""
    opened = " open" if refused else ""
    return (
        f'<details class="xw-correct"{opened}><summary>{escape(say(language, "correct"))}</summary>'
        f'<form>{refused}{fields}<p class="xw-small">{escape(say(language, "correct_note"))}</p>'
        f'<div class="xw-buttons"><button type="submit" data-busy="{saving}">{save}</button>{reset}</div>'
        "</form></details>"
    )


def _input(name: str, value: str, language: Language) -> str:
    hint = escape(say(language, f"correct_{name}_hint")) if name in {"date", "place"} else ""
    note = f"<small>{hint}</small>" if hint else ""
    required = " required" if name == "title" else ""
    return (
        f"<label><span>{escape(say(language, f'col_{name}'))}</span>"
        f'<input name="{name}" value="{escape(value)}" maxlength="{_MAX_CHARS}" autocomplete="off"{required}>'
        f"{note}</label>"
    )


def _select(value: str, language: Language) -> str:
    options = "".join(
        f'<option value="{kind}"{" selected" if kind == value else ""}>{escape(kind_name(kind, language))}</option>'
        for kind in get_args(Kind)
    )
    return f'<label><span>{escape(say(language, "col_kind"))}</span><select name="kind">{options}</select></label>'
