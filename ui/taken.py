"""How a question was taken, as HTML under it: the whole of it, its places and years, the person's filters. Pure.

A whole question that the person did not write so can be put into the box, to be changed and asked.
"""

from collections.abc import Sequence
from html import escape

from index.records import Filters
from qa.records import Answer, Understood
from qa.say import say as said_by_assistant
from ui import filters
from ui.filters import Titles
from ui.i18n import Language, say


def line(on: Filters, answer: Answer | None, title: Titles, language: Language) -> str:
    """The chips under a question; nothing where it was taken as it stands and searched everywhere."""
    understood = answer.understood if answer else None
    chips = _whole(understood, language) + _own(understood, language) + _filters(on, title, language)
    return f'<div class="xw-taken">{chips}</div>' if chips else ""


def notices(answer: Answer) -> tuple[str, ...]:
    """The notices of an answer without the one that its chips say already."""
    if not answer.understood or not answer.understood.rewritten:
        return answer.notices
    whole = answer.understood.question
    said = {said_by_assistant("rewritten", language, question=whole) for language in ("zh", "en")}
    return tuple(one for one in answer.notices if one not in said)


def _whole(understood: Understood | None, language: Language) -> str:
    if not understood or not understood.rewritten:
        return ""
    edit, hint = escape(say(language, "edit")), escape(say(language, "edit_hint"))
    button = f'<button type="button" class="xw-edit" data-whole="{escape(understood.question)}" title="{hint}">{edit}</button>'
    return _chip("taken_whole", [(understood.question, "")], language, "xw-whole") + button


def _own(understood: Understood | None, language: Language) -> str:
    if not understood:
        return ""
    years = (say(language, "year", year=year) for year in understood.years)
    return _chip("taken_own", [(one, "") for one in (*understood.place_names, *years)], language)


def _filters(on: Filters, title: Titles, language: Language) -> str:
    said = [(chip.label, chip.whole) for chip in filters.chips(on, title, language)]
    return _chip("taken_filter", said, language, "xw-mine")


def _chip(key: str, said: Sequence[tuple[str, str]], language: Language, more: str = "") -> str:
    """A chip of texts, each with what is shown where the pointer rests; nothing where there is none."""
    if not said:
        return ""
    texts = "".join(f'<span title="{escape(hint or text)}">{escape(text)}</span>' for text, hint in said)
    return f'<div class="xw-took {more}"><small>{escape(say(language, key))}</small>{texts}</div>'
