"""The head of the page: what it has from the first moment on, where one has to log in too, and what is left alone."""

import asyncio

import pytest

from tests.ui.server import MARKS, fetch, serving
from ui.front import Front
from ui.people import People, Person, hashed
from ui.serving import Serving

pytestmark = [pytest.mark.filterwarnings(mark) for mark in MARKS]
LI = Person("li", "reader", hashed("li's password"))


@pytest.mark.parametrize("people", [None, People([LI])], ids=["open", "login"])
def test_the_page_says_where_it_stands_and_has_its_look_before_its_scripts(people):
    with serving(Serving(base_path="/county/xianwen", people=people)) as one:
        page = fetch(f"{one.url}/").body.decode()
        head = page[: page.index("<script")]
        assert head.count("<base ") == 1 and '<base href="/county/xianwen/" />' in head
        assert '<link rel="icon" href="favicon.ico" />' in head  # else browsers ask the root of the host
        assert "--xw-paper" in head and 'name="referrer"' in head
        assert fetch(f"{one.url}/favicon.ico").status == 200


def test_at_the_root_the_page_stands_at_the_root():
    with serving() as one:
        assert '<base href="/" />' in fetch(f"{one.url}/").body.decode()


def replied(path, *messages):
    """What Front makes of a reply."""

    async def app(scope, receive, send):
        for one in messages:
            await send(dict(one))

    sent = []

    async def send(message):
        sent.append(message)

    front = Front(app, "/x", "<style></style>")
    asyncio.run(front({"type": "http", "path": path}, None, send))
    return sent


def test_only_the_page_is_changed_and_its_length_is_right():
    start = {
        "type": "http.response.start",
        "status": 200,
        "headers": [(b"content-length", b"18"), (b"a", b"b")],
    }
    parts = [
        {"type": "http.response.body", "body": b"<base href", "more_body": True},
        {"type": "http.response.body", "body": b'="./" />.'},
    ]
    begun, body = replied("/x", start, *parts)
    assert body["body"].startswith(b'<base href="/x/" />') and body["body"].endswith(b"<style></style>.")
    assert dict(begun["headers"]) == {b"a": b"b", b"content-length": str(len(body["body"])).encode()}
    assert replied("/x/file", start, *parts) == [start, *parts]
    assert replied("/", start, {**parts[1], "body": b"{}"})[1]["body"] == b"{}"
