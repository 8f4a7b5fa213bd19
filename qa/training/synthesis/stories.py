"""Stories of county life: blocks of sentences with marked spans, their questions, and questions they do not answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from index.records import Place
from qa.training.synthesis.facts import Fact, Piece, sentence
from qa.training.synthesis.scene import Moment, Scene, own_suffix, say_year
from qa.training.synthesis.template import write
from qa.training.synthesis.world import World, is_dev, lines, plain

POOLS = {
    "adj": "二次四分 定时定点 两桶一袋 户分村集 积分兑换".split(),
    "river": "清水河 白龙江 青溪 沙河 玉带河 黄泥河 梅溪 柳河 双江 洛溪".split(),
    "rail": "沿江高速 兴安 川东 渝北 赣西 皖南 鲁西 北部湾".split(),
    "spot": "云台谷 仙女湖 石林峡 千丈岩 白云山 龙潭 古茶山 桃花溪 百瀑沟 天池".split(),
    "street": "南门 状元 东关 临河 老码头 钟楼 青石板 文庙".split(),
    "fest": "桃花节 采茶节 丰收节 民俗文化节 油菜花节 龙舟节 樱花节 美食节".split(),
    "crop": "黄茶 贡米 香菇 脐橙 板栗 苦荞 红薯粉条 柿饼 蜜桃 山核桃 黑木耳 小米 腊肉 苹果 枸杞 核桃".split(),
    "town2": "城西 北环 滨江 南郊 青龙 白沙 云峰 东湾".split(),
    "bank": "县农商银行 县农业银行 县邮储银行 县建设银行".split(),
    "unit1": ["头", "只", "万斤"],
    "ord": list("一二三四五六七"),
    "ordn": ["三", "五", "六", "八", "九", "十一", "十二", "十五", "十七"],
}  # fmt: skip


LASTING = re.compile("曾经|每年|如一日|从艺|年来")
"""What is not of one year, even where its sentence names one."""


@dataclass(frozen=True, slots=True)
class Story:
    """A block: its domain and topic, its text, (key, questions) and the questions it leaves open."""

    domain: str
    topic: str
    text: str
    asks: tuple[tuple[str, tuple[str, ...]], ...]
    misses: tuple[str, ...]


@cache
def stories(dev: bool) -> tuple[Story, ...]:
    """The blocks of a split."""
    made: list[list[str]] = []
    for name in ("stories_1", "stories_2", "stories_3", "stories_4"):
        for line in lines(name):
            made.append([line]) if line.startswith("@") else made[-1].append(line)
    return tuple(story for story in map(_parse, made) if is_dev(story.topic) == dev)


def _parse(block: list[str]) -> Story:
    domain, _, topic = block[0][1:].partition(" ")
    text = "".join(line for line in block[1:] if line[:2] not in ("? ", "! "))
    asks = [line[2:].partition(": ") for line in block if line.startswith("? ")]
    misses = tuple(way for line in block if line.startswith("! ") for way in line[2:].split("/"))
    return Story(domain, topic, text, tuple((key, tuple(ways.split("/"))) for key, _, ways in asks), misses)


def story_piece(world: World, scene: Scene, story: Story, place: Place, *, year: int, first: bool) -> Piece:
    """The story as told of `place` in `year`."""
    filler = _Filler(world, scene, place, year, first)
    filler.text = story.text
    written = write(story.text, world.rng, filler)
    text = written.text
    if len(own_suffix(text, place)) != len(text):
        raise ValueError(f"story {story.topic!r}: another suffix changes its length")
    text = own_suffix(text, place)
    where = {key: (start, end) for key, start, end in reversed(written.marks)}
    times = [(start, end) for key, start, end in written.marks if key in ("T", "NT")]
    facts: list[Fact] = []
    for key, ways in story.asks:
        start, end = where[key.removesuffix("^")]
        asked = tuple(_fill_question(way, filler) for way in ways)
        bounds = sentence(text, start, end)
        dated = bool(re.search(r"\d", text[start:end])) and any(bounds[0] <= t[0] < bounds[1] for t in times)
        dated = dated and not LASTING.search(text, *bounds)
        moment = filler.moment
        facts.append(
            Fact(place.name, moment.year if dated else None, story.topic, key, start, end, story.topic, asked, "",
                 moment.relative, dated, named="{" in "".join(ways).replace("{P}", ""), whole=key.endswith("^"))
        )  # fmt: skip
    misses = tuple(_fill_question(way, filler) for way in story.misses)
    return Piece(text, tuple(facts), story.topic, story.topic, place.name, misses)


def _fill_question(way: str, filler: "_Filler") -> str:
    filler.asking = True
    made = write(way, filler.world.rng, filler).text
    filler.asking = False
    return own_suffix(made, filler.place)


class _Filler:
    """One value for each slot of one story; the place is called as the text before it allows."""

    def __init__(self, world: World, scene: Scene, place: Place, year: int, first: bool) -> None:
        self.world, self.scene, self.place, self.first = world, scene, place, first
        self.moment: Moment = say_year(scene, year, world.rng)
        self.year, self.asking, self.text = year, False, ""
        self.made: dict[str, str] = {}

    def __call__(self, slot: str) -> str:
        if slot == "PS":
            return plain(self.place.name)
        if slot == "P":
            return self._place(self.world.rng)
        if slot not in self.made:
            self.made[slot] = self._make(slot, self.world.rng)
        return self.made[slot]

    def _place(self, rng: Random) -> str:
        if self.asking:
            return plain(self.place.name)
        if self.first:
            self.first = False
            return self.place.name
        return rng.choice([self.place.name] * 4 + [plain(self.place.name)] * 2)

    def _make(self, slot: str, rng: Random) -> str:
        if slot in POOLS:
            return str(rng.choice(POOLS[slot]))
        made: dict[str, Callable[[], str]] = {
            "T": lambda: self.moment.text,
            "NT": lambda: self.moment.text,
            "YEAR": lambda: str(rng.randint(self.year - 18, self.year - 2)),
            "date": lambda: self._date(rng),
            "person": self.world.person,
            "person2": self.world.person,
            "co": lambda: self.world.company(self.place),
        }
        return made[slot]() if slot in made else self.world.pick(slot)

    def _date(self, rng: Random) -> str:
        day = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
        if self.moment.relative and self.moment.text != "全年":
            return (
                f"{self.moment.text}{day}" if self.moment.text in ("今年", "去年") else f"{self.year}年{day}"
            )
        self.moment = Moment(f"{self.year}年", self.year)
        return f"{self.year}年{day}"
