"""What is said of sources that are being added."""

import pytest

from index.records import Added
from tests.ui.fakes import CAR, EVIL, summary
from tests.ui.markup import Page, assert_tame
from ui import fates
from ui.fates import Pace

ADDED = Added("a.md", "added", summary(CAR, chunks=5))
FAILED = Added("<b>.md", "failed", error="the file is empty")


def test_how_far_it_is_and_then_the_sum():
    half = Page(fates.intake([ADDED], Pace(1, 2, "<b>.md"), "zh"))
    assert "正在加入 2/2：<b>.md" in half.text
    assert ("progress", {"max": "2", "value": "1"}) in half.tags
    whole = Page(fates.intake([ADDED, FAILED], Pace(2, 2), "zh"))
    assert "加入 1 份，已有 0 份，失败 1 份" in whole.text
    assert "（5 个片段）" in whole.text
    assert "<b>.md the file is empty" in whole.text
    assert not [tag for tag, _ in whole.tags if tag == "progress"]


def test_a_reason_is_in_the_language_and_names_the_source_once():
    named = Added("空.txt", "failed", error="空.txt: empty", error_zh="空.txt：文件是空的")
    assert "<b>空.txt</b> 文件是空的" in fates.intake([named], Pace(1, 1), "zh")
    assert "<b>空.txt</b> empty" in fates.intake([named], Pace(1, 1), "en")


@pytest.mark.parametrize(
    ("one", "name", "detail"),
    [
        (ADDED, "已加入", "遂昌：山里的工业怎样往高处走（5 个片段）"),
        (Added("a", "unchanged", summary(CAR)), "已有", "遂昌：山里的工业怎样往高处走"),
        (
            Added("a", "added", summary(CAR), replaced="old"),
            "已更新",
            "遂昌：山里的工业怎样往高处走（3 个片段），取代了同一来源的旧版",
        ),
        (
            Added("a", "unchanged", summary(CAR), similar=True),
            "同一报道",
            "与“遂昌：山里的工业怎样往高处走”大同小异，列为它的又一来源",
        ),
        # New text at a known address that is another's story: what it is now says more than what it was.
        (
            Added("a", "unchanged", summary(CAR), replaced="old", similar=True),
            "同一报道",
            "与“遂昌：山里的工业怎样往高处走”大同小异，列为它的又一来源",
        ),
    ],
)
def test_each_fate_in_a_word_and_a_line(one, name, detail):
    assert (fates.name(one, "zh"), fates.detail(one, "zh")) == (name, detail)


def test_the_sum_counts_what_was_replaced_and_what_was_the_same_story():
    told = [
        ADDED,
        Added("b", "added", summary(CAR), replaced="x"),
        Added("c", "unchanged", summary(CAR), similar=True),
    ]
    text = Page(fates.intake(told, Pace(3, 3), "zh")).text
    assert "加入 2 份，已有 1 份，失败 0 份" in text
    assert "加入的有 1 份取代了同一来源的旧版 · 已有的有 1 份与别的报告大同小异，列为它的又一来源" in text
    assert fates.also(0, 0, "zh") == []
    assert "用时 6 秒 · 30.0 份/分" in fates.intake(told, Pace(3, 3, seconds=6), "zh")  # three in six seconds


@pytest.mark.parametrize(
    ("told", "pace", "words"),
    [
        (0, Pace(0, 4, "a", 1.5), ""),  # too early to say anything
        (0, Pace(0, 4, "a", 65), "已用 1 分 5 秒"),
        (2, Pace(2, 4, "a", 10), "已用 10 秒 · 12.0 份/分 · 约剩 10 秒"),  # 5 s each, two more to go
        (
            30,
            Pace(0, 1, "a.zip", 10),
            "已用 10 秒 · 已处理 30 份 · 3.0 份/秒",
        ),  # how many it holds is not known
    ],
)
def test_rate_and_time_left(told, pace, words):
    small = fates.intake([ADDED] * told, pace, "zh").partition("<small>")[2].partition("</small>")[0]
    assert small == words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (3600, "1 h 0 min"), (9000, "2 h 30 min")],
)
def test_a_time_as_a_person_says_it(seconds, said):
    assert fates.duration(seconds, "en") == said


def test_a_long_list_keeps_its_failures_and_the_latest():
    told = [FAILED, *[ADDED] * fates.LINES, Added("last.md", "unchanged", summary(CAR))]
    page = Page(fates.intake(told, Pace(1, 1), "zh"))
    assert len([tag for tag, _ in page.tags if tag == "li"]) == fates.LINES + 1
    assert "<b>.md" in page.text and "last.md" in page.text
    assert "其余 2 份从略" in page.text  # 202 sources, 200 lines


def test_nothing_of_a_source_becomes_markup():
    told = [Added('<img src=x onerror="x">', "added", summary(EVIL)), Added("a", "failed", error="<script>")]
    assert_tame(fates.intake(told, Pace(2, 2), "zh"))
    assert_tame(fates.intake(told, Pace(1, 2, "<script>x</script>", 9), "en"))
    assert_tame(fates.notice("<svg onload=x>"))
