"""The embedded reader: a cross-encoder with span heads.

The one that ships is an ONNX graph (`index.runtime`); any other is a model of transformers, run by torch.
"""

import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index import weights
from index.errors import ModelError
from index.runtime import GRAPH, OnnxModel
from qa.records import Passage, Reader, Reading

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Logits = tuple[NDArray[np.float32], NDArray[np.float32]]
"""How well each token would begin and end the answer: two arrays (n_tokens,) float32."""

WINDOW = 384
"""Tokens of question and passage that are read at once."""
STRIDE = 128
"""Tokens that two windows of a long passage share."""
QUESTION_TOKENS = 64
ANSWER_TOKENS = 80
BATCH_TOKENS = 4096
VARIABLE = "XIANWEN_READER"
CALIBRATION = "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Makes a margin in nats the log-odds of being right: `scale * margin + shift`."""

    scale: float = 1.0
    shift: float = 0.0


def build_reader(name: str) -> Reader:
    """The reader that the settings name: a model's folder or name, or "sentence" for the one without weights."""
    return SentenceReader() if name == "sentence" else TransformerReader(name)


class TransformerReader:
    """Extractive reading in the way of Devlin et al. 2019: span scores against the first token's "no answer" score.

    Input `<s> question </s></s> header newline text </s>`. Loaded at first use; one call at a time, since a
    forward pass already takes every core. Raises ModelError where the folder holds no such model.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._loaded: _Model | None = None

    def read(self, question: str, passages: Sequence[Passage], top: int = 8) -> list[Reading]:
        """Up to `top` spans per passage, best first over all passages; offsets are into `passage.text`.

        A reading's score is start logit + end logit − the passage's "no answer" logits, in nats; where the model is
        calibrated, the log-odds that the span answers.
        """
        if not passages:
            return []
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            windows = _windows(self._loaded, question, passages)
            logits = self._loaded.spans([window.ids for window in windows])
        spans: dict[tuple[int, int, int], float] = {}
        for window, (starts, ends) in zip(windows, logits, strict=True):
            for start, end, score in _best(window, starts, ends, top):
                key = (window.passage, start, end)
                spans[key] = max(score, spans.get(key, -np.inf))
        scale, shift = self._loaded.calibration.scale, self._loaded.calibration.shift
        readings = [Reading(*key, score=scale * margin + shift) for key, margin in spans.items()]
        return _top_per_passage(readings, top)


class _Window:
    """One input of the model, with the character span in `passage.text` behind each of its tokens (None: not citable)."""

    __slots__ = ("chars", "ids", "passage")

    def __init__(self, passage: int, ids: list[int], chars: list[tuple[int, int] | None]) -> None:
        self.passage = passage
        self.ids = ids
        self.chars = chars


class _Model(Protocol):
    """A tokenizer with the ids of its special tokens, and the network behind it."""

    @property
    def tokenizer(self) -> "Tokenizer":
        """Text to ids and offsets."""

    @property
    def first(self) -> int:
        """Id of `<s>`."""

    @property
    def separator(self) -> int:
        """Id of `</s>`."""

    @property
    def calibration(self) -> Calibration:
        """From margins to log-odds."""

    def spans(self, inputs: list[list[int]]) -> list[Logits]:
        """The logits of each input, in order."""


class _OnnxModel:
    """A folder with model.onnx and a tokenizer."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        named = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
        self.first, self.separator = (
            int(self.tokenizer.token_to_id(named[key]) or 0) for key in ("cls_token", "sep_token")
        )
        fitted = folder / CALIBRATION
        self.calibration = (
            Calibration(**json.loads(fitted.read_text())) if fitted.is_file() else Calibration()
        )
        self._graph = OnnxModel(folder / GRAPH)

    def spans(self, inputs: list[list[int]]) -> list[Logits]:
        return [(starts, ends) for starts, ends in self._graph.run(inputs)]


class _TorchModel:
    """A model for question answering of transformers, by folder or name."""

    def __init__(self, name: str) -> None:
        import torch
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        from index.embed import quiet_transformers

        with quiet_transformers():
            fast: Any = AutoTokenizer.from_pretrained(name)
            self._model: Any = AutoModelForQuestionAnswering.from_pretrained(name, dtype=torch.float32).eval()
        self.tokenizer = fast.backend_tokenizer
        self.first, self.separator = fast.cls_token_id, fast.sep_token_id
        self.calibration = Calibration()
        self._padding = int(fast.pad_token_id or 0)

    def spans(self, inputs: list[list[int]]) -> list[Logits]:
        """Inputs of like length share a batch."""
        import torch

        out: dict[int, Logits] = {}
        order = sorted(range(len(inputs)), key=lambda i: len(inputs[i]))
        while order:
            width = len(inputs[order[-1]])
            batch = [order.pop() for _ in range(min(len(order), max(1, BATCH_TOKENS // width)))]
            ids = torch.full((len(batch), width), self._padding)
            mask = torch.zeros_like(ids)
            for row, i in enumerate(batch):
                ids[row, : len(inputs[i])] = torch.tensor(inputs[i])
                mask[row, : len(inputs[i])] = 1
            with torch.inference_mode():
                result = self._model(input_ids=ids, attention_mask=mask)
            for row, i in enumerate(batch):
                size = len(inputs[i])
                out[i] = (result.start_logits[row, :size].numpy(), result.end_logits[row, :size].numpy())
        return [out[i] for i in range(len(inputs))]


def _windows(model: _Model, question: str, passages: Sequence[Passage]) -> list[_Window]:
    def encode(text: str) -> Any:
        return model.tokenizer.encode(text, add_special_tokens=False)

    asked = encode(question).ids[:QUESTION_TOKENS]
    head = [model.first, *asked, model.separator, model.separator]
    room = WINDOW - len(head) - 1
    out: list[_Window] = []
    for at, passage in enumerate(passages):
        lead = f"{passage.header}\n" if passage.header else ""
        encoded = encode(lead + passage.text)
        ids = encoded.ids
        chars = [(a - len(lead), b - len(lead)) if a >= len(lead) else None for a, b in encoded.offsets]
        for begin in range(0, max(1, len(ids) - STRIDE), room - STRIDE):
            part = slice(begin, begin + room)
            shown = [*head, *ids[part], model.separator]
            out.append(_Window(at, shown, [*[None] * len(head), *chars[part], None]))
            if begin + room >= len(ids):
                break
    return out


def _best(
    window: _Window, starts: NDArray[np.float32], ends: NDArray[np.float32], top: int
) -> list[tuple[int, int, float]]:
    """The `top` (start, end, score) in characters of the passage, from the 20 likeliest starts and ends."""
    citable = [i for i, span in enumerate(window.chars) if span is not None and span[1] > span[0]]
    if not citable:
        return []
    null = float(starts[0] + ends[0])
    by_start = sorted(citable, key=lambda i: -float(starts[i]))[:20]
    by_end = sorted(citable, key=lambda i: -float(ends[i]))[:20]
    pairs = [
        (float(starts[i] + ends[j]) - null, i, j)
        for i in by_start
        for j in by_end
        if i <= j < i + ANSWER_TOKENS
    ]
    found = []
    for score, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))[:top]:
        first, last = window.chars[i], window.chars[j]
        assert first is not None and last is not None
        found.append((first[0], last[1], score))
    return found


def _top_per_passage(readings: list[Reading], top: int) -> list[Reading]:
    kept: dict[int, int] = {}
    out = []
    for reading in sorted(readings, key=lambda r: (-r.score, r.passage, r.start, r.end)):
        kept[reading.passage] = kept.get(reading.passage, 0) + 1
        if kept[reading.passage] <= top:
            out.append(reading)
    return out


def _load(name: str) -> _Model:
    folder = Path(name)
    local = folder.is_absolute() or name.startswith(".")
    if local and not any((folder / file).is_file() for file in (GRAPH, "model.safetensors")):
        raise ModelError(
            f"reader {name}: no model there; reinstall or set {VARIABLE}",
            f"阅读模型 {name}：那里没有模型；请重新安装或设置 {VARIABLE}",
        )
    logging.getLogger(__name__).info("loading reader %s", name)
    weights.verify(folder, VARIABLE)
    try:
        if (folder / GRAPH).is_file():
            return _OnnxModel(folder)
        return _TorchModel(name)
    except ModelError:
        raise
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"reader {name}: cannot be loaded ({reason}); reinstall or set {VARIABLE}",
            f"阅读模型 {name}：无法载入（{reason}）；请重新安装或设置 {VARIABLE}",
        ) from error


class SentenceReader:
    """A stand-in without weights: the sentence that shares most of the question's terms is the answer."""

    def read(self, question: str, passages: Sequence[Passage], top: int = 8) -> list[Reading]:
        """Sentences by the share of the question's terms they hold, shifted so that half of them scores 0."""
        from index.lexical import query_terms, terms
        from qa.sentences import sentences

        wanted = set(query_terms(question))
        out = [
            Reading(
                at,
                start,
                end,
                4.0 * (len(wanted & set(terms(passage.text[start:end]))) / max(1, len(wanted)) - 0.5),
            )
            for at, passage in enumerate(passages)
            for start, end in sentences(passage.text)
        ]
        return _top_per_passage(out, top)
