"""A run as one page of HTML that needs nothing else: scores, plots, and every wrong case beside its evidence."""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from eval import plots, words
from eval.compare import compare
from eval.marks import Piece, pieces
from eval.runfile import checked_run, parse_run
from eval.stages import MEANING, STAGES
from qa.records import Grounding

if TYPE_CHECKING:
    from jinja2 import Environment

HEADLINES = ("accuracy", "recall@5", "citation precision", "refusal recall", "wrongly refused")
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A case to look at, with its quotes cut for highlighting.

    `number` is its place in the run, from 1; `stage` is empty where none lost it; `rank` is that of the first hit
    on the evidence, from 1, None where there is none. `citations` and `gold` are (record, its quote's pieces).
    """

    number: int
    case: Mapping[str, Any]
    stage: str
    rank: int | None
    citations: tuple[tuple[Mapping[str, Any], tuple[Piece, ...]], ...]
    gold: tuple[tuple[Mapping[str, Any], tuple[Piece, ...]], ...]


def page(run: Mapping[str, Any], compared: Mapping[str, Any] | None = None) -> str:
    """The page of a run: one HTML document that loads nothing; the same run gives the same characters.

    `run` and `compared`, an earlier run to set beside it, are run files as `xianwen eval --json` writes them,
    read. Texts of the run are escaped. Raises UnreadableSource where one is no run or of another schema, and
    eval.plots.MissingLibrary with the remedy where matplotlib or Jinja is not installed.
    """
    parse_run(run, "the run")
    checked_run(run, "the run")
    script = (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    found = troubles(run["cases"])
    return _environment().get_template("report.html.j2").render(
        run=run,
        compared=compared,
        comparison=compare(compared, run) if compared is not None else None,
        cases={case["id"]: number for number, case in enumerate(run["cases"], start=1)},
        troubles=found,
        shown={one.number for one in found},
        stages=_stages(one.stage for one in found),
        types=list(dict.fromkeys(one.case["type"] for one in found)),
        plots=_plots(run),
        headlines=[name for name in HEADLINES if name in run["metrics"]["scores"]],
        about_stages=MEANING,
        script=script,
        script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        say=words.sayer("en"),
    )  # fmt: skip


def case_page(trouble: Trouble, language: words.Language) -> str:
    """The page of one case to look at, in a language: one HTML document that loads nothing and runs nothing.

    Texts of the run are escaped. Raises eval.plots.MissingLibrary where Jinja is not installed.
    """
    template = _environment().get_template("one.html.j2")
    return template.render(
        one=trouble,
        language=language,
        say=words.sayer(language),
        type=words.named("type_", trouble.case["type"], language),
        stage=words.named("stage_", trouble.stage, language),
        meaning=words.named("meaning_", trouble.stage, language),
    )


def troubles(cases: Sequence[Mapping[str, Any]]) -> list[Trouble]:
    """The cases that are wrong, ungrounded, badly cited or lost in a stage: by stage, then by type, then as they came.

    Of a right case lost in citing, a wrong one lost in reading and a right one without fault, the second and the
    first are given, in this order.
    """
    types = list(dict.fromkeys(case["type"] for case in cases))
    found = [_trouble(number, case) for number, case in enumerate(cases, start=1) if _is_trouble(case)]
    order = _stages(one.stage for one in found)
    return sorted(found, key=lambda one: (order.index(one.stage), types.index(one.case["type"])))


def percent(value: float | None) -> str:
    """A share, 0 to 1, as the terminal shows it: `percent(0.825)` is `82.5%`, and `–` where there is none."""
    return "–" if value is None else f"{value:.1%}"


def points(difference: float) -> str:
    """A difference of shares in percentage points: `points(0.02)` is `+2.0`."""
    return f"{100 * difference:+.1f}"


def _is_trouble(case: Mapping[str, Any]) -> bool:
    return bool(not case["correct"] or case["ungrounded"] or case["broken_citations"] or case["lost_in"])


def _trouble(number: int, case: Mapping[str, Any]) -> Trouble:
    expected = case["expected"]
    answer = "" if case["refused"] else case["answer"]["text"]
    return Trouble(
        number=number,
        case=case,
        stage=case["lost_in"] or "",
        rank=next((rank for rank, items in enumerate(case["retrieved"], start=1) if items), None),
        citations=tuple((c, pieces(c["quote"], expected, answer)) for c in case["answer"]["citations"]),
        gold=tuple((item, pieces(item["quote"], expected, answer)) for item in case["gold"]),
    )


def _stages(named: Iterable[str]) -> list[str]:
    """The stages that occur, in the order of the way of a question; unknown ones after, and none at the end."""
    occurring = dict.fromkeys(named)
    known = [stage for stage in STAGES if stage in occurring]
    return known + sorted(
        (stage for stage in occurring if stage not in STAGES), key=lambda one: (not one, one)
    )


def _plots(run: Mapping[str, Any]) -> dict[str, str]:
    metrics = run["metrics"]
    lost = {stage: metrics["lost_in"].get(stage, 0) for stage in _stages([*STAGES, *metrics["lost_in"]])}
    marks = {name: metrics["latency"][name] for name in ("p50", "p95")}
    return {
        "types": plots.accuracy_by_type(metrics["accuracy_by_type"]),
        "lost": plots.lost_in(lost),
        "risk": plots.risk_coverage(metrics["risk_coverage"]),
        "reliability": plots.reliability(metrics["calibration"]),
        "latency": plots.latency([case["milliseconds"] for case in run["cases"]], marks),
    }


def _grounding(name: str, say: Callable[..., str]) -> str:
    return say(f"grounding_{name}") if name in get_args(Grounding) else name


def _environment() -> "Environment":
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise plots.MissingLibrary(
            f"the page of a run needs Jinja ({error}); install it with: pip install jinja2",
            f"生成评测页面需要 Jinja（{error}）；请运行：pip install jinja2",
        ) from error
    # Escaping is on for every template: questions, answers and quotes are other people's texts.
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(percent=percent, points=points, grounding=_grounding)
    return environment
