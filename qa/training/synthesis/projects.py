"""Sentences about projects: money, land, dates, people, reasons, each a fact under the attribute's name."""

import re
from functools import cache
from random import Random

from qa.training.synthesis.facts import Fact, Piece
from qa.training.synthesis.scene import Scene
from qa.training.synthesis.template import enumeration, write
from qa.training.synthesis.world import Project, World, is_dev, lines

PUBLIC = {"invest", "area", "floor", "start", "restart", "due", "progress", "invested", "duration", "site", "lead", "grant",
          "commander", "J", "P", "plan", "co", "machines", "trouble", "haltreason", "yearplan", "date"}  # fmt: skip
"""Slots that a hospital or a road may have too."""

FIGURES = {
    "invest": ("{}亿元", 1.2, 86), "area": ("{}亩", 36, 1600), "floor": ("{}万平方米", 1.5, 46), "output": ("{}亿元", 1.5, 120),
    "tax": ("{}万元", 600, 9800), "jobs": ("{}人", 80, 3600), "invested": ("{}亿元", 0.4, 30), "progress": ("{}%", 8, 96),
    "first": ("{}亿元", 0.8, 26), "second": ("{}亿元", 0.8, 40), "firstline": ("{}万元", 900, 9800), "addedinvest": ("{}亿元", 0.5, 9),
    "lines": ("{}条生产线", 2, 18), "duration": ("{}个月", 8, 46), "quick": ("{}天", 18, 96), "capital": ("{}万元", 1000, 20000),
    "coal": ("{}万吨", 0.5, 12), "yield": ("{}万元/亩", 12, 60), "yearplan": ("{}亿元", 0.5, 9), "team": ("{}名干部", 6, 46),
    "ownshare": ("{}%", 30, 70), "othershare": ("{}%", 30, 70), "grant": ("{}万元", 200, 9000),
}  # fmt: skip
LISTS = {
    "markets": "华东、华南、东南亚、欧洲、北美、西南、日韩、中东",
    "parts": "研发楼、生产车间、仓储中心、职工宿舍、污水处理站、展示中心、检测中心、冷库、综合办公楼、配套道路",
}
DEVICES = re.compile(
    "汽车|装备|轴承|电池|电子|组件|家电|无人机|机器人|器械|LED|农机|箱包|用品|服装|家居|储能|阀门|半导体"
)
FOODS = re.compile("茶|预制菜|食品|粮油|饮|香菇|养殖|食用菌|肉牛|医药")
PRODUCTS = {
    "device": "减速器、控制器、传感器、电机壳体、连接器、精密齿轮、散热模组、整机外壳、线束、驱动模块",
    "food": "速食粥、调味酱、功能饮料、休闲小食、代餐粉、养生茶、冻干果蔬、即食汤包、伴手礼盒",
    "other": "高强板材、防水卷材、过滤材料、绝缘膜、复合型材、环保颗粒、保温板、装饰面板",
}
CAPACITIES = {
    "device": ("万台", "万套", "万件"),
    "food": ("吨", "万吨", "万箱"),
    "other": ("万吨", "万平方米", "吨"),
}
MACHINES = ("挖掘机、运输车", "塔吊和混凝土泵车", "渣土车、压路机")


@cache
def frames(dev: bool, public: bool) -> tuple[str, ...]:
    """The sentences of a split, of those that suit public works or factories."""
    return tuple(
        line for line in lines("projects") if is_dev(line) == dev and (not public or _suits_public(line))
    )


def _suits_public(frame: str) -> bool:
    slots = set(re.findall(r"\{(\w+)\}", frame))
    return slots <= PUBLIC and not re.search("投产|签约|企业|达产|工业|落户|产业|选择", frame)


@cache
def wordings() -> dict[str, tuple[str, ...]]:
    """Ways to ask, by attribute; `attr^`: answered by the sentence; `!`: by nothing."""
    return {
        key: tuple(ways.split("/"))
        for key, _, ways in (line.partition(":") for line in lines("project_questions"))
    }


@cache
def reasons() -> dict[str, tuple[str, ...]]:
    """Clauses that give a reason, by attribute."""
    return {
        key: tuple(ways.split("|")) for key, _, ways in (line.partition("=") for line in lines("reasons"))
    }


def project_piece(world: World, scene: Scene, project: Project, frame: str, known: dict[str, str]) -> Piece:
    """The sentence of a frame about a project, with a fact for every attribute that has questions.

    `known` holds what was told of the project before, and takes in what is told now.
    """
    filler = _Filler(world, scene, project, known)
    written = write(frame, world.rng, filler)
    facts: list[Fact] = []
    for slot, start, end in written.marks:
        facts += _facts(scene, project, slot, (start, end), frame)
    return Piece(written.text, tuple(facts), "", frame, scene.place.name)


def _facts(scene: Scene, project: Project, slot: str, at: tuple[int, int], frame: str) -> list[Fact]:
    attrs = [name for name in (slot, f"{slot}^") if name in wordings() and name != "!"]
    if "合作建设" in frame and slot == "co":
        return []
    return [
        Fact(
            scene.place.name, None, project.name, attr, *at, frame, asks_of(project.name, attr), named=True, whole=attr.endswith("^")
        )
        for attr in attrs
    ]  # fmt: skip


def asks_of(name: str, attr: str) -> tuple[str, ...]:
    """Questions about an attribute of a project (`!`: about what no frame tells)."""
    suffix = (
        ""
        if name.endswith(("项目", "期", "站", "院", "路", "桥", "场", "厂", "园", "区", "心", "园"))
        else "项目"
    )
    return tuple(
        way.replace("{J}", called) for way in wordings()[attr] for called in {name: 0, name + suffix: 0}
    )


class _Filler:
    """Fills the slots of one sentence about one project; a slot has one value for each project."""

    def __init__(self, world: World, scene: Scene, project: Project, known: dict[str, str]) -> None:
        self.world, self.scene, self.project, self.made = world, scene, project, known
        name = project.name
        self.sort = "device" if DEVICES.search(name) else "food" if FOODS.search(name) else "other"

    def __call__(self, slot: str) -> str:
        if slot not in self.made:
            self.made[slot] = self._make(slot)
        return self.made[slot]

    def _make(self, slot: str) -> str:
        rng = self.world.rng
        made = self._figure(slot) or self._plain(slot)
        if made:
            return made
        if slot in LISTS:
            return enumeration(LISTS[slot].split("、"), rng)
        return rng.choice(reasons()[slot]) if slot in reasons() else self.world.pick(slot)

    def _figure(self, slot: str) -> str:
        rng = self.world.rng
        if slot in ("invested", "first", "second", "addedinvest", "yearplan"):
            return self._part_of_investment(slot)
        if slot == "othershare":
            return f"{100 - int(self('ownshare').removesuffix('%'))}%"
        if slot in ("start", "sign", "done", "restart", "date", "due"):
            return self._date(slot)
        return figure(slot, rng) if slot in FIGURES else ""

    def _plain(self, slot: str) -> str:
        rng = self.world.rng
        if slot == "products":
            return enumeration(PRODUCTS[self.sort].split("、"), rng)
        plain = {
            "J": self.project.name,
            "P": self.scene.place.name,
            "co": self.project.company,
            "machines": rng.choice(MACHINES),
            "lead": self.world.person(),
            "commander": self.world.person(),
            "site": self._site(rng),
            "capacity": f"{rng.randint(2, 90)}{rng.choice(CAPACITIES[self.sort])}",
        }
        return plain.get(slot, "")

    def _months(self) -> int:
        return int(self("duration").removesuffix("个月"))

    def _part_of_investment(self, slot: str) -> str:
        """Never more than the whole, and what is done by the progress."""
        rng = self.world.rng
        whole = float(self("invest").removesuffix("亿元"))
        share = {"first": 0.4, "second": 0.6}.get(slot, rng.uniform(0.1, 0.4))
        if slot in ("invested", "yearplan"):
            share = float(self("progress").removesuffix("%")) / 100 * (1.04 if slot == "yearplan" else 1)
        return f"{max(0.01, whole * share):.2f}".rstrip("0").rstrip(".") + "亿元"

    def _site(self, rng: Random) -> str:
        town, park = self.world.pick("town"), self.world.pick("park")
        return rng.choice([town, f"{town}{self.world.pick('village')}", park, self.scene.place.name + park])

    def _date(self, slot: str) -> str:
        rng, base = self.world.rng, self.scene.base
        begun = re.match(r"(\d{4})年(\d+)月", self.made.get("start", ""))
        if slot in ("due", "done") and begun:
            return _month(int(begun[1]), int(begun[2]), self._months())
        ended = re.match(r"(\d{4})年(\d+)月", self.made.get("done", self.made.get("due", "")))
        if slot in ("start", "sign") and ended:
            return _month(int(ended[1]), int(ended[2]), -self._months() - (slot == "sign"))
        if slot == "due":
            year = base + rng.randint(0, 2)
            return rng.choice(
                [
                    f"{year}年{rng.randint(6, 12)}月",
                    f"{year}年底",
                    f"{year}年上半年" if year > base else f"{year}年12月底",
                ]
            )
        year = base - (rng.random() < 0.3)
        month, day = rng.randint(1, 12), rng.randint(1, 28)
        full = f"{year}年{month}月{day}日"
        return rng.choice([full, full, f"{year}年{month}月", f"{month}月{day}日" if year == base else full])


def _month(year: int, month: int, later: int) -> str:
    """A month so many months later, or earlier: `_month(2022, 11, 3)` is 2023年2月."""
    months = year * 12 + month - 1 + later
    return f"{months // 12}年{months % 12 + 1}月"


def figure(slot: str, rng: Random) -> str:
    """A figure of an attribute; the smaller the range, the more decimals."""
    pattern, low, high = FIGURES[slot]
    value = rng.uniform(low, high)
    whole = pattern.startswith(("{}亩", "{}人", "{}条", "{}个", "{}天", "{}名", "{}%", "{}万元"))
    if whole or rng.random() < 0.3:
        number = max(1, round(value))
        if number > 200:
            number -= number % 10
        return pattern.format(number)
    return pattern.format(f"{value:.{rng.choice([1, 1, 2])}f}".rstrip("0").rstrip("."))
