"""The sample corpus: sound in itself, taken in as it is, and in our own words."""

import os
import re
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


def test_there_are_sixteen_of_every_kind():
    assert len(FILES) == 16
    assert sum(path.suffix == ".html" for path in FILES) == 2
    with pytest.raises(UnicodeDecodeError):
        (REPORTS / "sujiatun_h1.txt").read_bytes().decode("utf-8")
    texts = {path.stem: stored(path)[0] for path in FILES}
    assert {stem for stem, text in texts.items() if "一、" in text and "（一）" in text} == {
        "xinmin_h1",
        "qichun_moxa",
    }
    assert {stem for stem, text in texts.items() if "|---" in text} >= {"liaozhong_h1", "anning_economy"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_report_has_its_frame_and_length(path):
    text, about = stored(path)
    lines = text.splitlines()
    assert about.title == lines[0].lstrip("# ")
    assert [line[:3] for line in lines[1:] if line][:2] == ["日期：", "地点："]
    assert lines[-1].startswith("资料来源：据")
    assert lines[-1].endswith("整理。") or lines[-1].endswith("整理（原稿未标明媒体）。")
    assert 400 <= len(packed(text)) <= 900


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_report_is_described_by_its_own_lines(path):
    text, about = stored(path)
    place = re.search(r"地点：(.+)", text)
    date = re.search(r"日期：(\d+)年(\d+)月(\d+)日", text)
    assert place is not None and about.place is not None
    assert about.place.label == place[1]
    # The report on 遂昌 names no year, so none is made up.
    assert about.date == ("-".join(f"{int(part):02}" for part in date.groups()) if date else "")


@pytest.mark.parametrize("name", ["suichang_approval.html", "ganzhou_water.html"])
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
