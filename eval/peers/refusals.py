"""When the words of a chat model say that it does not know."""

import re

_CHINESE = (
    r"不知道|不清楚|不确定|不了解",
    r"(?:没有|未能?|并未|无)(?:明确|直接|具体|单独|详细)?"
    r"(?:提到|提及|提供|说明|给出|包含|包括|涉及|找到|透露|公布|列出|指出|记载)",
    r"(?:无法|不能|难以)(?:直接|准确|据此|从中)?(?:回答|确定|得知|判断|知道|得出|提供|找到|确认|给出)",
    r"没有(?:任何)?(?:相关|足够|具体|有关)(?:的)?(?:信息|资料|内容|数据)",
    r"不(?:包含|包括|涉及)",
)
_ENGLISH = (
    r"(?:do(?:es)?n['’]t|do(?:es)? not) (?:know|have|mention|provide|contain|include|specify)",
    r"(?:is|are|was|were)(?: not|n['’]t) (?:\w+ )?(?:mentioned|provided|specified|given|included|available|stated)",
    r"(?:can ?not|can['’]t|could not|unable to) (?:\w+ )?(?:answer|determine|find|provide)",
    r"\bno (?:\w+ ){0,2}(?:information|mention|data)\b",
    r"empty response",
)
_UNKNOWN = re.compile("|".join(_CHINESE + _ENGLISH), re.IGNORECASE)
_BUT = re.compile(r"但是?|不过|然而|只是|\b(?:but|however|although)\b", re.IGNORECASE)
_FIRST = re.compile(r"\s*[^。！？!?\n]*?(?:[。！？!?\n]|\.(?=\s|$)|$)")


def says_unknown(text: str) -> bool:
    """Whether an answer in a chat model's own words is a refusal.

    It is one where its first sentence says so (不知道, 没有提到, 未提及, 无法回答, I don't know, …; the lists above
    are the whole rule), or where there are no words; and none where the same sentence goes on with a 但, a however:

    - `says_unknown("资料中没有提到松阳县的情况。")` is True;
    - `says_unknown("没有提到2022年的数据，但2023年为16亿元。")` and `says_unknown("16亿元。投资额未提及。")` are False.

    The rule is ours. It is kind to a peer that refuses first and guesses later.
    """
    found = _FIRST.match(text)
    first = found[0] if found else ""
    unknown = _UNKNOWN.search(first)
    if unknown is None:
        return not text.strip()
    return _BUT.search(first, unknown.end()) is None
