"""What a question takes for granted: that something ended or failed, of which its evidence must say so as well.

为什么取消了… and 哪一年解散的 find the report on the thing, and in it a year or a reason for something else. Of all that a
question may presuppose, endings and failures are the few that reports never tell without a word for them. The rule is our own.
"""

import re

from qa.quantities import SHARES, Quantity, quantities

_ENDED = re.compile(
    "取消|撤销|撤回|撤出|撤资|裁撤|终止|中止|停止|停掉|停了|砍掉|取缔|停办|停产|停工|停运|停建|停播|停航|停课|叫停|暂停|关停|关闭|关门|解散|倒闭|破产|落选|退出|除名|摘牌"
    "|丢掉|丢了|失去|放弃|搁置|烂尾|下马|夭折|泡汤|告吹|废除|废止|作废|罢免|免职|辞职|辞去|拆除|拆掉|垮塌|坍塌|推迟|延期|延误|拖到|拖延|拖后|返航|折返|亏损|失败|流产|没收|处罚(?![权裁事案])|违约|断供"
)
_SAYS_SO = re.compile(
    f"{_ENDED.pattern}|停|砍|撤|关掉|退|拆|中断|倒|丢|失|弃|搁|不再|废|罢|免去|辞|推后|推至|推到|延后|延长|延至|延到|延迟|顺延|误|拖|返|亏|败|塌|垮|罚"
)
_DONE_TO = (
    (
        re.compile("下调|调低|调减|降低|减产|缩减|削减|压减|减少"),
        re.compile("降|减|缩|削|低|少|跌|下调|下滑|回落"),
    ),
    (
        re.compile("改(?:期|名|口|由|成|为|到)|改(?![善革造良进建扩厕水])[^，,。]{0,3}(?:成|为|到)|变更"),
        re.compile("改(?![善革造良进建扩厕水])|变更|变为|调整|更名|转为|推迟|延|提前|顺延|另行"),
    ),
    (re.compile("卖[给掉了]|出售|变卖|转让|转手"), re.compile("卖|售(?![后票])|转让|出让|拍卖|转给|变现")),
    (re.compile("换成|更换|撤换|换掉"), re.compile("换|替|改")),
    (re.compile("合并|并入|并到"), re.compile("合|并|整合")),
)
"""What was done to a thing, in a question for why, and the words without which it was not. What moved away is often told without a word for
it (离城太近)."""
_FELL = re.compile(
    "下滑|下跌|下降(?!到)|负增长|萎缩|缩水|回落|走低|大跌|暴跌|变差|恶化|倒退|滑坡|减产|不增反降"
)
_SAYS_FELL = re.compile("降|跌|减|少|缩|滑|负|亏|低|差|弱|回落|退|恶|[-−－]\\d")
"""A fall that a question asks the reason of, and the words of evidence without which there was none."""
_WHY = re.compile("为(?:什么|何|啥)|原因|考虑|怎么会")
_WHY_NOT = re.compile("为(?:什么|何|啥)[^，。？?]{0,12}(?:没有?|未能?)")
_NEGATES = re.compile("没|未|不|无(?!人机)|免|难|缺|流拍|短收|低迷|停|缓|滞|延|拖|推迟|欠")
_OFFICE = re.compile(
    "(?P<deputy>副?)总?(?P<office>[县市区州省镇乡局部厅处校院会行社]长|主任|书记|主席|经理|董事长|秘书长)"
)
_ASKS = re.compile(
    "[，,。？?吗呢的是有会要能后最更]|比较|较[多少]|怎么|如何|怎样|多少|什么|几|谁|哪|为何|以后|之后"
)
_AFTER_ENDED = re.compile(
    r"^(?:掉|了|过|的|那|这|些|到|至|什么时候|哪|[好多几少一二两三四五六七八九十\d]*[个条家座项所处]|[好多几少])+"
)
_MOST = re.compile("最[高多大快强长好贵早]|第一(?!产|季|批|期|次|个|家|人|步|年)|首位|榜首|居首|领跑|冠军")
_LEAST_OF = re.compile("最[低少小慢弱短差便晚]|垫底|末位|倒数|最后一[名位]|排在最后")
_ROLE = re.compile("施工|承建|监理|设计(?!能力|年|产能|速度|日)|勘察|检测|招标代理|代建")
_SAME_ROLE = {"承建": "施工"}
_NO_AMOUNT = frozenset("年 月 日 天 周 个月 届 期 号 级 度 国 省 县 次".split())
"""Units of what is a name or a time: 第7届, 206国道, 前11个月."""
_ROUGH_BEFORE = re.compile(
    "(?:超过?|突破|[不未]到|不足|[低高多少大小]于|至少|最[多少]|[近约逾过前满达破第]|上下)$"
)
_ROUGH_AFTER = re.compile("^(?:以[上下内]|左右|上下|[多余几])")
_ROUGH = re.compile("[余多来]")
_SCALE = re.compile("[万亿]")
_LEAST = 100
"""An amount under this may be a number of things that the report lists without counting them."""


def is_unfounded(question: str, evidence: str, near: str | None = None) -> bool:
    """Whether a question takes something for ended, failed, not done, or cut, changed, sold, replaced or merged, and the evidence has no word
    for anything of the kind.

    `near` are the sentences by the answer, as reports are full of ends and falls of other things: all of the evidence where it is not
    given.

    >>> is_unfounded("合作社是哪一年解散的", "合作社2021年成立。"), is_unfounded("工厂为什么关停", "工厂已全部退出。")
    (True, False)
    """
    said = evidence if near is None else near
    found = _ENDED.search(question)
    ended = found and not (_SAYS_SO.search(said) and _names(said, _thing(question[found.end() :])))
    undone = _WHY_NOT.search(question) and not _NEGATES.search(evidence)
    fell = _WHY.search(question) and _FELL.search(question) and not _SAYS_FELL.search(said)
    changed = _WHY.search(question) and any(
        asked.search(question) and not told.search(evidence) for asked, told in _DONE_TO
    )
    return bool(ended or undone or changed or fell)


def _thing(behind: str) -> str:
    """What a question says ended, by the words behind: 小额信贷 behind 停掉了."""
    return _ASKS.split(_AFTER_ENDED.sub("", behind), maxsplit=1)[0]


def _names(said: str, thing: str) -> bool:
    """Whether sentences name anything of a thing that ended, or its last character beside the word for the end (弃园 of 果园); all do
    where the question names nothing."""
    pairs = {thing[at : at + 2] for at in range(len(thing) - 1)}
    beside = any(thing[-1:] in said[one.end() : one.end() + 1] for one in _SAYS_SO.finditer(said))
    return not pairs or beside or any(pair in said for pair in pairs)


def is_of_other_end(question: str, clause: str) -> bool:
    """Whether a question asks for the least and the clause of an answer tells the most, or the other way about.

    >>> is_of_other_end("哪个镇垫底", "最高的是城关镇"), is_of_other_end("哪个镇最低", "最低的是申集镇")
    (True, False)
    """
    asked = bool(_MOST.search(question)), bool(_LEAST_OF.search(question))
    told = bool(_MOST.search(clause)), bool(_LEAST_OF.search(clause))
    return asked in ((True, False), (False, True)) and told == asked[::-1]


def is_of_other_role(question: str, near: str) -> bool:
    """Whether a question asks who did one part of a work, and the words by the answer name only who did another.

    >>> is_of_other_role("一标段的施工单位是哪家", "一标段，甘肃瑞禾监理"), is_of_other_role("谁监理的", "甘肃瑞禾监理")
    (True, False)
    """
    asked = {_SAME_ROLE.get(role, role) for role in _ROLE.findall(question)}
    told = {_SAME_ROLE.get(role, role) for role in _ROLE.findall(near)}
    return bool(asked and told) and not asked & told


def is_of_other_office(question: str, near: str, before: str) -> bool:
    """Whether a question asks for a deputy and the sentences `near` an answer name none, or asks for the office itself and a
    deputy's stands right `before` the answer.

    >>> is_of_other_office("副县长是谁", "县长龚雪飞作报告", "县长"), is_of_other_office("县长是谁", "副县长马某", "副县长")
    (True, True)
    """
    asked = _OFFICE.search(question)
    if asked is None:
        return False
    if asked["deputy"]:
        return "副" not in near
    told = _OFFICE.search(before.rstrip())
    return bool(
        told and told["deputy"] and told["office"] == asked["office"] and told.end() == len(before.rstrip())
    )


def is_unsaid(question: str, evidence: str) -> bool:
    """Whether a question is about an exact amount that the evidence does not give: 为什么赤字扩大到1.2万亿元.

    >>> is_unsaid("2.4亿元的水厂是谁建的", "水厂投资24000万元。"), is_unsaid("物价为什么涨了4.8%", "物价上涨3.9%。")
    (False, True)
    """
    asked = [one for one in quantities(question) if _is_exact(question, one)]
    if not asked:
        return False
    said = {round(one.value, 6) for one in quantities(evidence)}
    return any(round(one.value, 6) not in said for one in asked)


def _is_exact(question: str, one: Quantity) -> bool:
    """Whether a figure of a question is an amount that it takes for exact; 2019 is a year or a number, 1.2万亿 an amount."""
    written = question[one.start : one.end]
    amount = (one.unit and one.unit not in _NO_AMOUNT) or _SCALE.search(written)
    rough = _ROUGH_BEFORE.search(question[: one.start]) or _ROUGH_AFTER.match(question[one.end :])
    large = one.value >= _LEAST or one.unit in SHARES
    return bool(amount and large and not rough and not _ROUGH.search(written))
