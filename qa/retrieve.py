"""Hybrid search of a library as a LangChain retriever."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index import Filters, Hit, Library


class LibraryRetriever(BaseRetriever):
    """Chunks of a library by dense and lexical search, fused; filters apply before the search.

    Each LangChain document's `page_content` is the chunk's text; its metadata holds doc_id, start, end, title,
    source, page, section and score, enough to cite it.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    limit: int = 8
    candidates: int = 40
    filters: Filters = Filters()

    def hits(self, query: str, filters: Filters | None = None) -> list[Hit]:
        """The same search, as records."""
        return self.library.search(query, self.limit, filters or self.filters, self.candidates)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [self._document(hit) for hit in self.hits(query)]

    def _document(self, hit: Hit) -> LangChainDocument:
        chunk, document = hit.chunk, self.library.get(hit.chunk.doc_id)
        return LangChainDocument(
            id=chunk.id,
            page_content=chunk.text,
            metadata={
                "doc_id": chunk.doc_id,
                "source": document.source,
                "title": document.title,
                "page": document.page_at(chunk.start),
                "start": chunk.start,
                "end": chunk.end,
                "section": chunk.section,
                "score": hit.score,
            },
        )
