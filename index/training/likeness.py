"""Near-misses: the paragraph most like a question that does not answer it. Pure functions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

COMMON = 300  # a bigram of this many paragraphs or more tells nothing about likeness
HEAD = 600  # characters of a paragraph that count for likeness


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
