import math

import pytest

from eval.metrics import Span
from eval.retrieval import main, named, reranked, score, table
from index.errors import SettingsError
from index.records import Chunk, Hit
from qa.records import Reading

GOLD = [[(Span("d", 0, 9),)]] * 2


def test_a_row_is_worked_out_by_hand():
    found, missed = frozenset({0}), frozenset()
    # First question: found at rank 1. Second: at rank 6, so within 20 and not within 5.
    row = score("lexical", [[found], [missed] * 5 + [found]], GOLD)
    assert row.recall == (0.5, 0.5, 1.0)
    assert row.mrr == pytest.approx((1 + 1 / 6) / 2)
    assert row.ranks == (1.0, pytest.approx(1 / 6))
    assert [list(column.cells) for column in table([row]).columns][:5] == [
        ["lexical"], ["50.0"], ["50.0"], ["100.0"], ["58.3"],
    ]  # fmt: skip


class Scores:
    """A reader that gives the passages of its table their scores, and no reading to others."""

    def __init__(self, table):
        self.table = table

    def read(self, question, passages, top=8):
        return [Reading(i, 0, 1, self.table[p.text]) for i, p in enumerate(passages) if p.text in self.table]


def hit(text):
    return Hit(Chunk(text, "d", 0, 1, text), 1.0)


def test_the_reader_orders_hits_and_leaves_those_without_a_span_last_in_their_order():
    hits = [hit("甲"), hit("乙"), hit("丙"), hit("丁")]
    ordered = reranked(Scores({"乙": -1.0, "丁": 2.0}), "问", hits)
    assert [one.chunk.text for one in ordered] == ["丁", "乙", "甲", "丙"]
    assert reranked(Scores({"甲": -math.inf}), "问", hits[:2])[0].chunk.text == "甲"


def test_an_encoder_without_a_name_is_refused():
    assert named("tuned=folder/of=model") == ("tuned", "folder/of=model")
    with pytest.raises(SettingsError, match="'folder': write NAME=MODEL"):
        named("folder")


def test_a_missing_file_is_one_line(tmp_path, capsys):
    assert main([str(tmp_path / "none.jsonl"), "--reports", str(tmp_path)]) == 1
    assert "python -m eval.retrieval: cannot open the cases file" in capsys.readouterr().out
