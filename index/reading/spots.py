"""Where: the places a report names, and which of them a figure belongs to."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from index.places import NATION, own
from index.records import Place
from index.whereabouts import named_in_report

_OWN = re.compile(r"(?:[全我本](?:国|省|市|县|区|州|盟|旗))(?![第首前平领最外家级])")
_NOT_OWN = re.compile("[占超列居于比较向往供第至是到跟]$")
_NATION = re.compile(
    "(?:^|(?<=[年，。：,；\n]))(?:中国|我国)(?=全年|上半年|共|出口|进口|累计"
    "|[\u4e00-\u9fff]{0,6}?(?:爱好者|消费者|网民|市场(?![部监])|产业(?![园基集联协带])|行业(?![协联])))"
)
_AWAY = re.compile(
    r"(?:来自|出自|从|由|向|往|到|输往|销往|运往|赴|去|与|和|同|跟|比|对接|据|至|远销|及|[起终]点[为是在]|起于|止于|始于|终于)$"
)
_FIRM = re.compile(
    r"^[\u4e00-\u9fff]{0,16}?(?:公司|集团|协会|大学|学院|研究院|银行)|^(?:海关|口岸|机场|局|厅)"
)
_BEGINS = re.compile(r"(?:^|[，,；;。：:\s）)”]|年|月|日|来|下|前|在|据悉|其中|现场)$")
_TOPIC_CHARS = 18


@dataclass(frozen=True, slots=True)
class Spot:
    """A place named at [start, end)."""

    start: int
    end: int
    place: Place


def spots(text: str, home: Place | None) -> tuple[Spot, ...]:
    """The places of a report about `home`, in reading order; 全县 and 我市 are among them, 占全县 is not."""
    named = [
        Spot(mention.start, mention.end, found)
        for mention, found in named_in_report(text)
        if mention.full or not _is_other(text, mention.start, mention.end)
    ]
    named += [Spot(match.start(), match.end(), NATION) for match in _NATION.finditer(text)]
    for match in _OWN.finditer(text) if home else ():
        found = own(match[0], home) if home else None
        if found and not _NOT_OWN.search(text[max(0, match.start() - 1) : match.start()]):
            named.append(Spot(match.start(), match.end(), found))
    return tuple(sorted(named, key=lambda spot: (spot.start, spot.end)))


def between(named: Sequence[Spot], start: int, end: int) -> Sequence[Spot]:
    """The places that are named in [start, end)."""
    first = bisect_left(named, start, key=lambda spot: spot.start)
    return named[first : bisect_left(named, end, key=lambda spot: spot.start)]


def owner(
    text: str, named: Sequence[Spot], span: tuple[int, int], clause: int, home: Place | None
) -> Place | None:
    """The place that stands before an amount at span[1], in a sentence from span[0]; None where none is named there.

    `named` are the places between the two, `clause` is where the clause of the amount begins. Places that something
    comes from or goes to own nothing, nor do the members of a row (甲、乙等3个县).
    """
    start, offset = span
    for spot in reversed(named):
        first = _first_of(named, spot)
        lead = text[max(start, first - 3) : first]
        begins = spot.start == start or bool(_BEGINS.search(lead))
        if _AWAY.search(lead) or text[spot.end : spot.end + 1] in ("、", "等"):
            continue
        behind = re.fullmatch("[共有一计达]*", text[spot.end : offset]) is not None
        scope = behind or (text[spot.start] in "全我本" and spot.end >= clause)
        if _wider(home, spot.place) and not (begins and (scope or spot.start - start <= _TOPIC_CHARS)):
            continue  # 湖南省四星级饭店1处 in a county
        if begins or _near(home, spot.place):
            return spot.place
    return None


def _first_of(named: Sequence[Spot], spot: Spot) -> int:
    """Where the name of a place begins with the divisions that it is written under: 红河州个旧市."""
    start = spot.start
    for before in reversed(named):
        start = before.start if before.end == start else start
    return start


def topic(text: str, named: Sequence[Spot], start: int, home: Place | None) -> Place | None:
    """The place a sentence from `start` begins with, for the next one to carry on; `named` are those of the sentence.

    None where it names the report's own place, and where the place is a wider division than that.
    """
    if home == NATION or any(spot.place == home for spot in named):
        return None
    for spot in named:
        lead = text[max(start, spot.start - 3) : spot.start]
        leads = spot.start - start <= _TOPIC_CHARS and (spot.start == start or _BEGINS.search(lead))
        firm = _FIRM.match(text[spot.start + 2 : spot.start + 14])
        if leads and not (_wider(home, spot.place) or _AWAY.search(lead) or lead.endswith("、") or firm):
            return spot.place
    return None


def _wider(home: Place | None, place: Place) -> bool:
    """Whether a place is a division above the report's own."""
    return home is not None and home not in (NATION, place) and home.code.startswith(place.code)


def _near(home: Place | None, place: Place) -> bool:
    """Whether a place is the report's own, above or below it, or in the same city."""
    if home is None or NATION in (home, place):
        return True
    return (
        place.code.startswith(home.code)
        or home.code.startswith(place.code)
        or place.code[:4] == home.code[:4]
    )


def _is_other(text: str, start: int, end: int) -> bool:
    """A firm, an airport, a custom house named after a place; 河北 in 蒲河北桥."""
    before = text[max(0, start - 1) : start]
    river = (
        text[start] in "河湖江山海" and "\u4e00" <= before <= "\u9fff" and before not in "的在与和及从向到是"
    )
    return river or bool(_FIRM.match(text[end : end + 24]))
