"""A question in the words of the report it is read in: 乡下人 asks for what a bulletin tells of 农村居民.

People ask in everyday words and abbreviations; a small reader goes by the words that both have. Where a passage lacks a word of the
question and has the one that reports use for it, the reader sees the question with that.
"""

from functools import cache

from index.indicators import abbreviations, everyday


@cache
def wordings() -> dict[str, tuple[str, ...]]:
    """What everyday words and abbreviations are called in reports, the longest words first."""
    both = abbreviations() | everyday()
    return {word: both[word] for word in sorted(both, key=len, reverse=True)}


def in_words_of(question: str, passage: str) -> str:
    """The question with the words that a passage has, where it lacks the question's own.

    >>> in_words_of("乡下人一年能挣多少", "农村居民人均可支配收入2万元"), in_words_of("乡下人多吗", "乡下人很多，农村居民")
    ('农村居民一年能收入多少', '乡下人多吗')
    """
    for word, written in wordings().items():
        if word in question and word not in passage:
            told = next(
                (one for one in written if _stem(one) in passage and _stem(one) not in question), None
            )
            question = question.replace(word, told) if told else question
    return question


def _stem(written: str) -> str:
    """What of a report's word must stand in a passage: 收入 of 收入多少."""
    return written.removesuffix("多少")
