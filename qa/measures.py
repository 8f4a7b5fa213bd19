"""What an amount is of, by the words beside it: a question for taxes is not answered by an investment, one for the second unit not by the first.

A reader that finds but one amount in a report gives it to whatever amount is asked for. The measures that reports tell apart without
fail, and ordinals, tell of some that it is another one's. The rules are our own.
"""

import re

from qa.quantities import quantities
from qa.sentences import around

_MEASURES = {
    "税": re.compile("税(?!务|率|费服)"),
    "产值": re.compile("产值"),
    "投资": re.compile(
        "投资(?!者|商|公司|集团|环境|促进|有限)|总投|投入(?!使用|运[行营]|生产)|造价|耗资|出资|砸"
    ),
    "收入": re.compile("收入|营收|进账|增收|创收"),
    "利润": re.compile("利润|盈利"),
    "销售": re.compile("销售|成交|交易额|营业额|卖[了出]"),
    "补贴": re.compile("补贴|补助|奖补|奖励|赔"),
    "贷款": re.compile("贷款|信贷"),
    "存款": re.compile("存款"),
    "出口": re.compile("出口"),
    "支出": re.compile("支出"),
    "租金": re.compile("租金|房租"),
    "债": re.compile("债券|专项债|债务"),
    "保费": re.compile("保费"),
    "产能": re.compile("产能"),
    "面积": re.compile("面积|占地"),
    "产量": re.compile("产量|单产|亩产"),
}
_ALIKE = frozenset(
    map(
        frozenset,
        (
            *(("投资", other) for other in ("支出", "债", "补贴", "贷款")),
            *(("收入", other) for other in ("销售", "利润", "产值", "税", "支出", "租金", "补贴")),
            *(("产值", other) for other in ("销售", "产能")),
            *(("销售", other) for other in ("利润", "出口")),
            ("产量", "产能"),
            ("补贴", "支出"),
        ),
    )
)
"""Measures that may well be called by each other's names: 一年卖了2000万元 of what is taken in."""
_GOODS = re.compile(
    "生猪|肉牛|奶牛|肉羊|山羊|家禽|肉鸡|蛋鸡|肉鸭|鹅|兔|小麦|玉米|水稻|稻谷|早稻|中稻|晚稻|大豆|马铃薯|土豆|红薯|薯类|豆类|油菜籽?|油料|花生|芝麻|油茶|茶叶|棉花|烟叶"
    "|甘蔗|蔬菜|辣椒|番茄|西红柿|黄瓜|西瓜|水果|苹果|葡萄|柑橘|脐橙|猕猴桃|核桃|板栗|红枣|枸杞|食用菌|香菇|木耳|中药材|水产品|小龙虾|大闸蟹"
)
"""Goods of agriculture that bulletins count apart."""
_SAME_GOODS = {"马铃薯": "土豆", "番茄": "西红柿", "油菜籽": "油菜", "稻谷": "水稻"}
_COMMAS = "，,；;：:、|\n"
_BEHIND = 8
_ORDINAL = re.compile(
    r"第?([一二三四五六七八九十两\d首]+)(期|标段|阶段)|第([一二三四五六七八九十两\d]+)(台|条|批|轮|季度|产业|座|号|代|家)"
)


def is_of_other_measure(question: str, text: str, start: int, end: int) -> bool:
    """Whether the amount in characters [start, end) of a report is of another measure than the one that is asked for.

    >>> text = "项目总投资5亿元，年产值8亿元。"
    >>> [is_of_other_measure("一年能有多少产值", text, *span) for span in ((5, 8), (12, 15))]
    [True, False]
    """
    asked = _measures(question)
    if not asked:
        return False
    at = next((start + one.start for one in quantities(text[start:end])), start)
    first, _ = around(text, start, end)
    told = _told_before(text, first, at) or {
        name for name, word in _MEASURES.items() if word.match(text[end : end + _BEHIND].lstrip("的"))
    }
    return bool(told) and not _may_be(told, asked)


def is_of_other_goods(question: str, text: str, start: int, end: int) -> bool:
    """Whether the amount in characters [start, end) is told of other goods than those that are asked for.

    >>> text = "肉牛存栏5.7万头、出栏3.9万头。"
    >>> is_of_other_goods("出栏了多少头生猪", text, 11, 16), is_of_other_goods("出栏了多少头肉牛", text, 11, 16)
    (True, False)
    """
    asked = _goods(question)
    if not asked:
        return False
    first, _ = around(text, start, end)
    clause = max(first, *(text.rfind(mark, first, start) + 1 for mark in "，,；;：:|\n"))
    return bool(_goods(text[clause:start])) and not _goods(text[first:end]) & asked


def _goods(text: str) -> set[str]:
    return {_SAME_GOODS.get(one, one) for one in _GOODS.findall(text)}


def is_of_other_ordinal(question: str, text: str, start: int, end: int) -> bool:
    """Whether the sentence of characters [start, end) counts another of the things that a question counts: 第一台机组 for 第二台.

    >>> is_of_other_ordinal("第二台机组投用了吗", "第一台机组正在试运行。", 0, 5)
    True
    """
    asked, told = _ordinals(question), _ordinals(text[slice(*around(text, start, end))])
    return any(sort in told and not told[sort] & ones for sort, ones in asked.items())


def _measures(text: str) -> set[str]:
    return {name for name, word in _MEASURES.items() if word.search(text)}


def _told_before(text: str, first: int, at: int) -> set[str]:
    """The measure named last in the clause before an amount; empty for none."""
    clause = max(first, *(text.rfind(mark, first, at) + 1 for mark in _COMMAS))
    found = [
        (one.start(), name) for name, word in _MEASURES.items() for one in word.finditer(text, clause, at)
    ]
    return {max(found)[1]} if found else set()


def _may_be(told: set[str], asked: set[str]) -> bool:
    return bool(told & asked) or any(frozenset((one, other)) in _ALIKE for one in told for other in asked)


def _ordinals(text: str) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for one in _ORDINAL.finditer(text):
        out.setdefault(one[2] or one[4], set()).add((one[1] or one[3]).replace("首", "一"))
    return out
