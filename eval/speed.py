"""How fast models are, turn about in one run: this machine's speed drifts, so ratios count and not single times.

`python -m eval.speed TEXTS [--encoder NAME=MODEL…] [--reader NAME=MODEL…] [--questions CASES.jsonl]`. Of each encoder the tokens a second
over chunks of the texts (counted by the first one's tokenizer); of each reader the milliseconds for 8 chunks of 250 of its
tokens; with `--questions` the milliseconds of a whole question over the texts, with the first encoder and reader, the
second, and so on.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from eval.cases import Case, read_cases
from eval.command import write
from eval.retrieval import named
from index.chunk import chunk
from index.embed import TransformerEncoder
from index.errors import UnreachableSource, XianwenError
from index.library import Library
from index.records import Description
from index.tokens import count
from qa.assistant import Assistant
from qa.read import build_reader
from qa.records import Passage
from qa.settings import Settings

PASSAGES, PASSAGE_CHARACTERS = 8, 370
"""8 chunks of some 250 tokens: Chinese takes about 1.5 characters a token of the shipped vocabulary."""
QUESTION = "2023年全县规模以上工业增加值增长多少？"
Timed = Mapping[str, Callable[[], float]]
"""By name, a piece of work and what it amounts to (tokens, or 1 where it is the time that counts)."""


def turn_about(work: Timed, rounds: int) -> dict[str, list[float]]:
    """The rate of each, amount by second, in every round; a round not counted warms up."""
    found: dict[str, list[float]] = {name: [] for name in work}
    for number in range(rounds + 1):
        for name, do in work.items():
            begin = perf_counter()
            amount = do()
            if number:
                found[name].append(amount / (perf_counter() - begin))
    return found


def encoding(encoders: Mapping[str, str], texts: Sequence[str]) -> Timed:
    """Each encoder over the same chunks; the amount is their length in cl100k_base tokens."""
    amount = float(sum(map(count, texts)))

    def one(model: str) -> Callable[[], float]:
        encoder = TransformerEncoder(model)

        def do() -> float:
            encoder.encode_documents(list(texts))
            return amount

        return do

    return {name: one(model) for name, model in encoders.items()}


def reading(readers: Mapping[str, str], text: str) -> Timed:
    """Each reader over the same 8 passages."""
    size = PASSAGE_CHARACTERS
    passages = [Passage(text[i * size : (i + 1) * size]) for i in range(PASSAGES)]

    def one(model: str) -> Callable[[], float]:
        reader = build_reader(model)

        def do() -> float:
            reader.read(QUESTION, passages)
            return 1.0

        return do

    return {name: one(model) for name, model in readers.items()}


@contextmanager
def asking(
    encoders: Mapping[str, str], readers: Mapping[str, str], cases: Sequence[Case], reports: Path
) -> Iterator[Timed]:
    """Whole questions, with the first encoder and reader, the second, and so on; the amount is their number."""
    with ExitStack() as stack:
        work: dict[str, Callable[[], float]] = {}
        for (name, encoder), reader in zip(encoders.items(), readers.values(), strict=False):
            folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            settings = Settings(library=Path(folder), encoder=encoder, reader=reader)
            library = stack.enter_context(Library.open(settings))
            library.add(reports)
            assistant = Assistant(library, settings)

            def do(assistant: Assistant = assistant) -> float:
                for case in cases:
                    assistant.ask(case.question)
                return float(len(cases))

            work[name] = do
        yield work


def table(title: str, found: Mapping[str, Sequence[float]], unit: str, inverse: bool) -> Table:
    """Medians, ranges, and the median ratio to the first; `inverse` shows milliseconds in place of a rate."""
    shown = Table(title=f"{title}, {unit}", title_justify="left")
    for heading in ("", "median", "least", "most", "times as fast as the first"):
        shown.add_column(heading, justify="right" if heading else "left")
    first = next(iter(found.values()))
    for name, rates in found.items():
        values = [1000 / rate for rate in rates] if inverse else list(rates)
        ratio = median(rate / before for rate, before in zip(rates, first, strict=True))
        shown.add_row(
            name, *(f"{v:,.0f}" for v in (median(values), min(values), max(values))), f"{ratio:.2f}"
        )
    return shown


def _texts(folder: Path) -> list[str]:
    files = sorted(folder.rglob("*.txt"))
    if not files:
        raise UnreachableSource(f"{folder}: no .txt file in it; give a folder of reports in UTF-8")
    return [path.read_text(encoding="utf-8") for path in files]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code is 0 when it is done, 1 when it cannot be."""
    options = _parser().parse_args(argv)
    console = Console(soft_wrap=False)
    found: dict[str, dict[str, list[float]]] = {}
    try:
        encoders, readers = (dict(map(named, given)) for given in (options.encoder, options.reader))
        texts = _texts(options.texts)
        if encoders:
            chunks = (c.indexed_text for text in texts for c in chunk("", text, Description(""), 240))
            work = encoding(encoders, list(islice(chunks, options.chunks)))
            found["encoder"] = turn_about(work, options.rounds)
            console.print(table("Encoding", found["encoder"], "tokens a second", inverse=False))
        if readers:
            found["reader"] = turn_about(reading(readers, "".join(texts)), options.rounds)
            console.print(table("Reading 8 chunks", found["reader"], "milliseconds", inverse=True))
        if options.questions:
            cases = [case for case in read_cases(options.questions) if not case.followup_of][: options.limit]
            with asking(encoders, readers, cases, options.texts) as work:
                found["question"] = turn_about(work, options.rounds)
            console.print(table("A whole question", found["question"], "milliseconds", inverse=True))
        if options.json:
            write(options.json, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    except XianwenError as error:
        console.print(f"python -m eval.speed: {error}", markup=False, soft_wrap=True)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.speed", description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path, metavar="TEXTS", help="folder of reports, .txt in UTF-8")
    parser.add_argument("--encoder", action="append", default=[], metavar="NAME=MODEL")
    parser.add_argument("--reader", action="append", default=[], metavar="NAME=MODEL")
    parser.add_argument("--questions", type=Path, metavar="CASES.jsonl")
    parser.add_argument("--limit", type=int, default=40, metavar="N", help="the first N questions only")
    parser.add_argument("--chunks", type=int, default=200, metavar="N", help="chunks that are encoded")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="OUT")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
