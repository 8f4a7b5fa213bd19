"""What the model is shown: windows of tokens around an answer, and near-misses without one. Pure functions.

A feature is `<s> question </s></s> window </s>`. Its labels are the positions of the answer's first and last
token; a window that does not answer is labelled with position 0, the `<s>` (Devlin et al. 2019, SQuAD 2.0).
With a header every window begins with `header newline`, as `qa.read` shows the first window of a passage.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from qa.training.data import Example

SPECIALS = 4  # <s> </s></s> </s>
MARGIN = 4  # tokens of context that a window keeps beside its answer, at least
COMMON = 300  # a bigram of this many paragraphs or more tells nothing about likeness
OWN = ("synthetic_county", "national_reports")  # sets that bring their own negatives
HEAD = 600  # characters of a paragraph that count for likeness


@dataclass(frozen=True, slots=True)
class Tokens:
    """A tokenised text: ids, and the characters [start, end) that each token stands for."""

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]


class Tokenizer(Protocol):
    """Turns text into tokens, without special tokens, and knows the ids of those."""

    @property
    def first(self) -> int:
        """Id of `<s>`."""

    @property
    def separator(self) -> int:
        """Id of `</s>`."""

    def tokens(self, text: str) -> Tokens:
        """The tokens of a text."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of training input; `start` and `end` (inclusive) are positions in `ids`, both 0: no answer."""

    ids: "array[int]"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How many tokens a feature and its question may have, and the ids of its special tokens."""

    window: int
    question: int
    first: int
    separator: int

    def room(self, question: Sequence[int]) -> int:
        """Tokens left for the context."""
        return self.window - len(question) - SPECIALS

    def build(self, question: Sequence[int], context: Sequence[int]) -> "array[int]":
        """The ids of a feature; the context begins at `len(question) + 3`."""
        separator = self.separator
        return array("i", [self.first, *question, separator, separator, *context, separator])


def features_of(
    examples: Sequence[Example], tokenizer: Tokenizer, layout: Layout, negative_every: int, rng: Random
) -> list[Feature]:
    """Features of the first answer of every example, then one negative for every `negative_every` answered ones.

    An example without answers is a negative itself. Of examples with a header, and of those without an answer, no
    negatives are mined: their files bring their own. An example whose answer does not fit its window gives
    none. The same `rng` state gives the same features.
    """
    mined = [
        example
        for example in examples
        if example.answers and not example.header and example.source not in OWN
    ]
    misses = list(negatives(mined, negative_every, rng))
    made: list[Feature | None] = [_feature(example, tokenizer, layout, rng) for example in examples]
    for text, paragraph in misses:
        made.append(null_feature(tokenizer.tokens(text), tokenizer.tokens(paragraph), layout, rng))
    return [feature for feature in made if feature]


def _feature(example: Example, tokenizer: Tokenizer, layout: Layout, rng: Random) -> Feature | None:
    question, context = tokenizer.tokens(example.question), tokenizer.tokens(example.context)
    lead = tokenizer.tokens(example.header + "\n").ids if example.header else ()
    if not example.answers:
        return null_feature(question, context, layout, rng, lead=lead)
    span = (example.answers[0].start, example.answers[0].end)
    return answer_feature(question, context, span, layout, rng, lead=lead)


def answer_feature(
    question: Tokens,
    context: Tokens,
    span: tuple[int, int],
    layout: Layout,
    rng: Random,
    *,
    lead: Sequence[int] = (),
) -> Feature | None:
    """A window at a random offset around the tokens of characters [start, end); None if they do not fit.

    `lead`, the tokens of a header, stands before the window whatever its offset.
    """
    asked = question.ids[: layout.question]
    room = layout.room(asked) - len(lead)
    hit = [i for i, (start, end) in enumerate(context.offsets) if end > span[0] and start < span[1]]
    if not hit or hit[-1] - hit[0] + 1 > room - MARGIN:
        return None
    first, last, size = hit[0], hit[-1], len(context.ids)
    begin = rng.randint(max(0, last + 1 - room), min(first, size - room)) if size > room else 0
    shift = len(asked) + 3 + len(lead) - begin
    shown = [*lead, *context.ids[begin : begin + room]]
    return Feature(layout.build(asked, shown), shift + first, shift + last)


def null_feature(
    question: Tokens, context: Tokens, layout: Layout, rng: Random, *, lead: Sequence[int] = ()
) -> Feature:
    """A window at a random offset of a context that does not answer, under the tokens of its header."""
    asked = question.ids[: layout.question]
    room = max(0, layout.room(asked) - len(lead))
    begin = rng.randint(0, max(0, len(context.ids) - room))
    return Feature(layout.build(asked, [*lead, *context.ids[begin : begin + room]]), 0, 0)


def bigrams(text: str) -> list[str]:
    """The distinct character bigrams, sorted so that every run counts them in the same order.

    >>> bigrams("遂昌遂昌")
    ['昌遂', '遂昌']
    """
    return sorted({text[i : i + 2] for i in range(len(text) - 1)})


class NearMisses:
    """Finds, for a question, the paragraph most like it that does not hold the answer."""

    def __init__(self, contexts: Iterable[str]) -> None:
        self._contexts = sorted(set(contexts))
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for number, context in enumerate(self._contexts):
            for bigram in bigrams(context[:HEAD]):
                self._having[bigram].append(number)

    def find(self, question: str, context: str, answers: Sequence[str], candidates: int = 4) -> str | None:
        """The most similar of the `candidates` nearest paragraphs that is not `context` and has no answer.

        Likeness is the count of distinct character bigrams shared with the question. None if all have it.
        """
        shared = Counter(
            number
            for bigram in bigrams(question)
            if len(having := self._having.get(bigram, [])) < COMMON
            for number in having
        )
        for number, _ in shared.most_common(candidates):
            other = self._contexts[number]
            if other != context and not any(answer in other for answer in answers):
                return other
        return None


def negatives(examples: Sequence[Example], every: int, rng: Random) -> Iterator[tuple[str, str]]:
    """(question, near-miss) for `len(examples) // every` examples drawn by `rng`, less where none is near.

    A near-miss lacks the first answer, the one that is trained on: other answers of an example are the same
    place of its context, cut otherwise.
    """
    misses = NearMisses(example.context for example in examples)
    for example in rng.sample(examples, len(examples) // every):
        other = misses.find(example.question, example.context, [example.answers[0].text])
        if other is not None:
            yield example.question, other
