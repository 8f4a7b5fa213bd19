"""The page of a run, as a parsed document: what a reader finds in it, and that nothing of a text becomes markup."""

import builtins
import copy
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from eval import plots
from eval.page import page, percent, points, troubles
from eval.report import SCHEMA
from index.errors import UnreadableSource, XianwenError
from tests.ui.browsing import FLAGS, chromium

EVIL = "<script>window.hacked = 1</script>"


def case(number, type_, question, *, answer="", quote="", expected=(), gold="", **more):
    """A case as a run file has it, right by default; without an answer it was refused."""
    cited = {"doc_id": "d1", "source": "a.md", "title": "遂昌报告", "page": 1}
    return {
        "id": f"k{number}",
        "type": type_,
        "question": question,
        "history": [],
        "answerable": bool(expected),
        "expected": list(expected),
        "all_required": False,
        "answer": {
            "question": question,
            "text": answer or "资料中没有能回答这个问题的内容。",
            "grounding": "grounded" if answer else "missing",
            "citations": [{**cited, "start": 0, "end": len(quote), "quote": quote}] if quote else [],
            "confidence": 0.875,
            "notices": [],
        },
        "correct": True,
        "refused": not answer,
        "best_correct": None,
        "lost_in": None,
        "scores": {"accuracy": 1.0, "MRR": 0.5, "exact match": None},
        "ungrounded": [],
        "broken_citations": 0,
        "gold": [{"doc": "suichang", "title": "遂昌：山里的工业", "quote": gold}] if gold else [],
        "retrieved": [[], [0]],
        "cited": [[0]] if quote else [],
        "milliseconds": 100.0 * number,
    } | more


def run_of(cases, **metrics):
    score = {"value": 0.6, "n": 5, "interval": [0.2, 1.0]}
    types = dict.fromkeys(one["type"] for one in cases)
    return {
        "schema": SCHEMA,
        "version": "0.1.0",
        "commit": "0123456789abcdef",
        "cases_file": "known.jsonl",
        "documents": 16,
        "settings": {"threshold": 0.25},
        "metrics": {
            "scores": {"accuracy": score, "exact match": {"value": None, "n": 0, "interval": None}},
            "accuracy_by_type": dict.fromkeys(types, score),
            "latency": {"p50": 300.0, "p95": 480.0},
            "ungrounded": 0,
            "broken_citations": 0,
            "unlocated": [],
            "lost_in": {},
            "risk_coverage": [],
            "calibration": [],
        }
        | metrics,
        "cases": cases,
    }


JUDGED = case(
    1,
    "figure",
    "一期年产值是多少？",
    answer="80万辆[1]",
    quote="每年生产80万辆，产值16亿元。",
    expected=["16亿元"],
    gold="预计年产值16亿元",
    correct=False,
    lost_in="judging",
)
RIGHT = case(2, "figure", "从签约到开工几天？", answer="36天[1]", quote="只用36天", expected=["36天"])
REFUSED = case(
    3,
    "followup",
    "那投资额呢？",
    expected=["5亿元"],
    gold="总投资5亿元",
    history=["一期年产值是多少？"],
    correct=False,
    best_correct=True,
    lost_in="refusing",
)
BARE = case(
    4, "figure", "产能多少？", answer="9万辆[1]", quote="8万辆", expected=["9万辆"], ungrounded=["9万辆"]
)
READ = case(
    5,
    "followup",
    "谁负责？",
    expected=["卢鸣"],
    gold="卢鸣",
    correct=False,
    lost_in="reading",
    retrieved=[[]],
)


@pytest.fixture
def run():
    return run_of(
        [JUDGED, RIGHT, REFUSED, BARE, READ],
        lost_in={"reading": 1, "judging": 1, "refusing": 1},
        risk_coverage=[[0.5, 0.1], [1.0, 0.3]],
        calibration=[
            {"low": 0.8, "high": 0.9, "n": 5, "confidence": 0.875, "accuracy": 0.6},
            {"low": 0.9, "high": 1.0, "n": 0, "confidence": None, "accuracy": None},
        ],
        confidence={"AURC": 0.2, "ECE": 0.0625, "Brier": None},
    )


def select(tree, selector):
    """The nodes of a selector like `table.scores #id td`; lxml's own selectors need another library."""
    path = "."
    for step in selector.split():
        tag, classes, name = re.fullmatch(r"(\w*)((?:\.[\w-]+)*)(?:#([\w-]+))?", step).groups()
        held = "".join(f"[contains(concat(' ', @class, ' '), ' {one} ')]" for one in classes.split(".")[1:])
        path += f"//{tag or '*'}{held}" + (f"[@id='{name}']" if name else "")
    return tree.xpath(path)


def text_of(node):
    return re.sub(r"\s+", " ", node.text_content()).strip()


def test_every_case_with_a_fault_is_shown_and_no_other(run):
    tree = html.document_fromstring(page(run))
    # k2 is right. The rest by stage in the order of the way: reading, judging, refusing, then k4 of no stage.
    assert [node.get("id") for node in select(tree, ".case")] == ["case-5", "case-1", "case-3", "case-4"]
    assert [text_of(node.find("summary/h3")) for node in select(tree, ".group")] == [
        "reading 1",
        "judging 1",
        "refusing 1",
        "no stage 1",
    ]
    right = [[text_of(cell) for cell in row] for row in select(tree, "table.right tbody tr")]
    assert right[0] == ["k2", "从签约到开工几天？", "36天[1]", "87.5%"]


def test_a_wrong_case_stands_beside_its_evidence(run):
    tree = html.document_fromstring(page(run))
    expected, answered = select(tree, "#case-1 .sides section")
    assert text_of(expected).startswith("Expected 16亿元 预计年产值16亿元遂昌：山里的工业")
    assert [node.text for node in select(expected, "mark.gold")] == ["16亿元"]
    assert "Answered, confidence 87.5%, grounded 80万辆[1]" in text_of(answered)
    assert [(node.get("class"), node.text) for node in select(answered, "mark")] == [
        ("given", "80万辆"),
        ("gold", "16亿元"),
    ]
    assert text_of(select(answered, "blockquote")[0]).startswith("每年生产80万辆，产值16亿元。")
    assert "[1] 遂昌报告, page 1, on the evidence" in text_of(answered)
    # retrieved is [[], [0]]: the second of two hits; a score without gold is left out.
    assert text_of(select(tree, "#case-1 footer")[-1]) == "evidence at hit 2 of 2 MRR 0.50 100 ms"
    assert "evidence not among 1 hits" in text_of(select(tree, "#case-5 footer")[-1])


def test_a_follow_up_a_refusal_and_a_bare_figure_say_so(run):
    tree = html.document_fromstring(page(run))
    follow_up = text_of(select(tree, "#case-3")[0])
    assert "一期年产值是多少？ 那投资额呢？" in follow_up
    assert "its likeliest span would have been right" in follow_up
    assert "Refused, confidence 87.5%, missing 资料中没有能回答这个问题的内容。" in follow_up
    assert text_of(select(tree, "#case-4 .alert")[0]) == "not in the cited quotes: 9万辆"


def test_the_table_of_types_and_stages_leads_to_the_cases(run):
    tree = html.document_fromstring(page(run))
    rows = [[text_of(cell) for cell in row] for row in select(tree, ".cross tr")]
    assert rows == [
        ["", "reading", "judging", "refusing", "no stage", "all"],
        ["followup", "1", "", "1", "", "2"],
        ["figure", "", "1", "", "1", "2"],
    ]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))  # also those within the plots
    links = [link for link in tree.xpath("//a/@href | //*[local-name()='use']/@*") if link.startswith("#")]
    assert len(links) > 10
    assert {link[1:] for link in links} <= set(ids)


def test_the_plots_say_what_the_confidence_is_worth(run):
    captions = [text_of(node) for node in select(html.document_fromstring(page(run)), "figcaption")]
    assert "Risk and coverage what answering less would spare; AURC 0.200" in captions
    assert (
        "Reliability above, how many answers; ECE 0.062" in captions
    )  # 0.0625, half to even; no Brier, no word of it


def test_a_text_never_becomes_markup(run):
    evil = case(
        1,
        "<b>x</b>",
        EVIL,
        answer=EVIL,
        quote=f"q{EVIL}",
        expected=[EVIL],
        gold=EVIL,
        correct=False,
        lost_in=EVIL,
        history=[EVIL],
        ungrounded=[EVIL],
        id=EVIL,
    )
    bad = run_of([evil], lost_in={EVIL: 1}, unlocated=[EVIL])
    bad |= {"version": EVIL, "commit": EVIL, "cases_file": EVIL, "settings": {EVIL: EVIL}}
    made = page(bad, bad)
    # The one script is the page's own; all of the hostile ones stand as text, `&lt;script&gt;`.
    assert made.count("<script") == made.count("</script") == 1
    tree = html.document_fromstring(made)
    assert "hacked" not in tree.find(".//script").text
    assert select(tree, "h4")[0].text == EVIL
    assert text_of(select(tree, "article blockquote p")[0]) == EVIL
    drawn = tree.xpath("//*[local-name()='text']/text()")
    assert {"<b>x</b> (5)", "<script>window.…"} <= set(drawn)  # a plot names its rows in 16 characters


def test_the_page_loads_nothing(run):
    tree = html.document_fromstring(page(run))
    assert not tree.xpath("//link[@href != 'data:,'] | //img | //iframe | //script[@src]")
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    assert not re.search(r"url\((?!#)|@import", page(run))


def test_the_same_run_gives_the_same_characters(run, tmp_path):
    path = tmp_path / "run.json"
    path.write_text(json.dumps(run), encoding="utf-8")
    code = "import json, sys; from eval.page import page; sys.stdout.buffer.write(page(json.load(open(sys.argv[1]))).encode())"
    root = Path(__file__).parents[2]
    # Another process has another hash seed; the second one, a person's own colours and fonts.
    (tmp_path / "matplotlibrc").write_text("xtick.labelsize: 20\naxes.linewidth: 9\n", encoding="utf-8")
    for folder in (root, tmp_path):
        command = [sys.executable, "-c", code, str(path)]
        environment = {"PYTHONPATH": str(root), "HOME": str(tmp_path), "MATPLOTLIBRC": str(folder)}
        other = subprocess.run(command, capture_output=True, check=True, cwd=root, env=environment).stdout
        assert other.decode() == page(run)


def test_a_run_of_which_nothing_is_known_is_still_a_page():
    empty = run_of([], accuracy_by_type={}, latency={"p50": None, "p95": None})
    empty |= {"commit": "", "version": "", "settings": {}}
    tree = html.document_fromstring(page(empty))
    assert "Every answer is right, grounded and cited" in text_of(tree)
    assert len(select(tree, "figure .nothing")) == 5
    assert not [*select(tree, ".case"), *select(tree, "#filter"), *select(tree, "details.settings")]
    assert "p95 –" in text_of(select(tree, ".tiles")[0])


def test_what_is_not_known_of_a_case_is_left_out():
    # A peer does not trace, so there is no stage and no likeliest span; its gold has no title.
    plain = READ | {"lost_in": None, "gold": [{"doc": "suichang", "quote": "卢鸣"}], "scores": {}}
    tree = html.document_fromstring(page(run_of([plain])))
    assert text_of(select(tree, "blockquote footer")[0]) == "suichang"
    assert text_of(select(tree, ".group h3")[0]) == "no stage 1"


def test_an_earlier_run_stands_beside_it(run):
    earlier = copy.deepcopy(run)
    for number, correct in ((0, True), (1, False)):
        earlier["cases"][number]["correct"] = correct
        earlier["cases"][number]["scores"] |= {"accuracy": float(correct)}
    run["cases"][0]["scores"] = JUDGED["scores"] | {"accuracy": 0.0}
    earlier["cases"][2]["question"] = "另一个问题"  # the same id, another question: not the same case
    earlier["settings"]["threshold"] = 0.3
    tree = html.document_fromstring(page(run, earlier))
    assert "Over the 4 cases of both runs" in text_of(tree)
    notes = [text_of(note) for note in select(tree, "p.note")]
    assert "the setting threshold differs: 0.3, then 0.25" in notes
    wrong, right = select(tree, ".turned details")
    assert text_of(wrong) == "Became wrong: 1 k1 figure 一期年产值是多少？80万辆[1] → 80万辆[1]"
    assert text_of(right).startswith("Became right: 1 k2 figure")
    assert select(wrong, "a")[0].get("href") == "#case-1"
    # k1 went from 1 to 0, k2 from 0 to 1, k4 and k5 stayed 1: 3/4 both times, and no test finds a difference.
    accuracy = [text_of(cell) for cell in select(tree, "table.changes tbody tr")[0]]
    assert accuracy[:4] == ["accuracy", "75.0%", "75.0%", "+0.0"]
    assert accuracy[5:] == ["1.0000", "4", "no significant change"]
    kinds = [text_of(row) for row in select(tree, "details.by-type table.changes tbody tr")]
    assert [kind.endswith("too few to test") for kind in kinds] == [True, True]  # 3 figures, 1 follow-up


def test_troubles_know_the_rank_of_the_evidence(run):
    found = {one.case["id"]: one for one in troubles(run["cases"])}
    assert {name: one.rank for name, one in found.items()} == {"k5": None, "k1": 2, "k3": 2, "k4": 2}
    assert found["k3"].citations == ()


def test_figures_as_they_are_shown():
    assert [percent(0.8254), percent(None)] == ["82.5%", "–"]
    assert [points(0.02), points(-0.25)] == ["+2.0", "-25.0"]


def test_another_schema_is_refused_with_the_remedy(run):
    with pytest.raises(
        UnreadableSource, match=r"the run has schema 99, this version reads 1; run its cases again"
    ):
        page(run | {"schema": 99})
    with pytest.raises(UnreadableSource, match="the old run is no run of known cases; write one"):
        page(run, {"cases": []})


@pytest.mark.parametrize("library", ["matplotlib", "jinja2"])
def test_a_missing_library_is_named_with_the_remedy(run, monkeypatch, library):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.split(".")[0] == library:
            raise ImportError(f"No module named {name!r}")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(XianwenError, match=r"pip install (matplotlib|jinja2)") as caught:
        page(run)
    assert "请运行" in caught.value.in_language("zh")


def svg_texts(svg):
    return html.fragment_fromstring(svg).xpath(".//*[local-name()='text']/text()")


def test_plots_name_what_they_show_in_text():
    scores = {
        "数字$a$": {"value": 0.75, "n": 12, "interval": [0.5, 1.0]},  # no formula, and no font needed
        "list": {"value": None, "n": 0, "interval": None},
    }
    assert {"数字$a$ (12)", "75 %", "list (0)"} <= set(svg_texts(plots.accuracy_by_type(scores)))
    assert {"filter", "0", "reading", "9"} <= set(svg_texts(plots.lost_in({"filter": 0, "reading": 9})))
    shown = svg_texts(plots.latency([100.0, 200.0, 1200.0], {"p50": 200.0, "p95": 1100.0}))
    assert {"p50 200 ms", "p95 1,100 ms"} <= set(shown)
    bins = [{"low": 0.8, "high": 0.9, "n": 77, "confidence": 0.86, "accuracy": 0.71}]
    assert "77" in svg_texts(plots.reliability(bins))


def test_plots_are_drawn_in_the_colours_of_the_page():
    drawn = plots.risk_coverage([[0.5, 0.1], [1.0, 0.3]])
    assert "var(--bad)" in drawn
    assert not re.search(r"#0102|fill: #|stroke: #", drawn)


@pytest.mark.parametrize(
    "svg",
    [
        plots.accuracy_by_type({}),
        plots.lost_in({"reading": 0}),
        plots.risk_coverage([]),
        plots.reliability([{"low": 0.0, "high": 0.1, "n": 0, "confidence": None, "accuracy": None}]),
        plots.latency([], {"p50": None, "p95": None}),
    ],
)
def test_a_plot_of_nothing_is_nothing(svg):
    assert svg == ""


def test_a_plot_of_one_point_or_of_no_time_is_drawn():
    assert "<svg" in plots.risk_coverage([[1.0, 0.0]])
    assert "<svg" in plots.latency([0.0], {"p50": 0.0, "p95": None})


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_it_narrows_it_and_asks_for_nothing(run, tmp_path, scheme):
    executable = chromium()
    from playwright.sync_api import sync_playwright

    path = tmp_path / "page.html"
    path.write_text(page(run, run), encoding="utf-8")
    problems, asked = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        context = browser.new_context(viewport={"width": 400, "height": 800}, color_scheme=scheme)
        tab = context.new_page()
        tab.on("console", lambda one: problems.append(one.text))
        tab.on("pageerror", lambda error: problems.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(path.as_uri())
        # Nothing stands out to the right of a phone, and the plots have the colour of the page's text.
        assert tab.evaluate("document.documentElement.scrollWidth") == 400
        ink = tab.evaluate("getComputedStyle(document.body).color")
        label = "//*[local-name()='text'][.='figure (5)']"
        assert tab.locator(label).evaluate("one => getComputedStyle(one).fill") == ink
        assert tab.inner_text("#filter output") == "4 shown"
        tab.select_option("select[name=type]", "followup")
        tab.select_option("select[name=stage]", "reading")
        assert tab.locator(".case:visible").count() == tab.locator(".group:visible").count() == 1
        tab.click(".cross a[href='#case-1']")  # it is hidden, so everything is shown again
        tab.wait_for_selector("#case-1:visible")
        assert tab.inner_text("#filter output") == "4 shown"
        browser.close()
    assert problems == []
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_it_can_be_read_without_scripts(run, tmp_path):
    executable = chromium()
    from playwright.sync_api import sync_playwright

    path = tmp_path / "page.html"
    path.write_text(page(run), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        tab = browser.new_context(java_script_enabled=False).new_page()
        tab.goto(path.as_uri())
        assert tab.locator(".case:visible").count() == 4
        assert not tab.locator("#filter").is_visible()
        browser.close()
