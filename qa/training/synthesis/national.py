"""Examples from the national reports: rules find figures and lists, and ask about them. The texts stay where they lie."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from index.chunk import chunk
from index.errors import UnreachableSource
from index.places import NATION
from index.records import Chunk, Description
from qa.training.synthesis.generate import NATIONAL, Drawn
from qa.training.synthesis.passages import LONGEST, SHORTEST
from qa.training.synthesis.world import is_dev

_NUMBER = r"\d[\d,.]*(?:万亿|[万亿])?(?:多|余)?"
_UNITS = "亿元|万元|亿美元|元|万人次|万人|亿人|人|万公里|公里|亿斤|亿吨|万吨|吨|万户|户|万套|万亩|亿亩|公顷|亿千瓦|万千瓦|个百分点|个|项|家|所|件"
FIGURE = re.compile(
    rf"(?<=[，。；、：\n])(?P<name>[一-龥]{{3,12}}?)(?P<verb>达到|为|增加到|提高到|超过|增长|下降|上涨|降低|完成)"
    rf"(?P<value>{_NUMBER}(?:{_UNITS}|%)|{_NUMBER}(?:万亿|亿)(?:元|美元|斤)?)(?=[，。；、])"
)
"""A clause `name verb figure`: 居民消费价格上涨2%."""

DONE = re.compile(
    rf"(?<=[，。；\n])(?P<verb>新增|新建|新建改建|改造|完成|建成|开工|取消|下放|取消和下放|减少|发放|资助|减免|实现|解决了?|治理|淘汰|压减|化解|安排|改革|培训|建设|新修订|制定|提请审议|制定修订|修订)"
    rf"(?P<name>[一-龥]{{0,12}}?)(?P<value>{_NUMBER}(?:{_UNITS}))(?P<tail>[一-龥]{{0,12}})(?=[，。；])"
)
"""A clause of something done, with its measure before or behind what was done: 取消246项审批事项, 新建公路23万公里."""

_ACTION = "支持|推进|实施|加强|加快|发展|完善|建立|健全|深化|取消|设立|培育|改革|整治|治理|重点支持|解决|开展|出台|促进|鼓励|落实"
LIST = re.compile(
    rf"(?<=[，。；\n])(?P<verb>(?:{_ACTION})+)(?P<items>[一-龥]{{2,8}}(?:、[一-龥]{{2,8}}){{2,6}})等(?P<n>\d+(?:个|项|大|家))?"
    r"(?P<class>[一-龥]{2,6}(?:产业|领域|行业|制度|工程|项目|政策|改革|机制|地区|重点群体|措施|问题))(?P<tail>[一-龥]{0,4})(?=[，。；])"
)
"""A clause that names members of a class: 支持发展移动互联网、集成电路等新兴产业."""

_VAGUE = re.compile(
    "^(其中|分别|同比|年均|比|由|从|已|将|累计|力争|共|约|仅|再|也|又|都|并|增速|增长|平均|总量|占|达|是|一|进一步|中央|全年|这|其)|[的和与至到比由从占各要]$|预期|目标|主要|增长|左右|提高|取得|实现|使|让|全面|[一二三四五六七八九十]+是|今年|去年|预计|年内|至少|分别|^要|要$|超过|达到|合计|以上|每年|均$"
)
ASKS = {
    "达到": ("{n}达到多少", "{n}是多少", "{n}有多少"), "为": ("{n}是多少", "{n}为多少"), "增加到": ("{n}增加到多少", "{n}是多少"),
    "提高到": ("{n}提高到多少", "{n}是多少"), "超过": ("{n}超过多少", "{n}有多少"), "增长": ("{n}增长多少", "{n}增速是多少", "{n}增长了百分之几"),
    "下降": ("{n}下降多少", "{n}降幅是多少"), "上涨": ("{n}上涨多少", "{n}涨幅是多少"), "降低": ("{n}降低多少", "{n}降低了多少"),
    "完成": ("{n}完成多少", "{n}是多少"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Something a report says: its name, the questions about it, and where the answer stands in its chunk."""

    name: str
    asks: tuple[str, ...]
    start: int
    end: int


def national(folders: Sequence[Path], rng: Random, dev: bool) -> Iterator[Drawn]:
    """Examples of every report in the folders, those of a split by the report's name. Raises UnreachableSource."""
    for path in sorted(path for folder in folders for path in _texts(folder)):
        if is_dev(path.stem) == dev:
            yield from _of_report(path, rng)


def _texts(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UnreachableSource(f"{folder}: no such folder; give --reports a folder of .txt reports")
    return list(folder.glob("*.txt"))


def _of_report(path: Path, rng: Random) -> Iterator[Drawn]:
    year, text = int(path.stem[:4]), path.read_text(encoding="utf-8").replace("\u200d", "")
    title = text.split("\n", 1)[0].strip()
    about = Description(title, date=str(year), place=NATION)
    chunks = chunk(path.stem, text, about, rng.randint(SHORTEST + 90, LONGEST))
    found = [(one, find(one.text)) for one in chunks]
    for at, (one, facts) in enumerate(found):
        near = [
            fact for _, others in found[max(0, at - 2) : at + 3] if others is not facts for fact in others
        ]
        for fact in facts:
            if drawn := _answered(one, fact, facts, title=title, year=year, rng=rng):
                yield drawn
                yield _of_another_year(drawn, one, year, rng)
        yield from _not_here(one, near, title, rng)


def find(text: str) -> list[Found]:
    """The figures and lists of a text.

    >>> [(f.name, text[f.start:f.end]) for text in ["去年，城镇调查失业率为5%，平稳。"] for f in find(text)]
    [('城镇调查失业率', '5%')]
    """
    made = []
    for match in FIGURE.finditer(text):
        name, verb = match["name"], match["verb"]
        if not _VAGUE.search(name):
            asks = tuple(way.replace("{n}", name) for way in ASKS[verb])
            made.append(Found(f"{name}{verb}", asks, match.start("value"), match.end("value")))
    for match in DONE.finditer(text):
        verb, name, value, tail = match["verb"], match["name"], match["value"], match["tail"]
        if bool(name) == bool(tail) or _VAGUE.search(name or tail) or not 2 <= len(name or tail) <= 12:
            continue
        unit = re.sub(r"^[\d,.万亿多余]+", "", value)
        asks = (
            (f"{verb}{name}多少{unit}", f"{verb}了多少{unit}{name}")
            if name
            else (f"{verb}了多少{unit}{tail}", f"{verb}多少{unit}{tail}")
        )
        made.append(Found(name or tail, asks, match.start("value"), match.end("value")))
    for match in LIST.finditer(text):
        if re.match("[和与及]|一批|有关|各项", match["items"]):
            continue
        verb, what = match["verb"], f"{match['class']}{match['tail']}"
        asks = (f"{verb}哪些{what}", f"要{verb}哪些{what}", f"{verb}的{what}有哪些")
        made.append(Found(what, asks, match.start("items"), match.end("items")))
    return made


def _answered(
    one: Chunk, fact: Found, facts: list[Found], *, title: str, year: int, rng: Random
) -> Drawn | None:
    """The question of a fact, where its chunk names the subject once."""
    stem = re.sub("(达到|为|增加到|提高到|超过|增长|下降|上涨|降低|完成)$", "", fact.name)
    if one.text.count(stem) != 1 or sum(other.name == fact.name for other in facts) != 1:
        return None
    kind = "distractor" if len(facts) > 1 else "answered"
    drawn = _drawn(one, rng.choice(fact.asks), ((fact.start, fact.end),), kind=kind, title=title, rng=rng)
    lead = rng.choice(["", "", f"{year}年政府工作报告中，", f"{year}年政府工作报告提到，"])
    return replace(drawn, question=lead + drawn.question) if drawn.header else drawn


def _of_another_year(drawn: Drawn, one: Chunk, year: int, rng: Random) -> Drawn:
    """The same asked of a report at least three years off, which this chunk does not name."""
    far = [other for other in range(2004, 2026) if abs(other - year) >= 3 and str(other) not in one.text]
    body = re.sub("^20..年政府工作报告(中|提到)，", "", drawn.question)
    lead = f"{rng.choice(far)}年政府工作报告{rng.choice(['中', '提到'])}，"
    return replace(drawn, question=lead + body, answers=(), kind="wrong year", header=one.header)


def _not_here(one: Chunk, near: list[Found], title: str, rng: Random) -> Iterator[Drawn]:
    """What a neighbouring chunk answers and this one does not name."""
    for fact in rng.sample(near, min(2, len(near))):
        stem = re.sub("(达到|为|增加到|提高到|超过|增长|下降|上涨|降低|完成)$", "", fact.name)
        if stem[-4:] not in one.text and stem[:4] not in one.text:
            yield _drawn(one, rng.choice(fact.asks), (), kind="neighbour", title=title, rng=rng)


def _drawn(
    one: Chunk, body: str, spans: tuple[tuple[int, int], ...], *, kind: str, title: str, rng: Random
) -> Drawn:
    header = one.header if rng.random() < 0.8 else ""
    mark = rng.choice(["？", "？", "？", ""])
    return Drawn(NATIONAL, header, title, one.text, body + mark, spans, kind, f"national:{kind}")
