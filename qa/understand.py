"""What a question asks: its places, years and the kind of answer; a follow-up becomes a whole question."""

import re
from collections.abc import Sequence

from index import places
from qa.quantities import asked_units, years_in
from qa.records import AnswerKind, Query, Turn

_KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = (
    ("reason", re.compile("为什么|为何|何以|原因|缘何|怎么(?!样的)|怎样|如何|靠什么|凭什么")),
    (
        "list",
        re.compile(
            "哪些|哪[几两三四五六七八九十](?![天年月日号时])|有什么|包括什么|分别(是|为|有)|各是(什么|谁)"
        ),
    ),
    ("date", re.compile("哪几(天|年|日|个月)")),
    ("duration", re.compile("多少天|几天|多久|多长时间|多少年|几年|几个月|多少个月|多少小时|用时|耗时")),
    (
        "figure",
        re.compile(
            "多少|几(?!时)|多大|多高|多长|多远|多宽|多深|多重|占比|增速|增幅|涨幅|比例|第几|排名|百分之"
        ),
    ),
    ("date", re.compile("什么时候|何时|哪(一)?年|哪(一)?天|哪(一)?日|哪个月|几月|几号|什么时间|时间是")),
    ("person", re.compile("谁|哪(一)?位|什么人|何人")),
    ("place", re.compile("哪里|哪儿|在哪|哪个(县|市|区|省|镇|乡|村|地方)|什么地方|何处|何地")),
    ("yes_no", re.compile("吗[？?]?$|是否|是不是|有没有|能否|会不会")),
)
_POLITE = re.compile(
    r"^(请问|请告诉我|我想知道|我想问(一下)?|想了解(一下)?|麻烦问(一下)?|帮我(查|看)(一下|看)?)[，,\s]*"
)
_ELLIPTIC = re.compile(
    r"^(那么?|其中|然后|还有)|呢[？?。]?$|^(它|他|她|这|该|其)|(它|他们?|她们?|该(县|市|区|项目|公司|企业|村|镇)|这(个|家|座|项))"
)
_ALIASES = {
    "GDP": "地区生产总值",
    "gdp": "地区生产总值",
    "规上工业": "规模以上工业",
    "社零": "社会消费品零售",
    "固投": "固定资产投资",
}
_SHORT_QUESTION = 12
"""Characters up to which a question that names no place is taken to lean on the one before it."""
_INDICATOR = re.compile(
    r"(预计|计划|总|年|人均|户均|累计|全年|上半年|当年|平均|新增|实际|目前|现在|一共|共)*"
    r"(地区生产总值|生产总值|GDP|增加值|财政收入|零售总额|常住人口|投资|产值|产能|产量|面积|收入|人口|销售额|销售|营收|税收|利润|工期|库容|坝高|价格|品牌价值|规模|增速|增长|数量|带动|增收|就业|"
    r"长度|里程|出口|进口|签约|接待|游客|交易额|零售|存栏|员工|职工|占地|负责人|董事长|书记|县长|市长|局长|什么时候|何时|多少|几|哪)"
)
_ASKING = re.compile(
    r"(是|为|有|达|达到)?(多少|几|哪些|哪里|谁|什么|怎样|如何|为什么|为何|多大|多高|多长).*$|[？?。]+$"
)


def understand(question: str, history: Sequence[Turn] = ()) -> Query:
    """Read a question; with `history` (oldest first), one that leans on the last question is made whole."""
    text = _POLITE.sub("", question.strip())
    made_whole = _whole(text, history)
    whole = _plain_names(made_whole)
    named = [place for _, place in places.found(whole)]
    narrow = [p for p in named if not any(q.code != p.code and places.within(q.code, p.code) for q in named)]
    unique = list(dict.fromkeys(narrow))
    return Query(
        text=whole,
        places=tuple(place.code for place in unique),
        place_names=tuple(place.name for place in unique),
        years=tuple(sorted(years_in(whole))),
        kind=answer_kind(whole),
        units=asked_units(whole),
        rewritten=made_whole != text,
    )


def answer_kind(question: str) -> AnswerKind:
    """The kind of answer a question wants, by its question word.

    >>> answer_kind("从签约到开工用了多少天"), answer_kind("何时开工")
    ('duration', 'date')
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(question)), "other")


def _whole(text: str, history: Sequence[Turn]) -> str:
    """A follow-up put onto the last whole question.

    那松阳呢 → the last question about 松阳; 那产能呢 → the last question's subject with 产能.
    """
    if not history or not _leans(text):
        return text
    last = _last_whole(history)
    core = re.sub(r"^(那么?|其中|然后|还有)|呢?[？?。]?$", "", text).strip("，, ")
    swapped = _swapped_place(last, core)
    if swapped:
        return swapped
    subject = _subject(last)
    core = re.sub(r"^(它|他|她|该\w|这[个家座项]\w{0,2}|其)的?", "", core)
    asks = any(pattern.search(core) for _, pattern in _KINDS)
    return f"{subject}{core}" if asks else f"{subject}{core}是多少"


def _plain_names(text: str) -> str:
    """Indicators by the names that reports give them, where the question does not have that name already."""
    for short, name in _ALIASES.items():
        if name not in text:
            text = text.replace(short, name)
    return text


def _leans(text: str) -> bool:
    if len(text) <= _SHORT_QUESTION and not places.found(text):
        return True
    return bool(_ELLIPTIC.search(text)) and not (len(text) > 18 and places.found(text))


def _last_whole(history: Sequence[Turn]) -> str:
    """The last question, itself made whole by the turns before it."""
    return _whole(_POLITE.sub("", history[-1].question.strip()), history[:-1])


def _swapped_place(last: str, core: str) -> str:
    """The last question with its place changed, where the follow-up is nothing but another place."""
    new, old = places.found(core), places.found(last)
    if len(new) != 1 or not old or new[0][0].end - new[0][0].start < len(core):
        return ""
    mention = old[-1][0]
    return last[: mention.start] + core + last[mention.end :]


def _subject(last: str) -> str:
    """What the last question was about, without what it asked: its text up to the indicator or question word."""
    indicator = next((match for match in _INDICATOR.finditer(last) if match.start() >= 2), None)
    head = last[: indicator.start()] if indicator else _ASKING.sub("", last)
    return re.sub(r"(是|有|在|和|与|为)$", "", head)
