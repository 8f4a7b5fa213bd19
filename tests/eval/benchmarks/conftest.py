"""Fakes with meaning for the benchmarks, and the real parts, loaded once a module."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from eval.benchmarks.bench import Desk, Workbench
from index.records import Chunk, Description, Document, DocumentSummary, Hit
from qa import Settings
from qa.records import Answer, Passage, Reading, Turn

DATA = Path(__file__).parent / "data"


class TextLibrary:
    """Each text is a document and its only chunk; search ranks by how many different characters of the query it holds."""

    def __init__(self, texts: Sequence[str]):
        self.documents = {
            f"id-{text[:8]}": Document(f"id-{text[:8]}", "", text, Description("")) for text in texts
        }

    def list(self) -> Sequence[DocumentSummary]:
        return []

    def get(self, doc_id: str) -> Document:
        return self.documents[doc_id]

    def search(self, text: str, limit: int = 10) -> Sequence[Hit]:
        hits = [
            Hit(Chunk(one.id, one.id, 0, len(one.text), one.text), float(len(set(text) & set(one.text))))
            for one in self.documents.values()
        ]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]


class NeedleAssistant:
    """Says of each question those of its needles that stand in the texts, joined by 和; refuses where there is none."""

    def __init__(self, texts: Sequence[str], needles: dict[str, tuple[str, ...]]):
        self.texts, self.needles = texts, needles

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        found = [one for one in self.needles.get(question, ()) if any(one in text for text in self.texts)]
        if not found:
            return Answer(question, "报告没有说。", "missing")
        return Answer(question, f"{'和'.join(found)}[1]", "grounded", (), 0.9)


class NeedleDesks:
    """Desks of needle assistants; `laid` keeps what lay on each, in order."""

    def __init__(self, needles: dict[str, tuple[str, ...]]):
        self.needles = needles
        self.laid: list[list[str]] = []

    @contextmanager
    def over(self, texts: Sequence[str]) -> Iterator[Desk]:
        self.laid.append(list(texts))
        library = TextLibrary(texts)
        yield Desk(NeedleAssistant(texts, self.needles), library, tuple(library.documents))


class SpanReader:
    """Finds the span its script has for a question, with its score; nothing for any other."""

    def __init__(self, script: dict[str, tuple[str, float]]):
        self.script = script

    def read(self, question: str, passages: Sequence[Passage], top: int = 8) -> list[Reading]:
        if question not in self.script:
            return []
        span, score = self.script[question]
        start = passages[0].text.index(span)
        return [Reading(0, start, start + len(span), score)]


@pytest.fixture
def data() -> Path:
    return DATA


@pytest.fixture
def needle_desks() -> type[NeedleDesks]:
    return NeedleDesks


@pytest.fixture
def span_reader() -> type[SpanReader]:
    return SpanReader


@pytest.fixture(scope="module")
def parts():
    """The encoder and the reader that ship."""
    from index.embed import TransformerEncoder
    from qa.read import build_reader

    settings = Settings()
    return TransformerEncoder(settings.encoder), build_reader(settings.reader)


@pytest.fixture(scope="module")
def bench(parts):
    encoder, reader = parts
    with Workbench(Settings(), encoder=encoder, reader=reader) as opened:
        yield opened
