"""Terms of the lexical index: Chinese unigrams and bigrams, with numbers and Latin words kept whole."""

import re
import unicodedata

_RUN = re.compile(r"\d+(?:\.\d+)?%?|[a-z]+[a-z0-9]*|[\u3400-\u9fff\U00020000-\U0003ffff]+")
_FUNCTION_CHARS = frozenset("的了是在和与及或吗呢吧啊么什哪几多少怎有为被把从到其该此这那个")


def normal(text: str) -> str:
    """Full-width forms, case and thousands separators made alike: ＧＤＰ → gdp, 1,200 → 1200."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", folded)


def terms(text: str) -> list[str]:
    """Index terms in reading order.

    >>> terms("GDP增长5.2%")
    ['gdp', '增', '增长', '长', '5.2%']
    """
    out: list[str] = []
    for run in _RUN.findall(normal(text)):
        if run[0].isascii():
            out.append(run)
            continue
        for at, char in enumerate(run):
            out.append(char)
            if at + 1 < len(run):
                out.append(run[at : at + 2])
    return out


def query_terms(text: str) -> list[str]:
    """Terms of a question that tell reports apart: bigrams, numbers and words, without those of grammar.

    A single character counts only where it stands alone; bigrams of two function characters (多少, 什么) are noise.
    """
    seen: dict[str, None] = {}
    for run in _RUN.findall(normal(text)):
        if run[0].isascii() or len(run) == 1:
            seen[run] = None
            continue
        for at in range(len(run) - 1):
            pair = run[at : at + 2]
            if not _FUNCTION_CHARS.issuperset(pair):
                seen[pair] = None
    return list(seen)
