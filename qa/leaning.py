"""Whether a question leans on the ones before it, or is whole."""

import re

from index import places
from qa import phrases
from qa.parts import Parts, parts, times

_SHORT = 12
"""Characters up to which a question without an opening such as 那 or a pronoun is taken for a follow-up."""
_PERSON = re.compile(
    f"{phrases.SURNAME}[\u4e00-\u9fff]{{1,2}}(?:是(?:谁|哪|什么人|[做干]什么)|现?任什么|担任)"
)
"""王小明是哪个公司的: a person by name."""
_INSIDE = re.compile("里(?!面)|[上外]|民|集体|干部|支书")
"""村里 and 山上 are no names."""
_PREDICATE = re.compile(
    "(?:能|可以|要|会|占|由|从|到|给|投|花|签|带动|每|一[年天共]|总共|最[远近多少高低大]|还|也|都|主要|其中|[\u4e00-\u9fff]{2,4}(?:之后|以后|后))"
)
"""What a question without a subject begins with: it may be a little longer."""
_LONG = 16
_OF_OWN = re.compile("[\u4e00-\u9fff]{4,}(?<![着了过])的[\u4e00-\u9fff]{2,}")
"""公共卫生服务的人均补助: in a long question a thing and what is asked of it, whatever opens it."""
OTHER_THING = re.compile("(?P<thing>[^，,？?]{1,18})呢[，,？?](?P<asked>[^，,]{2,16})")
"""那金子呢，产了多少: another thing of the same place and time, with a question of its own."""
_NATION = re.compile("我国|中国|全[国省市县区]")
_AGAINST_YEAR = re.compile(r"[比较](?:19|20)\d\d年")
"""新增就业比2022年多了多少: of what year is not said."""
CLASSIFIERS = frozenset("条家个座项所场")
"""那条, 那家: one of the same sort."""


def leans(text: str) -> bool:
    """Whether a question needs the ones before it: it opens or ends as a follow-up, points back, or names no subject.

    >>> leans("占地多少亩"), leans("它在哪个县"), leans("宝溪水库的坝高是多少"), leans("松阳有几家上市公司")
    (True, True, False, False)
    """
    core = core_of(text)
    taken = parts(core)
    opened = core != text and bool(
        phrases.OPENING.match(text) or phrases.CORRECTING.match(text) or re.search("呢[？?。]*$", text)
    )
    if pointing(core) or _goes_on(core):
        return True
    if not taken.asks:
        if "还是" in core:
            return not places.found(core) and not _by_name(core)
        bare = core.strip("的")
        return opened or (len(bare) <= _SHORT and (is_slot(bare) or phrases.is_attribute(bare)))
    short = _SHORT + 3 if _PREDICATE.match(core) else _SHORT
    long = (not opened and len(core) > short) or (len(core) > _LONG and _OF_OWN.match(core))
    if _own_subject(taken) or long:
        return False
    return opened or not places.found(core) or _only_slots(taken) or _reaches(core)


def _goes_on(core: str) -> bool:
    """Whether a question holds something against the last one: another thing, the next year, an earlier one."""
    other, placed = OTHER_THING.fullmatch(core), bool(places.found(core))
    if placed or other:
        return bool(other) and (not placed or is_slot(other["thing"] if other else ""))
    if phrases.LATER.match(core) or phrases.EARLIER.match(core):
        return True
    against = _AGAINST_YEAR.search(core) and len(times(core)) == 1
    return bool(against) and not _by_name(core) and not _NATION.search(core)


def is_slot(text: str) -> bool:
    """Whether a phrase is a place or a time and nothing besides."""
    spans = [(m.start, m.end) for m, _ in places.found(text)] + [m.span() for m in times(text)]
    rest = "".join(char for at, char in enumerate(text) if not any(a <= at < b for a, b in spans))
    moved = phrases.EARLIER.sub("", phrases.LATER.sub("", rest))
    return moved != text and not moved.strip("的，、和与 ")


def core_of(text: str) -> str:
    """A question without what opens and closes a follow-up: 松阳 of 那松阳呢？"""
    led = phrases.OPENING.sub("", phrases.CORRECTING.sub("", text.strip()))
    core = phrases.CLOSING.sub("", led).strip("，, ")
    return "还有哪些" if not core and text.startswith("还有") else core


def pointing(core: str) -> re.Match[str] | None:
    """The pronoun that points out of the question; one behind a name points back to that name (嘉定那个地铁展)."""
    found = phrases.PRONOUN.search(core)
    if found is None:
        return None
    before, noun = core[: found.start()].strip("的"), found["noun"] or ""
    if (noun in CLASSIFIERS and noun and found.end() == len(core)) or (
        phrases.MEASURED.search(noun) and is_slot(before)
    ):
        return found
    far = before and found[0].startswith("那")
    told = far or places.found(before) or _by_name(before) or len(before) > _SHORT
    return None if told else found


def _own_subject(taken: Parts) -> bool:
    """Whether a question names what it is about: a place with something that is asked of it, or a thing by its name."""
    counted = re.match("多少|几", taken.text[taken.word[0] :])
    told = taken.stem or ("" if counted else taken.text[taken.word[1] :])
    found = places.found(told)
    if _PERSON.match(taken.text) or re.match("为什么说..", taken.text):
        return True
    if re.match("我国|中国|全球", told) or phrases.WIDER.search(told) or phrases.TOWN_FIRST.match(told):
        return True
    if found and not _reaches(told):
        return not _only_slots(taken)
    return _by_name(told) or bool(re.fullmatch('[“"《].{2,}', told))


def _by_name(told: str) -> bool:
    """Whether a phrase has a thing in it that bears a name: 飞石岭 before 隧道, and not 省级示范 before 合作社."""
    for name in phrases.NAMED.finditer(told):
        if _INSIDE.match(told, name.end()):
            continue
        before = phrases.GENERIC.sub("", told[: name.start()])
        if len(re.sub("[^\u4e00-\u9fffA-Za-z0-9]", "", before)) >= 2 and not phrases.is_attribute(told):
            return True
    return False


def _reaches(told: str) -> bool:
    """Whether the one place of a question is but where something goes: 到福州要多久."""
    found = places.found(told)
    return len(found) == 1 and re.fullmatch("到|去|往|离|距离?", told[: found[0][0].start]) is not None


def _only_slots(taken: Parts) -> bool:
    """Whether a question gives a place or a time, and asks nothing of its own: 平湖是多少."""
    return is_slot(taken.stem) and bool(phrases.BARE.fullmatch(taken.text[len(taken.stem) :]))
