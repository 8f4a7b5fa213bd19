"""An overview: what a report tells of a topic, or altogether, in its own sentences, each to be cited.

One best span answers what asks for one thing. 介绍, 概括 and 怎么样 ask for more: the sentences of the report that tell most of the topic,
or the headings of the part that is about it, in the report's order. A sentence counts by the share of the weight of the topic's terms
that it, or the headings over it, hold; one that repeats another is left out (maximal marginal relevance, Carbonell and Goldstein 1998).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index import Document, places
from index.headings import Heading, headings
from index.lexical import terms
from index.orders import touched
from qa.records import Query
from qa.sentences import sentences
from qa.timing import told_year

Weights = Callable[[str], dict[str, float]]
"""How much each term of a text tells reports apart: `Library.term_weights`."""

_ASKS = re.compile(
    "^(?:请|帮我|帮忙|麻烦|能否|能不能|可以)?(?:你|给我|我|大家)?(?:来)?(?:简单|简要|简短|详细|大致|大概|扼要)?地?"
    "(?:介绍|概括|总结|概述|归纳|梳理|说说|讲讲|谈谈|说一下|讲一下)(?:一下|下|一?些)?"
)
_HOW = re.compile(
    "(?:的?(?:主要|基本|总体|整体|大致|最新|有关|相关|具体|发展|运行|建设|推进|完成|工作)*(?:内容|情况|概况|现状|进展|形势|状况|面貌|特点|要点|大意|成效|成绩|成就)"
    "(?:方面)?|[说讲写提谈]了?(?:些|到)?)?(?:都|又)?(?:是|有|搞得|做得|干得|发展得)?(?:怎么样|怎样|咋样|如何|什么样|什么|哪些|啥|些什么|哪些内容|吗|呢)?[。？?！!\\s]*$"
)
_TIMES = re.compile(
    "(?:19|20)\\d\\d\\s*(?:[-—–~至到]{1,2}\\s*(?:19|20)\\d\\d)?年?度?|[今去前明]年|上年|[上下]半年|全年|前?[一二三四]个?季度|\\d{1,2}(?:[-—至到]\\d{1,2})?月份?"
    '|[“"]?十[二三四五]五[”"]?(?:时期|期间)?|近[两三几]?年来?|[过去五]{1,3}年来?|目前|现在|最近|当前'
)
_OWN = re.compile("[全我本该][国省市县区州盟旗]|^(?:一下|关于|有关|对|在|从)|^[的之、，,]+|[的之、，,]+$")
_WHOLE = re.compile(
    "(?P<what>政府工作报告|工作报告|统计公报|公报|发展规划|规划|实施方案|方案|意见|通知|文件|报告|文章|报道|新闻|讲话|材料)(?:的?(?:全文|主要内容|内容|要点))?$"
)
"""A report is asked about as such."""
_CONTENTS = re.compile("内容|要点|大意|[说讲写提谈]了?(?:些)?(?:什么|啥|哪些)")
_KINDS = {"公报": "bulletin", "规划": "plan", "工作报告": "work_report", "报道": "news", "新闻": "news"}
_AHEAD = re.compile(
    "^(?:有|要?做|要?抓|安排了?)?(?:的|哪些|什么)?(?:重点|主要|下一?步|今后|年度|工作)*(?:工作|任务|目标|思路|安排|打算|计划|目标任务|工作安排|工作思路|工作重点)+$"
)
"""The work that lies ahead, as 今年的重点工作."""
_AHEAD_PART = re.compile(
    "重点工作|主要任务|重点任务|工作安排|工作重点|工作打算|工作计划|目标任务|下一?步|工作思路|主要工作|抓好以下|[今明]年(?:的)?(?:工作|任务)"
)
_SECTORS: dict[str, tuple[str, ...]] = {
    "经济": (
        "生产总值", "GDP", "工业增加值", "规上工业", "固定资产投资", "社会消费品零售", "公共预算收入", "财政收入", "可支配收入", "进出口",
    ),
    "工业": ("工业", "制造业", "企业产值"),
    "农业": ("农业", "粮食", "农林牧渔", "种植", "养殖", "农产品", "高标准农田", "农作物"),
    "农村": ("农村", "乡村", "村庄", "农民"),
    "教育": ("教育", "学校", "学生", "教师", "学位"),
    "卫生": ("卫生", "医院", "医疗", "床位"),
    "医疗": ("医疗", "医院", "卫生", "床位"),
    "交通": ("交通", "公路", "铁路", "客运", "里程"),
    "旅游": ("旅游", "游客", "景区", "文旅"),
    "文旅": ("旅游", "游客", "景区", "文旅", "文化"),
    "财政": ("财政", "预算收入", "预算支出", "税收"),
    "人口": ("人口", "出生率", "城镇化率"),
    "民生": ("民生", "就业", "社会保障", "低保", "养老", "收入"),
    "就业": ("就业", "创业", "失业"),
    "环境": ("环境", "空气", "水质", "污染", "绿化", "森林"),
    "生态": ("生态", "空气", "水质", "污染", "森林", "绿化"),
    "投资": ("投资", "项目"),
    "招商": ("招商", "引进", "签约"),
    "消费": ("消费", "零售", "商贸"),
    "产业": ("产业", "产值"),
}  # fmt: skip
"""What reports tell of a sector without its name."""
_ENOUGH = 0.6
"""Share of the weight of a topic's terms that a sentence tells of it with."""
_UNDER = 0.8
"""What a heading that names the topic is worth to the sentences below it."""
_ALIKE = 0.5
_SHOWN, _HEADINGS, _LONGEST, _CHARS = 5, 8, 160, 480
_PROFILE = re.compile("位于|地处|总?面积|辖|人口|历史|因.{1,8}得名|素有|[美著]称|资源|盛产|生产总值")
"""What a place is introduced by."""
_FIGURE = re.compile("\\d")
_SOUND = re.compile("[\u4e00-\u9fff]{4}")
_CREDIT = re.compile(
    "^(?:资料来源|信息来源|发布日期|发布时间|发布机构|来源|作者|记者|编辑|责编|注|附注|说明|日期|地点|发布|责任单位|联系)[：: ]|原标题|浏览次数"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Characters [start, end) of a document that an overview shows, and 0 to 1 how much of the topic they tell."""

    document: Document
    start: int
    end: int
    worth: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a report: a heading, or text below the headings of `path`, the outermost first."""

    start: int
    end: int
    is_heading: bool
    path: tuple[str, ...]


def topic_of(query: Query) -> str | None:
    """What an overview is asked of, without places and times; empty for a place as such; None where none is asked.

    >>> from qa.understand import understand
    >>> topic_of(understand("介绍一下盐池县滩羊产业的情况")), topic_of(understand("遂昌县2022年工业发展怎么样"))
    ('滩羊产业', '工业发展')
    >>> topic_of(understand("为什么取消审批")) is None
    True
    """
    if query.form not in ("summary", "list", "other"):
        return None
    text = query.text
    told = _ASKS.search(text)
    body = text[told.end() :] if told else text
    body = _bare(_HOW.sub("", body, count=1))
    as_such = bool(_WHOLE.search(body) and _CONTENTS.search(text)) or bool(_AHEAD.search(body))
    if query.form != "summary" and not as_such:
        return None
    sector = _sector(body)
    if told or sector or _WHOLE.search(body) or _AHEAD.search(body):
        return body
    return None


def _bare(text: str) -> str:
    """A topic without its places and times."""
    for mention, _ in reversed(places.found(text)):
        text = text[: mention.start] + "\0" + text[mention.end :]
    text = _TIMES.sub("", re.sub("\0+(?:省|市|县|区)?", "", text))
    while (shorter := _OWN.sub("", text).strip()) != text:
        text = shorter
    return text


def overview(query: Query, documents: Sequence[Document], weights: Weights) -> tuple[Shown, ...]:
    """What the likeliest of `documents` (those searching found, best first) tells; empty where no overview is asked or none tells enough.

    A report as such is told by its headings, a part of one (重点工作) by those of the part; where there are none, by the first
    sentence of each paragraph.
    """
    topic = topic_of(query)
    documents = about_asked(query, documents) if topic is not None else ()
    if topic is None or not documents:
        return ()
    if whole := _WHOLE.search(topic):
        return _outline(_asked_report(whole["what"], query, documents))
    if _AHEAD.search(topic):
        return next(filter(None, (_part_ahead(one) for one in _newest_first(query, documents))), ())
    told = [_told(one, topic, query.years, weights) for one in _newest_first(query, documents)]
    best = max(map(_worth_of, told), default=0.0)
    return next((shown for shown in told if shown and _worth_of(shown) >= _UNDER * best), ())


def about_asked(query: Query, documents: Sequence[Document]) -> Sequence[Document]:
    """The reports on the places of a question; all, where it names none. One that only mentions a place tells little of it."""
    if not query.places:
        return documents
    return [
        one
        for one in documents
        if one.about.place and any(places.within(one.about.place.code, code) for code in query.places)
    ]


def _worth_of(shown: Sequence[Shown]) -> float:
    return sum(one.worth for one in shown)


def _newest_first(query: Query, documents: Sequence[Document]) -> list[Document]:
    """The reports in the order of search; where the question names no year, those of the latest first."""
    if query.years:
        return list(documents)
    return sorted(documents, key=lambda one: one.about.date[:4], reverse=True)


def _asked_report(what: str, query: Query, documents: Sequence[Document]) -> Document:
    kind = next((kind for word, kind in _KINDS.items() if what.endswith(word)), "")
    ordered = sorted(
        _newest_first(query, documents), key=lambda one: one.about.date[:4] not in map(str, query.years)
    )
    named = [one for one in ordered if what in one.title]
    of_kind = [one for one in ordered if one.about.kind == kind]
    return (named or of_kind or list(documents))[0]


def _lines(document: Document) -> list[_Line]:
    """The lines of a report that say something, with the headings they stand under."""
    texts = document.text.split("\n")
    found = headings([one.strip() for one in texts], document.title)
    out: list[_Line] = []
    above: list[Heading] = []
    at = 0
    for text, heading in zip(texts, found, strict=True):
        line = text.strip()
        start = at + len(text) - len(text.lstrip())
        at += len(text) + 1
        if heading is not None:
            above = [one for one in above if heading.within(one)]
        path = tuple(one.label for one in above)
        if heading is not None:
            above.append(heading)
        if line and not line.startswith("|") and line != document.title.strip():
            out.append(_Line(start, start + len(line), heading is not None, path))
    return out


def _outline(document: Document) -> tuple[Shown, ...]:
    """The headings of a report, as many levels as there is room for, else how its paragraphs begin."""
    lines = _lines(document)
    heads = [one for one in lines if one.is_heading]
    depths = sorted({len(one.path) for one in heads})
    fitting = [[one for one in heads if len(one.path) <= depth] for depth in depths]
    chosen = max((one for one in fitting if 1 < len(one) <= _HEADINGS), key=len, default=[])
    leads = list(_leads(document, lines))
    if not chosen:
        return _as_shown(document, leads)
    if 2 * len(chosen) <= _HEADINGS:  # how each part begins as well
        below = [next((one for one in leads if one.start > head.start), head) for head in chosen]
        chosen = sorted({*chosen, *below}, key=lambda one: one.start)
    return _as_shown(document, chosen)


def _part_ahead(document: Document) -> tuple[Shown, ...]:
    """What the part of a report on the work ahead is made of."""
    lines = _lines(document)
    for at, line in enumerate(lines):
        if line.is_heading and _AHEAD_PART.search(document.text, line.start, line.end):
            depth = len(line.path)
            below = []
            for one in lines[at + 1 :]:
                if one.is_heading and len(one.path) <= depth:
                    break
                below.append(one)
            inner = [one for one in below if one.is_heading and len(one.path) == depth + 1]
            found = inner if len(inner) > 2 else list(_leads(document, below))
            if found:
                return _as_shown(document, found)
    return ()


def _leads(document: Document, lines: Sequence[_Line]) -> Iterator[_Line]:
    """The first sentence of each paragraph."""
    for line in lines:
        if line.is_heading or _CREDIT.search(document.text[line.start : line.end]):
            continue
        for start, end in sentences(document.text[line.start : line.end])[:1]:
            if _SOUND.search(document.text[line.start + start : line.start + end]):
                yield _Line(line.start + start, line.start + end, False, line.path)


def _as_shown(document: Document, lines: Sequence[_Line]) -> tuple[Shown, ...]:
    kept = [one for one in lines if not touched(document.text, one.start, one.end)]
    return tuple(Shown(document, one.start, one.end, _UNDER) for one in kept[:_HEADINGS])


def _told(document: Document, topic: str, years: Sequence[int], weights: Weights) -> tuple[Shown, ...]:
    """The sentences of a report that tell most of a topic, in their order, none that repeats another or is about other `years`."""
    told = _worth(topic, weights)
    ranked: list[tuple[float, Shown]] = []
    for line in _lines(document):
        if line.is_heading or _CREDIT.search(document.text[line.start : line.end]):
            continue
        over = _UNDER * max((told(label) for label in line.path), default=0.0)
        for n, (a, b) in enumerate(sentences(document.text[line.start : line.end])):
            start, end = line.start + a, line.start + b
            text = document.text[start:end]
            own = told(text)
            worth = max(own, over)
            whole = len(text) <= _LONGEST and text.count("“") == text.count("”") and _SOUND.search(text)
            if worth < _ENOUGH or not whole or not _is_of(document, start, end, years):
                continue
            # The first sentence of a paragraph says what it is about, and a figure is what such reports are read for.
            rank = worth + 0.2 * own + 0.1 * (n == 0) + 0.1 * bool(_FIGURE.search(text))
            ranked.append((rank, Shown(document, start, end, worth)))
    ranked.sort(key=lambda pair: -pair[0])
    chosen: list[Shown] = []
    for _, one in ranked:
        if len(chosen) == _SHOWN or sum(x.end - x.start for x in chosen) + one.end - one.start > _CHARS:
            break
        if not any(_alike(one, other) > _ALIKE for other in chosen):
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda one: one.start))


def _is_of(document: Document, start: int, end: int, years: Sequence[int]) -> bool:
    """Whether a sentence may be shown: it orders nothing, and nothing tells that it is about years that are not asked for."""
    if touched(document.text, start, end):
        return False
    told = told_year(document, start, end).years if years else frozenset()
    return not told or bool(told & set(years))


def _alike(one: Shown, other: Shown) -> float:
    """Jaccard's index of the terms of two sentences."""
    mine, others = (set(terms(x.document.text[x.start : x.end])) for x in (one, other))
    return len(mine & others) / max(1, len(mine | others))


def _sector(topic: str) -> tuple[str, ...]:
    """The words by which reports tell of a sector, where the topic is one and nothing else."""
    plain = re.sub(
        "发展|建设|运行|工作|社会|事业|方面|领域|行业|经济(?=工作)|改革|振兴|整体|产业(?=发展)", "", topic
    )
    return _SECTORS.get(plain or topic, ())


def _worth(topic: str, weights: Weights) -> Callable[[str], float]:
    """How much of a topic a text tells, 0 to 1: one word of a sector is enough, the more of them the better."""
    if sector := _sector(topic):

        def by_words(text: str) -> float:
            held = sum(word in text for word in sector)
            return min(1.0, _ENOUGH + 0.1 * (held - 1)) if held else 0.0

        return by_words
    weighed = weights(topic)
    total = sum(weighed.values())
    if not total:
        return lambda text: _ENOUGH + 0.1 * min(4, len(set(_PROFILE.findall(text))))  # a place as such

    def by_terms(text: str) -> float:
        held = set(terms(text))
        return sum(weight for term, weight in weighed.items() if term in held) / total

    return by_terms
