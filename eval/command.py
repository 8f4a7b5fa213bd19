"""The command `xianwen eval`, also `python -m eval`: run known cases, print the report, write it as JSON."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from eval.cases import Case, read_cases, resolve
from eval.report import print_report, program, to_json
from eval.run import Asks, CaseResult, Searches, run_cases
from index.errors import UnreachableSource, XianwenError
from qa.settings import Settings

HERE = Path(__file__).parent
KNOWN_CASES = HERE / "questions" / "known.jsonl"
REPORTS = HERE / "reports"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured, and what it was made with (plain values, for the JSON)."""

    assistant: Asks
    library: Searches
    about: dict[str, Any]


def main(argv: Sequence[str], prog: str) -> int:
    """Run `prog argv`; the exit code is 0 when the run is done, 1 with one line on stderr when it cannot be.

    Wrong usage ends in SystemExit(2), as argparse does it.
    """
    options = _parser(prog).parse_args(argv)
    notices = Console(stderr=True)
    try:
        cases = resolve(read_cases(options.cases)[: options.limit], options.originals or options.reports)
        with _subject(options, notices) as subject:
            results = _run(cases, subject, notices)
            print_report(Console(), results)
            if options.json:
                write_json(
                    options.json, results, {**program(), "cases_file": options.cases.name, **subject.about}
                )
    except XianwenError as error:
        notices.print(f"{prog}: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    return 0


def write_json(path: Path, results: Sequence[CaseResult], about: dict[str, Any]) -> None:
    """Write a run to `path`. Raises UnreachableSource where that cannot be done."""
    text = json.dumps(to_json(results, about), ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UnreachableSource(
            f"cannot write {path}: {error.strerror}; name a file in a folder that exists"
        ) from error


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description="Measure the answers on known cases.")
    known = "known cases, one JSON object a line (default: those of the package)"
    parser.add_argument("cases", metavar="CASES.jsonl", type=Path, nargs="?", default=KNOWN_CASES, help=known)
    parser.add_argument("--json", metavar="OUT", type=Path, help="write metrics and every case to this file")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--library", metavar="DIR", type=Path, help="answer from this library")
    fresh = "answer from the reports of this folder, in a library for this run only"
    source.add_argument("--reports", metavar="DIR", type=Path, help=fresh)
    offsets = "folder of the files that evidence given as offsets points into (default: that of --reports)"
    parser.add_argument("--originals", metavar="DIR", type=Path, help=offsets)
    parser.add_argument("--limit", metavar="N", type=_positive, help="run the first N cases")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of cases; give 1 or more")
    return int(text)


@contextmanager
def _subject(options: argparse.Namespace, notices: Console) -> Iterator[Subject]:
    """The assistant over the library that the options name, open while the context is."""
    reports = options.reports
    if reports is None and options.library is None and options.cases.resolve() == KNOWN_CASES.resolve():
        reports = REPORTS
    if reports is None:
        with _opened(Settings.from_env(os.environ, library=options.library), None, notices) as subject:
            yield subject
        return
    if not reports.is_dir():
        raise UnreachableSource(f"{reports} is no folder; give --reports a folder of reports")
    # On Windows a vector store may hold its files a moment longer than the context.
    with (
        tempfile.TemporaryDirectory(prefix="xianwen-eval-", ignore_cleanup_errors=True) as folder,
        _opened(Settings.from_env(os.environ, library=Path(folder)), reports, notices) as subject,
    ):
        yield subject


@contextmanager
def _opened(settings: Settings, reports: Path | None, notices: Console) -> Iterator[Subject]:
    # Imported here so that --help and wrong usage answer at once: these bring in the models' libraries.
    from index.library import Library
    from qa.assistant import Assistant

    with Library.open(settings) as library:
        for added in library.add(reports) if reports else []:
            if added.status == "failed":
                notices.print(f"left out {added.source}: {added.error}", markup=False, soft_wrap=True)
        # The library's folder is no part of what is measured, and differs from run to run.
        about = {
            "settings": settings.model_dump(mode="json", exclude={"chat_key", "library"}),
            "documents": len(library.list()),
        }
        yield Subject(Assistant(library, settings), library, about)


def _run(cases: Sequence[Case], subject: Subject, notices: Console) -> list[CaseResult]:
    with Progress(console=notices, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("cases", total=len(cases))
        return run_cases(
            cases,
            subject.assistant,
            subject.library,
            progress=lambda done, _total: bar.update(task, completed=done),
        )
