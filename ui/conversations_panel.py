"""The kept conversations as Gradio widgets: the list to reopen and delete them, and the way to the browser's store.

Not `gr.BrowserState`: it holds one value, so two open tabs overwrite each other's conversations, all of them travel with
every question, and its secret is in the page anyway. Our script keeps one entry for each conversation.
"""

from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from ui import conversations
from ui.filters_panel import toggle_button
from ui.i18n import say
from ui.page import Page
from ui.render import Exchange
from ui.widgets import QUIET, asset, html, language_of

PANEL = "xw-history"
_OPENING = "() => xwStore.opening()"
_HEADS = "(...given) => [xwStore.heads(), ...given.slice(1)]"
LEAVE = "() => { xwStore.leave(); }"
"""What the browser does where a new conversation is begun; the one before stays in the list."""
_READY: dict[str, Any] = gr.update(submit_btn=True, stop_btn=False)


@dataclass(frozen=True, slots=True)
class ConversationsPanel:
    """The widgets; `current` holds the id of the conversation that is shown, empty before its first question,
    and None until the page has been told what the browser keeps.

    What is put into `keep` goes into the browser's store; `carried` brings what is in there to an event.
    """

    toggle: gr.HTML
    listed: gr.HTML
    keep: gr.HTML
    carried: gr.Textbox
    current: gr.State


def panel() -> gr.HTML:
    """The list."""
    return html(PANEL, "store.js", "history.js")


def bar(listed: gr.HTML) -> ConversationsPanel:
    """The button that opens the list, and what is not seen."""
    toggle = html("xw-history-toggle", "toggle.js")
    keep = html("xw-keep", "store.js", "keep.js")
    return ConversationsPanel(toggle, listed, keep, gr.Textbox(visible=False), gr.State(None))


def kept(name: str, exchanges: object, request: gr.Request) -> Any:
    """What `keep` is given after a step of an answer: the conversation when a question came or was answered."""
    if not isinstance(exchanges, list) or not exchanges:
        return gr.skip()
    last: Exchange = exchanges[-1]
    if last.state == "running" and last.answer is not None:
        return gr.skip()
    return escape(conversations.written(name, exchanges, _person(request)), quote=False)


def keep_after(step: Any, on: ConversationsPanel, exchanges: gr.State) -> None:
    """Keep the conversation as it is after an event that changed something in it."""

    def again(name: str | None, past: list[Exchange], request: gr.Request) -> Any:
        return kept(name, past, request) if name else gr.skip()

    step.then(again, [on.current, exchanges], on.keep, **QUIET)


def wire(
    inner: Page,
    blocks: gr.Blocks,
    on: ConversationsPanel,
    talk: tuple[gr.HTML, gr.State, gr.Textbox],
    *,
    asking: Any,
    forgetting: Any,
) -> None:
    """What was shown last is shown again; the list follows what is kept; reopening and deleting.

    `talk` are the conversation, its exchanges and the question box; `asking` is the event that a question starts, which
    ends where another conversation is opened; `forgetting` is the one that begins anew.
    """
    thread, exchanges, box = talk

    def opened(carried: str, request: gr.Request) -> tuple[Any, ...]:
        language, person = language_of(request), _person(request)
        said = conversations.opening(carried, person)
        kept = inner.restored(said.shown, person, language)
        past, name = (list(kept.exchanges), kept.id) if kept else ([], "")
        lines = conversations.listing(said.heads, name, language)
        return inner.conversation(past, language), past, name, lines, toggle_button(PANEL, "kept", language)

    def listed(carried: str, name: str | None, request: gr.Request) -> str:
        lines = conversations.heads(carried, _person(request))
        return conversations.listing(lines, name or "", language_of(request))

    def reopen(event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        language, data = language_of(request), event._data if isinstance(event._data, dict) else {}
        kept = inner.restored(data.get("text"), _person(request), language)
        if kept is None:
            gr.Warning(say(language, "kept_broken"))
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        past = list(kept.exchanges)
        return inner.conversation(past, language), past, _READY, kept.id

    def forgotten(request: gr.Request) -> tuple[Any, ...]:
        return inner.conversation([], language_of(request)), [], _READY, ""

    store = asset("store.js")
    redraw: dict[str, Any] = {"fn": listed, "inputs": [on.carried, on.current], "outputs": on.listed, **QUIET}
    shown = [thread, exchanges, box, on.current]
    load = f"() => {{ {store}\nreturn ({_OPENING})(); }}"
    blocks.load(opened, [on.carried], [thread, exchanges, on.current, on.listed, on.toggle], js=load, **QUIET)
    on.keep.input(js=_HEADS, **redraw)
    on.listed.delete(js=_HEADS, **redraw)
    on.listed.select(reopen, None, shown, cancels=[asking], **QUIET).then(js=_HEADS, **redraw)
    on.listed.clear(forgotten, None, shown, cancels=[asking], **QUIET).then(js=_HEADS, **redraw)
    forgetting.then(js=_HEADS, **redraw)


def _person(request: gr.Request) -> str:
    """Who is logged in, where people log in: on a shared browser nobody is shown what another asked."""
    return request.username or ""
