"""The terminal command, over a library and an assistant without models."""

import json
import socket
import subprocess
import sys
import warnings
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from index.corrections import KINDS
from index.errors import LibraryTooNew
from index.records import Checkup, Problem
from tests.ui.fakes import ANNING_DOC, CAR, FakeAssistant, FakeLibrary
from ui import cli, opening

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch):
    """A wide Chinese terminal without settings; what `main` does to the process is undone."""
    import os

    for name in [name for name in os.environ if name.startswith("XIANWEN_")]:
        monkeypatch.delenv(name)
    for name in cli._QUIET:
        monkeypatch.setenv(name, "x")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(cli, "entry_points", lambda group: [])
    with warnings.catch_warnings():
        yield


class Shelf(FakeLibrary):
    """The fake library with what the terminal alone asks of one."""

    damage: tuple[Problem, ...] = ()
    mendable = True
    interrupt = False

    def ingest(self, sources, tell, progress=None):
        def told(one):
            tell(one)
            if self.interrupt:
                raise KeyboardInterrupt

        super().ingest(sources, told, progress)

    def check(self, repair=False):
        left = () if repair and self.mendable else self.damage
        return Checkup(2, 6, 6, self.damage, left)


@pytest.fixture
def library(monkeypatch):
    fake = Shelf(CAR, ANNING_DOC)
    fake.settings = None

    def opened(settings):
        fake.settings = settings
        return fake

    monkeypatch.setattr(opening, "library", opened)
    monkeypatch.setattr(opening, "assistant", lambda shelf, settings: FakeAssistant())
    return fake


def test_ask_prints_the_answer_and_its_numbered_citations(library, capsys):
    assert cli.main(["ask", "年产值是多少？"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("一期预计年产值为16亿元[1]，每年能生产80万辆[2]。\n")
    assert "[1] 遂昌：山里的工业怎样往高处走\n    来源：suichang_industry.md，第 1 页\n" in out
    assert "预计年产值为【16亿元】。\n" in out
    assert "[2] 遂昌" in out
    assert library.closed


def test_ask_json_is_the_whole_answer(library, capsys):
    assert cli.main(["ask", "--json", "年产值是多少？"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["grounding"] == "grounded"
    one = answer["citations"][0]
    assert CAR.text[one["start"] : one["end"]] == one["quote"] == "16亿元"


def test_a_refusal_is_an_answer_and_a_notice_is_said(library, capsys):
    assert cli.main(["ask", "人口是多少？"]) == 0
    assert capsys.readouterr().out == "资料库中的报告没有说明这个问题。\n"
    cli.main(["ask", "增速是多少？"])
    assert "提示：语言模型没有响应，已改用摘录\n" in capsys.readouterr().out


@pytest.mark.parametrize(("question", "words"), [(" ", "问题是空的"), ("有人吗", "资料库是空的")])
def test_questions_that_cannot_be_asked(library, capsys, question, words):
    library.documents.clear()
    assert cli.main(["ask", question]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith(f"错误：{words}")


def test_add_takes_what_it_can_and_says_what_failed(library, capsys):
    assert cli.main(["add", "a.md", "bad.md", "b.md"]) == 1
    out, err = capsys.readouterr()
    # two new documents of three chunks each
    assert out.startswith("加入 2 份，已有 0 份，失败 1 份；6 个片段；")
    assert [line for line in err.splitlines() if line.startswith("失败")] == [
        "失败：bad.md：文件是空的；请重新保存"
    ]
    assert cli.main(["add", "a.md"]) == 0
    assert capsys.readouterr().out.startswith("加入 0 份，已有 1 份，失败 0 份；0 个片段；")


def test_list_as_table_and_as_json(library, monkeypatch, capsys):
    assert cli.main(["list"]) == 0
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if line.startswith("d2anning"))
    for cell in (
        "安宁市2022年统计公报",
        "安宁市",
        "2023-07-25",
        "统计公报",
        "40",
        "https://example.org/anning?a=1&b=2",
    ):
        assert cell in row
    assert out.splitlines()[-1] == "共 2 份报告，6 个片段"
    library.sources["d1car"] = ("suichang_industry.md", "副本.txt")
    library.correct("d1car", date="2023")
    cli.main(["list"])
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("d1car"))
    assert "(已更正)" in row and "suichang_industry.md 等 2 个来源" in row
    monkeypatch.setenv("COLUMNS", "80")
    cli.main(["list"])
    narrow = capsys.readouterr().out
    assert "d2anning" in narrow
    assert "example.org" not in narrow  # there is no room for sources
    assert cli.main(["list", "--json"]) == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)] == ["d1car", "d2anning"]


def test_list_of_one_report_says_all_that_is_known_of_it(library, capsys):
    library.sources["d1car"] = ("suichang_industry.md", "副本.txt")
    assert cli.main(["list", "d1car"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    for line in (["发布单位", "县经信局"], ["作者", "—"], ["涉及年份", "2023"], ["编号", "d1car"]):
        assert line in lines
    assert lines[-2:] == [["来源", "suichang_industry.md"], ["副本.txt"]]
    assert cli.main(["list", "d1car", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sources"] == ["suichang_industry.md", "副本.txt"]
    assert cli.main(["list", "nobody"]) == 1
    assert capsys.readouterr().err.startswith("错误：资料库里没有列出编号 'nobody'")


def test_remove(library, capsys):
    assert cli.main(["remove", "d1car"]) == 0
    assert capsys.readouterr().out == "已移除 遂昌：山里的工业怎样往高处走（d1car）\n"
    assert cli.main(["remove", "d1car"]) == 1
    assert capsys.readouterr().err == "错误：没有编号 'd1car'；见 xianwen list\n"


def test_add_says_what_was_replaced_and_what_was_nearly_the_same(library, capsys):
    assert cli.main(["add", "newer.md", "wire.md", "a.md"]) == 0
    out, err = capsys.readouterr()
    first, *more = out.splitlines()
    assert first.startswith("加入 2 份，已有 1 份，失败 0 份；")
    assert more == ["加入的有 1 份取代了同一来源的旧版", "已有的有 1 份与别的报告大同小异，列为它的又一来源"]
    assert "已更新：newer.md：新报告 newer.md（3 个片段），取代了同一来源的旧版\n" in err
    assert "同一报道：wire.md：与“遂昌：山里的工业怎样往高处走”大同小异，列为它的又一来源\n" in err
    assert "a.md" not in err.replace("newer.md", "")  # of the usual the sum is enough


def test_an_interrupted_add_says_how_far_it_came_and_how_to_go_on(library, capsys):
    library.interrupt = True
    assert cli.main(["add", "a.md", "b.md"]) == 130
    out, err = capsys.readouterr()
    assert out.startswith("加入 1 份，已有 0 份，失败 0 份；3 个片段；")
    assert "再运行同一命令即可继续" in err
    assert library.closed


def test_correct(library, capsys):
    assert cli.main(["correct", "d1car", "--title", "新题", "--date", "", "--kind", "table"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "已更正 d1car"
    assert [line.split() for line in lines[1:5]] == [
        ["标题", "新题", "(已更正)"],
        ["日期", "—", "(已更正)"],
        ["类型", "表格", "(已更正)"],
        ["地区", "浙江省丽水市遂昌县"],
    ]
    assert library.said["d1car"] == {"title": "新题", "date": "", "kind": "table"}
    assert cli.main(["correct", "d1car", "--reset"]) == 0
    assert capsys.readouterr().out.startswith("已恢复 d1car 从原文读出的信息\n")
    assert library.get("d1car") == CAR
    for words, said in (
        (["d1car"], "没有写要更正什么"),
        (["d1car", "--place", "鼓楼区"], "有 4 个地区叫"),
        (["nobody", "--date", "2023"], "没有编号 'nobody'"),
    ):
        assert cli.main(["correct", *words]) == 1
        assert capsys.readouterr().err.startswith(f"错误：{said}")


def test_check_says_what_is_wrong_and_whether_it_was_repaired(library, capsys):
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == "2 份报告，6 个片段，6 个向量\n一致，没有问题\n"
    library.damage = (Problem("missing_vectors", 7, ("d1car:0001", "d1car:0002")),)
    assert cli.main(["check"]) == 1
    out = capsys.readouterr().out
    assert "7 个片段没有向量（d1car:0001、d1car:0002 …）\n用 xianwen check --repair 修复\n" in out
    assert cli.main(["check", "--repair"]) == 0
    assert capsys.readouterr().out.endswith("已全部修复\n")
    library.mendable = False
    assert cli.main(["check", "--repair"]) == 1
    assert "未能修复：7 个片段没有向量" in capsys.readouterr().out
    assert cli.main(["check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["left"][0]["count"] == 7


def test_the_kinds_of_the_terminal_are_those_of_the_records():
    assert cli._KINDS == KINDS


def test_settings_come_from_the_environment_and_the_command_line_wins(library, monkeypatch, tmp_path):
    monkeypatch.setenv("XIANWEN_LIBRARY", "/elsewhere")
    monkeypatch.setenv("XIANWEN_THRESHOLD", "0.7")
    cli.main(["list", "--library", str(tmp_path)])
    assert (library.settings.library, library.settings.threshold) == (tmp_path, 0.7)
    assert library.settings.language == "zh"
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    cli.main(["list"])
    assert (str(library.settings.library), library.settings.language) == ("/elsewhere", "en")


def test_an_unknown_setting_is_one_line(library, monkeypatch, capsys):
    monkeypatch.setenv("XIANWEN_TRESHOLD", "0.7")
    assert cli.main(["list"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("错误：")
    assert "XIANWEN_TRESHOLD" in err
    assert err.count("\n") == 1


def test_errors_are_one_line_and_debug_shows_where(monkeypatch, capsys):
    def fail(settings):
        raise error

    monkeypatch.setattr(opening, "library", fail)
    error = LibraryTooNew("lib: written by version 9", "lib：由版本 9 写成；\n 请更新程序")
    assert cli.main(["list"]) == 1
    assert capsys.readouterr().err == "错误：lib：由版本 9 写成； 请更新程序\n"
    error = RuntimeError("boom")
    assert cli.main(["list"]) == 1
    assert capsys.readouterr().err == "意外错误：boom；加上 --debug 重新运行可看到详情\n"
    assert cli.main(["list", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err
    error = KeyboardInterrupt()
    assert cli.main(["list"]) == 130
    assert capsys.readouterr().err == "已中断\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing"], "没有 'nothing' 这个命令"),
        (["add"], "缺少参数 PATH|URL"),
        (["list", "--bogus"], "不认识的参数 --bogus"),
        (["serve", "--port", "x"], "--port 应是整数，不是 'x'"),
        ([], "缺少参数 COMMAND"),
    ],
)
def test_wrong_usage_is_explained_and_exits_with_2(words, message, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2
    assert message in capsys.readouterr().err


def test_english_where_the_locale_is_not_chinese(library, monkeypatch, capsys):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    cli.main(["add", "a.md", "bad.md"])
    out, err = capsys.readouterr()
    assert out.startswith("1 added, 0 unchanged, 1 failed; 3 chunks; ")
    assert "failed: bad.md: the file is empty; save it again" in err
    cli.main(["remove", "x"])
    assert capsys.readouterr().err.endswith("error: no document 'x'; see xianwen list\n")


def test_commands_of_other_packages_get_their_own_arguments(monkeypatch, capsys):
    given = []

    def lent(argv, prog):
        given.append((argv, prog))
        return 7

    point = EntryPoint("eval", "nowhere:main", "xianwen.commands")
    monkeypatch.setattr(EntryPoint, "load", lambda self: lent)
    monkeypatch.setattr(cli, "entry_points", lambda group: [point] if group == "xianwen.commands" else [])
    assert cli.main(["--debug", "eval", "cases.jsonl", "--json", "out", "--library", "x"]) == 7
    assert cli.main(["eval", "--help"]) == 7
    assert given == [
        (["cases.jsonl", "--json", "out", "--library", "x"], "xianwen eval"),
        (["--help"], "xianwen eval"),
    ]
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert "eval" in capsys.readouterr().out


def test_serve_takes_the_next_free_port_unless_one_is_named(library, monkeypatch, capsys):
    from ui import commands

    served = []
    monkeypatch.setattr(
        opening, "page", lambda answers, shelf, host, port, **options: served.append((host, port))
    )
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(commands, "DEFAULT_PORT", port)
        assert cli.main(["serve"]) == 0
        assert served[0][0] == "127.0.0.1"
        assert port < served[0][1] < port + 50
        assert cli.main(["serve", "--port", str(port)]) == 1
        assert f"端口 {port} 已被占用" in capsys.readouterr().err
    assert cli.main(["serve", "--port", "70000"]) == 1
    assert "应在 1 到 65535 之间" in capsys.readouterr().err
    assert len(served) == 1


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from ui.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'gradio', 'chromadb', 'transformers', 'langchain_core', 'numpy'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
