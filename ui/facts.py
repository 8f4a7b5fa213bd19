"""What the library says of a report, as a person reads it: the same facts in the terminal and on the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.records import Description, DocumentSummary
from index.years import runs
from ui.i18n import Language, kind_name, say

SOURCES = 20
"""Sources that are named; a wire story may stand on a hundred sites."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line about a report: `name` as in `Description`, `value` empty where it is not known."""

    name: str
    label: str
    value: str
    corrected: bool = False


def facts(one: DocumentSummary, language: Language) -> tuple[Fact, ...]:
    """All that is known of a report but its sources, which are links on the page."""
    values = described(one.about, language) | {
        "extent": say(language, "extent", size=one.size, pages=one.pages, chunks=one.chunks)
        + (say(language, "recognised", pages=one.about.recognised) if one.about.recognised else ""),
        "id": one.id,
    }
    return tuple(
        Fact(name, say(language, f"col_{name}"), value, name in one.corrected)
        for name, value in values.items()
    )


def described(about: Description, language: Language) -> dict[str, str]:
    """The described facts by their name in `Description`, empty where the text does not give them."""
    return {
        "title": about.title,
        "date": about.date,
        "kind": kind_name(about.kind, language),
        "place": about.place.label if about.place else "",
        "publisher": about.publisher,
        "author": about.author,
        "years": spans(about.years, language),
    }


def sources(one: DocumentSummary) -> tuple[str, ...]:
    """Where a report came from, at least one; SOURCES of them where there are more."""
    return (one.sources or (one.source,))[:SOURCES]


def corrected(one: DocumentSummary, language: Language) -> str:
    """Which facts a person set, in words; empty where nobody did."""
    if not one.corrected:
        return ""
    names = say(language, "comma").join(say(language, f"col_{name}") for name in one.corrected)
    return say(language, "corrected_fields", fields=names)


def spans(years: Iterable[int], language: Language) -> str:
    """Years as a person writes them, neighbours joined.

    >>> spans((2019, 2020, 2021, 2023), "zh")
    '2019—2021、2023'
    """
    shown = (f"{first}—{last}" if last > first else str(first) for first, last in runs(years))
    return say(language, "comma").join(shown)
