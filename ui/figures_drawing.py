"""A chart as HTML: two drawings of it in SVG, of which page.css shows the one that fits, and the legend. Pure functions.

pygal, which is known here alone, lays it out. Its scripts, styles and boxes are taken out again: page.css gives the
colours, `<title>` the words at a point. Words stay words, so that the browser's own fonts show them.
Everything that comes from a report is escaped: by pygal's XML in the drawings, by `escape` around them.
"""

from html import escape
from typing import Any
from unicodedata import east_asian_width

import pygal
from pygal.style import Style

from ui.figures import as_said
from ui.figures_chart import Chart, Point
from ui.i18n import Language, say

_WIDTHS = {"xw-wide": 680, "xw-narrow": 350}
"""Of the drawings, in the units of their view boxes; about the pixels they are shown with."""
_FONT = 13
_DRAWN = ("g", "path", "rect", "circle", "text")
_ROW = 27
"""Units from one bar to the next."""
_NAMES = 0.38
"""The part of the width that names of bars may take; longer ones are cut."""
_NARROW, _WIDE, _PYGAL = 0.56, 1.0, 0.6
"""Widths of a character in parts of the font size: of a Latin and of a Chinese one, and what pygal reckons with."""


def drawing(chart: Chart, language: Language) -> str:
    """The chart as a figure with its caption; for lines also a legend."""
    caption = chart.axis
    if len(chart.years) == 1:
        caption = say(language, "figures_in_year", axis=chart.axis, year=chart.years[0])
    drawings = "".join(_svg(chart, name, language) for name in _WIDTHS)
    legend = _legend(chart) if chart.form == "line" else ""
    return (
        f'<figure class="xw-chart xw-{chart.form}s"><figcaption>{escape(_plain(caption))}</figcaption>'
        f"{drawings}{legend}</figure>"
    )


def _svg(chart: Chart, name: str, language: Language) -> str:
    plot = (_lines if chart.form == "line" else _bars)(chart, _WIDTHS[name], language)
    label = say(
        language,
        f"figures_{chart.form}_label",
        axis=chart.axis,
        years=_years(chart),
        names=say(language, "comma").join(chart.series),
    )
    plot.add_xml_filter(lambda root: _bare(root, {"class": name, "role": "img", "aria-label": label}))
    return str(plot.render(is_unicode=True, disable_xml_declaration=True))


def _lines(chart: Chart, width: int, language: Language) -> Any:
    """Two lines for each series: one that breaks where a year is missing, and one through all its points."""
    years = chart.years
    every = -(-len(years) * 3 * _FONT // width)  # years that are named stand three font sizes apart
    plot = pygal.Line(
        **_config(width, 0.44 * width + 60),
        x_labels=[str(year) for year in years],
        x_labels_major=[str(year) for year in years[::every]],
        show_minor_x_labels=False,
        max_scale=7,
        dots_size=max(2, min(4, width / len(years) / 4)),  # they touch no neighbour
        margin_left=1,
        margin_right=20,
    )
    for series in chart.series:
        told = {one.year: _value(one, language) for one in chart.points if one.series == series}
        values = [told.get(year) for year in years]
        plot.add("", values, allow_interruptions=True)
        plot.add("", values, show_dots=False)
    return plot


def _bars(chart: Chart, width: int, language: Language) -> Any:
    """Bars from zero, the highest on top, each with its value at its end."""
    points = chart.points[::-1]  # from below
    names = [_cut(_plain(one.series), _NAMES * width / _FONT) for one in points]
    missing = max(map(_ems, names)) - _PYGAL * max(map(len, names))
    beside = (max(_ems(_number(one.value)) for one in points) + 1) * _FONT
    low, high = min(0.0, points[0].value), max(0.0, points[-1].value)
    if low < 0:
        low -= (high - low) * beside / (width / 2)
    plot = pygal.HorizontalBar(
        **_config(width, len(points) * _ROW + 32),
        x_labels=names,
        max_scale=width // 100 + 1,
        print_values=True,
        print_values_position="top",
        margin_right=beside,
        margin_left=max(missing * _FONT, 1),
        range=(low, high),
    )
    plot.add("", [_value(one, language) for one in points])
    return plot


def _config(width: int, height: float) -> dict[str, Any]:
    """What both forms share; nothing is loaded, neither scripts nor styles."""
    return {
        "width": width,
        "height": round(height),
        "style": Style(label_font_size=_FONT, major_label_font_size=_FONT, value_font_size=_FONT),
        "css": (),
        "js": (),
        "no_prefix": True,
        "show_legend": False,
        "truncate_label": -1,
        "margin": 10,
        "margin_bottom": 1,
        "value_formatter": _number,
    }


def _value(one: Point, language: Language) -> dict[str, Any]:
    """A point as pygal takes it, with the words at it and the characters that give it."""
    figure = one.source.figure
    words = say(language, "figures_point", name=one.series, year=one.year, value=as_said(one.source))
    span = {"data-doc": _plain(one.source.doc_id), "data-start": figure.start, "data-end": figure.end}
    return {"value": one.value, "tooltip": _plain(words), "node": span}


def _bare(root: Any, attributes: dict[str, str]) -> Any:
    """The drawing without what pygal adds for its scripts, its series under the classes of page.css."""
    for parent in list(root.iter()):
        for one in list(parent):
            if not _is_drawn(one, parent):
                parent.remove(one)
    for one in root.iter("g"):
        _, _, series = one.get("class", "").partition("serie-")
        if series:
            at = int(series.split()[0])
            one.set("class", f"xw-s{at // 2} xw-through" if at % 2 else f"xw-s{at // 2}")
    for one in root.iter("text"):
        if one.get("class") == "value":  # beside the end of its bar, which pygal would have it lie over
            one.set("text-anchor", "end" if one.text.startswith("-") else "start")
    root.attrib.pop("id")
    for key, value in attributes.items():
        root.set(key, _plain(value))
    return root


def _is_drawn(one: Any, parent: Any) -> bool:
    if one.tag == "title":  # the words at a point; the others say pygal, or where a word stands
        return parent.get("class") in ("dots", "bar")
    return one.tag in _DRAWN and "tooltip-overlay" not in one.get("class", "")


def _legend(chart: Chart) -> str:
    names = "".join(
        f'<li class="xw-s{at}">{escape(_plain(name))}</li>' for at, name in enumerate(chart.series)
    )
    return f'<ul class="xw-legend">{names}</ul>'


def _years(chart: Chart) -> str:
    first, last = chart.years[0], chart.years[-1]
    return str(first) if first == last else f"{first}–{last}"


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _plain(text: str) -> str:
    """A text without the characters that no XML can hold."""
    return "".join(char if char.isprintable() else " " for char in text)


def _ems(text: str) -> float:
    """How wide a text is, about, in font sizes."""
    return sum(_WIDE if east_asian_width(char) in "WFA" else _NARROW for char in text)


def _cut(text: str, room: float) -> str:
    """A text of at most `room` font sizes, with … where something is missing."""
    kept = text
    while _ems(kept) > room:
        kept = f"{kept.removesuffix('…')[:-1]}…"
    return kept
