"""Statistical indicators by their published names: what GDP, 规上工业 and 社零 stand for; abbreviations of other words."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

INDICATORS = Path(__file__).parent / "data" / "indicators.csv"
ABBREVIATIONS = Path(__file__).parent / "data" / "abbreviations.csv"
EVERYDAY = Path(__file__).parent / "data" / "everyday.csv"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A family of the list. `units` are the base units of its level; empty where they do not tell.

    `of` says that the family is one of projects or trades and not of a place: 项目 (总投资), 业 (产值 of tea).
    """

    name: str
    units: frozenset[str]
    of: str
    aliases: tuple[str, ...]


@cache
def indicators() -> dict[str, Indicator]:
    """All families by name, read once from the packaged list."""
    with INDICATORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["name"]: Indicator(
            row["name"], frozenset(row["units"].split()), row["of"], tuple(row["aliases"].split())
        )
        for row in rows
    }


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """What everyday abbreviations stand for in reports (村支书: 村党支部书记), read once from the packaged list."""
    return _listed(ABBREVIATIONS)


@cache
def everyday() -> dict[str, tuple[str, ...]]:
    """What people call in everyday words, and reports in others (乡下人: 农村居民), read once from the packaged list."""
    return _listed(EVERYDAY)


def _listed(path: Path) -> dict[str, tuple[str, ...]]:
    """A list of two columns: a word, and what it is called, apart by blanks."""
    with path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return {word: tuple(called.split()) for word, called in rows}


@cache
def _by_alias() -> dict[str, str]:
    return {
        plain(alias): family.name
        for family in indicators().values()
        for alias in (family.name, *family.aliases)
    }


@cache
def _longest() -> int:
    return max(map(len, _by_alias()))


def plain(name: str) -> str:
    """A name without what writers put between its words: 的, blanks, quotes, brackets.

    >>> plain("技术合同的成交额"), plain("“三农”支出")
    ('技术合同成交额', '三农支出')
    """
    return _BETWEEN.sub("", name).removesuffix("任务").upper().replace("R&D", "R&D")


_BETWEEN = re.compile(r"[的\s“”\"《》〈〉]")
_LEADING = re.compile(
    "^(?:全年|带动|拉动|提出|促进|推动|全部|全社会|全口径|全[国省市县区州旗]|我[国省市县区]|地方|年末|年底|累计|预计|实现|完成|达到|当年|本年|共|总|其中|年|新增(?=[^就])|各类)"
)


def family_of(written: str) -> tuple[str, str]:
    """The family of an indicator as it is written, and what stands before its name: ("", …) for unknown ones.

    A qualifier that is no mere word of time or scope makes it another indicator (汽车固定资产投资), which the caller
    may still read as the indicator of a part.

    >>> family_of("全县规上工业增加值"), family_of("园区进出口额"), family_of("诗词漫道")
    (('规模以上工业增加值', ''), ('进出口总额', '园区'), ('', '诗词漫道'))
    """
    name, aliases = plain(written), _by_alias()
    for start in range(max(0, len(name) - _longest()), len(name) - 1):
        if name[start:] in aliases:
            return aliases[name[start:]], _scope(name[:start])
    return "", name


def _scope(before: str) -> str:
    while before and (found := _LEADING.match(before)):
        before = before[found.end() :]
    return before


def indicator_of(question: str) -> str:
    """The family a question asks about, by the longest name in it; empty where it names none.

    >>> indicator_of("遂昌县2022年GDP是多少"), indicator_of("规上工业增速多少"), indicator_of("谁是县长")
    ('地区生产总值', '规模以上工业增加值', '')
    """
    text, aliases = plain(question), _by_alias()
    best = ""
    for start in range(len(text)):
        for size in range(min(_longest(), len(text) - start), max(1, len(best)), -1):
            if text[start : start + size] in aliases:
                best = text[start : start + size]
                break
    return aliases.get(best, "")
