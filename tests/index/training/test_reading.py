import json

import pytest

from index.errors import SettingsError, UnreachableSource, UnreadableSource
from index.training.reading import Span, answered, read_examples, source_of

GOOD = {
    "id": "a",
    "source": "drcd_dev",
    "title": "",
    "context": "茶园12万亩。",
    "question": "多少",
    "answers": [{"text": "12万亩", "start": 2}],
    "is_impossible": False,
}


def write(path, *records):
    text = "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_answers_as_spans_and_leaves_out_those_of_the_impossible(tmp_path):
    path = write(tmp_path / "a.jsonl", GOOD, "", GOOD | {"id": "b", "is_impossible": True})
    first, second = read_examples([path])
    # 茶0 园1 1 2 万 亩: four characters from 2, so the span ends at 6.
    assert first.answers == (Span("12万亩", 2),)
    assert first.answers[0].end == 6
    assert second.answers == ()
    assert answered([first, second]) == [first]


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        ("{", "a.jsonl line 2: not JSON"),
        ({key: value for key, value in GOOD.items() if key != "context"}, "a.jsonl line 2: .*'context'"),
        ("[]", "a.jsonl line 2: wrong or missing field"),
        (GOOD | {"answers": [{"text": "12万亩", "start": 3}]}, "line 2: answer '12万亩' .* character 3"),
        (GOOD | {"answers": [{"text": "", "start": 0}]}, "line 2: answer ''"),
        # A negative offset would count from the end: context[-5:-1] is 12万亩 too.
        (GOOD | {"answers": [{"text": "12万亩", "start": -5}]}, "line 2: answer '12万亩' .* character -5"),
    ],
)
def test_a_bad_line_is_named(tmp_path, record, complaint):
    with pytest.raises(UnreadableSource, match=complaint):
        read_examples([write(tmp_path / "a.jsonl", GOOD, record)])


def test_a_missing_file_and_a_wrong_encoding_are_named(tmp_path):
    with pytest.raises(UnreachableSource, match=r"none\.jsonl: No such file"):
        read_examples([tmp_path / "none.jsonl"])
    (tmp_path / "gbk.jsonl").write_bytes("茶园".encode("gb18030"))
    with pytest.raises(UnreadableSource, match="not UTF-8 at byte 0"):
        read_examples([tmp_path / "gbk.jsonl"])


def test_sources_have_licences_and_unknown_ones_are_refused():
    assert source_of("cmrc2018_train").licence == "CC BY-SA 4.0"
    assert source_of("drcd_train_subset").licence == "CC BY-SA 3.0"
    with pytest.raises(SettingsError, match="'webqa'"):
        source_of("webqa")


def test_a_header_is_read_where_there_is_one_and_must_be_a_line(tmp_path):
    headed = GOOD | {"id": "b", "header": "浙江省遂昌县 | 2023年 | 公报"}
    plain, read = read_examples([write(tmp_path / "a.jsonl", GOOD, headed)])
    assert (plain.header, read.header) == ("", "浙江省遂昌县 | 2023年 | 公报")
    with pytest.raises(UnreadableSource, match=r"line 1: header .* is not one line"):
        read_examples([write(tmp_path / "b.jsonl", GOOD | {"header": "甲\n乙"})])


def test_own_and_national_sets_have_licences():
    assert source_of("synthetic_county").licence == "Apache-2.0"
    assert "official documents" in source_of("national_reports").licence
