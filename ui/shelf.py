"""The library as HTML: the table of reports. Pure functions."""

from collections.abc import Sequence
from html import escape

from index.records import DocumentSummary
from ui import facts
from ui.i18n import Language, kind_name, say
from ui.links import source_link

ROWS = 300
"""Rows listed at once; a longer table is slow to draw and nobody reads it: the filter narrows it."""

_COLUMNS = ("col_report", "col_place", "col_date", "col_kind", "col_size", "col_chunks")


def table(summaries: Sequence[DocumentSummary], needle: str, language: Language) -> str:
    """The reports whose title, place, date, kind, publisher, author or sources hold every word of `needle`."""
    if not summaries:
        return _empty(say(language, "no_reports"))
    found = [one for one in summaries if matches(one, needle, language)]
    if not found:
        return _empty(say(language, "no_match", needle=needle.strip()))
    heads = "".join(f"<th>{escape(say(language, key))}</th>" for key in _COLUMNS)
    rows = "".join(_row(one, language) for one in found[:ROWS])
    return (
        f'<div class="xw-small">{escape(_count(len(found), language))}</div>'
        f'<table class="xw-shelf"><thead><tr>{heads}<th></th></tr></thead><tbody>{rows}</tbody></table>'
    )


def matches(one: DocumentSummary, needle: str, language: Language) -> bool:
    """Whether every word of `needle` stands in what is known of the report, upper and lower case alike."""
    known = [value for name, value in facts.described(one.about, language).items() if name != "years"]
    mark = say(language, "corrected") if one.corrected else ""
    shown = " ".join((*known, mark, *(one.sources or (one.source,)))).lower()
    return all(word in shown for word in needle.lower().split())


def _row(one: DocumentSummary, language: Language) -> str:
    about = one.about
    cells = (
        about.place.name if about.place else "",
        about.date,
        kind_name(about.kind, language),
        f"{one.size:,}",
        f"{one.chunks:,}",
    )
    keys = _COLUMNS[1:]
    shown = "".join(
        f'<td class="xw-{key[4:]}" data-label="{escape(say(language, key))}">{escape(cell) or "—"}</td>'
        for key, cell in zip(keys, cells, strict=True)
    )
    remove, confirm = escape(say(language, "remove")), escape(say(language, "confirm_remove"))
    return (
        f'<tr data-doc="{escape(one.id)}"><td class="xw-name"><button type="button" class="xw-open">'
        f"{escape(about.title)}</button>{_corrected(one, language)}<small>{_sources(one, language)}</small></td>{shown}"
        f'<td class="xw-act"><button type="button" class="xw-remove" data-plain="{remove}" data-confirm="{confirm}">'
        f"{remove}</button></td></tr>"
    )


def _corrected(one: DocumentSummary, language: Language) -> str:
    which = escape(facts.corrected(one, language))
    return (
        f' <span class="xw-tag" title="{which}">{escape(say(language, "corrected"))}</span>' if which else ""
    )


def _sources(one: DocumentSummary, language: Language) -> str:
    """The first source; that there are more, with their names where the pointer rests."""
    named = facts.sources(one)
    if len(named) < 2:
        return source_link(named[0])
    more = escape(say(language, "more_sources", count=len(one.sources)))
    return (
        f'{source_link(named[0])} <span class="xw-more" title="{escape(chr(10).join(named))}">{more}</span>'
    )


def _count(found: int, language: Language) -> str:
    if found > ROWS:
        return say(language, "shown_first", count=found, shown=ROWS)
    return say(language, "shown_of", count=found)


def _empty(text: str) -> str:
    return f'<div class="xw-empty">{escape(text)}</div>'
