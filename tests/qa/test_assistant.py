import asyncio

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from index import Filters, Library
from qa import Assistant, Settings, Turn
from tests.conftest import KnowingReader


@pytest.fixture
def filled(library, reports):
    library.add(reports)
    return library


def assistant(library: Library, *known: str, model=None, **settings) -> Assistant:
    chosen = Settings(library=library._settings.library, **settings)
    return Assistant(library, chosen, reader=KnowingReader(*known), chat_model=model)


def holds(library, answer):
    """The invariant of the whole project, and that every mark has its citation."""
    assert all(library.get(c.doc_id).text[c.start : c.end] == c.quote for c in answer.citations)
    return True


def test_a_figure_is_answered_short_and_proven(filled):
    answer = assistant(filled, "16亿元").ask("壹佰科车业一期预计年产值是多少？")
    assert (answer.text, answer.grounding) == ("16亿元[1]", "grounded")
    assert "预计年产值16亿元" in answer.citations[0].quote
    assert holds(filled, answer)


def test_nothing_found_is_a_refusal(filled):
    answer = assistant(filled).ask("遂昌县2022年的财政收入是多少？")
    assert (answer.grounding, answer.citations) == ("missing", ())
    assert answer.text == "资料中没有能回答这个问题的内容。"


def test_absent_places_and_years_are_said_without_searching(filled):
    asked = assistant(filled, "155亿元")
    assert asked.ask("云梦县2022年生产总值是多少").text == "资料中没有关于云梦县的报告。"
    assert (
        asked.ask("遂昌县2010年生产总值是多少").text
        == "资料中没有涉及2010年的相关报告。现有报告涉及的年份：2022、2023。"
    )


def test_empty_library_and_empty_question(library):
    assert "资料库是空的" in assistant(library).ask("产值是多少").text
    assert assistant(library).ask("  ").grounding == "missing"


def test_the_question_narrows_the_search_to_its_place(filled):
    answer = assistant(filled, "155亿元", "138亿元").ask("松阳县2022年地区生产总值是多少")
    assert answer.text == "138亿元[1]"
    assert filled.get(answer.citations[0].doc_id).about.place.name == "松阳县"


def test_a_persons_filter_wins(filled):
    answer = assistant(filled, "155亿元", "138亿元").ask(
        "地区生产总值是多少", filters=Filters(places=("331123",))
    )
    assert answer.text == "155亿元[1]"


def test_a_follow_up_is_made_whole_and_shown(filled):
    asked = assistant(filled, "155亿元", "138亿元")
    answer = asked.ask("那松阳呢", [Turn("遂昌县2022年地区生产总值是多少", "155亿元")])
    assert answer.text == "138亿元[1]"
    assert answer.notices == ("按这个问题查找：松阳2022年地区生产总值是多少",)


def test_a_reason_is_a_whole_sentence(filled):
    answer = assistant(filled, "审批时间缩短", threshold=0.05).ask("壹佰科车业项目为什么落地快")
    assert answer.text == "项目落地快，因为审批时间缩短到36天。[1]"


def test_the_threshold_decides(filled):
    question = "壹佰科车业一期预计年产值是多少？"
    confidence = assistant(filled, "16亿元").ask(question).confidence
    assert (
        assistant(filled, "16亿元", threshold=min(1.0, confidence + 0.01)).ask(question).grounding
        == "missing"
    )


def test_a_chat_model_writes_and_every_sentence_is_proven(filled):
    model = FakeListChatModel(responses=["壹佰科车业一期预计年产值为16亿元[1]。总投资5亿元[1]。"])
    answer = assistant(filled, "16亿元", model=model).ask("壹佰科车业一期预计年产值是多少？")
    assert answer.text == "壹佰科车业一期预计年产值为16亿元[1]。总投资5亿元[1]。"
    assert answer.grounding == "grounded"
    assert holds(filled, answer)


def test_made_up_figures_and_unknown_handles_never_reach_the_person(filled):
    model = FakeListChatModel(responses=["预计年产值为16亿元[1]。利润3亿元[1]。出口9亿元[7]。占全国一半。"])
    answer = assistant(filled, "16亿元", model=model).ask("壹佰科车业一期预计年产值是多少？")
    assert answer.text == "预计年产值为16亿元[1]。"
    assert answer.grounding == "partial"
    assert answer.notices == ("有3句话未能在资料中核实，已略去。",)


def test_where_nothing_of_the_model_holds_the_reader_answers(filled):
    model = FakeListChatModel(responses=["预计年产值为61亿元[1]。"])
    answer = assistant(filled, "16亿元", model=model).ask("壹佰科车业一期预计年产值是多少？")
    assert answer.text == "16亿元[1]"
    assert answer.notices == ("大模型的回答未能核实，以下由内置阅读器作答。",)


def test_words_without_the_figure_that_was_asked_do_not_replace_it(filled):
    model = FakeListChatModel(responses=["根据资料中的描述[1]。"])
    answer = assistant(filled, "16亿元", model=model).ask("壹佰科车业一期预计年产值是多少？")
    assert answer.text == "16亿元[1]"


def test_a_refusal_is_not_given_to_the_model(filled):
    model = FakeListChatModel(responses=["财政收入为155亿元[1]。"])
    assert assistant(filled, model=model).ask("遂昌县2022年财政收入是多少").grounding == "missing"


def test_a_model_that_is_away_is_survived(filled):
    asked = assistant(
        filled, "16亿元", chat_url="http://127.0.0.1:9/v1", chat_model="openai:none", chat_timeout=5
    )
    answer = asked.ask("壹佰科车业一期预计年产值是多少？")
    assert answer.text == "16亿元[1]"
    assert answer.notices[0].startswith("大模型没有应答")


def test_streams_grow_and_end_with_the_same_answer(filled):
    text = "预计年产值为16亿元[1]。总投资5亿元[1]。"
    asked = assistant(filled, "16亿元", model=FakeListChatModel(responses=[text]))
    question = "壹佰科车业一期预计年产值是多少？"
    snapshots = list(asked.stream(question))
    assert [one.text for one in snapshots] == ["预计年产值为16亿元[1]。", text, text]

    async def collect():
        return [one async for one in asked.astream(question)]

    assert asyncio.run(collect())[-1] == snapshots[-1]


def test_as_a_langchain_runnable_and_retriever(filled):
    asked = assistant(filled, "16亿元")
    question = "壹佰科车业一期预计年产值是多少？"
    assert asked.as_runnable().invoke(question) == asked.ask(question)
    documents = asked.retriever.invoke(question)
    first = documents[0]
    whole = filled.get(first.metadata["doc_id"]).text
    assert whole[first.metadata["start"] : first.metadata["end"]] == first.page_content


def test_a_trace_shows_what_the_answer_was_made_of(filled):
    traced = assistant(filled, "16亿元").trace("壹佰科车业一期预计年产值是多少？")
    assert traced.answer.text == "16亿元[1]"
    probability, best = traced.found.ranked[0]
    assert (best.text, probability) == ("16亿元", traced.answer.confidence)
    assert best.hit in traced.found.hits


def test_a_trace_of_a_refusal_has_no_answer_but_what_was_read(filled):
    traced = assistant(filled, threshold=1.0).trace("遂昌县2022年的财政收入是多少？")
    assert traced.answer.grounding == "missing"
    assert traced.found.hits and traced.found.ranked[0][0] < 1.0


@pytest.mark.xfail(strict=True, reason="a word that is also a county's short form is taken for the county")
def test_a_word_that_is_also_a_countys_name_shuts_nothing_out(library, tmp_path):
    report = tmp_path / "bridge.txt"
    report.write_text("青石桥简况\n\n青石桥上有石狮16只，神态各不相同。\n", encoding="utf-8")
    library.add(report)
    assert assistant(library, "16只").ask("青石桥有多少只石狮？").text == "16只[1]"
