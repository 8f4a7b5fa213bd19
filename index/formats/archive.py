"""A zip, or a mail with attachments, becomes the documents in it: within limits, in memory, nothing written to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.errors import SourceError, SourceTooLarge, UnreadableSource
from index.formats.mail import attachments

Member = tuple[str, bytes | SourceError]
"""The name of a member under that of its archive (`报告.zip/2022/公报.pdf`), and its bytes or why there are none."""

_MAILS = {".eml"}
_ARCHIVES = {".zip", *_MAILS}
_PASSED_OVER = {"__MACOSX", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may unpack to. `ratio` is unpacked to packed size, and binds from `ratio_from` bytes on."""

    member_bytes: int = 64 * 2**20
    total_bytes: int = 512 * 2**20
    members: int = 10_000
    depth: int = 1
    ratio: int = 200
    ratio_from: int = 2**20


_LIMITS = ArchiveLimits()


def is_archive(name: str) -> bool:
    """Whether `name` is one that `expand_archive` takes apart (`.zip`, `.eml`).

    >>> is_archive("报告.ZIP"), is_archive("报告.docx")
    (True, False)
    """
    return PurePosixPath(name.lower()).suffix in _ARCHIVES


def expand_archive(name: str, data: bytes, limits: ArchiveLimits = _LIMITS) -> Iterator[Member]:
    """The documents in an archive, in its order, one at a time: `(name of the member, its bytes or a SourceError)`.

    A member that cannot be had (encrypted, damaged, over a limit, a path that leads out of the archive, a zip
    deeper than `limits.depth` inside another) comes as its error, and the others still come. Folders, hidden
    files and what systems add (`__MACOSX`, `Thumbs.db`) are passed over. A mail comes first as itself, its
    attachments after it. Members that come out are not to be expanded again.

    Raises UnreadableSource where the archive as a whole is damaged or empty, SourceTooLarge where it holds too many
    members.

    >>> packed = io.BytesIO()
    >>> with zipfile.ZipFile(packed, "w") as z: z.writestr("甲县/公报.txt", "甲县增长5%。")
    >>> [(member, data.decode()) for member, data in expand_archive("报告.zip", packed.getvalue())]
    [('报告.zip/甲县/公报.txt', '甲县增长5%。')]
    """
    yield from _Unpacking(limits).members(name, data, 0)


class _Unpacking:
    """The counting across one archive and what is inside it: members and bytes seen so far."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self._limits = limits
        self._bytes = 0
        self._members = 0

    def members(self, name: str, data: bytes, depth: int) -> Iterator[Member]:
        if PurePosixPath(name.lower()).suffix in _MAILS:
            yield name, data
            for inner, content in attachments(data):
                yield from self._taken(f"{name}/{inner}", content, depth)
            return
        with _opened(name, data) as packed:
            infos = [info for info in packed.infolist() if not _passed_over(_member_name(info))]
            if self._members + len(infos) > self._limits.members:
                raise _too_many(name, self._members + len(infos), self._limits.members)
            self._members += len(infos)
            for info in infos:
                inner = f"{name}/{_member_name(info)}"
                try:
                    content = self._read(inner, packed, info)
                except SourceError as error:
                    yield inner, error
                    continue
                yield from self._taken(inner, content, depth)

    def _taken(self, name: str, content: bytes, depth: int) -> Iterator[Member]:
        """The member itself, or where it is an archive what is in it; its errors are its own."""
        if not is_archive(name):
            yield name, content
        elif depth >= self._limits.depth:
            yield name, _too_deep(name, self._limits.depth)
        else:
            try:
                yield from self.members(name, content, depth + 1)
            except SourceError as error:
                yield name, error

    def _read(self, name: str, packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        """The bytes of a member, read no further than the limits: the sizes a zip declares may be false."""
        path = PurePosixPath(_member_name(info))
        if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
            raise UnreadableSource(
                f"{name}: its path leads out of the archive; pack it again under a plain name",
                f"{name}：路径指向压缩包之外；请用普通文件名重新打包",
            )
        if info.flag_bits & 0x1:
            raise UnreadableSource(
                f"{name}: it is encrypted; unpack it with its password and add the file",
                f"{name}：有密码；请先用密码解压再加入",
            )
        self._check(name, info.file_size, info.compress_size)
        most = min(self._limits.member_bytes, self._limits.total_bytes - self._bytes)
        try:
            with packed.open(info) as member:
                content = member.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise UnreadableSource(
                f"{name}: it is damaged in the archive ({error}); pack it again",
                f"{name}：在压缩包中已损坏；请重新打包",
            ) from error
        self._check(name, len(content), info.compress_size)
        self._bytes += len(content)
        return content

    def _check(self, name: str, size: int, packed: int) -> None:
        limits = self._limits
        if size > limits.member_bytes or self._bytes + size > limits.total_bytes:
            given = f"{size / 2**20:.0f} MB"
            raise SourceTooLarge(
                f"{name}: {given} unpacked is over the limits ({limits.member_bytes / 2**20:.0f} MB for one file, "
                f"{limits.total_bytes / 2**20:.0f} MB for the archive); unpack it and add the parts you need",
                f"{name}：解压后 {given}，超过上限；请解压后只加入需要的文件",
            )
        if size > limits.ratio_from and size > limits.ratio * max(packed, 1):
            raise SourceTooLarge(
                f"{name}: it unpacks to {size // max(packed, 1)} times its size, as archives do that are made to do harm; "
                "if you trust it, unpack it and add the file",
                f"{name}：解压后是原来的 {size // max(packed, 1)} 倍，疑似恶意压缩包；如可信任请自行解压后加入",
            )


def check_packed(name: str, data: bytes, limits: ArchiveLimits = _LIMITS) -> None:
    """Refuse an Office file, which is a zip too, that unpacks beyond the limits. Raises SourceTooLarge, UnreadableSource."""
    with _opened(name, data) as packed:
        infos = packed.infolist()
        size = sum(info.file_size for info in infos)
    if len(infos) > limits.members:
        raise _too_many(name, len(infos), limits.members)
    if size > limits.total_bytes or (size > 16 * limits.ratio_from and size > limits.ratio * len(data)):
        raise SourceTooLarge(
            f"{name}: it unpacks from {len(data) / 2**20:.1f} to {size / 2**20:.0f} MB; split it",
            f"{name}：解压后 {size / 2**20:.0f} MB，超过上限；请拆分",
        )


def _opened(name: str, data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableSource(
            f"{name}: the archive is damaged ({error}); pack it again", f"{name}：压缩包已损坏；请重新打包"
        ) from error


def _member_name(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are taken by Python as CP437; Chinese Windows writes GBK there."""
    if info.flag_bits & 0x800:
        return info.filename.replace("\\", "/")
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename.replace("\\", "/")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename.replace("\\", "/")


def _passed_over(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith((".", "~$")) and part != ".." for part in parts)
    return name.endswith("/") or hidden or bool(_PASSED_OVER & set(parts))


def _too_many(name: str, given: int, most: int) -> SourceTooLarge:
    return SourceTooLarge(
        f"{name}: {given:,} files are over the limit of {most:,}; split the archive",
        f"{name}：{given:,} 个文件，超过 {most:,} 的上限；请拆分压缩包",
    )


def _too_deep(name: str, depth: int) -> UnreadableSource:
    return UnreadableSource(
        f"{name}: archives are opened {depth} deep inside another; unpack it and add what is in it",
        f"{name}：压缩包嵌套超过 {depth} 层；请解压后再加入",
    )
