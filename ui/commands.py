"""The commands of the terminal: add, ask, list, correct, remove, check, serve, user. Each gives an exit code and raises XianwenError.

Models and stores are imported by `ui.opening` only when a command needs them, so that help appears at once.
"""

import argparse
import getpass
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from index.errors import SettingsError, UnknownDocument
from index.records import Added, Checkup, DocumentSummary, Problem
from qa.settings import Settings
from ui import evaluation, fates, feedback, feedback_cases, opening, people, ports, terminal
from ui.i18n import Language, say
from ui.serving import Serving, checked_base, checked_count, checked_mcp

DEFAULT_PORT = 7860
_RATE_SECONDS = 120
"""Sources are through in batches, many seconds apart: a rate over less time would jump."""


def add(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Take in sources with a progress bar; 1 if any failed, though the others went in."""
    settings = _settings(arguments, language, environ)
    begin = perf_counter()
    with _loading(language):
        library = opening.library(settings)
    tally = _Tally()
    interrupted = False
    with library:
        try:
            _add_with_bar(library, arguments.sources, tally, language)
        except KeyboardInterrupt:
            interrupted = True
    _print_tally(tally, perf_counter() - begin, language)
    if interrupted:
        _stderr().print(say(language, "cli_add_interrupted"))
        return 130
    return 1 if tally.failed else 0


def ask(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Print the answer and where it stands; 0 also where the reports do not say, for that is an answer."""
    if not arguments.question.strip():
        raise SettingsError(say(language, "cli_empty_question"))
    settings = _settings(arguments, language, environ)
    with _loading(language):
        library = opening.library(settings)
    with library:
        if not library.list():
            raise SettingsError(say(language, "cli_empty_library"))
        with _loading(language):
            answer = opening.assistant(library, settings).ask(arguments.question)
        if arguments.json:
            _print_json(answer.to_dict())
        else:
            terminal.print_answer(_stdout(), answer, library.get, language)
    return 0


def list_reports(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Print the reports of the library as a table, or all that is known of one; or as JSON. Raises UnknownDocument."""
    with opening.library(_settings(arguments, language, environ)) as library:
        summaries = library.list()
    if arguments.id is not None:
        one = _named(summaries, arguments.id)
        if arguments.json:
            _print_json(asdict(one))
        else:
            terminal.print_facts(_stdout(), one, language)
    elif arguments.json:
        _print_json([asdict(one) for one in summaries])
    else:
        terminal.print_reports(_stdout(), summaries, language)
    return 0


def correct(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Put a report's description right. Raises UnknownDocument and BadCorrection."""
    given = {
        name: getattr(arguments, name) for name in ("title", "date", "place", "kind", "publisher", "author")
    }
    if not arguments.reset and all(value is None for value in given.values()):
        raise SettingsError(say(language, "cli_correct_nothing"))
    with opening.library(_settings(arguments, language, environ)) as library:
        one = library.correct(arguments.id, **given, reset=arguments.reset)
    said = say(language, "cli_corrected" if one.corrected else "cli_uncorrected", doc_id=one.id)
    _stdout().print(said, markup=False)
    terminal.print_facts(_stdout(), one, language)
    return 0


def check(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Say what does not agree in the library, and repair it where asked; 1 where something is left wrong."""
    with opening.library(_settings(arguments, language, environ)) as library:
        found = library.check(repair=arguments.repair)
    if arguments.json:
        _print_json(asdict(found))
    else:
        _print_checkup(found, arguments.repair, language)
    return 1 if found.left else 0


def remove(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Forget a report. Raises UnknownDocument."""
    with opening.library(_settings(arguments, language, environ)) as library:
        titles = {one.id: one.about.title for one in library.list()}
        library.remove(arguments.id)
    if arguments.id not in titles:  # a library must have refused it; never say that nothing was removed
        raise UnknownDocument(arguments.id)
    _stdout().print(
        say(language, "cli_removed", title=titles[arguments.id], doc_id=arguments.id), markup=False
    )
    return 0


def feedback_list(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Print what people said of answers, or the same as JSON; 1 where a line of it cannot be read."""
    path = _feedback_file(_settings(arguments, language, environ))
    held, damaged = _feedback(path, language)
    if arguments.json:
        _print_json([asdict(one) for one in held])
    elif held:
        terminal.print_feedback(_stdout(), held, language)
    else:
        _stdout().print(say(language, "cli_feedback_none", path=path), markup=False)
    return 1 if damaged else 0


def feedback_export(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Write what people said as cases, and beside them what a person has to complete; never over a file that is there."""
    path = _feedback_file(_settings(arguments, language, environ))
    held, damaged = _feedback(path, language)
    cases, todo = feedback_cases.exported(held, language)
    if not cases and not todo:
        raise SettingsError(
            say("en", "cli_feedback_nothing", path=path), say("zh", "cli_feedback_nothing", path=path)
        )
    out: Path = arguments.out
    feedback_cases.write(out, cases, todo)
    for kind, target, rows in (("cases", out, cases), ("todo", feedback_cases.beside(out), todo)):
        if rows:
            words = say(language, f"cli_feedback_{kind}", count=len(rows), path=target)
            _stdout().print(words, markup=False)
    return 1 if damaged else 0


def serve(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Serve the page until it is interrupted."""
    settings = _settings(arguments, language, environ)
    serving = _serving(arguments, arguments.users or settings.users_file)
    port = ports.choose(arguments.host, arguments.port, DEFAULT_PORT, language)
    with _loading(language):
        library = opening.library(settings)
        assistant = opening.assistant(library, settings)

    def announce(url: str) -> None:
        _stdout().print(say(language, "cli_serving", url=url), markup=False)

    with library:
        opening.page(
            assistant,
            library,
            arguments.host,
            port,
            open_browser=arguments.open,
            announce=announce,
            feedback_file=_feedback_file(settings),
            evaluation=evaluation.lent(settings.library.expanduser()),
            serving=serving,
        )
    return 0


def user(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Print a line for the file of people. Raises SettingsError."""
    _stdout().print(people.written(arguments.name, arguments.role, _password(language)), markup=False)
    return 0


def _password(language: Language) -> str:
    """The new password: asked twice at a terminal, else the first line of stdin."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(say(language, "cli_user_password"))
    if first != getpass.getpass(say(language, "cli_user_again")):
        raise SettingsError(say("en", "cli_user_differ"), say("zh", "cli_user_differ"))
    return first


def _serving(arguments: argparse.Namespace, users: Path | None) -> Serving:
    """How to serve, as the command line says it. Raises SettingsError."""
    queue = None if arguments.queue is None else checked_count("--queue", arguments.queue)
    return Serving(
        base_path=checked_base(arguments.base_path),
        max_upload_mb=checked_count("--max-upload-mb", arguments.max_upload_mb),
        queue=queue,
        people=people.load(users.expanduser()) if users else None,
        mcp=checked_mcp(arguments.mcp),
    )


def _feedback_file(settings: Settings) -> Path:
    return settings.library.expanduser().resolve() / feedback.FILE


def _feedback(path: Path, language: Language) -> tuple[list[feedback.Feedback], bool]:
    """What still holds of the file, and whether lines of it are damaged, which is said."""
    found, damaged = feedback.read(path)
    if damaged:
        lines = say(language, "comma").join(map(str, damaged))
        words = say(language, "cli_feedback_damaged", path=path, count=len(damaged), lines=lines)
        _stderr().print(words, style="yellow", markup=False)
    return feedback.standing(found), bool(damaged)


def _settings(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> Settings:
    """Settings of the environment, with what the command line says on top; the language follows the terminal."""
    spoken = None if environ.get("XIANWEN_LANGUAGE") else language
    return Settings.from_env(environ, library=arguments.library, language=spoken)


@dataclass(slots=True)
class _Tally:
    """How many sources ended how: of a long ingest no more is kept."""

    added: int = 0
    unchanged: int = 0
    failed: int = 0
    chunks: int = 0
    replaced: int = 0
    similar: int = 0

    def count(self, one: Added) -> None:
        """One more source is through."""
        setattr(self, one.status, getattr(self, one.status) + 1)
        self.chunks += one.document.chunks if one.status == "added" and one.document else 0
        self.replaced += bool(one.replaced)
        self.similar += one.similar


class _RateColumn(ProgressColumn):
    """Sources a second, or a minute where that is less than one."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def render(self, task: Task) -> Text:
        """The rate, once there is one."""
        rate = task.finished_speed or task.speed
        if not rate:
            return Text("")
        return Text(fates.rate(rate, 1, self._language), style="dim")


def _add_with_bar(library: Any, sources: list[str], tally: _Tally, language: Language) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _RateColumn(language))
    times = (TimeElapsedColumn(), TimeRemainingColumn(compact=True))
    name = TextColumn("{task.fields[name]}", markup=False)
    err = _stderr()
    # In a file or a pipe there is nothing to draw; what fails is said there all the same.
    options: dict[str, Any] = {"transient": True, "disable": not err.is_terminal}
    with Progress(*columns, *times, name, console=err, speed_estimate_period=_RATE_SECONDS, **options) as bar:
        task = bar.add_task(say(language, "cli_adding"), total=None, name="")

        def tell(one: Added) -> None:
            tally.count(one)
            if words := terminal.fate(one, language):
                style = "red" if one.status == "failed" else "dim"
                bar.console.print(words, style=style, markup=False)

        def step(done: int, total: int, source: str) -> None:
            bar.update(task, completed=done, total=total, name=terminal.short(source))

        library.ingest(sources, tell, step)


def _print_tally(tally: _Tally, seconds: float, language: Language) -> None:
    numbers = {name: getattr(tally, name) for name in ("added", "unchanged", "failed", "chunks")}
    _stdout().print(say(language, "cli_summary", **numbers, seconds=seconds), markup=False)
    for line in fates.also(tally.replaced, tally.similar, language):
        _stdout().print(line, markup=False)


def _print_checkup(found: Checkup, repair: bool, language: Language) -> None:
    out = _stdout()
    counts = {"documents": found.documents, "chunks": found.chunks, "vectors": found.vectors}
    out.print(say(language, "cli_check_counts", **counts), markup=False)
    for one in found.problems:
        out.print(_problem(one, language), style="yellow", markup=False)
    if not found.problems:
        out.print(say(language, "cli_check_clean"), markup=False)
    elif not repair:
        out.print(say(language, "cli_check_run_repair"), markup=False)
    elif not found.left:
        out.print(say(language, "cli_check_repaired"), markup=False)
    for one in found.left if repair else ():
        words = say(language, "cli_check_left", problem=_problem(one, language))
        out.print(words, style="red", markup=False)


def _problem(one: Problem, language: Language) -> str:
    ids = say(language, "comma").join(one.ids) + (" …" if one.count > len(one.ids) else "")
    return say(language, f"problem_{one.kind}", count=one.count, ids=ids)


def _named(summaries: Sequence[DocumentSummary], doc_id: str) -> DocumentSummary:
    found = next((one for one in summaries if one.id == doc_id), None)
    if found is None:
        raise UnknownDocument(
            say("en", "cli_unknown_id", doc_id=doc_id), say("zh", "cli_unknown_id", doc_id=doc_id)
        )
    return found


def _loading(language: Language) -> Any:
    return _stderr().status(say(language, "cli_loading"))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))  # noqa: T201  for programs, not wrapped or coloured


def _stdout() -> Console:
    return Console(soft_wrap=True, highlight=False)


def _stderr() -> Console:
    return Console(stderr=True, soft_wrap=True, highlight=False)
