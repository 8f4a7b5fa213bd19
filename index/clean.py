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
        r"^(第\s*)?[-—–]?\s*\d{1,4}\s*[-—–]?(\s*页)?(\s*[/／共]\s*\d+\s*页?)?$",
    )
)
_RELATED = re.compile(
    r"^(相关(文章|阅读|新闻|链接|报道)|推荐阅读|延伸阅读|热门(文章|推荐|新闻)|猜你喜欢|更多(新闻|阅读))\W{0,3}\w{0,12}$"
)
_TAILS = re.compile(
    r"\s*(返回搜狐，查看更多.{0,20}|责任编辑\s*[:：]\S{0,12}|分享让更多人看到|[【\[（(](责任)?编辑\s*[:：][^】\])）]{0,12}[】\])）])\s*$"
)
_HEAD = re.compile(r"^原标题\s*[:：]\s*")


def clean(loaded: Loaded) -> Cleaned:
    """The report's own lines, one paragraph a line, in order; pages begin where they began in the source.

    >>> clean(Loaded("首页 | 新闻\\n  遂昌县招商。\\n返回栏目>>")).text
    '遂昌县招商。'
    """
    pages = [[_tidy(line) for line in page.split("\n")] for page in loaded.text.split("\f")]
    furniture = _page_furniture(pages)
    kept = [[line for line in page if line not in furniture] for page in pages]
    kept = _without_related([[line for line in page if not is_menu(line)] for page in kept])
    if len(pages) > 1 or _hard_wrapped(kept[0]):
        kept = [_rejoined(page) for page in kept]
    return _assembled([[_without_tails(line) for line in page if line] for page in kept])


def is_menu(line: str) -> bool:
    """Whether a line is page furniture and no part of the report.

    >>> is_menu("首页   |   新闻头条"), is_menu("一、综合")
    (True, False)
    """
    if any(pattern.match(line) for pattern in _DROPPED):
        return True
    words = [word for word in _MENU_SPLIT.split(line) if word]
    return bool(words) and all(_MENU.match(word) for word in words)


def _tidy(line: str) -> str:
    return _BLANKS.sub(" ", _INVISIBLE.sub("", line)).strip()


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
        if _RELATED.match(line) and not any("。" in later for later in lines[at + 1 :]):
            return [*pages[:-1], lines[:at]]
    return pages


def _hard_wrapped(lines: list[str]) -> bool:
    """Whether a text was broken at a fixed width: most lines without a sentence end have nearly the same length."""
    long = [len(line) for line in lines if len(line) >= 20 and not _SENTENCE_END.search(line)]
    return len(long) >= 5 and sum(max(long) - size <= 2 for size in long) * 10 >= len(long) * 7


def _rejoined(lines: list[str]) -> list[str]:
    """Put lines broken at the right margin back together; a blank line, a heading or a table row ends a paragraph."""
    width = max((len(line) for line in lines), default=0)
    out: list[str] = []
    open_line = False
    for line in lines:
        if open_line and line and not _starts_paragraph(line):
            glue = " " if out[-1][-1].isascii() and line[0].isascii() and out[-1][-1].isalpha() else ""
            out[-1] += glue + line
        elif line:
            out.append(line)
        open_line = bool(line) and len(line) * 10 >= width * 8 and not _SENTENCE_END.search(line)
    return out


def _starts_paragraph(line: str) -> bool:
    return bool(
        re.match(
            r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百]+[章节条]|#|\|)",
            line,
        )
    )


def _without_tails(line: str) -> str:
    line = _HEAD.sub("", line)
    while (shorter := _TAILS.sub("", line)) != line:
        line = shorter
    return line


def _assembled(pages: list[list[str]]) -> Cleaned:
    starts: list[int] = []
    text = ""
    for lines in pages:
        starts.append(len(text))
        text += "".join(f"{line}\n" for line in lines if line)
    return Cleaned(text=text.rstrip("\n"), pages=tuple(starts))
