"""The one chat model that all peers speak with."""

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel

from index.errors import ChatModelError

Message = tuple[str, str]
"""A role (system, user, assistant) and what it says."""


def said(model: BaseChatModel, messages: Sequence[Message]) -> str:
    """The model's reply as text. Raises ChatModelError where it cannot be reached or takes too long."""
    try:
        reply = model.invoke([(role, text) for role, text in messages])
    except Exception as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ChatModelError(
            f"the chat model did not answer ({reason}); check --chat-url, or give it longer with --chat-timeout"
        ) from error
    return str(reply.text).strip()
