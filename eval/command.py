"""The command `xianwen eval`, also `python -m eval`: run known cases, print the report, write it; compare two runs."""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from eval.cases import read_cases, resolve
from eval.compare import compare_files, print_comparison
from eval.kept import FOLDER, keep
from eval.page import page
from eval.plots import require
from eval.report import print_report, program, to_json
from eval.subject import Note, Subject, opened, opened_fresh
from index.errors import UnreachableSource, XianwenError
from qa.settings import Settings

HERE = Path(__file__).parent
CASES = {split: HERE / "questions" / f"reports.{split}.jsonl" for split in ("dev", "test")}
"""The packaged questions about the sample reports: dev to work with, test to report."""
REPORTS = HERE / "reports"


def main(argv: Sequence[str], prog: str) -> int:
    """Run `prog argv`; the exit code is 0 when the run is done, 1 with one line on stderr when it cannot be.

    Wrong usage ends in SystemExit(2), as argparse does it.
    """
    options = _parser(prog).parse_args(argv)
    notices = Console(stderr=True, markup=False, highlight=False, soft_wrap=True)
    try:
        if options.benchmark:
            from eval.benchmarks.command import main as benchmark

            return benchmark(options.benchmark, f"{prog} --benchmark")
        if options.compare:
            print_comparison(Console(), compare_files(*options.compare))
        else:
            _measure(options, notices)
    except XianwenError as error:
        notices.print(f"{prog}: {error}", style="red")
        return 1
    return 0


@contextmanager
def tracked() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, where that is a terminal; call it with what is done and how much there is."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("cases")
        yield lambda done, total: bar.update(task, completed=done, total=total)


def write(path: Path, text: str) -> None:
    """Write a file. Raises UnreachableSource where that cannot be done."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreachableSource(
            f"cannot write {path}: {error.strerror}; name a file in a folder that exists"
        ) from error


def _measure(options: argparse.Namespace, notices: Console) -> None:
    if options.html:
        require()
    cases = resolve(read_cases(options.cases)[: options.limit], options.originals or options.reports)
    with _subject(options, notices.print) as subject, tracked() as progress:
        results = subject.run(cases, progress)
    print_report(Console(), results)
    run = to_json(results, {**program(), "cases_file": options.cases.name, **subject.about})
    if options.json:
        write(_run_file(options.json, run), json.dumps(run, ensure_ascii=False, indent=1) + "\n")
    if options.keep is not None:
        notices.print(f"kept as {keep(run, _kept_in(options))}")
    if options.html:
        write(options.html, page(run))


def _kept_in(options: argparse.Namespace) -> Path:
    """The folder that is named, else that of the library, where its page looks for runs."""
    if options.keep:
        return Path(options.keep)
    return Settings.from_env(os.environ, library=options.library).library.expanduser() / FOLDER


def _run_file(path: Path, run: Mapping[str, Any]) -> Path:
    """The file to write a run to; in a folder each set of cases, commit and settings has a file of its own."""
    if not path.is_dir():
        return path
    settings = hashlib.sha256(json.dumps(run["settings"], sort_keys=True).encode()).hexdigest()[:8]
    return path / f"{Path(run['cases_file']).stem}.{run['commit'][:9] or run['version']}.{settings}.json"


def _subject(options: argparse.Namespace, note: Note) -> AbstractContextManager[Subject]:
    """The assistant over the library that the options name; packaged cases have their own reports."""
    reports = options.reports
    packaged = {path.resolve() for path in CASES.values()}
    if reports is None and options.library is None and options.cases.resolve() in packaged:
        reports = REPORTS
    settings = Settings.from_env(os.environ, library=options.library)
    return opened_fresh(settings, reports, note) if reports else opened(settings, None, note)


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description="Measure the answers on known cases.")
    known = "known cases, one JSON object a line (default: the dev half of those of the package)"
    parser.add_argument(
        "cases", metavar="CASES.jsonl", type=Path, nargs="?", default=CASES["dev"], help=known
    )
    parser.add_argument(
        "--json",
        metavar="OUT",
        type=Path,
        help="write the run file here; into a folder, by cases, commit and settings",
    )
    kept = (
        f"keep the run for the page in this folder of runs (default: {FOLDER} in the folder of the library)"
    )
    parser.add_argument("--keep", metavar="DIR", type=_folder, nargs="?", const="", help=kept)
    parser.add_argument(
        "--html", metavar="OUT", type=Path, help="write a page with plots and every wrong case"
    )
    both = "say what got better or worse between two runs written with --json, and end"
    parser.add_argument("--compare", metavar=("OLD", "NEW"), nargs=2, type=Path, help=both)
    public = "measure on a public benchmark, and end; --benchmark --help lists them"
    parser.add_argument("--benchmark", nargs=argparse.REMAINDER, metavar="NAME PATH", help=public)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--library", metavar="DIR", type=Path, help="answer from this library")
    fresh = "answer from the reports of this folder, in a library for this run only"
    source.add_argument("--reports", metavar="DIR", type=Path, help=fresh)
    offsets = "folder of the files that evidence given as offsets points into (default: that of --reports)"
    parser.add_argument("--originals", metavar="DIR", type=Path, help=offsets)
    parser.add_argument("--limit", metavar="N", type=_positive, help="run the first N cases")
    return parser


def _folder(text: str) -> str:
    # `--keep CASES.jsonl` would take the cases for the folder, and run others.
    if Path(text).is_file() or text.endswith(".jsonl"):
        raise argparse.ArgumentTypeError(f"{text!r} is no folder; put the cases before --keep")
    return text


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of cases; give 1 or more")
    return int(text)
