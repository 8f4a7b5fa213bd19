"""The encoder that ships, as a module of sentence-transformers: an ONNX graph that pools and normalises by itself."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule
from tokenizers import Tokenizer

from index.runtime import GRAPH, OnnxModel

TOKENS = 512
"""What a text may have; the rest is cut off."""


class OnnxEncoder(InputModule):
    """Texts to vectors (n_texts, dim) float32, unit norm, by the graph of a folder."""

    max_seq_length = TOKENS

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(TOKENS)
        self.tokenizer.no_padding()
        self._graph = OnnxModel(folder / GRAPH)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """The ids of each text, under `prompt`."""
        texts = [(prompt or "") + text for text in inputs]
        return {"ids": [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Adds `sentence_embedding`, (n_texts, dim) float32."""
        vectors = [torch.from_numpy(vector) for (vector,) in self._graph.run(features["ids"])]
        return features | {"sentence_embedding": torch.stack(vectors)}

    def get_embedding_dimension(self) -> int:
        """Width of the vectors."""
        return self._graph.width

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Not offered: the folder it was read from is the saved form."""
        raise NotImplementedError("copy the model's folder")


def onnx_encoder(folder: Path) -> SentenceTransformer:
    """The model of a folder with model.onnx, a tokenizer, and the prompts in config_sentence_transformers.json."""
    config = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    return SentenceTransformer(modules=[OnnxEncoder(folder)], prompts=config["prompts"], device="cpu")
