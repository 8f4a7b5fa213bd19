import json

from eval.cases import Case
from eval.metrics import Span
from eval.nearmiss import records
from index.records import Chunk

TEXT = "2023年茶园面积12万亩。2022年茶园面积11万亩。茶叶产值31亿元。面积仍为12万亩。"
PARTS = [(0, 14), (14, 28), (28, 37), (37, 46)]
CHUNKS = [Chunk(str(n), "d", a, b, TEXT[a:b], "", "甲县 | 2023年") for n, (a, b) in enumerate(PARTS)]
CASE = Case("k1", "figure", "2023年茶园多大", ("12万亩", "12万"))
GOLD = [[Span("d", 0, 14)]]


def test_the_chunk_with_the_evidence_answers_and_those_beside_it_do_not():
    assert [chunk.text for chunk in CHUNKS] == [
        "2023年茶园面积12万亩。", "2022年茶园面积11万亩。", "茶叶产值31亿元。", "面积仍为12万亩。"
    ]  # fmt: skip
    first, second, third = records(CASE, [CHUNKS[1], CHUNKS[0], CHUNKS[3], CHUNKS[2]], GOLD)
    assert (first["context"], first["is_impossible"]) == ("2022年茶园面积11万亩。", True)
    assert second["answers"] == [{"text": "12万亩", "start": 9}, {"text": "12万", "start": 9}]
    assert second["context"][9:13] == "12万亩"
    # The last chunk has the answer's words, so it is neither; the one about output is the second miss.
    assert third["context"] == "茶叶产值31亿元。"
    assert third["header"] == "甲县 | 2023年"


def test_a_question_without_an_answer_has_misses_alone():
    absent = Case("k2", "wrong_year", "2021年茶园多大")
    assert [r["is_impossible"] for r in records(absent, CHUNKS, [])] == [True, True]


def test_the_records_are_reading_examples(tmp_path):
    from index.training.reading import read_examples

    path = tmp_path / "near.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records(CASE, CHUNKS, GOLD)))
    examples = read_examples([path])
    assert [bool(example.answers) for example in examples] == [True, False, False]
