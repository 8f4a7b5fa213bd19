"""What became of each source that was added, in words and as HTML. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from index.records import Added
from ui.i18n import Language, say

LINES = 200
"""Fates shown at once: those that failed before those that went well."""
_STEADY = 2.0
"""Seconds after which a rate means something."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far an addition is: `done` of `total` sources, the one being read, and the seconds it has taken so far."""

    done: int
    total: int
    current: str = ""
    seconds: float = 0.0


def intake(fates: Sequence[Added], pace: Pace, language: Language) -> str:
    """How far it is, or the sum at the end, and the fate of each source so far; at the end they can be folded away."""
    shown = _shown(fates)
    left = len(fates) - len(shown)
    rest = f"<li>{escape(say(language, 'fates_left_out', count=left))}</li>" if left else ""
    lines = "".join(_fate(one, language) for one in shown)
    # A long list scrolls, which a keyboard can only do where it can get to it.
    listed = (
        f'<ul tabindex="0" aria-label="{escape(say(language, "fates"))}">{lines}{rest}</ul>' if fates else ""
    )
    if pace.done < pace.total:
        return f'<div class="xw-intake">{_going(fates, pace, language)}{listed}</div>'
    summary = f"<summary>{_sum(fates, pace, language)}</summary>"
    return f'<div class="xw-intake"><details open>{summary}{listed}</details></div>'


def reason(one: Added, language: Language) -> str:
    """Why a source failed and what to do about it; empty where it did not fail."""
    return one.error_zh if language == "zh" and one.error_zh else one.error


def notice(text: str, bad: bool = False) -> str:
    """One line to a person, in the place of the intake."""
    return f'<div class="xw-intake"><div class="xw-notice{" xw-error" if bad else ""}">{escape(text)}</div></div>'


def also(replaced: int, similar: int, language: Language) -> list[str]:
    """Lines on what was new text of a known source, and what was another's story once more."""
    counts = {"summary_replaced": replaced, "summary_similar": similar}
    return [say(language, key, count=count) for key, count in counts.items() if count]


def rate(count: float, seconds: float, language: Language) -> str:
    """Sources a second, or a minute where that is less than one.

    >>> rate(30, 10, "zh"), rate(1, 10, "zh")
    ('3.0 份/秒', '6.0 份/分')
    """
    each = count / seconds
    return say(language, "rate", rate=each) if each >= 1 else say(language, "rate_slow", rate=each * 60)


def duration(seconds: float, language: Language) -> str:
    """A time as a person says it.

    >>> duration(59.6, "zh"), duration(7300, "zh")
    ('1 分 0 秒', '2 小时 1 分')
    """
    whole = round(seconds)
    if whole < 60:
        return say(language, "seconds", seconds=whole)
    if whole < 3600:
        return say(language, "minutes", minutes=whole // 60, seconds=whole % 60)
    return say(language, "hours", hours=whole // 3600, minutes=whole % 3600 // 60)


def name(one: Added, language: Language) -> str:
    """What became of a source, in one word."""
    return say(language, _kind(one))


def detail(one: Added, language: Language) -> str:
    """What it became, or why not; without its own name, which stands before it."""
    if one.document is None:
        return reason(one, language).removeprefix(one.source).lstrip("：: ")
    title, kind = one.document.about.title, _kind(one)
    if kind == "unchanged":
        return title
    return say(language, f"{kind}_detail", title=title, chunks=one.document.chunks)


def _shown(fates: Sequence[Added]) -> list[Added]:
    """In their order: failures first of all must not be lost in a long list, then the latest."""
    if len(fates) <= LINES:
        return list(fates)
    failed = [at for at, one in enumerate(fates) if one.status == "failed"][:LINES]
    others = [at for at, one in enumerate(fates) if one.status != "failed"]
    room = LINES - len(failed)
    return [fates[at] for at in sorted([*failed, *(others[-room:] if room else ())])]


def _going(fates: Sequence[Added], pace: Pace, language: Language) -> str:
    words = say(language, "adding", done=pace.done + 1, total=pace.total, name=pace.current)
    bar = f'<progress max="{pace.total}" value="{pace.done}"></progress>'
    small = escape(" · ".join(_speed(len(fates), pace, language)))
    return f'<div class="xw-progress"><span>{escape(words)}</span>{bar}<small>{small}</small></div>'


def _speed(through: int, pace: Pace, language: Language) -> list[str]:
    """How long it has taken and, once that can be said, how fast it goes and how long it still takes."""
    if pace.seconds < _STEADY:
        return []
    parts = [say(language, "elapsed", time=duration(pace.seconds, language))]
    if through > pace.done:  # the members of an archive: how many there are is known at its end
        parts.append(say(language, "through", count=through))
    if through:
        parts.append(rate(through, pace.seconds, language))
    if pace.done:
        left = pace.seconds / pace.done * (pace.total - pace.done)
        parts.append(say(language, "time_left", time=duration(left, language)))
    return parts


def _sum(fates: Sequence[Added], pace: Pace, language: Language) -> str:
    tally = {
        status: sum(one.status == status for one in fates) for status in ("added", "unchanged", "failed")
    }
    replaced, similar = sum(bool(one.replaced) for one in fates), sum(one.similar for one in fates)
    small = also(replaced, similar, language)
    if pace.seconds >= _STEADY and fates:
        small += [
            say(language, "took", time=duration(pace.seconds, language)),
            rate(len(fates), pace.seconds, language),
        ]
    more = f"<small>{escape(' · '.join(small))}</small>" if small else ""
    return f'<span class="xw-progress"><b>{escape(say(language, "summary", **tally))}</b>{more}</span>'


def _fate(one: Added, language: Language) -> str:
    return (
        f'<li class="xw-{_kind(one)}"><span class="xw-status">{escape(name(one, language))}</span>'
        f"<span><b>{escape(one.source)}</b> {escape(detail(one, language))}</span></li>"
    )


def _kind(one: Added) -> str:
    """The status, or what says more."""
    if one.status == "failed":
        return "failed"
    if one.similar:
        return "similar"
    return "replaced" if one.replaced else one.status
