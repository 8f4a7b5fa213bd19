"""Place names of the published division list: found in text, told apart, ordered by province, city, county."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.records import Place

DIVISIONS = Path(__file__).parent / "data" / "divisions.csv"
NATION = Place(code="", name="全国")
"""The place of a national report: no division, so it lies within none and no filter by place admits it."""

_ETHNIC = (
    "各族 蒙古族 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克 傣族 黎族 傈僳族 佤族 "
    "畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯 锡伯族 普米族 "
    "塔吉克 怒族 鄂温克族 独龙族 鄂伦春 裕固族 保安族 门巴族 珞巴族 蒙古 哈萨克族 维吾尔族 塔吉克族 柯尔克孜族"
).split()
_SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "省",
    "市",
    "县",
    "区",
    "盟",
    "旗",
)
_CALLED = {"310115": "浦东", "210113": "沈北", "429021": "神农架"}
"""Short forms that drop more than the last character: 浦东 of 浦东新区. A zone such as 兰州新区 has none: 兰州 is the city."""

# Short forms that are everyday words: they name a place only with their suffix (安宁市, 和平县).
_EVERYDAY = frozenset(
    "安宁 和平 朝阳 鼓楼 新华 新城 城关 城区 郊区 矿区 桥东 桥西 长安 东方 新民 永安 平安 大通 东城 西城 开平 高明 文化 "
    "中山 建设 团结 光明 红旗 向阳 前进 青年 友谊 河口 河东 河西 江北 江南 海港 港口 金山 宝山 西山 南山 东山 北山 中心 "
    "高新 新区 兴安 安定 安居 兴隆 富源 富民 丰满 集美 大同 大方 大名 大足 广大 永丰 文明 民乐 民和 同心 利川 "
    "资源 合作 通道 凤凰 象山 普安 共和 白云 海州 铁东 铁西 振兴 振安 前锋 武功 正定 天台 阳光 顺利 光山 通山 宁静 "
    "都匀 信息 临海 平原 河间 沙湾 景泰 新安 新兴 新平 太平 华龙 昌江 新建 新都 市中 五家 互助 双江 保康 "
    "公安 商城 大田 延长 清水 温泉 灯塔 杂多 东湖 西湖 南湖 龙湖 镜湖 青山".split()
)
_ZONE = re.compile("[\u4e00-\u9fff]{2}新区$")
"""Zones that are called after their city: 兰州新 is no short form."""
# Cities whose short form is also a word, a river or a mountain: they need evidence as counties do.
_WORDY_CITIES = frozenset(
    "黄石 黑河 山南 三明 阿里 和田 大理 新乡 安康 长春 玉树 红河 怒江 海北 海东 海西 海南 北海 黄山 白山 通化 六安 四平 文山 保定 "
    "平凉 本溪 河源 日照 白银 来宾 金昌 固原 中卫 百色 吉安 泰安 安庆 南平 崇左 武威 凉山 定西 临夏 衡水 长治".split()
)
_GENERIC = re.compile("[东西南北中城郊矿新古老上下市]{1,2}区")
"""Names that any town has for one of its parts: 东区, 城区, 上城区."""

_NO_PLACE = re.compile(
    "大学|学院|银行(?![存贷业]|各项)|啤酒|医科|理工|师范|农商|路|街(?!道)|湾(?!镇|乡|村)"
    "|[^，。；、：的和与在是有了县区\n]{0,4}(?:大学|学院|交易所)"
    "|[^，。；、：的和与\n]{0,2}(?:日报|晚报|晨报|早报|商报|都市报|新闻网|在线|广电(?![和与局旅])|电视台)|融媒|发布[】）)]|台[）) ]"
)
"""What stands behind the name of an institution, a road or a bay that only bears a place's name: 武汉大学, 杭州湾."""

_NO_SHORT = re.compile(
    "头|镇|乡(?!村)|村|街道|山(?=[的和与、，,。是景顶门游脚]|$)|[河江](?![北南西苏]|东(?!岸))|融媒"
)
"""What makes a town, a village, a river or a mountain of a short form: 如东县长沙镇 is not in 长沙, nor 莲花山 in 莲花县."""

_SPLIT = re.compile(
    "[示规典模师](?=范县)|[城乡集](?=镇.(?![县市区]))|[\\s\\S](?=新县[城域])|[创更高革最全](?=新县)|[现时年古近当](?=代县)"
)
"""What makes another word of a name of two characters: 示范县 is no 范县, 城镇平均 no 镇平, 新县城 no 新县."""
_NO_FULL = re.compile("(?<=市)[场值]|(?<=区)[域间别分块]|(?<=县)域")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a text: characters [start, end), and every division it may stand for."""

    start: int
    end: int
    candidates: tuple[Place, ...]
    full: bool


@cache
def divisions() -> dict[str, Place]:
    """All divisions by code, read once from the packaged list."""
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    return {code: _place(code, names) for code in names}


def _place(code: str, names: dict[str, str]) -> Place:
    upper = [names.get(code[:n], "") for n in (2, 4) if n < len(code)] + ["", ""]
    return Place(code=code, name=names[code], city=upper[1], province=upper[0])


def short_name(name: str) -> str:
    """The name without suffix and peoples: 遂昌县 → 遂昌, 甘南藏族自治州 → 甘南, 门源回族自治县 → 门源."""
    suffix = next((s for s in _SUFFIXES if name.endswith(s) and len(name) - len(s) >= 2), "")
    stem = name.removesuffix(suffix)
    while suffix.startswith("自治") and (people := next((p for p in _ETHNIC if stem.endswith(p)), "")):
        if len(stem) - len(people) < 2:
            break
        stem = stem.removesuffix(people)
    return stem


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    places: tuple[Place, ...]
    full: bool


@cache
def _names() -> dict[str, tuple[_Name, ...]]:
    """Every name under its first two characters, the longest first: one lookup for each character of a text."""
    full: dict[str, list[Place]] = defaultdict(list)
    short: dict[str, list[Place]] = defaultdict(list)
    for place in divisions().values():
        full[place.name].append(place)
        stem = _CALLED.get(place.code) or short_name(place.name)
        if place.name.startswith(stem) and "自治" in place.name[len(stem) :]:
            full[stem + place.name[-1]].append(place)  # 门源县 for 门源回族自治县
        if (
            stem != place.name
            and stem not in _EVERYDAY
            and (place.code in _CALLED or not _ZONE.search(place.name))
        ):
            short[stem].append(place)
    by_start: dict[str, list[_Name]] = defaultdict(list)
    for name, divided in (short | full).items():
        by_start[name[:2]].append(_Name(name, tuple(divided), name in full))
    return {start: tuple(sorted(names, key=lambda n: -len(n.text))) for start, names in by_start.items()}


def mentions(text: str) -> Iterator[Mention]:
    """Place names in reading order, the longest at each position; they do not overlap.

    >>> [m.candidates[0].name for m in mentions("召开福建省会议")]
    ['福建省']
    """
    names, at, last = _names(), 0, -1
    while at < len(text) - 1:
        here = _longest(names, text, at)
        if here and at == last and text[at] == "和" and not here.full and _longest(names, text, at + 1):
            here = None  # 顺昌和政和: no 和政
        if (
            here is None
            or _cut_by_next(names, text, at, here)
            or _SPLIT.match(f"。{text}" if not at else text, max(0, at - 1))
        ):
            at += 1
            continue
        end = at + len(here.text)
        full = here.full and not _NO_FULL.match(text, end)
        if not _NO_PLACE.match(text, end) and (full or not _NO_SHORT.match(text, end)):
            yield Mention(at, end, here.places, full)
        at = last = end


def _longest(names: dict[str, tuple[_Name, ...]], text: str, at: int) -> _Name | None:
    return next((n for n in names.get(text[at : at + 2], ()) if text.startswith(n.text, at)), None)


def _cut_by_next(names: dict[str, tuple[_Name, ...]], text: str, at: int, here: _Name) -> bool:
    """Whether a short form is the chance neighbour of a better name (开福 in 召开福建省) that is none itself (山东 in 萧山东区)."""
    later = None if here.full else _longest(names, text, at + 1)
    if later is None or len(later.text) < len(here.text) or _cut_by_next(names, text, at + 1, later):
        return False
    return later.full or len(later.places[0].code) < len(here.places[0].code)


def resolve(mention: Mention, named: Counter[str]) -> Place | None:
    """The one division a mention stands for, given how often each code was named beyond doubt in the text.

    A name that only one division bears needs no context, unless any town may have such a part (东区). Of several,
    the one whose own code or city was named most wins (鼓楼区 beside 南京市); a name shared with a province means the
    province (海南, 吉林); a name that a city shares with a county below it means the city (楚雄). None where nothing
    tells them apart.
    """
    places = mention.candidates
    if len(places) == 1:
        lone = places[0]
        return None if _GENERIC.fullmatch(lone.name) and not named[city_code(lone.code)] else lone
    scores = {place: named[place.code] * 4 + named[city_code(place.code)] for place in places}
    winners = [place for place in places if scores[place] == max(scores.values())]
    if len(winners) == 1:
        return winners[0]
    top = min(winners, key=lambda place: len(place.code))
    shared = all(within(place.code, top.code) for place in winners)
    return top if shared or len(top.code) == 2 else None


def found(text: str) -> list[tuple[Mention, Place]]:
    """Every mention with the division it stands for; those that stay ambiguous are left out.

    >>> [place.label for _, place in found("丽水市遂昌县与松阳")]
    ['浙江省丽水市', '浙江省丽水市遂昌县', '浙江省丽水市松阳县']
    """
    seen = list(mentions(text))
    named = _named_beyond_doubt(seen)
    resolved = ((mention, resolve(mention, named)) for mention in seen)
    pairs = [(mention, place) for mention, place in resolved if place is not None]
    return _with_everyday(text, pairs)


def _with_everyday(text: str, pairs: list[tuple[Mention, Place]]) -> list[tuple[Mention, Place]]:
    """The names, with the words of every day that stand in a row with one and name a place of the same city or province.

    >>> text = "大东区和新民谁的增速高"
    >>> [text[mention.start : mention.end] for mention, _ in found(text)]
    ['大东区', '新民']
    """
    pairs = [
        *pairs,
        *_in_a_row(text, {at for mention, _ in pairs for at in range(mention.start, mention.end)}),
    ]
    taken = {mention.start for mention, _ in pairs} | {mention.end for mention, _ in pairs}
    out = list(pairs)
    for mention, near in out:  # grows as it goes: each found name may be followed by the next of the row
        spans = [(mention.end + 1, mention.end + 3)] if text[mention.end : mention.end + 1] in _JOINTS else []
        spans += (
            [(mention.start - 3, mention.start - 1)]
            if text[mention.start - 1 : mention.start] in _JOINTS
            else []
        )
        for start, end in spans:
            alone = start >= 0 and start not in taken and end not in taken
            place = everyday(text[start:end], near) if alone and _ROW_ENDS.match(text, end) else None
            if place:
                out.append((Mention(start, end, (place,), False), place))
                taken |= {start, end}
    return sorted(out, key=lambda pair: pair[0].start)


def _in_a_row(text: str, taken: set[int]) -> list[tuple[Mention, Place]]:
    """Two words of every day side by side that name counties of one city: 光山和商城.

    >>> [place.name for _, place in found("光山跟商城，谁的油茶多")], found("青山和绿水")
    (['光山县', '商城县'], [])
    """
    out: list[tuple[Mention, Place]] = []
    for at in range(2, len(text) - 2):
        spans = ((at - 2, at), (at + 1, at + 3))
        words = [text[a:b] for a, b in spans]
        if (
            text[at] not in _JOINTS
            or not all(word in _EVERYDAY for word in words)
            or taken & {at - 2, at + 1}
        ):
            continue
        both = [place for word in words for place in _counties_called(word)]
        near = [(a, b) for a in both for b in both if a.code < b.code and a.code[:4] == b.code[:4]]
        if len(near) == 1 and _ROW_ENDS.match(text, at + 3):
            named = sorted(near[0], key=lambda one: short_name(one.name) != words[0])
            out += [
                (Mention(a, b, (place,), False), place) for (a, b), place in zip(spans, named, strict=True)
            ]
    return out


@cache
def _counties_called(word: str) -> tuple[Place, ...]:
    """The counties whose short name a word is."""
    return tuple(
        place for place in divisions().values() if len(place.code) == 6 and place.name == f"{word}县"
    )


_JOINTS = frozenset("和与、跟及")
_ROW_ENDS = re.compile(
    "[和与、跟及，,。；：？?\\s]|[两三四五]个?[地县市区]|[谁哪的各比等]|相比|分别|(?:19|20)[0-9]{2}年|$"
)
"""What stands behind a name in a row."""


def _named_beyond_doubt(seen: list[Mention]) -> Counter[str]:
    named: Counter[str] = Counter()
    for mention in seen:
        place = mention.candidates[0]
        sure = mention.full and not _GENERIC.fullmatch(place.name)
        if len(mention.candidates) == 1 and (sure or len(place.code) < 6):
            named.update({place.code[:n] for n in (2, 4, 6) if n <= len(place.code)})
    return named


def in_full(text: str) -> str:
    """A text with the words of every day that name a place only in a row with others written out, so that each can stand alone.

    >>> in_full("光山和商城谁的油茶多"), in_full("遂昌和松阳谁高")
    ('光山县和商城县谁的油茶多', '遂昌和松阳谁高')
    """
    for mention, place in reversed(found(text)):
        if text[mention.start : mention.end] in _EVERYDAY and place.name.startswith(
            text[mention.start : mention.end]
        ):
            text = text[: mention.start] + place.name + text[mention.end :]
    return text


def city_code(code: str) -> str:
    """The code above a county: its city's, or its province's where no city stands between (北京市朝阳区)."""
    if len(code) < 6:
        return ""
    return code[:4] if code[:4] in divisions() else code[:2]


_OWN = re.compile("[全我本该](国|省|市|县|区|州|盟|旗)")


def own(word: str, place: Place) -> Place | None:
    """The division that 全市, 全县, 我市, 该区 mean in a report about `place`; None for other words, and where there is none.

    In the report of a county the city is the one above it; in that of a county-level city, the city itself.

    >>> own("全市", divisions()["420923"]).name, own("全市", divisions()["429005"]).name
    ('孝感市', '潜江市')
    """
    asked = _OWN.fullmatch(word)
    if not asked or place == NATION:
        return NATION if asked and asked[1] == "国" else None
    if asked[1] == "国":
        return NATION
    chain = [
        divisions()[place.code[:n]]
        for n in (6, 4, 2)
        if place.code[:n] in divisions() and n <= len(place.code)
    ]
    if asked[1] == "省":
        return chain[-1]
    return next((one for one in chain if one.name.endswith(asked[1])), None)


@cache
def everyday_names() -> dict[str, tuple[Place, ...]]:
    """The divisions whose short form is a word of every day (民和, 和平), by that word. Not to be changed."""
    named: dict[str, list[Place]] = defaultdict(list)
    for place in divisions().values():
        if (stem := short_name(place.name)) in _EVERYDAY:
            named[stem].append(place)
    return {stem: tuple(divided) for stem, divided in named.items()}


def everyday(name: str, near: Place) -> Place | None:
    """The division that a word of every day means beside another one: the one of its city, else of its province.

    >>> near = divisions()["330226"]
    >>> near.name, everyday("象山", near).name, everyday("合作", near)
    ('宁海县', '象山县', None)
    """
    for above in (city_code(near.code), near.code[:2]):
        inside = [place for place in everyday_names().get(name, ()) if above and within(place.code, above)]
        if len(inside) == 1:
            return inside[0]
    return None


def wordy(name: str, place: Place) -> bool:
    """Whether a short form may well be a word, or two that stand side by side: that of any county, and of some cities.

    >>> wordy("石狮", divisions()["350581"]), wordy("日照", divisions()["3711"]), wordy("杭州", divisions()["3301"])
    (True, True, False)
    """
    return len(place.code) == 6 or (len(place.code) == 4 and name in _WORDY_CITIES)


def nearest(asked: Place, there: Iterable[Place], limit: int = 5) -> list[Place]:
    """Those of the places that are `there` that somebody who asks for another one may mean, the likeliest first.

    They are of the same city, above it or below it, or else of the same level and begin with the same character: 遂川
    where 遂昌 was asked. Of two that are equally near, the one that comes first in `there`. The ranking is our own.

    >>> [one.name for one in nearest(divisions()["331124"], [divisions()[c] for c in ("420923", "331123", "3311")])]
    ['遂昌县', '丽水市']
    """
    ranked = [(_distance(asked, place), place) for place in dict.fromkeys(there) if place != NATION]
    near = [(distance, place) for distance, place in ranked if distance is not None]
    return [place for _, place in sorted(near, key=lambda pair: pair[0])][:limit]


def _distance(asked: Place, other: Place) -> int | None:
    """0 for a division of the same city, 1 for one that holds the other, 2 for a similar name, None for any other."""
    city = city_code(asked.code)
    if city and city_code(other.code) == city:
        return 0
    if related(asked.code, other.code):
        return 1
    alike = len(asked.code) == len(other.code) and asked.name[0] == other.name[0]
    return 2 if alike else None


def within(code: str, scope: str) -> bool:
    """Whether the division `code` is `scope` or lies below it (331123 lies within 3311 and 33)."""
    return code.startswith(scope)


def related(one: str, other: str) -> bool:
    """Whether one of two divisions contains the other."""
    return one.startswith(other) or other.startswith(one)
