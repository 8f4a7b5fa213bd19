"""What the model is shown: windows of tokens around an answer, and near-misses without one. Pure functions.

A feature is `<s> question </s></s> window </s>`. Its labels are the positions of the answer's first and last
token; a window that does not answer is labelled with position 0, the `<s>` (Devlin et al. 2019, SQuAD 2.0).
With a header every window begins with `header newline`, as `qa.read` shows the first window of a passage.
Windows and negatives are drawn anew for every epoch.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from index.training.likeness import NearMisses
from index.training.reading import Example, Span

SPECIALS = 4  # <s> </s></s> </s>
MARGIN = 4  # tokens of context that a window keeps beside its answer, at least
OWN = ("synthetic_county", "national_reports")  # sets that bring their own negatives


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
    """One row of training input.

    `start` and `end` (inclusive) are positions in `ids`, both 0: no answer. `context` is the first position that
    may be cited: question and header stand before it.
    """

    ids: "array[int]"
    start: int
    end: int
    context: int


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


@dataclass(frozen=True, slots=True)
class Shares:
    """What an epoch shows, as shares of 0 to 1.

    `long` of the windows are long ones; `negatives` of the answered examples come once more without their answer;
    `own` of the examples of sets that bring their own negatives take part.
    """

    long: float
    negatives: float
    own: float


class Draws:
    """Tokenises examples once and draws the features of an epoch.

    An example without answers is a negative itself. For answered ones negatives are made, half of them another
    window of the same context, half the most similar paragraph that lacks the answer; not for sets that bring
    their own, nor under a header. An answer that does not fit its window is left out of the epoch.
    """

    def __init__(
        self, examples: Sequence[Example], tokenizer: Tokenizer, short: Layout, long: Layout, shares: Shares
    ) -> None:
        self._tokenizer, self._short, self._long, self._shares = tokenizer, short, long, shares
        self._tokens: dict[str, Tokens] = {}
        self._own = [example for example in examples if example.source.startswith(OWN)]
        self._read = [example for example in examples if not example.source.startswith(OWN)]
        self._misses = NearMisses(e.context for e in self._read if e.answers and not e.header)

    def epoch(self, rng: Random) -> list[Feature]:
        """The features of one epoch, in the order of the examples; the same `rng` state gives the same."""
        own = sorted(rng.sample(range(len(self._own)), round(self._shares.own * len(self._own))))
        chosen = [*self._read, *(self._own[i] for i in own)]
        return [feature for example in chosen for feature in self._features(example, rng)]

    def _features(self, example: Example, rng: Random) -> Iterator[Feature]:
        question, context = self._of(example.question), self._of(example.context)
        lead = self._of(example.header + "\n").ids if example.header else ()
        layout = self._long if rng.random() < self._shares.long else self._short
        if not example.answers:
            yield null_feature(question, context, layout, rng, lead=lead)
            return
        answer = example.answers[0]
        span = (answer.start, answer.end)
        feature = answer_feature(question, context, span, layout, rng, lead=lead)
        if feature:
            yield feature
        mined = not example.header and not example.source.startswith(OWN)
        if mined and rng.random() < self._shares.negatives:
            yield from self._negative(example, question, context, rng)

    def _negative(
        self, example: Example, question: Tokens, context: Tokens, rng: Random
    ) -> Iterator[Feature]:
        answer = example.answers[0]
        if rng.random() < 0.5 and (part := elsewhere(context, answer, example.context, self._short, rng)):
            yield null_feature(question, part, self._short, rng)
        # Other answers of an example are the same place of its context, cut otherwise: one is enough to exclude.
        elif other := self._misses.find(example.question, example.context, [answer.text]):
            yield null_feature(question, self._of(other), self._short, rng)

    def _of(self, text: str) -> Tokens:
        """The tokens of a text, kept: contexts come back for every question and epoch."""
        if text not in self._tokens:
            made = self._tokenizer.tokens(text)
            self._tokens[text] = Tokens(array("i", made.ids), tuple(made.offsets))
        return self._tokens[text]


def elsewhere(context: Tokens, answer: Span, text: str, layout: Layout, rng: Random) -> Tokens | None:
    """The longer of the parts before and after the answer, at most a window of it; None if it is short.

    None too where the part holds the answer's words again: it might well answer the question.
    """
    before = [i for i, (_, end) in enumerate(context.offsets) if end <= answer.start]
    after = [i for i, (start, _) in enumerate(context.offsets) if start >= answer.end]
    part = max(before, after, key=len)
    if len(part) < layout.window // 2:
        return None
    size = min(len(part), layout.window)
    begin = part[0] + rng.randint(0, len(part) - size)
    offsets = context.offsets[begin : begin + size]
    if answer.text in text[offsets[0][0] : offsets[-1][1]]:
        return None
    return Tokens(context.ids[begin : begin + size], offsets)


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
    return Feature(layout.build(asked, shown), shift + first, shift + last, len(asked) + 3 + len(lead))


def null_feature(
    question: Tokens, context: Tokens, layout: Layout, rng: Random, *, lead: Sequence[int] = ()
) -> Feature:
    """A window at a random offset of a context that does not answer, under the tokens of its header."""
    asked = question.ids[: layout.question]
    room = max(0, layout.room(asked) - len(lead))
    begin = rng.randint(0, max(0, len(context.ids) - room))
    shown = [*lead, *context.ids[begin : begin + room]]
    return Feature(layout.build(asked, shown), 0, 0, len(asked) + 3 + len(lead))
