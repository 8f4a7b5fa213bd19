"""A span becomes the answer as the question wants it: a bare figure, a whole list, a whole sentence."""

import re

from qa.grid import RULE, rows
from qa.quantities import fallen, quantities, ranged, signed, snapped
from qa.records import AnswerKind
from qa.sentences import around, sentences, to_full_stop

_DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]"
_DATE = re.compile(
    rf"{_DAY}(?:\s*(?:[-—–~至到]{{1,2}})\s*(?:{_DAY}|\d{{1,2}}[日号]))?|\d{{1,2}}月\d{{1,2}}\s*[-—–~至到]{{1,2}}\s*\d{{1,2}}[日号]|\d{{4}}年\d{{1,2}}月"
)
"""A day, the days from one to another (8月9日—11日), or a month."""
_DATE_LENGTH = 24
"""Characters of the longest: 2021年10月15日至2021年11月10日."""
_FIRST = re.compile("先是|首先|一是|第一[，,是步]|其一|①|（一）")
_NEXT = re.compile(
    "其次|再次|再是|再就是|然后|接着|最后|[二三四五六七八九十]是|第[二三四五六七八九十][，,是步]|其[二三四五]|[②-⑳]|（[二三四五六七八九十]）"
)
_NEXT_ANYWHERE = re.compile(f"{_NEXT.pattern}|再|接下来")
"""What is told off one by one goes on: within a sentence also by a bare 再."""
_ITEMS = re.compile(r"、|”“|》《|\|\s*\n\s*\|")
"""Between the items of a list; quoted names stand side by side, rows of a table below each other."""
_COUNTED = re.compile(r"[\d一二两三四五六七八九十]+(?:大|个|项|类|条|种|家|位|步|块|方面|部分|样|座|处|所)")
"""三个部分: it counts what the text behind it names."""
_SEE_TABLE = re.compile(r"见(?:下|后|附)?表|如下表?[：:]?$|如表\d")
_REASON = 200
"""Characters of the longest sentence that is shown over its semicolons: reasons and measures are told off between them."""
_LIST = 240
"""Characters of the longest sentence in which items are looked for beside those of the span."""
_DIVISION = re.compile("[\u4e00-\u9fff]{2}[县市区镇乡村](?:等地?)?$")
_BETWEEN = ("[^；;。]+", "[^，,；;：:。]+")
"""The parts of a sentence that may each tell an item: between semicolons, between commas."""
_BEHIND = 400
"""Characters behind a sentence that may still belong to its list."""
_BODY_ABOUT = re.compile("(?:公司|集团|合作社|供销社|[县市省乡镇]|政府|[局办委部厅院校会厂所中心])[正已将]$")
"""县供销社正(筹建): a body with the word that belongs to what it does; a person may be called 李守正."""
_NUMBERED = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]\S")
"""（二）扩大投资: what opens is closed within."""
_CLOSED_BY = {"”": "“", "》": "《", "）": "（"}
EDGES = " \t\n，,。；;：:、“”\"'（）()《》【】—-*|#"


def tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without punctuation at its edges, and with no figure or date cut; a minus sign stays with its figure.

    >>> tidy("年产值16亿元。", 2, 8), tidy("增长-3.8%", 3, 7)
    ((2, 7), (2, 7))
    """
    while end > start and text[end - 1] in EDGES:
        end -= 1
    while start < end and text[start] in EDGES and not _NUMBERED.match(text, start, end):
        start += 1
    if end <= start:
        return start, end
    start, end = snapped(text, start, end)
    while text[end - 1].isspace():  # the blank behind the number of a cell
        end -= 1
    return (signed(text, start) if text[start].isdigit() else start), end


def shaped(kind: AnswerKind, text: str, start: int, end: int) -> tuple[int, int]:
    """A span as `_shaped` has it, with the mark that closes what is opened in it: 统一营销“六统一”."""
    start, end = _shaped(kind, text, start, end)
    body, behind = text[start:end], text[end : end + 1]
    opened = _CLOSED_BY.get(behind)
    return start, end + bool(opened and body.count(opened) > body.count(behind))


def _shaped(kind: AnswerKind, text: str, start: int, end: int) -> tuple[int, int]:
    """A reason or a yes as the sentence it stands in, a list with all rows of its table or the items of its clause (of its sentence
    or one behind it, where the clause only counts them; of all sentences that tell them off one by one), a date with its month and day where the span leaves them out, the end of a range with its beginning, a share that fell with
    the word that says so, else the span itself.

    >>> _shaped("date", "自2021年6月起合作", 1, 6)
    (1, 8)
    """
    if kind == "date":
        near = _DATE.finditer(text, max(0, start - _DATE_LENGTH), end + _DATE_LENGTH)
        touched = [found.span() for found in near if found.start() < end and start < found.end()]
        first, last = min([start, *(a for a, _ in touched)]), max([end, *(b for _, b in touched)])
        return first, last - text[first:last].endswith("在")
    if kind == "person" and _BODY_ABOUT.search(text[start:end]):
        return start, end - 1
    if kind == "figure":
        return fallen(text, ranged(text, start, end), end), end
    if kind in {"reason", "yes_no"}:
        first, last = to_full_stop(text, start, end, _REASON)
        body = text[first:last]
        return first + len(body) - len(body.lstrip()), last - len(body) + len(body.rstrip())
    if kind == "list":
        first, last = rows(text, start) or _alike_beside(text, *_listed(text, start, end))
        return (first, last) if text.startswith("|", first) else tidy(text, first, last)
    return start, end


def _listed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch that names the items: told off one by one, else the clause, its sentence, or the next that lists them.

    >>> text = "展览分三个部分。它们是初心、巨变和未来。"
    >>> text[slice(*_listed(text, 0, 7))]
    '它们是初心、巨变和未来。'
    """
    first, last = around(text, start, end)
    behind = [(last + a, last + b) for a, b in sentences(_paragraph(text, last)[:_BEHIND])]
    if told := _FIRST.search(text, first, last):
        for a, b in behind:
            if not _NEXT.match(text[a:b].lstrip()):
                break
            last = b
        if _NEXT_ANYWHERE.search(text, told.end(), last):
            return told.start(), last
    before = re.search(r"[^，,。；;：:\n]*$", text[first:start])
    after = re.match(r"[^，,。；;\n]*", text[end:last])
    clause = start - len(before[0] if before else ""), end + len(after[0] if after else "")
    if _SEE_TABLE.search(text, *clause) and (table := _table_behind(text, last)):
        return table
    if _ITEMS.search(text, *clause):
        return clause
    if _ITEMS.search(text, first, last):
        return first, last
    if _COUNTED.search(text, *clause):
        return next(((a, b) for a, b in behind[:2] if _ITEMS.search(text, a, b)), clause)
    return clause


def _alike_beside(text: str, start: int, end: int) -> tuple[int, int]:
    """The items with those beside them in their sentence that are told alike: each with a figure of one unit, each
    beginning with a quoted name, or each ending with a county, town or village.

    >>> text = "审批限时：备案项目15天，一般项目30天，特殊项目60天，逾期问责。"
    >>> text[slice(*_alike_beside(text, 11, 18))]
    '备案项目15天，一般项目30天，特殊项目60天'
    """
    first, last = to_full_stop(text, start, end, _LIST)
    for mark in _BETWEEN:
        parts = [(first + one.start(), first + one.end()) for one in re.finditer(mark, text[first:last])]
        inside = [at for at, (a, b) in enumerate(parts) if a < end and start < b]
        told = [_told_as(text[a:b]) for a, b in parts]
        if not inside or not (sort := told[inside[0]]):
            continue
        one, other = inside[0], inside[-1]
        while one and told[one - 1] & sort:
            one -= 1
        while other + 1 < len(parts) and told[other + 1] & sort:
            other += 1
        if other - one > inside[-1] - inside[0]:
            return min(start, parts[one][0]), max(end, parts[other][1])
    return start, end


def _told_as(part: str) -> frozenset[str]:
    """How a part of a sentence tells its item: the units of its figures, whether it begins with a quoted name or ends with a division."""
    quoted = {"“"} if part.lstrip().startswith(("“", "《")) else set()
    divisions = {"县"} if _DIVISION.search(part) else set()
    return frozenset(quoted | divisions | {one.unit for one in quantities(part) if one.unit})


def _table_behind(text: str, at: int) -> tuple[int, int] | None:
    """The rows of the first table that begins within reach of `at`."""
    begin = text.find("\n|", at - 1, at + _BEHIND)
    return rows(text, begin + 1) if begin >= 0 else None


def plainly(text: str) -> str:
    """What is shown of a stretch: one line, rows of a table with commas and semicolons in place of bars.

    >>> plainly("| 茶 | 2亿元 |\\n| 竹 | 3亿元 |")
    '茶，2亿元；竹，3亿元'
    """
    lines = [line.strip() for line in text.strip().splitlines() if not RULE.match(line.strip())]
    shown = [
        "，".join(cell.strip() for cell in line.strip("| ").split("|") if cell.strip())
        if line.startswith("|") or line.endswith("|")
        else line
        for line in lines
    ]
    parted = all(line.startswith("|") for line in lines) and len(lines) > 1
    return " ".join(("；" if parted else " ").join(shown).split())


def _paragraph(text: str, at: int) -> str:
    """What follows `at` in its paragraph."""
    line = text.find("\n", at)
    return text[at : line if line >= 0 else len(text)]


def in_heading(text: str, title: str, at: int) -> bool:
    """Whether the character at `at` stands in the title line or a Markdown heading: a name of what follows, no proof."""
    first = text.rfind("\n", 0, at) + 1
    last = text.find("\n", at)
    line = text[first : last if last >= 0 else len(text)].strip()
    return line.startswith("#") or line == title.strip()
