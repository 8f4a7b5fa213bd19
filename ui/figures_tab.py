"""The tab of figures as Gradio widgets: choose, see, open the source, take away. What is shown is made in `ui.figures`."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ui import figures, figures_chart, figures_drawing, figures_sheet, figures_table
from ui.figures import Measure, Row
from ui.figures_chart import Chart
from ui.i18n import Language, say
from ui.page import Page, Reports, span_of
from ui.widgets import QUIET, html, language_of

Update = dict[Any, Any]
_TAKE = "() => setTimeout(() => document.querySelector('#xw-figures-file')?.click(), 50)"


@dataclass(frozen=True, slots=True)
class FiguresTab:
    """The widgets; `board` holds all but the line that is shown where there are no figures."""

    tab: gr.Tab
    nothing: gr.HTML
    board: gr.Column
    indicator: gr.Dropdown
    measure: gr.Radio
    places: gr.Dropdown
    years: gr.Dropdown
    chart: gr.HTML
    note: gr.HTML
    count: gr.HTML
    csv: gr.Button
    xlsx: gr.Button
    file: gr.DownloadButton
    table: gr.HTML

    @property
    def chosen(self) -> list[Any]:
        """What a person chooses with."""
        return [self.indicator, self.measure, self.places, self.years]

    @property
    def shown(self) -> list[Any]:
        """What follows from it."""
        return [self.chart, self.note, self.count, self.csv, self.xlsx, self.table]


def tab() -> FiguresTab:
    """The tab, in Chinese until the page is opened."""
    with gr.Tab(say("zh", "tab_figures"), elem_id="xw-figures-tab") as one:
        nothing = html("xw-figures-nothing")
        with gr.Column(elem_id="xw-figures", visible=False) as board:
            with gr.Row(elem_id="xw-figures-choose"):
                indicator = gr.Dropdown([], elem_id="xw-figures-indicator", interactive=True, scale=1)
                measure = gr.Radio([], elem_id="xw-figures-measure", interactive=True, scale=1)
                places = gr.Dropdown([], multiselect=True, elem_id="xw-figures-places", interactive=True)
                years = gr.Dropdown([], multiselect=True, elem_id="xw-figures-years", interactive=True)
            chart = html("xw-figures-chart", "figures.js")
            note = html("xw-figures-note")
            with gr.Row(elem_id="xw-figures-take"):
                count = html("xw-figures-count")
                csv = gr.Button("CSV", size="sm", elem_id="xw-figures-csv", scale=0)
                xlsx = gr.Button("XLSX", size="sm", elem_id="xw-figures-xlsx", scale=0)
                file = gr.DownloadButton(visible="hidden", elem_id="xw-figures-file")
            table = html("xw-figures-table", "figures.js")
    return FiguresTab(
        one, nothing, board, indicator, measure, places, years, chart, note, count, csv, xlsx, file, table
    )


def wire(inner: Page, library: Reports, blocks: gr.Blocks, on: FiguresTab, reader: gr.HTML) -> None:
    """Opening the tab, choosing, reading the source."""

    def words(request: gr.Request) -> Update:
        return _words(on, language_of(request))

    # The reports may have changed on the other tab: what can be chosen is looked up when this one is opened.
    def opened(name: str | None, key: str | None, places: Any, years: Any, request: gr.Request) -> Update:
        return _opened(library, on, (name, key, places, years), language_of(request))

    def chose(name: str | None, key: str | None, places: Any, years: Any, request: gr.Request) -> Update:
        return _shown(library, on, (name, key, places, years), language_of(request))

    def read(event: gr.EventData, request: gr.Request) -> str:
        data: Any = event._data if isinstance(event._data, dict) else {}
        return inner.read(str(data.get("doc", "")), span_of(data), language_of(request))

    labelled = [on.tab, on.indicator, on.measure, on.places, on.years, on.csv, on.xlsx]
    blocks.load(words, None, labelled, **QUIET)
    everything = [on.nothing, on.board, *on.chosen, *on.shown]
    on.tab.select(opened, on.chosen, everything, **QUIET)
    for one in on.chosen:
        one.input(chose, on.chosen, [*on.chosen, *on.shown], trigger_mode="always_last", **QUIET)
    for cited in (on.chart, on.table):
        cited.select(read, None, reader, **QUIET)
    _wire_files(library, on)


def _wire_files(library: Reports, on: FiguresTab) -> None:
    """A file is made when it is asked for, not at every choice; then the hidden button hands it over."""

    def maker(suffix: str, write: Callable[[Sequence[Row], Language], bytes]) -> Callable[..., str | None]:
        def make(name: str, key: str, places: Any, years: Any, request: gr.Request) -> str | None:
            language, measure = language_of(request), figures.measure(key or "")
            if measure is None:
                return None
            found = _rows(library, (name, key, places, years), measure, language)
            path = _fresh(on.file) / figures_sheet.file_name(name, measure, language, suffix)
            path.write_bytes(write(found, language))
            return str(path)

        return make

    for button, suffix, write in ((on.csv, "csv", figures_sheet.csv), (on.xlsx, "xlsx", figures_sheet.xlsx)):
        button.click(maker(suffix, write), on.chosen, on.file, **QUIET).success(None, js=_TAKE, **QUIET)


def _fresh(button: gr.DownloadButton) -> Path:
    """A new folder where Gradio serves files from, and deletes them when they are old."""
    folder = Path(button.GRADIO_CACHE) / secrets.token_hex(16)
    folder.mkdir(parents=True)
    return folder


def _words(on: FiguresTab, language: Language) -> Update:
    labels = {on.indicator: "indicator", on.measure: "measure", on.places: "places", on.years: "years"}
    return {
        on.tab: gr.update(label=say(language, "tab_figures")),
        **{widget: gr.update(label=say(language, f"figures_{name}")) for widget, name in labels.items()},
        on.csv: say(language, "figures_take", form="CSV"),
        on.xlsx: say(language, "figures_take", form="Excel"),
    }


def _opened(library: Reports, on: FiguresTab, chosen: tuple[Any, ...], language: Language) -> Update:
    choices = figures.indicator_choices(library.indicators())
    if not choices:
        line = say(language, "figures_none" if library.counts()[0] else "no_reports")
        return {on.nothing: figures_table.empty(line), on.board: gr.update(visible=False)}
    names = [value for _, value in choices]
    name = chosen[0] if chosen[0] in names else names[0]
    after = _shown(library, on, (name, *chosen[1:]), language)
    after[on.indicator] = gr.update(choices=choices, value=name)
    return after | {on.nothing: "", on.board: gr.update(visible=True)}


def _shown(library: Reports, on: FiguresTab, chosen: tuple[Any, ...], language: Language) -> Update:
    """What is shown of a choice; of the choice itself only what there still is stays chosen."""
    name, key, places, years = chosen
    counts = library.figure_counts(name or "")
    measures = figures.measure_choices(counts, language)
    keys = [value for _, value in measures]
    key = key if key in keys else next(iter(keys), "")
    measure = figures.measure(key)
    if measure is None:
        return _results([], None, on, language) | {
            widget: gr.update(choices=[], value=None) for widget in on.chosen[1:]
        }
    of_places = figures.place_choices(counts, measure, language)
    of_years = figures.year_choices(counts, measure, language)
    places, years = _still(places, of_places), _still(years, of_years)
    found = _rows(library, (name, key, places, years), measure, language)
    drawn = figures_chart.chart(found, name, measure, language, every=bool(places))
    return _results(found, drawn, on, language) | {
        on.measure: gr.update(choices=measures, value=key),
        on.places: gr.update(choices=of_places, value=places),
        on.years: gr.update(choices=of_years, value=years),
    }


def _still(chosen: Any, choices: Sequence[tuple[str, Any]]) -> list[Any]:
    there = {value for _, value in choices}
    return [one for one in chosen or [] if one in there]


def _rows(library: Reports, chosen: tuple[Any, ...], measure: Measure, language: Language) -> list[Row]:
    name, _, places, years = chosen
    return figures.rows(library.stated(name, places or (), years or ()), measure, language)


def _results(found: Sequence[Row], chart: Chart | None, on: FiguresTab, language: Language) -> Update:
    return {
        on.chart: figures_drawing.drawing(chart, language) if chart else "",
        on.note: figures_table.notes(found, chart, language),
        on.count: figures_table.count(found, language),
        on.csv: gr.update(interactive=bool(found)),
        on.xlsx: gr.update(interactive=bool(found)),
        on.table: figures_table.table(found, language),
    }
