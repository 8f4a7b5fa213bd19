"""How two texts are compared: folded forms, safe containment, and segmentation for token F1."""

import re
import unicodedata

CHINESE_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_NUMERALS = frozenset("0123456789" + CHINESE_NUMERALS)
_MARK = re.compile(r"\[\d+\]")
_SEGMENT = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:\.\d+)?|%")


def strip_marks(text: str) -> str:
    """The text without its citation marks: `16亿元[1]。` becomes `16亿元。`."""
    return _MARK.sub("", text)


def fold(text: str) -> str:
    """Width, case and compatibility forms made one (NFKC, lower case).

    A Chinese comma stays a comma between things, never a thousands separator: `15，300` becomes `15、300`.
    """
    return unicodedata.normalize("NFKC", text.replace("，", "、")).lower()


def normalise(text: str) -> str:
    """The folded text without punctuation and white space.

    Between two numerals a blank stays, so that numbers do not run together: `增长 5.5%，达1,400亿` becomes
    `增长5.5%达1400亿`, and `15、30天` becomes `15 30天`.
    """
    folded = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", fold(text))
    return re.sub(r"(?:(?!%)[\W_])+", lambda found: _joint(folded, found), folded)


def _joint(text: str, found: re.Match[str]) -> str:
    start, end = found.span()
    if not start or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    if found.group() == "." and before.isdigit() and after.isdigit():
        return "."
    return " " if before in _NUMERALS and after in _NUMERALS else ""


def contains(text: str, form: str) -> bool:
    """Whether `form` stands in `text` after normalisation, never as part of a longer number.

    `6亿元` is in `投资6亿元` but neither in `16亿元` nor in `1.6亿元`; `80` is not in `80万辆`.
    """
    haystack, needle = normalise(text), normalise(form)
    if not needle:
        return False
    start = haystack.find(needle)
    while start >= 0:
        if not _cuts_number(haystack, start, start + len(needle)):
            return True
        start = haystack.find(needle, start + 1)
    return False


def _cuts_number(text: str, start: int, end: int) -> bool:
    before, after = text[:start][-1:], text[end:][:1]
    cut_before = text[start] in _NUMERALS and bool(before) and before in _NUMERALS | {"."}
    cut_after = text[end - 1] in _NUMERALS and bool(after) and after in _NUMERALS | {".", "%"}
    return cut_before or cut_after


def segment(text: str) -> list[str]:
    """Mixed segmentation: each Chinese character alone, Latin and digit runs whole, punctuation dropped.

    `产值10.2亿元。` becomes 产 值 10.2 亿 元. After `mixed_segmentation` of the CMRC 2018 evaluation script
    (Cui et al. 2019, A Span-Extraction Dataset for Chinese Machine Reading Comprehension).
    """
    return _SEGMENT.findall(fold(text))
