"""Web pages. trafilatura and lxml are known to this module alone."""

import logging
import re
from datetime import date
from typing import Any

from index.formats.grid import cell_text, table_lines
from index.formats.text import decode
from index.records import Loaded, Removed

_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.I)
_UNDATED = re.compile(r"^\d{4}-01-01$")
_MARK = re.compile(r"\s*⟦表(\d+)(?:，县)*⟧。?[ \t]*")
_BLOCKS = (
    "h1",
    "h2",
    "h3",
    "h4",
    "div",
    "p",
    "td",
    "center",
    "span",
    "font",
    "b",
    "strong",
    "li",
    "em",
    "i",
    "time",
)
_TEXTS = (
    *_BLOCKS,
    "a",
    "u",
    "small",
    "label",
    "tr",
    "tbody",
    "table",
    "ul",
    "section",
    "header",
    "big",
    "dd",
    "dt",
    "dl",
)
_CREDIT = re.compile(
    r"[【\[(（]?(?:发布|发文|更新)?(?:时间|日期)\s*[:：]|(?:信息|文章|稿件)?来源\s*[:：]|作者\s*[:：]|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}"
)
_CREDITED = re.compile(
    r"(?:来源|稿源)\s*[:：]|(?:时间|日期)\s*[:：]\s*\d{4}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}"
)
_HIDDEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|opacity:0(?:\.0*)?(?:;|$)"
    r"|(?:left|top|text-indent):-\d{4,})"
)
_TINY = re.compile(r"(?:^|;)font-size:(?:0+(?:\.0*)?(?:px|pt|em|rem|%)?|[01]px|0?\.\d+p[xt])(?:;|$)")
_COLOURS = {"white": "#ffffff", "black": "#000000"}
_HEAD_CHARS = 150
_TITLE_LEAST = 6
_MAX_SPAN = 200
_UNSEEN = {"script", "style", "noscript", "template", "head", "title", "option"}
_INLINE = {"a", "abbr", "b", "big", "em", "font", "i", "label", "small", "span", "strong", "sub", "sup", "u"}
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]*")
_TOGETHER = 60
"""Characters of a menu's items that stand in one line of what was left out."""
_LONG_CELL = 200


def read_html(name: str, data: bytes) -> Loaded:
    """The main text of a page by trafilatura (Barbaresi 2021), with its own title and date where it has them.

    Headings become `#` lines; data tables are read here, with merged cells filled and the caption above, and tables
    that only lay out the page are taken apart. Raises UnreadableSource for bytes that are no text.
    """
    return read_page(decode_page(name, data))


def decode_page(name: str, data: bytes, charset: str = "") -> str:
    """The page in `charset` or the one it declares, where that fits, else in the one that reads as text."""
    declared = _META_CHARSET.search(data[:4096])
    for named in filter(None, (charset, declared[1].decode("ascii") if declared else "")):
        try:
            return data.decode(_wider(named))
        except (LookupError, UnicodeDecodeError):
            logging.getLogger(__name__).info("%s: declared charset %s does not fit", name, named)
    return decode(name, data)


def _wider(charset: str) -> str:
    """GB2312 and GBK pages use characters beyond those sets, Big5 pages too; the wider sets hold both."""
    name = charset.lower()
    return "gb18030" if name in {"gb2312", "gbk"} else "big5hkscs" if name == "big5" else charset


def read_page(page: str) -> Loaded:
    """The report in a decoded page; see `read_html`."""
    import trafilatura

    facts = trafilatura.extract_metadata(page)
    title = (facts.title or "") if facts else ""
    published = (facts.date or "") if facts else ""
    tree, tables, head, hidden = _prepared(page, title)
    shown = _blocks(tree) if tree is not None else []
    body = trafilatura.extract(
        tree if tree is not None else page,
        output_format="txt",
        include_tables=True,
        include_comments=False,
        favor_recall=True,
        deduplicate=False,
    )
    text = _MARK.sub(lambda mark: "\n" + "\n".join(tables[int(mark[1])]) + "\n", body or "")
    whole = " ".join((tree.findtext(".//title") or "").split()) if tree is not None else ""
    title = head[0] or title
    site = whole.removeprefix(title).strip() if whole.startswith(title) else ""
    text = _with_head(text, title, head)
    removed = (
        *(Removed("hidden", one) for one in hidden),
        *(Removed("outside", one) for one in _outside(shown, text)),
    )
    return Loaded(text, title, _trusted_date(published, page), removed=removed, site=site)


def _prepared(page: str, title: str) -> tuple[Any, list[list[str]], list[str], list[str]]:
    """The page's tree with `#` before its headings and a mark in the place of each table, the tables' lines, its head,
    and the texts in it that nobody sees.

    trafilatura drops spans and sometimes whole tables; a paragraph as long as the table is one that it keeps.
    """
    import trafilatura

    tree = trafilatura.load_html(page)
    tables: list[list[str]] = []
    if tree is None:
        return None, tables, ["", ""], []
    hidden = _drop_hidden(tree)
    for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if "".join(heading.itertext()).strip():
            heading.text = f"{'#' * int(heading.tag[1])} {(heading.text or '').lstrip()}"
            # trafilatura leaves headings out where a page does not name the part that holds its text.
            heading.tag = "p"
    # Inner tables come before the ones around them: those are then seen without them.
    for table in reversed(list(tree.iter("table"))):
        if table.getparent() is None:
            continue
        if _is_layout(table):
            _take_apart(table)
        else:
            _mark(table, tables)
    return tree, tables, _head(tree, title), hidden


def _drop_hidden(tree: Any) -> list[str]:
    """Take out what a person does not see; not where that is most of the page, which a script then shows. What it said."""
    whole, root = _size(tree), tree.getroottree().getroot()
    gone: list[str] = []
    for part in [one for one in tree.iter() if isinstance(one.tag, str) and _is_hidden(one)]:
        if part.getroottree().getroot() is root and part.getparent() is not None and _size(part) * 2 < whole:
            gone += _joined(_blocks(part))
            part.drop_tree()
    return gone


def _blocks(tree: Any) -> list[str]:
    """The text of a tree by its blocks and breaks, each in one line; without scripts and what no reader sees."""
    lines: list[list[str]] = [[]]
    # Elements, their texts, and None where a line ends; no recursion, as pages may be nested deeply.
    waiting: list[Any] = [tree]
    while waiting:
        one = waiting.pop()
        if one is None:
            lines.append([])
        elif isinstance(one, str):
            lines[-1].append(one)
        elif isinstance(one.tag, str) and one.tag not in _UNSEEN:
            inner = [one.text or "", *(part for child in one for part in (child, child.tail or ""))]
            waiting += reversed(inner if one.tag in _INLINE else [None, *inner, None])
    found = (" ".join("".join(parts).split()).lstrip("# ") for parts in lines)
    return [line for line in found if _key(line) and "⟦表" not in line]


def _outside(shown: list[str], text: str) -> list[str]:
    """What stands on a page and not in the text that was taken from it; short items, as of menus, joined in lines."""
    known = _key(text)
    lost: list[str] = []
    for line in shown:
        if _key(line) not in known:
            lost += [
                part
                for part in map(str.strip, _SENTENCE.findall(line))
                if _key(part) and _key(part) not in known
            ]
    return _joined(lost)


def _joined(lines: list[str]) -> list[str]:
    out: list[str] = []
    for line in lines:
        if out and len(out[-1]) + len(line) <= _TOGETHER:
            out[-1] += f" · {line}"
        else:
            out.append(line)
    return out


def _key(text: str) -> str:
    """Letters and digits alone: blanks and marks are not what a page and its text differ in."""
    return "".join(filter(str.isalnum, text))


def _size(part: Any) -> int:
    return sum(map(len, part.itertext()))


def _is_hidden(part: Any) -> bool:
    """Whether a part says itself that it is not shown: by its attribute, or by its style."""
    style = re.sub(r"\s|!important", "", part.get("style", "").lower())
    if part.get("hidden") is not None or _HIDDEN.search(style):
        return True
    if _TINY.search(style):  # of blocks that stand side by side, where what is inside has a size of its own
        return not part.xpath(".//*[contains(@style, 'font-size')]")
    named = dict(one.split(":", 1) for one in style.split(";") if ":" in one)
    ink, paper = named.get("color"), named.get("background-color") or named.get("background")
    return ink is not None and _colour(ink) == _colour(paper or "")


def _colour(name: str) -> str:
    """A colour in one of its spellings: `#fff`, `#ffffff` and `rgb(255,255,255)` are white."""
    if found := re.fullmatch(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3}).*\)", name):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups())
    short = re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", name)
    return "#" + "".join(digit * 2 for digit in short.groups()) if short else _COLOURS.get(name, name)


def _head(tree: Any, title: str) -> list[str]:
    """The title and the line of date and source as the page shows them; trafilatura takes both for boilerplate."""
    blocks = list(tree.iter(*_BLOCKS))
    shown = max((_shown(_start(part), title) for part in blocks), key=len, default="")
    labels = (part for part in blocks if _CREDIT.match((part.text or "").strip()[:40]))
    return [shown, next(filter(None, map(_credit_line, labels)), "")]


def _shown(text: str, title: str) -> str:
    """The headline in a title that the name of the site follows: `某县公报_数据_统计局`; empty for other texts."""
    text = text.lstrip("# ")
    rest = title[len(text) :]
    follows = not rest or rest.lstrip()[:1] in set("_-—–|｜")
    return text if len(text) >= _TITLE_LEAST and title.startswith(text) and follows else ""


def _credit_line(part: Any) -> str:
    """The line that a label is part of: the widest block around it that is still as short as a line."""
    line = ""
    while part is not None and part.tag in _BLOCKS and (wider := _start(part)) and len(wider) <= _HEAD_CHARS:
        if "#" in wider or "⟦" in wider:
            break
        line, part = wider, part.getparent()
    return line if _CREDITED.search(line) else ""


def _start(part: Any) -> str:
    """The text of a part on one line, or its first characters: more than a line of them is never needed."""
    texts: list[str] = []
    size = 0
    for text in part.itertext(*_TEXTS):
        texts.append(text)
        size += len(text)
        if size > _HEAD_CHARS * 4 or len(texts) > _HEAD_CHARS:
            break
    return " ".join(" ".join(texts).split())


def _with_head(text: str, title: str, head: list[str]) -> str:
    """The text with the lines of its head that it lost."""
    lines = text.split("\n")
    known = "".join(text.split())
    lost = [line for line in head if line and "".join(line.split()) not in known]
    at = next((n for n, line in enumerate(lines, start=1) if title and line.lstrip("# ").strip() == title), 0)
    return "\n".join([*lines[:at], *lost, *lines[at:]])


def _rows(table: Any) -> list[Any]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _is_layout(table: Any) -> bool:
    """A table that places the parts of a page: one column or row, headings, marks of inner tables, long prose, links."""
    grid = [cells for row in _rows(table) if (cells := _cells(row))]
    if len(grid) < 2 or max(len(cells) for cells in grid) < 2:
        return not (grid and table.find(".//th") is not None)
    if next(table.iter("h1", "h2", "h3", "form"), None) is not None:
        return True
    texts = ["".join(cell.itertext()).strip() for cells in grid for cell in cells]
    words = sum(map(len, texts)) or 1
    linked = sum(len("".join(link.itertext())) for link in table.iter("a"))
    marked = sum("⟦表" in text for text in texts)
    return (
        marked * 2 >= len(grid)
        or any(len(_MARK.sub("", text)) > _LONG_CELL for text in texts)
        or linked * 10 > words * 6
    )


def _take_apart(table: Any) -> None:
    parts = list(table.iter("tbody", "thead", "tfoot", "tr", "td", "th", "caption"))
    # All are found before the first is renamed: then it would no longer be the table around the others.
    for part in [table, *(one for one in parts if next(one.iterancestors("table")) is table)]:
        part.tag = "div"
        for name in ("rowspan", "colspan", "width", "height"):
            part.attrib.pop(name, None)


def _mark(table: Any, tables: list[list[str]]) -> None:
    """Put a paragraph with the number of the table in its place; tables inside a cell follow their own, outside it."""
    rows = _rows(table)
    caption = next((cell_text("".join(one.itertext())) for one in table.iter("caption")), "")
    inner = [int(number) for number in _MARK.findall("".join(table.itertext()))]
    grid = _filled(rows)
    head = next((at for at, row in enumerate(rows) if any(one.tag == "td" for one in _cells(row))), len(rows))
    lines = [caption] if caption else []
    while len(grid) > 1 and len(grid[0]) > 1 and len(set(grid[0])) == 1 and grid[0][0]:
        lines.append(grid[0][0])  # a title merged over all columns
        grid, head = grid[1:], max(0, head - 1)
    lines += table_lines(grid, head or None)
    for number in inner:
        lines += ["", *tables[number]]
    tables.append(lines)
    length = min(300, sum(map(len, lines)) // 2)
    tail = table.tail
    table.clear()
    table.tag, table.tail = "p", tail
    table.text = f"⟦表{len(tables) - 1}{'，县' * length}⟧。"


def _filled(rows: list[Any]) -> list[list[str]]:
    """The grid of a table: a cell that spans rows or columns stands in each of them (HTML 5, forming a table)."""
    grid: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in _cells(row):
            while (y, x) in grid:
                x += 1
            text = cell_text(_MARK.sub("", _lines_of(cell)))
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for dy in range(min(high, len(rows) - y)):
                grid |= {(y + dy, x + dx): text for dx in range(wide)}
            x += wide
    width = max((x for _, x in grid), default=-1) + 1
    return [[grid.get((y, x), "") for x in range(width)] for y in range(len(rows))]


def _lines_of(cell: Any) -> str:
    for part in cell.iter("br", "p", "div", "li"):
        part.tail = f"\n{part.tail or ''}"
    return "".join(cell.itertext())


def _span(cell: Any, name: str) -> int:
    given = str(cell.get(name, "1")).strip()
    return min(max(int(given), 1), _MAX_SPAN) if given.isdecimal() else 1


def _trusted_date(found: str, page: str) -> str:
    """The page's date, unless it is in the future or only a year stretched to January 1 that the page never names."""
    if not found or found > date.today().isoformat():
        return ""
    return "" if _UNDATED.match(found) and not re.search(r"(?<!\d)0?1[-/月.]0?1(?!\d)", page) else found
