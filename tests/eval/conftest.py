"""A fake library and a fake assistant whose every result can be worked out by hand."""

from collections.abc import Sequence

import pytest

from index.records import Chunk, Description, Document, DocumentSummary, Hit
from qa.records import Answer, Citation, Turn


class SentenceLibrary:
    """Each sentence is a chunk; search ranks by how many different characters of the question it holds."""

    def __init__(self, texts: dict[str, str]):
        self.documents = {
            f"id-{name}": Document(f"id-{name}", f"folder/{name}.md", text, Description(title=name))
            for name, text in texts.items()
        }

    def list(self) -> Sequence[DocumentSummary]:
        return [DocumentSummary(d.id, d.source, d.about, len(d.text), 1, 1) for d in self.documents.values()]

    def get(self, doc_id: str) -> Document:
        return self.documents[doc_id]

    def chunks(self) -> Sequence[Chunk]:
        found = []
        for document in self.documents.values():
            start = 0
            for sentence in document.text.split("。")[:-1]:
                end = start + len(sentence) + 1
                found.append(
                    Chunk(f"{document.id}-{start}", document.id, start, end, document.text[start:end])
                )
                start = end
        return found

    def search(self, text: str, limit: int = 10) -> Sequence[Hit]:
        hits = [Hit(chunk, float(len(set(text) & set(chunk.text)))) for chunk in self.chunks()]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]


class ScriptedAssistant:
    """Quotes what its script says for the last question, and refuses any other; notes what it was asked."""

    def __init__(self, library: SentenceLibrary, script: dict[str, tuple[str, str, str]]):
        self.library, self.script = library, script
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(f"{turn.question}{turn.answer}" for turn in history)))
        if question not in self.script:
            return Answer(question, "报告没有说。", "missing")
        name, quote, text = self.script[question]
        document = self.library.get(f"id-{name}")
        start = document.text.index(quote)
        cited = Citation(document.id, document.source, name, 1, start, start + len(quote), quote)
        return Answer(question, text, "grounded", (cited,), 0.9)


@pytest.fixture
def library() -> SentenceLibrary:
    return SentenceLibrary(
        {
            "suichang": "壹佰科一期年产值16亿元。产能80万辆。从签约到开工36天。",
            "yunmeng": "云梦规上工业增长11.4%。安耐吉投资10.2亿元。",
        }
    )


@pytest.fixture
def assistant(library: SentenceLibrary) -> ScriptedAssistant:
    return ScriptedAssistant(
        library,
        {
            "壹佰科年产值多少": ("suichang", "年产值16亿元", "16亿元[1]"),
            "产能呢": ("suichang", "80万辆", "80万辆[1]"),
            "云梦增长多少": ("yunmeng", "增长11.4%", "增长12%[1]"),
            "松阳签约到开工几天": ("suichang", "36天", "36天[1]"),
        },
    )
