import json

import pytest

from eval.benchmarks import crud, rgb
from eval.benchmarks.command import NAMES
from eval.benchmarks.published import FIGURES, published

READING = {("", "exact match"), ("", "token F1")}
MEASURES = {
    "cmrc2018": READING,
    "drcd": READING,
    "rgb": {(bed.name, metric) for bed in rgb.TESTBEDS for metric in ("accuracy, RGB's rule", "refused")},
    "longbench": {("", "F1")},
    "crud": {(split, "MRR") for split in crud.SPLITS},
}


@pytest.mark.parametrize("name", MEASURES)
def test_each_figure_stands_beside_a_measure_and_has_a_source(name):
    known = published(name)
    assert known.figures and known.notes
    for one in known.figures:
        assert (one.name, one.metric) in MEASURES[name]
        assert 0 < one.value < 1 and known.sources[one.source]


def test_no_figure_is_for_an_unknown_benchmark_and_none_is_given_twice():
    rows = json.loads(FIGURES.read_text(encoding="utf-8"))["figures"]
    keys = [(row["benchmark"], row["name"], row["system"]) for row in rows]
    assert {key[0] for key in keys} == set(MEASURES) <= set(NAMES)
    assert len(keys) == len(set(keys))


def test_beside_gives_those_of_one_measure():
    # CRUD-RAG, one document: dense 49.8, BM25 49.1, hybrid with reranker 52.5.
    found = published("crud").beside("questanswer_1doc", "MRR")
    assert [(one.system, one.value) for one in found] == [
        ("dense", 0.498),
        ("BM25", 0.491),
        ("hybrid + rerank", 0.525),
    ]
    assert published("folder").figures == ()
