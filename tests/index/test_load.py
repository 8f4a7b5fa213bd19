import io

import pytest

from index.errors import UnknownFormat, UnreadableSource
from index.load import decode, load, readable
from tests.index.formats.making import written

TEXT = "遂昌县2022年地区生产总值155亿元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_decoded_whatever_it_was_saved_in(encoding):
    assert decode("a.txt", TEXT.encode(encoding)).lstrip("\ufeff") == TEXT


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("zeros.txt", b"\x00" * 40, "empty"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG image"),
        ("report.txt", b"PK\x03\x04" + b"\x00" * 30, "Office or zip"),
        ("random.txt", bytes((i * 37 + 11) % 256 for i in range(4000)), "UTF-8, GB18030, Big5 and UTF-16"),
        ("broken.pdf", b"%PDF-1.4 nothing behind it", "damaged"),
        ("page.html", b"<html><body></body></html>", "no text"),
    ],
)
def test_unreadable_bytes_give_one_line_with_name_and_remedy(name, data, says):
    with pytest.raises(UnreadableSource) as caught:
        load(name, data)
    assert str(caught.value).startswith(f"{name}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_kind_of_file_names_the_known_ones():
    with pytest.raises(UnknownFormat, match=r"\.pdf.*\.txt"):
        load("table.xyz", b"data")
    assert readable("A.HTML")
    assert not readable("a.exe")


def test_page_in_gbk_with_menus_keeps_its_paragraphs():
    page = (
        '<html><head><meta charset="gb2312"><title>遂昌县经济简报</title></head><body>'
        '<nav><a href="/">首页</a><a href="/n">新闻</a></nav><article><h1>遂昌县经济简报</h1>'
        f"<p>{TEXT}全县工业投资增长较快，项目建设进展顺利，招商引资取得新的成效。</p>"
        "<p>全县常住人口19.4万人，城镇化率继续提高，居民收入稳步增长，民生得到改善。</p></article>"
        "<footer>版权所有</footer></body></html>"
    )
    loaded = load("a.html", page.encode("gbk"))
    assert TEXT in loaded.text
    assert loaded.title == "遂昌县经济简报"
    assert "版权所有" not in loaded.text


def test_pdf_pages_are_separated_and_a_scan_is_named(make_pdf):
    loaded = load("a.pdf", make_pdf(["GDP 155", "People 19"]))
    assert [page.strip() for page in loaded.text.split("\f")] == ["GDP 155", "People 19"]
    with pytest.raises(UnreadableSource, match="OCR"):
        load("scan.pdf", make_pdf([""]))


def test_encrypted_pdf_is_named(make_pdf):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(["secret"])))
    writer.encrypt("password")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableSource, match="encrypted; remove its password"):
        load("locked.pdf", out.getvalue())


@pytest.fixture
def make_pdf():
    """A PDF written by hand: one text object a page, the way the PDF 1.4 reference shows it."""

    def build(pages: list[str]) -> bytes:
        kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
        objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
                   "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]  # fmt: skip
        for n, text in enumerate(pages):
            stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
            objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R "
                           "/Resources << /Font << /F1 3 0 R >> >> >>")  # fmt: skip
            objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        return written(objects)

    return build


def test_radicals_that_a_pdf_printer_wrote_become_the_characters_they_look_like():
    # ⽔ U+2F54, ⽤ U+2F64 and ⼤ U+2F24 are Kangxi radicals; ⻅ U+2EC5 and ⻰ U+2EF0 are of the supplement.
    assert load("a.txt", "⽔库⽤⽔⼤坝，⻅罗⻰⾦。".encode()).text == "水库用水大坝，见罗龙金。"


def test_a_table_of_plain_text_is_drawn_as_those_of_every_format():
    text = "表1 产量\n　指标　　|　单位　|　绝对量　|　比上年增长%\n　粮食　　|　吨　　|　64217　|　0.7\n　蜂蜜　　|　吨　　|　436　|　-18.2\n产量增长。\n"
    assert load("a.txt", text.encode()).text.splitlines() == [
        "表1 产量",
        "| 指标 | 单位 | 绝对量 | 比上年增长% |",
        "|---|---|---|---|",
        "| 粮食 | 吨 | 64217 | 0.7 |",
        "| 蜂蜜 | 吨 | 436 | -18.2 |",
        "产量增长。",
    ]
    menu = "首页 | 概况 | 政务\n遂昌县工业增长5%。\n"
    assert load("a.txt", menu.encode()).text == menu


def test_a_table_that_is_set_in_columns_by_blanks_is_drawn_too():
    text = "上半年指标\n地区  生产总值(亿元)  同比±%\n玉山县  121.65  4.3\n德兴市  111.2  5.0\n注：快报数。\n"
    assert load("a.txt", text.encode()).text.splitlines()[1:5] == [
        "| 地区 | 生产总值(亿元) | 同比±% |",
        "|---|---|---|",
        "| 玉山县 | 121.65 | 4.3 |",
        "| 德兴市 | 111.2 | 5.0 |",
    ]
    names = "局长  张三  县长\n副局长  李四  乡长\n科长  王五  镇长\n"
    assert load("a.txt", names.encode()).text == names
    prose = "　　全年收入5亿元，增长2%。\n　　税收3亿元，增长1%。\n　　支出8亿元，增长6%。\n"
    assert load("a.txt", prose.encode()).text == prose
