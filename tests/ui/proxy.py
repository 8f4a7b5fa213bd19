"""A reverse proxy as nginx is set up: it shows a server under a path, takes that path off, and passes streams on as they come."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "host"}
"""Headers that are between two machines alone."""


@contextmanager
def proxied(server: str, path: str, forwards: bool = True) -> Iterator[str]:
    """The address of a proxy that shows `server` under `path` and nothing beside it.

    `forwards`: it says under which name it was called (X-Forwarded-…), as most are set up to.
    """

    class Handler(_Handler):
        upstream, prefix, named = urlsplit(server).netloc, path, forwards

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.daemon_threads = True
    worker = threading.Thread(target=proxy.serve_forever, daemon=True)
    worker.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_address[1]}{path}"
    finally:
        proxy.shutdown()
        proxy.server_close()
        worker.join(10)


class _Handler(BaseHTTPRequestHandler):
    upstream, prefix, named = "", "", True

    def do_GET(self) -> None:
        if self.path != self.prefix and not self.path.startswith((f"{self.prefix}/", f"{self.prefix}?")):
            self.send_error(404, "not under the path of the proxy")
            return
        headers = {key: value for key, value in self.headers.items() if key.lower() not in _HOP}
        headers["Host"] = self.upstream
        if self.named:
            headers |= {"X-Forwarded-Host": self.headers["Host"], "X-Forwarded-Proto": "http"}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        behind = HTTPConnection(self.upstream, timeout=60)
        try:
            behind.request(self.command, self.path.removeprefix(self.prefix) or "/", body, headers)
            reply = behind.getresponse()
            self.send_response_only(reply.status)
            for key, value in reply.getheaders():
                if key.lower() not in _HOP:
                    self.send_header(key, value)
            self.send_header("Connection", "close")
            self.end_headers()
            while part := reply.read1(65536):
                self.wfile.write(part)
                self.wfile.flush()
        except ConnectionError:  # whoever asked is gone
            pass
        finally:
            behind.close()

    do_POST = do_HEAD = do_DELETE = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass
