"""The phrases around an amount: what grew, what it is called, where its name begins and ends.

Chinese is not segmented here. A figure's name stands between the last comma and the number (产值达到5亿元), or right
behind its counter (25家龙头企业); what may stand between name and number is a closed set of words, listed below.
"""

import re

_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;]+[”’」』）)】]*|[^。！？；!?;\n]+")
TAIL_CHARS = 60
"""How much of a stretch before a number is looked at."""

BREAK = "，,：:。；;！？!?（）()\n—"
_NEAR = "大约|约为|约合|(?<![节制条签合契预履])约|将近|接近|(?<!就)近|超过|超出|超|逾|突破|高达|多达|不足|不到|不少于|不低于|不超过|至少|最高|最低"
_LINK = (
    "达到了?|[两三四五六七八九十]年(?:累计|共计?)|由[降负跌]转[升正增为]为?|转为|也达到?|做到|同样|达成|达|(?<![行作])为|是|(?<![国所私])有|计|共计|合计|总计|累计|(?<!公)共|已经|已|仅|只|就|则|(?<![许认])可|(?<![产功性节动潜效职智技才])能|将|(?<![平人户亩年月日])均|(?<!首)都|各|又|再|还|一举|首次|历史性地?|成功|顺利|基本|"
    "实现|完成|保持在|稳定在|控制在|维持在|保持|了|到|至|(?<!存)在|增加到|增至|增长到|提高到|提高至|提升到|提升至|上升到|上升至|扩大到|扩大至|"
    "发展到|减少到|减少至|下降到|下降至|降到|降至|降低到|降低至|缩短到|缩短至|缩短为|压缩到|压缩至|压减到|压减至|压缩为|跃升到|跃升至|跃上|升至|升到|增加至|增长至|"
    "大多|大都|几乎|差不多|一直|这一年|当年|拟按|拟|按|提到|调到|调至|回落到|回落至|推广到|扩展到|每年|每月|每天|每[亩户人月年吨]|每户|大体|预计|预期|力争|有望|平均|站上|跨上|迈上|迈过|落实|落实了|大关"
)
_TAIL = re.compile(rf"(?:{_NEAR}|{_LINK}|[\s的“”、：:])+$")
_UP = "增收|创收|净增长|多收|前移|前进|上调|上浮|增长|上涨|上升|提高|提升|增加|增产|净增|新增|多增|扩大|跃升|攀升|涨|升|多|翻"
_DOWN = "负增长|精简|削减|下调|下浮|下降|下跌|下滑|减少|回落|降低|缩减|压减|压缩|缩短|缩小|收窄|减|降|少|跌"
_VERSUS = (
    r"(?:(?:同比|环比|实际|名义|年均|平均|累计|总体|分别|各|均|共|又|再|也|都|已|则|将|预计|要|可比价|按可比价格?(?:计算)?|按不变价格?(?:计算)?|大幅|稳步|持续|较快|快速|稳定|逆势|"
    r"(?:[同环]?比|较|与|同)[^，,。；：]{1,12}?(?:同期|上年末?|去年|前年|年[初末底]|年|季度|月|时|预算|计划|预期|相比)|比上年|两年|同比|环比)[，,]?\s*)*"
)
GROWTH = re.compile(
    rf"(?P<versus>{_VERSUS})(?P<verb>(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|幅度|幅)?(?:{_NEAR}|达到?|为|了)*\s*$"
)
SPEED = re.compile(
    rf"(?:的)?{_VERSUS}(?P<noun>增长速度|增长率|增速|增幅|涨幅|(?:增长|上涨|提[高价升]|涨价|上调|增加)幅度|(?P<fall>降幅|跌幅|(?:下降|下调|降[价低]|压[减缩]|减少)幅度)|增长)(?:{_NEAR}|{_LINK}|[分别])*\s*$"
)
SHARE = re.compile(
    rf"(?:(?:约|已|均|各)?占(?:到|有|据)?(?:了)?|(?:超过?|达|约)(?=全[国省市县区州]))(?P<whole>[^，,。；：]{{0,24}}?)(?:{_NEAR}|{_LINK}|的)*$"
)
SHARE_NOUN = re.compile(rf"(?:占比|比重|份额)(?:{_NEAR}|{_LINK}|[分别])*$")
TASK = re.compile(
    rf"(?:完成|占|达到?)(?:了)?(?P<whole>(?:全年|年度|年初|年|既定|预定|总)?(?:目标|计划|预期|任务|预算)+(?:任务|目标|数)?)的?(?:{_NEAR}|[的了])*$"
)
FROM = re.compile(rf"(?:从|由)(?P<then>[^，,。；：]{{0,16}}?)(?:{_NEAR}|的)*$")
TO = re.compile(
    rf"^(?:以上|左右)?[^，,。；：]{{0,6}}?(?:[到至为]|{_UP}|{_DOWN})(?:了|到|至|为)?(?:(?:\d{{4}}年|去年|今年|目前|现在|如今)[底末初]?的?)?(?:{_NEAR}|[了到至])*$"
)
LISTED = re.compile(rf"^(?:以上|左右|多)?\s*[、和及与]\s*(?:{_NEAR})?$")
SINCE = re.compile(
    rf"[比较](?:上年|去年|前年|年初|同期|上季度|(?:19|20)\d\d年)[^，,。；：高低]{{0,6}}(?:(?P<up>高)|(?P<down>低))(?:出|了)?(?:{_NEAR})*$"
)
"""比去年预算低0.4个百分点: against the past, where 高于全国 is against others."""
MOVED = re.compile(
    rf"(?P<up>提高|提升|扩大|增加(?!值))(?P<thing>[^，,。；：]{{2,}}?)(?:{_NEAR})*$|(?P<down>压减|压缩|缩短|降低|减少|削减|节约)(?P<what>[^，,。；：]{{2,}}?)(?:{_NEAR})*$"
)
"""压缩审批时限30%: the thing stands between the verb and the number."""
BEYOND = re.compile("(?:高于|低于|高出|(?<![提降])[高低]|快于|慢于|领先|(?<![加])快|慢|优于)[^，。]{0,14}$")
RANK = re.compile(
    r"(?:(?:名次|位次)(?:是|为)?|[位名]列|(?<![系行陈并])列(?![在于入]?[表图附])|[位列]?居(?!民)|排名?|跃居|排在|排到|升至|上升到)(?P<scope>[^，。；\d第]{0,10})(?:第(?P<nth>\d{1,4}|[一二三四五六七八九十]{1,3})(?:位|名|(?![场届批次期轮章季大个]))"
    r"|(?P<bare>\d{1,4})(?:位|名)?(?=[、，。]))"
)

_ADVERB = (
    "其中|同时|[两三四五六七八九十]年(?=累计|共)|今后|将来|未来|有望|不仅|不但|一年|一共|至今|这个|那个|这次|这一|每个|此外|另外|而且|并且|并|而|且|还|也|又|共有|共计|共(?!享)|现有|现已|已有|拥有|已经|已|目前|如今|现在|截至目前|截至|截止|据统计|据介绍|据了解|"
    "数据显示|初步核算|经初步核算|累计|预计|力争|计划|力争到|全年|年内|年底|年末|月末|期间|以来|近年来|先后|分别|各类|各级|每年|每天|每月|当年|"
    "(?:今年|去年|上年|本年|明年|前年)[初末底]?|[“]?十[一二三四五]五”?(?:时期|期间|前[一二三四]年|以来)?|上半年|下半年|[前一二三四1-4]+季度|第[一二三四]季度|新一年|当前|仅|仅仅|光|通过|使|使得|让|将(?!军)|把(?!关)|令|约|近(?!海)|超(?![市级算])|超过|"
    "全[国省市县区州旗]|我[国省市县区们]|本[省市县区]|该[省市县区]|区里|县里|市里|全口径|实现|完成|达到|形成|帮助|可以?|能够?|到(?![位户])|至|在(?![校建册岗编园保途职])|从(?!业)|由|于|与|和|及|对(?![外口])|为|向|给|以(?!旧)|的|了|是|有(?![限机效色])|等(?!级)|其|他|她|它|这|那|要(?!素)|会(?![计议展员])|就(?![业医诊])|均(?!价)|都(?!市)|再(?!生)|"
    r"(?:19|20)\d\d\s*[-—–至到]\s*(?:19|20)\d\d年?|(?:19|20)\d\d年?度?|\d{1,2}\s*[-—–至到]\s*\d{1,2}月份?|\d{1,2}月份?|\d{1,2}日|过去一年|一年来|五年来|过去五年|[年月][末底]"
)
_HEAD = re.compile(rf"^(?:{_ADVERB}|[\s、“”’‘·】\])）#*●])+")
# Verbs that hand something over: the thing named behind them is the indicator.
_GIVES = "受理发放|发放|提供|给予|拨付|安排|下达|筹集|兑现|投入|(?<!转移)支付|落实|争取|争取到|引导|新增发放|募集|捐赠|减免|办理"
_GIVEN = re.compile(rf"^.*?(?:{_GIVES})(?!运营|使用|生产)(?=[\u4e00-\u9fff“]{{2,}}$)")
# Verbs that leave the thing they act on to the noun behind the counter (吸引710名毕业生).
_TRANSITIVE = re.compile(
    "(?:惠及|吸引|带动|引进|引育|建成|新建|改造|新增|签约|落地|有|拥有|培育|发展|建设|实施|开工|打造|组织|开展|举办|发放|完成|服务|覆盖|辐射|带来|"
    "提供|为|向|对|给|把|将|使|让|了|着|投放|处理|化解|办理|解决|受理|认定|流转|培训|选派|招录|帮扶|资助|救助|安置|获得|争取|创建|入选|推出|投入|种植?|"
    "支持|推进|启动|涉及|包括|来自|聚集|集聚|汇聚|入驻|参与|选出|评选|设立|成立|布局|谋划|储备|建起|盖起|向更多|共向|以及|的|满足|发货|支付|整合|节约|节省|消耗|减排|减少|使用|安排|拨付|下达|发行|筹集|利用|使用|兑现|及|和|与|等|在|从|由|第|每|另|下|这|于|中|里|内)$"
)
KEPT = re.compile(
    "(?:新注册|新登记|新设立|保障|加工|生产|销售|运送|处理|收购|供应|新增|新建|建成|改造|签约|落地|开工|引进|培训|流转|认定|新入库|竣工|投产|创建|获批|完成|种植?|发放|办理)$"
)
_VERB = (
    "今年|去年|上半年|目前|当前|截至|日前|近日|进行|惠及|带来|发放|参加|参会|参与|来[^源自]|到(?![位达])|实现|完成|提供|吸引|正在|已|将(?!军)|在(?![校建册岗编园职])|从(?![业事])|向|为|对(?![象口外标])|"
    "以(?![上下内外])|被|得到|大幅|全面|扎实|陆续|先后|集中|开工|建成|竣工|投产|通车|落地|签约|超过|达(?!标)|是|有(?![限机效色])|于(?!田)|由|并|且|超(?![市级算声])|近(?!海)|"
    "约(?!束)|均|都|增长|下降|增加|减少|提高|上升|扩大|提升|回落|缩小|跃升|也|仍|受益|分布|覆盖|涵盖|涉及|包括|占(?!地)|让|使|给|把|用于|同比|其中|入选|入驻|上榜|列入|纳入|加入|争取|发往|销往|远销|上架|上市|联合|帮助|直接|渡过|之一|一字|携带|前来|现场|达成|围绕|成为|即将|居(?=[全于前首第])|进出|进入|获得|获评|被评|位列|位居|享受|领取|参保|脱贫|搬迁|上岗|就业创业|不断|持续|稳定|顺利|纷纷|如期|基本|全部|同步|共同|主要|每年|每天|全年|年均|累计"
)
_FIRST_VERB = re.compile(rf"(?:{_VERB})")
_SAYS = re.compile("^[\u4e00-\u9fff·]{2,4}(?:表示|说|介绍|指出|认为|告诉)")
_WHEN = re.compile(
    "^(.{2,16}?)(?:(?:19|20)\\d\\d年|今年|去年|上年)?(?:全年|上半年|前三季度|[一二三四]季度)(?=.{2,}$)|^(.{2,16}?)(?:19|20)\\d\\d年(?=.{2,}$)"
)
_THEN = re.compile("(?:在|到)?(?:19|20)\\d\\d年[底末初]?$")
_CLAUSE = re.compile("来自|成功|装满|满满|充满|具有|符合|参与|参加|位于|用于|全新|最新|优质|专门|从事")
_APPROACH = re.compile(rf"(?:{_NEAR}|\s)+$")
_NOT_NAME = re.compile(
    r"^(?:前者|后者|两者|打造|建设|新建|实施|安排|支持|设立|推出|组织|吸引|带动|覆盖|服务|涉及|包括|减少|增加|上升|扩大|提高|希望|工地上|严守|数字|总数|一天|一周|每天|[以之]?[上下内外前后间]|左右|多|余|不等|的|起|元|次|时|间|间隔|目标|任务|其余|其他|[一二三四五六七八九十两\d]+年(?:来|间)?|[\s“”\"'])*$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences, in order, without the blank ones.

    >>> sentences("甲增长。乙下降！")
    [(0, 4), (4, 8)]
    """
    return [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]


def name_before(left: str) -> str:
    """The name that a stretch before a number ends with, bare of linking words, times and the verb of giving.

    >>> name_before("2022年实现地区生产总值"), name_before("发放创业担保贷款"), name_before("目前达到约")
    ('地区生产总值', '创业担保贷款', '')
    """
    name = _TAIL.sub("", re.sub("^(?:以[上内下外]|左右|上下)", "", left[-TAIL_CHARS:]))
    if given := _GIVEN.match(name):
        name = name[given.end() :]
    name = _HEAD.sub("", _TAIL.sub("", _THEN.sub("", _WHEN.sub(lambda m: m[1] or m[2], name))))
    return "" if _NOT_NAME.match(name) else name


def is_transitive(left: str) -> bool:
    """Whether the words before a number end in a verb or particle whose object is still to come.

    >>> is_transitive("今年他种了"), is_transitive("吸引近"), is_transitive("种植面积")
    (True, True, False)
    """
    near = _APPROACH.sub("", left[-24:])
    linked = _TAIL.sub("", left[-24:]).rstrip("近约超逾")
    return not near or not linked or bool(_TRANSITIVE.search(near) or _TRANSITIVE.search(linked))


def begins_with_verb(right: str) -> bool:
    """Whether the words behind a noun begin with one of the verbs that end a name.

    >>> begins_with_verb("脱贫摘帽"), begins_with_verb("干部")
    (True, False)
    """
    return _FIRST_VERB.match(right) is not None


def name_after(right: str) -> str:
    """The noun right behind a counter, up to the verb that follows it; empty where none follows.

    >>> name_after("龙头加工企业"), name_after("高校毕业生来沈阳"), name_after("进行改造"), name_after("以上")
    ('龙头加工企业', '高校毕业生', '', '')
    """
    text = re.sub(r"^(?:以上|左右|多|余)?[\s“”]*(?:的)?", "", right[:40])
    opening = re.match("(?:提供|参加|实施)(?=[\u4e00-\u9fff]{3,})", text)
    text = text[opening.end() :] if opening else text
    if done := re.match("已(?:竣工|建成|开工|投产|签约|完成|投用)的?(?=[\u4e00-\u9fff]{2,})", text):
        text = text[done.end() :]
    if _FIRST_VERB.match(text) or re.match("和(?![平谐美田])|及(?!时)|与", text):
        return ""
    stop = _FIRST_VERB.search(text, 1)
    if _SAYS.search(text):  # the name of a speaker, behind a headline without a stop
        return ""
    text = text if stop else text.rstrip("和与及")
    name = text[: stop.start()] if stop and stop.start() > 1 else text if not stop else ""
    of, _, thing = name.partition("的")
    if len(of) > 1 and thing:  # 学校的新建, but 装满罐头的冷藏车
        name = thing if _CLAUSE.match(of) and len(thing) > 1 else of
    return "" if _NOT_NAME.match(name) or len(name) < 2 else name
