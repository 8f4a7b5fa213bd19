"""One slot of a whole question changed: its place, its time, or the thing that it is about."""

import re

from index import indicators, places
from qa import phrases
from qa.parts import Parts, subject

_DONE = re.compile("套种|种植|种|养殖|养|栽|加工|生产|销售|卖|出口")


_SPANNED = re.compile(
    "的?(?:是)?(?:怎么|如何|怎样)(?:变化|变)的?$|的?(?:变化)?(?:走势|趋势)(?:如何|怎样|怎么样)?$|(?:各|分别)是多少$"
)

_YEARLY = re.compile("(?:每年|历年|逐年|各年)的?")


_DWELLERS = ("农村", "城镇", "城乡")
_SORTS = ("支出", "收入", "投资", "贷款", "资金", "经费", "企业", "合作社", "项目", "产业")
GOODS = re.compile(
    "((?!年|总|日|单位|设计|预计|计划|全年|累计|平均)[\u4e00-\u9fff]{2,4}?)(总产量|产量|播种面积|种植面积|出栏量?|存栏量?|用电量)"
)
"""An indicator of goods: 粮食产量, 工业用电量."""


def with_place(text: str, place: str) -> str:
    """A question about another place; one that names none gets it in front.

    >>> with_place("遂昌县2022年GDP是多少", "松阳")
    '松阳2022年GDP是多少'
    """
    found = [mention for mention, _ in places.found(text)]
    if not found:
        return place + text
    end = found[0].end
    for mention in found[1:]:  # 丽水市遂昌县, 遂昌和松阳: all of these names go
        if re.fullmatch("[和与、跟及]?", text[end : mention.start]):
            end = mention.end
    return text[: found[0].start] + place + text[end:]


def with_time(text: str, time: str) -> str:
    """A question about another time; 前一年 and a part of the year are taken from the year that is asked.

    >>> with_time("遂昌县2022年GDP是多少", "前一年"), with_time("遂昌县2023年上半年GDP是多少", "全年")
    ('遂昌县2021年GDP是多少', '遂昌县2023年全年GDP是多少')
    """
    old = phrases.TIME.search(text)
    year = re.search(r"(?:19|20)\d{2}(?=年)", text)
    before = phrases.EARLIER.fullmatch(time) or (year and re.fullmatch("[去上]年同期", time))
    moved = -1 if before else 1 if phrases.LATER.fullmatch(time) else 0
    if moved:
        return text[: year.start()] + str(int(year[0]) + moved) + text[year.end() :] if year else text
    if old is None:
        mention = next((mention for mention, _ in places.found(text) if mention.start == 0), None)
        at = mention.end if mention else 0
        return text[:at] + time + text[at:]
    if len(re.findall(r"(?:19|20)\d{2}", old[0])) > 1 and re.fullmatch(r"(?:19|20)\d{2}年", time):
        text = _SPANNED.sub("是多少", _YEARLY.sub("", text))  # of one year nothing changes
    if phrases.PART_OF_YEAR.fullmatch(time) and year:
        part = phrases.PART_OF_YEAR.match(text, year.end() + 1)
        return text[: year.end() + 1] + time + text[part.end() if part else year.end() + 1 :]
    if (
        year
        and re.fullmatch(r"(?:19|20)\d{2}年(?:同期)?", time)
        and len(re.findall(r"(?:19|20)\d{2}", old[0])) == 1
    ):
        return text[: year.start()] + time[:5] + text[year.end() + 1 :]  # the same months of another year
    return text[: old.start()] + time + text[old.end() :]


def sibling(noun: str, taken: Parts) -> str:
    """The last question asked of another thing of the same sort; empty where it has no place for one.

    >>> from qa.parts import parts
    >>> sibling("木耳", parts("庆元县香菇产量是多少吨")), sibling("饲料", parts("一年能加工多少只肉鸭"))
    ('庆元县木耳产量是多少吨', '一年能加工多少饲料')
    """
    return (
        _same_sort(noun, taken)
        or _same_class(noun, taken)
        or paired(noun, taken.text)
        or _same_measure(noun, taken)
        or _other_sort(noun, taken)
        or _town(noun, taken.text)
        or _of_this_sort(noun, taken)
        or _measured(noun, taken)
        or _counted(noun, taken)
        or _product(noun, taken)
        or _grown(noun, taken)
    )


def _same_sort(noun: str, taken: Parts) -> str:
    """九里岗水厂 of 鹤龄水厂投资: a name that ends in the same sort of thing, which the last question has but once."""
    sort = next((one[0] for one in phrases.NAMED.finditer(noun) if one.end() == len(noun)), "")
    head = taken.text[: taken.word[0]]
    if not sort or len(noun) <= len(sort) or head.count(sort) != 1:
        return ""
    end = head.index(sort) + len(sort)
    begin = max(taken.frame if taken.frame < end else 0, *(head.rfind(mark, 0, end) + 1 for mark in "的，、"))
    plain = phrases.GENERIC.sub("", head[begin : end - len(sort)])
    return f"{taken.text[:begin]}{noun}{taken.text[end:]}" if plain and end - begin <= len(noun) + 6 else ""


def _same_measure(noun: str, taken: Parts) -> str:
    """高速公路 of 高铁里程: another thing that has an indicator of the same measure."""
    first, end = taken.attribute
    other = noun + taken.attribute_text[-2:]
    if not end or other == taken.attribute_text or not indicators.indicator_of(other):
        return ""
    alike = indicators.indicator_of(taken.attribute_text) and phrases.is_attribute(other)
    return f"{taken.text[:first]}{other}{taken.text[end:]}" if alike else ""


_ENDS_NAME = re.compile(f"(?:{phrases.NAMED.pattern}|园|中心|综合体|馆|院|站|场|所|线|大道|大厦|楼)")


def _other_sort(noun: str, taken: Parts) -> str:
    """钽铌产业园 of 国创越摩封装项目总投资: a name of its own for the one before the attribute, whatever sort it is of."""
    end = taken.attribute[0]
    ends = [one.end() for one in _ENDS_NAME.finditer(noun)]
    old = taken.text[taken.frame : end].strip("的")
    named = [one.end() for one in _ENDS_NAME.finditer(old)]
    if len(noun) < 4 or not ends or ends[-1] != len(noun) or end <= taken.frame or len(old) < 4:
        return ""
    if not named or named[-1] != len(old) or phrases.GENERIC.sub("", noun[:-2]) == "":
        return ""
    lead = "的" if taken.text[taken.frame : taken.frame + 1] == "的" else ""
    return f"{taken.text[: taken.frame]}{lead}{noun}{taken.text[end:]}"


_GROWTH_OF = re.compile(
    "的?(?P<what>[\u4e00-\u9fff]{2,8}?)的?(?P<measure>投资|消费|产值|增加值|收入|支出|贷款|存款|出口|进口|产量|销售额?|零售额?)的?(?:增速|增幅|涨幅|降幅|(?:同比)?增长)(?:了|是|有|为)?(?:多少|百分之几|多高)?.{0,2}"
)
_NUMERALS = "\\d〇一二三四五六七八九十百千万亿两几"
_GRADE = re.compile(f"[{_NUMERALS}]+(?P<unit>[\u4e00-\u9fff]{{1,3}}(?:级|以上|以下|[户类型]))")
_CLASS = "类业"
_PEOPLE = re.compile("(?:人|居民|户|农民|职工|工人|学生|老人)$")


def _same_class(noun: str, taken: Parts) -> str:
    """豆类 of 土豆红薯这些薯类, 工业 of 农业: a word of the same length that ends alike, with what it sums up."""
    head = taken.text[: taken.word[0]]
    if noun[-1:] not in _CLASS or not 2 <= len(noun) <= 3:
        return ""
    end = head.rfind(noun[-1], taken.frame + 1) + 1
    old = head[end - len(noun) : end]
    if end <= taken.frame + len(noun) - 1 or old == noun or not re.fullmatch("[\u4e00-\u9fff]+", old):
        return ""
    summed = re.search("[^，,的]*(?:这些|这类|等)$", head[taken.frame : end - len(noun)])
    begin = taken.frame + summed.start() if summed else end - len(noun)
    return f"{taken.text[:begin]}{noun}{taken.text[end:]}"


def owned(noun: str, taken: Parts) -> str:
    """平寨的 of 烂田沟水库的坝有多高: another owner of what was asked; empty where nothing is owned there.

    >>> from qa.parts import parts
    >>> owned("平寨", parts("烂田沟水库的坝有多高"))
    '平寨的坝有多高'
    """
    at = taken.text.rfind("的", max(1, taken.frame), taken.word[0])
    if at <= 0 or len(noun) < 2:
        return ""
    if graded := _GRADE.fullmatch(noun):  # 亿元级 of 税收达到千万元级的项目
        old = re.search(f"[{_NUMERALS}]+{graded['unit']}$", taken.text[:at])
        return f"{taken.text[: old.start()]}{noun}{taken.text[at:]}" if old else ""
    head = taken.text[: taken.frame] if _PEOPLE.search(noun) else ""  # people are those of the same place
    return f"{head}{noun}{taken.text[at:]}"


def paired(noun: str, text: str) -> str:
    """The question with the other word of a pair (农村 and 城镇), or another phase of a work; empty where it has none."""
    for pair in phrases.PAIRS:
        new = next((word for word in pair if word in noun), "")
        old = next((word for word in pair if word in text and word != new), "")
        if new and old and new not in text:
            return text.replace(old, new, 1)
    if noun.strip("的") in _DWELLERS and "居民" in text and not any(one in text for one in _DWELLERS):
        return text.replace("居民", f"{noun.strip('的')}居民", 1)  # 农村 after 全国居民人均可支配收入
    phase = phrases.PHASE.match(noun)
    if phase:
        attribute = re.search("总投资|投资|产值|产能|占地|是?多少|是?什么时候|何时|哪", text)
        at = attribute.start() if attribute else len(text)
        return text[:at].rstrip("的") + phase[0] + text[at:]
    return ""


def _town(noun: str, text: str) -> str:
    old = phrases.TOWN.search(text, max((m.end for m, _ in places.found(text)), default=0))
    if old and phrases.TOWN.fullmatch(noun):
        return text[: old.start()] + noun + text[old.end() :]
    return ""


def _measured(noun: str, taken: Parts) -> str:
    """基础设施 of 制造业投资增速: what the measure is of whose growth is asked."""
    found = _GROWTH_OF.fullmatch(taken.text, taken.frame)
    if found is None or phrases.NAMED.search(found["what"]):
        return ""
    return f"{taken.text[: found.start('what')]}{noun.removesuffix(found['measure'])}{taken.text[found.end('what') :]}"


def _of_this_sort(noun: str, taken: Parts) -> str:
    """美景东方那条 of 河畔学府供热支线: the name before the sort is changed."""
    named = re.fullmatch("(.+)那[条个家座所项处场]", noun)
    head = taken.text[: taken.word[0]]
    begin = max(head.rfind("的"), taken.frame - 1) + 1
    sort = re.search(
        "[\u4e00-\u9fff]{0,2}(支线|管线|线路|项目|工程|企业|公司|水库|公路|铁路|大桥|隧道|合作社|基地|园区|厂|村|路|桥)",
        head[begin:],
    )
    if not named or not sort:
        return ""
    return taken.text[:begin] + named[1] + taken.text[begin + sort.start() :]


def _counted(noun: str, taken: Parts) -> str:
    """多少只肉鸭 → 多少饲料, 多少教育支出 → 多少医疗卫生支出: the unit stays with things of the same kind only."""
    if not taken.counts:
        return ""
    start, end = taken.noun
    old = taken.noun_text
    sort = next((sort for sort in _SORTS if old.endswith(sort)), "")
    if sort:
        same = "" if noun.endswith(_SORTS) else sort
        return taken.text[:start] + noun + same + taken.text[end:]
    word = re.match("哪些|多少|几", taken.text[taken.word[0] :])
    lead = taken.text[: taken.word[0]] + (
        "多少" if word and word[0] == "几" else taken.text[slice(*taken.word)]
    )
    return lead + noun + taken.text[end:]


def _grown(noun: str, taken: Parts) -> str:
    """小麦 of 全县小麦收了多少吨, 小香薯 of 套种小香薯，一亩能挣多少钱: what something is done to, in a word or two.

    The unit stays where it is one of any goods.
    """
    named = subject(taken)
    if (
        taken.attribute[1]
        or taken.noun[1]
        or not taken.asks
        or len(named) >= taken.word[0]
        or not taken.text.startswith(named)
    ):
        return ""
    done = [one.end() for one in _DONE.finditer(named, taken.frame)]
    begin = max(taken.frame, named.rfind("的") + 1, *(done or [0]))
    if wide := phrases.WIDER.match(named, begin):
        begin = wide.end()
    old = named[begin:]
    if not 2 <= len(old) <= 4 or not 2 <= len(noun) <= 6 or phrases.NAMED.search(old.rstrip("茶酒")):
        return ""
    behind = taken.text[len(named) :]
    if behind[:1] in "有是":  # 从业人员 of 企业有多少家 belongs to them
        return ""
    return named[:begin] + noun + re.sub("(?<=多少)[辆只头套棵株台架艘羽尾把张件条]+$", "", behind)


def _product(noun: str, taken: Parts) -> str:
    """香菇 of 香菇产量, the words between the frame and the attribute, where they are no name of a thing."""
    first, end = taken.attribute
    if not end or end > len(taken.stem):
        return ""
    begin = max(
        taken.frame, taken.text.rfind("的", 0, first) + 1 if first and taken.text[first - 1] != "的" else 0
    )
    if goods := GOODS.fullmatch(taken.attribute_text):
        first += goods.end(1)  # 粮食产量 is one indicator, and 粮食 in it what is grown
        noun = noun.removesuffix(goods[2][:2])
    old = taken.text[begin:first].strip("的")
    if len(old) < 2 or len(old) > 8 or (phrases.NAMED.search(old) and old[-1] != noun[-1]):
        return ""
    lead = "的" if taken.text[begin : begin + 1] == "的" else ""
    return taken.text[:begin] + lead + noun + taken.text[begin + len(lead) + len(old) :]
