"""Requests and answers in the shapes of OpenAI's chat completions. Pure functions over plain values.

The last user message is the question, the user and assistant messages before it are the conversation; the words of
other roles are passed over, for the reports alone are asked. The text of the message is the answer with its marks [1]
and a list of the sources; beside `choices` stand the fields `citations` (as `qa.records.Citation` has them),
`grounding`, `confidence` and `notices`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index import tokens
from index.errors import ChatModelError, LibraryError, XianwenError
from qa.records import Answer, Turn
from ui.api import MAX_PAST, BadRequest, Plain, TooMuch, bad, questioned, too_much, whole
from ui.i18n import WORDS, Language, say

MODEL = "xianwen"
MAX_BODY = 1 << 20
"""Bytes of a request."""
MAX_MESSAGES = 100
_DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as understood; `usage` asks a stream to end with its count of tokens."""

    question: str
    history: tuple[Turn, ...] = ()
    stream: bool = False
    usage: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What all parts of one answer have in common."""

    id: str
    created: int
    language: Language


class UnknownModel(BadRequest):
    """A model was named that is not here."""


def understood(body: bytes) -> Asked:
    """The request in a body. Raises BadRequest."""
    if len(body) > MAX_BODY:
        raise too_much("api_long_body", limit=MAX_BODY)
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise bad("api_not_json") from error
    if not isinstance(sent, dict):
        raise bad("api_not_json")
    _check_options(sent)
    options = sent.get("stream_options")
    usage = isinstance(options, dict) and options.get("include_usage") is True
    messages = _messages(sent.get("messages"))
    last = max(at for at, (role, _) in enumerate(messages) if role == "user")
    return Asked(
        questioned(messages[last][1]), tuple(_history(messages[:last])), sent.get("stream") is True, usage
    )


def completion(asked: Asked, answer: Answer, frame: Frame) -> Plain:
    """The whole answer to a request that wants no stream."""
    content = message(answer, frame.language)
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": content, "refusal": None},
        "logprobs": None,
        "finish_reason": "stop",
    }
    usage = {"usage": _usage(asked, content)}
    return _head(frame, "chat.completion") | {"choices": [choice]} | usage | _facts(answer)


class Stream:
    """Turns the growing snapshots of an answer into the events of a stream, each as text to send.

    What was sent cannot be taken back: where an answer does not go on from what was sent, it is sent whole behind a
    line that says so.
    """

    def __init__(self, asked: Asked, frame: Frame) -> None:
        self._asked = asked
        self._frame = frame
        self._sent = ""
        self._all = ""
        self._answer: Answer | None = None

    def begin(self) -> str:
        """The first event, which goes out before anything is known."""
        return self._event({"role": "assistant", "content": ""})

    def take(self, answer: Answer) -> Iterator[str]:
        """What a snapshot adds, where it goes on from what was sent."""
        self._answer = answer
        if answer.text.startswith(self._sent) and answer.text != self._sent:
            yield self._more(answer.text[len(self._sent) :])
            self._sent = answer.text

    def end(self) -> Iterator[str]:
        """The sources, the facts, and the end."""
        answer = self._answer
        if answer is None:
            yield event(error(RuntimeError("no answer"), self._frame.language)[1])
            return
        if answer.text != self._sent:
            instead = say(self._frame.language, "api_instead")
            yield self._more(f"\n\n{instead}{answer.text}")
        if listed := sources(answer, self._frame.language):
            yield self._more(listed)
        yield self._event({}, "stop", _facts(answer))
        if self._asked.usage:
            usage = {"choices": [], "usage": _usage(self._asked, self._all)}
            yield event(_head(self._frame, "chat.completion.chunk") | usage)
        yield event(_DONE)

    def _more(self, text: str) -> str:
        self._all += text
        return self._event({"content": text})

    def _event(self, delta: Plain, finish: str | None = None, facts: Mapping[str, Any] | None = None) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return event(_head(self._frame, "chat.completion.chunk") | {"choices": [choice]} | dict(facts or {}))


def event(data: Plain | str) -> str:
    """One server-sent event."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return f"data: {text}\n\n"


def message(answer: Answer, language: Language) -> str:
    """The answer with its sources below it."""
    return answer.text + sources(answer, language)


def sources(answer: Answer, language: Language) -> str:
    """The numbered sources under their heading, empty where there are none."""
    if not answer.citations:
        return ""
    lines = (
        say(
            language,
            "api_source",
            number=number,
            title=one.title,
            source=one.source,
            page=one.page,
            quote=one.quote,
        )
        for number, one in enumerate(answer.citations, start=1)
    )
    return f"\n\n{say(language, 'api_sources')}\n" + "\n".join(" ".join(line.split()) for line in lines)


def models() -> Plain:
    """The list of models, which has one."""
    return {"object": "list", "data": [model(MODEL)]}


def model(name: str) -> Plain:
    """What there is to say of a model. Raises UnknownModel."""
    if name != MODEL:
        raise _unknown_model(name)
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


def error(reason: Exception, language: Language) -> tuple[int, Plain]:
    """The status and body of an error. What nobody foresaw is not told to strangers."""
    if isinstance(reason, UnknownModel):
        return 404, problem(reason.in_language(language), param="model", code="model_not_found")
    if isinstance(reason, TooMuch):
        return 413, problem(reason.in_language(language), code="too_large")
    if isinstance(reason, BadRequest):
        return 400, problem(reason.in_language(language))
    if isinstance(reason, LibraryError | ChatModelError):
        return 503, problem(reason.in_language(language), "server_error")
    if isinstance(reason, XianwenError):
        return 500, problem(reason.in_language(language), "server_error")
    return 500, problem(say(language, "api_unexpected"), "server_error")


def problem(
    text: str, kind: str = "invalid_request_error", param: str | None = None, code: str | None = None
) -> Plain:
    """An error in OpenAI's shape."""
    return {"error": {"message": text, "type": kind, "param": param, "code": code}}


def _check_options(sent: Mapping[str, Any]) -> None:
    """Refuse what would be answered differently from what was asked; what only tunes a language model is passed over."""
    model(str(sent.get("model", MODEL)))
    if sent.get("n") not in {None, 1}:
        raise bad("api_one_choice")


def _unknown_model(name: str) -> UnknownModel:
    values = {"model": name[:100], "known": MODEL}
    return UnknownModel(say("en", "api_no_model", **values), say("zh", "api_no_model", **values))


def _messages(sent: object) -> list[tuple[str, str]]:
    if not isinstance(sent, list):
        raise bad("api_bad_messages")
    if len(sent) > MAX_MESSAGES:
        raise too_much("api_many_messages", limit=MAX_MESSAGES)
    messages = [_message(one) for one in sent]
    if not any(role == "user" for role, _ in messages):
        raise bad("api_bad_messages")
    return messages


def _message(sent: object) -> tuple[str, str]:
    if not isinstance(sent, Mapping) or not isinstance(sent.get("role"), str):
        raise bad("api_bad_messages")
    role = str(sent["role"])
    return role, _text(sent.get("content")) if role in {"user", "assistant"} else ""


def _text(content: object) -> str:
    """The text of a message, which may come in parts; an assistant's may be missing."""
    if content is None or isinstance(content, str):
        return whole(content or "")
    if not isinstance(content, Sequence):
        raise bad("api_bad_messages")
    parts = [one.get("text") if isinstance(one, Mapping) else None for one in content]
    if not all(isinstance(part, str) for part in parts):
        raise bad("api_bad_messages")
    return whole("".join(str(part) for part in parts))


def _history(messages: Sequence[tuple[str, str]]) -> Iterator[Turn]:
    """The exchanges: a question with what was answered before the next one; a question without an answer is none."""
    asked = ""
    for role, text in messages:
        if len(text) > MAX_PAST:
            raise too_much("api_long_past", limit=MAX_PAST)
        if role == "user":
            asked = text
        elif role == "assistant" and asked:
            yield Turn(asked, _without_sources(text))
            asked = ""


def _without_sources(text: str) -> str:
    """An answer of ours without the list of its sources, whose titles name places that the answer does not."""
    for words in WORDS.values():
        text = text.partition(f"\n\n{words['api_sources']}\n")[0]
    return text


def _head(frame: Frame, kind: str) -> Plain:
    return {"id": frame.id, "object": kind, "created": frame.created, "model": MODEL}


def _facts(answer: Answer) -> Plain:
    return {
        "citations": [asdict(one) for one in answer.citations],
        "grounding": answer.grounding,
        "confidence": answer.confidence,
        "notices": list(answer.notices),
    }


def _usage(asked: Asked, content: str) -> Plain:
    """Tokens as OpenAI's cl100k_base counts them: of the question and conversation, and of the answer."""
    past = "\n".join(f"{turn.question}\n{turn.answer}" for turn in asked.history)
    prompt, answered = (
        tokens.count(f"{past}\n{asked.question}" if past else asked.question),
        tokens.count(content),
    )
    return {"prompt_tokens": prompt, "completion_tokens": answered, "total_tokens": prompt + answered}
