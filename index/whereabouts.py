"""The places a report speaks of, and the one it is about: names in running text are weighed, not taken at their word.

Sentences form the names of counties by chance (创新和环境 holds 新和, 财政和企业 holds 政和), and name institutions and
newspapers after places. A short form therefore counts only with evidence: its full name, the division above it, or a
row of places that it stands in. A question is no running text and may use short forms freely (`places.found`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from index.places import NATION, Mention, city_code, divisions, found, wordy
from index.records import Place

_DATELINE = re.compile(
    r"(?:新华社|中新社|中新网|中新经纬|人民网|央广网|央视网|光明网|新华网|本报|[\u4e00-\u9fff]{2,6}(?:网|社|报))"
    r"[\u4e00-\u9fff]{0,8}?(?=(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日\s*(?:[电讯]|[（(]))"
)
"""新华社成都7月26日电 tells where it was written."""

_FIRM = re.compile(r"[^，。；、：的和与在是了\s\d“”]{2,14}?(?:公司|集团|研究院|研究所|协会|委员会|总台)")
_ZONE = re.compile("(?:国家级|省级)?(?:经济技术|经济|高新技术|高新)(?:产业)?开发区|经开区|工业园区")
"""沭阳经济技术开发区: a zone of the county that it is called after."""
_JOINT = re.compile(r"\s*[、和及与·]\s*")
_AT = re.compile(r"(?:位于|地处|坐落于|走进|来到)\S{0,9}$")
_LOOSE = frozenset("的是在和与到从向于自为由对及至来去等")
"""Characters that stand beside any name."""

_NUMBERED = re.compile(r"\W*(?:(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?)\s*)?\W*")
_LABEL_CHARS, _COLONS = 12, frozenset(":：")
_HEAD_CHARS = 200
_HEAD, _TITLE, _SITE = 3, 10, 3
_MUNICIPALITIES = ("11", "12", "31", "50")
_NATIONAL = re.compile(r"^(?:\d{4}年)?(?:度)?(?:全国|国务院|中华人民共和国|我国|中国)|国务院政府工作报告")
_OURS = re.compile("[我本](省|市|县|区|州|盟|旗)")
_NATION_WORD = re.compile("全国|我国|国务院")

Pair = tuple[Mention, Place]


def named_in_report(text: str) -> list[Pair]:
    """The place names of running text that are borne out by the rest of it, in reading order.

    >>> [place.name for _, place in named_in_report("云梦县走共同富裕之路，创新和环境并重。")]
    ['云梦县']
    """
    elsewhere = [hit.span() for hit in _DATELINE.finditer(text)]
    pairs = [
        (mention, place)
        for mention, place in found(text)
        if not any(start <= mention.start < end for start, end in elsewhere)
        and not _firm(text, mention, place)
    ]
    certain = _listed(text, pairs) | {at for at in range(len(pairs)) if _certain(text, pairs, at)}
    known = {pairs[at][1].code[:n] for at in certain for n in (2, 4, 6)}
    full = {pairs[at][1].code for at in certain if pairs[at][0].full}
    return [
        pair
        for at, pair in enumerate(pairs)
        if at in certain or pair[1].code in full or _likely(text, *pair, known)
    ]


def labelled(line: str) -> Place | None:
    """The place that stands at the head of a paragraph as its label, and holds for all of it; None where none does.

    >>> labelled("（一）德兴市：看点3个。").name, labelled("德兴市有看点3个：黄金、铜和茶油。")
    ('德兴市', None)
    """
    numbered = _NUMBERED.match(line)
    head = line[numbered.end() :][:_LABEL_CHARS] if numbered else ""
    return next(
        (place for one, place in found(head) if not one.start and head[one.end :][:1] in _COLONS), None
    )


def _firm(text: str, mention: Mention, place: Place) -> bool:
    """A firm named after a city or province: 河南盛佳食品有限公司. One named after its county is in that county."""
    return (len(place.code) < 6 or not mention.full) and _FIRM.match(text, mention.end) is not None


def _certain(text: str, pairs: Sequence[Pair], at: int) -> bool:
    """Whether a name needs no other evidence: full names, provinces, names right behind the division above them."""
    mention, place = pairs[at]
    if at and _address(pairs[at - 1], pairs[at]):
        return True
    if mention.full:
        return mention.end - mention.start > 2  # 和县 may be 和 + 县
    if len(place.code) == 6 and _ZONE.match(text, mention.end):
        return True
    if wordy(text[mention.start : mention.end], place):
        return False
    return not (len(place.code) == 4 and _crosses(text, mention))


def _likely(text: str, mention: Mention, place: Place, known: set[str]) -> bool:
    """Whether an uncertain name is one: its city is named, and no word of the text runs over its edge."""
    if mention.full:
        name = text[mention.start : mention.end]
        alone = mention.start == 0 or not "\u4e00" <= text[mention.start - 1] <= "\u9fff"
        return bool({city_code(place.code), place.code[:2]} & known) or (
            name[0] != "和" and (alone or text.count(name) > 1)
        )
    # A wordy city (日照, 新乡) is borne out by a county of its own, not by its province.
    above = city_code(place.code) if len(place.code) == 6 else place.code
    return above in known and not _crosses(text, mention)


def _crosses(text: str, mention: Mention) -> bool:
    """Whether a word runs over an edge of a short form: 平衡 in 平衡水平, 复杂 in 复杂多变.

    It is one where its two characters stand together twice or more elsewhere, without the rest of the name.
    """
    start, end = mention.start, mention.end
    name = text[start:end]
    left, right = text[max(0, start - 1) : start], text[end : end + 1]
    word, other = left + name[0], name[-1] + right
    before = left > "\u4dff" and left not in _LOOSE and text.count(word) - text.count(left + name) >= 2
    after = right > "\u4dff" and right not in _LOOSE and text.count(other) - text.count(name + right) >= 2
    return before or after


def _listed(text: str, pairs: Sequence[Pair]) -> set[int]:
    """Indices of the names that stand in a row of three or more: 惠水、平塘、罗甸."""
    rows: list[list[int]] = [[]]
    for at, (mention, _) in enumerate(pairs):
        before = pairs[at - 1][0] if at else None
        if before and not _JOINT.fullmatch(text, before.end, mention.start):
            rows.append([])
        rows[-1].append(at)
    return {at for row in rows if len(row) >= 3 for at in row}


def about(title: str, text: str, headline: bool) -> tuple[Place | None, tuple[Place, ...]]:
    """The report's own place and all it names, most named first; (None, …) where nothing tells.

    `headline` says that the title stands by itself and is not the first sentence again: it then weighs most.
    """
    whole = f"{title}\n{text}" if headline else text
    skip = len(whole) - len(text)
    pairs = named_in_report(whole)
    weights: Counter[Place] = Counter()
    for at, (mention, place) in enumerate(pairs):
        if at + 1 < len(pairs) and _address(pairs[at], pairs[at + 1]):
            weights[place] += 0  # 洛阳市 in 洛阳市伊川县 says where 伊川县 is
            continue
        head = _TITLE if mention.start < skip else _HEAD if mention.start - skip < _HEAD_CHARS else 1
        weights[place] += head + (
            _SITE if _AT.search(whole, max(0, mention.start - 12), mention.start) else 0
        )
    named = tuple(place for place, _ in weights.most_common())
    if _national(title, whole, pairs):
        return NATION, named
    return _ours(whole, weights) or _main(weights), named


def _address(one: Pair, other: Pair) -> bool:
    inside = other[1].code.startswith(one[1].code) and other[1].code != one[1].code
    return inside and one[0].end == other[0].start


def _national(title: str, text: str, pairs: Sequence[Pair]) -> bool:
    """A national report calls itself so, and names no division in full; or it names none at all and says 全国."""
    if "国务院政府工作报告" in title:
        return True
    full = any(mention.full for mention, _ in pairs)
    if _NATIONAL.search(title) and not full:
        return True
    return not pairs and len(_NATION_WORD.findall(text)) >= 2


def _ours(text: str, weights: Counter[Place]) -> Place | None:
    """The place of the level that the report calls its own at least twice: 我省 in the paper of a province."""
    said = Counter(_OURS.findall(text)).most_common(1)
    if not said or said[0][1] < 2:
        return None
    ours = Counter({place: weight for place, weight in weights.items() if place.name.endswith(said[0][0])})
    return ours.most_common(1)[0][0] if ours else None


def _main(weights: Counter[Place]) -> Place | None:
    """The place with the most weight, a county before its city before its province.

    A wider division wins where it is named more than twice as often as the narrower, or where the weight is spread
    over three of its parts or more and none of them has half.
    """
    if not weights:
        return None
    counties = _level(weights, lambda code: len(code) == 6)
    cities = _level(weights, lambda code: len(code) == 4 or code in _MUNICIPALITIES)
    provinces = _level(weights, lambda code: len(code) == 2 and code not in _MUNICIPALITIES)
    if province := _spread(weights, 2):
        return province
    best = max(counties.values(), default=0)
    if cities and max(cities.values()) > 2 * best:
        best, counties = max(cities.values()), cities
    elif counties and (city := _spread(counties, 4)):
        return city
    if provinces and max(provinces.values()) > 2 * best:
        counties = provinces
    return counties.most_common(1)[0][0]


def _level(weights: Counter[Place], wanted: Callable[[str], bool]) -> Counter[Place]:
    return Counter({place: weight for place, weight in weights.items() if weight and wanted(place.code)})


def _spread(weights: Counter[Place], digits: int) -> Place | None:
    """The division of `digits` whose parts share the weight: three or more of them, none with half of it."""
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for place, weight in weights.items():
        if weight and len(place.code) > digits:
            parts[place.code[:digits]][place.code[: digits + 2]] += weight
    total = sum(sum(shares.values()) for shares in parts.values())
    for code, shares in parts.items():
        spread = len(shares) >= 3 and 2 * max(shares.values()) < sum(shares.values())
        if spread and 2 * sum(shares.values()) > total and code in divisions():
            return divisions()[code]
    return None
