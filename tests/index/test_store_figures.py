"""The figures of an indicator as the store finds them: counted, chosen by place and year, with what proves them."""

from index.formats.sheets import write_csv, write_xlsx
from index.records import FigureCount, Indicated

SUICHANG = "331123"


def _write(folder, name, *lines):
    path = folder / f"{name}.txt"
    path.write_text(
        "\n".join((f"{name}年国民经济和社会发展统计公报", "2023-03-01", *lines)), encoding="utf-8"
    )
    return path


def _filled(library, folder):
    library.add(
        _write(folder, "遂昌县2022", "2022年，遂昌县地区生产总值155亿元，增长4.2%，常住人口19.4万人。"),
        _write(folder, "松阳县2022", "2022年，松阳县地区生产总值138亿元，增长5.1%。"),
        _write(folder, "遂昌县2021", "2021年，遂昌县地区生产总值140亿元。"),
    )


def test_indicators_are_counted_most_figures_first(library, tmp_path):
    assert library.indicators() == []
    _filled(library, tmp_path)
    assert library.indicators()[:2] == [Indicated("地区生产总值", True, 5), Indicated("常住人口", True, 1)]


def test_an_indicator_that_is_not_listed_is_one_where_there_is_something_to_compare(library, tmp_path):
    library.add(
        _write(
            tmp_path,
            "遂昌县2022",
            "2022年，遂昌县智慧茶园面积达3万平方米。",
            "2022年，遂昌县新建口袋公园12个。",
        ),
        _write(tmp_path, "松阳县2022", "2022年，松阳县智慧茶园面积达5万平方米。"),
    )
    written = {figure.indicator for _, figure in library.figures() if not figure.family}
    assert len(written) > 1
    found = library.indicators()
    assert [(one.listed, one.figures) for one in found] == [(False, 2)]
    assert {one.figure.place for one in library.stated(found[0].name)} == {"遂昌县", "松阳县"}
    assert library.indicators(unlisted=0) == []


def test_figures_are_counted_by_kind_unit_place_and_year(library, tmp_path):
    _filled(library, tmp_path)
    counts = library.figure_counts("地区生产总值")
    assert FigureCount("level", "元", SUICHANG, "遂昌县", 2022, 1) in counts
    assert FigureCount("growth", "%", SUICHANG, "遂昌县", 2022, 1) in counts
    assert sum(one.figures for one in counts) == 5
    assert library.figure_counts("没有的指标") == []


def test_figures_come_with_their_report_and_the_characters_that_prove_them(library, tmp_path):
    _filled(library, tmp_path)
    one = library.stated("地区生产总值", [SUICHANG], [2022])[0]
    assert (one.title, one.date, one.written) == (
        "遂昌县2022年国民经济和社会发展统计公报",
        "2023-03-01",
        "155亿元",
    )
    assert one.written in one.sentence
    assert library.get(one.doc_id).text[one.figure.start : one.figure.end] == "155亿元"


def test_places_and_years_narrow_and_the_limit_holds(library, tmp_path):
    _filled(library, tmp_path)

    def found(*chosen, **more):
        return [
            (one.figure.place, one.figure.year) for one in library.stated("地区生产总值", *chosen, **more)
        ]

    assert found() == [("遂昌县", 2022)] * 2 + [("遂昌县", 2021)] + [("松阳县", 2022)] * 2
    assert found([SUICHANG]) == [("遂昌县", 2022)] * 2 + [("遂昌县", 2021)]
    assert found((), [2021]) == [("遂昌县", 2021)]
    assert found((), [0]) == []
    assert len(found(limit=2)) == 2


def test_a_place_without_a_code_is_chosen_by_its_name_and_a_year_that_is_not_told_by_0(library, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("情况简报\n去年全县地区生产总值155亿元。\n", encoding="utf-8")
    library.add(path)
    assert [one.written for one in library.stated("地区生产总值", (), [0])] == ["155亿元"]
    nation = tmp_path / "b.txt"
    nation.write_text("全国经济社会发展简报\n地点：全国\n2022年，国内生产总值121万亿元。\n", encoding="utf-8")
    library.add(nation)
    assert [one.written for one in library.stated("地区生产总值", ["全国"])] == ["121万亿元"]


def test_a_near_duplicate_is_not_counted_again(library, tmp_path):
    line = "2022年，遂昌县地区生产总值155亿元。" + "县里把工业放在第一位，一年里开了许多会，办了许多事。" * 30
    library.add(_write(tmp_path, "遂昌县2022", line))
    copy = _write(tmp_path, "遂昌县2022", line + "（完）").rename(tmp_path / "copy.txt")
    (added,) = library.add(copy)
    assert added.similar
    assert [one.figures for one in library.indicators() if one.name == "地区生产总值"] == [1]
    assert len(library.stated("地区生产总值")) == 1


def test_nothing_written_into_a_sheet_runs_as_a_formula():
    import io

    import openpyxl

    evil = [
        "=1+1",
        "+cmd",
        "-cmd",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "＝1",
        "-4.6%",
        "正常",
        -4.6,
        3,
        None,
        "坏\x07字",
    ]
    assert write_csv([evil]).decode("utf-8-sig") == (
        "'=1+1,'+cmd,'-cmd,'@SUM(A1),'\t=1,' =1,'＝1,-4.6%,正常,-4.6,3,,坏\x07字\r\n"
    )
    assert write_csv([["a"]]).startswith(b"\xef\xbb\xbf")
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx("a/b:[c]*" + "长" * 40, [evil, evil]))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}  # no "f": formula
    assert [cell.value for cell in cells[:13]] == [*evil[:-1], "坏字"]
    assert cells[0].quotePrefix
    assert not cells[8].quotePrefix
