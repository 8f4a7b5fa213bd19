"""The command `python -m eval.benchmarks NAME PATH`: run a public benchmark over data that the caller has.

The models and the chat model are those of the settings (XIANWEN_READER, XIANWEN_CHAT_MODEL …).
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress as Bar

from eval.benchmarks import crud, folder, longbench, reading, rgb
from eval.benchmarks.bench import Workbench
from eval.benchmarks.published import published
from eval.benchmarks.records import Outcome, Progress, first, read_json
from eval.benchmarks.report import print_outcome, to_json
from eval.report import program
from index.errors import SettingsError, UnreachableSource, XianwenError
from qa.settings import Settings

NAMES = {
    "cmrc2018": "CMRC2018 file, in its release or SQuAD form: the reader alone",
    "drcd": "DRCD file: the reader alone",
    "rgb": "RGB's data folder, or one of zh.json, zh_refine.json, zh_int.json, zh_fact.json",
    "longbench": "LongBench's multifieldqa_zh.jsonl, or the folder it is in",
    "crud": "CRUD-RAG's split_merged.json",
    "folder": "folder of your own with reports/ and cases.jsonl",
}
"""The benchmarks, with what their PATH is."""
_LONGBENCH_FILE = "multifieldqa_zh.jsonl"


def main(argv: Sequence[str], prog: str) -> int:
    """Run `prog argv`; the exit code is 0 when the run is done, 1 with one line on stderr when it cannot be.

    Wrong usage ends in SystemExit(2), as argparse does it.
    """
    options = _parser(prog).parse_args(argv)
    notices = Console(stderr=True)
    try:
        settings = Settings.from_env(os.environ)
        with Bar(console=notices, transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task(options.name, total=None)
            outcome = run(
                options.name,
                options.path,
                options.limit,
                settings,
                lambda done, total: bar.update(task, completed=done, total=total),
            )
        known = published(options.name)
        print_outcome(Console(), options.name, outcome, known)
        if options.json:
            about = {
                **program(),
                "data": options.path.name,
                "limit": options.limit,
                "settings": _plain(settings),
            }
            _write(options.json, to_json(options.name, outcome, known, about))
    except XianwenError as error:
        notices.print(f"{prog}: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    return 0


def run(
    name: str, path: Path, limit: int | None, settings: Settings, progress: Progress | None = None
) -> Outcome:
    """Run a benchmark of NAMES over the data at `path`: the first `limit` questions of each file or split, None for all.

    Raises SettingsError for an unknown name, UnreachableSource and UnreadableSource for the data, ModelError and
    ChatModelError for the models.
    """
    if name in {"cmrc2018", "drcd"}:
        return _run_reading(path, limit, settings, progress)
    if name == "folder":
        return folder.run(path, settings, limit, progress)
    if name == "rgb":
        found = [
            one for file in _rgb_files(path) for one in first(rgb.parse(read_json(file), file.name), limit)
        ]
        with Workbench(settings) as bench:
            return rgb.run(found, bench, progress)
    if name == "longbench":
        file = path / _LONGBENCH_FILE if path.is_dir() else path
        texts = first(longbench.parse(read_json(file), file.name), limit)
        with Workbench(settings) as bench:
            return longbench.run(texts, bench, progress)
    if name == "crud":
        asked = crud.parse(read_json(path), path.name, limit)
        with Workbench(settings) as bench:
            return crud.run(asked, bench, progress)
    known = ", ".join(NAMES)
    raise SettingsError(
        f"unknown benchmark {name!r}; known are: {known}", f"没有 {name} 这项评测；可用的有：{known}"
    )


def _run_reading(path: Path, limit: int | None, settings: Settings, progress: Progress | None) -> Outcome:
    from qa.read import build_reader

    questions, notices = reading.simplified(first(reading.parse(read_json(path), path.name), limit))
    outcome = reading.run(questions, build_reader(settings.reader), progress)
    return Outcome(outcome.measures, outcome.cases, notices + outcome.notices, outcome.about)


def _rgb_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    there = (
        next((path / name for name in names if (path / name).is_file()), None) for names in rgb.FILES.values()
    )
    found = [file for file in there if file]
    if not found:
        known = ", ".join(name for names in rgb.FILES.values() for name in names)
        raise UnreachableSource(
            f"{path} has none of {known}; give the folder `data` of RGB's repository",
            f"{path} 中没有 {known}；请给出 RGB 仓库的 data 文件夹",
        )
    return found


def _parser(prog: str) -> argparse.ArgumentParser:
    lines = "\n".join(f"  {name:<10} {what}" for name, what in NAMES.items())
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Run a public benchmark over data that you have.",
        epilog=f"PATH by NAME:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", metavar="NAME", choices=NAMES, help=", ".join(NAMES))
    parser.add_argument("path", metavar="PATH", type=Path, help="where the data is")
    parser.add_argument(
        "--limit", metavar="N", type=_positive, help="the first N questions of each file or split"
    )
    parser.add_argument(
        "--json", metavar="OUT", type=Path, help="write metrics and every question to this file"
    )
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of questions; give 1 or more")
    return int(text)


def _plain(settings: Settings) -> dict[str, Any]:
    return settings.model_dump(mode="json", exclude={"chat_key", "library"})


def _write(path: Path, value: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UnreachableSource(
            f"cannot write {path}: {error.strerror}; name a file in a folder that exists",
            f"无法写入 {path}（{error.strerror}）；请换一个已有文件夹中的文件",
        ) from error
