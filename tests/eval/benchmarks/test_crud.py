import pytest

from eval.benchmarks import crud
from eval.benchmarks.crud import parse, run
from eval.benchmarks.records import read_json
from index.errors import UnreadableSource


def parsed(data, limit=None):
    return parse(read_json(data / "crud.json"), "x", limit)


def test_parse_leaves_out_what_is_empty(data):
    found = parsed(data)
    assert [(one.id, len(one.news)) for one in found] == [
        ("questanswer_1doc:a", 1),
        ("questanswer_2docs:b", 2),
        ("questanswer_3docs:c", 3),
    ]
    assert found[0].answer == "茶叶节现场签约3200万元。"


def test_the_limit_is_for_each_split():
    row = {"questions": "q", "answers": "a", "news1": "n", "news2": "m"}
    value = {"questanswer_1doc": [row, row, row], "questanswer_2docs": [row, row]}
    assert [one.split[-5:] for one in parse(value, "x", 2)] == ["_1doc", "_1doc", "2docs", "2docs"]


@pytest.mark.parametrize(
    "value", [{"event_summary": []}, [1], {"questanswer_1doc": 3}, {"questanswer_1doc": [{}]}]
)
def test_other_files_are_refused(value):
    with pytest.raises(UnreadableSource):
        parse(value, "x")


def test_retrieval_and_answers_by_split(needle_desks, monkeypatch):
    monkeypatch.setattr(crud, "optional", lambda _name: None)
    value = {
        "questanswer_1doc": [
            {"questions": "甲乙丙丁", "answers": "茶3吨", "news1": "甲乙：产茶3吨", "ID": 1},
            {"questions": "甲乙丙", "answers": "桥", "news1": "甲甲：没有", "ID": 2},
        ],
        "questanswer_2docs": [
            {"questions": "戊己", "answers": "桥", "news1": "戊己：修桥", "news2": "庚：无关", "ID": 3}
        ],
    }
    desks = needle_desks({"甲乙丙丁": ("产茶3吨",)})
    outcome = run(parse(value, "x"), desks)
    found = {one.label: (one.value, one.n) for one in outcome.measures}
    # One library of the 4 news items. By shared characters: for question 1 "甲乙…" leads with 2, its own: rank 1.
    # For question 2 its own "甲甲…" shares 1 and comes second: 1/2. Mean 3/4.
    assert [len(texts) for texts in desks.laid] == [4]
    assert found["questanswer_1doc: MRR"] == (0.75, 2) and found["questanswer_1doc: recall@5"] == (1, 2)
    # 产 茶 3 吨 against 茶 3 吨: a run of 3; precision 3/4, recall 1, F1 6/7; the other is refused. Mean 3/7.
    assert found["questanswer_1doc: token F1"] == (pytest.approx(3 / 7), 2)
    assert found["questanswer_1doc: refused"] == (0.5, 2)
    assert found["questanswer_2docs: MRR"] == (1, 1)
    assert "no ROUGE-L: pip install rouge-chinese" in outcome.notices
    assert outcome.about == {"documents": 4}


def test_rouge_l_where_the_library_is_there(data, needle_desks, monkeypatch):
    class Rouge:
        def __init__(self, metrics):
            assert metrics == ["rouge-l"]

        def get_scores(self, got, want):
            return [{"rouge-l": {"f": float(got == want)}}]

    class Library:
        pass

    Library.Rouge = Rouge
    monkeypatch.setattr(crud, "optional", lambda _name: Library)
    asked = parsed(data)[:1]
    said = {asked[0].question: ("现场签约3200万元",)}
    outcome = run(asked, needle_desks(said))
    # The needle lacks 茶叶节, so the words differ; a refusal scores 0 without asking the library.
    assert outcome.cases[0]["scores"]["ROUGE-L"] == 0
    assert run(asked, needle_desks({})).cases[0]["scores"]["ROUGE-L"] == 0
