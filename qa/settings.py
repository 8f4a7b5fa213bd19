"""Settings of the answering side, on top of the library's."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from index.settings import IndexSettings

MODELS = Path(__file__).parent / "models"


class Settings(IndexSettings):
    """Everything a person may set; each field is also an environment variable XIANWEN_<FIELD>."""

    reader: str = Field(
        default=str(MODELS / "reader"),
        description='folder or name of a model with span heads; "sentence": none',
    )
    threshold: float = Field(
        default=0.3, ge=0, le=1, description="least confidence that is shown as an answer"
    )
    candidates: int = Field(default=40, ge=1, le=1000, description="chunks asked of each search leg")
    passages: int = Field(default=8, ge=1, le=64, description="chunks the reader reads")
    chat_model: str = Field(default="", description="provider:model as LangChain names it; empty: none")
    chat_url: str = Field(default="", description="address of an OpenAI-compatible server")
    chat_key: str = Field(default="", repr=False, description="key of the chat model's provider")
    chat_timeout: float = Field(default=120.0, gt=0, description="seconds the chat model may take")
    users_file: Path | None = Field(default=None, description="who may log in to the page; none: everybody")
    language: Literal["zh", "en"] = "zh"
