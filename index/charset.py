"""In which characters a page is written: as its server says, if the bytes bear that out."""

import codecs
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.I)
# What Chinese servers call the older parts of GB18030, which holds them all.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "hz", "big5": "big5hkscs"}
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def as_utf8(data: bytes, content_type: str) -> bytes:
    """The bytes of a text or HTML page in UTF-8 with a byte order mark, where its header names how to read them.

    As in the HTML standard a byte order mark is stronger than the header, and the header stronger than what stands
    in the page. A header that names no known encoding, or one that the bytes are not valid in, is not believed:
    the bytes come back as they are, for the page itself and its content to decide.

    >>> as_utf8("县".encode("gbk"), "text/html; charset=GB2312").decode("utf-8-sig")
    '县'
    >>> as_utf8("县".encode("gbk"), "text/html; charset=utf-8") == "县".encode("gbk")
    True
    """
    named = _CHARSET.search(content_type)
    if named is None or data.startswith(_BOMS):
        return data
    try:
        encoding = codecs.lookup(named[1]).name
        text = data.decode(_WIDER.get(encoding, encoding))
    except (LookupError, UnicodeError, ValueError):
        return data
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")
