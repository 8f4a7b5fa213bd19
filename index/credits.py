"""What sites glue to the lines of a report: who edited it, what to download, the headline once more, captions twice.

Sentences stay whole: a tail is cut behind the end of a sentence or where two editors are named, a role followed by one
name only where the name begins with a family name. The place, the date, the source and the reporters stay.
"""

import re

from index.furniture import is_row

_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江"
    "尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单"
    "季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬"
    "边卞姬师仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查苑迟邝封谈匡鞠惠荆冀郁胥班储栗燕楚鄢劳谌奚粟冼蔺楼闻厉伊区郜阚某"
)
_ROLE = (
    "(?:责任编辑|责编|实习编辑|编辑|美编|编审|责任校对|校对|校审|审校|主编|编委|值班编委|值班主任|监制|审核|审签|签发|"
    "[一二三初复终][审校])"
)
_NAME = (
    rf"(?:(?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|令狐|夏侯|司徒|端木|南宫|慕容)[\u4e00-\u9fff]{{1,2}}|[{_FAMILY}][\u4e00-\u9fff]{{1,2}}|[{_FAMILY}] {{1,2}}[\u4e00-\u9fff](?![\u4e00-\u9fff])"
    r"|[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff·]{1,10})"
)
# No name begins with a role: read both ways, a row of roles would take time without end.
_ANY_NAME = rf"(?:(?!{_ROLE})(?:[\u4e00-\u9fff·]{{2,4}}?|[\u4e00-\u9fff] {{1,2}}[\u4e00-\u9fff]))"
_DUTY = (
    "(?:(?:值班|执行|责任|实习|新媒体|本期|图文|网络|视频|版面|美术|图片)?(?:编辑|总编辑|总编|主编|编委|编审|校对|美编|监制|主任|导播)|责编|校审|审校|审核|审签|签发|审读|审定|"
    "[一二三初复终][审校读]|总监制|总策划|策划|统筹|制作|剪辑|视频剪辑|摄像|配音|设计|制图|海报|排版|出品人|出品)"
)
_SURE = "(?:责任编辑|责编|责任校对|值班编辑|值班主任|值班编委|实习编辑|新媒体编辑|本期编辑)"
_SEP = r"\s*[:：/／丨|｜]\s*"
_CREDIT_LINE = re.compile(
    rf"[【\[（(]?\s*(?:{_DUTY}(?:{_SEP}|\s+){_NAME}(?:[\s、，,]+{_NAME})*[\s、，,;；/丨|｜]*)+[】\])）]?"
    rf"|[【\[（(]?\s*{_SURE}{_SEP}[^。]{{0,30}}"
)
_ONE_AUTHOR = re.compile(r"(?:记者|通讯员|作者|来源|文)")
_PHOTO_LINE = re.compile(
    rf"[（(]?\s*(?:(?:本文)?(?:图片|照片)(?:来源|均?[由为])?|图源|图|摄影|供图|拍摄)\s*{_SEP}[^。，]{{1,24}}[）)]?"
    rf"|[（(]?\s*(?:[\u4e00-\u9fff]{{0,10}}?(?:记者|通讯员|[社报网台]|融媒|中心|发布)\s*)?{_NAME}(?:[ 、]+{_NAME})*\s*/?\s*(?:摄|摄影|供图)[）)]?"
    r"|[（(]?\s*[\u4e00-\u9fff]{2,14}\s*供图\s*[）)]?|[（(](?:资料图片?|图源网络|网络图片|图片来自网络)[）)]"
)
_AD_END = r"[^。！？]{0,40}(?:APP|App|app|客户端|公众号|二维码|应用市场)[^。！？]{0,40}[。！]?"
_TAILS = re.compile(
    r"\s*(?:返回搜狐，查看更多.{0,20}|责任编辑\s*[:：]\S{0,12}|分享让更多人看到"
    # 编辑 李某二审 王某三审 赵某: at least two, or one after a colon or the end of a sentence
    rf"|(?:{_ROLE}[:：/ ]+{_ANY_NAME}?\s*)+{_ROLE}[:：/ ]+{_ANY_NAME}"
    rf"|{_SURE}\s*[:：]\s*{_ANY_NAME}|{_DUTY}\s*[:：]\s*{_NAME}"
    rf"|(?<=[。！？）)”])\s*{_ROLE} {_NAME}"
    r"|[【\[（(](?:责任)?编辑\s*[:：/][^】\])）]{0,12}[】\])）]"
    r"|【(?:投稿|广告|商务合作)[^】]{0,80}】"
    # an advertisement of the publisher's app: begins after a sentence, names the app and says what for
    r"|(?<=[。！？）)”])\s*(?=[^。！？]{0,120}(?:查看|阅读|精彩|更多|资讯|第一时间))"
    rf"(?:更多精彩|更多新闻|下载|打开|点击下载|扫码|长按|扫描|欢迎关注|欢迎下载|关注){_AD_END}"
    r"|(?<=[。！？）)”])\s*欢迎提供新闻线索.{0,150}"
    r"|(?<=[。！？）)”])\s*(?:版权|免责|特别)声明\s*[:：].{0,200})\s*$"
)
_IN_BRACKETS = re.compile(rf"[\s，,、/|｜]*{_ROLE}{_SEP}{_NAME}(?:[\s、]+{_NAME})*\s*(?=[）)]\s*$)")
_PRODUCED = re.compile(
    r"(?<=[。！？”）)])[^。！？，、；：:“”]{1,13}[部室心社台网报媒]出品(?=$|采写|记者|撰文|文字|作者)"
)
_TAIL_CHARS = 400
_TAILS_AT_MOST = 8
"""Tails one behind the other; without a bound a line of nothing but credits would take the square of its length."""
_TAIL_WORDS = re.compile(
    "编辑|责编|美编|编审|编委|主编|校对|校审|审校|监制|值班|审核|审签|签发|[一二三初复终][审校]|查看更多|分享让|【|声明|线索|"
    "APP|App|app|客户端|公众号|二维码|应用市场|策划|统筹|制作|剪辑|摄像|出品|制图|设计"
)
"""Words of which one stands in every tail: most lines have none, and are not searched further."""
_INSERTED = re.compile(
    r" ?广告 [^。\n]{2,60}? ×"  # what a saved page had floating over its text, closed by a cross
    r"|【(?:责任)?编辑\s*[:：][^】\n]{1,12}】(?=【)"
    rf"|视频剪辑\s*[:： ]\s*{_NAME}(?=通讯员|记者)"
)
_SAID_TWICE = re.compile(r"([（(【]来源\s*[:：]\s*([^）)】]{2,20})[）)】])\s*[（(【]来源\s*[:：]\s*\2[）)】]")
_HEAD = re.compile(r"^[（(【]?原标题\s*[:：]\s*(?:(?:栏目|标题)\s*[:：]\s*)?")
_DOUBLED = re.compile(r"^(.{6,60}?)(?:栏目\s*[:：]\s*)?\1")
_SOURCE_GLUED = re.compile(
    r"^((?:文章|稿件|信息)?(?:来源|稿源)\s*[:：]\s*[\u4e00-\u9fff·－—\-]{0,12}?(?:日报|晚报|晨报|都市报|新闻网|网|新华社|中新社|融媒体中心|融媒|发布|客户端|电视台|频道))"
    r"(?![站络上社讯报新\-－—·（(])(?=[^\s].{19})"
)
_TITLE_SOURCE = re.compile(r"^([^。，：:]{4,40}?)(?=(?:来源|稿源)\s*[:：])")
_SENTENCES = re.compile(r"[^。！？]*?(?:[。！？][”’」』）)]*|(?<= )摄(?=\d)|$)")
_CREDITED = re.compile(r"记者[^。]{0,12}摄|[^。]{2,8}[/ ]摄|供图|图片来源")
_SHOT = re.compile(r"供图|(?<=[/ ])摄")
_MARKS = re.compile(r"^[▲△▼▽↑↓←→◆◇●■□\s#]+|[▲△▼▽↑↓\s]+$")
_BY = re.compile(r"[\s（(]*(?:[^。，]{0,16}(?:摄|供图)|资料图片?)\s*[）)]?$")
_REPEATED_CHARS = 20
"""Sentences from this length on that stand twice in one paragraph are captions doubled, not chance."""
_CAPTION_CHARS = 5
_HEAD_LINES = 6


def without_insets(line: str) -> str:
    """A line without the advertisements and credits that a saved page had floating in its text.

    >>> without_insets("贯通隧道。广告 小项目 ×施工现场。")
    '贯通隧道。施工现场。'
    """
    return _SAID_TWICE.sub(r"\1", _INSERTED.sub("", line))


def is_credit(line: str) -> bool:
    """Whether a line names editors or photographers and nothing else.

    >>> is_credit("编辑：李某 审核：王某"), is_credit("编辑：3名"), is_credit("初审：县残联"), is_credit("记者 李某")
    (True, False, False, False)
    """
    if len(line) > _TAIL_CHARS or is_row(line):
        return False
    return bool(_CREDIT_LINE.fullmatch(line) or _PHOTO_LINE.fullmatch(line))


def without_tails(line: str) -> list[str]:
    """A line without what sites glue to its end; a title or source glued in front becomes a line of its own."""
    if is_row(line):
        return [line]
    parts = _parts(line)
    last = parts[-1]
    for _ in range(_TAILS_AT_MOST):
        last = _shortened(last)
    return [part for part in (*parts[:-1], last) if part]


def _parts(line: str) -> list[str]:
    head: list[str] = []
    if _HEAD.match(line):
        line = _HEAD.sub("", line)
        twice = _DOUBLED.match(line)
        title = None if twice else _TITLE_SOURCE.match(line)
        if twice:
            head, line = [twice[1]], line[twice.end() :].strip()
        elif title:
            head, line = [title[1].strip()], line[title.end() :]
    if source := _SOURCE_GLUED.match(line):
        head, line = [*head, source[1]], line[source.end() :]
    return [*head, line]


def _shortened(line: str) -> str:
    """Cut one tail. Only the end of a line is looked at: its length does not count."""
    start = max(0, len(line) - _TAIL_CHARS)
    if not _TAIL_WORDS.search(line, start):
        return line
    end = line[start:]
    cut = _PRODUCED.sub("", _IN_BRACKETS.sub("", _TAILS.sub("", end)))
    return line[:start] + cut


def once(lines: list[str]) -> list[str]:
    """Captions and titles that a page gives twice stand once: one after the other, or again in one paragraph.

    >>> once(["# 某县今年增收显著", "某县今年增收显著", "▲图为果园。李某 摄", "图为果园。"])
    ['# 某县今年增收显著', '▲图为果园。李某 摄']
    """
    out: list[str] = []
    keys: list[str] = []
    for line in lines:
        if is_row(line):
            out.append(line)
            keys.append("")
            continue
        key = _MARKS.sub("", line)
        early = keys[:_HEAD_LINES] if len(keys) < _HEAD_LINES and len(key) >= _CAPTION_CHARS else []
        if key in [*keys[-1:], *early] and key:
            continue
        if keys and _is_same_caption(keys[-1], key):
            out[-1], keys[-1] = max((out[-1], line), key=len), max((keys[-1], key), key=len)
            continue
        out.append(_each_sentence_once(line))
        keys.append(key)
    return out


def _is_same_caption(one: str, other: str) -> bool:
    """Whether two lines are one caption, with and without the name of who took the picture."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _CAPTION_CHARS and long.startswith(short) and bool(_BY.fullmatch(long[len(short) :]))


def _each_sentence_once(line: str) -> str:
    """Of a paragraph of captions, which names who took its pictures; other texts may repeat themselves."""
    if not _CREDITED.search(line):
        return line
    seen: set[str] = set()
    out: list[str] = []
    for match in _SENTENCES.finditer(_each_caption_once(line)):
        sentence = match[0].strip()
        if len(sentence) >= _REPEATED_CHARS and sentence in seen:
            continue
        seen.add(sentence)
        out.append(match[0])
    return "".join(out).strip()


def _each_caption_once(line: str) -> str:
    """`甲县大桥 李某供图甲县大桥正文` gives its caption once: what follows a credit is what stood before it."""
    out: list[str] = []
    done = 0
    for shot in _SHOT.finditer(line):
        before, at = line[max(done, shot.start() - 80) : shot.start()], shot.end()
        sizes = range(min(40, len(line) - at), _CAPTION_CHARS - 1, -1)
        size = next((n for n in sizes if _begins_caption(before, line[at : at + n])), 0)
        out.append(line[done:at])
        done = at + size
    return "".join([*out, line[done:]])


def _begins_caption(before: str, again: str) -> bool:
    """Whether it is a caption from end to end: after a sentence, and before a blank, a bracket or a stop."""
    at = before.rfind(again)
    ends = before[at + len(again) : at + len(again) + 1] in {"", " ", "。", "，", "（", "("}
    return ends and (at == 0 or (at > 0 and before[at - 1] in "。！？”）)"))
