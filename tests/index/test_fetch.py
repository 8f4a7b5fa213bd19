import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index.errors import SourceTooLarge, UnknownFormat, UnreachableSource
from index.fetch import expand, read_url

PAGES = {
    "/report": (200, "text/html; charset=utf-8", "<p>正文</p>".encode()),
    "/photo": (200, "image/png", b"\x89PNG"),
    "/large": (200, "text/plain", b"x" * 5000),
    "/gone": (404, "text/html", b""),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        status, kind, body = PAGES[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_gets_the_ending_of_its_type(site):
    assert read_url(f"{site}/report", 1000, 5, True) == ("report.html", "<p>正文</p>".encode())


@pytest.mark.parametrize(
    ("path", "error", "says"),
    [
        ("/photo", UnknownFormat, "image/png"),
        ("/large", SourceTooLarge, "XIANWEN_MAX_BYTES"),
        ("/gone", UnreachableSource, "404"),
        ("/loop", UnreachableSource, "redirects"),
    ],
)
def test_what_cannot_be_taken_is_named(site, path, error, says):
    with pytest.raises(error, match=says) as caught:
        read_url(f"{site}{path}", 1000, 5, True)
    assert path in str(caught.value)


def test_private_and_strange_addresses_are_refused(site):
    with pytest.raises(UnreachableSource, match="XIANWEN_ALLOW_PRIVATE_URLS"):
        read_url(f"{site}/report", 1000, 5, False)
    with pytest.raises(UnreachableSource, match="only http and https"):
        read_url("file:///etc/passwd", 1000, 5, True)


def test_a_port_without_a_server_is_unreachable():
    with pytest.raises(UnreachableSource, match="cannot be reached"):
        read_url("http://127.0.0.1:9/report", 1000, 5, True)


def test_folders_give_their_files_without_hidden_ones(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.txt").write_text("x")
    assert expand([tmp_path]) == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    assert expand(["http://host/x", "missing.txt"]) == ["http://host/x", "missing.txt"]
