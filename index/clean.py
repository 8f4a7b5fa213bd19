"""Raw text becomes the text that is stored: menus, share buttons and page furniture go, every sentence stays.

Rules work on whole lines (`index.furniture`), except for what sites glue to the first and the last sentence
(`index.credits`). A line is only dropped when it cannot be a sentence of the report. The time is linear in the length.
"""

import re
from collections import Counter
from collections.abc import Iterator

from index.credits import is_credit, once, without_insets, without_tails
from index.furniture import is_advertised, is_menu, is_row, trimmed, without_edges, without_licence
from index.losses import lost_lines, lost_parts
from index.records import Cleaned, Loaded, RemovalReason, Removed

__all__ = ["clean", "is_menu", "is_row"]

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\U000e0000-\U000e007f]"
)
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_SENTENCE_END = re.compile(r"[。！？；：!?;:…”’」』）)】》]$")
_HEAD_SPACED = re.compile(r"(原标题\s*[:：][^\n。]{4,60}?)[ \u3000]{4,}(?=\S)")
_NUMBERED = re.compile(
    r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百]+[章节条篇]|\d{1,2}[.．、]\D|#|\||- |[●•◆■])"
)
_LEAST_WIDTH = 12
"""A line of fewer characters at the foot of a page is a heading or a name, not a line cut at the margin."""
_LEAST_ENDS = 2
_GOES_ON = re.compile(r"^[，。、；：！？”’》）】,;!?%]")
_ADVERTISES = re.compile(
    r"广告|(?:下载|关注|扫|打开|长按|识别|欢迎|更多).{0,40}(?:APP|App|app|客户端|公众号|二维码|应用市场|视频号)"
)
_NAMES_WHO = re.compile(
    "编辑|责编|编审|编委|主编|校对|校审|审[校核签读定]|监制|策划|统筹|剪辑|出品|摄|供图|图源|图片|照片"
)


def clean(loaded: Loaded) -> Cleaned:
    """The report's own lines, one paragraph a line, in order; pages begin where they began in the source.

    A form feed in `loaded.text` ends a page; where no newline stands before it, the paragraph may go on behind it, and
    does where it has no end: that page then begins inside the line. Rows of tables (`| … |`) stay as they are.

    >>> clean(Loaded("首页 | 新闻\\n  遂昌县招商。\\n返回栏目>>")).text
    '遂昌县招商。'
    """
    raw = loaded.text.split("\f")
    pages = [_spliced([_tidy(line) for line in _HEAD_SPACED.sub(r"\1\n", page).split("\n")]) for page in raw]
    furniture = _page_furniture(pages)
    headless = [[line for line in page if is_row(line) or line not in furniture] for page in pages]
    kept = [[trimmed(line) for line in page if not is_menu(line)] for page in _unframed(headless)]
    whole = kept
    reflowed = any(page.endswith("\n") for page in raw[:-1])
    if (len(pages) > 1 and not reflowed) or _hard_wrapped(kept[0]):
        whole = [_rejoined(page) for page in kept]
    parted = [[part for line in page for part in without_tails(line)] for page in whole]
    single = [once(page) for page in parted]
    bodies = [[line for line in page if not is_credit(line)] for page in single]
    removed = (
        *loaded.removed,
        *_insets(loaded.text),
        *_lost(pages, headless, "running"),
        *_lost(headless, kept),
        *_tails(whole),
        *_lost(parted, single, "repeated"),
        *_lost(single, bodies, "credit"),
    )
    return _assembled(bodies, [not page.endswith("\n") for page in raw], removed)


def _lost(
    before: list[list[str]], after: list[list[str]], reason: RemovalReason | None = None
) -> Iterator[Removed]:
    """What one step took out of the pages; without a reason the words of each line say which it is."""
    for old, new in zip(before, after, strict=True):
        if len(old) != len(new) or old != new:
            yield from (Removed(reason or _reason(line), line) for line in lost_lines(old, new))


def _insets(text: str) -> Iterator[Removed]:
    for line in text.splitlines():
        if (rest := without_insets(line)) != line:
            yield from (Removed(_reason(part), part) for part in lost_parts(line, [rest]))


def _tails(pages: list[list[str]]) -> Iterator[Removed]:
    for line in (line for page in pages for line in page if line):
        if (parts := without_tails(line)) != [line]:
            yield from (Removed(_reason(part), part) for part in lost_parts(line, parts))


def _reason(text: str) -> RemovalReason:
    """What a stretch that sites put around a report is, by its words.

    >>> _reason("责任编辑：李某"), _reason("下载客户端，看更多新闻"), _reason("首页 | 新闻")
    ('credit', 'advertising', 'menu')
    """
    if is_advertised(text) or _ADVERTISES.search(text):
        return "advertising"
    return "credit" if _NAMES_WHO.search(text) else "menu"


def _tidy(line: str) -> str:
    """One blank for many, none at the ends; a line of characters without width, left by a link, is `\\u200b` alone."""
    bare = _BLANKS.sub(" ", without_insets(_INVISIBLE.sub("", line))).strip()
    return bare or ("\u200b" if "\u200b" in line else "")


def _spliced(lines: list[str]) -> list[str]:
    """Paragraphs that were broken around their links (民族区域自治法 on a line of its own) are put together.

    Only in a text whose paragraphs have blank lines between them and where lines begin with a comma or the like.
    """
    breaks = sum(bool(_GOES_ON.match(line)) for line in lines) + lines.count("\u200b")
    ends = [lines[at + 1] == "" for at in range(len(lines) - 1) if lines[at].endswith("。")]
    if not breaks or sum(ends) * 3 < len(ends) * 2 or len(ends) < _LEAST_ENDS:
        return [line if line != "\u200b" else "" for line in lines]
    out: list[list[str]] = []
    joined = False
    for at, line in enumerate(lines):
        if line == "\u200b":
            joined = bool(out) and bool(lines[at - 1])
        elif out and line and (joined or _GOES_ON.match(line) or _is_cut(out[-1])):
            out[-1].append(line)
            joined = False
        else:
            out.append([line] if line else [])
    return ["".join(parts) for parts in out]


def _is_cut(parts: list[str]) -> bool:
    return bool(parts) and not _SENTENCE_END.search(parts[-1]) and not _NUMBERED.match(parts[0])


def _page_furniture(pages: list[list[str]]) -> set[str]:
    """Lines that open or close at least three pages, and more than half of them."""
    edges = Counter(
        line for page in pages if (lines := [x for x in page if x]) for line in {lines[0], lines[-1]}
    )
    return {line for line, times in edges.items() if times >= 3 and times * 2 > len(pages)}


def _unframed(pages: list[list[str]]) -> list[list[str]]:
    """The edges are those of the whole text: menus stand before its first sentence and lists after its last."""
    if len(pages) == 1:
        return [without_licence(without_edges(pages[0]))]
    return [*pages[:-1], without_licence(without_edges(pages[-1]))]


def _hard_wrapped(lines: list[str]) -> bool:
    """Whether a text was broken at a fixed width: most lines without a sentence end have nearly the same length."""
    long = [len(line) for line in lines if len(line) >= 20 and not _SENTENCE_END.search(line)]
    widest = max(long, default=0)
    return len(long) >= 5 and sum(widest - size <= 2 for size in long) * 10 >= len(long) * 7


def _rejoined(lines: list[str]) -> list[str]:
    """Put lines broken at the right margin back together; a blank line, a heading or a table row ends a paragraph."""
    width = max((len(line) for line in lines if not is_row(line)), default=0)
    out: list[list[str]] = []
    open_line = False
    for line in lines:
        if open_line and line and not _NUMBERED.match(line):
            out[-1].append(_seam(out[-1][-1], line) + line)
        elif line:
            out.append([line])
        open_line = bool(line) and len(line) * 10 >= width * 8 and _is_open(line)
    return ["".join(parts) for parts in out]


def _is_open(line: str) -> bool:
    """Whether a line may go on in the next one: it does not end a sentence, and is neither a heading nor a table row."""
    return (
        len(line) >= _LEAST_WIDTH and not is_row(line) and line[0] != "#" and not _SENTENCE_END.search(line)
    )


def _seam(line: str, more: str) -> str:
    """What stands between two parts of a broken line: a blank between Latin words, else nothing."""
    return " " if line[-1].isascii() and more[0].isascii() and line[-1].isalpha() else ""


def _assembled(pages: list[list[str]], open_ended: list[bool], removed: tuple[Removed, ...]) -> Cleaned:
    starts: list[int] = []
    parts: list[str] = []
    size = 0
    last = ""
    for lines, open_end in zip(pages, open_ended, strict=True):
        if last and lines and not _NUMBERED.match(lines[0]):
            parts[-1] = _seam(last, lines[0])
            size += len(parts[-1]) - 1
        starts.append(size)
        for line in filter(None, lines):
            parts += (line, "\n")
            size += len(line) + 1
        goes_on = bool(lines) and open_end and _is_open(lines[-1]) and not _NUMBERED.match(lines[-1])
        last = lines[-1] if goes_on else ""
    return Cleaned("".join(parts).rstrip("\n"), tuple(starts), removed)
