"""Conversations as the browser keeps them: written to text, read back, listed. Pure functions.

They are kept in the browser alone, so what comes back is anybody's text: what does not hold is taken for nothing.
"""

import json
import math
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from qa.records import Answer
from ui.i18n import Language, say
from ui.render import Exchange

KEPT = 20
"""Conversations that a browser keeps; the oldest make room. `store.js` holds to the same."""
MAX_EXCHANGES = 60
MAX_CHARACTERS = 200_000
"""Of one conversation as text: KEPT of them lie within what browsers grant a site."""
_MAX_OFFSET = 10**9
_MAX_TITLE = 80
_ID = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is kept of a conversation, oldest exchange first; `owner` is who was logged in, empty where nobody is."""

    id: str
    exchanges: tuple[Exchange, ...]
    owner: str = ""
    version: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class Head:
    """A line of the list: `when` is the time of the last exchange, as the browser writes it."""

    id: str
    title: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the browser sends when the page opens: the conversation that was shown last, as text, and the list."""

    shown: str = ""
    heads: tuple[Head, ...] = ()


def new_id() -> str:
    """A name for a conversation that nobody guesses."""
    return secrets.token_hex(8)


def written(name: str, exchanges: Sequence[Exchange], owner: str = "") -> str:
    """A conversation as text; what is too long loses its oldest exchanges, and is empty where the last alone is."""
    kept = list(exchanges)[-MAX_EXCHANGES:]
    while kept:
        text = _adapter().dump_json(Conversation(name, tuple(kept), owner)).decode()
        if len(text) <= MAX_CHARACTERS:
            return text
        kept = kept[1:]
    return ""


def read(text: object, owner: str = "") -> Conversation | None:
    """The owner's conversation out of what `written` made; None for anything else. An answer that grew was stopped.

    >>> read('{"id": "x"}') is None
    True
    """
    if not isinstance(text, str) or not 0 < len(text) <= MAX_CHARACTERS:
        return None
    try:
        kept = _adapter().validate_json(text, strict=True)
    except ValidationError:
        return None
    if not _ID.fullmatch(kept.id) or kept.owner != owner or not 0 < len(kept.exchanges) <= MAX_EXCHANGES:
        return None
    if not all(_sound(one) for one in kept.exchanges):
        return None
    ended = (replace(one, state="stopped") if one.state == "running" else one for one in kept.exchanges)
    return replace(kept, exchanges=tuple(ended))


def opening(text: object, owner: str = "") -> Opening:
    """What the browser says it keeps for the owner; nothing where that does not hold."""
    said = _parsed(text)
    if not isinstance(said, dict):
        return Opening()
    shown = said.get("shown")
    return Opening(shown if isinstance(shown, str) else "", _heads(said.get("heads"), owner))


def heads(text: object, owner: str = "") -> tuple[Head, ...]:
    """The owner's lines of the list out of what the browser sends; those that do not hold are left out."""
    return _heads(_parsed(text), owner)


def listing(lines: Sequence[Head], current: str, language: Language) -> str:
    """The list as HTML: each to reopen or to delete, and all to delete."""
    note = f'<p class="xw-small">{_say(language, "kept_note")}</p>'
    if not lines:
        return f'<p class="xw-small">{_say(language, "kept_none")}</p>{note}'
    rows = "".join(_line(one, one.id == current, language) for one in lines)
    every = _armed("xw-drop-all", "kept_delete_all", "kept_delete_all_sure", "", language)
    return f'<ul class="xw-kept">{rows}</ul><div class="xw-kept-foot">{note}{every}</div>'


def _line(one: Head, current: bool, language: Language) -> str:
    here = ' aria-current="true"' if current else ""
    delete = _armed("xw-drop", "kept_delete", "kept_delete_sure", one.title, language)
    return (
        f'<li data-id="{one.id}"><button type="button" class="xw-reopen"{here}><span>{escape(one.title)}</span>'
        f"<small>{escape(one.when)}</small></button>{delete}</li>"
    )


def _armed(name: str, key: str, sure: str, title: str, language: Language) -> str:
    """A button that asks once more in place before it does anything."""
    plain = _say(language, key)
    label = f' aria-label="{plain}: {escape(title)}"' if title else ""
    confirm = _say(language, sure)
    return f'<button type="button" class="{name}"{label} data-plain="{plain}" data-confirm="{confirm}">{plain}</button>'


def _parsed(text: object) -> object:
    if not isinstance(text, str) or len(text) > 2 * MAX_CHARACTERS:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _heads(said: object, owner: str) -> tuple[Head, ...]:
    found = (_head(one, owner) for one in (said[:KEPT] if isinstance(said, list) else ()))
    return tuple(one for one in found if one)


def _head(said: object, owner: str) -> Head | None:
    if not isinstance(said, Mapping) or said.get("owner", "") != owner:
        return None
    name, title, when = (said.get(key) for key in ("id", "title", "when"))
    if not isinstance(name, str) or not isinstance(title, str) or not _ID.fullmatch(name):
        return None
    return Head(name, title[:_MAX_TITLE].strip() or "…", when[:_MAX_TITLE] if isinstance(when, str) else "")


def _sound(one: Exchange) -> bool:
    """Whether the numbers of an exchange make sense; their types do already."""
    return 0 <= one.searched < _MAX_OFFSET and (one.answer is None or _sound_answer(one.answer))


def _sound_answer(answer: Answer) -> bool:
    return (
        0 <= answer.confidence <= 1
        and all(
            0 <= one.start <= one.end < _MAX_OFFSET and 0 < one.page < _MAX_OFFSET for one in answer.citations
        )
        and all(math.isfinite(row.value) for row in answer.table)
        and all(0 < at <= len(answer.citations) for row in answer.table for at in row.citations)
    )


def _say(language: Language, key: str) -> str:
    return escape(say(language, key))


@cache
def _adapter() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)
