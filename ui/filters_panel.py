"""The filters as Gradio widgets: the panel that is opened to choose, and the chips of what is on.

What is on is kept in the person's browser: the chips carry it there, and opening the page brings it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from index.records import Filters
from ui import filters, filters_kept
from ui.i18n import Language, say
from ui.page import Page
from ui.widgets import QUIET, asset, html, language_of

PANEL = "xw-filters"


@dataclass(frozen=True, slots=True)
class FiltersPanel:
    """The widgets; `chosen` holds what is on, `carried` brings what the browser kept."""

    toggle: gr.HTML
    chips: gr.HTML
    facets: gr.HTML
    sought: gr.Textbox
    picks: gr.HTML
    chosen: gr.State
    carried: gr.Textbox


def panel() -> tuple[gr.HTML, gr.Textbox, gr.HTML]:
    """What is opened to choose: facets, the box that seeks reports, the reports."""
    with gr.Column(elem_id=PANEL):
        facets = html("xw-facets", "facets.js")
        sought = gr.Textbox(show_label=False, container=False, max_length=200, elem_id="xw-seek")
        picks = html("xw-picks", "facets.js")
    return facets, sought, picks


def bar(parts: tuple[gr.HTML, gr.Textbox, gr.HTML]) -> FiltersPanel:
    """The button that opens the panel, and beside it what is on."""
    toggle = html("xw-filters-toggle", "toggle.js")
    chips = html("xw-chips", "filters_store.js", "chips.js")
    return FiltersPanel(toggle, chips, *parts, gr.State(filters.NONE), gr.Textbox(visible=False))


def toggle_button(panel_id: str, key: str, language: Language) -> str:
    """The button that opens and closes a panel."""
    return (
        f'<button type="button" class="xw-toggle" aria-expanded="false" aria-controls="{panel_id}">'
        f"{escape(say(language, key))}</button>"
    )


def wire(inner: Page, blocks: gr.Blocks, on: FiltersPanel, shelves: Sequence[gr.HTML]) -> None:
    """Opening, choosing, taking away, seeking; and one report alone, which is what the `shelves` ask for by `apply`."""

    def opened(carried: str, request: gr.Request) -> tuple[Any, ...]:
        language = language_of(request)
        label, placeholder = say(language, "filter_seek_label"), say(language, "filter_seek")
        seek_words = gr.update(label=label, placeholder=placeholder)
        kept = inner.kept_filters(filters_kept.of(request.username or "", carried))
        return toggle_button(PANEL, "filters", language), seek_words, kept, _chips(inner, kept, request)

    def only(sought: str, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        language, alone = language_of(request), inner.only(str(_data(event).get("doc", "")))
        if alone is None:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        facets, picks = inner.facets(alone, language), inner.picks(alone, sought, language)
        return alone, _chips(inner, alone, request), facets, picks

    def shown(chosen: Filters, sought: str, request: gr.Request) -> tuple[str, str]:
        language = language_of(request)
        return inner.facets(chosen, language), inner.picks(chosen, sought, language)

    def choose(chosen: Filters, event: gr.EventData, request: gr.Request) -> tuple[Filters, str]:
        after = filters.chosen(_data(event), chosen)
        return after, _chips(inner, after, request)

    def take_away(
        chosen: Filters, sought: str, event: gr.EventData, request: gr.Request
    ) -> tuple[Filters, str, str, str]:
        language, data = language_of(request), _data(event)
        after = filters.without(chosen, data.get("facet"), data.get("value"))
        facets, picks = inner.facets(after, language), inner.picks(after, sought, language)
        return after, _chips(inner, after, request), facets, picks

    def seek(chosen: Filters, sought: str, request: gr.Request) -> str:
        return inner.picks(chosen, sought, language_of(request))

    load = f"() => {{ {asset('filters_store.js')}\nreturn xwFilters.everybody(); }}"
    blocks.load(opened, [on.carried], [on.toggle, on.sought, on.chosen, on.chips], js=load, **QUIET)
    drawn = [on.chosen, on.chips, on.facets, on.picks]
    gr.on([one.apply for one in shelves], only, [on.sought], drawn, concurrency_limit=1, **QUIET)
    # Drawn when it is opened: reports may have come or gone, and a large library has many places.
    on.toggle.select(shown, [on.chosen, on.sought], [on.facets, on.picks], **QUIET)
    gr.on(
        [on.facets.input, on.picks.input],
        choose,
        [on.chosen],
        [on.chosen, on.chips],
        trigger_mode="multiple",
        concurrency_limit=1,
        **QUIET,
    )
    on.chips.delete(take_away, [on.chosen, on.sought], drawn, **QUIET)
    on.sought.change(seek, [on.chosen, on.sought], on.picks, trigger_mode="always_last", **QUIET)


def _chips(inner: Page, chosen: Filters, request: gr.Request) -> str:
    """What is on, with what the browser is to keep of it and for whom."""
    owner, kept = escape(request.username or ""), escape(filters_kept.written(chosen))
    return f'<div data-owner="{owner}" data-kept="{kept}">{inner.chips(chosen, language_of(request))}</div>'


def _data(event: gr.EventData) -> dict[str, Any]:
    return event._data if isinstance(event._data, dict) else {}
