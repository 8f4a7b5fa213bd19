"""The page behind a reverse proxy with a base path: it works there, and the addresses it shows to programs do too."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.ui.browsing import BROWSER, ask
from tests.ui.proxy import proxied
from tests.ui.server import fetch, serving
from tests.ui.test_api import mcp_call
from ui.serving import Serving

pytestmark = BROWSER

CUT_OFF = re.compile("AbortError|errored out|Failed to fetch|ERR_ABORTED")
"""What Gradio complains of where a page is left while it still waits for something."""
ADDRESS = re.compile(r"https?://[^\s\"]+")


@pytest.fixture(scope="module", params=[True, False], ids=["x-forwarded", "plain"])
def served(request):
    with (
        serving(Serving(base_path="/county/xianwen", mcp=True)) as one,
        proxied(one.url, "/county/xianwen", request.param) as url,
    ):
        yield url, one


@pytest.mark.parametrize("ending", ["", "/", "/?lang=zh"])
def test_the_addresses_shown_are_those_of_the_proxy(visit, served, ending):
    url = served[0]
    visit.excused = CUT_OFF
    page = visit.open()
    page.goto(f"{url}{ending}")
    page.click(".xw-programs-open")
    shown = ADDRESS.findall(page.inner_text(".xw-programs"))
    assert shown == [f"{url}/", f"{url}/v1", f"{url}/mcp", f"{url}/health"]


def test_the_addresses_shown_work(visit, served):
    from gradio_client import Client

    page = visit.open()
    page.click(".xw-programs-open")
    gradio, openai, mcp, health = ADDRESS.findall(page.inner_text(".xw-programs"))
    assert fetch(health).json()["status"] == "ok"
    assert [one["id"] for one in fetch(f"{openai}/models").json()["data"]] == ["xianwen"]
    asked = {"model": "xianwen", "messages": [{"role": "user", "content": "年产值是多少？"}], "stream": True}
    assert "data: [DONE]" in fetch(f"{openai}/chat/completions", asked).body.decode()
    client = Client(gradio, verbose=False)
    assert len(client.predict(api_name="/reports")) == 3
    assert client.predict("年产值是多少？", api_name="/ask")["text"]
    client.close()
    with ThreadPoolExecutor(1) as pool:  # playwright's loop runs in this thread
        assert pool.submit(mcp_call, mcp).result()[0] == ["ask", "reports", "report"]


def test_a_question_is_asked_and_a_report_read_through_the_proxy(visit, served):
    page = visit.open()
    ask(page, "预计年产值是多少？")
    page.click(".xw-citation >> nth=0")
    page.wait_for_selector("#xw-reader mark")
    page.click("#xw-tabs [role=tab] >> nth=1")
    page.click("tr[data-doc] .xw-open >> nth=0")
    page.wait_for_selector(".xw-about")
