import asyncio
import json

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from index import Filters, Library
from qa import Assistant, Settings, Turn
from qa.compose import MOST_TOKENS, chat_model
from qa.records import Understood
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


def test_it_speaks_the_language_of_whoever_asks_and_quotes_in_that_of_the_report(filled):
    chinese = assistant(filled, "16亿元")
    english = chinese.speaking("en")
    said = english.ask("云梦县2022年生产总值是多少").text
    assert "云梦县" in said and "资料中没有" not in said
    assert english.ask("壹佰科车业一期预计年产值是多少？").text == "16亿元[1]"
    assert chinese.ask("云梦县2022年生产总值是多少").text.startswith("资料中没有")
    assert chinese.speaking("zh") is chinese


def test_absent_places_and_years_are_said_without_searching(filled):
    asked = assistant(filled, "155亿元")
    nowhere = asked.ask("云梦县2022年生产总值是多少")
    assert nowhere.text == "资料中没有关于云梦县的报告。现有报告的地方：遂昌县、松阳县。"
    assert nowhere.grounding == "missing"
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


def test_a_persons_filter_narrows_and_never_widens(filled):
    province = Filters(places=("33",))
    asked = assistant(filled, "155亿元", "138亿元")
    assert asked.ask("松阳县2022年地区生产总值是多少", filters=province).text == "138亿元[1]"
    outside = asked.ask("遂昌县2022年地区生产总值是多少", filters=Filters(places=("331124",)))
    assert outside.grounding == "missing"
    assert outside.text == "筛选只看松阳县，而问题问的是遂昌县；请改筛选条件或问题。"
    within_asked = asked.ask("浙江省2022年地区生产总值是多少", filters=Filters(places=("331124",)))
    assert "筛选" not in within_asked.text


def test_a_follow_up_is_made_whole_and_shown(filled):
    asked = assistant(filled, "155亿元", "138亿元")
    answer = asked.ask("那松阳呢", [Turn("遂昌县2022年地区生产总值是多少", "155亿元")])
    assert answer.text == "138亿元[1]"
    assert answer.notices == ("按这个问题查找：松阳2022年地区生产总值是多少",)
    whole = "松阳2022年地区生产总值是多少"
    assert answer.understood == Understood(whole, True, ("331124",), ("松阳县",), (2022,))
    assert json.loads(json.dumps(answer.to_dict()))["understood"] == {
        "question": whole,
        "rewritten": True,
        "places": ["331124"],
        "place_names": ["松阳县"],
        "years": [2022],
    }


def test_what_a_question_was_taken_for_goes_with_every_answer(filled):
    asked = assistant(filled, "155亿元", "16亿元")
    found = asked.ask("遂昌县2022年地区生产总值是多少").understood
    assert found == Understood("遂昌县2022年地区生产总值是多少", False, ("331123",), ("遂昌县",), (2022,))
    refused = asked.ask("云梦县2010年生产总值是多少").understood
    assert (refused.place_names, refused.years) == (("云梦县",), (2010,))
    # a person's own filters leave of it what lies within them
    wide = Filters(places=("33",), years=(2022,))
    kept = asked.ask("遂昌县2022年地区生产总值是多少", filters=wide).understood
    assert (kept.place_names, kept.years) == (("遂昌县",), (2022,))
    other = Filters(places=("4209",), years=(2021,))
    left = asked.ask("遂昌县2022年地区生产总值是多少", filters=other).understood
    assert (left.places, left.place_names, left.years) == ((), (), ())
    model = FakeListChatModel(responses=["壹佰科车业一期预计年产值为16亿元[1]。"])
    written = assistant(filled, "16亿元", model=model).ask("壹佰科车业一期预计年产值是多少？")
    assert written.understood == Understood("壹佰科车业一期预计年产值是多少？")


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


@pytest.fixture
def bridge(library, tmp_path):
    report = tmp_path / "bridge.txt"
    report.write_text("青石桥简况\n\n青石桥上有石狮16只，神态各不相同。\n", encoding="utf-8")
    library.add(report)
    return library


def test_an_event_is_told_of_in_reports_about_other_places(filled, tmp_path):
    told = {
        "national": "去年工作回顾\n\n去年5月12日发生汶川特大地震。抢险中处置了唐家山堰塞湖。\n",
        "county": "阿坝州汶川县简况\n\n四川省阿坝州汶川县2022年甜樱桃产量1万吨。\n",
    }
    for name, text in told.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        filled.add(tmp_path / f"{name}.txt")
    answer = assistant(filled, "唐家山").ask("汶川地震后处置的堰塞湖叫什么？")
    assert answer.text == "唐家山[1]"
    assert answer.understood.places == ()
    # An event that no report names is none of another place.
    absent = assistant(filled, "唐家山").ask("玉树地震后处置的堰塞湖叫什么？")
    assert absent.text.startswith("资料中没有关于玉树")


def test_a_word_that_is_also_a_countys_name_shuts_nothing_out(bridge):
    answer = assistant(bridge, "16只").ask("青石桥有多少只石狮？")
    assert answer.text == "16只[1]"
    assert answer.notices == ("资料中没有关于石狮市的报告，“石狮”按普通词语查找。",)


@pytest.mark.parametrize(
    "question",
    [
        "石狮市有多少只石狮？",  # by its full name
        "石狮2022年有多少只？",  # before a year
        "福建石狮有多少只？",  # behind its province
        "晋江和石狮有多少只？",  # beside another place
    ],
)
def test_a_place_that_is_meant_is_refused_though_the_word_is_there(bridge, question):
    answer = assistant(bridge, "16只").ask(question)
    assert (answer.grounding, answer.citations) == ("missing", ())
    assert answer.text.startswith("资料中没有关于") and "石狮市的报告" in answer.text


def test_a_short_form_that_no_report_has_in_any_sense_is_refused(filled):
    assert (
        assistant(filled, "155亿元").ask("石狮的人口有多少").text.startswith("资料中没有关于石狮市的报告。")
    )


def test_in_the_place_of_a_place_only_what_holds_the_word_is_read(library, tmp_path):
    # 松阳 in the name of a tea makes no report on 松阳县: the people of 云梦 are not its.
    report = tmp_path / "tea.txt"
    tea = "二、特产\n云梦县的茶农也种松阳香茶，年产30吨。\n"
    report.write_text(f"云梦县简报\n2023-03-01\n一、人口\n云梦县常住人口19.4万人。\n{tea}", encoding="utf-8")
    library.add(report)
    asked = assistant(library, "19.4万人", "30吨", threshold=0.05)
    assert asked.ask("常住人口有多少").text == "19.4万人[1]"
    assert asked.ask("松阳香茶年产多少吨").text == "30吨[1]"
    assert "19.4" not in asked.ask("松阳有多少人口，常住人口").text


def test_yes_and_no_are_said_before_the_sentence_that_proves_them(library, tmp_path):
    report = tmp_path / "tax.txt"
    report.write_text("遂昌县税收\n2023-01-05\n2022年，遂昌县税收4.03亿元，下降5.9%。\n", encoding="utf-8")
    library.add(report)
    answer = assistant(library, "下降5.9%", threshold=0.02).ask("2022年遂昌县税收增长了吗？")
    assert answer.text == "否：2022年，遂昌县税收4.03亿元，下降5.9%。[1]"
    assert (
        assistant(library, "下降5.9%", threshold=0.02, language="en").ask("税收增长了吗").text[:4] == "No: "
    )


def test_neighbouring_words_that_form_a_countys_name_are_no_place(library, tmp_path):
    # 新和县 is not asked in 创新和环境.
    report = tmp_path / "park.txt"
    report.write_text("园区简报\n\n园区讲创新和环境，投入3亿元。\n", encoding="utf-8")
    library.add(report)
    asked = assistant(library, "3亿元", threshold=0.05)
    assert asked.ask("创新和环境投入多少").text == "3亿元[1]"
    assert asked.ask("新和投入多少").text.startswith("资料中没有关于新和县的报告。")


def test_beside_a_real_place_a_word_is_a_word_like_any_other(library, tmp_path):
    # The lions stand in one chunk, their price in another: 云梦县 is filter enough.
    report = tmp_path / "lions.txt"
    report.write_text(
        "云梦县简报\n一、公园\n云梦县公园有石狮16只。\n二、造价\n公园造价80万元。\n", encoding="utf-8"
    )
    library.add(report)
    answer = assistant(library, "80万元", threshold=0.02).ask("云梦县公园的石狮造价多少")
    assert (answer.text, answer.notices) == ("80万元[1]", ())


def test_of_two_places_the_one_that_is_missing_is_said(filled):
    answer = assistant(filled, "155亿元").ask("遂昌县和云梦县2022年地区生产总值是多少")
    assert answer.text == "遂昌县155亿元[1]；资料中没有云梦县的相应数字。"
    assert answer.notices == ("资料中没有关于云梦县的报告。",)


def test_absent_places_bring_the_nearest_there_are(filled):
    asked = assistant(filled)
    # 龙泉市 is of 丽水 as both are; 遂川县 only sounds like 遂昌县.
    assert (
        asked.ask("龙泉市的人口").text == "资料中没有关于龙泉市的报告。位置或名称相近的有：遂昌县、松阳县。"
    )
    assert asked.ask("遂川县的人口").text == "资料中没有关于遂川县的报告。位置或名称相近的有：遂昌县。"


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(years=(2010,)), "资料中没有涉及2010年的相关报告。现有报告涉及的年份：2022、2023。"),
        (Filters(places=("331181",)), "资料中没有关于龙泉市的报告。位置或名称相近的有：遂昌县、松阳县。"),
        (Filters(kinds=("plan",)), "没有符合所选条件的报告，请放宽筛选条件。"),
    ],
)
def test_a_persons_filter_that_leaves_nothing_is_said(filled, filters, said):
    assert assistant(filled, "155亿元").ask("地区生产总值是多少", filters=filters).text == said


def test_our_county_is_the_one_of_the_filter_or_of_the_library(filled, tmp_path):
    asked = assistant(filled)

    def places_of(question, **chosen):
        return asked.trace(question, filters=Filters(**chosen)).found.query.place_names

    assert places_of("我县人口有多少", places=("331123",)) == ("遂昌县",)
    assert places_of("全市人口有多少", places=("331123",)) == ("丽水市",)
    assert places_of("松阳县人口占全市多少", places=("331123",)) == ("松阳县",)
    assert places_of("人口有多少", places=("331123",)) == ()
    assert places_of("全国人口有多少", places=("331123",)) == ()
    assert places_of("我县人口有多少", places=("331123", "331124")) == ()
    assert places_of("我县人口有多少") == ()  # the library has two
    filled.remove(next(one.id for one in filled.list() if one.about.place.name == "松阳县"))
    assert places_of("我县人口有多少") == ("遂昌县",)
    assert places_of("全市场人口有多少") == ()


def test_two_cells_of_a_table_are_no_figure(library, tmp_path):
    report = tmp_path / "bulletin.txt"
    table = "| 产业 | 总量 | 增长 |\n| --- | --- | --- |\n| 茶旅融合 | 661.89亿元 | 5.5% |"
    report.write_text(f"遂昌县2022年统计公报\n2023-03-01\n全县经济平稳运行。\n\n{table}\n", encoding="utf-8")
    library.add(report)
    question = "遂昌县2022年茶旅融合总量多少？"
    assert assistant(library, "661.89亿元 | 5.5%").ask(question).grounding == "missing"
    assert assistant(library, "661.89亿元").ask(question).text == "661.89亿元[1]"


def test_a_sentence_without_its_handle_is_cited_to_what_proves_it(filled):
    said = "壹佰科车业一期预计年产值为16亿元。依据资料编号：[1]"
    answer = assistant(filled, "16亿元", model=FakeListChatModel(responses=[said])).ask(
        "壹佰科车业一期预计年产值是多少？"
    )
    assert answer.text == "壹佰科车业一期预计年产值为16亿元[1]。"
    assert (answer.grounding, answer.notices) == ("grounded", ())
    assert "预计年产值16亿元" in answer.citations[0].quote


@pytest.mark.parametrize("lead", ["根据资料[1]，", "根据资料中的第4段，", "依据资料编号[1]中的“产值”部分，"])
def test_where_a_sentence_has_it_from_is_said_by_its_handle_alone(filled, lead):
    model = FakeListChatModel(responses=[f"{lead}壹佰科车业一期预计年产值为16亿元。"])
    answer = assistant(filled, "16亿元", model=model).ask("壹佰科车业一期预计年产值是多少？")
    assert answer.text == "壹佰科车业一期预计年产值为16亿元[1]。"
    assert (answer.grounding, answer.notices) == ("grounded", ())


def test_a_sentence_keeps_the_quotation_mark_that_it_begins_with(filled):
    model = FakeListChatModel(responses=["[1] “壹佰科车业”一期预计年产值为16亿元。"])
    answer = assistant(filled, "16亿元", model=model).ask("壹佰科车业一期预计年产值是多少？")
    assert answer.text == "“壹佰科车业”一期预计年产值为16亿元[1]。"


def test_a_sentence_that_no_evidence_proves_stays_out_with_or_without_a_handle(filled):
    said = "壹佰科车业一期预计年产值为61亿元。预计年产值为16亿元。全县因此成为全国第一。"
    answer = assistant(filled, "16亿元", model=FakeListChatModel(responses=[said])).ask(
        "壹佰科车业一期预计年产值是多少？"
    )
    assert answer.text == "预计年产值为16亿元[1]。"
    assert answer.notices == ("有2句话未能在资料中核实，已略去。",)


def test_a_year_that_the_proof_only_implies_is_cited_too_or_left_out(library, tmp_path):
    dated = tmp_path / "a.txt"
    dated.write_text("遂昌县简报\n2023年8月14日\n今年上半年遂昌县工业投资12亿元。\n", encoding="utf-8")
    library.add(dated)
    question = "遂昌县2023年上半年工业投资是多少"
    model = FakeListChatModel(responses=["遂昌县2023年上半年工业投资12亿元[1]。"])
    answer = assistant(library, "12亿元", model=model).ask(question)
    assert answer.text == "遂昌县2023年上半年工业投资12亿元[1][2]。"
    assert [("2023年" in one.quote) for one in answer.citations] == [False, True]
    assert holds(library, answer)

    undated = tmp_path / "2023-08-14.txt"
    undated.write_text("松阳县简报\n今年上半年松阳县工业投资9亿元。\n", encoding="utf-8")
    library.add(undated)
    model = FakeListChatModel(responses=["2023年，松阳县上半年工业投资9亿元[1]。"])
    answer = assistant(library, "9亿元", model=model).ask("松阳县2023年上半年工业投资是多少")
    assert answer.text == "松阳县上半年工业投资9亿元[1]。"


def test_one_figure_where_several_are_asked_together_is_no_answer_and_named_as_one_of_them(library, tmp_path):
    file = tmp_path / "work.txt"
    file.write_text("遂昌县政府工作报告\n2023年3月1日\n去年，遂昌县取消审批事项416项。\n", encoding="utf-8")
    library.add(file)
    asked = assistant(library, "416项")
    alone = asked.ask("遂昌县取消的审批事项有多少项")
    together = asked.ask("遂昌县2022年和2023年加起来取消了多少项审批事项")
    assert (alone.text, alone.notices) == ("416项[1]", ())
    assert (together.grounding, together.citations) == ("missing", ())
    assert (
        together.notices[-1]
        == "这个问题要合几处的数字来答，资料中没能都找到；其中一处在《遂昌县政府工作报告》。"
    )


def test_an_overview_shows_several_sentences_of_a_report_each_with_its_mark(library, tmp_path):
    file = tmp_path / "tea.txt"
    file.write_text(
        "遂昌县简报\n2023年3月1日\n遂昌县茶产业有茶园12万亩。茶产业带动农户3万户。\n会议由县里召开。\n",
        encoding="utf-8",
    )
    library.add(file)
    answer = assistant(library, "12万亩").ask("介绍一下遂昌县茶产业的情况")
    assert answer.text == "遂昌县茶产业有茶园12万亩[1]。茶产业带动农户3万户[2]。"
    assert [one.quote for one in answer.citations] == ["遂昌县茶产业有茶园12万亩。", "茶产业带动农户3万户。"]
    assert answer.grounding == "grounded"
    assert holds(library, answer)

    said = "遂昌县有茶园12万亩[1]。"
    told = assistant(library, "12万亩", model=FakeListChatModel(responses=[said])).ask(
        "介绍一下遂昌县茶产业的情况"
    )
    assert told.text == said


def test_what_has_no_number_is_no_figure(library, tmp_path):
    file = tmp_path / "land.txt"
    file.write_text("遂昌县招商\n2023年3月1日\n遂昌县土地是最大的瓶颈。\n", encoding="utf-8")
    library.add(file)
    assert assistant(library, "土地是最大的瓶颈").ask("遂昌县还剩多少亩土地").grounding == "missing"
    assert assistant(library, "土地是最大的瓶颈").ask("遂昌县最大的瓶颈是什么").grounding == "grounded"


def test_where_nothing_answers_the_nearest_reports_are_named(library, tmp_path):
    for name, text in {
        "a.txt": "遂昌县茶产业简报\n2023年3月1日\n遂昌县茶园有12万亩。\n",
        "b.txt": "松阳县茶产业简报\n2023年3月1日\n松阳县茶园有15万亩。\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        library.add(tmp_path / name)
    refused = assistant(library, "没有这样的话").ask("遂昌县茶园的工人有多少名")
    assert refused.grounding == "missing" and not refused.citations
    assert refused.notices == ("查得最近的报告：《遂昌县茶产业简报》。",)
    assert (
        assistant(library, "没有这样的话")
        .speaking("en")
        .ask("茶园的工人有多少名")
        .notices[0]
        .startswith("The nearest reports are: 《")
    )


def test_an_openai_compatible_server_is_asked_for_no_more_than_is_read(tmp_path):
    built = chat_model(Settings(library=tmp_path, chat_url="http://127.0.0.1:9/v1"))
    assert built.max_tokens == MOST_TOKENS
    assert chat_model(Settings(library=tmp_path)) is None


@pytest.fixture
def talked(library, tmp_path):
    """Two reports of roads, with what both say of theirs, and one of a dam."""
    for name, text in {
        "road": "遂昌县简报\n2023年3月1日\n遂昌县龙洋公路总投资8亿元。线路起点为北界镇，路面宽12米。\n",
        "other": "松阳县简报\n2023年3月1日\n松阳县玉岩公路总投资6亿元。线路起点为枫坪乡，路面宽9米。\n",
        "dam": "云和县简报\n2023年3月1日\n云和县黄南水库总投资27亿元，坝高90米。\n",
    }.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    library.add(*sorted(tmp_path.glob("*.txt")))
    return library


@pytest.mark.parametrize(("road", "wide"), [("龙洋公路", "12米"), ("玉岩公路", "9米")])
def test_a_question_without_a_place_goes_on_about_the_report_that_was_cited(talked, road, wide):
    reader = KnowingReader("8亿元", "6亿元")
    asked = Assistant(talked, Settings(library=talked._settings.library), reader=reader)
    history = [Turn(f"{road}总投资是多少", asked.ask(f"{road}总投资是多少").text)]
    reader.answers = ("12米", "9米")  # either road has a width
    followed = asked.ask("施工单位把双向车道的路面宽度做到了多少米", history)
    assert followed.text == f"{wide}[1]"
    title = talked.get(followed.citations[0].doc_id).title
    assert title == {"龙洋公路": "遂昌县简报", "玉岩公路": "松阳县简报"}[road]


def test_a_report_that_was_removed_since_is_asked_no_more(talked):
    asked = assistant(talked, "8亿元", "90米")
    first = asked.ask("龙洋公路总投资是多少")
    talked.remove(first.citations[0].doc_id)
    history = [Turn("龙洋公路总投资是多少", first.text)]
    assert asked.ask("坝高多少米", history).text == "90米[1]"
    assert asked.ask("这个项目的坝高是多少米", history).text == "90米[1]"  # of what is left, and no error


def test_what_points_back_is_not_answered_from_another_report(talked):
    reader = KnowingReader("8亿元")
    asked = Assistant(talked, Settings(library=talked._settings.library), reader=reader)
    first = asked.ask("龙洋公路总投资是多少")
    reader.answers = ("90米",)
    history = [Turn("龙洋公路总投资是多少", first.text)]
    assert asked.ask("黄南水库的坝高是多少米", history).text == "90米[1]"
    assert asked.ask("这个项目的坝高是多少米", history).grounding == "missing"


def test_a_conversation_held_elsewhere_is_asked_again_for_its_report(talked):
    history = [Turn("龙洋公路总投资是多少", "8亿元[1]")]
    assert assistant(talked, "8亿元", "北界镇").ask("它的起点在哪个镇", history).text == "北界镇[1]"


def test_a_place_of_its_own_leaves_the_report_before_it(talked):
    asked = assistant(talked, "8亿元", "27亿元")
    first = asked.ask("龙洋公路总投资是多少")
    other = asked.ask("云和县黄南水库总投资是多少", [Turn("龙洋公路总投资是多少", first.text)])
    assert other.text == "27亿元[1]"


def test_a_change_is_told_by_its_two_ends(library, tmp_path):
    file = tmp_path / "five.txt"
    file.write_text(
        "遂昌县简报\n2023年3月1日\n五年来，遂昌县贫困发生率由10.2%下降到3.1%。\n", encoding="utf-8"
    )
    library.add(file)
    asked = assistant(library, "3.1%")
    assert asked.ask("遂昌县贫困发生率下降了几个百分点").text == "降低7.1个百分点：从10.2%[1]到3.1%[1]。"
    assert asked.ask("遂昌县贫困发生率下降到多少").text == "3.1%[1]"
    assert asked.ask("遂昌县贫困发生率下降了多少，下降到多少").text == "3.1%[1]"


def test_a_gap_of_two_amounts_side_by_side_is_worked_out(library, tmp_path):
    file = tmp_path / "loans.txt"
    file.write_text("遂昌县简报\n2023年3月1日\n遂昌县推荐金额2.7亿元，累计放款2.38亿元。\n", encoding="utf-8")
    library.add(file)
    asked = assistant(library, "2.7亿元", "2.38亿元")
    answer = asked.ask("遂昌县推荐的钱数跟放出去的钱数中间还差着多少")
    assert answer.text == "相差3200万元：遂昌县推荐金额2.7亿元[1]，累计放款2.38亿元[1]。"
    assert holds(library, answer)
