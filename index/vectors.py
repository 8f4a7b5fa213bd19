"""Vectors in Chroma, under chunk ids. chromadb is known to this module alone."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import LibraryError
from index.records import Chunk, Matrix

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "chunks"
_BATCH = 2000


class ChromaVectors:
    """One collection of cosine vectors; embedded in `folder`, or on the server at `url`.

    `name` tells libraries apart that share a server. Raises LibraryError where neither can be opened.
    """

    def __init__(self, folder: Path, url: str = "", name: str = COLLECTION) -> None:
        self._client = _client(folder, url)
        self._name = name
        self._collection = self._open()

    def close(self) -> None:
        """Let go of the files, or of the connection."""
        # ClientAPI does not name it; every client that chromadb makes has it.
        self._client.close()  # type: ignore[attr-defined]

    def add(self, chunks: list[Chunk], vectors: Matrix) -> None:
        """Store one vector of shape (dim,) per chunk; an id that is there is replaced."""
        for at in range(0, len(chunks), _BATCH):
            batch = chunks[at : at + _BATCH]
            self._collection.upsert(
                ids=[chunk.id for chunk in batch],
                embeddings=vectors[at : at + _BATCH],
                metadatas=[{"doc_id": chunk.doc_id} for chunk in batch],
            )

    def remove(self, doc_id: str) -> None:
        """Forget every vector of a document."""
        self._collection.delete(where={"doc_id": doc_id})

    def search(self, vector: Matrix, limit: int, doc_ids: list[str] | None) -> list[tuple[str, float]]:
        """The `limit` nearest (chunk id, cosine similarity), best first, within `doc_ids` where given."""
        where: Any = None if doc_ids is None else {"doc_id": {"$in": doc_ids}}
        if doc_ids == [] or not self._collection.count():
            return []
        found = self._collection.query(
            query_embeddings=vector[None, :], n_results=limit, where=where, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [(chunk_id, 1.0 - float(d)) for chunk_id, d in zip(found["ids"][0], distances, strict=True)]

    def count(self) -> int:
        """How many vectors there are."""
        return int(self._collection.count())

    def clear(self) -> None:
        """Forget everything, for a library whose encoder has changed."""
        self._client.delete_collection(self._name)
        self._collection = self._open()

    def _open(self) -> "Collection":
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
        )


def _client(folder: Path, url: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    try:
        if not url:
            return chromadb.PersistentClient(str(folder), settings=quiet)
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise LibraryError(
                f"Chroma server {url!r}: not an address; give one such as http://127.0.0.1:8000"
            )
        port = parts.port or (443 if parts.scheme == "https" else 8000)
        return chromadb.HttpClient(parts.hostname, port, ssl=parts.scheme == "https", settings=quiet)
    except (ValueError, OSError, RuntimeError) as error:
        logging.getLogger(__name__).debug("chroma", exc_info=True)
        place = url or str(folder)
        raise LibraryError(
            f"Chroma at {place} cannot be opened ({error}); start it or mend the folder",
            f"无法打开 {place} 处的 Chroma（{error}）；请启动它或修复文件夹",
        ) from error
