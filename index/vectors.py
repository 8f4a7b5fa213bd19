"""Vectors in Chroma, under chunk ids. chromadb is known to this module alone."""

import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import LibraryError, VectorsBroken
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
        self._folder, self._url, self._name = folder, url, name
        self._users = 0
        self._free = threading.Condition()
        self._client = _client(folder, url)
        self._collection = self._open()

    def close(self) -> None:
        """Let go of the files, or of the connection."""
        # chromadb stops a client of a server, and the second one it keeps for itself, without closing connections.
        parts = (self._client, getattr(self._client, "_admin_client", None))
        sessions = [getattr(getattr(part, "_server", None), "_session", None) for part in parts]
        # ClientAPI does not name it; every client that chromadb makes has it.
        self._client.close()  # type: ignore[attr-defined]
        for session in filter(None, sessions):
            session.close()

    def refresh(self) -> None:
        """See what another process has stored since: embedded Chroma keeps the index it read when it was opened.

        Waits for the searches that are under way. A server needs no such thing.
        """
        if self._url:
            return
        with self._free:
            self._free.wait_for(lambda: not self._users)
            self.close()
            self._client = _client(self._folder, self._url)
            self._collection = self._open()

    def add(self, chunks: list[Chunk], vectors: Matrix) -> None:
        """Store one vector of shape (dim,) per chunk; an id that is there is replaced."""
        with self._using() as collection:
            for at in range(0, len(chunks), _BATCH):
                batch = chunks[at : at + _BATCH]
                collection.upsert(
                    ids=[chunk.id for chunk in batch],
                    embeddings=vectors[at : at + _BATCH],
                    metadatas=[{"doc_id": chunk.doc_id} for chunk in batch],
                )

    def remove(self, doc_id: str) -> None:
        """Forget every vector of a document."""
        with self._using() as collection:
            collection.delete(where={"doc_id": doc_id})

    def delete(self, ids: list[str]) -> None:
        """Forget the vectors of these chunks."""
        with self._using() as collection:
            for at in range(0, len(ids), _BATCH):
                collection.delete(ids=ids[at : at + _BATCH])

    def ids_of(self, doc_id: str) -> set[str]:
        """The chunk ids under which vectors of a document are stored."""
        with self._using() as collection:
            return set(collection.get(where={"doc_id": doc_id}, include=[])["ids"])

    def pages(self) -> Iterator[list[tuple[str, bool]]]:
        """Every (chunk id, whether a vector can be read under it), in pages of 2,000."""
        at = 0
        while True:
            with self._using() as collection:
                ids = collection.get(limit=_BATCH, offset=at, include=[])["ids"]
                readable = _readable(collection, ids)
            if not ids:
                return
            yield [(one, one in readable) for one in ids]
            at += len(ids)

    def search(self, vector: Matrix, limit: int, doc_ids: list[str] | None) -> list[tuple[str, float]]:
        """The `limit` nearest (chunk id, cosine similarity), best first, within `doc_ids` where given."""
        where: Any = None if doc_ids is None else {"doc_id": {"$in": doc_ids}}
        with self._using() as collection:
            if doc_ids == [] or not collection.count():
                return []
            found = collection.query(
                query_embeddings=vector[None, :], n_results=limit, where=where, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [(chunk_id, 1.0 - float(d)) for chunk_id, d in zip(found["ids"][0], distances, strict=True)]

    def count(self) -> int:
        """How many vectors there are."""
        with self._using() as collection:
            return int(collection.count())

    def clear(self) -> None:
        """Forget everything, and begin anew: also where the index is too damaged to be asked to."""
        with self._free:
            self._free.wait_for(lambda: not self._users)
            if self._url:
                self._client.delete_collection(self._name)
            else:
                self.close()
                shutil.rmtree(self._folder)
                self._client = _client(self._folder, self._url)
            self._collection = self._open()

    @contextmanager
    def _using(self) -> "Iterator[Collection]":
        """The collection, which `refresh` does not close in the meantime. Raises VectorsBroken."""
        from chromadb.errors import InternalError

        with self._free:
            self._users += 1
        try:
            yield self._collection
        except InternalError as error:
            place = self._url or str(self._folder)
            raise VectorsBroken(
                f"{place}: the vector index is damaged ({error}); run `xianwen check --repair`",
                f"{place}：向量索引已损坏；请运行 `xianwen check --repair`",
            ) from error
        finally:
            with self._free:
                self._users -= 1
                self._free.notify_all()

    def _open(self) -> "Collection":
        from chromadb.api.collection_configuration import (
            CreateCollectionConfiguration,
            CreateHNSWConfiguration,
        )

        # With Chroma's own 16 and 100 one chunk in some 2,500 may be left without a way to it (Malkov and Yashunin 2018), and recall@20
        # against an exact search is 99.97 %; so 100 %, for a fifth more time to build. A collection keeps its own until it is rebuilt.
        graph = CreateHNSWConfiguration(space="cosine", ef_search=200, max_neighbors=48, ef_construction=400)
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration=CreateCollectionConfiguration(hnsw=graph)
        )


def _readable(collection: "Collection", ids: list[str]) -> set[str]:
    """Those of the ids whose vector can be read. Chroma fails for all of a call where one is missing: halve and ask."""
    from chromadb.errors import InternalError

    if not ids:
        return set()
    try:
        found = collection.get(ids=ids, include=["embeddings"])
    except InternalError:
        half = len(ids) // 2
        return _readable(collection, ids[:half]) | _readable(collection, ids[half:]) if half else set()
    vectors = found["embeddings"]
    if vectors is None:
        return set()
    return {
        one for one, vector in zip(found["ids"], vectors, strict=True) if vector is not None and len(vector)
    }


def _client(folder: Path, url: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

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
    except (ValueError, OSError, RuntimeError, ChromaError) as error:
        logging.getLogger(__name__).debug("chroma", exc_info=True)
        if url:
            raise LibraryError(
                f"Chroma at {url} cannot be reached ({error}); start it there or mend XIANWEN_CHROMA_URL",
                f"连接不上 {url} 处的 Chroma（{error}）；请启动它，或改正 XIANWEN_CHROMA_URL",
            ) from error
        raise LibraryError(
            f"Chroma in {folder} cannot be opened ({error}); delete that folder and run `xianwen check --repair`",
            f"无法打开 {folder} 里的 Chroma（{error}）；请删除该文件夹，再运行 `xianwen check --repair`",
        ) from error
