"""What a pronoun of a follow-up stands for: 它, 他, 该镇, 这个增幅, 里面, 那里."""

import re
from dataclasses import dataclass

from index import places
from qa import phrases
from qa.forms import question_form
from qa.leaning import CLASSIFIERS
from qa.parts import Parts, entity, subject, times, topic
from qa.swaps import sibling

_ANY_FIGURE = frozenset({"数字", "数据", "指标", "水平", "成绩"})
_PERSON = re.compile("[\u4e00-\u9fff·]{2,8}")
_TOLD = re.compile(
    f"{phrases.SURNAME}[\u4e00-\u9fff]{{1,2}}(?=家的|家[里养种一]|[种养]了|返乡|为什么|为啥|靠什么|怎么|一年)"
)
"""李大山 of 李大山家的民宿."""
_THIS_SORT = re.compile(
    "(?:该|此|[这那](?:一)?[个家座项条所处场款块片批种类支台套]?)(?P<noun>[\u4e00-\u9fff]{2,4})"
)
_QUOTED = re.compile('[“"《][^”"》]{1,16}[”"》]')
_TOWN = re.compile("(?<=[是为数属在，,：])[\u4e00-\u9fff]{1,3}(?:镇|乡|村|街道|社区)(?=[，,。的（(]|$)")
_WHICH_BODY = re.compile("哪一?[家个](?!人)")
"""哪家企业 and 哪个部门 are who, and yet no 他."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last whole question, taken apart, and what was answered (short answers only, without marks)."""

    parts: Parts
    answer: str
    whole: str = ""
    """The answer at whatever length."""


def resolved(core: str, pointed: re.Match[str], last: Last) -> str:
    """A pronoun or 该镇, 这个增幅, 里面 replaced by what it stands for."""
    if named := _said_before(core, pointed.start(), last.parts):
        return named
    before, behind = core[: pointed.start()].strip("的"), core[pointed.end() :]
    if pointed["among"]:
        return f"{before}{_whole_of(last.parts)}{pointed[0].lstrip('这那')}{behind}"
    if pointed["pointed"]:
        return _pointed(before, pointed, behind, last)
    if pointed["there"]:
        return f"{before}{place_of(last.parts)}{behind}"
    return f"{before}{_referent(pointed, last)}{behind}"


def _whole_of(taken: Parts) -> str:
    """What a part is asked of: what was done too, where that stands before the question word (给市场主体减了多少负担)."""
    done = taken.text[: taken.word[0]]
    behind = (taken.noun[0] or taken.attribute[0]) >= taken.word[1]
    return done + (taken.noun_text or taken.attribute_text) if behind and done[-1:] == "了" else topic(taken)


def _said_before(core: str, at: int, taken: Parts) -> str:
    """这个平台 is the thing of the last question that ends so (深海养殖平台“闽投1号” with it); empty where it has none."""
    found = _THIS_SORT.match(core, at)
    head = taken.text[: taken.word[0]]
    size = next((n for n in (4, 3, 2) if found and found["noun"][:n] in head and len(found["noun"]) >= n), 0)
    if not found or not size or phrases.MEASURED.search(found["noun"][:size]):
        return ""
    sort = found["noun"][:size]
    end = head.rindex(sort) + size
    begin = max(0, *(head.rfind(mark, 0, end - size) + 1 for mark in "，,的"), min(taken.frame, end - size))
    name = _QUOTED.match(head, end)
    thing = head[begin : name.end() if name else end]
    if len(thing) < size + 2:
        return ""
    return f"{core[:at]}{thing}{core[found.start('noun') + size :]}"


def _pointed(before: str, pointed: re.Match[str], behind: str, last: Last) -> str:
    noun = pointed["noun"]
    if before and noun in CLASSIFIERS and not behind:  # 美景东方那条: the same question of another one
        return sibling(before + pointed[0], last.parts) or f"{entity(last.parts)}{before}{pointed[0]}"
    if before and not behind and phrases.NAMED.fullmatch(noun) and not _opens_with_slot(before):
        head, named = last.parts.text[: last.parts.frame], entity(last.parts)  # 孤儿医保那个项目
        if last.parts.text.startswith(named) and len(named) > len(head):
            return f"{head}{before}{noun}{last.parts.text[len(named) :]}"
    if phrases.MEASURED.search(noun):
        if before:  # 一期的这个比例: the same question of another thing
            return sibling(before, last.parts) or f"{topic(last.parts)}{before}{pointed[0]}{behind}"
        said = noun in _ANY_FIGURE or topic(last.parts).endswith(noun)
        return f"{topic(last.parts)}{'' if said else noun}{behind}"
    return f"{before}{_thing(pointed, last)}{behind}"


def _opens_with_slot(text: str) -> bool:
    """Whether words begin with a time or a place."""
    return bool(times(text)) or any(one.start == 0 for one, _ in places.found(text))


def _thing(pointed: re.Match[str], last: Last) -> str:
    """该镇 by the last question's town, these farms by the clause that counted them, else what it was about."""
    noun, taken = pointed["noun"], last.parts
    if noun in {"县", "市", "区"}:
        return place_of(taken)
    if noun in {"镇", "乡", "村"} and (town := phrases.TOWN.search(taken.text)):
        return town[0]
    if pointed["measure"] == "些" and taken.counts:
        verb = taken.text[len(subject(taken)) : taken.word[0]].rstrip("了")
        return f"{subject(taken)}{verb}的{taken.noun_text}"
    return _referent(pointed, last)


def _referent(pointed: re.Match[str], last: Last) -> str:
    """它 is what the last question was about, or what it was answered with; 他 is the person it was answered with."""
    if pointed[0] == "这":
        return topic(last.parts)
    word = last.parts.text[last.parts.word[0] :]
    of_person = question_form(last.parts.text) == "person" and not _WHICH_BODY.match(word)
    named = last.answer if _PERSON.fullmatch(last.answer) else ""
    if pointed["person"]:
        told = _TOLD.search(last.parts.text)
        return named if named and of_person else told[0] if told else entity(last.parts)
    if of_person:
        return without_role(entity(last.parts)).removesuffix("的")
    asked_which = re.match("哪|什么|谁", word)
    if asked_which and not named and (town := _only_town(last.whole)) and re.match("哪", word):
        return f"{last.parts.text[: last.parts.frame]}{town}"
    listed = last.parts.noun_text or re.search("叫什么|是什么|哪一?[家个座条所]", last.parts.text)
    return named if named and asked_which and listed else entity(last.parts)


def _only_town(answer: str) -> str:
    """The one town or village that an answer names; empty where it names none or several."""
    towns = {one[0] for one in _TOWN.finditer(answer)}
    return towns.pop() if len(towns) == 1 else ""


def place_of(last: Parts) -> str:
    """The last place a question names, as it is written; what it is about where it names none."""
    found = places.found(last.text)
    return last.text[found[-1][0].start : found[-1][0].end] if found else entity(last)


def without_role(text: str) -> str:
    """A subject without the office that was asked of it: 缙云县的 of 缙云县的县长."""
    role = next((match for match in phrases.ROLE.finditer(text) if match.end() == len(text)), None)
    return text[: role.start()] if role else text
