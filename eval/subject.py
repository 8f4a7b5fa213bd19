"""What is measured: an assistant over a library, opened for a run and closed after it."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.cases import Case
from eval.run import Asks, CaseResult, Searches, run_cases
from index.errors import UnreachableSource
from qa.settings import Settings

Note = Callable[[str], None]
"""Called with a line that the person who runs it should see."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured, and what it was made with (plain values, for the run file)."""

    assistant: Asks
    library: Searches
    about: dict[str, Any]

    def run(self, cases: Sequence[Case], progress: Progress | None = None) -> list[CaseResult]:
        """A result for each case, in order; see eval.run.run_cases."""
        return run_cases(cases, self.assistant, self.library, progress=progress)


@contextmanager
def opened(
    settings: Settings, reports: Path | None, note: Note, *, library_type: Any = None
) -> Iterator[Subject]:
    """The assistant over the library of `settings`, with the files of `reports` added where they are named.

    `library_type` takes the place of index.library.Library. A file that cannot be read is noted and left out.
    """
    # Imported here so that --help and wrong usage answer at once: these bring in the models' libraries.
    from index.library import Library
    from qa.assistant import Assistant

    with (library_type or Library).open(settings) as library:
        for added in library.add(reports) if reports else []:
            if added.status == "failed":
                note(f"left out {added.source}: {added.error}")
        yield Subject(Assistant(library, settings), library, _about(settings, len(library.list())))


@contextmanager
def opened_fresh(settings: Settings, reports: Path, note: Note) -> Iterator[Subject]:
    """`opened`, in a library that is made for this run only. Raises UnreachableSource where `reports` is no folder."""
    if not reports.is_dir():
        raise UnreachableSource(f"{reports} is no folder; give --reports a folder of reports")
    # On Windows a vector store may hold its files a moment longer than the context.
    with tempfile.TemporaryDirectory(prefix="xianwen-eval-", ignore_cleanup_errors=True) as folder:
        fresh = settings.model_copy(update={"library": Path(folder)})
        with opened(fresh, reports, note) as subject:
            yield subject


def _about(settings: Settings, documents: int) -> dict[str, Any]:
    """What a run file says of its subject.

    The library's folder and the file of people are no part of what is measured and differ from place to place; models that ship are named
    without the folder they are installed in.
    """
    shown = settings.model_dump(mode="json", exclude={"chat_key", "library", "users_file"})
    for name in ("encoder", "reader"):
        if getattr(settings, name) == Settings.model_fields[name].default:
            shown[name] = "the one that ships"
    return {"settings": shown, "documents": documents}
