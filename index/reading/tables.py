"""Figures of tables, as the readers of formats write them: `| 指标 | 2022年 |`, a rule, rows.

A row's label or a column's head is the indicator; a head or a label that is a year, a place or a word of growth says
so. Units stand in the cell, in brackets of label or head, or in the caption (单位：万元).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.amounts import Amount, amounts, in_base, unit_in
from index.indicators import family_of
from index.places import NATION, found, own
from index.records import FigureKind, Place

_NUMBER = re.compile(r"^\s*(?P<digits>[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*$")
_YEAR = re.compile(
    r"(?:(?:19|20)\d\d\s*[-—–~至到]+\s*)?((?:19|20)\d\d)\s*年?(?:度)?\s*(上半年|下半年|前三季度|[一二三四]季度|\d{1,2}\s*[-—至]\s*\d{1,2}月|\d{1,2}月末?|底|末)?"
)
_YEAR_ALONE = re.compile(
    rf"^\s*{_YEAR.pattern}(?:内|实绩|实际|完成|数|值|绝对值|预期|目标)?\s*(?:[（(].*[）)])?$"
)
_PERIOD = re.compile(
    r"[第]?[一二三四1-4]季度|前三个?季度|上半年|下半年|\d{1,2}\s*[-—–~～至]\s*\d{1,2}月份?|(?<!\d)\d{1,2}月(?:份|末|底)?|[本当][月季]"
)
_LAST = re.compile("(?:去年|上年)(?:同[期月季])?")
"""A column of the year before: 上年同期, 去年同期增长; 比上年增长 is of this year."""
_AGAINST = re.compile("[比较与]$")
_WITHIN = re.compile(r"^\s*(?:其中|[#＃*·])\s*[:：]?\s*")
"""A row that is part of the one above it: 其中：装备制造业."""
_OF_WHOLE = re.compile("(?:增加值|总产值|产值|零售额|销售额|投资|产量|面积|收入|支出|税收)$")
_GROWTH = re.compile("增速|增长|同比|增幅|涨幅|比上年|较上年|降幅|涨跌|±")
_SHARE = re.compile("占比|比重|构成|份额|^占(?!地)|占.{0,10}[（(]?[%％]")
_RANK = re.compile("排名|位次|名次")
_PLAIN_HEAD = re.compile(
    "^(?:指标|指标名称|项目|绝对数|绝对值|绝对量|总量|数值|数据|数量|完成|完成情况|完成数|实绩|实际|实际完成|累计|本期|本年|本年累计|目标|内容|情况|"
    "数额|金额|规模|合计|全年|上半年|单位|备注|说明|年份|年度|时间|月末|年末|量)$"
)
_UNIT_HEAD = re.compile("^(?:计量)?单位$")
_LISTING_HEAD = re.compile("^(?:主要)?(?:经济)?(?:指标|指标名称|统计指标|内容)$")
_PLACE_HEAD = re.compile("地区|范围|乡镇|镇街|县区|县市|区县|地点|街道|区域|行政区|单位名称|所在")
_KIND_OF_TOWN = re.compile(
    "(?:重点|特色|示范|[强名]|历史文化|中心|建制|生态|文明|美丽|试点)(?:乡镇|镇|乡|街道)$"
)
"""乡村旅游重点镇 is what is counted, and no town."""
_NOTE_HEAD = re.compile("序号|备注|说明|编号|次序|责任|日期|电话|来源")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_CAPTION = re.compile(r"^\s*(?:#+\s*)?表\s*[\d一二三四五六七八九十]*[-—.\d]*[:：、]?\s*")
_CAPTION_TAIL = re.compile(
    "(?:主要|有关|部分)?(?:指标|情况|一览|统计|数据|安排|建设安排|对比|比较|完成情况|汇总|明细)?(?:一览)?表?$"
)
_LEAD = re.compile(
    r"^(?:突破|超过|超|约|近|逾|达到?|完成|实现|建成|推广到|覆盖|增加到|提高到|新建|新增|不低于|不少于|左右|以上|\s)+"
)
_CALENDAR = re.compile(r"(?<![\d—–~至到和与及、-])((?:19|20)\d{2})年(?!\s*[—–~至到和与及、-])")
"""A year that is not one of several."""
_DAY = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}:\d\d")
_CAPTION_CHARS = 48
_CELL_CHARS = 24
"""A longer cell is a sentence and is read as one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure of a cell; offsets are those of the text. `year` and `place` are None where the table names none."""

    amount: Amount
    indicator: str
    kind: FigureKind
    value: float
    year: int | None
    period: str
    place: Place | None
    subject: str
    row_start: int
    row_end: int
    shift: int = 0
    """Years from the report's own, where the table says but 上年同期."""


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Table:
    caption: str
    unit: str
    head: Sequence[str]
    rows: Sequence[tuple[int, int, Sequence[_Cell]]]
    home: Place | None
    year: int | None
    period: str


def is_row(line: str) -> bool:
    """Whether a line is the row of a table.

    >>> is_row("| 产值 | 5 |"), is_row("产值5亿元")
    (True, False)
    """
    return len(line) > 2 and line.startswith("|") and line.endswith("|")


def entries(text: str, start: int, end: int, above: str, home: Place | None) -> list[Entry]:
    """The figures of the table text[start:end]. `above` holds the lines before it (caption, 单位), `home` is the report's place.

    >>> table = "| 指标 | 2022年 |\\n|---|---|\\n| 茶叶产值（万元） | 1,200 |"
    >>> [(e.indicator, e.year, e.value, e.amount.unit) for e in entries(table, 0, len(table), "", None)]
    [('茶叶产值', 2022, 12000000.0, '元')]
    """
    table = _table(text, start, end, above, home)
    if table is None:
        return []
    out: list[Entry] = []
    whole = ""
    for row_start, row_end, cells in table.rows:
        part = _WITHIN.match(cells[0].text) is not None
        out += _row(table, row_start, row_end, cells, whole if part else "")
        whole = whole if part else cells[0].text
    return out


def _table(text: str, start: int, end: int, above: str, home: Place | None) -> _Table | None:
    rows: list[tuple[int, int, Sequence[_Cell]]] = []
    at, head, ruled = start, [], False
    for line in text[start:end].split("\n"):
        if re.fullmatch(r"[|\s:\-]+", line):
            ruled = bool(rows)
            if ruled:
                head = [cell.text for cell in rows.pop()[2]]
        elif is_row(line):
            rows.append((at, at + len(line), _cells(line, at)))
        at += len(line) + 1
    if not rows or not ruled:
        return None
    return _Table(_topic(above), _unit(above), head, rows, home, *_time_over(above))


def _cells(line: str, start: int) -> list[_Cell]:
    out, at = [], 1
    for part in line[1:-1].split("|"):
        out.append(_Cell(part.strip(), start + at + len(part) - len(part.lstrip())))
        at += len(part) + 1
    return out


def _unit(above: str) -> str:
    return unit_in(above) if "单位" in above else ""


def _time_over(above: str) -> tuple[int | None, str]:
    """The one year, and the part of it, that the line right above a table names: 2022年主要指标.

    >>> _time_over("四、经济社会\\n2022年一季度主要指标"), _time_over("2021年和2022年主要指标"), _time_over("说明。")
    ((2022, '一季度'), (None, ''), (None, ''))
    """
    line = next((one for one in reversed(above.split("\n")) if one.strip()), "")
    names = len(line) <= _CAPTION_CHARS and not line.endswith("。") and not _DAY.search(line)
    years = set(_CALENDAR.findall(line)) if names else set()
    return (int(years.pop()), _period_of(line)) if len(years) == 1 else (None, "")


def _topic(above: str) -> str:
    """What a caption says its table is about: 表1 智慧道路建设安排 → 智慧道路."""
    lines = [line for line in above.split("\n") if line.strip() and len(line) <= _CAPTION_CHARS]
    named = [line for line in lines if _CAPTION.match(line) and _CAPTION.sub("", line, count=1) != line]
    if not named:
        return ""
    topic = _BRACKETS.sub("", _CAPTION.sub("", named[-1], count=1)).strip()
    return _CAPTION_TAIL.sub("", _YEAR.sub("", topic)).strip("的 ")


def _row(table: _Table, row_start: int, row_end: int, cells: Sequence[_Cell], whole: str) -> Iterator[Entry]:
    """The figures of a row; `whole` is the label of the row that it is part of, empty where of none."""
    heads = [*table.head, *[""] * (len(cells) - len(table.head))]
    at = next((n for n, head in enumerate(heads) if n and _LISTING_HEAD.match(head) and n < len(cells)), 0)
    label = cells[at].text
    year, period = _year_of(label)
    place, subject = _place_of(table, heads, cells)
    unit = next((c.text for c, h in zip(cells, heads, strict=False) if _UNIT_HEAD.match(h)), "")
    named = bool(at) or (year is None and place is None and not subject)
    over = ""
    for cell, head in zip(cells[at + 1 :], heads[at + 1 :], strict=False):
        over = over if _is_plain(_heading(head)) else head
        if _UNIT_HEAD.match(head) or _NOTE_HEAD.search(head) or _PLACE_HEAD.search(head):
            continue
        head_year, head_period = _year_of(head) if _says_year(head) else (None, _period_of(head))
        there = _head_place(head, table.home)
        part = _part(heads[at], head) if named and not there else ""
        name = _name(table, label if named else "", "" if there or part else head, over)
        name = _of_whole(name, whole) if named else name
        kind = _kind(name, head, label if named else "")
        for amount in _amounts(cell, _written_unit(head, label, unit or unit_in(whole) or table.unit, kind)):
            value = (
                -amount.value if amount.value > 0 and _falls(cell.text) and kind == "growth" else amount.value
            )
            said, last = head_year if head_year is not None else year, _is_last(head)
            when = head_period or period
            if said is None and table.year is not None:
                said, when = table.year - last, when or table.period
            yield Entry(
                amount,
                _bare(name),
                kind,
                value,
                said,
                when,
                there or place,
                part or subject,
                row_start,
                row_end,
                -1 if said is None and last else 0,
            )


def _of_whole(name: str, whole: str) -> str:
    """A part by the measure of its whole: 装备制造业增加值 of 其中：装备制造业 under 规模以上工业增加值."""
    bare, measure = _bare(name), _OF_WHOLE.search(_bare(whole))
    return (
        f"{bare}{measure[0]}" if measure and not _OF_WHOLE.search(bare) and not family_of(bare)[0] else name
    )


def _is_last(head: str) -> bool:
    """Whether a column is of the year before the report's own."""
    found = _LAST.search(head)
    return found is not None and not _AGAINST.search(head[: found.start()])


def _period_of(head: str) -> str:
    found = _PERIOD.search(head)
    return found[0] if found else ""


def _heading(head: str) -> str:
    """What a head says besides its time."""
    said = _YEAR.sub("", head)
    return _bare(_PERIOD.sub("", _LAST.sub("", said) if _is_last(said) else said)).strip()


def _says_year(head: str) -> bool:
    return bool(_YEAR.search(head))


def _year_of(text: str) -> tuple[int | None, str]:
    found = _YEAR_ALONE.match(text) or (_YEAR.search(text) if not re.match(r"^[^\d]{4,}", text) else None)
    return (int(found[1]), found[2] or "") if found else (None, "")


def _place_of(table: _Table, heads: Sequence[str], cells: Sequence[_Cell]) -> tuple[Place | None, str]:
    """The division a row is about, by its label or by a column of places; a town or firm is its subject."""
    listing = _LISTING_HEAD.match(heads[0])
    for cell, head in zip(cells, heads, strict=False):
        first = cell is cells[0]
        if first and listing:
            continue
        if not (first or _PLACE_HEAD.search(head)) or _YEAR_ALONE.match(cell.text):
            continue
        if cell.text in ("全国", "全县", "全市", "全省", "全区", "全州", "全旗", "合计", "总计"):
            named = own(cell.text, table.home) if table.home and cell.text.startswith("全") else table.home
            return named or (NATION if cell.text == "全国" else table.home), ""
        if first and (scope := re.search("全[国省市县区州]", cell.text)) and table.home:
            return own(scope[0], table.home) or table.home, cell.text
        named_here = found(cell.text)
        if named_here and len(cell.text) <= 12 and named_here[-1][0].end >= len(cell.text) - 3:
            return named_here[-1][1], ""
        owner = re.search("(?:镇|乡|街道|公司)$", cell.text) and not _KIND_OF_TOWN.search(cell.text)
        if first and (_PLACE_HEAD.search(head) or owner):
            return table.home, cell.text
    return None, ""


def _part(first: str, head: str) -> str:
    """The firm or project that a column is about, in a table whose rows are indicators: | 内容 | 甲中心 | 乙港 |."""
    said = _heading(head)
    plain = (
        not said
        or _PLAIN_HEAD.match(said)
        or _GROWTH.search(said)
        or _RANK.search(said)
        or _SHARE.search(said)
    )
    return said if _LISTING_HEAD.match(first) and not plain and not family_of(said)[0] else ""


def _head_place(head: str, home: Place | None) -> Place | None:
    """The division that a column is about: | 指标 | 甲县 | 乙县 | 全省 |."""
    if home and own(head, home):
        return own(head, home)
    named = found(head)
    whole = named and named[0][0].start == 0 and named[-1][0].end >= len(head) - 1
    return named[-1][1] if whole else None


def _is_plain(said: str) -> bool:
    """Whether the head of a column says how something is measured, and not what: 增速, 位次."""
    return (
        not said
        or bool(_PLAIN_HEAD.match(said))
        or (bool(_GROWTH.search(said) or _RANK.search(said)) and not _bare_of(said))
    )


def _bare_of(said: str) -> str:
    """What a head that measures is of: 规上工业增加值 of 规上工业增加值增速."""
    return _RANK.sub("", _MOVES.sub("", _SIGNS.sub("", _BRACKETS.sub("", said)))).strip("的 在全省市县区")


def _name(table: _Table, label: str, head: str, over: str) -> str:
    """The indicator: the row's label, the column's head, that of the column (`over`) that a plain one (增速, 位次) goes with, or the
    caption's topic where all are plain words.

    >>> text = "| 单位 | GDP（亿元） | 增速（%） |\\n|---|---|---|\\n| 甲镇 | 5 | 7.2 |"
    >>> [(one.indicator, one.kind, one.value) for one in entries(text, 0, len(text), "", None)]
    [('GDP', 'level', 500000000.0), ('GDP', 'growth', 7.2)]
    """
    said = _heading(head)
    plain = not said or _PLAIN_HEAD.match(said) or _GROWTH.search(said) or _RANK.search(said)
    if label:
        label = _WITHIN.sub("", label)
        measure = _OF_WHOLE.search(table.caption)
        named = bool(family_of(label)[0])
        if plain and measure and not named and not _OF_WHOLE.search(label):
            whole = f"{label}{measure[0]}"  # 黄茶产量 in a table of 主要农产品产量
        else:
            whole = f"{table.caption}{label}" if plain and len(label) <= 3 and not named else label
        return whole if plain or _SHARE.search(said) else f"{whole}{said}"
    if over and (_GROWTH.search(head) or _RANK.search(head)) and _is_plain(said):
        return _RANK.sub("", _heading(over)) or said
    return (table.caption or said) if plain else said


def _kind(name: str, head: str, label: str) -> FigureKind:
    if _RANK.search(head):
        return "rank"
    if _GROWTH.search(head) or _GROWTH.search(label) or _GROWTH.search(name):
        return "growth"
    if "增收" in name:
        return "change"
    return "share" if _SHARE.search(head) or _SHARE.search(label) else "level"


_MOVES = re.compile(r"(?:同比|名义|实际|比上年|较上年)*(?:增速|增长率|增长速度|增长|增幅|涨幅|降幅|同比)$")


_SIGNS = re.compile("[±%％\\s]+$")


def _bare(name: str) -> str:
    """An indicator without unit, growth word and list mark: `2.规上工业增加值增速（%）` → 规上工业增加值."""
    stripped = re.sub(
        r"^(?:其中[:：]?|[#＃*·]|\d{1,2}[.、．]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)])\s*",
        "",
        name,
    )
    stripped = _SIGNS.sub("", _BRACKETS.sub("", stripped).strip())
    return _MOVES.sub("", stripped) or stripped


def _falls(cell: str) -> bool:
    return bool(re.match("^(?:下降|减少|降低|负增长|回落)", cell))


def _amounts(cell: _Cell, written: str) -> list[Amount]:
    """A bare number takes the unit `written` elsewhere in the table; a cell of words is read as words."""
    bare = _NUMBER.match(cell.text)
    if not bare:
        return _moved(cell) if len(cell.text) <= _CELL_CHARS else []
    digits = bare["digits"].replace("−", "-").replace(",", "")
    value, base = in_base(float(digits), written)
    start = cell.start + bare.start("digits")
    return [Amount(start, start + len(bare["digits"]), value, base, written)]


def _moved(cell: _Cell) -> list[Amount]:
    """The amounts of a cell with offsets of the whole text; several of them are a sentence, and no figure of the row."""
    inside = amounts(cell.text)
    if len(inside) != 1:
        return []
    one = inside[0]
    return [
        Amount(
            one.start + cell.start,
            one.end + cell.start,
            one.value,
            one.unit,
            one.written,
            one.low,
            one.high,
            one.approximate,
        )
    ]


def _written_unit(head: str, label: str, unit: str, kind: FigureKind) -> str:
    """The unit of the bare numbers of a cell: of its head, label, or `unit`, that of its row or caption."""
    if kind == "growth":
        return "%"
    if kind == "rank":
        return "位"
    return unit_in(head) or unit_in(label) or unit or ("%" if kind == "share" else "")
