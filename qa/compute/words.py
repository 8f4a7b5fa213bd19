"""What a question says of an indicator: its family, its kind, and the words that are left."""

import re

from index.indicators import indicator_of, indicators, plain
from index.records import FigureKind
from qa.phrases import UNIT

_GROWTH = re.compile(
    "增速|增幅|涨幅|降幅|跌幅|增长率|增长速度|增长|[增涨]得|涨了|[增涨](?=百分之|多少(?![钱元万亿人户家吨亩斤]))|长得更?快|涨(?=更|最)|同比|(?:GDP|生产总值|经济)的?(?:预期|年度)?目标"
)
_SHARE = re.compile("占比|比重|份额|占.{0,8}(?:几成|百分之几|多大比例)")
_FASTER = re.compile("(?:谁|哪.{0,4})(?:的)?.{0,6}更?[快猛慢]|最[快慢猛]")
PLANS = "预计|计划|目标|预期|规划|力争|将要|拟(?!定)|(?<!公共)预算(?![收支外内])(?:里|中)?(?:安排)?|打算|(?:年初|当年)(?:安排|确定|定下?)"
"""How targets are called."""
_PLANNED = re.compile(PLANS)
ACTUAL = re.compile("实际(?:上|完成|执行)?(?!使用|利用|到位)|最终|最后|真正")
"""How results are called where they are held against targets."""
_ASKING = "(?:要|将|会|能|可|约|大概|大约|一共|总共|合计|共|平均|又|都|也|还|各自?|分别|每年|每个|到底|究竟|到|达|是|为|有|了|得|数字|情况)"
ADJECTIVE = "高|低|大|小|多|少|快|慢|猛|长|短|贵|便宜|重|轻|远|近|强|弱|好|差|广|宽|深"
LOWER = frozenset("低 小 少 慢 短 便宜 轻 弱".split())
"""Adjectives that ask for the least."""
_WHO = re.compile(
    "(?:谁|哪(?:一个|一|几个|几|些|个)?(?:家|年|里(?!程)|边|方|县|市(?!场)|区|地方|种|类|样|条|项|款|座|场|处|块|季度|产业|项目|企业|公司)?)(?:的|是)?"
)
_DEGREE = re.compile(
    f"(?:的)?{_ASKING}*(?:更|最|比较|较|相对)?(?<![相增])(?:{ADJECTIVE})(?:一些|一点|些|出)?(?:的)?(?:是)?$"
)
_AMOUNT = re.compile(
    rf"(?:的)?{_ASKING}*(?:多少|几|百分之几|多大|多高|多长|(?:什么|啥|怎样的)(?:水平|程度))(?:个?百分点|[亿万]{{0,2}}(?:美元|元|人次|人|户|家|个|亩|米|公里|吨|斤|件|项|名|位|张|头|只|倍|处|台|套|平方米|平方公里|立方米))?(?:钱)?(?:呢)?$"
)
TELL_ME = "(?:[给帮替]我)?(?:列|报|说|查)(?:一下|一列|出来?)"
"""给我列一下: it asks for figures, and is none of their words."""
_NOISE = re.compile(
    f"[（(][^（）()]*[）)]|[都全](?:告诉|列|说|讲|给|查|报|写).*$|{TELL_ME}.*$|先[升降增减涨跌高低快慢多少]后[升降增减涨跌高低快慢多少]|具体(?=$|[，的])|[两三四五六]大?[块项类个]方?面?(?=投资|支出|收入|产业|指标|贷款)|(?:^|(?<=[，的]))[两三四五六][县市区省镇乡村地](?=[，的\\d有]|$)|平均(?:水平|值|数)|(?:从|由)[高大多快低小少慢]到[低小少慢高大多快]|(?:怎么|如何)?排(?:个|一下|一排)?(?:名|序|队)|怎么排|[两三四五六七八九十\\d]+个地方|"
    "(?:近|最近|过去)(?:的)?[两三四五六七八九十几\\d]{1,2}年|这[两三四五几]?[个年者家地项种]?|两者|二者|三者|[两三四五六七八九十\\d]+[个家地年](?:县|市|区)?|之间|相比之下|相比|比起来|对比|与此同时|请问|把|排一?下|怎么样|如何|怎样|怎么|变化情况|变化趋势|变化|走势|趋势|历年|逐年|各年|每年|期间|以来|来看|的话|相差|差距|差了?|一共|合计|总共|总计|加起来|合起来|加在?一[起块]|之和|总和|分别|各自|各?(?:还|只|仅)?剩下?(?=多少|几|$)|各(?=是|有|为|达|多少|几)|各个?[县市区地](?:里|中)?|百分之几|增加(?!值)了?|减少了?|提高了?"
)
_STEPS = "(?:一步步|逐步|逐年|一路)?"
_COUNTED = re.compile(f"多少(?:{UNIT.pattern})|几个?(?:百分)?点|几(?=倍)")
"""多少户 of 带动了多少户农民."""
_MOVED = (
    "变(?:化|动)?|走|起落|起伏|波动|演变|[提涨](?:高|升|价)?|[增降](?:长|加|低)?|下降|上升|减少|加(?=[上了])"
)
TREND = re.compile(
    f"(?:是)?{_STEPS}(?:怎么|怎样|如何)(?:样)?(?:的)?{_STEPS}(?:{_MOVED})(?:了|上去|下来|过来)?的?|(?:有|是)个?(?:什么|何|怎样的?|怎么样的|哪些)(?:样的?)?(?:变化|走势|趋势)"
    "|是[涨升增多](?:长|加)?了?[，、]?还?是[跌降减少](?:少|低)?了?|(?:逐年|历年|各年|每年)?的?(?:变化(?:情况|趋势)|走势|趋势)"
)
"""How a row of figures went: 是怎么变的, 有什么变化, 是涨是跌, 逐年变化情况."""
_SPEED = re.compile(
    "的?(?:增长速度|增长率|增速|增幅|涨幅|降幅|跌幅|增长|[增涨跑长走]得|同比|涨了?)(?:更|最)?(?:快|慢|猛|高|低|多)?"
)
_VISITORS = re.compile("(?:接待)?的?游客(?:人数|人次|数量|数|量)?(?!中心|满意|服务)")
_SPLIT = re.compile(
    r"[的，,。、；？?！\s在是]+|(?:每年|全年|年末|年底|累计|预计|计划|实现|完成|达到|年初|预算[里中]?(?=安排|$)|安排|打算|(?:预期|增长)?目标|预期|(?:政府)?工作报告[里中上]?)"
)
_EMPTY = frozenset(
    "全县 全市 全区 全国 全省 一年 总数 总量 我县 我市 本县 本市 县里 总 额 数 量 共 又 呢 和 与 了 得 各 都 年 情况 数字 数据 指标 更 最 到 一下 生意".split()
)


def kind_of(text: str) -> FigureKind:
    """The kind of figure that is asked for: growth in 谁的GDP增得快, a share in 占比, else a level.

    >>> kind_of("GDP增速"), kind_of("哪个占比高"), kind_of("失业率")
    ('growth', 'share', 'level')
    """
    if _SHARE.search(text):
        return "share"
    return "growth" if _GROWTH.search(text) or _FASTER.search(text) else "level"


def is_planned(text: str) -> bool:
    """Whether targets are asked for."""
    return bool(_PLANNED.search(text))


def bare(text: str) -> str:
    """A stretch of a question without its question words and the adjective they compare by.

    >>> bare("，谁的投资更大"), bare("的常住人口各是多少"), bare("哪个涨得更猛")
    ('投资', '常住人口', '涨')
    """
    text = text.strip("，,。？?！ ")
    for _ in range(3):
        text = _AMOUNT.sub("", text)
        text = _WHO.sub("", text)
        text = _DEGREE.sub("", text) if len(text) > 1 else text
        text = text.strip("，,。？?！的 是")
    return text.strip("，,。？?！的 ")


def measured(text: str) -> tuple[str, tuple[str, ...]]:
    """The family that a stretch without places and times names, and the words that are left of it.

    >>> measured("一般公共预算收入"), measured("汽车产业的产值"), measured("鹤龄水厂投资")
    (('一般公共预算收入', ()), ('产值', ('汽车产业',)), ('', ('鹤龄水厂投资',)))
    """
    core = _COUNTED.sub("，", TREND.sub("，", bare(text)))
    core = _SPEED.sub("，", _NOISE.sub("，", core))
    core = _VISITORS.sub("接待游客", core)
    family = indicator_of(core) or indicator_of(f"{core.rstrip('，')}总额")
    if family:
        core = _without_name(core, family)
    left = [part for part in _SPLIT.split(core) if part]
    left = [part.rstrip("了过") for part in left if not (ACTUAL.fullmatch(part) or _DEGREE.fullmatch(part))]
    return family, tuple(part for part in left if part not in _EMPTY and len(part) > 1)


def _without_name(core: str, family: str) -> str:
    """A stretch without the longest name of a family, whatever stands between its characters."""
    entry = indicators()[family]
    names = sorted((entry.name, *entry.aliases), key=len, reverse=True)
    folded = plain(core)
    name = next((one for one in names if plain(one) in folded), "")
    pattern = "[的\\s“”]*".join(map(re.escape, plain(name)))
    return re.sub(pattern, "，", core, count=1, flags=re.IGNORECASE) if name else core
