"""PDF with a text layer. pdfplumber and the pdfminer below it are known to this module alone."""

import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import UnreadableSource
from index.formats import ocr
from index.formats.grid import table_lines
from index.formats.layout import Box, Line, furniture, is_furniture, paragraphs, reading_order
from index.records import Loaded

_CID = re.compile(r"\(cid:\d+\)")
_MIN_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Page:
    height: float
    lines: list[Line]
    pictures: bool


def read_pdf(name: str, data: bytes) -> Loaded:
    """Paragraphs and tables in reading order, a form feed after each page (a newline before it ends the paragraph too).

    Tables with ruled lines become Markdown tables; one that runs over a page goes on without its repeated header.
    Pages that are pictures, and all pages where the fonts name no characters, are recognised where the extra `ocr` is
    installed. Raises UnreadableSource for encrypted and damaged files, and for what would have to be recognised.
    """
    import pdfplumber

    # A font without a bounding box is worth a line for every character to it, and nothing to a reader.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = [_page(page) for page in pdf.pages]
            seen = _to_recognise(pages) if ocr.can_recognise() else []
            for at in seen:
                pages[at] = _recognised(pdf.pages[at])
            title = str(pdf.metadata.get("Title") or "")
    except (PDFPasswordIncorrect, PdfminerException) as error:
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.args[0], PDFPasswordIncorrect):
            raise UnreadableSource(
                f"{name}: the PDF is encrypted; remove its password and add it again",
                f"{name}：PDF 有密码；请去掉密码后再加入",
            ) from error
        raise _damaged(name, error) from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        # What pdfminer raises on broken objects inside an otherwise readable file.
        raise _damaged(name, error) from error
    text = _text(pages)
    _check_readable(name, text, pages)
    if seen:
        logging.getLogger(__name__).warning("%s: %d pages recognised from pictures", name, len(seen))
    return Loaded(text=text, title=title, recognised=len(seen))


def _to_recognise(pages: Sequence[_Page]) -> list[int]:
    """Which pages, counted from 0, only their picture can tell: scans, and all where the fonts name no characters."""
    if _unnamed("".join(line.box.text for page in pages for line in page.lines)):
        return list(range(len(pages)))
    return [at for at, page in enumerate(pages) if page.pictures and not page.lines]


def _recognised(page: Any) -> _Page:
    import numpy as np

    picture = page.to_image(resolution=round(72 * ocr.DOTS_PER_POINT)).original.convert("RGB")
    boxes = ocr.recognised(np.asarray(picture))
    page.close()
    return _Page(float(page.height), reading_order(boxes, float(page.width)), pictures=False)


def _unnamed(text: str) -> bool:
    """Whether more than half of a text is numbers in the place of characters."""
    return sum(len(hit) for hit in _CID.findall(text)) * 2 > len(text) > 0


def _damaged(name: str, error: Exception) -> UnreadableSource:
    return UnreadableSource(
        f"{name}: the PDF is damaged ({error}); export it again", f"{name}：PDF 已损坏；请重新导出"
    )


def _check_readable(name: str, text: str, pages: Sequence[_Page]) -> None:
    remedy = ("recognise its text (OCR) first", "请先做文字识别（OCR）")
    if not ocr.can_recognise():
        remedy = (
            f"{remedy[0]}, or `pip install 'xianwen[ocr]'`",
            f"{remedy[1]}，或运行 `pip install 'xianwen[ocr]'`",
        )
    if not text.strip():
        raise UnreadableSource(
            f"{name}: the PDF has no text layer (a scan?), and none can be seen; {remedy[0]} and add it again",
            f"{name}：PDF 没有文字层（可能是扫描件），也识别不出文字；{remedy[1]}后再加入",
        )
    if _unnamed(text):
        raise UnreadableSource(
            f"{name}: the fonts of the PDF do not say which characters they draw; print it to PDF again, or {remedy[0]}",
            f"{name}：PDF 的字体没有文字编码，无法取出文字；请重新打印成 PDF，或{remedy[1]}",
        )
    scanned = [at for at, page in enumerate(pages, start=1) if page.pictures and not page.lines]
    if scanned:
        logging.getLogger(__name__).warning("%s: pages without text (scans?): %s", name, scanned)


def _page(page: Any) -> _Page:
    tables = _tables(page)
    bounds = [found.bbox for found in tables]
    words = [
        Box(w["x0"], w["top"], w["x1"], w["bottom"], w["text"])
        for w in page.extract_words(x_tolerance_ratio=0.3, keep_blank_chars=False)
        if not any(
            x0 <= (w["x0"] + w["x1"]) / 2 <= x1 and t <= (w["top"] + w["bottom"]) / 2 <= b
            for x0, t, x1, b in bounds
        )
    ]
    words += [
        Box(x0, top, x1, bottom, "", tuple(lines))
        for found in tables
        for x0, top, x1, bottom in [found.bbox]
        if (lines := table_lines(_grid(found)))
    ]
    made = _Page(float(page.height), reading_order(words, float(page.width)), bool(page.images))
    page.close()  # drops the characters of the page: a long report does not pile up in memory
    return made


def _tables(page: Any) -> list[Any]:
    """Ruled tables of at least two rows and columns; a frame around text is none."""
    if not (page.lines or page.rects or page.curves):
        return []
    return [
        found
        for found in page.find_tables()
        if len(found.rows) >= _MIN_ROWS and max(len(row.cells) for row in found.rows) >= 2
    ]


def _grid(table: Any) -> list[list[str]]:
    """The cells of a table; a merged cell, which pdfplumber gives once, is filled in from the cell that covers it."""
    texts = table.extract(x_tolerance_ratio=0.3)
    boxes = [row.cells for row in table.rows]
    known = [(box, texts[y][x] or "") for y, row in enumerate(boxes) for x, box in enumerate(row) if box]
    columns = [
        next((row[x] for row in boxes if x < len(row) and row[x]), None) for x in range(max(map(len, boxes)))
    ]
    heights = [next((box for box in row if box), None) for row in boxes]
    grid: list[list[str]] = []
    for y, row in enumerate(boxes):
        cells = []
        for x, box in enumerate(row):
            text = texts[y][x] or ""
            if box is None and (column := columns[x]) and heights[y]:
                middle = (column[0] + column[2]) / 2, _middle(row, heights[y])
                text = next((t for b, t in known if _inside(b, *middle)), "")
            cells.append(text)
        grid.append(cells)
    return grid


def _middle(row: Sequence[Any], fallback: Any) -> float:
    """The height at which a row surely stands: the middle of its lowest cell."""
    lowest = min((box for box in row if box), key=lambda box: box[3] - box[1], default=fallback)
    return float((lowest[1] + lowest[3]) / 2)


def _inside(box: Any, x: float, y: float) -> bool:
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _text(pages: Sequence[_Page]) -> str:
    known = furniture([(page.height, page.lines) for page in pages])
    out = ""
    header: tuple[str, ...] = ()
    for at, page in enumerate(pages):
        lines = [line for line in page.lines if not is_furniture(line, page.height, known)]
        lines, header = _continued(lines, header)
        parts, open_end = paragraphs(lines)
        out += "\n".join(parts)
        if at < len(pages) - 1:
            out += "\f" if open_end else "\n\f"
    return out


def _continued(lines: list[Line], header: tuple[str, ...]) -> tuple[list[Line], tuple[str, ...]]:
    """A table that opens a page under the header of the one that closed the last goes on without header and rule.

    Returns the lines, and the header of the table that closes this page, if one does.
    """
    if lines and header and (first := lines[0].box.table):
        if first[:2] == header:
            lines = [_with_table(lines[0], first[2:]), *lines[1:]]
        elif first[0].count("|") == header[0].count("|") and len(first) > 1 and first[1] == header[1]:
            lines = [_with_table(lines[0], (first[0], *first[2:])), *lines[1:]]
    last = lines[-1].box.table if lines else ()
    if len(lines) == 1 and header:
        return lines, header
    return lines, last[:2] if len(last) > 1 and last[1].startswith("|---") else ()


def _with_table(line: Line, rows: tuple[str, ...]) -> Line:
    box = line.box
    return Line(Box(box.x0, box.top, box.x1, box.bottom, "", rows), line.left, line.right)
