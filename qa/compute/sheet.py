"""What an answer is written on: its citations, its table and the figures that were worked out, as they are used."""

import re
from collections.abc import Sequence
from fractions import Fraction

from index import Document
from qa.cite import citation, proof, proof_of_year
from qa.compute.cells import KNOWN
from qa.compute.numbers import in_unit, shown
from qa.compute.records import Cell, Source, Value
from qa.quantities import years_in
from qa.records import Answer, Citation, Computed, Given, Operation, Query, Row

_BEFORE = re.compile(r"(?:大约|约|将近|接近|近|超过|逾|突破|不足|不到|超|至少)$")
_AFTER = re.compile(r"(?:以上|左右|有余)")
_HEAD_CHARS = 1500


class Unprovable(Exception):
    """A figure cannot be shown with characters that prove it; the passages are asked instead."""


class Sheet:
    """Collects what an answer cites and computes. Not shared between answers."""

    def __init__(self, indicator: str, open_years: bool) -> None:
        self.citations: list[Citation] = []
        self.rows: list[Row] = []
        self.computed: list[Computed] = []
        self._indicator = indicator
        self._open_years = open_years
        self._given: dict[int, Given] = {}

    def cell(self, cell: Cell, label: str = "") -> str:
        """A cell as text with its marks, each of its values that disagree; its rows go into the table."""
        return "或".join(
            self.value(one, label or cell.wanted.label, cell.wanted.period) for one in cell.values
        )

    def value(self, value: Value, label: str, period: str) -> str:
        """A value as text with its marks: 155.6亿元[1], 下降2.4%[2]. Raises Unprovable."""
        numbers = [self.mark(_proof(source)) for source in value.sources]
        text = self._named(value, numbers)
        sign = -1 if value.number < 0 else 1
        by_head = numbers[len(value.sources) :]  # the citation of the unit, where that is not with the number
        unit = (value.label, by_head[0]) if by_head else ("", 0)
        self._given[id(value)] = Given(numbers[0], value.written, sign, *unit)
        if (
            self._open_years
            and value.year
            and value.year not in years_in(self.citations[numbers[0] - 1].quote)
        ):
            numbers += self._proof_of_year(value.sources[0].document, value.year)
        self.rows.append(
            Row(
                label,
                value.year,
                period,
                self._indicator,
                text,
                float(value.number),
                value.unit,
                tuple(dict.fromkeys(numbers)),
            )
        )
        marks = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
        return f"{text}{marks}"

    def mark(self, one: Citation) -> int:
        """The 1-based number of a citation, which is taken in where it is new."""
        if one not in self.citations:
            self.citations.append(one)
        return self.citations.index(one) + 1

    def worked_out(self, text: str, operation: Operation, values: list[Value]) -> str:
        """A figure that was computed from values that are shown; its text."""
        self.computed.append(Computed(text, operation, tuple(self._given[id(one)] for one in values)))
        return text

    def mention(self, document: Document, start: int, end: int) -> int:
        """The number of the citation of words of a report."""
        return self.mark(proof(document, start, end))

    def counted(self, text: str, inputs: list[Given]) -> str:
        """A number of things, each of which stands in a citation; its text."""
        self.computed.append(Computed(text, "count", tuple(inputs)))
        return text

    def years_apart(self, late: tuple[int, int], early: tuple[int, int]) -> str:
        """How many years lie between two, each with the citation that has it; empty where one has it not."""
        given = [Given(mark, f"{year}年") for year, mark in (late, early)]
        if any(one.written not in self.citations[one.citation - 1].quote for one in given):
            return ""
        text = f"{late[0] - early[0]}年"
        self.computed.append(Computed(text, "difference", tuple(given)))
        return text

    def difference(self, number: Fraction, values: list[Value]) -> str:
        """The amount of a difference, without its sign."""
        return self.worked_out(in_unit(abs(number), values), "difference", values)

    def _named(self, value: Value, numbers: list[int]) -> str:
        """A value as it is written, with what makes it rough, and with its unit where the head of its table has that."""
        source = value.sources[0]
        text = source.document.text
        falls = "下降" if value.kind == "growth" and value.number < 0 else ""
        written = value.written.lstrip("-−－") if falls else value.written  # 下降-6.3% would be a rise
        if re.search(r"\d$", written) and value.unit:
            number = self._proof_of_unit(source, value.label)
            whole = f"{written}{value.label}"
            inputs = (Given(numbers[0], written), Given(number, value.label))
            self.computed.append(Computed(whole, "unit", inputs))
            numbers.append(number)
            return falls + whole
        before = _BEFORE.search(text, max(0, source.start - 4), source.start)
        after = _AFTER.match(text, source.end)
        return f"{falls}{before[0] if before else ''}{written}{after[0] if after else ''}"

    def _proof_of_unit(self, source: Source, label: str) -> int:
        text = source.document.text
        at = text.rfind(label, max(0, source.start - _HEAD_CHARS), source.start)
        if at < 0 or not label:
            raise Unprovable
        return self.mark(_line(source.document, at, at + len(label)))

    def _proof_of_year(self, document: Document, year: int) -> list[int]:
        found = proof_of_year(document, year)
        return [self.mark(found)] if found else []


def _proof(source: Source) -> Citation:
    return proof(source.document, source.start, source.end)


def _line(document: Document, start: int, end: int) -> Citation:
    first = document.text.rfind("\n", 0, start) + 1
    last = document.text.find("\n", end)
    last = len(document.text) if last < 0 else last
    return citation(document, first, last) if last - first <= 160 else citation(document, start, end)


def mean_text(number: Fraction, values: list[Value]) -> str:
    """A mean with one decimal more than its inputs."""
    if values[0].unit in ("%", "百分点"):
        return shown(number, max(one.decimals for one in values) + 1) + values[0].unit
    main = max(values, key=lambda one: one.size)
    return shown(number / main.size, max(one.decimals for one in values) + 1) + main.label


def answer_of(
    query: Query, text: str, sheet: Sheet, cells: Sequence[Cell], notices: tuple[str, ...], *, whole: bool
) -> Answer:
    """The answer that stands on a sheet, as sure as the least sure of its values; `whole` where nothing of it is lacking."""
    certainty = min((value.certainty for one in cells for value in one.values), default=KNOWN)
    return Answer(
        query.text,
        text,
        "grounded" if whole else "partial",
        tuple(sheet.citations),
        certainty,
        notices,
        tuple(sheet.computed),
        tuple(sheet.rows),
    )
