"""A span becomes the answer as the question wants it: a bare figure, a whole list, a whole sentence."""

import re

from qa.quantities import snapped
from qa.records import AnswerKind
from qa.sentences import around

_DATE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}月\d{1,2}[日号]")
_DATE_LENGTH = 11
"""Characters of the longest date, 2021年10月15日."""
EDGES = " \t\n，,。；;：:、“”\"'（）()《》【】—-*|#"


def tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without punctuation at its edges, and with no figure or date cut.

    >>> tidy("年产值16亿元。", 2, 8)
    (2, 7)
    """
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return snapped(text, start, end) if end > start else (start, end)


def shaped(kind: AnswerKind, text: str, start: int, end: int) -> tuple[int, int]:
    """A reason or a yes as the sentence it stands in, a list with the items of its clause (of its sentence,
    where the clause only counts them), a date with its month and day where the span leaves them out, else the span itself.

    >>> shaped("date", "自2021年6月起合作", 1, 6)
    (1, 8)
    """
    if kind == "date":
        near = _DATE.finditer(text, max(0, start - _DATE_LENGTH), end + _DATE_LENGTH)
        touched = [found.span() for found in near if found.start() < end and start < found.end()]
        return min([start, *(a for a, _ in touched)]), max([end, *(b for _, b in touched)])
    if kind in {"reason", "yes_no"}:
        first, last = around(text, start, end)
        body = text[first:last]
        return first + len(body) - len(body.lstrip()), last - len(body) + len(body.rstrip())
    if kind == "list":
        first, last = around(text, start, end)
        before = re.search(r"[^，,。；;：:\n]*$", text[first:start])
        after = re.match(r"[^，,。；;\n]*", text[end:last])
        clause = start - len(before[0] if before else ""), end + len(after[0] if after else "")
        counted_only = "、" not in text[slice(*clause)] and "、" in text[first:last]
        return tidy(text, *((first, last) if counted_only else clause))
    return start, end


def in_heading(text: str, title: str, at: int) -> bool:
    """Whether the character at `at` stands in the title line or a Markdown heading: a name of what follows, no proof."""
    first = text.rfind("\n", 0, at) + 1
    last = text.find("\n", at)
    line = text[first : last if last >= 0 else len(text)].strip()
    return line.startswith("#") or line == title.strip()
