"""Opens the library, the assistant and the page: the only place of the terminal that imports what is heavy."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from index.records import Added, Document, DocumentSummary, Progress
from qa.settings import Settings

if TYPE_CHECKING:
    from qa import Assistant


class Shelf(Protocol):
    """What the terminal needs of a library."""

    def __enter__(self) -> Self:
        """Open until the block ends."""

    def __exit__(self, *details: Any) -> None:
        """Close the files."""

    def add(self, *sources: str | Path, progress: Progress | None = None) -> list[Added]:
        """Take in sources; the fate of each, in order."""

    def remove(self, doc_id: str) -> None:
        """Forget a document. Raises UnknownDocument."""

    def list(self) -> list[DocumentSummary]:
        """All documents."""

    def get(self, doc_id: str) -> Document:
        """A whole document. Raises UnknownDocument."""


def library(settings: Settings) -> Any:
    """The library of the settings. Raises LibraryError and ModelError."""
    from index.library import Library

    return Library.open(settings)


def assistant(shelf: Any, settings: Settings) -> "Assistant":
    """The assistant over a library. Raises ModelError and ChatModelError."""
    from qa import Assistant

    return Assistant(shelf, settings)


def page(answers: Any, shelf: Any, host: str, port: int, **options: Any) -> None:
    """Serve the page until it is interrupted; `options` are those of `ui.app.serve`."""
    from ui.app import serve

    serve(answers, shelf, host, port, **options)
