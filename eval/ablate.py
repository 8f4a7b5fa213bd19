"""What each part is worth: the same questions with one part left out or changed, in one run.

`python -m eval.ablate CASES.jsonl --reports FOLDER [--only NAME…] [--json OUT]`. The plain assistant comes first;
every other row says how it differs from it, by the paired tests of eval.statistics. `chunks` and `tokens` are how many
chunks the reports fall into, and their mean length without header in tokens.
"""

import argparse
import json
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.cases import read_cases, resolve
from eval.command import tracked
from eval.compare import compare
from eval.comparison import LEVEL
from eval.report import program, to_json
from eval.subject import Note, Subject, opened
from index.errors import SettingsError, XianwenError
from index.tokens import count
from qa.settings import Settings

PLAIN = "as it ships"
SHOWN = (
    "accuracy",
    "accuracy, answerable",
    "refusal recall",
    "wrongly refused",
    "recall@5",
    "MRR",
    "citation recall",
)


@dataclass(frozen=True, slots=True)
class Variant:
    """The assistant with one thing changed: settings, or (by `library`, a name of `_libraries`) how it is searched."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    library: str = ""

    @contextmanager
    def opened(self, reports: Path, note: Note) -> Iterator[Subject]:
        """The assistant of this variant over the reports, in a library for this run only."""
        with tempfile.TemporaryDirectory(prefix="xianwen-eval-", ignore_cleanup_errors=True) as folder:
            settings = Settings.checked({**self.settings, "library": Path(folder)})
            kind = _libraries()[self.library] if self.library else None
            with opened(settings, reports, note, library_type=kind) as subject:
                about = {
                    **program(),
                    **subject.about,
                    "variant": self.name,
                    "chunks": chunk_sizes(subject.library),
                }
                yield Subject(subject.assistant, subject.library, about)


VARIANTS = (
    Variant(PLAIN),
    Variant("dense leg only", library="dense"),
    Variant("lexical leg only", library="lexical"),
    Variant("no filters from the question", library="unfiltered"),
    Variant("chunks of 160 tokens", {"chunk_tokens": 160}),
    Variant("chunks of 320 tokens", {"chunk_tokens": 320}),
    Variant("chunks of 480 tokens", {"chunk_tokens": 480}),
    Variant("chunks of 640 tokens", {"chunk_tokens": 640}),
    Variant("no header on the chunks", {"chunk_header": False}),
    Variant("chunks of 160 tokens, no header", {"chunk_tokens": 160, "chunk_header": False}),
    Variant("chunks of 640 tokens, no header", {"chunk_tokens": 640, "chunk_header": False}),
    Variant("4 chunks read", {"passages": 4}),
    Variant("16 chunks read", {"passages": 16}),
    Variant("best sentence in place of the reader", {"reader": "sentence"}),
    Variant("threshold 0: never unsure", {"threshold": 0.0}),
    Variant("threshold 0.9: too unsure", {"threshold": 0.9}),
)


def chunk_sizes(library: Any) -> dict[str, float]:
    """How many chunks a library holds, and how long they are without their headers, in tokens."""
    sizes = [count(chunk.text) for one in library.list() for chunk in library.chunks(one.id)]
    return {"count": len(sizes), "tokens": sum(sizes) / max(1, len(sizes))}


def variant_named(name: str) -> Variant:
    """The variant of a name. Raises SettingsError."""
    found = next((variant for variant in VARIANTS if variant.name == name), None)
    if found is None:
        known = ", ".join(repr(variant.name) for variant in VARIANTS)
        message = f"no variant {name!r}; known are {known}"
        raise SettingsError(message, message)
    return found


@cache
def _libraries() -> dict[str, Any]:
    """Libraries that are searched in another way; made when asked for, as they bring in the models' libraries."""
    from index.library import Library
    from index.records import Filters, Hit

    class DenseOnly(Library):
        def search(self, *args: Any, **options: Any) -> list[Hit]:
            return super().search(*args, **{**options, "legs": ("dense",)})

    class LexicalOnly(Library):
        def search(self, *args: Any, **options: Any) -> list[Hit]:
            return super().search(*args, **{**options, "legs": ("lexical",)})

    class Unfiltered(Library):
        def search(
            self, text: str, limit: int = 10, filters: Filters | None = None, *args: Any, **options: Any
        ) -> list[Hit]:
            return super().search(text, limit, Filters(), *args, **options)

        def admitted(self, filters: Filters) -> int:
            return super().admitted(Filters())

    return {"dense": DenseOnly, "lexical": LexicalOnly, "unfiltered": Unfiltered}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the variants and print the table; the exit code is 0 when it is done, 1 when it cannot be."""
    options = _parser().parse_args(argv)
    console = Console(soft_wrap=False)
    try:
        cases = resolve(read_cases(options.cases)[: options.limit], options.reports)
        chosen = [variant_named(name) for name in options.only] or VARIANTS
        runs = []
        for variant in chosen:
            with variant.opened(options.reports, console.print) as subject, tracked() as progress:
                runs.append(
                    to_json(subject.run(cases, progress), {"cases_file": options.cases.name, **subject.about})
                )
            if options.json:
                options.json.write_text(
                    json.dumps(runs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
                )
    except XianwenError as error:
        console.print(f"python -m eval.ablate: {error}", markup=False)
        return 1
    console.print(table(runs))
    return 0


def table(runs: Sequence[Mapping[str, Any]]) -> Table:
    """A row for each run: its scores, marked where they differ significantly from those of the first."""
    shown = Table(
        title=f"Ablations ({runs[0]['cases_file']}; * differs from the first row, p < .05 after Holm)",
        title_justify="left",
    )
    for name in ("", *SHOWN, "chunks", "tokens", "p50 ms"):
        shown.add_column(name, justify="right" if name else "left")
    for run in runs:
        differs = {row.name for row in compare(runs[0], run).rows if row.adjusted < LEVEL}
        scores = run["metrics"]["scores"]
        cells = [_cell(scores[name]["value"], name in differs) for name in SHOWN]
        chunks = run.get("chunks", {"count": math.nan, "tokens": math.nan})
        sizes = [f"{chunks['count']:.0f}", f"{chunks['tokens']:.0f}"]
        shown.add_row(run["variant"], *cells, *sizes, f"{run['metrics']['latency']['p50']:.0f}")
    return shown


def _cell(value: float | None, differs: bool) -> str:
    return "–" if value is None else f"{value:.1%}{'*' if differs else ' '}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.ablate", description=__doc__.splitlines()[0])
    parser.add_argument("cases", type=Path, metavar="CASES.jsonl")
    parser.add_argument("--reports", type=Path, required=True, help="folder of the reports they are about")
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="NAME",
        help="these variants only, the first is compared with",
    )
    parser.add_argument("--limit", type=int, metavar="N", help="the first N cases only")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every run to this file")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
