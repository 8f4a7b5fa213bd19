"""Plain text and Markdown, whatever encoding they were saved in."""

import logging
import re
import unicodedata

from index.errors import UnreadableSource
from index.formats.grid import drawn
from index.records import Loaded

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MAGIC = (
    (b"PK\x03\x04", "an Office or zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_SAMPLE_BYTES = 60_000
_GUESSED = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_TOLERATED = 1000
"""One damaged character in this many is read as U+FFFD; more, and it is not this encoding."""

# The characters that running Chinese text is made of, in both scripts: about half of any report. Statistical guessers
# (charset-normalizer) need longer text than a title and a table to tell Big5 from GB18030; these few do not.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公系军很情者最立代想已通并提直题党程展五果"
    "料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别县市乡镇村区农省增亿万元收入投项目企"
    "这這个個来來时時们們为為国國会會对對发發动動过過说說产產种種后後学學经經进進电電里裡现現实實两兩体體机機当當从從业業应應开開"
    "还還样樣与與关關线線数數么麼质質气氣变變条條没沒结結解问問建系军軍总總设設长長资資边邊级級图圖统統较較将將组組见見计計别別"
    "县縣乡鄉镇鎮区區农農亿億万萬项項贸貿务務华華财財济濟营營"
    "，。、；：？！（）《》“”‘’—…％"
)


def decode(name: str, data: bytes) -> str:
    """Text from bytes in UTF-8, UTF-16 (with or without a byte order mark), GB18030 or Big5, whichever reads as Chinese.

    Bytes that are valid in several are taken in the encoding that gives the most of the common characters; a few
    damaged characters become U+FFFD. Raises UnreadableSource for binary files and for bytes that read as text in none.

    >>> decode("a.txt", "遂昌縣的生產總值".encode("big5"))
    '遂昌縣的生產總值'
    """
    kind = next((what for magic, what in _MAGIC if data.startswith(magic)), "")
    if kind:
        raise UnreadableSource(
            f"{name}: this is {kind}, not text; save the report as text, HTML or PDF",
            f"{name}：这不是文本文件（{kind}）；请把报告存成文本、HTML 或 PDF",
        )
    declared = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    candidates = [declared] if declared else _candidates(data)
    for errors in ("strict", "replace"):
        for encoding in candidates:
            text = _decoded(data, encoding, errors)
            if text is not None and plausible(text):
                if errors == "replace":
                    _log.warning("%s: %d damaged characters in %s", name, text.count("\ufffd"), encoding)
                return text
    raise UnreadableSource(
        f"{name}: the characters are in none of UTF-8, GB18030, Big5 and UTF-16, or the file is damaged or binary; "
        "save it again as UTF-8 text",
        f"{name}：不是 UTF-8、GB18030、Big5 或 UTF-16 编码的文字，或文件已损坏；请重新存为 UTF-8 文本",
    )


_log = logging.getLogger(__name__)


def _candidates(data: bytes) -> list[str]:
    """UTF-8 first, which no other encoding imitates; the others by how common their characters are in a sample."""
    sample = data[:_SAMPLE_BYTES]
    scores = {encoding: _commonness(sample, encoding) for encoding in _GUESSED}
    return ["utf-8", *sorted(_GUESSED, key=lambda encoding: -scores[encoding])]


def _commonness(sample: bytes, encoding: str) -> float:
    """The share of characters beyond ASCII that are common Chinese ones; 0 where it decodes into damage."""
    text = sample.decode(encoding, "replace")
    if "\x00" in text or text.count("\ufffd") * 100 > len(text):
        return 0.0
    wide = [char for char in text if char > "\x7f"]
    return sum(char in _COMMON for char in wide) / len(wide) if wide else 0.0


def _decoded(data: bytes, encoding: str, errors: str) -> str | None:
    if encoding == "utf-16" and len(data) % 2:
        data = data[:-1]  # a download that broke off in the middle of a character
    try:
        text = data.decode(encoding, errors)
    except UnicodeDecodeError:
        return None
    return text if text.count("\ufffd") * _TOLERATED <= len(text) or errors == "strict" else None


def plausible(text: str) -> bool:
    """Mis-decoded and binary bytes show as control, private-use and unassigned characters; allow one in 200."""
    sample = text[:20_000]
    odd = sum(
        unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"} and char not in "\t\r\n\f" for char in sample
    )
    return "\x00" not in sample and odd * 200 <= len(sample)


def read_text(name: str, data: bytes) -> Loaded:
    """The text, with its lines ended by a line feed alone, and its tables as those of every format. Raises UnreadableSource."""
    text = decode(name, data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return Loaded(text=drawn(text))


def read_markdown(name: str, data: bytes) -> Loaded:
    """The text as it is; its first `# heading` is the title. Raises UnreadableSource."""
    loaded = read_text(name, data)
    heading = re.search(r"^#\s+(.+)$", loaded.text, re.M)
    return Loaded(text=loaded.text, title=heading[1].strip() if heading else "")
