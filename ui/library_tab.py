"""The library's tab as Gradio widgets: adding, searching, sorting, opening, removing, asking one report alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from ui import fates, order, reading
from ui.i18n import Language, say
from ui.order import ROWS, View
from ui.page import Page
from ui.people import People, may_edit
from ui.widgets import QUIET, html, language_of


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """The widgets; `view` holds how the table is sorted and which page of it is shown."""

    tab: gr.Tab
    files: gr.File
    hint: gr.HTML
    addresses: gr.Textbox
    add: gr.Button
    intake: gr.HTML
    needle: gr.Textbox
    said: gr.HTML
    shelf: gr.HTML
    view: gr.State


def tab() -> LibraryTab:
    """The tab: sources to add and what became of them, the search, what came of a removal, the table."""
    with gr.Tab(say("zh", "tab_library"), elem_id="xw-library-tab") as own:
        with gr.Row(elem_id="xw-add"):
            files, hint, addresses, add = _source_widgets()
        intake = html("xw-intake")
        needle = gr.Textbox(show_label=False, container=False, max_length=200, elem_id="xw-filter")
        said, shelf = html("xw-said", "said.js"), html("xw-shelf", "shelf.js")
        # Inside: beside the tabs it would be counted as one of them, and the next shown twice.
        view = gr.State(order.PLAIN)
    return LibraryTab(own, files, hint, addresses, add, intake, needle, said, shelf, view)


def _source_widgets() -> tuple[gr.File, gr.HTML, gr.Textbox, gr.Button]:
    with gr.Column(elem_id="xw-drop", scale=1):
        files = gr.File(show_label=False, file_count="multiple", height=104, elem_id="xw-files")
        hint = html("xw-hint")
    with gr.Column(elem_id="xw-addresses", scale=1):
        addresses = gr.Textbox(show_label=False, lines=2, max_lines=6)
        add = gr.Button(say("zh", "add"), variant="primary", size="md", elem_id="xw-add-button")
    return files, hint, addresses, add


def wire(inner: Page, blocks: gr.Blocks, on: LibraryTab, reader: gr.HTML, people: People | None) -> None:
    """What happens in the tab. `reader` is where reports are read, and put right; `people` says who may change anything."""
    _wire_load(inner, blocks, on)
    _wire_adding(inner, on, people)
    _wire_table(inner, on, reader, people)

    def read(event: gr.EventData, request: gr.Request) -> str:
        return inner.read(str(_data(event).get("doc", "")), None, language_of(request), whole=True)

    def correct(sought: str, view: View, event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        language = language_of(request)
        if not may_edit(people, request.username):
            return _denied(language), inner.shelf(sought, language, view)
        return inner.correct(event._data, language), inner.shelf(sought, language, view)

    on.shelf.select(read, None, reader, **QUIET)
    reader.submit(correct, [on.needle, on.view], [reader, on.shelf], **QUIET)


def _wire_load(inner: Page, blocks: gr.Blocks, on: LibraryTab) -> None:
    def opened(request: gr.Request) -> tuple[Any, ...]:
        language = language_of(request)
        return (
            gr.update(label=say(language, "tab_library")),
            _hint(language),
            _prompt(language, "address_label", "address_placeholder"),
            say(language, "add"),
            _prompt(language, "filter_label", "filter_placeholder"),
            inner.shelf("", language),
        )

    shown = [on.tab, on.hint, on.addresses, on.add, on.needle, on.shelf]
    blocks.load(opened, None, shown, **QUIET)


def _wire_adding(inner: Page, on: LibraryTab, people: People | None) -> None:
    def take(
        chosen: list[str] | None, lines: str, sought: str, view: View, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        language = language_of(request)
        if not may_edit(people, request.username):
            yield _denied(language), gr.skip(), None, "", gr.skip()
            return
        for step in inner.add(chosen or [], lines or "", language):
            yield (
                step.html,
                inner.shelf(sought, language, view) if step.changed else gr.skip(),
                gr.skip(),
                gr.skip(),
                gr.update(interactive=step.done),
            )
        yield gr.skip(), gr.skip(), None, "", gr.skip()

    given = [on.files, on.addresses, on.needle, on.view]
    on.add.click(take, given, [on.intake, on.shelf, on.files, on.addresses, on.add], **QUIET)


def _wire_table(inner: Page, on: LibraryTab, reader: gr.HTML, people: People | None) -> None:
    def remove(sought: str, view: View, event: gr.EventData, request: gr.Request) -> tuple[str, str, Any]:
        language, data = language_of(request), _data(event)
        if not may_edit(people, request.username):
            return _denied(language), inner.shelf(sought, language, view), gr.skip()
        docs = _ids(data.get("docs"))
        notice = inner.remove_all(docs, language)
        # What is read beside the table must not look as if it were still there.
        gone = reading.gone(language) if data.get("shown") in docs else gr.skip()
        return notice, inner.shelf(sought, language, view), gone

    def listed(sought: str, view: View, request: gr.Request) -> tuple[str, View]:
        first = order.turned(view, {"page": 0})
        return inner.shelf(sought, language_of(request), first), first

    def turn(sought: str, view: View, event: gr.EventData, request: gr.Request) -> tuple[str, View]:
        after = order.turned(view, _data(event))
        return inner.shelf(sought, language_of(request), after), after

    on.shelf.delete(remove, [on.needle, on.view], [on.said, on.shelf, reader], **QUIET)
    on.shelf.input(turn, [on.needle, on.view], [on.shelf, on.view], **QUIET)
    on.needle.change(listed, [on.needle, on.view], [on.shelf, on.view], trigger_mode="always_last", **QUIET)


def _ids(value: object) -> list[str]:
    """The ids that the browser sends, no more than a page has rows."""
    sent = value if isinstance(value, list) else []
    return list(dict.fromkeys(one for one in sent if isinstance(one, str)))[:ROWS]


def _denied(language: Language) -> str:
    return fates.notice(say(language, "editors_only"), bad=True)


def _hint(language: Language) -> str:
    kinds = escape(say(language, "drop_kinds"))
    return f'<div class="xw-hint">{escape(say(language, "drop_label"))}<small>{kinds}</small></div>'


def _prompt(language: Language, label: str, placeholder: str) -> Any:
    return gr.update(label=say(language, label), placeholder=say(language, placeholder))


def _data(event: gr.EventData) -> dict[str, Any]:
    return event._data if isinstance(event._data, dict) else {}
