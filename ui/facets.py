"""The filters as HTML: what can be chosen, and the chips of what is on. Pure functions; all text is escaped here."""

from collections.abc import Iterable, Sequence
from html import escape

from index.records import DocumentSummary, Filters
from ui import filters
from ui.filters import Chip, Node
from ui.i18n import Language, kind_name, say

_OPEN_ALL = 16
"""Places up to which all are shown at once."""
LISTED = 40
"""Reports listed to choose from; a search narrows them."""


def facets(summaries: Sequence[DocumentSummary], on: Filters, language: Language) -> str:
    """Places, years and kinds of the reports that are there, with those ticked that are on."""
    if not summaries:
        return f'<p class="xw-small">{_say(language, "no_reports")}</p>'
    nodes = filters.tree(summaries)
    opened = _size(nodes) <= _OPEN_ALL
    places = "".join(_node(node, on, opened, language) for node in nodes)
    years = "".join(_box("years", str(year), str(year), on) for year in filters.years(summaries))
    kinds = "".join(_box("kinds", kind, kind_name(kind, language), on) for kind in filters.kinds(summaries))
    return (
        _facet("filter_places", f'<ul class="xw-tree">{places}</ul>' if places else "", language)
        + _facet("filter_years", f'<div class="xw-flow">{years}</div>' if years else "", language)
        + _facet("filter_kinds", f'<div class="xw-flow">{kinds}</div>', language)
    )


def picks(shown: Sequence[DocumentSummary], on: Filters, language: Language) -> str:
    """Single reports to tick."""
    rows = "".join(f"<li>{_report(one, on)}</li>" for one in shown)
    body = f"<ul>{rows}</ul>" if rows else f'<p class="xw-small">{_say(language, "filter_no_report")}</p>'
    return f'<div class="xw-picks">{_facet("filter_reports", body, language)}</div>'


def bar(chips: Sequence[Chip], admitted: int, language: Language) -> str:
    """What is on, each to take away, and how many reports are left; nothing where nothing is on."""
    if not chips:
        return ""
    clear = f'<button type="button" class="xw-all-off" data-facet="all">{_say(language, "filters_clear")}</button>'
    left = f'<span class="xw-small" role="status">{_say(language, "filters_left", count=admitted)}</span>'
    none = f'<div class="xw-notice xw-error xw-none-left" role="alert">{_say(language, "filters_none")}</div>'
    shown = "".join(_on(chip, language) for chip in chips)
    group = f'<div class="xw-ons" role="group" aria-label="{_say(language, "filters_on")}">'
    return f"{'' if admitted else none}{group}{shown}{clear}{left if admitted else ''}</div>"


def _facet(key: str, body: str, language: Language) -> str:
    name = _say(language, key)
    return (
        f'<fieldset class="xw-facet xw-{key.replace("_", "-")}"><legend>{name}</legend>{body}</fieldset>'
        if body
        else ""
    )


def _node(node: Node, on: Filters, opened: bool, language: Language) -> str:
    place = node.place
    if not node.below:
        return f"<li>{_box('places', place.code, place.name, on)}</li>"
    shown = opened or any(code.startswith(place.code) for code in on.places)
    whole = _box("places", place.code, say(language, "filter_whole", place=place.name), on)
    below = "".join(_node(one, on, opened, language) for one in node.below)
    return (
        f"<li><details{' open' if shown else ''}><summary>{escape(place.name)}</summary>"
        f"<ul><li>{whole}</li>{below}</ul></details></li>"
    )


def _size(nodes: Iterable[Node]) -> int:
    return sum(1 + _size(node.below) for node in nodes)


def _box(facet: str, value: str, label: str, on: Filters) -> str:
    ticked = " checked" if value in filters.values(on, facet) else ""
    return (
        f'<label class="xw-tick"><input type="checkbox" name="{facet}" value="{escape(value)}"{ticked}>'
        f"<span>{escape(label)}</span></label>"
    )


def _report(one: DocumentSummary, on: Filters) -> str:
    about = one.about
    # A phone would break a date at its hyphens.
    date = about.date.replace("-", "\N{NON-BREAKING HYPHEN}")
    return _box("doc_ids", one.id, " · ".join(part for part in (about.title, date) if part), on)


def _on(chip: Chip, language: Language) -> str:
    off = _say(language, "filter_off", name=chip.whole)
    return (
        f'<button type="button" class="xw-on" data-facet="{chip.facet}" data-value="{escape(chip.value)}" '
        f'title="{off}" aria-label="{off}"><span>{escape(chip.label)}</span><i aria-hidden="true">×</i></button>'
    )


def _say(language: Language, key: str, **said: object) -> str:
    return escape(say(language, key, **said))
