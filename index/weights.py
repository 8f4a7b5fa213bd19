"""Model folders: whether their files are those that were shipped.

A folder that ships has a `SHA256SUMS`, in the form that `sha256sum -c` reads; one of a person's own need not.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from index.errors import ModelError

SUMS = "SHA256SUMS"


def sha256(path: Path) -> str:
    """Checksum of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksums(files: Iterable[Path]) -> str:
    """Lines that `sha256sum -c` reads, with names relative to the folder of the first file."""
    paths = list(files)
    return "".join(f"{sha256(path)}  {path.relative_to(paths[0].parent)}\n" for path in paths)


@cache
def verify(folder: Path, variable: str) -> None:
    """Hold the files of a model folder against its SHA256SUMS, once a process; a folder without one passes.

    Raises ModelError that names the first file that is missing or damaged; `variable` is the setting that names
    another model.
    """
    for name, digest in _sums(folder):
        path = folder / name
        if not path.is_file():
            raise _broken(path, "missing", "缺失", variable)
        if sha256(path) != digest:
            raise _broken(
                path, "damaged: not the bytes of its SHA256SUMS", "已损坏：与 SHA256SUMS 不符", variable
            )


def identity(model: str) -> str:
    """What a library remembers of its encoder: the folder's name, with the first digits of its weights' checksum.

    `encoder@1f2e3d4c5b6a` for a folder with a SHA256SUMS, the plain name for other models.
    """
    folder = Path(model)
    sums = folder / SUMS
    return f"{folder.name}@{sha256(sums)[:12]}" if sums.is_file() else folder.name


def _sums(folder: Path) -> list[tuple[str, str]]:
    path = folder / SUMS
    if not path.is_file():
        return []
    rows = [line.split(maxsplit=1) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(name.strip().lstrip("*"), digest) for digest, name in rows]


def _broken(path: Path, what: str, chinese: str, variable: str) -> ModelError:
    return ModelError(
        f"{path} is {what}; reinstall xianwen, or name another model with {variable}",
        f"{path} {chinese}；请重新安装 xianwen，或用 {variable} 指定别的模型",
    )
