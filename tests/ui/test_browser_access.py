"""What a screen reader and a keyboard meet: axe-core finds nothing serious on any tab, in either scheme, at any width."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.browsing import BROWSER, DESKTOP, PHONE

pytestmark = BROWSER
SERIOUS = {"serious", "critical"}


def findings(page):
    """Serious findings as (rule, place in the page, why)."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], node["target"], node["failureSummary"])
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def ask(page):
    page.emulate_media(reduced_motion="reduce")  # else the cited words flash, and are measured half way
    page.click(".xw-suggestion >> nth=0")
    page.wait_for_selector(".xw-citation")
    page.click(".xw-citation >> nth=0")
    page.wait_for_selector("#xw-reader mark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_serious_before_and_after_an_answer(visit, viewport, scheme):
    page = visit.open(viewport=viewport, scheme=scheme)
    assert findings(page) == []
    ask(page)
    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_on_any_tab(visit, scheme):
    page = visit.open(locale="en-US", scheme=scheme)
    tabs = page.get_by_role("tab")
    for number in range(tabs.count()):
        if tabs.nth(number).is_visible():
            tabs.nth(number).click()
            page.wait_for_timeout(600)
            assert findings(page) == []
