"""Answers that are computed: every figure cited, every derived one comes out again, and what is left to the reader."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from eval.derived import asked_times, recomputed
from eval.judge import ungrounded_figures
from eval.numbers import numeric_match
from eval.text import contains, strip_marks
from index import Filters, IndexSettings, Library
from qa import Assistant, Settings
from qa.compute.numbers import shown
from qa.compute.wording import direction
from tests.conftest import KnowingReader, TermEncoder

DATA = Path(__file__).parent / "data"
CASES = [json.loads(line) for line in (DATA / "compute_cases.jsonl").read_text(encoding="utf-8").splitlines()]
# The table of figures gives no subject to 占地面积420亩 behind a comma, and no 常住人口 to 2022年末常住人口.
NOT_YET = {"h09", "h17", "h30"}


@pytest.fixture(scope="module")
def counties(tmp_path_factory):
    folder = tmp_path_factory.mktemp("computed") / "library"
    with Library.open(IndexSettings(library=folder), encoder=TermEncoder()) as opened:
        assert all(one.status == "added" for one in opened.add(DATA / "compute"))
        yield opened


def asking(library: Library, *known: str) -> Assistant:
    return Assistant(library, Settings(library=library._settings.library), reader=KnowingReader(*known))


def right(case, answer) -> bool:
    text = strip_marks(answer.text)
    if case["goal"] == "none":
        return not answer.table and not answer.computed
    there = all(contains(text, one) or numeric_match(text, one) for one in case.get("all", ()))
    first = case.get("first", "") in text.split("更")[0].split("最")[0].split("：")[0]
    order = [text.find(one) for one in case.get("order", ())]
    ordered = order == sorted(order) and -1 not in order
    words = any(one in text for one in case["any"]) if "any" in case else True
    absent = not any(one in text for one in case.get("none", ()))
    return all((there, first, ordered, words, absent)) and (answer.grounding == "partial") == bool(
        case.get("partial")
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_own_questions(counties, case):
    answer = asking(counties).ask(case["question"])
    if case["id"] in NOT_YET:
        pytest.xfail("the table of figures does not have it")
    assert right(case, answer), answer.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_figure_shown_is_cited_or_comes_out_again(counties, case):
    answer = asking(counties).ask(case["question"])
    quotes = [one.quote for one in answer.citations]
    known = [*recomputed(answer.computed, quotes), *asked_times(answer.question)]
    assert all(counties.get(c.doc_id).text[c.start : c.end] == c.quote for c in answer.citations)
    if answer.grounding != "missing":
        assert ungrounded_figures(answer.text, quotes, known) == ()
    assert len(recomputed(answer.computed, quotes)) >= len(answer.computed)


def test_the_table_of_an_answer(counties):
    answer = asking(counties).ask("云和县和庆元县2022年谁的GDP更高？")
    assert [(row.label, row.year, row.text, row.value, row.unit, row.citations) for row in answer.table] == [
        ("云和县", 2022, "104.2亿元", 10_420_000_000.0, "元", (1,)),
        ("庆元县", 2022, "92.4亿元", 9_240_000_000.0, "元", (2,)),
    ]
    plain = json.loads(json.dumps(answer.to_dict(), ensure_ascii=False))
    assert plain["table"][0]["text"] == "104.2亿元"
    assert plain["computed"][0] == {
        "text": "11.8亿元",
        "operation": "difference",
        "inputs": [
            {"citation": 1, "written": "104.2亿元", "sign": 1, "unit": "", "unit_citation": 0},
            {"citation": 2, "written": "92.4亿元", "sign": 1, "unit": "", "unit_citation": 0},
        ],
    }


def test_a_target_is_no_result(counties):
    # 景宁's report of 2023 has its growth of 2023 as a target only.
    answer = asking(counties).ask("云和县和景宁县2023年的GDP增速哪个高？")
    assert answer.text == "云和县6.6%[1]；资料中没有景宁畲族自治县的相应数字。"
    assert answer.grounding == "partial"


def test_half_a_year_is_not_the_year(counties):
    # 庆元 has 45.9亿元 for the first half of 2023 and no figure for the year.
    answer = asking(counties).ask("云和县和庆元县2023年的GDP各是多少？")
    assert "45.9" not in answer.text
    assert "111.5亿元" in answer.text


def test_a_figure_that_the_reader_does_not_find_is_looked_up(counties):
    def found(question, *known):
        answer = asking(counties, *known).ask(question)
        return strip_marks(answer.text) if answer.grounding != "missing" else ""

    assert found("庆元县2023年上半年的GDP总量有多大？") == "45.9亿元"
    assert found("庆元县2022年GDP增长了多少？") == "5.6%"
    assert found("庆元县的固定资产投资增长了多少？") == ""  # two times, and the question names neither
    assert found("庆元县2023年的GDP是多少？") == ""  # half a year is not the year
    assert found("庆元县铅笔产业2022年的GDP是多少？") == ""  # of a trade, no figure of the county
    assert found("云和县2021年税收收入是多少？") == ""
    # What the reader is sure of is not looked up.
    assert found("2022年庆元县的GDP是多少？", "92.4亿元") == "92.4亿元"
    # 18.7亿元 is known to be of another indicator, 104.2亿元 to be of a county of the city.
    assert found("2022年庆元县的GDP是多少？", "18.7亿元") == "92.4亿元"
    assert found("丽水市2021年的GDP是多少？", "97.8亿元") == ""


def test_last_year_is_that_of_the_latest_report_where_there_are_several(counties):
    found = asking(counties).trace("云和县去年GDP增长了多少？").found
    assert found.query.text == "云和县2023年地区生产总值增长了多少？" and found.query.rewritten
    assert found.query.years == (2023,) and found.query.place_names == ("云和县",)
    # Against a year is no year, without a place there is no latest report on it, and a year that is named stays.
    for question in ("云和县GDP比上年增长多少？", "去年GDP增长多少？", "云和县2022年GDP比去年同期增长多少？"):
        assert not asking(counties).trace(question).found.query.rewritten


QUARTER = """遂昌县2023年一季度经济运行情况
遂昌县统计局 2023年4月28日

| 指标 | 一季度 | 同比增长（%） | 去年同期增长（%） |
|---|---|---|---|
| 规模以上工业增加值（亿元） | 41.36 | -3.2 | 7.9 |
| 农村居民人均可支配收入（元） | 15204 | 6.5 | 7.7 |

分镇看，云峰街道规模以上工业增加值15.7亿元，增速高于全县2.6个百分点。
"""


def test_cells_of_a_table_are_told_with_the_unit_of_their_row(library, tmp_path):
    (tmp_path / "quarter.txt").write_text(QUARTER, encoding="utf-8")
    library.add(tmp_path / "quarter.txt")

    def found(question, *known):
        return strip_marks(asking(library, *known).ask(question).text)

    income = "遂昌县2023年一季度农村居民人均可支配收入是多少？"
    assert found(income, "15204") == "15204元"  # what the reader found, with its unit
    assert found(income, "7.7") == "15204元"  # a growth is no amount
    industry = "遂昌县2023年一季度规上工业增加值"
    assert found(f"{industry}是多少？", "15.7亿元") == "41.36亿元"  # a street's is not the county's
    assert found(f"{industry}增长多少？", "2.6个百分点") == "下降3.2%"  # a gap is no growth, a fall no rise
    assert (
        found(f"{industry}多少？增长多少？") == f"{industry.replace('规上', '规模以上')}41.36亿元，下降3.2%。"
    )


def test_the_rank_in_a_whole_city_is_what_a_report_says(counties):
    answer = asking(counties, "第一").ask("云和县2022年GDP增幅在全市排第几？")
    assert not answer.table and not answer.computed


def test_reports_that_disagree_on_what_is_looked_up_are_both_shown(library, tmp_path):
    for name, figure in (("a", "92.4"), ("b", "95.1")):
        text = f"庆元县2022年经济简报\n2023-02-0{1 + (name == 'b')}\n\n2022年，庆元县地区生产总值{figure}亿元。\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        library.add(tmp_path / f"{name}.txt")
    answer = asking(library).ask("2022年庆元县的GDP总量是多少？")
    assert {"92.4亿元", "95.1亿元"} == set(strip_marks(answer.text).split("或"))
    assert any("不一致" in one for one in answer.notices)


def test_years_that_nobody_asked_for_are_said(counties):
    answer = asking(counties).ask("云和县和龙泉市谁的社会消费品零售总额高？")
    assert answer.table == ()  # 云和 has but its growth, and no year is asked for
    answer = asking(counties).ask("庆元县和龙泉市谁的社会消费品零售总额高？")
    assert answer.notices == ("按都有数据的最近时间计算：2022年。",)


def test_figures_of_different_years_are_not_compared(library, tmp_path):
    folder = tmp_path / "apart"
    folder.mkdir()
    (folder / "a.txt").write_text("遂昌县简报\n2021-03-01\n2020年，遂昌县粮食产量5万吨。\n", encoding="utf-8")
    (folder / "b.txt").write_text("松阳县简报\n2023-03-01\n2022年，松阳县粮食产量6万吨。\n", encoding="utf-8")
    library.add(folder)
    asked = asking(library, "5万吨", "6万吨")
    assert asked.ask("遂昌县和松阳县谁的粮食产量高？").table == ()
    # Asked for their years they are: 6 - 5 = 1.
    answer = asked.ask("遂昌县2020年的粮食产量和松阳县2022年的粮食产量，谁高？")
    assert answer.text == "松阳县2022年更高：6万吨[1]，比遂昌县2020年的5万吨[2]多1万吨。"


def test_a_fall_by_its_sign_alone(counties):
    answer = asking(counties).ask("庆元县和龙泉市2022年的财政收入增速相差几个百分点？")
    # 3.2 and -4.6 are 7.8 apart.
    assert answer.text == "相差7.8个百分点：庆元县3.2%[1]，龙泉市下降4.6%[2]。"
    assert answer.computed[0].inputs[1].sign == -1


def test_a_persons_filter_holds(counties):
    only = Filters(years=(2021,))
    assert asking(counties).ask("近三年云和县的GDP怎么变化？", filters=only).table == ()


def test_the_passages_fill_a_cell_that_the_table_lacks(library, tmp_path):
    folder = tmp_path / "waters"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "遂昌县水利简报\n2023-05-01\n鹤山水厂上个月完工，两年里县里前后花掉1.7亿元。\n", encoding="utf-8"
    )
    (folder / "b.txt").write_text(
        "松阳县水利简报\n2023-05-02\n九里水厂也通水了，前后花掉9000万元。\n", encoding="utf-8"
    )
    library.add(folder)
    asked = Assistant(
        library,
        Settings(library=library._settings.library, threshold=0.05),
        reader=KnowingReader("1.7亿元", "9000万元"),
    )
    answer = asked.ask("遂昌的鹤山水厂和松阳的九里水厂，谁花的钱更多？")
    assert answer.text.startswith("遂昌的鹤山水厂更多：1.7亿元[1]，比松阳的九里水厂（9000万元[2]）多")
    assert numeric_match(strip_marks(answer.text), "8000万元")


def test_last_year_by_each_reports_own_date(library, reports):
    library.add(reports)
    answer = asking(library).ask("遂昌和松阳去年哪个增速快？")
    # Both reports are of March 2023: 去年 is 2022; 5.1 - 4.2 = 0.9.
    assert answer.text == "松阳县更快：5.1%[1]，比遂昌县的4.2%[2]快0.9个百分点。"
    assert "按地区生产总值计算" in answer.notices[-1]


SESSIONS = {
    2021: "一、2020年工作回顾\n新增城镇就业900人。\n二、2021年工作安排\n新增城镇就业800人。拟安排财政赤字90万元。",
    2022: "一、2021年工作回顾\n新增城镇就业950人。\n二、2022年工作安排\n新增城镇就业850人。拟安排财政赤字70万元。",
    2024: "一、2023年工作回顾\n新增城镇就业980人。\n二、2024年工作安排\n新增城镇就业820人。",
}


@pytest.fixture
def sessions(library, tmp_path):
    folder = tmp_path / "sessions"
    folder.mkdir()
    for year, text in SESSIONS.items():
        title = f"遂昌县{year}年政府工作报告"
        (folder / f"{year}.txt").write_text(f"{title}\n{year}-01-10\n{text}\n", encoding="utf-8")
    library.add(folder)
    return library


def test_a_question_without_a_place_is_of_the_only_one_that_has_the_figures(sessions):
    answer = asking(sessions).ask("2020年和2021年哪年城镇新增就业多？")
    assert answer.text == "2021年更多：950人[1]，比2020年的900人[2]多50人。"
    assert answer.notices == ("问题没有说明是哪个地方，按遂昌县计算。",)


def test_of_several_places_none_is_taken(sessions, tmp_path):
    text = "松阳县2022年政府工作报告\n2022-01-09\n2020年新增城镇就业700人，2021年新增城镇就业600人。\n"
    (tmp_path / "other.txt").write_text(text, encoding="utf-8")
    sessions.add(tmp_path / "other.txt")
    assert asking(sessions).ask("2020年和2021年哪年城镇新增就业多？").table == ()


def test_a_trend_says_which_years_are_lacking(sessions):
    answer = asking(sessions).ask("2020到2023年遂昌县城镇新增就业逐年变化情况")
    assert answer.text == (
        "2020年900人[1]，2021年950人[2]，2023年980人[3]；总体上升；资料中没有2022年的相应数字。"
    )
    assert answer.grounding == "partial"


def test_results_against_targets(sessions):
    answer = asking(sessions).ask("2021年遂昌县城镇新增就业比年初目标多多少人？")
    assert answer.text == "多150人：实际950人[1]，年初目标800人[2]。"


def test_targets_are_told_as_such_where_there_is_nothing_else(sessions):
    answer = asking(sessions).ask("遂昌县2021年和2022年的财政赤字哪年大？")
    assert answer.text == "2021年更大：90万元[1]，比2022年的70万元[2]多20万元。"
    assert answer.notices == ("报告给出的是计划或目标数。",)


def test_a_difference_that_is_stated_is_not_worked_out(library, tmp_path):
    text = "遂昌县简报\n2023-05-01\n药材收2000元，玉米收800元，药材比玉米多收1300元。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    library.add(tmp_path / "a.txt")
    settings = Settings(library=library._settings.library, threshold=0.05)
    asked = Assistant(library, settings, reader=KnowingReader("1300元", "2000元", "800元"))
    assert asked.ask("遂昌县的药材比玉米多收多少元？").computed == ()


def test_coverage_is_said(counties):
    answer = asking(counties).ask("2022年哪个县的GDP最高？")
    # 2 reports of 龙泉, one each of 云和, 庆元 and 景宁.
    assert answer.notices == ("库内12份报告中5份给出这项数字，涉及4个地方。",)


def test_numbers_are_written_as_people_do():
    assert [shown(Fraction(n, d), k) for n, d, k in ((1, 3, 2), (5, 2, 0), (-1, 8, 1), (7, 1, 3))] == [
        "0.33",
        "3",
        "-0.1",
        "7",
    ]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((1, 2, 3), "逐年上升"),
        ((3, 2, 1), "逐年下降"),
        ((1, 3, 2), "先升后降"),
        ((1, 1, 2), "总体上升"),
        ((1, 3, 2, 4), "有升有降"),
    ],
)
def test_how_a_trend_is_said(numbers, said):
    assert direction([Fraction(one) for one in numbers]) == said


def test_many_lacking_years_are_not_named_one_by_one(library, tmp_path):
    for year, value in ((2010, 100), (2020, 200)):
        text = f"遂昌县简报\n{year}-12-31\n{year}年遂昌县地区生产总值{value}亿元。\n"
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    library.add(tmp_path)
    settings = Settings(library=library._settings.library)
    answer = Assistant(library, settings, reader=KnowingReader()).ask("遂昌县2010年到2020年GDP怎么变的")
    assert "100亿元" in answer.text and "200亿元" in answer.text
    assert "资料中没有其余年份的相应数字" in answer.text and "2015年" not in answer.text


def test_many_lacking_counties_are_named_and_not_called_years(library, tmp_path):
    for place in ("遂昌县", "松阳县"):
        text = f"{place}简报\n2022-12-31\n2022年{place}地区生产总值100亿元。\n"
        (tmp_path / f"{place}.txt").write_text(text, encoding="utf-8")
    library.add(tmp_path)
    settings = Settings(library=library._settings.library)
    asked = "遂昌县、松阳县、云和县、庆元县、景宁县、青田县2022年的GDP各是多少"
    answer = Assistant(library, settings, reader=KnowingReader()).ask(asked)
    assert "其余年份" not in answer.text and "青田县" in answer.text


def test_a_part_of_a_table_is_told_in_the_unit_of_its_row(library, tmp_path):
    for year, tea in ((2021, 214), (2022, 263)):
        text = f"遂昌县{year}年统计公报\n表1 主要农产品产量\n| 指标 | 单位 | 绝对量 |\n|---|---|---|\n| 粮食 | 吨 | 95812 |\n| #黄茶 | 吨 | {tea} |\n"
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
        library.add(tmp_path / f"{year}.txt")
    answer = asking(library).ask("遂昌黄茶这两年（2021、2022）的产量各是多少吨？")
    assert answer.text == "2021年214吨[1]，2022年263吨[2]。"
    quotes = [one.quote for one in answer.citations]
    known = [*recomputed(answer.computed, quotes), *asked_times(answer.question)]
    assert ungrounded_figures(answer.text, quotes, known) == ()
