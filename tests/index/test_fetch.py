import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index import fetch, hosts
from index.charset import as_utf8
from index.errors import SourceTooLarge, UnknownFormat, UnreachableSource
from index.fetch import PageReader, UrlLimits
from index.hosts import is_public
from index.load import load
from index.paths import address_of, expanded


def read_url(url, max_bytes, timeout, allow_private, ignore_robots=False):
    """One page by a reader of its own."""
    with PageReader(UrlLimits(max_bytes, timeout, allow_private, ignore_robots)) as reader:
        return reader.read(url)


def list_of(sources):
    return list(expanded(sources))


GBK = "<html><body><p>遂昌县地区生产总值</p></body></html>".encode("gbk")
PAGES = {
    "/report": ("text/html; charset=utf-8", "<p>正文</p>".encode()),
    "/photo": ("image/png", b"\x89PNG"),
    "/large": ("text/plain", b"x" * 5000),
    "/gbk": ("text/html; charset=GB2312", GBK),
    "/lying": ("text/html; charset=utf-8", b'<meta charset="gbk">' + GBK),
    "/data.csv": ("application/octet-stream", b"a,b\n1,2\n"),
    "/private/report": ("text/html", b"<p>1</p>"),
    "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /private/\n"),
}


class Handler(BaseHTTPRequestHandler):
    seen: list[tuple[str, str]] = []  # noqa: RUF012

    def do_GET(self):
        self.seen.append((self.headers["Host"], self.path))
        if self.path.startswith("/to/"):
            self._head(302, {"Location": self.path.removeprefix("/to/")})
        elif self.path == "/loop":
            self._head(302, {"Location": "/loop"})
        elif self.path == "/bomb":
            body = gzip.compress(b"0" * 10_000_000)
            self._head(200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"})
            self.wfile.write(body)
        elif self.path == "/announced":
            self._head(200, {"Content-Type": "text/plain", "Content-Length": str(2**40)})
        elif self.path in {"/drip", "/drip-head"}:
            self._drip(self.path == "/drip-head")
        elif self.path in PAGES:
            kind, body = PAGES[self.path]
            self._head(200, {"Content-Type": kind})
            self.wfile.write(body)
        else:
            self._head(404, {"Content-Type": "text/html"})

    def _head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _drip(self, head):
        """A byte every 0.1 s for 20 s: never slow enough for a timeout of single reads."""
        try:
            if not head:
                self._head(200, {"Content-Type": "text/plain"})
            for _ in range(200):
                self.wfile.write(b"H")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_gets_the_ending_of_its_type(site):
    name, data = read_url(f"{site}/report", 1000, 30, True)
    assert (name, data.decode("utf-8-sig")) == ("report.html", "<p>正文</p>")
    # a type that says nothing leaves it to the name
    assert read_url(f"{site}/data.csv", 1000, 30, True) == ("data.csv", b"a,b\n1,2\n")


@pytest.mark.parametrize(
    ("path", "error", "says"),
    [
        ("/photo", UnknownFormat, "image/png"),
        ("/large", SourceTooLarge, "XIANWEN_MAX_BYTES"),
        ("/announced", SourceTooLarge, "XIANWEN_MAX_BYTES"),
        ("/bomb", SourceTooLarge, "XIANWEN_MAX_BYTES"),
        ("/gone", UnreachableSource, "404"),
        ("/loop", UnreachableSource, "redirects"),
        ("/to/ftp://host/a", UnreachableSource, "only http and https"),
        ("/private/report", UnreachableSource, "XIANWEN_IGNORE_ROBOTS"),
        ("/to//private/report", UnreachableSource, "XIANWEN_IGNORE_ROBOTS"),
    ],
)
def test_what_cannot_be_taken_is_named(site, path, error, says):
    with pytest.raises(error, match=says) as caught:
        read_url(f"{site}{path}", 1000, 30, True)
    assert caught.value.chinese != str(caught.value)


def test_robots_can_be_ignored_and_are_asked_for_once(site):
    assert read_url(f"{site}/private/report", 1000, 30, True, ignore_robots=True)[0] == "report.html"
    Handler.seen.clear()
    with PageReader(UrlLimits(1000, 30, allow_private=True)) as reader:
        reader.read(f"{site}/report")
        reader.read(f"{site}/to//report")
    assert [path for _, path in Handler.seen].count("/robots.txt") == 1


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
def test_the_time_limit_is_for_the_whole_page(site, path):
    begin = time.monotonic()
    with pytest.raises(UnreachableSource, match="XIANWEN_URL_TIMEOUT"):
        read_url(f"{site}{path}", 1000, 2, True, ignore_robots=True)
    assert time.monotonic() - begin < 15


@pytest.mark.parametrize("path", ["/gbk", "/lying"])
def test_the_charset_of_the_header_counts_where_the_bytes_bear_it_out(site, path):
    assert "遂昌县地区生产总值" in load(*read_url(f"{site}{path}", 1000, 30, True)).text


def test_a_byte_order_mark_is_stronger_than_the_header():
    data = "\ufeff县".encode()
    assert as_utf8(data, "text/plain; charset=gbk") == data
    assert as_utf8(b"\xcf\xd8", "text/plain; charset=klingon") == b"\xcf\xd8"


def test_private_and_strange_addresses_are_refused(site):
    port = site.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"):
        with pytest.raises(UnreachableSource, match="XIANWEN_ALLOW_PRIVATE_URLS"):
            read_url(f"http://{host}:{port}/report", 1000, 5, False)
    with pytest.raises(UnreachableSource, match="only http and https"):
        read_url("file:///etc/passwd", 1000, 5, True)
    with pytest.raises(UnreachableSource) as caught:
        read_url("http://me:secret@host/a", 1000, 5, True)
    assert "secret" not in str(caught.value) + caught.value.chinese


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.9.9", "192.168.1.1", "127.8.8.8", "169.254.169.254", "100.100.100.200", "168.63.129.16",
     "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "::ffff:10.0.0.1",
     "2002:7f00:1::", "64:ff9b::a00:1"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_internet(address):
    assert not is_public(address)


def test_public_addresses_are():
    assert is_public("8.8.8.8")
    assert is_public("2606:4700::1111")


def test_a_name_is_checked_by_what_it_resolves_to_and_that_is_what_is_connected_to(site, monkeypatch):
    port = int(site.rpartition(":")[2])
    answers = {
        "inside.test": ["10.9.8.7"],
        "mixed.test": ["8.8.8.8", "127.0.0.1"],
        "ours.test": ["127.0.0.1"],
    }
    asked = []

    def resolver(host, at, *_, **__):
        asked.append(host)
        return [(2, 1, 6, "", (number, at)) for number in answers.get(host, [host])]

    monkeypatch.setattr(hosts.socket, "getaddrinfo", resolver)
    for host in ("inside.test", "mixed.test"):
        with pytest.raises(UnreachableSource, match="private address"):
            read_url(f"http://{host}:{port}/report", 1000, 5, False)
    # A resolver that says something public once and something private the next time gains nothing.
    monkeypatch.setattr(fetch, "is_public", lambda number: number == "127.0.0.1")
    Handler.seen.clear()
    asked.clear()
    assert (
        read_url(f"http://ours.test:{port}/report", 1000, 30, False, ignore_robots=True)[0] == "report.html"
    )
    # Once: whoever connects was given the number that was checked, not the name.
    assert asked == ["ours.test", "127.0.0.1"]
    assert Handler.seen == [(f"ours.test:{port}", "/report")]


def test_each_hop_of_a_redirect_is_checked(site, monkeypatch):
    port = int(site.rpartition(":")[2])
    answers = {"public.test": "127.0.0.1"}
    monkeypatch.setattr(
        hosts.socket,
        "getaddrinfo",
        lambda host, at, *_, **__: [(2, 1, 6, "", (answers.get(host, host), at))],
    )
    monkeypatch.setattr(fetch, "is_public", lambda number: number == "127.0.0.1")
    with pytest.raises(UnreachableSource, match=r"10\.1\.1\.1 is a private address"):
        read_url(f"http://public.test:{port}/to/http://10.1.1.1/x", 1000, 30, False)


def test_a_port_without_a_server_is_unreachable():
    with pytest.raises(UnreachableSource, match="cannot be reached"):
        read_url("http://127.0.0.1:9/report", 1000, 5, True)


def test_folders_give_their_files_without_hidden_ones(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.txt").write_text("x")
    assert list_of([tmp_path]) == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    assert list_of(["http://host/x", "missing.txt"]) == ["http://host/x", "missing.txt"]


def test_patterns_give_the_files_they_match(tmp_path):
    (tmp_path / "2022").mkdir()
    for name in ("b.txt", "a.txt", "2022/c.txt", "a.pdf", "有[方]括号.txt"):
        (tmp_path / name).write_text("x")
    assert list_of([f"{tmp_path}/?.txt"]) == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    assert str(tmp_path / "2022" / "c.txt") in list_of([tmp_path / "**" / "*.txt"])
    assert list_of([f"{tmp_path}/*.docx"]) == [f"{tmp_path}/*.docx"]  # its fate says that nothing matches
    # a file whose name looks like a pattern is that file
    assert list_of([tmp_path / "有[方]括号.txt"]) == [str(tmp_path / "有[方]括号.txt")]


def test_the_address_of_a_source_is_the_same_from_wherever_it_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert address_of("a.txt") == str(tmp_path / "a.txt")
    assert address_of("https://host/a?b=1#c") == "https://host/a?b=1"
