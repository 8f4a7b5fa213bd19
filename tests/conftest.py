"""Fakes with meaning, shared by all tests: small enough to derive every expected figure by hand."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index import IndexSettings, Library
from index.lexical import terms
from index.records import Matrix
from qa.records import Passage, Reading

DIM = 512

SUICHANG = """遂昌县2022年经济简报
2023-03-01
一、综合
2022年，遂昌县地区生产总值155亿元，增长4.2%。全县常住人口19.4万人。
二、项目
壹佰科车业一期项目总投资5亿元，预计年产值16亿元。项目负责人为卢鸣。
项目落地快，因为审批时间缩短到36天。
"""
SONGYANG = """松阳县2022年经济简报
2023-03-02
2022年，松阳县地区生产总值138亿元，增长5.1%。
松阳香茶交易额达到60亿元。
"""


class TermEncoder:
    """A toy encoder: a text is the set of its terms, each in a bucket of its own.

    The similarity of two texts is their shared terms over the root of the product of their counts, so any ranking
    can be worked out on paper. It counts its calls.
    """

    def __init__(self) -> None:
        self.buckets: dict[str, int] = {}
        self.calls = 0

    @property
    def dim(self) -> int:
        return DIM

    def encode_documents(self, texts: list[str]) -> Matrix:
        self.calls += 1
        return np.stack([self._vector(text) for text in texts]) if texts else np.empty((0, DIM), np.float32)

    def encode_query(self, text: str) -> Matrix:
        return self._vector(text)

    def _vector(self, text: str) -> Matrix:
        vector = np.zeros(DIM, dtype=np.float32)
        for term in set(terms(text)) or {"empty"}:
            vector[self.buckets.setdefault(term, len(self.buckets)) % DIM] = 1.0
        return vector / np.float32(np.linalg.norm(vector))


class KnowingReader:
    """A reader that knows some answers by heart: it finds them in any passage with a margin of 9, and else nothing.

    Where no known answer stands in a passage it proposes the first four characters with a margin of -9.
    """

    def __init__(self, *answers: str) -> None:
        self.answers = answers

    def read(self, question: str, passages: Sequence[Passage], top: int = 8) -> list[Reading]:
        out = []
        for at, passage in enumerate(passages):
            found = [(passage.text.find(a), len(a)) for a in self.answers if a in passage.text]
            out += [Reading(at, start, start + size, 9.0) for start, size in found] or [
                Reading(at, 0, 4, -9.0)
            ]
        return sorted(out, key=lambda reading: -reading.score)


@pytest.fixture
def encoder() -> TermEncoder:
    return TermEncoder()


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(library=tmp_path / "library", chunk_tokens=64)


@pytest.fixture
def library(settings: IndexSettings, encoder: TermEncoder) -> Iterator[Library]:
    with Library.open(settings, encoder=encoder) as opened:
        yield opened


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "suichang.txt").write_text(SUICHANG, encoding="utf-8")
    (folder / "songyang.txt").write_text(SONGYANG, encoding="utf-8")
    return folder
