"""The sentences the assistant itself says, in Chinese and English."""

import re
from typing import Literal

Language = Literal["zh", "en"]

_SAID: dict[str, dict[Language, str]] = {
    "missing": {"zh": "资料中没有能回答这个问题的内容。", "en": "The reports do not answer this question."},
    "yes": {"zh": "是：{told}", "en": "Yes: {told}"},
    "no": {"zh": "否：{told}", "en": "No: {told}"},
    "nearest": {"zh": "查得最近的报告：{titles}。", "en": "The nearest reports are: {titles}."},
    "empty": {"zh": "资料库是空的，请先加入报告。", "en": "The library is empty; add reports first."},
    "no_place": {"zh": "资料中没有关于{places}的报告。", "en": "No report in the library is about {places}."},
    "places_near": {"zh": "位置或名称相近的有：{places}。", "en": "There are reports on places near it or with a like name: {places}."},
    "places_there": {"zh": "现有报告的地方：{places}。", "en": "Places the reports are about: {places}."},
    "places_among": {"zh": "现有报告的地方：{places}等{count}个。", "en": "Places the reports are about: {places} and others, {count} in all."},
    "outside": {
        "zh": "筛选只看{own}，而问题问的是{places}；请改筛选条件或问题。",
        "en": "The filter admits {own} only, and the question is about {places}; change one of them.",
    },
    "no_report": {"zh": "没有符合所选条件的报告，请放宽筛选条件。", "en": "No report passes the chosen filters; widen them."},
    "as_word": {"zh": "资料中没有关于{place}的报告，“{word}”按普通词语查找。", "en": "No report in the library is about {place}; {word} was looked for as a word."},
    "no_year": {"zh": "资料中没有涉及{years}的相关报告。", "en": "No such report in the library speaks of {years}."},
    "years_there": {"zh": "现有报告涉及的年份：{years}。", "en": "Years the reports speak of: {years}."},
    "question": {"zh": "请输入问题。", "en": "Please ask a question."},
    "rewritten": {"zh": "按这个问题查找：{question}", "en": "Understood as: {question}"},
    "dropped": {"zh": "有{count}句话未能在资料中核实，已略去。", "en": "{count} unverified sentence(s) were left out."},
    "chat_failed": {"zh": "{reason}。以下由内置阅读器作答。", "en": "{reason}. The built-in reader answers."},
    "as_of": {"zh": "按都有数据的最近时间计算：{time}。", "en": "Computed for the latest time that all have: {time}."},
    "assumed": {"zh": "问题没有说明是哪项指标，按{indicator}计算。", "en": "The question names no indicator; taken for {indicator}."},
    "placed": {"zh": "问题没有说明是哪个地方，按{place}计算。", "en": "The question names no place; taken for {place}."},
    "planned": {"zh": "报告给出的是计划或目标数。", "en": "What the reports give are plans or targets."},
    "conflict": {"zh": "关于{label}，各份报告的数字不一致，一并列出。", "en": "The reports disagree on {label}; all figures are shown."},
    "others": {"zh": "其余年份", "en": "the other years"},
    "lacking": {"zh": "资料中没有{labels}的相应数字。", "en": "the reports lack this figure for {labels}."},
    "coverage": {"zh": "库内{total}份报告中{reports}份给出这项数字，涉及{places}个地方。", "en": "{reports} of the library's {total} reports give this figure, for {places} places."},
    "mentioned": {"zh": "库内{total}份报告中{reports}份提到。", "en": "{reports} of the library's {total} reports mention it."},
    "of_reports": {"zh": "接着前面引用的报告查找：{titles}", "en": "Asked of the reports cited before: {titles}"},
    "part_in": {"zh": "这个问题要合几处的数字来答，资料中没能都找到；其中一处在{titles}。", "en": "This asks for several figures together, and the reports did not give them all; one of them is in {titles}."},
    "part": {"zh": "这个问题要合几处的数字来答，资料中没能都找到；这只是其中一处。", "en": "This asks for several figures together, and the reports did not give them all; this is one of them."},
    "unverified": {"zh": "大模型的回答未能核实，以下由内置阅读器作答。", "en": "The chat model's answer could not be verified; the built-in reader answers."},
}  # fmt: skip
REFUSED = re.compile("资料中没有|The reports do not|No (?:such )?report")
"""How what is said of a missing answer, place or year begins, in both languages."""


def say(key: str, language: Language, **values: object) -> str:
    """One of the assistant's own sentences, filled in."""
    return _SAID[key][language].format(**values)
