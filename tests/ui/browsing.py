"""Visits to the page in headless Chromium, shared by the tests that look at it; their fixtures are in conftest.py.

TEST_CHROMIUM names the browser, else `chromium` of the path is taken. Where there is none the tests are skipped,
but with CI=true they fail.
"""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.ui.server import MARKS

BROWSER = [pytest.mark.browser, *(pytest.mark.filterwarnings(mark) for mark in MARKS)]
"""The `pytestmark` of tests that open the page."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WAIT = 60_000
"""Milliseconds; a page appears in two seconds, but a busy machine must not make the tests fail."""

# Painted, inside the pane, and on top of everything else there; a mark that wraps is looked at in its first line.
VISIBLE = """(selector) => {
  const mark = document.querySelector(selector);
  const pane = document.querySelector("#xw-reader").getBoundingClientRect();
  const box = mark.getClientRects()[0];
  const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.width > 0 && box.top >= pane.top && box.bottom <= Math.min(pane.bottom, innerHeight) && seen === mark;
}"""


def chromium() -> str:
    """The browser's path; without one the test is skipped, or fails where CI=true."""
    named = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if named and Path(named).exists():
        return named
    missing = "no Chromium: install it (apt-get install chromium) or name it in TEST_CHROMIUM"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


class Visit:
    """Opens pages and remembers what they complained of and which other hosts they asked for."""

    def __init__(self, browser: Any, url: str) -> None:
        self.browser, self.url = browser, url
        self.problems: list[str] = []
        self.abroad: list[str] = []
        self.excused: re.Pattern[str] | None = None

    def open(
        self, locale: str = "zh-CN", viewport: dict[str, int] | None = None, scheme: str = "light"
    ) -> Any:
        """The page as it is when it can be used."""
        context = self.browser.new_context(locale=locale, viewport=viewport or DESKTOP, color_scheme=scheme)
        context.set_default_timeout(WAIT)
        page = context.new_page()
        page.on("console", lambda one: self._complain(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: self._complain(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.goto(self.url)
        page.wait_for_selector(".xw-suggestion")
        return page

    def _complain(self, problem: str) -> None:
        if not (self.excused and self.excused.search(problem)):
            self.problems.append(problem)

    def _note(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.abroad.append(url)


def ask(page: Any, question: str) -> None:
    """Ask by the keyboard, and wait for the answer."""
    page.fill("#xw-question textarea", question)
    page.press("#xw-question textarea", "Enter")
    page.wait_for_selector(f".xw-exchange[data-state=done]:has-text('{question}')")


def save_screenshot(page: Any, path: str | None) -> None:
    """Save what the page shows to `path`; nothing where no path is given."""
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, animations="disabled")
