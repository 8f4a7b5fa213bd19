"""Citations: from spans and from a chat model's handles to exact characters of the stored text."""

import re
from collections.abc import Sequence

from index import Document
from index.lexical import terms
from index.orders import evidence, touched
from qa.grid import head_over
from qa.quantities import quantities, same, years_in
from qa.records import Citation
from qa.sentences import around, sentences

HANDLE = re.compile(r"\[(\d{1,2})\]")
_LONGEST = 240
_CLAUSE_END = re.compile(r"[，,；;：:、]")


class UnknownHandle(ValueError):
    """A composed sentence points at evidence that was never given."""


def citation(document: Document, start: int, end: int) -> Citation:
    """The citation of characters [start, end) of a document."""
    return Citation(
        doc_id=document.id,
        source=document.source,
        title=document.title,
        page=document.page_at(start),
        start=start,
        end=end,
        quote=document.text[start:end],
    )


def proof(document: Document, start: int, end: int) -> Citation:
    """The sentence that a span stands in; of a very long one, the clauses around the span."""
    first, last = around(document.text, start, end)
    if last - first > _LONGEST:
        marks = [first + match.end() for match in _CLAUSE_END.finditer(document.text[first:last])]
        room = max(0, (_LONGEST - (end - start)) // 2)
        first = max(
            (mark for mark in marks if start - room <= mark <= start), default=max(first, start - room)
        )
        last = min((mark for mark in marks if end <= mark <= end + room), default=min(last, end + room))
    body = document.text[first:last]
    return citation(document, first + len(body) - len(body.lstrip()), last - len(body) + len(body.rstrip()))


def proof_of_year(document: Document, year: int) -> Citation | None:
    """Where a report first writes a year out, with the sentence or row it stands in, else the date it is stamped with (2023-08-03);
    None where it does neither."""
    found = re.search(rf"(?<!\d){year}年", document.text)
    stamp = re.search(rf"(?<!\d){year}([-./])\d{{1,2}}\1\d{{1,2}}(?!\d)", document.text)
    for one in filter(None, (found, stamp)):
        if not touched(document.text, *one.span()):
            return proof(document, *one.span()) if one is found else citation(document, *one.span())
    return None


def handles(sentence: str) -> list[int]:
    """The evidence numbers a composed sentence points at, in order, once each."""
    return list(dict.fromkeys(int(number) for number in HANDLE.findall(sentence)))


def support(claim: str, document: Document, start: int, end: int) -> Citation:
    """The fewest neighbouring sentences of [start, end) that hold every figure of the claim, else the likest one.

    Of several that hold them, the one that shares most terms with the claim. A year is no figure of it: the title of a table
    has it, and the rows have not.
    """
    spans = [(start + a, start + b) for a, b in sentences(document.text[start:end])] or [(start, end)]
    years, likes = years_in(claim), set(terms(claim))
    wanted = [one for one in quantities(claim) if one.unit != "年" or one.value not in years]
    runs = [
        (spans[i][0], spans[j - 1][1])
        for size in (1, 2, 3)
        for i in range(len(spans))
        if (j := i + size) <= len(spans)
    ]

    def rank(run: tuple[int, int]) -> tuple[int, float]:
        text = document.text[run[0] : run[1]]
        here = quantities(text)
        held = sum(any(same(one, other) for other in here) for one in wanted)
        return held, len(likes & set(terms(text))) / len(text) ** 0.5

    best = max(runs, key=rank)
    return proof(document, *best)


def columns(claim: str, document: Document, proven: Citation) -> str:
    """What stands over the cells that a claim has its figures from, a line each: of which place or year a column of a table is."""
    wanted = quantities(claim)
    cells = (one for one in quantities(proven.quote) if any(same(other, one) for other in wanted))
    heads = (head_over(document.text, proven.start + one.start) for one in cells)
    return "\n".join(evidence(head, 0, len(head)) for head in dict.fromkeys(heads) if head)


def cited(numbers: Sequence[int], offered: int) -> list[int]:
    """The numbers, if each names one of the `offered` pieces of evidence. Raises UnknownHandle."""
    for number in numbers:
        if not 1 <= number <= offered:
            raise UnknownHandle(f"evidence [{number}] was cited, only [1] to [{offered}] were given")
    return list(numbers)
