"""A cell out of the passages, where the table has none: the reader's span for it, held against the table.

The reader takes another year's figure for the one that was asked now and then; the table knows of which year most
figures are, so that what it says otherwise of the same characters is no answer.
"""

from collections.abc import Sequence

from index import Filters, Library
from index.amounts import Amount, amounts
from index.records import Figure
from qa.compute.marks import canonical
from qa.compute.numbers import from_span
from qa.compute.records import Cell, Read, Reads, Source, Wanted
from qa.grid import head_over, line_at

_SHARED = 2
"""Characters that a head and a question share at least, where the head says anything about it."""
_CLOSE = 0.5
"""A second amount with this share of the certainty of the first leaves open which is meant."""


def read_cell(
    library: Library, wanted: Wanted, reads: Reads, threshold: float, *, alone: bool = False
) -> Cell:
    """The cell with the one amount of the likeliest span; empty where none is sure enough, or another nearly as sure.

    `alone` where nothing is computed with it: the likeliest is then enough, as for any question of one figure.
    Of a span with several amounts, the one that the reader itself proposes within it.
    """
    read = reads(wanted.question)
    stated = {one.document.id: _stated(library, one.document.id) for one in read}
    likely = [one for one in read if not _contradicted(stated[one.document.id], wanted, one)]
    likely = _under_own_heads(_of_its_reports(likely, wanted), wanted.question)
    if not likely or likely[0].certainty < threshold:
        return Cell(wanted, ())
    best = likely[0]
    single = [(one, found[0]) for one in likely if len(found := _amounts(one)) == 1]
    inside = [(one, amount) for one, amount in single if _within(one, best)]
    if not inside:
        return Cell(wanted, ())
    chosen, amount = inside[0]
    rivals = [one for one, other in single if other.unit == amount.unit and other.value != amount.value]
    if not alone and any(one.certainty > _CLOSE * max(best.certainty, chosen.certainty) for one in rivals):
        return Cell(wanted, ())
    source = Source(chosen.document, chosen.start, chosen.end)
    value = from_span(source, wanted.kind, wanted.year, best.certainty)
    return Cell(wanted, (value,) if value else ())


def _of_its_reports(read: Sequence[Read], wanted: Wanted) -> list[Read]:
    """The spans of those reports that have most of the words of a cell: what does not name 鹤龄水厂 is not about it."""
    having = {one.document.id: sum(word in one.document.text for word in wanted.words) for one in read}
    most = max(having.values(), default=0)
    return [one for one in read if having[one.document.id] == most]


def _under_own_heads(read: Sequence[Read], question: str) -> list[Read]:
    """The spans without those in a row of a table that has a cell for the question under a head nearer to it.

    Of | 坝高 | 48.75米 | 90.8米 | the head of the column alone tells which is the dam that is asked of.
    """
    placed = [(one, _row(one), _shared(head_over(one.document.text, one.start), question)) for one in read]
    nearest: dict[tuple[str, int], int] = {}
    for _, row, shared in placed:
        nearest[row] = max(nearest.get(row, 0), shared)
    return [one for one, row, shared in placed if shared == nearest[row] or nearest[row] < _SHARED]


def _row(one: Read) -> tuple[str, int]:
    """The line of its report that a span begins in; lines of prose are under no head, and all alike."""
    return one.document.id, line_at(one.document.text, one.start)[0]


def _shared(head: str, question: str) -> int:
    """The length of the longest run of characters that both have."""
    return max(
        (b - a for a in range(len(head)) for b in range(a + 1, len(head) + 1) if head[a:b] in question),
        default=0,
    )


def _amounts(one: Read) -> list[Amount]:
    return amounts(one.document.text, one.start, one.end)


def _within(one: Read, other: Read) -> bool:
    return one.document.id == other.document.id and other.start <= one.start and one.end <= other.end


def _stated(library: Library, doc_id: str) -> list[Figure]:
    return [figure for _, figure in library.figures(filters=Filters(doc_ids=(doc_id,)))]


def _contradicted(stated: Sequence[Figure], wanted: Wanted, one: Read) -> bool:
    """Whether the table says that the amounts of a span are of another place or time, every one of them."""
    inside = [figure for figure in stated if one.start < figure.end and figure.start < one.end]
    return bool(inside) and all(_other(wanted, figure) for figure in inside)


def _other(wanted: Wanted, figure: Figure) -> bool:
    elsewhere = wanted.place is not None and bool(figure.place) and figure.code != wanted.place.code
    year = wanted.year is not None and figure.year is not None and figure.year != wanted.year
    part = bool(wanted.period and figure.period) and canonical(figure.period) != wanted.period
    return elsewhere or year or part
