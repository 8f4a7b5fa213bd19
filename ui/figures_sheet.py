"""The rows of figures as a sheet to take away: the number to compute with, and the words that prove it."""

import re
from collections.abc import Sequence

from index.formats.sheets import Value, write_csv, write_xlsx
from ui.figures import Measure, Row, measure_name, signed
from ui.i18n import Language, say

_COLUMNS = (
    "place", "subject", "year", "period", "indicator", "kind", "number", "base", "written", "low", "high", "rough",
    "planned", "change", "report", "date", "source", "quote",
)  # fmt: skip
_NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|%#\s\x00-\x1f]+')


def sheet(found: Sequence[Row], language: Language) -> list[list[Value]]:
    """A head, then the rows. Numbers are in the base unit, that of the column beside them."""
    heads: list[Value] = [say(language, f"figures_col_{one}") for one in _COLUMNS]
    return [heads, *(_row(one, language) for one in found)]


def csv(found: Sequence[Row], language: Language) -> bytes:
    """The sheet as CSV for Excel."""
    return write_csv(sheet(found, language))


def xlsx(found: Sequence[Row], language: Language) -> bytes:
    """The sheet as a workbook."""
    return write_xlsx(say(language, "tab_figures"), sheet(found, language))


def file_name(indicator: str, measure: Measure, language: Language, suffix: str) -> str:
    """A name for the file: 地区生产总值_数值（元）.csv."""
    stem = _NOT_IN_A_FILE_NAME.sub("_", f"{indicator}_{measure_name(measure, language)}").strip("._")
    return f"{stem[:60]}.{suffix}"


def _row(row: Row, language: Language) -> list[Value]:
    one, figure = row.stated, row.figure
    yes = say(language, "figures_yes")
    return [
        row.place, figure.subject, figure.year, figure.period, figure.indicator, say(language, f"figures_{figure.kind}"),
        _whole(figure.value), figure.unit, one.written, _whole(figure.low), _whole(figure.high),
        yes if figure.approximate else "", yes if figure.planned else "", signed(row.change) if row.change else "",
        one.title, one.date, one.source, one.sentence.strip(),
    ]  # fmt: skip


def _whole(number: float | None) -> Value:
    """A number without a decimal point that says nothing: 66189000000 rather than 66189000000.0."""
    return int(number) if number is not None and number.is_integer() else number
