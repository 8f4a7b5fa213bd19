"""The page's HTTP API: ask, reports, report, each with its name and its docs, for gradio_client and any HTTP client."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr
from gradio.events import api

from index.errors import XianwenError
from ui.api import Service
from ui.i18n import browser_language, say

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


def wire(service: Service) -> None:
    """Add the endpoints to the blocks that are being built."""

    def ask(
        question: str,
        request: gr.Request,
        history: list[dict[str, str]] = [],  # noqa: B006  Gradio shows the default in the docs; nobody writes to it
    ) -> dict[str, Any]:
        """Answer a question from the reports, each claim with the exact characters that prove it.

        The answer has `text` with marks such as [1], `grounding` (grounded, partial or missing), `citations`
        (doc_id, source, title, page, start, end, quote), `confidence`, `notices`, `computed` and `table`.

        Parameters:
            question: what is asked, at most 2000 characters
            history: the conversation so far, oldest first, as {"question", "answer"}
        """
        return _told(lambda: service.ask(question, history), request)

    def reports(request: gr.Request) -> list[dict[str, Any]]:
        """List the reports of the library with what is known of each."""
        return _told(service.reports, request)

    def report(doc_id: str, request: gr.Request) -> dict[str, Any]:
        """Give the text of one report, which citations are offsets into, and what is known of it.

        Parameters:
            doc_id: the id of the report, as `reports` and citations have it
        """
        return _told(lambda: service.report(doc_id), request)

    for function in (ask, reports, report):
        api(function, api_name=function.__name__)


def _told(work: Callable[[], _T], request: gr.Request) -> _T:
    """What the work gives; its errors in words for whoever asked."""
    language = browser_language(request.headers.get("accept-language"))
    try:
        return work()
    except XianwenError as error:
        raise gr.Error(error.in_language(language), print_exception=False) from error
    except Exception as error:
        _log.exception("no answer to a program")
        raise gr.Error(say(language, "api_unexpected"), print_exception=False) from error
