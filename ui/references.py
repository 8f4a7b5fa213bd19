"""An answer with its references as text to paste: plain, Markdown, or with a list after GB/T 7714. Pure functions.

Nothing is escaped for HTML here: these are the characters that go into the clipboard.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from index.records import Document
from qa.records import Answer
from ui.i18n import Language, say
from ui.links import scheme

Style = Literal["plain", "markdown", "gbt7714"]
STYLES: tuple[Style, ...] = ("plain", "markdown", "gbt7714")

_NAMED = 3
"""Authors that GB/T 7714 names before it says 等."""
_MARK = re.compile(r"\[(\d{1,3})\]")
_MARKUP = re.compile(r"([\\`*_\[\]<>~|&])")
# What would make a heading, a list or a rule of a line: a sign before anything but a number, a number with its stop.
_LEADING = re.compile(r"^(\s*)([#+=-](?!\d))|^(\s*\d+)([.)](?=\s|$))", re.MULTILINE)
_ESCAPED_MARK = re.compile(r"\\\[(\d{1,3})\\\](?![(:\[])")


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of a citation and its report; what is not known is empty. `author` joins several names by 、."""

    doc_id: str
    title: str
    source: str
    quote: str
    page: int = 1
    author: str = ""
    publisher: str = ""
    date: str = ""


def references(answer: Answer, find: Callable[[str], Document | None]) -> tuple[Reference, ...]:
    """The citations of an answer with the facts of their reports, in order; of a removed report, what the answer says."""
    return tuple(
        Reference(
            cited.doc_id,
            _line(document.title if document else cited.title),
            _line(document.source if document else cited.source),
            _line(cited.quote),
            cited.page,
            _line(document.about.author if document else ""),
            _line(document.about.publisher if document else ""),
            document.about.date if document else "",
        )
        for cited in answer.citations
        for document in [find(cited.doc_id)]
    )


def written(answer: Answer, known: Sequence[Reference], style: Style, day: str, language: Language) -> str:
    """The answer and its references in a style; `day` is the date (YYYY-MM-DD) on which they were looked up."""
    caveat = f"（{say(language, 'partial')}）" if answer.grounding == "partial" else ""
    heading = say(language, "nearest" if answer.grounding == "missing" else "citations")
    if style == "gbt7714":
        return gbt7714(answer.text + caveat, known, day)
    if style == "markdown":
        return markdown(answer.text + caveat, known, heading, language)
    return plain(answer.text + caveat, known, heading, language)


def plain(text: str, known: Sequence[Reference], heading: str, language: Language = "zh") -> str:
    """The answer, and under it each quote with where it stands.

    >>> one = Reference("d", "简报", "a.txt", "年产值16亿元", 2, publisher="县经信局", date="2023-11-15")
    >>> print(plain("16亿元[1]", [one], "出处"))
    16亿元[1]
    <BLANKLINE>
    出处
    [1] 简报（县经信局，2023-11-15，第 2 页，a.txt）
        “年产值16亿元”
    """
    if not known:
        return text
    items = (
        f"[{at}] {one.title}（{'，'.join((*_facts(one, language), one.source))}）\n    “{one.quote}”"
        for at, one in enumerate(known, start=1)
    )
    return "\n".join((f"{text}\n", heading, *items))


def markdown(text: str, known: Sequence[Reference], heading: str, language: Language = "zh") -> str:
    """The same in Markdown; a report from the web is a link.

    >>> one = Reference("d", "*简报*", "https://example.org/a", "16亿元", date="2023")
    >>> print(markdown("16亿元[1]", [one], "出处"))
    16亿元[1]
    <BLANKLINE>
    **出处**
    <BLANKLINE>
    1. [\\*简报\\*](<https://example.org/a>)（2023，第 1 页）
       > 16亿元
    """
    shown = _ESCAPED_MARK.sub(r"[\1]", _marked_down(text))
    if not known:
        return shown
    items = (
        f"{at}. {_linked(one)}（{'，'.join(_marked_down(fact) for fact in _located(one, language))}）\n"
        f"   > {_marked_down(one.quote)}"
        for at, one in enumerate(known, start=1)
    )
    return "\n".join((f"{shown}\n", f"**{heading}**\n", *items))


def gbt7714(text: str, known: Sequence[Reference], day: str) -> str:
    """The answer with a reference list after GB/T 7714: a report has one number, however often it is cited.

    >>> first = Reference("a", "简报", "a.txt", "16亿元", publisher="县经信局", date="2023-11-15")
    >>> second = Reference("b", "公报", "https://example.org/b", "36天")
    >>> print(gbt7714("16亿元[1]，80万辆[2]，36天[3]。", [first, first, second], "2026-11-26"))
    16亿元[1]，80万辆[1]，36天[2]。
    <BLANKLINE>
    [1] 县经信局. 简报[EB/OL]. (2023-11-15)[2026-11-26]. a.txt.
    [2] 公报[EB/OL]. [2026-11-26]. https://example.org/b.
    """
    reports = {one.doc_id: one for one in reversed(known)}
    order = {doc_id: at for at, doc_id in enumerate(dict.fromkeys(one.doc_id for one in known), start=1)}

    def renumbered(mark: re.Match[str]) -> str:
        at = int(mark.group(1))
        return f"[{order[known[at - 1].doc_id]}]" if 1 <= at <= len(known) else mark.group(0)

    shown = re.sub(r"(\[\d{1,3}\])\1+", r"\1", _MARK.sub(renumbered, text))
    items = [f"[{at}] {entry(reports[doc_id], day)}" for doc_id, at in order.items()]
    return "\n".join((f"{shown}\n", *items)) if items else shown


def entry(one: Reference, day: str) -> str:
    """The entry of a report: who, what, when it was published and looked up, and where; without what is not known.

    >>> entry(Reference("d", "报告", "a.txt", "", author="甲、乙、丙、丁", date="2023"), "2026-11-26")
    '甲, 乙, 丙, 等. 报告[EB/OL]. (2023)[2026-11-26]. a.txt.'
    """
    published = f"({one.date})" if one.date else ""
    looked_up = f"[{day}]" if day else ""
    parts = (_responsible(one), f"{one.title}[EB/OL]", published + looked_up, one.source)
    return " ".join(f"{part}." for part in parts if part)


def _responsible(one: Reference) -> str:
    names = [name for name in one.author.split("、") if name.strip()]
    if len(names) > _NAMED:
        names = [*names[:_NAMED], "等"]
    return ", ".join(names) or one.publisher


def _facts(one: Reference, language: Language) -> list[str]:
    page = say(language, "page", page=one.page)
    return [fact for fact in (one.publisher or one.author, one.date, page) if fact]


def _located(one: Reference, language: Language) -> list[str]:
    """The facts, with the source where it is no address that the title links to."""
    return [*_facts(one, language), *([] if _is_web(one.source) else [one.source])]


def _linked(one: Reference) -> str:
    if not _is_web(one.source):
        return _marked_down(one.title)
    address = one.source.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    return f"[{_marked_down(one.title)}](<{address}>)"


def _is_web(source: str) -> bool:
    return scheme(source) in {"http", "https"}


def _marked_down(text: str) -> str:
    """Text that Markdown shows as it is: no heading, list, link or tag comes out of it.

    >>> print(_marked_down("-5.2%"), _marked_down("16.5亿元"), _marked_down("1. <b>"), _marked_down("- 甲"))
    -5.2% 16.5亿元 1\\. \\<b\\> \\- 甲
    """
    escaped = _MARKUP.sub(r"\\\1", text)
    return _LEADING.sub(lambda found: "\\".join(part for part in found.groups() if part is not None), escaped)


def _line(text: str) -> str:
    return " ".join(text.split())
