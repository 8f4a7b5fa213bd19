"""What stands under an answer as HTML: copy, like or dislike, ask again, change the question, ask on. Pure functions.

The script of the conversation opens and closes what is hidden here; everything is escaped as in `ui.render`.
"""

from collections.abc import Sequence
from html import escape

from ui.feedback import NOTE_CHARS, REASONS, Verdict
from ui.i18n import Language, say
from ui.references import STYLES


def row(key: str, buttons: Sequence[str], said: str, language: Language) -> str:
    """The line of buttons of the exchange `key`, with what came of them; nothing where there are none."""
    if not any(buttons):
        return ""
    label = escape(say(language, "answer_actions"))
    told = f'<span class="xw-said" role="status">{escape(said)}</span>'
    return f'<div class="xw-actions" data-key="{escape(key)}" role="group" aria-label="{label}">{"".join(buttons)}{told}</div>'


def copy_button(key: str, language: Language) -> str:
    """Opens the choice of formats."""
    return _button("copy", language, _opens(f"xw-formats-{key}"))


def formats(key: str, texts: Sequence[str], language: Language) -> str:
    """The choice of formats, one for each of `texts`, in the order of `STYLES`."""
    done, failed = escape(say(language, "copied")), escape(say(language, "copy_failed"))
    buttons = "".join(
        f'<button type="button" class="xw-pick" data-copy="{escape(text)}">'
        f"{escape(say(language, f'copy_{style}'))}</button>"
        for style, text in zip(STYLES, texts, strict=True)
    )
    return (
        f'<div class="xw-panel xw-formats" id="xw-formats-{escape(key)}" data-done="{done}" data-failed="{failed}" '
        f'role="group" aria-label="{escape(say(language, "copy_as"))}" hidden>{buttons}</div>'
    )


def thumbs(key: str, verdict: Verdict | None, busy: bool, language: Language) -> str:
    """Two buttons; the one that was pressed takes it back. Nothing can be said while another answer is coming."""
    up, down = verdict == "up", verdict == "down"
    off = " disabled" if busy else ""
    asks = _opens(f"xw-why-{key}") if not down else ' data-verdict="withdrawn"'
    press = "withdrawn" if up else "up"
    return _button("up", language, f' data-verdict="{press}" aria-pressed="{_flag(up)}"{off}') + _button(
        "down", language, f'{asks} aria-pressed="{_flag(down)}"{off}'
    )


def why(key: str, language: Language) -> str:
    """The form that asks what was wrong; every part of it may be left open."""
    name = escape(f"xw-reason-{key}")
    choices = "".join(
        f'<label><input type="radio" name="{name}" value="{reason}"><span>'
        f"{escape(say(language, f'reason_{reason}'))}</span></label>"
        for reason in REASONS
    )
    note = escape(say(language, "feedback_note"))
    return (
        f'<form class="xw-panel xw-why" id="xw-why-{escape(key)}" data-key="{escape(key)}" hidden>'
        f"<fieldset><legend>{escape(say(language, 'feedback_why'))}</legend>{choices}</fieldset>"
        f'<textarea rows="2" maxlength="{NOTE_CHARS}" aria-label="{note}" placeholder="{note}"></textarea>'
        f'<div class="xw-buttons"><button type="submit">{escape(say(language, "feedback_send"))}</button>'
        f'<button type="button" class="xw-cancel">{escape(say(language, "cancel"))}</button></div></form>'
    )


def again(language: Language) -> str:
    """Ask the last question once more, or change it."""
    return _button("retry", language, " data-again") + _button("edit", language, " data-edit")


def onward(questions: Sequence[str], key: str, language: Language) -> str:
    """Questions to go on with after the exchange `key`; nothing where there are none."""
    if not questions:
        return ""
    buttons = "".join(
        f'<button type="button" class="xw-next" data-ask="{escape(one)}" data-after="{escape(key)}">{escape(one)}</button>'
        for one in questions
    )
    label = escape(say(language, "ask_on"))
    return f'<div class="xw-onward" role="group" aria-label="{label}"><div class="xw-small">{label}</div>{buttons}</div>'


def _button(name: str, language: Language, attributes: str) -> str:
    """A button with its icon, which the style sheet draws, and its word, which a phone leaves to the label."""
    hint = escape(say(language, f"do_{name}_hint"))
    word = escape(say(language, f"do_{name}"))
    return f'<button type="button" class="xw-do xw-do-{name}" title="{hint}" aria-label="{hint}"{attributes}>{word}</button>'


def _opens(panel: str) -> str:
    return f' data-opens="{escape(panel)}" aria-controls="{escape(panel)}" aria-expanded="false"'


def _flag(value: bool) -> str:
    return "true" if value else "false"
