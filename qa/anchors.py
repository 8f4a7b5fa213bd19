"""Which reports a conversation is about: those that its last answer was taken from.

A follow-up that names no place goes on about them, however it is worded; what cannot be filled in (占了多少啊，这里面) is
asked of them as it stands.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence

from index import Filters, places
from qa import phrases
from qa.leaning import core_of, pointing
from qa.parts import parts, times
from qa.records import Turn

_KEPT = 512
"""Conversations whose reports are remembered; of an older one the last question is asked again."""
_WIDE = re.compile("我国|我们国家|咱们国家|全国|中国|全球|全世界|资料[里中]|哪[些几]个?[县市区]|各[县市区]")
"""What a question has that is asked of no report in particular."""


def asked_of(question: str) -> str:
    """A follow-up as it can be asked of the reports before it: without what opens and closes it.

    >>> asked_of("那产值呢？")
    '产值'
    """
    return core_of(question) or question


def is_open(question: str) -> bool:
    """Whether a question names no place, so that it may go on about the reports before it.

    >>> is_open("高速公路新增了多少"), is_open("松阳的高速公路新增了多少")
    (True, False)
    """
    return not (places.found(question) or _WIDE.search(question) or phrases.NEW_TOPIC.search(question))


def stands_alone(question: str) -> bool:
    """Whether a follow-up asks something of its own, so that it can be put to a report as it stands: 线路起点在哪儿, not 前一年呢."""
    core = core_of(question)
    moved = times(core) or phrases.EARLIER.search(core) or phrases.LATER.search(core)
    return parts(core).asks and not moved and not phrases.BARE.fullmatch(core)


def points(question: str) -> bool:
    """Whether a question points back, so that it is about what was told and nothing else: 这个项目."""
    return pointing(core_of(question)) is not None


class Anchors:
    """The reports that each conversation was last answered from, by its questions. Bounded, thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._docs: OrderedDict[tuple[tuple[str, ...], Filters], tuple[str, ...]] = OrderedDict()

    def keep(self, question: str, history: Sequence[Turn], own: Filters, docs: tuple[str, ...]) -> None:
        """Remember what a question was answered from; nothing: the reports before it go on."""
        with self._lock:
            kept = docs or self._docs.get(_key(history, own), ())
            self._docs[_key((*history, Turn(question, "")), own)] = kept
            while len(self._docs) > _KEPT:
                self._docs.popitem(last=False)

    def of(self, history: Sequence[Turn], own: Filters) -> tuple[str, ...] | None:
        """Ids of the reports; None where the conversation is not known."""
        with self._lock:
            return self._docs.get(_key(history, own))


def _key(history: Sequence[Turn], own: Filters) -> tuple[tuple[str, ...], Filters]:
    return tuple(turn.question for turn in history), own
