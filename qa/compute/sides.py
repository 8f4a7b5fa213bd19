"""The cells that the sides of a question stand for: what a side does not say is said for all, or by the side before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Place, places
from index.records import FigureKind
from qa.compute.marks import Mark, marks
from qa.compute.records import Wanted
from qa.compute.splits import ASIDE, EITHER, Span, Split, units
from qa.compute.words import ACTUAL, ADJECTIVE, TELL_ME, TREND, bare, is_planned, measured
from qa.parts import measure_of
from qa.phrases import TOWN

_MORE = re.compile("多(?:挣|赚|收入|收)(?=了?多少)")
"""How people say 增收."""
_PERIODS = {
    "1-3": "一季度",
    "1-6": "上半年",
    "1-9": "前三季度",
    "7-12": "下半年",
    "4-6": "二季度",
    "7-9": "三季度",
    "10-12": "四季度",
}
_SPAN = re.compile(
    r"[从自由]?(?:19|20)\d\d\s*年?(?:\s*[-—–~～至到]+\s*(?:19|20)\d\d年?|(?:[、，,和与及](?:19|20)\d\d年?)+)"
)
_BRACKETED = re.compile(r"[（(][^）)]*(?:19|20)\d\d")
_BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?![\d年届\-—–~至到])")
_YEARLY = re.compile("(?<![上前近去今当头])一年(?!级)|[每常]年|全年")
"""What is said of any year: the half of one that was asked before does not hold for it."""
_LEADS = 4
_AMOUNT = re.compile(
    r"\d[\d,]*(?:\.\d+)?[万亿]{0,2}(?:吨|元|亩|人|户|公里|千米|米|平方米|斤|件|家|千瓦|台|套|辆|%)的?"
)
"""A figure in the name of a side (11万吨橡胶项目): the report that is cited need not have it."""
_BY_HOW_MUCH = re.compile("(?:减少|增加|净增|净减|减)(?:了)?(?:多少|几|总数)(?!个?百分点)")
"""减少了多少: a change is asked for, no amount."""
_ECONOMY = "地区生产总值"
"""What grows where nothing is named: 哪个县增速快."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question with its marks, cut into sides; `shared` are the marks that no side holds, `own` the places meant."""

    text: str
    found: tuple[Mark, ...]
    split: Split
    own: tuple[Place, ...]
    kind: FigureKind
    shared: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Slots:
    """What is known of a side: `thing`, `times` and `measure` are its words, its times and what it asks of its thing, as
    written, handed on to the next side. `borrowed` says that the measure is that of the side before."""

    place: Place | None
    year: int | None
    shift: int | None
    period: str
    family: str
    words: tuple[str, ...]
    thing: str
    times: str
    inherits: bool
    measure: str = ""
    borrowed: bool = False


def wanted_cells(
    text: str, found: Sequence[Mark], split: Split, own: Sequence[Place], kind: FigureKind
) -> tuple[Wanted, ...]:
    """A cell for each side of a question, in order."""
    shared = tuple(one for one in found if not any(a <= one.start and one.end <= b for a, b in split.sides))
    # What the text itself names is no place that is meant without a name: it holds for its own side alone.
    named = {place for _, place in places.found(text)}
    meant = tuple(place for place in own if place not in named)
    asked = _Question(text, tuple(found), split, meant, kind, shared)
    cells: list[Wanted] = []
    before: _Slots | None = None
    for span in split.sides:
        slots = _slots(asked, span, before)
        cells.append(_cell(asked, span, slots, before))
        before = slots
    # 甲多还是乙2022年多, 甲和乙（2022年）: the year of the second is its own.
    apart = EITHER.search(text) or _BRACKETED.search(text, *split.sides[-1])
    return tuple(cells if split.in_turn or apart else _filled(cells))


def whole_cell(question: str, own: Sequence[Place], kind: FigureKind) -> Wanted:
    """The cell that a question of one figure asks for."""
    whole = Split(((0, len(question)),), (0, 0), (len(question), len(question)))
    (cell,) = wanted_cells(question, units(marks(question)), whole, own, kind)
    return cell


def _slots(asked: _Question, span: Span, before: _Slots | None) -> _Slots:
    """What a side says, what is said for all, and what it takes from the side before it."""
    mine = _inside(asked.found, span)
    yearly = _YEARLY.search(asked.text, *span) is not None
    thing = bare(ASIDE.sub("", _without(asked.text, asked.found, span)))
    # 甲县新生村有多少人？乙县两峪乡呢: a town of its own is not one of the place before, known by its name or not.
    townless = before is not None and (asked.split.in_turn or not TOWN.search(before.thing))
    handed = before.place if before and not (townless and TOWN.search(thing)) else None
    when = _year(mine) or _year(asked.shared) or ((before.year, before.shift) if before else (None, None))
    family, words = measured(_words(asked.text, asked.found, asked.split, span))
    somewhere = not (words or before) and (_place(mine) or _place(asked.shared) or asked.own)
    if asked.kind == "growth" and not family and (somewhere or words == ("经济",)):
        family, words = _ECONOMY, ()
    inherits = before is not None and not family and not words
    measure = measure_of(asked.text[slice(*span)])
    rest = _rest(before.thing, thing) if before and not (family or measure or inherits) else ""
    borrowed = (
        bool(before and before.measure and words and not (family or measure)) and not asked.split.in_turn
    )
    if before and rest and not borrowed:
        borrowed, measure = True, rest
        family, words = measured(f"{thing}{rest}")
    elif before and borrowed:
        measure = re.sub("^全[县市区省州]的?", "", before.measure)
        family, more = measured(measure)
        if own := _counterpart(thing, measure):  # 农村 is of the county whose 城镇 is asked of
            family, words, measure = *own, measure
        else:
            words = (*words, *(more if not family else ()))
            handed = None  # 乙 of 甲县的粮食产量比乙高多少 is a name of its own
    place = (
        _own_place(asked, mine) or _place(asked.shared) or (handed if before else next(iter(asked.own), None))
    )
    times = "".join(asked.text[one.start : one.end] for one in mine if one.place is None)
    return _Slots(
        place,
        *when,
        _period(mine, asked.shared, before.period if before and not yearly else ""),
        before.family if before and inherits else family,
        before.words if before and inherits else words,
        before.thing if before and inherits else thing,
        times or (before.times if before and not yearly else ""),
        inherits,
        measure,
        borrowed,
    )


def _rest(before: str, thing: str) -> str:
    """What a side before says behind the words that both end with: 绿化 of 上边坡绿化 for 下边坡; empty where they share none.

    >>> _rest("上边坡绿化", "下边坡"), _rest("石练水厂", "鹤山水厂"), _rest("黄豆", "香薯")
    ('绿化', '', '')
    """
    for size in range(len(thing) - 1, 1, -1):
        at = before.find(thing[-size:])
        if at > 0:
            return before[at + size :].lstrip("的")
    return ""


def _counterpart(thing: str, measure: str) -> tuple[str, tuple[str, ...]] | None:
    """The family of a thing under the end of a measure, where the two together name one: 农村居民 under 城镇居民人均可支配收入.

    >>> _counterpart("农村居民", "城镇居民人均可支配收入"), _counterpart("石练水厂", "投资")
    (('农村居民人均可支配收入', ()), None)
    """
    for at in range(1, len(measure) - 1):
        family, words = measured(thing + measure[at:])
        if family and not words and family != measured(measure[at:])[0]:
            return family, words
    return None


def _cell(asked: _Question, span: Span, slots: _Slots, before: _Slots | None) -> Wanted:
    mine = _inside(asked.found, span)
    outside = asked.text[slice(*asked.split.head)] + asked.text[slice(*asked.split.tail)]
    named = bool(_place(mine)) or any(one.place for one in marks(outside))
    yearly = _YEARLY.search(asked.text, *span) is not None
    timed = (
        yearly
        or any(one.is_time for one in (*mine, *asked.shared))
        or any(one.period is not None for one in mine)
    )
    side = _Side(
        asked.text,
        asked.split,
        span,
        place=slots.place.name if slots.place and before and not named else "",
        thing=slots.thing if slots.inherits else slots.measure if slots.borrowed else "",
        when=before.times if before and not timed else "",
        kind=asked.kind,
        # An indicator of the list has its own unit in each report: 亿吨 where 多少斤 is asked.
        asks="" if slots.family and asked.split.asks.startswith("多少") else asked.split.asks,
    )
    question = _single(side)
    return Wanted(
        label=re.sub("[呢啊]$", "", asked.text[slice(*span)].strip("，,的 ")),
        place=slots.place,
        year=slots.year,
        period=slots.period,
        family=slots.family,
        words=slots.words,
        brief=_brief(asked, slots, question),
        kind="change" if asked.kind == "level" and _BY_HOW_MUCH.search(question) else asked.kind,
        planned=is_planned(asked.text) and not ACTUAL.search(asked.text, *span),
        question=question,
        shift=slots.shift,
    )


def _brief(asked: _Question, slots: _Slots, question: str) -> str:
    """The question for a side without what leads to it: with its place and times alone; empty where nothing leads to it.

    Of 我老家有个亲戚在剑阁，两边都在修水厂，鹤龄水厂和九里岗水厂哪个花的钱多 only the last clause is about a side.
    """
    head = asked.text[: asked.split.head[1]]
    cut = max(head.rfind(mark) for mark in "，,。；：:") + 1
    lead = head[:cut]
    if len(bare(_without(asked.text, asked.found, (0, cut)))) < _LEADS or not question.startswith(lead[:2]):
        return ""
    at = question.find(lead.rstrip("，,。；：: ")[-2:])
    rest = question[at + 2 :].lstrip("，,。；：: ") if at >= 0 else ""
    mine = marks(rest)
    place = slots.place.name if slots.place and not any(one.place for one in mine) else ""
    times = "" if any(one.is_time for one in mine) else f"{slots.year}年" if slots.year else ""
    return f"{place}{times}{rest}" if len(rest) > _LEADS else ""


def _inside(found: Sequence[Mark], span: Span) -> list[Mark]:
    return [one for one in found if span[0] <= one.start and one.end <= span[1]]


def _filled(cells: Sequence[Wanted]) -> list[Wanted]:
    """The cells; what the first leaves open and the next says holds for it as well (遂昌和松阳2022年)."""
    later = cells[-1]
    return [
        replace(
            one,
            year=one.year if one.year or one.shift is not None else later.year,
            shift=one.shift if one.year or one.shift is not None else later.shift,
            family=one.family or (later.family if not one.words else ""),
            words=one.words or (later.words if not one.family else ()),
        )
        for one in cells
    ]


def labelled(cells: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Each cell under the name that tells it from the others: its place, its year, both, or its own words."""
    return tuple(replace(one, label=_AMOUNT.sub("", _as_written(one.label))) for one in _labelled(cells))


def _as_written(label: str) -> str:
    """A label whose years say that they are, without half a bracket: 2023上半年, （2013."""
    whole = label if label.count("（") == label.count("）") else re.split("[（）]", label.strip("（）"))[-1]
    return _BARE_YEAR.sub(r"\1年", whole) or label


def _labelled(cells: Sequence[Wanted]) -> tuple[Wanted, ...]:
    many_places = len({one.place for one in cells}) > 1
    many_years = len({(one.year, one.period) for one in cells}) > 1
    if len({(one.family, one.words) for one in cells}) > 1:
        if not all(measure_of(one.label) for one in cells):  # one said for all
            cells = [replace(one, label=_without_measure(one.label)) for one in cells]
        return tuple(replace(one, label=_thing_named(one, many_places, many_years)) for one in cells)
    if not (many_places or many_years):
        return tuple(replace(one, label=bare(one.label) or one.label) for one in cells)
    return tuple(replace(one, label=_name(one, many_places, many_years) or one.label) for one in cells)


def _without_measure(label: str) -> str:
    return label.removesuffix(measure_of(label)).rstrip("的 ") or label


def _thing_named(one: Wanted, with_place: bool, with_year: bool) -> str:
    """The words of a side, without the place and the time that all sides share."""
    label = _SPAN.sub("", one.label)
    # 中央财政 and 国务院 name more than the nation.
    named = [mark for mark in marks(label) if mark.place != places.NATION]
    kept = [mark for mark in named if not (with_place if mark.place else with_year)]
    shown = re.sub("[（(][）)]", "", _without(label, kept, (0, len(label))))
    return bare(shown) or one.family or bare(label) or one.label


def _name(one: Wanted, by_place: bool, by_year: bool) -> str:
    place = one.place.name if one.place and by_place else ""
    period = _PERIODS.get(one.period, f"{one.period}月") if one.period else ""
    return place + (f"{one.year}年{period}" if by_year and one.year else "")


def in_year(cell: Wanted, year: int | None) -> Wanted:
    """A cell of another year, with the question for it; as it is where `year` is None."""
    if year is None:
        return cell
    asked = _SPAN.sub(f"{year}年", cell.question)
    asked = asked if str(year) in asked else asked.replace(str(cell.year), str(year))
    return replace(cell, year=year, question=asked)


def _place(found: Sequence[Mark]) -> Place | None:
    named = [one.place for one in found if one.place]
    return max(named, key=lambda one: len(one.code)) if named else None


def _own_place(asked: _Question, mine: Sequence[Mark]) -> Place | None:
    """The place of a side, unless the question begins with another one: then it is but where a firm has its name from."""
    own = _place(mine)
    ahead = _place([one for one in asked.shared if one.start < asked.split.sides[0][0]])
    foreign = own and ahead and ahead != places.NATION and not places.within(own.code, ahead.code)
    return None if foreign else own


def _year(found: Sequence[Mark]) -> tuple[int | None, int | None] | None:
    named = [one for one in found if one.is_time]
    if not named:
        return None
    return (named[0].years[0] if named[0].years else None), named[0].shift


def _period(mine: Sequence[Mark], shared: Sequence[Mark], before: str) -> str:
    for group in (mine, shared):
        if said := [one.period for one in group if one.period is not None]:
            return said[0]
    return before if not any(one.is_time for one in mine) else ""


def _words(text: str, found: Sequence[Mark], split: Split, side: Span) -> str:
    """The words of the head, of a side and of the tail, without places and times."""
    parts = [_without(text, found, span) for span in (split.head, side, split.tail)]
    own = bare(parts[1])
    return "，".join(filter(None, (bare(parts[0]), f"{own}的{bare(parts[2])}" if own else bare(parts[2]))))


def _without(text: str, found: Sequence[Mark], span: Span) -> str:
    out, at = "", span[0]
    for one in found:
        if one.start >= span[0] and one.end <= span[1]:
            out += text[at : one.start]
            at = one.end
    return out + text[at : span[1]]


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a question: the question, where the side stands, and what it takes over from the side before it.

    `place` is to be put before it, `when` the time, `thing` the words; each is empty where it says them itself. `asks` is
    what it is asked where the words of the difference say that.
    """

    text: str
    split: Split
    span: Span
    place: str
    thing: str
    when: str
    kind: FigureKind
    asks: str


def _single(side: _Side) -> str:
    """The question for one side alone: 甲县的水厂和乙县的水厂，谁的投资大 → 甲县的水厂投资是多少."""
    text = side.text
    head, own, tail = (text[slice(*span)] for span in (side.split.head, side.span, side.split.tail))
    head = re.sub("[，,]$", "", head) if TREND.search(head) else head
    head = re.sub("这几年|近几年|历年|每年的?|^把", "", TREND.sub("", head)).replace("，，", "，")
    own = re.sub("又(?=是|有|卖|能|会|收|增|多)", "", own)
    if EITHER.search(text) and not measure_of(own):  # 坝高 is a measure, 高 is none
        own = re.sub(rf"(?:更|比较|较)?(?:{ADJECTIVE})$", "", own)
    own = f"{own}年" if re.search(r"(?:19|20)\d\d$", own) else own
    if side.thing:
        own = (
            re.sub("的?(?:呢|(?:是|有)(?:多少|几).*)?$", "", own)
            + ("" if "的" in side.thing else "的")
            + side.thing
        )
    own = re.sub("呢(?=[，,]|$)", "", own)
    joined = _MORE.sub("增收", f"{head}{side.place}{side.when}{own}")
    if re.search("多少|几[个家户人次名位项亩米元吨斤成倍件天]", own):
        return joined
    if side.asks:
        return joined.rstrip("，, ") + side.asks
    return _ended(f"{joined.rstrip('，,')}{_MORE.sub('增收', _asking(tail))}", side.kind, tail)


def _ended(whole: str, kind: FigureKind, tail: str) -> str:
    """A question for one side with its question word."""
    if re.search("多少|几", whole):
        return whole
    whole = whole if measure_of(whole) else bare(whole)
    if kind == "growth" and (grown := re.search("(?:增长?|涨|长)得?$", whole)):
        return f"{whole[: grown.start()]}增长多少"
    return f"{whole}{'有' if re.search('[多少](?:一些|一点|些)?$', tail) else '是'}多少"


def _asking(tail: str) -> str:
    """What is asked of the sides, made into what is asked of one."""
    tail = re.sub(
        f"{TREND.pattern}|比(?=[，,谁哪])|合起来|各自|各(?!个?[县市区])|分别|一共|合计|总共|总计|加起来|加在?一[起块]|[都全]算上|[都全](?:告诉|列|说|讲|给|查|报|写).*|{TELL_ME}.*|历年|逐年|平均?每年的?|平均(?=是|为|有)|相差|差(?:了)?(?:几个(?:百分)?点)?|相比之下|相比|比起来|两者|二者",
        "",
        tail.strip("，,的 "),
    )
    tail = re.sub("^[两三四五六][县市区省镇乡村地](?=[的\\d有各都，]|$)|每年的?(?=[^，]*$)", "", tail)
    tail = re.sub(
        r"这?(?<!\d)[两三四五六七八九十几\d](?:[个家地者]|年(?![底末上]))+(?:县|市|区|项目|[间里内来])?",
        "",
        tail,
    ).strip("，,、？? ")
    return tail if re.search("多少|几", tail) and not re.search("谁|哪", tail) else bare(tail)
