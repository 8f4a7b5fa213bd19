"""Words of the card of a case and of the stages, in Chinese and English. What a run file holds stays as it is."""

from collections.abc import Callable, Mapping
from typing import Literal

from eval.stages import MEANING

Language = Literal["zh", "en"]

_EN = {
    "case": "Case",
    "right": "right",
    "wrong": "wrong",
    "best_correct": "its likeliest span would have been right",
    "searched_as": "searched as",
    "expected": "Expected",
    "expected_all": "Expected, all of",
    "or": "or",
    "refusal": "a refusal: the reports do not say",
    "answered": "Answered, confidence {confidence}, {grounding}",
    "refused": "Refused, confidence {confidence}, {grounding}",
    "ungrounded": "not in the cited quotes:",
    "broken": "citations that are not the stored characters: {count}",
    "page": ", page {page}",
    "on_evidence": ", on the evidence",
    "off_evidence": ", not on the evidence",
    "evidence_at": "evidence at hit {rank} of {count}",
    "evidence_missing": "evidence not among {count} hits",
    "expected_here": "stands here",
    "answered_here": "was taken from here",
    "mark_gold": "expected",
    "mark_given": "answered",
    "mark_both": "both",
    "lost_in": "lost in",
    "grounding_grounded": "grounded",
    "grounding_partial": "partial",
    "grounding_missing": "missing",
    "types_axis": "right, % (bar: 95 % interval)",
    "stage_": "no stage",
    "meaning_": "right, with a figure or a citation at fault",
}
_ZH = {
    "case": "题目",
    "right": "对",
    "wrong": "错",
    "best_correct": "最可能的那一处其实是对的",
    "searched_as": "按此查找：",
    "expected": "标准答案",
    "expected_all": "标准答案（须全部答出）",
    "or": "或",
    "refusal": "应当拒答：报告里没有",
    "answered": "回答，把握 {confidence}，{grounding}",
    "refused": "拒答，把握 {confidence}，{grounding}",
    "ungrounded": "引文里没有的数字：",
    "broken": "与存档原文不符的引文：{count} 条",
    "page": "，第 {page} 页",
    "on_evidence": "，在依据上",
    "off_evidence": "，不在依据上",
    "evidence_at": "依据在检索结果第 {rank} 位（共 {count} 条）",
    "evidence_missing": "检索结果 {count} 条中没有依据",
    "expected_here": "在这里",
    "answered_here": "取自这里",
    "mark_gold": "标准答案",
    "mark_given": "回答",
    "mark_both": "两者",
    "lost_in": "失分环节：",
    "grounding_grounded": "有原文依据",
    "grounding_partial": "部分有依据",
    "grounding_missing": "报告中没有",
    "types_axis": "答对，%（横条：95 % 置信区间）",
    "stage_": "未归环节",
    "meaning_": "答案对，但数字或引文有毛病",
    "type_figure": "数字",
    "type_date": "日期",
    "type_person": "人物",
    "type_place": "地点",
    "type_fact": "事实",
    "type_list": "列举",
    "type_reason": "原因",
    "type_yes_no": "是否",
    "type_comparison": "比较",
    "type_trend": "趋势",
    "type_multi_report": "多份报告",
    "type_followup": "追问",
    "type_unanswerable": "资料没有",
    "type_wrong_year": "年份不符",
    "type_wrong_county": "地方不符",
    "type_absent": "没有写到",
    "type_false_premise": "前提不实",
    "stage_answering": "误答",
    "stage_filter": "筛选",
    "stage_retrieval": "检索",
    "stage_reading": "阅读",
    "stage_combining": "合并",
    "stage_judging": "判断",
    "stage_refusing": "误拒",
    "stage_shaping": "成文",
    "stage_citing": "引用",
    "meaning_answering": "报告里没有，却作了回答",
    "meaning_filter": "从问题里读出的地区或年份把依据挡在了外面",
    "meaning_retrieval": "依据不在读到的片段里",
    "meaning_reading": "阅读模型没有提出对的文字",
    "meaning_combining": "各部分都读到了，但没有一处把它们说全",
    "meaning_judging": "对的文字提出来了，错的排在了前面",
    "meaning_refusing": "对的文字排第一，但把握没有达到门槛",
    "meaning_shaping": "文字取对了，整理成的答案错了",
    "meaning_citing": "答案对，引文不是依据",
}
WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": _ZH,
    "en": _EN
    | {key: key.removeprefix("type_").replace("_", " ") for key in _ZH if key.startswith("type_")}
    | {f"stage_{stage}": stage for stage in MEANING}
    | {f"meaning_{stage}": meaning for stage, meaning in MEANING.items()},
}
"""Every word by language and key; both languages have the same keys and the same {fields}."""


def sayer(language: Language) -> Callable[..., str]:
    """A function that gives the words of a key in this language, with the fields filled in.

    >>> sayer("zh")("evidence_at", rank=2, count=10)
    '依据在检索结果第 2 位（共 10 条）'
    """
    words = WORDS[language]
    return lambda key, **values: words[key].format(**values)


def named(prefix: str, name: str, language: Language) -> str:
    """The word of a stage ("stage_") or what it means ("meaning_"), or of a type of question ("type_"); what is unknown stays as it is.

    >>> named("stage_", "judging", "zh"), named("stage_", "guessing", "zh"), named("meaning_", "guessing", "zh")
    ('判断', 'guessing', '')
    >>> named("type_", "yes_no", "zh"), named("type_", "yes_no", "en"), named("type_", "riddle", "zh")
    ('是否', 'yes no', 'riddle')
    """
    return WORDS[language].get(f"{prefix}{name}", "" if prefix == "meaning_" else name)
