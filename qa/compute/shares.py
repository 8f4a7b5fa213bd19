"""What part of a whole something is, where no report says it: 朝阳区的机构占全市的几成."""

import re

from index import places
from qa.compute.records import Reads
from qa.parts import measure_of
from qa.swaps import with_place

_ASKED = "(?:占|达)(?:到|了|比|去)?"
_HOW_MUCH = "(?:的)?(?:百分之[几多]少?|几成|(?:多大|多少)(?:的)?(?:比例|比重|份额)|多少个?百分点)"
_ROUGHLY = "(?:大约|大概|约|差不多)?"
_IN = re.compile(
    rf"(?P<whole>[^，,]{{4,}}?)(?:里头?|里面|中|当中|之中)(?:，|,)?(?P<part>[^，,]{{2,}}?)(?:一[家个地]|独自)?{_ROUGHLY}{_ASKED}(?:总盘子|总数|总量|总额|全部|总的)?{_HOW_MUCH}$"
)
_OF = re.compile(
    rf"(?P<part>[^，,]{{4,}}?){_ROUGHLY}{_ASKED}(?P<whole>全[国省市县区州])(?:总数|总量|总额|的)?{_HOW_MUCH}$"
)
_DIVISION = re.compile("[\u4e00-\u9fff]{1,7}(?:自治)?[县市区旗州省盟]")
_ENDS = 2
_COUNTED = re.compile("(?:家数|个数|户数|人数|数量|总数|数)$")


def part_and_whole(text: str) -> tuple[str, str, str, str] | None:
    """The questions for a part and for its whole, each with what it is called; None where no share is asked for.

    >>> part_and_whole("2022年北京全市的人力资源服务机构里，朝阳区大约占到几成")[:2]
    ('2022年朝阳区的人力资源服务机构有多少', '2022年北京全市的人力资源服务机构有多少')
    >>> part_and_whole("上半年浙江全省机场运的货里头，杭州机场一家占了多大比例")[0]
    '上半年杭州机场运的货有多少'
    """
    text = text.strip("？?。 ")
    if found := _OF.fullmatch(text):
        part = found["part"].rstrip("的")
        here = places.found(part)
        wide = places.own(found["whole"], here[-1][1]) if here else None
        if wide is None:
            return None
        of = with_place(part, wide.name)
        return f"{_COUNTED.sub('', part)}有多少", f"{_COUNTED.sub('', of)}有多少", here[-1][1].name, wide.name
    found = _IN.fullmatch(text)
    if found is None:
        return None
    whole, part = found["whole"], found["part"].rstrip("的")
    own = _put(whole, part)
    measure = measure_of(part)
    total = f"{whole}总{measure}" if measure and not measure.startswith("总") else whole
    return f"{own}有多少", f"{total}有多少", part, "总数"


def _put(whole: str, part: str) -> str:
    """The part where the whole has a place, or a thing that ends alike; behind the whole where it has neither."""
    there = places.found(whole)
    if there and _DIVISION.fullmatch(part):
        first, last = there[0][0], there[-1][0]
        end = last.end
        end += 2 if whole[end : end + 2] in {"全市", "全省", "全国", "全县", "全区"} else 0
        return whole[: first.start] + part + whole[end:]
    at = whole.find(part[-_ENDS:]) if len(part) > _ENDS else -1
    if there and at > there[0][0].start:
        return whole[: there[0][0].start] + part + whole[at + _ENDS :]
    return f"{whole}，{part}"


def is_told(text: str, reads: Reads, sure: float) -> bool:
    """Whether a report says the share itself, beyond doubt."""
    best = next(iter(reads(text)), None)
    return best is not None and best.certainty >= sure and "%" in best.document.text[best.start : best.end]
