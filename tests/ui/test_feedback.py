"""What people say of answers: how it is stored, listed, and made into cases that `eval` reads and never a wrong one."""

import json
import threading
from dataclasses import replace

import pytest
from filelock import FileLock

from eval.cases import read_cases
from index.errors import LibraryBusy, LibraryError, SettingsError, UnreadableSource
from qa.records import Answer, Citation
from tests.ui.fakes import CAR, FakeAssistant, FakeLibrary, cite
from tests.ui.test_cli import plain_terminal  # noqa: F401  a wide Chinese terminal for every test
from ui import cli, feedback, feedback_cases
from ui.feedback import Opinion
from ui.page import Page
from ui.render import Exchange

SHORT = Answer("年产值是多少？", "16亿元[1]", "grounded", (cite(CAR, "预计年产值为16亿元"),), 0.9)
LIKED = Opinion("up")


def line(key="k", answer=SHORT, said=LIKED, **more):
    return feedback.record(key, "2026-11-26T08:00:00+00:00", answer.question, answer, said, **more)


def exported(*lines):
    return feedback_cases.exported(lines, "zh")


# --- storing ---


def test_what_is_stored_is_read_back(tmp_path):
    path = tmp_path / "feedback.jsonl"
    lines = [
        line("a", earlier=["遂昌在哪？\u2028"]),
        line("b", said=Opinion("down", "other", '换行\n和"引号"')),
    ]
    for one in lines:
        feedback.append(path, one)
    assert feedback.read(path) == (lines, ())
    assert len(path.read_text("utf-8").splitlines()) >= 2
    row = json.loads(path.read_text("utf-8").split("\n")[0])
    assert row["citations"] == [
        {
            "doc_id": "d1car",
            "start": SHORT.citations[0].start,
            "end": SHORT.citations[0].end,
            "quote": "预计年产值为16亿元",
        }
    ]


def test_nothing_was_said_where_there_is_no_file(tmp_path):
    assert feedback.read(tmp_path / "feedback.jsonl") == ([], ())


def test_damaged_lines_are_named_and_half_a_line_spoils_no_other(tmp_path):
    path = tmp_path / "feedback.jsonl"
    feedback.append(path, line("a"))
    with path.open("ab") as file:
        file.write(b'{"id": "torn", "quest\xe4')
    feedback.append(path, line("b"))
    with path.open("a") as file:
        file.write('[]\n{"id": 1}\n\n')
    found, damaged = feedback.read(path)
    assert ([one.id for one in found], damaged) == (["a", "b"], (2, 4, 5))


def test_many_writers_lose_nothing(tmp_path):
    path = tmp_path / "feedback.jsonl"
    write = [threading.Thread(target=feedback.append, args=(path, line(f"k{at}"))) for at in range(24)]
    for one in write:
        one.start()
    for one in write:
        one.join()
    found, damaged = feedback.read(path)
    assert (sorted(one.id for one in found), damaged) == (sorted(f"k{at}" for at in range(24)), ())


def test_a_writer_that_never_ends_and_a_path_that_is_none_are_said(tmp_path, monkeypatch):
    path = tmp_path / "feedback.jsonl"
    monkeypatch.setattr(feedback, "_PATIENCE", 0.1)
    with FileLock(f"{path}.lock"), pytest.raises(LibraryBusy):
        feedback.append(path, line())
    path.mkdir()
    with pytest.raises(LibraryError):
        feedback.append(path, line())
    with pytest.raises(LibraryError):
        feedback.read(path)


@pytest.mark.parametrize("data", [{}, {"verdict": None}, {"verdict": "gold"}, {"verdict": ["up"]}])
def test_a_click_that_says_nothing_is_nothing(data):
    assert feedback.opinion(data) is None


def test_what_the_browser_sends_is_held_to_limits():
    said = feedback.opinion({"verdict": "down", "reason": "<b>", "note": "长" * 900})
    assert said == Opinion("down", "", "长" * feedback.NOTE_CHARS)
    assert feedback.opinion({"verdict": "down", "note": 5}) == Opinion("down")


def test_the_last_word_on_an_answer_holds_and_a_slip_is_gone():
    lines = [line("a"), line("b"), line("a", said=Opinion("down")), line("b", said=Opinion("withdrawn"))]
    assert [(one.id, one.verdict) for one in feedback.standing(lines)] == [("a", "down")]


# --- the page ---


def asked(tmp_path, question="年产值？"):
    path = tmp_path / "feedback.jsonl"
    page = Page(FakeAssistant(), FakeLibrary(CAR), feedback_file=path)
    first = list(page.ask("人口？", [], "zh"))[-1]
    return page, list(page.ask(question, first, "zh"))[-1], path


def test_the_page_stores_an_opinion_with_what_it_is_of(tmp_path):
    page, past, path = asked(tmp_path)
    judged = page.judge(
        past, {"key": past[1].key, "verdict": "down", "reason": "incomplete", "note": "x"}, "zh"
    )
    assert [one.verdict for one in judged] == [None, "down"]
    ((one,), _) = feedback.read(path)
    assert (one.id, one.question, one.earlier) == (past[1].key, "年产值？", ("人口？",))
    assert (one.verdict, one.reason, one.note, one.grounding) == ("down", "incomplete", "x", "grounded")
    assert one.time.endswith("+00:00") and not one.narrowed
    html = page.conversation(judged, "zh")
    assert "已记下" in html and 'aria-pressed="true"' in html


@pytest.mark.parametrize("key", ["", "other", None, 7])
def test_an_opinion_on_no_answer_is_not_stored(tmp_path, key):
    page, past, path = asked(tmp_path)
    for exchanges in (past, [replace(one, key="") for one in past]):
        assert page.judge(exchanges, {"key": key, "verdict": "up"}, "zh") == exchanges
    running = [replace(past[0], state="running")]
    assert page.judge(running, {"key": past[0].key, "verdict": "up"}, "zh") == running
    assert not path.exists()


def test_citations_that_do_not_hold_are_not_stored(tmp_path):
    page, past, path = asked(tmp_path)
    forged = Citation("d1car", "a", "b", 1, 0, 4, "99亿元")
    answer = Answer("q", "99亿元[1]", "grounded", (forged,))
    page.judge([replace(past[0], answer=answer)], {"key": past[0].key, "verdict": "up"}, "zh")
    ((one,), _) = feedback.read(path)
    assert one.citations == ()
    assert exported(one)[0] == []


def test_where_it_cannot_be_stored_the_person_is_told(tmp_path):
    page, past, path = asked(tmp_path)
    path.mkdir()
    judged = page.judge(past, {"key": past[1].key, "verdict": "up"}, "zh")
    assert judged[1].verdict is None and "不能写入" in judged[1].error
    path.rmdir()
    assert page.judge(judged, {"key": past[1].key, "verdict": "up"}, "zh")[1].error == ""


def test_without_a_file_nothing_is_asked_or_stored():
    page = Page(FakeAssistant(), FakeLibrary(CAR))
    past = list(page.ask("年产值？", [], "zh"))[-1]
    assert page.judge(past, {"key": past[0].key, "verdict": "up"}, "zh") == past
    assert "xw-do-up" not in page.conversation(past, "zh")


# --- cases ---


def test_a_liked_answer_in_the_words_of_its_source_is_a_case(tmp_path):
    cases, todo = exported(line("1"))
    assert todo == []
    feedback_cases.write(tmp_path / "out.jsonl", cases, todo)
    (case,) = read_cases(tmp_path / "out.jsonl")
    assert (case.id, case.type, case.question) == ("feedback-1", "figure", "年产值是多少？")
    assert (case.answers, case.all_required) == (("16亿元",), False)
    assert [(item.doc, item.quote) for item in case.evidence] == [("d1car", "预计年产值为16亿元")]


def test_several_cited_forms_are_a_list_and_each_needs_its_quote(tmp_path):
    both = (cite(CAR, "每年能生产80万辆"), cite(CAR, "从签约到开工只用了36天"), cite(CAR, "一个老工业县"))
    answer = Answer("q？", "80万辆[1]，36天[2]。", "grounded", both)
    feedback_cases.write(tmp_path / "out.jsonl", *exported(line(answer=answer)))
    (case,) = read_cases(tmp_path / "out.jsonl")
    assert (case.type, case.answers, case.all_required) == ("list", ("80万辆", "36天"), True)
    assert [item.quote for item in case.evidence] == ["每年能生产80万辆", "从签约到开工只用了36天"]


def test_a_liked_refusal_is_a_case_without_answers(tmp_path):
    answer = Answer("人口？", "资料中没有。", "missing", (cite(CAR, "36天"),))
    feedback_cases.write(tmp_path / "out.jsonl", *exported(line(answer=answer)))
    (case,) = read_cases(tmp_path / "out.jsonl")
    assert (case.type, case.answerable, case.evidence) == ("unanswerable", False, ())


def test_a_follow_up_is_asked_as_a_whole_question():
    answer = replace(SHORT, question="壹佰科车业的年产值是多少？")
    one = replace(line(answer=answer, earlier=["壹佰科车业在哪？"]), question="那年产值呢？")
    assert exported(one)[0][0]["question"] == "壹佰科车业的年产值是多少？"
    assert exported(replace(one, earlier=()))[0][0]["question"] == "那年产值呢？"


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (line(said=Opinion("down", "wrong_answer", "应为18亿元")), "正确答案"),
        (line(answer=replace(SHORT, text="年产值大约有16亿元[1]。")), "原话"),
        (line(answer=replace(SHORT, text="6亿元[1]")), "原话"),  # a piece of another number is no form of it
        (line(answer=replace(SHORT, citations=())), "原话"),
        (line(answer=replace(SHORT, text="")), "原话"),
        (line(answer=replace(SHORT, grounding="partial")), "部分"),
        (line(narrowed=True), "筛选"),
        (line(answer=replace(SHORT, grounding="missing"), narrowed=True), "筛选"),
    ],
)  # fmt: skip
def test_anything_else_is_for_a_person_and_never_passes_for_a_case(tmp_path, one, words):
    cases, todo = exported(one)
    assert cases == []
    (row,) = todo
    assert words in row["todo"]
    assert "answers" not in row and row["given"]["answer"] == one.answer and row["given"]["note"] == one.note
    feedback_cases.write(tmp_path / "out.jsonl", cases, todo)
    assert not (tmp_path / "out.jsonl").exists()
    with pytest.raises(UnreadableSource, match="unknown key"):
        read_cases(tmp_path / "out.todo.jsonl")
    # also when a person deletes what is asked of them and completes nothing
    left = {key: value for key, value in row.items() if key not in {"todo", "given"}}
    (tmp_path / "left.jsonl").write_text(json.dumps(left), "utf-8")
    with pytest.raises(UnreadableSource):
        read_cases(tmp_path / "left.jsonl")


def test_a_question_on_which_people_disagree_is_no_case():
    other = line("2", said=Opinion("down", "wrong_answer"))
    cases, todo = exported(line("1"), other)
    assert (cases, [row["id"] for row in todo]) == ([], ["feedback-1", "feedback-2"])
    assert "意见不一" in todo[0]["todo"]
    later = line("3", answer=replace(SHORT, text="80万辆[1]", citations=(cite(CAR, "每年能生产80万辆"),)))
    assert exported(line("1"), later)[0] == []  # liked both, and they differ
    assert len(exported(line("1"), line("2"))[0]) == 1  # liked twice: one case


@pytest.mark.parametrize(
    ("form", "kind"),
    [("16亿元", "figure"), ("2024年5月", "date"), ("壹佰科车业有限公司", "fact"), ("36天", "figure")],
)
def test_the_type_is_no_more_than_the_form_tells(form, kind):
    answer = Answer("q？", f"{form}[1]", "grounded", (cite(CAR, form),))
    assert exported(line(answer=answer))[0][0]["type"] == kind


# --- the command ---


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "library" / feedback.FILE
    path.parent.mkdir()
    feedback.append(path, line("a"))
    feedback.append(
        path, line("b", replace(SHORT, question="<b>增速？"), Opinion("down", "wrong_source", "[red]x"))
    )
    return path.parent


def test_the_command_lists_what_was_said(folder, capsys):
    assert cli.main(["feedback", "list", "--library", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "2026-11-26 08:00  有用  年产值是多少？" in out
    assert "出处不对 [red]x" in out and "<b>增速？" in out
    assert "共 2 条：1 条有用，1 条没用" in out
    assert cli.main(["feedback", "--library", str(folder), "list", "--json"]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == ["a", "b"]


def test_the_command_exports_cases_and_what_is_to_be_completed(folder, tmp_path, capsys):
    out = tmp_path / "said.jsonl"
    assert cli.main(["feedback", "export", str(out), "--library", str(folder)]) == 0
    assert (
        capsys.readouterr().out
        == f"1 个问题写入 {out}\n1 个要由人补全，写入 {tmp_path / 'said.todo.jsonl'}\n"
    )
    assert [case.question for case in read_cases(out)] == ["年产值是多少？"]
    before = (tmp_path / "said.todo.jsonl").read_text("utf-8")
    out.unlink()
    assert (
        cli.main(["feedback", "export", str(out), "--library", str(folder)]) == 1
    )  # it may have been completed
    assert "said.todo.jsonl 已经有了" in capsys.readouterr().err
    assert not out.exists() and (tmp_path / "said.todo.jsonl").read_text("utf-8") == before
    assert cli.main(["feedback", "export", str(tmp_path / "no" / "x.jsonl"), "--library", str(folder)]) == 1
    assert "不能写入" in capsys.readouterr().err


def test_the_command_says_what_it_cannot_read_and_that_there_is_nothing(folder, tmp_path, capsys):
    with (folder / feedback.FILE).open("a") as file:
        file.write("{\n")
    assert cli.main(["feedback", "list", "--library", str(folder)]) == 1
    assert "第 3 行" in capsys.readouterr().err
    assert cli.main(["feedback", "list", "--library", str(tmp_path)]) == 0
    assert "还没有收到评价" in capsys.readouterr().out
    assert cli.main(["feedback", "export", str(tmp_path / "x.jsonl"), "--library", str(tmp_path)]) == 1
    assert "没有可以导出的评价" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["feedback"])


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    (tmp_path / "x.jsonl").write_text("mine", "utf-8")
    with pytest.raises(SettingsError):
        feedback_cases.write(tmp_path / "x.jsonl", [{"id": "1"}], [{"id": "2"}])
    assert [one.name for one in tmp_path.iterdir()] == ["x.jsonl"]


def test_an_exchange_of_an_older_page_has_no_buttons():
    from ui.render import conversation

    one = Exchange("问", SHORT, "done")
    assert "xw-actions" not in conversation([one], {}.get, "zh", judged=True)
