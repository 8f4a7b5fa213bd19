"""From sources to documents that are ready to be stored: fetch → load → clean → describe → chunk, one at a time.

A part of the library, apart from it so that it can run ahead in a thread: it reads the store and never writes.
"""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.chunk import chunk
from index.clean import clean
from index.corrections import corrected
from index.dates import covered
from index.describe import describe
from index.errors import SourceError, UnreadableSource
from index.fetch import PageReader, UrlLimits
from index.figures import figures
from index.formats.archive import ArchiveLimits, expand_archive, is_archive
from index.load import load
from index.paths import address_of, expanded, is_url, read_path
from index.records import Added, Chunk, Description, Document, Figure, Removed
from index.settings import IndexSettings
from index.similar import bands
from index.store import SqliteStore
from index.years import years

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that waits to be stored. `known` says that its very text is there already, and all else is empty.

    `removed` is what cleaning left out of the source, in both cases.
    """

    source: str
    address: str
    document: Document
    described: Description
    corrections: dict[str, str]
    chunks: list[Chunk]
    bands: tuple[int, ...] = ()
    figures: tuple[Figure, ...] = ()
    known: bool = False
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one source: prepared or failed; `done` of the `total` sources that are known of so far."""

    done: int
    total: int
    source: str
    outcome: Prepared | Added

    @property
    def weight(self) -> int:
        """Characters that wait with it."""
        return len(self.outcome.document.text) if isinstance(self.outcome, Prepared) else 0


class Intake:
    """Reads sources one after the other, by the limits of the settings."""

    def __init__(self, settings: IndexSettings, store: SqliteStore) -> None:
        self._settings = settings
        self._store = store

    def steps(self, sources: Sequence[str | Path]) -> Iterator[Step]:
        """A step for each single source, in order: the members of an archive and of a folder are sources too."""
        single = list(expanded(sources))
        limits = self._settings
        reader = PageReader(
            UrlLimits(limits.max_bytes, limits.url_timeout, limits.allow_private_urls, limits.ignore_robots)
        )
        done, extra = 0, 0
        try:
            for source in single:
                for n, (name, outcome) in enumerate(self._members(source, reader)):
                    done, extra = done + 1, extra + (n > 0)
                    yield Step(done, len(single) + extra, name, outcome)
        finally:
            reader.close()
            self._store.database.release()

    def _members(self, source: str, reader: PageReader) -> Iterator[tuple[str, Prepared | Added]]:
        """The source itself, or the members of the archive that it is."""
        try:
            name, data = self._bytes(source, reader)
        except SourceError as error:
            yield source, _failed(source, error)
            return
        if not is_archive(name):
            yield source, self._prepared(source, address_of(source), _shown(source), name, data)
            return
        limits = ArchiveLimits(
            member_bytes=self._settings.max_bytes, total_bytes=8 * self._settings.max_bytes
        )
        empty = True
        try:
            for member, content in expand_archive(source, data, limits):
                empty = False
                yield member, self._member(source, member, content)
        except SourceError as error:
            yield source, _failed(source, error)
            return
        if empty:
            nothing = UnreadableSource(
                f"{source}: no report in the archive; check it", f"{source}：压缩包里没有报告；请检查"
            )
            yield source, _failed(source, nothing)

    def _member(self, source: str, member: str, content: bytes | SourceError) -> Prepared | Added:
        if isinstance(content, SourceError):
            return _failed(member, content)
        inner = member.removeprefix(source)
        return self._prepared(member, address_of(source) + inner, _shown(source) + inner, member, content)

    def _bytes(self, source: str, reader: PageReader) -> tuple[str, bytes]:
        if is_url(source):
            return reader.read(address_of(source))
        return source, read_path(source, self._settings.max_bytes)

    def _prepared(self, source: str, address: str, shown: str, name: str, data: bytes) -> Prepared | Added:
        try:
            loaded = load(name, data)
            cleaned = clean(loaded)
            if not cleaned.text:
                raise UnreadableSource(
                    f"{source}: only menus and credits found, no report; check the file",
                    f"{source}：只有菜单和版权信息，没有正文；请检查文件",
                )
            described = describe(name, loaded, cleaned)
        except SourceError as error:
            return _failed(source, error)
        except Exception as error:  # a fault of ours or of a library must not cost the other sources
            _log.exception("cannot take in %s", source)
            unreadable = UnreadableSource(
                f"{source}: cannot be read ({type(error).__name__}); save it in another format",
                f"{source}：无法读取（{type(error).__name__}）；请换一种格式保存",
            )
            return _failed(source, unreadable)
        doc_id = hashlib.sha256(cleaned.text.encode()).hexdigest()[:16]
        document = Document(doc_id, shown, cleaned.text, described, cleaned.pages)
        if self._store.has(doc_id):
            return Prepared(source, address, document, described, {}, [], known=True, removed=cleaned.removed)
        said = self._store.corrections(self._store.at(address))
        document = with_corrections(document, described, said)
        marks = bands(document.text) if self._settings.near_duplicates else ()
        chunks = chunked(document, self._settings)
        found = figures(document)
        return Prepared(
            source, address, document, described, said, chunks, marks, found, removed=cleaned.removed
        )


def chunked(document: Document, settings: IndexSettings) -> list[Chunk]:
    """The chunks of a document by the settings."""
    chunks = chunk(document.id, document.text, document.about, settings.chunk_tokens)
    return chunks if settings.chunk_header else [replace(one, header="") for one in chunks]


def with_corrections(document: Document, described: Description, said: dict[str, str]) -> Document:
    """The document under its description with the corrections laid over it; its years follow title and date."""
    about = corrected(described, said)
    if {"title", "date"} & said.keys():
        named = f"{about.title}{document.source}"
        of = covered(about.title, document.source) if "公报" in named or not about.date else ""
        about = replace(about, years=years(f"{about.title}\n{document.text}", about.date, of))
    return replace(document, about=about)


def _shown(source: str) -> str:
    return source if is_url(source) else Path(source).name


def _failed(source: str, error: SourceError) -> Added:
    return Added(source, "failed", error=str(error), error_zh=error.chinese)
