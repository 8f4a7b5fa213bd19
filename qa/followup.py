"""A follow-up made a whole question: what it leaves out is filled in from the last whole question.

Both questions are taken apart (qa.parts). What the follow-up gives (a place, a time, an attribute, a thing of the same
sort, a question of its own) takes the place of that slot, and the rest is kept. The rules are our own; the task is known
as incomplete utterance rewriting (Su et al. 2019, ACL).
"""

import re
from collections.abc import Sequence

from index import indicators, places
from qa import phrases
from qa.compute.words import ACTUAL
from qa.forms import question_form
from qa.leaning import OTHER_THING, core_of, is_slot, leans, pointing
from qa.parts import Parts, entity, parts, subject, times, topic
from qa.records import QuestionForm, Turn
from qa.referents import Last, resolved, without_role
from qa.say import REFUSED
from qa.swaps import GOODS, owned, paired, sibling, with_place, with_time

_SAME_YEAR = re.compile("同一年|同年(?!龄)|那一?年|当年")
_WHOLE_QUESTION = 14
_YEAR = re.compile(r"(?:19|20)\d\d")
_MARK = re.compile(r"\[\d+\]")
_SHORT_ANSWER = 16
_WHOLE_NOUN = 8
"""Characters of a noun that, where it corrects a question, is all that was meant."""
_WHOLE_TIMELESS = frozenset({"date", "person", "place"})
_USE = re.compile(
    "(主要|大多|[都分]别?|又|是)*(卖(?=[到往给向了得去])|销|来自|用在|用于|用到|投向|花在|分布|包括|出口|完成|达到|超过|突破)"
)
"""What is asked of an amount itself: where it goes, of what it is made, what it has reached."""
_SOLD = re.compile("(?:主要|大多|都|又|是)*(?:卖|销|出口)")
_UP_OR_DOWN = "(?:是)?[涨升增多]了?还是[跌降减少]了?"
_BOTH = re.compile(
    "(?:这|那)?[两二](?:[个家座条所处场者地县市区省镇乡村]|年).*(?:谁|哪|差|一共|合计|加起来)|(?:谁|哪一?[个家座条所处场边年县市区]).{0,6}[高低多少大小快慢长短贵]|它们.*差|相差|差(?:了)?(?:多少|几)|加起来|"
    + _UP_OR_DOWN
)
"""What is asked of two things at once."""
_PAIR_WORD = re.compile(
    "(?:(?:这|那)?[两二](?:[个家座条所处场者地县市区省镇乡村]|年)(?:[县市区桥厂]|水库|项目|公司)?(?:的|之间)?)?"
)
_PAIR_OWN = re.compile(
    "(?:(?:这|那|它们)?[两二][个家座条所处项]|它们)(?:的)?(?P<own>(?!县|市|区|镇|乡|村|项目|水库|公司|企业)[^，,谁哪的]{1,6}?)(?P<asked>(?:谁|哪).*|相差.*|差.*)"
)
_NAMED_LAST = re.compile(f"[^，,的]*(?:{phrases.NAMED.pattern})")
_PLANNED = re.compile(
    "(?P<plan>规划|计划|预计|预期|目标|打算)(?:是|为)?(?=[到至]?(?:19|20)\\d\\d年)[到至]?(?P<time>(?:19|20)\\d\\d年.{0,3}?)"
)
"""规划到2027年: the target of another year."""
_WENT = re.compile(_UP_OR_DOWN)
_OF_GOODS = re.compile("(?:总|单|亩)?产量?|(?:种植|播种)?面积|产值|出栏量?|存栏量?|销量|价格|单价")
_AGAIN = re.compile("(?:又|也|则|还|是)*比(?:上一?|去|前一?)年.*(?:多少|几)")
"""又比上年多了多少: of another year what was asked of the last."""
_UNTIL = re.compile(r"(?:到了?|至|截至)(?=(?:19|20)\d\d年$)")
_BEFORE_AFTER = re.compile("[^，,]{1,8}?(?:以前|之前|前|以后|之后|后)")
_GROWN_BY = re.compile(
    "(?P<head>.*?)(?P<growth>的?(?:同比)?(?:增速|增幅|涨幅|降幅)(?:是|有|为)?(?:多少|几个?百分点|百分之几|多高|怎么样|如何)?)$"
)
_CHANGE = re.compile(
    "(?:平均|打算|计划|准备|预计|将|要|再|又|还|同比|比上一?年|已经?|累计|一共|总共)*(?:增长|增加|上涨|涨|上升|提高|提升|下降|减少|降低|降|减)(?:了|到|至)?(?:多少|百分之几|几)[^，]*$"
)
"""打算再降多少: what is asked of an attribute is asked of the next as well."""
_COUNT_OPEN = re.compile("(?:多少|几)[个家户座条项处所套]?$")
_REPORTED = re.compile("(?:政府)?工作报告.*$")
_THAT_ONE = re.compile("[那这](?:一)?(?:次|个|回|年|块|边|部分|方面)")
_PART = re.compile("[那这](?:一)?(?:块|边|部分|方面)$")
"""固定资产投资这块 is 固定资产投资."""
_TREND = re.compile("(?:的)?(?:走势|变化趋势|变化情况|趋势|变化)$|(?:每年|历年|逐年)的?")
_DOUBTS = re.compile("(?:这么|那么|才这么)[多少高低快慢大小久长贵][？?啊呀，,]|(?:真的|确定|不会)[吗吧？?]")
"""这么多？一期二期都算进去了吗: asks whether the last answer holds."""
_EXACTLY = re.compile("^(?:具体|到底|究竟|准确|实际上?|确切)+(?:的|数字|数|来说)?")
_FORMER_SAID = re.compile("(?:原来|原先|之前|以前|当初|起初|最初|改造前|调整前)(?:的)?$")
_FORMER = re.compile(
    "(?P<when>原来|原先|之前|以前|当初|起初|最初|后来|改造前|调整前|如今|现在)的?(?:呢|(?:是|有|又是|只有)?(?:多少|几[元块个家])(?:钱|元)?)?"
)
"""原来是多少: of what the last question measured, at another time that has no date."""
_SHARED = re.compile("(?:占比|比重|比例)(?=$|是|有|多|为|达)")
_OF_PERSON = re.compile("上任|任职|当选|出生|毕业|籍贯|多大|几岁|哪里人|担任|名字")


def made_whole(text: str, history: Sequence[Turn]) -> str:
    """A question that leans on the turns before it (oldest first), made whole; any other as it is.

    >>> made_whole("那松阳呢", [Turn("遂昌县2022年GDP是多少", "155亿元")])
    '松阳2022年GDP是多少'
    """
    core = core_of(text)
    of_both = bool(history) and _asks_of_both(text)
    if not history or not (of_both or leans(text) or _SAME_YEAR.search(text)):
        return text
    first = len(history) - 1
    while first and leans(history[first].question):
        first -= 1
    last, answer, before, own = history[first - 1].question.strip() if first else "", "", "", ""
    for turn in history[first:]:
        asked = turn.question.strip()
        if _FORMER.fullmatch(core_of(asked)) or (last and _DOUBTS.match(asked)):
            continue  # 原来是多少, 这么多？: what comes next goes on from what was asked before it
        both = _of_both(core_of(asked), before, last) if _asks_of_both(asked) else ""
        before, last = last, both or _joined(asked, own if _moves_on(asked) and own else last, answer)
        answer = turn.answer
        own = own if own and _of_the_same(core_of(asked)) else last
    if of_both and (both := _of_both(core, before, last)):
        return both
    return _joined(text, (own or last) if _moves_on(text) else last, answer)


def _of_the_same(core: str) -> bool:
    """Whether a follow-up asks but more of the same figure: how much it grew, a part of it."""
    pointed = pointing(core)
    return phrases.DERIVED.match(core) is not None or bool(pointed and pointed["among"])


def _asks_of_both(text: str) -> bool:
    core = core_of(text)
    return _BOTH.match(core) is not None and not places.found(core)


def _moves_on(text: str) -> bool:
    """Whether a follow-up asks something new of the thing: after 占总投资的百分之几, 贯通了几个隧道 is asked of the road."""
    core = core_of(text)
    taken = parts(core)
    other = phrases.DERIVED.match(core) or phrases.MOST.search(core) or phrases.REASON.match(core)
    return taken.asks and bool(taken.stem) and not other and not pointing(core) and not is_slot(taken.stem)


def _joined(text: str, last: str, answer: str) -> str:
    """A question put onto the last whole one, where it leans on it."""
    if last and (there := _in_its_year(text, last)):
        return there
    core = core_of(text)
    if not core or not last or not leans(text):
        return text
    if other := _another_thing(core, last) or _corrected(text, core, last):
        return other
    short = _MARK.sub("", answer).strip("。 \n")
    whole = _tidied(_filled(core, Last(parts(last), short if len(short) <= _SHORT_ANSWER else "", short)))
    return whole if whole and whole != core else text


def _another_thing(core: str, last: str) -> str:
    """那金子呢，产了多少: another thing with a question of its own; empty for any other follow-up.

    >>> _another_thing("税收呢，达产后一年能交多少", "云梦县的环保项目总共投了多少钱")
    '云梦县的环保项目达产后一年能交多少税收'
    """
    found = OTHER_THING.fullmatch(core)
    if found is None:
        return ""
    thing, asked = found["thing"], found["asked"]
    if places.found(thing) or times(thing):
        return with_place(last, thing) if is_slot(thing) and places.found(thing) else ""
    if swapped := paired(thing, last):
        return swapped
    if phrases.NAMED.search(thing, 2):
        return thing + asked
    if phrases.is_attribute(thing) and (word := re.search("多少|几", asked)):
        return f"{_thing_of(parts(last))}{asked[: word.end()]}{thing}{asked[word.end() :]}"
    return f"{_frame(parts(last))}{thing}{asked}"


def _corrected(text: str, core: str, last: str) -> str:
    """What was meant instead of the last question, where it is said wholly or but for what is asked of it; empty for any other.

    >>> _corrected("说错了，我问的是取消下放的行政审批", "取消下放的行政审批", "职业资格许可砍掉了几项")
    '取消下放的行政审批几项'
    """
    if not phrases.CORRECTING.match(text) or len(core) < _WHOLE_NOUN:
        return ""
    if not parts(core).asks:
        return core + last[parts(last).word[0] :]
    return core if _YEAR.search(core) and len(core) > _WHOLE_QUESTION else ""


def _in_its_year(text: str, last: str) -> str:
    """A question of the same year with the year of the last one, and with its place where it has none; empty for any other."""
    said, found = _SAME_YEAR.search(text), times(last)
    if not said or not found or times(_SAME_YEAR.sub("", text)):
        return ""
    year = re.search(r"(?:19|20)\d{2}年", found[0][0])
    whole = text.replace(said[0], year[0] if year else found[0][0], 1)
    there = places.found(last)
    return whole if places.found(text) or not there else f"{last[there[0][0].start : there[0][0].end]}{whole}"


def _thing_of(taken: Parts) -> str:
    """What a question is about, without what it asks why."""
    return taken.stem if question_form(taken.text) == "reason" and taken.stem else entity(taken)


def _frame(taken: Parts) -> str:
    """The place and the time of a question, wherever they stand in it."""
    head = taken.text[: taken.frame]
    return head + "".join(one[0] for one in times(taken.text) if one.start() >= taken.frame)


def _of_both(core: str, before: str, last: str) -> str:
    """哪个更高 and 相差多少 after the same was asked of two: of both; empty where it was not.

    >>> _of_both("哪个更高", "遂昌GDP是多少", "松阳GDP是多少")
    '遂昌和松阳的GDP哪个更高'
    """
    if not before:
        return ""
    one, other = parts(before), parts(last)
    if own := _of_both_own(core, one, other):
        return own
    heads = [taken.text[: taken.attribute[0]].strip("的，") for taken in (one, other)]
    measured_both = all(0 < t.attribute[0] < t.word[0] for t in (one, other)) and all(heads)
    same = one.attribute_text == other.attribute_text
    if not measured_both or same == (heads[0] == heads[1]):
        return ""
    if not same:  # 城镇居民 and 农村居民 of one county
        asked = re.sub("^差", "相差", _PAIR_WORD.sub("", core, count=1))
        return f"{heads[0]}{one.attribute_text}和{other.attribute_text}{asked}"
    compared = re.search("(?:谁|哪)[^，,]*?([高低多少大小快慢长短贵重])(?:一些|一点|些)?$", core)
    if _WENT.match(core):
        return f"{heads[0]}和{heads[1]}的{one.attribute_text}相差多少"
    asked = f"哪个更{compared[1]}" if compared else _PAIR_WORD.sub("", core, count=1)
    asked = asked if parts(asked).asks or "差" in asked else f"{asked}是多少"
    return f"{heads[0]}和{heads[1]}的{one.attribute_text}{'增速' if other.growth else ''}{asked}"


def _of_both_own(core: str, one: Parts, other: Parts) -> str:
    """两座坝哪个更高 after the investment of two dams: what they have, which was not asked before; empty for any other.

    >>> _of_both_own("两座坝哪个更高", parts("烂田沟水库的总投资多少"), parts("平寨水库的总投资多少"))
    '烂田沟水库和平寨水库的坝哪个更高'
    """
    found = _PAIR_OWN.fullmatch(core)
    names = [_NAMED_LAST.search(taken.text[: taken.attribute[0]]) for taken in (one, other)]
    if not found or not all(names):
        return ""
    there = one.text[: one.frame] if other.text.startswith(one.text[: one.frame]) else ""
    first, second = (name[0].removeprefix(there) for name in names if name)
    of_sort = first.endswith(found["own"]) and second.endswith(found["own"])  # 两座桥
    return "" if of_sort or first == second else f"{there}{first}和{second}的{found['own']}{found['asked']}"


def _filled(core: str, last: Last) -> str:
    pointed = pointing(core)
    if other := resolved(core, pointed, last) if pointed else _formerly(core, last) or _beside(core, last):
        return other
    if planned := _PLANNED.fullmatch(core):
        taken = parts(with_time(last.parts.text, planned["time"]))
        return f"{taken.text[: taken.word[0]]}{planned['plan']}达到多少"
    core, taken = _with_slots(_UNTIL.sub("", core), last.parts)
    moved = taken is not last.parts
    again = _AGAIN.fullmatch(core) and _AGAIN.search(taken.text)
    if not core or (moved and (phrases.BARE.fullmatch(core) or again)):
        return taken.text
    if phrases.BARE.fullmatch(_EXACTLY.sub("", core)) and question_form(taken.text) == "yes_no":
        return f"{taken.text[: taken.word[0]].rstrip('是有')}{_EXACTLY.sub('', core)}"  # 具体是多少 after 是不是创了纪录
    last = Last(taken, "" if moved else last.answer, "" if moved else last.whole)
    asked = parts(core)
    if asked.asks:
        return _share(core, taken) or _predicated(core, asked, last)
    chosen = topic(taken) + core if "还是" in core else ""  # 是涨了还是跌了
    return chosen or _share(core, taken) or _named(core, last)


def _formerly(core: str, last: Last) -> str:
    """原来是多少: what the last question measured, at another time; empty for any other follow-up."""
    former = _FORMER.fullmatch(core)
    if former is None:
        return _before_or_after(core, last.parts.text)
    if not last.parts.attribute[1]:
        return f"{subject(last.parts)}{core}"
    return f"{_FORMER_SAID.sub('', topic(last.parts))}{former['when']}是多少"


def _before_or_after(core: str, text: str) -> str:
    """搬完以后 after 没搬家以前: the last question of the other time; empty where it says none that begins alike.

    >>> _before_or_after("搬完以后", "厂子没搬家以前一年能产多少吨")
    '厂子搬完以后一年能产多少吨'
    """
    if not _BEFORE_AFTER.fullmatch(core):
        return ""
    old = re.search(
        f"(?:还?没有?|未)?{re.escape(core[0])}[^，,的]{{0,4}}?(?:以前|之前|前|以后|之后|后)", text
    )
    return text[: old.start()] + core + text[old.end() :] if old and old[0] != core else ""


def _beside(core: str, last: Last) -> str:
    """和松阳比, 比2021年: the last question against another place or time; empty for any other follow-up."""
    beside = re.fullmatch("(?:[和与跟同比])(.{2,12}?)(?:相?比(?:较|起来)?)?", core)
    if beside and core[0] == "比" and is_slot(beside[1]) and times(beside[1]):
        return f"{measured(last.parts)}{core}增长多少"
    if beside and is_slot(beside[1]) and places.found(beside[1]):
        return f"{measured(last.parts)}和{beside[1]}相比哪个更高"
    return ""


def _with_slots(core: str, last: Parts) -> tuple[str, Parts]:
    """The places and times that a follow-up opens with go into the last question; what is left of both."""
    text, rest = last.text, core
    own = [place for _, place in places.found(text)]
    if own and (other := places.everyday(core.strip("的"), own[-1])):
        return "", parts(with_place(text, other.name))  # 新民 after 大东区 is the town, not a word
    while rest:
        found = next(((m.start, m.end) for m, _ in places.found(rest) if m.start == 0), None)
        time = phrases.TIME.match(rest) or phrases.EARLIER.match(rest) or phrases.LATER.match(rest)
        if time:
            text, rest = with_time(text, time[0]), rest[time.end() :]
        elif found and not phrases.NAMED.match(rest, found[1]):
            text, rest = with_place(text, rest[: found[1]]), rest[found[1] :]
        elif (wide := phrases.WIDER.match(rest)) and (wider := _wider(wide[0], last)):
            text, rest = (
                with_place(text, wider),
                rest[wide.end() :].removeprefix("平均水平").removeprefix("平均"),
            )
        else:
            break
        rest = rest.lstrip("的，, 和与")
    if text != last.text and _THAT_ONE.fullmatch(rest):
        rest = ""
    return rest, last if text == last.text else parts(text)


def _wider(word: str, last: Parts) -> str:
    """全省 by the place of the last question: its province; empty where that is not known."""
    found = places.found(last.text)
    own = places.own(word, found[-1][1]) if found else None
    return own.name if own and word != "全国" else "全国" if word == "全国" else ""


def _named(core: str, last: Last) -> str:
    """A follow-up that is but a noun: a measure of the last figure, another attribute, a role, or a thing of its sort."""
    noun, taken = _PART.sub("", core.strip("的")), last.parts
    noun = re.sub("^(一年|每年|全年|目前|现在)的", r"\1", noun)
    if phrases.DERIVED.match(noun) and noun not in {"同比", "环比"}:
        return f"{measured(taken)}{noun}{_asking(noun)}"
    if noun in {"同比", "环比"}:
        return f"{measured(taken)}{noun}增长多少"
    if phrases.AVERAGE.fullmatch(noun):
        return _averaged(noun, taken)
    if phrases.SCOPE.fullmatch(noun):
        whole = re.sub("新增了?", f"{noun}有", taken.text, count=1)
        return (
            whole if whole != taken.text else taken.text[: taken.word[0]] + noun + taken.text[taken.word[0] :]
        )
    if phrases.ROLE.fullmatch(noun):
        return f"{without_role(subject(taken))}{noun}是谁"
    other = (
        owned(noun, taken)
        if core.endswith("的")
        else _grown_by(noun, taken) or _with_owner(noun, taken) or _other_attribute(noun, taken)
    )
    return other or sibling(noun, taken) or f"{subject(taken)}{noun}{_asking(noun)}"


def _grown_by(noun: str, taken: Parts) -> str:
    """进出口 after 固定资产投资增速: the growth of another indicator.

    >>> _grown_by("进出口", parts("辽中区上半年固定资产投资增速"))
    '辽中区上半年进出口增速'
    """
    found = _GROWN_BY.fullmatch(taken.text, taken.frame)
    if found is None or not (phrases.is_attribute(noun) or indicators.indicator_of(noun)):
        return ""
    return f"{taken.text[: taken.frame]}{noun}{found['growth']}"


def _with_owner(noun: str, taken: Parts) -> str:
    """梨农人均收入: another thing and its own attribute, of the same place and time."""
    if not taken.frame or phrases.is_attribute(noun) or any(word in noun for word in _pair_words()):
        return ""
    at = next((at for at in range(2, len(noun) - 1) if phrases.is_attribute(noun[at:])), 0)
    if not phrases.GENERIC.sub("", noun[:at]).strip("的"):
        return ""  # 一年的产量 has no owner
    changed = _CHANGE.search(taken.text, taken.frame)
    return f"{taken.text[: taken.frame]}{noun}{changed[0] if changed else _asking(noun)}" if at else ""


def _share(core: str, taken: Parts) -> str:
    """The share of another thing: 就业占多少 after 民营经济贡献的税收占比; empty where no share was asked.

    >>> _share("就业占多少", parts("杭州民营经济贡献的税收占比"))
    '杭州民营经济贡献的就业占比'
    """
    asked = re.fullmatch(
        "(.{2,10}?)(?:[那这]一?(?:块|边|部分|方面))?的?(?:(?:占|是|有|达到?)了?(?:多少|几成|百分之几|多大))?",
        core,
    )
    said = _SHARED.search(taken.text, taken.frame)
    if not asked or not said or phrases.DERIVED.match(core) or times(core):
        return ""
    old = re.search("(?<=的)[\u4e00-\u9fff]{2,6}$", taken.text[: said.start()])
    whose = re.match("的?([\u4e00-\u9fff]{2,6}?)的.*占", taken.text[taken.frame : said.start()])
    if whose:  # 苹果产业 of 苹果产业的产值占总产值的比重
        begin = taken.frame + whose.start(1)
        return taken.text[:begin] + asked[1] + taken.text[taken.frame + whose.end(1) :]
    return taken.text[: old.start()] + asked[1] + taken.text[said.start() :] if old else ""


def _other_attribute(noun: str, taken: Parts) -> str:
    if not phrases.is_attribute(noun) or any(
        noun.startswith(pair) and _pair_asked(pair, taken) for pair in _pair_words()
    ):
        return ""
    first, end = taken.attribute
    tail = taken.text[end:]
    keeps = taken.growth or question_form(taken.text) in {"compare", "trend", "yes_no"}
    if end and keeps and (first, end) != taken.noun:
        head = _place_level(noun, taken) if first < taken.word[0] else taken.text[:first]
        return f"{head}{noun}{tail}"
    if taken.counts and noun[-2:] == taken.noun_text[-2:]:
        return taken.text[: taken.noun[0]] + noun + taken.text[taken.noun[1] :]
    if taken.noun == taken.attribute and taken.noun[1] and noun[-2:] == taken.attribute_text[-2:]:
        return taken.text[:first] + noun + tail
    return f"{_place_level(noun, taken)}{noun}{_asking(noun)}"


def _pair_words() -> list[str]:
    return [word for pair in phrases.PAIRS for word in pair]


def _pair_asked(word: str, taken: Parts) -> bool:
    return any(
        word in pair and any(other in taken.text and other != word for other in pair)
        for pair in phrases.PAIRS
    )


def _place_level(attribute: str, taken: Parts) -> str:
    """What an attribute is asked of: an indicator of places is no longer asked of a place's product."""
    family = indicators.indicators().get(indicators.indicator_of(attribute))
    if _OF_GOODS.fullmatch(attribute) and (goods := GOODS.fullmatch(taken.attribute_text)):
        return taken.text[: taken.attribute[0]] + goods[1]
    level = family is not None and not family.of and bool(places.found(taken.text))
    owned = taken.attribute[1] and taken.attribute[1] <= len(taken.stem)
    if level and owned and not phrases.NAMED.search(taken.text[taken.frame : taken.attribute[0]]):
        return taken.text[: taken.frame] + ("的" if taken.text[taken.frame : taken.frame + 1] == "的" else "")
    head = taken.text[: taken.attribute[0]]
    return entity(taken) if not owned or head.endswith("，") else head


def _asking(noun: str) -> str:
    if re.search("原因|措施|做法|用途|效果|意义|目的|任务|背景|特点|优势|经验|主题|内容", noun):
        return "是什么"
    return (
        "怎么样"
        if re.search("进展|情况", noun)
        else "在哪里"
        if re.search("地址|位置|地点", noun)
        else "是什么时候"
        if re.search("(?<!工作)时间|日期", noun)
        else "是多少"
    )


def _predicated(core: str, asked: Parts, last: Last) -> str:
    """A follow-up with a question of its own, put behind what it is asked of."""
    taken, form = last.parts, question_form(core)
    if phrases.REASON.match(core):
        return _why(core, last)
    if phrases.AVERAGE.fullmatch(asked.stem):
        return _averaged(asked.stem, taken)
    if re.match("还有(哪|什么|多少|几|谁)", core):
        return _more(core, taken)
    if phrases.DERIVED.match(core) or (phrases.MOST.search(core) and "比" not in core):
        joined = "增速" if taken.growth and form == "rank" else "中" if "占" in core[1:] else ""
        measure = _TREND.sub("", topic(taken)) if core.startswith("目标") else _amount(taken)
        return f"{measure}{joined}{core}"
    if phrases.is_attribute(asked.stem):
        return f"{_place_level(asked.stem, taken)}{core}"
    base = _base(core, asked, taken, form)
    if ACTUAL.search(core):
        base = _REPORTED.sub("", base)
    return base + core + (taken.noun_text if taken.counts and _COUNT_OPEN.search(core) else "")


def _base(core: str, asked: Parts, taken: Parts, form: QuestionForm) -> str:
    """What a follow-up with its own predicate is asked of."""
    if phrases.ROLE.match(asked.stem) or (not asked.stem and form == "person"):
        return _timeless(without_role(entity(taken)))
    of_amount = form == "reason" and not asked.stem.strip("是都") and taken.noun[1]
    bare = taken.counts or len(entity(taken)) <= taken.frame
    used = _USE.match(core) and (bare or not _SOLD.match(core))
    base = topic(taken) if of_amount or used else entity(taken)
    base = _timeless(base) if form in _WHOLE_TIMELESS else base
    base = base if _OF_PERSON.search(core) else without_role(base).removesuffix("的")
    if re.match("有没有", taken.text[taken.word[0] :]):  # 通 of 有没有通高铁 is asked again: 什么时候通的
        verb = re.escape(re.sub("[的了？?]+$", "", core)[-1:])
        return re.sub(f"(?<=[县市区镇乡村]){verb}", "", base, count=1)
    return base


def _why(core: str, last: Last) -> str:
    taken = last.parts
    if taken.growth:
        verb = re.match(
            "(?:同比)?(增长|增加|上涨|涨|上升|提高|下降|减少|降)", taken.text[len(taken.stem) :].lstrip("的")
        )
        return f"{topic(taken)}为什么{verb[1] if verb else '增长'}"
    described = re.search("[这那]么|这样|如此", core)
    if question_form(taken.text) == "yes_no" or described or not last.answer or REFUSED.match(last.answer):
        return f"{topic(taken)}{core}"
    return f"{topic(taken)}为什么是{last.answer}"


def _averaged(average: str, taken: Parts) -> str:
    """人均 of the attribute that was asked: 人均财政收入."""
    first, end = taken.attribute
    return taken.text[:first] + average + taken.text[first:] if end else f"{topic(taken)}{average}是多少"


def _more(core: str, taken: Parts) -> str:
    """还有哪些: the last list asked again with 还."""
    if re.match("哪|什么", taken.text[taken.word[0] :]) and re.fullmatch(
        "还有(哪些|什么|哪几[个家种])", core
    ):
        head, frame = subject(taken), taken.text[: taken.frame]
        at = len(frame) if taken.frame and taken.frame < taken.word[0] else len(head)
        return f"{taken.text[:at]}还{taken.text[at:]}"
    return f"{subject(taken)}{core}" + (taken.noun_text if core.endswith(("哪些", "几个", "几家")) else "")


def _timeless(text: str) -> str:
    """When, where and who is asked of the thing, not of the year that its figure was asked of."""
    return re.sub("^[，,的]|[，,]$", "", phrases.TIME.sub("", text)) or text


def _tidied(text: str) -> str:
    """Without doubled words at the seams."""
    text = re.sub(r"([\u4e00-\u9fff]{2,6})\1(?=[\u4e00-\u9fff])", r"\1", text)
    for doubled, one in (("的的", "的"), ("，，", "，"), ("是多少是多少", "是多少"), ("同比同比", "同比")):
        text = text.replace(doubled, one)
    return text


def _amount(taken: Parts) -> str:
    """What is measured, with what is done to the things that are counted: 挖煤 of 泽州挖了多少煤."""
    counted = re.fullmatch("(?P<done>.*[\u4e00-\u9fff])了(?:多少|几)(?P<thing>[\u4e00-\u9fff])", taken.text)
    return f"{counted['done']}{counted['thing']}" if counted and not taken.attribute[1] else measured(taken)


def measured(taken: Parts) -> str:
    """What is measured, without the growth that the last question may have asked already."""
    text = _TREND.sub("", topic(taken)).removesuffix("总量")  # GDP总量 has an amount, GDP a growth
    for measure in ("增速", "增幅", "涨幅", "降幅", "比重", "占比", "排名"):
        text = text.removesuffix(measure).removesuffix("同比")
    return text
