"""What programs ask for: the page's HTTP API, the OpenAI-compatible routes and /health, each by its real client."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import openai
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from index.errors import ChatModelError, LibraryError
from qa.records import Turn
from tests.ui.fakes import CAR, FakeAssistant, FakeLibrary
from tests.ui.server import MARKS, Server, fetch, serving
from ui import api, openai_api
from ui.api import BadRequest, Service, TooMuch
from ui.openai_api import Frame, Stream
from ui.people import People, Person, hashed
from ui.serving import Serving

pytestmark = [pytest.mark.filterwarnings(mark) for mark in MARKS]

ASKED = "壹佰科车业一期预计年产值是多少？"
TEXT = "一期预计年产值为16亿元[1]，每年能生产80万辆[2]。"
SOURCES = (
    "\n\n出处：\n[1] 遂昌：山里的工业怎样往高处走（suichang_industry.md，第 1 页）：“16亿元”"
    "\n[2] 遂昌：山里的工业怎样往高处走（suichang_industry.md，第 1 页）：“每年能生产80万辆”"
)
FRAME = Frame("id", 7, "zh")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(pause=0.01) as one:
        yield one


@pytest.fixture(scope="module")
def client(server):
    return Client(server.url, verbose=False)


@pytest.fixture
def chat(server):
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="none", max_retries=0) as one:
        yield one


def user(text):
    return {"role": "user", "content": text}


def post(server, body, **headers):
    return fetch(f"{server.url}/v1/chat/completions", body, headers)


class Broken(FakeLibrary):
    def counts(self):
        raise LibraryError("damaged")


class Failing(FakeAssistant):
    """Says the beginning of an answer, then something else or an error."""

    def __init__(self, error=None, after=()):
        super().__init__()
        self.error, self.after = error, after

    def stream(self, question, history=(), filters=None):
        yield replace(self.answer("年产值"), text="产值是", citations=())
        yield from self.after
        if self.error:
            raise self.error


# The page's HTTP API


def test_the_docs_show_these_three_and_nothing_else(server, client):
    shown = client.view_api(return_format="dict", print_info=False)
    assert set(shown["named_endpoints"]) == {"/ask", "/reports", "/report"}
    assert shown["unnamed_endpoints"] == {}
    asking = shown["named_endpoints"]["/ask"]
    assert [one["parameter_name"] for one in asking["parameters"]] == ["question", "history"]
    assert asking["description"].startswith("Answer a question from the reports")
    assert set(fetch(f"{server.url}/gradio_api/info").json()["named_endpoints"]) == set(
        shown["named_endpoints"]
    )


def test_ask_gives_the_whole_answer(server, client):
    answer = client.predict(ASKED, [{"question": "几时投用？", "answer": "2024年5月"}], api_name="/ask")
    assert answer == json.loads(json.dumps(server.assistant.answer(ASKED).to_dict()))
    assert server.assistant.histories[-1] == (Turn("几时投用？", "2024年5月"),)
    for one in answer["citations"]:
        assert CAR.text[one["start"] : one["end"]] == one["quote"]
    assert client.predict("人口是多少？", api_name="/ask")["grounding"] == "missing"


def test_reports_and_one_report(client):
    listed = client.predict(api_name="/reports")
    assert [one["id"] for one in listed] == ["d1car", "d2anning", "d3evil"]
    assert "text" not in listed[0]
    one = client.predict("d2anning", api_name="/report")
    assert one["about"]["place"]["name"] == "安宁市"
    assert one["text"][one["page_starts"][1] :].startswith("2022年，")


@pytest.mark.parametrize(
    ("endpoint", "given", "said"),
    [
        ("/ask", (" ",), "没有问题"),
        ("/ask", ("长" * 2001,), "最多 2000 个字"),
        ("/ask", ("问", "历史"), "history 不对"),
        ("/ask", ("问", [{"question": "一"}]), "history 不对"),
        ("/ask", ("问", [{"question": "一", "answer": "二"}] * 51), "最多 50 轮"),
        ("/report", ("../../etc/passwd",), "没有编号"),
    ],
)
def test_what_cannot_be_answered_is_said(client, endpoint, given, said):
    with pytest.raises(AppError, match=said):
        client.predict(*given, api_name=endpoint)


def test_what_nobody_foresaw_is_not_told(server, client, monkeypatch):
    monkeypatch.setattr(server.library, "list", lambda: 1 / 0)
    with pytest.raises(AppError, match="出了意外") as told:
        client.predict(api_name="/reports")
    assert "division" not in str(told.value)


# The OpenAI-compatible routes


def test_models(chat, server):
    assert [one.id for one in chat.models.list()] == ["xianwen"]
    assert chat.models.retrieve("xianwen").owned_by == "xianwen"
    with pytest.raises(openai.NotFoundError, match="gpt-9"):
        chat.models.retrieve("gpt-9")


def test_a_completion_has_the_answer_its_sources_and_its_citations(chat, server):
    made = chat.chat.completions.create(
        model="xianwen",
        messages=[
            {"role": "system", "content": "你是诗人。"},
            user("几时投用？"),
            {"role": "assistant", "content": "2024年5月[1]" + SOURCES},
            user([{"type": "text", "text": ASKED}]),
        ],
        temperature=0.3,
    )
    assert made.choices[0].message.content == TEXT + SOURCES
    assert made.choices[0].finish_reason == "stop"
    assert [one["quote"] for one in made.citations] == ["16亿元", "每年能生产80万辆"]
    assert (made.grounding, made.confidence, made.notices) == ("grounded", 0.97, [])
    assert made.usage.total_tokens == made.usage.prompt_tokens + made.usage.completion_tokens > 20
    # The list of sources is ours, not part of what was said.
    assert server.assistant.histories[-1] == (Turn("几时投用？", "2024年5月[1]"),)


def test_a_stream_says_the_same(chat):
    parts = list(
        chat.chat.completions.create(
            model="xianwen", messages=[user(ASKED)], stream=True, stream_options={"include_usage": True}
        )
    )
    told = [one for one in parts if one.choices]
    assert "".join(one.choices[0].delta.content or "" for one in told) == TEXT + SOURCES
    assert len(told) > 5
    assert told[0].choices[0].delta.role == "assistant"
    assert [one.choices[0].finish_reason for one in told] == [None] * (len(told) - 1) + ["stop"]
    assert [one["quote"] for one in told[-1].citations] == ["16亿元", "每年能生产80万辆"]
    assert parts[-1].choices == [] and parts[-1].usage.completion_tokens > 10
    assert len({one.id for one in parts}) == 1


def test_a_refusal_has_no_sources(chat):
    made = chat.chat.completions.create(model="xianwen", messages=[user("人口是多少？")])
    assert made.choices[0].message.content == "资料库中的报告没有说明这个问题。"
    assert (made.grounding, made.citations) == ("missing", [])


def test_langchain_talks_to_it(server):
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="xianwen", base_url=f"{server.url}/v1", api_key="none", max_retries=0)
    assert model.invoke(ASKED).content == TEXT + SOURCES


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"{", 400, "不是 JSON"),
        (b"[1]", 400, "不是 JSON"),
        (b"[" * 100_000, 400, "不是 JSON"),
        ({"messages": []}, 400, "messages 不对"),
        ({"messages": ["?"]}, 400, "messages 不对"),
        ({"messages": [{"role": "user", "content": 5}]}, 400, "messages 不对"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, 400, "messages 不对"),
        ({"messages": [{"role": "assistant", "content": "答"}]}, 400, "messages 不对"),
        ({"messages": [{"role": "user", "content": " "}]}, 400, "没有问题"),
        ({"messages": [{"role": "user", "content": "问"}], "n": 2}, 400, "n 只能是 1"),
        ({"messages": [{"role": "user", "content": "问"}], "model": "gpt-9"}, 404, "没有模型 'gpt-9'"),
        ({"messages": [{"role": "user", "content": "长" * 2001}]}, 413, "最多 2000 个字"),
        ({"messages": [{"role": "user", "content": "问"}] * 101}, 413, "最多 100 条"),
        (b" " * (1 << 20) + b"{}", 413, "最多 1048576 字节"),
    ],
)
def test_errors_have_openais_shape(server, body, status, said):
    reply = post(server, body, **{"Content-Type": "application/json"})
    assert reply.status == status
    error = reply.json()["error"]
    assert said in error["message"]
    assert set(error) == {"message", "type", "param", "code"}


def test_what_a_foreign_page_could_send_unasked_is_refused(server):
    reply = post(server, json.dumps({"messages": [user(ASKED)]}).encode(), **{"Content-Type": "text/plain"})
    assert reply.status == 400


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "chat/completions"), ("POST", "models"), ("GET", "x/y")]
)
def test_other_paths_are_answered_in_openais_shape(server, method, path):
    reply = fetch(f"{server.url}/v1/{path}", method=method, headers={"Accept-Language": "en"})
    assert reply.status == 404
    assert reply.json()["error"]["message"].startswith(f"there is no {method} /v1/{path}")


def test_half_characters_do_no_harm(server):
    body = b'{"messages": [{"role": "user", "content": "\\ud800 \xe5\xb9\xb4\xe4\xba\xa7\xe5\x80\xbc"}]}'
    assert post(server, body, **{"Content-Type": "application/json"}).json()["grounding"] == "grounded"


def test_errors_while_answering(server, chat, monkeypatch):
    def failing(error):
        monkeypatch.setattr(server.assistant, "stream", Failing(error).stream)

    failing(ChatModelError("the chat model is away", "语言模型不在"))
    with pytest.raises(openai.InternalServerError, match="语言模型不在") as told:
        chat.chat.completions.create(model="xianwen", messages=[user("问")])
    assert told.value.status_code == 503
    with pytest.raises(openai.APIError, match="语言模型不在"):
        list(chat.chat.completions.create(model="xianwen", messages=[user("问")], stream=True))
    failing(RuntimeError("secret"))
    with pytest.raises(openai.InternalServerError, match="出了意外"):
        chat.chat.completions.create(model="xianwen", messages=[user("问")])


def test_others_are_served_while_an_answer_is_streamed(server, chat):
    server.assistant.hold = threading.Event()
    try:
        held = chat.chat.completions.create(model="xianwen", messages=[user("停 年产值")], stream=True)
        begun = [next(held).choices[0].delta.content for _ in range(2)]
        assert begun == ["", "正在"]
        begin = time.perf_counter()
        made = chat.chat.completions.create(model="xianwen", messages=[user(ASKED)])
        assert made.grounding == "grounded"
        assert fetch(f"{server.url}/health").status == 200
        assert time.perf_counter() - begin < 5
    finally:
        server.assistant.hold.set()
    rest = "".join(one.choices[0].delta.content or "" for one in held)
    assert rest == f"\n\n以上未能核实，请以此为准：{TEXT}{SOURCES}"  # 正在 is no beginning of the answer
    server.assistant.hold = None


class Endless(FakeAssistant):
    """Writes for as long as somebody listens."""

    def __init__(self):
        super().__init__()
        self.stopped = threading.Event()
        self.steps = 0

    def stream(self, question, history=(), filters=None):
        try:
            for _ in range(6000):
                time.sleep(0.01)
                self.steps += 1
                yield replace(self.answer("年产值"), text="长" * self.steps)
        finally:
            self.stopped.set()


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_goes_away_stops_the_work(server, monkeypatch, stream):
    endless = Endless()
    monkeypatch.setattr(server.assistant, "stream", endless.stream)
    body = json.dumps({"messages": [user("问")], "stream": stream}).encode()
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as line:
        head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        if stream:
            assert line.recv(4000).startswith(b"HTTP/1.1 200")
        while endless.steps < 5:
            time.sleep(0.01)
    assert endless.stopped.wait(10)
    assert endless.steps < 1000


def test_more_than_can_wait_are_told_to_come_again():
    with serving(Serving(queue=1)) as crowded:
        crowded.assistant.hold = threading.Event()
        with openai.OpenAI(base_url=f"{crowded.url}/v1", api_key="none", max_retries=0) as chat:
            held = [
                chat.chat.completions.create(model="xianwen", messages=[user("停 年产值")], stream=True)
                for _ in range(9)
            ]
            for one in held:
                next(one)  # the ninth has begun too, and waits
            with pytest.raises(openai.RateLimitError, match="请稍后再试"):
                chat.chat.completions.create(model="xianwen", messages=[user(ASKED)])
            crowded.assistant.hold.set()
            assert all(list(one) for one in held)
            assert chat.chat.completions.create(model="xianwen", messages=[user(ASKED)]).choices


def test_health(server, monkeypatch):
    reply = fetch(f"{server.url}/health")
    assert reply.status == 200
    assert reply.json() == {"status": "ok", "version": api.version(), "reports": 3}
    monkeypatch.setattr(server.library, "counts", Broken().counts)
    reply = fetch(f"{server.url}/health")
    assert (reply.status, reply.json()["status"]) == (503, "unreadable")


# The pure parts


def test_service_answers_pairs_and_mappings_alike():
    assistant = FakeAssistant()
    service = Service(assistant, FakeLibrary(CAR))
    for history in ([("一", "二")], [["一", "二"]], ({"question": "一", "answer": "二"},)):
        service.ask("年产值", history)
        assert assistant.histories[-1] == (Turn("一", "二"),)
    service.ask("年产值", None)
    assert assistant.histories[-1] == ()
    for bad in (7, [7], ["一二"], [("一", 2)], [("一", "二", "三")], {"question": "一"}):
        with pytest.raises(BadRequest):
            service.ask("年产值", bad)
    with pytest.raises(TooMuch):
        service.ask("年产值", [("一", "长" * 20_001)])


def test_a_question_without_an_answer_is_no_exchange():
    said = [
        user("一"),
        user("二"),
        {"role": "assistant", "content": None},
        {"role": "assistant", "content": "x"},
    ]
    asked = openai_api.understood(json.dumps({"messages": [*said, user("三")]}).encode())
    assert asked.history == (Turn("二", ""),)
    assert (asked.question, asked.stream) == ("三", False)


def test_what_was_streamed_is_never_passed_off_as_the_answer():
    asked = openai_api.Asked("问")
    stream = Stream(asked, FRAME)
    whole = FakeAssistant().answer("年产值")
    events = [stream.begin(), *stream.take(replace(whole, text="产值是")), *stream.take(whole), *stream.end()]
    said = [json.loads(one.removeprefix("data: ")) for one in events[:-1]]
    text = "".join(one["choices"][0]["delta"].get("content", "") for one in said)
    assert text == f"产值是\n\n以上未能核实，请以此为准：{TEXT}{SOURCES}"
    assert events[-1] == "data: [DONE]\n\n"


def test_a_line_break_in_a_source_does_not_break_the_list():
    answer = FakeAssistant().answer("增速")
    odd = replace(answer, citations=(replace(answer.citations[0], title="一\n[9] 二", source="a\r\nb"),))
    assert openai_api.sources(odd, "en") == "\n\nSources:\n[1] 一 [9] 二 (a b, page 1): “8.6%”"


# The server of the Model Context Protocol


def mcp_call(url, *calls, headers=None):
    """The results of tools, by the client of the package, with the names of all tools first."""
    import httpx
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def run():
        async with (
            httpx.AsyncClient(headers=headers, timeout=30) as client,
            streamable_http_client(url, http_client=client) as (read, write, *_),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            listed = await session.list_tools()
            return [one.name for one in listed.tools], [await session.call_tool(*call) for call in calls]

    return asyncio.run(run())


@pytest.fixture(scope="module")
def tools():
    pytest.importorskip("mcp")
    with serving(Serving(mcp=True)) as one:
        yield one


def test_mcp_tools_say_what_the_page_says(tools):
    past = [{"question": "一", "answer": "二"}]
    names, (answer, listed, report, unknown) = mcp_call(
        f"{tools.url}/mcp",
        ("ask", {"question": ASKED, "history": past}),
        ("reports", {}),
        ("report", {"doc_id": "d1car"}),
        ("report", {"doc_id": "nobody"}),
    )
    assert names == ["ask", "reports", "report"]
    assert answer.structuredContent["text"] == TEXT
    assert tools.assistant.histories[-1] == (Turn("一", "二"),)
    assert [one["id"] for one in listed.structuredContent["reports"]] == ["d1car", "d2anning", "d3evil"]
    assert report.structuredContent["text"] == CAR.text
    assert unknown.isError and "nobody" in unknown.content[0].text


def test_mcp_is_not_there_unless_it_is_asked_for(server):
    assert fetch(f"{server.url}/mcp", {}).status in {404, 405}


def test_mcp_refuses_what_comes_under_another_hosts_name(tools):
    said = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"Accept": "application/json, text/event-stream"}
    assert fetch(f"{tools.url}/mcp/", said, accept).status == 200
    assert fetch(f"{tools.url}/mcp/", said, accept | {"Host": "evil.example"}).status == 421
    assert fetch(f"{tools.url}/mcp/", said, accept | {"Origin": "http://evil.example"}).status == 403


def test_mcp_stands_behind_the_login():
    pytest.importorskip("mcp")
    li = Person("li", "reader", hashed("li's password"))
    with serving(Serving(mcp=True, people=People([li]), base_path="/xianwen")) as one:
        assert fetch(f"{one.url}/mcp", {}).status == 401
        bearer = {"Authorization": "Bearer li:li's password"}
        names, _ = mcp_call(f"{one.url}/xianwen/mcp", headers=bearer)
        assert names == ["ask", "reports", "report"]
