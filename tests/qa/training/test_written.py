"""Reports and questions of our own become reading examples by way of the product's search."""

import json

import pytest

from index.errors import UnreadableSource
from qa.training.written import FOLDER, examples, parse, read_reports, write

FILE = """### 石坪县2022年经济简况 | 2023-03-18 | 遂昌县 | 统计公报
2022年，遂昌县地区生产总值86.4亿元，增长4.1%。

| 指标 | 2022年 | 增长 |
| --- | --- | --- |
| 固定资产投资 | 40.2亿元 | 9.7% |
---Q
figure ‖ 遂昌县2022年的经济总量有多大？ ‖ 86.4亿元 ‖ 地区生产总值86.4亿元
growth ‖ 遂昌的固投涨了多少？ ‖ 9.7% ‖ | 固定资产投资 | 40.2亿元 | 9.7% |
none ‖ 遂昌县2021年的经济总量有多大？ ‖ ‖

### 松阳县香茶上市 | 2023-04-02 | 松阳县 | 新闻
松阳县今年产茶1.2万吨。
---Q
figure ‖ 松阳县今年产了多少茶？ ‖ 1.2万吨 ‖ 产茶1.2万吨
"""


def test_a_file_is_read_into_reports_with_questions():
    one, two = parse(FILE, "a.txt")
    assert (one.title, one.date, one.place, one.kind) == (
        "石坪县2022年经济简况",
        "2023-03-18",
        "遂昌县",
        "统计公报",
    )
    assert [asked.kind for asked in one.asked] == ["figure", "growth", "none"]
    assert two.asked[0].answer == "1.2万吨"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("‖ 地区生产总值86.4亿元", "‖ 生产总值99亿元", "must stand in the text once"),
        ("‖ 86.4亿元 ‖", "‖ 86亿元 ‖", "must stand in the text once"),
        ("---Q", "", "expected `### title"),
        ("growth ‖", "growth", "expected kind"),
    ],
)
def test_a_mistake_is_named_with_its_line(old, new, named):
    with pytest.raises(UnreadableSource, match=named):
        parse(FILE.replace(old, new, 1), "a.txt")


def test_examples_have_their_answer_in_a_chunk_under_its_header_and_misses_without_it():
    made = list(examples(parse(FILE, "a.txt"), rounds=2))
    assert made == list(examples(parse(FILE, "a.txt"), rounds=2))
    right = [one for one in made if not one["is_impossible"]]
    assert {one["answers"][0]["text"] for one in right} == {"86.4亿元", "9.7%", "1.2万吨"}
    for one in right:
        answer = one["answers"][0]
        assert one["context"][answer["start"] :].startswith(answer["text"])
        assert "2023年" in one["header"]
    for one in made:
        if one["is_impossible"] and one["question"] == "松阳县今年产了多少茶？":
            assert "1.2万吨" not in one["context"]
    open_ones = [one for one in made if one["kind"] == "none" and "2021" in one["question"]]
    assert open_ones and all(one["is_impossible"] for one in open_ones)


def test_a_question_of_another_place_is_not_answered_by_the_same_chunk():
    made = list(examples(parse(FILE, "a.txt"), rounds=20))
    moved = [one for one in made if "-moved" in one["id"]]
    assert moved
    assert all(one["is_impossible"] for one in moved)
    assert {one["question"] for one in moved} <= {
        "松阳县2022年的经济总量有多大？",
        "松阳的固投涨了多少？",
        "遂昌县今年产了多少茶？",
    }


def test_the_examples_are_written_as_the_training_reads_them(tmp_path):
    folder = tmp_path / "written"
    folder.mkdir()
    (folder / "a.txt").write_text(FILE, encoding="utf-8")
    counts = write(tmp_path / "out.jsonl", folder)
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert counts["answered"] == 3
    assert counts["answered"] + counts["near-misses"] == len(lines)


def test_what_we_wrote_can_be_read():
    reports = read_reports(FOLDER)
    assert len(reports) > 100
    assert len({one.title for one in reports}) == len(reports)
