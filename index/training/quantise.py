"""Models for shipping: ONNX graphs with weights and products in 8 bits, for ONNX Runtime.

Weights are quantised per output channel, activations at run time per tensor (dynamic quantisation). Weights keep
7 of the 8 bits, so that the 16-bit sums of processors without an 8-bit dot product (AVX2) cannot overflow and every
processor computes the same integers. A few input channels of the feed-forward products reach ten times the range
of the rest, on separators above all; they are multiplied apart in float32, as one range for all would cost the others
their digits (Dettmers et al. 2022, LLM.int8(), arXiv:2208.07339; here the channels are found once, on sample
inputs). Embeddings are quantised per row. Attention is one operation of ONNX Runtime, without the mask that a lone sequence does not
need. Needs the extra `training`.
"""

import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import Embedding, Linear, Module
from transformers import BertModel

from index.errors import ModelError

OPSET = 20
APART = {"intermediate": 4, "output": 2}
"""Channels of the input of the two feed-forward products that are kept apart."""
NARROW = 32
"""Products with a side of at most this stay float32: they cost nothing, and they are the channels apart and the heads."""


class RowEmbedding(Module):
    """An embedding with 8-bit rows, each with its own scale: 1/127 of the row's largest value is a step."""

    table: Tensor
    scale: Tensor

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
        self.register_buffer("table", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Vectors of shape (*ids.shape, width), float32."""
        return self.table[ids].float() * self.scale[ids]


class ApartLinear(Module):
    """A linear layer that multiplies some channels of its input apart; the same function as the layer it is made of."""

    channels: Tensor
    mask: Tensor

    def __init__(self, linear: Linear, channels: Tensor) -> None:
        super().__init__()
        weight = linear.weight.detach().clone()
        self.apart = torch.nn.Parameter(weight[:, channels].T.contiguous())
        weight[:, channels] = 0
        self.rest = torch.nn.Parameter(weight)
        self.bias = linear.bias
        self.register_buffer("channels", channels)
        self.register_buffer("mask", torch.ones(weight.shape[1]).index_fill(0, channels, 0.0))

    def forward(self, inputs: Tensor) -> Tensor:
        """Maps (…, n_in) to (…, n_out)."""
        rest = torch.nn.functional.linear(inputs * self.mask, self.rest, self.bias)
        return rest + inputs.index_select(-1, self.channels) @ self.apart


class FusedAttention(Module):
    """Self-attention over one whole sequence, as the one operation that ONNX Runtime has for it.

    Made of a model's own three linear layers. It can be exported and not run: outside of a graph its values are zeros.
    """

    def __init__(self, attention: Any) -> None:
        super().__init__()
        self.query, self.key, self.value = attention.query, attention.key, attention.value
        self.heads = int(attention.num_attention_heads)

    def forward(self, hidden_states: Tensor, *_: object, **__: object) -> tuple[Tensor, None]:
        """Maps (1, n_tokens, width) to the same shape; no weights of attention are told."""
        query, key, value = self.query(hidden_states), self.key(hidden_states), self.value(hidden_states)
        mixed = torch.onnx.ops.symbolic(
            "com.microsoft::MultiHeadAttention",
            (query, key, value),
            {"num_heads": self.heads},
            dtype=query.dtype,
            shape=query.shape,
            version=1,
        )
        return mixed, None


def ship(
    model: Module, encoder: BertModel, samples: Sequence[Sequence[int]], out: Path, outputs: Sequence[str]
) -> None:
    """Write `model`, a map from ids (1, n_tokens) int64 to `outputs`, as an 8-bit graph; `encoder` is the BERT in it.

    `samples` are ids of typical inputs. `model`, in evaluation mode, is changed on the way. Raises ModelError where the extra `training`
    is not installed.
    """
    try:
        from onnxruntime.quantization import QuantType, quantize_dynamic
    except ImportError as error:
        raise ModelError(f"{error.name} is missing; pip install 'xianwen[training]'") from error
    prepare(encoder, samples)
    fuse(encoder)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _export(model, whole, outputs)
        quantize_dynamic(
            whole,
            out,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=_narrow(whole),
        )
    _without_traces(out)


def _without_traces(graph: Path) -> None:
    """Take out of a graph where in which source file each node was made: paths of one machine, which differ with every export."""
    import onnx

    model = onnx.load(graph)
    parts = [model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.initializer]
    for function in model.functions:
        parts += [function, *function.node]
    for part in [*parts, *model.graph.input, *model.graph.output]:
        del part.metadata_props[:]
        part.doc_string = ""
    onnx.save(model, graph)


def prepare(encoder: BertModel, samples: Sequence[Sequence[int]]) -> None:
    """Set the channels that stand out on the samples apart, and the embeddings to 8-bit rows."""
    parts: dict[tuple[int, str], Any] = {
        (number, name): getattr(layer, name)
        for number, layer in enumerate(encoder.encoder.layer)
        for name in APART
    }
    peaks = _peaks({key: part.dense for key, part in parts.items()}, encoder, samples)
    for (number, name), part in parts.items():
        channels = peaks[number, name].topk(APART[name]).indices.sort().values
        part.dense = ApartLinear(part.dense, channels)
    holder: Any = encoder.embeddings
    embedding: Embedding = holder.word_embeddings
    holder.word_embeddings = RowEmbedding(embedding.weight.detach())


def fuse(encoder: BertModel) -> None:
    """Put the fused operation in the place of every layer's attention."""
    for layer in encoder.encoder.layer:
        part: Any = layer.attention
        part.self = FusedAttention(part.self)


def _peaks(
    layers: dict[tuple[int, str], Module], encoder: BertModel, samples: Sequence[Sequence[int]]
) -> dict[tuple[int, str], Tensor]:
    """The largest absolute value that each channel of each layer's input reaches on the samples."""
    peaks: dict[tuple[int, str], Tensor] = {}

    def watch(key: tuple[int, str]) -> Callable[[Module, tuple[Tensor, ...]], None]:
        def note(_: Module, inputs: tuple[Tensor, ...]) -> None:
            high = inputs[0].abs().flatten(0, -2).amax(0)
            peaks[key] = torch.maximum(peaks.get(key, high), high)

        return note

    watches = [layer.register_forward_pre_hook(watch(key)) for key, layer in layers.items()]
    with torch.inference_mode():
        for ids in samples:
            encoder(input_ids=torch.tensor([list(ids)]))
    for one in watches:
        one.remove()
    return {key: high.clone() for key, high in peaks.items()}


def _export(model: Module, out: Path, outputs: Sequence[str]) -> None:
    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's exporter calls what torch itself deprecates
        torch.onnx.export(
            model,
            (torch.arange(4, 36).unsqueeze(0),),
            str(out),
            input_names=["ids"],
            output_names=list(outputs),
            dynamic_shapes=({1: torch.export.Dim("tokens", min=2, max=512)},),
            opset_version=OPSET,
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def _narrow(path: Path) -> list[str]:
    import onnx

    graph = onnx.load(path).graph
    shapes = {weight.name: weight.dims for weight in graph.initializer}
    products = (node for node in graph.node if node.op_type == "MatMul" and node.input[1] in shapes)
    return [node.name for node in products if min(shapes[node.input[1]]) <= NARROW]
