"""Bytes with a name become raw text. Each format is read by a library made for it."""

import io
import logging
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from index.errors import UnknownFormat, UnreadableSource
from index.records import Loaded

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MAGIC = (
    (b"PK\x03\x04", "an Office or zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
# Radicals that PDF printers put in the place of the characters they look like: Kangxi radicals, which Unicode
# folds, and of the supplement, which it does not, those that look like a character of their own.
_SUPPLEMENT = "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⺩王⺬示⺫目⺶羊"
_RADICALS = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FD6)}
    | dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.I)
_UNDATED = re.compile(r"^\d{4}-01-01$")


def load(name: str, data: bytes) -> Loaded:
    """Read a document. `name` decides the format by its ending (a `.html`, `.pdf`, `.md` or `.txt`).

    Raises UnknownFormat for other endings and UnreadableSource for bytes that hold no text.
    """
    if not data.strip(b"\x00\t\r\n "):
        raise UnreadableSource(
            f"{name}: the file is empty; save it again with its text", f"{name}：文件是空的；请重新保存正文"
        )
    reader = _READERS.get(PurePosixPath(name.lower()).suffix)
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise UnknownFormat(
            f"{name}: unknown kind of file; give one of {known}", f"{name}：不支持的文件类型；支持 {known}"
        )
    loaded = reader(name, data)
    if not loaded.text.strip():
        raise UnreadableSource(
            f"{name}: no text found in it; a page made of pictures must be recognised (OCR) first",
            f"{name}：没有找到文字；由图片组成的页面请先做文字识别（OCR）",
        )
    return replace(loaded, text=loaded.text.translate(_RADICALS), title=loaded.title.translate(_RADICALS))


def readable(name: str) -> bool:
    """Whether the ending of `name` has a reader."""
    return PurePosixPath(name.lower()).suffix in _READERS


def decode(name: str, data: bytes) -> str:
    """Text from bytes in UTF-8, UTF-16 (with a byte order mark) or GB18030, whichever they are valid in.

    Raises UnreadableSource for binary files, and for bytes that are valid in none of these or turn into
    characters that do not occur in running text.
    """
    kind = next((what for magic, what in _MAGIC if data.startswith(magic)), "")
    if kind:
        raise UnreadableSource(
            f"{name}: this is {kind}, not text; save the report as text, HTML or PDF",
            f"{name}：这不是文本文件（{kind}）；请把报告存成文本、HTML 或 PDF",
        )
    declared = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    for encoding in (declared,) if declared else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return text
    raise UnreadableSource(
        f"{name}: the characters are in none of UTF-8, GB18030 and UTF-16, or the file is damaged or binary; "
        "save it again as UTF-8 text",
        f"{name}：不是 UTF-8、GB18030 或 UTF-16 编码的文字，或文件已损坏；请重新存为 UTF-8 文本",
    )


def _plausible(text: str) -> bool:
    """Mis-decoded and binary bytes show as control, private-use and unassigned characters; allow one in 200."""
    sample = text[:20_000]
    odd = sum(
        unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"} and char not in "\t\r\n\f" for char in sample
    )
    return "\x00" not in sample and odd * 200 <= len(sample)


def _text(name: str, data: bytes) -> Loaded:
    return Loaded(text=decode(name, data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))


def _markdown(name: str, data: bytes) -> Loaded:
    loaded = _text(name, data)
    heading = re.search(r"^#\s+(.+)$", loaded.text, re.M)
    return Loaded(text=loaded.text, title=heading[1].strip() if heading else "")


def _html(name: str, data: bytes) -> Loaded:
    """The main text of a page by trafilatura (Barbaresi 2021), with its own title and date where it has them."""
    import trafilatura

    page = _decode_page(name, data)
    body = trafilatura.extract(
        page,
        output_format="txt",
        include_tables=True,
        include_comments=False,
        favor_recall=True,
        deduplicate=False,
    )
    facts = trafilatura.extract_metadata(page)
    title = (facts.title or "") if facts else ""
    published = (facts.date or "") if facts else ""
    return Loaded(text=body or "", title=title, date=_trusted_date(published, page))


def _decode_page(name: str, data: bytes) -> str:
    declared = _META_CHARSET.search(data[:4096])
    if declared:
        try:
            return data.decode(_gb(declared[1].decode("ascii")))
        except (LookupError, UnicodeDecodeError):
            logging.getLogger(__name__).info("%s: declared charset %s does not fit", name, declared[1])
    return decode(name, data)


def _gb(charset: str) -> str:
    """GB2312 and GBK pages use characters beyond those sets; GB18030 holds both."""
    return "gb18030" if charset.lower() in {"gb2312", "gbk"} else charset


def _trusted_date(found: str, page: str) -> str:
    """The page's date, unless it is in the future or only a year stretched to January 1 that the page never names."""
    if not found or found > date.today().isoformat():
        return ""
    return "" if _UNDATED.match(found) and not re.search(r"(?<!\d)0?1[-/月.]0?1(?!\d)", page) else found


def _pdf(name: str, data: bytes) -> Loaded:
    """The text layer, a form feed after each page. Raises UnreadableSource for encrypted and damaged files and for scans."""
    import pdfplumber

    # A font without a bounding box is worth a line for every character to it, and nothing to a reader.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            texts = [page.extract_text() or "" for page in pdf.pages]
            title = str(pdf.metadata.get("Title") or "")
    except (PDFPasswordIncorrect, PdfminerException) as error:
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.args[0], PDFPasswordIncorrect):
            raise UnreadableSource(
                f"{name}: the PDF is encrypted; remove its password and add it again",
                f"{name}：PDF 有密码；请去掉密码后再加入",
            ) from error
        raise UnreadableSource(
            f"{name}: the PDF is damaged ({error}); export it again", f"{name}：PDF 已损坏；请重新导出"
        ) from error
    if not any(text.strip() for text in texts):
        raise UnreadableSource(
            f"{name}: the PDF has no text layer (a scan?); recognise its text (OCR) first",
            f"{name}：PDF 没有文字层（可能是扫描件）；请先做文字识别（OCR）",
        )
    return Loaded(text="\f".join(texts), title=title)


_READERS: dict[str, Callable[[str, bytes], Loaded]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".shtml": _html,
    ".xhtml": _html,
    ".pdf": _pdf,
}
