"""What a source is: a file, a folder, a pattern or an address; and the bytes of a file, within limits."""

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urldefrag

from index.errors import SourceTooLarge, UnreachableSource


def is_url(source: str) -> bool:
    """Whether a source is written as an address rather than a path."""
    return "://" in source


def address_of(source: str) -> str:
    """What a source is known by when it comes again: its whole path, or its address without the part after #.

    Two files of one name in two folders are two, wherever the program was started from.

    >>> address_of("http://host/a.html#top")
    'http://host/a.html'
    """
    return urldefrag(source).url if is_url(source) else str(Path(source).absolute())


def expanded(sources: Iterable[str | Path]) -> Iterator[str]:
    """Every single source: folders give the files below them, patterns (`*.txt`, `**/*.pdf`) the files they match.

    Hidden files are passed over. A path that is not there, and a pattern without a match, come as they are.
    """
    for source in map(str, sources):
        path = Path(source)
        if is_url(source) or path.is_file():
            yield source
        elif path.is_dir():
            yield from _below(path)
        else:
            yield from sorted(_matching(source)) or [source]


def _below(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield str(path)


def _matching(pattern: str) -> list[str]:
    if not glob.has_magic(pattern):
        return []
    # Path.glob knows no absolute patterns, and would not leave hidden files out.
    return [one for one in glob.glob(pattern, recursive=True) if Path(one).is_file()]  # noqa: PTH207


def read_path(path: str, max_bytes: int) -> bytes:
    """The bytes of a file. Raises UnreachableSource and SourceTooLarge."""
    try:
        size = Path(path).stat().st_size
        if size > max_bytes:
            raise too_large(path, size, max_bytes)
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        if glob.has_magic(path):
            raise UnreachableSource(
                f"{path}: no file matches; check the pattern", f"{path}：没有符合的文件；请检查通配符"
            ) from error
        raise UnreachableSource(
            f"{path}: no such file; check the path", f"{path}：没有这个文件；请检查路径"
        ) from error
    except OSError as error:
        raise UnreachableSource(
            f"{path}: cannot be read ({error.strerror}); check its permissions",
            f"{path}：无法读取（{error.strerror}）；请检查权限",
        ) from error
    except ValueError as error:  # a NUL in the path
        raise UnreachableSource(f"{path!r}: no path; check it", f"{path!r}：不是路径；请检查") from error


def too_large(source: str, size: int, limit: int) -> SourceTooLarge:
    """The error for a source of `size` bytes over the `limit`."""
    given, most = f"{size / 2**20:.0f} MB", f"{limit / 2**20:.0f} MB"
    return SourceTooLarge(
        f"{source}: {given} is over the limit of {most}; split it or raise XIANWEN_MAX_BYTES",
        f"{source}：{given}，超过 {most} 的上限；请拆分文件或调高 XIANWEN_MAX_BYTES",
    )
