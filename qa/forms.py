"""What a question wants to be told: its form, and the kind of answer a reader looks for."""

import re

from qa.quantities import asking
from qa.records import AnswerKind, QuestionForm

_UNITS_OF_TIME = "天年月日号时周"
_FORMS: tuple[tuple[QuestionForm, re.Pattern[str]], ...] = (
    (
        "trend",
        re.compile(
            r"(?:19|20)\d{2}年?\s*[-—–~至到]{1,2}\s*(?:19|20)\d{2}年.*(分别|各)" "|怎么变(?!得)|如何变化|变化(情况|趋势|过程)|趋势|走势|历年|逐年|[每各]年(的.{0,12})?(各|分别|都)?(是|有|为)"
            "|这[三四五六]年.{0,4}(各|分别)|(最早|先前|原先|以前).{0,12}多少.{0,8}现在"
        ),
    ),
    (
        "compare",
        re.compile(
            "(谁|哪(一)?[个家座条场县市区镇乡村年边方款类])[^，,。？?]{0,16}(更|最|比较[高低大小多少快慢])"
            "|(谁|哪(一)?[个家座条场县市区镇乡村年边方])[^，,。？?]{0,14}[高低大多快慢强](?=[一些吧呢？?]|$)"
            "|(?<![提降减扩放增加])[高低大小](出|了)?多少(?!钱|人|家|天|年)|多了?多少(?!钱|家|天|年)|[高低多少大小快慢差](出|了)?几个百分点|^.{0,6}(?<![放扩])[高多大]几倍|相差|差(了)?(多少|几)|差距|对比|相比(?!.*(增|涨|升|降))"
            "|比(?![例重率上去前同往]).{2,20}(高|低|多|少|大|小|快|慢)(出|了)?(多少|几|吗|一些)"
        ),
    ),
    ("reason", re.compile("为什么|为啥|为何|缘何|凭什么|凭啥|怎么会")),
    ("rank", re.compile("第几|排在?.{0,6}(多少|几)[位名]|排名(多少|怎样|如何|怎么样|是)?|(?<!安)排在?(多少|什么位置|哪)|名列")),
    (
        "reason",
        re.compile(
            "何以|因为什么|因为啥|原因|怎么回事|咋回事|靠什么|靠啥|图(的)?(什么|啥)|看中.{0,8}(什么|啥)"
            "|(用|采取|有)(了)?(什么|啥)(办法|法子|措施|方法|妙招|窍门)|(什么|啥)(原因|缘故|害处|坏处|毛病|好处|难处|照顾|影响)|好在(哪里|哪儿|哪)"
            "|怎么(?!样|走|去|变|卖的?[？?]?$)|怎样(?![？?]?$)|如何(?![？?]?$)|咋(?!样|走|去|变|卖)"
        ),
    ),
    (
        "summary",
        re.compile(
            "^(请|帮我|麻烦)?(你|给我|我)?(简单|详细|大致|大概)?地?(介绍|概括|总结|概述|归纳|说说|讲讲|谈谈)|介绍一下|(?<![速率幅量值额])(怎么样|咋样)|说了(什么|啥|些什么)|(如何|怎样)[？?]?$|(情况|进展|效果)(是|有)?(什么|怎|如何|咋)"
        ),
    ),
    (
        "list",
        re.compile(
            "哪些|哪[几两三四五六七八九十](?![天年月日号时])|有(什么|啥)(?!时)|包括(什么|啥)|(什么|啥)(地方|国家|城市|企业|产品|项目|活动|内容)都|都有(谁|啥)|分别(是|为|有|叫)|分别.{0,5}(多少|多大|什么|哪|几)|[各每](一)?[类项个步档家条座].{0,10}(多少|多大|什么|谁|几)|各(是|为|有)(什么|谁|多少)"
            "|[两二三四五六七八九十][条大项个类点步种方面]{1,2}[^，,。？?]{0,8}(是|为|叫)(什么|啥)"
        ),
    ),
    ("date", re.compile("哪几(天|年|日|个月)")),
    (
        "duration",
        re.compile("多少天|几天|多久|多长时间|多少年|几年|几个月|多少个月|多少小时|几(个)?小时|用时|耗时"),
    ),
    (
        "growth",
        re.compile(
            "(增长|增加|上涨|涨|上升|提高|提升|下降|减少|下跌|跌|降|(?<!新)增)(了|幅|速)?(到)?(百分之)?(多少|几(?!年|月|天))(?!元|钱|万|亿|人|家|个(?!百)|户|亩|座)"
            "|增速|增幅|涨幅|降幅|增长率|(增长|变化|变动)幅度|同比(?!.*(元|家|户|人次))"
        ),
    ),
    (
        "count",
        re.compile(
            "(?:多少|几)(?:万|千|百)?(?:个(?!百分点|月|小时)|家|户|名|位|座|条(?!件)|所|项|处|件|场|次|人|辆|台|只|头|套|笔|艘|趟|种|类|部|口|间|栋|眼|艘|支|届|批|期)"
            "|(?:多少|几)(?:农户|企业|游客|项目|人次|学校|医院|车位)|数量"
        ),
    ),
    (
        "date",
        re.compile(
            "什么时候|啥时候|啥时|哪时候|什么时刻|何时|几时|[哪何](一)?年|哪(一)?天|哪(一)?日|哪个?月|几月|几号|几点|什么时间|啥时间|什么日子|时间是|哪一届"
        ),
    ),
    ("yes_no", re.compile("^(?!.*(多少|几|什么|啥|哪|谁|各)).*吗[？?。]?$")),
    (
        "figure",
        re.compile("多少|几|多[大高长远宽深重厚]|占比|比例|比重|百分之|一共花|[怎咋]么?卖|均价|票价|多贵"),
    ),
    (
        "person",
        re.compile(
            "谁|哪(一)?位|哪个人|什么人|啥人|何人"
            "|(书记|主任|县长|市长|区长|镇长|乡长|村长|局长|院长|校长|部长|厂长|主席|支书|负责人|经理|董事长|队长|队员|老板|创始人|法人|专家|院士|人)[”\"]?[，,]?(的)?(名字)?叫(什么|啥)"
        ),
    ),
    (
        "place",
        re.compile(
            "哪里|哪儿|在哪|哪个?(县|市|区(?!间)|省|镇|乡|村|地方|地区|小区|园区|场馆|换流站|街道|社区|港|口岸|机场|码头|车?站)|哪(一)?[块片]|哪一?(站|带)"
            "|(什么|啥)(地方|位置)|何处|何地|去哪|往哪"
        ),
    ),
    (
        "yes_no",
        re.compile("(吗|(?<![什怎那这])么)[？?。]?$|是否|是不是|有没有|有无|能否|能不能|会不会|可不可以|没有[？?]?$|了没[？?]?$"),
    ),
    # A question without a question word, as people type into a search box: 西屏县2022年苹果产量？
    (
        "figure",
        re.compile(
            r"((?<![质力胆])量|面积|(?<![价颜])值|额|[单总造地房均售进出]价|价格|[收投]入|营收|保费|[人户利件家总]数|人口|利润|税收|投资|工资|薪水|补贴|[长宽高深]度|密度|里程|距离|规模|成本|费用|外资|[率幅]|GDP|PM2\.5)(的?目标)?(怎么样|咋样)?[？?。]?$"
            "|什么价"
        ),
    ),
)  # fmt: skip
"""The first that is met is the form. A comparison and a trend come first, as they hold the words of the others."""

_KIND: dict[QuestionForm, AnswerKind] = {
    "growth": "figure",
    "count": "figure",
    "rank": "figure",
    "compare": "other",
    "trend": "other",
    "summary": "other",
}


def question_form(question: str) -> QuestionForm:
    """What a question wants, by its question words.

    >>> question_form("同比涨了多少"), question_form("松阳和遂昌谁的GDP更高"), question_form("啥时候通车")
    ('growth', 'compare', 'date')
    """
    asked = asking(question)
    return next((form for form, pattern in _FORMS if pattern.search(asked)), "other")


def kind_of(form: QuestionForm, question: str) -> AnswerKind:
    """The kind of span that answers a question of this form: a growth, a count and a rank are figures.

    >>> kind_of("rank", "在全市排第几"), kind_of("compare", "高几个百分点")
    ('figure', 'figure')
    """
    if form in {"compare", "trend"} and _AMOUNT.search(question):
        return "figure"
    return _KIND.get(form, form)  # type: ignore[arg-type]  # the other forms are kinds


_AMOUNT = re.compile("多少|几")
