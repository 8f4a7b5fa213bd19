"""The page's own HTML, as Gradio makes it, with what belongs into its head: where it stands, its icon, its style.

Gradio's `head` is put in by its scripts, too late for the address that they themselves are loaded from, and not at all
where one has to log in first.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from html import escape
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_BASE = b'<base href="./" />'
"""What Gradio writes: right at `/xianwen/`, wrong at `/xianwen`, where it means the folder above."""


class Front:
    """An ASGI application around Gradio's, which gives `head` to its page; `base_path` is where a proxy shows it."""

    def __init__(self, app: App, base_path: str, head: str) -> None:
        self._app = app
        self._paths = {"/", base_path, f"{base_path}/"}
        self._head = (
            f'<base href="{escape(base_path)}/" /><link rel="icon" href="favicon.ico" />{head}'.encode()
        )

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass everything on as it is, but for the page."""
        if scope["type"] == "http" and scope["path"] in self._paths:
            send = _Rewriting(send, self._head).take
        await self._app(scope, receive, send)


class _Rewriting:
    """Collects a reply and sends it on with the head in it; a reply that is no page goes on as it is."""

    def __init__(self, send: Send, head: bytes) -> None:
        self._send, self._head = send, head
        self._start: Message = {}
        self._body = bytearray()

    async def take(self, message: Message) -> None:
        """One message of the reply."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = bytes(self._body).replace(_BASE, self._head, 1)
        headers = [one for one in self._start["headers"] if one[0].lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send({**message, "body": body})
