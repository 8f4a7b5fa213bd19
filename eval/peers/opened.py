"""Opens a peer by its name: its index is built, and its models are loaded, while the context is open."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from eval.peers.lexical import LexicalPeer
from eval.peers.texts import Peer, Shelf, stored_texts
from eval.run import Asks, Searches
from index import Library
from index.embed import TransformerEncoder
from index.errors import SettingsError
from index.records import Document, Encoder
from qa.assistant import Assistant
from qa.compose import chat_model
from qa.settings import Settings

NAMES = ("xianwen", "xianwen-chat", "lexical", "langchain", "llamaindex")
NEED_CHAT = frozenset({"xianwen-chat", "langchain", "llamaindex"})
_EXTRA = ("langchain_text_splitters", "llama_index")
_Build = Callable[[tuple[Document, ...], Encoder, BaseChatModel], Peer]


@dataclass(frozen=True, slots=True)
class Source:
    """What a peer answers over: the folder of the reports, and that of the texts stored out of them."""

    reports: Path
    texts: Path


@dataclass(frozen=True, slots=True)
class Opened:
    """A peer that is ready, what it is measured with, and the seconds its index took."""

    assistant: Asks
    library: Searches
    index_seconds: float


@contextmanager
def opened(name: str, source: Source, settings: Settings) -> Iterator[Opened]:
    """The peer `name`, ready to be asked.

    The encoder is loaded before the clock of the index starts. Peers index the stored texts; 县问 reads the files,
    as it does for everybody. Raises SettingsError where a chat model or the extra is missing.
    """
    if name in NEED_CHAT and chat_model(settings) is None:
        raise SettingsError(f"peer {name} needs a chat model; give --chat-url or --chat-model")
    if name.startswith("xianwen"):
        with _xianwen(source, settings if name in NEED_CHAT else _without_chat(settings)) as ready:
            yield ready
    elif name == "lexical":
        documents, start = stored_texts(source.texts), time.perf_counter()
        with closing(LexicalPeer(documents, settings.chunk_tokens)) as lexical:
            yield Opened(lexical, Shelf(documents, lexical), time.perf_counter() - start)
    else:
        yield _framework(name, stored_texts(source.texts), settings)


@contextmanager
def _xianwen(source: Source, settings: Settings) -> Iterator[Opened]:
    encoder = _loaded_encoder(settings)
    with tempfile.TemporaryDirectory(prefix="xianwen-peers-", ignore_cleanup_errors=True) as folder:
        own = settings.model_copy(update={"library": Path(folder)})
        start = time.perf_counter()
        with Library.open(own, encoder=encoder) as library:
            library.add(source.reports)
            seconds = time.perf_counter() - start
            yield Opened(Assistant(library, own), library, seconds)


def _framework(name: str, documents: tuple[Document, ...], settings: Settings) -> Opened:
    model = chat_model(settings)
    assert model is not None  # opened() saw to it
    encoder = _loaded_encoder(settings)
    build = _builder(name)
    start = time.perf_counter()
    peer = build(documents, encoder, model)
    return Opened(peer, Shelf(documents, peer), time.perf_counter() - start)


def _builder(name: str) -> _Build:
    try:
        if name == "langchain":
            from eval.peers.langchain_tutorial import LangChainPeer

            return LangChainPeer
        from eval.peers.llamaindex_starter import LlamaIndexPeer

        return LlamaIndexPeer
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _EXTRA:
            raise
        raise SettingsError(f"peer {name} needs {error.name}; pip install 'xianwen[peers]'") from error


def _loaded_encoder(settings: Settings) -> Encoder:
    encoder = TransformerEncoder(settings.encoder)
    encoder.encode_query("县")
    return encoder


def _without_chat(settings: Settings) -> Settings:
    return settings.model_copy(update={"chat_model": "", "chat_url": ""})
