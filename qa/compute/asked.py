"""What a question wants computed: the sides of a comparison, the years of a trend, what is counted or ranked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Place, places
from index.records import FigureKind
from qa.compute import splits
from qa.compute.goals import against_goal, years_of_goal
from qa.compute.marks import Mark, marks
from qa.compute.records import Goal, Task, Wanted
from qa.compute.shares import part_and_whole
from qa.compute.sides import in_year, labelled, wanted_cells, whole_cell
from qa.compute.splits import Split
from qa.compute.words import ACTUAL, ADJECTIVE, LOWER, TELL_ME, TREND, is_planned, kind_of

_NEVER = re.compile(
    "为什么|为何|原因|什么时候|何时|在哪里|哪里|是什么|有哪些|之间的?(?:距离|关系)|哪几天|怎么样的|吗[？?]?$"
)
_COMPARE = re.compile(
    rf"(?:谁|哪).{{0,22}}?(?:更|最|比较|较|得)?(?P<better>{ADJECTIVE})(?:一些|一点|些)?(?:呢)?[？?。]?(?:$|[，,、？?])"
)
_ENDS_MORE = re.compile(rf"^(?!.*[谁哪]).*(?:{ADJECTIVE})(?:一些|一点|些)?呢?$")
_SUPERLATIVE = re.compile(
    rf"(?:最|更)(?P<better>{ADJECTIVE})的?(?:是|属)?(?:谁|哪)|(?:谁|哪.{{0,12}})最(?P<better2>{ADJECTIVE})"
)
_IN_ORDER = re.compile(
    "(?:从|由)(?P<first>[高大多快低小少慢])到[低小少慢高大多快]|排(?:个|一下|一排)?(?:名|序|队)|排一?下|高低"
)
_APART = re.compile("相差|差多少|差了|差距|差几")
_SUM = re.compile(
    "一共|合计|总共|总计|加起来|合起来|加在?一[起块]|算[在到]一[起块]|[都全]算上|相加|拢共|之和|总和|总数|[两三四五六七八九十]年[^，,]{0,12}总(?:人?数|量|额)|共(?=是|有|多少|计|为)"
)
_ADDED = re.compile("加上?$")
_PLAN = re.compile(
    "(?:当年|年初|原来?|原先|最初|全年|的|所?(?:预算|预期|计划|目标|打算|安排|规划|确定|制定|设定|定下?)|任务|数|值|时|要|增长|完成)+"
)
"""What is but another name of a target: 比年初打算的多了多少."""
_MEAN = re.compile("平均(?!每[户人亩]|海拔|气温|寿命|浓度)")
_YEARLY = re.compile("平均每年|每年平均|年均(?!增)")
_TELL = f"都(?:告诉|列|说|讲|给|查|报|写)|{TELL_ME}"
_EACH = re.compile(f"各自?(?!个?[县市区])|分别|每年|{_TELL}")
_HOW_MUCH = re.compile(f"多少|几|多[大高长重快远]|百分之|{_TELL}")
_CHANGED = re.compile(
    "(?:增加|增长|减少|下降|提高|上升|降低|上涨|多|少|涨|变化)(?:了|出)?(?:多少|几|百分之几|百分之多少)"
)
_TREND = re.compile(
    "(?:怎么|怎样|如何|有什么|有何|是个?什么|是个?怎样的?)(?:样的?)?(?:的)?(?:变|走的)|变化(?:情况|趋势)?(?:如何|怎样|怎么样|$|[？?])|走势|趋势|历年|逐年"
)
_LEAD = re.compile(
    r"(?:[^，,：:。？?\d]{2,12}[：:]|(?:按|据|根据|从|就|照)[^，,\d]{0,10}(?:报道|材料|资料|报告|公报|文件|文章)(?:来?看|里|中)?[，,]|我?(?:正?在|想|要|需要)[^，,\d]{1,10}[，,]|"
    "(?:请|麻烦|劳驾)?(?:你|您)?(?:帮我|给我|帮忙|替我)?(?:梳理|算|查|列|说|讲|比较|对比|看|介绍|整理|统计|回顾)(?:一下|一算|算|查|看|清楚)+[，,：:]?|请?把(?=[^，,]+(?:都(?:告诉|列|说|讲|给|查|报|写)|(?:列|报|说|讲|查|写)(?:一下|一列|出来?|清楚)?$)))"
)
"""What stands before a question and is none of it: 写稿要用：, 我在做研究，, 请梳理一下."""
_TOLD_TO = re.compile(
    r"(?:请|麻烦)?(?:帮我|给我|替我)?(?:列|给|写|报|说|查)出(?P<rest>.*(?:19|20)\d\d年.*(?:19|20)\d\d年[^谁哪]*)"
)
"""请列出2021年、2022年的产量."""
_ASIDE = re.compile(r"[^，,\d]{2,8}(?:前后|期间|时期|以来)[，,](?=.*\d{4})")
"""疫情期间，2019年到2022年: the years say when."""
_MOVES = re.compile(
    "(?:同比|比上年|较上年)?(?:增长|上涨|下降|下跌)了?(?:多少|百分之几|几个百分点)|增速|增幅|涨幅|降幅"
)
_MOVED = re.compile("(?:同比|比上年)?(?:增长|上涨|下降|下跌|减少|增加)了?")
_WHETHER = re.compile("吗|是否|是不是|有没有|没有$|了没$")
_WHICH_YEAR = re.compile(
    "(?:的)?(?:是)?(?:在)?哪(?:一?年度?|个年份)(?P<more>[^，,]{0,14}?)(?:最|更)(?P<better>[高低多少大小快慢])(?:的)?|[，,]?最(?P<better2>[高低多少大小快慢])的?(?:是|在|出现在)?哪(?:一?年度?|个年份)"
)
_YEARS_ON = re.compile(
    r"从?(?P<first>(?:19|20)\d\d)年?(?:起|开始|算起)(?:往后|以后|之后)?(?:数|算)?(?:的)?(?P<n>[两二三四五六七八九十]|\d{1,2})年(?:里|间|中)?[，,]?"
)
_SPAN_OF_YEARS = re.compile(
    r"从?(?:19|20)\d\d年?(?:[-—–~～至到]+(?:19|20)\d\d年?|(?:以后|之后|以来|起|开始))(?:[到至](?:19|20)\d\d年?)?(?:之间|期间|间|的?这?[几两三四五六七八九十]年[里间中]?)?[，,]?(?:已有的?报告[里中]?|(?:政府)?工作报告[里中]?)?[，,]?"
)
_RECENT = re.compile("(?:近|最近|过去)(?:的)?(?P<n>[两二三四五六七八九十几\\d]{1,2})年")
_THESE = re.compile("这(?P<n>[两二三四五六七八九十几])年")
_PERCENT = re.compile("百分之|几个?%|增幅|增长率|增速")
_LAST_YEAR = re.compile("^(?:上一?年|去年|前一年)(?:同期|末)?$")
_GOALS: tuple[tuple[re.Pattern[str], Goal], ...] = (
    (_APART, "difference"),
    (_SUM, "sum"),
    (_YEARLY, "average"),
    (_EACH, "each"),
    (_MEAN, "average"),
)
_NUMERALS = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def task(text: str, own: Sequence[Place] = ()) -> Task | None:
    """What is to be computed for a question; None where it asks for nothing of the kind.

    `own` are the places that it means without naming them (我县).

    >>> found = task("遂昌和松阳2022年谁的GDP高")
    >>> found.goal, [(one.place.name, one.year, one.family) for one in found.wanted]
    ('compare', [('遂昌县', 2022, '地区生产总值'), ('松阳县', 2022, '地区生产总值')])
    """
    text = _question(places.in_full(text.strip().rstrip("？?。！! ")))
    found = splits.units(marks(text))
    if got := against_goal(text, found, own) or years_of_goal(text, found, own) or _share(text, own):
        return got
    whether = "还是" not in text and _WHETHER.search(text) is not None
    text = splits.plainly(text)
    found = splits.units(marks(text))
    if got := _more_or_not(text, found, own):
        return replace(got, whether=whether)
    if _NEVER.search(text):
        return None
    for read in (_ratio, _difference, _best_year, _between_years, _trend, _side_by_side, _in_turn):
        if got := read(text, found, own):
            return got
    return None


def single(text: str, own: Sequence[Place] = ()) -> Wanted | None:
    """The cell that a question of one figure of a listed indicator asks for; None where it says more than its place and time.

    >>> found = single("2022年遂昌县的GDP总量有多大")
    >>> found.place.name, found.year, found.family
    ('遂昌县', 2022, '地区生产总值')
    >>> single("遂昌县茶叶的产值是多少") is None
    True
    """
    text = splits.plainly(_question(text.strip().rstrip("？?。！! ")))
    found = splits.units(marks(text))
    if _NEVER.search(text) or sum(one.place is not None for one in found) > 1 or splits.in_turn(text):
        return None
    wanted = whole_cell(text, own, kind_of(text))
    return wanted if wanted.family and wanted.place and not wanted.words else None


def _question(text: str) -> str:
    """A question without what only leads to it; a place or time is part of it."""
    for pattern in (_LEAD, _ASIDE):
        led = pattern.match(text)
        if led and not any(one.start < led.end() for one in marks(text)):
            text = text[led.end() :]
    if (told := _TOLD_TO.fullmatch(text)) and not _HOW_MUCH.search(told["rest"]):
        text = f"{told['rest'].replace('各自的', '的')}各是多少"
    return text


def _share(text: str, own: Sequence[Place]) -> Task | None:
    """北京全市的机构里，朝阳区占几成: the part and the whole, each asked for alone."""
    got = part_and_whole(text)
    if got is None:
        return None
    cells = tuple(
        replace(whole_cell(question, own, "level"), label=label, question=question)
        for question, label in zip(got[:2], got[2:], strict=True)
    )
    return Task("share", cells, unless_stated=("share",))


def _ratio(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    split = splits.times(text)
    if not split:
        return None
    wanted = labelled(wanted_cells(text, found, split, own, kind_of(text[: split.tail[0]])))
    return Task("ratio", wanted) if len(wanted) == 2 else None


def _difference(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    got = splits.versus(text)
    if not got:
        return None
    split, said = got
    than = text[slice(*split.sides[1])]
    percent = bool(re.search("百分之|%", said))
    kind = kind_of(text[: split.sides[0][1]] + ("增速" if re.match(".{0,3}[快慢]", said) else ""))
    lowest = bool(re.match("(?:要|还|又|都)?(?:低|小|少|慢|短|轻|便宜|减|下降|降|回落|掉)", said))
    wanted = wanted_cells(text, found, split, own, kind)
    if _is_plan(than):
        said_of = (re.search(ADJECTIVE, said) or ["多"])[0]
        return Task("difference", _held_against_plan(wanted[0], than), lowest, said_of, percent)
    stated = _LAST_YEAR.match(than) is not None
    if stated:
        first = wanted[0]
        if first.year is None:
            return None
        before = replace(first, year=first.year - 1, shift=None, label=f"{first.year - 1}年")
        before = replace(before, question=first.question.replace(str(first.year), str(first.year - 1)))
        wanted = (replace(first, label=f"{first.year}年"), before)
    better = (re.search(ADJECTIVE, said) or [""])[0]
    apart = wanted[0].place == wanted[1].place and wanted[0].words == wanted[1].words
    goal: Goal = "change" if apart and wanted[0].year != wanted[1].year else "difference"
    # 2022年比2021年增长多少 asks for what reports say as growth.
    stated = stated or (goal == "change" and _is_growth(said) and _follows(*wanted))
    told_as: tuple[FigureKind, ...] = ("growth", "change") if _is_growth(said) or percent else ("change",)
    return Task(goal, labelled(wanted), lowest, better, percent, unless_stated=told_as if stated else ())


def _is_plan(than: str) -> bool:
    """Whether what is compared with is but another name of a target."""
    return _PLAN.fullmatch(than) is not None and (is_planned(than) or "任务" in than)


def _is_growth(said: str) -> bool:
    """Whether growth is asked for and no amount, as in 增长多少吨."""
    return re.match("(?:增长|上涨|涨|下降)(?!了?(?:多少|几)[^，,])", said) is not None


def _follows(late: Wanted, early: Wanted) -> bool:
    return late.year is not None and early.year is not None and late.year - early.year == 1


def _held_against_plan(cell: Wanted, plan: str) -> tuple[Wanted, Wanted]:
    """What was reached, and what was meant to be: 实际 and 年初打算 of one cell."""
    words = tuple(filter(None, (ACTUAL.sub("", word) for word in cell.words)))
    whole = ACTUAL.sub("", cell.question)
    reached = replace(cell, label="实际", words=words, planned=False, question=whole)
    meant = re.sub("(?:是|有)?多少", r"计划\g<0>", whole, count=1)
    return reached, replace(reached, label=plan.strip("的"), planned=True, question=meant)


def _more_or_not(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    """甲的投资比乙的大吗: a comparison whose answer says which."""
    got = splits.more_or_not(text)
    if not got:
        return None
    split, better = got
    speed = "增速" if better in "快慢" else ""
    than = text[slice(*split.sides[1])]
    wanted = wanted_cells(text, found, split, own, kind_of(text[slice(*split.sides[0])] + speed))
    if not (wanted[0].family or wanted[0].words):
        return None
    wanted = _held_against_plan(wanted[0], than) if _is_plan(than) else labelled(wanted)
    return Task("compare", wanted, better in LOWER, better)


def _best_year(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    """2013年以后哪一年的新增就业最多: of the years that are named, else of all that the library has."""
    asked = _WHICH_YEAR.search(text)
    years = tuple(dict.fromkeys(year for one in found for year in one.years))
    if not asked or len([one for one in found if one.place]) > 1 or splits.rows(text, found, of_time=True):
        return None
    counted = _YEARS_ON.search(text)
    if counted:
        first = int(counted["first"])
        years = tuple(range(first, first + _count(counted["n"])))
    plain = _SPAN_OF_YEARS.sub("", text if not counted else text.replace(counted[0], ""))
    plain = _WHICH_YEAR.sub(lambda one: one["more"] or "", plain).strip("，,的 ") + "是多少"
    if len(years) == 2 and years[1] - years[0] > 1 and re.search("[到至—–-]", text):
        years = tuple(range(years[0], years[1] + 1))
    cell = whole_cell(plain, own, kind_of(plain))
    if not cell.family or cell.words:
        return None
    better = asked["better"] or asked["better2"]
    lowest = better in LOWER
    if len(years) > 1:
        dated = replace(cell, year=years[0], question=f"{years[0]}年{plain}")
        cells = tuple(in_year(dated, year) for year in years)
        return Task("compare", labelled(cells), lowest, better)
    return Task("compare", (cell,), lowest, better, open_years=True, since=years[0] if years else 0)


def _between_years(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    """从2021年到2023年增加了多少."""
    spans = [one for one in found if len(one.years) > 1]
    said = _CHANGED.search(text)
    if len(spans) != 1 or not said or re.search("同比|年均|每年|各|分别", text):
        return None
    span = spans[0]
    split = Split(((span.start, span.end),), (0, span.start), (span.end, said.start()))
    ends = (span.years[0], span.years[-1])
    one = wanted_cells(text, found, split, own, kind_of(text[: said.start()]))
    wanted = tuple(in_year(cell, year) for cell in one[:1] for year in (ends[1], ends[0]))
    lowest = bool(re.match("减少|下降|降低|少", said[0]))
    return Task("change", labelled(wanted), lowest, percent=bool(_PERCENT.search(said[0])))


def _trend(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    recent = _RECENT.search(text) or (_THESE.search(text) if TREND.search(text) else None)
    year_marks = [one for one in found if one.is_time]
    years = tuple(dict.fromkeys(year for one in year_marks for year in one.years))
    # 收入是怎么提高的 asks for the means, 2020到2022年是怎么提高的 for the figures.
    followed = _TREND.search(text) or ((len(years) > 1 or recent) and TREND.search(text))
    if not (followed or (recent and _HOW_MUCH.search(text) and not _SUM.search(text))):
        return None
    if len([one for one in found if one.place]) > 1 or re.search("谁|哪", text):
        return None
    row = splits.rows(text, found, of_time=True)
    start = min((one.start for one in year_marks), default=recent.start() if recent else 0)
    end = max((one.end for one in year_marks), default=recent.end() if recent else 0)
    if year_marks and not row and len(year_marks) > 1 and not re.search("[到至]", text[start:end]):
        return None
    split = Split(((start, end),), (0, start), (end, len(text)))
    wanted = wanted_cells(text, found, split, own, kind_of(TREND.sub("", text)))[:1]
    if len(years) == 1 and text.startswith("以来", end):
        return Task(
            "trend", tuple(replace(one, year=None) for one in wanted), open_years=True, since=years[0]
        )
    if not years:
        last = _count(recent["n"]) if recent else 0
        return Task("trend", wanted, open_years=True, last=last)
    if len(years) == 2 and re.search("[到至]", text[start:end]) and years[1] - years[0] > 1:
        years = tuple(range(years[0], years[1] + 1))
    cells = tuple(in_year(wanted[0], year) for year in years)
    return Task("trend", labelled(cells)) if len(cells) > 1 else None


def _side_by_side(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    of_places, of_years = (splits.rows(text, found, of_time) for of_time in (False, True))
    spans = [one for one in found if len(one.years) > 1]
    other = None if of_places or of_years else splits.pair(text, found)
    for split in (of_places, of_years, other, _of_span(text, spans)):
        if split is None:
            continue
        asks = text[split.tail[0] :]
        added = (
            bool(_ADDED.search(text, split.sides[-2][1], split.sides[-1][0])) if split.sides[1:] else False
        )
        alike = added or splits.alike(text, found, split)
        listed = "等" in text[slice(*split.sides[-1])]
        if "还是" in text[split.sides[0][1] : split.sides[-1][0]] and _ENDS_MORE.search(asks):
            asks = f"谁{asks}"  # 甲还是乙的收入更高
        goal = _goal(text, asks, strict=split is other, alike=alike, listed=listed)
        goal = ("sum", "") if added and goal in (None, ("each", "")) and _HOW_MUCH.search(asks) else goal
        if goal is None or (split is not other and spans and goal[0] == "each" and not _EACH.search(asks)):
            continue
        kind = kind_of(text) if goal[0] != "difference" else kind_of(_APART.split(text)[0])
        wanted = wanted_cells(text, found, split, own, kind)
        if split is other and spans:
            # 2016到2020年甲和乙哪个多 asks for what both come to in all these years.
            cells = tuple(replace(cell, year=None) for cell in wanted)
        else:
            cells = tuple(in_year(cell, year) for cell in wanted for year in _years(cell, found))
        if len(cells) > 1:
            return Task(goal[0], labelled(cells), goal[1] in LOWER, goal[1])
    return None


def _of_span(text: str, spans: Sequence[Mark]) -> Split | None:
    """A range of years as the one side of a sum or a row of figures."""
    if len(spans) != 1:
        return None
    one = spans[0]
    return Split(((one.start, one.end),), (0, one.start), (one.end, len(text)))


def _goal(text: str, asks: str, *, strict: bool, alike: bool, listed: bool) -> tuple[Goal, str] | None:
    """The goal that the words behind the sides name, and its word of comparison.

    `strict` where the sides are mere words: they then need a word of the goal, and to be `alike` for a mean, or a sum of what is
    `listed` as part of more (甲、乙等四项).
    """
    either = splits.EITHER.search(text)
    compared = _COMPARE.search(asks) or _SUPERLATIVE.search(asks) or either
    if compared:
        return "compare", either["better"] if either else next(filter(None, compared.groups()), "")
    if ordered := _IN_ORDER.search(asks):
        return "compare", ordered["first"] or "高"
    if not _HOW_MUCH.search(asks):
        return None
    goal = next((goal for pattern, goal in _GOALS if pattern.search(asks)), None)
    if goal in (None, "sum") and re.search("之间的|距离", text):
        return None
    if goal is None:
        return None if strict else ("each", "")
    # Things of two sorts have a sum that is asked for (公寓和住房一共多少套), but no mean.
    return None if strict and not alike and (goal == "average" or listed) else (goal, "")


def _in_turn(text: str, found: Sequence[Mark], own: Sequence[Place]) -> Task | None:
    split = splits.in_turn(text)
    if not split:
        return None
    cells: list[Wanted] = []
    for one, side in zip(wanted_cells(text, found, split, own, "level"), split.sides, strict=True):
        asked = text[slice(*side)].strip("，,？? ")
        cells.append(_moved(one, cells, asked) if _MOVES.search(asked) else one)
    return Task("each", labelled(cells))


def _moved(cell: Wanted, before: Sequence[Wanted], asked: str) -> Wanted:
    """A cell of growth: of its own indicator, or of the one asked before (收入多少？下降多少？)."""
    words = tuple(word for word in cell.words if not _MOVED.fullmatch(word))
    if cell.family or words or not before:
        return replace(cell, kind="growth", words=words)
    last = before[-1]
    question = re.sub("(?:是|有|为|达到?)?多少.{0,2}$", "", last.question) + asked
    return replace(cell, kind="growth", family=last.family, words=last.words, question=question)


def _years(cell: Wanted, found: Sequence[Mark]) -> tuple[int | None, ...]:
    """The years of a cell: all of a range that is said for it."""
    spans = [one for one in found if len(one.years) > 1]
    return tuple(spans[0].years) if len(spans) == 1 else (cell.year,)


def _count(numeral: str) -> int:
    if numeral == "几":
        return 5
    return int(numeral) if numeral.isdigit() else _NUMERALS.get(numeral, 5)
