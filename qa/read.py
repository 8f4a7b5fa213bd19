"""The embedded reader: a cross-encoder with span heads. torch and transformers are known to this module (and training)."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from qa.records import Passage, Reader, Reading

if TYPE_CHECKING:
    from transformers import BertForQuestionAnswering, PreTrainedTokenizerFast

WINDOW = 384
"""Tokens of question and passage that are read at once."""
STRIDE = 128
"""Tokens that two windows of a long passage share."""
QUESTION_TOKENS = 64
ANSWER_TOKENS = 80
BATCH_TOKENS = 4096


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
        self._loaded: tuple[PreTrainedTokenizerFast, BertForQuestionAnswering] | None = None

    def read(self, question: str, passages: Sequence[Passage], top: int = 8) -> list[Reading]:
        """Up to `top` spans per passage, best first over all passages; offsets are into `passage.text`.

        A reading's score is start logit + end logit − the passage's "no answer" logits, in nats.
        """
        if not passages:
            return []
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            tokenizer, model = self._loaded
            windows = _windows(tokenizer, question, passages)
            logits = _forward(model, tokenizer, [window.ids for window in windows])
        spans: dict[tuple[int, int, int], float] = {}
        for window, (starts, ends) in zip(windows, logits, strict=True):
            for start, end, score in _best(window, starts, ends, top):
                key = (window.passage, start, end)
                spans[key] = max(score, spans.get(key, -np.inf))
        return _top_per_passage([Reading(*key, score=score) for key, score in spans.items()], top)


class _Window:
    """One input of the model, with the character span in `passage.text` behind each of its tokens (None: not citable)."""

    __slots__ = ("chars", "ids", "passage")

    def __init__(self, passage: int, ids: list[int], chars: list[tuple[int, int] | None]) -> None:
        self.passage = passage
        self.ids = ids
        self.chars = chars


def _windows(
    tokenizer: "PreTrainedTokenizerFast", question: str, passages: Sequence[Passage]
) -> list[_Window]:
    asked = tokenizer(question, add_special_tokens=False).input_ids[:QUESTION_TOKENS]
    first, sep = tokenizer.cls_token_id, tokenizer.sep_token_id
    out: list[_Window] = []
    for at, passage in enumerate(passages):
        lead = f"{passage.header}\n" if passage.header else ""
        encoded = tokenizer(
            lead + passage.text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        ids: list[int] = encoded.input_ids
        chars = [
            (a - len(lead), b - len(lead)) if a >= len(lead) else None for a, b in encoded.offset_mapping
        ]
        head = [first, *asked, sep, sep]
        room = WINDOW - len(head) - 1
        for begin in range(0, max(1, len(ids) - STRIDE), room - STRIDE):
            part = slice(begin, begin + room)
            out.append(_Window(at, [*head, *ids[part], sep], [*[None] * len(head), *chars[part], None]))
            if begin + room >= len(ids):
                break
    return out


def _forward(
    model: "BertForQuestionAnswering", tokenizer: "PreTrainedTokenizerFast", inputs: list[list[int]]
) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Start and end logits, each (n_tokens,) float32, per input; inputs of like length share a batch."""
    import torch

    out: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
    order = sorted(range(len(inputs)), key=lambda i: len(inputs[i]))
    while order:
        width = len(inputs[order[-1]])
        batch = [order.pop() for _ in range(min(len(order), max(1, BATCH_TOKENS // width)))]
        ids = torch.full((len(batch), width), int(tokenizer.pad_token_id or 0))
        for row, i in enumerate(batch):
            ids[row, : len(inputs[i])] = torch.tensor(inputs[i])
        mask = torch.zeros_like(ids)
        for row, i in enumerate(batch):
            mask[row, : len(inputs[i])] = 1
        with torch.inference_mode():
            result: Any = model(input_ids=ids, attention_mask=mask)
        for row, i in enumerate(batch):
            size = len(inputs[i])
            out[i] = (result.start_logits[row, :size].numpy(), result.end_logits[row, :size].numpy())
    return [out[i] for i in range(len(inputs))]


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


def _load(folder: str) -> "tuple[PreTrainedTokenizerFast, BertForQuestionAnswering]":
    from transformers import BertForQuestionAnswering, PreTrainedTokenizerFast

    from index.embed import quiet_transformers

    if (Path(folder).is_absolute() or folder.startswith(".")) and not (
        Path(folder) / "model.safetensors"
    ).is_file():
        raise ModelError(
            f"reader {folder}: no model there; reinstall or set XIANWEN_READER",
            f"阅读模型 {folder}：那里没有模型；请重新安装或设置 XIANWEN_READER",
        )
    import torch

    logging.getLogger(__name__).info("loading reader %s", folder)
    try:
        with quiet_transformers():
            tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
            model: Any = BertForQuestionAnswering.from_pretrained(folder, dtype=torch.float32)
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"reader {folder}: cannot be loaded ({reason}); reinstall or set XIANWEN_READER",
            f"阅读模型 {folder}：无法载入（{reason}）；请重新安装或设置 XIANWEN_READER",
        ) from error
    return tokenizer, model.eval()


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
