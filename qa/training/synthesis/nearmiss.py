"""Questions that nothing in a passage answers, made from a fact of it: another year, place, attribute, subject, header.

Each is checked against every fact of the passage; where one might be taken for an answer there is no question.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.training.synthesis.facts import Asked, Fact, answers, computable, sentence, unsure
from qa.training.synthesis.indicators import Indicator, asks_of, indicators
from qa.training.synthesis.passages import Passage, related_name
from qa.training.synthesis.projects import asks_of as project_asks
from qa.training.synthesis.projects import wordings as project_wordings
from qa.training.synthesis.wording import phrase
from qa.training.synthesis.world import World, plain

RELATIVE = re.compile("今年|去年|上年|全年|年末")
"""Words whose year is the header's; 目前 alone does not tell a year well enough to deny another."""


@dataclass(frozen=True, slots=True)
class Made:
    """A question with its passage: characters of the answers, none if it has none; `kind` says how it was made.

    Two of one `pair` (above 0) were made of one fact, one with an answer and one without.
    """

    question: str
    passage: Passage
    answers: tuple[tuple[int, int], ...]
    kind: str
    frame: str
    pair: int = 0


class NearMisses:
    """Makes questions without an answer, by the draws of its world."""

    def __init__(self, world: World) -> None:
        self.world, self.rng = world, world.rng

    def none(self, passage: Passage, asked: Asked, body: str, kind: str, frame: str) -> Made | None:
        """The question, where really nothing in the passage answers it."""
        if answers(asked, passage.facts) or unsure(asked, passage.facts) or computable(asked, passage.facts):
            return None
        return Made(phrase(self.rng, body, asked), passage, (), kind, frame)

    def wrong_year(self, passage: Passage, fact: Fact) -> Made | None:
        """The same of another year."""
        if not fact.dated or fact.year is None:
            return None
        year = fact.year + self.rng.choice([-3, -2, -1, -1, 1, 1, 2])
        place = fact.place if self.rng.random() < 0.8 else ""
        asked = Asked(fact.subject, fact.attr, place, year, fact.part)
        return self.none(passage, asked, self.rng.choice(fact.asks), "wrong year", fact.frame)

    def other_place(self, passage: Passage, fact: Fact) -> Made | None:
        """The same of another county of the city, or of the city."""
        here = passage.scene
        names = [other.name for other in here.sisters if not named_in(other.name, passage.text)]
        if not placed(passage, fact.place) or (fact.named and not here.headed):
            return None
        if (
            by_name(fact.subject)
            and here.place.city
            and here.place.name != here.place.city
            and here.place.city not in passage.text
        ):
            names.append(here.place.city)
        if not names:
            return None
        name, body = self.rng.choice(names), self.rng.choice(fact.asks)
        for own in (fact.place, plain(fact.place)):
            body = body.replace(own, name)
        year = fact.year if fact.dated and self.rng.random() < 0.6 else None
        asked = Asked(fact.subject, fact.attr, name, year, fact.part if year else "")
        if plain(fact.place) in body:
            return None
        return self.none(passage, asked, body, "other place", fact.frame)

    def other_attribute(self, passage: Passage, fact: Fact) -> Made | None:
        """Something else about the same indicator, project or story."""
        year = fact.year if fact.dated and self.rng.random() < 0.5 else None
        place = fact.place if self.rng.random() < 0.6 else ""
        one = by_name(fact.subject)
        if one:
            pool = (
                ["value", "growth", "rank", "share", "goal", "target"]
                if one.kind != "R"
                else ["value", "change", "rank", "target"]
            )
            attr = self.rng.choice([other for other in pool if other != fact.attr])
            if attr in ("goal", "target"):
                year = None
            asks: tuple[str, ...] = asks_of(one, attr)
        elif fact.attr.rstrip("^") in project_wordings():
            attr = self.rng.choice(
                [*(k for k in project_wordings() if k[-1] != "^" and k != fact.attr), "!", "!", "!", "!"]
            )
            asks, year = project_asks(fact.subject, attr), None
        else:
            open_ways = [
                way
                for way, piece in passage.misses
                if piece.frame == fact.frame and piece.place == fact.place
            ]
            if not open_ways:
                return None
            attr, asks, year = "!", tuple(open_ways), None
        asked = Asked(fact.subject, attr, place, year, fact.part if year else "")
        return self.none(passage, asked, self.rng.choice(asks), "other attribute", fact.frame)

    def other_subject(self, passage: Passage, fact: Fact) -> Made | None:
        """The same attribute of an indicator that sounds alike, of another project, of another phase."""
        one = by_name(fact.subject)
        if one:
            alike = [
                other
                for other in indicators()
                if other.domain == one.domain and other != one and not mentioned(other, passage.text)
            ]
            alike = sorted(alike, key=lambda other: -len(set(other.name) & set(one.name)))[:4]
            attr = fact.attr if fact.attr in ("value", "growth") else "value"
            alike = [other for other in alike if attr == "value" or other.kind != "R"]
            if not alike:
                return None
            other = self.rng.choice(alike)
            year = fact.year if fact.dated and self.rng.random() < 0.6 else None
            asked = Asked(other.name, attr, fact.place, year, fact.part if year else "")
            return self.none(
                passage, asked, self.rng.choice(asks_of(other, attr)), "other indicator", fact.frame
            )
        if not fact.named or fact.attr.rstrip("^") not in project_wordings():
            return None
        name = self._other_project(fact.subject, passage)
        asked = Asked(name, fact.attr, fact.place if self.rng.random() < 0.4 else "")
        return self.none(
            passage, asked, self.rng.choice(project_asks(name, fact.attr)), "other project", fact.frame
        )

    def _other_project(self, name: str, passage: Passage) -> str:
        phases = [
            phase
            for phase in ("一期", "二期", "三期")
            if phase not in passage.text and "两期" not in passage.text
        ]
        if phases and self.rng.random() < (0.6 if name.endswith("期") else 0.15):
            return re.sub("[一二三]期$", "", name) + self.rng.choice(phases)
        name = related_name(name, self.rng, self.world)
        return name if name not in passage.text else self.world.pick("brand") + self.world.thing()

    def reheaded(self, passage: Passage, fact: Fact) -> Made | None:
        """The same question and text under the header of another year: 今年 is no longer the year that was asked."""
        scene = passage.scene
        if not (scene.headed and fact.relative and fact.dated and fact.year is not None):
            return None
        first, last = sentence(passage.text, fact.start, fact.end)
        if not RELATIVE.search(passage.text, first, last):
            return None
        shift = self.rng.choice([-2, -1, -1, 1, 1, 2, 3])
        named = {int(year) for year in re.findall(r"20\d\d(?=年)", passage.text)}
        if fact.year in named or any(year > scene.base + shift for year in named):
            return None
        moved = tuple(replace(f, year=f.year + shift) if f.relative and f.year else f for f in passage.facts)
        other = replace(passage, scene=scene.at(scene.base + shift), facts=moved)
        asked = Asked(fact.subject, fact.attr, fact.place, fact.year, fact.part)
        return self.none(other, asked, self.rng.choice(fact.asks), "other header", fact.frame)

    def neighbours(self, passage: Passage, beside: Sequence[Passage]) -> Iterator[Made]:
        """What a neighbouring chunk of the report answers, and this one does not touch."""
        for other in beside:
            for fact in other.facts:
                one = by_name(fact.subject)
                touched = (
                    mentioned(one, passage.text)
                    if one
                    else fact.subject in passage.text or fact.subject in passage.topics
                )
                if (
                    touched
                    or not fact.asks
                    or any(topic.startswith(fact.subject) for topic in passage.topics)
                ):
                    continue
                year = fact.year if fact.dated and self.rng.random() < 0.5 else None
                asked = Asked(fact.subject, fact.attr, fact.place, year, fact.part if year else "")
                found = self.none(passage, asked, self.rng.choice(fact.asks), "neighbour", fact.frame)
                if found:
                    yield found

    def open_questions(self, passage: Passage) -> Iterator[Made]:
        """False premises and what a story leaves open."""
        for way, piece in passage.misses:
            asked = Asked(piece.topic, "!", piece.place if self.rng.random() < 0.6 else "")
            found = self.none(passage, asked, way, "open", piece.frame)
            if found:
                yield found


def placed(passage: Passage, place: str) -> bool:
    """Whether a reader can tell that the passage is about a place: by its header or by its text."""
    return (passage.scene.headed and place == passage.scene.place.name) or named_in(place, passage.text)


def by_name(subject: str) -> Indicator | None:
    """The indicator of that name."""
    return next((one for one in indicators() if one.name == subject), None)


def mentioned(one: Indicator, text: str) -> bool:
    """Whether a text names an indicator by any of its names."""
    return any(name in text for name in (one.name, *one.aliases))


def named_in(name: str, text: str) -> bool:
    """Whether a place stands in a text by its full or its short name."""
    return name in text or plain(name) in text
