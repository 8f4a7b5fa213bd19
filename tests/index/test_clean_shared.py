"""On the real news items: nothing of menus, credits and advertisements is left, and every sentence is."""

import os
import re
from pathlib import Path

import pytest

from index.clean import clean
from index.load import load

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("TEST_SHARED", ROOT.parent / "shared"))
NEWS, SEED = SHARED / "corpus" / "county_news", SHARED / "seed"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not NEWS.is_dir(), reason=f"needs the news items of {NEWS}; set TEST_SHARED"),
]
# Written by reading all the items and the seed line by line, and by looking through what was cut from each.
LEFTOVERS = re.compile(
    r"返回(栏目|搜狐)|查看更多|责任编辑|责任校对|责编[：:]|【编辑|编辑[：: ]\w{2,3}(校对|二审|$)|相关文章|原标题|分享让更多人看到|"
    r"广告 |进入直播间|【投稿|发布时间|浏览[：:]|首页|终审|二审|^栏目[：:]|视频剪辑|出品采写|编辑/\w|】【来源",
    re.M,
)


def items():
    return [*sorted(NEWS.glob("*.txt")), *sorted(SEED.glob("*.txt"))] if NEWS.is_dir() else []


@pytest.mark.parametrize("path", items(), ids=lambda path: path.stem)
def test_no_menu_credit_or_advertisement_is_left_and_no_sentence_lost(path):
    loaded = load(path.name, path.read_bytes())
    cleaned = clean(loaded).text
    assert not LEFTOVERS.search(cleaned)
    kept = _bare(cleaned)
    lost = [sentence for sentence in _sentences(loaded.text) if _bare(sentence) not in kept]
    assert lost == []


def _sentences(text: str) -> list[str]:
    """Sentences without what must go: a head given twice, what floats inside, what stands after the last."""
    text = re.sub(r"广告 [^。]*? ×", "", text)
    text = re.sub(r"^\s*原标题\s*[:：](.{6,60}?)\1", r"\1", text, flags=re.M)
    text = re.sub(r"^\s*原标题\s*[:：]", "", text, flags=re.M)
    text = re.sub(r"^\s*栏目\s*[:：]", "", text, flags=re.M)
    text = re.sub(r"视频剪辑 \w{2,3}?(?=通讯员)", "", text)
    text = re.sub(r"(\w{8,40})([\s\u00a0]*本文图片均为\s*\w+供图)\1", r"\1\2", text)  # a caption given twice
    text = re.sub(r"(?<= 摄)(?=\d)", "\n", text)
    found = re.findall(r"[^。！？!?\n]+[。！？!?]", text)
    return [one for one in found if not re.search(r"原标题|查看更多|【(投稿|编辑)", one)]


def _bare(text: str) -> str:
    return "".join(re.sub("[\u200b-\u200f\u2060\ufeff]", "", text).split())
