"""The server of the Model Context Protocol: ask, reports and report as tools. The package mcp is known here alone.

It speaks streamable HTTP without sessions at /mcp/; `ui.routes` puts it there, behind the login where there is one.
"""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Any

from mcp.server.fastmcp import FastMCP
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations

from ui.api import Service
from ui.routes import Asgi

_ABOUT = (
    "Answers questions about Chinese county-development reports. Every claim of an answer is tied to the exact "
    "characters of a report that prove it; where the reports do not say, the answer says so. Ask in Chinese."
)
_READS = ToolAnnotations(readOnlyHint=True, destructiveHint=False, idempotentHint=True, openWorldHint=False)
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


class McpServer:
    """The tools over the functions of a service.

    `local`: this machine alone is served, so that requests under another host's name are a foreign web page's trick.
    """

    def __init__(self, service: Service, local: bool) -> None:
        self._server = FastMCP(
            "xianwen",
            _ABOUT,
            stateless_http=True,
            json_response=True,
            log_level="WARNING",
            transport_security=_security(local),
        )
        _add_tools(self._server, service)
        self._server.streamable_http_app()  # makes the session manager

    def run(self) -> AbstractAsyncContextManager[None]:
        """What must be open while requests are handled."""
        return self._server.session_manager.run()

    @property
    def handler(self) -> Asgi:
        """What handles a request."""
        return self._server.session_manager.handle_request


def _add_tools(server: FastMCP, service: Service) -> None:
    # In threads: FastMCP would call plain functions in the event loop, and nobody else would be served meanwhile.

    async def ask(question: str, history: list[dict[str, str]] | None = None) -> dict[str, Any]:
        """Answer a question from the reports, each claim with the exact characters that prove it.

        `history` is the conversation so far, oldest first, as {"question", "answer"}. The answer has `text` with
        marks such as [1], `grounding` (grounded, partial or missing), `citations`, `confidence` and `notices`.
        """
        return await asyncio.to_thread(service.ask, question, history)

    async def reports() -> dict[str, Any]:
        """List the reports of the library with what is known of each, under `reports`."""
        return {"reports": await asyncio.to_thread(service.reports)}

    async def report(doc_id: str) -> dict[str, Any]:
        """Give the text of one report, which citations are offsets into, and what is known of it."""
        return await asyncio.to_thread(service.report, doc_id)

    for tool in (ask, reports, report):
        server.add_tool(tool, annotations=_READS)


def _security(local: bool) -> TransportSecuritySettings:
    if not local:
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[name for host in _LOCAL for name in (host, f"{host}:*")],
        allowed_origins=[name for host in _LOCAL for name in (f"http://{host}", f"http://{host}:*")],
    )
