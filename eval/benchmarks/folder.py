"""Your own benchmark: a folder with `reports/` and `cases.jsonl`, run as `xianwen eval` runs the packaged ones."""

import tempfile
from pathlib import Path

from eval.benchmarks.records import Measure, Outcome, Progress, first
from eval.cases import read_cases, resolve
from eval.report import to_json
from eval.run import run_cases
from eval.summary import summarise
from index.errors import UnreachableSource
from index.records import Encoder
from qa.records import Reader
from qa.settings import Settings

CASES, REPORTS = "cases.jsonl", "reports"


def run(
    path: Path,
    settings: Settings,
    limit: int | None = None,
    progress: Progress | None = None,
    *,
    encoder: Encoder | None = None,
    reader: Reader | None = None,
) -> Outcome:
    """The scores of eval.summary over the cases, with the cases of the run file.

    Raises UnreachableSource where the folder lacks one of the two, and what eval.cases.read_cases raises.
    """
    # Imported here: these bring in the models' libraries.
    from index.library import Library
    from qa.assistant import Assistant

    cases = resolve(list(first(read_cases(_part(path, CASES)), limit)), _part(path, REPORTS))
    with tempfile.TemporaryDirectory(prefix="xianwen-benchmark-", ignore_cleanup_errors=True) as folder:
        own = settings.model_copy(update={"library": Path(folder), "chroma_url": ""})
        with Library.open(own, encoder=encoder) as library:
            fates = library.add(path / REPORTS)
            results = run_cases(cases, Assistant(library, own, reader=reader), library, progress=progress)
            documents = len(library.list())
    summary = summarise(results)
    measures = [Measure("", name, one.value, one.n, one.interval) for name, one in summary.scores.items()]
    by_type = [
        Measure(name, "accuracy", one.value, one.n, one.interval)
        for name, one in summary.accuracy_by_type.items()
    ]
    return Outcome(
        (*measures, *by_type),
        tuple(to_json(results, {})["cases"]),
        tuple(f"left out {one.source}: {one.error}" for one in fates if one.status == "failed"),
        {"documents": documents},
    )


def _part(path: Path, name: str) -> Path:
    part = path / name
    if not part.exists():
        raise UnreachableSource(
            f"{path} has no {name}; give a folder that holds {REPORTS}/ and {CASES}",
            f"{path} 中没有 {name}；请给出含有 {REPORTS}/ 和 {CASES} 的文件夹",
        )
    return part
