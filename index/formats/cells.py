"""What a spreadsheet shows for a value: 0.052 under the format `0.00%` is 5.20%."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_PICTURE = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?,*(?:[eE][+-]0+)?")
_DATE_CODE = re.compile(r"yyyy|yy|mmm+|mm|m|dddd|ddd|dd|d|hh|h|ss|s|AM/PM|e|aaaa", re.I)
_KEEP = "\ue000"  # stands for a quoted piece while the picture around it is read


def shown(value: object, number_format: str = "General") -> str:
    """The text of a cell.

    >>> shown(0.052, "0.00%"), shown(1234, "#,##0"), shown(155.0), shown(date(2023, 3, 1), 'yyyy"年"m"月"')
    ('5.20%', '1,234', '155', '2023年3月')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), number_format) if abs(value) < 1e300 else str(value)
    if isinstance(value, datetime | date):
        return _date(value, number_format)
    return _clock(value) if isinstance(value, time | timedelta) else str(value)


def _clock(value: time | timedelta) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M" if not value.second else "%H:%M:%S")
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def _general(value: Decimal) -> str:
    """Up to eleven digits, as Excel shows them: 0.1 + 0.2 is 0.3."""
    rounded = value if abs(value) >= 10**11 else Decimal(f"{value:.11g}")
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: Decimal, number_format: str) -> str:
    sections = number_format.split(";")
    negative = value < 0 and len(sections) > 1 and bool(sections[1].strip())
    picture = sections[1] if negative else sections[2] if not value and len(sections) > 2 else sections[0]
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1] or found[2] or found[3] or "")
        return _KEEP

    bare = _QUOTED.sub(keep, picture)
    found = _PICTURE.search(bare)
    if found is None:
        text = bare.replace("General", _general(abs(value) if negative else value)).replace(
            "@", _general(value)
        )
        text = text if text.strip(_KEEP) else (text if any(kept) else _general(value))
    else:
        body = _by_picture(abs(value) if negative else value, found[0], bare.count("%"))
        text = bare[: found.start()] + body + bare[found.end() :]
    pieces = iter(kept)
    return re.sub(_KEEP, lambda _: next(pieces), text).strip()


def _by_picture(value: Decimal, picture: str, percents: int) -> str:
    scaled = value.scaleb(2 * percents)
    stem, _, exponent = picture.upper().partition("E")
    thousands = len(stem) - len(stem.rstrip(","))
    stem = stem.rstrip(",")
    scaled = scaled.scaleb(-3 * thousands)
    whole, _, decimals = stem.partition(".")
    if exponent:
        return f"{scaled:.{len(decimals)}E}"
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    optional = len(decimals) - len(decimals.rstrip("#"))
    while optional and text.endswith("0") and "." in text:
        text, optional = text[:-1], optional - 1
    least = whole.replace(",", "").count("0")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    head, dot, tail = digits.partition(".")
    if "," not in whole and len(head) < least:
        head = head.zfill(least)
    return sign + head + (dot + tail if tail else "")


def _date(value: date, number_format: str) -> str:
    """By its codes where they are of years, months and days, else ISO; midnight is no time of day."""
    first = number_format.split(";", maxsplit=1)[0]
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1] or found[2] or "")
        return _KEEP

    bare = _QUOTED.sub(keep, first)
    timed = isinstance(value, datetime) and bool(value.hour or value.minute or value.second)
    plain = f"{value:%Y-%m-%d %H:%M}" if timed else f"{value:%Y-%m-%d}"
    if (
        bare == "General"
        or not re.search("[ye]", bare, re.I)
        or re.search("h|s|am", bare, re.I)
        or "mmm" in bare.lower()
    ):
        return plain
    codes = {"yyyy": f"{value.year}", "e": f"{value.year}", "yy": f"{value.year % 100:02d}", "mm": f"{value.month:02d}",
             "m": f"{value.month}", "dd": f"{value.day:02d}", "d": f"{value.day}"}  # fmt: skip
    text = _DATE_CODE.sub(lambda code: codes.get(code[0].lower(), ""), bare)
    pieces = iter(kept)
    text = re.sub(_KEEP, lambda _: next(pieces), text).strip()
    return plain if re.fullmatch(r"\d{1,2}[-/]\d{1,2}[-/]\d{2}", text) else text
