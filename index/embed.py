"""Texts become vectors. sentence-transformers is known to this module alone."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index import weights
from index.errors import ModelError
from index.records import Matrix
from index.runtime import GRAPH

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


VARIABLE = "XIANWEN_ENCODER"


class TransformerEncoder:
    """A sentence-transformers model from a local folder, or by name where a model hub can be reached.

    Prefixes for queries and passages are the model's own (`config_sentence_transformers.json`). Loaded at first
    use; one call at a time, since a forward pass already takes every core.
    """

    def __init__(self, model: str, batch_size: int = 16) -> None:
        self._model_name = model
        self._batch_size = batch_size
        self._lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return int(self._model().get_embedding_dimension() or 0)

    def encode_documents(self, texts: list[str]) -> Matrix:
        """Vectors of shape (n_texts, dim), float32, unit norm. Texts are batched by length."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        model = self._model()
        with self._lock:
            vectors = model.encode_document(
                texts, batch_size=self._batch_size, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)

    def encode_query(self, text: str) -> Matrix:
        """A vector of shape (dim,), float32, unit norm."""
        model = self._model()
        with self._lock:
            vector = model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)

    def _model(self) -> "SentenceTransformer":
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._model_name)
            return self._loaded


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """Keep transformers' load reports and bars off the terminal; its errors still come."""
    from transformers.utils import logging

    noise: Any = logging

    level = noise.get_verbosity()
    noise.set_verbosity_error()
    noise.disable_progress_bar()
    try:
        yield
    finally:
        noise.set_verbosity(level)
        noise.enable_progress_bar()


def _load(model: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    logging.getLogger(__name__).info("loading encoder %s", model)
    folder = Path(model)
    local = folder.is_absolute() or model.startswith(".")
    if local and not any((folder / file).is_file() for file in (GRAPH, "modules.json")):
        raise ModelError(
            f"encoder {model}: no sentence-transformers model there; reinstall or set {VARIABLE}",
            f"编码模型 {model}：那里没有 sentence-transformers 模型；请重新安装或设置 {VARIABLE}",
        )
    weights.verify(folder, VARIABLE)
    try:
        with quiet_transformers():
            if (folder / GRAPH).is_file():
                from index.embedding import onnx_encoder

                return onnx_encoder(folder)
            return SentenceTransformer(model, device="cpu", local_files_only=local)
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"encoder {model}: cannot be loaded ({reason}); reinstall or set {VARIABLE}",
            f"编码模型 {model}：无法载入（{reason}）；请重新安装或设置 {VARIABLE}",
        ) from error
