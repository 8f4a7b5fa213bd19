"""Words of the terminal and the page in Chinese and English, and how a person's language is found."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # help is shown from here alone, before anything heavy is imported
    from index.records import Kind

Language = Literal["zh", "en"]

_QUALITY = re.compile(r"^q=([01](?:\.\d{0,3})?)$")

_ZH = {
    # the page
    "name": "县问",
    "tagline": "向县域发展报告提问，每个答案都能点开原文核对",
    "tab_ask": "提问",
    "tab_library": "资料库",
    "ask_placeholder": "输入问题，可以接着追问",
    "ask_label": "问题",
    "clear": "清空对话",
    "welcome": "想从报告里知道什么？",
    "welcome_note": "答案只来自资料库里的 {count} 份报告，逐字标明出处；报告里没有的，会直说没有。",
    "welcome_empty": "资料库还是空的，先放进几份报告，再来提问。",
    "go_library": "去添加报告",
    "try_these": "可以这样问",
    "reading_reports": "正在查阅报告…",
    "citations": "出处",
    "grounded": "有原文依据",
    "partial": "部分有依据",
    "missing": "报告中没有",
    "searched": "已查阅资料库中的 {count} 份报告",
    "nearest": "最接近的原文",
    "confidence": "把握 {percent}%",
    "stopped": "已停止，回答不完整。",
    "page": "第 {page} 页",
    "unknown_error": "出了意外，没有得到回答。请再试一次；仍不行，请查看运行窗口里的记录。",
    "reader_empty": "原文会显示在这里",
    "reader_empty_note": "点答案里的编号，或资料库里的一份报告，就能读到全文；被引用的字会标出来。",
    "close": "关闭",
    "back_to_quote": "回到引文",
    "source": "来源",
    "published_by": "发布",
    "document_gone": "这份报告已不在资料库里，可能刚被移除。",
    "undated": "日期不详",
    "drop_label": "把文件拖到这里，或点击选择",
    "drop_kinds": "txt、md、HTML、PDF，可以一次多份",
    "address_label": "网页地址",
    "address_placeholder": "每行一个 http:// 或 https:// 地址",
    "add": "加入资料库",
    "nothing_to_add": "还没有选择文件，也没有填写地址。",
    "not_an_address": "不是网页地址；请填写以 http:// 或 https:// 开头的地址，文件请用上面的方框上传。",
    "adding": "正在加入 {done}/{total}：{name}",
    "added": "已加入",
    "unchanged": "已有",
    "failed": "未能加入",
    "added_detail": "{title}（{chunks} 个片段）",
    "summary": "加入 {added} 份，已有 {unchanged} 份，失败 {failed} 份",
    "filter_placeholder": "按标题、地区、日期、来源筛选",
    "filter_label": "筛选",
    "col_title": "报告",
    "col_place": "地区",
    "col_date": "日期",
    "col_kind": "类型",
    "col_size": "字数",
    "col_chunks": "片段",
    "col_source": "来源",
    "remove": "移除",
    "confirm_remove": "确认移除？",
    "removed": "已移除：{title}",
    "no_reports": "资料库里还没有报告。",
    "no_match": "没有符合“{needle}”的报告。",
    "shown_of": "共 {count} 份",
    "shown_first": "共 {count} 份，列出前 {shown} 份；用筛选缩小范围",
    "kind_news": "新闻",
    "kind_work_report": "政府工作报告",
    "kind_bulletin": "统计公报",
    "kind_plan": "规划",
    "kind_other": "其他",
    # the terminal
    "cli_about": "县问：向县域发展报告提问，答案逐字标明出处。",
    "cli_commands": "命令",
    "cli_options": "选项",
    "cli_arguments": "参数",
    "cli_usage": "用法：",
    "cli_help": "显示这份说明",
    "cli_version": "显示版本",
    "cli_debug": "出错时显示完整的调用记录",
    "cli_library": "资料库所在文件夹（默认 XIANWEN_LIBRARY，否则 ~/.xianwen/library）",
    "cli_add": "把文件、文件夹或网页地址加入资料库",
    "cli_add_sources": "文件、文件夹（含其中的报告）或 http(s) 地址",
    "cli_ask": "提一个问题",
    "cli_ask_question": "要问的话，用引号括起来",
    "cli_json": "输出 JSON",
    "cli_list": "列出资料库中的报告",
    "cli_remove": "按编号移除一份报告",
    "cli_remove_id": "报告编号，见 xianwen list",
    "cli_serve": "打开网页界面",
    "cli_host": "监听的地址（默认 127.0.0.1，只有本机能访问；0.0.0.0 让同一网络的人访问）",
    "cli_port": "端口（默认 7860；不指定时若被占用，自动用下一个空闲端口）",
    "cli_open": "启动后打开浏览器",
    "cli_eval": "用一份问题集测量检索与回答的质量",
    "cli_lent": "由另一个已安装的包提供",
    "cli_error": "错误：{error}",
    "cli_usage_error": "{error}；用 {prog} --help 查看用法",
    "cli_interrupted": "已中断",
    "cli_unexpected": "意外错误：{error}；加上 --debug 重新运行可看到详情",
    "cli_adding": "加入报告",
    "cli_failure": "失败：{error}",
    "cli_summary": "加入 {added} 份，已有 {unchanged} 份，失败 {failed} 份；{chunks} 个片段；{seconds:.1f} 秒",
    "cli_source_place": "来源：{source}，第 {page} 页",
    "cli_notice": "提示：{notice}",
    "cli_empty_question": "问题是空的；请在引号里写上要问的话",
    "cli_empty_library": "资料库是空的；先用 xianwen add 加入报告",
    "cli_total": "共 {count} 份报告，{chunks} 个片段",
    "cli_id": "编号",
    "cli_removed": "已移除 {title}（{doc_id}）",
    "cli_loading": "正在打开资料库和模型…",
    "cli_serving": "县问已启动：{url}（按 Ctrl-C 停止）",
    "cli_port_taken": "端口 {port} 已被占用；换一个端口，或不写 --port 让程序自己找",
    "cli_port_bad": "端口 {port} 不对；应在 1 到 65535 之间",
    "cli_no_port": "从 {port} 起的 {tries} 个端口都被占用；用 --port 指定一个空闲端口",
    "cli_host_bad": "不能在 {host} 上监听（{reason}）；用 --host 换成本机的地址，如 127.0.0.1",
}

_EN = {
    "name": "Xianwen",
    "tagline": "Ask reports on county development; check every answer against the source",
    "tab_ask": "Ask",
    "tab_library": "Library",
    "ask_placeholder": "Ask, then follow up",
    "ask_label": "Question",
    "clear": "Clear",
    "welcome": "What would you like to know?",
    "welcome_note": "Answers come only from the {count} reports in the library, cited to the character; "
    "what the reports do not say is said to be missing.",
    "welcome_empty": "The library is empty. Add a few reports first, then ask.",
    "go_library": "Add reports",
    "try_these": "For example",
    "reading_reports": "Reading the reports…",
    "citations": "Sources",
    "grounded": "Found in the reports",
    "partial": "Partly found",
    "missing": "Not in the reports",
    "searched": "Searched the {count} reports of the library",
    "nearest": "Nearest passages",
    "confidence": "Confidence {percent}%",
    "stopped": "Stopped; the answer is not complete.",
    "page": "page {page}",
    "unknown_error": "Something unexpected happened and there is no answer. Try again; if it stays, "
    "look at the log of the program.",
    "reader_empty": "The report appears here",
    "reader_empty_note": "Click a number in an answer, or a report in the library, to read the whole text "
    "with the cited characters marked.",
    "close": "Close",
    "back_to_quote": "Back to the quote",
    "source": "Source",
    "published_by": "Published by",
    "document_gone": "This report is no longer in the library; it may just have been removed.",
    "undated": "undated",
    "drop_label": "Drop files here or click to choose",
    "drop_kinds": "txt, md, HTML, PDF; several at once",
    "address_label": "Web addresses",
    "address_placeholder": "One http:// or https:// address a line",
    "add": "Add to the library",
    "nothing_to_add": "No file is chosen and no address is given.",
    "not_an_address": "not a web address; give one that begins with http:// or https://, and use the box "
    "above for files.",
    "adding": "Adding {done}/{total}: {name}",
    "added": "Added",
    "unchanged": "Already there",
    "failed": "Not added",
    "added_detail": "{title} ({chunks} chunks)",
    "summary": "{added} added, {unchanged} already there, {failed} failed",
    "filter_placeholder": "Filter by title, place, date or source",
    "filter_label": "Filter",
    "col_title": "Report",
    "col_place": "Place",
    "col_date": "Date",
    "col_kind": "Kind",
    "col_size": "Characters",
    "col_chunks": "Chunks",
    "col_source": "Source",
    "remove": "Remove",
    "confirm_remove": "Really remove?",
    "removed": "Removed: {title}",
    "no_reports": "There are no reports in the library yet.",
    "no_match": "No report matches “{needle}”.",
    "shown_of": "{count} reports",
    "shown_first": "{count} reports, the first {shown} are listed; filter to see others",
    "kind_news": "News",
    "kind_work_report": "Work report",
    "kind_bulletin": "Bulletin",
    "kind_plan": "Plan",
    "kind_other": "Other",
    "cli_about": "Xianwen: ask reports on county development; every answer names its exact source.",
    "cli_commands": "commands",
    "cli_options": "options",
    "cli_arguments": "arguments",
    "cli_usage": "usage: ",
    "cli_help": "show this help",
    "cli_version": "show the version",
    "cli_debug": "show the whole traceback of an error",
    "cli_library": "folder of the library (default XIANWEN_LIBRARY, else ~/.xianwen/library)",
    "cli_add": "add files, folders or web addresses to the library",
    "cli_add_sources": "files, folders (with the reports in them) or http(s) addresses",
    "cli_ask": "ask a question",
    "cli_ask_question": "the question, in quotes",
    "cli_json": "print JSON",
    "cli_list": "list the reports of the library",
    "cli_remove": "remove a report by its id",
    "cli_remove_id": "id of the report, see xianwen list",
    "cli_serve": "open the page",
    "cli_host": "address to listen on (default 127.0.0.1, this machine alone; 0.0.0.0 for the network)",
    "cli_port": "port (default 7860; unless given, the next free one if it is taken)",
    "cli_open": "open the browser after the start",
    "cli_eval": "measure retrieval and answers on a file of cases",
    "cli_lent": "lent by another installed package",
    "cli_error": "error: {error}",
    "cli_usage_error": "{error}; see {prog} --help",
    "cli_interrupted": "interrupted",
    "cli_unexpected": "unexpected error: {error}; run again with --debug for the details",
    "cli_adding": "Adding reports",
    "cli_failure": "failed: {error}",
    "cli_summary": "{added} added, {unchanged} unchanged, {failed} failed; {chunks} chunks; {seconds:.1f} s",
    "cli_source_place": "source: {source}, page {page}",
    "cli_notice": "note: {notice}",
    "cli_empty_question": "the question is empty; write it between the quotes",
    "cli_empty_library": "the library is empty; add reports with xianwen add",
    "cli_total": "{count} reports, {chunks} chunks",
    "cli_id": "ID",
    "cli_removed": "removed {title} ({doc_id})",
    "cli_loading": "Opening the library and the models…",
    "cli_serving": "Xianwen is running: {url} (Ctrl-C stops it)",
    "cli_port_taken": "port {port} is taken; give another, or leave --port out to have a free one found",
    "cli_port_bad": "port {port} is impossible; give one from 1 to 65535",
    "cli_no_port": "the {tries} ports from {port} on are all taken; give a free one with --port",
    "cli_host_bad": "cannot listen on {host} ({reason}); give an address of this machine, such as 127.0.0.1",
}

WORDS: Mapping[Language, Mapping[str, str]] = {"zh": _ZH, "en": _EN}
"""Every word by language and key; both languages have the same keys and the same {fields}."""


def say(language: Language, key: str, **values: object) -> str:
    """The words for `key`, with its fields filled in. Raises KeyError for an unknown key or a missing field."""
    return WORDS[language][key].format(**values)


def kind_name(kind: "Kind", language: Language) -> str:
    """The name of a kind of report."""
    return say(language, f"kind_{kind}")


def terminal_language(environ: Mapping[str, str]) -> Language:
    """The language of a terminal: XIANWEN_LANGUAGE, else Chinese unless the locale names another language.

    C, POSIX and no locale at all count as Chinese: that is what servers in county offices are set to.

    >>> terminal_language({"LANG": "en_US.UTF-8"}), terminal_language({"LANG": "C.UTF-8"})
    ('en', 'zh')
    """
    chosen = environ.get("XIANWEN_LANGUAGE", "")
    if chosen in WORDS:
        return "en" if chosen == "en" else "zh"
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    language = re.split(r"[._@]", named)[0].lower()
    return "zh" if language in {"", "c", "posix", "zh"} else "en"


def browser_language(accept: str | None) -> Language:
    """The language of a browser from its Accept-Language header: Chinese unless it prefers another.

    >>> browser_language("en-US,en;q=0.9,zh;q=0.8"), browser_language("zh-HK,en;q=0.5"), browser_language(None)
    ('en', 'zh', 'zh')
    """
    offers = [_offer(part) for part in (accept or "").split(",") if part.strip()]
    if not offers:
        return "zh"
    _, tag = max(offers, key=lambda offer: offer[0])
    return "zh" if tag in {"*", "zh"} or tag.startswith("zh-") else "en"


def _offer(part: str) -> tuple[float, str]:
    tag, _, quality = part.strip().partition(";")
    match = _QUALITY.match(quality.strip())
    return (float(match.group(1)) if match else 1.0), tag.strip().lower()
