"""Who may do what: a file of people with a line `name:role:hash` for each, and the check of a name and a password.

A reader may ask and read, an editor may also add, correct and remove. Without such a file everybody is an editor.
Empty lines and those that begin with # are passed over. `xianwen user NAME` makes a line.

The programs' routes take the name and password as HTTP Basic, or as `Authorization: Bearer name:password`, which is
what clients of OpenAI send where the key is `name:password`.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import re
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from index.errors import SettingsError
from ui.i18n import say

Role = Literal["reader", "editor"]

MIN_PASSWORD = 8
"""Characters that a new password has at least."""
_MAX_PASSWORD = 1024
"""Longer ones are wrong unseen: to hash what a stranger sends must not cost."""
FAILED_SECONDS = 0.5
"""How long a wrong password waits for its refusal."""
_TRIES = 10
_TRIES_SECONDS = 60.0
_SALT = 16
_N, _R, _P = 2**14, 8, 1
"""The cost of scrypt: 16 MiB and some 50 ms a try."""
_MAX_MEMORY = 64 * 2**20
_NAME = re.compile(r"[^\s:#\x00-\x1f\x7f][^\s:\x00-\x1f\x7f]{0,63}")
_HASH = re.compile(r"scrypt\$(\d{1,8})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9_=-]+)\$([A-Za-z0-9_=-]+)")


class BadHash(ValueError):
    """What stands for a password is not a hash that we made."""


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the file."""

    name: str
    role: Role
    hash: str = field(repr=False)


class TriedTooOften(Exception):
    """A name was tried with wrong passwords too often of late."""


class People:
    """Those who may come in. Safe for threads.

    After 10 wrong passwords for a name within a minute it is let in no more until the minute is over; names that
    nobody has count together, so that trying many costs no memory.
    """

    def __init__(self, persons: Iterable[Person], clock: Callable[[], float] = time.monotonic) -> None:
        self._persons: Mapping[str, Person] = {one.name: one for one in persons}
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: dict[str, deque[float]] = {}
        # Checked for names that nobody has, so that the time it takes does not tell which names there are.
        self._nobody = Person("", "reader", hashed(secrets.token_hex()))

    def admit(self, name: str, password: str) -> Person | None:
        """The person, where the password is right. Raises TriedTooOften."""
        person = self._persons.get(name, self._nobody)
        with (
            self._lock
        ):  # one try at a time: many at once would all be under way before the first of them counts
            failed = self._failed.setdefault(person.name, deque(maxlen=_TRIES))
            if len(failed) == _TRIES and self._clock() - failed[0] < _TRIES_SECONDS:
                raise TriedTooOften
            if verified(password, person.hash) and person is not self._nobody:
                return person
            failed.append(self._clock())
        return None

    async def login(self, name: str, password: str) -> bool:
        """Whether to let somebody in; a wrong password waits for its refusal, and nobody else with it."""
        try:
            person = await asyncio.to_thread(self.admit, name, password)
        except TriedTooOften:
            person = None
        if person is None:
            await asyncio.sleep(FAILED_SECONDS)
        return person is not None

    def may_edit(self, name: str | None) -> bool:
        """Whether the one of this name, who has logged in, may add, correct and remove."""
        person = self._persons.get(name or "")
        return person is not None and person.role == "editor"


def may_edit(people: People | None, name: str | None) -> bool:
    """Whether this visitor may add, correct and remove: everybody where there is no file of people."""
    return people is None or people.may_edit(name)


def load(path: Path) -> People:
    """The people of a file. Raises SettingsError, which names the line."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong("cli_users_unreadable", path=path, reason=_reason(error)) from error
    persons: dict[str, Person] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            person = _parsed(line.strip())
            if person is None or person.name in persons:
                raise _wrong("cli_users_bad_line", path=path, number=number)
            persons[person.name] = person
    if not persons:
        raise _wrong("cli_users_empty", path=path)
    return People(persons.values())


def written(name: str, role: Role, password: str) -> str:
    """A line of the file. Raises SettingsError for a name or password that cannot be."""
    if not _NAME.fullmatch(name):
        raise _wrong("cli_user_bad_name", name=name)
    if not MIN_PASSWORD <= len(password) <= _MAX_PASSWORD:
        raise _wrong("cli_user_short", limit=MIN_PASSWORD)
    return f"{name}:{role}:{hashed(password)}"


def hashed(password: str, salt: bytes | None = None) -> str:
    """A salted scrypt hash with its parameters, without a colon.

    >>> verified("correct horse", hashed("correct horse")), verified("wrong horse", hashed("correct horse"))
    (True, False)
    """
    salt = secrets.token_bytes(_SALT) if salt is None else salt
    return f"scrypt${_N}${_R}${_P}${_base64(salt)}${_base64(_derived(password, salt, _N, _R, _P))}"


def verified(password: str, stored: str) -> bool:
    """Whether the password is the one that was hashed, in a time that does not tell how nearly it is. Raises BadHash."""
    n, r, p, salt, digest = _parts(stored)
    if len(password) > _MAX_PASSWORD:
        return False
    return hmac.compare_digest(_derived(password, salt, n, r, p), digest)


def credentials(header: str | None) -> tuple[str, str] | None:
    """The name and password of an Authorization header; None where it brings none.

    >>> credentials("Bearer li:geheim:nis"), credentials("Basic bGk6Z2VoZWlt"), credentials("Bearer li")
    (('li', 'geheim:nis'), ('li', 'geheim'), None)
    """
    scheme, _, rest = (header or "").partition(" ")
    if scheme.lower() == "bearer":
        pair = rest.strip()
    elif scheme.lower() == "basic":
        pair = _decoded(rest.strip())
    else:
        return None
    name, colon, password = pair.partition(":")
    return (name, password) if colon and name else None


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _parsed(line: str) -> Person | None:
    name, _, rest = line.partition(":")
    role, _, stored = rest.partition(":")
    if not _NAME.fullmatch(name) or role not in get_args(Role):
        return None
    try:
        _parts(stored)
    except BadHash:
        return None
    return Person(name, "editor" if role == "editor" else "reader", stored)


def _parts(stored: str) -> tuple[int, int, int, bytes, bytes]:
    """Cost and bytes of a stored hash. Raises BadHash, also where its cost is beyond reason."""
    match = _HASH.fullmatch(stored)
    if not match:
        raise BadHash(stored)
    n, r, p = (int(match.group(at)) for at in (1, 2, 3))
    if n < 2 or n & (n - 1) or not r or not p or 128 * n * r * p > _MAX_MEMORY // 2:
        raise BadHash(stored)
    try:
        salt, digest = (base64.urlsafe_b64decode(match.group(at)) for at in (4, 5))
    except binascii.Error as error:
        raise BadHash(stored) from error
    if len(digest) != 32:
        raise BadHash(stored)
    return n, r, p, salt, digest


def _derived(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    sent = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(sent, salt=salt, n=n, r=r, p=p, maxmem=_MAX_MEMORY, dklen=32)


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii")


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "UTF-8"


def _wrong(key: str, **values: object) -> SettingsError:
    return SettingsError(say("en", key, **values), say("zh", key, **values))
