"""What a question asks: its places, years, indicator and form; a follow-up becomes a whole question."""

import re
from collections.abc import Sequence

from index import Place, indicators, places
from index.years import years as years_named
from qa import phrases
from qa.followup import made_whole
from qa.forms import kind_of, question_form
from qa.quantities import asked_units, years_in
from qa.records import AnswerKind, Query, Turn

_POLITE = re.compile(
    r"^((请问|请教|你好|您好|请告诉我|告诉我|我想知道|我想问(一下)?|想问(一下)?|我?想(了解|请教|问问)(一下)?|麻烦(你|您)?(问|查|看)?(一下)?|帮我(查|看)(一下|看)?|请?(帮我)?梳理一下|(哦|噢|啊|嗯)[，,。]|(再|另外)?(问|说|聊)个(不相干|别的|其他|其它|无关)的?(问题|事)?(哈|啊|吧)?|换个(话题|问题|事)(吧|哈)?|(我们?(在|正在|是|要|想)|写)[^，,：:。？?]{1,10}[，：:])[，,\s]*)+"
)
_REMARK = re.compile(
    "(?<=[？?。，,])(?:我?们?(?:写|做|报|发)?(?:材料|稿子?|汇报|报告|方案|新闻|论文)?(?:[着急正]{0,2}要?用|等着用|着急|要得急)|谢谢.{0,3}|麻烦了?|拜托)[的了啊呢]?[。！!]*$"
)
"""写材料要用: a remark behind a question."""
_LATIN_MARK = re.compile("(?<=[\u4e00-\u9fff”）])[,;:?!]|[,;:?!](?=[\u4e00-\u9fff“（])")
_MARKS = str.maketrans(",;:?!", "，；：？！")
_ABBREVIATIONS = {
    "GDP": "地区生产总值",
    "gdp": "地区生产总值",
    "规上工业": "规模以上工业",
    "社零": "社会消费品零售",
    "社消零": "社会消费品零售",
    "固投": "固定资产投资",
    "基建投资": "基础设施投资",
}
"""Words for which reports write out others, whatever the indicator: 规上工业 of 规上工业利润. The indicators themselves and
their names are those of index.indicators."""
_EXCEPTED = re.compile(
    "除(?!夕|尘|草|雪|险|外)(?:了|开|去)?[^，,。？?]{2,16}?(?:之外|以外|外|(?=[，,]))|[^，,。？?]{2,8}(?:之外|以外)的"
)
"""What is left out of a question: 松阳 of 除松阳外, of 松阳以外的."""
_LEAST_NAME = 3
"""Characters of a name of an indicator that hardly is another word: 失业率, not 出口 or 粮食."""


def understand(question: str, history: Sequence[Turn] = ()) -> Query:
    """Read a question; with `history` (oldest first), one that leans on the last question is made whole.

    >>> query = understand("那松阳呢", [Turn("遂昌县2022年GDP是多少", "155亿元")])
    >>> query.shown, query.place_names, query.years, query.indicator
    ('松阳2022年GDP是多少', ('松阳县',), (2022,), '地区生产总值')
    """
    text = _REMARK.sub("", _POLITE.sub("", _marked(question.strip())))
    before = () if phrases.NEW_TOPIC.search(question) else history
    shown = made_whole(
        text, [Turn(_REMARK.sub("", _POLITE.sub("", turn.question.strip())), turn.answer) for turn in before]
    )
    whole = _plain_names(shown)
    asked = _places(whole)
    form, indicator = question_form(whole), indicators.indicator_of(shown)
    return Query(
        text=whole,
        places=tuple(place.code for place in asked),
        place_names=tuple(place.name for place in asked),
        years=tuple(sorted(years_in(whole).union(years_named(whole)))),  # with those within 2012到2015年
        kind=kind_of(form, whole),
        units=asked_units(whole),
        rewritten=shown != text,
        form=form,
        indicator=indicator,
        shown=shown,
        search=_searched(shown, whole, indicator),
    )


def _marked(question: str) -> str:
    """A question with the punctuation of Chinese, where it was typed with that of Latin text.

    >>> _marked("签约额,师宗和东山哪个大?"), _marked("1,200元")
    ('签约额，师宗和东山哪个大？', '1,200元')
    """
    return _LATIN_MARK.sub(lambda found: found[0].translate(_MARKS), question)


def answer_kind(question: str) -> AnswerKind:
    """The kind of answer a question wants, by its question word.

    >>> answer_kind("从签约到开工用了多少天"), answer_kind("何时开工")
    ('duration', 'date')
    """
    return kind_of(question_form(question), question)


def _places(text: str) -> list[Place]:
    """The places that a question is about: without the division above one of them, and without what it leaves out.

    >>> [place.name for place in _places("除了遂昌，丽水市云和县还跟谁合作")]
    ['云和县']
    """
    left_out = [one.span() for one in _EXCEPTED.finditer(text)]
    named = [p for m, p in places.found(text) if not any(start <= m.start < end for start, end in left_out)]
    narrow = [p for p in named if not any(q.code != p.code and places.within(q.code, p.code) for q in named)]
    return list(dict.fromkeys(narrow))


def _plain_names(text: str) -> str:
    """Indicators by the names that reports give them, where the question does not have that name already."""
    for short, name in _ABBREVIATIONS.items():
        if name not in text:
            text = text.replace(short, name)
    return text


def _searched(shown: str, whole: str, indicator: str) -> str:
    """What is searched for: the whole question, and behind it what its abbreviations stand for, and the published name of
    its indicator where it has another.

    A name of two characters (出口, 粮食) is a word like any other, and adds nothing.

    >>> _searched("村支书叫什么", "村支书叫什么", "")
    '村支书叫什么 村党支部书记'
    """
    behind = [
        full
        for short, written in indicators.abbreviations().items()
        if short in whole
        for full in written
        if full not in whole
    ]
    family = indicators.indicators().get(indicator)
    if family is not None and indicator not in whole:
        said = [name for name in (family.name, *family.aliases) if name in indicators.plain(shown)]
        behind += [indicator] if max(map(len, said), default=0) >= _LEAST_NAME else []
    return " ".join(dict.fromkeys([whole, *behind]))
