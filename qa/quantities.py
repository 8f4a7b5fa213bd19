"""Figures in Chinese text: numbers with their units, and the years they belong to."""

import re
from dataclasses import dataclass

from index.amounts import SCALES
from index.years import relative_years

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CHINESE = r"[一二两三四五六七八九十百千]+"
_SCALE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦米克伏卡])|百(?!分))"
_UNIT = (
    r"(?:个百分点|百分点|平方公里|平方千米|平方米|立方米|万千瓦时|千瓦时|兆瓦时|万千瓦|千瓦|兆瓦|公里|千米|公斤|千克|公顷|"
    r"人民币|美元|美金|港元|欧元|人次|批次|班次|户次|车次|余元|多元|元|亩|吨|斤|克|米|厘米|毫米|户|人|家|个|项|名|位|条|座|处|所|"
    r"台|套|辆|件|只|头|羽|尾|株|棵|枚|袋|瓶|箱|盒|场|次|届|批|期|年|个月|月|周|天|日|小时|分钟|秒|倍|成|层|级|度|℃|村|镇|乡|"
    r"街道|县|市|省|国家|国|岁|字|页|艘|架|列|趟|间|栋|幢|口|桩|支|款|种|类|门|部|册|平方|立方|TEU|标箱|标准箱|千伏|伏|㎡|平米|成|笔|单|张|桶|吨位|车位|床位|班|封|处|万棒|棒|%|％|[kK][mM]|㎞|[kK][gG]|[kMG][wW](?![a-zA-Z]))"
)
QUANTITY = re.compile(
    rf"(?:百分之{_CHINESE}|百分之{_NUMBER}|第{_NUMBER}[位名]?|第{_CHINESE}[位名]?|{_NUMBER}\s*(?:个多?(?=亿))?{_SCALE}?[余多来]?\s*{_SCALE}?[余多]?(?:(?:个(?!种))?{_UNIT}|个)?(?:/(?:年|天|日|人|户|亩|小时|吨))?|翻[一两二]番|{_CHINESE}{_SCALE}?[余多]?{_UNIT})"
)
DATE = re.compile(
    r"(?<!\d)(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|初|底)?)?|(?<!\d)\d{1,2}月\d{1,2}日"
)
_DIGITS = re.compile(_NUMBER)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年|\s*[-—–~至到]\s*(?:19|20)\d{2}\s*年)")
_MONEY = frozenset({"元", "人民币", "美元", "美金", "港元", "欧元"})
SHARES = frozenset({"%", "个百分点", "百分点"})
"""Units of a share or of a growth, which no amount has."""
_SHARE = SHARES | {"倍"}
_AREA = frozenset({"亩", "公顷", "平方米", "平方公里", "平方千米", "平方", "㎡", "平米"})
_VOLUME = frozenset({"立方米", "立方"})
_LENGTH = frozenset({"公里", "千米", "米", "km", "KM", "㎞"})
_HOW_LONG = re.compile("(?<![期限间])多[长远](?!时间|日子|工夫|功夫|期)")
_WEIGHT = frozenset({"吨", "公斤", "斤", "千克", "kg", "KG"})
_PEOPLE = frozenset({"人", "名", "位", "人次"})
_HOUSEHOLDS = frozenset({"家", "户"})
"""A household may be asked for by 家, and is told in 户."""
_FIRMS = re.compile("企业|公司|单位|机构|工厂|店|医院|学校|银行|合作社|[厂馆园站点所]|规上|规模以上|限上")
_JOBS = re.compile("就业|岗位|饭碗|上班|工作机会|用工|招工")
_ENERGY = frozenset({"千瓦时", "万千瓦时", "兆瓦时", "度", "℃"})
"""Electricity is asked for in 度 and told in 千瓦时; so is warmth, told in ℃."""
_ANIMALS = frozenset({"只", "羽", "头", "匹", "尾", "条"})
_FAMILIES = (
    _MONEY, _AREA, _PEOPLE, _LENGTH, _WEIGHT, _ENERGY, _ANIMALS,
    SHARES, frozenset({"天", "日"}), _VOLUME, frozenset({"美元", "美金"}),
)  # fmt: skip
_ASKED_UNIT = re.compile(rf"(?:多少|几)(?:万|亿|千|百)?({_UNIT})")
_BEGINS_WORD = re.compile(
    "成[片套品本员果效交立熟功年]|天然|年轻|年货|市场|市[级民值政外内]|省[级外内]|县[级外内城]|国[企有道外内际资]|国家[级重A]|村[集级民医委支]|镇[级区]|乡镇|批[发准评]|层[级次]"
    "|门[票诊店]|部[门队]|台[商胞企风账]|口[粮罩]|度假|米[线粉酒面]|元[件素]|种[子粮植养苗业]|支[部持出付线]|场[地所]|名[优牌品贵特师校企]|位[置于居]|条[件例]|户[外籍均型]|人[才力工均]|所有|座[位谈]"
    "|处[罚方理置]|单[位价]|头部|级别|家[庭禽长具电]"
)
"""A word that begins with the character of a unit: 多少成片的地, 多少市场."""
_IN_BRACKETS = re.compile(rf"[（(](?:单位[:：])?{_SCALE}?({_UNIT})[）)]")
"""产值（万元）: the unit that is wanted."""
_ASKED_SHARE = re.compile(
    r"增速|增幅|涨幅|降幅|涨了|增长|下降|占比|比例|比重|百分|[率](?:是|为|达|有|多|$)|进度(?!款)|占了?(?:多少|几|多大)"
)
_ANY_SHARE = re.compile(
    r"增(?!加值)|[涨降跌]|占|进度|比[例重上去]|同比|百分|[率幅速倍成]|化(?:水平|程度)|普及|渗透|[提升高低减]了?多少"
)
_SHARE_AS_AMOUNT = re.compile("占了?(?:多少|几)(?:钱|[十百千万亿]*(?:元|人|亩|吨|户|家|公里))")
"""社保费占了多少钱 asks for the amount of a part."""
_ASKED_MONEY = re.compile(
    r"多少钱|资金|进账|造价|费用|开支|支出|债务|投资|投了|产值|收入|营收|利润|税收|销售额|交易额|总额|金额|价值|出资|耗资|补贴|捐"
)
_ASKED_AREA = re.compile(r"面积|占地")
_ANY_COUNTER = frozenset("个项种类期批")
_NO_COUNTER = re.compile("[亿万月点]|小时|钟头|工作日|星期|季度|百分|平方|立方|千瓦|兆瓦")
_COUNTERS = frozenset(
    "个 家 项 名 位 人 户 种 类 处 座 条 所 台 套 辆 件 只 头 栋 幢 间 口 部 册 场 次 届 批 期 支 款 门 村 镇 乡 街道 县 市 省 国家 国 车位 床位 "
    "班 笔 单 张 艘 架 列 趟 桩 层 级 页 株 棵 枚 袋 瓶 箱 盒 羽 尾 桶 标箱 标准箱 TEU 棒".split()
) | {""}
"""Units of what is counted, whatever the counter: 多少个停车位 is no number of mu."""
_AFTER_HOW_MANY = "(?:多少|几)(?:万|亿|千|百)?"
_OUTPUT = re.compile(
    "(?:产出?|采|挖|收获|打|(?<![税回征招接吸])收(?=了?多少(?:新?鲜|粮|[吨斤]|万吨)))了?多少(?!钱|[亿万千百]?元|产值|值|[亿万]?[吨斤亩户人个公])"
)
"""产多少金子 asks for no money."""
_ASKED_THINGS = (
    (_HOW_LONG, _LENGTH | {"厘米", "毫米"}),
    (re.compile("(?:多少|几)[万亿千百]*方(?![面案法式位言针])"), _VOLUME | {"方"}),
    (_OUTPUT, _WEIGHT | _VOLUME | _COUNTERS),
    *(
        (re.compile(_AFTER_HOW_MANY + thing), units)
        for thing, units in (
            (r"水(?![库电泥果产利田稻域费价表源平])", _VOLUME | _WEIGHT | {"方"}),
            (r"(?:污水|自来水|饮用水|用水)(?![厂费价])", _VOLUME | _WEIGHT | {"方"}),
            (r"电(?![站商厂影动子费价话梯气力网缆池器])", frozenset({"千瓦时", "万千瓦时", "度"})),
            (
                r"(?:粮食?+|饲料|蔬菜|水果|煤炭?+|垃圾|化?肥料?+|木材|鲜果)(?![费价地基厂面市企公产加补种])",
                _WEIGHT,
            ),
            (r"(?:土地|耕地|农田|林地|荒地|地|田)(?![方区铁市级块质下理位面价铁毯])", _AREA),
            (r"(?:路|公路|管道|管网|河道)(?![灯口费线段边])", _LENGTH),
            (
                "(?:农民|村民|群众|游客|学生|孩子|老人|教师|老师|职工|工人|劳动力|党员|旅客|乘客|志愿者)(?![工专合收人均小的资之家户])",
                _PEOPLE,
            ),
        )
    ),
)
"""Things that are measured in units of one sort, where the question says no unit: 多少水, 多少饲料."""
_SOME = re.compile(r"(?<=[那这十百千好近头去些])几|(?<=[前后])几(?=[年天个])")
"""A 几 that asks nothing: 那几座, 十几家, 近几年."""
_MINUS = re.compile(r"(?:^|[^\d日号月年时点期届%％元万亿人亩吨米里A-Za-z])[-－−]$")
_FELL = re.compile("(?:下降|减少|下跌|回落|降低|下滑|收窄|缩减|[降减跌])了?$")
_FELL_LENGTH = 3
_RANGE = re.compile(rf"(?<![从由自年月日\d.]){_NUMBER}\s*{_SCALE}?{_UNIT}?\s*(?:至|到|—|－|-|~|～|–)\s*$")
_RANGE_LENGTH = 16
_FALLING = (*SHARES, "％", "个点")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as it stands in a text: characters [start, end), its value in plain units, and its unit."""

    start: int
    end: int
    value: float
    unit: str


def quantities(text: str) -> list[Quantity]:
    """Figures written in digits, in order; the value is multiplied out.

    >>> [(q.value, q.unit) for q in quantities("投资10.2亿元，增长11.4%")]
    [(1020000000.0, '元'), (11.4, '%')]
    """
    return [found for match in QUANTITY.finditer(text) if (found := _quantity(match)) is not None]


def _quantity(match: re.Match[str]) -> Quantity | None:
    number = _DIGITS.search(match[0])
    if number is None:
        return None
    rest = re.sub(r"[余多来\s]|^个(?=多?亿)", "", match[0][number.end() :])
    scale = re.match(_SCALE, rest)
    unit = rest[scale.end() :] if scale else rest
    value = float(number[0].replace(",", "")) * (SCALES[scale[0]] if scale else 1.0)
    unit = "%" if match[0].startswith("百分之") else unit.replace("％", "%")
    return Quantity(match.start(), match.end(), round(value, 6), unit)


def asking(question: str) -> str:
    """The question with every 几 that only means some written 数, so that what is left asks.

    >>> asking("守了二十几年的那个人叫什么"), asking("修那几座仓花了几万元")
    ('守了二十数年的那个人叫什么', '修那数座仓花了几万元')
    """
    return _SOME.sub("数", question)


def asked_units(question: str) -> frozenset[str]:
    """The units a figure may have to answer a question; empty where any may.

    >>> "公顷" in asked_units("流转土地多少亩"), "元" in asked_units("总投资是多少")
    (True, True)
    """
    question = asking(question)
    if "几成" in question:
        return frozenset({"成", "%"})
    if of_thing := next((units for thing, units in _ASKED_THINGS if thing.search(question)), None):
        return of_thing
    if (
        (named := _IN_BRACKETS.search(question) or _ASKED_UNIT.search(question))
        and not _BEGINS_WORD.match(question, named.start(1))
        and (units := _named_units(question, named))
    ):
        return units
    if not any(word in question for word in ("多少", "几", "多大")):
        return frozenset()
    as_amount = _SHARE_AS_AMOUNT.search(question)
    for pattern, units in ((_ASKED_SHARE, _SHARE), (_ASKED_AREA, _AREA), (_ASKED_MONEY, _MONEY)):
        if pattern.search(question) and not (as_amount and units == _SHARE):
            return units
    return frozenset()


def _named_units(question: str, named: re.Match[str]) -> frozenset[str]:
    """The units of the sort of the one that a question names: 多少亩, 多少个."""
    if _JOBS.search(question) and named[1] in _PEOPLE:
        return _PEOPLE | {"个"}
    if named[1] == "家" and not _FIRMS.search(question):
        return _HOUSEHOLDS
    if named[1] in _ANY_COUNTER:
        return frozenset() if _NO_COUNTER.match(question, named.end()) else _COUNTERS
    unit = named[1].removeprefix("余").removeprefix("多")
    return next((family for family in _FAMILIES if unit in family), frozenset({unit}))


def plain_unit(unit: str) -> str:
    """A unit without what it is counted by and what it is a rate of, as a question asks for it.

    >>> plain_unit("立方米/天"), plain_unit("个国家"), plain_unit("个百分点")
    ('立方米', '国家', '个百分点')
    """
    bare = unit.partition("/")[0]
    return bare if bare in SHARES or len(bare) == 1 else bare.removeprefix("个")


def asks_share(question: str) -> bool:
    """Whether a share, a growth or a ratio may answer.

    >>> asks_share("绿化率多高"), asks_share("2022年GDP总量有多大")
    (True, False)
    """
    return bool(_ANY_SHARE.search(question)) and not _SHARE_AS_AMOUNT.search(question)


def same(claimed: Quantity, stated: Quantity) -> bool:
    """Whether a claimed figure is the stated one: equal value, and the same unit unless the claim names none.

    A bare 100 is no 100%: shares are never written without their sign.
    """
    close = abs(claimed.value - stated.value) <= 1e-9 * max(abs(claimed.value), abs(stated.value), 1.0)
    bare = claimed.unit == "" and stated.unit not in SHARES
    one, other = plain_unit(claimed.unit), plain_unit(stated.unit)
    counted = "个" in (one, other) and {one, other} <= _COUNTERS  # 项目53个 is told as 53个项目
    return close and (bare or claimed.unit == stated.unit or counted)


def snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """A span grown so that no figure or date in it is cut: 16亿 in 16亿元 becomes 16亿元.

    >>> snapped("产值16亿元。", 2, 4)
    (2, 6)
    """
    left, right = max(0, start - 24), min(len(text), end + 24)
    for match in [*DATE.finditer(text, left, right), *QUANTITY.finditer(text, left, right)]:
        if match.start() < end and match.end() > start and match.end() - match.start() > 1:
            start, end = min(start, match.start()), max(end, match.end())
    return start, end


def signed(text: str, start: int) -> int:
    """Where a figure that begins at `start` begins with its minus sign; a dash behind a date or another figure is none.

    >>> signed("| 房屋新开工 | -46.5% |", 11), signed("8月9日-11日", 5)
    (10, 5)
    """
    return start - 1 if start and _MINUS.search(text[max(0, start - 2) : start]) else start


def fallen(text: str, start: int, end: int) -> int:
    """Where a share begins with the word that says it fell: without it 下降1.9% would read as a growth.

    >>> fallen("上半年下降1.9%。", 5, 9)
    3
    """
    fell = _FELL.search(text[max(0, start - _FELL_LENGTH) : start])
    return start - len(fell[0]) if fell and text[start:end].endswith(_FALLING) else start


def ranged(text: str, start: int, end: int) -> int:
    """Where a figure begins that is the end of a range, which means nothing without its beginning; what rose 从…到 is no range.

    >>> text = "规划人口约8万至15万人。"
    >>> text[ranged(text, 8, 12) : 12]
    '8万至15万人'
    """
    before = _RANGE.search(text[max(0, start - _RANGE_LENGTH) : start])
    if not before or not text[start:end][:1].isdigit():
        return start
    return start - len(before[0])


def years_in(text: str, base: int | None = None) -> set[int]:
    """The years a stretch names, 今年 and 去年 by the report's year `base` where it is known.

    >>> sorted(years_in("2021年和去年", 2023))
    [2021, 2022]
    """
    named = {int(match[1]) for match in _YEAR.finditer(text)}
    return named if base is None else named | relative_years(text, base)
