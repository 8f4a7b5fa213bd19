"""Questions put to a passage: those that one of its facts answers, and near them those that none does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from qa.training.synthesis.facts import Asked, Fact, answers, spans, unsure
from qa.training.synthesis.nearmiss import Made, NearMisses, placed
from qa.training.synthesis.passages import Passage
from qa.training.synthesis.scene import Scene
from qa.training.synthesis.wording import phrase
from qa.training.synthesis.world import World
from qa.understand import answer_kind


class Asker:
    """Asks of passages; counts how often each frame was asked so that none is asked too often."""

    def __init__(self, world: World) -> None:
        self.rng, self.misses = world.rng, NearMisses(world)
        self.used: Counter[tuple[str, str]] = Counter()
        self.pairs = 0

    def ask(self, passage: Passage, beside: Sequence[Passage]) -> list[Made]:
        """Up to three questions with an answer, and near them up to three without."""
        made: list[Made] = []
        for fact in self._targets(passage.facts, 3):
            found = self.positive(passage, fact)
            made += [found] if found else []
            ways = [
                self.misses.wrong_year,
                self.misses.other_place,
                self.misses.other_attribute,
                self.misses.reheaded,
                self.misses.other_subject,
            ]
            self.rng.shuffle(ways)
            first = self.misses.reheaded if self.rng.random() < 0.6 else self.misses.wrong_year
            ways.sort(key=lambda way: way != first)
            missed = next(filter(None, (way(passage, fact) for way in ways)), None)
            if missed and self.rng.random() < 0.2:
                missed = None
            made += [missed] if missed else []
            if found and missed:
                self.pairs += 1
                made[-2:] = [replace(found, pair=self.pairs), replace(missed, pair=self.pairs)]
        made += self.two_headers(passage)
        beyond = list(self.misses.neighbours(passage, beside))
        left = list(self.misses.open_questions(passage))
        made += self.rng.sample(left, min(len(left), 1))
        made += self.rng.sample(beyond, min(len(beyond), self.rng.choice([0, 1, 1])))
        return made

    def _targets(self, facts: Sequence[Fact], n: int) -> list[Fact]:
        """Facts to ask about: those that were asked least before the others, sentences, reasons, lists and names before figures."""
        told = [fact for fact in facts if fact.asks]
        chosen: list[Fact] = []
        for fact in sorted(
            told, key=lambda f: (self.used[f.frame, f.attr] + 1) * self.rng.uniform(0.5, 1.5) * _weight(f)
        ):
            if len(chosen) < n and all((fact.frame, fact.attr) != (old.frame, old.attr) for old in chosen):
                chosen.append(fact)
        self.used.update((fact.frame, fact.attr) for fact in chosen)
        return chosen

    def positive(self, passage: Passage, fact: Fact) -> Made | None:
        """A question that this fact answers and no other does otherwise."""
        for place, year in self._manners(passage.scene, fact):
            elsewhere = fact.place != passage.scene.place.name and not fact.named
            if (place and not placed(passage, place)) or (elsewhere and not place):
                continue
            asked = Asked(fact.subject, fact.attr, place, year, fact.part if year else "")
            found = answers(asked, passage.facts)
            texts = {passage.text[a:b] for a, b in spans(passage.text, found)}
            if fact in found and len(texts) == 1 and not unsure(asked, passage.facts):
                rivals = [
                    f
                    for f in passage.facts
                    if f.attr == fact.attr
                    and (f.subject, f.place, f.year) != (fact.subject, fact.place, fact.year)
                ]
                kind = "distractor" if any(self._rival(fact, other) for other in rivals) else "answered"
                marks = tuple(trimmed(passage.text, *span) for span in spans(passage.text, [fact, *found]))
                question = phrase(self.rng, self.rng.choice(fact.asks), replace(asked, part=fact.part))
                return Made(question, passage, tuple(dict.fromkeys(marks)), kind, fact.frame)
        return None

    def _rival(self, fact: Fact, other: Fact) -> bool:
        return other.subject == fact.subject or (fact.named and other.named)

    def _manners(self, scene: Scene, fact: Fact) -> list[tuple[str, int | None]]:
        """What of place and year a question names, in the order to try."""
        year = fact.year if fact.dated else None
        likely, less = [(fact.place, year), (fact.place, None)], [("", year), ("", None)]
        if fact.named:
            likely, less = [("", None), (fact.place, None)], [(fact.place, year)]
        self.rng.shuffle(likely)
        self.rng.shuffle(less)
        return [*less, *likely] if self.rng.random() < 0.25 else [*likely, *less]

    def two_headers(self, passage: Passage) -> list[Made]:
        """A question of a year, and the same text under its own header, which answers, and under another, which does not."""
        likely = [
            fact
            for fact in passage.facts
            if fact.relative and fact.dated and fact.year is not None and fact.asks
        ]
        for fact in self.rng.sample(likely, min(2, len(likely))):
            asked = Asked(fact.subject, fact.attr, fact.place, fact.year, fact.part)
            missed = self.misses.reheaded(passage, fact)
            if missed and answers(asked, passage.facts) == [fact] and not unsure(asked, passage.facts):
                self.pairs += 1
                marks = tuple(trimmed(passage.text, *span) for span in spans(passage.text, [fact]))
                found = Made(missed.question, passage, marks, "distractor", fact.frame, self.pairs)
                return [found, replace(missed, pair=self.pairs)]
        return []


def _weight(fact: Fact) -> float:
    """Below 1 for what is asked before figures."""
    if fact.whole:
        return 0.2
    return 1.0 if answer_kind(fact.asks[0]) == "figure" else 0.3


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a full stop or quotation marks at the edges."""
    while end > start and text[end - 1] in "。；，\n ”！？":
        end -= 1
    while start < end and text[start] in "“\n ，":
        start += 1
    return start, end
