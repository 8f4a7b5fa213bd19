"""A small library of real meaning and an assistant that answers from it, without models or files."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from index.corrections import checked, corrected
from index.errors import UnknownDocument
from index.figures import figures
from index.indicators import family_of
from index.places import within
from index.records import (
    Added,
    Description,
    Document,
    DocumentSummary,
    Figure,
    FigureCount,
    Filters,
    Indicated,
    Place,
    Removed,
    Similar,
    Stated,
)
from qa.records import Answer, Citation, Turn, Understood
from qa.say import Language

SUICHANG = Place("331123", "遂昌县", "丽水市", "浙江省")
ANNING = Place("530181", "安宁市", "昆明市", "云南省")

CAR_TEXT = "\n".join(
    [
        "# 遂昌：山里的工业怎样往高处走",
        "一、老县的新账",
        "遂昌是浙江的山区县，也是一个老工业县。县里提出用三年打一场智能制造攻坚战，想做浙西南的先行县。",
        *(
            f"经济开发区的第{number}号厂房已经封顶，道路、水电和通信同步接到墙外，企业进场就能装机器。"
            f"管委会每周到现场开一次会，把当天能办的手续当天办完，办不完的写在墙上，谁办、几时办，一条一条看得见。"
            for number in "一二三四五六七八九"
        ),
        "二、新项目",
        "壹佰科车业有限公司建厂生产新能源自行车，一期计划2024年5月投用，每年能生产80万辆，预计年产值为16亿元。"
        "从签约到开工只用了36天。",
        *(
            f"第{number}条生产线调试时，老师傅带着年轻人守在机器旁边，把每一次停机的原因记在本子上，月底一起讲。"
            for number in "一二三四五六"
        ),
        "三、主要指标",
        "| 指标 | 数值 |",
        "|---|---|",
        "| 规上工业增加值增速 | 8.6% |",
        "| 工业投资增速 | 21.4% |",
    ]
)
EVIL_TEXT = (
    '<script>window.hacked = 1</script>\n<img src=x onerror="window.hacked = 2"> & "引号" 的报告，投资5亿元。'
)
ANNING_TEXT = "安宁市经济运行简报\n2022年，全市地区生产总值661.89亿元，增长5.5%。"

CAR = Document(
    "d1car", "suichang_industry.md", CAR_TEXT,
    Description("遂昌：山里的工业怎样往高处走", "县经信局", "2023-11-15", "news", SUICHANG, (SUICHANG,), (2023,)),
)  # fmt: skip
ANNING_DOC = Document(
    "d2anning", "https://example.org/anning?a=1&b=2", ANNING_TEXT,
    Description("安宁市2022年统计公报", "", "2023-07-25", "bulletin", ANNING, (ANNING,), (2022,)),
    (0, ANNING_TEXT.index("2022年，")),
)  # fmt: skip
EVIL = Document(
    "d3evil",
    'a<b>"c.txt',
    EVIL_TEXT,
    Description(
        "<b>坏</b>标题 & <script>alert(1)</script> ${window.hacked = 3} {{value}}",
        '"><i>',
        "2024",
        "other",
        author="<svg onload=window.hacked=4>",
    ),
)


def cite(document: Document, quote: str) -> Citation:
    """A citation of the first occurrence of `quote`."""
    start = document.text.index(quote)
    return Citation(
        document.id,
        document.source,
        document.title,
        document.page_at(start),
        start,
        start + len(quote),
        quote,
    )


def summary(document: Document, chunks: int = 3, **more: Any) -> DocumentSummary:
    return DocumentSummary(
        document.id, document.source, document.about, len(document.text), chunks, len(document.pages), **more
    )


def stated(document: Document, one: Figure) -> Stated:
    """A figure of a document with what proves it."""
    written, sentence = (
        document.text[one.start : one.end],
        document.text[one.sentence_start : one.sentence_end],
    )
    about = document.about
    return Stated(document.id, about.title, about.date, document.source, written, sentence, one)


class FakeLibrary:
    """Documents in a dictionary. What a source becomes is in its name, and a known one is unchanged:

    `bad` fails, `wire` tells the story of the first document again (`same-wire…` is its near-duplicate), `newer` takes
    the place of an older text, `zip` holds two reports. Corrections are checked by the real rules.
    """

    def __init__(self, *documents: Document) -> None:
        self.documents = {one.id: one for one in documents}
        self.read = {one.id: one.about for one in documents}
        self.said: dict[str, dict[str, str]] = {}
        self.sources: dict[str, tuple[str, ...]] = {}
        self.under: dict[str, tuple[str, Document]] = {}
        self.removed: dict[str, tuple[Removed, ...]] = {}
        self.hold: threading.Event | None = None
        self.closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True

    def ingest(self, sources: Sequence[str | Path], tell: Any, progress: Any = None) -> None:
        for at, source in enumerate(map(str, sources), start=1):
            members = [f"{source}!/{name}" for name in ("1.txt", "2.txt")] if "zip" in source else [source]
            for member in members:
                if self.hold and "slow" in member:
                    self.hold.wait(20)
                tell(self._add(member))
            if progress:
                progress(at, len(sources), source)

    def _add(self, source: str) -> Added:
        name = Path(source).name
        if "bad" in name:
            error = f"{source}: the file is empty; save it again"
            return Added(source, "failed", error=error, error_zh=f"{source}：文件是空的；请重新保存")
        if "wire" in name:
            listed = next(iter(self.documents.values()))
            self.sources[listed.id] = (*self.sources.get(listed.id, (listed.source,)), name)
            one = replace(listed, id=f"same-{name}", source=name, text=listed.text + "\n（转载）")
            self.under[one.id] = (listed.id, one)
            return Added(source, "unchanged", self._summary(listed), similar=True)
        doc_id = f"id-{name}"
        if doc_id in self.documents:
            return Added(source, "unchanged", self._summary(self.documents[doc_id]))
        document = replace(
            ANNING_DOC, id=doc_id, source=name, about=replace(ANNING_DOC.about, title=f"新报告 {name}")
        )
        self.documents[doc_id] = document
        self.read[doc_id] = document.about
        return Added(source, "added", self._summary(document), replaced="old" if "newer" in name else "")

    def correct(
        self,
        doc_id: str,
        *,
        title: str | None = None,
        date: str | None = None,
        place: str | None = None,
        kind: str | None = None,
        publisher: str | None = None,
        author: str | None = None,
        reset: bool = False,
    ) -> DocumentSummary:
        document = self.get(doc_id)
        given = checked(
            {
                "title": title,
                "date": date,
                "place": place,
                "kind": kind,
                "publisher": publisher,
                "author": author,
            }
        )
        said = ({} if reset else self.said.get(doc_id, {})) | given
        self.said[doc_id] = said
        self.documents[doc_id] = replace(document, about=corrected(self.read[doc_id], said))
        return self._summary(self.documents[doc_id])

    def remove(self, doc_id: str) -> None:
        one = self.get(doc_id)
        if doc_id in self.under:
            listed, _ = self.under.pop(doc_id)
            self.sources[listed] = tuple(name for name in self.sources[listed] if name != one.source)
            return
        self.under = {key: kept for key, kept in self.under.items() if kept[0] != doc_id}
        del self.documents[doc_id]

    def list(self) -> list[DocumentSummary]:
        return [self._summary(one) for one in self.documents.values()]

    def summary(self, doc_id: str) -> DocumentSummary:
        self.get(doc_id)
        listed = self.under[doc_id][0] if doc_id in self.under else doc_id
        return next(one for one in self.list() if one.id == listed)

    def get(self, doc_id: str) -> Document:
        if doc_id in self.under:
            return self.under[doc_id][1]
        if doc_id not in self.documents:
            raise UnknownDocument(
                f"no document {doc_id!r}; see xianwen list", f"没有编号 {doc_id!r}；见 xianwen list"
            )
        return self.documents[doc_id]

    def left_out(self, doc_id: str) -> tuple[Removed, ...] | None:
        self.get(doc_id)
        return self.removed.get(doc_id)

    def figures(self, indicator: str = "", filters: Filters = Filters()) -> Sequence[tuple[str, Figure]]:  # noqa: B008
        wanted = family_of(indicator)[0]
        return [
            (document.id, one)
            for document in self.documents.values()
            if not filters.doc_ids or document.id in filters.doc_ids
            if not filters.places or (document.about.place and document.about.place.code in filters.places)
            for one in figures(document)
            if not wanted or one.family == wanted
        ]

    def indicators(self) -> Sequence[Indicated]:
        total = Counter(one.family for _, one in self.figures() if one.family)
        return [Indicated(name, True, n) for name, n in total.most_common()]

    def figure_counts(self, indicator: str) -> Sequence[FigureCount]:
        total = Counter(
            (one.kind, one.unit, one.code, one.place, one.year) for _, one in self.figures(indicator)
        )
        return [FigureCount(*cell, n) for cell, n in total.items()]

    def stated(
        self, indicator: str, places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Sequence[Stated]:
        return [
            stated(self.documents[doc_id], one)
            for doc_id, one in self.figures(indicator)
            if (not places or (one.code or one.place) in places) and (not years or (one.year or 0) in years)
        ]

    def admitted(self, filters: Filters) -> int:
        return sum(self._passes(one, filters) for one in self.documents.values())

    @staticmethod
    def _passes(one: Document, filters: Filters) -> bool:
        about = one.about
        return (
            (not filters.places or any(within(p.code, q) for p in about.places for q in filters.places))
            and (not filters.years or bool(set(filters.years) & set(about.years)))
            and (not filters.kinds or about.kind in filters.kinds)
            and (not filters.doc_ids or one.id in filters.doc_ids)
        )

    def counts(self) -> tuple[int, int]:
        return len(self.documents), 3 * len(self.documents)

    def _summary(self, one: Document) -> DocumentSummary:
        sources = self.sources.get(one.id, (one.source,))
        similar = tuple(
            Similar(other.id, other.title, other.about.date, (other.source,))
            for listed, other in self.under.values()
            if listed == one.id
        )
        return summary(one, sources=sources, corrected=tuple(self.said.get(one.id, {})), similar=similar)


class FakeAssistant:
    """Knows two things, by a word of the question; everything else the reports do not say.

    A question that begins with 那 is made whole.
    """

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.hold: threading.Event | None = None
        self.histories: list[tuple[Turn, ...]] = []
        self.filters: list[Filters | None] = []
        self.spoken: list[Language] = []

    def speaking(self, language: Language) -> Self:
        """Itself; what was spoken is kept."""
        self.spoken.append(language)
        return self

    def answer(self, question: str) -> Answer:
        if question.startswith("那"):
            whole = f"遂昌县2023年{question[1:]}"
            taken = Understood(whole, True, ("331123",), ("遂昌县",), (2023,))
            plain = self.answer(whole)
            return replace(plain, understood=taken, notices=(f"按这个问题查找：{whole}", *plain.notices))
        if "年产值" in question:
            cited = (cite(CAR, "16亿元"), cite(CAR, "每年能生产80万辆"))
            return Answer(
                question, "一期预计年产值为16亿元[1]，每年能生产80万辆[2]。", "grounded", cited, 0.97
            )
        if "增速" in question:
            cited = (cite(CAR, "8.6%"),)
            return Answer(
                question,
                "规上工业增加值增长8.6%[1]",
                "partial",
                cited,
                0.6,
                ("语言模型没有响应，已改用摘录",),
            )
        return Answer(question, "资料库中的报告没有说明这个问题。", "missing", (), 0.08)

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        self.histories.append(tuple(history))
        self.filters.append(filters)
        return self.answer(question)

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Answer]:
        whole = self.ask(question, history, filters)
        if self.hold and "停" in question:
            yield replace(whole, text="正在", citations=())
            self.hold.wait(20)
        for at in range(4, len(whole.text), 4):
            time.sleep(self.pause)
            yield replace(whole, text=whole.text[:at])
        yield whole
