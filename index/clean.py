"""Raw text becomes the text that is stored: menus, share buttons and page furniture go, every sentence stays.

Rules work on whole lines, except for the tails that sites glue to the last sentence. A line is only dropped
when it cannot be a sentence of the report: it is short, and made of the words of menus and credits.
"""

import re
from collections import Counter

from index.records import Cleaned, Loaded

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_SENTENCE_END = re.compile(r"[。！？；：!?;:…”’」』）)】》]$")

_MENU_WORDS = frozenset(
    "首页 主页 网站首页 新闻 新闻头条 头条 要闻 时政 社会 财经 视频 图片 专题 登录 注册 搜索 更多 正文 手机版 客户端 微博 微信 "
    "返回 返回首页 返回顶部 返回列表 返回栏目 打印 关闭 收藏 分享 政务公开 政府信息公开 政务服务 互动交流 新闻中心 新闻动态 "
    "走进我们 本地 国内 国际 县情 县区 各县动态 English 繁體 繁体 无障碍 无障碍阅读 长者模式 网站地图 联系我们 关于我们".split()
)
_MENU = re.compile(rf"^(?:{'|'.join(sorted(_MENU_WORDS, key=len, reverse=True))})+$")
_MENU_SPLIT = re.compile(r"\s*(?:[|｜>»›•·/]|\s{1,})\s*")
_DROPPED = tuple(
    re.compile(pattern)
    for pattern in (
        r"^返回(栏目|首页|顶部|列表|上页)\W*$",
        r"^(您?(所在|的|当前|现在的?)?位置|当前位置)\s*[:：].{0,60}$",
        r"^(发布时间|发布日期|更新时间|时间|日期|浏览|阅读|点击|来源|作者|字号|字体|信息来源|索引号)\s*[:：].{0,80}"
        r"(浏览|作者|来源|字号|字体|点击|阅读|次)\s*[:：]?.{0,40}$",
        r"^[【\[（(]?\s*(责任编辑|责编|编辑|校对|审核|监制|编审|初审|终审|值班编委|实习编辑)\s*[:：].{0,30}$",
        r"^(分享让更多人看到|分享(到|至)?\s*[:：]?.{0,20}|扫一扫.{0,20}|打印本页|关闭窗口|字号\s*[:：].{0,12}|我要纠错)$",
        r"^(上一篇|下一篇|上一条|下一条)\s*[:：].{0,60}$",
        r"^(Copyright|版权所有|©|主办单位|承办单位|技术支持|网站标识码|.{0,6}ICP备|.{0,4}公网安备).{0,80}$",
        r"^(下载|打开)?.{0,8}(APP|客户端)[，,].{0,20}(下载|查看|打开|阅读).{0,20}$",
        r"^[-—–]\s*\d{1,4}\s*[-—–]$",
        r"^第\s*\d{1,4}\s*页(\s*[/／,，]?\s*共\s*\d+\s*页)?$",
        r"^(浏览|点击|阅读|访问)(次数|数|量)?\s*[:：]?\s*\d*\s*次?$",
        r"^[【\[（(]?\s*(字体|字号|字体大小)\s*[:：]?[\s大中小超默认A+\-]*[】\])）]?(\s*(打印|关闭|收藏|保护视力色).{0,12})?$",
        r"^分享(到|至|给)?.{0,12}(微信|微博|QQ|朋友圈).{0,20}$",
        r"^(视频加载中|正在加载|点击播放|播放视频|扫码(阅读|下载|关注)|手机扫码).{0,20}$",
        r"^(打开|下载|点击|扫码|欢迎下载|欢迎关注|更多精彩).{0,30}(APP|App|app|客户端|公众号|应用市场).{0,20}"
        r"(查看|阅读|精彩|更多|资讯|体验|第一时间).{0,30}$",
        r"^更多精彩.{0,40}(APP|App|app|客户端|公众号|应用市场).{0,20}$",
    )
)
_MENU_CHARS = 160
_RELATED = re.compile(
    r"^(?:#+ )?(相关(文章|阅读|新闻|链接|报道|推荐)|推荐阅读|延伸阅读|热门(文章|推荐|新闻)|猜你喜欢|更多(新闻|阅读))\W{0,3}\w{0,12}$"
)
_ROLE = (
    "(?:责任编辑|责编|实习编辑|编辑|美编|编审|责任校对|校对|校审|审校|主编|编委|值班编委|值班主任|监制|审核|审签|签发|"
    "一审|二审|三审|初审|复审|终审)"
)
_NAME = r"(?:[\u4e00-\u9fff·]{2,4}?|[\u4e00-\u9fff] {1,2}[\u4e00-\u9fff])"
_TAILS = re.compile(
    r"\s*(?:返回搜狐，查看更多.{0,20}|责任编辑\s*[:：]\S{0,12}|分享让更多人看到"
    # 编辑 李某二审 王某三审 赵某: at least two, or one after a colon or the end of a sentence
    rf"|(?:{_ROLE}[:：/ ]+{_NAME}?\s*)+{_ROLE}[:：/ ]+{_NAME}"
    rf"|{_ROLE}\s*[:：]\s*{_NAME}"
    rf"|(?<=[。！？）)”])\s*{_ROLE} {_NAME}"
    r"|[【\[（(](?:责任)?编辑\s*[:：/][^】\])）]{0,12}[】\])）]"
    r"|【(?:投稿|广告|商务合作)[^】]{0,80}】"
    # an advertisement of the publisher's app: begins after a sentence, names the app and says what for
    r"|(?<=[。！？）)”])\s*(?=[^。！？]*(?:查看|阅读|精彩|更多|资讯|第一时间))"
    r"(?:更多精彩|更多新闻|下载|打开|点击下载|扫码|长按|扫描|欢迎关注|欢迎下载|关注)[^。！？]{0,40}"
    r"(?:APP|App|app|客户端|公众号|二维码|应用市场)[^。！？]{0,40}[。！]?"
    r"|(?<=[。！？）)”])\s*欢迎提供新闻线索.{0,150}"
    r"|(?<=[。！？）)”])\s*(?:版权|免责|特别)声明\s*[:：].{0,200})\s*$"
)
_TAIL_CHARS = 400
_TAIL_WORDS = re.compile("编辑|责编|美编|编审|编委|主编|校对|校审|审校|监制|值班|审核|审签|签发|[一二三初复终]审|查看更多|分享让|【|声明|线索|"
                         "APP|App|app|客户端|公众号|二维码|应用市场")  # fmt: skip
"""Words of which one stands in every tail: most lines have none, and are not searched further."""
_INSERTED = re.compile(
    r" ?广告 [^。\n]{2,60}? ×"  # what a saved page had floating over its text, closed by a cross
    r"|【(?:责任)?编辑\s*[:：][^】\n]{1,12}】(?=【)"
)
_HEAD = re.compile(r"^原标题\s*[:：]\s*")
_HEAD_SPACED = re.compile(r"(原标题\s*[:：][^\n。]{4,60}?)[ \u3000]{4,}(?=\S)")
_DOUBLED = re.compile(r"^(.{6,60}?)\1")
_SENTENCES = re.compile(r"[^。！？]*[。！？][”’」』）)]*|[^。！？]+$")
_CREDITED = re.compile(r"记者[^。]{0,12}摄|[^。]{2,8}[/ ]摄|供图|图片来源")
_REPEATED_CHARS = 20
"""Sentences from this length on that stand twice in one paragraph are captions doubled, not chance."""
_NUMBERED = re.compile(
    r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百]+[章节条篇]|\d{1,2}[.．、]\D|#|\||- |[●•◆■])"
)
_LEAST_WIDTH = 12
"""A line of fewer characters at the foot of a page is a heading or a name, not a line cut at the margin."""


def clean(loaded: Loaded) -> Cleaned:
    """The report's own lines, one paragraph a line, in order; pages begin where they began in the source.

    A form feed in `loaded.text` ends a page; where no newline stands before it, the paragraph may go on behind it, and
    does where it has no end: that page then begins inside the line. Rows of tables (`| … |`) stay as they are.

    >>> clean(Loaded("首页 | 新闻\\n  遂昌县招商。\\n返回栏目>>")).text
    '遂昌县招商。'
    """
    raw = loaded.text.split("\f")
    pages = [[_tidy(line) for line in _HEAD_SPACED.sub(r"\1\n", page).split("\n")] for page in raw]
    furniture = _page_furniture(pages)
    kept = [[line for line in page if is_row(line) or line not in furniture] for page in pages]
    kept = _without_related([[line for line in page if not is_menu(line)] for page in kept])
    reflowed = any(page.endswith("\n") for page in raw[:-1])
    if (len(pages) > 1 and not reflowed) or _hard_wrapped(kept[0]):
        kept = [_rejoined(page) for page in kept]
    bodies = [_undoubled([part for line in page for part in _without_tails(line)]) for page in kept]
    return _assembled(bodies, [not page.endswith("\n") for page in raw])


def is_menu(line: str) -> bool:
    """Whether a line is page furniture and no part of the report.

    >>> is_menu("首页   |   新闻头条"), is_menu("一、综合")
    (True, False)
    """
    if is_row(line) or len(line) > _MENU_CHARS:
        return False
    line = line.lstrip("# ")
    if any(pattern.match(line) for pattern in _DROPPED):
        return True
    words = [word for word in _MENU_SPLIT.split(line) if word]
    return bool(words) and all(_MENU.match(word) for word in words)


def is_row(line: str) -> bool:
    """Whether a line is the row of a table, as the readers write them.

    >>> is_row("| 指标 | 2022年 |"), is_row("首页 | 新闻")
    (True, False)
    """
    return len(line) > 2 and line.startswith("|") and line.endswith("|")


def _tidy(line: str) -> str:
    return _BLANKS.sub(" ", _INSERTED.sub("", _INVISIBLE.sub("", line))).strip()


def _page_furniture(pages: list[list[str]]) -> set[str]:
    """Lines that open or close at least three pages, and more than half of them."""
    edges = Counter(
        line for page in pages if (lines := [x for x in page if x]) for line in {lines[0], lines[-1]}
    )
    return {line for line, times in edges.items() if times >= 3 and times * 2 > len(pages)}


def _without_related(pages: list[list[str]]) -> list[list[str]]:
    """Cut the list of other articles that follows the report: a heading such as 相关阅读 with no sentence behind it."""
    lines = pages[-1]
    for at, line in enumerate(lines):
        if _RELATED.match(line) and not any("。" in later or is_row(later) for later in lines[at + 1 :]):
            return [*pages[:-1], lines[:at]]
    return pages


def _hard_wrapped(lines: list[str]) -> bool:
    """Whether a text was broken at a fixed width: most lines without a sentence end have nearly the same length."""
    long = [len(line) for line in lines if len(line) >= 20 and not _SENTENCE_END.search(line)]
    return len(long) >= 5 and sum(max(long) - size <= 2 for size in long) * 10 >= len(long) * 7


def _rejoined(lines: list[str]) -> list[str]:
    """Put lines broken at the right margin back together; a blank line, a heading or a table row ends a paragraph."""
    width = max((len(line) for line in lines if not is_row(line)), default=0)
    out: list[str] = []
    open_line = False
    for line in lines:
        if open_line and line and not _NUMBERED.match(line):
            out[-1] = _glued(out[-1], line)
        elif line:
            out.append(line)
        open_line = bool(line) and len(line) * 10 >= width * 8 and _is_open(line)
    return out


def _is_open(line: str) -> bool:
    """Whether a line may go on in the next one: it does not end a sentence, and is neither a heading nor a table row."""
    return (
        len(line) >= _LEAST_WIDTH and not is_row(line) and line[0] != "#" and not _SENTENCE_END.search(line)
    )


def _glued(line: str, more: str) -> str:
    latin = line[-1].isascii() and more[0].isascii() and line[-1].isalpha()
    return f"{line} {more}" if latin else line + more


def _without_tails(line: str) -> list[str]:
    """A line without what sites glue to its end; a title glued in front, often twice, becomes a line of its own."""
    if is_row(line):
        return [line]
    parts = [line]
    if _HEAD.match(line):
        line = _HEAD.sub("", line)
        twice = _DOUBLED.match(line)
        parts = [twice[1], line[twice.end() :].strip()] if twice else [line]
    last = parts[-1]
    while (
        _TAIL_WORDS.search(last, max(0, len(last) - _TAIL_CHARS))
        and (shorter := _TAILS.sub("", last)) != last
    ):
        last = shorter
    return [part for part in (*parts[:-1], last) if part]


def _undoubled(lines: list[str]) -> list[str]:
    """Captions that a page gives twice, one line after the other or again and again in one paragraph, stand once."""
    out: list[str] = []
    for line in lines:
        if is_row(line):
            out.append(line)
        elif not out or out[-1] != line:
            out.append(_each_sentence_once(line))
    return out


def _each_sentence_once(line: str) -> str:
    """Of a paragraph of captions, which names who took its pictures; other texts may repeat themselves."""
    if not _CREDITED.search(line):
        return line
    seen: set[str] = set()
    out = ""
    for match in _SENTENCES.finditer(line):
        sentence = match[0].strip()
        if len(sentence) >= _REPEATED_CHARS and sentence in seen:
            continue
        seen.add(sentence)
        out += match[0]
    return out.strip()


def _assembled(pages: list[list[str]], open_ended: list[bool]) -> Cleaned:
    starts: list[int] = []
    text = ""
    goes_on = False
    for lines, open_end in zip(pages, open_ended, strict=True):
        if goes_on and lines and not _NUMBERED.match(lines[0]):
            text = text.rstrip("\n")
            text += " " if _glued(text[-1], lines[0][0])[1] == " " else ""
        starts.append(len(text))
        text += "".join(f"{line}\n" for line in lines if line)
        goes_on = bool(lines) and open_end and _is_open(lines[-1]) and not _NUMBERED.match(lines[-1])
    return Cleaned(text=text.rstrip("\n"), pages=tuple(starts))
