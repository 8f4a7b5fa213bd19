"""Scanned pages are read where the extra is installed, and named where it is not."""

import io
from pathlib import Path

import pytest

from index import Library
from index.clean import clean
from index.errors import UnreadableSource
from index.formats import ocr
from index.load import load

LINES = (
    "云岭县二〇二二年统计公报",
    "　　2022年，全县实现地区生产总值155.6亿元，按可比价格计",
    "算，比上年增长4.2%。其中，第一产业增加值13.1亿元。",
    "　　年末常住人口19.4万人，城镇化率58.3%。",
)


def _font():
    fonts = sorted(Path("/usr/share/fonts").rglob("*CJK*.tt[cf]"))
    if not fonts:
        pytest.skip("no font with Chinese characters to draw a page with")
    return str(fonts[0])


@pytest.fixture
def scan():
    """A PDF of one page that is a picture of LINES at 200 dots an inch."""
    image, draw = pytest.importorskip("PIL.Image"), pytest.importorskip("PIL.ImageDraw")
    font = pytest.importorskip("PIL.ImageFont").truetype(_font(), 44)
    page = image.new("RGB", (1654, 2339), "white")
    for number, line in enumerate(LINES):
        draw.Draw(page).text((150, 200 + 75 * number), line, font=font, fill="black")
    out = io.BytesIO()
    page.save(out, "PDF", resolution=200)
    return out.getvalue()


@pytest.mark.skipif(not ocr.can_recognise(), reason="the extra `ocr` is not installed")
def test_a_scan_is_read(scan):
    text = clean(load("scan.pdf", scan)).text
    assert text.split("\n") == [
        "云岭县二〇二二年统计公报",
        "2022年，全县实现地区生产总值155.6亿元，按可比价格计算，比上年增长4.2%。其中，第一产业增加值13.1亿元。",
        "年末常住人口19.4万人，城镇化率58.3%。",
    ]


def test_without_the_extra_a_scan_names_it(scan, monkeypatch):
    monkeypatch.setattr(ocr, "can_recognise", lambda: False)
    with pytest.raises(UnreadableSource, match=r"xianwen\[ocr\]"):
        load("scan.pdf", scan)


@pytest.mark.skipif(not ocr.can_recognise(), reason="the extra `ocr` is not installed")
def test_a_scan_can_be_searched_and_cited(scan, settings, encoder, tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan)
    with Library.open(settings, encoder=encoder) as library:
        (added,) = library.add(path)
        assert (added.status, added.document.about.recognised) == ("added", 1)
        chunk = library.search("云岭县常住人口")[0].chunk
        assert library.get(chunk.doc_id).text[chunk.start : chunk.end] == chunk.text
        assert "19.4万人" in chunk.text
