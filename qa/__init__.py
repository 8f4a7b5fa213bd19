"""Questions in, short proven answers out: understand → retrieve → read → judge → compose → verify → cite."""

import os
import threading

from index import Filters
from qa.assistant import Assistant
from qa.records import Answer, Citation, Turn
from qa.settings import Settings

__all__ = ["Answer", "Assistant", "Citation", "Filters", "Settings", "Turn", "ask"]

_opened: dict[Settings, Assistant] = {}
_opening = threading.Lock()


def ask(question: str, **settings: object) -> Answer:
    """Answer a question over the library that the environment (XIANWEN_LIBRARY …) or `settings` name.

    The library and the models stay open for the next call. Raises XianwenError.

    >>> ask("壹佰科车业一期预计年产值是多少？").text  # doctest: +SKIP
    '16亿元[1]'
    """
    from index import Library

    chosen = Settings.from_env(os.environ, **settings)
    with _opening:
        if chosen not in _opened:
            _opened[chosen] = Assistant(Library.open(chosen), chosen)
    return _opened[chosen].ask(question)
