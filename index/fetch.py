"""Gets the bytes of a path or an address, within limits. httpx is known to this module alone."""

import ipaddress
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from index.errors import SourceTooLarge, UnknownFormat, UnreachableSource

_MAX_REDIRECTS = 5
_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt",
            "text/markdown": ".md"}  # fmt: skip
_AGENT = "xianwen/0.1 (document reader)"


def is_url(source: str) -> bool:
    """Whether a source is written as an address rather than a path."""
    return "://" in source


def expand(sources: Iterable[str | Path]) -> list[str]:
    """Every single source: folders give the files below them, in order; hidden files are passed over."""
    return [one for source in sources for one in _expanded(str(source))]


def _expanded(source: str) -> Iterator[str]:
    if is_url(source) or not Path(source).is_dir():
        yield source
        return
    for path in sorted(Path(source).rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(source).parts):
            yield str(path)


def read_path(path: str, max_bytes: int) -> bytes:
    """The bytes of a file. Raises UnreachableSource and SourceTooLarge."""
    try:
        size = Path(path).stat().st_size
        if size > max_bytes:
            raise _too_large(path, size, max_bytes)
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise UnreachableSource(
            f"{path}: no such file; check the path", f"{path}：没有这个文件；请检查路径"
        ) from error
    except OSError as error:
        raise UnreachableSource(
            f"{path}: cannot be read ({error.strerror}); check its permissions",
            f"{path}：无法读取（{error.strerror}）；请检查权限",
        ) from error


def read_url(url: str, max_bytes: int, timeout: float, allow_private: bool) -> tuple[str, bytes]:
    """A file name with a known ending, and the bytes of a page.

    Only http and https; redirects are followed up to five times and checked like the first address. Raises
    UnreachableSource, SourceTooLarge and UnknownFormat.
    """
    at = url
    try:
        with httpx.Client(timeout=timeout, headers={"User-Agent": _AGENT}, trust_env=True) as client:
            for _ in range(_MAX_REDIRECTS + 1):
                _check_host(at, allow_private)
                with client.stream("GET", at) as response:
                    if response.is_redirect:
                        at = urljoin(at, response.headers.get("location", ""))
                        continue
                    response.raise_for_status()
                    return _name(at, response.headers.get("content-type", "")), _body(
                        url, response, max_bytes
                    )
    except httpx.HTTPStatusError as error:
        raise UnreachableSource(
            f"{url}: the server says {error.response.status_code}; check the address",
            f"{url}：服务器返回 {error.response.status_code}；请检查网址",
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise UnreachableSource(
            f"{url}: cannot be reached ({_reason(error)}); check the address and network",
            f"{url}：无法访问（{_reason(error)}）；请检查网址和网络",
        ) from error
    raise UnreachableSource(
        f"{url}: more than {_MAX_REDIRECTS} redirects; give the final address",
        f"{url}：跳转超过 {_MAX_REDIRECTS} 次；请给出最终网址",
    )


def _body(url: str, response: httpx.Response, max_bytes: int) -> bytes:
    data = bytearray()
    for piece in response.iter_bytes():
        data += piece
        if len(data) > max_bytes:
            raise _too_large(url, len(data), max_bytes)
    return bytes(data)


def _name(url: str, content_type: str) -> str:
    stem = unquote(Path(urlsplit(url).path).name) or "index.html"
    ending = _ENDINGS.get(content_type.split(";", maxsplit=1)[0].strip().lower())
    if ending is None:
        raise UnknownFormat(
            f"{url}: unknown kind of page ({content_type or 'none named'}); give HTML, PDF or text",
            f"{url}：不支持的网页类型（{content_type or '未注明'}）；请给出 HTML、PDF 或文本",
        )
    return stem if stem.lower().endswith(ending) else stem + ending


def _check_host(url: str, allow_private: bool) -> None:
    """A page must not be a way into the intranet of the machine that reads it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UnreachableSource(
            f"{url}: only http and https addresses are read; save the report and add the file",
            f"{url}：只支持 http 和 https 网址；请把报告存成文件再加入",
        )
    if allow_private:
        return
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(parts.hostname, None)}
    except OSError as error:
        raise UnreachableSource(
            f"{url}: unknown host {parts.hostname}; check the address and network",
            f"{url}：找不到主机 {parts.hostname}；请检查网址和网络",
        ) from error
    if not all(ipaddress.ip_address(one.split("%")[0]).is_global for one in found):
        raise UnreachableSource(
            f"{url}: {parts.hostname} is a private address; set XIANWEN_ALLOW_PRIVATE_URLS=1 to allow such pages",
            f"{url}：{parts.hostname} 是内网地址；如需允许，请设置 XIANWEN_ALLOW_PRIVATE_URLS=1",
        )


def _reason(error: Exception) -> str:
    return str(error).split("\n")[0] or type(error).__name__


def _too_large(source: str, size: int, limit: int) -> SourceTooLarge:
    given, most = f"{size / 2**20:.0f} MB", f"{limit / 2**20:.0f} MB"
    return SourceTooLarge(
        f"{source}: {given} is over the limit of {most}; split it or raise XIANWEN_MAX_BYTES",
        f"{source}：{given}，超过 {most} 的上限；请拆分文件或调高 XIANWEN_MAX_BYTES",
    )
