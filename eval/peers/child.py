"""One peer, measured in a process of its own."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from eval.cases import Case
from eval.peers.opened import Opened, Source, opened
from eval.report import program, to_json
from eval.run import CaseResult, run_cases
from index.errors import UnreachableSource
from qa.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """A peer's name, what it answers over, with which settings, and where its run file goes."""

    name: str
    source: Source
    settings: Settings
    out: Path


def run_peer(job: Job, cases: Sequence[Case], about: dict[str, Any]) -> list[CaseResult]:
    """Ask a peer every case and write its run file; under "peer" stand its name, seconds and peak memory."""
    with opened(job.name, job.source, job.settings) as ready:
        results = _asked(job.name, cases, ready)
        peer = {
            "name": job.name,
            "index_seconds": round(ready.index_seconds, 2),
            "peak_memory_mib": peak_memory(),
        }
        settings = job.settings.model_dump(mode="json", exclude={"chat_key", "library"})
        documents = len(ready.library.list())
    whole = {"schema": 1, **program(), "documents": documents, "settings": settings, **about, "peer": peer}
    _write(job.out, to_json(results, whole))
    return results


def peak_memory() -> float | None:
    """The most memory this process ever held, in MiB; None where the system does not say (Windows).

    Not ru_maxrss on Linux: a child starts there with the mark of the process that started it (man 2 getrusage).
    """
    status = Path("/proc/self/status")
    if status.is_file():
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        high = next((line for line in lines if line.startswith("VmHWM:")), None)
        if high:
            return round(int(high.split()[1]) / 1024, 1)
    try:
        import resource
    except ImportError:
        return None
    unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes on macOS, KiB elsewhere
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)


def _asked(name: str, cases: Sequence[Case], ready: Opened) -> list[CaseResult]:
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(name, total=len(cases))
        return run_cases(
            cases,
            ready.assistant,
            ready.library,
            progress=lambda done, _total: bar.update(task, completed=done),
        )


def _write(path: Path, run: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UnreachableSource(
            f"cannot write {path}: {error.strerror}; name a file in a folder that exists"
        ) from error
