import pytest

from eval.benchmarks import reading
from eval.benchmarks.reading import Question, auc, parse, run, simplified
from eval.benchmarks.records import read_json
from index.errors import UnreadableSource


def parsed(path):
    return parse(read_json(path), path.name)


def test_the_release_of_cmrc2018(data):
    first, second = parsed(data / "cmrc_release.json")
    assert first == Question("OWN_0_Q0", "青石桥全长多少米？", first.context, ("48米", "全长48米"))
    assert first.context == second.context and first.context.startswith("青石桥建成于1962年")


def test_the_squad_form_with_a_question_that_has_no_answer(data):
    found = parsed(data / "squad.json")
    assert [(one.id, one.answers) for one in found] == [
        ("OWN_1_Q0", ("陈立山",)),
        ("OWN_1_Q1", ("36吨",)),
        ("OWN_1_Q2", ()),
    ]


def test_json_lines(data):
    assert [(one.id, one.answers) for one in parsed(data / "lines.jsonl")] == [
        ("own:1", ("1962年",)),
        ("own:2", ("1200亩",)),
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([{"text": "x", "label": 1}], "none of the known formats .its first item has label, text"),
        ({"data": []}, "holds no question"),
        ({"data": [{"paragraphs": [{"qas": []}]}]}, "x, article 1: context is missing"),
        ({"data": ["text"]}, "x, article 1: paragraphs is missing"),
        ([{"context": "c", "question": "q", "answers": []}], "item 1: a question without answers"),
        ([{"context": "c", "question": "q", "answers": [{"start": 1}]}], "item 1: text is missing"),
    ],
)
def test_other_files_are_refused_with_what_was_expected(value, message):
    with pytest.raises(UnreadableSource, match=message):
        parse(value, "x")


def test_exact_match_and_f1_take_the_best_answer(data, span_reader):
    # Q0: "全长48米" is the second form: exact. Q1: "由石匠周大有" (6) against "石匠周大有" (5 in a run):
    # precision 5/6, recall 1, F1 10/11; no exact match. Means 1/2 and (1 + 10/11) / 2 = 21/22.
    reader = span_reader(
        {"青石桥全长多少米？": ("全长48米", 2.0), "青石桥由谁主持修建？": ("由石匠周大有", 1.0)}
    )
    outcome = run(parsed(data / "cmrc_release.json"), reader)
    assert [(one.metric, one.value, one.n) for one in outcome.measures] == [
        ("exact match", 0.5, 2),
        ("token F1", pytest.approx(21 / 22), 2),
    ]
    assert [case["answer"]["text"] for case in outcome.cases] == ["全长48米", "由石匠周大有"]


def test_questions_without_an_answer_give_the_auc_and_no_exact_match(data, span_reader):
    # Scores of those with an answer 3 and -1, of the one without 0: 3 > 0, -1 < 0, so 1 of 2 pairs.
    reader = span_reader(
        {
            "云岭茶场由谁创办？": ("陈立山", 3.0),
            "云岭茶场年产干茶多少？": ("1200亩", -1.0),
            "云岭茶场的茶叶卖到哪个国家？": ("云岭镇", 0.0),
        }
    )
    outcome = run(parsed(data / "squad.json"), reader)
    assert [(one.metric, one.value, one.n) for one in outcome.measures] == [
        ("exact match", 0.5, 2),
        ("token F1", 0.5, 2),
        ("has answer, AUC", 0.5, 3),
    ]
    assert outcome.cases[2]["scores"] == {"exact match": None, "token F1": None}


def test_a_reader_that_finds_nothing_scores_below_every_other(data, span_reader):
    outcome = run(parsed(data / "squad.json"), span_reader({"云岭茶场由谁创办？": ("陈立山", -9.0)}))
    # -9 beats the silence on the third question, the silence on the second is a tie with it: 1.5 of 2.
    assert outcome.measures[2].value == 0.75
    assert outcome.cases[1]["answer"] == {"text": "", "score": None}


def test_auc_counts_pairs_and_ties():
    # 2>1, 2>0, 1=1, 1>0: 3.5 of 4.
    found = auc([2, 1], [1, 0])
    assert (found.value, found.n) == (0.875, 4)
    # Hanley and McNeil: q1 = .875/1.125 = .7778, q2 = 2*.7656/1.875 = .8167; variance
    # (.875*.125 + (.7778-.7656) + (.8167-.7656)) / 4 = (.1094 + .0122 + .0510) / 4 = .0431; 1.96*.2077 = .4071.
    assert found.interval == (pytest.approx(0.4679, abs=1e-3), 1.0)
    assert auc([], [1]).value is None


def test_traditional_characters_are_converted_where_opencc_is_there(data, monkeypatch):
    class Converter:
        def __init__(self, table):
            assert table == "t2s"

        def convert(self, text):
            return text.replace("雲嶺茶場", "云岭茶场")

    class Library:
        OpenCC = Converter

    questions = parsed(data / "drcd.json")
    monkeypatch.setattr(reading, "optional", lambda name: {"opencc": Library}[name])
    converted, notices = simplified(questions)
    assert converted[0].question == "云岭茶场由誰創辦？" and converted[0].context.startswith("云岭茶场位於")
    assert notices == ("traditional characters converted to simplified ones by OpenCC (t2s)",)


def test_without_opencc_a_notice_says_what_to_install(data, monkeypatch):
    monkeypatch.setattr(reading, "optional", lambda _name: None)
    questions = parsed(data / "drcd.json")
    same, notices = simplified(questions)
    assert same == questions and "pip install opencc-python-reimplemented" in notices[0]
    assert simplified(parsed(data / "squad.json"))[1] == ()
