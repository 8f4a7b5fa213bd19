"""Passages: pieces of one report put together to the length of a chunk, neighbours of the same report beside them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from index.records import Place
from index.tokens import count
from qa.training.synthesis.facts import Fact, Piece
from qa.training.synthesis.figures import figure_piece, place_words
from qa.training.synthesis.indicators import Indicator, indicators
from qa.training.synthesis.projects import frames as project_frames
from qa.training.synthesis.projects import project_piece
from qa.training.synthesis.scene import Scene, draw_scene, own_suffix
from qa.training.synthesis.stories import stories, story_piece
from qa.training.synthesis.tables import table_piece
from qa.training.synthesis.world import Project, World, lines, plain, pools

SHORTEST, LONGEST = 150, 320
"""Length of a passage in cl100k_base tokens, as the chunker counts."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk of an invented report: its facts by character, the topics it touches, questions it leaves open."""

    scene: Scene
    text: str
    facts: tuple[Fact, ...]
    topics: frozenset[str]
    misses: tuple[tuple[str, Piece], ...]


def draw_report(world: World, chunks: int = 2) -> list[Passage]:
    """Some chunks of one report; no fact is told twice in it."""
    scene = draw_scene(world)
    writer = Writer(world, scene)
    return [passage for _ in range(chunks) if (passage := writer.passage()).facts]


class Writer:
    """Writes the chunks of one report."""

    def __init__(self, world: World, scene: Scene) -> None:
        self.world, self.scene = world, scene
        self.told: set[tuple[str, str, str, int | None, str]] = set()
        self.topics: set[str] = set()
        self.frames: set[str] = set()
        self.fillers = 0
        self.named = False
        self.known: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def passage(self) -> Passage:
        """The next chunk: pieces until the length is reached."""
        rng, scene = self.world.rng, self.scene
        self.fillers, self.named = 0, False
        text = ""
        if scene.dated and not scene.headed:
            text = f"{scene.title}\n{scene.base}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}\n"
        aim, kept = rng.randint(SHORTEST, LONGEST), []
        facts: list[Fact] = []
        used = count(text)
        for piece in self._plan():
            cost = count(piece.text)
            if used + cost > LONGEST or (used + cost > aim and used > SHORTEST):
                if used >= SHORTEST:
                    break
                continue
            if not self._accept(piece):
                continue
            if text and not text.endswith("\n") and (piece.topic == "table" or rng.random() < 0.25):
                text += "\n"
            facts += [fact.moved(len(text)) for fact in piece.facts]
            text += piece.text
            used += cost
            kept.append(piece)
        text = text.rstrip("\n")
        misses = tuple((way, piece) for piece in kept for way in piece.misses)
        return Passage(scene, text, tuple(facts), frozenset(p.topic for p in kept if p.topic), misses)

    def _accept(self, piece: Piece) -> bool:
        """Whether the piece tells nothing that the report has told; if so it is noted."""
        keys = {(fact.place, fact.subject, fact.attr, fact.year, fact.part) for fact in piece.facts}
        loose = {key[:3] for key in self.told if key[3] is None} | {key[:3] for key in keys if key[3] is None}
        again = any(
            key in self.told or (key[:3] in loose and any(old[:3] == key[:3] for old in self.told))
            for key in keys
        )
        if not piece.text or again or (piece.topic and piece.topic in self.topics):
            return False
        self.told |= keys
        self.frames.add(piece.frame)
        self.named = self.named or plain(self.scene.place.name) in piece.text
        if piece.topic:
            self.topics.add(piece.topic)
        return True

    def _plan(self) -> Iterator[Piece]:
        """Pieces without end, in the proportions of the kind of report."""
        kind, rng = self.scene.kind, self.world.rng
        makers = {
            "bulletin": (self._figures, self._figures, self._figures, self._figures, self._series, self._table, self._story),
            "work": (self._figures, self._figures, self._figures, self._series, self._story, self._story, self._project),
            "news": (self._story, self._story, self._story, self._figures, self._filler, self._project, self._sister),
            "projects": (self._project, self._project, self._projects, self._projects, self._figures, self._filler),
            "compare": (self._counties, self._counties, self._counties, self._table, self._filler, self._tales),
            "plan": (self._figures, self._figures, self._filler, self._story),
        }[kind]  # fmt: skip
        for _ in range(40):
            yield from rng.choice(makers)()

    def _domain(self) -> list[Indicator]:
        rng = self.world.rng
        domain = rng.choice(indicators()).domain
        found = [one for one in indicators() if one.domain == domain]
        return rng.sample(found, min(len(found), rng.randint(1, 3)))

    def _figures(self) -> Iterator[Piece]:
        for one in self._domain():
            name = place_words(self.scene, self.world.rng, not self.named)
            yield self._figure(one, self.scene.place, name, self._year())

    def _figure(self, one: Indicator, place: Place, name: str, year: int) -> Piece:
        return figure_piece(self.scene, one, place, name, year, world=self.world, told=frozenset(self.frames))

    def _series(self) -> Iterator[Piece]:
        """One indicator in two or three years: who asks must say which."""
        one = self.world.rng.choice([one for one in indicators() if one.kind != "S"])
        for year in range(self.scene.main_year - self.world.rng.randint(1, 2), self.scene.main_year + 1):
            name = place_words(self.scene, self.world.rng, not self.named)
            yield self._figure(one, self.scene.place, name, year)

    def _sister(self) -> Iterator[Piece]:
        """The same indicator of the county and of another."""
        one, rng = self.world.rng.choice(indicators()), self.world.rng
        year = self._year()
        yield self._figure(one, self.scene.place, self.scene.place.name, year)
        other = rng.choice(self.scene.sisters)
        yield self._figure(one, other, other.name, year)

    def _counties(self) -> Iterator[Piece]:
        rng = self.world.rng
        one = rng.choice(indicators())
        year = self._year()
        for county in rng.sample(self.scene.sisters, min(len(self.scene.sisters), rng.randint(2, 4))):
            yield self._figure(one, county, rng.choice([county.name, plain(county.name)]), year)

    def _tales(self) -> Iterator[Piece]:
        """One story told of two counties."""
        rng = self.world.rng
        story = rng.choice([story for story in stories(self.world.dev) if "{P" in story.text])
        for county in rng.sample(self.scene.sisters, 2):
            piece = story_piece(self.world, self.scene, story, county, year=self._year(), first=True)
            yield replace(piece, topic=f"{piece.topic}@{county.name}", misses=())

    def _year(self) -> int:
        return self.scene.main_year - self.world.rng.choice([0, 0, 0, 0, 1])

    def _story(self) -> Iterator[Piece]:
        known = [
            story
            for story in stories(self.world.dev)
            if self.scene.base >= 2021 or "十四五" not in story.text
        ]
        story = self.world.rng.choice(known)
        first = not self.named and not self.scene.headed
        yield story_piece(self.world, self.scene, story, self.scene.place, year=self._year(), first=first)

    def _project(self) -> Iterator[Piece]:
        """One or two sentences about one project."""
        rng = self.world.rng
        public = rng.random() < 0.2
        pool = project_frames(self.world.dev, public)
        chosen = rng.sample(pool, min(len(pool), rng.choice([1, 1, 2])))
        phased = not any("期投资" in frame for frame in chosen)
        project = self.world.project(self.scene.place, public=public, phased=phased)
        for frame in chosen:
            yield self._of(project, frame)

    def _projects(self) -> Iterator[Piece]:
        """The same sentence about two projects, or two that share attributes."""
        rng = self.world.rng
        pool = project_frames(self.world.dev, False)
        frame = rng.choice(pool)
        for _ in range(2):
            project = self.world.project(self.scene.place, phased="期投资" not in frame)
            yield self._of(project, frame)

    def _of(self, project: Project, frame: str) -> Piece:
        piece = project_piece(self.world, self.scene, project, frame, self.known[project.name])
        seen = {(fact.subject, fact.attr) for fact in piece.facts}
        return piece if not any((key[1], key[2]) in seen for key in self.told) else Piece("")

    def _filler(self) -> Iterator[Piece]:
        line = self.world.rng.choice(lines("fillers"))
        self.fillers += 1
        if self.fillers > 2 or line in self.frames:
            return
        self.frames.add(line)
        yield Piece(own_suffix(line.replace("{P}", self.scene.place.name), self.scene.place))

    def _table(self) -> Iterator[Piece]:
        if not self.world.dev and self.world.rng.random() < 0.6:
            yield table_piece(self.world, self.scene)


def related_name(name: str, rng: Random, world: World) -> str:
    """A project that sounds like another: its brand or its product with something else."""
    kept = next((word for word in sorted(pools()["product"], key=len, reverse=True) if word in name), "")
    alike = world.pick("brand") + name[name.index(kept) :] if kept else name
    return rng.choice([alike, name[:2] + world.thing()])
