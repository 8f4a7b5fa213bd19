import zipfile

import pytest

from index.errors import SourceError, SourceTooLarge, UnreadableSource
from index.formats.archive import ArchiveLimits, expand_archive, is_archive
from tests.index.formats import making as make
from tests.index.formats.cases import ARCHIVES, T, mail

TEXT = T.encode()


def told(name, data, limits=None):
    """Member names with their text, or with what their error says."""
    found = expand_archive(name, data, limits) if limits else expand_archive(name, data)
    return {
        member: str(content) if isinstance(content, SourceError) else content.decode()
        for member, content in found
    }


@pytest.mark.parametrize("case", ARCHIVES, ids=[case.name for case in ARCHIVES])
def test_what_comes_out_of_an_archive(case):
    out = {
        member: str(content) if isinstance(content, SourceError) else content.decode("utf-8", "replace")
        for member, content in expand_archive(case.name, case.build())
    }
    wanted = {f"{case.name}/{member}".rstrip("/"): said for member, said in case.members.items()}
    assert list(out) == list(wanted)
    assert all(said == out[member] or (said != T and said in out[member]) for member, said in wanted.items())


def test_members_come_under_the_name_of_their_archive_without_what_systems_add():
    packed = make.zipped({"甲县/公报.txt": TEXT, "__MACOSX/甲县/._公报.txt": b"x", "甲县/.DS_Store": b"x",
                          "甲县/": b"", "Thumbs.db": b"x", "~$报告.docx": b"x", "乙县.txt": b"2"})  # fmt: skip
    assert told("报告.zip", packed) == {"报告.zip/甲县/公报.txt": T, "报告.zip/乙县.txt": "2"}
    assert is_archive("报告.ZIP")
    assert not is_archive("报告.docx")


def test_names_that_chinese_windows_wrote_in_gbk():
    assert told("a.zip", make.zipped_gbk("遂昌公报.txt", TEXT)) == {"a.zip/遂昌公报.txt": T}


def test_a_zip_in_a_zip_is_opened_once_and_no_deeper():
    deepest = make.zipped({"丙.txt": TEXT})
    inner = make.zipped({"乙.txt": TEXT, "三层.zip": deepest})
    out = told("a.zip", make.zipped({"甲.txt": TEXT, "二层.zip": inner, "坏.zip": b"PK\x03\x04 cut"}))
    assert out["a.zip/甲.txt"] == out["a.zip/二层.zip/乙.txt"] == T
    assert "unpack it and add what is in it" in out["a.zip/二层.zip/三层.zip"]
    assert "damaged" in out["a.zip/坏.zip"]
    assert len(out) == 4


@pytest.mark.parametrize(
    "path", ["../出去.txt", "/etc/出去.txt", "a/../../出去.txt", "C:/出去.txt", "..\\出去.txt"]
)
def test_a_path_out_of_the_archive_is_refused_and_the_others_come(path):
    out = told("a.zip", make.zipped({path: b"x", "好.txt": TEXT}))
    assert out.pop("a.zip/好.txt") == T
    assert ["leads out of the archive" in said for said in out.values()] == [True]


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (ArchiveLimits(member_bytes=1000), "over the limits"),
        (ArchiveLimits(total_bytes=1000), "over the limits"),
        (ArchiveLimits(ratio=10, ratio_from=1000), "times its size"),
    ],
)
def test_a_member_over_a_limit_is_refused_and_the_others_come(limits, says):
    out = told("a.zip", make.zipped({"大.txt": b"0" * 5000, "小.txt": TEXT}), limits)
    assert says in out["a.zip/大.txt"]
    assert out["a.zip/小.txt"] == T


def test_a_size_that_the_zip_declares_falsely_does_not_get_more_out():
    # 5,000 zeros declared as 10 in the central header: zipfile reads 10 and finds the checksum wrong.
    packed = bytearray(make.zipped({"大.txt": b"0" * 5000}))
    at = packed.find(b"PK\x01\x02") + 24
    packed[at : at + 4] = (10).to_bytes(4, "little")
    assert "damaged" in told("a.zip", bytes(packed), ArchiveLimits(member_bytes=1000))["a.zip/大.txt"]


def test_too_many_members_damaged_and_encrypted():
    with pytest.raises(SourceTooLarge, match="3 files are over the limit of 2"):
        told("a.zip", make.zipped({"1.txt": b"1", "2.txt": b"2", "3.txt": b"3"}), ArchiveLimits(members=2))
    with pytest.raises(UnreadableSource, match="damaged"):
        told("a.zip", b"PK\x03\x04 and no more")
    locked = make.encrypted_flag(make.zipped({"密.txt": TEXT}, zipfile.ZIP_STORED))
    assert "encrypted" in told("a.zip", locked)["a.zip/密.txt"]


def test_a_mail_comes_as_itself_and_its_attachments_after_it():
    out = dict(expand_archive("信.eml", mail()))
    assert list(out) == ["信.eml", "信.eml/附件.txt"]
    assert out["信.eml/附件.txt"] == TEXT
