"""A、B分别为3元和5元: which figure of a row belongs to the thing that was asked.

A reader that looks for the figure of B often takes the first of the row. The table of figures knows whose each is (index.reading.names);
a span on one whose name the question does not hold is moved to the one whose name it does.
"""

import re
from collections.abc import Sequence

from index import Document
from index.amounts import Amount, amounts
from index.records import Figure
from qa.sentences import around

_JOINT = re.compile(r"\s*(?:[、，,和与及]|以及)\s*")
_EACH = re.compile("分别|依次|各")
_TOWN_AND_COUNTRY = "城乡"
_TOWN, _COUNTRY = frozenset("城镇市"), frozenset("农村乡")
_BEFORE = 24
"""Characters before a row in which 城乡 names both of its figures."""
_SURE = 2
"""So many characters of a name are enough, where not all of it is in the question."""


def respective(
    question: str, document: Document, start: int, end: int, known: Sequence[Figure]
) -> tuple[int, int]:
    """The span, or the figure of the same row that the question names; `known` are the figures of the report.

    >>> from index.figures import figures
    >>> from index.records import Description
    >>> text = "小学、初中学生人均公用经费分别提高到300元和500元。"
    >>> report = Document("d", "a.txt", text, Description("简报"))
    >>> at = text.index("300元")
    >>> text[slice(*respective("初中生的公用经费是多少", report, at, at + 4, figures(report)))]
    '500元'
    """
    held = [one for one in known if start <= one.start and one.end <= end]
    row = _row(document.text, known, held[0]) if len(held) == 1 else []
    if len(row) < 2:
        return _in_order(question, document.text, start, end)
    mine = held[0]
    marks = _told_apart(document.text, row)
    asked = [marked & set(question) for marked in marks]
    named = [
        one
        for one, there, marked in zip(row, asked, marks, strict=True)
        if there and (there == marked or len(there) >= _SURE)
    ]
    # 投 of 制造业投资 stands in the question as well, but 基础设施 is what it names.
    if mine in named or (asked[row.index(mine)] and len(named) != 1):
        return start, end
    if len(named) == 1:
        return named[0].start, named[0].end
    return _in_order(question, document.text, start, end)


def _in_order(question: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The span, or the amount that stands where the one thing stands that the question names: 甲级、乙级分别奖50万元、30万元."""
    first, last = around(text, start, end)
    said = _EACH.search(text, first, start)
    row = _side_by_side(text, amounts(text, said.end(), last), start) if said else []
    if not said or len(row) < 2:
        return start, end
    names = _JOINT.split(re.split("[，,；;：:。]", text[first : said.start()])[-1].strip())[-len(row) :]
    shortest = min(map(len, names))
    names = [names[0][-shortest:], *names[1:-1], names[-1][:shortest]]  # 对评上甲级、乙级、丙级的民宿
    marks = [set(name).difference(*(other for other in names if other is not name)) for name in names]
    asked = [at for at, marked in enumerate(marks) if marked and marked <= set(question)]
    if len(names) < len(row) or len(asked) != 1:
        return start, end
    return row[asked[0]].start, row[asked[0]].end


def _side_by_side(text: str, found: Sequence[Amount], start: int) -> list[Amount]:
    """The amounts of one unit in a row that holds the one at `start`."""
    rows: list[list[Amount]] = [[]]
    for one in found:
        before = rows[-1][-1] if rows[-1] else None
        if before and (before.unit != one.unit or not _JOINT.fullmatch(text, before.end, one.start)):
            rows.append([])
        rows[-1].append(one)
    return next((row for row in rows if any(one.start <= start < one.end for one in row)), [])


def _row(text: str, known: Sequence[Figure], mine: Figure) -> list[Figure]:
    """The figures that stand side by side with `mine`, nothing but a joint between them, of its unit and kind."""
    beside = [one for one in known if (one.unit, one.kind) == (mine.unit, mine.kind)]
    first = last = beside.index(mine)
    while first and _JOINT.fullmatch(text, beside[first - 1].end, beside[first].start):
        first -= 1
    while last + 1 < len(beside) and _JOINT.fullmatch(text, beside[last].end, beside[last + 1].start):
        last += 1
    return beside[first : last + 1]


def _told_apart(text: str, row: Sequence[Figure]) -> list[frozenset[str]]:
    """For each figure of a row the characters of its name that no other name has.

    The last name of a row carries what is said of all (初中 of 初中学生人均公用经费), so that names are cut to the shortest.
    """
    if len(row) == 2 and row[0].indicator == row[1].indicator:
        both = _TOWN_AND_COUNTRY in text[max(0, row[0].start - _BEFORE) : row[0].start]
        return [_TOWN, _COUNTRY] if both else [frozenset(), frozenset()]
    shortest = min((len(one.indicator) for one in row), default=0)
    heads = [set(one.indicator[:shortest]) for one in row]
    return [
        frozenset(head.difference(*(other for at, other in enumerate(heads) if at != here)))
        for here, head in enumerate(heads)
    ]
