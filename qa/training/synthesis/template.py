"""The language of the sentence frames, and how a frame becomes a sentence with marked spans.

`(a|b)` one of them, `(a)?` perhaps, `<a、b、c、d>` three to five of them in any order, `{#20-300}` a number (with a
decimal point in the range: one decimal), `{slot}` what the caller fills in, `[key:…]` a span that answers.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

CLOSING = {"(": ")", "<": ">", "[": "]", "{": "}"}

Fill = Callable[[str], str]
"""The text of a slot."""


@dataclass(slots=True)
class Written:
    """A sentence in the making; `marks` are (key, start, end) in characters, slots among them by their name."""

    text: str = ""
    marks: list[tuple[str, int, int]] = field(default_factory=list)


def write(frame: str, rng: Random, fill: Fill) -> Written:
    """Write a frame out.

    >>> write("茶园[n:{#5-5}亩]，{who}种", Random(0), {"who": "老王"}.__getitem__).marks
    [('n', 2, 4), ('who', 5, 7)]
    """
    out = Written()
    _write(frame, rng, fill, out)
    return out


def _write(frame: str, rng: Random, fill: Fill, out: Written) -> None:
    at = 0
    while at < len(frame):
        opening = frame[at]
        if opening not in CLOSING:
            out.text += opening
            at += 1
            continue
        end = _closing(frame, at)
        inner = frame[at + 1 : end]
        at = end + 1
        if opening == "(":
            if at < len(frame) and frame[at] == "?":
                at += 1
                inner = rng.choice([inner, ""])
            _write(rng.choice(_options(inner)), rng, fill, out)
        elif opening == "<":
            out.text += enumeration(inner.split("、"), rng)
        elif opening == "[":
            key, _, body = inner.partition(":")
            start = len(out.text)
            _write(body, rng, fill, out)
            out.marks.append((key, start, len(out.text)))
        elif inner.startswith("#"):
            out.text += number(inner[1:], rng)
        else:
            start = len(out.text)
            out.text += fill(inner)
            out.marks.append((inner, start, len(out.text)))


def _closing(frame: str, at: int) -> int:
    """The bracket that closes the one at `at`; only its own kind is counted."""
    depth = 0
    for i in range(at, len(frame)):
        depth += (frame[i] == frame[at]) - (frame[i] == CLOSING[frame[at]])
        if depth == 0:
            return i
    raise ValueError(f"frame {frame!r}: {frame[at]!r} at character {at} is never closed")


def _options(inner: str) -> list[str]:
    return inner.split("|")


def enumeration(items: list[str], rng: Random) -> str:
    """Three to five of the items, in any order, joined as Chinese lists are."""
    return "、".join(rng.sample(items, rng.randint(3, max(3, min(5, len(items))))))


def number(spec: str, rng: Random) -> str:
    """A figure of a range such as `20-300` or `0.5-6.2`; large whole ones are round more often than not."""
    low, high = (float(part) for part in spec.split("-"))
    if "." in spec:
        return f"{rng.uniform(low, high):.1f}"
    value = rng.randint(int(low), int(high))
    if value >= 100 and rng.random() < 0.4:
        value -= value % 10
    return str(max(value, int(low)))
