"""What a sentence says, and whether a passage answers a question about it.

Everything that decides a label is decided here, over facts, never over wording: a question asks for one attribute
of one subject, of a place and of a year where it names them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

NEAR = (
    {"growth", "goal"}, {"growth", "decline"}, {"growth", "average"}, {"value", "target"}, {"value", "added"},
    {"rank", "growthrank"}, {"start", "restart"}, {"done", "due"}, {"lead", "commander"}, {"invest", "first"},
    {"invest", "second"}, {"first", "firstline"}, {"second", "addedinvest"}, {"invested", "yearplan"},
    {"invest", "yearplan"}, {"reason", "quickreason"}, {"duration", "quick"}, {"invest", "invested"}, {"capital", "invest"},
    {"tax", "yield"}, {"goal", "target"}, {"growth", "added"}, {"growth", "change"}, {"decline", "added"}, {"goal", "next"},
    {"growth", "next"}, {"done", "done^"}, {"due", "done^"}, {"start", "start^"},
)  # fmt: skip
"""Attributes so near that a fact of one may be taken for an answer about the other: no label is given then."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Characters [start, end) say the `attr` of `subject`, of `place`, in `year` (None: unsaid) or a `part` of it.

    `relative`: the year is told by 今年 or 去年 and so by the header. `names` call the subject, `asks` are questions
    about the attribute without place and time. `whole`: the sentence answers. `dated`: a question may name the year.
    """

    place: str
    year: int | None
    subject: str
    attr: str
    start: int
    end: int
    frame: str
    asks: tuple[str, ...]
    part: str = ""
    relative: bool = False
    dated: bool = False
    named: bool = False
    whole: bool = False

    def moved(self, by: int) -> "Fact":
        """The same fact, `by` characters later."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or a few, with the facts in it. `misses` are questions on its topic that it does not answer."""

    text: str
    facts: tuple[Fact, ...] = ()
    topic: str = ""
    frame: str = ""
    place: str = ""
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as facts know it; `place` empty and `year` None: not named."""

    subject: str
    attr: str
    place: str = ""
    year: int | None = None
    part: str = ""


def answers(asked: Asked, facts: Iterable[Fact]) -> list[Fact]:
    """The facts that answer a question."""
    return [
        fact
        for fact in facts
        if fact.subject == asked.subject
        and fact.attr == asked.attr
        and asked.place in ("", fact.place)
        and (asked.year is None or (asked.year, asked.part) == (fact.year, fact.part))
    ]


def unsure(asked: Asked, facts: Iterable[Fact]) -> bool:
    """Whether some fact might be taken for an answer: a near attribute, a part of the year, a year not said."""
    for fact in facts:
        if fact.subject != asked.subject or asked.place not in ("", fact.place):
            continue
        same_time = asked.year is None or fact.year is None or asked.year == fact.year
        exact = asked.year is None or (asked.year, asked.part) == (fact.year, fact.part)
        if same_time and fact.attr != asked.attr and {fact.attr, asked.attr} in NEAR:
            return True
        if fact.attr == asked.attr and same_time and not exact:
            return True
    return False


def computable(asked: Asked, facts: Iterable[Fact]) -> bool:
    """Whether a growth that no sentence tells could be worked out from values of two years."""
    values = {fact.year for fact in facts if fact.subject == asked.subject and fact.attr == "value"}
    return asked.attr in ("growth", "decline", "change", "added") and len(values) > 1


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around [start, end), with the quotation mark that closes it.

    >>> sentence("甲。乙建成了。丙", 2, 3)
    (2, 7)
    """
    first = max(text.rfind(mark, 0, start) for mark in "。！？；\n") + 1
    stops = [at for mark in "。！？；\n" if (at := text.find(mark, end)) >= 0]
    last = min(stops) + 1 if stops else len(text)
    while first < start and text[first] in "”’」\n":
        first += 1
    return first, last - (text[last - 1] == "\n")


def spans(text: str, facts: Sequence[Fact]) -> list[tuple[int, int]]:
    """Where the facts stand: their own span, or their sentence."""
    return [sentence(text, fact.start, fact.end) if fact.whole else (fact.start, fact.end) for fact in facts]
