"""What cleaning left out of a report, as HTML beside its facts: how much, why, and the very lines. Pure functions.

All of it comes from documents, and of it what nobody was meant to see: everything is escaped here, nothing runs.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import get_args

from index.orders import orders
from index.records import RemovalReason, Removed
from ui.i18n import Language, say

SHOWN = 200
"""Lines that are listed of one reason."""
_CHARS = 300
"""Characters shown of one line; a hidden part of a page may be as long as a report."""
_REASONS: tuple[RemovalReason, ...] = get_args(RemovalReason)


def panel(removed: Sequence[Removed] | None, text: str, language: Language) -> str:
    """What was left out of a report's source, by reason, and what of its stored `text` is no evidence; closed at first.

    None says that it was not recorded.
    """
    ordered = [text[start:end] for start, end in orders(text)]
    if removed is None and not ordered:
        return f'<p class="xw-uncleaned">{_say(language, "cleaned_unrecorded")}</p>'
    if not removed and not ordered:
        return f'<p class="xw-uncleaned">{_say(language, "cleaned_nothing")}</p>'
    groups = [_group(reason, _of(removed or (), reason), language) for reason in _REASONS]
    if removed is None:
        groups.append(f'<p class="xw-small">{_say(language, "cleaned_unrecorded")}</p>')
    kept = _group("ordered", ordered, language, tag="span")
    head = _say(language, "cleaned", count=len(removed or ()))
    if ordered:
        head += _say(language, "cleaned_and_ordered", count=len(ordered))
    return (
        f'<details class="xw-cleaned"><summary>{head}</summary><div>'
        f'<p class="xw-small">{_say(language, "cleaned_note")}</p>{"".join(groups)}{kept}</div></details>'
    )


def _of(removed: Iterable[Removed], reason: RemovalReason) -> list[str]:
    return [one.text for one in removed if one.reason == reason]


def _group(name: str, lines: Sequence[str], language: Language, tag: str = "del") -> str:
    """The lines of a reason under its name, equal ones once with how often they stood there."""
    if not lines:
        return ""
    told = Counter(lines)
    items = "".join(
        f'<li><{tag} lang="zh">{escape(_short(line))}</{tag}>{f" ×{times}" if times > 1 else ""}</li>'
        for line, times in list(told.items())[:SHOWN]
    )
    left = len(told) - SHOWN
    more = f"<li>{_say(language, 'cleaned_more', count=left)}</li>" if left > 0 else ""
    return (
        f'<section class="xw-cleaned-{name}"><h3>{_say(language, f"cleaned_{name}")} · {len(lines)}</h3>'
        f"<ul>{items}{more}</ul></section>"
    )


def _short(line: str) -> str:
    line = line.lstrip("# ") or line  # the sign of a heading says nothing here
    return line if len(line) <= _CHARS else f"{line[:_CHARS]}…"


def _say(language: Language, key: str, **values: object) -> str:
    return escape(say(language, key, **values))
