"""Who may do what: the file of people, its hashes, the login of the page and of /v1, and what a reader may not."""

import asyncio
import base64
import io
import stat
from collections.abc import Iterator

import openai
import pytest
from gradio_client import Client

from index.errors import SettingsError
from tests.ui.server import MARKS, Server, Visitor, fetch, serving
from ui import cli, people
from ui.people import People, Person, TriedTooOften, credentials, hashed, may_edit, verified
from ui.serving import MAX_UPLOAD_MB, Serving, checked_base, checked_count

pytestmark = [pytest.mark.filterwarnings(mark) for mark in MARKS]

LI, WANG = Person("li", "reader", hashed("li's password")), Person("王五", "editor", hashed("王五的密码很长"))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(Serving(people=People([LI, WANG]), base_path="/xianwen")) as one:
        yield one


def basic(name, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


# The file and its hashes


def test_a_line_that_was_written_is_read(tmp_path):
    lines = [
        people.written("li", "reader", "a password"),
        "# 注释",
        "",
        people.written("王五", "editor", "密码" * 4),
    ]
    path = tmp_path / "users"
    path.write_text("\ufeff" + "\n".join(lines), "utf-8")
    held = people.load(path)
    assert held.admit("li", "a password").role == "reader"
    assert held.admit("王五", "密码" * 4).role == "editor"
    assert held.admit("li", "a passwort") is None
    assert held.admit("nobody", "a password") is None
    assert (may_edit(held, "王五"), may_edit(held, "li"), may_edit(held, "x"), may_edit(held, None)) == (
        True,
        False,
        False,
        False,
    )
    assert may_edit(None, None)  # without a file everybody is an editor


def test_two_hashes_of_a_password_differ_and_both_hold():
    one, two = hashed("the same"), hashed("the same")
    assert one != two
    assert verified("the same", one) and verified("the same", two)
    assert not verified("the Same", one)
    assert not verified("x" * 2000, one)
    assert ":" not in one


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("li", "第 2 行"),
        ("li:admin:" + LI.hash, "第 2 行"),
        ("li:reader:plain text", "第 2 行"),
        (
            "li:reader:scrypt$1073741824$8$1$AAAA$" + LI.hash.rpartition("$")[2],
            "第 2 行",
        ),  # would take a terabyte
        ("li:reader:scrypt$16384$8$1$AAAA$AAAA", "第 2 行"),
        (f"li:reader:{LI.hash}\nli:editor:{LI.hash}", "第 3 行"),
        ("", "是空的"),
    ],
    ids=[
        "short",
        "role",
        "plain",
        "costly",
        "weak",
        "twice",
        "empty",
    ],  # not the hash, which is another in every process
)
def test_a_wrong_file_is_refused_as_a_whole(tmp_path, line, said):
    path = tmp_path / "users"
    path.write_text(f"# people\n{line}\n", "utf-8")
    with pytest.raises(SettingsError) as told:
        people.load(path)
    assert said in told.value.chinese
    assert "scrypt" not in told.value.chinese


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(SettingsError, match="cannot read"):
        people.load(tmp_path / "absent")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(SettingsError, match="UTF-8"):
        people.load(tmp_path / "binary")


@pytest.mark.parametrize("name", ["", "a:b", "a b", "#a", "a\nb", "长" * 65])
def test_names_that_would_break_the_file(name):
    with pytest.raises(SettingsError):
        people.written(name, "reader", "long enough")


def test_too_many_wrong_passwords_close_a_name_for_a_minute():
    now = [0.0]
    held = People([LI, WANG], clock=lambda: now[0])
    for _ in range(10):
        assert held.admit("li", "wrong") is None
    with pytest.raises(TriedTooOften):
        held.admit("li", "li's password")
    assert held.admit("王五", "王五的密码很长")  # others are not shut out
    now[0] = 61.0
    assert held.admit("li", "li's password")
    for number in range(10):
        assert held.admit(f"nobody{number}", "x") is None
    with pytest.raises(TriedTooOften):
        held.admit("another nobody", "x")


def test_the_page_lets_in_with_the_right_password_alone():
    held = People([LI])
    assert asyncio.run(held.login("li", "li's password"))
    assert not asyncio.run(held.login("li", "wrong"))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (None, None),
        ("Bearer li:a:b", ("li", "a:b")),
        ("bearer li:a", ("li", "a")),
        ("Basic " + base64.b64encode("王:密".encode()).decode(), ("王", "密")),
        ("Basic !!!", None),
        ("Basic /w==", None),
        ("Bearer :a", None),
        ("Digest li:a", None),
    ],
)
def test_credentials(header, found):
    assert credentials(header) == found


@pytest.mark.parametrize("path", ["/a//b", "/a/../b", "http://x/", "/a b", "/a?b", '/"'])
def test_base_paths_that_cannot_be(path):
    with pytest.raises(SettingsError):
        checked_base(path)


def test_counts():
    assert checked_count("--queue", 1) == 1
    with pytest.raises(SettingsError, match="--queue must be"):
        checked_count("--queue", 0)


# The terminal


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "XIANWEN_LANGUAGE", "XIANWEN_USERS_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name in cli._QUIET:
        monkeypatch.setenv(name, "x")
    monkeypatch.setattr(cli, "entry_points", lambda group: [])


def test_user_reads_the_password_from_a_pipe(terminal, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.stdin", io.StringIO("a password\n"))
    assert cli.main(["user", "li", "--role", "editor"]) == 0
    path = tmp_path / "users"
    path.write_text(capsys.readouterr().out, "utf-8")
    path.chmod(stat.S_IRUSR)
    assert people.load(path).admit("li", "a password").role == "editor"


def test_user_asks_twice_at_a_terminal(terminal, monkeypatch, capsys):
    class Typed(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr("sys.stdin", Typed())
    typed = iter(["a password", "a passwort", "a password", "a password", "short", "short"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    assert cli.main(["user", "li"]) == 1
    assert "两次输入的密码不同" in capsys.readouterr().err
    assert cli.main(["user", "li"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("li:reader:scrypt$") and "password" not in out
    assert cli.main(["user", "li"]) == 1
    assert "密码至少 8 个字符" in capsys.readouterr().err


def test_the_terminal_and_the_page_have_the_same_limits_and_roles():
    from typing import get_args

    assert cli._MAX_UPLOAD_MB == MAX_UPLOAD_MB
    assert set(cli._ROLES) == set(get_args(people.Role))


def test_serve_hands_its_options_down(terminal, monkeypatch, capsys, tmp_path):
    from tests.ui.fakes import FakeAssistant, FakeLibrary
    from ui import opening

    served = []
    monkeypatch.setattr(opening, "library", lambda settings: FakeLibrary())
    monkeypatch.setattr(opening, "assistant", lambda shelf, settings: FakeAssistant())
    monkeypatch.setattr(
        opening, "page", lambda answers, shelf, host, port, **more: served.append(more["serving"])
    )
    path = tmp_path / "users"
    path.write_text(f"li:reader:{LI.hash}\n", "utf-8")
    words = ["serve", "--base-path", "xianwen/", "--max-upload-mb", "8", "--queue", "3"]
    assert cli.main([*words, "--users", str(path)]) == 0
    how = served[0]
    assert (how.base_path, how.max_upload_mb, how.queue, how.mcp) == ("/xianwen", 8, 3, False)
    assert how.people.admit("li", "li's password")
    monkeypatch.setenv("XIANWEN_USERS_FILE", str(tmp_path / "absent"))
    assert cli.main(["serve"]) == 1
    assert "读不了登录者名单" in capsys.readouterr().err
    monkeypatch.delenv("XIANWEN_USERS_FILE")
    assert cli.main(["serve"]) == 0
    assert served[1] == Serving()
    assert cli.main(["serve", "--queue", "0"]) == 1
    assert "--queue 应是 1 以上的整数" in capsys.readouterr().err
    monkeypatch.setattr("ui.serving.find_spec", lambda name: None)
    assert cli.main(["serve", "--mcp"]) == 1
    assert "pip install 'xianwen[mcp]'" in capsys.readouterr().err


# The server, which also stands behind a path here


def test_health_needs_no_login_and_says_no_more_than_a_number(server):
    reply = fetch(f"{server.url}/health")
    assert reply.status == 200
    assert set(reply.json()) == {"status", "version", "reports"}


@pytest.mark.parametrize("path", ["", "/xianwen"])
def test_the_page_shows_itself_under_its_path_whether_the_proxy_keeps_that_or_not(server, path):
    reply = fetch(f"{server.url}{path}/", headers={"X-Forwarded-Host": "county.example"})
    assert reply.status == 200
    assert '"root":"http://county.example/xianwen"' in reply.body.decode()
    assert fetch(f"{server.url}{path}/health").status == 200
    assert fetch(f"{server.url}{path}/v1/models", headers=basic("li", "li's password")).status == 200


def test_v1_wants_a_name_and_a_password(server):
    for headers in ({}, basic("li", "wrong"), {"Authorization": "Bearer li"}):
        reply = fetch(f"{server.url}/v1/models", headers=headers)
        assert reply.status == 401
        assert reply.json()["error"]["code"] == "invalid_api_key"
        assert reply.headers["www-authenticate"].startswith("Basic ")
    body = {"messages": [{"role": "user", "content": "年产值"}]}
    assert fetch(f"{server.url}/v1/chat/completions", body).status == 401
    assert fetch(f"{server.url}/v1/chat/completions", body, basic("王五", "王五的密码很长")).status == 200
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="li:li's password", max_retries=0) as chat:
        assert chat.models.list().data[0].id == "xianwen"


def test_guessing_is_stopped():
    with serving(Serving(people=People([LI]))) as one:
        for _ in range(10):
            one_people = fetch(f"{one.url}/v1/models", headers=basic("nobody", "x"))
            assert one_people.status == 401
        assert fetch(f"{one.url}/v1/models", headers=basic("nobody", "x")).status == 429


def test_without_a_login_nothing_is_told(server):
    assert fetch(f"{server.url}/gradio_api/info").status == 401
    assert '"auth_required":true' in fetch(f"{server.url}/").body.decode()
    assert fetch(f"{server.url}/gradio_api/call/reports", {"data": []}).status == 401
    with pytest.raises(ValueError, match="Could not login"):
        Client(f"{server.url}/xianwen", auth=("li", "wrong"), verbose=False)


def test_a_reader_may_ask_and_read_but_not_add_correct_or_remove(server):
    reader = Client(f"{server.url}/xianwen", auth=("li", "li's password"), verbose=False)
    assert reader.predict("年产值", api_name="/ask")["grounding"] == "grounded"
    assert len(reader.predict(api_name="/reports")) == 3
    visitor = Visitor(server.url, "li", "li's password")
    for trigger, data, sent in EDITS:
        assert "只有编辑者" in visitor.event(trigger, data, sent), trigger
    assert "d1car" in visitor.event("xw-shelf.select", [], {"doc": "d1car"})
    assert set(server.library.documents) == {"d1car", "d2anning", "d3evil"}
    assert server.library.said == {}


def test_an_editor_may(server):
    visitor = Visitor(server.url, "王五", "王五的密码很长")
    for trigger, data, sent in EDITS:
        assert "只有编辑者" not in visitor.event(trigger, data, sent), trigger
    assert "d3evil" not in server.library.documents
    assert "id-a" in server.library.documents
    assert server.library.said["d1car"] == {"title": "新题"}


def test_the_head_of_the_page_says_who_is_there_and_hides_what_they_may_not():
    from ui.app import _brand

    how = Serving(base_path="/xianwen", people=People([LI, Person("<b>", "editor", LI.hash)]))
    assert 'class="xw-brand xw-reads"' in _brand("zh", how, "li")
    assert 'href="/xianwen/logout"' in _brand("zh", how, "li")
    assert "xw-reads" not in _brand("zh", how, "<b>")
    assert "&lt;b&gt;" in _brand("zh", how, "<b>")
    assert "xw-reads" not in _brand("zh", Serving(), None) and "logout" not in _brand("zh", Serving(), None)
    assert "name:password" in _brand("zh", how, "li") and "/mcp" not in _brand("zh", how, "li")
    assert "name:password" not in _brand("en", Serving(mcp=True), None)
    assert "{address}/mcp" in _brand("en", Serving(mcp=True), None)


EDITS = [
    ("xw-shelf.delete", ["", None], {"docs": ["d3evil"]}),
    ("xw-reader.submit", ["", None], {"doc": "d1car", "title": "新题"}),
    ("xw-add-button.click", [None, "https://example.org/a", "", None], None),
]
