"""What programs may ask for: an answer, the list of reports, one report, the state of health. Plain values, no server.

The page's HTTP API, the OpenAI-compatible routes and the MCP server say the same things; they take them from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from typing import Any

from index.errors import XianwenError
from qa.records import Turn
from ui.i18n import say
from ui.page import Answers, Reports

MAX_QUESTION = 2000
"""Characters of a question."""
MAX_TURNS = 50
"""Past exchanges that a question may bring."""
MAX_PAST = 20_000
"""Characters of one past question or answer."""

Plain = dict[str, Any]


class BadRequest(XianwenError):
    """What was sent cannot be answered: no question, too much of it, or not in the right form."""


class TooMuch(BadRequest):
    """What was sent is over a limit."""


@dataclass(frozen=True, slots=True)
class Service:
    """The functions over one assistant and its library, both safe for threads."""

    assistant: Answers
    library: Reports

    def ask(self, question: object, history: object = ()) -> Plain:
        """The whole answer as plain values. Raises BadRequest and what the assistant raises."""
        *_, answer = self.assistant.stream(questioned(question), turns(history))
        return answer.to_dict()

    def reports(self) -> list[Plain]:
        """All reports with what is known of each, without their texts."""
        return [asdict(one) for one in self.library.list()]

    def report(self, doc_id: object) -> Plain:
        """What is known of a report, its text and the offsets in it where its pages begin. Raises UnknownDocument."""
        document = self.library.get(str(doc_id))
        known = asdict(self.library.summary(document.id))
        return known | {"text": document.text, "page_starts": list(document.pages)}

    def health(self) -> Plain:
        """The version and how many reports there are. Raises what reading the library raises."""
        return {"status": "ok", "version": version(), "reports": self.library.counts()[0]}


def questioned(value: object) -> str:
    """A question that may be asked. Raises BadRequest."""
    if not isinstance(value, str) or not value.strip():
        raise bad("api_no_question")
    if len(value) > MAX_QUESTION:
        raise too_much("api_long_question", limit=MAX_QUESTION)
    return whole(value.strip())


def whole(text: str) -> str:
    """The text without half characters (lone surrogates), which JSON can bring and nothing can write.

    >>> whole("遂昌\\ud800县")
    '遂昌?县'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def turns(history: object) -> list[Turn]:
    """Past exchanges out of pairs [question, answer] or {"question", "answer"}. Raises BadRequest.

    >>> turns([["产值多少？", "16亿元[1]"], {"question": "何时投用？", "answer": "2024年5月[1]"}])[1].answer
    '2024年5月[1]'
    """
    if history is None:
        return []
    if isinstance(history, str) or not isinstance(history, Sequence):
        raise bad("api_bad_history")
    if len(history) > MAX_TURNS:
        raise too_much("api_long_history", limit=MAX_TURNS)
    return [_turn(one) for one in history]


@cache
def version() -> str:
    """The version of this program."""
    try:
        return installed("xianwen")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0+checkout"


def bad(key: str, **values: object) -> BadRequest:
    """The error that says `key` in both languages."""
    return BadRequest(say("en", key, **values), say("zh", key, **values))


def too_much(key: str, **values: object) -> TooMuch:
    """The error of something over a limit, in both languages."""
    return TooMuch(say("en", key, **values), say("zh", key, **values))


def _turn(value: object) -> Turn:
    if isinstance(value, Mapping):
        value = (value.get("question"), value.get("answer"))
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 2:
        raise bad("api_bad_history")
    question, answer = value
    if not isinstance(question, str) or not isinstance(answer, str):
        raise bad("api_bad_history")
    if max(len(question), len(answer)) > MAX_PAST:
        raise too_much("api_long_past", limit=MAX_PAST)
    return Turn(whole(question), whole(answer))
