"""The sides of a question: what is compared, summed or asked one by one, cut out of its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import places
from index.indicators import indicator_of
from qa.compute.marks import Mark, marks
from qa.compute.words import ADJECTIVE
from qa.parts import measure_of
from qa.phrases import NAMED

Span = tuple[int, int]

EITHER = re.compile(rf"(?P<better>{ADJECTIVE})(?:一些|一点|些)?，?还是.+(?:{ADJECTIVE})")
"""甲高还是乙高."""

_AND = re.compile(r"\s*(?:以及|还是|或者|和|与|跟|同(?!比|期)|及|、|或|，|,|再?加上?)\s*")
ASIDE = re.compile("[（(][^（）()]*[）)]")
_JOINT = re.compile(
    r"还是|再?加上|以及|(?<=[库桥厂县市区镇乡村司园站])和|和(?!平)|与(?!会)|跟(?!随|踪)|、|(?<![不协共相会合])同(?![比期一样步类])"
)
_STOP = re.compile(
    r"[，,？?。；;]|谁|哪|相差|差多少|差了|差距|差几|相比|比起来|比(?=[，,])|各(?=自|是|有|为|占|达|多|增|收|提|几|个|生|卖|签)|分别|合计|一共|总共|加起来|合起来|加在?一[起块]|[都全]算上|相加|总计|"
    r"之和|平均|两[者个家地项种场]|三[者个地家项]|这[两三几]|最(?=[高低大小多少快慢])|更(?=[高低大小多少快慢])"
)
_VERSUS = re.compile(
    r"(?<![同环占相对类])比(?!重|例|如|较|赛|值|上升|下降)(?P<than>(?:(?![，,]?[谁哪]).)+?)(?P<said>[多少](?P<verb>(?!数|[多少]|几|[了出得])[\u4e00-\u9fff]{1,3}?)(?:了|出)?(?:多少|几).*|(?:要|还|又|都|分别)?(?:增长|增|涨)?(?:得)?(?:多|高|低|大|小|快|慢|长|短|贵|便宜|重|轻|强|领先|落后|超出|超|"
    r"少(?!数)|增加|增长|减少|下降|提高|提升|上升|降低|上涨|回落|降|升|涨|减|掉)(?:了|出|得|出了)?(?:多少|几|百分之几|百分之多少|多大|多).*)$"
)
_UNIT = re.compile("(?:多少|几)(?!个?百分点|个?点|倍|成|钱|百分|元|$|[，,？?])")
"""多少亩: what is asked of either side in this very unit."""
_SAID = r"(?:要|还|又|都)?(?:增长|增|涨)?得?(?:多|高|低|大|小|快|慢|少|降|升|涨|减|掉)(?:了|出)?(?:多少|几|百分之几).*$"
_THAN_FIRST = re.compile(
    rf"(?:跟|和|与|同|较)(?P<a>[^，,、]{{2,20}}?)(?:(?:相比|比起来)[，,]?|比[，,])(?P<b>[^，,]+?)(?P<said>{_SAID})"
)
_AGAINST = re.compile(
    rf"^(?P<a>[^，,、]{{2,}}?)(?:跟|和|与|同)(?P<b>[^，,、]{{2,20}}?)(?:相比|比起来|比)[，,](?P<said>{_SAID})"
)
"""甲的产值跟乙的比起来，多了多少."""
_BOTH = re.compile(
    r"(?<=[\u4e00-\u9fff])[两二三]个?(?:县|市|区|地|镇)(?:之间|里|当中|中)?(?=(?:19|20)\d\d年|[今去]年|[，,哪谁]|相?比|对比|放)"
)
_HELD_TOGETHER = re.compile(
    "(?:放在?一[起块])?(?:相比|对比|比较|比)(?:起来|一比|一下)?[，,](?=[^，,]*[谁哪])"
)
_SEVERAL_REPORTS = re.compile(
    r"((?:19|20)\d\d)年?这?[两二三四五六七八九十几]份(?:政府)?(?:工作)?报告(?:[里中上]面?)?都?"
)
"""2021、2022年两份报告里: in each, of its own year."""
_OF_EITHER = re.compile(
    "(?P<a>[\u4e00-\u9fff]{2,6})(?P<joint>[和与、])(?P<b>[\u4e00-\u9fff]{2,6})[两二]大?(?:块|项|类|方面|部分)的?(?P<sort>投资|支出|收入|产值|贷款|资金|补助|税收)"
)
"""基建和制造业两块投资: the investment in either."""
_WENT = re.compile(
    "[，,]?先[升降增减涨跌高低快慢]后[升降增减涨跌高低快慢]的?[，,]?(?=具体|各|分别|怎|如何)|具体(?=各|分别)"
)
"""先降后升，具体各是多少: the figures are asked for."""
_EACH_OF = re.compile("各(?=[产收种建卖发出花投用引招办接完达])(?![^，,]{0,2}(?:县|市|区|乡|镇|村|级))")
"""汉阴、石泉两县2021年比，哪个快; 各产了多少."""
_COUNTED_FROM = re.compile(r"((?:19|20)\d\d年)(?:算起|开始|起)[，,]?(?=[到至](?:19|20)\d\d)")
_BEYOND = re.compile(
    r"(?P<said>[高低多少快慢大小])于(?P<b>(?:[^，,\d%有]|\d{4}年)+?)(?P<rest>(?:多少|几(?=个|[亿万]|百)|百分之几).*)$"
)
_IS_IT = re.compile(rf"(?:是不是|是否|会不会)(?:要|还)?比(?P<b>[^，,。？?]{{2,}}?)(?P<more>{ADJECTIVE})$")
_REACHES = re.compile(rf"有没有(?P<b>[^，,。？?]{{2,}}?)(?:那么)?(?P<more>{ADJECTIVE})$")
_PASSES = re.compile(
    r"(?:是否|有没有|是不是)(?:超过|高于|多于)(?:了)?(?P<b>[^，,。？?\d][^，,。？?]+|(?:19|20)\d\d年[^，,。？?]*)$"
)
_EITHER_WAY = re.compile(
    r"比(?P<b>[^，,。？?]{2,}?)(?:是|要)?(?P<more>[多高大快增涨升])(?:加|长|高)?了?，?还是[少低小慢减降跌](?:少|低)?了?(?=$|[，,])"
)
_BESIDE = re.compile(
    r"^(?:相比|比起|跟|和|与|同)(?P<a>[^，,、和与]{2,12}?)(?:相比|比起来|比)?[，,](?P<b>[^，,]+?)(?:是|要)?(?P<more>[多高大快增涨升])(?:加|长|高)?了?，?还是[少低小慢减降跌](?:少|低)?了?(?=$|[，,])"
)
"""相比2021年，2022年的产量多了还是少了."""
_WHICH_FIRST = re.compile(
    r"(?P<head>.*?)(?P<which>谁|哪(?:一?[年个家县市区]))(?P<rest>[^，,]+)[，,](?:是|在)?(?P<a>[^，,、]{2,12}?)(?:还是|和|与|或)(?P<b>[^，,、]{2,12})"
)
"""甲县哪一年的产值高，2021年还是2022年; 谁的产值高，甲县还是乙县."""
_TOWN_COUNTRY = re.compile(
    "城乡(?:居民)?(?:人均)?(?:可支配)?收入的?(?:差距|差额|相差|差)(?:是|有|为|达)?(?:了)?(?:多大|多少|几[万千百]?元)"
)
_AND_BY = re.compile(
    r"(?<=[高低大小多少快慢])[，、,](?:又|还)?(?:[高低大小多少快慢](?:出)?|相差|差)了?(?:多少[^，,？?]{0,4}|几[^，,]{0,3})(?=[？?。]|$)"
)
"""哪个多、多多少: the difference is always told."""
_HOW_IT_WENT = re.compile("[，,](?:变化|差别|差距|起伏|波动)(?:大不大|大吗|明显吗|有多大)$")
"""2022年和2023年各是多少，变化大不大: the figures tell it."""
_ECONOMY_RUNS = re.compile("经济(?:发展|增长)?(?:跑|涨|走|长)得?(?=更|最|要|快|慢)")
_DONE_MORE = {
    "种": "种植面积更大",
    "产": "产量更高",
    "收": "产量更高",
    "卖": "销售额更高",
    "赚": "收入更高",
    "挣": "收入更高",
}
_DOES_MORE = re.compile("(?P<verb>[种产收卖赚挣])得(?:更|最|比较)?(?:多|高)(?=[，,？?]|$)")
"""谁的油茶种得多: whose area is larger."""
_SPENDS = re.compile("(?<=[哪谁个])花(?:的)?钱(?=更|最|多)|要?投(?=(?:多少|几)[百千万]?亿)")
_COMMON = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("(?<=[谁家个者位资])?投(?:了|下|入)?的钱", "投资"),
        ("花在([^，,]{2,40}?)上?的(?:钱|投入|资金)", r"\1的支出"),
        ("花得(?=[更最])", ""),
        ("是?哪一?(?:头|边|方|桩|面)(?=[更最多少高大快长重贵]|$|[，,？?])", "谁"),
        ("哪一?个?[村镇乡厂](?=[\u4e00-\u9fff]{2,8}[更最])", "谁"),
        ("(?<=差)(?:了)?几(?=[百千万亿]*(?:美元|元|公里|亩|吨|斤|人|户|家|度|倍|米))", "多少"),
        (
            "(?:是|有)?(?:个)?(?:什么|啥|怎样的?)(?:样的?)?(?:走势|走向|趋势)|的?走势是?(?:啥样|怎么样|如何)的?|的?走向(?:如何|怎样|怎么样)",
            "怎么变化",
        ),
        ("连着看[，,]?|一直(?=到)|放在一起看[，,]?", ""),
        ("变化(?:是)?(?:如何|怎么样|怎样|咋样)", "怎么变化"),
        ("(?<=\\d)这?[三四五六七八]个年头", "年"),
        ("城里人(?=[和与跟、](?:农民|农村人|乡下人))", "城镇居民人均可支配收入"),
        ("(?:农民|农村人|乡下人)(?=[和与跟、](?:城里人|市民))", "农村居民人均可支配收入"),
        (
            "(?:农民|农村人|乡下人|庄稼人)的?(?:平均|人均|一年|全年|每年|年)*(?:到手的?|可支配)?(?:收入|挣的钱|能?挣(?=[得的]?[多高]))(?:水平)?",
            "农村居民人均可支配收入",
        ),
        (
            "(?:城里人|城镇人|市民)的?(?:平均|人均|一年|全年|每年|年)*(?:到手的?|可支配)?(?:收入|挣的钱|能?挣(?=[得的]?[多高]))(?:水平)?",
            "城镇居民人均可支配收入",
        ),
        ("[啊呀嘛哈]+$", ""),
        ("到底|究竟", ""),
        ("[，,]多(?![了出少])[\u4e00-\u9fff]{1,2}了?(?:多少|几)[\u4e00-\u9fff]{0,3}$", ""),
        ("加总|汇总起来|拢到一[起块]", "合计"),
        ("(?<=[两三四五六七八九十几]年)(?:下来|里|间|来)?(?=总)", "一共"),
    )
)
"""Words that ask for a comparison, a sum or a trend, and the plain ones for them."""
_ROW = "[^，,。？?（(：:]{2,}?(?:、|和|与|跟|及)[^，,。？?（(：:]{2,}?"
_COUNT = "(?:这|那)?[两二三四五六七八九十\\d]{1,2}[个家座项块条种处所笔大名]"
_COUNTED_BESIDE = re.compile(
    f"(?P<row>{_ROW})[，,]?{_COUNT}(?!投资|支出|收入|产值|贷款|资金|补助|税收)(?P<sort>[\u4e00-\u9fff]{{0,4}}?)[，,]?(?:钱)?(?=(?:加起来|合起来|合计|一共|总共|总和|谁|哪|相差|差多少|能|总|里|中|，))"
)
"""九里岗和鹤龄这两座水厂."""
_NAMED_BELOW = re.compile(
    f"(?:[^，,。？?]*的)?{_COUNT}[\u4e00-\u9fff]{{0,8}}?(?:——|—|：|:|（|\\()(?P<items>{_ROW})(?:）|\\)|(?=[，,]))"
)
"""那三个竣工项目（国创越摩、博鲁斯潘一期、钽铌产业园）."""
_GAP = re.compile("(?<![提降减扩放增加最更])(?:[高低大小长短快慢](?:出|了)?)(?:多少|几[^，,]{0,4})$")
"""城镇和农村的住房面积大多少."""
_MINUS = re.compile(
    "减[去掉]?(?P<b>[^，,]{2,12})[，,](?:顺差|逆差|差额?|还剩|余额|净额)?(?:是|有|为)?(?=多少|几)"
)
_THESE_TWO = re.compile('(?<=[”"》])这?两[个块种大]?(?:牌子|品牌|地方|项目|产品|东西)?[，,的]?')
_ADDS = re.compile("[，,]再?加上(?=[^，,]{2,}[，,])")
_MORE = {"增": "多", "涨": "高", "升": "高"}
_OF_BOTH_YEARS = re.compile(
    r"(?:[这那]?[两二]年)?[（(](?P<a>(?:19|20)\d\d)年?(?:、|，|,|和|与|及)(?P<b>(?:19|20)\d\d)年?[）)]"
)
"""这两年（2021、2022）."""
_SINCE = re.compile(r"(?<![比计相])较(?=(?:19|20)\d\d年)")
_WHETHER = re.compile(
    rf"(?<![同环占相对类])比(?!重|例|如|较|赛|值)(?P<than>[^，,。？?吗]{{2,}}?)的?(?:要|还|更)*(?:增长|增|涨)?得?(?P<better>{ADJECTIVE})(?:一些|一点|些)?(?:吗|么)(?=[？?，,。]|$)"
)
_AHEAD = re.compile(
    r"(?:超出|超过|领先|高出|多出)(?!了?(?:多少|几|\d))(?P<b>[^，,\d%有]{2,}?)(?P<rest>(?:多少|几(?=个|[亿万]|百)|百分之几).*)$"
)
_TIMES = re.compile(r"^(?P<one>.+?)(?:大约|约)?(?:是|为|相当于)(?P<other>.+?)的?(?:几|多少)倍")
_QUESTION = re.compile("多少|几(?=[个家户人次名位项亩米元吨斤成倍件天])|百分之几|呢$|多大|多高")


@dataclass(frozen=True, slots=True)
class Split:
    """The sides of a question as characters of it, and the stretches before and after that speak of all of them.

    `in_turn` says that the sides are questions of their own, one after the other. `asks` is what is asked of each side where
    the words of the difference say it: 多少亩 of 多几亩, 给了多少 of 多给了多少.
    """

    sides: tuple[Span, ...]
    head: Span
    tail: Span
    in_turn: bool = False
    asks: str = ""


def units(found_marks: Sequence[Mark]) -> list[Mark]:
    """The marks, a division behind the one above it (丽水市遂昌县) made one."""
    out: list[Mark] = []
    for mark in found_marks:
        last = out[-1] if out else None
        nested = (
            last
            and last.place
            and mark.place
            and last.end == mark.start
            and places.within(mark.place.code, last.place.code)
        )
        out = [*out[:-1], Mark(last.start, mark.end, place=mark.place)] if nested and last else [*out, mark]
    return out


def rows(text: str, found_marks: Sequence[Mark], of_time: bool) -> Split | None:
    """Places, or years, that stand in a row: 遂昌、松阳和云和; 2021年和2022年; None where there is no row.

    >>> from qa.compute.marks import marks
    >>> rows("遂昌和松阳谁高", marks("遂昌和松阳谁高"), False).sides
    ((0, 2), (3, 5))
    """
    kind = [one for one in found_marks if (one.is_time if of_time else one.place is not None)]
    chain: list[Mark] = []
    for mark in (_with_aside(text, one) for one in kind):
        if chain and _AND.fullmatch(text, chain[-1].end, mark.start):
            chain.append(mark)
        elif len(chain) < 2:
            chain = [mark]
    if len(chain) < 2:
        return None
    sides = tuple((one.start, one.end) for one in chain)
    return Split(sides, (0, sides[0][0]), (sides[-1][1], len(text)))


def _with_aside(text: str, mark: Mark) -> Mark:
    """A mark with the brackets behind it: 甲县（2022年）."""
    aside = ASIDE.match(text, mark.end)
    return replace(mark, end=aside.end()) if aside else mark


def pair(text: str, found_marks: Sequence[Mark]) -> Split | None:
    """Things that stand side by side before what is asked of them: 甲县的水厂和乙县的水厂，谁的投资大."""
    best: tuple[float, Split] | None = None
    for joint in _JOINT.finditer(text):
        if any(one.start < joint.end() and one.end > joint.start() for one in found_marks):
            continue
        split = _at(text, found_marks, joint)
        if split and (best is None or _likeness(text, found_marks, split) > best[0]):
            best = (_likeness(text, found_marks, split), split)
    return best[1] if best else None


def _at(text: str, found_marks: Sequence[Mark], joint: re.Match[str]) -> Split | None:
    start = max(text.rfind(mark, 0, joint.start()) for mark in "，,？?。；") + 1
    stop = _STOP.search(text, joint.end())
    end = stop.start() if stop else len(text)
    left = [one for one in found_marks if one.start >= start and one.end <= joint.start() and one.is_time]
    times = [one for one in found_marks if joint.end() < one.start < end and one.is_time]
    if times and not left and times[0].start > joint.end():
        end = times[0].start
    if joint.start() - start < 2 or end - joint.end() < 2:
        return None
    first = [(start, joint.start())]
    while (cut := text.rfind("、", first[0][0], first[0][1])) > first[0][0] + 1:
        first = [(first[0][0], cut), (cut + 1, first[0][1]), *first[1:]]
    end = _before_shared(text, first, (joint.end(), end))
    return Split((*first, (joint.end(), end)), (0, start), (end, len(text)))


def _before_shared(text: str, first: Sequence[Span], last: Span) -> int:
    """Where the last side ends if what stands behind its 的 is said of all sides: 城镇居民和农村居民的收入."""
    at = text.find("的", *last)
    alone = not any(indicator_of(text[slice(*one)]) for one in first)
    shared = at > 0 and alone and all(indicator_of(text[slice(*one)] + text[at : last[1]]) for one in first)
    # 上边坡和下边坡的绿化, 甲山和乙山的门票
    one = bool(NAMED.fullmatch(text, at - 1, at))
    sort = at > last[0] + 2 and all(text[end - 2 + one : end] == text[at - 2 + one : at] for _, end in first)
    asked_once = (
        at > 0
        and bool(measure_of(text[at + 1 : last[1]]))
        and not any(measure_of(text[slice(*one)]) or "的" in text[slice(*one)] for one in first)
    )  # 城镇和农村的人均住房面积
    if shared or sort or asked_once:
        return at
    measure = measure_of(text[slice(*last)])  # 甲和乙总投资合计
    alone = bool(measure) and not any(measure_of(text[slice(*one)]) for one in first)
    return last[1] - len(measure) if alone and len(measure) + 2 <= last[1] - last[0] else last[1]


def alike(text: str, found_marks: Sequence[Mark], split: Split) -> bool:
    """Whether the sides are of one sort: both hold a mark and the last begins with a place, or both are 水厂."""
    (start, end), (second, last) = split.sides[0], split.sides[-1]
    sort = text[end - 2 : end]
    one_sort = (
        end - start > 2 and last - second > 2 and sort == text[last - 2 : last] and bool(NAMED.search(sort))
    )
    return one_sort or _likeness(text, found_marks, split) >= 2.3


def _likeness(text: str, found_marks: Sequence[Mark], split: Split) -> float:
    """How much the sides look like each other: both begin with a place, both end alike."""
    (start, end), (second, last) = split.sides[0], split.sides[-1]
    held = [
        any(a <= one.start and one.end <= b for one in found_marks) for a, b in ((start, end), (second, last))
    ]
    begins = any(one.start == second and one.place for one in found_marks)
    more = 0.3 * len(split.sides) - 0.6 * bool(_JOINT.search(text, second, last))
    return 2.0 * (held[0] and begins) + (text[end - 1] == text[last - 1]) + 0.5 * (held[0] == held[1]) + more


def plainly(text: str) -> str:
    """A question that compares in other words, in those of 甲比乙多多少.

    >>> plainly("跟甲县相比，乙县的产值多了多少"), plainly("甲县的产值高于乙县多少"), plainly("甲县有没有乙县的产值高")
    ('乙县的产值比甲县多了多少', '甲县的产值比乙县高多少', '甲县比乙县的产值高吗')
    """
    text = _in_a_row(_in_common_words(text))
    text = _SEVERAL_REPORTS.sub(r"\1年报告里", _WENT.sub("", text.replace("PM2.5年均", "PM2.5平均")))
    text = _OF_EITHER.sub(r"\g<a>\g<sort>\g<joint>\g<b>\g<sort>", text)
    text = _EACH_OF.sub("分别", _HELD_TOGETHER.sub("", _BOTH.sub("", text)))
    text = _OF_BOTH_YEARS.sub(r"\g<a>年和\g<b>年", text.replace("几何", "多少")).replace("多出多少", "多多少")
    text = _TOWN_COUNTRY.sub("城镇居民人均可支配收入比农村居民人均可支配收入高多少", _SINCE.sub("比", text))
    text = _ECONOMY_RUNS.sub("经济增速", _AND_BY.sub("", _HOW_IT_WENT.sub("", text)))
    text = _GAP.sub("相差多少", text) if _JOINT.search(text) and not re.search("[比于]", text) else text
    text = _MINUS.sub(r"比\g<b>多", _THESE_TWO.sub("", text))
    text = _ADDS.sub("加上", _SPENDS.sub("投资", text))
    text = _DOES_MORE.sub(lambda found: _DONE_MORE[found["verb"]], text)
    if found := _WHICH_FIRST.fullmatch(text):
        text = "{head}{a}和{b}{which}{rest}".format(**found.groupdict())
    if found := _BESIDE.search(text):
        text = f"{found['b']}比{found['a']}{_MORE.get(found['more'], found['more'])}吗"
    for pattern in (_IS_IT, _REACHES, _PASSES, _EITHER_WAY):
        if (found := pattern.search(text)) and found.start() > 1:
            more = found.groupdict().get("more", "高")
            text = f"{text[: found.start()]}比{found['b'].rstrip('的')}{_MORE.get(more, more)}吗"
    found = _THAN_FIRST.search(text)
    if found and not any(one.start <= found.start() < one.end for one in marks(text)):
        text = text[: found.start()] + found.expand(r"\g<b>比\g<a>\g<said>")
    if (found := _AGAINST.search(text)) and found["a"].strip():
        text = found.expand(r"\g<a>比\g<b>\g<said>")
    text = _COUNTED_FROM.sub(r"\1", text)
    return _BEYOND.sub(r"比\g<b>\g<said>\g<rest>", _AHEAD.sub(r"比\g<b>高\g<rest>", text))


def _in_common_words(text: str) -> str:
    """A question with what people call amounts and choices in place of their many words for them.

    >>> _in_common_words("甲和乙谁投的钱多"), _in_common_words("花在治气和治水上的钱，哪一头更多")
    ('甲和乙谁投资多', '治气和治水的支出，谁更多')
    """
    for pattern, plain in _COMMON:
        text = pattern.sub(plain, text)
    return text


def _in_a_row(text: str) -> str:
    """A question whose things are counted beside their names, with the names alone.

    >>> _in_a_row("九里岗、鹤龄和河东这三座水厂合起来能让多少人受益")
    '九里岗水厂、鹤龄水厂和河东水厂合起来能让多少人受益'
    >>> _in_a_row("开工的两个项目——东湖创新中心和中科数字港，总投资合计多少")
    '东湖创新中心和中科数字港，总投资合计多少'
    """
    if found := _NAMED_BELOW.search(text):
        head = text[: found.start()]
        there = next((head[m.start : m.end] for m, _ in places.found(head) if m.start == 0), "")
        when = "".join(text[one.start : one.end] for one in marks(head) if one.is_time)
        items = found["items"].strip("）)，,")
        text = f"{there}{when}{items}{text[found.end() :]}"
    found = _COUNTED_BESIDE.search(text)
    if found is None:
        return text
    sort = found["sort"] if NAMED.fullmatch(found["sort"]) and found["sort"] != "项目" else ""
    row = found["row"].rstrip("，, ")
    start = max(row.rfind(mark) for mark in "，,") + 1
    items = re.split("([、和与跟及])", row[start:])
    named = "".join(one if one in "、和与跟及" or one.endswith(sort) else one + sort for one in items if one)
    return f"{text[: found.start()]}{row[:start]}{named}{text[found.end() :]}"


def _clause(text: str, at: int) -> int:
    """Where the clause of the character at `at` begins."""
    return max(text.rfind(mark, 0, at) for mark in "，,？?。；") + 1


def versus(text: str) -> tuple[Split, str] | None:
    """The sides of 甲比乙多多少, and the words of the difference.

    >>> split, said = versus("甲县的收入比乙县低几元"); split.sides, said
    (((0, 5), (6, 8)), '低几元')
    """
    found = _VERSUS.search(text)
    if not found:
        return None
    start, end = _clause(text, found.start()), found.start()
    if start == end:  # 甲的补贴，比乙的高出多少
        start, end = _clause(text, start - 1), start - 1
    if end - start < 2 or _QUESTION.search(text, start, end):
        return None
    shared = _shared_head(text, (start, end), found.span("than"))
    start += shared
    sides = ((start, end), found.span("than"))
    unit = _UNIT.search(text, found.start("said"))
    asked = found.start("verb") if found["verb"] else unit.start() if unit else -1
    end = found.start("said")
    asks = re.sub("几", "多少", text[asked:]).strip("，, ") if asked >= 0 else ""
    tail = (end, end)
    measure = measure_of(text[slice(*sides[1])]) if not asks else ""
    if measure and not measure_of(text[slice(*sides[0])]):  # 甲比乙总投资多多少: of both
        tail = (sides[1][1] - len(measure), sides[1][1])
        sides = (sides[0], (sides[1][0], tail[0]))
    return Split(sides, (0, start), tail, asks=asks), found["said"]


def _shared_head(text: str, first: Span, than: Span) -> int:
    """The characters before the first side that hold for both: 五年累计的 of 五年累计的减税额比降费额; 0 where nothing tells.

    >>> _shared_head("五年累计的减税额比降费额", (0, 8), (9, 12)), _shared_head("甲县的产量比乙产量", (0, 5), (6, 9))
    (5, 0)
    """
    size = than[1] - than[0]
    at = text.rfind("的", *first) + 1
    named = text[at : first[1]]
    alike = 2 <= len(named) == size and named != text[slice(*than)] and named[-1] == text[than[1] - 1]
    return at - first[0] if at and alike and not marks(text[slice(*than)]) else 0


def more_or_not(text: str) -> tuple[Split, str] | None:
    """The sides of 甲比乙大吗, and the word of comparison.

    >>> split, better = more_or_not("甲县的投资比乙县的大吗"); split.sides, better
    (((0, 5), (6, 8)), '大')
    """
    found = _WHETHER.search(text)
    if not found:
        return None
    start = _clause(text, found.start())
    if found.start() - start < 2:
        return None
    end = found.end("than")
    return Split(((start, found.start()), found.span("than")), (0, start), (end, end)), found["better"]


def times(text: str) -> Split | None:
    """The sides of 甲是乙的几倍."""
    found = _TIMES.search(text)
    if not found:
        return None
    start = max(text.rfind(mark, 0, found.end("one")) for mark in "，,？?。；") + 1
    return Split(((start, found.end("one")), found.span("other")), (0, start), (found.end(), found.end()))


_TIMED_EACH = re.compile(r"\d{4}年[^、]*(?:多少|几)[^、]*、[^、]*\d{4}年[^、]*(?:多少|几)")
"""2021年有几条、到2023年又是几条."""


def in_turn(text: str) -> Split | None:
    """Questions after each other: 甲是多少，乙的又是多少; 甲多少？乙呢. None unless each asks for a figure."""
    parts = _parts(text, "？?；;")
    parts = parts if len(parts) > 1 else _parts(text, "，,")
    if len(parts) < 2 or not _QUESTION.search(text[slice(*parts[0])]):
        parts = _parts(text, "、") if _TIMED_EACH.search(text) else parts
    asking = [bool(_QUESTION.search(text[a:b])) for a, b in parts]
    if sum(asking) < 2 or not all(asking[asking.index(True) :]):
        return None
    first = asking.index(True)
    later = text[parts[first + 1][0] : parts[-1][1]]
    if not re.search("又|呢|各?多少", later) or re.search("为什么|什么时候|谁|哪", text):
        return None
    sides = tuple(parts[first:])
    return Split(sides, (0, sides[0][0]), (len(text), len(text)), in_turn=True)


def _parts(text: str, marks: str) -> list[Span]:
    return [match.span() for match in re.finditer(f"[^{marks}]+", text) if match[0].strip()]
