"""The tab of evaluations as Gradio widgets: choose a run, see it, open its wrong cases. What is shown is made in `ui.evaluation_view`.

Readers see it too: it changes nothing, and says what the answers they get are worth. Paths of the server are for editors.
"""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from index.errors import XianwenError
from ui import evaluation_view as view
from ui.evaluation import Evaluation, Run
from ui.i18n import Language, say
from ui.people import People, may_edit
from ui.widgets import QUIET, html, language_of

Update = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class EvaluationTab:
    """The widgets; `note` says what there is instead of runs, and which files are none."""

    tab: gr.Tab
    note: gr.HTML
    runs: gr.HTML
    board: gr.HTML
    chosen: gr.State


def tab() -> EvaluationTab:
    """The tab, in Chinese until the page is opened."""
    with gr.Tab(say("zh", "tab_evaluation"), elem_id="xw-evaluation-tab") as one:
        runs = html("xw-runs", "evaluation.js")
        note = html("xw-runs-note")
        board = html("xw-run", "evaluation.js")
        chosen = gr.State("")
    return EvaluationTab(one, note, runs, board, chosen)


def wire(
    evaluation: Evaluation | None,
    blocks: gr.Blocks,
    on: EvaluationTab,
    reader: gr.HTML,
    people: People | None,
) -> None:
    """Opening the tab, choosing a run, opening a case."""

    def words(request: gr.Request) -> Any:
        return gr.update(label=say(language_of(request), "tab_evaluation"))

    # A run may have been kept since: the folder is looked through when the tab is opened.
    def opened(name: str, request: gr.Request) -> Update:
        language = language_of(request)
        if evaluation is None:
            return {on.note: view.absent(language)}
        return _opened(evaluation, on, name, language, edits=may_edit(people, request.username))

    def chose(event: gr.EventData, request: gr.Request) -> Update:
        language = language_of(request)
        listing, run, _ = _sent(evaluation, event)
        if evaluation is None or run is None:
            return {on.board: view.gone(language)}
        return {on.board: view.board(run, listing, evaluation, language), on.chosen: run.name}

    def read(event: gr.EventData, request: gr.Request) -> str:
        language = language_of(request)
        _, run, number = _sent(evaluation, event)
        if evaluation is None or run is None:
            return view.gone(language)
        try:
            found = evaluation.case(run, number, language)
        except XianwenError as error:
            return view.failed(error, language)
        return view.case(run, *found, language) if found else view.gone(language)

    blocks.load(words, None, on.tab, **QUIET)
    on.tab.select(opened, on.chosen, [on.note, on.runs, on.board, on.chosen], **QUIET)
    on.runs.select(chose, None, [on.board, on.chosen], trigger_mode="always_last", **QUIET)
    on.board.select(read, None, reader, **QUIET)


def _opened(
    evaluation: Evaluation, on: EvaluationTab, name: str, language: Language, *, edits: bool
) -> Update:
    """All of the tab: the run that was chosen, where it is still there, else the newest."""
    try:
        listing = evaluation.listing()
    except XianwenError as error:
        return {on.note: view.failed(error, language), on.runs: "", on.board: ""}
    files = view.unread(listing.unread, language) if edits else ""
    if not listing.runs:
        none = view.nothing(evaluation.folder if edits else None, language)
        return {on.note: none + files, on.runs: "", on.board: ""}
    run = view.named(listing.runs, name) or listing.runs[0]
    return {
        on.note: files,
        on.runs: view.table(listing.runs, run.name, evaluation.lines, language),
        on.board: view.board(run, listing, evaluation, language),
        on.chosen: run.name,
    }


def _sent(evaluation: Evaluation | None, event: gr.EventData) -> tuple[Any, Run | None, int]:
    """What there is, the run that the browser means, None where there is none of this name, and the number of its case."""
    data: Any = event._data if isinstance(event._data, dict) else {}
    try:
        listing = evaluation.listing() if evaluation else None
    except XianwenError:
        listing = None
    run = view.named(listing.runs, str(data.get("run", ""))) if listing else None
    number = data.get("case")
    return listing, run, number if isinstance(number, int) else 0
