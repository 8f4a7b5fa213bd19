"""Two runs over the same cases, side by side: what got better, what worse, and whether that may be chance.

Only cases with the same id, question and expected answers are compared, each with itself. Every score is tested
(`eval.statistics.paired_test`) and the p values are corrected for their number after Holm.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.comparison import SMALL, Change, Comparison, Flip, Latency, Row
from eval.metrics import mean, percentile
from eval.runfile import Run, RunCase, parse_run, read_run
from eval.statistics import bootstrap_interval, holm, paired_test
from index.errors import UnreadableSource

__all__ = ["compare", "compare_files", "print_comparison", "read_run"]

# Of every refused case it is known beforehand whether refusing is right: paired with itself it never changes.
_NEVER_CHANGES = frozenset({"refusal precision"})
Pair = tuple[RunCase, RunCase]


def compare(old_run: Mapping[str, Any], new_run: Mapping[str, Any]) -> Comparison:
    """How `new_run` differs from `old_run`; both are run files, read.

    With 12 cases, of which 9 became right and 1 wrong, the accuracy rises by 8/12 with p = 22/1024, by McNemar's
    test. A pure function: the same runs give the same comparison. Raises UnreadableSource where one is no run.
    """
    old, new = parse_run(old_run, "the old run"), parse_run(new_run, "the new run")
    before = old.by_key()
    pairs = [(before[case.key], case) for case in new.cases if case.key in before]
    return Comparison(
        n=len(pairs),
        rows=_corrected(_rows(pairs)),
        types=_types(pairs),
        became_right=tuple(_flip(a, b) for a, b in pairs if b.correct and not a.correct),
        became_wrong=tuple(_flip(a, b) for a, b in pairs if a.correct and not b.correct),
        latency=_latency(pairs),
        only_old=len(old.cases) - len(pairs),
        only_new=len(new.cases) - len(pairs),
        notices=tuple(_notices(old, new, len(pairs))),
    )


def compare_files(old: Path, new: Path) -> Comparison:
    """How the run in `new` differs from the one in `old`, both written by `xianwen eval --json`.

    Raises UnreachableSource where one cannot be opened; UnreadableSource where one is no run or of another
    schema, and where they have no case in common.
    """
    found = compare(read_run(old), read_run(new))
    if not found.n:
        raise UnreadableSource(f"{old} and {new} have no case in common; compare runs of the same cases")
    return found


def _rows(pairs: Sequence[Pair]) -> list[Row]:
    names = dict.fromkeys(name for _, new in pairs for name in new.scores if name not in _NEVER_CHANGES)
    scored = {name: [(a.scores.get(name), b.scores.get(name)) for a, b in pairs] for name in names}
    rows = (_row(name, scores) for name, scores in scored.items())
    return [row for row in rows if row is not None]


def _row(name: str, scores: Iterable[tuple[float | None, float | None]]) -> Row | None:
    """A score over the pairs that have it twice, its p value not yet adjusted; None where no pair has."""
    both = [(a, b) for a, b in scores if a is not None and b is not None]
    old, new = [a for a, _ in both], [b for _, b in both]
    interval = bootstrap_interval([b - a for a, b in both])
    was, now, p = mean(old), mean(new), paired_test(old, new)
    if interval is None or was is None or now is None or p is None:
        return None
    return Row(name, len(both), was, now, interval, p, p)


def _corrected(rows: Sequence[Row]) -> tuple[Row, ...]:
    adjusted = holm([row.p for row in rows])
    return tuple(replace(row, adjusted=p) for row, p in zip(rows, adjusted, strict=True))


def _types(pairs: Sequence[Pair]) -> tuple[Change, ...]:
    kinds = dict.fromkeys(new.type for _, new in pairs)
    rows = [
        _row(kind, [(float(a.correct), float(b.correct)) for a, b in pairs if b.type == kind])
        for kind in kinds
    ]
    there = [row for row in rows if row is not None]
    tested = {row.name: row for row in _corrected([row for row in there if row.n >= SMALL])}
    return tuple(tested.get(row.name, Change(row.name, row.n, row.old, row.new)) for row in there)


def _flip(old: RunCase, new: RunCase) -> Flip:
    return Flip(new.id, new.type, new.question, new.expected, old.answer.text, new.answer.text)


def _latency(pairs: Sequence[Pair]) -> tuple[Latency, ...]:
    old, new = ([pair[which].milliseconds for pair in pairs] for which in (0, 1))
    shares = {"p50": 0.5, "p95": 0.95}
    found = ((name, percentile(old, share), percentile(new, share)) for name, share in shares.items())
    return tuple(Latency(name, a, b) for name, a, b in found if a is not None and b is not None)


def _notices(old: Run, new: Run, paired: int) -> Iterator[str]:
    left = len(old.cases) - paired, len(new.cases) - paired
    if any(left):
        same_id = len({case.id for case in old.cases} & {case.id for case in new.cases})
        yield (
            f"the cases differ: {paired} are compared; left out are {left[0]} of the old run and {left[1]} of the "
            f"new; {same_id - paired} of them have an id of both with another question or expected answer"
        )
    if old.documents != new.documents:
        yield f"the documents differ: {old.documents} in the old run, {new.documents} in the new"
    for name in sorted({*old.settings, *new.settings}):
        if old.settings.get(name) != new.settings.get(name):
            yield f"the setting {name} differs: {old.settings.get(name)}, then {new.settings.get(name)}"
    if lone := sorted(old.score_names ^ new.score_names):
        yield f"not compared, as only one run has them: {', '.join(lone)}"


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print the notices, the scores, the accuracy by type, the latency, and every case that became right or wrong."""
    for notice in comparison.notices:
        console.print(f"note: {escape(notice)}", style="yellow", highlight=False)
    console.print(_table(f"Scores over the {comparison.n} cases of both runs", comparison.rows))
    console.print(_table("Accuracy by type", comparison.types))
    for one in comparison.latency:
        times = "" if one.ratio is None else f" ({one.ratio:.2f} times)"
        console.print(f"latency {one.name}: {one.old:.0f} → {one.new:.0f} ms{times}", highlight=False)
    _print_flips(console, "became right", comparison.became_right)
    _print_flips(console, "became wrong", comparison.became_wrong)


def _table(title: str, changes: Sequence[Change]) -> Table:
    # Without frame and raw p it fits a terminal of 100 columns.
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    for head in ("n", "old", "new", "points", "95 % interval", "p, Holm"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for one in changes:
        means = (str(one.n), f"{one.old:.1%}", f"{one.new:.1%}", _points(one.difference))
        table.add_row(escape(one.name), *means, *_tested(one))
    return table


def _tested(change: Change) -> tuple[str, str, str]:
    if not isinstance(change, Row):
        return "–", "–", f"under {SMALL} cases"
    low, high = map(_points, change.interval)
    verdict = change.verdict if change.verdict in {"better", "worse"} else "–"
    return f"{low} to {high}", _p(change.adjusted), verdict


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f}"


def _p(value: float) -> str:
    return f"{value:.4f}" if value >= 0.0001 else "<0.0001"


def _print_flips(console: Console, title: str, flips: Sequence[Flip]) -> None:
    console.print(f"{title}: {len(flips)}", highlight=False)
    for flip in flips:
        lines = [f"  {flip.id} ({flip.type})  {flip.question}"]
        lines += [f"    expected  {' / '.join(flip.expected) or 'a refusal'}"]
        lines += [f"    old       {flip.old}", f"    new       {flip.new}"]
        console.print(escape("\n".join(lines)), highlight=False)
