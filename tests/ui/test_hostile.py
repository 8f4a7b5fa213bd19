"""Hostile visitors: files of this machine that must not be served or taken in, and uploads that must stay where they are."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.ui.server import MARKS, Server, Visitor, fetch, serving

pytestmark = [pytest.mark.filterwarnings(mark) for mark in MARKS]

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def secrets(tmp_path_factory) -> dict[str, Path]:
    """What lies about on a machine that serves a library."""
    folder = tmp_path_factory.mktemp("library")
    names = ("record.sqlite3", "record.sqlite3-wal", "feedback.jsonl", "users", ".env", "chroma.sqlite3")
    for name in names:
        (folder / name).write_text("SECRET", "utf-8")
    return {name: folder / name for name in names}


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    uploads = tmp_path_factory.mktemp("uploads") / "inner"
    uploads.mkdir()
    patch = pytest.MonkeyPatch()
    patch.setenv("GRADIO_TEMP_DIR", str(uploads))
    with serving() as one:
        yield one
    patch.undo()


def upload(server, name, content=b"hello"):
    mark = "xwxwxw"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
    body = head + content + f"\r\n--{mark}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return fetch(f"{server.url}/gradio_api/upload", body, kind)


def asked_for(path):
    """The spellings in which a path may be asked for."""
    yield path
    yield quote(path, safe="")
    yield quote(quote(path, safe=""), safe="")
    yield "//" + path.lstrip("/")
    yield "./" + path.lstrip("/")
    yield path + "%00.txt"
    for up in ("../", "..%2f", "%2e%2e/", "..%5c", "....//"):
        yield up * 12 + path.lstrip("/")


def refused(server, url):
    reply = fetch(url)
    assert reply.status in {403, 404}, (url, reply.status)
    assert b"SECRET" not in reply.body and b"root:" not in reply.body


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "/etc/hosts",
        str(ROOT / "pyproject.toml"),
        str(ROOT / "ui/app.py"),
        "/proc/self/environ",
    ],
)
def test_files_of_the_machine_are_not_served(server, path):
    for spelling in asked_for(path):
        for route in ("gradio_api/file=", "file=", "gradio_api/file/", "static/", "assets/", "svelte/"):
            refused(server, f"{server.url}/{route}{spelling}")


def test_the_library_is_not_served(server, secrets):
    for path in secrets.values():
        for spelling in asked_for(str(path)):
            refused(server, f"{server.url}/gradio_api/file={spelling}")
    relative = os.path.relpath(secrets["record.sqlite3"])
    refused(server, f"{server.url}/gradio_api/file={relative}")
    refused(server, f"{server.url}/gradio_api/file={ROOT}/README.md")


def test_other_hosts_are_not_asked_for_a_visitor(server):
    for url in ("http://127.0.0.1:1/", "https://example.org/", "file:///etc/passwd"):
        for route in ("gradio_api/proxy=", "proxy=", "gradio_api/file="):
            reply = fetch(f"{server.url}/{route}{url}")
            assert reply.status in {400, 403, 404}, (route, url, reply.status)


@pytest.mark.parametrize(
    "name",
    [
        "../../x.txt",
        "..\\\\..\\\\x.txt",
        "/etc/x.txt",
        "%2e%2e%2fx.txt",
        "..",
        "a/../../../x.txt",
        "长" * 200 + ".txt",
    ],
)
def test_an_upload_stays_in_its_folder(server, name):
    uploads = Path(os.environ["GRADIO_TEMP_DIR"])
    reply = upload(server, name)
    if reply.status != 200:
        assert reply.status in {400, 403, 404, 422}
    else:
        (path,) = reply.json()
        assert Path(path).resolve().is_relative_to(uploads.resolve())
        assert Path(path).read_bytes() == b"hello"
    assert not [one for one in uploads.parent.iterdir() if one != uploads]


def test_a_path_of_this_machine_is_not_taken_in_as_an_upload(server, secrets):
    visitor = Visitor(server.url)
    known = set(server.library.documents)
    for path in ("/etc/passwd", str(secrets["users"]), "../../../../etc/passwd"):
        for given in (
            path,
            {"path": path, "meta": {"_type": "gradio.FileData"}},
            {"path": path, "url": path},
        ):
            told = visitor.event("xw-add-button.click", [[given], "", "", None])
            assert "SECRET" not in told and "root:" not in told
            assert set(server.library.documents) == known, given


def test_a_path_is_no_address(server):
    known = set(server.library.documents)
    for line in (
        "/etc/passwd",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "../x.txt",
        "ftp://example.org/x",
    ):
        assert "不是网页地址" in Visitor(server.url).event("xw-add-button.click", [None, line, "", None])
    assert set(server.library.documents) == known


def test_too_large_an_upload_is_turned_away():
    from ui.serving import Serving

    with serving(Serving(max_upload_mb=1)) as small:
        assert upload(small, "a.txt", b"x" * (2 << 20)).status == 413
        assert upload(small, "a.txt", b"x" * (1 << 19)).status == 200


@pytest.mark.parametrize("doc_id", ["../../etc/passwd", "'; DROP TABLE documents; --", "\x00", "<script>"])
def test_ids_are_only_ids(server, doc_id):
    visitor = Visitor(server.url)
    for trigger, data in (
        ("xw-shelf.delete", ["", None]),
        ("xw-shelf.input", ["", None]),
        ("xw-shelf.apply", [""]),
        ("xw-shelf.select", []),
        ("xw-reader.submit", ["", None]),
    ):
        sent = {"doc": doc_id, "docs": [doc_id, "x", 3], "title": "x", "sort": doc_id, "page": doc_id}
        told = visitor.event(trigger, data, sent)
        assert "Traceback" not in told and "<script>" not in told
    assert {"d1car", "d2anning", "d3evil"} <= set(server.library.documents)


@pytest.mark.parametrize("path", ["monitoring", "gradio_api/deep_link", "docs", "redoc", "openapi.json"])
def test_what_nobody_needs_is_not_there(server, path):
    assert fetch(f"{server.url}/{path}").status in {403, 404, 405, 422}
