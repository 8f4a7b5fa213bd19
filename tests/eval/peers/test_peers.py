import importlib.util

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from eval.cases import Case, Evidence
from eval.peers.lexical import LexicalPeer
from eval.peers.opened import Source, opened
from eval.peers.texts import NO_ANSWER, Shelf, placed, stored_texts
from eval.run import run_cases
from index.errors import ChatModelError, SettingsError, UnreadableSource
from index.records import Description, Document
from qa.compose import chat_model
from qa.records import Turn
from qa.settings import Settings

needs_splitters = pytest.mark.skipif(
    importlib.util.find_spec("langchain_text_splitters") is None, reason="pip install 'xianwen[peers]'"
)
needs_llama = pytest.mark.skipif(
    importlib.util.find_spec("llama_index") is None, reason="pip install 'xianwen[peers]'"
)
QUESTION = "壹佰科车业一期预计年产值是多少？"


def langchain(documents, encoder, model):
    from eval.peers.langchain_tutorial import LangChainPeer

    return LangChainPeer(documents, encoder, model)


def llamaindex(documents, encoder, model):
    from eval.peers.llamaindex_starter import LlamaIndexPeer

    return LlamaIndexPeer(documents, encoder, model)


FRAMEWORKS = [
    pytest.param(langchain, marks=needs_splitters),
    pytest.param(llamaindex, marks=needs_llama),
]


@pytest.fixture
def long_document():
    """5,998 characters: 400 numbered paragraphs of 13, with 2 between: several pieces for either framework."""
    text = "\n\n".join(f"第{n:03}项产值{n:03}亿元。" for n in range(400))
    return Document("id-long", "long.txt", text, Description("长报告"))


@pytest.mark.parametrize("build", FRAMEWORKS)
def test_the_pieces_are_exact_characters_of_the_stored_text(build, encoder, long_document):
    peer = build([long_document], encoder, FakeListChatModel(responses=["？"]))
    chunks = [hit.chunk for hit in peer.search("第200项产值", 50)]
    assert len(chunks) > 3
    assert all(long_document.text[c.start : c.end] == c.text for c in chunks)
    # No two pieces were put in the same place, and together they reach from the first to the last character.
    assert len({c.start for c in chunks}) == len(chunks)
    assert (min(c.start for c in chunks), max(c.end for c in chunks)) == (0, len(long_document.text))


@pytest.mark.parametrize("build", FRAMEWORKS)
def test_an_answer_cites_what_the_model_was_given(build, encoder, documents, chat):
    model = chat_model(Settings(chat_url=chat.url))
    answer = build(documents, encoder, model).ask(QUESTION)
    assert (answer.text, answer.grounding, answer.confidence) == ("年产值16亿元。", "grounded", 1.0)
    # Each report is one piece; both frameworks take two or more, so both are cited, the one on 壹佰科 first.
    assert [one.source for one in answer.citations] == ["suichang.txt", "songyang.txt"]
    by_id = {one.id: one.text for one in documents}
    assert all(by_id[one.doc_id][one.start : one.end] == one.quote for one in answer.citations)
    (messages,) = chat.asked
    assert all(one.quote in "".join(text for _, text in messages) for one in answer.citations)
    assert messages[-1][0] == "user" and QUESTION in messages[-1][1]


@pytest.mark.parametrize("build", FRAMEWORKS)
def test_words_of_not_knowing_are_a_refusal_that_cites_nothing(build, encoder, documents, chat):
    chat.replies = ["资料中没有提到这一点。"]
    answer = build(documents, encoder, chat_model(Settings(chat_url=chat.url))).ask(QUESTION)
    assert (answer.text, answer.grounding, answer.citations) == ("资料中没有提到这一点。", "missing", ())


@pytest.mark.parametrize("build", FRAMEWORKS)
def test_a_server_that_fails_is_an_error_with_a_remedy(build, encoder, documents, chat):
    chat.status = 400
    with pytest.raises(ChatModelError, match=r"the chat model did not answer .*check --chat-url"):
        build(documents, encoder, chat_model(Settings(chat_url=chat.url))).ask(QUESTION)


@needs_splitters
def test_langchain_hands_the_turns_before_as_messages(encoder, documents, chat):
    peer = langchain(documents, encoder, chat_model(Settings(chat_url=chat.url)))
    peer.ask("那总投资呢？", [Turn(QUESTION, "16亿元")])
    assert chat.asked[0][1:] == [("user", QUESTION), ("assistant", "16亿元"), ("user", "那总投资呢？")]


@needs_llama
def test_llamaindex_has_no_memory(encoder, documents, chat):
    peer = llamaindex(documents, encoder, chat_model(Settings(chat_url=chat.url)))
    peer.ask("那总投资呢？", [Turn(QUESTION, "16亿元")])
    assert QUESTION not in "".join(text for _, text in chat.asked[0])
    assert [role for role, _ in chat.asked[0]] == ["system", "user"]


def test_lexical_shows_the_sentence_with_most_terms(documents):
    peer = LexicalPeer(documents, chunk_tokens=320)
    answer = peer.ask(QUESTION)
    sentence = "壹佰科车业一期项目总投资5亿元，预计年产值16亿元。"
    assert (answer.text, answer.citations[0].quote) == (f"{sentence}[1]", sentence)
    text = next(one.text for one in documents if one.id == answer.citations[0].doc_id)
    assert text[answer.citations[0].start : answer.citations[0].end] == sentence
    peer.close()


def test_lexical_refuses_where_nothing_matches(documents):
    peer = LexicalPeer(documents, chunk_tokens=320)
    answer = peer.ask("quantum")
    assert (answer.text, answer.grounding, answer.citations) == (NO_ANSWER, "missing", ())
    peer.close()


def test_a_run_scores_a_peer(documents):
    cases = [
        Case("a", "figure", QUESTION, ("16亿元",), (Evidence("suichang", "预计年产值16亿元"),)),
        Case("b", "absent", "遂昌县地区生产总值谁写的"),
    ]
    peer = LexicalPeer(documents, chunk_tokens=320)
    right, wrong = run_cases(cases, peer, Shelf(documents, peer))
    assert (right.correct, right.cited, right.broken) == (True, (frozenset({0}),), 0)
    assert right.retrieved[0] == frozenset({0})
    assert (wrong.correct, wrong.refused) == (False, False)
    peer.close()


def test_xianwen_is_asked_without_and_with_the_chat_model(monkeypatch, reports, texts, encoder, chat):
    monkeypatch.setattr("eval.peers.opened._loaded_encoder", lambda _settings: encoder)
    settings = Settings(reader="sentence", threshold=0.0, chat_url=chat.url)
    with opened("xianwen", Source(reports, texts), settings) as ready:
        ready.assistant.ask(QUESTION)
        assert chat.asked == []
        # The same characters as the peers have: a document's id is a hash of its text.
        assert {one.id for one in ready.library.list()} == {one.id for one in stored_texts(texts)}
    with opened("xianwen-chat", Source(reports, texts), settings) as ready:
        ready.assistant.ask(QUESTION)
        assert QUESTION in chat.asked[0][-1][1]


def test_a_piece_is_placed_where_the_peer_says_or_where_it_is_found():
    document = Document("d", "d.txt", "甲增长5%。\n乙增长5%。", Description("报"))
    assert placed(document, "增长5%", 8) == (8, 12)
    assert placed(document, "增长5%", 3) == (1, 5)  # not there: the first place
    assert placed(document, "增长5%。乙", None) == (1, 8)  # white space may differ
    with pytest.raises(UnreadableSource, match="is not in the stored text: '丙'"):
        placed(document, "丙", None)


@pytest.mark.parametrize("name", ["xianwen-chat", "langchain", "llamaindex"])
def test_a_peer_without_its_chat_model_is_an_error(name, tmp_path):
    with (
        pytest.raises(SettingsError, match=f"peer {name} needs a chat model; give --chat-url"),
        opened(name, Source(tmp_path, tmp_path), Settings()),
    ):
        pass


@pytest.mark.parametrize(
    "name, package", [("langchain", "langchain_text_splitters"), ("llamaindex", "llama_index")]
)
def test_a_peer_without_the_extra_names_what_to_install(name, package, monkeypatch):
    import sys

    from eval.peers.opened import _builder

    for module in [
        one
        for one in sys.modules
        if one.startswith(("eval.peers.langchain_", "eval.peers.llamaindex_", package))
    ]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(
        SettingsError, match=rf"peer {name} needs {package}.*; pip install 'xianwen\[peers\]'"
    ):
        _builder(name)
