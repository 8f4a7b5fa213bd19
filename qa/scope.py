"""What a question is narrowed to: its places and years, held against what the library has.

A filter that rests on a misread word shuts the right report out, and one that is missing lets another county's in. A
full name, or a short form that the question plainly uses as a place, is taken at its word, and refused where no report
names it. Any other short form that no report names as a place (石狮, 富裕) is taken for the word that it also is, where
the library has that word: it is no filter, and chunks that hold it are read. The place that an event is named after
(汶川地震) is told of in reports about any place: those that hold its name are searched. The rules are our own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from index import Filters, Hit, Library, Place, places
from index.years import in_figures, relative_years
from qa.nowhere import nothing_passes, outside, refusal
from qa.records import Query
from qa.say import Language, say
from qa.understand import understand

_AS_PLACE = re.compile(
    "的?(?:(?:19|20)[0-9]{2}|[今去前]年|[上下]半年|全年|[前头一二三四]?[一二三四]个?季度|GDP|(?:国内|地区)?生产总值|财政|经济"
    "|常住人口|户籍人口|规模以上|固定资产|社会消费|城镇居民|农村居民|城乡居民|县城|城区|全[县市区])"
)
"""What stands behind a place and hardly behind any other word: 石狮2022年, 松阳的财政."""
_EVENT = re.compile(
    "(?:[\u4e00-\u9fff]{0,2}(?:特大|大|强烈?))?(?:地震|泥石流)|灾[后区]|抗震|合作组织|回归|时间(?=\\d)"
    "|(?:夏季|冬季)?(?:奥运|残奥|冬奥|青奥|亚运|全运|大运|世博)"
)
"""What stands behind the place that an event or a body is named after: 汶川特大地震, 北京奥运会."""
_NO_NAME = re.compile(
    "[^\u4e00-\u9fff]|(?:请|麻烦|劳驾|帮|给|替)?[你您我]?(?:想|要|来)?(?:问|查|看|说|讲|知道|了解|告诉|搜|找)(?:一下|一查|问|询|看|我|下)*|请|帮[我忙]|[今去前]年|[上下]半年|全年|年|[月日]"
)
_ASIDE = 4
"""Characters before a place, without what only leads to a question and times, that name something else."""
_JOINT = re.compile(r"\s*[、和与及跟]\s*")
_OWN = re.compile("[全我本该][省市县区州盟旗](?![场值域间别分块委])")
_CONJUNCTIONS = frozenset("和与及或")
_LOOSE = frozenset("的是在有从到向于对比把被让给年月日号时了")
"""Characters that stand beside any word, and make none with its edge."""
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_CHUNKS_WITH_WORD = 40
_REPORTS_DATED = 12
"""Chunks found by words whose reports may be the latest on what is asked."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is searched: the query under its filters; only chunks that hold each of `words` are read.

    `refusal` says why nothing need be searched, empty otherwise; `notices` what else a person should know.
    """

    query: Query
    filters: Filters
    words: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    refusal: str = ""

    def admits(self, hit: Hit) -> bool:
        """Whether a chunk is to be read."""
        return _holds(hit, self.words)


def scoped(library: Library, query: Query, own: Filters, language: Language) -> Scope:
    """A question and a person's `own` filters, made into what is searched."""
    if not query.text or not library.counts()[0]:
        return Scope(query, own, refusal=say("empty" if query.text else "question", language))
    if own != Filters() and not library.admitted(own):
        return Scope(query, own, refusal=nothing_passes(library, own, language))
    query = _clarified(library, query, own)
    whole, forms = _with_own_place(library, query, own), short_forms(query.text)
    whole, telling = _without_events(library, whole, own)
    query, words, notices = _without_words(library, whole, forms, own, language)
    query = _dated(library, query, own)
    inside = within_own(query, own)
    filters = replace(own, places=inside.places or own.places, years=inside.years or own.years)
    if words or telling:
        filters = replace(filters, doc_ids=_holding(library, words, own) if words else telling)
    absent = tuple(code for code in inside.places if not _listed(library, code, own))
    refused = outside(query, own, language) or refusal(library, inside, filters, absent, language)
    sure = [code for code in absent if code not in forms]
    if sure and not refused:
        names = "、".join(places.divisions()[code].name for code in sure)
        notices = (*notices, say("no_place", language, places=names))
    return Scope(query, filters, words, notices, refused)


def _clarified(library: Library, query: Query, own: Filters) -> Query:
    """The query with a short form that several places bear (甘南), or that is a word of every day where a place would be put
    (民和2023年), written out, where reports name but one of them."""
    text = query.text
    for mention in reversed(list(places.mentions(text))):
        if mention.full or len(mention.candidates) < 2:
            continue
        there = [one for one in mention.candidates if _listed(library, one.code, own)]
        if len(there) == 1 and there[0].code not in query.places:
            text = text[: mention.start] + there[0].name + text[mention.end :]
    for found in reversed(list(_put_as_place().finditer(text))):
        there = [one for one in places.everyday_names()[found[0]] if _listed(library, one.code, own)]
        if len(there) == 1 and there[0].code not in query.places:
            text = text[: found.start()] + there[0].name + text[found.end() :]
    if text == query.text:
        return query
    return replace(understand(text), rewritten=query.rewritten, shown=query.shown)


@cache
def _put_as_place() -> re.Pattern[str]:
    """A word of every day that begins a question or follows another name, and is followed by what follows a place."""
    words = "|".join(sorted(map(re.escape, places.everyday_names()), key=len, reverse=True))
    behind = f"{_AS_PLACE.pattern}|[和与跟及、](?=[\u4e00-\u9fff]{{2}})|这?[两三四]个?[县市区地]|[谁哪]|的?[高低多少大小快慢](?:出|了|多)"
    return re.compile(f"(?:(?<=^)|(?<=[和与跟及、比，,]))(?:{words})(?={behind})")


def _dated(library: Library, query: Query, own: Filters) -> Query:
    """The query with its 今年 or 去年 as a year, where reports of several years on its places have its words: that of the latest.

    Where they are all of one year each says itself what its 去年 is.
    """
    if not query.places or query.years or not relative_years(query.text, 0):
        return query
    filters = replace(own, places=query.places)
    hits = library.search(query.search or query.text, _REPORTS_DATED, filters, legs=("lexical",))
    about = [library.get(doc_id).about for doc_id in dict.fromkeys(hit.chunk.doc_id for hit in hits)]
    dates = {
        int(one.date[:4])
        for one in about
        if one.date and one.place and any(places.within(one.place.code, code) for code in query.places)
    }
    if len(dates) < 2:
        return query
    whole = understand(in_figures(query.text, max(dates)))
    there = library.admitted(replace(filters, years=whole.years)) > 0
    return (
        replace(whole, places=query.places, place_names=query.place_names, rewritten=True) if there else query
    )


def within_own(query: Query, own: Filters) -> Query:
    """The query with those of its places and years only that lie within a person's own filter, which narrows and never widens."""
    chosen = [
        at
        for at, code in enumerate(query.places)
        if not own.places or any(places.within(code, one) for one in own.places)
    ]
    return replace(
        query,
        places=tuple(query.places[at] for at in chosen),
        place_names=tuple(query.place_names[at] for at in chosen),
        years=tuple(year for year in query.years if not own.years or year in own.years),
    )


def short_forms(question: str) -> dict[str, str]:
    """The words of a question that may be no places though they name one, under the code of that place.

    A place that is also named in full, behind the division above it, in a row with another place, or before a year or
    an indicator is none of them.

    >>> short_forms("青石桥有多少只石狮"), short_forms("石狮2022年生产总值是多少"), short_forms("福建石狮有多少个镇")
    ({'350581': '石狮'}, {}, {})
    """
    pairs = places.found(question)
    named: dict[str, str] = {}
    sure: set[str] = set()
    for at, (mention, place) in enumerate(pairs):
        named[place.code] = question[mention.start : mention.end]
        word = places.wordy(named[place.code], place) or _is_aside(question, mention)
        if mention.full or not word or _as_place(question, pairs, at):
            sure.add(place.code)
    return {code: word for code, word in named.items() if code not in sure}


def _is_aside(question: str, mention: places.Mention) -> bool:
    """Whether something else is named before a place: 某人怎么会辞掉厦门的工作."""
    return len(_NO_NAME.sub("", question[: mention.start])) >= _ASIDE


def _as_place(question: str, pairs: list[tuple[places.Mention, Place]], at: int) -> bool:
    """Whether a question uses a short form as a place, by what stands beside it."""
    mention, place = pairs[at]
    before = pairs[at - 1] if at else None
    behind = pairs[at + 1] if at + 1 < len(pairs) else None
    if before and before[0].end == mention.start and places.within(place.code, before[1].code):
        return True
    in_row = (before and _JOINT.fullmatch(question, before[0].end, mention.start)) or (
        behind and _JOINT.fullmatch(question, mention.end, behind[0].start)
    )
    return bool(in_row or _AS_PLACE.match(question, mention.end))


def events(question: str) -> dict[str, str]:
    """The places that an event is named after, as they are written, under their codes; with the division above them.

    >>> events("四川芦山地震发生在哪天"), events("四川哪里发生过地震")
    ({'511826': '芦山', '51': '四川'}, {})
    """
    named: dict[str, str] = {}
    begins = -1
    for mention, place in reversed(places.found(question)):
        if mention.end == begins or _EVENT.match(question, mention.end):
            named[place.code], begins = question[mention.start : mention.end], mention.start
    return named


def _without_events(library: Library, query: Query, own: Filters) -> tuple[Query, tuple[str, ...]]:
    """The query without the places that an event is named after, and the reports that have the name; none: as it was."""
    named = events(query.text)
    asked = [word for code, word in named.items() if code in query.places]
    telling = _holding(library, asked, own) if asked else ()
    if not telling:
        return query, ()
    kept = [at for at, code in enumerate(query.places) if code not in named]
    names = tuple(query.place_names[at] for at in kept)
    return replace(query, places=tuple(query.places[at] for at in kept), place_names=names), telling


def _without_words(
    library: Library, query: Query, forms: dict[str, str], own: Filters, language: Language
) -> tuple[Query, tuple[str, ...], tuple[str, ...]]:
    """The query without the places that are no more than words, the words to look for instead, and what to say."""
    unknown = {c: w for c, w in forms.items() if c in query.places and not _listed(library, c, own)}
    by_chance = {code for code, word in unknown.items() if _crossed(library, query.text, word, own)}
    words = {
        code: word
        for code, word in unknown.items()
        if code not in by_chance
        and not _CONJUNCTIONS & {word[0], word[-1]}
        and _holding(library, (word,), own)
    }
    kept = [at for at, code in enumerate(query.places) if code not in words and code not in by_chance]
    names = tuple(query.place_names[at] for at in kept)
    narrow = replace(query, places=tuple(query.places[at] for at in kept), place_names=names)
    asked = tuple(words.values())
    # Beside a real place, or where no chunk has all of them, they are words like any other of the question.
    bound = asked if asked and not kept and _holding(library, asked, own) else ()
    said = tuple(
        say("as_word", language, word=word, place=places.divisions()[code].name)
        for code, word in words.items()
        if not kept
    )
    return narrow, bound, said


def _listed(library: Library, code: str, own: Filters) -> bool:
    """Whether a report that passes the rest of a person's filters names this place."""
    return library.admitted(replace(own, places=(code,))) > 0


def _crossed(library: Library, question: str, word: str, own: Filters) -> bool:
    """Whether a short form is but the neighbourhood of two words: 景东 in 美景东方, 新和 in 创新和环境.

    Both words, or the one beside a conjunction, are then as frequent in the library as the form, and one is more so.
    """
    at = question.index(word)
    left = question[at - 1 : at + 1] if at else ""
    right = question[at + len(word) - 1 : at + len(word) + 1]
    needed = [*([] if word[0] in _CONJUNCTIONS else [left]), *([] if word[-1] in _CONJUNCTIONS else [right])]
    if any(len(pair) < 2 or _LOOSE & set(pair) or not _CHINESE.fullmatch(pair) for pair in needed):
        return False
    weights = library.term_weights("，".join([word[:2], *needed]))  # the rarer a term, the more it weighs
    mine, others = weights.get(word[:2], 0.0), [weights.get(pair, 0.0) for pair in needed]
    rarer_than_one = min(others) < mine or (len(needed) < 2 and bool(_holding(library, (word,), own)))
    return max(others) <= mine and rarer_than_one


def _holding(library: Library, words: Iterable[str], own: Filters) -> tuple[str, ...]:
    """Ids of the documents that have a chunk with all the words, the best by lexical search first."""
    wanted = tuple(words)
    hits = library.search("，".join(wanted), _CHUNKS_WITH_WORD, own, _CHUNKS_WITH_WORD, legs=("lexical",))
    return tuple(dict.fromkeys(hit.chunk.doc_id for hit in hits if _holds(hit, wanted)))


def _holds(hit: Hit, words: Iterable[str]) -> bool:
    return all(word in hit.chunk.indexed_text for word in words)


def _with_own_place(library: Library, query: Query, own: Filters) -> Query:
    """我县 and 全市 of a question that names no place, where the person's filter or the library has but one."""
    said = None if query.places else _OWN.search(query.text)
    main = _only_place(library, query.text, own) if said else None
    place = places.own(said[0], main) if said and main else None
    if place is None or place == places.NATION:
        return query
    return replace(query, places=(place.code,), place_names=(place.name,))


def _only_place(library: Library, question: str, own: Filters) -> Place | None:
    """The one place of a person's filter, or the one that every report of the library names."""
    if own.places:
        return places.divisions().get(own.places[0]) if len(own.places) == 1 else None
    hits = library.search(question, 1, own, legs=("lexical",))
    place = library.get(hits[0].chunk.doc_id).about.place if hits else None
    if place is None or place == places.NATION:
        return None
    return place if library.admitted(Filters(places=(place.code,))) == library.counts()[0] else None
