import copy
import io
import json
import re

import pytest
from rich.console import Console

from eval.compare import compare, compare_files, print_comparison, read_run
from eval.comparison import Change, Row
from index.errors import UnreachableSource, UnreadableSource


def case(name: str, right: bool, *, kind: str = "figure", milliseconds: float = 100.0, **scores) -> dict:
    return {
        "id": name,
        "type": kind,
        "question": f"{name}的产值多少？",
        "expected": ["16亿元"],
        "answer": {"text": "16亿元[1]" if right else "6亿元[1]"},
        "correct": right,
        "milliseconds": milliseconds,
        "scores": {"accuracy": float(right), **scores},
    }


def run(*cases: dict, **about) -> dict:
    return {"schema": 1, "documents": 48, "settings": {"threshold": 0.3}, **about, "cases": list(cases)}


def marked(rights: str, **options) -> list[dict]:
    """A case for each letter: r is right, w is wrong."""
    return [case(f"c{number}", letter == "r", **options) for number, letter in enumerate(rights)]


def rows(comparison) -> dict[str, Row]:
    return {row.name: row for row in comparison.rows}


def printed(comparison) -> str:
    stream = io.StringIO()
    print_comparison(Console(file=stream, width=160), comparison)
    return stream.getvalue()


# Of 12 cases 9 become right, 1 wrong, 1 stays right, 1 wrong: McNemar's p is 2 * (1 + 10) / 2**10.
OLD, NEW = run(*marked("wwwwwwwwwrrw")), run(*marked("rrrrrrrrrwrw"))


def test_a_score_is_tested_over_the_same_cases():
    found = rows(compare(OLD, NEW))["accuracy"]
    assert (found.n, found.old, found.new) == (12, 2 / 12, 10 / 12)
    assert found.difference == pytest.approx(8 / 12)
    assert found.p == pytest.approx(22 / 1024)
    assert found.adjusted == found.p  # one score, nothing to correct for
    assert found.verdict == "better"
    # Differences: nine 1, one -1, two 0, mean .667, variance 10/12 - .444 = .389, standard error .18.
    low, high = found.interval
    assert low == pytest.approx(0.667 - 1.96 * 0.18, abs=0.09)
    assert high == pytest.approx(0.667 + 1.96 * 0.18, abs=0.09)
    assert rows(compare(NEW, OLD))["accuracy"].verdict == "worse"


def test_a_run_does_not_differ_from_itself():
    found = compare(OLD, copy.deepcopy(OLD))
    assert [(row.difference, row.p, row.verdict) for row in found.rows] == [
        (0.0, 1.0, "no significant change")
    ]
    assert not found.notices
    assert not found.became_right
    assert not found.became_wrong


def test_the_p_values_are_corrected_for_their_number():
    # Five copies of a score with p 22/1024: the smallest times 5 is .107, no longer below .05.
    def copies(one: dict) -> dict:
        cases = [{**c, "scores": dict.fromkeys("abcde", c["scores"]["accuracy"])} for c in one["cases"]]
        return {**one, "cases": cases}

    for row in compare(copies(OLD), copies(NEW)).rows:
        assert row.p == pytest.approx(22 / 1024)
        assert row.adjusted == pytest.approx(5 * 22 / 1024)
        assert row.verdict == "no significant change"


def test_a_score_between_0_and_1_is_permuted_over_the_cases_that_have_it_twice():
    olds, news = [0.25, 0.25, 0.0, 0.0, None, 0.5], [0.5, 0.75, 0.75, 1.0, 1.0, None]
    old = run(*(case(f"c{n}", True, MRR=score) for n, score in enumerate(olds)))
    new = run(*(case(f"c{n}", True, MRR=score) for n, score in enumerate(news)))
    found = rows(compare(old, new))["MRR"]
    # Four pairs, all higher: 2 / 2**4. Means .5 / 4 and 3 / 4.
    assert (found.n, found.old, found.new, found.p) == (4, 0.125, 0.75, 2 / 16)
    assert rows(compare(old, new))["accuracy"].n == 6


def test_fewer_wrong_refusals_are_better():
    def refusing(how_many: int) -> dict:
        return run(*(case(f"c{n}", True, **{"wrongly refused": float(n < how_many)}) for n in range(10)))

    # 8 cases are refused no more: 2 / 2**8 = .0078, times 2 for two scores.
    found = rows(compare(refusing(8), refusing(0)))["wrongly refused"]
    assert found.difference == -0.8
    assert found.loss == -0.8
    assert found.adjusted == pytest.approx(2 * 2 / 256)
    assert found.verdict == "better"
    assert rows(compare(refusing(0), refusing(8)))["wrongly refused"].verdict == "worse"


def test_what_cannot_change_case_by_case_is_not_tested():
    one = run(case("a", True, **{"refusal precision": 1.0}))
    assert list(rows(compare(one, one))) == ["accuracy"]


def test_a_type_is_tested_when_it_has_cases_enough():
    old = run(*marked("w" * 20), *(case(f"d{n}", False, kind="date") for n in range(19)))
    new = run(*marked("r" * 20), *(case(f"d{n}", True, kind="date") for n in range(19)))
    figure, date = compare(old, new).types
    assert isinstance(figure, Row)
    assert (figure.name, figure.n, figure.p) == ("figure", 20, pytest.approx(2 / 2**20))
    assert date == Change("date", 19, 0.0, 1.0)


def test_the_cases_that_changed_are_named():
    found = compare(run(*marked("wrrw")), run(*marked("rwrw")))
    assert [flip.id for flip in found.became_right] == ["c0"]
    (lost,) = found.became_wrong
    assert (lost.id, lost.question) == ("c1", "c1的产值多少？")
    assert (lost.expected, lost.old, lost.new) == (("16亿元",), "16亿元[1]", "6亿元[1]")


def test_latency_is_compared_over_the_same_cases():
    old = run(case("a", True, milliseconds=100), case("b", True, milliseconds=300))
    new = run(
        case("a", True, milliseconds=200),
        case("b", True, milliseconds=200),
        case("only new", True, milliseconds=9000),
    )
    half, most = compare(old, new).latency
    assert (half.name, half.old, half.new, half.ratio) == ("p50", 200, 200, 1.0)
    # Position .95 of 100 .. 300: 290; 200 / 290.
    assert (most.name, most.old, most.new) == ("p95", 290, 200)
    assert most.ratio == pytest.approx(200 / 290)
    (instant, _) = compare(run(case("a", True, milliseconds=0)), old).latency
    assert instant.ratio is None


def test_only_the_same_cases_are_compared():
    old = run(*marked("rrrr"))
    new = run(*marked("wwww"), case("c9", True))
    new["cases"][0]["question"] = "别的问题？"
    new["cases"][1]["expected"] = ["6亿元"]
    found = compare(old, new)
    assert found.n == 2
    assert (found.only_old, found.only_new) == (2, 3)
    assert [flip.id for flip in found.became_wrong] == ["c2", "c3"]
    (notice,) = found.notices
    assert (
        "2 are compared; left out are 2 of the old run and 3 of the new; 2 of them have an id of both"
        in notice
    )


def test_what_else_differs_is_said():
    old = run(*marked("r"), documents=48, settings={"threshold": 0.3, "passages": 8})
    new = run(case("c0", True, MRR=1.0), documents=50, settings={"threshold": 0.5, "passages": 8})
    assert compare(old, new).notices == (
        "the documents differ: 48 in the old run, 50 in the new",
        "the setting threshold differs: 0.3, then 0.5",
        "not compared, as only one run has them: MRR",
    )


def test_the_comparison_is_printed():
    text = printed(compare(OLD, {**NEW, "documents": 47}))
    assert "note: the documents differ: 48 in the old run, 47 in the new" in text
    (line,) = [line for line in text.splitlines() if line.startswith(" accuracy")]
    cells = re.split(r" {2,}", line.strip())
    assert cells[:5] == ["accuracy", "12", "16.7%", "83.3%", "+66.7"]
    assert cells[6:] == ["0.0215", "better"]
    assert "under 20 cases" in text
    assert "latency p50: 100 → 100 ms (1.00 times)" in text
    assert "became right: 9" in text
    assert "became wrong: 1" in text
    assert "old       16亿元[1]" in text  # the mark is no markup of the terminal's


def test_files_are_compared(tmp_path):
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(OLD), encoding="utf-8")
    new.write_text(json.dumps(NEW), encoding="utf-8")
    assert compare_files(old, new) == compare(OLD, NEW)
    assert read_run(old) == OLD
    new.write_text(json.dumps(run(case("other", True))), encoding="utf-8")
    with pytest.raises(UnreadableSource, match=r"no case in common; compare runs of the same cases"):
        compare_files(old, new)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", r"one\.json is not JSON \(.*line 1\); write one with xianwen eval"),
        (b"\xff", r"one\.json is not UTF-8 \(byte 0\)"),
        (b"[]", r"one\.json is no run of known cases; write one"),
        (b'{"cases": []}', r"no run of known cases; write one"),
        (b'{"schema": 2, "cases": []}', r"has schema 2, this version reads 1; run its cases again"),
        (b'{"schema": 1}', r"no run of known cases \(cases: Field required\)"),
        (b'{"schema": 1, "cases": [{"id": "a"}]}', r"\(cases\.0\.type: Field required\)"),
    ],
)
def test_what_is_no_run_is_refused(tmp_path, content, message):
    path = tmp_path / "one.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=message):
        read_run(path)


def test_a_missing_run_is_refused(tmp_path):
    with pytest.raises(UnreachableSource, match=r"cannot open the run .*none\.json.*check the path"):
        read_run(tmp_path / "none.json")


def test_a_score_that_is_no_number_is_refused():
    with pytest.raises(UnreadableSource, match=r"the new run .*cases\.0\.scores\.MRR"):
        compare(OLD, run(case("c0", True, MRR=float("nan"))))
