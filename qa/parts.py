"""A whole question taken apart: what it is about, what it asks of that, and where its places and times stand."""

import re
from dataclasses import dataclass

from index import places
from qa import phrases

_WHEN = re.compile("哪(一)?[年天日月]|什么时[候间]|何时|啥时")
_MADE = re.compile("^(?:是)?[\u4e00-\u9fff]{1,3}了(?=..)|的$|了$")
"""建成了 of 哪年建成了小镇: what remains is the thing."""
_EDGE = "，,、 的"
_PUT = re.compile(
    "(?:计划|准备|打算|已经?|都|主要)*(?:(?:建设|开设|设立|设置|坐落|落户|安置|选址|分布|集中|种植|养殖|兴建|修建|举办|举行|召开|[定设建办落开放住安盖修搬迁种养位])[在于]"
    "|(?:[卖销运送搬迁发]|出口)[到往]|[建修种收养栽盖挖]了)$"
)
"""The verb before 哪里 or 多少: 建在 of 小镇建在哪里, 种了 of 脐橙种了多少亩."""
_WHO = re.compile("谁|哪一?家")
_DID = re.compile("^(?:谁|哪一?家(?:公司|企业|单位|银行|机构)?)[\u4e00-\u9fff]{1,3}了(?=..)")
"""谁承包了 of 谁承包了水库: what remains is the thing."""
_NEEDS = re.compile("(?:[还只都也大][都约概]?)?(?<![主重必纪摘])(?:需要|要)$")


@dataclass(frozen=True, slots=True)
class Parts:
    """A question, whose `text` has no polite words and no mark at its end.

    `word` are the characters [start, end) of its question word, (len, len) where it has none. `stem` is what stands
    before it, without 是 and 有; `attribute` where an indicator or another attribute stands, (0, 0) for none; `noun`
    is what is counted or listed behind the question word. `frame` is the end of the last place or time of the topic.
    `growth` says that it asks how much the attribute grew.
    """

    text: str
    word: tuple[int, int]
    stem: str
    attribute: tuple[int, int]
    noun: tuple[int, int]
    frame: int
    growth: bool

    @property
    def asks(self) -> bool:
        """Whether it has a question word."""
        return self.word[0] < len(self.text)

    @property
    def attribute_text(self) -> str:
        """The attribute as it is written; empty for none."""
        return self.text[slice(*self.attribute)]

    @property
    def noun_text(self) -> str:
        """What is counted or listed; empty for nothing."""
        return self.text[slice(*self.noun)]

    @property
    def counts(self) -> bool:
        """Whether a thing with a name of its own kind is counted or listed: 合作社 of 多少家合作社."""
        return bool(self.noun_text) and not phrases.is_attribute(self.noun_text)


def parts(question: str) -> Parts:
    """A question taken apart.

    >>> taken = parts("遂昌县2022年香菇产量是多少吨？")
    >>> taken.stem, taken.attribute_text, taken.text[: taken.frame]
    ('遂昌县2022年香菇产量', '产量', '遂昌县2022年')
    """
    text = re.sub("(?<=..)[啊呀嘛哦]*[？?。！!，, ]*$", "", question)
    found = phrases.WORD.search(text)
    word = found.span() if found else (len(text), len(text))
    stem, growth = _stem(text[: word[0]])
    noun = _noun(text, word)
    frame = _frame(text, word[0])
    attribute = _attribute(text, frame if frame < len(stem) else 0, len(stem)) or _behind(text, word, noun)
    return Parts(text, word, stem, attribute, noun, frame, growth)


def times(text: str) -> list[re.Match[str]]:
    """The times a text names, in order."""
    return list(phrases.TIME.finditer(text))


def _stem(before: str) -> tuple[str, bool]:
    stem = phrases.LEAD.sub("", before)
    grown = phrases.GROWTH.search(stem)
    if grown and grown.start() > 1:
        return phrases.LEAD.sub("", stem[: grown.start()]).rstrip("，,、 "), True
    return stem.rstrip("，,、 "), False


def _noun(text: str, word: tuple[int, int]) -> tuple[int, int]:
    """什么 and 谁 list nothing; behind 多少 stands the unit, then what is counted."""
    if not re.match("多少|几|哪[些几个家]", text[word[0] : word[1]]):
        return (0, 0)
    counted = (phrases.KIND if text[word[0]] == "哪" else phrases.UNIT).match(text, word[1])
    start = counted.end() if counted else word[1]
    end = re.search("[，,。？?；;]|$", text[start:])
    stop = start + (end.start() if end else 0)
    is_noun = stop - start >= 2 and not re.match("[了吗呢]|就(?!业)|钱", text[start:stop])
    return (start, stop) if is_noun else (0, 0)


def _frame(text: str, before: int) -> int:
    spans = [(m.start, m.end) for m, _ in places.found(text) if not phrases.IN_NAME.match(text, m.end)]
    spans += [match.span() for match in times(text)]
    return max((end for _, end in spans if end <= before), default=0)


def _attribute(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The longest attribute that the stem ends with, behind its last place, time or 的."""
    low = max(start, text.rfind("的", 0, end) + 1, text.rfind("，", 0, end) + 1, end - 16)
    at = next((at for at in range(low, end - 1) if phrases.is_attribute(text[at:end])), None)
    if at is None:
        return None
    owned = re.match("项目|工程|企业", text[at:end])  # 轴承项目总投资 is the 总投资 of a project
    return (at + 2 if owned and at > low else at, end)


def _behind(text: str, word: tuple[int, int], noun: tuple[int, int]) -> tuple[int, int]:
    """The attribute behind the question word: 投资 of 引来多少投资, GDP of 谁的GDP更高."""
    if noun[1] and phrases.is_attribute(text[slice(*noun)]):
        return noun
    first = word[1] + (1 if text[word[1] : word[1] + 1] == "的" else 0)
    for end in range(len(text), first + 1, -1):
        if not noun[1] and phrases.is_attribute(text[first:end]):
            return (first, end)
    return (0, 0)


def subject(taken: Parts) -> str:
    """What a question is about, without its attribute and its predicate.

    >>> subject(parts("佳和的项目，一年能加工多少只鸭")), subject(parts("宝溪水库的总库容有多大"))
    ('佳和的项目', '宝溪水库')
    """
    if taken.attribute[1] and taken.attribute[1] <= len(taken.stem):
        return trimmed(taken.text[: taken.attribute[0]])
    if not taken.asks:
        return trimmed(taken.stem)
    if re.match(
        "有没有|是不是|是否|能不能|为什么|为啥|为何|怎|咋|如何|凭什么|靠什么", taken.text[taken.word[0] :]
    ):
        return taken.stem + re.sub("^(?:非|一定|偏)?[要会能]", "", taken.text[taken.word[1] :])
    if len(taken.stem) <= taken.frame and _WHEN.match(taken.text, taken.word[0]):
        return taken.stem + _MADE.sub("", taken.text[taken.word[1] :])
    if not taken.stem and _WHO.match(taken.text) and (thing := _DID.sub("", taken.text)) != taken.text:
        return trimmed(thing)
    put = _PUT.search(taken.text, taken.frame + 2, taken.word[0])
    return trimmed(taken.text[: put.start()] if put else _NEEDS.sub("", _without_predicate(taken.stem)))


def topic(taken: Parts) -> str:
    """What a question is about together with its attribute, or with what it counts.

    >>> topic(parts("庆元县有多少家香菇合作社")), topic(parts("遂昌县2022年GDP是多少"))
    ('庆元县香菇合作社', '遂昌县2022年GDP')
    """
    if taken.attribute[1] and taken.attribute[1] <= len(taken.stem):
        return taken.stem
    own = taken.attribute_text or taken.noun_text
    return subject(taken).removesuffix("的") + own


def entity(taken: Parts) -> str:
    """What a question is about: its subject with what it counts, where that is no attribute."""
    named = subject(taken)
    return topic(taken) if taken.counts and not taken.attribute[1] and len(named) <= taken.frame else named


def measure_of(text: str) -> str:
    """What a phrase asks of a thing at its end, with what stands between the two; empty where it names but a thing.

    >>> measure_of("宝溪水库的坝高"), measure_of("宝溪水库受益的人口"), measure_of("宝溪水库")
    ('坝高', '受益的人口', '')
    """
    low = max(_frame(text, len(text)), text.rfind("的") + 1)
    at = next((at for at in range(low, len(text) - 1) if phrases.is_attribute(text[at:])), None)
    if at is None:
        return ""
    named = max((one.end() for one in phrases.NAMED.finditer(text, 0, at)), default=0)
    return text[named or at :].strip(_EDGE)


def trimmed(text: str) -> str:
    """Without what joins a subject to what follows, and without 投产后.

    >>> trimmed("己内酰胺项目投产后，"), trimmed("水厂扩建好以后的")
    ('己内酰胺项目', '水厂扩建')
    """
    bare = text.strip(_EDGE)
    cut = phrases.AFTERWARDS.sub("", bare)
    return cut.strip(_EDGE) if len(cut) > 1 and not phrases.TIME.search(bare[-7:]) else bare


def _without_predicate(stem: str) -> str:
    """The part before the last comma, where it is more than a time; else up to where the predicate begins."""
    head, comma, tail = stem.rpartition("，")
    if comma and phrases.TIME.sub("", head).strip("，, 从到在底末"):
        phase = phrases.PHASE.match(tail)
        return head + (phase[0] if phase else "")
    lead = head + comma
    found = phrases.AUXILIARY.search(tail, max(2, _frame(tail, len(tail))))
    plain = phrases.AUXILIARY.search(tail, _frame(tail, len(tail)))
    cut = found or plain
    return lead + (tail[: cut.start()] if cut else tail)
