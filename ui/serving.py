"""How the page is served: what `xianwen serve` may be told."""

import re
from dataclasses import dataclass
from importlib.util import find_spec

from index.errors import SettingsError
from ui.i18n import say
from ui.people import People

MAX_UPLOAD_MB = 256
"""A file beyond this is turned away before it fills the disk; the library's own limit is lower and says more."""
_BASE = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")


@dataclass(frozen=True, slots=True)
class Serving:
    """`base_path` is where a reverse proxy shows the page, such as /xianwen; empty: at the root.

    `queue` is how many events may wait; None: any number. `people` are those who may log in; None: everybody may do
    everything. `mcp` adds the server of the Model Context Protocol.
    """

    base_path: str = ""
    max_upload_mb: int = MAX_UPLOAD_MB
    queue: int | None = None
    people: People | None = None
    mcp: bool = False


def checked_base(path: str) -> str:
    """The base path with a slash before and none behind. Raises SettingsError.

    >>> checked_base("xianwen/"), checked_base("/"), checked_base("/a/b")
    ('/xianwen', '', '/a/b')
    """
    base = path.strip("/")
    if base and (not _BASE.fullmatch(f"/{base}") or {".", ".."} & set(base.split("/"))):
        raise SettingsError(say("en", "cli_base_bad", path=path), say("zh", "cli_base_bad", path=path))
    return f"/{base}" if base else ""


def checked_count(name: str, value: int) -> int:
    """A number of at least 1. Raises SettingsError, which names the option."""
    if value < 1:
        values = {"name": name, "value": value}
        raise SettingsError(say("en", "cli_count_bad", **values), say("zh", "cli_count_bad", **values))
    return value


def checked_mcp(wanted: bool) -> bool:
    """Whether the server of the Model Context Protocol is wanted. Raises SettingsError where its package is missing."""
    if wanted and find_spec("mcp") is None:
        raise SettingsError(say("en", "cli_no_mcp"), say("zh", "cli_no_mcp"))
    return wanted
