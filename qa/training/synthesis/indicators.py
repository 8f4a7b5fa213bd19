"""The catalogue of indicators: names, units, plausible values, and how they are asked about."""

from dataclasses import dataclass
from functools import cache
from random import Random

from qa.training.synthesis.world import lines


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of `indicators.txt`; `kind` is F (flow), S (stock) or R (rate).

    `bad`: nothing that a report boasts of or aims at; `verbal`: named by what is done (改造老旧小区).
    """

    domain: str
    name: str
    aliases: tuple[str, ...]
    unit: str
    low: float
    high: float
    decimals: int
    kind: str
    own: tuple[str, ...]
    bad: bool = False
    verbal: bool = False

    def text(self, value: float, *, grouped: bool = False) -> str:
        """A value as a report writes it."""
        low = 0.0 if self.low >= 0 else self.low
        body = f"{max(value, low):,.{self.decimals}f}" if grouped else f"{max(value, low):.{self.decimals}f}"
        return body + self.unit

    def draw(self, rng: Random) -> float:
        """A value that such a county may have."""
        high = min(self.high, 100.0) if self.unit == "%" and self.name != "居民消费价格指数" else self.high
        return float(rng.uniform(self.low, high))


@cache
def indicators() -> tuple[Indicator, ...]:
    """The catalogue, in the order of its file."""
    return tuple(_indicator(line.split(";")) for line in lines("indicators"))


def _indicator(parts: list[str]) -> Indicator:
    domain, name, aliases, unit, span, decimals, kind, own = parts
    at = span.index("-", 1)
    other = tuple(filter(None, aliases.split(",")))
    low, high = float(span[:at]), float(span[at + 1 :])
    return Indicator(domain, name, other, unit, low, high, int(decimals), kind[0], tuple(filter(None, own.split("/"))),
                     "N" in kind, "X" in kind)  # fmt: skip


@cache
def wordings() -> dict[str, tuple[str, ...]]:
    """Ways to ask, by attribute."""
    return {
        key: tuple(ways.split("/"))
        for key, _, ways in (line.partition("|") for line in lines("figure_questions"))
    }


def asks_of(one: Indicator, attr: str) -> tuple[str, ...]:
    """The questions about an attribute of an indicator, without place and time, by each of its names."""
    key = "valueR" if attr == "value" and one.kind == "R" and one.unit == "%" else attr
    made = [
        way.replace("{U}", one.unit).replace("{I}", name)
        for way in wordings()[key]
        for name in (one.name, *one.aliases)
    ]
    if one.unit in ("微克/立方米", "‰", "%"):
        made = [way for way in made if f"几{one.unit}" not in way and f"多少{one.unit}" not in way]
    return (*made, *one.own * 2) if attr == "value" else tuple(made)
