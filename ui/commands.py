"""The commands of the terminal: add, ask, list, remove, serve. Each gives an exit code and raises XianwenError.

Models and stores are imported by `ui.opening` only when a command needs them, so that help appears at once.
"""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from index.errors import SettingsError, UnknownDocument
from index.records import Added
from qa.settings import Settings
from ui import opening, ports, terminal
from ui.i18n import Language, say

DEFAULT_PORT = 7860


def add(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Take in sources with a progress bar; 1 if any failed, though the others went in."""
    settings = _settings(arguments, language, environ)
    begin = perf_counter()
    with _loading(language):
        library = opening.library(settings)
    with library:
        fates = _add_with_bar(library, arguments.sources, language)
    errors = _stderr()
    for one in (fate for fate in fates if fate.status == "failed"):
        errors.print(
            say(language, "cli_failure", error=terminal.failure(one, language)), style="red", markup=False
        )
    _stdout().print(terminal.summary(fates, perf_counter() - begin, language), markup=False)
    return 1 if any(one.status == "failed" for one in fates) else 0


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
    """Print the reports of the library as a table, or as a JSON array."""
    with opening.library(_settings(arguments, language, environ)) as library:
        summaries = library.list()
    if arguments.json:
        _print_json([asdict(one) for one in summaries])
    else:
        terminal.print_reports(_stdout(), summaries, language)
    return 0


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


def serve(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> int:
    """Serve the page until it is interrupted."""
    settings = _settings(arguments, language, environ)
    port = ports.choose(arguments.host, arguments.port, DEFAULT_PORT, language)
    with _loading(language):
        library = opening.library(settings)
        assistant = opening.assistant(library, settings)

    def announce(url: str) -> None:
        _stdout().print(say(language, "cli_serving", url=url), markup=False)

    with library:
        opening.page(assistant, library, arguments.host, port, open_browser=arguments.open, announce=announce)
    return 0


def _settings(arguments: argparse.Namespace, language: Language, environ: Mapping[str, str]) -> Settings:
    """Settings of the environment, with what the command line says on top; the language follows the terminal."""
    spoken = None if environ.get("XIANWEN_LANGUAGE") else language
    return Settings.from_env(environ, library=arguments.library, language=spoken)


def _add_with_bar(library: "opening.Shelf", sources: list[str], language: Language) -> list[Added]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, TextColumn("{task.fields[name]}", markup=False), console=_stderr(), transient=True
    ) as bar:
        task = bar.add_task(say(language, "cli_adding"), total=None, name="")

        def step(done: int, total: int, source: str) -> None:
            bar.update(task, completed=done, total=total, name=terminal.short(source))

        return library.add(*sources, progress=step)


def _loading(language: Language) -> Any:
    return _stderr().status(say(language, "cli_loading"))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))  # noqa: T201  for programs, not wrapped or coloured


def _stdout() -> Console:
    return Console(soft_wrap=True, highlight=False)


def _stderr() -> Console:
    return Console(stderr=True, soft_wrap=True, highlight=False)
