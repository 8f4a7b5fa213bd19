"""Gets a page from its address, within limits. httpx is known to this module alone."""

import threading
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

import httpx

from index.charset import as_utf8
from index.errors import SourceTooLarge, UnknownFormat, UnreachableSource
from index.hosts import is_public, resolved
from index.paths import too_large

_MAX_REDIRECTS = 5
_MAX_ROBOTS_BYTES = 512 * 1024
"""What RFC 9309 asks readers of robots.txt to take at least."""
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "message/rfc822": ".eml",
    "multipart/related": ".mhtml",
}
_UNNAMED = {"", "application/octet-stream", "binary/octet-stream", "application/x-download"}
"""Types that say nothing: here the ending of the name in the address decides."""
_AGENT = "xianwen/0.1 (document reader)"
_ROBOT = "xianwen"
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class UrlLimits:
    """What a page may cost and where it may come from: bytes, seconds in all, redirects, and two permissions."""

    max_bytes: int = 64 * 2**20
    timeout: float = 20.0
    allow_private: bool = False
    ignore_robots: bool = False


class PageReader:
    """Reads pages within `limits`; what the robots.txt of a site says is asked once. For one thread.

    The connection goes to the very address that was checked (with the name of the host in TLS and in the request), so
    a name that resolves to something else a moment later leads nowhere else.
    """

    def __init__(self, limits: UrlLimits) -> None:
        self._limits = limits
        self._robots: dict[str, RobotFileParser | None] = {}
        # Pages come from many hosts and keep-alive would mix them up: connections are by number here.
        self._client = httpx.Client(
            timeout=limits.timeout,
            headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate"},
            limits=httpx.Limits(max_keepalive_connections=0),
            trust_env=True,
        )

    def __enter__(self) -> "PageReader":
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def read(self, url: str) -> tuple[str, bytes]:
        """A file name with a known ending, and the bytes of a page, in UTF-8 where its header told the charset.

        Only http and https, without a password in the address; redirects are followed up to five times and each is
        checked like the first address. Raises UnreachableSource, SourceTooLarge and UnknownFormat.
        """
        deadline = monotonic() + self._limits.timeout
        at = url
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                self._check_robots(at, deadline)
                status, headers, data = self._get(at, deadline, self._limits.max_bytes)
                if status not in _REDIRECTS:
                    kind = headers.get("content-type", "")
                    name = _name(at, kind)
                    return name, as_utf8(data, kind) if name.endswith(
                        (".html", ".txt", ".md", ".csv")
                    ) else data
                at = urljoin(at, headers.get("location", ""))
        except httpx.HTTPStatusError as error:
            raise UnreachableSource(
                f"{url}: the server says {error.response.status_code}; check the address",
                f"{url}：服务器返回 {error.response.status_code}；请检查网址",
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _unreachable(url, error, slow=monotonic() >= deadline) from error
        raise UnreachableSource(
            f"{url}: more than {_MAX_REDIRECTS} redirects; give the final address",
            f"{url}：跳转超过 {_MAX_REDIRECTS} 次；请给出最终网址",
        )

    def _get(self, url: str, deadline: float, max_bytes: int) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and body of one address, without following where it leads. Raises httpx.HTTPError."""
        parts = _checked(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = httpx.URL(url).raw_host.decode()
        numbers = self._numbers(url, host, port)
        for at, number in enumerate(numbers):
            try:
                return self._get_from(number, parts, host, deadline, max_bytes)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if at == len(numbers) - 1:
                    raise
        raise httpx.ConnectError("no address")

    def _get_from(
        self, number: str, parts: SplitResult, host: str, deadline: float, max_bytes: int
    ) -> tuple[int, httpx.Headers, bytes]:
        pinned = f"[{number}]" if ":" in number else number
        target = urlunsplit(
            (parts.scheme, f"{pinned}:{parts.port}" if parts.port else pinned, parts.path, parts.query, "")
        )
        named = f"[{host}]" if ":" in host else host
        watch = _Watch(deadline)
        with (
            watch,
            self._client.stream(
                "GET",
                target,
                headers={"Host": f"{named}:{parts.port}" if parts.port else named},
                extensions={"sni_hostname": host, "trace": watch.trace},
            ) as response,
        ):
            if response.status_code in _REDIRECTS:
                return response.status_code, response.headers, b""
            # The whole line of httpx would show the number in the place of the name.
            if response.status_code >= 400:
                raise httpx.HTTPStatusError("", request=response.request, response=response)
            return (
                response.status_code,
                response.headers,
                _body(parts.geturl(), response, max_bytes, deadline),
            )

    def _numbers(self, url: str, host: str, port: int) -> tuple[str, ...]:
        try:
            found = resolved(host, port)
        except (OSError, UnicodeError) as error:
            raise UnreachableSource(
                f"{url}: unknown host {host}; check the address and network",
                f"{url}：找不到主机 {host}；请检查网址和网络",
            ) from error
        if not self._limits.allow_private and not all(is_public(one) for one in found):
            raise UnreachableSource(
                f"{url}: {host} is a private address; set XIANWEN_ALLOW_PRIVATE_URLS=1 to allow such pages",
                f"{url}：{host} 是内网地址；如需允许，请设置 XIANWEN_ALLOW_PRIVATE_URLS=1",
            )
        return found

    def _check_robots(self, url: str, deadline: float) -> None:
        """Raise UnreachableSource where the site asks programs to leave the page alone (RFC 9309)."""
        if self._limits.ignore_robots:
            return
        parts = _checked(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(f"{site}/robots.txt", deadline)
        rules = self._robots[site]
        if rules is not None and not rules.can_fetch(_ROBOT, url):
            raise UnreachableSource(
                f"{url}: the site's robots.txt asks programs to leave it; save the page and add the file, "
                "or set XIANWEN_IGNORE_ROBOTS=1 where you may",
                f"{url}：网站的 robots.txt 不允许程序读取；请把网页存成文件再加入，或在获得许可时设置 XIANWEN_IGNORE_ROBOTS=1",
            )

    def _read_robots(self, url: str, deadline: float) -> RobotFileParser | None:
        """The rules of a site; None where it has none. A server error means that nothing may be read for now."""
        rules = RobotFileParser(url)
        at = url
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                status, headers, data = self._get(at, deadline, _MAX_ROBOTS_BYTES)
                if status not in _REDIRECTS:
                    rules.parse(data.decode("utf-8", "replace").lstrip("\ufeff").splitlines())
                    return rules
                at = urljoin(at, headers.get("location", ""))
        except httpx.HTTPStatusError as error:
            if error.response.status_code < 500:
                return None
            rules.parse(["User-agent: *", "Disallow: /"])
            return rules
        except SourceTooLarge:
            return None
        return None


class _Watch:
    """Ends a request at its deadline: httpx's timeout is for each single read, and a server may drip for hours."""

    def __init__(self, deadline: float) -> None:
        self._stream: Any = None
        self._timer = threading.Timer(max(0.0, deadline - monotonic()), self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *details: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Remember the newest stream: TLS puts one over that of TCP."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._stream = info["return_value"]

    def _end(self) -> None:
        import socket

        if self._stream is None:
            return
        try:
            self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        except OSError:  # it was over by itself
            return


def _checked(url: str) -> SplitResult:
    """The parts of an address. Raises UnreachableSource where it is not one of a page, ValueError for a bad port."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UnreachableSource(
            f"{url}: only http and https addresses are read; save the report and add the file",
            f"{url}：只支持 http 和 https 网址；请把报告存成文件再加入",
        )
    if parts.username or parts.password:
        shown = f"{parts.scheme}://…@{parts.hostname}{parts.path}"
        raise UnreachableSource(
            f"{shown}: an address with a password would be stored and shown; save the report and add the file",
            f"{shown}：带密码的网址会被保存并显示出来；请把报告存成文件再加入",
        )
    return parts


def _body(url: str, response: httpx.Response, max_bytes: int, deadline: float) -> bytes:
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise too_large(url, int(announced), max_bytes)
    data = bytearray()
    for piece in response.iter_bytes():
        data += piece
        if len(data) > max_bytes:
            raise too_large(url, len(data), max_bytes)
    if monotonic() >= deadline:
        # Cut off by the watch, a body without a length looks like one that ended.
        raise httpx.ReadTimeout("too slow")
    return bytes(data)


def _name(url: str, content_type: str) -> str:
    stem = unquote(Path(urlsplit(url).path).name) or "index.html"
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind in _UNNAMED and Path(stem).suffix:
        return stem
    ending = _ENDINGS.get(kind)
    if ending is None:
        raise UnknownFormat(
            f"{url}: unknown kind of page ({content_type or 'none named'}); give HTML, PDF, an Office file or text",
            f"{url}：不支持的网页类型（{content_type or '未注明'}）；请给出 HTML、PDF、Office 文件或文本",
        )
    return stem if stem.lower().endswith(ending) else stem + ending


def _unreachable(url: str, error: Exception, slow: bool) -> UnreachableSource:
    slow = slow or isinstance(error, httpx.TimeoutException)
    reason = "it takes too long" if slow else str(error).split("\n")[0] or type(error).__name__
    remedy = "check the address and network" + (", or raise XIANWEN_URL_TIMEOUT" if slow else "")
    chinese = "请检查网址和网络" + ("，或调高 XIANWEN_URL_TIMEOUT" if slow else "")
    return UnreachableSource(
        f"{url}: cannot be reached ({reason}); {remedy}",
        f"{url}：无法访问（{'太慢' if slow else reason}）；{chinese}",
    )
