"""What the page does without widgets: conversations, intake, removal, suggestions."""

from copy import deepcopy
from dataclasses import replace

from gradio.utils import diff

from index.errors import ChatModelError, LibraryBusy
from index.records import Filters
from qa.records import Turn
from tests.ui.fakes import ANNING_DOC, CAR, EVIL, FakeAssistant, FakeLibrary, summary
from ui.app import asked
from ui.page import Page, span_of, stopped
from ui.reading import Span
from ui.suggest import suggestions


def page(*documents, assistant=None):
    library = FakeLibrary(*documents)
    return Page(assistant or FakeAssistant(), library), library


def test_an_answer_grows_and_is_done_at_its_last_snapshot():
    inner, _ = page(CAR, ANNING_DOC)
    steps = [step[-1] for step in inner.ask("  年产值？ ", [], "zh")]
    assert (steps[0].question, steps[0].answer, steps[0].searched) == ("年产值？", None, 2)
    assert [one.state for one in steps[:-1]] == ["running"] * (len(steps) - 1)
    assert steps[-1].state == "done"
    assert steps[-1].answer.text == "一期预计年产值为16亿元[1]，每年能生产80万辆[2]。"


def test_only_finished_answers_are_history():
    assistant = FakeAssistant()
    inner, _ = page(CAR, assistant=assistant)
    first = list(inner.ask("年产值？", [], "zh"))[-1]
    broken = replace(first[0], question="坏的", state="stopped")
    list(inner.ask("那投资额呢？", [*first, broken], "zh"))
    assert assistant.histories[-1] == (Turn("年产值？", "一期预计年产值为16亿元[1]，每年能生产80万辆[2]。"),)


def test_an_error_ends_up_in_the_conversation():
    class Away(FakeAssistant):
        def stream(self, question, history=(), filters=None):
            raise ChatModelError("http://127.0.0.1:9: no answer", "http://127.0.0.1:9 没有应答；请启动服务")
            yield

    class Broken(FakeAssistant):
        def stream(self, question, history=(), filters=None):
            raise RuntimeError("secret detail")
            yield

    known = list(page(CAR, assistant=Away())[0].ask("q", [], "zh"))[-1][-1]
    assert (known.state, known.error) == ("failed", "http://127.0.0.1:9 没有应答；请启动服务")
    english = list(page(CAR, assistant=Away())[0].ask("q", [], "en"))[-1][-1]
    assert english.error == "http://127.0.0.1:9: no answer"
    unknown = list(page(CAR, assistant=Broken())[0].ask("q", [], "zh"))[-1][-1]
    assert unknown.state == "failed"
    assert "secret detail" not in unknown.error  # that is for the log


def test_the_assistant_speaks_the_language_of_the_page():
    spoken = FakeAssistant()
    inner, _ = page(CAR, assistant=spoken)
    for language in ("en", "zh"):
        list(inner.ask("年产值？", [], language))
    assert spoken.spoken == ["en", "zh"]


def test_stopping_keeps_what_is_done():
    inner, _ = page(CAR)
    first = list(inner.ask("年产值？", [], "zh"))[-1]
    running = next(inner.ask("人口？", first, "zh"))
    assert [one.state for one in stopped(running)] == ["done", "stopped"]


def test_reading_marks_the_span_and_a_removed_report_is_said_to_be_gone():
    inner, _ = page(CAR)
    start = CAR.text.index("36天")
    assert '<mark id="cited">36天</mark>' in inner.read("d1car", Span(start, start + 3), "zh")
    assert "<mark" not in inner.read("d1car", None, "zh")
    inner.remove("d1car", "zh")
    assert "已不在资料库里" in inner.read("d1car", None, "zh")


def test_a_click_with_anything_but_whole_numbers_names_no_span():
    assert span_of({"start": 3, "end": 5}) == Span(3, 5)
    assert span_of({"doc": "x"}) is None
    assert span_of({"start": "3", "end": 5}) is None
    assert span_of({"start": None, "end": 1.5}) is None


def test_adding_tells_of_each_source_and_one_that_fails_stops_no_other():
    inner, library = page(CAR)
    steps = list(inner.add(["/tmp/up/3f/a.md", "/tmp/up/77/bad.md", "/tmp/up/77/b.md"], "", "zh"))
    assert [one.done for one in steps] == [False] * (len(steps) - 1) + [True]
    going = [one.html for one in steps[:-1]]
    for words in ("正在加入 1/3：a.md", "正在加入 2/3：bad.md", "正在加入 3/3：b.md"):
        assert any(words in html for html in going)
    # each source is named before it is read, and the table is drawn anew only when something has come of one
    assert [one.changed for one in steps] == [False, True, False, True, False, True, True]
    assert "加入 2 份，已有 0 份，失败 1 份" in steps[-1].html
    assert "<b>bad.md</b> 文件是空的；请重新保存" in steps[-1].html
    assert "/tmp/up" not in steps[-1].html
    assert set(library.documents) == {"d1car", "id-a.md", "id-b.md"}
    again = list(inner.add(["/tmp/up/99/a.md"], "", "zh"))
    assert "加入 0 份，已有 1 份，失败 0 份" in again[-1].html


def test_the_fate_of_each_source_is_said():
    inner, _ = page(CAR)
    files = [f"/tmp/up/3f/{name}" for name in ("wire_转载.html", "newer_公报.txt", "zip_合集.zip")]
    html = list(inner.add(files, "", "zh"))[-1].html
    assert "加入 3 份，已有 1 份，失败 0 份" in html  # the archive holds two
    for name, word in (
        ("wire_转载.html", "同一报道"),
        ("newer_公报.txt", "已更新"),
        ("zip_合集.zip!/1.txt", "已加入"),
        ("zip_合集.zip!/2.txt", "已加入"),
    ):
        assert f'<span class="xw-status">{word}</span><span><b>{name}</b>' in html
    assert "与“遂昌：山里的工业怎样往高处走”大同小异" in html
    assert "/tmp/up" not in html
    assert "同一报道还有 1 个来源" in inner.shelf("", "zh")
    assert "wire_转载.html" in inner.read("d1car", None, "zh", whole=True)


def test_a_library_that_cannot_be_written_fails_each_source_with_the_reason():
    class Closed(FakeLibrary):
        error: Exception = LibraryBusy("lib: another process is writing", "lib：另一个程序正在写入")

        def ingest(self, sources, tell, progress=None):
            raise self.error

    library = Closed()
    inner = Page(FakeAssistant(), library)
    assert "<b>a.md</b> lib：另一个程序正在写入" in list(inner.add(["/tmp/up/a.md"], "", "zh"))[-1].html
    library.error = ValueError("secret detail")
    html = list(inner.add(["/tmp/up/a.md"], "", "en"))[-1].html
    assert "<b>a.md</b> Something unexpected" in html and "secret detail" not in html


def test_a_correction_is_shown_in_the_report_and_in_the_list():
    inner, library = page(CAR, ANNING_DOC)
    asked = list(inner.ask("年产值？", [], "zh"))[-1]
    assert "遂昌县 · 2023-11-15" in inner.conversation(asked, "zh")
    form = {
        "doc": "d1car",
        "title": "遂昌：山里的工业怎样往高处走",
        "date": "2023年11月16日",
        "place": "松阳",
        "kind": "plan",
    }
    html = inner.correct(form, "zh")
    assert "已更正，列表和检索都按新的信息。" in html
    assert html.count('<span class="xw-tag">已更正</span>') == 3
    assert "浙江省丽水市松阳县" in html and "2023-11-16" in html
    # the title is as it was: nobody corrected it
    assert library.said == {"d1car": {"date": "2023-11-16", "place": "331124", "kind": "plan"}}
    row = inner.shelf("遂昌", "zh")
    assert "已更正" in row and "松阳县" in row and "规划" in row
    assert "更正过：日期、地区、类型" in row
    assert "松阳县 · 2023-11-16" in inner.conversation(asked, "zh")


def test_a_refused_correction_changes_nothing_and_says_why_in_the_language():
    inner, library = page(CAR)
    form = {"doc": "d1car", "title": "新题", "place": "鼓楼区", "start": 3, "end": 5}
    html = inner.correct(form, "zh")
    assert "有 4 个地区叫 &#x27;鼓楼区&#x27;：江苏省南京市鼓楼区（320106）" in html
    assert 'value="新题"' in html and 'value="鼓楼区"' in html
    assert 'data-start="3"' in html  # what was marked stays marked
    assert "4 divisions have this name" in inner.correct(form, "en")
    assert library.said == {}
    assert library.get("d1car") == CAR


def test_a_correction_can_be_taken_back_and_nothing_is_no_correction():
    inner, library = page(CAR)
    inner.correct({"doc": "d1car", "title": "新题"}, "zh")
    html = inner.correct({"doc": "d1car", "title": "没有保存的", "reset": True}, "zh")
    assert "已恢复为从原文读出的信息。" in html
    assert library.get("d1car") == CAR
    same = {"doc": "d1car", "title": " 遂昌：山里的工业怎样往高处走 ", "place": "浙江省丽水市遂昌县"}
    assert "没有改动。" in inner.correct(same, "zh")
    assert library.said["d1car"] == {}


def test_a_report_that_has_gone_cannot_be_corrected():
    inner, library = page(CAR)
    library.remove("d1car")
    assert "已不在资料库里" in inner.correct({"doc": "d1car", "title": "x"}, "zh")
    assert "已不在资料库里" in inner.correct({}, "zh")


def test_an_unexpected_error_of_a_correction_is_not_shown():
    class Broken(FakeLibrary):
        def correct(self, doc_id, **said):
            raise RuntimeError("secret detail")

    html = Page(FakeAssistant(), Broken(CAR)).correct({"doc": "d1car", "title": "新题"}, "zh")
    assert "没有做成" in html and "secret detail" not in html
    assert 'value="新题"' in html


def test_the_facts_are_whole_where_they_are_asked_for():
    inner, _ = page(CAR)
    assert "xw-correct" in inner.read("d1car", None, "zh", whole=True)
    line = inner.read("d1car", None, "zh")
    assert "xw-correct" not in line and "报告信息" in line


def test_the_address_box_never_opens_files_of_the_server():
    inner, library = page()
    steps = list(inner.add([], "/etc/passwd\nfile:///etc/passwd\n\n https://example.org/a.md \n", "zh"))
    assert set(library.documents) == {"id-a.md"}
    assert steps[-1].html.count("不是网页地址") == 2


def test_adding_nothing_is_said():
    inner, _ = page()
    steps = list(inner.add([], " \n ", "zh"))
    assert [one.done for one in steps] == [True]
    assert "还没有选择文件" in steps[0].html


def test_removing_twice_is_an_error_notice():
    inner, library = page(CAR)
    assert "已移除：遂昌：山里的工业怎样往高处走" in inner.remove("d1car", "zh")
    assert library.documents == {}
    assert "没有编号 &#x27;d1car&#x27;；见 xianwen list" in inner.remove("d1car", "zh")


def test_a_near_duplicate_is_read_as_what_it_is_and_goes_alone():
    inner, library = page(CAR, ANNING_DOC)
    list(inner.add(["/tmp/up/3f/wire_转载.html"], "", "zh"))
    html = inner.read("same-wire_转载.html", None, "zh", whole=True)
    assert "这是下面这份报告的又一来源" in html and 'data-open="d1car"' in html
    assert "（转载）" in html and "xw-correct" not in html
    assert inner.only("same-wire_转载.html") == Filters(doc_ids=("d1car",))  # it is not searched on its own
    assert "已移除“遂昌：山里的工业怎样往高处走”的一个来源：wire_转载.html。报告还在。" in inner.remove(
        "same-wire_转载.html", "zh"
    )
    assert set(library.documents) == {"d1car", "d2anning"}
    list(inner.add(["/tmp/up/3f/wire_转载.html"], "", "zh"))
    assert "连同它的另外 1 个来源" in inner.remove("d1car", "zh")
    assert "已不在资料库里" in inner.read("same-wire_转载.html", None, "zh")


def test_several_are_removed_at_once_and_what_has_gone_is_passed_over():
    inner, library = page(CAR, ANNING_DOC, EVIL)
    assert inner.remove_all([], "zh") == ""
    said = inner.remove_all(["d1car", "gone", "d3evil"], "zh")
    assert "已移除 2 份：遂昌：山里的工业怎样往高处走、&lt;b&gt;坏" in said and "<script" not in said
    assert set(library.documents) == {"d2anning"}
    assert "已移除：安宁市2022年统计公报" in inner.remove_all(["d2anning"], "zh")


def test_what_stops_a_removal_is_said_beside_what_was_done():
    class Busy(FakeLibrary):
        def remove(self, doc_id):
            if doc_id != "d1car":
                raise LibraryBusy("lib: another process is writing", "lib：另一个程序正在写入")
            super().remove(doc_id)

    said = Page(FakeAssistant(), Busy(CAR, ANNING_DOC, EVIL)).remove_all(
        ["d1car", "d2anning", "d3evil"], "zh"
    )
    assert "已移除 1 份" in said and "另一个程序正在写入" in said


def test_kept_filters_lose_what_the_library_no_longer_has():
    inner, _ = page(CAR, ANNING_DOC)
    kept = '{"places": ["3311", "44"], "years": ["2023", "1999"], "kinds": ["news", "plan"], "doc_ids": ["d1car", "x"]}'
    assert inner.kept_filters(kept) == Filters(("3311",), (2023,), ("news",), ("d1car",))
    assert inner.kept_filters(None) == inner.kept_filters("[1") == inner.kept_filters("[1]") == Filters()
    assert inner.only("gone") is None


def test_the_welcome_follows_the_library():
    inner, _ = page(CAR)
    assert "壹佰科车业一期预计年产值是多少？" in inner.conversation([], "zh")
    assert "还是空的" in page()[0].conversation([], "zh")
    fixed = Page(FakeAssistant(), FakeLibrary(CAR), ["固定的问题？"])
    assert "固定的问题？" in fixed.conversation([], "zh")
    assert "壹佰科" not in fixed.conversation([], "zh")


def test_suggestions_are_only_what_the_library_can_answer():
    other = replace(ANNING_DOC, about=replace(ANNING_DOC.about, title="某文", kind="news", place=None))
    assert suggestions([summary(other)]) == []
    # 安宁 is a sample place, and its bulletin names 2022: both give the same question, which is asked once
    assert suggestions([summary(ANNING_DOC)]) == ["安宁市2022年地区生产总值是多少？"]
    assert suggestions([summary(CAR)]) == [
        "壹佰科车业一期预计年产值是多少？",
        "遂昌县和武汉大学什么时候开始合作的？",
    ]
    assert len(suggestions([summary(CAR), summary(ANNING_DOC)], limit=2)) == 2


def test_a_step_that_the_browser_gets_too_late_still_empties_and_locks_the_box():
    """The browser changes a step by the next one's differences, in place, though it may not have shown it yet."""
    inner, _ = page(CAR, ANNING_DOC)
    first, *later = [step[2:] for step in asked(inner, "年产值？", [], "zh", Filters())]
    shown = [deepcopy(one) for one in first]
    told = list(first)
    for step in later[:-1]:
        for at, (before, now) in enumerate(zip(told, step, strict=True)):
            shown[at] = changed_in_place(shown[at], diff(before, now))
            told[at] = now
    assert (shown[0]["stop_btn"], shown[0]["submit_btn"], first[1]) == (True, False, "")
    assert later[-1][0]["submit_btn"] is True


def changed_in_place(shown, edits):
    """What stays of the object of the first step: one that is replaced is left as it was."""
    for kind, path, value in edits:
        if path and kind == "delete":
            del shown[path[0]]
        elif path:
            shown[path[0]] = value
    return shown
