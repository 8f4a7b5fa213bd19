"""The way back from a graph that ships to a base that can be trained on: what `quantise.ship` made, undone.

Weights come back as their 8-bit values times the scale of their channel, so a thawed model answers like the graph it came from, and
training goes on where it ended without its float32 weights. Needs the extra `training`.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import BertConfig, BertForQuestionAnswering, BertModel, PreTrainedModel

from index.errors import ModelError
from index.runtime import GRAPH
from index.training.runs import WEIGHTS

Array = NDArray[Any]
OUTER = "model."
"""What `ship` is given holds the model under this name."""
HEADS = 12
"""Attention heads of the models that ship; a graph does not tell them."""
TOKENIZER = ("tokenizer.json", "tokenizer_config.json")


def thaw(folder: Path, out: Path) -> Path:
    """Write a base (float32 weights, configuration, tokenizer) from a folder that ships; returns the path of the weights.

    A reader keeps its span heads. Raises ModelError where the folder holds no graph of `ship`.
    """
    weights = thawed(folder / GRAPH)
    reader = "qa_outputs.weight" in weights
    kind: type[PreTrainedModel] = BertForQuestionAnswering if reader else BertModel
    model = kind(_config(weights))
    missing, unknown = model.load_state_dict(
        {name: torch.tensor(value) for name, value in weights.items()}, strict=False
    )
    if wrong := [name for name in (*missing, *unknown) if "pooler" not in name]:
        raise ModelError(
            f"{folder}: its graph was not made by this program ({wrong[0]}); give a model that ships"
        )
    model.save_pretrained(out)
    for name in TOKENIZER:
        shutil.copyfile(folder / name, out / name)
    return out / WEIGHTS


def thawed(path: Path) -> dict[str, Array]:
    """The weights of a graph, float32, by their names in the model. Raises ModelError."""
    graph = _Graph.read(path)
    plain = {
        name.removeprefix(OUTER): value
        for name, value in graph.constants.items()
        if name.startswith(OUTER) and name.endswith((".weight", ".bias"))
    }
    return {**plain, **dict(graph.products()), **dict(graph.embeddings())}


@dataclass(frozen=True, slots=True)
class _Graph:
    """A graph's constants by name, its nodes, and for each value the node that makes it and those that use it."""

    constants: Mapping[str, Array]
    nodes: tuple[Any, ...]
    maker: Mapping[str, Any]
    users: Mapping[str, list[Any]]

    @classmethod
    def read(cls, path: Path) -> "_Graph":
        try:
            import onnx
        except ImportError as error:
            raise ModelError(f"{error.name} is missing; pip install 'xianwen[training]'") from error
        if not path.is_file():
            raise ModelError(f"{path}: no such file; give the folder of a model that ships")
        graph = onnx.load(path).graph
        users: dict[str, list[Any]] = {}
        for node in graph.node:
            for name in node.input:
                users.setdefault(name, []).append(node)
        constants = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}
        maker = {name: node for node in graph.node for name in node.output}
        return cls(constants, tuple(graph.node), maker, users)

    def products(self) -> Iterator[tuple[str, Array]]:
        """The weights of linear layers, (n_out, n_in), whose names only their biases have kept."""
        for node in self.nodes:
            whole = node.op_type == "MatMul" and node.input[1] in self.constants
            if node.op_type == "MatMulInteger" or (whole and not node.input[1].endswith(".apart")):
                name = self._named(node)
                yield f"{name}.weight", self._linear(node, name)

    def embeddings(self) -> Iterator[tuple[str, Array]]:
        """The word embeddings, (n_vocabulary, width): 8-bit rows times their scales."""
        looked_up = [
            self.constants[node.input[0]]
            for node in self.nodes
            if node.op_type.startswith("Gather") and node.input[0] in self.constants
        ]
        table = next((one for one in looked_up if one.dtype == np.int8), np.zeros((0, 0), np.int8))
        scale = next((one for one in looked_up if one.shape == (len(table), 1)), np.zeros((len(table), 1)))
        prefix = "bert." if any(name.startswith(f"{OUTER}bert.") for name in self.constants) else ""
        yield f"{prefix}embeddings.word_embeddings.weight", (table * scale).astype(np.float32)

    def _linear(self, node: Any, name: str) -> Array:
        weight: Array = self.constants[node.input[1]].T.astype(np.float32)
        inputs = node.input[0]
        if node.op_type == "MatMulInteger":
            scale = self.constants[node.input[1].replace("_quantized", "_scale")]
            weight = (weight.T - self.constants[node.input[3]]).T * scale[:, None]
            inputs = self.maker[inputs].input[0]
        apart = self.constants.get(f"{OUTER}{name}.apart")
        if apart is not None:
            weight[:, self._channels(inputs)] = apart.T
        return weight

    def _channels(self, inputs: str) -> Array:
        """The channels that are multiplied apart: the zeros of the mask on the way in. Layers alike in them share one mask."""
        mask = next(name for name in self.maker[inputs].input if name in self.constants)
        return np.flatnonzero(self.constants[mask] == 0)

    def _named(self, node: Any) -> str:
        """The layer that a product belongs to: that of the first bias added to what comes of it."""
        value = node.output[0]
        while True:
            then = self.users[value][0]
            bias = [name for name in then.input if name.startswith(OUTER) and name.endswith(".bias")]
            if then.op_type == "Add" and bias:
                return str(bias[0].removeprefix(OUTER).removesuffix(".bias"))
            value = then.output[0]


def _config(weights: Mapping[str, Array]) -> BertConfig:
    """The shape of a model, read off its weights."""
    shapes = {name.removeprefix("bert."): value.shape for name, value in weights.items()}
    vocabulary, width = shapes["embeddings.word_embeddings.weight"]
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=sum(name.endswith("intermediate.dense.bias") for name in shapes),
        num_attention_heads=HEADS if width % HEADS == 0 else 2,
        intermediate_size=shapes["encoder.layer.0.intermediate.dense.bias"][0],
        max_position_embeddings=shapes["embeddings.position_embeddings.weight"][0],
        type_vocab_size=shapes["embeddings.token_type_embeddings.weight"][0],
        pad_token_id=1,
    )
