"""A report as HTML to read: its facts, its whole stored text by paragraph, and the cited characters marked.

The text of the body is the stored text, character for character: headings, tables and page breaks are shown by
markup and style alone, so that what is marked is exactly what was cited.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from index.records import Document
from ui.i18n import Language, kind_name, say
from ui.links import source_link

_HEADING = re.compile(
    r"#{1,6} |[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百]+[章节]"
)
_RULE = re.compile(r"\|[\s:|-]+\|?\s*")
_HEADING_CHARS = 40


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a document's text. The mark with the character at `anchor` is the one to go to."""

    start: int
    end: int
    anchor: int = -1


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def form(self) -> str:
        bare = self.text.strip()
        if not bare:
            return "blank"
        if bare.startswith("|"):
            return "table"
        short = len(bare) <= _HEADING_CHARS and bare[-1] not in "。；，！？：:"
        return "heading" if short and _HEADING.match(bare) else "paragraph"


def report(document: Document, span: Span | None, language: Language, about: str = "") -> str:
    """The report with `span` marked: the first piece is `<mark id="cited">`. A span out of range marks nothing.

    `about` is HTML that takes the place of the line of facts: `ui.about.panel`.
    """
    inside = span if span and 0 <= span.start < span.end <= len(document.text) else None
    place = f' data-start="{inside.start}" data-end="{inside.end}"' if inside else ""
    return (
        f'<article class="xw-report" data-doc="{escape(document.id)}"{place}>'
        f"{bar_over(document.title, inside, language)}{about or _facts(document, language)}"
        f"{body(document, inside, language)}</article>"
    )


def body(document: Document, span: Span | None, language: Language) -> str:
    """The stored text by paragraph, with the characters of `span` in marks."""
    span = _anchored(span, document.text) if span else None
    blocks = "".join(
        _table(list(lines), document, span, language)
        if is_table
        else _blocks(lines, document, span, language)
        for is_table, lines in groupby(_lines(document.text), key=lambda line: line.form == "table")
    )
    return f'<div class="xw-text" lang="zh">{blocks}</div>'


def _anchored(span: Span, text: str) -> Span:
    """The span with its anchor on its first character that is seen: table bars and heading signs are hidden."""
    seen = re.search(r"[^|#\s:-]", text[span.start : span.end])
    return Span(span.start, span.end, span.start + (seen.start() if seen else 0))


def placeholder(language: Language) -> str:
    """What stands in the place of a report before one is opened."""
    return (
        f'<div class="xw-noreport"><div class="xw-sheet"><i></i><i></i><i></i><i></i></div>'
        f"<b>{escape(say(language, 'reader_empty'))}</b><p>{escape(say(language, 'reader_empty_note'))}</p></div>"
    )


def gone(language: Language) -> str:
    """What stands in the place of a report that the library no longer holds."""
    return f'{bar_over("", None, language)}<div class="xw-noreport"><b>{escape(say(language, "document_gone"))}</b></div>'


def bar_over(title: str, span: Span | None, language: Language) -> str:
    """The bar that stays above the text: which report this is, the way back to the quote, the way out."""
    back = (
        f'<button type="button" class="xw-back">{escape(say(language, "back_to_quote"))}</button>'
        if span
        else ""
    )
    name = escape(say(language, "close"))
    close = f'<button type="button" class="xw-close" aria-label="{name}" title="{name}">×</button>'
    return f'<header class="xw-over"><h2 title="{escape(title)}">{escape(title)}</h2>{back}{close}</header>'


def _facts(document: Document, language: Language) -> str:
    about = document.about
    facts = [about.place.label if about.place else "", about.date, kind_name(about.kind, language)]
    if about.publisher:
        facts.append(f"{say(language, 'published_by')} {about.publisher}")
    shown = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    source = f"{escape(say(language, 'source'))} {source_link(document.source)}"
    more = f'<button type="button" class="xw-more-about">{escape(say(language, "about"))}</button>'
    return f'<div class="xw-facts">{shown}<span>{source}</span> {more}</div>'


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for line in text.split("\n"):
        whole = text[at : at + len(line) + 1]
        if whole:
            yield _Line(at, whole)
        at += len(whole)


def _blocks(lines: Iterator[_Line], document: Document, span: Span | None, language: Language) -> str:
    return "".join(_block(line, document, span, language) for line in lines)


def _block(line: _Line, document: Document, span: Span | None, language: Language) -> str:
    hashes = len(line.text) - len(line.text.lstrip("# ")) if line.text.startswith("#") else 0
    inner = _bar(line, 0, hashes, span) + _marked(line.text[hashes:], line.start + hashes, span)
    page = _page(line.start, line.end, document, language)
    if line.form == "blank" and not page:
        return inner
    kind = "xw-title" if _repeats_title(line, document, span) else f"xw-{line.form}"
    return f'<p class="{kind}"{page}>{inner}</p>'


def _repeats_title(line: _Line, document: Document, span: Span | None) -> bool:
    """Whether the line only says the title again under the head, and nothing in it is cited."""
    first = len(document.text) - len(document.text.lstrip())
    cited = span is not None and span.start < line.end and line.start < span.end
    return line.start == first and not cited and line.text.lstrip("# ").strip() == document.title


def _page(start: int, end: int, document: Document, language: Language) -> str:
    """The attribute that shows a page number before a block in which a page begins; none for page one."""
    page = next(
        (at for at, begin in enumerate(document.pages, start=1) if at > 1 and start <= begin < end), 0
    )
    return f' data-page="{escape(say(language, "page", page=page))}"' if page else ""


def _table(lines: list[_Line], document: Document, span: Span | None, language: Language) -> str:
    titled = len(lines) > 1 and bool(_RULE.fullmatch(lines[1].text.strip()))
    rows = "".join(_row(line, "th" if titled and at == 0 else "td", span) for at, line in enumerate(lines))
    page = _page(lines[0].start, lines[-1].end, document, language)
    return f'<div class="xw-table"{page}><table><tbody>{rows}</tbody></table></div>'


def _row(line: _Line, cell: str, span: Span | None) -> str:
    """A row of `|` cells. Bars and the blanks beside them stay in the text of the cells, hidden by style."""
    kind = ' class="xw-rule"' if _RULE.fullmatch(line.text.strip()) else ""
    bars = [match.start() for match in re.finditer(r"\|", line.text)]
    closes = len(bars) > 1 and not line.text[bars[-1] + 1 :].strip()
    begins = [0, *(bars[1:-1] if closes else bars[1:])]
    ends = [*begins[1:], len(line.text)]
    cells = "".join(_cell(line, begin, end, cell, span) for begin, end in zip(begins, ends, strict=True))
    return f"<tr{kind}>{cells}</tr>"


def _cell(line: _Line, begin: int, end: int, cell: str, span: Span | None) -> str:
    whole = line.text[begin:end]
    first = begin + len(whole) - len(whole.lstrip("| \t\n"))
    last = max(first, begin + len(whole.rstrip("| \t\n")))
    shown = _marked(line.text[first:last], line.start + first, span)
    return f"<{cell}>{_bar(line, begin, first, span)}{shown}{_bar(line, last, end, span)}</{cell}>"


def _bar(line: _Line, begin: int, end: int, span: Span | None) -> str:
    text = line.text[begin:end]
    return f'<span class="xw-bar">{_marked(text, line.start + begin, span)}</span>' if text else ""


def _marked(text: str, offset: int, span: Span | None) -> str:
    """`text`, which stands at `offset` of the document, escaped, with its part of the span in a mark."""
    if span is None:
        return escape(text)
    begin = min(max(span.start - offset, 0), len(text))
    end = min(max(span.end - offset, 0), len(text))
    if begin >= end:
        return escape(text)
    name = ' id="cited"' if offset + begin <= span.anchor < offset + end else ""
    return f"{escape(text[:begin])}<mark{name}>{escape(text[begin:end])}</mark>{escape(text[end:])}"
