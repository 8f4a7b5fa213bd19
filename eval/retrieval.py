"""What each way of searching finds, and what the reader adds: recall and reciprocal rank over known cases.

`python -m eval.retrieval CASES.jsonl… --reports FOLDER [--encoder NAME=MODEL…]`. For the lexical leg, and for each
encoder its own leg, both fused, and the first chunks of these ordered by the reader. Searched without filters, so that the
models are measured and not the understanding of the question.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.cases import Case, read_cases, resolve
from eval.command import tracked, write
from eval.metrics import Covered, Gold, Span, bootstrap_interval, covered_by, mrr, recall_at_k
from eval.run import gold_of, reports_of
from index.errors import SettingsError, XianwenError
from index.library import Library
from index.records import Hit
from qa.read import build_reader
from qa.records import Passage, Reader
from qa.settings import Settings

DEPTH = 20
CUTS = (1, 5, 20)
Search = Callable[[str], list[Hit]]


@dataclass(frozen=True, slots=True)
class Row:
    """A way of searching: mean recall at 1, 5 and 20 chunks and mean reciprocal rank, 0 to 1, over `cases` questions.

    `ranks` are the reciprocal ranks one by one, for paired tests; `interval` holds 95 % of the bootstrap means of them.
    """

    name: str
    cases: int
    recall: tuple[float, ...]
    mrr: float
    interval: tuple[float, float]
    ranks: tuple[float, ...]


def score(name: str, covered: Sequence[Covered], gold: Sequence[Gold]) -> Row:
    """The row of a way of searching, out of what the hits of each question cover of its gold."""
    pairs = list(zip(covered, map(len, gold), strict=True))
    recall = tuple(float(np.mean([recall_at_k(hits, n, k) for hits, n in pairs])) for k in CUTS)
    ranks = tuple(float(mrr(hits, n) or 0.0) for hits, n in pairs)
    low, high = bootstrap_interval(ranks) or (0.0, 0.0)
    return Row(name, len(pairs), recall, float(np.mean(ranks)), (low, high), ranks)


def reranked(reader: Reader, question: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits by the reader's score of the best span in each, best first; those without a span last."""
    passages = [Passage(hit.chunk.text, hit.chunk.header) for hit in hits]
    scores = {reading.passage: reading.score for reading in reader.read(question, passages, top=1)}
    return [hits[i] for i in sorted(range(len(hits)), key=lambda i: (-scores.get(i, -np.inf), i))]


def measure(
    cases: Sequence[Case], reports: Path, encoders: Mapping[str, str], reader: Reader, settings: Settings
) -> Iterator[Row]:
    """The rows, one after another. Each encoder gets a library that is made for this run only."""
    for number, (name, model) in enumerate(encoders.items()):
        with tempfile.TemporaryDirectory(prefix="xianwen-eval-", ignore_cleanup_errors=True) as folder:
            own = settings.model_copy(update={"library": Path(folder), "encoder": model})
            with Library.open(own) as library:
                library.add(reports)
                yield from _rows(name, cases, library, reader, first=number == 0)


def _rows(name: str, cases: Sequence[Case], library: Library, reader: Reader, first: bool) -> Iterator[Row]:
    documents = reports_of(library)
    asked = [(case.question, gold) for case in cases if (gold := gold_of(case, documents))]
    ways: dict[str, Search] = {
        f"{name}: dense": lambda q: library.search(q, DEPTH, legs=("dense",)),
        f"{name}: fused": lambda q: library.search(q, DEPTH),
        f"{name}: fused + reader": lambda q: reranked(reader, q, library.search(q, DEPTH)),
    }
    if first:
        ways = {"lexical": lambda q: library.search(q, DEPTH, legs=("lexical",)), **ways}
    for way, search in ways.items():
        with tracked() as progress:
            covered: list[Covered] = []
            for question, gold in asked:
                covered.append([_covers(hit, gold) for hit in search(question)])
                progress(len(covered), len(asked))
        yield score(way, covered, [gold for _, gold in asked])


def _covers(hit: Hit, gold: Gold) -> frozenset[int]:
    return covered_by(Span(hit.chunk.doc_id, hit.chunk.start, hit.chunk.end), gold)


def table(rows: Sequence[Row]) -> Table:
    """The rows in percent."""
    shown = Table(title=f"Retrieval, {rows[0].cases} questions", title_justify="left")
    for name in ("", *(f"recall@{k}" for k in CUTS), "MRR", "95 %"):
        shown.add_column(name, justify="right" if name else "left")
    for row in rows:
        low, high = row.interval
        numbers = [f"{100 * value:.1f}" for value in (*row.recall, row.mrr)]
        shown.add_row(row.name, *numbers, f"{100 * low:.1f}-{100 * high:.1f}")
    return shown


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code is 0 when it is done, 1 when it cannot be."""
    options = _parser().parse_args(argv)
    console = Console(soft_wrap=False)
    try:
        read = [case for path in options.cases for case in read_cases(path)]
        cases = resolve([case for case in read if case.evidence and not case.followup_of], options.reports)
        settings = Settings()
        reader = build_reader(options.reader or settings.reader)
        encoders = dict(map(named, options.encoder)) or {"shipped": settings.encoder}
        rows = list(measure(cases[: options.limit], options.reports, encoders, reader, settings))
        if options.json:
            write(
                options.json, json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
            )
    except XianwenError as error:
        console.print(f"python -m eval.retrieval: {error}", markup=False, soft_wrap=True)
        return 1
    console.print(table(rows))
    return 0


def named(text: str) -> tuple[str, str]:
    """Name and model of `NAME=MODEL`. Raises SettingsError."""
    name, sign, model = text.partition("=")
    if not (name and sign and model):
        message = f"{text!r}: write NAME=MODEL, such as tuned=folder/of/model"
        raise SettingsError(message, message)
    return name, model


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval", description=__doc__.splitlines()[0])
    parser.add_argument("cases", type=Path, nargs="+", metavar="CASES.jsonl")
    parser.add_argument("--reports", type=Path, required=True, help="folder of the reports they are about")
    parser.add_argument(
        "--encoder",
        action="append",
        default=[],
        metavar="NAME=MODEL",
        help="an encoder to measure; may be given again",
    )
    parser.add_argument("--reader", metavar="MODEL", help="the reader (default: the one of the package)")
    parser.add_argument("--limit", type=int, metavar="N", help="the first N cases only")
    parser.add_argument("--json", type=Path, metavar="OUT")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
