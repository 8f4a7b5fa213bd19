"""Makes files of every kind in code: what people have, with the troubles that come with it."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable

Op = tuple[float, float, str] | tuple[str, float, float, float, float]
"""(x, y from the top, text), ("line", x0, y0, x1, y1) or ("picture", x0, y0, x1, y1), in points."""

A4 = (595, 842)
SIZE = 12


def pdf(pages: Iterable[list[Op]], size: int = SIZE, title: str = "") -> bytes:
    """A PDF with Chinese text by a predefined CMap (UniGB-UCS2-H), every character `size` points wide."""
    pages = list(pages)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] "
        "/Ascent 880 /Descent -120 /ItalicAngle 0 /CapHeight 880 /StemV 90 >> >>",
    ]
    for n, page in enumerate(pages):
        stream = "\n".join(_operator(op, size) for op in page)
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents {6 + 2 * n} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>")  # fmt: skip
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return written(objects)


def written(objects: list[str]) -> bytes:
    """The file of these PDF objects, numbered from 1; the first is the catalog."""
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    head = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>"
    return out + f"{head}\nstartxref\n{len(out)}\n%%EOF".encode()


def _operator(op: Op, size: int) -> str:
    if op[0] == "line":
        _, x0, y0, x1, y1 = op
        return f"{x0} {A4[1] - y0} m {x1} {A4[1] - y1} l S"
    if op[0] == "picture":  # four pixels, in hexadecimal
        _, x0, y0, x1, y1 = op
        place = f"{x1 - x0} 0 0 {y1 - y0} {x0} {A4[1] - y1} cm"
        return f"q {place} BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00FFFF00> EI Q"
    x, y, text = op
    return f"BT /F1 {size} Tf {x} {A4[1] - y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def prose(lines: list[str], x: float = 70, y: float = 120, leading: float = 18) -> list[Op]:
    """Lines of text one below the other."""
    return [(x, y + leading * n, line) for n, line in enumerate(lines)]


def wrapped(text: str, chars: int, indent: int = 2) -> list[str]:
    """A paragraph broken at `chars` characters, its first line indented by ideographic spaces."""
    text = "\u3000" * indent + text
    return [text[at : at + chars] for at in range(0, len(text), chars)]


def ruled(
    x: float,
    y: float,
    widths: list[float],
    rows: list[list[str]],
    *,
    high: float = 24,
    skip: frozenset = frozenset(),
) -> list[Op]:
    """A table drawn with lines. `skip` are (row, column) whose left edge is not drawn: merged with the one before."""
    xs = [x + sum(widths[:n]) for n in range(len(widths) + 1)]
    ops: list[Op] = [("line", xs[0], y + n * high, xs[-1], y + n * high) for n in range(len(rows) + 1)]
    for n, row in enumerate(rows):
        ops += [("line", edge, y + n * high, edge, y + (n + 1) * high)
                for at, edge in enumerate(xs) if (n, at) not in skip]  # fmt: skip
        ops += [(xs[at] + 4, y + n * high + 17, text) for at, text in enumerate(row) if text]
    return ops


def scan() -> bytes:
    """Two pages that are a picture each and nothing else."""
    return pdf([[("picture", 0, 0, 595, 842)]] * 2)


def docx(build: Callable, title: str = "") -> bytes:
    """A Word file; `build` gets the python-docx document."""
    import docx as library

    document = library.Document()
    document.core_properties.title = title
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(build: Callable) -> bytes:
    """A workbook; `build` gets the openpyxl workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    build(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of members in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def zipped_gbk(name: str, data: bytes) -> bytes:
    """A zip whose one name is in GBK without the UTF-8 flag, as Chinese Windows writes it."""
    raw = name.encode("gbk")
    plain = zipped({"x" * len(raw): data}, zipfile.ZIP_STORED)
    return plain.replace(b"x" * len(raw), raw)


def encrypted_flag(packed: bytes) -> bytes:
    """The same zip with its one member marked as encrypted, in the local and the central header."""
    out = bytearray(packed)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(magic) + offset
        out[at : at + 2] = struct.pack("<H", struct.unpack("<H", out[at : at + 2])[0] | 1)
    return bytes(out)
