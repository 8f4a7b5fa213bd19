"""Stored texts out of the shared reports, and a chat model on loopback that says what a script has."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from eval.peers.texts import store_texts, stored_texts


class ScriptedChat:
    """An OpenAI-compatible server: replies in the order of `replies`, the last one again and again.

    `asked` holds the messages of each call as (role, content).
    """

    def __init__(self, *replies: str) -> None:
        self.replies, self.asked, self.status = list(replies), [], 200
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def reply(self, body: dict) -> dict:
        self.asked.append([(one["role"], one["content"]) for one in body["messages"]])
        text = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        return {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [choice],
            "usage": usage,
        }

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def _handler(chat):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                data = json.dumps(chat.reply(body)).encode()
                self.send_response(chat.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args):
                pass

        return Handler


@pytest.fixture
def chat() -> Iterator[ScriptedChat]:
    scripted = ScriptedChat("年产值16亿元。")
    yield scripted
    scripted.close()


@pytest.fixture
def texts(reports, tmp_path):
    """The folder of the texts stored out of `reports` (遂昌 and 松阳)."""
    assert store_texts(reports, tmp_path / "texts") == []
    return tmp_path / "texts"


@pytest.fixture
def documents(texts):
    return stored_texts(texts)


@pytest.fixture(autouse=True)
def event_loop_of_their_own() -> Iterator[None]:
    """LlamaIndex asks for the current event loop and, where there is none, makes one that it never closes."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()
