"""Questions to begin with: those of the sample reports that are there, then what a bulletin surely answers.

And questions to go on with, from the figures that the library holds.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from index.indicators import indicators
from index.records import DocumentSummary, Figure
from qa.records import Answer

SAMPLES: tuple[tuple[str, str], ...] = (
    ("遂昌", "壹佰科车业一期预计年产值是多少？"),
    ("安宁", "安宁市2022年地区生产总值是多少？"),
    ("蕲春", "蕲春县的蕲艾种植面积有多大？"),
    ("中阳", "中阳县2023年种了多少棒木耳？"),
    ("遂昌", "遂昌县和武汉大学什么时候开始合作的？"),
)
"""Questions the sample reports answer, each with the place whose reports must be there for it to be offered."""

_TITLE_YEAR = re.compile(r"((?:19|20)\d{2})年")
_PERIODS = {"", "上半年", "一季度", "前三季度", "年底", "年末"}
"""Times that a question can name as a report does."""
_LONG = 14
"""Characters of an indicator as written; beyond it is a clause rather than a name."""


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


def topic(answer: Answer, stated: Iterable[tuple[str, Figure]]) -> Figure | None:
    """The figure that an answer gives: one of those `stated` that stands in a citation and, as written, in the answer."""
    return next((one for doc_id, one in stated if _asks(one) and _is_given(answer, doc_id, one)), None)


def onward(
    about: Figure | None,
    stated: Iterable[tuple[str, Figure]],
    asked: Sequence[str],
    *,
    years: Sequence[int] = (),
    limit: int = 3,
) -> list[str]:
    """Up to `limit` questions to go on with, each on a figure of the library: another year, another indicator.

    `about` is the figure just given and `stated` those of its place; where none was given, those of the cited report.
    What was `asked` before is not offered again, nor what lies outside of `years`, where there are any.
    """
    there = [one for _, one in stated if _asks(one) and (not years or one.year in years)]
    ranked = _beside(about, there) if about else there
    questions = dict.fromkeys(question(one) for one in ranked if not _was_asked(one, asked))
    return list(questions)[:limit]


def question(one: Figure) -> str:
    """The question that a figure answers.

    >>> question(Figure("530181", "安宁市", 2022, "", "", "GDP", "地区生产总值", 5.5, "%", None, None, False, False,
    ...                 "growth", 0, 4, 0, 9))
    '安宁市2022年GDP增长多少？'
    """
    year = f"{one.year}{'' if one.period.startswith('年') else '年'}{one.period}"
    wanted = "是多少" if one.kind == "level" else "增长多少" if one.value >= 0 else "下降多少"
    return f"{one.place}{year}{one.indicator}{wanted}？"


def _asks(one: Figure) -> bool:
    """Whether a figure is one of a place as such, of a known indicator and time, so that asking for it has an answer."""
    known = indicators().get(one.family)
    plain = not (one.planned or one.subject or one.low is not None) and one.kind in {"level", "growth"}
    named = bool(one.place and one.year) and one.period in _PERIODS and len(one.indicator) <= _LONG
    return plain and named and known is not None and not known.of


def _is_given(answer: Answer, doc_id: str, one: Figure) -> bool:
    for cited in answer.citations:
        if cited.doc_id == doc_id and cited.start <= one.start and one.end <= cited.end:
            written = cited.quote[one.start - cited.start : one.end - cited.start]
            return bool(written) and written in answer.text
    return False


def _beside(about: Figure, there: Iterable[Figure]) -> list[Figure]:
    """Figures of the same place: those of another time and those of another indicator in turn, the nearest first."""
    same_place = [one for one in there if (one.code, one.place) == (about.code, about.place)]
    now = (about.year, about.period)
    times = [one for one in same_place if one.family == about.family and (one.year, one.period) != now]
    times.sort(key=lambda one: (one.kind != about.kind, abs((one.year or 0) - (about.year or 0))))
    others = [one for one in same_place if one.family != about.family and (one.year, one.period) == now]
    others.sort(key=lambda one: one.kind != about.kind)
    pairs = zip_longest(_unlike(times), _unlike(others))
    return [one for pair in pairs for one in pair if one is not None]


def _unlike(found: Iterable[Figure]) -> list[Figure]:
    """One figure for each indicator and time: its growth says little beside its level."""
    first: dict[tuple[object, ...], Figure] = {}
    for one in found:
        first.setdefault((one.family, one.year, one.period), one)
    return list(first.values())


def _was_asked(one: Figure, asked: Iterable[str]) -> bool:
    words = (one.place, str(one.year), one.indicator)
    return any(all(word in past for word in words) for past in asked)
