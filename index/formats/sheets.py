"""Spreadsheets: XLSX, CSV and TSV, shown as a person sees them, and written. openpyxl is known to this module alone."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from index.errors import SourceTooLarge, UnreadableSource
from index.formats.cells import shown
from index.formats.grid import blocks, table_lines
from index.formats.text import decode
from index.records import Loaded

Value = str | int | float | None
"""A cell that is written."""

_MAX_CELLS = 4_000_000
_MAX_TEXT = 32_767
_DELIMITERS = ",\t;|，"
_PLAIN_SHEET = ("sheet", "工作表")
_RUNS = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
"""What a spreadsheet takes for the begin of a formula, the wide forms in an Asian locale."""
_SIGNED = re.compile(r"[+-]?\d[\d,.]*[%％]?")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def read_csv(name: str, data: bytes) -> Loaded:
    """Tables under the lines above them; the delimiter is the one of `,` tab `;` `|` that the rows agree on.

    Raises UnreadableSource for bytes that are no text.
    """
    text = decode(name, data).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    delimiter = "\t" if name.lower().endswith(".tsv") else _delimiter(text[:20_000])
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:  # a quote that is never closed: lines as they are
        rows = [line.split(delimiter) for line in text.split("\n")]
    return Loaded(text="\n".join(_sheet_lines(rows)))


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Rows as CSV that Excel opens as UTF-8; a text that Excel would run as a formula is made one that it shows.

    >>> write_csv([["地区", -1.5, "=1+1"]]).decode("utf-8-sig")
    "地区,-1.5,'=1+1\\r\\n"
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(name: str, rows: Iterable[Sequence[Value]]) -> bytes:
    """Rows as a workbook of one sheet, the first of them its head. Texts are texts, never formulas."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = _NOT_IN_A_NAME.sub(" ", name)[:31].strip("' ") or "1"
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            cell = sheet.cell(y, x, _ILLEGAL.sub("", value)[:_MAX_TEXT] if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # "=1+1" became a formula when it was set
                cell.quotePrefix = bool(_RUNS.match(value))
            if y == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(value: Value) -> Value:
    if not isinstance(value, str) or not _RUNS.match(value) or _SIGNED.fullmatch(value):
        return value
    return f"'{value}"


def _delimiter(sample: str) -> str:
    """The mark that splits most lines into the same number of cells."""
    lines = [line for line in sample.split("\n")[:-1] or [sample] if line.strip()][:50]

    def agreement(mark: str) -> tuple[int, int]:
        counts = [len(next(csv.reader([line], delimiter=mark))) for line in lines]
        usual = max(counts, key=lambda n: (counts.count(n) if n > 1 else 0, n), default=1)
        return (counts.count(usual) if usual > 1 else 0, usual)

    return max(_DELIMITERS, key=agreement)


def read_xlsx(name: str, data: bytes) -> Loaded:
    """Every visible sheet: its name as a heading, then its tables with the lines above them as captions.

    Merged cells are filled in, figures and dates stand as their number format shows them, formulas as their last
    result. Raises UnreadableSource for damaged and encrypted files, SourceTooLarge for over four million cells.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():  # of styles and extensions that concern no reader
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data)) if _uncomputed(data) else None
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        SyntaxError,
        EOFError,
    ) as error:
        raise UnreadableSource(
            f"{name}: the workbook is damaged or has a password ({error or type(error).__name__}); save it again as .xlsx",
            f"{name}：工作簿已损坏或有密码；请重新存为 .xlsx",
        ) from error
    sheets = [s for s in book.worksheets if s.sheet_state == "visible"] or list(book.worksheets)
    lines: list[str] = []
    for sheet in sheets:
        _check_size(name, sheet)
        body = _sheet_lines(_rows(sheet, formulas[sheet.title] if formulas else None))
        titled = not sheet.title.lower().startswith(_PLAIN_SHEET) or len(sheets) > 1
        lines += [*([f"# {sheet.title}"] if titled and body else []), *body, ""]
    title = str(book.properties.title or "")
    return Loaded(text="\n".join(lines), title=title if any(char > "\u3400" for char in title) else "")


def _uncomputed(data: bytes) -> bool:
    """Whether a sheet has formulas without results, as programs that never computed them write: `<f>` and no `<v>` after it."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheets = [
            one for one in packed.namelist() if one.startswith("xl/worksheets/") and one.endswith(".xml")
        ]
        return any(b"</f><v></v>" in (xml := packed.read(one)) or b"</f><v/>" in xml or b"</f><v />" in xml or b"</f></c>" in xml
                   for one in sheets)  # fmt: skip


def _check_size(name: str, sheet: Any) -> None:
    cells = (sheet.max_row or 0) * (sheet.max_column or 0)
    if cells > _MAX_CELLS:
        raise SourceTooLarge(
            f"{name}: sheet {sheet.title!r} has {cells:,} cells, over the limit of {_MAX_CELLS:,}; delete its empty rows "
            "and columns or split it",
            f"{name}：工作表“{sheet.title}”有 {cells:,} 个单元格，超过 {_MAX_CELLS:,} 的上限；请删除空行空列或拆分",
        )


def _rows(sheet: Any, formulas: Any | None) -> Iterator[list[str]]:
    """Rows of shown texts. A merged title over a row stays one text in all its cells, so that it can be told."""
    covered = {
        (y, x): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for y in range(area.min_row, area.max_row + 1)
        for x in range(area.min_col, area.max_col + 1)
    }
    for y in range(1, (sheet.max_row or 0) + 1):
        yield [
            _cell(sheet, formulas, *covered.get((y, x), (y, x)))
            for x in range(1, (sheet.max_column or 0) + 1)
        ]


def _cell(sheet: Any, formulas: Any | None, y: int, x: int) -> str:
    cell = sheet.cell(y, x)
    if cell.value is None and formulas is not None:
        return str(formulas.cell(y, x).value or "")  # the formula itself: better than nothing at all
    return shown(cell.value, cell.number_format)


def _sheet_lines(rows: Any) -> list[str]:
    lines: list[str] = []
    for above, table in blocks(rows):
        lines += [*([""] if lines else []), *above, *table_lines(table)]
    return lines
