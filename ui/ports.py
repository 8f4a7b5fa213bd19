"""Finds the port to serve on: the one that was named, or the first free one from the default on."""

import errno
import socket

from index.errors import SettingsError
from ui.i18n import Language, say

TRIES = 50
_TAKEN = {errno.EADDRINUSE, errno.EACCES}


def choose(host: str, named: int | None, default: int, language: Language) -> int:
    """The port to use: `named` where given, else the first free one of `default` and those after it.

    Raises SettingsError where the named one is impossible or taken, all are taken, or the host is not ours.
    """
    if named is not None:
        if not 1 <= named <= 65535:
            raise SettingsError(say(language, "cli_port_bad", port=named))
        if not _free(host, named, language):
            raise SettingsError(say(language, "cli_port_taken", port=named))
        return named
    found = next((port for port in range(default, default + TRIES) if _free(host, port, language)), None)
    if found is None:
        raise SettingsError(say(language, "cli_no_port", port=default, tries=TRIES))
    return found


def _free(host: str, port: int, language: Language) -> bool:
    """Whether the port can be had on the host and on loopback, where the server looks whether it has come up."""
    return all(_can_bind(one, port, language) for one in dict.fromkeys((host.strip("[]"), "127.0.0.1")))


def _can_bind(host: str, port: int, language: Language) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise SettingsError(say(language, "cli_host_bad", host=host, reason=error.strerror)) from error
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise SettingsError(say(language, "cli_host_bad", host=host, reason=error.strerror)) from error
    return True
