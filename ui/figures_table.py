"""The table of figures as HTML: every number opens its report at the characters that give it. Pure functions.

Everything that comes from a report is escaped here.
"""

from collections.abc import Sequence
from html import escape

from index.records import Stated
from ui.figures import Row, in_columns, signed
from ui.figures_chart import Chart
from ui.i18n import Language, say

ROWS = 300
"""Rows shown at once; the downloads have all of them."""

_NAMED = 3
"""Places named of many that are not drawn."""
_COLUMNS = ("place", "year", "period", "value", "unit", "change", "report")


def table(found: Sequence[Row], language: Language) -> str:
    """The rows, each the way to its report; a column of changes only where a report gives one."""
    if not found:
        return empty(say(language, "figures_none_chosen"))
    columns = [one for one in _COLUMNS if one != "change" or any(row.change for row in found)]
    heads = "".join(
        f'<th class="xw-fig-{one}">{escape(say(language, f"figures_col_{one}"))}</th>' for one in columns
    )
    body = "".join(_row(row, columns, language) for row in found[:ROWS])
    return f'<table class="xw-figures"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def count(found: Sequence[Row], language: Language) -> str:
    """How many rows there are and are shown, and what can be done with one."""
    key = "figures_first" if len(found) > ROWS else "figures_count"
    words = say(language, key, count=f"{len(found):,}", shown=ROWS)
    return _small(words)


def notes(found: Sequence[Row], chart: Chart | None, language: Language) -> str:
    """What the chart does not show of the rows, and how to see it; nothing where it shows all."""
    if not found:
        return ""
    if chart is None:
        return _small(say(language, "figures_no_chart"))
    lines = []
    if chart.wider:
        names = say(language, "comma").join(chart.wider[:_NAMED])
        names = say(language, "figures_wider_more", names=names) if len(chart.wider) > _NAMED else names
        lines.append(_small(say(language, "figures_wider", names=names)))
    if chart.left_out:
        lines.append(_small(say(language, "figures_left_out", count=chart.left_out)))
    return "".join(lines)


def empty(text: str) -> str:
    """A line in the place of a table."""
    return f'<div class="xw-empty">{escape(text)}</div>'


def _row(row: Row, columns: Sequence[str], language: Language) -> str:
    cells = "".join(_cell(row, column, language) for column in columns)
    return f"<tr {_span(row.stated)}>{cells}</tr>"


def _cell(row: Row, column: str, language: Language) -> str:
    return f'<td class="xw-fig-{column}">{_inner(row, column, language)}</td>'


def _inner(row: Row, column: str, language: Language) -> str:
    figure = row.figure
    if column == "place":
        subject = f"<small>{escape(figure.subject)}</small>" if figure.subject else ""
        return f"<b>{escape(row.place)}</b>{subject}"
    if column == "value":
        return _value(row, language)
    if column == "unit":
        return escape(in_columns(row.stated)[1])
    if column == "change":
        return _change(row.change)
    if column == "report":
        return _report(row.stated)
    return escape(figure.period if column == "period" else str(figure.year or "")) or "—"


def _value(row: Row, language: Language) -> str:
    figure, number = row.figure, in_columns(row.stated)[0]
    falls = figure.kind in ("growth", "change") and figure.value < 0 and number[:1] not in "-－−"
    marks = {
        "figures_planned": figure.planned,
        "figures_rough": figure.approximate,
        "figures_disputed": row.disputed,
    }
    tags = "".join(
        f'<span class="xw-tag xw-{key[8:]}" title="{escape(say(language, f"{key}_hint"))}">{escape(say(language, key))}</span>'
        for key, on in marks.items()
        if on
    )
    sign = f"{escape(say(language, 'figures_falls'))} " if falls else ""
    hint = escape(row.stated.sentence, quote=True)
    return f'{tags}<button type="button" class="xw-fig-open" title="{hint}">{sign}{escape(number)}</button>'


def _change(change: Stated | None) -> str:
    if change is None:
        return "—"
    text = escape(signed(change))
    return f'<button type="button" class="xw-fig-open" {_span(change)}>{text}</button>'


def _report(one: Stated) -> str:
    date = f"<small>{escape(one.date)}</small>" if one.date else ""
    return f"{escape(one.title)}{date}"


def _span(one: Stated) -> str:
    figure = one.figure
    return f'data-doc="{escape(one.doc_id)}" data-start="{figure.start}" data-end="{figure.end}"'


def _small(words: str) -> str:
    return f'<div class="xw-small">{escape(words)}</div>'
