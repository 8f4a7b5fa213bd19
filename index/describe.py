"""What a report is about, read from its text, its name and the format's own facts: title, publisher, author, date, kind,
place, years."""

import re
from itertools import islice
from pathlib import PurePosixPath

from index import dates
from index.orders import is_order
from index.places import NATION, found, short_name, within
from index.records import Cleaned, Description, Kind, Loaded, Place
from index.whereabouts import about
from index.years import years

_ORIGINAL = re.compile(r"^\s*原标题\s*[:：]\s*(\S.*?)(?:\s{3,}|$)", re.M)
_NO_TITLE = re.compile(
    r"^(?:Microsoft (?:Word|PowerPoint|Excel)|PowerPoint|untitled|无标题|未命名|幻灯片|文档\d|新建|(?:book|sheet|工作簿|工作表)\s*\d*$)|\.(?:docx?|wps|pdf|xlsx?|indd|cdr)$",
    re.I,
)
_NO_HEADLINE = re.compile(r"^\|.*\|$|^(?:sheet|工作表)\s*\d*$", re.I)
_META = re.compile(
    r"^(?:来源|作者|记者|发布时间|发布日期|日期|时间|地点|信息来源|索引号|发布机构|字号|字体|浏览次数|浏览量|访问量|访问次数|点击数?|阅读量?)\s*[:：]|^[【\[](?:字体|打印|关闭|大 )"
)
_OPENING = re.compile(
    r"^[^。，！？]{0,40}?(?:讯(?!员)|\d[日]电|电(?=\s*[（(])|消息)[\s，,:：]*(?:[（(][^（）()]{0,40}[）)])?\s*(?=\S)|^\S{0,8}记者[^。，]{0,24}报道[\s，,:：]*"
)
_PLACE_LINE = re.compile(r"^\s*(?:地点|地区|所在地)\s*[:：]\s*(\S{2,30})\s*$", re.M)

_ISSUED = re.compile(
    "([\u4e00-\u9fff]{2,12}?[县市区旗])(?:融媒体?中心|融媒|人民政府|政府办公?室?|政府网|委宣传部|委办公?室?|新闻中心|广播电视台|(?:统计|财政|发展和改革|农业农村|招商|投资促进)局)"
)
"""The body of a county that puts a report out: 来源:师宗县融媒体中心."""
_ISSUED_CHARS = 300
_OUR = re.compile("[我全](省|市|县|区|州|旗)(?![域面长民])|(?<![\u4e00-\u9fff])(县|市|区)(?:委|政府|长|里)")
_OPENING_CHARS = 120
_SITE = re.compile(
    "([\u4e00-\u9fff]{2,6})(?:人民)?(?:新闻|信息|政务|政府|门户)?网(?![络上点格友民红约箱店吧])"
)
"""庆元网, 政和新闻网."""
_OUTLET = re.compile(
    "([\u4e00-\u9fff]{2,4})(?:日报|县报|报社|融媒体?|发布|客户端|新闻(?![中发记])|在线|(?:广播)?电视台|县域通讯)"
)
"""商城日报, 商城发布: the paper of a county whose name without 县 is another word as well."""
_FAR_SITE = re.compile(
    "(?:中国)?(?:新华|人民|长安|平安|东方|凤凰|华龙|南海|龙江|光明|新安|公安|资源|和平|青年|文化)$"
)
"""What is called like a county and is the site of another place, or of the nation."""
_HEAD_LINES = 8
_BREADCRUMB = re.compile(r"\s(?:>{1,2}|»|›)\s")
_SITE_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,12}?(?:人民政府|政府)(?:门户)?(?:网站?)?(?:[\s|｜·]*(?:政务|(?:政府)?信息)公开\S{0,4})?"
)
"""What a site calls itself at the top of every page."""
_MENU = re.compile(r"(?:网站)?(?:首页|主页)(?:[\s|｜·]+\S{2,10}){2,}")
_BODY = re.compile(r"[\u4e00-\u9fff]{3,24}(?:局|政府|办公室|委员会|中心|[镇乡]|街道)")
_PAPER = re.compile(r"(?:总结|小结|报告|公告|通告|通知|意见|方案|公报|情况|计划|思路|打算|要点|办法|汇报)$")
"""A title set in two lines: the body that puts the paper out, and what paper it is."""
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff](?:[ \u3000]|$))")

_MEDIUM = r"[\u4e00-\u9fffA-Za-z]{2,12}?(?:新闻网|日报客户端|客户端|日报|晚报|融媒|时刻|导报|京报|网|社)"
_SOURCE_LINE = re.compile(r"(?<!资料)(?<!数据)(?<!信息)(?:来源|稿源)\s*[:：]\s*([^\s，。；()（）【】]{2,20})")
_DATELINE = re.compile(
    rf"^\W{{0,3}}({_MEDIUM})(?:新闻)?\s*(?:[（(][^）)]{{0,20}}[）)])?\s*[\u4e00-\u9fff]{{0,6}}?\s*(?:20\d\d年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?\s*"
    r"(?:[（(][^）)]{0,40}[）)]\s*)?(?:讯|电|消息)",
    re.M,
)
_MEDIUM_NAME = re.compile(r"(.{1,10}?(?:网|日报|晚报|社|电视台|客户端|发布))(?!社|客户端|络)")
_PRINTED = re.compile(r"《\s*([^》]{2,12}?)\s*》\s*[（(]\s*20\d\d年")

_NAMES = r"((?:[\u4e00-\u9fff·]{2,8}[ \u3000、，,]{1,3}){0,5}[\u4e00-\u9fff·]{2,8})"
# The end of the line, a blank or a bracket ends the names: on a page without breaks the first sentence follows them.
_AUTHOR_LINE = re.compile(rf"(?:^|[\s）)])作者\s*[:：]\s*{_NAMES}(?=\s|[（(]|$)", re.M)
_BY_LINE = re.compile(
    r"[（(](?:\S{0,8}(?:记者|通讯员|作者)\s*[:：]?\s*)([\u4e00-\u9fff·\s、，,]{2,40})[）)]|(?:记者|通讯员)[\s:：]*"
    r"([\u4e00-\u9fff·]{2,4}(?:[\s、]+[\u4e00-\u9fff·]{2,4})*)[\s）)](?![^。，\n]{0,8}摄|\s?供图)"
)
_ROLE = re.compile(r"[\s、，,]+|(?:实习|见习|全媒体)?(?:记者|通讯员|实习生)")
_NO_NAME = re.compile(
    r"^(?:.|从.*|在.+|获[悉知].*|了解到?|见到|看到|日前|近日|走进.*|来到.*|采访.*|来源.*)$|(?:报道|编辑|[一二三]审|责编|校对|供图|摄影?)$"
)

_REPORT_TITLE = re.compile(
    r"政府工作报告(?:[（(].*[）)]|全文|摘要)?$"
    r"|工作(?:报告|总结|小结|情况|汇报)(?:[和及暨与].{0,24}(?:计划|思路|打算|安排|要点|重点))?(?:[（(].*[）)])?$"
)
_SUMMARY_TITLE = re.compile(r"(?:小结|总结|情况|汇总|汇报)(?:[（(].*[）)])?$")
_SECTION = re.compile(r"^(?:#+\s*)?[一二三四五六七八九十]{1,3}、", re.M)
_ADDRESSED = re.compile(r"各位(?:代表|组成人员|委员)[\s\S]{0,200}(?:报告|审议)")
_BULLETIN = re.compile(r"统计公报|公报(?:[（(].*[）)])?$")
_BRIEF = re.compile(r"简报|月报|季报|年报")
_PLAN = re.compile(r"(?:规划|纲要|行动计划|实施方案)(?:的通知)?(?:[（(].*[）)]|\d{4}.*)?$")
_ROW = re.compile(r"^\|.*\|$|^[^\t\n]+\t[^\n]*$", re.M)
_CAPTION = re.compile(r"^表\s*\d", re.M)
_NEWS = re.compile(
    r"[讯电]\s*[（(]|日[讯电]|[网社报端]讯|记者|通讯员|本报|报道|原标题|近日|日前|连日来|新闻|供图|编辑|责编|查看更多|[（(]完[）)]"
)
TITLE_CHARS = 60


def describe(name: str, loaded: Loaded, cleaned: Cleaned) -> Description:
    """Describe a report. Facts that the text does not give stay empty; nothing is guessed.

    `name` is the file name or address, which may hold a date or the kind of report. A year in the title of a
    bulletin or brief is the year it covers and never its date; a national report's place is `places.NATION`.
    """
    title, headline = _title(name, loaded, cleaned.text)
    head = title if headline else ""
    kind = _kind(PurePosixPath(name).stem, head, loaded.text, cleaned.text)
    date = dates.published(name, head, loaded, cleaned.text)
    # The 今年 of a bulletin is the year it covers; that of a dated brief is the year it came out.
    covered = dates.summed_up(head)
    if not covered and ("公报" in f"{head}{name}" or not date):
        covered = dates.covered(head, name)
    place, named = _places(title, headline, cleaned.text, loaded, PurePosixPath(name))
    return Description(
        title=title,
        publisher=_publisher(loaded.text),
        date=date,
        kind=kind,
        place=place,
        places=named,
        years=years(f"{head}\n{cleaned.text}", date, covered),
        author=author(loaded.text),
        recognised=loaded.recognised,
    )


def author(text: str) -> str:
    """Who wrote a report, names joined by 、; empty where it does not say. Who only took its pictures did not.

    >>> author("红网时刻新闻8月15日讯（通讯员 周文 谢文彬）连日来"), author("作者：王艺珺\\n正文")
    ('周文、谢文彬', '王艺珺')
    """
    found = _AUTHOR_LINE.search(text) or _BY_LINE.search(text[:600]) or _BY_LINE.search(text[-200:])
    if not found:
        return ""
    names = _ROLE.split(next(filter(None, found.groups())).strip())
    return "、".join(dict.fromkeys(name for name in names if name and not _NO_NAME.search(name)))


def mostly_table(text: str) -> bool:
    """Whether a report is a table rather than prose: more than half of its characters stand in rows of cells.

    >>> mostly_table("全县指标\\n| 指标 | 2022年 |\\n|---|---|\\n| 人口 | 19.4万 |")
    True
    """
    rows = [row[0] for row in _ROW.finditer(text)]
    return len(rows) > 1 and 2 * sum(map(len, rows)) > len(text)


def _title(name: str, loaded: Loaded, text: str) -> tuple[str, bool]:
    """The title, and whether it stands by itself: not so the first sentence of a text without a headline.

    A bare table has no line of its own that says what it is; the name of its file mostly does.
    """
    declared = " ".join(loaded.title.split())
    if declared and not _NO_TITLE.search(declared) and not is_order(declared):
        return declared[: TITLE_CHARS * 2], True
    original = _ORIGINAL.search(loaded.text[:400])
    if original and len(original[1]) <= TITLE_CHARS:
        return original[1], True
    lines = (line for line in text.split("\n") if line and not dates.is_stamp(line) and not _META.match(line))
    lines = (line for line in lines if not is_order(line) and not _BREADCRUMB.search(line))
    lines = (_bare(line) for line in lines if not _MENU.fullmatch(line))
    heads = [line for line in islice(lines, _HEAD_LINES) if not _SITE_NAME.fullmatch(line)]
    first, second = (*heads, "", "")[:2]
    if _BODY.fullmatch(first) and _PAPER.search(second):
        first += second
    if _NO_HEADLINE.match(first):
        stem = PurePosixPath(name).stem.strip()
        cells = " ".join(first.strip("|").replace("|", " ").split())
        return (cells[:TITLE_CHARS], False) if _NO_TITLE.search(stem) else (stem[: TITLE_CHARS * 2], True)
    if len(first) <= TITLE_CHARS and not first.endswith("。"):
        return first, True
    if twice := _said_twice(first):
        return twice, True
    opening = _OPENING.match(first)
    sentence = re.split(r"[。！？；\n]", first[opening.end() if opening else 0 :], maxsplit=1)[0].strip()
    return (sentence if len(sentence) <= TITLE_CHARS else f"{sentence[: TITLE_CHARS - 1]}…"), False


def _bare(line: str) -> str:
    """A line without the marks of Markdown around it, its characters closed up where they are set apart.

    >>> _bare("# **政 府 工 作 报 告**")
    '政府工作报告'
    """
    plain = line.lstrip("# ").strip()
    if plain.startswith("**") and plain.endswith("**"):
        plain = plain.strip("*").strip()
    return _SPACED.sub("", plain) if len(_SPACED.findall(plain)) > 2 else plain


def _said_twice(line: str) -> str:
    """The headline of a saved page that put it before the text once more."""
    sizes = (n for n in range(TITLE_CHARS, 5, -1) if line[n : 2 * n].strip() or line[n + 1 :])
    return next((line[:n].strip() for n in sizes if line[n:].lstrip().startswith(line[:n].strip())), "")


def _publisher(text: str) -> str:
    """By the source line, the dateline at the beginning of a line, or the printed page it is taken from."""
    hits = (_SOURCE_LINE.search(text[:600]), _DATELINE.search(text[:600]))
    late = (_PRINTED.search(text[-200:]), _SOURCE_LINE.search(text[-300:]))
    named = next((found[1].strip() for found in (*hits, *late) if found and found[1] != "本报"), "")
    # Pages without line breaks glue the first sentence to the credit.
    glued = _MEDIUM_NAME.match(named)
    return glued[1] if glued else named


def _kind(stem: str, headline: str, raw: str, text: str) -> Kind:
    """The kind, by the headline and the file name; a sentence that speaks of a plan makes no plan of a news item."""
    sections = len(_SECTION.findall(text)) >= 2
    if "政府工作报告" in stem or _REPORT_TITLE.search(headline) or _ADDRESSED.search(text[:400]):
        return "work_report"
    brief = _BRIEF.search(headline) and (_ROW.search(text) or _CAPTION.search(text))
    if brief or _BULLETIN.search(headline) or "公报" in stem:
        return "bulletin"
    if _SUMMARY_TITLE.search(headline) and sections:
        return "work_report"
    if _PLAN.search(headline) or _PLAN.search(stem):
        return "plan"
    if mostly_table(text):
        return "table"
    dated = dates.is_stamp(raw.split("\n", 1)[0].strip())
    return "news" if dated or _NEWS.search(f"{raw[:400]}\n{raw[-200:]}") else "other"


def _places(
    title: str, headline: bool, text: str, loaded: Loaded, path: PurePosixPath
) -> tuple[Place | None, tuple[Place, ...]]:
    """The report's own place, by its 地点 line where it has one, and all the places it names.

    One that speaks of 我县 or 县政府 and not in its opening of another division of that level is about the county whose body or
    site puts it out, or after which its file or folder is called.
    """
    place, named = about(title, text, headline)
    issuer = _issuer(loaded, path)
    inside = issuer and place and within(place.code, issuer.code)
    if issuer and not inside and _speaks_of_own(text, issuer, place, title):
        place, named = issuer, tuple(dict.fromkeys((issuer, *named)))
    line = _PLACE_LINE.search(text[:600])
    if line and line[1] == NATION.name:
        return NATION, named
    said = [one for _, one in found(line[1])] if line else []
    # A county's press conference is held in the city that it belongs to.
    if not said or (place and within(place.code, said[-1].code)):
        return place, named
    return said[-1], named


def _issuer(loaded: Loaded, path: PurePosixPath) -> Place | None:
    """The county whose body puts a report out, by its first and last lines and what stands around it on its page; else the one whose
    site it is from, else the one that its file, or the folder it lies in, is called after."""
    raw, around = loaded.text, "\n".join(one.text for one in loaded.removed)
    frame = (loaded.site, raw[:_ISSUED_CHARS], raw[-_ISSUED_CHARS:], around)
    for pattern, level in ((_ISSUED, ""), (_SITE, ""), (_OUTLET, ""), (_OUTLET, "县")):
        for part in frame:
            names = (one[1] for one in pattern.finditer(part) if not _FAR_SITE.match(one[1]))
            named = (found(f"{name}{level}") for name in names)
            if issuer := next((pairs[-1][1] for pairs in named if pairs), None):
                return issuer
    for called in (path.stem, path.parent.name):
        begins = {one for mention, one in found(called) if not called[: mention.start][-1:].isalpha()}
        counties = [one for one in begins if len(one.code) == 6]
        if len(counties) == 1:
            return counties[0]
    return None


def _speaks_of_own(text: str, issuer: Place, place: Place | None, title: str) -> bool:
    """Whether a report says 我县, 全县 or 县政府 of a division of the level of `issuer`, and opens with no other of that level."""
    said = {level for level in map("".join, _OUR.findall(text)) if issuer.name.endswith(level)}
    if not said:
        return False
    opening = f"{title}{text[:_OPENING_CHARS]}"
    if place and place.name.endswith(tuple(said)) and short_name(place.name) in opening:
        return place == issuer
    full = [one for mention, one in found(opening) if mention.full and len(one.code) == len(issuer.code)]
    return short_name(issuer.name) in opening or not full
