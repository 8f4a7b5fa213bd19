"""Runs the models that ship, by ONNX Runtime, which is known to this module alone."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

GRAPH = "model.onnx"
SLOW = ("SkipLayerNormFusion",)
"""Rewritings of a graph that make it slower: ONNX Runtime 1.32 adds and normalises in one step without vector instructions, 0.52 ms a
layer for 272 tokens of width 384, against 0.10 ms in two steps with them."""
WORKERS = 8
"""Sequences computed at once, at most; one a core."""


class OnnxModel:
    """A graph from the ids of one sequence, (1, n_tokens) int64, to arrays.

    Sequences are computed alone, one a core: nothing is padded, and what comes out for a text does not depend on
    the texts beside it, although activations are quantised by their range. Raises ModelError where the file is no
    graph.
    """

    def __init__(self, path: Path) -> None:
        self._session = _session(path)
        self._name = self._session.get_inputs()[0].name
        self._workers = ThreadPoolExecutor(min(WORKERS, cores()), thread_name_prefix="onnx")

    @property
    def width(self) -> int:
        """Size of the last axis of the first output."""
        return int(self._session.get_outputs()[0].shape[-1])

    def run(self, sequences: Sequence[Sequence[int]]) -> list[list[NDArray[np.float32]]]:
        """The outputs for each sequence, in order. The longest is computed first, so that no core waits long."""
        order = sorted(range(len(sequences)), key=lambda i: -len(sequences[i]))
        done = dict(zip(order, self._workers.map(self._one, [sequences[i] for i in order]), strict=True))
        return [done[i] for i in range(len(sequences))]

    def _one(self, ids: Sequence[int]) -> list[NDArray[np.float32]]:
        out: list[NDArray[np.float32]] = self._session.run(None, {self._name: np.asarray([ids], np.int64)})
        return out


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _session(path: Path) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session: InferenceSession = onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], disabled_optimizers=list(SLOW)
        )
        return session
    except Exception as error:  # ONNX Runtime's own exceptions share no base but this
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"{path}: cannot be loaded ({reason}); reinstall xianwen or name another model in the settings",
            f"{path}：无法载入（{reason}）；请重新安装 xianwen，或在设置中指定别的模型",
        ) from error
