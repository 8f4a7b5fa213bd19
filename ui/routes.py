"""The routes beside the page: /health, /v1/models, /v1/chat/completions, /mcp. Starlette is known here alone.

Without a file of people they are open, as the page is; with one, /v1 and /mcp want a name and a password (`ui.people`), while
/health, which tells no more than a number, stays open for whoever watches the server.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import aclosing
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from index.errors import XianwenError
from qa.records import Answer
from ui import openai_api
from ui.api import Plain, Service, bad, too_much
from ui.i18n import Language, browser_language, say
from ui.openai_api import MAX_BODY, Asked, Frame, Stream, problem
from ui.people import FAILED_SECONDS, People, TriedTooOften, credentials

WORKERS = 8
"""Answers worked on at once, as on the page; more only queue for the cores."""
WAITING = 64
"""Requests that wait for their turn, where nothing else is said; the next are told to come again."""

_GONE = 499
"""The status of nginx for a client that did not wait; nobody reads it but a log."""

_log = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


def around(app: Callable[..., Asgi], *given: Any) -> Middleware:
    """An application around the whole server: what `app` makes of the one inside and what is given."""
    return Middleware(app, *given)


class Busy(Exception):
    """There is no place left to wait in."""


class Gate:
    """Lets some in at once and some wait. Belongs to one event loop."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._places = at_once + waiting
        self._at_once = asyncio.Semaphore(at_once)
        self._inside = 0

    def enter(self) -> None:
        """Take a place to wait in. Raises Busy."""
        if self._inside >= self._places:
            raise Busy
        self._inside += 1

    def leave(self) -> None:
        """Give the place back."""
        self._inside -= 1

    def turn(self) -> asyncio.Semaphore:
        """What to hold while working."""
        return self._at_once


def routes(service: Service, people: People | None = None, waiting: int | None = None) -> list[BaseRoute]:
    """The routes over the functions of a service; `waiting` is how many requests may wait."""
    gate = Gate(WORKERS, WAITING if waiting is None else waiting)

    async def health(request: Request) -> Response:
        try:
            return JSONResponse(await run_in_threadpool(service.health))
        except Exception:
            _log.exception("the library cannot be read")
            told = {"status": "unreadable", "detail": say(_language(request), "api_unreadable")}
            return JSONResponse(told, 503)

    async def listed(request: Request) -> Response:
        return JSONResponse(openai_api.models())

    async def one(request: Request) -> Response:
        return JSONResponse(openai_api.model(request.path_params["name"]))

    async def chat(request: Request) -> Response:
        asked = openai_api.understood(await _body(request))
        return await _answered(request, asked, service, gate)

    async def nothing(request: Request) -> Response:
        values = {"method": request.method, "path": request.url.path[:200]}
        return JSONResponse(problem(say(_language(request), "api_no_path", **values)), 404)

    def route(path: str, endpoint: Endpoint, methods: Sequence[str]) -> Route:
        return Route(path, _guarded(endpoint, people), methods=list(methods))

    return [
        Route("/health", health, methods=["GET"]),
        route("/v1/models", listed, ["GET"]),
        route("/v1/models/{name}", one, ["GET"]),
        route("/v1/chat/completions", chat, ["POST"]),
        route("/v1/{rest:path}", nothing, ["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


def behind_login(path: str, handler: Asgi, people: People | None) -> list[BaseRoute]:
    """The routes, with and without a slash at the end, of a handler for those who may come in."""
    return [Route(one, _Guard(handler, people)) for one in (path, f"{path}/")]


class _Guard:
    """A handler for those who may come in."""

    def __init__(self, handler: Asgi, people: People | None) -> None:
        self._handler = handler
        self._people = people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request or hand it on."""
        refused = await refusal(Request(scope, receive), self._people)
        await (refused or self._handler)(scope, receive, send)


async def refusal(request: Request, people: People | None) -> Response | None:
    """Why a request with these credentials may not go on; None where it may."""
    if people is None:
        return None
    given = credentials(request.headers.get("authorization"))
    language = _language(request)
    try:
        person = await run_in_threadpool(people.admit, *given) if given else None
    except TriedTooOften:
        told = problem(say(language, "api_tried_often"), "rate_limit_error", code="rate_limit_exceeded")
        return JSONResponse(told, 429, {"Retry-After": "60"})
    if person is not None:
        return None
    if given:
        await asyncio.sleep(FAILED_SECONDS)
    told = problem(say(language, "api_login"), "authentication_error", code="invalid_api_key")
    return JSONResponse(told, 401, {"WWW-Authenticate": 'Basic realm="xianwen", charset="UTF-8"'})


def _guarded(endpoint: Endpoint, people: People | None) -> Endpoint:
    """The endpoint for those who may come in, with errors in OpenAI's shape."""

    async def guarded(request: Request) -> Response:
        try:
            return await refusal(request, people) or await endpoint(request)
        except ClientDisconnect:
            return Response(status_code=_GONE)
        except Busy:
            told = problem(
                say(_language(request), "api_busy"), "rate_limit_error", code="rate_limit_exceeded"
            )
            return JSONResponse(told, 429, {"Retry-After": "5"})
        except Exception as error:
            return _failed(error, _language(request))

    return guarded


async def _body(request: Request) -> bytes:
    """The body, read no further than the limit. Raises BadRequest.

    Another type than JSON is refused: it is what a form of a foreign web page could send without being asked.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise bad("api_not_json")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise too_much("api_long_body", limit=MAX_BODY)
    return bytes(body)


async def _answered(request: Request, asked: Asked, service: Service, gate: Gate) -> Response:
    frame = Frame(f"chatcmpl-{secrets.token_hex(12)}", int(time.time()), _language(request))
    gate.enter()
    if asked.stream:
        return _Events(_events(asked, service, gate, frame), gate)
    try:
        answer = await _whole(request, asked, service, gate)
    finally:
        gate.leave()
    if answer is None:
        return Response(status_code=_GONE)
    return JSONResponse(openai_api.completion(asked, answer, frame))


class _Events(StreamingResponse):
    """Server-sent events; a client that goes away stops what makes them."""

    def __init__(self, events: AsyncGenerator[str], gate: Gate) -> None:
        # X-Accel-Buffering: nginx would otherwise keep the events until there are enough of them.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(events, headers=headers, media_type="text/event-stream")
        self._events = events
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events. The place at the gate is given back also where none of them was ever asked for."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._gate.leave()
            await self._events.aclose()


async def _events(asked: Asked, service: Service, gate: Gate, frame: Frame) -> AsyncGenerator[str]:
    stream = Stream(asked, frame)
    yield stream.begin()
    try:
        async with aclosing(_snapshots(asked, service, gate)) as snapshots:
            async for answer in snapshots:
                for event in stream.take(answer):
                    yield event
    except Exception as error:
        yield openai_api.event(_explained(error, frame.language)[1])
        return
    for event in stream.end():
        yield event


async def _whole(request: Request, asked: Asked, service: Service, gate: Gate) -> Answer | None:
    """The answer; None where the one who asked is gone."""
    last: Answer | None = None
    async with aclosing(_snapshots(asked, service, gate)) as snapshots:
        async for answer in snapshots:
            last = answer
            if await request.is_disconnected():
                return None
    if last is None:
        raise RuntimeError("no answer")
    return last


async def _snapshots(asked: Asked, service: Service, gate: Gate) -> AsyncGenerator[Answer]:
    """The growing answer, each step of it made in a worker thread so that the others are served meanwhile."""
    async with gate.turn():
        steps = service.assistant.stream(asked.question, asked.history)
        try:
            while (answer := await run_in_threadpool(next, steps, None)) is not None:
                yield answer
        finally:
            if isinstance(steps, Generator):
                steps.close()  # a chat model that is still writing is hung up on


def _failed(error: Exception, language: Language) -> Response:
    status, told = _explained(error, language)
    return JSONResponse(told, status)


def _explained(error: Exception, language: Language) -> tuple[int, Plain]:
    if not isinstance(error, XianwenError):
        _log.error("no answer", exc_info=error)
    return openai_api.error(error, language)


def _language(request: Request) -> Language:
    return browser_language(request.headers.get("accept-language"))
