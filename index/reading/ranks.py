"""Places in an order: 增速居全市第3位 is a rank of what grew."""

import re
from collections.abc import Sequence

from index.amounts import Amount, numeral
from index.reading import phrases
from index.reading.statements import Statement

_BREAK = re.compile(f"[{phrases.BREAK}]")
_DIVISION = re.compile("[省市县区州旗]$")
_BOARD = re.compile("[\u4e00-\u9fff\\d]{0,12}?(?:百强县?|排行榜|榜单)(?:榜单)?")
_WHOLE = re.compile("^(?:全|同类|世界|全球|国内).{0,3}$")
_NEAR_CHARS, _BOARD_CHARS = 60, 60


def ranks(text: str, start: int, end: int, told: Sequence[Statement]) -> list[Statement]:
    """The ranks of the sentence text[start:end], whose other statements are `told`; the amount is the place itself.

    >>> [(r.indicator, r.value) for r in ranks("茶叶产量居全省第3位。", 0, 11, [])]
    [('茶叶产量', 3.0)]
    """
    found = (_rank(text, start, match, told) for match in phrases.RANK.finditer(text, start, end))
    return [one for one in found if one is not None]


def _rank(text: str, start: int, match: re.Match[str], told: Sequence[Statement]) -> Statement | None:
    word = match["nth"] or match["bare"]
    place = float(word) if word.isdigit() else numeral(word)
    first = match.start("nth") - 1 if match["nth"] else match.start("bare")
    last = next((one for one in reversed(told) if one.amount.end <= first), None)
    clause = match.start() - len(_BREAK.split(text[start : match.start()])[-1])
    stem = text[clause : match.start()].rpartition("在")
    until = clause + len(stem[0] if stem[1] else stem[2])  # 在全国机场中位列第五
    name = _name(text[clause:until])
    if not last and (not name or _DIVISION.search(name)):
        boards = _BOARD.findall(text[max(start, first - _BOARD_CHARS) : first])
        name = boards[-1] if boards else "排名"
    own = len(name) >= 2 and "第" not in name and not _WHOLE.match(name)
    if not (own and not (last and last.amount.end > clause)):
        if last is None or first - last.amount.end > _NEAR_CHARS:
            return None
        name, clause = last.indicator, last.clause
    return Statement(Amount(first, match.end(), place, "位", "位"), name, "rank", place, clause, until=until)


def _name(stem: str) -> str:
    """What stands before the words of rank, without 增速: 茶叶产量增速 gives 茶叶产量."""
    moved = phrases.SPEED.search(stem)
    return phrases.name_before(stem[: moved.start()] if moved else stem).removesuffix("中")
