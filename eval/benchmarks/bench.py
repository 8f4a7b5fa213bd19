"""The real assistant over the texts of one question: one library, filled and emptied, one set of models."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from eval.run import Asks, Searches
from index.records import Encoder
from qa.records import Reader
from qa.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """An assistant over some texts. `ids` are their documents, in order; None for a text that was not taken in."""

    assistant: Asks
    library: Searches
    ids: tuple[str | None, ...]

    @property
    def left_out(self) -> int:
        """How many texts the library did not take in."""
        return self.ids.count(None)


class Desks(Protocol):
    """Lays texts before an assistant: a Workbench, or a fake."""

    def over(self, texts: Sequence[str]) -> AbstractContextManager[Desk]:
        """A desk on which these texts lie, and no others, while the context is."""


class Workbench:
    """Desks with the real parts. Use as a context.

    All questions share one library that is emptied after each: a library keeps its vector files open for as long
    as the program runs, and a benchmark has thousands of questions. `encoder` and `reader` replace those that the
    settings name, so that several benches can share them.
    """

    def __init__(
        self, settings: Settings, *, encoder: Encoder | None = None, reader: Reader | None = None
    ) -> None:
        self._given = settings
        self._encoder, self._reader = encoder, reader

    def __enter__(self) -> Self:
        # Imported here: these bring in the models' libraries.
        from index.library import Library
        from qa.assistant import Assistant

        self._folder = tempfile.TemporaryDirectory(prefix="xianwen-benchmark-", ignore_cleanup_errors=True)
        self._texts = Path(self._folder.name) / "texts"
        self._texts.mkdir()
        # On a Chroma server the collection would stay behind.
        own = {"library": Path(self._folder.name) / "library", "chroma_url": ""}
        settings = self._given.model_copy(update=own)
        try:
            self._library = Library.open(settings, encoder=self._encoder)
        except BaseException:
            self._folder.cleanup()
            raise
        self._assistant = Assistant(self._library, settings, reader=self._reader)
        return self

    def __exit__(self, *_error: object) -> None:
        self._library.close()
        self._folder.cleanup()

    @contextmanager
    def over(self, texts: Sequence[str]) -> Iterator[Desk]:
        """A desk on which these texts lie, and no others, while the context is. The same text twice is one document."""
        ids = self._added(texts)
        try:
            yield Desk(self._assistant, self._library, tuple(ids))
        finally:
            for doc_id in dict.fromkeys(one for one in ids if one is not None):
                self._library.remove(doc_id)

    def _added(self, texts: Sequence[str]) -> list[str | None]:
        different = list(dict.fromkeys(texts))
        paths = [self._texts / f"{number:05}.txt" for number in range(len(different))]
        for path, text in zip(paths, different, strict=True):
            path.write_text(text, encoding="utf-8")
        ids = {
            text: self._id(path, fate)
            for text, path, fate in zip(different, paths, self._library.add(*paths), strict=True)
        }
        for path in paths:
            path.unlink()
        return [ids[text] for text in texts]

    def _id(self, path: Path, fate: Any) -> str | None:
        if fate.status != "failed" and fate.document is None:
            # Became the same as one before it, once menus and credits were gone; now that one is there to be named.
            fate = self._library.add(path)[0]
        return fate.document.id if fate.document else None
