"""Bytes with a name become raw text. Each format is read by a module of `index.formats`, with a library made for it."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import UnknownFormat, UnreadableSource
from index.formats.archive import check_packed
from index.formats.html import read_html
from index.formats.mail import read_mail, read_mhtml
from index.formats.pdf import read_pdf
from index.formats.sheets import read_csv, read_xlsx
from index.formats.text import decode, read_markdown, read_text
from index.formats.word import read_docx
from index.records import Loaded

__all__ = ["decode", "load", "readable"]

# Radicals that PDF printers put in the place of the characters they look like: Kangxi radicals, which Unicode
# folds, and of the supplement, which it does not, those that look like a character of their own.
_SUPPLEMENT = "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⺩王⺬示⺫目⺶羊"
_RADICALS = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FD6)}
    | dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
)
_SNIFFED = {
    ".doc",
    ".docx",
    ".docm",
    ".xls",
    ".xlsx",
    ".xlsm",
    ".pdf",
    ".htm",
    ".html",
    ".mht",
    ".mhtml",
    ".csv",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def load(name: str, data: bytes) -> Loaded:
    """Read one document. `name` decides the format by its ending, unless the bytes are plainly of another.

    Archives hold many documents: see `index.formats.archive`. Raises UnknownFormat for other endings, SourceTooLarge
    for Office files that unpack beyond measure, and UnreadableSource for bytes that hold no text.

    >>> load("甲县.txt", "甲县增长5%。".encode("gb18030")).text
    '甲县增长5%。'
    """
    if not data.strip(b"\x00\t\r\n "):
        raise UnreadableSource(
            f"{name}: the file is empty; save it again with its text", f"{name}：文件是空的；请重新保存正文"
        )
    loaded = _reader(name, data)(name, data)
    if not loaded.text.strip():
        raise UnreadableSource(
            f"{name}: no text found in it; a page made of pictures must be recognised (OCR) first",
            f"{name}：没有找到文字；由图片组成的页面请先做文字识别（OCR）",
        )
    return replace(loaded, text=loaded.text.translate(_RADICALS), title=loaded.title.translate(_RADICALS))


def readable(name: str) -> bool:
    """Whether the ending of `name` has a reader."""
    return PurePosixPath(name.lower()).suffix in _READERS


def _reader(name: str, data: bytes) -> Callable[[str, bytes], Loaded]:
    ending = PurePosixPath(name.lower()).suffix
    if ending in _SNIFFED:
        ending = _ending_by_content(name, ending, data)
    if ending in _READERS:
        return _READERS[ending]
    known = ", ".join(sorted(_READERS))
    raise UnknownFormat(
        f"{name}: unknown kind of file; give one of {known}, or a .zip of them",
        f"{name}：不支持的文件类型；支持 {known} 及其 .zip 压缩包",
    )


def _ending_by_content(name: str, ending: str, data: bytes) -> str:
    """The true ending of what sites offer as `.xls` or `.doc`, often a page or a new Office file under an old name."""
    start = data[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if data.startswith(b"%PDF"):
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        check_packed(name, data)
        return ".docx" if b"word/document" in data else ".xlsx" if b"xl/workbook" in data else ending
    if data.startswith(_OLD_OFFICE):
        raise UnreadableSource(
            f"{name}: an Office file of the old kind, or one with a password; save it as .docx or .xlsx without one",
            f"{name}：旧版 Office 文件或带密码的文件；请另存为不带密码的 .docx 或 .xlsx",
        )
    if start.startswith(b"mime-version:") or (start.startswith(b"from:") and b"multipart/related" in start):
        return ".mhtml"
    if start.startswith((b"<html", b"<!doctype html", b"<head", b"<table", b"<meta")):
        return ".html"
    if ending == ".xls":
        return ".csv" if b"\t" in start or b"," in start else ".txt"
    return ending


_READERS: dict[str, Callable[[str, bytes], Loaded]] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".shtml": read_html,
    ".xhtml": read_html,
    ".mht": read_mhtml,
    ".mhtml": read_mhtml,
    ".eml": read_mail,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".docm": read_docx,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".csv": read_csv,
    ".tsv": read_csv,
}
