"""The page as Gradio widgets: layout, events and the server. What they show is made in `ui.page`.

Longer than other modules, because Gradio is known here alone.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from index.records import Filters
from ui import (
    conversations,
    conversations_panel,
    endpoints,
    evaluation_tab,
    figures_tab,
    filters_panel,
    library_tab,
    page,
    programs,
    reading,
)
from ui.api import MAX_QUESTION, Service
from ui.conversations_panel import ConversationsPanel
from ui.evaluation import Evaluation
from ui.evaluation_tab import EvaluationTab
from ui.figures_tab import FiguresTab
from ui.filters_panel import FiltersPanel
from ui.front import Front
from ui.i18n import Language, browser_language, say
from ui.library_tab import LibraryTab
from ui.page import Answers, Page, Reports
from ui.people import may_edit
from ui.render import Exchange
from ui.routes import WORKERS, around, behind_login, routes
from ui.serving import Serving

ASSETS = Path(__file__).parent / "assets"
LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")

# The page's own events are nobody else's; they have a name of their own lest they take those of the endpoints.
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "api_name": "page"}
_FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
_MONO = ("SFMono-Regular", "Consolas", "Noto Sans Mono CJK SC", "monospace")

Step = tuple[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class _Widgets:
    """Everything on the page that an event reads or changes."""

    header: gr.HTML
    ask_tab: gr.Tab
    thread: gr.HTML
    box: gr.Textbox
    clear: gr.Button
    reader: gr.HTML
    filters: FiltersPanel
    history: ConversationsPanel
    library: LibraryTab
    figures: FiguresTab
    evaluation: EvaluationTab


def build(
    assistant: Answers,
    library: Reports,
    suggestions: Sequence[str] | None = None,
    serving: Serving = Serving(),  # noqa: B008  frozen
    feedback_file: Path | None = None,
    *,
    evaluation: Evaluation | None = None,
) -> gr.Blocks:
    """The page over an assistant and its library; `suggestions` are the questions shown at the start.

    What people say of answers goes into `feedback_file`; without one they are not asked. `evaluation` has the runs that
    the tab of evaluations shows; without it the tab says what is missing.
    """
    inner = Page(assistant, library, suggestions, feedback_file)
    blocks = gr.Blocks(
        title="县问", analytics_enabled=False, fill_width=True, fill_height=True, delete_cache=(3600, 86400)
    )
    with blocks:
        widgets = _layout()
        _wire_load(inner, blocks, widgets, serving)
        exchanges = gr.State([])
        _wire_conversation(inner, blocks, widgets, exchanges)
        _wire_answers(inner, widgets, exchanges)
        _wire_reader(inner, widgets)
        library_tab.wire(inner, blocks, widgets.library, widgets.reader, serving.people)
        figures_tab.wire(inner, library, blocks, widgets.figures, widgets.reader)
        evaluation_tab.wire(evaluation, blocks, widgets.evaluation, widgets.reader, serving.people)
        endpoints.wire(Service(assistant, library))
    # Reading a report must not wait for another visitor's answer; more than WORKERS only queue for the cores.
    blocks.queue(default_concurrency_limit=WORKERS, max_size=serving.queue)
    return blocks


def start(
    blocks: gr.Blocks,
    host: str,
    port: int,
    open_browser: bool = False,
    *,
    serving: Serving = Serving(),  # noqa: B008  frozen
    service: Service | None = None,
) -> str:
    """Serve the page in the background, with the routes for programs where their `service` is given; its address.

    Raises OSError where the port cannot be had.
    """
    login: Any = serving.people.login if serving.people else None  # Gradio awaits it, its types do not say so
    _, url, _ = blocks.launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        share=False,
        quiet=True,
        prevent_thread_lock=True,
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        auth=login,
        root_path=serving.base_path or None,
        app_kwargs=_front(serving) | (_beside(service, serving, host) if service else {}),
        max_file_size=f"{serving.max_upload_mb}mb",
        favicon_path=ASSETS / "favicon.svg",
        theme=gr.themes.Base(font=list(_FONTS), font_mono=list(_MONO)),
        css_paths=[ASSETS / "page.css", ASSETS / "evaluation.css"],
        head=_head(),
    )
    return url


def _head() -> str:
    """What Gradio adds to the head of the page, after its own styles."""
    return f'<meta name="referrer" content="no-referrer"><style>{_asset("frame.css")}</style>'


def _front(serving: Serving) -> dict[str, Any]:
    """The same from the first moment on, also where one has to log in first, as an argument of FastAPI."""
    return {"middleware": [around(Front, serving.base_path, _head())]}


def _beside(service: Service, serving: Serving, host: str) -> dict[str, Any]:
    """What the server has beside the page, as arguments of FastAPI: routes for programs, and no list of all routes."""
    people = serving.people
    beside: dict[str, Any] = {"routes": routes(service, people, serving.queue), "openapi_url": None}
    if serving.mcp:
        from ui.mcp_server import McpServer  # its package is an extra

        local = people is None and not serving.base_path and host in LOOPBACK
        server = McpServer(service, local)
        beside["routes"] += behind_login("/mcp", server.handler, people)
        beside["lifespan"] = lambda app: server.run()
    return beside


def serve(
    assistant: Answers,
    library: Reports,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    open_browser: bool = False,
    announce: Callable[[str], None] = lambda url: None,
    serving: Serving = Serving(),  # noqa: B008  frozen
    feedback_file: Path | None = None,
    evaluation: Evaluation | None = None,
) -> None:
    """Serve the page until it is interrupted; `announce` is called with the address once it answers."""
    blocks = build(assistant, library, serving=serving, feedback_file=feedback_file, evaluation=evaluation)
    service = Service(assistant, library)
    try:
        announce(start(blocks, host, port, open_browser, serving=serving, service=service))
        threading.Event().wait()
    finally:
        blocks.close(verbose=False)


def _layout() -> _Widgets:
    """The widgets in Chinese; opening the page puts them into the browser's language."""
    header = _html("xw-header", "programs.js")
    with gr.Row(elem_id="xw-main"):
        with gr.Column(elem_id="xw-left"), gr.Tabs(elem_id="xw-tabs"):
            with gr.Tab(say("zh", "tab_ask"), elem_id="xw-ask-tab") as ask_tab:
                thread = _html("xw-thread", "thread.js")
                choices, listed = filters_panel.panel(), conversations_panel.panel()
                with gr.Row(elem_id="xw-bar"):
                    filters, history = filters_panel.bar(choices), conversations_panel.bar(listed)
                with gr.Row(elem_id="xw-ask"):
                    box, clear = _question_widgets()
            shelf = library_tab.tab()
            figures = figures_tab.tab()
            evaluation = evaluation_tab.tab()
        with gr.Column(elem_id="xw-right"):
            reader = _html("xw-reader", "reader.js")
    return _Widgets(
        header,
        ask_tab,
        thread,
        box,
        clear,
        reader,
        filters,
        history,
        shelf,
        figures,
        evaluation,
    )


def _question_widgets() -> tuple[gr.Textbox, gr.Button]:
    box = gr.Textbox(
        show_label=False,
        container=False,
        lines=1,
        max_lines=5,
        max_length=MAX_QUESTION,
        submit_btn=True,
        autofocus=True,
        elem_id="xw-question",
        scale=1,
    )
    return box, gr.Button(say("zh", "clear"), size="sm", variant="secondary", elem_id="xw-clear", scale=0)


def _wire_load(inner: Page, blocks: gr.Blocks, on: _Widgets, serving: Serving) -> None:
    """Opening the page: the words of the browser's language, and what the library holds now."""

    def opened(request: gr.Request) -> dict[Any, Any]:
        language = _language(request)
        return {
            on.header: _brand(language, serving, request.username),
            on.ask_tab: gr.update(label=say(language, "tab_ask")),
            on.box: gr.update(placeholder=say(language, "ask_placeholder"), label=say(language, "ask_label")),
            on.clear: say(language, "clear"),
            on.reader: reading.placeholder(language),
        }

    blocks.load(opened, None, [on.header, on.ask_tab, on.box, on.clear, on.reader], **_QUIET)
    filters_panel.wire(inner, blocks, on.filters, [on.library.shelf, on.reader])


def _wire_conversation(inner: Page, blocks: gr.Blocks, on: _Widgets, exchanges: gr.State) -> None:
    shown = (on.thread, exchanges, on.box)

    def ask(  # noqa: PLR0917  Gradio gives them in this order
        typed: str,
        past: list[Exchange],
        filters: Filters,
        name: str | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        question, kept = page.chosen(event._data, typed, past)
        name = name or conversations.new_id()
        for step in asked(inner, question, kept, _language(request), filters):
            yield *step, name, conversations_panel.kept(name, step[1], request)

    def stop(past: list[Exchange], name: str | None, request: gr.Request) -> tuple[Any, ...]:
        kept = page.stopped(past)
        stored = conversations_panel.kept(name, kept, request) if name else gr.skip()
        return inner.conversation(kept, _language(request)), kept, _ready(), stored

    def forget(request: gr.Request) -> tuple[Any, ...]:
        return inner.conversation([], _language(request)), [], _ready(), ""

    def welcomed(past: list[Exchange], name: str | None, request: gr.Request) -> Any:
        # The tab is also selected as the page opens; what the browser keeps must not be covered by a welcome then.
        return gr.skip() if past or name is None else inner.conversation([], _language(request))

    # One event for both: a question that comes while another is answered waits for it, and is asked with its answer.
    asking = gr.on(
        [on.box.submit, on.thread.submit],
        ask,
        [on.box, exchanges, on.filters.chosen, on.history.current],
        [*shown, on.box, on.history.current, on.history.keep],
        trigger_mode="always_last",
        **_QUIET,
    )
    on.box.stop(stop, [exchanges, on.history.current], [*shown, on.history.keep], cancels=[asking], **_QUIET)
    forgetting = on.clear.click(
        forget,
        None,
        [*shown, on.history.current],
        cancels=[asking],
        js=conversations_panel.LEAVE,
        **_QUIET,
    )
    # The welcome counts the reports, which may have come or gone on the other tab.
    on.ask_tab.select(welcomed, [exchanges, on.history.current], on.thread, **_QUIET)
    conversations_panel.wire(inner, blocks, on.history, shown, asking=asking, forgetting=forgetting)


def _wire_answers(inner: Page, on: _Widgets, exchanges: gr.State) -> None:
    """What can be done with an answer that is there: say what it is worth, take its question back to change it."""

    def judge(past: list[Exchange], event: gr.EventData, request: gr.Request) -> tuple[Any, Any]:
        language = _language(request)
        judged = inner.judge(past, event._data, language)
        return inner.conversation(judged, language), judged

    def edit(past: list[Exchange], event: gr.EventData, request: gr.Request) -> Step:
        taken = page.taken_back(event._data, past)
        if taken is None:
            return gr.skip(), gr.skip(), gr.skip()
        question, kept = taken
        return inner.conversation(kept, _language(request)), kept, question

    judging = on.thread.like(judge, [exchanges], [on.thread, exchanges], **_QUIET)
    conversations_panel.keep_after(judging, on.history, exchanges)
    on.thread.edit(edit, [exchanges], [on.thread, exchanges, on.box], **_QUIET)


def asked(
    inner: Page, question: str, past: list[Exchange], language: Language, filters: Filters
) -> Iterator[tuple[Any, Any, Any, Any]]:
    """Conversation, exchanges, the box's buttons, the box's text.

    Gradio sends of each step what changed, and the browser changes the step before, which it may not have shown yet: a
    property that is left out of the second step would be lost from the first. So the buttons are in every step, and the
    text, which must be emptied once, is no property but a value.
    """
    if not question.strip():
        yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
        return
    busy, text = gr.update(submit_btn=False, stop_btn=True), ""
    for exchanges in inner.ask(question[:MAX_QUESTION], past, language, filters):
        yield inner.conversation(exchanges, language), exchanges, busy, text
        text = gr.skip()
    yield gr.skip(), gr.skip(), _ready(), gr.skip()


def _wire_reader(inner: Page, on: _Widgets) -> None:
    def read(event: gr.EventData, request: gr.Request) -> str:
        return inner.read(str(event._data.get("doc", "")), page.span_of(event._data), _language(request))

    def read_whole(event: gr.EventData, request: gr.Request) -> str:
        doc_id, span = str(event._data.get("doc", "")), page.span_of(event._data)
        return inner.read(doc_id, span, _language(request), whole=True)

    on.thread.select(read, None, on.reader, **_QUIET)
    on.reader.select(read_whole, None, on.reader, **_QUIET)


def _brand(language: Language, serving: Serving, name: str | None) -> str:
    """The head of the page. Its class hides from a reader what the server would not do for them (page.css)."""
    reads = "" if may_edit(serving.people, name) else " xw-reads"
    leave = f'<a href="{escape(serving.base_path)}/logout">{escape(say(language, "logout"))}</a>'
    who = f'<span class="xw-who">{escape(name)} {leave}</span>' if serving.people and name else ""
    called = programs.dialog(language, serving.people is not None, serving.mcp)
    return (
        f'<div class="xw-brand{reads}"><span class="xw-seal" aria-hidden="true">县</span>'
        f"<h1>{escape(say(language, 'name'))}</h1><p>{escape(say(language, 'tagline'))}</p>"
        f'<span class="xw-menu">{programs.button(language)}{who}</span></div>{called}'
    )


def _html(name: str, script: str = "") -> gr.HTML:
    code = _asset(script) if script else None
    return gr.HTML("", elem_id=name, js_on_load=code, apply_default_css=False)


def _asset(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")


def _ready() -> Any:
    return gr.update(submit_btn=True, stop_btn=False)


def _language(request: gr.Request) -> Language:
    return browser_language(request.headers.get("accept-language"))
