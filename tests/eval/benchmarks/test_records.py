import pytest

from eval.benchmarks.records import as_rows, get, measure, parse_json, read_json
from index.errors import UnreachableSource, UnreadableSource


def test_json_lines_and_whole_files_are_told_apart():
    assert parse_json(b'{"a": 1}\n\n{"a": 2}\n', "x") == [{"a": 1}, {"a": 2}]
    assert parse_json(b'{"a": 1}\n', "x") == {"a": 1}
    assert parse_json('\ufeff[{"a": "县"}]'.encode(), "x") == [{"a": "县"}]


def test_a_line_separator_inside_a_text_is_no_new_line():
    assert parse_json('{"a": "一\u2028二"}\n{"a": "三"}'.encode(), "x") == [{"a": "一\u2028二"}, {"a": "三"}]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": 1}\n{"a": \n', "x.json, line 2: not JSON"),
        (b"not json", "x.json, line 1: not JSON"),
        ("县".encode("gb18030"), "x.json is not UTF-8"),
    ],
)
def test_what_is_no_json_is_named_with_its_line(data, message):
    with pytest.raises(UnreadableSource, match=message):
        parse_json(data, "x.json")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UnreachableSource, match="give the path of the benchmark's data"):
        read_json(tmp_path / "none.json")


@pytest.mark.parametrize("value", [[], [1], "text"])
def test_rows_are_objects(value):
    with pytest.raises(UnreadableSource, match="no list of JSON objects"):
        as_rows(value, "x")


def test_a_wrong_kind_is_named_with_its_place():
    with pytest.raises(UnreadableSource, match="x, item 3: query is '7', a str was expected"):
        get({"query": 7}, "query", str, "x, item 3")
    with pytest.raises(UnreadableSource, match="query is missing"):
        get({}, "query", str, "x")


def test_a_measure_leaves_out_what_has_no_value():
    # (1 + 0) / 2, over the two that are there.
    found = measure("noise 0.2", "accuracy", [1, None, 0])
    assert (found.value, found.n, found.label) == (0.5, 2, "noise 0.2: accuracy")
    assert measure("", "accuracy", []).value is None
    assert measure("", "accuracy", [1, 1, 1]).interval == (1, 1)
