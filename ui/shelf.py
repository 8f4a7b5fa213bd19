"""The library as HTML: the table of reports, and the fate of each source that was added. Pure functions."""

from collections.abc import Sequence
from html import escape

from index.records import Added, DocumentSummary
from ui.i18n import Language, kind_name, say
from ui.reading import source_link

ROWS = 300
"""Rows listed at once; a longer table is slow to draw and nobody reads it: the filter narrows it."""

_COLUMNS = ("col_title", "col_place", "col_date", "col_kind", "col_size", "col_chunks")


def table(summaries: Sequence[DocumentSummary], needle: str, language: Language) -> str:
    """The reports whose title, place, date, kind or source hold every word of `needle`."""
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
    """Whether every word of `needle` stands in what the row shows, upper and lower case alike."""
    about = one.about
    place = about.place.label if about.place else ""
    shown = " ".join((about.title, place, about.date, kind_name(about.kind, language), one.source)).lower()
    return all(word in shown for word in needle.lower().split())


def intake(fates: Sequence[Added], total: int, current: str, language: Language) -> str:
    """The fate of each source so far and, while some are left, how far it is; `current` is the one being read."""
    lines = "".join(_fate(one, language) for one in fates)
    return f'<div class="xw-intake">{_progress(fates, total, current, language)}<ul>{lines}</ul></div>'


def reason(one: Added, language: Language) -> str:
    """Why a source failed and what to do about it; empty where it did not fail."""
    return one.error_zh if language == "zh" and one.error_zh else one.error


def notice(text: str, bad: bool = False) -> str:
    """One line to a person, in the place of the intake."""
    return f'<div class="xw-intake"><div class="xw-notice {"xw-error" if bad else ""}">{escape(text)}</div></div>'


def _progress(fates: Sequence[Added], total: int, current: str, language: Language) -> str:
    done = len(fates)
    if done < total:
        words = say(language, "adding", done=done + 1, total=total, name=current)
        bar = f'<progress max="{total}" value="{done}"></progress>'
        return f'<div class="xw-progress"><span>{escape(words)}</span>{bar}</div>'
    tally = {
        status: sum(one.status == status for one in fates) for status in ("added", "unchanged", "failed")
    }
    return f'<div class="xw-progress"><b>{escape(say(language, "summary", **tally))}</b></div>'


def _fate(one: Added, language: Language) -> str:
    status = escape(say(language, one.status))
    detail = (
        reason(one, language).removeprefix(one.source).lstrip("：: ")
    )  # the name already stands before it
    if one.document and one.status == "added":
        detail = say(language, "added_detail", title=one.document.about.title, chunks=one.document.chunks)
    elif one.document:
        detail = one.document.about.title
    return (
        f'<li class="xw-{one.status}"><span class="xw-status">{status}</span>'
        f"<span><b>{escape(one.source)}</b> {escape(detail)}</span></li>"
    )


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
        f"{escape(about.title)}</button><small>{source_link(one.source)}</small></td>{shown}"
        f'<td class="xw-act"><button type="button" class="xw-remove" data-plain="{remove}" data-confirm="{confirm}">'
        f"{remove}</button></td></tr>"
    )


def _count(found: int, language: Language) -> str:
    if found > ROWS:
        return say(language, "shown_first", count=found, shown=ROWS)
    return say(language, "shown_of", count=found)


def _empty(text: str) -> str:
    return f'<div class="xw-empty">{escape(text)}</div>'
