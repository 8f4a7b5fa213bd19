"""What sites put around a report: menus, breadcrumbs, share buttons, counters, lists of other articles, imprints.

A line goes by its own form alone (`is_menu`) only where no sentence of a report looks so. Weaker signs, such as a
word that may be a menu's or a heading's, count at the edges of a page alone: before its first sentence and after its
last, and there in numbers. What is left of a line with a date and a counter is its date and its source.
"""

import re
from collections.abc import Callable
from itertools import pairwise

BODY_CHARS = 50
"""A line from this length on is prose even without the end of a sentence."""
_MENU_CHARS = 160
_RUN = 3
"""So many items of menus in a line, or lines of them one after the other, are a menu at the edge of a page."""

_FIRM = (
    "首页 主页 网站首页 返回首页 本站首页 登录 注册 登录注册 退出 搜索 检索 高级搜索 站内搜索 手机版 电脑版 移动版 客户端 微博 微信 官方微博 官方微信 政务微博 政务微信 "
    "返回 返回顶部 回到顶部 返回列表 返回栏目 返回上页 返回上一页 返回主站 打印 打印本页 关闭 关闭窗口 关闭本页 收藏 加入收藏 设为首页 分享 纠错 我要纠错 我要评论 我要留言 "
    "English EN 中文 简体 繁體 繁体 简体版 繁体版 中文简体 中文繁体 无障碍 无障碍阅读 无障碍浏览 进入无障碍 适老化 长者模式 长者版 关怀版 关怀模式 老年模式 大字版 "
    "智能问答 智能机器人 网站地图 站点地图 联系我们 关于我们 网站声明 隐私声明 法律声明 使用帮助 网站导航 友情链接 RSS RSS订阅 个人中心 我的收藏 阅读原文 写留言 听新闻 更多 更多>> MORE"
).split()
_LOOSE = (
    "新闻 新闻头条 头条 要闻 时政 时事 社会 财经 经济 视频 图片 图库 专题 专栏 直播 正文 内容 详情 信息详情 文章详情 本地 国内 国际 民生 文化 旅游 教育 健康 评论 理论 县情 县区 乡镇 部门 "
    "政务 政务公开 政府信息公开 信息公开 政务服务 公共服务 便民服务 办事服务 网上办事 在线办事 互动交流 政民互动 公众参与 营商环境 投资环境 招商引资 招商 新闻中心 新闻动态 新闻资讯 工作动态 "
    "通知公告 公示公告 政策文件 政策法规 政策解读 领导之窗 领导活动 机构职能 机构设置 数据开放 数据发布 统计数据 统计信息 财政预决算 人事信息 专题专栏 领导信箱 县长信箱 书记信箱 在线访谈 民意征集 "
    "各县动态 国务院 国家 省政府 市政府 省内 区县 部门网站 区县网站 乡镇网站 新闻网站 政府网站 APP 抖音 快手 视频号 头条号 热线 数字报 电子报 论坛 房产 汽车 招聘 美食 "
    "全部 综合 信息 服务 公告 动态 解读 概况 互动 专版 副刊 日报 晚报 广播 电视 融媒 矩阵 媒体矩阵 融媒矩阵 排行榜"
).split()
_COMMON = frozenset(
    "社会 财经 经济 内容 详情 本地 国内 国际 民生 文化 旅游 教育 健康 评论 理论 县情 县区 乡镇 部门 营商环境 投资环境 招商引资 招商 国务院 国家 省内 区县 全部 综合 信息 服务 公告 "
    "动态 解读 概况 互动 媒体 电视 广播 汽车 房产 招聘 美食 抖音 快手 公共服务 政策法规 统计数据 人事信息".split()
)
"""Words of menus that are those of lists in reports as well; they make no menu by themselves."""
_ITEM = "(?:" + "|".join(map(re.escape, sorted({*_FIRM, *_LOOSE}, key=len, reverse=True))) + ")"
_MENU = re.compile(rf"{_ITEM}++")
_OPEN_ITEM = re.compile(
    r"(?:走进|走近|魅力|美丽|印象|活力|幸福|认识|感知|发现|爱上|掌上)[\u4e00-\u9fff]{2,3}"
    r"|[\u4e00-\u9fff]{2,4}(?:要闻|概况|动态|公告|公示|快讯|频道|在线|公开|信箱|专栏|专题|之窗|风采|访谈|入口|矩阵|新闻|资讯)"
)
_FIRM_WORDS = frozenset(_FIRM)
_HAS_FIRM = re.compile("|".join(map(re.escape, sorted(_FIRM_WORDS, key=len, reverse=True))))
_SPLIT = re.compile(r"[\s|｜>»›•·/＞→\[\]【】]+")

_COUNT = (
    r"(?:本文|文章)?(?:已有?|被|共|累计|总){0,2}(?:浏览|点击|阅读|访问|人气|查看)"
    r"(?:(?:次数|人次|人数|数|量|率)\s*[:：]?|\s*[:：]|(?=\s*[\[(（]?\s*\d))\s*[\[(（]?\s*[\d,.]*万?\+?\s*[\])）]?\s*(?:次|人)?"
    r"|(?<![\d:\-./])\d[\d,.]*万?\+?次?(?:阅读|浏览|点击|评论|点赞|转发)(?!\s*[:：])"
)
_SIZE = r"(?:选择|调整)?(?:字[号体](?:大小|选择)?|文字大小)\s*[:：]?\s*(?:[\[【(（]\s*)?(?:(?:特大|超大|大|中|小|默认|标准|正常|A[+\-]?|T[+\-]?)[号字]?[\s|｜/、\]\[】【]*)*[\])）】]?"
_BUTTON = (
    r"打印(?:本[页文]|此页|文章)?|关闭(?:窗口|本页|页面|此页)?|(?:我要|加入)?收藏(?:本[页文])?|我要(?:纠错|评论)|纠错|(?:一键)?分享(?:到|至|给|按钮)?\s*[:：]?|"
    r"下载(?:PDF|WORD|Word|本文)|(?:保护)?视力(?:保护)?色?\s*[:：]?|听新闻|(?:语音|AI)?(?:朗读|播报)|复制(?:链接|网址)|微信好友|朋友圈|微信|(?:新浪|腾讯)?微博|QQ空间|QQ好友|QQ|人人网|豆瓣|"
    r"默认|杏仁黄|秋叶褐|胭脂红|芥末绿|天蓝|雪青|护眼|背景颜色\s*[:：]?|双击滚屏|繁體|简体"
)
_WIDGET = re.compile(
    rf"(?<![\u4e00-\u9fffA-Za-z])(?:[\[【(（]?\s*(?:{_COUNT}|{_SIZE}|{_BUTTON})\s*[\]】)）]?)++(?![\u4e00-\u9fffA-Za-z])"
)
_WIDGETS = re.compile(rf"(?:[\[【(（\s|｜/、,，]*(?:{_COUNT}|{_SIZE}|{_BUTTON})[\]】)）\s|｜/、,，]*)++")
_FIELD = (
    r"(?:发布|发文|发表|更新|录入|添加|上传|创建|编辑)?(?:时间|日期)|(?:信息|文章|稿件|新闻|内容)?来源|稿源|(?:文章)?作者|撰稿|供稿(?:单位)?|"
    r"发布(?:人|者|机构|单位)|信息提供|责任编辑|责编|编辑|审核|浏览|点击|阅读|访问|人气|字号|字体|分享"
)
_META = re.compile(
    rf"^[\[【(（]?\s*(?:[\u4e00-\u9fff]{{2,14}}\s+(?=(?:19|20)\d\d\s*[-/.年]))?(?:(?:{_FIELD})[^\n。：:]{{0,6}}[:：]|(?:19|20)\d\d\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,2}})"
)
_LABELS = re.compile(rf"(?:{_FIELD})\s*[:：]")
_DATED = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}")
_SOURCED = re.compile(
    r"(?:来源|稿源|发布(?:机构|单位)|信息提供|供稿(?:单位)?)\s*[:：]\s*(?!(?:作者|编辑|责编|时间|发布|浏览)\s*[:：])[\w《“]"
)
_EMPTY_FIELD = re.compile(rf"(?:{_FIELD})\s*[:：]\s*(?=(?:{_FIELD})\s*[:：]|$)")
_EDITED = re.compile(r"\s*(?:责任编辑|责编|编辑|审核|发布人|发布者|录入)\s*[:：]\s*[\w·]{0,8}(?=\s|$)")

_PURPOSE = "精彩|资讯|新闻|更多|第一时间|关注我们|体验|畅读|身边事|全文|详情|原文|当前页|本页|手机版|在手机|手机上|移动端|互动|不迷路|订阅|热点|大小事|蓝字"
_CHANNEL = "APP|App|app|客户端|公众号|二维码|应用市场|应用商店|视频号|抖音号|微信号|蓝字|原文|小程序|手机"
_WHOLE = re.compile(
    "|".join(
        (
            r"返回(?:栏目|首页|顶部|列表|上页|上一页)\W*",
            r"(?:[您你]?(?:现在|当前|目前)?(?:所在)?的?(?:位置|栏目)|当前页面)\s*(?:是|在|为)?\s*[:：>»].{0,120}",
            r"(?:网站|本站)?(?:首页|主页)\s*(?:[>»›＞→/|]|>>|-{1,2}>?)\s*[^。！？]{1,100}",
            r"[【\[（(]?\s*(?:责任编辑|责编|值班编委|实习编辑|责任校对)\s*[:：/丨|｜][^。]{0,30}",
            r"[【\[（(]\s*(?:编辑|校对|审核|监制|编审|初审|终审)\s*[:：/丨|｜][^。）)]{0,20}[】\]）)]",
            r"(?:分享让更多人看到|我要纠错|分享(?:到|至|给)\s*[:：]?[^。]{0,20})",
            r"扫一扫(?:\s*|\s*在?手机.{0,20}|[，,]?\s*(?:关注|下载|分享|打开|阅读).{0,20}|.{0,10}(?:公众号|二维码|客户端|APP|小程序))",
            r"(?:微信|手机|用微信|用手机|请用微信)扫(?:一扫|码|描)[^。，]{0,30}",
            r"(?:上一[篇条则页]|下一[篇条则页]|前一篇|后一篇|上篇|下篇)(?:文章)?\s*(?:[:：>»].{0,120}|\s(?!.*。).{1,80}|)",
            r"(?:上一篇|下一篇)(?:没有了|无|暂无)",
            r"(?:[Cc]opyright|COPYRIGHT|版权所有|©|网站标识码|[^。，：:]{0,6}ICP备|[^。，：:]{0,4}公网安备)[^。]{0,100}",
            r"[-—–]\s*\d{1,4}\s*[-—–]",
            r"第\s*\d{1,4}\s*页(?:\s*[/／,，]?\s*共\s*\d+\s*页)?",
            r"(?=.*(?:上一页|下一页|尾页|末页))(?:首页|上一页|下一页|尾页|末页|共\s*\d+\s*页|第\s*\d+\s*页|\d{1,3}|跳转|GO|\.{3}|…|[\s|>»<«\[\]])+",
            r"(?:视频加载中|正在加载|点击播放|播放视频|加载中|您的浏览器不支持|扫码(?:阅读|下载|关注)|手机扫码).{0,20}",
            r"(?:点击)?(?:上方|下方|这里|此处).{0,6}蓝字.{0,16}|点击蓝字.{0,12}|点击(?:查看|阅读|下载)(?:全文|详情|原文|更多|大图|原图)\W*|点击图片.{0,8}(?:大图|放大)\W*",
            r"[-—–=~·\s]{0,6}(?:END|end|End|完结)[-—–=~·\s]{0,6}",
            r"(?:点|求)?(?:赞|分享|收藏|在看|点赞|点在看|转发|评论|留言|关注|已关注|重播)(?:[\s、，|点求]+(?:赞|分享|收藏|在看|点赞|点在看|转发|评论|留言|关注|已关注|重播|吧)){1,6}[吧哦！!]?",
            r"(?:喜欢此内容的人还喜欢|预览时标签不可点|继续滑动看下一个|向上滑动看下一个|轻触阅读原文|微信扫一扫|收录于(?:合集|话题|专辑)).{0,30}",
            r"(?:19|20)\d\d[-年]\d{1,2}[-月]\d{1,2}日?\s+\d{1,2}:\d{2}\s*发表于\s?[\u4e00-\u9fff]{2,4}",
            r"(?:今天是|现在是|今天)\s*[:：]?\s*(?:19|20)\d\d年[^。]{0,24}星期[一二三四五六日天][^。]{0,20}",
            r"(?:您好[，,])?欢迎(?:您)?(?:访问|光临|来到|浏览|进入)[^。，]{0,30}(?:网|网站|门户|平台)\W{0,2}",
            r"(?:请)?输入(?:关键[字词]|搜索内容|您要搜索的内容|检索词).{0,8}|热门?(?:搜索|搜词|词)\s*[:：].{0,80}",
            r"\d*\s*(?:条|个)?评论(?:\s*[（(]?\d+[）)]?)?|登录\s*后.{0,8}评论|还没有评论.{0,12}|(?:立即|立刻|马上)(?:打开|下载|体验)|标签\s*[:：].{0,60}|Tags?\s*[:：].{0,60}",
            r"\d+\s*篇原创内容|公众号|[\u4e00-\u9fff]{2,16}官方(?:微信)?(?:公众号|账号|微博)|[^。]{0,10}(?:记得|别忘了|点个|动动手|欢迎|给个)[^。\d]{0,6}(?:点赞|赞|在看|转发|分享)[^。\d]{0,10}[哦吧啦呗！!]{1,2}",
            r"[▲△▼▽↑↓←→★☆■□●○◆◇※—\-=_*·.\s]{1,80}",
        )
    )
)
_ADVERTISED = re.compile(
    rf"(?=.*(?:{_CHANNEL}))(?=.*(?:{_PURPOSE}))"
    r"[（(【]?(?:扫|长按|识别|点击|点这里|下载|打开|关注|欢迎|请?使用|用微信|微信|手机|立即|快来|更多|想看|登录)[^。]{0,70}[。！!）)】]?"
)
_ERRAND = re.compile(
    "报名|办理|办事|申请|申报|查询|登记|缴费|缴纳|预约|投诉|举报|咨询|填写|提交|实名|认证|领取|投票|购票|订票|参加"
)
"""What people are told to do by a notice, and not by an advertisement."""

_OTHERS = re.compile(
    r"(?:#+ )?[【\[▎▌■◆●>»\s]{0,3}(?:(?:相关|推荐|热门|热点|最新|精彩|往期|更多|猜你|延伸|图片|视频|今日|本周|24小时|为您|为你|编辑|大家都在|网友|站内|阅读)"
    r"(?:文章|阅读|新闻|链接|报道|推荐|资讯|回顾|精彩|喜欢|头条|热点|要闻|信息|内容|解读|政策|文件|附件下载|专题|排行|排行榜|热榜|看|评论|动态|搜索)(?:推荐|排行|排行榜)?"
    r"|推荐阅读|延伸阅读|拓展阅读|往期回顾|友情链接|网友评论|发表评论|我要评论|全部评论|热门评论|评论区|跟帖|文章评论|看了又看|相关稿件|点击排行|阅读排行|热点排行|热搜榜?|快速导航|常用链接)"
    r"(?:\s*[（(]\s*\d+\s*[)）])?\W{0,4}[A-Za-z ]{0,12}\W{0,3}(?:\u66f4\u591a\W{0,3}|\d{1,4}\s*条?)?"
)
_FOOT = re.compile(
    r"ICP备|公网安备|公安备案|网站标识码|版权所有|[Cc]opyright|COPYRIGHT|©|政府网站找错|中文域名\s*[:：]|建议使用.{0,30}(?:分辨率|浏览)"
)
_FOOT_WEAK = re.compile(
    r"(?:主办|承办|主管|协办|运行维护|运维|技术支持|维护|网站管理|内容管理|建设)(?:单位|方|机构)?\s*[:：]|(?:网站|技术|监督|举报|服务)(?:支持)?(?:电话|热线|邮箱)\s*[:：]|"
    r"(?:违法和不良信息|不良信息)举报|您是第\d*位|(?:总|累计)?访问量|互联网新闻信息服务许可证|许可证编?号?\s*[:：]|邮编\s*[:：]"
)
_LEGAL = re.compile(
    r"(?=.*(?:转载|版权|侵权|分辨率|浏览器|ICP|公网安备|网站标识码|声明|联系(?:我们|本网|本站)|理性发言|评论|新闻线索|投稿|来稿|不代表本))"
    r"[【（(※*]?(?:(?:免责|版权|特别|郑重|网站|重要)?(?:声明|说明|提示)\s*[:：】]|凡(?:本网|注明|来源)|未经.{0,16}(?:授权|许可|允许|同意)|本(?:网|站|平台|网站|公众号)|如(?:有|涉|果|需|您|发现)|"
    r"转载(?:请|须)|版权(?:所有|归|属于|声明|说明)|[Cc]opyright|©|建议使用|文明上网|登录|欢迎|您的|.{0,24}(?:版权所有|ICP备))"
)
_LEGAL_CHARS = 220
_LICENCE = re.compile(r"本作品(?:是|在|的|采用|依|由|根据|已)")
_LICENSED = re.compile(r"公有领域|[Pp]ublic domain|知识共享|CC BY|维基")
_LICENCE_LINES = 60
_WEATHER = re.compile(
    r"(?:今日|今天|天气)?\s*[:：]?\s*(?:晴|多云|阴|[小中大暴阵]雨|[小中大]雪|雾|霾)[^。]{0,24}[℃°][^。]{0,12}"
)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百]+[章节条篇]|\d{1,2}[.．、]\D|附件)"
)


def is_row(line: str) -> bool:
    """Whether a line is the row of a table, as the readers write them.

    >>> is_row("| 指标 | 2022年 |"), is_row("首页 | 新闻")
    (True, False)
    """
    return len(line) > 2 and line.startswith("|") and line.endswith("|")


def is_menu(line: str) -> bool:
    """Whether a line is page furniture and no part of the report, whatever stands around it.

    >>> is_menu("首页   |   新闻头条"), is_menu("一、综合"), is_menu("扫描二维码，填写报名表")
    (True, False, False)
    """
    if not line or len(line) > _MENU_CHARS or is_row(line) or "。" in line[:-1]:
        return False
    line = line.lstrip("# ")
    if _WHOLE.fullmatch(line) or _WIDGETS.fullmatch(line):
        return True
    if is_advertised(line):
        return True
    if _META.match(line) and not trimmed(line):
        return True
    words = [word for word in _SPLIT.split(line) if word]
    return bool(words) and all(map(_MENU.fullmatch, words)) and any(map(_HAS_FIRM.match, words))


def is_advertised(line: str) -> bool:
    """Whether a line does nothing but call to an app or an account.

    >>> is_advertised("扫描二维码，关注我们"), is_advertised("扫描二维码，填写报名表")
    (True, False)
    """
    return bool(_ADVERTISED.fullmatch(line)) and not _ERRAND.search(line)


def trimmed(line: str) -> str:
    """A line of date, source, counter and buttons without counter and buttons; empty where neither date nor source is left.

    >>> trimmed("发布时间：2023-03-01 来源：县统计局 浏览次数：12次 字号：[大 中 小] 打印 关闭")
    '发布时间：2023-03-01 来源：县统计局'
    """
    if len(line) > _MENU_CHARS or is_row(line) or not _META.match(line) or set("。，") & set(line):
        return line
    rest = _WIDGET.sub(" ", line)
    if rest == line and len(_LABELS.findall(line)) < 2:  # one field alone is the report's
        return line
    rest = re.sub(r"(?<=[:：])\s+(?=\S)", "", _EDITED.sub("", re.sub(r"[】\]]\s*[【\[]", " ", rest)))
    while (shorter := _EMPTY_FIELD.sub("", rest.strip(" |｜/、,，[]【】"))) != rest:
        rest = shorter
    if re.sub(r"\s", "", rest) == re.sub(r"\s", "", line):
        return line
    return re.sub(r"\s{2,}|\s*[|｜]\s*", " ", rest) if _DATED.search(rest) or _SOURCED.search(rest) else ""


def without_edges(lines: list[str]) -> list[str]:
    """The lines of a text without the menus before its first sentence and what follows its last.

    >>> without_edges(["新闻", "政务公开", "走进遂昌", "某县公报", "全县增收。", "主办：某县政府", "浙ICP备1号", "地址：某路1号"])
    ['某县公报', '全县增收。']
    """
    lines = _without_others(lines)
    first = next((at for at, line in enumerate(lines) if _is_body(line)), -1)
    if first < 0:
        half = len(lines) // 2
        return _unmenued([*lines[:half], *_cut_foot(lines[half:])])
    last = _last(lines, _is_body) + 1
    return [*_unmenued(_unheaded(lines[:first])), *lines[first:last], *_unmenued(_cut_foot(lines[last:]))]


def _last(lines: list[str], wanted: Callable[[str], bool]) -> int:
    return next((at for at in range(len(lines) - 1, -1, -1) if wanted(lines[at])), -1)


def _unheaded(lines: list[str]) -> list[str]:
    """Without headings of lists that stood beside the text: nothing is under them before the title (`# `)."""
    kept = [line for line in lines if line and not is_menu(line)]
    empty = {a for a, b in pairwise(kept) if a.startswith("##") and b.startswith("# ")}
    return [line for line in lines if line not in empty]


def _without_others(lines: list[str]) -> list[str]:
    """Cut the list of other articles that follows a report: a heading such as 相关阅读 with no sentence behind it."""
    start = max(_last(lines, _says) + 1, 1)
    at = next((at for at in range(start, len(lines)) if _OTHERS.fullmatch(lines[at])), len(lines))
    return lines[:at]


def _says(line: str) -> bool:
    return is_row(line) or ("。" in line and not _is_legal(line))


def _is_legal(line: str) -> bool:
    return len(line) <= _LEGAL_CHARS and bool(_LEGAL.match(line))


def _is_body(line: str) -> bool:
    """Whether a line is of the report for certain: a sentence, a row, a numbered heading, a long line."""
    if is_menu(line) or _is_legal(line):
        return False
    if is_row(line) or _NUMBERED.match(line.lstrip("# ")):
        return True
    if "。" in line or line.endswith("；"):
        return True
    if len(line) >= BODY_CHARS // 2 and line.endswith(("！", "？", "！”", "？”")):
        return True
    return (
        len(line) >= BODY_CHARS
        and not _FOOT.search(line)
        and not _is_nav(line)
        and not _FOOT_WEAK.search(line)
    )


def _is_nav(line: str) -> bool:
    words = [word for word in _SPLIT.split(line.lstrip("# ")) if word]
    return bool(words) and all(_MENU.fullmatch(word) or _OPEN_ITEM.fullmatch(word) for word in words)


def _unmenued(lines: list[str]) -> list[str]:
    """Without lines of menus that have three items together, one of them at least a word of menus alone."""
    out: list[str] = []
    run: list[str] = []
    for line in [*(one for one in lines if not is_menu(one) and not _WEATHER.fullmatch(one)), "\0"]:
        if not line or _is_nav(line):
            run.append(line)
            continue
        words = [word for one in run for word in _SPLIT.split(one.lstrip("# ")) if word]
        if len(words) < _RUN or _COMMON.issuperset(words):
            out += run
        run = []
        out.append(line)
    return out[:-1]


def _cut_foot(lines: list[str]) -> list[str]:
    """What follows the last sentence, up to a list of other articles, an imprint or a licence."""
    cut = len(lines)
    strong = any(_FOOT.search(line) for line in lines)
    for at, line in enumerate(lines):
        if (
            _OTHERS.fullmatch(line)
            or _FOOT.search(line)
            or _is_legal(line)
            or (strong and _FOOT_WEAK.search(line))
        ):
            cut = at
            break
    return lines[:cut]


def without_licence(lines: list[str]) -> list[str]:
    """Without the note of a public library under a text: 本作品是…公有领域…, from its first line on.

    >>> without_licence(["报告完。", "本作品是法律", "，属于公有领域。", "false"])
    ['报告完。']
    """
    for at in range(max(0, len(lines) - _LICENCE_LINES), len(lines)):
        if _LICENCE.match(lines[at]) and any(_LICENSED.search(line) for line in lines[at : at + 20]):
            return lines[:at]
    return lines
