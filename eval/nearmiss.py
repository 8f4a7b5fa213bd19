"""Known cases as a reading file: for each question the chunk that answers it, and what search brings up beside it.

`python -m eval.nearmiss CASES.jsonl… --reports FOLDER --out FILE`. These are the near-misses that a reader meets: the same
indicator of another year or place, the neighbouring chunk. `python -m qa.training evaluate MODEL FILE` measures on them.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from eval.cases import Case, read_cases, resolve
from eval.command import write
from eval.metrics import Span, covered_by
from eval.run import gold_of, locate, reports_of
from eval.text import contains
from index.errors import XianwenError
from index.library import Library
from index.records import Chunk
from qa.settings import Settings

MISSES = 2
"""Chunks beside the answer that are taken for each question."""
DEPTH = 8


def records(case: Case, hits: Sequence[Chunk], gold: Sequence[Sequence[Span]]) -> Iterator[dict[str, Any]]:
    """The reading examples of a case: its answer in the first chunk that holds one, then the first near-misses.

    A chunk beside the evidence that has a form of the answer is neither: it may answer too.
    """
    misses = 0
    held = False
    for chunk in hits:
        covered = bool(covered_by(Span(chunk.doc_id, chunk.start, chunk.end), gold))
        answers = _answers(case, chunk, gold) if covered and not held else []
        if answers:
            held = True
            yield _record(case, chunk, answers)
        elif not covered and misses < MISSES and not any(contains(chunk.text, form) for form in case.answers):
            misses += 1
            yield _record(case, chunk, [])


def _answers(case: Case, chunk: Chunk, gold: Sequence[Sequence[Span]]) -> list[dict[str, Any]]:
    """The forms of the answer that stand in the evidence, as answers of the chunk."""
    spans = [span for item in gold for span in item if span.doc == chunk.doc_id]
    return [
        {"text": chunk.text[start:end], "start": start}
        for form in case.answers
        for start, end in locate(chunk.text, form)
        if any(span.start <= chunk.start + start and chunk.start + end <= span.end for span in spans)
    ]


def _record(case: Case, chunk: Chunk, answers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": f"{case.id}:{chunk.id}",
        "source": "known_cases",
        "title": "",
        "header": chunk.header.replace("\n", " "),
        "context": chunk.text,
        "question": case.question,
        "answers": answers,
        "is_impossible": not answers,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Write the file; the exit code is 0 when it is done, 1 when it cannot be."""
    options = _parser().parse_args(argv)
    console = Console(soft_wrap=True)
    try:
        cases = resolve([case for path in options.cases for case in read_cases(path)], options.reports)
        lines = [json.dumps(record, ensure_ascii=False) for record in _all(cases, options.reports)]
        write(options.out, "".join(f"{line}\n" for line in lines))
    except XianwenError as error:
        console.print(f"python -m eval.nearmiss: {error}", markup=False)
        return 1
    console.print(f"{len(lines)} examples", markup=False)
    return 0


def _all(cases: Sequence[Case], reports: Path) -> Iterator[dict[str, Any]]:
    with (
        tempfile.TemporaryDirectory(prefix="xianwen-eval-", ignore_cleanup_errors=True) as folder,
        Library.open(Settings(library=Path(folder))) as library,
    ):
        library.add(reports)
        documents = reports_of(library)
        # A list needs all its items and a follow-up its history: neither is one span's to answer.
        for case in cases:
            if not case.all_required and not case.followup_of:
                hits = [hit.chunk for hit in library.search(case.question, DEPTH)]
                yield from records(case, hits, gold_of(case, documents))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.nearmiss", description=__doc__.splitlines()[0])
    parser.add_argument("cases", type=Path, nargs="+", metavar="CASES.jsonl")
    parser.add_argument("--reports", type=Path, required=True, help="folder of the reports they are about")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
