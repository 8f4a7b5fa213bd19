"""Each benchmark with the real parts over its small file: the adapters fit the program as it is."""

from eval.benchmarks import crud, folder, longbench, reading, rgb
from eval.benchmarks.records import read_json
from qa import Settings


def said(outcome):
    return {case["id"]: case["answer"]["text"] for case in outcome.cases}


def values(outcome):
    return {one.label: one.value for one in outcome.measures}


def test_texts_lie_on_a_desk_alone_and_are_gone_after(bench):
    menu, report = "首页 | 新闻", "白水县概况\n白水县有石桥27座。"
    with bench.over([report, menu, report, f"{menu}\n{report}"]) as desk:
        # The menu is no report; the last is the first once its menu is gone.
        assert desk.ids[1] is None and desk.left_out == 1
        assert desk.ids[0] == desk.ids[2] == desk.ids[3]
        assert [one.id for one in desk.library.list()] == [desk.ids[0]]
        assert desk.assistant.ask("白水县有石桥多少座？").text == "27座[1]"
    with bench.over(["青山县概况\n青山县有木桥9座。"]) as desk:
        assert len(desk.library.list()) == 1
        assert desk.assistant.ask("白水县有石桥多少座？").grounding == "missing"
    assert len(desk.library.list()) == 0


def test_reading(data, parts):
    questions = reading.parse(read_json(data / "squad.json"), "squad.json")
    outcome = reading.run(questions, parts[1])
    assert said(outcome)["OWN_1_Q0"] == "陈立山"
    assert values(outcome) == {"exact match": 1, "token F1": 1, "has answer, AUC": 1}


def test_rgb(data, bench):
    files = [data / "rgb" / name for name in ("zh_refine.json", "zh_fact.json")]
    outcome = rgb.run([rgb.parse(read_json(file), file.name)[0] for file in files], bench)
    scores = values(outcome)
    assert [scores[f"noise {noise}: accuracy"] for noise in rgb.NOISE] == [1] * 5
    assert scores["rejection: refused"] == 1
    assert scores["counterfactual: fell for the fake"] == 1
    assert outcome.notices == ()


def test_longbench(data, bench):
    outcome = longbench.run(longbench.parse(read_json(data / "multifieldqa_zh.jsonl"), "x"), bench)
    assert said(outcome) == {"own-a": "45张[1]", "own-b": "2400千瓦[1]"}
    assert values(outcome) == {"F1": 1, "accuracy": 1, "refused": 0}


def test_crud(data, bench):
    outcome = crud.run(crud.parse(read_json(data / "crud.json"), "x"), bench)
    assert said(outcome)["questanswer_1doc:a"] == "3200万元[1]"
    # Three news items, and each question's own stand first.
    assert [values(outcome)[f"{split}: MRR"] for split in crud.SPLITS] == [1, 1, 1]
    assert outcome.about == {"documents": 3}


def test_folder(data, parts):
    outcome = folder.run(data / "folder", Settings(), 1, encoder=parts[0], reader=parts[1])
    assert values(outcome)["accuracy"] == 1 and [case["correct"] for case in outcome.cases] == [True]
    assert outcome.cases[0]["answer"]["text"] == "36吨[1]"
    assert outcome.about == {"documents": 2} and outcome.notices == ()
