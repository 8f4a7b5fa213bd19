"""The tab of evaluations as HTML, over the evaluation as it is lent: what is shown, looked up, escaped, and left to editors."""

import logging
from dataclasses import fields
from importlib.metadata import EntryPoint
from inspect import isfunction, signature

import pytest

from eval import kept
from eval import lent as eval_lent
from eval.kept import keep
from eval.lent import of_library
from index.errors import UnreachableSource
from tests.eval.test_kept import run
from tests.eval.test_page import EVIL, JUDGED, READ, RIGHT, case
from tests.ui.markup import Page
from ui import evaluation, evaluation_tab
from ui import evaluation_view as view
from ui.evaluation_tab import EvaluationTab

ON = EvaluationTab("tab", "note", "runs", "board", "chosen")  # no widgets are needed to say what goes where
NEWER = "known.20261126T160000Z.3dd34d2fc-dirty.json"
OLDER = "known.20261126T151557Z.3dd34d2fc.json"


@pytest.fixture
def runs(tmp_path):
    found = of_library(tmp_path)
    keep(run() | {"cases": [JUDGED, RIGHT, READ]}, found.folder)
    keep(run("2026-11-26T16:00:00+00:00", f"{run()['commit']}-dirty"), found.folder)
    return found


def opened(runs, name="", edits=True, language="zh"):
    return evaluation_tab._opened(runs, ON, name, language, edits=edits)


def test_the_runs_are_listed_newest_first_with_their_scores(runs):
    shown = Page(opened(runs)["runs"])
    rows = shown.with_attribute("data-run")
    assert [row["data-run"] for row in rows] == [NEWER, OLDER]
    assert [row.get("aria-current") for row in rows] == ["true", None]  # the newest, where none was chosen
    # 0.6 of 5 with the interval 0.2 to 1; no refusals in the fixture.
    assert "3dd34d2*260.0 % [20, 100]––" in shown.text
    heads = [attrs.get("scope") for tag, attrs in shown.tags if tag == "th"]
    assert heads == ["col"] * 7


def test_the_run_that_was_chosen_stays_chosen_while_it_is_there(runs):
    assert opened(runs, OLDER)["chosen"] == OLDER
    (runs.folder / OLDER).unlink()
    assert opened(runs, OLDER)["chosen"] == NEWER


def test_a_run_has_its_plots_its_types_and_its_wrong_cases(runs):
    board = Page(opened(runs, OLDER)["board"])
    named = [attrs["aria-label"] for tag, attrs in board.tags if attrs.get("role") == "img"]
    assert named == ["历次评测，按提交先后", "各题型的正确率"]
    wrong = [(one["data-run"], one["data-case"]) for one in board.with_attribute("data-case")]
    assert wrong == [(OLDER, "3"), (OLDER, "1")]  # lost in reading, then in judging
    assert "要看的题：2 / 3" in board.text
    assert "阅读 1阅读模型没有提出对的文字" in board.text
    assert "k1 · 数字一期年产值是多少？80万辆[1]" in board.text
    closed = [attrs for tag, attrs in board.tags if tag == "details" and "xw-types" in attrs["class"]]
    assert "open" not in closed[0]
    assert "数字60.0 %[20, 100]5" in board.text


def test_without_matplotlib_the_tables_stand_and_the_line_says_what_to_install(runs, monkeypatch):
    from eval import lent, plots

    def missing(*_):
        raise plots._missing("No module named 'matplotlib'")

    monkeypatch.setattr(lent, "_history", missing)
    monkeypatch.setattr(lent, "_types", missing)
    found = opened(runs, OLDER)
    board = Page(found["board"])
    assert board.text.count("请运行：pip install matplotlib") == 2
    assert not [tag for tag, _ in board.tags if tag == "svg"]
    types = next(attrs for tag, attrs in board.tags if "xw-types" in (attrs.get("class") or ""))
    assert "open" in types  # the table stands in for the plot
    assert len(board.with_attribute("data-case")) == 2
    assert "pip install matplotlib" in view.board(runs.listing().runs[0], runs.listing(), runs, "en")


def test_without_runs_an_editor_is_told_how_to_make_one_and_a_reader_no_path(tmp_path):
    runs = of_library(tmp_path / "my lib")
    told = Page(opened(runs)["note"])
    assert f'xianwen eval --keep "{tmp_path / "my lib" / "runs"}"' in told.text
    assert "xianwen eval --keep" in Page(opened(runs, language="en")["note"]).text
    reader = opened(runs, edits=False)["note"]
    assert Page(reader).text == "还没有评测记录。"
    assert str(tmp_path) not in reader


def test_a_broken_file_is_named_to_editors_and_stops_no_other(runs):
    (runs.folder / "<b>x.json").write_text("{", encoding="utf-8")
    found = opened(runs)
    assert len(Page(found["runs"]).with_attribute("data-run")) == 2
    assert "<b>x.json 不是 JSON" in Page(found["note"]).text
    assert "<b>" not in found["note"]
    assert opened(runs, edits=False)["note"] == ""


def test_a_folder_that_cannot_be_read_is_said(runs, monkeypatch):
    def locked(self):
        raise UnreachableSource("cannot read the folder; allow reading it", "不能读取文件夹；请允许读取")

    monkeypatch.setattr(type(runs), "listing", locked)
    assert "请允许读取" in opened(runs)["note"]
    assert opened(runs)["runs"] == ""


def test_a_run_whose_file_goes_while_it_is_shown_keeps_its_scores(runs):
    listing = runs.listing()
    (runs.folder / NEWER).unlink()
    board = Page(view.board(listing.runs[0], listing, runs, "en"))
    assert "cannot open the run" in board.text
    assert "figure60.0 %" in board.text


class Event:
    def __init__(self, data):
        self._data = data


@pytest.mark.parametrize(
    "name",
    ["../x.json", "/etc/passwd", f"../runs/{OLDER}", f"./{OLDER}", "", None, 1, [OLDER], {"a": 1}],
)
def test_a_run_is_looked_up_by_its_name_and_never_a_path(runs, name):
    keep(run(), runs.folder.parent)
    assert evaluation_tab._sent(runs, Event({"run": name, "case": 1}))[1] is None


@pytest.mark.parametrize(
    ("sent", "number"), [(1, 1), ("1", 0), (None, 0), (10**30, 10**30), ([1], 0), (1.5, 0)]
)
def test_a_case_is_a_number(runs, sent, number):
    _, found, told = evaluation_tab._sent(runs, Event({"run": OLDER, "case": sent}))
    assert (found.name, told) == (OLDER, number)
    assert (runs.case(found, told, "zh") is not None) == (number == 1)


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_what_is_no_choice_chooses_nothing(runs, data):
    assert evaluation_tab._sent(runs, Event(data))[1:] == (None, 0)
    assert evaluation_tab._sent(None, Event({"run": OLDER}))[1:] == (None, 0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_a_run_file_becomes_markup(tmp_path, language):
    runs = of_library(tmp_path)
    quoted = f'"><img src=x onerror=window.hacked=1>{EVIL}'
    evil = case(1, quoted, quoted, answer=quoted, quote=quoted, expected=["x"], gold=quoted, correct=False,
                lost_in=quoted, id=quoted)  # fmt: skip
    bad = run(commit=quoted, version=quoted, cases_file=quoted) | {"cases": [evil]}
    bad["metrics"]["accuracy_by_type"] = {quoted: bad["metrics"]["scores"]["accuracy"]}
    keep(bad, runs.folder)
    next(runs.folder.iterdir()).rename(runs.folder / '"><img src=x onerror=window.hacked=2>.json')
    found = opened(runs, language=language)
    one = runs.listing().runs[0]
    pane = view.case(one, *runs.case(one, 1, language), language)
    for made in (found["runs"], found["board"], pane):
        page = Page(made)
        assert {tag for tag, _ in page.tags}.isdisjoint({"img", "script"})
        assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
    (frame,) = [attrs for tag, attrs in Page(pane).tags if tag == "iframe"]
    assert frame["sandbox"] == ""  # no scripts, no origin, no forms, no windows
    inside = Page(frame["srcdoc"])
    assert {tag for tag, _ in inside.tags}.isdisjoint({"img", "script", "a", "link", "iframe"})


def test_where_no_package_lends_one_the_tab_says_so(tmp_path, monkeypatch, caplog):
    asked = []
    monkeypatch.setattr(evaluation, "entry_points", lambda group: asked.append(group) or [])
    assert evaluation.lent(tmp_path) is None
    assert asked == ["xianwen.evaluation"]
    broken = EntryPoint("eval", "nowhere.at:all", evaluation.LENT)
    monkeypatch.setattr(evaluation, "entry_points", lambda group: [broken])
    with caplog.at_level(logging.ERROR):
        assert evaluation.lent(tmp_path) is None
    assert "nowhere.at:all cannot be loaded" in caplog.text
    assert "请重新安装" in view.absent("zh")


def test_shares_and_paths_as_they_are_shown():
    assert [view.percent(value) for value in (0.786, 1.0, None)] == ["78.6 %", "100.0 %", "–"]
    assert [view.quoted(path) for path in ("a/b", "C:\\资料", "my reports")] == [
        "a/b",
        "C:\\资料",
        '"my reports"',
    ]


def test_what_is_lent_has_all_that_the_page_needs_of_it():
    """`ui` and `eval` know nothing of each other, and mypy does not see the one through the entry point of the other."""
    lent = {
        evaluation.Mean: kept.Mean,
        evaluation.Run: kept.Kept,
        evaluation.Unread: kept.Unread,
        evaluation.Listing: kept.Listing,
        evaluation.Wrong: eval_lent.Wrong,
        evaluation.Evaluation: eval_lent.Evaluation,
    }
    for needed, given in lent.items():
        methods = {name: one for name, one in vars(needed).items() if isfunction(one) and name[0] != "_"}
        known = {one.name for one in fields(given)} | {name for name in vars(given) if name[0] != "_"}
        assert set(needed.__annotations__) | set(methods) <= known, needed
        for name, one in methods.items():
            assert list(signature(one).parameters) == list(signature(getattr(given, name)).parameters), name
