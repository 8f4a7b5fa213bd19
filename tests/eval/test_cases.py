import json
from pathlib import Path

import pytest

from eval.cases import Case, Evidence, parse_case, read_cases, resolve
from index.errors import UnreachableSource, UnreadableSource

LEAST = {"id": "a", "type": "figure", "question": "几天？", "answers": ["36天"]}


def write(folder: Path, *rows: dict[str, object] | str) -> Path:
    path = folder / "cases.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_case_is_read_whole(tmp_path):
    row = LEAST | {
        "evidence": [{"doc": "suichang", "quote": "只用了36天"}],
        "followup_of": "z",
        "all_required": True,
        "key_points": ["快"],
    }
    path = write(tmp_path, LEAST | {"id": "z"}, "", row)
    assert read_cases(path)[1] == Case(
        "a", "figure", "几天？", ("36天",), (Evidence("suichang", "只用了36天"),), "z", True, ("快",)
    )


def test_what_is_answerable():
    assert parse_case(json.dumps(LEAST)).answerable
    assert parse_case(json.dumps(LEAST | {"answers": [], "key_points": ["快"]})).answerable
    nothing = parse_case(json.dumps(LEAST | {"answers": []}))
    assert not nothing.answerable
    assert nothing.expected == "a refusal"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", r"cases\.jsonl, line 2: not JSON .*; write one object a line"),
        ("[]", "line 2: expected an object, got list"),
        (
            LEAST | {"id": "b", "answer": "36天"},
            "line 2: unknown key 'answer'; remove it, known are: id, type",
        ),
        ({"id": "b", "type": "figure", "answers": []}, "line 2: key 'question' is missing; add it"),
        (LEAST | {"id": " "}, "line 2: id is ' '; write a text that is not empty"),
        (LEAST | {"id": "b", "answers": "36天"}, "line 2: answers is '36天'; write a list of texts"),
        (LEAST | {"id": "b", "all_required": "yes"}, "line 2: all_required is 'yes'; write true or false"),
        (LEAST | {"id": "b", "evidence": [{"doc": "x"}]}, "line 2: evidence is .*; write a list of"),
        (LEAST, "line 2: id 'a' was used before; give each case its own"),
        (
            LEAST | {"id": "b", "followup_of": "c"},
            "line 2: followup_of 'c' names no earlier case; put the parent",
        ),
    ],
)
def test_a_wrong_line_is_named_with_the_remedy(tmp_path, row, told):
    with pytest.raises(UnreadableSource, match=told):
        read_cases(write(tmp_path, LEAST, row))


def test_a_wrong_file_is_named_with_the_remedy(tmp_path):
    with pytest.raises(UnreachableSource, match=r"cannot open the cases file .*none\.jsonl.*check the path"):
        read_cases(tmp_path / "none.jsonl")
    with pytest.raises(UnreadableSource, match="holds no case; put one JSON object on each line"):
        read_cases(write(tmp_path, ""))
    (tmp_path / "gbk.jsonl").write_bytes("县".encode("gb18030"))
    with pytest.raises(UnreadableSource, match=r"gbk\.jsonl is not UTF-8 \(byte 0\); save it as UTF-8"):
        read_cases(tmp_path / "gbk.jsonl")


def test_offsets_become_quotes_of_the_file(tmp_path):
    # Line ends count as one character: 甲 \n 用 了 3 6 天, so 36天 is [4, 7).
    (tmp_path / "A1.txt").write_bytes("甲\r\n用了36天".encode())
    offsets = parse_case(json.dumps(LEAST | {"evidence": [{"doc": "A1", "start": 4, "end": 7}]}))
    assert resolve([offsets], tmp_path)[0].evidence == (Evidence("A1", "36天", 4, 7),)
    quoted = parse_case(json.dumps(LEAST | {"evidence": [{"doc": "A2", "quote": "36天"}]}))
    assert resolve([quoted], None) == [quoted]


def test_offsets_that_lead_nowhere_are_named(tmp_path):
    (tmp_path / "A1.txt").write_text("36天", encoding="utf-8")
    beyond = Case("a", "figure", "？", ("x",), (Evidence("A1", "", 1, 9),))
    with pytest.raises(UnreadableSource, match=r"evidence ends at 9, A1\.txt has 3 characters"):
        resolve([beyond], tmp_path)
    absent = Case("a", "figure", "？", ("x",), (Evidence("A2", "", 1, 2),))
    for folder in (tmp_path, None):
        with pytest.raises(UnreachableSource, match="offsets into A2; name the folder that holds this file"):
            resolve([absent], folder)


@pytest.mark.parametrize(
    "wrong", [{"start": 5, "end": 5}, {"start": -1, "end": 5}, {"start": 1}, {"quote": ""}]
)
def test_evidence_has_a_quote_or_offsets_in_order(wrong):
    with pytest.raises(UnreadableSource, match=r"evidence is .*; write a list of"):
        parse_case(json.dumps(LEAST | {"evidence": [{"doc": "A1"} | wrong]}))


def test_which_evidence_is_needed_whole():
    assert Case("a", "comparison", "？").joint_evidence
    assert Case("a", "list", "？", all_required=True).joint_evidence
    assert not Case("a", "figure", "？").joint_evidence
