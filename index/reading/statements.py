"""What a sentence states: each amount with its indicator and its kind.

A name that a clause does not repeat is carried: `产值50亿元，增长5%` states the growth of 产值; `A 3家，B 4家，分别增长5%、6%`
that of A and of B.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.amounts import Amount
from index.indicators import family_of, indicators
from index.reading.clauses import Clause, clauses
from index.reading.kinds import Sense, is_rate, sense
from index.reading.names import LONE, is_place, names
from index.records import FigureKind

_DOER = re.compile("^([^，。]{2,16}?)(?:共|累计)?(?:完成|实现)(?=[\u4e00-\u9fff]{3,}$)")
_CARRIED, _NAME_CHARS = 4, 40


@dataclass(frozen=True, slots=True)
class Statement:
    """An amount and what it says. `indicator` is as written; `origin` marks the first of 从3增加到5.

    `value` is signed (a fall is negative); `clause` is the offset where the stretch of the name begins; `subject` is
    whose it is, where the clause itself says so. `until` is where the words end that may say whose it is, where that
    is not the amount itself: 居全省第3位 says nothing of the province.
    """

    amount: Amount
    indicator: str
    kind: FigureKind
    value: float
    clause: int
    origin: bool = False
    subject: str = ""
    until: int = 0


def statements(
    text: str, start: int, end: int, cuts: Sequence[int] = (), carried: Sequence[str] = ()
) -> list[Statement]:
    """The statements of the sentence text[start:end], in reading order.

    `cuts` are the offsets where mentions of places end: a name never reaches over one. `carried` are names of the
    sentence before, for one that begins with 同比 or 其中.

    >>> [(s.indicator, s.kind, s.value) for s in statements("茶叶产值5亿元，同比下降3%。", 0, 14)]
    [('茶叶产值', 'level', 500000000.0), ('茶叶产值', 'growth', -3.0)]
    """
    out: list[Statement] = []
    known = [(name, "") for name in carried]
    before: Sense | None = None
    for clause in clauses(text, start, end, cuts):
        said = sense(clause, before, bool(known))
        if said is None:
            continue
        told = _told(clause, said, _fitting(clause, said, known), known[-1][0] if known else "")
        out += told
        before = said if told or clause.origin else before
        for one in told:  # the latest name is the one to be carried on
            rest = [pair for pair in known if pair[0] != one.indicator]
            known = [*rest, (one.indicator, one.amount.unit)][-_CARRIED:]
    return out


def _fitting(clause: Clause, said: Sense, known: Sequence[tuple[str, str]]) -> list[str]:
    """The carried names that an amount may go by: a bare 8项 is none of the 总投资 before it, which is in 元."""
    fits = {clause.amount.unit, "%", ""}
    return [name for name, unit in known if said.kind != "level" or clause.target or unit in fits]


def _told(clause: Clause, said: Sense, known: Sequence[str], latest: str) -> list[Statement]:
    named = names(clause, said, known, latest)
    pairs = zip(clause.members, named, strict=True) if named else ()
    return [
        _statement(amount, name, clause, said)
        for amount, name in pairs
        if _plausible(amount, name, said.kind)
    ]


def _statement(amount: Amount, name: str, clause: Clause, said: Sense) -> Statement:
    """`美丽健康产业完成规上工业产值` is the 规上工业产值 of a part: the doer is the subject."""
    doer = _DOER.match(name)
    amount = _in_percent(amount) if said.kind == "growth" and amount.unit == "倍" else amount
    return Statement(
        amount,
        name[doer.end() :] if doer else name,
        said.kind,
        -amount.value if clause.falls(amount) else said.sign * amount.value,
        clause.start,
        clause.origin,
        doer[1] if doer else "",
    )


def _in_percent(amount: Amount) -> Amount:
    """Growth by half its size again is 50 %, and by its own size (增长一倍, 翻一番) 100 %."""
    low, high = (None if one is None else round(one * 100, 6) for one in (amount.low, amount.high))
    return replace(amount, value=round(amount.value * 100, 6), unit="%", low=low, high=high)


def _plausible(amount: Amount, name: str, kind: FigureKind) -> bool:
    """Whether a name can bear the amount: a level in % needs the name of a rate."""
    if (len(name) < 2 and name not in LONE) or len(name) > _NAME_CHARS or is_place(name):
        return False
    if kind == "level" and amount.unit in ("%", "‰"):
        family = family_of(name)[0]
        return is_rate(name) or bool(family and indicators()[family].units & {"%", "‰"})
    return True
