"""Word documents. python-docx is known to this module alone."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from index.errors import UnreadableSource
from index.formats.grid import cell_text, table_lines
from index.formats.numbering import Numbering
from index.records import Loaded

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.I)
_CONTENTS = re.compile(r"^(?:toc|目录)\s*(?:heading|标题|\d)?$", re.I)
_MAX_DEPTH = 6


def read_docx(name: str, data: bytes) -> Loaded:
    """Headings as `#` lines, paragraphs, lists with the numbers Word shows, tables and text boxes, in their order.

    Deleted text of tracked changes and the table of contents stay out. Title and date are the document's own
    properties. Raises UnreadableSource for damaged and encrypted files.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
        lines = _Reader(document).lines()
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        SyntaxError,
        AttributeError,
    ) as error:
        raise UnreadableSource(
            f"{name}: the Word file is damaged or has a password ({error or type(error).__name__}); save it again as .docx",
            f"{name}：Word 文件已损坏或有密码；请重新存为 .docx",
        ) from error
    return Loaded(text="\n".join(lines), title=_title(document.core_properties.title or ""))


def _title(given: str) -> str:
    """Word fills in titles such as PowerPoint's or a template's name; Chinese ones are somebody's own."""
    return given.strip() if re.search(r"[\u4e00-\u9fff]", given) else ""


class _Reader:
    """Walks the body of one document; holds its styles and the state of its numbered lists."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._styles = {style.style_id: style for style in document.styles}
        self._default = next(
            (s.style_id for s in document.styles if s.type == 1 and s.element.get(f"{_W}default")), ""
        )
        part = next(
            (r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None
        )
        self._numbering = Numbering(part.element if part is not None else None)

    def lines(self) -> list[str]:
        return list(self._blocks(self._body))

    def _blocks(self, parent: Any, depth: int = 0) -> Iterator[str]:
        for child in parent:
            kind = child.tag.removeprefix(_W)
            if kind == "p":
                yield from self._paragraph(child, depth)
            elif kind == "tbl":
                yield from ["", *self._table(child, depth), ""]
            elif kind in {"sdt", "sdtContent", "ins", "customXml", "smartTag"} and depth < _MAX_DEPTH:
                yield from self._blocks(child, depth)

    def _paragraph(self, p: Any, depth: int) -> Iterator[str]:
        name = self._style_name(p)
        if not _CONTENTS.match(name):
            text = _text_of(p)
            number = self._numbering.label(*self._numbered(p)) if text.strip() else ""
            level = self._level(p, name) if text.strip() else 0
            for at, line in enumerate(text.split("\n")):
                lead = f"{'#' * level} " if level and not at else ""
                yield lead + (number if not at else "") + line.strip()
        if depth < _MAX_DEPTH:
            for box in _text_boxes(p):
                yield from self._blocks(box, depth + 1)

    def _style_name(self, p: Any) -> str:
        style = self._styles.get(_value(p, "pPr/pStyle") or self._default)
        return str(style.name) if style is not None and style.name else ""

    def _level(self, p: Any, name: str) -> int:
        """1 to 6 for headings: by style, by a style that builds on one, or by outline level; 0 for text."""
        if name.lower() in {"title", "标题"}:
            return 1
        style = self._styles.get(_value(p, "pPr/pStyle"))
        seen = 0
        while style is not None and seen < _MAX_DEPTH:
            if found := _HEADING.match(style.name or ""):
                return min(6, int(found[1]))
            style, seen = style.base_style, seen + 1
        outline = _value(p, "pPr/outlineLvl")
        return min(6, int(outline) + 1) if outline.isdecimal() and int(outline) < 9 else 0

    def _numbered(self, p: Any) -> tuple[str, str]:
        """The list (numId) and level (ilvl) of a paragraph, its own or its style's; "" for none."""
        if number := _value(p, "pPr/numPr/numId"):
            return number, _value(p, "pPr/numPr/ilvl") or "0"
        style = self._styles.get(_value(p, "pPr/pStyle"))
        if style is None:
            return "", "0"
        return _value(style.element, "pPr/numPr/numId"), _value(style.element, "pPr/numPr/ilvl") or "0"

    def _table(self, table: Any, depth: int) -> list[str]:
        """Rows with merged cells filled in; tables inside cells follow it."""
        grid: list[list[str]] = []
        inner: list[str] = []
        for row in table.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not table:
                continue
            cells: list[str] = [""] * int(_value(row, "trPr/gridBefore") or 0)
            for cell in row.iter(f"{_W}tc"):
                if next(cell.iterancestors(f"{_W}tr")) is not row:
                    continue
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                text = cell_text("\n".join(_text_of(p) for p in cell.iter(f"{_W}p") if _owner(p) is cell))
                if merged is not None and merged.get(f"{_W}val") != "restart" and grid:
                    text = grid[-1][len(cells)] if len(cells) < len(grid[-1]) else text
                cells += [text] * int(_value(cell, "tcPr/gridSpan") or 1)
                if depth < _MAX_DEPTH:
                    inner += [x for t in cell.findall(f"{_W}tbl") for x in ["", *self._table(t, depth + 1)]]
            grid.append(cells)
        if max((len(row) for row in grid), default=0) == 1:  # a frame around text
            return [row[0] for row in grid if row[0]] + inner
        return table_lines(grid) + inner


def _owner(p: Any) -> Any:
    return next(p.iterancestors(f"{_W}tc", f"{_W}txbxContent"), None)


def _value(element: Any, path: str) -> str:
    found = element.find("/".join(f"{_W}{part}" for part in path.split("/")))
    return str(found.get(f"{_W}val") or "") if found is not None else ""


def _text_of(p: Any) -> str:
    """What a reader sees of a paragraph: inserted text too, deleted text, field codes and text boxes not."""
    out = []
    for part in p.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        within = next(
            part.iterancestors(f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}tabs", f"{_W}p")
        )
        if within is not p:
            continue
        kind = part.tag.removeprefix(_W)
        out.append({"t": part.text or "", "tab": " ", "noBreakHyphen": "-"}.get(kind, "\n"))
    return "".join(out)


def _text_boxes(p: Any) -> list[Any]:
    """The contents of text boxes; Word writes each twice, for new and old readers: the fallback is passed over."""
    return [
        box
        for box in p.iter(f"{_W}txbxContent")
        if not any(up.tag.endswith("}Fallback") for up in box.iterancestors())
        and next(box.iterancestors(f"{_W}p")) is p
    ]
