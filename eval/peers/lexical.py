"""Lexical search alone: the best sentence of the best chunk, shown as it stands. No model is asked."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from eval.peers.texts import answered, cited_hits, hit
from index.chunk import chunk
from index.lexical import query_terms, terms
from index.records import Document, Hit
from index.store import SqliteStore
from qa.records import Answer, Turn
from qa.sentences import sentences


class LexicalPeer:
    """FTS5 with BM25 over our own chunks and terms: the lexical leg of 县问, without vectors, reader and judge.

    It refuses only where no term of the question is in any report. The history is not read.
    """

    def __init__(self, documents: Sequence[Document], chunk_tokens: int) -> None:
        self._documents = {one.id: one for one in documents}
        self._folder = tempfile.TemporaryDirectory(prefix="xianwen-lexical-", ignore_cleanup_errors=True)
        self._store = SqliteStore(Path(self._folder.name) / "lexical.sqlite")
        for one in documents:
            self._store.add_pending(one, chunk(one.id, one.text, one.about, chunk_tokens))
        self._store.mark_ready(self._documents)

    def close(self) -> None:
        """Close and forget the index."""
        self._store.close()
        self._folder.cleanup()

    def search(self, text: str, limit: int) -> list[Hit]:
        """The best chunks by BM25, best first."""
        ranked = self._store.lexical(text, limit, None)
        chunks = self._store.chunks(one for one, _ in ranked)
        return [Hit(chunks[one], score) for one, score in ranked]

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The sentence of the best chunk that holds most terms of the question, the first of several."""
        hits = self.search(question, 1)
        if not hits:
            return answered(question, "", (), unknown=True)
        best = hits[0].chunk
        wanted = set(query_terms(question))
        spans = [(best.start + a, best.start + b) for a, b in sentences(best.text)]
        document = self._documents[best.doc_id]
        span = max(spans, key=lambda s: len(wanted & set(terms(document.text[s[0] : s[1]]))))
        (cited,) = cited_hits([document], [hit(document, _stripped(document.text, *span), hits[0].score)])
        return answered(question, f"{cited.quote}[1]", [cited], unknown=False)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())
