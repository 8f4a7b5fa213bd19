"""A run file, as `xianwen eval --json` writes it: read, and checked for what a comparison or a page needs of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NotRequired

from annotated_types import Interval, Len
from pydantic import AfterValidator, ConfigDict, FiniteFloat, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic needs it before Python 3.12

from eval.report import SCHEMA
from index.errors import UnreachableSource, UnreadableSource

_REMEDY = "write one with xianwen eval … --json"
_REMEDY_ZH = "请用 xianwen eval … --json 生成"


@dataclass(frozen=True, slots=True)
class RunAnswer:
    """What was shown; marks such as [1] stand in the text."""

    text: str


@dataclass(frozen=True, slots=True)
class RunCase:
    """A case and what came back: scores 0 to 1 by name, None without gold; wall time in milliseconds."""

    id: str
    type: str
    question: str
    expected: tuple[str, ...]
    answer: RunAnswer
    correct: bool
    milliseconds: FiniteFloat
    scores: dict[str, FiniteFloat | None]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What two runs must share for a case to be the same: id, question and expected answers."""
        return self.id, self.question, self.expected


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its cases by key, how many documents it asked, and what it was set to."""

    cases: tuple[RunCase, ...]
    documents: int | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    def by_key(self) -> dict[tuple[str, str, tuple[str, ...]], RunCase]:
        """The cases under what makes them the same in another run."""
        return {case.key: case for case in self.cases}

    @property
    def score_names(self) -> set[str]:
        """The scores that any of its cases has a place for."""
        return {name for case in self.cases for name in case.scores}


def read_run(path: Path, name: str = "") -> dict[str, Any]:
    """The plain values of a run file, checked for what a comparison needs; `name` is how an error calls it.

    Raises UnreachableSource where it cannot be opened, UnreadableSource where it is no run or of another schema.
    """
    name = name or str(path)
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreachableSource(
            f"cannot open the run {name}: {error.strerror}; check the path",
            f"不能打开评测记录 {name}：{error.strerror}；请检查路径",
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"{name} is not UTF-8 (byte {error.start}); {_REMEDY}",
            f"{name} 不是 UTF-8（第 {error.start} 字节）；{_REMEDY_ZH}",
        ) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a ValueError
        where = "beyond what can be read"
        if isinstance(error, json.JSONDecodeError):
            where = f"{error.msg}, line {error.lineno}"
        raise UnreadableSource(
            f"{name} is not JSON ({where}); {_REMEDY}", f"{name} 不是 JSON（{where}）；{_REMEDY_ZH}"
        ) from error
    parse_run(run, name)
    return dict(run)


def parse_run(run: object, name: str) -> Run:
    """The run that plain values hold; `name` is how an error calls it.

    `parse_run({"schema": 1, "cases": []}, "old.json")` is `Run(())`. What a comparison does not need is not looked
    at. Raises UnreadableSource, naming the place and the remedy.
    """
    if not isinstance(run, Mapping) or "schema" not in run:
        raise UnreadableSource(
            f"{name} is no run of known cases; {_REMEDY}", f"{name} 不是评测记录；{_REMEDY_ZH}"
        )
    if run["schema"] != SCHEMA:
        raise UnreadableSource(
            f"{name} has schema {run['schema']!r}, this version reads {SCHEMA}; run its cases again",
            f"{name} 的格式是 {run['schema']!r}，这个版本读 {SCHEMA}；请重新评测",
        )
    try:
        return _adapter().validate_python(dict(run))
    except ValidationError as error:
        raise _no_run(name, error) from error


def checked_run(run: Mapping[str, Any], name: str) -> None:
    """Raise UnreadableSource, naming the place and the remedy, unless a run holds all that its page shows.

    A baseline, for one, is a run that can be compared and has no quotes to show.
    """
    try:
        _shown().validate_python(dict(run), strict=True)
    except ValidationError as error:
        raise _no_run(name, error) from error


def _no_run(name: str, error: ValidationError) -> UnreadableSource:
    first = error.errors()[0]
    why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return UnreadableSource(
        f"{name} is no run of known cases ({why}); {_REMEDY}", f"{name} 不是评测记录（{why}）；{_REMEDY_ZH}"
    )


def _dated(text: str) -> str:
    """Raise ValueError unless a text is empty or a time that can be sorted by."""
    if text:
        try:
            datetime.fromisoformat(text).timestamp()
        except OverflowError as error:
            raise ValueError(str(error)) from error
    return text


def _with_its_citations(case: Any) -> Any:
    if len(case["cited"]) != len(case["answer"]["citations"]):
        raise ValueError("cited should have one entry for each citation")
    return case


_Time = Annotated[str, AfterValidator(_dated)]
_Share = Annotated[float, Interval(ge=0, le=1)]


class _Score(TypedDict):
    value: _Share | None
    n: int
    interval: Annotated[Sequence[_Share], Len(2, 2)] | None


class _Citation(TypedDict):
    source: str
    title: str
    page: int
    quote: str


class _Quote(TypedDict):
    doc: str
    quote: str
    title: NotRequired[str]


class _Answer(TypedDict):
    question: str
    text: str
    grounding: str
    citations: Sequence[_Citation]
    confidence: FiniteFloat
    notices: Sequence[str]


class _Case(TypedDict):
    id: str
    type: str
    question: str
    history: Sequence[str]
    answerable: bool
    expected: Sequence[str]
    all_required: bool
    answer: _Answer
    correct: bool
    refused: bool
    best_correct: bool | None
    lost_in: str | None
    scores: dict[str, FiniteFloat | None]
    ungrounded: Sequence[str]
    broken_citations: int
    gold: Sequence[_Quote]
    retrieved: Sequence[Sequence[int]]
    cited: Sequence[Sequence[int]]
    milliseconds: FiniteFloat


class _Bin(TypedDict):
    low: FiniteFloat
    high: FiniteFloat
    n: int
    confidence: FiniteFloat | None
    accuracy: FiniteFloat | None


class _Latency(TypedDict):
    p50: FiniteFloat | None
    p95: FiniteFloat | None


class _Metrics(TypedDict):
    scores: dict[str, _Score]
    accuracy_by_type: dict[str, _Score]
    latency: _Latency
    ungrounded: int
    broken_citations: int
    unlocated: Sequence[str]
    lost_in: dict[str, int]
    risk_coverage: Sequence[Sequence[FiniteFloat]]
    calibration: Sequence[_Bin]
    confidence: NotRequired[dict[str, FiniteFloat | None]]


class _Shown(TypedDict):
    """A run file as its page shows it; what is not named here may be there too."""

    __pydantic_config__ = ConfigDict(extra="ignore")  # type: ignore[misc]

    version: str
    commit: str
    time: NotRequired[_Time]
    commit_time: NotRequired[_Time]
    cases_file: str
    documents: int
    settings: dict[str, Any]
    metrics: _Metrics
    cases: Sequence[Annotated[_Case, AfterValidator(_with_its_citations)]]


@cache
def _adapter() -> TypeAdapter[Run]:
    return TypeAdapter(Run)


@cache
def _shown() -> TypeAdapter[_Shown]:
    return TypeAdapter(_Shown)
