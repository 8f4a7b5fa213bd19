"""The plots of a run's page, as SVG in the colours of the page. The one module that knows matplotlib."""

import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from io import StringIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from index.errors import XianwenError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Scores = Mapping[str, Mapping[str, Any]]

# The SVG is drawn in these and they are then replaced by the variables of the page's style sheet, so that a plot
# follows the light or dark of the page. None is #000000, which matplotlib leaves out as the default.
_INK, _MUTED, _LINE, _ACCENT, _SOFT, _BAD = (f"#01020{digit}" for digit in range(1, 7))
_VARIABLES = {_INK: "ink", _MUTED: "muted", _LINE: "line", _ACCENT: "accent", _SOFT: "soft", _BAD: "bad"}
_STYLE: dict[str, Any] = {
    "svg.fonttype": "none",  # text stays text: the page's fonts show it, Chinese too
    "text.parse_math": False,  # a type may be named a$b$
    "font.size": 8.5,
    "text.color": _INK,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": _LINE,
    "grid.linewidth": 0.6,
    "xtick.color": _LINE,
    "ytick.color": _LINE,
    "xtick.labelcolor": _MUTED,
    "ytick.labelcolor": _INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}
_WIDTH = 3.7
"""Inches; at 72 points an inch fewer units than a phone has pixels, so that no text is shown smaller than it is."""
_LINES = ((_ACCENT, "-", "o"), (_INK, (0, (5, 2)), "s"), (_BAD, (0, (1.2, 1.5)), "^"))
"""Colour, dashes and mark of each line over runs, to be told apart without colours too."""
_LEVEL = 6
"""Runs whose labels stand level side by side; more are slanted."""
_ONE_AT_A_TIME = Lock()
"""Matplotlib's styles are the process's: a page that is served draws in several threads."""
_MOST_BINS = 24
_LONGEST = 16
"""Characters of a row's name."""


class MissingLibrary(XianwenError):
    """A library that is optional, and needed for what was asked, is not installed."""


def require() -> None:
    """Raise MissingLibrary now rather than after a long run, where the plots could not be drawn."""
    if find_spec("matplotlib") is None:
        raise _missing("not installed")


def accuracy_by_type(scores: Scores, label: str = "right, % (bar: 95 % interval)") -> str:
    """Each type's accuracy as a point on its 95 % interval; empty where there is no type. `label` is the axis's.

    `scores` is `metrics.accuracy_by_type` of a run file: `{"figure": {"value": 0.75, "n": 12, "interval":
    [0.5, 1.0]}}` is a point at 75 on a line from 50 to 100, its label `figure (12)`.
    Raises MissingLibrary without matplotlib, as all plots do.
    """
    size = (_WIDTH, 0.75 + 0.29 * len(scores))
    return _drawn("types", size, partial(_draw_types, scores, label)) if scores else ""


def history(labels: Sequence[str], lines: Sequence[Sequence[Mapping[str, Any] | None]]) -> str:
    """Scores over runs, oldest first: a line of each of `lines`, the first with its 95 % intervals; empty without runs.

    `history(["3dd34d2", "27975cd*"], [[{"value": 0.7, "interval": [0.6, 0.8]}, None]])` is a point at 70 over the first
    label and none over the second. A line has an entry for each run and is one of at most three.
    """
    draw = partial(_draw_history, labels, lines)
    return _drawn("history", (_WIDTH, 2.75), draw) if labels else ""


def lost_in(counts: Mapping[str, int]) -> str:
    """How many cases each stage cost, as bars in the order given; empty where none was lost.

    `{"retrieval": 4, "reading": 9}` is two bars.
    """
    size = (_WIDTH, 0.65 + 0.27 * len(counts))
    return _drawn("lost", size, partial(_draw_lost, counts)) if any(counts.values()) else ""


def risk_coverage(points: Sequence[Sequence[float]]) -> str:
    """The share of wrong answers over the share of questions answered; empty without points.

    `[[0.5, 0.1], [1.0, 0.3]]`: the surer half of the answers is wrong in 10 %, all of them in 30 %. El-Yaniv
    and Wiener 2010, On the Foundations of Noise-free Selective Classification.
    """
    return _drawn("risk", (_WIDTH, 2.7), partial(_draw_risk, points)) if points else ""


def reliability(bins: Sequence[Mapping[str, Any]]) -> str:
    """Accuracy over confidence, with the count of each bin; empty where no bin holds an answer.

    `[{"low": 0.8, "high": 0.9, "n": 7, "confidence": 0.86, "accuracy": 0.71}]` is a bar of 71 from 80 to 90 under
    a dot at (86, 71), the count 7 above. Guo et al. 2017, On Calibration of Modern Neural Networks.
    """
    held = [one for one in bins if one["n"]]
    return _drawn("reliability", (_WIDTH, 2.9), partial(_draw_reliability, held)) if held else ""


def latency(milliseconds: Sequence[float], marks: Mapping[str, float | None]) -> str:
    """How long answers took, as a histogram with lines at the `marks` (p50, p95), in milliseconds; empty of nothing."""
    draw = partial(_draw_latency, milliseconds, marks)
    return _drawn("latency", (_WIDTH, 2.4), draw) if milliseconds else ""


def _drawn(name: str, size: tuple[float, float], draw: Callable[["Axes"], None]) -> str:
    """The SVG element that `draw` makes on axes of `size` inches; the same data give the same characters."""
    try:
        from matplotlib import style
        from matplotlib.figure import Figure
    except ImportError as error:
        raise _missing(str(error)) from error
    out = StringIO()
    # From the defaults, so that a person's own matplotlibrc changes nothing. The salt makes the ids of one plot
    # the same each time.
    with (
        _ONE_AT_A_TIME,
        style.context(["default", _STYLE | {"svg.hashsalt": name}]),
        warnings.catch_warnings(),
    ):
        # The font that is measured with need not hold Chinese: the browser's shows it.
        warnings.filterwarnings("ignore", "Glyph", UserWarning)
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        axes.tick_params(length=0)
        draw(axes)
        figure.savefig(out, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    return _inline(name, out.getvalue())


def _missing(why: str) -> MissingLibrary:
    return MissingLibrary(
        f"the plots of a run need matplotlib ({why}); install it with: pip install matplotlib",
        f"评测图表需要 matplotlib（{why}）；请运行：pip install matplotlib",
    )


def _inline(name: str, document: str) -> str:
    """An SVG document as an element of the page: no prolog, no size of its own, ids that no other plot has.

    Its style sheet, `*{stroke-linejoin: round; stroke-linecap: butt}`, would hold for the whole page: it goes on the
    element, whose parts inherit it.
    """
    svg = document[document.index("<svg") :].strip()
    svg = re.sub(r' (?:width|height)="[\d.]+pt"', "", svg, count=2)
    sheet = re.search(r"<defs>\s*<style[^>]*>\*\{([^}]*)\}</style>\s*</defs>\s*", svg)
    if sheet:
        svg = f'<svg style="{sheet[1]}"{svg[4 : sheet.start()]}{svg[sheet.end() :]}'
    svg = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var(--{variable})")
    return svg


def _short(name: str) -> str:
    # A cases file may name its types as it likes; a long name would leave no room for the plot.
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _draw_types(scores: Scores, label: str, axes: "Axes") -> None:
    for row, score in enumerate(scores.values()):
        if score["value"] is None:
            continue
        low, high = score["interval"] or (score["value"], score["value"])
        axes.plot([100 * low, 100 * high], [row, row], color=_ACCENT, linewidth=5, alpha=0.3)
        axes.plot(100 * score["value"], row, "o", color=_ACCENT, markersize=5.5, clip_on=False)
        axes.text(105, row, f"{100 * score['value']:.0f} %", va="center", color=_INK)
    labels = [f"{_short(name)} ({score['n']})" for name, score in scores.items()]
    axes.set_yticks(range(len(labels)), labels=labels)
    axes.set(ylim=(len(scores) - 0.4, -0.6), xlim=(0, 100), xlabel=label)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", pad=8)  # a point at 0 is as wide as this
    axes.grid(visible=False, axis="y")


def _draw_history(
    labels: Sequence[str], lines: Sequence[Sequence[Mapping[str, Any] | None]], axes: "Axes"
) -> None:
    for number, (scores, (colour, dashes, mark)) in enumerate(zip(lines, _LINES, strict=False)):
        known = [(at, one) for at, one in enumerate(scores) if one and one["value"] is not None]
        for at, one in known if number == 0 else ():
            if one["interval"]:
                low, high = one["interval"]
                axes.plot([at, at], [100 * low, 100 * high], color=colour, linewidth=4, alpha=0.25)
        axes.plot(
            [at for at, _ in known],
            [100 * one["value"] for _, one in known],
            color=colour,
            linestyle=dashes,
            linewidth=1.5,
            marker=mark,
            markersize=5,
            clip_on=False,
        )
    slant: dict[str, Any] = {"rotation": 55, "ha": "right", "rotation_mode": "anchor"}
    level = len(labels) <= _LEVEL
    axes.set_xticks(range(len(labels)), labels=map(_short, labels), **({} if level else slant))
    axes.set(xlim=(-0.5, len(labels) - 0.5), ylim=(0, 100), ylabel="%")
    axes.grid(visible=False, axis="x")


def _draw_lost(counts: Mapping[str, int], axes: "Axes") -> None:
    bars = axes.barh(range(len(counts)), list(counts.values()), color=_BAD, height=0.62)
    axes.set_yticks(range(len(counts)), labels=map(_short, counts))
    axes.bar_label(bars, padding=4, color=_INK)
    axes.invert_yaxis()
    axes.set(xlabel="cases lost", xlim=(0, 1.08 * max(counts.values())))
    axes.locator_params(axis="x", integer=True)
    axes.grid(visible=False, axis="y")


def _draw_risk(points: Sequence[Sequence[float]], axes: "Axes") -> None:
    coverage, risk = [100 * point[0] for point in points], [100 * point[1] for point in points]
    axes.plot(coverage, risk, color=_BAD, linewidth=1.6, marker="o" if len(points) == 1 else None)
    axes.fill_between(coverage, risk, color=_BAD, alpha=0.12, linewidth=0)
    axes.set(xlim=(0, 102), ylim=(0, max(10.0, 1.1 * max(risk))))
    axes.set(xlabel="answered, surest first, %", ylabel="wrong among them, %")


def _draw_reliability(bins: Sequence[Mapping[str, Any]], axes: "Axes") -> None:
    axes.plot([0, 100], [0, 100], color=_MUTED, linestyle=(0, (3, 3)), linewidth=1)
    for one in bins:
        low, high, height = 100 * one["low"], 100 * one["high"], 100 * one["accuracy"]
        axes.bar(low, height, width=high - low, align="edge", color=_ACCENT, alpha=0.3)
        axes.plot(100 * one["confidence"], height, "o", color=_ACCENT, markersize=4.5, clip_on=False)
        axes.text((low + high) / 2, 105, str(one["n"]), ha="center", color=_INK)
    axes.set(xlim=(0, 100), ylim=(0, 114), yticks=range(0, 101, 20))
    axes.set(xlabel="confidence, %", ylabel="right, %")


def _draw_latency(milliseconds: Sequence[float], marks: Mapping[str, float | None], axes: "Axes") -> None:
    most = max(1.0, *milliseconds, *(value for value in marks.values() if value is not None))
    bins = min(_MOST_BINS, 2 * len(milliseconds))
    axes.hist(milliseconds, bins=bins, range=(0, most), color=_ACCENT, alpha=0.5)
    for row, (name, value) in enumerate(marks.items()):
        if value is not None:
            axes.axvline(value, color=_INK, linewidth=1, linestyle=(0, (3, 2)))
            side, gap = ("right", -0.015) if value > 0.6 * most else ("left", 0.015)
            axes.text(
                value + gap * most,
                0.97 - 0.1 * row,
                f"{name} {value:,.0f} ms",
                transform=axes.get_xaxis_transform(),  # x in milliseconds, y as a share of the height
                ha=side,
                va="top",
            )
    axes.set(xlabel="milliseconds", ylabel="questions", xlim=(0, 1.02 * most))
    axes.set_ylim(top=1.3 * axes.get_ylim()[1])  # the marks are named above the bars
    axes.locator_params(axis="y", integer=True)
    axes.grid(visible=False, axis="x")
