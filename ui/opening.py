"""Opens the library, the assistant and the page: the only place of the terminal that imports what is heavy."""

from typing import TYPE_CHECKING, Any

from qa.settings import Settings

if TYPE_CHECKING:
    from qa import Assistant


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
