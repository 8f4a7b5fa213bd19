"""Reading examples out of the questions that we wrote about the national work reports: the files of `asked/`.

Nothing of a report stands here: a file holds a line with the report's name and the SHA-256 of its text, then a line
a question, `{"kind", "question"[, "answer": [start, end], "stretch": [start, end]]}` in characters of that text, which
is read where it lies. A question without an answer is one that the report leaves open.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.errors import UnreachableSource, UnreadableSource
from qa.training.written import Asked, Report, examples, save

FOLDER = Path(__file__).parent / "asked"
SOURCE = "asked_national"
KIND = "政府工作报告"


def read_asked(folder: Path, texts: Sequence[Path]) -> list[Report]:
    """The reports of `folder` with their questions, each text from the first of the folders `texts` that has it.

    Raises UnreachableSource where none has it, UnreadableSource where the text is not the one that was asked about.
    """
    return [_report(path, texts) for path in sorted(folder.glob("*.jsonl"))]


def _report(path: Path, texts: Sequence[Path]) -> Report:
    head, *lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    text = _text(head["report"], head["sha256"], texts)
    title, _, body = text.partition("\n")
    return Report(title, "", "", KIND, body, tuple(_asked(line, text) for line in lines))


def _text(name: str, digest: str, texts: Sequence[Path]) -> str:
    for folder in texts:
        path = folder / f"{name}.txt"
        if path.is_file():
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != digest:
                raise UnreadableSource(
                    f"{path}: not the text that the questions are about; its SHA-256 should be {digest}"
                )
            return data.decode("utf-8")
    raise UnreachableSource(f"{name}.txt: in none of {[str(one) for one in texts]}; give --texts its folder")


def _asked(line: dict[str, Any], text: str) -> Asked:
    if "answer" not in line:
        return Asked(line["kind"], line["question"])
    (start, end), (first, last) = line["answer"], line["stretch"]
    return Asked(line["kind"], line["question"], text[start:end], text[first:last])


def write(
    out: Path, texts: Sequence[Path], folder: Path = FOLDER, rounds: int = 1, seed: int = 1
) -> dict[str, int]:
    """Write the examples as JSON lines; how many have an answer, and how many have none."""
    return save(out, examples(read_asked(folder, texts), rounds, seed, source=SOURCE))
