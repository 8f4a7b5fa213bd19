"""Questions to begin with: those of the sample reports that are there, then what a bulletin surely answers."""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.records import DocumentSummary

SAMPLES: tuple[tuple[str, str], ...] = (
    ("遂昌", "壹佰科车业一期预计年产值是多少？"),
    ("安宁", "安宁市2022年地区生产总值是多少？"),
    ("蕲春", "蕲春县的蕲艾种植面积有多大？"),
    ("中阳", "中阳县2023年种了多少棒木耳？"),
    ("遂昌", "遂昌县和武汉大学什么时候开始合作的？"),
)
"""Questions the sample reports answer, each with the place whose reports must be there for it to be offered."""

_TITLE_YEAR = re.compile(r"((?:19|20)\d{2})年")


def suggestions(summaries: Sequence[DocumentSummary], limit: int = 4) -> list[str]:
    """Up to `limit` questions that the library can be expected to answer; none for a library of other things."""
    return list(dict.fromkeys((*_sampled(summaries), *_expected(summaries))))[:limit]


def _sampled(summaries: Sequence[DocumentSummary]) -> Iterator[str]:
    named = {one.about.place.name for one in summaries if one.about.place}
    shown = " ".join((*named, *(one.about.title for one in summaries)))
    return (question for place, question in SAMPLES if place in shown)


def _expected(summaries: Iterable[DocumentSummary]) -> Iterator[str]:
    """Statistical bulletins give the gross product of the year their title names, always."""
    for one in summaries:
        year = _TITLE_YEAR.search(one.about.title)
        if one.about.kind == "bulletin" and one.about.place and year:
            yield f"{one.about.place.name}{year.group(1)}年地区生产总值是多少？"
