"""Tables as the index writes them: indicators by year, or counties by indicator, a fact in every cell."""

from random import Random

from index.formats.grid import row_line
from index.records import Place
from qa.training.synthesis.facts import Fact, Piece
from qa.training.synthesis.indicators import Indicator, asks_of, indicators
from qa.training.synthesis.scene import Scene
from qa.training.synthesis.world import World

Cell = tuple[str, Indicator | None, str, Place | None, int | None]
"""Text, and where it is a figure: its indicator, attribute, place and year."""


def table_piece(world: World, scene: Scene) -> Piece:
    """A table with its caption: of one county over years, or of the counties of a city."""
    rng = world.rng
    rows = _by_county(world, scene) if scene.kind == "compare" else _by_year(world, scene)
    caption = rng.choice(["表1 ", "附表：", "", "表2  "]) + rows.pop(0)[0][0]
    text = caption + "\n"
    facts: list[Fact] = []
    frame = "table:" + ("counties" if scene.kind == "compare" else "years") + caption[:2]
    for number, row in enumerate(rows):
        at = len(text) + 2  # behind "| "
        for cell, one, attr, place, year in row:
            if one and place:
                asks = asks_of(one, attr)
                facts.append(
                    Fact(place.name, year, one.name, attr, at, at + len(cell), frame, asks, dated=True)
                )
            at += len(cell) + 3
        line = row_line([cell[0] for cell in row])
        text += line + "\n" + ("|" + "---|" * len(row) + "\n" if number == 0 else "")
    return Piece(text, tuple(facts), "table", frame, scene.place.name)


def _plain(text: str) -> Cell:
    return (text, None, "", None, None)


def _number(one: Indicator, value: float, rng: Random) -> str:
    text = one.text(value).removesuffix(one.unit)
    return text or str(rng.randint(1, 9))


def _by_year(world: World, scene: Scene) -> list[list[Cell]]:
    rng = world.rng
    years = [scene.main_year - i for i in range(rng.choice([2, 2, 3]))][::-1]
    chosen = rng.sample([one for one in indicators() if one.kind != "R"], rng.randint(4, 7))
    growth = rng.random() < 0.5
    head = [_plain("指标"), *[_plain(f"{year}年") for year in years]]
    rows = [[_plain(f"{scene.place.name}主要指标完成情况")], [*head, _plain("增长（%）")] if growth else head]
    for one in chosen:
        value = one.draw(rng)
        row = [_plain(f"{one.name}（{one.unit}）")]
        row += [
            (_number(one, value * (0.86 + 0.07 * i), rng), one, "value", scene.place, year)
            for i, year in enumerate(years)
        ]
        if growth:
            row.append((f"{rng.uniform(0.5, 14):.1f}", one, "growth", scene.place, years[-1]))
        rows.append(row)
    return rows


def _by_county(world: World, scene: Scene) -> list[list[Cell]]:
    rng = world.rng
    counties = rng.sample(scene.sisters, min(len(scene.sisters), rng.randint(4, 6)))
    chosen = rng.sample([one for one in indicators() if one.kind == "F"], 2)
    year = scene.base - 1
    rows = [[_plain(f"{year}年{scene.place.name}各县（市、区）主要指标")]]
    rows.append([_plain("县（市、区）"), *[_plain(f"{one.name}（{one.unit}）") for one in chosen]])
    for county in counties:
        row = [_plain(county.name)]
        row += [(_number(one, one.draw(rng), rng), one, "value", county, year) for one in chosen]
        rows.append(row)
    return rows
