"""Sentences about indicators: value, growth, rank, aim, of one place and year, or of two years."""

import re
from functools import cache
from random import Random

from index.records import Place
from qa.training.synthesis.facts import Fact, Piece
from qa.training.synthesis.indicators import Indicator, asks_of, indicators
from qa.training.synthesis.scene import ORDINALS, Moment, Scene, say_end, say_part, say_year
from qa.training.synthesis.template import write
from qa.training.synthesis.world import World, is_dev, lines, plain


@cache
def frames(dev: bool) -> tuple[tuple[str, str], ...]:
    """(kinds, sentence) of a split."""
    pairs = (line.split("|", 1) for line in lines("figures"))
    return tuple((kinds, frame) for kinds, frame in pairs if is_dev(frame) == dev)


def figure_piece(
    scene: Scene,
    one: Indicator,
    place: Place,
    name: str,
    year: int,
    *,
    world: World,
    told: frozenset[str] = frozenset(),
) -> Piece:
    """A sentence on an indicator of `place`, called `name`, in `year`; others of its domain may stand beside it.

    Frames that were `told` are used again only where no other suits; empty where none does.
    """
    rng = world.rng
    allowed = [
        frame for kinds, frame in frames(world.dev) if one.kind in kinds and _fits(frame, scene, name, one)
    ]
    allowed = [frame for frame in allowed if frame not in told] or allowed
    if not allowed:
        return Piece("")
    return Sentence(world, scene, one, place, name=name, year=year).write(rng.choice(allowed))


BOASTS = re.compile(
    "GOAL|NEXT|见证|单看|净增|有所|FT|ROUND|RANK|PCT|SHARE|AVG|实现|新高|最好|新台阶|振奋|亮点|稳中|坚持|勠力|高于"
)
NOMINAL = re.compile(
    "NEXT|总量|单看|的预期|安排|确保|要增长|实现|完成|RANK|SHARE|AVG|PT|FT|共有|[由从增速、]\\{I|\\{I2?\\}[为从由已、增]|[、，]\\{I2|GOAL|增速达|现有|保持|发布|首次"
)
"""Frames in which a name of what is done reads badly: 实现改造老旧小区."""


def _fits(frame: str, scene: Scene, name: str, one: Indicator) -> bool:
    if (one.bad and BOASTS.search(frame)) or (one.verbal and NOMINAL.search(frame)):
        return False
    aims = "{GOAL}" in frame or "{FT}" in frame or "{NEXT}" in frame
    if aims and scene.kind == "bulletin":
        return False
    if scene.kind == "plan" and not aims and "{TE}" not in frame:
        return False
    if "市平均" in frame or "全市" in frame:
        return name[-1] != "市"
    return True


class Sentence:
    """Fills one frame about one indicator."""

    def __init__(
        self, world: World, scene: Scene, one: Indicator, place: Place, *, name: str, year: int
    ) -> None:
        self.rng, self.scene, self.place, self.year = world.rng, scene, place, year
        self.called = name
        kin = [
            other
            for other in indicators()
            if other.domain == one.domain
            and (other.kind, other.bad, other.verbal) == (one.kind, one.bad, one.verbal)
        ]
        kin = [other for other in kin if other != one]
        self.all = [one, *self.rng.sample(kin, min(2, len(kin)))]
        self.values = [other.draw(self.rng) for other in self.all]
        self.rate = self.rng.uniform(0.6, 14.5)
        self.end_year = max(scene.base + self.rng.randint(1, 3), 2025 if scene.kind == "plan" else 0)

    def write(self, frame: str) -> Piece:
        """The sentence with its facts. A frame that needs more indicators than there are keeps the first only."""
        while len(self.all) < 3:
            self.all.append(self.all[-1])
            self.values.append(self.values[-1])
        self.moment = self._moment(frame)
        self.before = self._year_before()
        if self.called.startswith("全") and BY_NAME.search(frame):
            self.called = self.place.name
        written = write(frame, self.rng, self._fill)
        names = [mark for mark in written.marks if mark[0] in ATTRS]
        facts = [self._fact(*mark, written.text, frame) for mark in names]
        unique = {(fact.subject, fact.attr, fact.year): fact for fact in reversed(facts)}
        if len(unique) < len(facts):
            return Piece("")
        return Piece(written.text, tuple(facts), "", frame, self.place.name)

    def _moment(self, frame: str) -> Moment:
        if "{GOAL}" in frame and "{NT}" not in frame:
            return Moment("今年", self.scene.base if self.scene.dated else None, True)
        if "{T}" not in frame and "{TE}" not in frame:
            if self.scene.kind in ("bulletin", "work", "plan"):
                return Moment("", None)  # 目前 of a report on last year may be either
            self.year = self.scene.base
            return Moment("", self.scene.base if self.scene.dated else None, True)
        flow = self.all[0].kind == "F" and not any(
            mark in frame for mark in ("{PT}", "{FT}", "{AVG}", "年度", "全年", "全市", "一年来")
        )
        if flow and self.scene.kind in ("news", "compare") and self.rng.random() < 0.3:
            return say_part(self.scene, self.rng)
        moment = say_year(self.scene, self.year, self.rng)
        clash = moment.text == "全年" and ("全年" in frame or "{PT}" in frame)
        if clash or (moment.text == "今年" and "{TE}" in frame):
            return Moment(f"{self.year}年", self.year)
        return moment

    def _year_before(self) -> Moment:
        return Moment(f"{self.year - 1}年", self.year - 1)

    def _fill(self, slot: str) -> str:
        index = int(slot[-1]) - 1 if slot[-1] in "23" else 0
        one, value = self.all[index], self.values[index]
        head = slot.rstrip("23")
        made = {
            "T": lambda: self.moment.text,
            "TE": lambda: say_end(self.moment, self.rng),
            "P": lambda: self.called,
            "I": lambda: self.rng.choice((one.name, one.name, *one.aliases)),
            "V": lambda: one.text(value),
            "PV": lambda: one.text(value * (1 - 0.01 * self.rate)),
            "PT": lambda: self.before.text,
            "FT": lambda: f"{self.end_year}年",
            "FV": lambda: one.text(min(value * self.rng.uniform(1.05, 1.4), 99.9 if one.unit == "%" else 1e12)),
            "NT": lambda: f"{self.scene.base}年",
            "ROUND": lambda: f"{_rounded(value)}{one.unit}",
            "NEXT": lambda: f"{self.scene.base + 1}年",
            "RANK": lambda: self.rng.choice(ORDINALS[:8]),
            "D": lambda: f"{self.rng.uniform(0.2, 4.8):.1f}个百分点",
            "N": lambda: one.text(value * self.rng.uniform(0.01, 0.09) + 1),
            "PCT": lambda: f"{self.rng.uniform(90, 122):.1f}%",
        }  # fmt: skip
        if head in made:
            return made[head]()
        return (
            f"{self.rng.choice([self.rng.uniform(0.6, 16.5), float(self.rng.randint(2, 12))]):.1f}%".replace(
                ".0%", "%"
            )
        )

    def _fact(self, slot: str, start: int, end: int, text: str, frame: str) -> Fact:
        one = self.all[int(slot[-1]) - 1 if slot[-1] in "23" else 0]
        attr = ATTRS[slot]
        if slot == "RANK":
            start, end = start - 1, end + text.startswith("位", end)
            attr = "growthrank" if "增速位居" in frame else "rank"
        if slot == "D" and ("比前三季度" in frame or "高于全市" in frame):
            attr = "gap"
        year, part, relative = self.moment.year, self.moment.part, self.moment.relative
        if slot == "PV":
            year, part, relative = self.before.year, "", False
        elif slot in ("FV",):
            year, part, relative = self.end_year, "", False
        elif slot.startswith("GOAL") and "{NT}" in frame:
            year, part, relative = self.scene.base, "", False
        elif slot == "NEXTG":
            year, part, relative = self.scene.base + 1, "", False
        elif slot == "AVG":
            year, relative = None, False
        asks = asks_of(one, attr) if attr != "gap" else ()
        return Fact(
            self.place.name,
            year,
            one.name,
            attr,
            start,
            end,
            frame,
            asks,
            part,
            relative,
            dated=slot != "AVG",
        )


BY_NAME = re.compile(r"从\{P\}|\{P\}(?:统计|发改|有关|相关|的|提出|把)")
"""Frames in which the place is called by name: 记者从全县有关部门获悉 is not said."""


def _rounded(value: float) -> int:
    """The round number just passed: 60 for 63.2, 23000 for 23321."""
    step = 10 ** max(0, len(str(int(value))) - (2 if value >= 1000 else 1))
    return max(1, int(value // step * step))


ATTRS = {
    "V": "value", "V2": "value", "V3": "value", "PV": "value", "FV": "target", "G": "growth", "G2": "growth", "G3": "growth",
    "L": "decline", "D": "change", "N": "added", "GOAL": "goal", "GOAL2": "goal", "AVG": "average", "RANK": "rank",
    "PCT": "done", "SHARE": "share", "L2": "decline", "NEXTG": "next",
}  # fmt: skip
"""Slots that are facts, and the attribute they tell."""


def place_words(scene: Scene, rng: Random, first: bool) -> str:
    """How a sentence calls the report's own place: by name where nothing else tells it."""
    name = scene.place.name
    if first and not scene.headed:
        return name
    last = name[-1]
    ways = [name, name, plain(name), f"全{last}", f"全{last}"]
    if scene.kind in ("bulletin", "work"):
        ways = [name, f"全{last}", f"全{last}", f"我{last}"]
    return rng.choice(ways)
