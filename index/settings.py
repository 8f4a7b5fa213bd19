"""Settings of the library. Read once, at the entry points, and handed down."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import SettingsError

PREFIX = "XIANWEN_"
MODELS = Path(__file__).parent / "models"


class IndexSettings(BaseModel):
    """How reports are taken in and stored. Unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    library: Path = Field(default_factory=lambda: Path.home() / ".xianwen" / "library")
    encoder: str = str(MODELS / "encoder")
    chunk_tokens: int = Field(default=240, ge=32, le=2048, description="budget of a chunk, tiktoken tokens")
    chunk_header: bool = Field(
        default=True, description="search chunks under their place, year, title and section"
    )
    max_bytes: int = Field(default=64 * 2**20, gt=0, description="largest file or page taken in, bytes")
    url_timeout: float = Field(default=20.0, gt=0, description="seconds for one address")
    allow_private_urls: bool = Field(default=False, description="take pages from loopback and intranet hosts")
    ignore_robots: bool = Field(
        default=False, description="take pages that robots.txt asks programs to leave"
    )
    near_duplicates: float = Field(
        default=0.8,
        ge=0,
        le=1,
        description="shared 5-character shingles (Jaccard) from which two reports with the same facts are one; 0: never",
    )
    chroma_url: str = Field(default="", description="address of a Chroma server; empty: embedded")

    @classmethod
    def from_env(cls, environ: Mapping[str, str], **overrides: Any) -> Self:
        """Settings from variables such as XIANWEN_LIBRARY; `overrides` win. Raises SettingsError."""
        named = {k[len(PREFIX) :].lower(): v for k, v in environ.items() if k.startswith(PREFIX)}
        named |= {key: value for key, value in overrides.items() if value is not None}
        return cls.checked(named)

    @classmethod
    def checked(cls, values: Mapping[str, Any]) -> Self:
        """Settings from plain values, with errors a person can act on."""
        try:
            return cls(**values)
        except ValidationError as error:
            raise SettingsError(*_explain(error, sorted(cls.model_fields))) from error


def _explain(error: ValidationError, known: list[str]) -> tuple[str, str]:
    """What is wrong with the first bad setting, in English and Chinese."""
    first = error.errors()[0]
    name = PREFIX + (".".join(str(part) for part in first["loc"]) or "settings").upper()
    if first["type"] == "extra_forbidden":
        names = ", ".join(known)
        return f"unknown setting {name}; known are: {names}", f"没有 {name} 这项设置；可用的有：{names}"
    given = first.get("input")
    return f"setting {name}={given!r}: {first['msg']}", f"设置 {name}={given!r} 不合法：{first['msg']}"
