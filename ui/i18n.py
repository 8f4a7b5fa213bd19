"""Words of the terminal and the page in Chinese and English, and how a person's language is found."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from ui import words_page, words_terminal

if TYPE_CHECKING:  # help is shown from here alone, before anything heavy is imported
    from index.records import Kind

Language = Literal["zh", "en"]

_QUALITY = re.compile(r"^q=([01](?:\.\d{0,3})?)$")

WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {**words_page.ZH, **words_terminal.ZH},
    "en": {**words_page.EN, **words_terminal.EN},
}
"""Every word by language and key; both languages have the same keys and the same {fields}."""


def say(language: Language, key: str, **values: object) -> str:
    """The words for `key`, with its fields filled in. Raises KeyError for an unknown key or a missing field."""
    return WORDS[language][key].format(**values)


def kind_name(kind: "Kind", language: Language) -> str:
    """The name of a kind of report."""
    return say(language, f"kind_{kind}")


def terminal_language(environ: Mapping[str, str]) -> Language:
    """The language of a terminal: XIANWEN_LANGUAGE, else Chinese unless the locale names another language.

    C, POSIX and no locale at all count as Chinese: that is what servers in county offices are set to.

    >>> terminal_language({"LANG": "en_US.UTF-8"}), terminal_language({"LANG": "C.UTF-8"})
    ('en', 'zh')
    """
    chosen = environ.get("XIANWEN_LANGUAGE", "")
    if chosen in WORDS:
        return "en" if chosen == "en" else "zh"
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    language = re.split(r"[._@]", named)[0].lower()
    return "zh" if language in {"", "c", "posix", "zh"} else "en"


def browser_language(accept: str | None) -> Language:
    """The language of a browser from its Accept-Language header: Chinese unless it prefers another.

    >>> browser_language("en-US,en;q=0.9,zh;q=0.8"), browser_language("zh-HK,en;q=0.5"), browser_language(None)
    ('en', 'zh', 'zh')
    """
    offers = [_offer(part) for part in (accept or "").split(",") if part.strip()]
    if not offers:
        return "zh"
    _, tag = max(offers, key=lambda offer: offer[0])
    return "zh" if tag in {"*", "zh"} or tag.startswith("zh-") else "en"


def _offer(part: str) -> tuple[float, str]:
    tag, _, quality = part.strip().partition(";")
    match = _QUALITY.match(quality.strip())
    return (float(match.group(1)) if match else 1.0), tag.strip().lower()
