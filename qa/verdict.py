"""Yes or no: what the sentence that answers says of a claim that a question puts (GDP过百亿了吗, 都办结了吗, 要不要门票).

What can be told from the words is told: whether an amount lies beyond the one asked of, whether all is done or something is left,
which way a figure went, whether what was asked of is denied. Everything else is left to the sentence itself: a wrong yes is worse
than none. The rules are our own.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal

from index import places
from index.amounts import SCALES, Amount, amounts
from index.lexical import terms

Verdict = Literal["yes", "no", ""]

_FRAME = re.compile(
    "(?:是不是|是否|有没有|有无|能不能|能否|会不会|可不可以|要不要|对不对|对吗|是吗|请问|了?没有?(?=[？?。]?$)|[吗吧么？?。]+$)"
)
_CLAUSE = re.compile("[^，,。；;：:！？\n]+")
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_ABOVE = re.compile("(?:超过?|突破|高[过于]|多于|大于|不止|[过破满超够达上到])了?$")
_BELOW = re.compile("(?:低于|少于|不足|小于|跌破|不到|没到|[低少]过)了?$")
_ROUND = re.compile(f"[超过破满达上]了?(?P<scale>{_SCALE})|(?P<half>过了?半|超半|[过占到]了?一半)")
_HALF = re.compile("[过超]半|一半以上")
_FIRST = re.compile("第一(?![产季年线个批次期阶])|头名|首位|榜首|居首|冠军|头把交椅|[排列]第1(?!\\d)")
_PLACED = re.compile("第(?P<rank>[\\d一二三四五六七八九十]+)[位名]?(?![产季年个批次届期])")
_ALL = re.compile("都|全部|全都|所有|全(?=[部办改搬修拆通])|[完干]净?了|完吗|干净")
_LEFT = re.compile(
    r"(?:尚|还|仍)有|(?:尚|还|仍|[均都])未|(?<!不)剩(?:余|下)?|其余|余下|未(?:能|完成|办结|整改|达)|没有?(?:办成|完成|达|能)|仅|只(?:有|完成|占)|除[^，。]{1,10}外|延[到至期]|推迟|在推进|推进中|(?<![一二三四五六七八九十\d])[一二三四五六七八九]成(?![功为立员本果效])|过半|一半|部分(?!学)"
)
_WHOLE = re.compile(
    "全部|全都|全覆盖|全面完成|均|百分之百|100%|100％|圆满|收官|一[座户个家]不[剩拆留]|无一|(?<![首成])都(?![市会])|清零|最后一"
)
_UP = re.compile(
    "增(?!加值|速)[^，。]{0,2}|[涨升提]|往上|向上|走[高强]|抬头|上扬|多(?=了|于|出(?!来)|$)|更多|上升|变[好快多高大]|好转|快于|高于|跑赢|改善|回升|攀升|新高"
)
_DOWN = re.compile(
    "减(?![税负])|降(?![雨水雪尘临])|跌|往下|向下|走[低弱]|缩水|下行|滑坡|[往在正是]掉|少(?=了|于|$)|更少|下滑|回落|变[差慢少低坏]|低于|慢于|落后|恶化|萎缩|负增长|亏"
)
_NOT = re.compile(
    "不(?![断仅但足少同锈动过止]|得不)|没(?!收)|未(?!来|成年)|无(?!人机|偿|障碍|线|缝|公害|土)|从未"
)
_GOAL = re.compile(
    "(?:目标|预期|任务|指标).*(?:完成|实现|达|兑现|干完)|(?:完成|实现|达到|达成).*(?:目标|预期|任务|指标)"
)
_MISSED = re.compile(
    "未(?:能)?(?:如期|按期|全面)?(?:完成|实现|达)|没(?:有)?(?:能)?(?:完成|实现|达)|(?:低于|不及)[^，。]{0,6}(?:预期|目标)|差[^，。]{0,8}(?:目标|任务)"
)
_MET = re.compile(
    r"超额|(?:超过?|好于|高于|超出)[^，。]{0,8}(?:预期|目标|任务)|(?<!未)(?<!没有)(?<!能)(?:完成|实现|达到)了?[^，。]{0,10}(?:目标|任务|指标|预期)|占[^，。]{0,10}(?:目标|任务)的?1\d\d"
)
_PLANNED = re.compile("计划|拟|将(?!军)|预计|力争|有望|准备|下一步|打算|争取|目标")
_DONE_ASKED = re.compile("[了过](?:吗|没有?|吧|么)?[？?。]?$|已经?|是不是[^，。]*了")
_DONE_TOLD = re.compile("已|完成|建成|[了]|通过|投用|实现|达到")
_GONE = re.compile("拆除|取消|关闭|停[产用办运]|淘汰|不再|告别|结束|清零|取代")
_OPPOSED = (
    (
        re.compile("要?(?:买|收)?(?:门?票|费|钱)(?!包)|掏钱|自费|收费|花钱|交钱"),
        re.compile("免费|免(?:收|交|除)?|不[收要花交][^，。]{0,4}(?:钱|费|票)?|全免"),
    ),
    (
        re.compile("遇难|死|伤亡|丧生|牺牲"),
        re.compile("[零无](?:人员)?(?:死亡|伤亡)|(?:没有|未造成|未发生)(?:人员)?(?:死亡|伤亡)"),
    ),
    (re.compile("够(?!不着)"), re.compile("不足|不够|短缺|紧缺|紧张|缺口|欠缺")),
    (re.compile("强制|强迫|必须|非得?|硬性"), re.compile("自愿|不强[制求迫]|不搞一刀切")),
    (re.compile("赔[钱本]|亏[钱本损]"), re.compile("没有一[家个户]|全[部都]盈利|无一亏")),
    (re.compile("赞成|同意|支持|乐意|愿意"), re.compile("反对|不同意|不愿|抵触|不赞成")),
    (re.compile("[能可]|行不行"), re.compile("不(?:纳入|予|得|能|可以|允许|投|受理)|禁止|无效|谢绝|被拒")),
    (re.compile("还(?!是|款|给|有多|能|会|可)|仍"), _GONE),
    (re.compile("生产|营业|开[放着工]|运[行营]|在用"), re.compile("关[闭停]|停[产业办运]|歇业|拆除|退出")),
)
_DENIED_QUESTION = re.compile("不(?:用|要|收|需|再|花|能|会|是|靠)|没|免费|免(?:收|交)")
_DIRECT = re.compile(
    "(?:答[：:]?)?(?:(?P<yes>是的?|有的?|能|可以|对)|没有|不是|不能|不可以|不用|不需要|不会|否)[，,。！]"
)
"""答：没有，…"""
_EMPTY = frozenset("的了在有是都还就把被这那个里上下和与到地得现年会能要过已也县市")
_SETTLED = re.compile("已|办成|完成|办结|销号")
_QUOTED = re.compile("“[^”]{1,10}”")
"""A name (“办不成事”窗口), which denies nothing."""
_BETWEEN = 8
_TAIL, _SHARED, _SHARED_TAIL, _SHARED_WHOLE, _REACH = 4, 0.5, 0.75, 0.7, 8
"""Characters that a question ends with, which tell what is asked of its subject; the shares of all and of these that what is told
must hold to say the same; and characters behind a word for not that it denies."""


def verdict(question: str, told: str, span: tuple[int, int] = (0, 0)) -> Verdict:
    """Whether the sentences `told` say yes or no to a question of the form 是不是, 有没有, …了吗; empty where the words do not tell.
    What a reader marked in them is characters `span` of them.

    >>> verdict("静宁县GDP过百亿了吗", "静宁县生产总值104.7亿元，增长6.9%。"), verdict("问题都改完了吗", "整改销号5个，尚有1个在推进。")
    ('yes', 'no')
    >>> verdict("财政收入增长了吗", "财政收入下降3%。"), verdict("那里修了新学校吗", "县城在建两所小学。")
    ('no', '')
    """
    core = _FRAME.sub("", _without_places(question)).replace("块钱", "元").replace("块", "元")
    if direct := _DIRECT.match(told):
        return "yes" if direct["yes"] else "no"
    done = bool(_DONE_ASKED.search(question))
    rule = next((rule for meets, rule in _RULES if meets(core)), None)
    if rule is _by_rank:  # 第15位 of all and 榜首 of one sort stand in different clauses
        return _by_rank(core, told)
    for near in _nearer_first(core, told, span):
        found = rule(core, near) if rule else _by_opposite(core, near) or _by_words(core, near, done=done)
        if found:
            return found
    return "" if rule else _by_opposite(core, told) or _by_words(core, told, done=done, whole=True)


def _without_places(question: str) -> str:
    """A question without the divisions it names: 于都 is not 都."""
    kept, at = [], 0
    for mention, _ in places.found(question):
        kept.append(question[at : mention.start])
        at = max(at, mention.end)
    return "".join(kept) + question[at:]


def _nearer_first(core: str, told: str, span: tuple[int, int]) -> Iterator[str]:
    """The clauses that the span touches, else the one that shares most with the question, what it ends with counted twice; these with
    the one behind, with the one before."""
    clauses = list(_CLAUSE.finditer(told))
    if not clauses:
        return
    touched = [at for at, one in enumerate(clauses) if one.start() < span[1] and span[0] < one.end()]
    if not touched:
        wanted, last = set(terms(core)), set(_content(core)[-_TAIL:])
        scores = [len(wanted & set(terms(one[0]))) + len(last & set(one[0])) for one in clauses]
        touched = [scores.index(max(scores))]
    first_at, last_at = touched[0], touched[-1]
    for begin, end in ((first_at, last_at), (first_at, last_at + 1), (first_at - 1, last_at)):
        if begin >= 0 and end < len(clauses):
            near = told[clauses[begin].start() : clauses[end].end()]
            if (begin, end) == (first_at, last_at) or "\n" not in near:
                yield near


def _said(holds: bool) -> Verdict:
    return "yes" if holds else "no"


def _by_amount(core: str, told: str) -> Verdict:
    """A bound that the question puts against the one amount of its sort that is told."""
    bound = _bound(core)
    if bound is None:
        return ""
    least, unit, above = bound
    near = [one for one in amounts(told) if not unit or one.unit == unit]
    if not unit:
        near = [one for one in near if one.value >= least / 100 and one.unit not in {"%", "百分点"}]
    if unit == "%" and not near and _HALF.search(told):
        return _said(above)
    if changed := _end_of_change(told, near):
        near = [changed]
    if len({round(one.value, 6) for one in near}) != 1:
        return ""
    one = near[0]
    if one.value == least:
        # 突破100万人次 is more than 100万人次; an amount that just meets the bound tells nothing of 超过.
        beyond = re.search("[超逾余多破过]", told[max(0, one.start - 3) : one.end + 2])
        return _said(above) if beyond else ""
    return _said((one.value > least) == above)


def _bound(core: str) -> tuple[float, str, bool] | None:
    """The amount that a question asks whether it is passed, its unit, and whether from below."""
    if found := _ROUND.search(core):
        if found["half"]:
            return 50.0, "%", True
        begin = found.start("scale")
        unit = next((one.unit for one in amounts(core, begin) if one.start == begin), "")
        return SCALES[found["scale"]], unit, True
    for one in amounts(core):
        before = core[: one.start].rstrip("约近")
        if _BELOW.search(before):
            return one.value, one.unit, False
        if _ABOVE.search(before) or core[one.end :].startswith("以上"):
            return one.value, one.unit, True
    return None


def _end_of_change(told: str, near: list[Amount]) -> Amount | None:
    """What a figure became: the last of 由46.9%提高到48.2%."""
    if len(near) < 2:
        return None
    between = told[near[-2].end : near[-1].start]
    before = told[max(0, near[-2].start - 6) : near[-2].start]
    became = len(between) < _BETWEEN and re.search("[到至为]", between) and re.search("[由从]", before)
    return near[-1] if became else None


def _by_rank(_core: str, told: str) -> Verdict:
    first = bool(_FIRST.search(told))
    others = [one["rank"] for one in _PLACED.finditer(told) if one["rank"] not in {"一", "1"}]
    return "" if first == bool(others) else _said(first)


def _by_rest(_core: str, told: str) -> Verdict:
    """All of something: is anything left?"""
    left, whole = _LEFT.search(told), _WHOLE.search(told)
    if left or whole:
        return "" if left and whole else _said(bool(whole))
    short = any(
        one.unit == other.unit and other.value < one.value and _SETTLED.search(told, one.end, other.start)
        for one, other in pairwise(amounts(told))
    )
    return "no" if short else ""


def _by_goal(_core: str, told: str) -> Verdict:
    """Whether a target was met, by the words for it: a growth of 8% alone tells nothing."""
    missed, met = _MISSED.search(told), _MET.search(told)
    return "" if bool(missed) == bool(met) else _said(bool(met))


def _by_direction(core: str, told: str) -> Verdict:
    rose, fell = _UP.search(told), _DOWN.search(told)
    return "" if bool(rose) == bool(fell) else _said(bool(rose) == bool(_UP.search(core)))


def _by_opposite(core: str, told: str) -> Verdict:
    opposed = any(asked.search(core) and opposite.search(told) for asked, opposite in _OPPOSED)
    return _said(bool(_DENIED_QUESTION.search(core))) if opposed else ""


def _by_words(core: str, told: str, *, done: bool, whole: bool = False) -> Verdict:
    """What says what the question ends with says it, or, with a word for not before it, denies it; `done`: what is asked is whether it
    has come about."""
    if _DENIED_QUESTION.search(core):
        return ""
    asked, plain = _content(core), _QUOTED.sub("", told)
    if whole and sum(char in told for char in asked) < _SHARED_WHOLE * len(asked):
        return ""
    if any(set(asked) & set(plain[one.end() : one.end() + _REACH]) for one in _NOT.finditer(plain)):
        return "no"
    if _PLANNED.search(told):
        return "no" if done and not _DONE_TOLD.search(told) else ""
    last = asked[-_TAIL:]
    alike = sum(char in told for char in asked) >= _SHARED * len(asked)
    ends_alike = last[-1:] in told and sum(char in told for char in last) >= _SHARED_TAIL * len(last)
    gone = _NOT.search(plain) or _GONE.search(plain)
    return "yes" if asked and alike and ends_alike and not gone else ""


def _content(core: str) -> str:
    """The characters of a question that mean something, in order."""
    return "".join(char for char in core if "\u4e00" <= char <= "\u9fff" and char not in _EMPTY)


def _is_bound(core: str) -> bool:
    return _bound(core) is not None


def _is_direction(core: str) -> bool:
    return bool(_UP.search(core)) != bool(_DOWN.search(core))


_RULES: tuple[tuple[Callable[[str], object], Callable[[str, str], Verdict]], ...] = (
    (_is_bound, _by_amount),
    (_FIRST.search, _by_rank),
    (_GOAL.search, _by_goal),
    (_ALL.search, _by_rest),
    (_is_direction, _by_direction),
)
"""The first whose question it is decides alone: where it cannot tell, words in common tell nothing either."""
