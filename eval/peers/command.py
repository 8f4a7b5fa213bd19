"""The command `python -m eval.peers`: the same cases for every peer, each in a process of its own."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from eval.cases import Case, read_cases, resolve
from eval.peers.child import Job, run_peer
from eval.peers.opened import NAMES, NEED_CHAT, Source
from eval.peers.sample import stratified
from eval.peers.table import table
from eval.peers.texts import store_texts
from index.errors import SettingsError, UnreachableSource, XianwenError
from qa.settings import Settings

NOTES = (
    "Shares are percentages. Peers start from the stored texts, 县问 from the files; the memory is the peer's process, "
    "without the chat model's server. Peers cite the pieces that they gave their model."
)

_FILE_WIDTH = 160


def main(argv: Sequence[str], prog: str) -> int:
    """Run `prog argv`: 0 when every peer that could be asked was, 1 with a line on stderr for each that failed.

    `prog run NAME …` measures one peer in this process; it is how the others are started.
    Wrong usage ends in SystemExit(2), as argparse does it.
    """
    notices = Console(stderr=True)
    alone = list(argv[:1]) == ["run"]
    options = (_child_parser if alone else _parser)(prog).parse_args(argv[1:] if alone else argv)
    try:
        cases, settings = _cases(options), _settings(options)
        return _run_one(options, cases, settings) if alone else _compare(options, cases, settings, notices)
    except XianwenError as error:
        notices.print(f"{prog}: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1


def _run_one(options: argparse.Namespace, cases: Sequence[Case], settings: Settings) -> int:
    job = Job(options.name, Source(options.reports, options.texts), settings, options.json)
    about = {"cases_file": options.cases.name, "sample": {"size": options.sample, "seed": options.seed}}
    run_peer(job, cases, about)
    return 0


def _compare(options: argparse.Namespace, cases: Sequence[Case], settings: Settings, notices: Console) -> int:
    names = _askable(options.peers, settings, notices)
    if not options.reports.is_dir():
        raise UnreachableSource(f"{options.reports} is no folder; give --reports a folder of reports")
    runs: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="xianwen-texts-", ignore_cleanup_errors=True) as folder:
        texts = Path(folder)
        for line in store_texts(options.reports, texts):
            notices.print(line, markup=False, soft_wrap=True)
        with _out(options.json) as out:
            for name in names:
                run = _kept(out / f"{name}.json", cases) if options.keep else None
                run = run or _measured(name, options, texts, out / f"{name}.json")
                if run is None:
                    notices.print(f"left out {name}: its run failed, see above", style="red", markup=False)
                else:
                    runs[name] = run
    if runs:
        console = Console()
        # Into a file a column must not be broken into three lines, as it would be at rich's 80 columns.
        console = console if console.is_terminal else Console(width=_FILE_WIDTH)
        console.print(table(runs, cases))
        console.print(NOTES, markup=False, highlight=False)
    return 0 if len(runs) == len(names) else 1


def _measured(name: str, options: argparse.Namespace, texts: Path, out: Path) -> Any:
    """The run file of a peer that is asked now, in a process of its own; None where that fails."""
    done = subprocess.run(_child_command(name, options, texts, out), check=False)
    return json.loads(out.read_text(encoding="utf-8")) if done.returncode == 0 else None


def _kept(path: Path, cases: Sequence[Case]) -> Any:
    """The run file that an earlier call wrote, where it is of the very same cases; else None."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        asked = [(case["id"], case["question"]) for case in run["cases"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return run if asked == [(case.id, case.question) for case in cases] else None


def _askable(names: Sequence[str], settings: Settings, notices: Console) -> list[str]:
    """The peers that can be asked; a line for each that needs a chat model where there is none."""
    there = bool(settings.chat_url or settings.chat_model)
    left = [name for name in names if name in NEED_CHAT and not there]
    for name in left:
        notices.print(
            f"left out {name}: it needs a chat model; give --chat-url or --chat-model", markup=False
        )
    able = [name for name in names if name not in left]
    if not able:
        raise SettingsError("no peer is left to ask; give --chat-url, or --peers xianwen,lexical")
    return able


def _child_command(name: str, options: argparse.Namespace, texts: Path, out: Path) -> list[str]:
    command = [sys.executable, "-m", "eval.peers", "run", name, str(options.cases), "--texts", str(texts)]
    for flag in ("reports", "originals", "sample", "seed", "chat_url", "chat_model", "chat_timeout"):
        value = getattr(options, flag)
        if value is not None:
            command += [f"--{flag.replace('_', '-')}", str(value)]
    return [*command, "--json", str(out)]


@contextmanager
def _out(folder: Path | None) -> Iterator[Path]:
    """The folder for the run files: the one that was named, made where it is missing, or one for now."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="xianwen-runs-", ignore_cleanup_errors=True) as now:
            yield Path(now)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreachableSource(f"cannot make the folder {folder}: {error.strerror}; name another") from error
    yield folder


def _cases(options: argparse.Namespace) -> list[Case]:
    cases = resolve(read_cases(options.cases), options.originals or options.reports)
    return stratified(cases, options.sample, options.seed)


def _settings(options: argparse.Namespace) -> Settings:
    return Settings.from_env(
        os.environ,
        chat_url=options.chat_url,
        chat_model=options.chat_model,
        chat_timeout=options.chat_timeout,
    )


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description="Measure peers side by side on known cases.")
    _add_common(parser)
    parser.add_argument(
        "--peers", type=_peers, default=NAMES, help=f"names, by commas (default: {','.join(NAMES)})"
    )
    parser.add_argument("--json", metavar="OUT", type=Path, help="folder for a run file of each peer")
    kept = "do not ask a peer again whose run file in OUT is of the same cases"
    parser.add_argument("--keep", action="store_true", help=kept)
    return parser


def _child_parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"{prog} run", description="Measure one peer in this process.")
    parser.add_argument("name", choices=NAMES)
    _add_common(parser)
    parser.add_argument("--texts", metavar="DIR", type=Path, required=True, help="library with the texts")
    parser.add_argument("--json", metavar="OUT", type=Path, required=True, help="the run file")
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cases", metavar="CASES.jsonl", type=Path)
    parser.add_argument("--reports", metavar="DIR", type=Path, required=True, help="folder of the reports")
    parser.add_argument(
        "--originals", metavar="DIR", type=Path, help="files that offsets of evidence point into"
    )
    parser.add_argument("--sample", metavar="N", type=int, help="about N cases, some of every type")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="draws another sample")
    parser.add_argument("--chat-url", metavar="URL", help="an OpenAI-compatible server (XIANWEN_CHAT_URL)")
    parser.add_argument("--chat-model", metavar="NAME", help="provider:model (XIANWEN_CHAT_MODEL)")
    parser.add_argument(
        "--chat-timeout", metavar="SECONDS", type=float, default=900.0, help="for one reply (default: 900)"
    )


def _peers(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise argparse.ArgumentTypeError(f"no peer {unknown[0]!r}; known are: {', '.join(NAMES)}")
    return names
