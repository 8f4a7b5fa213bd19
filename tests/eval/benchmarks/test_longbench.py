import pytest

from eval.benchmarks import longbench
from eval.benchmarks.longbench import parse, qa_f1, run
from eval.benchmarks.records import read_json
from eval.text import segment
from index.errors import UnreadableSource


def parsed(data):
    return parse(read_json(data / "multifieldqa_zh.jsonl"), "x")


def test_parse(data):
    first, second = parsed(data)
    assert (first.id, first.question, first.answers) == ("own-a", "镇卫生院有多少张病床？", ("45张",))
    assert second.context == first.context and first.context.startswith("云岭镇志略\n")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"dataset": "dureader"},
            "data set 'dureader' with 1 answers; give LongBench's multifieldqa_zh.jsonl",
        ),
        ({"answers": []}, "with 0 answers"),
        ({"answers": "45张"}, "answers is '45张', a list was expected"),
        ({"input": None}, "input is missing"),
    ],
)
def test_other_files_are_refused(change, message):
    row = {"input": "q", "context": "c", "answers": ["a"], "dataset": "multifieldqa_zh", "_id": "1"}
    with pytest.raises(UnreadableSource, match=message):
        parse([row | change], "x")


def test_f1_is_over_bags_of_words_and_takes_the_best_answer():
    # 年 产 值 16 亿 against 16 亿 元: 16 and 亿 shared, precision 2/5, recall 2/3, F1 1/2.
    assert qa_f1("年产值16亿", ["16亿元"], segment) == pytest.approx(0.5)
    # Order is free, unlike the CMRC script's: 亿 16 has the same bag.
    assert qa_f1("亿16", ["16亿"], segment) == 1
    assert qa_f1("45张", ["六十", "45张"], segment) == 1
    assert qa_f1("", ["45张"], segment) == 0
    # A word said twice is shared once: 2 said, 1 shared; precision 1/2, recall 1, F1 2/3.
    assert qa_f1("山山", ["山"], segment) == pytest.approx(2 / 3)


def test_jieba_cuts_where_it_is_there(monkeypatch):
    class Jieba:
        @staticmethod
        def setLogLevel(_level):  # noqa: N802
            pass

        @staticmethod
        def lcut(text):
            return text.split("|")

    monkeypatch.setattr(longbench, "optional", lambda name: {"jieba": Jieba}[name])
    cut, notices = longbench.cutter()
    assert cut("年产|干茶|，|36.5吨") == ["年产", "干茶", "36.5吨"] and notices == ()
    monkeypatch.setattr(longbench, "optional", lambda _name: None)
    assert longbench.cutter()[0]("干茶36吨") == ["干", "茶", "36", "吨"]
    assert "pip install jieba" in longbench.cutter()[1][0]


def test_a_refusal_is_an_empty_answer(data, needle_desks, monkeypatch):
    monkeypatch.setattr(longbench, "optional", lambda _name: None)
    desks = needle_desks({"镇卫生院有多少张病床？": ("病床45张",)})
    outcome = run(parsed(data), desks)
    # First: 病 床 45 张 against 45 张: precision 2/4, recall 1, F1 2/3, and 45张 is there. Second: refused.
    assert [(one.metric, one.value, one.n) for one in outcome.measures] == [
        ("F1", pytest.approx(1 / 3), 2),
        ("accuracy", 0.5, 2),
        ("refused", 0.5, 2),
    ]
    assert [len(texts) for texts in desks.laid] == [1, 1]
