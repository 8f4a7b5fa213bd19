"""What a text falls into that is never cut: headings, sentences, small tables, table rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from index.headings import Heading, headings, lead
from index.sentences import sentence_ends, within
from index.tables import TableLines, group_of, is_note, named, tables
from index.tokens import count

_IN_PARAGRAPH, _IN_SENTENCE, _LEADS_ON, HEADS = 0.25, 0.5, 1.0, 1000.0
"""What it costs to end a chunk there, where a chunk more costs 1: a heading never ends one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch [start, end) of the text, and what it costs to end a chunk `after` it.

    `section` is the path of its headings. `lead` is the name of its paragraph, `table` that of its table and of the
    columns, where the piece stands without their beginning. `seam` begins a new chunk.
    """

    start: int
    end: int
    section: str
    after: float = 0.0
    lead: str = ""
    table: str = ""
    seam: bool = False


class Cutter:
    """Cuts one text into pieces of at most `budget` tokens; the line of the title heads all the rest.

    >>> [(one.section, one.start) for one in Cutter("一、工业\\n产值增长。就业稳定。", "", 50).pieces()]
    [('一、工业', 0), ('一、工业', 5), ('一、工业', 10)]
    """

    def __init__(self, text: str, title: str, budget: int) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]
        self._starts[-1] = len(text)
        self._headings = list(headings(self._lines, title))
        headed = [one is not None for one in self._headings]
        self._tables = {table.first: table for table in tables(self._lines, headed)}
        self._budget = budget

    def pieces(self) -> Iterator[Piece]:
        """The pieces in order; together they are the whole text."""
        path: list[Heading] = []
        # What headings leave of the budget goes to the first piece below them, so that both fit into one chunk.
        at, room, after_cut, below_heading = 0, self._budget, False, False
        while at < len(self._lines):
            heading, table = self._headings[at], self._tables.get(at)
            if heading:
                path = [*(one for one in path if heading.within(one)), heading]
            section = " > ".join(one.label for one in path)
            if heading:
                room = max(self._budget // 2, room - count(self._lines[at]))
                yield Piece(self._starts[at], self._starts[at + 1], section, HEADS, seam=not below_heading)
                at, after_cut, below_heading = at + 1, False, True
                continue
            if table:
                found = list(self._table(table, section, room))
                seam, after_cut = len(found) > 1 and not below_heading, len(found) > 1
            else:
                found = list(self._paragraph(at, section, room))
                seam = after_cut and bool(self._lines[at]) and not is_note(self._lines[at])
                after_cut = after_cut and not seam
            yield replace(found[0], seam=seam)
            yield from found[1:]
            if table or self._lines[at]:
                below_heading, room = False, self._budget
            at = table.last if table else at + 1

    def _paragraph(self, at: int, section: str, budget: int) -> Iterator[Piece]:
        """The sentences of a line; all but the first stand without the number and name that it begins with."""
        line, start = self._lines[at], self._starts[at]
        name, first = lead(line), 0
        for stop in sentence_ends(line):
            for a, b in within(line[first:stop], budget, count):
                begin, end = first + a, first + b
                after = _IN_PARAGRAPH if end == stop else _IN_SENTENCE
                if end < len(line):
                    yield Piece(start + begin, start + end, section, after, name if begin else "")
                else:
                    after = _LEADS_ON if line.endswith(("：", ":")) else 0.0
                    yield Piece(start + begin, self._starts[at + 1], section, after, name if begin else "")
            first = stop

    def _table(self, table: TableLines, section: str, budget: int) -> Iterator[Piece]:
        """A table as one piece where it fits, else its caption, header and first row, and then row by row."""
        starts, lines = self._starts, self._lines
        if count(self._text[starts[table.first] : starts[table.last]]) <= budget:
            yield Piece(starts[table.first], starts[table.last], section)
            return
        caption, head = lines[table.first : table.rows], lines[table.rows : table.rows + table.head]
        opened = min(table.rows + table.head + 1, table.last)
        group = ""
        for first, last in [(table.first, opened), *((row, row + 1) for row in range(opened, table.last))]:
            said = named(caption, head, group)
            for a, b in within(self._text[starts[first] : starts[last]], budget, count):
                beginning = first == table.first and not a
                yield Piece(starts[first] + a, starts[first] + b, section, table="" if beginning else said)
            group = group_of(lines[last - 1]) or group
