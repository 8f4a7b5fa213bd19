"""When a report was published: by its first line, its date line, the page, its name, its dateline, its last line."""

import re
from datetime import date
from pathlib import PurePosixPath

from index.records import Loaded

_YMD = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)\s*日?"
)
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])(?!\d)")
_SPLIT = re.compile(r"(?<!\d)(20\d{2})[-/]?(1[0-2]|0[1-9])[-/]?(3[01]|[12]\d|0[1-9])(?=/)")
"""The paths of news sites: /2023/0815/, /2023-08/15/."""

_SHORT_YMD = re.compile(r"^(\d{2})-(\d{2})-(\d{2})$")
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]?\s*(?:(1[0-2]|0?[1-9])\s*月)?")
_STAMP_REST = re.compile(
    r"^\s*(?:[T ]?\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:[^。，；至到—-]{0,12}|[|｜\s]*(?:来源|作者|浏览|点击|字号|阅读|星期|周).*)$"
)
_SIGNED_AT = re.compile(
    r"[^。，,：:；！？\d]{2,30}(?:局|办|办公室|政府|[网报社站台厅部院]|委员会|研究室|中心|调查队)"
    r"\s*[（(]?\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[）)]?"
)
"""遂昌县统计局　2023年3月20日: who puts a report out, and when, on a line of its own below the title."""
_MASTHEAD_CHARS, _MASTHEAD_PART = 60, 16
_BETWEEN = re.compile(r"[\s|｜/·•()（）]+")
_PUTS_OUT = re.compile("局|办|政府|[网报社站台]|客户端|融媒|发布|通讯|中心|记者|来源|作者|编辑|时间|日期")
"""What stands beside a date outside of the article of a page, where it is the date of that article."""
_JOINED = " · "
"""Between the lines of what was left out around an article."""
_LED_BY = re.compile(r"(?:(?:发[布表]|刊[发登载])于|(?:时间|日期)\s*[:：])\s*$")
_NO_MASTHEAD = re.compile(
    "[。，；？！、“”]|[至到—–-]$|^[至到—–-]|截[至止]|以来|施行|召开|成立|[目预]标|通过|相关|阅读|推荐|链接|[上下]一?篇|热点|排行|版权"
)
_PUBLISHED = re.compile(
    r"(?:发布|发文|更新|成文|印发)?(?:时间|日期)\s*(?:[:：]|[]】］]\s*[:：]?)\s*(.{4,24})"
)
_SESSION = re.compile(r"^[—\-－(（\s]{0,6}(.{8,16}?)[,，]?在.{2,40}(?:会议|大会)上")
"""——2023年1月5日在遂昌县第十七届人民代表大会第二次会议上"""

_DATELINE = re.compile(
    r"(?:(20\d{2})年)?(?:(1[0-2]|0?[1-9])月)?(?<!\d)(3[01]|[12]\d|0?[1-9])日\s*(?:[讯电]|消息)"
)
_CHARACTERS = re.compile(
    "(二[〇○零Ｏ][〇○零Ｏ一二三四五六七八九]{2})年(十[一二]?|[一二三四五六七八九])月"
    "(三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_TITLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)(?=\s*年|[）)]|[_\s-]*\D*(?:报告|公报|简报))")
_SUMMED_UP = re.compile("(?<!\\d)((?:19|20)\\d\\d)年度?[^，。、和与及]{0,14}?(?:总结|小结)")
_REVIEWED = re.compile(
    "(?<!\\d)((?:19|20)\\d\\d)年度?[^，。]{0,24}?(?:执行|完成|落实)情况[^，。\\d]{0,8}((?:19|20)\\d\\d)年"
)
_HEAD_LINES, _DATELINE_CHARS, _TAIL_CHARS, _MASTHEAD_LINES = 12, 400, 60, 6


def published(name: str, title: str, loaded: Loaded, text: str) -> str:
    """ISO date of publication, the year alone (`2018`) where no day is given, or empty.

    A dateline (本报8月15日讯, 15日电) is completed by the year or month of the date line; it never gives one itself.
    A year in the title of a work report is that of its session; in other titles it is the year they are about
    (`covered`), and no date.

    >>> published("a.txt", "", Loaded("简报\\n日期：2018年\\n本报8月15日讯"), "简报\\n日期：2018年\\n本报8月15日讯")
    '2018-08-15'
    """
    lines = [line.strip() for line in loaded.text.split("\n")[:_HEAD_LINES]]
    stamped = next(
        (
            day
            for line in lines[:4]
            if (is_stamp(line) or _SIGNED_AT.fullmatch(line)) and (day := day_in(line))
        ),
        "",
    )
    heads = [*lines, *text.split("\n")[:_MASTHEAD_LINES]]
    masthead = next((day for line in heads if (day := masthead_day(line))), "")
    announced = next((day for said in _said(lines) if (day := day_in(said))), "")
    known = next((part for said in _said(lines) if (part := _part(said))), "")
    page = loaded.date if not known or loaded.date[:4] == known[:4] else ""
    session = next((day for line in lines if (m := _SESSION.match(line)) and (day := day_in(m[1]))), "")
    return (
        stamped
        or announced
        or page
        or masthead
        or _around(loaded)
        or session
        or _in_name(name)
        or _printed(text)
        or _dateline(text, known or _part(_month_in_name(name)))
        or known[:4]
        or _signed(text)
        or _session_year(f"{title} {PurePosixPath(name).stem}")
    )


def _around(loaded: Loaded) -> str:
    """The date of a line around the article of a page that says who put it out: 遂昌县统计局 2023年3月20日."""
    lines = [line for part in loaded.removed for line in part.text.split(_JOINED)]
    return next((day for line in lines if _PUTS_OUT.search(line) and (day := masthead_day(line))), "")


def covered(title: str, name: str) -> str:
    """The year in the title or name of a bulletin, a brief or a plan: the one it is about; empty where it has two.

    >>> covered("2022年遂昌县国民经济和社会发展统计公报", "a.txt"), covered("全国经济社会发展简报（2017）", "a.txt")
    ('2022', '2017')
    """
    named = set(_TITLE_YEAR.findall(title)) or set(_TITLE_YEAR.findall(PurePosixPath(name).stem))
    return named.pop() if len(named) == 1 else ""


def summed_up(title: str) -> str:
    """The year that the title of a summary of work names: its 今年, whenever it came out; empty for other titles.

    >>> summed_up("遂昌县教育局2023年工作总结和2024年工作思路"), summed_up("2023年遂昌县政府工作报告")
    ('2023', '')
    """
    found = _SUMMED_UP.search(title)
    return found[1] if found else ""


def reviewed(title: str) -> tuple[str, str]:
    """The year that a report on a plan or budget looks back on, and that of the draft it brings; empty for other titles.

    >>> reviewed("阳谷县2020年国民经济和社会发展计划执行情况与2021年计划草案的报告"), reviewed("2023年遂昌县政府工作报告")
    (('2020', '2021'), ('', ''))
    """
    found = _REVIEWED.search(title)
    return (found[1], found[2]) if found else ("", "")


def is_stamp(line: str) -> bool:
    """Whether a line is a date and at most a time or a credit besides: `2023-08-14 10:32 来源：某网`."""
    if _SHORT_YMD.match(line):
        return True
    hit = _YMD.match(line)
    return bool(hit and _STAMP_REST.match(line[hit.end() :]))


def masthead_day(line: str) -> str:
    """The date of a line that says but where and when a report came out, between blanks or bars; empty for any other.

    >>> masthead_day("商城日报  2024年10月23日  第2版"), masthead_day("香溪客户端 | 2025年1月14日 | 记者 谭竹君")
    ('2024-10-23', '2025-01-14')
    >>> masthead_day("2024年10月23日，我县召开会议")
    ''
    """
    plain = line.strip("*# \u3000")
    found = _YMD.search(plain)
    if len(plain) > _MASTHEAD_CHARS or not found or _YMD.search(plain, found.end()):
        return ""
    before, behind = _LED_BY.sub("", plain[: found.start()]), plain[found.end() :]
    apart = (not before or _BETWEEN.match(before[-1])) and (not behind or _BETWEEN.match(behind))
    parts = [part for part in (*_BETWEEN.split(before), *_BETWEEN.split(behind)) if part]
    said = all(len(part) <= _MASTHEAD_PART and not _NO_MASTHEAD.search(part) for part in parts)
    return _iso(*found.groups()) if apart and said else ""


def day_in(text: str) -> str:
    """The first whole date of a text as ISO, empty where there is none that the calendar has.

    >>> day_in("23-08-10"), day_in("二〇二三年八月十五日"), day_in("2023年2月30日")
    ('2023-08-10', '2023-08-15', '')
    """
    if short := _SHORT_YMD.match(text.strip()):
        return _iso(f"20{short[1]}", short[2], short[3])
    if found := _YMD.search(text):
        return _iso(*found.groups())
    if spelled := _CHARACTERS.search(text):
        return _iso(spelled[1].translate(_DIGITS), str(_number(spelled[2])), str(_number(spelled[3])))
    return ""


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _number(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    return (int(tens.translate(_DIGITS) or 1) * 10 if ten else 0) + int(ones.translate(_DIGITS) or 0)


def _said(lines: list[str]) -> list[str]:
    return [found[1] for line in lines if (found := _PUBLISHED.search(line))]


def _part(text: str) -> str:
    """`2018` or `2018-08` of a date that has no day."""
    found = _YEAR_MONTH.match(text.strip())
    if not found:
        return ""
    return f"{found[1]}-{int(found[2]):02d}" if found[2] else found[1]


def _in_name(name: str) -> str:
    stem = re.sub(r"\.\w{1,8}$", "", name)
    found = _SPLIT.search(name) or _COMPACT.search(stem)
    return day_in(PurePosixPath(name).stem) or (_iso(*found.groups()) if found else "")


def _month_in_name(name: str) -> str:
    found = re.search(r"(?<!\d)(20\d{2})[-/]?(1[0-2]|0[1-9])(?!\d)", name)
    return f"{found[1]}年{found[2]}月" if found else ""


def _printed(text: str) -> str:
    """The date of the newspaper page that a report is taken from: 《人民日报》（2023年08月14日 第12版）."""
    return day_in(text[-200:]) if "版" in text[-200:] else ""


def _dateline(text: str, known: str) -> str:
    found = _DATELINE.search(text[:_DATELINE_CHARS]) or _DATELINE.search(text[-_TAIL_CHARS:])
    if not found:
        return ""
    year = found[1] or known[:4]
    month = found[2] or known[5:]
    return _iso(year, month, found[3]) if year and month else ""


def _signed(text: str) -> str:
    """The date under an official paper, on a line of its own or behind who signs it."""
    last = text.rstrip().rpartition("\n")[2].strip()
    if len(last) <= 16 and (day := day_in(last)):
        return day
    return masthead_day(last) if _PUTS_OUT.search(last) else ""


def _session_year(names: str) -> str:
    found = _TITLE_YEAR.search(names) if "政府工作报告" in names else None
    return found[1] if found else ""
