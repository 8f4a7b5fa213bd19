"""What a person says of a report over what was read out of it: checked when it is said, and laid over any description."""

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from index import places
from index.errors import BadCorrection
from index.records import Description, Kind, Place

FIELDS = ("title", "date", "place", "kind", "publisher", "author")
KINDS: tuple[Kind, ...] = get_args(Kind)
_DATE = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|\s*年?)")
_TITLE_CHARS = 200
_NAME_CHARS = 60


def checked(given: Mapping[str, str | None]) -> dict[str, str]:
    """Corrections in the form they are stored in, of the fields of FIELDS that are given (None: not said).

    A title is text; a date 2023-08-14, 2023年8月14日 or 2023; a place the code or the name of a division, with its
    city or province where the name alone is several; a kind one of KINDS; publisher and author names. An empty one,
    but for title and kind, says that there is none. Raises BadCorrection.

    >>> checked({"date": "2023年8月4日", "place": "浙江省遂昌县", "kind": None})
    {'date': '2023-08-04', 'place': '331123'}
    """
    readers = dict(zip(FIELDS, (_title, _date, _place, _kind, _name, _name), strict=True))
    return {name: readers[name](value.strip()) for name, value in given.items() if value is not None}


def corrected(about: Description, corrections: Mapping[str, str]) -> Description:
    """The description with the corrections laid over it; its years are left to the caller, who has the text.

    >>> corrected(Description("报"), {"title": "公报", "place": "331123"}).place.name
    '遂昌县'
    """
    values = {name: value for name, value in corrections.items() if name != "place"}
    about = replace(about, **values)  # type: ignore[arg-type]
    if "place" not in corrections:
        return about
    code = corrections["place"]
    place = places.NATION if code == places.NATION.name else places.divisions().get(code)
    others = tuple(one for one in about.places if one != place)
    return replace(about, place=place, places=(place, *others) if place else others)


def _title(value: str) -> str:
    title = " ".join(value.split())
    if not title or len(title) > _TITLE_CHARS:
        raise BadCorrection(
            f"title of {len(title)} characters: give 1 to {_TITLE_CHARS}",
            f"标题有 {len(title)} 个字；应为 1 到 {_TITLE_CHARS} 个字",
        )
    return title


def _name(value: str) -> str:
    name = " ".join(value.split())
    if len(name) > _NAME_CHARS:
        raise BadCorrection(
            f"name of {len(name)} characters: give at most {_NAME_CHARS}",
            f"名称有 {len(name)} 个字；最多 {_NAME_CHARS} 个字",
        )
    return name


def _date(value: str) -> str:
    if not value:
        return ""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", value))
    try:
        if found and found[2]:
            return datetime.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        if found:
            return str(datetime.date(int(found[1]), 1, 1).year)
    except ValueError:  # no such day in the calendar
        pass
    raise BadCorrection(
        f"date {value!r}: no such day; write 2023-08-14, or 2023 for a year",
        f"日期 {value!r} 不对；请写成 2023-08-14，只知道年份就写 2023",
    )


def _kind(value: str) -> str:
    if value not in KINDS:
        known = ", ".join(KINDS)
        raise BadCorrection(f"kind {value!r}: give one of {known}", f"类型 {value!r} 不对；可用的有 {known}")
    return value


def _place(value: str) -> str:
    if value in {"", places.NATION.name} or value in places.divisions():
        return value
    found = [place for place in places.divisions().values() if _is_named(place, value)]
    if len(found) == 1:
        return found[0].code
    if not found:
        raise BadCorrection(
            f"place {value!r}: no such division; give its full name, such as 遂昌县, or its code, such as 331123",
            f"没有 {value!r} 这个地区；请写全称（如 遂昌县）或行政区划代码（如 331123）",
        )
    known = "、".join(f"{place.label}（{place.code}）" for place in found[:8])
    raise BadCorrection(
        f"place {value!r}: {len(found)} divisions have this name: {known}; add the city or give the code",
        f"有 {len(found)} 个地区叫 {value!r}：{known}；请加上市名或写代码",
    )


def _is_named(place: Place, value: str) -> bool:
    """By its name, by its name without suffix, or by either under its province, its city or both."""
    names = {place.name, places.short_name(place.name)}
    uppers = {"", place.province, place.city, place.province + place.city}
    return any(value == upper + name for upper in uppers for name in names)
