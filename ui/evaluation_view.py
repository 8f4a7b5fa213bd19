"""The tab of evaluations as HTML: the table of runs, plots and types of one, its wrong cases, one case. Pure functions.

Everything that comes from a run file is escaped here; only plots, drawn by ourselves, and the document of a case, shown in a
frame that may do nothing, are put in as they come.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import Path

from index.errors import XianwenError
from ui.evaluation import Evaluation, Listing, Mean, Run, Unread, Wrong
from ui.i18n import Language, say
from ui.reading import bar_over

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
SHOWN = 200
"""Runs in the table, and cases in the list of a run."""


def table(runs: Sequence[Run], current: str, lines: Sequence[str], language: Language) -> str:
    """The runs in the order given, the one named `current` marked; each is chosen by the button in its row."""
    names = ["time", "questions", "commit", "cases", *map(_key, lines)]
    heads = "".join(
        f'<th scope="col" class="xw-run-{name}">{_say(language, f"evaluation_{name}")}</th>' for name in names
    )
    rows = "".join(_row(run, run.name == current, lines, language) for run in runs[:SHOWN])
    more = _more(len(runs), language)
    caption = f'<caption class="xw-hidden">{_say(language, "evaluation_runs")}</caption>'
    return (
        f'<div class="xw-runs-box"><table class="xw-runs">{caption}<thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def board(run: Run, listing: Listing, evaluation: Evaluation, language: Language) -> str:
    """All of one run: its place among those of its question set, its types, its wrong cases."""
    same = listing.of(run.questions)
    keys = "".join(
        f'<span class="xw-key xw-key-{at}">{_say(language, f"evaluation_{_key(line)}")}</span>'
        for at, line in enumerate(evaluation.lines)
    )
    history, _ = _plot("evaluation_history", keys, lambda: evaluation.history(same), language)
    types, drawn = _plot("evaluation_types", "", lambda: evaluation.types(run, language), language)
    about = f"{_time(run, language)} · {escape(run.label)}"
    return (
        f'<h3 class="xw-run-name" aria-live="polite">{escape(run.questions)}<small>{about}</small></h3>'
        f'<div class="xw-plots">{history}{types}</div>{_types(run, evaluation, opened=not drawn, language=language)}'
        f"{_wrong(run, evaluation, language)}"
    )


def case(run: Run, name: str, document: str, language: Language) -> str:
    """A case in the reading pane: its document in a frame without scripts, without an origin, without the network."""
    title = say(language, "evaluation_case", name=name, questions=run.questions)
    return (
        f'<article class="xw-case">{bar_over(title, None, language)}'
        f'<iframe class="xw-case-frame" sandbox="" title="{escape(title)}" srcdoc="{escape(document)}"></iframe>'
        "</article>"
    )


def gone(language: Language) -> str:
    """What stands in the place of a case that is no longer there."""
    line = _say(language, "evaluation_gone")
    return f'{bar_over("", None, language)}<div class="xw-noreport"><b>{line}</b></div>'


def absent(language: Language) -> str:
    """Where no package lends an evaluation."""
    return f'<div class="xw-empty">{_say(language, "evaluation_absent")}</div>'


def nothing(folder: Path | None, language: Language) -> str:
    """Where there are no runs: how one is made, for those who may know the folder."""
    if folder is None:
        return f'<div class="xw-empty">{_say(language, "evaluation_none_read")}</div>'
    command = _whole_options(escape(f"xianwen eval --keep {quoted(str(folder))}"))
    return (
        f'<div class="xw-empty"><p>{_say(language, "evaluation_none")}</p><pre class="xw-command"><code>{command}</code></pre>'
        f"<p>{_whole_options(_say(language, 'evaluation_own'))}</p></div>"
    )


def failed(error: XianwenError, language: Language) -> str:
    """What could not be done, with the remedy."""
    return f'<div class="xw-notice xw-error" role="alert">{escape(error.in_language(language))}</div>'


def unread(files: Sequence[Unread], language: Language) -> str:
    """The files that are no runs, each with its remedy; nothing where there are none."""
    if not files:
        return ""
    lines = "".join(f"<li>{escape(one.error.in_language(language))}</li>" for one in files[:SHOWN])
    head = _say(language, "evaluation_unread", count=len(files))
    return (
        f'<div class="xw-notice xw-unread"><p>{head}</p><ul>{lines}</ul>{_more(len(files), language)}</div>'
    )


def quoted(path: str) -> str:
    """A path as a word of a command line, in quotes that every shell has where it needs them.

    >>> quoted("a/b"), quoted("my reports")
    ('a/b', '"my reports"')
    """
    plain = path and all(char.isalnum() or char in "/\\._-~:+" for char in path)
    return path if plain else f'"{path}"'


def percent(value: float | None) -> str:
    """A share, 0 to 1: `percent(0.786)` is `78.6 %`, and `–` where nothing was counted."""
    return "–" if value is None else f"{100 * value:.1f} %"


def between(mean: Mean) -> str:
    """The interval of a mean in whole percents, `[73, 84]`; empty where there is none."""
    return f"[{100 * mean.interval[0]:.0f}, {100 * mean.interval[1]:.0f}]" if mean.interval else ""


def _whole_options(html: str) -> str:
    """Escaped text in which no line breaks inside an option such as --keep; browsers would break it at its dashes."""
    return _OPTION.sub(r'<span class="xw-unbroken">\g<0></span>', html)


def _row(run: Run, current: bool, lines: Sequence[str], language: Language) -> str:
    mark = ' aria-current="true"' if current else ""
    scores = "".join(
        f'<td class="xw-run-score xw-run-{_key(line)}" data-label="{_say(language, f"evaluation_{_key(line)}")}">'
        f"{_score(run, line, bounds=at == 0)}</td>"
        for at, line in enumerate(lines)
    )
    changed = f" {say(language, 'evaluation_changed')}" if run.changed else ""
    commit = f'<code title="{escape(run.commit + changed)}">{escape(run.label)}</code>'
    return (
        f'<tr data-run="{escape(run.name)}"{mark}>'
        f'<td class="xw-run-time"><button type="button" class="xw-run-open">{_time(run, language)}</button></td>'
        f'<td class="xw-run-questions">{escape(run.questions)}</td><td class="xw-run-commit">{commit}</td>'
        f'<td class="xw-run-cases" data-label="{_say(language, "evaluation_cases")}">{run.n:,}</td>{scores}</tr>'
    )


def _score(run: Run, line: str, *, bounds: bool) -> str:
    mean = run.scores.get(line)
    if mean is None:
        return "–"
    return percent(mean.value) + (f" <small>{between(mean)}</small>" if bounds else "")


def _types(run: Run, evaluation: Evaluation, *, opened: bool, language: Language) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(evaluation.type_name(name, language))}</th><td>{percent(mean.value)}</td><td>{between(mean)}</td><td>{mean.n:,}</td></tr>'
        for name, mean in run.types.items()
    )
    heads = "".join(
        f'<th scope="col">{_say(language, f"evaluation_{name}")}</th>'
        for name in ("type", "accuracy", "interval", "cases")
    )
    return (
        f'<details class="xw-types"{" open" if opened else ""}><summary>{_say(language, "evaluation_as_table")}</summary>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _wrong(run: Run, evaluation: Evaluation, language: Language) -> str:
    try:
        found = evaluation.wrong(run, language)
    except XianwenError as error:
        return failed(error, language)
    if not found:
        return f'<p class="xw-small">{_say(language, "evaluation_all_right")}</p>'
    groups = "".join(
        _group(stage, meaning, list(cases), run, language)
        for (stage, meaning), cases in groupby(found[:SHOWN], key=lambda one: (one.stage, one.meaning))
    )
    head = _say(language, "evaluation_wrong", count=len(found), all=run.n)
    return f'<h4 class="xw-wrong-head">{head}</h4>{groups}{_more(len(found), language)}'


def _group(stage: str, meaning: str, cases: Sequence[Wrong], run: Run, language: Language) -> str:
    rows = "".join(_case(one, run, language) for one in cases)
    return (
        f'<details class="xw-stage" open><summary><b>{escape(stage)}</b> {len(cases)}'
        f"<small>{escape(meaning)}</small></summary><ul>{rows}</ul></details>"
    )


def _case(one: Wrong, run: Run, language: Language) -> str:
    right = f' <span class="xw-tag">{_say(language, "evaluation_right")}</span>' if one.right else ""
    return (
        f'<li><button type="button" class="xw-wrong" data-run="{escape(run.name)}" data-case="{one.number}">'
        f"<small>{escape(one.id)} · {escape(one.type)}{right}</small>"
        f'<span lang="zh">{escape(one.question)}</span><em lang="zh">{escape(one.answer)}</em></button></li>'
    )


def _plot(title: str, keys: str, draw: Callable[[], str], language: Language) -> tuple[str, bool]:
    """A plot under its title, or why there is none; and whether there is one."""
    name = _say(language, title)
    try:
        drawn, why = draw(), _say(language, "evaluation_no_plot")
    except XianwenError as error:
        drawn, why = "", escape(error.in_language(language))
    inner = f'<div class="xw-svg" role="img" aria-label="{name}">{drawn}</div>'
    keys = f'<span class="xw-keys">{keys}</span>' if keys and drawn else ""
    held = inner if drawn else f'<p class="xw-small">{why}</p>'
    return f'<figure class="xw-plot"><figcaption>{name}{keys}</figcaption>{held}</figure>', bool(drawn)


def _time(run: Run, language: Language) -> str:
    if not run.time:
        return _say(language, "evaluation_undated")
    return f"{datetime.fromisoformat(run.time).astimezone():%Y-%m-%d %H:%M}"


def _more(count: int, language: Language) -> str:
    left = count - SHOWN
    return f'<p class="xw-small">{_say(language, "evaluation_more", count=left)}</p>' if left > 0 else ""


def _key(line: str) -> str:
    """A score's name as part of a key: "refusal recall" is "refusal_recall"."""
    return line.replace(" ", "_")


def _say(language: Language, key: str, **values: object) -> str:
    return escape(say(language, key, **values))


def named(runs: Iterable[Run], name: str) -> Run | None:
    """The run of this name; what the browser sends is looked up among those there are, and is never a path."""
    return next((run for run in runs if run.name == name), None)
