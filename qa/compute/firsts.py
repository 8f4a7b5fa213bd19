"""Which of two came first, and how much later the other: the dates of both, each asked of the passages."""

import re
from dataclasses import dataclass
from itertools import product

from index import places
from qa.compute.records import Read, Reads
from qa.phrases import NAMED
from qa.timing import told_year

_WHICH = re.compile(
    "(?P<a>[^，,]{2,20}?)(?:和|跟|与|、|同|还是)(?P<b>[^，,]{2,20}?)[，,]?(?:这?两[个家地座县市区]|相比)?[，,]?(?:谁|哪(?:一)?[个家座条项地边县市区方](?:项目|企业|公司|水库|县|市|区)?)(?P<pred>[^，,？?先早晚]{0,12}?)(?:更|最|是|得)*(?P<word>先|早|晚|在前)(?P<more>[^，,？?]*)"
)
_LATER = re.compile(
    "(?P<whole>[^，,]{2,}?)(?:要|还)?比(?P<b>[^，,]{2,16}?)(?P<word>早|晚|提前|推迟)(?:了|出)?(?P<done>[^，,几多了]{0,6}?)(?:了|出)?(?:多少|几)(?:个)?(?P<unit>年|月|天|日)"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")
_DAY = re.compile(r"月(\d{1,2})[日号]")
_VERB = re.compile(
    "评上|获评|入选|建成|开工|动工|投产|通车|通水|开通|拿到|获得|成立|完工|竣工|脱贫|摘帽|成为|创建|实现|挂牌|启用|上市"
)
_TRIED = 6
_SWAPPED = 0.8
_EMPTY = re.compile("^(?:的|呢|些|一些|一点|得|了)+|(?:一些|一点|些|呢|呀|啊|的)+$")


@dataclass(frozen=True, slots=True)
class Asked:
    """Two things, what is asked of both, and whether the later is asked for; `unit` of the gap, empty for none."""

    things: tuple[str, str]
    done: str
    later: bool
    unit: str = ""

    def questions(self) -> tuple[str, str]:
        """When either was done."""
        first, second = (f"{one}什么时候{self.done}" for one in self.things)
        return first, second


@dataclass(frozen=True, slots=True)
class Dated:
    """A span with the date that it tells: year, month and day, 0 where it has none."""

    read: Read
    date: tuple[int, int, int]


def firsts(text: str) -> Asked | None:
    """What a question of the order of two things asks; None for any other.

    >>> firsts("武汉跟保康，谁先拿到国家卫生城市的牌子").questions()
    ('武汉什么时候拿到国家卫生城市的牌子', '保康什么时候拿到国家卫生城市的牌子')
    >>> firsts("保康评上国家卫生城市比武汉晚了几年").questions()
    ('保康什么时候评上国家卫生城市', '武汉什么时候评上国家卫生城市')
    """
    text = text.strip("？?。呀啊呢 ")
    if found := _LATER.fullmatch(text):
        thing = _thing(found["whole"])
        done = (found["whole"][len(thing) :] + found["done"]).strip("的，, ")
        late = found["word"] in {"晚", "推迟"}
        return (
            Asked((thing, found["b"].rstrip("的要")), done, late, found["unit"]) if thing and done else None
        )
    found = _WHICH.fullmatch(text)
    if found is None:
        return None
    done = _EMPTY.sub("", found["pred"]).strip() + _EMPTY.sub("", found["more"])
    if not done:
        return None
    return Asked((found["a"], found["b"]), done.removeprefix("的"), found["word"] == "晚")


def _thing(whole: str) -> str:
    """The name that a phrase opens with: a place, or up to what ends a name."""
    there = places.found(whole)
    if there and there[0][0].start == 0:
        return whole[: there[0][0].end]
    named = _VERB.search(whole, 2) or NAMED.search(whole, 1)
    return whole[: named.start() if _VERB.match(whole, named.start()) else named.end()] if named else ""


def dated(asked: Asked, reads: Reads, threshold: float) -> tuple[Dated, Dated] | None:
    """The dates of both, out of spans that are not the same; None where either is unsure, or they might as well be the other
    way about.
    """
    first, second = (_options(one, reads, threshold) for one in asked.questions())
    pairs = sorted(
        (
            (_odds(one) * _odds(other), one, other)
            for one, other in product(first, second)
            if one.date != other.date
        ),
        key=lambda pair: -pair[0],
    )
    if not pairs:
        return None
    odds, one, other = pairs[0]
    crossed = any(
        (a.date, b.date) == (other.date, one.date) and rest > _SWAPPED * odds for rest, a, b in pairs[1:]
    )
    return None if crossed else (one, other)


def _odds(one: Dated) -> float:
    certainty = min(one.read.certainty, 0.99)
    return certainty / (1 - certainty)


def _options(question: str, reads: Reads, threshold: float) -> list[Dated]:
    """The spans for a question of when that tell one date, the likeliest first."""
    out = []
    for one in reads(question):
        text = one.document.text[one.start : one.end]
        years = set(map(int, _YEAR.findall(text))) or told_year(one.document, one.start, one.end).years
        if one.certainty >= threshold and len(years) == 1:
            month, day = _MONTH.search(text), _DAY.search(text)
            date = (min(years), int(month[1]) if month else 0, int(day[1]) if month and day else 0)
            out.append(Dated(one, date))
    return out[:_TRIED]
