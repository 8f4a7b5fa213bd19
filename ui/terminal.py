"""How answers, reports and sums look in the terminal."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.errors import UnknownDocument
from index.records import Added, Document, DocumentSummary
from qa.records import Answer, Citation
from ui import facts, fates
from ui.feedback import Feedback
from ui.i18n import Language, kind_name, say
from ui.quotes import in_context

_NAME_CHARS = 40
_WIDE = 110
"""Columns of the terminal from which on the whole table has room."""


def fate(one: Added, language: Language) -> str:
    """What a person should know of a source that is through, in one line that names it once; empty for the usual."""
    if one.status == "failed":
        return say(language, "cli_failure", error=failure(one, language))
    if not (one.similar or one.replaced):
        return ""
    return say(
        language,
        "cli_fate",
        fate=fates.name(one, language),
        source=one.source,
        detail=fates.detail(one, language),
    )


def failure(one: Added, language: Language) -> str:
    """What failed and the remedy, in one line that names the source once."""
    error = " ".join(fates.reason(one, language).split())
    return error if one.source in error else f"{one.source}: {error}"


def short(source: str) -> str:
    """The end of a long name, for the progress bar."""
    return source if len(source) <= _NAME_CHARS else f"…{source[-_NAME_CHARS:]}"


def print_answer(out: Console, answer: Answer, get: Callable[[str], Document], language: Language) -> None:
    """The answer, what happened on the way, and its numbered citations with the words around each quote."""
    style = "dim" if answer.grounding == "missing" else "bold"
    out.print(Text(answer.text, style=style))
    for notice in answer.notices:
        out.print(Text(say(language, "cli_notice", notice=notice), style="yellow"))
    for number, cited in enumerate(answer.citations, start=1):
        _print_citation(out, number, cited, get, language)


def _print_citation(
    out: Console, number: int, cited: Citation, get: Callable[[str], Document], language: Language
) -> None:
    out.print()
    out.print(Text(f"[{number}] {cited.title}", style="bold"))
    where = say(language, "cli_source_place", source=cited.source, page=cited.page)
    out.print(Text(f"    {where}", style="dim"))
    out.print(Text("    ") + _quoted(cited, get))


def _quoted(cited: Citation, get: Callable[[str], Document]) -> Text:
    try:
        shown = in_context(get(cited.doc_id).text, cited.start, cited.end)
    except UnknownDocument:
        return Text(cited.quote, style="reverse")
    # 【】 mark the cited characters where colours do not reach: a pipe, a file, a plain terminal.
    return Text.assemble(shown.before, ("【" + shown.quote + "】", "bold green"), shown.after)


def print_reports(out: Console, summaries: Sequence[DocumentSummary], language: Language) -> None:
    """The library as a table; ids are never cut. A narrow terminal goes without the columns that matter least."""
    wide = out.width >= _WIDE
    table = Table(header_style="dim", box=None, pad_edge=False)
    table.add_column(say(language, "cli_id"), no_wrap=True)
    table.add_column(say(language, "col_report"), overflow="fold", ratio=3)
    for key in ("col_place", "col_date", *(("col_kind",) if wide else ())):
        table.add_column(say(language, key), no_wrap=True)
    for key in ("col_size", *(("col_chunks",) if wide else ())):
        table.add_column(say(language, key), justify="right", no_wrap=True)
    if wide:
        table.add_column(say(language, "col_source"), overflow="fold", ratio=2)
    for one in summaries:
        table.add_row(
            *(cell if isinstance(cell, Text) else Text(cell) for cell in _cells(one, wide, language))
        )
    if summaries:
        out.print(table)
    chunks = sum(one.chunks for one in summaries)
    out.print(say(language, "cli_total", count=len(summaries), chunks=chunks), style="dim", markup=False)


def print_feedback(out: Console, held: Sequence[Feedback], language: Language) -> None:
    """What people said of answers as a table, oldest first, and how many liked and disliked."""
    table = Table(header_style="dim", box=None, pad_edge=False)
    table.add_column(say(language, "col_time"), no_wrap=True)
    table.add_column(say(language, "col_verdict"), no_wrap=True)
    for key in ("col_question", "col_answer", "col_note"):
        table.add_column(say(language, key), overflow="fold", ratio=2)
    for one in held:
        reason = say(language, f"reason_{one.reason}") if one.reason else ""
        note = " ".join(part for part in (reason, one.note) if part)
        said = say(language, f"verdict_{one.verdict}")
        table.add_row(one.time[:16].replace("T", " "), said, *map(Text, (one.question, one.answer, note)))
    out.print(table)
    up = sum(one.verdict == "up" for one in held)
    total = say(language, "cli_feedback_total", count=len(held), up=up, down=len(held) - up)
    out.print(total, style="dim", markup=False)


def print_facts(out: Console, one: DocumentSummary, language: Language) -> None:
    """All that is known of a report, a line for each fact, those that a person set marked."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for fact in facts.facts(one, language):
        mark = f"  ({say(language, 'corrected')})" if fact.corrected else ""
        table.add_row(fact.label, Text.assemble(fact.value or "—", (mark, "yellow")))
    for at, source in enumerate(one.sources or (one.source,)):
        table.add_row("" if at else say(language, "col_source"), Text(source))
    out.print(table)


def _cells(one: DocumentSummary, wide: bool, language: Language) -> tuple[str | Text, ...]:
    about = one.about
    mark = f" ({say(language, 'corrected')})" if one.corrected else ""
    title = Text.assemble(about.title, (mark, "yellow"))
    seen = (one.id, title, about.place.name if about.place else "—", about.date or "—")
    if not wide:
        return (*seen, f"{one.size:,}")
    return (
        *seen,
        kind_name(about.kind, language),
        f"{one.size:,}",
        f"{one.chunks:,}",
        _sources(one, language),
    )


def _sources(one: DocumentSummary, language: Language) -> str:
    first = (one.sources or (one.source,))[0]
    return (
        f"{first} {say(language, 'more_sources', count=len(one.sources))}" if len(one.sources) > 1 else first
    )
