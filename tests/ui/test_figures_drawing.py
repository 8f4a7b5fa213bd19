"""The drawing of a chart as text: what stands in it, what it proves, and what never gets into it."""

import re
from pathlib import Path

import pytest

import ui
from tests.ui.markup import Page as Markup
from tests.ui.test_figures import GROWTH, LEVEL, rows, stated
from ui.figures_chart import BARS, SERIES, chart
from ui.figures_drawing import drawing

SONGYANG = ("331124", "松阳县")
TAGS = {"figure", "figcaption", "svg", "g", "path", "rect", "circle", "text", "title", "ul", "li"}
FRAME = (Path(ui.__file__).parent / "assets" / "frame.css").read_text("utf-8")


def drawn(*found, measure=LEVEL, language="zh", indicator="地区生产总值"):
    return drawing(chart(rows(*found, measure=measure), indicator, measure, language), language)


def wide(html):
    """The drawing for a wide place; the other one holds the same."""
    return re.search(r'<svg[^>]*class="xw-wide".*?</svg>', html, re.DOTALL)[0]


def titles(html):
    return re.findall(r"<title>(.*?)</title>", html)


def numbers(html, tag, name):
    return [float(attrs[name]) for one, attrs in Markup(html).tags if one == tag and "data-doc" in attrs]


LINES = (
    stated("150亿元", 1.5e10, 2018),
    stated("160亿元", 1.6e10, 2019),
    stated("155亿元", 1.55e10, 2022),
    stated("90亿元", 9e9, 2022, place=SONGYANG, doc="d2", start=30),
)


def test_every_point_says_itself_and_names_the_characters_that_give_it():
    html = drawn(*LINES)
    assert titles(wide(html)) == [
        "松阳县，2022年：90亿元", "遂昌县，2018年：150亿元", "遂昌县，2019年：160亿元", "遂昌县，2022年：155亿元",
    ]  # fmt: skip
    spans = Markup(wide(html)).with_attribute("data-doc")
    assert (spans[0]["data-doc"], spans[0]["data-start"], spans[0]["data-end"]) == ("d2", "30", "34")
    assert html.count("data-doc") == 2 * len(spans)  # both drawings


def test_a_year_nobody_tells_of_is_on_the_axis_and_breaks_the_line():
    html = wide(drawn(*LINES))
    assert [f">{year}<" in html for year in range(2018, 2023)] == [True] * 5
    whole, broken = (
        re.findall(rf'<g class="{name}"><path d="([^"]*)"', html) for name in ("xw-s1 xw-through", "xw-s1")
    )
    assert [len(re.findall(r"[\d.]+ [\d.]+", one)) for one in (*whole, *broken)] == [3, 2]


def test_the_legend_names_the_lines_in_their_colours():
    html = drawn(*LINES)
    assert '<li class="xw-s0">松阳县</li><li class="xw-s1">遂昌县</li>' in html
    assert "<figcaption>地区生产总值（亿元）</figcaption>" in html


def test_many_years_are_not_all_named():
    html = drawn(stated("1亿元", 1e8, 1978), stated("2亿元", 2e8, 2023))
    assert ">1978<" in html
    assert ">1979<" not in html


def test_bars_stand_on_zero_the_highest_on_top():
    html = drawn(stated("100亿元", 1e10), stated("400亿元", 4e10, place=SONGYANG))
    assert "<figcaption>地区生产总值（亿元），2022年</figcaption>" in html
    (low, high), (below, above) = numbers(wide(html), "rect", "width"), numbers(wide(html), "rect", "y")
    assert high == pytest.approx(4 * low)
    assert above < below
    assert re.findall(r'class="value">([^<]*)<', wide(html)) == ["100", "400"]
    assert "xw-legend" not in html


def test_a_fall_goes_the_other_way_and_its_number_stands_on_that_side():
    fall = stated("2.4%", -2.4, kind="growth", unit="%")
    html = wide(drawn(fall, stated("4.8%", 4.8, kind="growth", unit="%", place=SONGYANG), measure=GROWTH))
    (fell, rose), widths = numbers(html, "rect", "x"), numbers(html, "rect", "width")
    assert rose == pytest.approx(fell + widths[0])  # both begin at zero
    assert widths[1] == pytest.approx(2 * widths[0])
    assert titles(html)[0] == "遂昌县，2022年：-2.4%"
    assert re.findall(r'text-anchor="(\w+)"', html) == ["end", "start"]


@pytest.mark.parametrize("values", [(0, 0), (5e8, 5e8), (-1, -2), (1e-3, 1e14)])
def test_whatever_the_values_there_is_a_chart(values):
    found = [stated(f"{value}元", value, place=(str(at), f"县{at}")) for at, value in enumerate(values)]
    assert len(Markup(wide(drawn(*found))).with_attribute("data-doc")) == 2
    found = [stated(f"{value}元", value, 2020 + at) for at, value in enumerate(values)]
    html = wide(drawn(*found))
    assert len(numbers(html, "circle", "cx")) == 2
    assert "nan" not in html


def test_as_many_lines_and_bars_as_a_chart_takes():
    many = [
        stated("1亿元", 1e8 + at, year, place=(str(100000 + at), f"县{at}"))
        for at in range(30)
        for year in (2021, 2022)
    ]
    assert len(numbers(wide(drawn(*many)), "circle", "cx")) == 2 * SERIES
    assert len(numbers(wide(drawn(*many[::2])), "rect", "y")) == BARS


def test_it_says_to_those_who_do_not_see_it_what_it_shows():
    def said(html):
        return {
            attrs["aria-label"] for tag, attrs in Markup(html).tags if tag == "svg" and attrs["role"] == "img"
        }

    assert said(drawn(*LINES)) == {"折线图：地区生产总值（亿元），2018–2022年：松阳县、遂昌县"}
    bars = drawn(stated("1亿元", 1e8), stated("2亿元", 2e8, place=SONGYANG), language="en")
    assert said(bars) == {"Bar chart, the highest first: 地区生产总值 (10⁸ 元), 2022: 松阳县, 遂昌县"}


def test_names_that_are_too_long_are_cut_in_the_drawing_and_whole_at_the_bar():
    long = "积石山保安族东乡族撒拉族自治县大河家镇工业集中区管理委员会"
    html = drawn(stated("1亿元", 1e8, place=("1", long)), stated("2亿元", 2e8, place=SONGYANG))
    assert titles(html)[0].startswith(long)
    assert [f">{long[:size]}…<" in html for size in (18, 9)] == [True, True]


def test_text_of_a_report_never_becomes_markup():
    evil = '"><script>x</script><img src=x onerror=1>\x00\x0b\ud800</text>'
    found = [stated("5亿元", 5e8 * at, 2020 + at, place=("1", evil), doc=f'"><b>{at}') for at in (1, 2)]
    for html in (drawn(*found, indicator=evil), drawn(found[0], stated("1元", 1), indicator=evil)):
        page = Markup(html)
        assert {tag for tag, _ in page.tags} <= TAGS
        assert not [
            name for _, attrs in page.tags for name in attrs if name.startswith(("on", "href", "style"))
        ]
        assert not set("\x00\x0b\ud800") & set(html)


def test_nothing_is_loaded_and_no_names_of_pygal_are_left():
    html = drawn(*LINES)
    assert set(re.findall(r"https?://[^\"]*", html)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search("pygal|<!--|url\\(| id=", html, re.IGNORECASE)
    assert drawn(*LINES) == html  # nothing in it is chance


@pytest.mark.parametrize(("scheme", "start"), [("light", 0), ("dark", FRAME.index(".dark {"))])
def test_every_line_has_a_colour_that_is_seen(scheme, start):
    block = FRAME[start : FRAME.index("}", start)]
    colours = dict(re.findall(r"--xw-(\w+): (#[0-9a-f]{6})", block))
    lines = [colours[f"s{at}"] for at in range(SERIES)]
    assert len(set(lines)) == SERIES
    assert all(contrast(line, colours["sheet"]) >= 3 for line in lines)  # WCAG 1.4.11


def contrast(one, other):
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
