"""Rankings, positions and counts over the places of a library, and over its reports, with their coverage."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Filters, Library, Place, places
from qa.compute import cells as choose
from qa.compute.across import Across
from qa.compute.cells import Moment, Told
from qa.compute.marks import canonical
from qa.compute.numbers import commensurable
from qa.compute.records import Cell
from qa.compute.sheet import Sheet
from qa.records import Given

_MOST_SHOWN = 12
_MOST_CHUNKS = 100_000
_ENDINGS = {"区": ("区",), "市": ("市",), "省": ("省",), "州": ("州",)}


@dataclass(frozen=True, slots=True)
class Ranking:
    """An answer over many places: its text, the time of its figures, and how many reports and places give them."""

    text: str
    moment: Moment
    reports: int
    places: int


def ranking(library: Library, asked: Across, own: Filters, sheet: Sheet) -> Ranking | None:
    """The answer to a question about all places; None where fewer than two of them have the figure."""
    by_place: dict[str, list[Told]] = defaultdict(list)
    for document, figure in _told(library, asked, own):
        by_place[figure.code].append((document, figure))
    moment = _moment(asked, by_place)
    if moment is None:
        return None
    cells = [found for code, told in by_place.items() if (found := _cell(asked, code, told, moment))]
    cells = [one for one in cells if len(one.values) == 1]
    if len(cells) < (3 if asked.mine else 2) or not commensurable([one.value for one in cells]):
        return None
    ordered = sorted(cells, key=lambda one: one.value.number, reverse=not asked.lowest)
    text = _counted(asked, ordered, sheet) if asked.limit is not None else _ranked(asked, ordered, sheet)
    reports = {source.document.id for one in cells for source in one.value.sources}
    return Ranking(text, moment, len(reports), len(cells)) if text else None


def mentions(library: Library, word: str, own: Filters, sheet: Sheet) -> tuple[str, int] | None:
    """How many reports mention a word, each with the place where it does; and how many there are."""
    hits = library.search(word, _MOST_CHUNKS, own, _MOST_CHUNKS, legs=("lexical",))
    first: dict[str, int] = {}
    for hit in hits:
        at = hit.chunk.text.find(word)
        if at >= 0:
            start = hit.chunk.start + at
            first[hit.chunk.doc_id] = min(start, first.get(hit.chunk.doc_id, start))
    if not first:
        return None
    inputs = []
    for doc_id, start in first.items():
        document = library.get(doc_id)
        inputs.append(Given(sheet.mention(document, start, start + len(word)), word))
    shown = sheet.counted(f"{len(first)}份", inputs)
    marks = "".join(f"[{one.citation}]" for one in inputs)
    return f"{shown}报告提到“{word}”{marks}。", len(first)


def _told(library: Library, asked: Across, own: Filters) -> list[Told]:
    out = []
    for doc_id, figure in library.figures(asked.wanted.family, replace(own, years=())):
        place = places.divisions().get(figure.code)
        if place is None or not _in_scope(asked, place):
            continue
        document = library.get(doc_id)
        if choose.fits(replace(asked.wanted, place=place), document, figure):
            out.append((document, figure))
    return out


def _in_scope(asked: Across, place: Place) -> bool:
    if asked.scope and (place.code == asked.scope.code or not places.within(place.code, asked.scope.code)):
        return False
    if asked.level in _ENDINGS:
        return place.name.endswith(_ENDINGS[asked.level])
    return len(place.code) == 6


def _moment(asked: Across, by_place: dict[str, list[Told]]) -> Moment | None:
    """The time that is asked for, else the one that most places have figures of; of several the latest."""
    if asked.wanted.year is not None:
        return asked.wanted.year, asked.wanted.period
    having: dict[Moment, int] = defaultdict(int)
    for code, told in by_place.items():
        if asked.mine and not any(code == asked.mine.code for code in by_place):
            return None
        for moment in choose.moments(told):
            having[moment] += 1
    return max(having, key=lambda one: (having[one], one[0], one[1] == ""), default=None)


def _cell(asked: Across, code: str, told: Sequence[Told], moment: Moment) -> Cell:
    place = places.divisions()[code]
    wanted = replace(asked.wanted, place=place, label=place.name, year=moment[0], period=moment[1])
    return choose.cell(wanted, [(d, f) for d, f in told if (f.year, canonical(f.period)) == moment])


def _ranked(asked: Across, ordered: Sequence[Cell], sheet: Sheet) -> str:
    if asked.mine:
        return _position(asked, ordered, sheet)
    kept = ordered[: asked.top or _MOST_SHOWN] if asked.top != 1 else ordered[:_MOST_SHOWN]
    if (
        asked.top
        and len(ordered) > asked.top
        and ordered[asked.top - 1].value.number == ordered[asked.top].value.number
    ):
        return ""
    if asked.top != 1:
        return "，".join(f"{one.wanted.label}{sheet.cell(one)}" for one in kept) + "。"
    first = f"{kept[0].wanted.label}：{sheet.cell(kept[0])}"
    rest = "、".join(f"{one.wanted.label}{sheet.cell(one)}" for one in kept[1:4])
    return f"{first}；其后是{rest}。"


def _position(asked: Across, ordered: Sequence[Cell], sheet: Sheet) -> str:
    mine = next((one for one in ordered if asked.mine and one.wanted.place == asked.mine), None)
    if mine is None:
        return ""
    text = f"{mine.wanted.label}{sheet.cell(mine)}"
    others = [one for one in ordered if one is not mine]
    rest = "、".join(f"{one.wanted.label}{sheet.cell(one)}" for one in others)
    number = 1 + sum(
        one.value.number < mine.value.number if asked.lowest else one.value.number > mine.value.number
        for one in others
    )
    values = [mine.value, *(one.value for one in others)]
    shown = sheet.worked_out(f"第{number}", "lowest_rank" if asked.lowest else "rank", values)
    return f"{shown}：{text}，其他是{rest}。"


def _counted(asked: Across, ordered: Sequence[Cell], sheet: Sheet) -> str:
    limit = asked.limit
    if limit is None:
        return ""
    kept = [one for one in ordered if _passes(one, asked)]
    listed = "、".join(f"{one.wanted.label}{sheet.cell(one)}" for one in kept)
    if not kept:
        return ""
    shown = sheet.worked_out(f"{len(kept)}个", "count", [one.value for one in kept])
    return f"{shown}：{listed}。"


def _passes(one: Cell, asked: Across) -> bool:
    number, limit = one.value.number, asked.limit
    if limit is None:
        return False
    return (number < limit if asked.lowest else number > limit) or (asked.inclusive and number == limit)
