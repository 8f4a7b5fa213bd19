from eval.ablate import VARIANTS, chunk_sizes, table
from index.chunk import chunk
from index.records import Description, DocumentSummary
from index.tokens import count
from qa.settings import Settings

LINES = ("甲县产值增长。", "乙县产值增长，就业稳定。")


class TwoReports:
    """A library of two reports, the n-th with line n as its only chunk."""

    def list(self):
        return [DocumentSummary(str(n), "", Description(""), 0, 1, 1) for n in range(2)]

    def chunks(self, doc_id):
        return chunk(doc_id, LINES[int(doc_id)], Description("很长的标题"), 100)


def test_chunks_are_measured_without_their_headers():
    assert chunk_sizes(TwoReports()) == {"count": 2, "tokens": sum(map(count, LINES)) / 2}


def test_every_variant_is_made_of_settings_that_there_are():
    for variant in VARIANTS:
        Settings.checked(variant.settings)


def test_at_least_three_sizes_are_compared_with_and_without_header():
    made = {(v.settings.get("chunk_tokens", 240), v.settings.get("chunk_header", True)) for v in VARIANTS}
    assert len({size for size, header in made if header}) >= 5
    assert len({size for size, header in made if not header}) >= 3


def test_the_table_shows_how_many_chunks_there_were_and_how_long():
    scores = {
        name: {"value": None}
        for name in (
            "accuracy", "accuracy, answerable", "refusal recall", "wrongly refused", "recall@5", "MRR", "citation recall",
        )
    }  # fmt: skip
    run = {
        "schema": 1, "version": "0", "commit": "", "cases_file": "c.jsonl", "variant": "as it ships", "documents": 1, "settings": {},
        "metrics": {"scores": scores, "ungrounded": 0, "broken_citations": 0, "unlocated": [], "latency": {"p50": 1234.4}},
        "cases": [], "chunks": {"count": 194, "tokens": 217.4},
    }  # fmt: skip
    assert [list(column.cells) for column in table([run]).columns][-3:] == [["194"], ["217"], ["1234"]]
