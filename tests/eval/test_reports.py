"""The sample corpus: sound in itself, taken in as it is, and in our own words."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from eval.command import REPORTS
from index.clean import clean
from index.describe import describe
from index.load import load
from index.records import Description

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = sorted(REPORTS.iterdir())
MENUS = ["首页", "登录", "分享到", "打印本页", "相关文章", "热门推荐", "版权声明", "网站地图", "扫一扫"]
LONGEST_SHARED = 17


def stored(path: Path) -> tuple[str, Description]:
    """The text that the library stores for a report, and its description."""
    loaded = load(path.name, path.read_bytes())
    cleaned = clean(loaded)
    return cleaned.text, describe(path.name, loaded, cleaned)


def packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def longest_shared(text: str, source: str) -> str:
    """The longest run of characters of `text` that also stands in `source`; `甲乙丙` and `乙丙丁` share `乙丙`."""
    best = ""
    for start in range(len(text)):
        while (run := text[start : start + len(best) + 1]) in source and len(run) > len(best):
            best = run
    return best


def test_there_are_enough_of_every_kind():
    assert len(FILES) >= 40
    formats = Counter(path.suffix for path in FILES)
    assert formats[".html"] >= 6 and formats[".pdf"] >= 3 and formats[".txt"] >= 8
    texts = {path.stem: stored(path)[0] for path in FILES}
    assert len({stem for stem, text in texts.items() if "一、" in text and "（一）" in text}) >= 10
    assert len({stem for stem, text in texts.items() if "|---" in text}) >= 10


def test_some_text_files_are_not_in_utf_8():
    def is_utf_8(path: Path) -> bool:
        try:
            path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    assert sum(not is_utf_8(path) for path in FILES if path.suffix == ".txt") >= 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_report_has_its_frame_and_length(path):
    text, about = stored(path)
    lines = text.splitlines()
    assert about.title == lines[0].lstrip("# ")
    assert [line[:3] for line in lines[1:] if line][:2] == ["日期：", "地点："]
    assert lines[-1].startswith("资料来源：据")
    assert lines[-1].endswith("整理。") or lines[-1].endswith("整理（原稿未标明媒体）。")
    assert 400 <= len(packed(text)) <= 2500


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_report_is_described_by_its_own_lines(path):
    text, about = stored(path)
    place = re.search(r"地点：(.+)", text)
    date = re.search(r"日期：(\d+)年(\d+)月(\d+)日", text)
    assert place is not None
    # The nation is no place of the division list.
    if place[1] != "全国":
        assert about.place is not None
        assert about.place.label == place[1]
    # A report that names no day has none made up.
    if date:
        assert about.date == "-".join(f"{int(part):02}" for part in date.groups())


@pytest.mark.parametrize("name", [path.name for path in FILES if path.suffix == ".html"])
def test_nothing_around_the_page_gets_in(name):
    text, _ = stored(REPORTS / name)
    assert [menu for menu in MENUS if menu in (REPORTS / name).read_text(encoding="utf-8")] != []
    assert [menu for menu in MENUS if menu in text] == []


def test_the_longest_shared_run_is_found():
    assert longest_shared("甲乙丙丁", "戊乙丙己") == "乙丙"
    assert longest_shared("甲", "乙") == ""


@pytest.mark.shared
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_sentence_is_copied_from_a_source(path):
    shared = Path(os.environ.get("TEST_SHARED", str(REPOSITORY.parent / "shared")))
    if not (shared / "corpus").is_dir():
        pytest.skip(f"no source texts at {shared}: set TEST_SHARED to the folder above corpus")
    body = packed(stored(path)[0]).split("资料来源")[0]
    for source in [*(shared / "seed").glob("*.txt"), *(shared / "corpus" / "county_news").glob("*.txt")]:
        run = longest_shared(body, packed(source.read_text(encoding="utf-8")))
        assert len(run) <= LONGEST_SHARED, (source.name, run)
