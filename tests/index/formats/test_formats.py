import subprocess
import sys
from pathlib import Path

import pytest

from index.clean import clean
from index.errors import SourceError
from index.formats.text import decode
from index.load import load
from tests.index.formats import making as make
from tests.index.formats.cases import CASES, LONG, table

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_comes_out_of_a_file(case):
    if case.error:
        with pytest.raises(SourceError) as caught:
            load(case.name, case.build())
        assert str(caught.value).startswith(f"{case.name}: ")
        assert case.error in str(caught.value)
        return
    text = clean(load(case.name, case.build())).text
    lines = text.split("\n")
    at = 0
    for line in case.lines:
        assert line in lines[at:], f"{line!r} is not a line after line {at} of {lines}"
        at = lines.index(line, at) + 1
    assert not [word for word in case.absent if word in text]


def test_each_table_of_data_stands_once_and_its_caption_is_no_row():
    text = load("spans.html", next(c for c in CASES if c.name == "spans.html").build()).text
    assert [line for line in text.split("\n") if "---" in line] == ["|---|---|---|"]
    assert text.count("表3 主要指标") == 1


def test_a_page_that_begins_inside_a_paragraph_knows_where():
    # Two pages of 20 characters a line: the first line is two spaces and 18 characters, so 18 + 20 stand on page 1.
    over = next(case for case in CASES if case.name == "over.pdf")
    cleaned = clean(load("over.pdf", over.build()))
    assert cleaned.text.startswith(LONG)
    assert cleaned.pages[:2] == (0, 38)


def test_title_and_date_of_a_mail():
    loaded = load("mail.eml", next(case for case in CASES if case.name == "mail.eml").build())
    assert (loaded.title, loaded.date) == ("遂昌县月报", "2023-03-01")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["2022年", "县", "表1 主要指标\n乡镇,产值\n", "ABC有限公司2022年报告"])
def test_short_texts_are_told_apart(text, encoding):
    assert decode("a.txt", text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["臺北縣二零二二年的經濟發展報告", "本縣生產總值增長，人民收入提高。"])
def test_big5_is_not_taken_for_gb18030(text):
    assert decode("a.txt", text.encode("big5")) == text


BIG = """
import resource, sys, time
from index.clean import clean
from index.load import load
line = "第{:06d}段：2022年，遂昌县地区生产总值155亿元，增长4.2%，全县上下攻坚克难，经济运行稳中向好。" + "民生持续改善，" * 30 + "完。"
data = "\\n".join(line.format(n) for n in range(70_000)).encode(sys.argv[1])
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
text = clean(load("big.txt", data)).text
seconds = time.process_time() - started
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
assert text.encode(sys.argv[1]) == data
print(len(data) / 2**20, seconds, grown)
"""


def test_a_text_of_50_megabytes_is_read_whole_in_seconds():
    # Counted in characters it is 17 million, at 2 bytes each 34 MB; load and clean hold it a few times over.
    out = subprocess.run(
        [sys.executable, "-c", BIG, "utf-8"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    size, seconds, grown = map(float, out.stdout.split())
    assert size > 50
    # Of the processor; a busy machine takes 24 to 33, and what grew with the square would take hours.
    assert seconds < 60
    assert grown < 8 * size


def test_an_office_file_that_unpacks_beyond_measure_is_refused():
    bomb = make.zipped({"word/document.xml": b"\x00" * (20 * 2**20)})
    with pytest.raises(SourceError, match="unpacks from"):
        load("bomb.docx", bomb)


def test_the_table_in_the_documents_is_of_these_cases():
    assert (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").endswith(table())
