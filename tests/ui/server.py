"""A running server over the fakes, and plain requests to it."""

import asyncio
import gc
import json
import secrets
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.ui.fakes import ANNING_DOC, CAR, EVIL, FakeAssistant, FakeLibrary
from ui.api import Service
from ui.serving import Serving

MARKS = (
    # Gradio's own server, its clients and their pipes are let go without being closed at the end of a test run.
    "ignore::ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
    "ignore::DeprecationWarning",
)


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers (without a slash at the end), and what it answers from."""

    url: str
    assistant: FakeAssistant
    library: FakeLibrary


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@contextmanager
def serving(how: Serving | None = None, pause: float = 0.0) -> Iterator[Server]:
    """A server over three reports."""
    from ui.app import build, start

    how = how or Serving()
    assistant, library = FakeAssistant(pause), FakeLibrary(CAR, ANNING_DOC, EVIL)
    blocks = build(assistant, library, serving=how)
    try:
        url = start(blocks, "127.0.0.1", free_port(), serving=how, service=Service(assistant, library))
        yield Server(url.rstrip("/"), assistant, library)
    finally:
        blocks.close(verbose=False)
        # Gradio leaves event loops behind, which would complain at the end of the run, when no mark holds any more.
        asyncio.set_event_loop(None)
        gc.collect()


@contextmanager
def page_over(assistant: FakeAssistant, library: FakeLibrary, **how: Any) -> Iterator[str]:
    """The page over what is given, without the routes for programs; its address."""
    from ui.app import build, start  # heavy, and not needed where a browser is missing

    blocks = build(assistant, library, **how)
    try:
        yield start(blocks, "127.0.0.1", free_port())
    finally:
        blocks.close(verbose=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str, body: Any = None, headers: Mapping[str, str] | None = None, method: str = "") -> Reply:
    """What the server replies, whatever its status; a body that is no bytes is sent as JSON. The path is sent as it is."""
    given = dict(headers or {})
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        given.setdefault("Content-Type", "application/json")
    asked = urllib.request.Request(url, body, given, method=method or ("POST" if body is not None else "GET"))
    try:
        with urllib.request.urlopen(asked, timeout=30) as reply:
            return Reply(reply.status, dict(reply.headers), reply.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, dict(error.headers), error.read())


class Visitor:
    """Does what the page's script does, without a browser: logs in, and sends events with whatever data."""

    def __init__(self, url: str, name: str = "", password: str = "") -> None:
        self.url = url
        self.headers: dict[str, str] = {}
        if name:
            form = urllib.parse.urlencode({"username": name, "password": password}).encode()
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            asked = urllib.request.Request(f"{url}/login", form, kind)
            with urllib.request.urlopen(asked, timeout=30) as reply:
                cookies = [one.partition(";")[0] for one in reply.headers.get_all("set-cookie")]
            self.headers = {"Cookie": "; ".join(cookies)}

    def event(self, trigger: str, data: list[Any], sent: Any = None) -> str:
        """All that comes of an event such as "xw-shelf.delete", as text; what fails is in it too."""
        config = fetch(f"{self.url}/config", headers=self.headers).json()
        name, _, event = trigger.partition(".")
        component = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == name)
        function = next(
            one["id"] for one in config["dependencies"] if [component, event] in map(list, one["targets"])
        )
        session = secrets.token_hex(8)
        body = {
            "data": data,
            "event_data": sent,
            "fn_index": function,
            "trigger_id": component,
            "session_hash": session,
        }
        joined = fetch(f"{self.url}/gradio_api/queue/join", body, self.headers)
        assert joined.status == 200, joined.body
        told = fetch(f"{self.url}/gradio_api/queue/data?session_hash={session}", headers=self.headers)
        return "\n".join(
            json.dumps(json.loads(line[5:]), ensure_ascii=False)
            for line in told.body.decode().splitlines()
            if line.startswith("data:")
        )
