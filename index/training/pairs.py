"""What the encoder is shown: a question, the chunk that answers it, and chunks like it that do not. Pure functions.

Contexts are cut by the product's own chunker, under the header under which they are searched.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from index.chunk import chunk
from index.records import Chunk, Description
from index.training.likeness import NearMisses
from index.training.reading import Example, Span

BUDGET = 240  # tiktoken tokens, as the library cuts
MISSES = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, the text of the chunk that answers it, and `misses`: texts of like chunks that do not.

    No miss holds the words of the answer.
    """

    source: str
    question: str
    passage: str
    misses: tuple[str, ...]


def pairs_of(examples: Sequence[Example]) -> list[Pair]:
    """A pair for every answered example whose answer lies in one chunk and that has a near-miss, in order."""
    reports = _Reports(examples)
    return [pair for example in examples if example.answers and (pair := reports.pair(example))]


def batches(pairs: Sequence[Pair], size: int, own_share: float, rng: Random) -> list[list[Pair]]:
    """The batches of an epoch, in an order drawn by `rng`: of the pairs under a header `own_share`, of others all.

    A rest that does not fill a batch is left out.
    """
    chosen = [pair for pair in pairs if not pair.source.startswith("synthetic") or rng.random() < own_share]
    rng.shuffle(chosen)
    return [chosen[i : i + size] for i in range(0, len(chosen) - size + 1, size)]


class _Reports:
    """The chunks of all examples: by report, and by the question that they were given as not answering."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._given: defaultdict[str, list[str]] = defaultdict(list)
        self._beside: defaultdict[str, list[str]] = defaultdict(list)
        for example in examples:
            texts = [one.indexed_text for one in _cut(example)]
            self._beside[_report(example)] += texts
            if not example.answers:
                self._given[example.question] += texts
        self._nearest = NearMisses(text for texts in self._beside.values() for text in texts)

    def pair(self, example: Example) -> Pair | None:
        """The question with the chunk that holds its answer, None where none does or nothing is near."""
        answer = example.answers[0]
        own = [c.indexed_text for c in _cut(example) if c.start <= answer.start and answer.end <= c.end]
        misses = dict.fromkeys(self._misses(example, answer, own[0])) if own else {}
        return Pair(example.source, example.question, own[0], tuple(misses)[:MISSES]) if misses else None

    def _misses(self, example: Example, answer: Span, own: str) -> Iterator[str]:
        """First what was given for this question, then the rest of the report, then the nearest of another."""
        for text in (*self._given[example.question], *dict.fromkeys(self._beside[_report(example)])):
            if text != own and answer.text not in text:
                yield text
        if other := self._nearest.find(example.question, own, [answer.text]):
            yield other


@cache
def _cut(example: Example) -> list[Chunk]:
    """The chunks of a context; a passage that has a header is a chunk already."""
    text = example.context
    if example.header:
        return [Chunk("", "", 0, len(text), text, "", example.header)]
    return chunk("", text, Description(example.title), BUDGET)


def _report(example: Example) -> str:
    return f"{example.source} {example.title}"
