"""The library as HTML: the table of reports, sorted and by the page, each with the sources of the same story under it.

Pure functions; everything that comes from a report is escaped here.
"""

from collections.abc import Sequence
from html import escape

from index.records import DocumentSummary, Similar
from ui import facts, order
from ui.i18n import Language, kind_name, say
from ui.links import scheme, source_link
from ui.order import PLAIN, Column, View

_HEADS: dict[Column, str] = {
    "title": "col_report",
    "place": "col_place",
    "date": "col_date",
    "kind": "col_kind",
    "years": "head_years",
    "size": "head_size",
}
_RUNS = 2
"""Runs of years that a row has room for: the latest."""
_OPEN = 3
"""Other sources of a story up to which they are listed without being asked for."""
_COUNT = "{n}"
"""Where the script puts how many rows are ticked."""


def table(summaries: Sequence[DocumentSummary], needle: str, language: Language, view: View = PLAIN) -> str:
    """The reports whose title, place, date, kind, publisher, author or sources hold every word of `needle`."""
    if not summaries:
        return _empty(say(language, "no_reports"))
    found = [one for one in summaries if matches(one, needle, language)]
    if not found:
        return _empty(say(language, "no_match", needle=needle.strip()))
    shown, page = order.at(order.ordered(found, view), view)
    rows = "".join(_row(one, language) for one in shown)
    return (
        f'{_bar(len(found), view, language)}<table class="xw-shelf"><thead>{_heads(view, language)}</thead>'
        f"<tbody>{rows}</tbody></table>{_pages(page, order.pages(len(found)), language)}"
    )


def matches(one: DocumentSummary, needle: str, language: Language) -> bool:
    """Whether every word of `needle` stands in what is known of the report, upper and lower case alike."""
    known = [value for name, value in facts.described(one.about, language).items() if name != "years"]
    mark = say(language, "corrected") if one.corrected else ""
    others = (other.title for other in one.similar)
    shown = " ".join((*known, mark, *(one.sources or (one.source,)), *others)).lower()
    return all(word in shown for word in needle.lower().split())


def _bar(count: int, view: View, language: Language) -> str:
    """How many there are, in which order, and what can be done with those that are ticked."""
    unsorted = "" if view.column else f" · {_say(language, 'latest_first')}"
    plain, sure = (_say(language, key, count=_COUNT) for key in ("remove_chosen", "confirm_remove_chosen"))
    busy = _say(language, "removing")
    return (
        f'<div class="xw-shelf-bar"><span class="xw-small">{_say(language, "shown_of", count=count)}{unsorted}</span>'
        f'<button type="button" class="xw-remove-chosen" data-plain="{plain}" data-confirm="{sure}" '
        f'data-busy="{busy}" hidden></button></div>'
    )


def _heads(view: View, language: Language) -> str:
    every = _say(language, "choose_all")
    ticks = f'<th scope="col" class="xw-choice"><input type="checkbox" class="xw-box xw-choose-all" aria-label="{every}"></th>'
    heads = "".join(_head(column, view, language) for column in order.COLUMNS)
    return f'<tr>{ticks}{heads}<td class="xw-act"></td></tr>'


def _head(column: Column, view: View, language: Language) -> str:
    way = ("descending" if view.descending else "ascending") if view.column == column else "none"
    return (
        f'<th scope="col" class="xw-{column}" aria-sort="{way}"><button type="button" class="xw-sort" '
        f'data-sort="{column}">{_say(language, _HEADS[column])}</button></th>'
    )


def _row(one: DocumentSummary, language: Language) -> str:
    about = one.about
    cells = {
        "place": escape(about.place.name) if about.place else "",
        "date": escape(about.date),
        "kind": escape(kind_name(about.kind, language)),
        "years": _years(about.years, language),
        "size": f"{one.size:,}",
    }
    shown = "".join(
        f'<td class="xw-{column}" data-label="{_say(language, "col_" + column)}">{cells[column] or "—"}</td>'
        for column in order.COLUMNS[1:]
    )
    title, choose = escape(about.title), _say(language, "choose", title=about.title)
    others = len(one.sources) - 1
    sure = say(language, "confirm_remove_group", count=others) if one.similar else ""
    return (
        f'<tr data-doc="{escape(one.id)}"><td class="xw-choice"><input type="checkbox" class="xw-box xw-choose" '
        f'aria-label="{choose}"></td><th scope="row" class="xw-name"><button type="button" class="xw-open">{title}</button>'
        f"{_corrected(one, language)}<small>{source_link(_own(one)[0])}</small></th>{shown}"
        f'<td class="xw-act"><button type="button" class="xw-only" title="{_say(language, "only_hint")}">'
        f"{_say(language, 'only')}</button>{_remove(language, sure)}</td></tr>{_under(one, language)}"
    )


def _remove(language: Language, sure: str = "") -> str:
    remove, confirm = _say(language, "remove"), escape(sure) or _say(language, "confirm_remove")
    return f'<button type="button" class="xw-remove" data-plain="{remove}" data-confirm="{confirm}">{remove}</button>'


def _corrected(one: DocumentSummary, language: Language) -> str:
    which = escape(facts.corrected(one, language))
    return f' <span class="xw-tag" title="{which}">{_say(language, "corrected")}</span>' if which else ""


def _years(years: Sequence[int], language: Language) -> str:
    """The years a report speaks of; where there are too many runs of them the latest, and all where the pointer rests."""
    whole, comma = facts.spans(years, language), say(language, "comma")
    runs = whole.split(comma)
    lines = "<br>".join(escape(run) for run in runs[-_RUNS:])
    return f'<span title="{escape(whole)}">…{lines}</span>' if len(runs) > _RUNS else lines


def _own(one: DocumentSummary) -> list[str]:
    """The sources that gave this very text, at least one: near-duplicates have their own."""
    theirs = {source for other in one.similar for source in other.sources}
    return [source for source in facts.sources(one) if source not in theirs] or [one.source]


def _under(one: DocumentSummary, language: Language) -> str:
    """A row with the other sources of the same story, of which near-duplicates can be read and removed."""
    lines = [f"<li>{source_link(source)}{_tag('same_text', language)}</li>" for source in _own(one)[1:]]
    lines += [_similar(other, one.about.title, language) for other in one.similar[: facts.SOURCES]]
    if not lines:
        return ""
    count = len(one.sources) - 1
    opened = " open" if len(lines) <= _OPEN else ""
    left = count - len(lines) if len(one.sources) > facts.SOURCES else 0
    rest = f"<li>{_say(language, 'fates_left_out', count=left)}</li>" if left > 0 else ""
    return (
        f'<tr class="xw-under"><td class="xw-choice"></td><td colspan="{len(order.COLUMNS) + 1}"><details class="xw-same"{opened}>'
        f"<summary>{_say(language, 'same_story', count=count)}</summary><ul>{''.join(lines)}{rest}</ul></details></td></tr>"
    )


def _similar(one: Similar, title: str, language: Language) -> str:
    """A near-duplicate under a report called `title`; where it is called so too its source says more."""
    sources = one.sources[: facts.SOURCES]
    named = one.title
    if one.title == title and sources and not scheme(sources[0]):
        named, sources = sources[0], sources[1:]
    links = " ".join(source_link(source) for source in sources)
    date = f"<small>{escape(one.date)}</small> " if one.date else ""
    return (
        f'<li data-doc="{escape(one.id)}"><button type="button" class="xw-open">{escape(named)}</button> '
        f"{date}{links}{_tag('nearly_same', language)} {_remove(language, say(language, 'confirm_remove_similar'))}</li>"
    )


def _tag(key: str, language: Language) -> str:
    return f' <span class="xw-alike">{_say(language, key)}</span>'


def _pages(page: int, count: int, language: Language) -> str:
    if count < 2:
        return ""
    before = _turn("page_before", page - 1, page > 0, language)
    after = _turn("page_after", page + 1, page + 1 < count, language)
    here = _say(language, "page_of", page=page + 1, count=count)
    return f'<nav class="xw-pages" aria-label="{_say(language, "pages")}">{before}<span>{here}</span>{after}</nav>'


def _turn(key: str, page: int, there: bool, language: Language) -> str:
    off = "" if there else " disabled"
    return f'<button type="button" data-page="{page}"{off}>{_say(language, key)}</button>'


def _empty(text: str) -> str:
    return f'<div class="xw-empty">{escape(text)}</div>'


def _say(language: Language, key: str, **said: object) -> str:
    return escape(say(language, key, **said))
