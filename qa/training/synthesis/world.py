"""Who and where: real counties, invented companies, projects and people, all drawn from a seed."""

import re
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from index import places
from index.places import short_name
from index.records import Place

FRAMES = Path(__file__).parent / "frames"
DEV_SHARE = 0.15
"""Of frames and of cities, what only the dev split uses."""


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a file of frames, without comments."""
    text = (FRAMES / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def pools() -> dict[str, tuple[str, ...]]:
    """Words by kind."""
    return {name: tuple(words.split()) for name, _, words in (line.partition("=") for line in lines("pools"))}


def is_dev(key: str) -> bool:
    """Whether a frame or a city belongs to the dev split: by its checksum, so that adding others moves none."""
    return zlib.crc32(key.encode()) % 100 < DEV_SHARE * 100


@cache
def cities(dev: bool) -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """Cities of a split with at least four counties whose names, also in short, no other division bears."""
    every = places.divisions().values()
    known = Counter(place.name for place in every) + Counter(plain(place.name) for place in every)
    by_city: defaultdict[str, list[Place]] = defaultdict(list)
    for place in every:
        alone = known[place.name] == 1 + (plain(place.name) == place.name) and known[plain(place.name)] <= 2
        alone = alone and (known[plain(place.name)] == 1 or plain(place.name) == place.name)
        usual = len(place.code) == 6 and place.city and 3 <= len(place.name) <= 7 and UNITS.search(place.name)
        if alone and usual:
            by_city[place.city].append(place)
    return tuple(
        (city, tuple(found)) for city, found in by_city.items() if len(found) >= 4 and is_dev(city) == dev
    )


UNITS = re.compile("(?<![新园矿发])区$|[县市旗]$")


@dataclass(frozen=True, slots=True)
class Project:
    """An invented project and its company."""

    name: str
    company: str
    public: bool


class World:
    """Draws names. The same seed draws the same ones."""

    def __init__(self, rng: Random, dev: bool) -> None:
        self.rng, self.dev = rng, dev

    def county(self) -> tuple[Place, list[Place]]:
        """A county, more often a 县 than not, and the others of its city."""
        _, counties = self.rng.choice(cities(self.dev))
        pool = [place for place in counties if place.name.endswith("县")]
        chosen = self.rng.choice(pool if pool and self.rng.random() < 0.8 else counties)
        return chosen, [place for place in counties if place != chosen]

    def pick(self, pool: str) -> str:
        """A word of a pool."""
        return self.rng.choice(pools()[pool])

    def person(self) -> str:
        """A name that belongs to nobody in particular."""
        return self.pick("surname") + self.pick("given")

    def company(self, place: Place, brand: str = "") -> str:
        """A company by its brand, with or without the place and the form."""
        brand = brand or self.pick("brand")
        front = self.rng.choice(["", "", short_name(place.name), short_name(place.province)])
        form = [
            "集团",
            "科技有限公司",
            "有限公司",
            "实业有限公司",
            "股份有限公司",
            "公司",
            "农业发展有限公司",
        ]
        return front + brand + self.rng.choice(form)

    def project(self, place: Place, *, public: bool = False, phased: bool = True) -> Project:
        """A project: a factory under its brand, perhaps a phase of it, or public works under the county's name."""
        if public:
            return Project(short_name(place.name) + self.pick("infra"), self.company(place), True)
        brand = self.pick("brand")
        phase = self.rng.choice(["", "", "", "一期", "二期"]) if phased else ""
        name = brand + self.thing() + phase
        return Project(name, self.company(place, brand), False)

    def thing(self) -> str:
        """A product and the kind of works for it: 光伏组件产业园."""
        product = self.pick("product")
        kinds = [
            kind for kind in pools()["projecttype"] if not (SERVICE.search(product) and MADE.search(kind))
        ]
        return product + self.rng.choice(kinds)


SERVICE = re.compile("(加工|处理|养殖|物流|利用|发电|封装|建筑|工厂化)$")
MADE = re.compile("加工|制造|生产|工厂")


def plain(name: str) -> str:
    """A county's name as people say it: without suffix where two characters are left, a 旗 by its whole name."""
    short = short_name(name)
    return short if len(short) >= 2 and not name.endswith("旗") else name
