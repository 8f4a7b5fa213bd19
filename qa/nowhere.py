"""What a person is told when no report is about what they asked, and what the library has instead."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index import Filters, Library, places
from index.years import runs as grouped
from qa.records import Query
from qa.say import Language, say

_SHOWN = 5
_RUN = 3
"""Years in a row from which on only the first and the last are named."""


def refusal(
    library: Library, query: Query, filters: Filters, absent: Sequence[str], language: Language
) -> str:
    """Why a question need not be searched under `filters`; empty where it does. `absent` are places no report names."""
    if absent and len(absent) == len(query.places):
        anywhere = replace(filters, places=(), years=())
        said = say("no_place", language, places=_names(absent))
        return said + places_there(library, absent, anywhere, language)
    if query.years and not library.admitted(filters):
        said = say("no_year", language, years=_years(query.years))
        return said + years_there(library, replace(filters, years=()), language)
    return ""


def nothing_passes(library: Library, own: Filters, language: Language) -> str:
    """What to say where a person's own filters leave no report: which of them does, and what there is."""
    without = replace(own, years=())
    if own.years and library.admitted(without):
        said = say("no_year", language, years=_years(own.years))
        return said + years_there(library, without, language)
    elsewhere = replace(without, places=())
    if own.places and library.admitted(elsewhere):
        said = say("no_place", language, places=_names(own.places))
        return said + places_there(library, own.places, elsewhere, language)
    return say("no_report", language)


def outside(query: Query, own: Filters, language: Language) -> str:
    """What to say where a question is about places that a person's own filter shuts out, all of them; empty where it is not."""
    met = any(
        places.within(asked, one) or places.within(one, asked) for asked in query.places for one in own.places
    )
    if met or not query.places or not own.places:
        return ""
    return say("outside", language, own=_names(own.places), places=_names(query.places))


def places_there(library: Library, asked: Iterable[str], own: Filters, language: Language) -> str:
    """The reports' own places: those nearest to the asked ones, else those with most reports; five at most."""
    counted = Counter(one.about.place for one in library.list())
    there = [
        place
        for place, _ in counted.most_common()
        if place and place != places.NATION and _passes(library, place.code, own)
    ]
    known = [places.divisions()[code] for code in asked if code in places.divisions()]
    near = list(dict.fromkeys(one for place in known for one in places.nearest(place, there, _SHOWN)))
    shown = "、".join(place.name for place in (near or there)[:_SHOWN])
    if not shown:
        return ""
    key = "places_near" if near else "places_there" if len(there) <= _SHOWN else "places_among"
    return say(key, language, places=shown, count=len(there))


def years_there(library: Library, filters: Filters, language: Language) -> str:
    """The years that the reports passing `filters` speak of; empty where they speak of none."""
    found = library.years(filters)
    return say("years_there", language, years="、".join(runs(found))) if found else ""


def runs(years: Sequence[int]) -> list[str]:
    """Years, ascending, with each run of three or more written as its first and last.

    >>> runs((2015, 2017, 2018, 2019, 2022, 2023))
    ['2015', '2017—2019', '2022', '2023']
    """
    return [
        part
        for first, last in grouped(years)
        for part in ([f"{first}—{last}"] if last - first + 1 >= _RUN else map(str, range(first, last + 1)))
    ]


def _passes(library: Library, code: str, own: Filters) -> bool:
    narrowed = replace(own, places=())
    return narrowed == Filters() or library.admitted(replace(narrowed, places=(code,))) > 0


def _years(years: Sequence[int]) -> str:
    return "、".join(f"{run}年" for run in runs(years))


def _names(codes: Iterable[str]) -> str:
    divisions = places.divisions()
    return "、".join(divisions[code].name if code in divisions else code for code in codes)
