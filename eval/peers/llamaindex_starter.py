"""LlamaIndex's starter: an index from documents and its query engine, with every default.

Source: "Starter Tutorial (Using Local LLMs)", https://developers.llamaindex.ai/python/framework/getting_started/
starter_example_local/ (docs/src/content/docs/framework/getting_started/starter_example_local.mdx at 335844d of
github.com/run-llama/llama_index), and the FAQ beside it, for llama-index-core 0.14.

Kept: VectorStoreIndex.from_documents and as_query_engine() with nothing set: pieces of 1024 tokens with 200 of overlap,
the 2 nearest, its own chat prompt, "compact" answers; file_path in the metadata, as SimpleDirectoryReader gives it.
A query engine has no memory, so a follow-up is asked without its earlier turns.

The model is reached through the same LangChain client as everywhere in this run: the OpenAILike of LlamaIndex needs
openai below 3. As OpenAILike with is_chat_model=True, it is a chat model with the default context window.
"""

from collections.abc import Sequence
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from llama_index.core import Document as Page
from llama_index.core import VectorStoreIndex
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import CustomLLM
from llama_index.core.schema import NodeWithScore, TextNode

from eval.peers.chat import said
from eval.peers.refusals import says_unknown
from eval.peers.texts import answered, cited_hits, hit, placed
from index.records import Document, Encoder, Hit
from qa.records import Answer, Turn


class LlamaIndexPeer:
    """The starter's query engine over stored texts; the history is not read."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder, model: BaseChatModel) -> None:
        self._documents = {one.id: one for one in documents}
        pages = [Page(text=one.text, id_=one.id, metadata={"file_path": one.source}) for one in documents]
        self._index = VectorStoreIndex.from_documents(pages, embed_model=_Embedding(encoder))
        self._engine = self._index.as_query_engine(llm=_Chat(model))

    def search(self, text: str, limit: int) -> list[Hit]:
        """The nearest nodes, best first."""
        return [self._hit(node) for node in self._index.as_retriever(similarity_top_k=limit).retrieve(text)]

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The engine's words; its source nodes are its citations."""
        response = self._engine.query(question)
        text = str(response).strip()
        cited = cited_hits(
            list(self._documents.values()), [self._hit(node) for node in response.source_nodes]
        )
        return answered(question, text, cited, unknown=says_unknown(text))

    def _hit(self, found: NodeWithScore) -> Hit:
        node = cast(TextNode, found.node)
        document = self._documents[str(node.ref_doc_id)]
        return hit(document, placed(document, node.text, node.start_char_idx), found.score or 0.0)


class _Embedding(BaseEmbedding):
    """Our encoder as LlamaIndex takes one."""

    _encoder: Any = PrivateAttr()

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(model_name="xianwen")
        self._encoder = encoder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._encoder.encode_documents(texts)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self._encoder.encode_query(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class _Chat(CustomLLM):
    """The run's chat model as LlamaIndex takes one."""

    _model: Any = PrivateAttr()

    def __init__(self, model: BaseChatModel) -> None:
        super().__init__()
        self._model = model

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(is_chat_model=True)

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        text = said(self._model, [(message.role.value, message.content or "") for message in messages])
        return ChatResponse(message=ChatMessage(role="assistant", content=text))

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=said(self._model, [("user", prompt)]))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        yield self.complete(prompt, formatted, **kwargs)
