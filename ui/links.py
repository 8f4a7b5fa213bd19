"""Links to where a report came from."""

from html import escape
from urllib.parse import urlsplit


def source_link(source: str) -> str:
    """A link for a web address, the plain name for anything else; never another scheme such as javascript:."""
    if scheme(source) not in {"http", "https"}:
        return f"<span>{escape(source)}</span>"
    return f'<a href="{escape(source)}" target="_blank" rel="noopener noreferrer">{escape(source)}</a>'


def scheme(source: str) -> str:
    """The scheme of an address in lower case; empty for a name that is no address at all."""
    try:
        return urlsplit(source).scheme
    except ValueError:  # such as http://[: a file may be called anything
        return ""
