"""Finds reports that are the same story from another site, by MinHash over character shingles (Broder 1997).

Fingerprints only propose: whether two reports are one is decided on the whole texts, and never where a figure, a
year, a place or a word within a sentence differs. datasketch is known to this module alone.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher

from index.records import Document

SHINGLE = 5
"""Characters of a shingle: longer than most words, so that shared ones mean shared sentences."""
MAX_CHARS = 200_000
"""Longer texts are compared by their whole text alone (the same or not): shingles of a book take gigabytes."""

_BANDS, _ROWS = 20, 6
"""Two texts of Jaccard similarity s share a band with probability 1 - (1 - s^6)^20: .998 at .8, .27 at .5."""

_NOT_WORD = re.compile(r"[\W_]+")
# The time at which a site put a story up is not of the story: a stamp with a time of day, and a line with a date alone.
_STAMP = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*\d{1,2}[::]\d{2}([::]\d{2})?"
    r"|(?m:^\W*(?:发布时间|发布日期|发表时间|更新时间|时间|日期)?\W*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\W*$)"
)
_SENTENCE = re.compile(r"[^。!?;]+[。!?;]")
_OFFICE = re.compile(r"^\s*[^。,]{0,30}?[讯电](?:\s*\([^()]{0,30}\)|[\s::])")
_SAME_SENTENCE = 0.6
"""Shared characters (Ratcliff and Obershelp) from which two sentences are versions of one."""
_NEGATION = frozenset("不未没无非否")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_SPOKEN = r"[〇零一二两三四五六七八九十百千万亿]+(?=[成倍年月日个家户人名元项亿万吨亩公斤米条座所次届批])"
_FIGURE = re.compile(
    r"(负|-|增长|增加|上升|提高|扩大|下降|降低|减少|回落|缩小)?[^\d\s,。;、]{0,2}?"
    rf"({_NUMBER}|{_SPOKEN})([%‰]|[万亿千百十]*[\u4e00-\u9fff]?)"
)


def bands(text: str) -> tuple[int, ...]:
    """The fingerprint of a text: 20 signed 64-bit keys, each a hash of 6 of its 120 MinHash values.

    Texts that share a key are worth comparing. Empty for a text over MAX_CHARS.
    """
    from datasketch import MinHash

    if len(text) > MAX_CHARS:
        return ()
    # The scheme is named because stored keys must stay comparable whatever a later datasketch prefers.
    sketch = MinHash(num_perm=_BANDS * _ROWS, seed=1, scheme="affine32")
    sketch.update_batch([shingle.encode() for shingle in shingles(text)])
    values = sketch.hashvalues.reshape(_BANDS, _ROWS).astype("<u8")
    return tuple(_key(number, row.tobytes()) for number, row in enumerate(values))


def same_report(one: Document, other: Document, threshold: float) -> bool:
    """Whether two reports are the same story: resemblance of at least `threshold`, and the same facts.

    The facts are the year of publication where both have one, the report's own place, the counties named, every
    figure with its unit and direction, and the words of the sentences: whole ones may be missing, but no name in one
    may be another.
    """
    if max(len(one.text), len(other.text)) > MAX_CHARS:
        return one.text == other.text
    mine, theirs = one.about, other.about
    if mine.date and theirs.date and mine.date[:4] != theirs.date[:4]:
        return False
    if _places(one) != _places(other):
        return False
    # Figures first: this month's brief and last month's share a fingerprint, and differ in nothing else.
    if figures(one.text) != figures(other.text) or resemblance(one.text, other.text) < threshold:
        return False
    return not reworded(one.text, other.text)


def reworded(one: str, other: str) -> bool:
    """Whether a sentence of one text stands in the other with words exchanged, or with a negation put in.

    Headlines and credits, which no full stop ends, and the office before 讯 or 电 are each site's own.

    >>> reworded("负责人为卢鸣。", "负责人为王强。"), reworded("甲社讯 负责人为卢鸣。", "负责人为卢鸣。另有一句。")
    (True, False)
    """
    mine, theirs = _sentences(one), _sentences(other)
    return any(_exchanged(a, b) for a in mine - theirs for b in theirs - mine)


def _exchanged(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _SAME_SENTENCE or matcher.ratio() < _SAME_SENTENCE:
        return False
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    return any(tag == "replace" or _NEGATION & set(one[a:b] + other[c:d]) for tag, a, b, c, d in changes)


def _sentences(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", text)
    found = (_OFFICE.sub("", sentence) for line in plain.split("\n") for sentence in _SENTENCE.findall(line))
    return {_NOT_WORD.sub("", sentence) for sentence in found}


def resemblance(one: str, other: str) -> float:
    """Jaccard similarity of the two sets of shingles, 0 to 1.

    >>> resemblance("甲县增长了百分之五", "甲县，增长了百分之五。"), resemblance("甲县增长", "乙市下降")
    (1.0, 0.0)
    """
    mine, theirs = shingles(one), shingles(other)
    return len(mine & theirs) / len(mine | theirs)


def shingles(text: str) -> set[str]:
    """Every stretch of SHINGLE characters, with white space and punctuation left out; a shorter text is one shingle."""
    plain = _NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()
    return {plain[at : at + SHINGLE] for at in range(max(1, len(plain) - SHINGLE + 1))}


def figures(text: str) -> Counter[tuple[str, str, str]]:
    """How often each figure stands in a text, with its direction and unit; the stamps of a site are no figures.

    >>> sorted(figures("2023-08-14 10:25\\n产值16亿元，增长5.0%。"))
    [('', '16', '亿元'), ('增长', '5.0', '%')]
    """
    plain = _STAMP.sub("", unicodedata.normalize("NFKC", text))
    return Counter((sign, number.replace(",", ""), unit) for sign, number, unit in _FIGURE.findall(plain))


def _places(document: Document) -> tuple[str, frozenset[str]]:
    about = document.about
    counties = frozenset(place.code for place in about.places if len(place.code) == 6)
    return (about.place.code if about.place else ""), counties


def _key(number: int, values: bytes) -> int:
    digest = hashlib.blake2b(values, digest_size=8, salt=bytes([number])).digest()
    return int.from_bytes(digest, "little", signed=True)
