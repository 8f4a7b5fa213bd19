"""With a chat model: an answer written from numbered evidence. LangChain's model building is known to this module."""

import logging
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable

from index.errors import ChatModelError
from qa.settings import Settings

PROMPT = Path(__file__).parent / "prompts" / "compose.md"
LONGEST_ANSWER = 1200
"""Characters after which a chat model that does not stop is cut off."""
MOST_TOKENS = 1024
"""Asked of OpenAI-compatible servers: one that goes on writing when nobody listens any more keeps the next question waiting."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;\n]|$)(?:\s*\[\d{1,2}\])*[。]?")
_MARK = re.compile(r"\[(\d{1,2})\]")
_HUMAN = "资料：\n{evidence}\n\n问题：{question}\n\n回答："
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One numbered piece of evidence, as the chat model sees it."""

    header: str
    text: str


def chat_model(settings: Settings) -> BaseChatModel | None:
    """The chat model that the settings name, or None where they name none.

    `chat_model` is provider:model as `langchain.chat_models.init_chat_model` takes it; with `chat_url` alone an
    OpenAI-compatible server is meant. Raises ChatModelError.
    """
    if not settings.chat_model and not settings.chat_url:
        return None
    from langchain.chat_models import init_chat_model

    name = settings.chat_model or "openai:default"
    provider, _, model = name.rpartition(":")
    options: dict[str, Any] = {"temperature": 0.0, "timeout": settings.chat_timeout, "max_retries": 1}
    if settings.chat_url:
        options["base_url"] = settings.chat_url
    if settings.chat_url or provider == "openai":
        options["max_tokens"] = MOST_TOKENS
    if settings.chat_key or settings.chat_url:
        options["api_key"] = settings.chat_key or "none"
    try:
        built: BaseChatModel = init_chat_model(
            model, model_provider=provider or ("openai" if settings.chat_url else None), **options
        )
    except Exception as error:
        raise ChatModelError(
            f"chat model {name!r} cannot be built ({_first_line(error)}); set XIANWEN_CHAT_MODEL to provider:model "
            "and install its LangChain package",
            f"无法使用大模型 {name!r}（{_first_line(error)}）；请把 XIANWEN_CHAT_MODEL 设为 provider:model 并安装对应的 LangChain 包",
        ) from error
    return built


def chain(model: BaseChatModel) -> Runnable[dict[str, str], str]:
    """The LangChain chain: prompt, model, text."""
    prompt = ChatPromptTemplate.from_messages(
        [
            ("system", PROMPT.read_text(encoding="utf-8").replace("{", "{{").replace("}", "}}")),
            ("human", _HUMAN),
        ]
    )
    return prompt | model | StrOutputParser()


def inputs(question: str, evidence: Sequence[Evidence]) -> dict[str, str]:
    """The variables of the chain's prompt. Numbers in brackets that a report holds itself are no handles: 产值5亿元［9］."""
    numbered = (
        f"[{n}]（{_unmarked(one.header)}）{_unmarked(one.text)}" for n, one in enumerate(evidence, start=1)
    )
    return {"question": question, "evidence": "\n".join(numbered)}


def _unmarked(text: str) -> str:
    return _MARK.sub(r"［\1］", text)


def composed(
    composer: Runnable[dict[str, str], str], question: str, evidence: Sequence[Evidence]
) -> Iterator[str]:
    """The sentences of the model's answer, each as soon as it is whole.

    Raises ChatModelError where the model cannot be reached, refuses or takes too long.
    """
    pieces = Pieces()
    try:
        for token in composer.stream(inputs(question, evidence)):
            yield from pieces.feed(token)
            if pieces.size > LONGEST_ANSWER:
                _log.warning("the chat model did not stop after %d characters", pieces.size)
                return
    except Exception as error:
        raise _away(error) from error
    yield from pieces.rest()


async def acomposed(
    composer: Runnable[dict[str, str], str], question: str, evidence: Sequence[Evidence]
) -> AsyncIterator[str]:
    """`composed`, for an event loop."""
    pieces = Pieces()
    try:
        async for token in composer.astream(inputs(question, evidence)):
            for sentence in pieces.feed(token):
                yield sentence
            if pieces.size > LONGEST_ANSWER:
                return
    except Exception as error:
        raise _away(error) from error
    for sentence in pieces.rest():
        yield sentence


class Pieces:
    """Cuts a stream of tokens into sentences; the handles behind a full stop belong to the sentence before it.

    >>> pieces = Pieces(); [*pieces.feed("甲为5亿元。[1]乙为"), *pieces.feed("6亿元[2]。"), *pieces.rest()]
    ['甲为5亿元。[1]', '乙为6亿元[2]。']
    """

    def __init__(self) -> None:
        self._held = ""
        self.size = 0

    def feed(self, token: str) -> list[str]:
        """Take a token; the sentences that are whole now."""
        self._held += token
        self.size += len(token)
        whole = [match[0] for match in _SENTENCE.finditer(self._held) if match[0]]
        if len(whole) < 2 or re.fullmatch(r"[\s\[\d\]]*", whole[-1]):
            return []
        self._held = whole[-1]
        return [sentence.strip() for sentence in whole[:-1] if sentence.strip()]

    def rest(self) -> list[str]:
        """What is left when the stream ends."""
        held, self._held = self._held, ""
        return [match[0].strip() for match in _SENTENCE.finditer(held) if match[0].strip()]


def _away(error: Exception) -> ChatModelError:
    return ChatModelError(
        f"the chat model did not answer: {_first_line(error)}", f"大模型没有应答：{_first_line(error)}"
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200].rstrip("。. ") or type(error).__name__
