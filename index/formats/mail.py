"""Saved mails (EML) and web pages saved as one file (MHTML), by the email package of the standard library."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from index.errors import UnreadableSource
from index.formats.html import decode_page, read_page
from index.formats.text import decode
from index.records import Loaded


def read_mail(name: str, data: bytes) -> Loaded:
    """The subject as title, the date it was sent, the plain text of a mail, or its HTML where there is none.

    Attachments are documents of their own: see `attachments`. Raises UnreadableSource where there is no text.
    """
    message = _parsed(data)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None or not message.keys():
        raise _without_text(name)
    text = _part_text(name, body)
    loaded = read_page(text) if body.get_content_type() == "text/html" else Loaded(text)
    subject = " ".join(str(message.get("subject", "")).split())
    text = loaded.text.replace("\r\n", "\n")
    return replace(loaded, text=text, title=subject or loaded.title, date=_sent(message) or loaded.date)


def read_mhtml(name: str, data: bytes) -> Loaded:
    """The page of an MHTML file: the part that its `start` names, or its first HTML. Raises UnreadableSource."""
    message = _parsed(data)
    start = str(message.get_param("start", "") or "")
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    chosen = next((part for part in pages if start and str(part.get("content-id", "")) == start), None)
    if not pages:
        raise _without_text(name)
    return read_page(_part_text(name, chosen or pages[0]))


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of everything attached to a mail under a name, pictures inside its text not."""
    for number, part in enumerate(_parsed(data).iter_attachments(), start=1):
        named = part.get_filename()
        if part.get_content_disposition() == "inline" and part.get_content_maintype() == "image":
            continue
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            yield named or f"{number}.eml", inner.as_bytes()
        elif named:
            content = part.get_payload(decode=True)
            yield PurePosixPath(named.replace("\\", "/")).name, content if isinstance(content, bytes) else b""


def _parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data.lstrip(b"\r\n "), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _part_text(name: str, part: object) -> str:
    """Of a part: charsets that mail programs name wrongly or not at all are told from the bytes."""
    assert isinstance(part, EmailMessage)
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    if not data.strip():
        return ""
    charset = str(part.get_content_charset() or "")
    return decode_page(name, data, charset) if charset else decode(name, data)


def _sent(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except (ValueError, TypeError, IndexError):
        found = re.search(r"(20\d{2})-(\d{2})-(\d{2})", str(message.get("date", "")))
        return found[0] if found else ""


def _without_text(name: str) -> UnreadableSource:
    return UnreadableSource(
        f"{name}: no text part in it; save the message or page again, as text or HTML",
        f"{name}：里面没有文字部分；请重新保存为文本或 HTML",
    )
