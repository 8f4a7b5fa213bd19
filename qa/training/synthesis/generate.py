"""The mixture: own reports and national ones, without repeats, no frame asked too often, answered and not in balance."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from qa.training.synthesis.ask import Asker
from qa.training.synthesis.nearmiss import Made
from qa.training.synthesis.passages import draw_report
from qa.training.synthesis.world import World

OWN, NATIONAL = "synthetic_county", "national_reports"
NATIONAL_SHARE = 0.1
UNANSWERED = 0.45
"""Share of the examples that nothing in their passage answers."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An example before it has its number."""

    source: str
    header: str
    title: str
    context: str
    question: str
    answers: tuple[tuple[int, int], ...]
    kind: str
    frame: str
    pair: int = 0

    def record(self, name: str) -> dict[str, Any]:
        """The line of the file; `kind` and `frame` tell how it was made."""
        return {
            "id": name,
            "source": self.source,
            "title": self.title,
            "header": self.header,
            "context": self.context,
            "question": self.question,
            "answers": [{"text": self.context[a:b], "start": a} for a, b in self.answers],
            "is_impossible": not self.answers,
            "kind": self.kind,
            "frame": self.frame,
            "pair": self.pair,
        }


def own(seed: int, dev: bool) -> Iterator[Drawn]:
    """Examples of invented county reports, without end."""
    world = World(Random(f"{seed} {'dev' if dev else 'train'}"), dev)
    asker = Asker(world)
    while True:
        report = draw_report(world, chunks=3)
        for passage in report:
            for made in asker.ask(passage, [other for other in report if other is not passage]):
                yield _drawn(made)


def _drawn(made: Made) -> Drawn:
    scene = made.passage.scene
    header = scene.header if scene.headed else ""
    return Drawn(
        OWN,
        header,
        scene.title,
        made.passage.text,
        made.question,
        made.answers,
        made.kind,
        made.frame,
        made.pair,
    )


def balanced(stream: Iterator[Drawn], count: int, seen: set[tuple[str, str, str]]) -> list[Drawn]:
    """`count` examples, `UNANSWERED` of them without answer, none of them twice; fewer if the stream ends."""
    room = {False: round(count * UNANSWERED), True: count - round(count * UNANSWERED)}
    kept: list[Drawn] = []
    for drawn in stream:
        key = (drawn.question, drawn.header, drawn.context)
        has = bool(drawn.answers)
        if room[has] and key not in seen:
            seen.add(key)
            room[has] -= 1
            kept.append(drawn)
        if not any(room.values()):
            break
    return kept


def paired(stream: Iterator[Drawn], pairs: int) -> list[Drawn]:
    """`pairs` near-miss pairs: of one fact, a question that its passage answers and one that it does not."""
    kept: list[Drawn] = []
    seen: set[tuple[str, str, str]] = set()
    waiting: Drawn | None = None
    while len(kept) < 2 * pairs:
        drawn = next(stream)
        key = (drawn.question, drawn.header, drawn.context)
        if waiting and drawn.pair == waiting.pair and key not in seen:
            seen |= {key, (waiting.question, waiting.header, waiting.context)}
            kept += [waiting, drawn]
        waiting = drawn if drawn.pair and drawn.answers and key not in seen else None
    return kept


def synthesise(out: Path, reports: Sequence[Path], seed: int, count: int, dev: bool) -> dict[str, Any]:
    """Write `count` examples to `out` and say what they are. The same arguments write the same bytes.

    The dev split is `count` // 2 near-miss pairs from frames and cities that train never uses, and what the
    national reports set aside for it give.
    """
    from qa.training.synthesis.national import national

    seen: set[tuple[str, str, str]] = set()
    split = "dev" if dev else "train"
    lent = list(national(reports, Random(f"{seed} national"), dev)) if reports else []
    rng = Random(f"{seed} mixture {split}")
    rng.shuffle(lent)
    made = balanced(iter(lent), min(round(count * NATIONAL_SHARE), len(lent)), seen)
    if dev:
        made += paired(own(seed, dev), (count - len(made) + 1) // 2)
    else:
        made += balanced(own(seed, dev), count - len(made), seen)
    rng.shuffle(made)
    with out.open("w", encoding="utf-8") as file:
        for number, drawn in enumerate(made):
            line = drawn.record(f"{drawn.source}-{split}-{seed}-{number:05d}")
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return summary(made)


def summary(made: Sequence[Drawn]) -> dict[str, Any]:
    """Counts by source and kind, how many frames, and the share of the twenty most used."""
    by_frame = Counter(drawn.frame for drawn in made)
    top = sum(n for _, n in by_frame.most_common(20))
    return {
        "examples": len(made),
        "sources": dict(Counter(drawn.source for drawn in made)),
        "kinds": dict(Counter(drawn.kind for drawn in made).most_common()),
        "frames": len(by_frame),
        "top 20 frames": round(top / max(1, len(made)), 4),
        "passages": len({(drawn.header, drawn.context) for drawn in made}),
    }
