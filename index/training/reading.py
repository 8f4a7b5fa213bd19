"""Reading files: JSON lines of questions, contexts and the spans that answer them.

One line: `{"id", "source", "title", "context", "question", "answers": [{"text", "start"}], "is_impossible"}`,
where `start` is a character offset into `context`. With a `header` the reader also sees the line place | year |
title | section above the context; answers never stand in it. Fields beyond these are left alone.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import SettingsError, UnreachableSource, UnreadableSource

SHAPE = "{id, source, title, context, question, answers: [{text, start}], is_impossible[, header]}"


@dataclass(frozen=True, slots=True)
class Span:
    """An answer: `context[start : start + len(text)] == text`, checked when it is read."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Example:
    """A question put to a context. No `answers`: the context does not say."""

    id: str
    source: str
    question: str
    context: str
    answers: tuple[Span, ...] = ()
    header: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where a set of examples comes from, and on what terms."""

    name: str
    licence: str
    address: str
    authors: str


SOURCES = {
    "cmrc2018": DataSource(
        "CMRC2018", "CC BY-SA 4.0", "https://github.com/ymcui/cmrc2018", "Cui et al., EMNLP-IJCNLP 2019"
    ),
    "drcd": DataSource(
        "DRCD, converted to simplified characters",
        "CC BY-SA 3.0",
        "https://github.com/DRCKnowledgeTeam/DRCD",
        "Shao et al., arXiv:1806.00920, 2018",
    ),
    "synthetic_county": DataSource(
        "Invented county reports of qa/training/synthesis", "Apache-2.0", "this repository", "the project"
    ),
    "written_county": DataSource(
        "Reports and questions of qa/training/written, all invented",
        "Apache-2.0",
        "this repository",
        "the project",
    ),
    "national_reports": DataSource(
        "Questions by rules on work reports of the State Council, 2008-2025",
        "official documents (no copyright in China, Copyright Law, article 5); questions Apache-2.0",
        "https://github.com/aldohemsn/chinese-political-corpora",
        "State Council of the PRC; texts by way of Wikisource",
    ),
    "asked_national": DataSource(
        "Questions of qa/training/asked on eight of those work reports, 2008-2015",
        "official documents, as above; questions Apache-2.0",
        "https://github.com/aldohemsn/chinese-political-corpora",
        "State Council of the PRC; questions by the project",
    ),
}
"""Published sets, by what an example's `source` begins with."""


def source_of(label: str) -> DataSource:
    """The published set that an example's `source` names. Raises SettingsError for one not in SOURCES."""
    for prefix, source in SOURCES.items():
        if label.startswith(prefix):
            return source
    raise SettingsError(
        f"no licence is known for data source {label!r} (known: {', '.join(SOURCES)}); "
        "add it to SOURCES in index/training/reading.py"
    )


def read_examples(paths: Iterable[Path]) -> list[Example]:
    """All examples of the files, in order. Raises UnreachableSource and UnreadableSource."""
    return [example for path in paths for example in _read_file(path)]


def answered(examples: Sequence[Example]) -> list[Example]:
    """Those with an answer."""
    return [example for example in examples if example.answers]


def _read_file(path: Path) -> Iterator[Example]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parse(line, f"{path.name} line {number}")
    except OSError as error:
        raise UnreachableSource(f"{path}: {error.strerror}; give a reading file (JSON lines)") from error
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"{path}: not UTF-8 at byte {error.start}; convert it to UTF-8") from error


def _parse(line: str, where: str) -> Example:
    try:
        return _example(json.loads(line), where)
    except json.JSONDecodeError as error:
        raise UnreadableSource(f"{where}: not JSON ({error.msg}); expected {SHAPE}") from error
    except (KeyError, TypeError) as error:
        raise UnreadableSource(f"{where}: wrong or missing field ({error}); expected {SHAPE}") from error


def _example(record: dict[str, Any], where: str) -> Example:
    context, given = record["context"], [] if record["is_impossible"] else record["answers"]
    spans = tuple(Span(answer["text"], answer["start"]) for answer in given)
    for span in spans:
        if not span.text or span.start < 0 or context[span.start : span.end] != span.text:
            raise UnreadableSource(
                f"{where}: answer {span.text!r} does not stand at character {span.start} of its context; "
                "count offsets in characters, from 0"
            )
    header = record.get("header") or ""
    if not isinstance(header, str) or "\n" in header:
        raise UnreadableSource(
            f"{where}: header {header!r} is not one line of text; join its parts with ' | '"
        )
    title = str(record.get("title") or "")
    return Example(record["id"], record["source"], record["question"], context, spans, header, title)
