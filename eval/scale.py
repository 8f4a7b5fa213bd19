"""How fast reports go in, what memory that takes, and how long a question takes among many.

`python -m eval.scale rate FOLDER --plain MODEL [--documents 200] [--rounds 3]`: tokens a second of the whole way in (read,
clean, describe, cut, embed, store), turn about with sentence-transformers' own `encode` over the same chunks in float32, as
anyone would call it, in one run. MODEL is a PyTorch model of that size, the base of the one that ships.

`python -m eval.scale memory FOLDER [--documents 1000 5000 20000] [--encoder model]`: the most memory that a process
took which put so many reports in. By default vectors cost nothing (a hash of the text, 384 wide), so that what is
left is ours and the stores'; with `--encoder model` the shipped encoder makes them.

`python -m eval.scale latency FOLDER CASES.jsonl [--chunks 1000 10000] [--limit 100]`: the milliseconds of a question in libraries of
so many chunks, with the shipped models; the first question, which loads them, is asked once before.

The reports are those of FOLDER with other figures put in, so that no two are near-duplicates.
"""

import argparse
import itertools
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.cases import read_cases
from index.embed import TransformerEncoder
from index.errors import UnreachableSource, XianwenError
from index.library import Library
from index.records import Added, Matrix
from index.settings import IndexSettings
from qa.assistant import Assistant
from qa.settings import Settings

WIDTH = 384
_YEAR = re.compile(r"(?:19|20)\d\d|\d+")


class HashEncoder:
    """Vectors that cost nothing: drawn by the hash of the text, (384,) float32, unit norm."""

    dim = WIDTH

    def encode_documents(self, texts: list[str]) -> Matrix:
        """Vectors of shape (n_texts, 384)."""
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> Matrix:
        """A vector of shape (384,)."""
        drawn = np.random.default_rng(zlib.crc32(text.encode())).standard_normal(WIDTH)
        return np.asarray(drawn / np.linalg.norm(drawn), dtype=np.float32)


def renumbered(text: str, chance: random.Random) -> str:
    """The text with other figures of as many digits; years stay.

    >>> renumbered("2022年产值16亿元", random.Random(1))
    '2022年产值38亿元'
    """

    def other(match: re.Match[str]) -> str:
        number = match[0]
        if len(number) == 4 and number[:2] in {"19", "20"}:
            return number
        return str(chance.randint(10 ** (len(number) - 1), 10 ** len(number) - 1))

    return _YEAR.sub(other, text)


def write_reports(folder: Path, originals: Sequence[Path], documents: int, seed: int = 0) -> None:
    """`documents` text files below `folder`, each one of the originals with other figures."""
    chance = random.Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in originals]
    for number in range(documents):
        # Ten thousand files in one folder are slow on some file systems.
        below = folder / f"{number // 1000:03}"
        below.mkdir(parents=True, exist_ok=True)
        text = renumbered(texts[number % len(texts)], chance)
        (below / f"{number:06}.txt").write_text(text, encoding="utf-8")


def rates(originals: Sequence[Path], documents: int, rounds: int, model: str) -> dict[str, Any]:
    """Tokens a second of the whole way in and of plain encoding by `model`, for each round, and their ratio."""
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(model, device="cpu", local_files_only=True)
    found: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        reports = Path(folder) / "reports"
        write_reports(reports, originals, documents)
        for number in range(rounds):
            texts, seconds = _ingested(reports, Path(folder) / f"library-{number}")
            tokens = sum(map(len, plain.tokenizer([f"passage: {text}" for text in texts])["input_ids"]))
            begin = perf_counter()
            plain.encode(texts, prompt_name="document", normalize_embeddings=True, show_progress_bar=False)
            alone = perf_counter() - begin
            found.append(
                {"chunks": len(texts), "tokens": tokens, "ingest": tokens / seconds, "plain": tokens / alone}
            )
    ratio = median(one["ingest"] / one["plain"] for one in found)
    return {"documents": documents, "rounds": found, "ratio": ratio}


def _ingested(reports: Path, library: Path) -> tuple[list[str], float]:
    """What was embedded, and the seconds of the whole way in; the model is loaded before."""
    settings = IndexSettings(library=library)
    encoder = TransformerEncoder(settings.encoder)
    encoder.encode_query("预热")
    with Library.open(settings, encoder=encoder) as opened:
        begin = perf_counter()
        opened.ingest([reports], lambda one: None)
        seconds = perf_counter() - begin
        chunks = [chunk for one in opened.list() for chunk in opened.chunks(one.id)]
    return [chunk.indexed_text for chunk in chunks], seconds


def latency(originals: Sequence[Path], chunks: int, questions: Sequence[str]) -> dict[str, Any]:
    """Milliseconds of each question in a library of `chunks` chunks or a few more, with the shipped models."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = Settings(library=Path(folder) / "library")
        with Library.open(settings) as library:
            for number in itertools.count():
                if library.counts()[1] >= chunks:
                    break
                part = Path(folder) / f"{number:04}"
                write_reports(part, originals, len(originals), seed=number)
                library.add(part)
            assistant = Assistant(library, settings)
            assistant.ask(questions[0])
            taken = [_milliseconds(assistant, question) for question in questions]
            documents, held = library.counts()
    return {"documents": documents, "chunks": held, "milliseconds": taken}


def _milliseconds(assistant: Assistant, question: str) -> float:
    begin = perf_counter()
    assistant.ask(question)
    return 1000 * (perf_counter() - begin)


def memory(reports: Path, library: Path, encoder: str) -> dict[str, float]:
    """Seconds and the most MiB that putting `reports` in takes, in this process from its start."""
    made = HashEncoder() if encoder == "hash" else None
    fates: dict[str, int] = {}

    def tell(one: Added) -> None:
        fates[one.status] = fates.get(one.status, 0) + 1

    with Library.open(IndexSettings(library=library), encoder=made) as opened:
        opened.ingest([], tell)
        before = _peak()
        begin = perf_counter()
        opened.ingest([reports], tell)
        seconds = perf_counter() - begin
        documents, chunks = opened.counts()
    return {
        "documents": documents, "chunks": chunks, "failed": fates.get("failed", 0), "seconds": seconds,
        "before": before, "most": _peak(),
    }  # fmt: skip


def _peak() -> float:
    """The most MiB that this process has had so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def _apart(originals: Path, documents: int, encoder: str) -> dict[str, float]:
    """`memory` in a process of its own, for the peak of one is that of all that it did before."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        reports = Path(folder) / "reports"
        write_reports(reports, sorted(originals.glob("*.txt")), documents)
        command = [
            sys.executable,
            "-m",
            "eval.scale",
            "one",
            str(reports),
            str(Path(folder) / "library"),
            encoder,
        ]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Run it and give the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except XianwenError as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        return 1
    return code


def _originals(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.txt"))
    if not found:
        raise UnreachableSource(f"{folder}: no .txt reports in it; name a folder of text files")
    return found


def _show_rates(arguments: argparse.Namespace) -> int:
    found = rates(_originals(arguments.folder), arguments.documents, arguments.rounds, arguments.plain)
    table = Table("round", "chunks", "tokens", "whole way in, tokens/s", "plain encode, tokens/s", "ratio")
    for number, one in enumerate(found["rounds"], 1):
        cells = (f"{one['ingest']:,.0f}", f"{one['plain']:,.0f}", f"{one['ingest'] / one['plain']:.2f}")
        table.add_row(str(number), f"{one['chunks']:,.0f}", f"{one['tokens']:,.0f}", *cells)
    console = Console()
    console.print(table)
    console.print(f"{arguments.documents} documents; median ratio {found['ratio']:.2f}")
    return 0


def _show_memory(arguments: argparse.Namespace) -> int:
    _originals(arguments.folder)
    table = Table("documents", "chunks", "failed", "seconds", "MiB before", "MiB at most")
    for documents in arguments.documents:
        one = _apart(arguments.folder, documents, arguments.encoder)
        table.add_row(*(f"{one[name]:,.0f}" for name in one))
    Console().print(table)
    return 0


def _show_latency(arguments: argparse.Namespace) -> int:
    originals = _originals(arguments.folder)
    questions = [case.question for case in read_cases(arguments.cases) if not case.followup_of]
    table = Table("documents", "chunks", "questions", "p50 ms", "p95 ms", "most ms")
    for chunks in arguments.chunks:
        found = latency(originals, chunks, questions[: arguments.limit])
        taken = found["milliseconds"]
        cells = (f"{one:,.0f}" for one in (*np.percentile(taken, [50, 95]), max(taken)))
        table.add_row(f"{found['documents']:,}", f"{found['chunks']:,}", str(len(taken)), *cells)
    Console().print(table)
    return 0


def _one(arguments: argparse.Namespace) -> int:
    json.dump(memory(arguments.reports, arguments.library, arguments.encoder), sys.stdout)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.scale", description="Rate and memory of taking reports in."
    )
    commands = parser.add_subparsers(required=True)
    rate = commands.add_parser("rate", help="tokens a second, beside plain sentence-transformers")
    rate.add_argument("folder", type=Path, metavar="FOLDER", help="text reports to make others from")
    rate.add_argument(
        "--plain", required=True, metavar="MODEL", help="a sentence-transformers model in PyTorch"
    )
    rate.add_argument("--documents", type=int, default=200)
    rate.add_argument("--rounds", type=int, default=3)
    rate.set_defaults(run=_show_rates)
    much = commands.add_parser("memory", help="the most memory that so many reports take")
    much.add_argument("folder", type=Path, metavar="FOLDER", help="text reports to make others from")
    much.add_argument("--documents", type=int, nargs="+", default=[1000, 5000, 20000])
    much.add_argument("--encoder", choices=("hash", "model"), default="hash")
    much.set_defaults(run=_show_memory)
    asked = commands.add_parser("latency", help="milliseconds of a question among so many chunks")
    asked.add_argument("folder", type=Path, metavar="FOLDER", help="text reports to make others from")
    asked.add_argument("cases", type=Path, metavar="CASES.jsonl", help="the questions")
    asked.add_argument("--chunks", type=int, nargs="+", default=[1000, 10000])
    asked.add_argument("--limit", type=int, default=100, help="the first so many questions")
    asked.set_defaults(run=_show_latency)
    one = commands.add_parser("one")
    one.add_argument("reports", type=Path)
    one.add_argument("library", type=Path)
    one.add_argument("encoder", choices=("hash", "model"))
    one.set_defaults(run=_one)
    return parser


if __name__ == "__main__":
    sys.exit(main())
