"""Reading examples out of the reports and questions that we wrote for training: the files of `written/`.

A file holds reports, each `### title | date | place | kind`, its text, a line `---Q`, then a line a question:
`kind ‖ question ‖ answer ‖ the stretch of the text with it`; a question that the report leaves open has kind `none` and no
answer. What the reader is shown beside it is what the product's own search brings up: chunks under their headers.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from index.errors import UnreadableSource
from index.library import Library
from index.records import Chunk
from qa.settings import Settings

FOLDER = Path(__file__).parent / "written"
SOURCE = "written_county"
DEPTH = 8
"""Chunks that a search brings up, as many as the reader is shown when it answers."""
MISSES, OPEN_MISSES = 1, 2
"""Chunks without the answer that are drawn for a question that has one, and for one that has none."""
ELSEWHERE = 0.4
"""The share of answered questions that are asked once more of another place."""
_LEAST_PLACE = 2
_OPEN = "none"
_FIELDS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `answer` stands in `stretch` once, `stretch` in the report's text; both empty: the report does not say."""

    kind: str
    question: str
    answer: str = ""
    stretch: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its questions."""

    title: str
    date: str
    place: str
    kind: str
    text: str
    asked: tuple[Asked, ...]


def parse(text: str, name: str) -> list[Report]:
    """The reports of a file. Raises UnreadableSource, which names the line, where it has another shape.

    >>> made = parse("### 简报 | 2023-01-02 | 遂昌县 | 新闻\\n投资2亿元。\\n---Q\\nfigure ‖ 投了多少钱？ ‖ 2亿元 ‖ 投资2亿元\\n", "a.txt")
    >>> made[0].place, made[0].asked[0].answer
    ('遂昌县', '2亿元')
    """
    return [_report(block, name) for block in re.split(r"(?m)^### ", text)[1:]]


def _report(block: str, name: str) -> Report:
    head, _, rest = block.partition("\n")
    body, mark, questions = rest.partition("\n---Q\n")
    parts = [part.strip() for part in head.split("|")]
    if len(parts) != _FIELDS or not mark:
        raise UnreadableSource(f"{name}: {head!r}: expected `### title | date | place | kind`, text, `---Q`")
    title, date, place, kind = parts
    text = body.strip()
    asked = tuple(_asked(line, text, f"{name}: {title}") for line in questions.splitlines() if line.strip())
    return Report(title, date, place, kind, text, asked)


def _asked(line: str, text: str, where: str) -> Asked:
    fields = [field.strip().replace("\\n", "\n") for field in line.split("‖")]
    if len(fields) != _FIELDS:
        raise UnreadableSource(f"{where}: {line!r}: expected kind ‖ question ‖ answer ‖ stretch")
    kind, question, answer, stretch = fields
    if kind == _OPEN:
        return Asked(kind, question)
    if text.count(stretch) != 1 or stretch.count(answer) != 1:
        raise UnreadableSource(
            f"{where}: {line!r}: the stretch must stand in the text once, the answer in the stretch once"
        )
    return Asked(kind, question, answer, stretch)


def read_reports(folder: Path = FOLDER) -> list[Report]:
    """All reports of the files of a folder, by name. Raises UnreadableSource."""
    return [one for path in sorted(folder.glob("*.txt")) for one in parse(path.read_text("utf-8"), path.name)]


def examples(
    reports: Sequence[Report], rounds: int = 1, seed: int = 1, source: str = SOURCE
) -> Iterator[dict[str, Any]]:
    """Reading examples as `index.training.reading` reads them, of the set `source`, near-misses drawn anew in each round.

    The reports are taken into a library of their own, so that chunks and headers are those of the product.
    """
    with (
        tempfile.TemporaryDirectory(prefix="xianwen-written-", ignore_cleanup_errors=True) as folder,
        Library.open(Settings(library=Path(folder) / "library")) as library,
    ):
        for number, report in enumerate(reports):
            path = Path(folder) / f"{number:04}.txt"
            path.write_text(f"{report.title}\n{report.date}\n{report.text}\n", encoding="utf-8")
        library.add(*sorted(Path(folder).glob("*.txt")))
        ids = {int(Path(one.source).stem): one.id for one in library.list()}
        rng = Random(seed)
        for number, report in enumerate(reports):
            for at, asked in enumerate(report.asked if number in ids else ()):
                found = [hit.chunk for hit in library.search(asked.question, DEPTH)]
                own = library.chunks(ids[number])
                for turn in range(rounds):
                    name = f"{source}-{number:04}-{at:02}-{turn}"
                    yield from _of(asked, own, found, name, rng)
                    other = rng.choice(reports).place
                    if (
                        asked.answer
                        and rng.random() < ELSEWHERE
                        and (moved := _moved(asked, report.place, other))
                    ):
                        yield from _misses(
                            moved, [c for c in own if asked.stretch in c.text][:1], f"{name}-moved", rng
                        )


def _of(
    asked: Asked, own: Sequence[Chunk], found: Sequence[Chunk], name: str, rng: Random
) -> Iterator[dict[str, Any]]:
    """The chunk with the answer, and near-misses: of what was found the better placed the likelier.

    The stretch of a chunk that another overlaps may stand in both: only chunks without the stretch are near-misses.
    """
    right = [(chunk, chunk.text.find(asked.stretch)) for chunk in own if asked.stretch]
    right = [(chunk, at) for chunk, at in right if at >= 0]
    if asked.answer and not right:
        return
    if right:
        chunk, at = right[0]
        yield _record(asked, chunk, at + asked.stretch.index(asked.answer), f"{name}-right")
    beside = [one for one in found if not asked.stretch or asked.stretch not in one.text]
    if not asked.answer:  # the report itself is the nearest miss of what it leaves open
        beside = [*own, *(one for one in beside if one.doc_id != own[0].doc_id)]
    yield from _misses(asked, beside, name, rng)


def _misses(asked: Asked, beside: Sequence[Chunk], name: str, rng: Random) -> Iterator[dict[str, Any]]:
    left = list(beside)
    for miss in range(min(len(left), MISSES if asked.answer else OPEN_MISSES)):
        drawn = left.pop(min(int(rng.expovariate(0.7)), len(left) - 1))
        yield _record(asked, drawn, None, f"{name}-miss{miss}")


def _moved(asked: Asked, place: str, other: str) -> Asked | None:
    """The question asked of another place: the chunk that answered it does not any more; None where it names no place."""
    stem, rival = (re.sub("[县市区旗]$", "", one) for one in (place, other))
    if len(stem) < _LEAST_PLACE or stem == rival or stem not in asked.question:
        return None
    return Asked(_OPEN, asked.question.replace(stem, rival))


def _record(asked: Asked, chunk: Chunk, at: int | None, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "source": name.partition("-")[0],
        "title": "",
        "header": chunk.header.replace("\n", " "),
        "context": chunk.text,
        "question": asked.question,
        "answers": [] if at is None else [{"text": asked.answer, "start": at}],
        "is_impossible": at is None,
        "kind": asked.kind,
    }


def write(out: Path, folder: Path = FOLDER, rounds: int = 1, seed: int = 1) -> dict[str, int]:
    """Write the examples as JSON lines; how many have an answer, and how many have none."""
    return save(out, examples(read_reports(folder), rounds, seed))


def save(out: Path, made: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Write examples as JSON lines; how many have an answer, and how many have none."""
    lines = list(made)
    out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
    return {
        "answered": sum(not one["is_impossible"] for one in lines),
        "near-misses": sum(one["is_impossible"] for one in lines),
    }
