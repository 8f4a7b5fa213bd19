"""What a report is about, read from its text, its name and the format's own facts: title, publisher, date, kind, place, years."""

import re
from collections import Counter
from pathlib import PurePosixPath

from index import places
from index.records import Cleaned, Description, Kind, Loaded, Place
from index.years import relative_years

_YMD = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)\s*日?"
)
_SHORT_YMD = re.compile(r"^(\d{2})-(\d{2})-(\d{2})$")
_PUBLISHED = re.compile(r"(?:发布时间|发布日期|更新时间|时间|日期)\s*[:：]?\s*(.{8,20})")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年)")
_YEAR_SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?\s*[-—–~至到]\s*((?:19|20)\d{2})\s*年")
_SOURCE_LINE = re.compile(r"(?<!资料)(?<!数据)来源\s*[:：]\s*([^\s，。；()（）]{2,20})")
_DATELINE = re.compile(
    r"([\u4e00-\u9fffA-Za-z]{2,12}?(?:新闻网|日报客户端|客户端|日报|晚报|融媒|网|社))\s*(?:[（(][^（）()]{0,20}[）)])?\s*[\u4e00-\u9fff]{0,6}(?:\d{1,2}月\d{1,2}日)?\s*(?:讯|电|消息)"
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("work_report", re.compile("政府工作报告")),
    ("bulletin", re.compile("统计公报|国民经济和社会发展.{0,6}公报")),
    ("plan", re.compile("规划|纲要|行动计划|实施方案")),
)
_NEWS = re.compile(r"(讯|电|记者|通讯员|报道|原标题)")
TITLE_CHARS = 60


def describe(name: str, loaded: Loaded, cleaned: Cleaned) -> Description:
    """Describe a report. Facts that the text does not give stay empty; nothing is guessed.

    `name` is the file name or address, which may hold a date or the kind of report.
    """
    title = _title(loaded, cleaned.text)
    date = _date(name, title, loaded, cleaned.text)
    place, named = _places(title, cleaned.text)
    return Description(
        title=title,
        publisher=_publisher(loaded.text[:600]),
        date=date,
        kind=_kind(f"{PurePosixPath(name).stem} {title}", cleaned.text),
        place=place,
        places=named,
        years=years(cleaned.text, date),
    )


def years(text: str, date: str = "") -> tuple[int, ...]:
    """The years a text speaks of, ascending: named ones, spans filled in, 今年 and 去年 by the report's own date.

    >>> years("2019—2021年与去年", "2023-08-14")
    (2019, 2020, 2021, 2022, 2023)
    """
    found = {int(year) for year in _YEAR.findall(text)}
    for first, last in _YEAR_SPAN.findall(text):
        if 0 < int(last) - int(first) <= 20:
            found.update(range(int(first), int(last) + 1))
    if date:
        base = int(date[:4])
        found |= {base} | relative_years(text, base)
    return tuple(sorted(found))


def _title(loaded: Loaded, text: str) -> str:
    if loaded.title.strip():
        return " ".join(loaded.title.split())[: TITLE_CHARS * 2]
    first = next((line for line in text.split("\n") if line and not _is_date(line)), "")
    first = first.lstrip("# ").strip()
    if len(first) <= TITLE_CHARS and not first.endswith("。"):
        return first
    sentence = re.split(r"[。！？；\n]", first, maxsplit=1)[0]
    return sentence if len(sentence) <= TITLE_CHARS else f"{sentence[: TITLE_CHARS - 1]}…"


def _is_date(line: str) -> bool:
    return bool(_SHORT_YMD.match(line) or ((hit := _YMD.match(line)) and len(line) - hit.end() <= 12))


def _date(name: str, title: str, loaded: Loaded, text: str) -> str:
    """ISO date of publication; the year alone where only the title or file name gives one."""
    head = [line.strip() for line in loaded.text.split("\n")[:12]]
    stamped = next((iso for line in head[:4] if _is_date(line) and (iso := _iso(line))), "")
    published = next((iso for line in head if (m := _PUBLISHED.search(line)) and (iso := _iso(m[1]))), "")
    printed = _iso(text[-200:]) if "版" in text[-200:] else ""
    dated = stamped or published or loaded.date or _iso(PurePosixPath(name).stem) or printed
    if dated:
        return dated
    in_name = re.search(
        r"(?<!\d)(20\d{2})(?=\s*年|[_\s-]*\D*(?:报告|公报))", f"{title} {PurePosixPath(name).stem}"
    )
    return in_name[1] if in_name else ""


def _iso(text: str) -> str:
    if short := _SHORT_YMD.match(text.strip()):
        return f"20{short[1]}-{short[2]}-{short[3]}"
    found = _YMD.search(text)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else ""


def _publisher(head: str) -> str:
    found = _SOURCE_LINE.search(head) or _DATELINE.search(head)
    return found[1] if found else ""


def _kind(names: str, text: str) -> Kind:
    for kind, pattern in _KINDS:
        if pattern.search(names):
            return kind
    return "news" if _NEWS.search(text[:200] + text[-100:]) else "other"


def _places(title: str, text: str) -> tuple[Place | None, tuple[Place, ...]]:
    """The report's own place and all it names, most named first.

    The opening and the title tell what a report is about, so they count more; a city outweighs its counties
    only when it is named more than twice as often as the first of them.
    """
    weights: Counter[Place] = Counter()
    for mention, place in places.found_in_report(text):
        weights[place] += 3 if mention.start < 200 else 1
    for _, place in places.found(title):
        weights[place] += 10
    # Short forms alone may be everyday words: too weak to say what the report is about, enough to find it by.
    hinted = dict.fromkeys(place for _, place in places.found(text) if place not in weights)
    counties = Counter({p: n for p, n in weights.items() if len(p.code) == 6})
    wider = Counter({p: n for p, n in weights.items() if len(p.code) < 6})
    main = next(iter(counties.most_common(1)), None)
    broad = next(iter(wider.most_common(1)), None)
    if main and broad and _city_count(wider) > 2 * main[1]:
        main = next(iter(Counter({p: n for p, n in wider.items() if len(p.code) == 4}).most_common(1)), main)
    chosen = main or broad
    return (chosen[0] if chosen else None), (*(place for place, _ in weights.most_common()), *hinted)


def _city_count(wider: Counter[Place]) -> int:
    return max((n for place, n in wider.items() if len(place.code) == 4), default=0)
