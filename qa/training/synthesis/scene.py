"""Where a passage stands: which report, whose, of which year, and how such a report speaks of place and time."""

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from index import places
from index.chunk import header
from index.records import Description, Place
from qa.training.synthesis.world import World, lines, plain

Kind = Literal["bulletin", "work", "news", "projects", "compare", "plan"]
KINDS: tuple[Kind, ...] = ("bulletin", "work", "news", "projects", "compare", "plan")
WEIGHTS = (18, 15, 33, 20, 9, 5)
SECTIONS: dict[Kind, tuple[str, ...]] = {
    "bulletin": ("一、综合", "二、农业", "三、工业和建筑业", "四、固定资产投资", "五、国内贸易", "六、人口、人民生活和社会保障", ""),
    "work": ("一、过去一年工作回顾", "一、上年工作回顾", "（一）聚力项目攻坚", "二、今年的主要任务", ""),
    "plan": ("第一章 发展基础", "第二章 总体要求", "第三节 主要目标", ""),
    "news": ("", "", "", "产业兴旺", "民生答卷"),
    "projects": ("", "", "", "重点项目"),
    "compare": ("", ""),
}  # fmt: skip
ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Scene:
    """A report. `base` is the year of its date; `covered` the year that a bulletin is about.

    `headed`: a header is shown; `dated`: a reader can tell the year, from the header or a line of the text;
    `plain`: years are said as 今年 and 去年 wherever they can be.
    """

    kind: Kind
    place: Place
    sisters: tuple[Place, ...]
    base: int
    covered: int | None
    title: str
    section: str
    dated: bool
    headed: bool
    plain: bool = False

    @property
    def header(self) -> str:
        """Place | year | title | section, as the index writes it."""
        return header(Description(self.title, date=str(self.base), place=self.place), self.section)

    @property
    def main_year(self) -> int:
        """The year that most of its figures are of."""
        return self.covered or (self.base - 1 if self.kind in ("work", "plan") else self.base)

    def at(self, base: int) -> "Scene":
        """The same report, dated another year, its title with it."""
        shift = base - self.base
        title = self.title
        for year in sorted({self.base, self.covered or self.base}, reverse=shift > 0):
            title = title.replace(f"{year}年", f"{year + shift}年")
        covered = self.covered + shift if self.covered else None
        return replace(self, base=base, covered=covered, title=title)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a text says it. `year` None: nobody can tell; `relative`: by the header only."""

    text: str
    year: int | None
    relative: bool = False
    part: str = ""


def draw_scene(world: World) -> Scene:
    """A report of a random county, kind and year."""
    rng = world.rng
    kind = rng.choices(KINDS, WEIGHTS)[0]
    place, sisters = world.county()
    base = rng.randint(2020, 2022) if kind == "plan" else rng.randint(2014, 2025)
    covered = base - 1 if kind == "bulletin" else None
    section = rng.choice(SECTIONS[kind])
    title = _title(kind, place, base, rng)
    if kind == "compare":
        sisters, place = [place, *sisters], places.divisions()[place.code[:4]]
    headed = rng.random() < 0.75
    dated = headed or rng.random() < 0.5
    return Scene(
        kind, place, tuple(sisters), base, covered, title, section, dated, headed, rng.random() < 0.35
    )


def _title(kind: Kind, place: Place, base: int, rng: Random) -> str:
    if kind == "bulletin":
        return f"{place.name}{base - 1}年国民经济和社会发展统计公报"
    if kind == "work":
        return rng.choice(
            [
                f"{base}年{place.name}政府工作报告",
                f"{place.name}{base}年政府工作报告",
                f"{place.name}政府工作报告",
            ]
        )
    if kind == "plan":
        which = rng.choice(
            ["第十四个五年规划纲要", "“十四五”发展规划实施方案", "国民经济和社会发展“十四五”规划"]
        )
        return f"{place.name}{which}"
    frames = [line.partition("|")[2] for line in lines("titles") if line.startswith(kind)]
    names = {"{P}": place.name, "{p}": plain(place.name), "{C}": place.city}
    title = rng.choice(frames)
    for slot, name in names.items():
        title = title.replace(slot, name)
    return title


def say_year(scene: Scene, year: int, rng: Random) -> Moment:
    """A whole year as this report says it: 2022年, 今年, 去年, 全年.

    A year later than the report's own is never told as past; the caller gives years that fit.
    """
    named = Moment(f"{year}年", year)
    ways = [named] * 3
    if scene.covered == year:
        ways += [Moment("全年", year if scene.dated else None, True)] * 3
    elif scene.covered is None:
        word = {
            scene.base: "今年",
            scene.base - 1: rng.choice(["去年", "上年"] if scene.kind == "work" else ["去年"]),
        }.get(year)
        if word:
            ways += [Moment(word, year if scene.dated else None, True)] * 4
    words = [way for way in ways if way.relative]
    return rng.choice(words if words and scene.plain else ways)


PARTS = (
    ("上半年", "H1"), ("一季度", "Q1"), ("前三季度", "Q3"), ("1至6月", "H1"), ("1—9月", "Q3"), ("上半年", "H1"),
)  # fmt: skip


def say_part(scene: Scene, rng: Random) -> Moment:
    """A part of the report's year."""
    words, part = rng.choice(PARTS)
    lead = Moment(f"{scene.base}年", scene.base)
    if rng.random() < 0.5:
        lead = Moment("今年", scene.base if scene.dated else None, True)
    return Moment(lead.text + words, lead.year, lead.relative, part)


def say_end(moment: Moment, rng: Random) -> str:
    """The end of that year."""
    if moment.text == "全年":
        return "年末"
    return moment.text + rng.choice(["末", "底"])


def own_suffix(text: str, place: Place) -> str:
    """全县, 县长 and the like as a 区, a 市 or a 旗 has them."""
    last = place.name[-1]
    if last == "县":
        return text
    for word in ("全县", "该县", "我县"):
        text = text.replace(word, word[0] + last)
    return text.replace("，县长", f"，{last}长").replace("县政府", f"{last}政府").replace("县里", f"{last}里")
