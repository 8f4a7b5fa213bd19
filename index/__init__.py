"""Reports in, searchable chunks out: load → clean → describe → chunk → embed → store."""

from index.errors import XianwenError
from index.library import Library
from index.records import Added, Chunk, Document, DocumentSummary, Filters, Hit, Place
from index.settings import IndexSettings

__all__ = [
    "Added",
    "Chunk",
    "Document",
    "DocumentSummary",
    "Filters",
    "Hit",
    "IndexSettings",
    "Library",
    "Place",
    "XianwenError",
]
