"""A page over three reports, a browser, and visits that must end without complaints."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.browsing import FLAGS, Visit, chromium
from tests.ui.fakes import ANNING_DOC, CAR, EVIL, FakeAssistant, FakeLibrary
from tests.ui.server import page_over


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, FakeAssistant, FakeLibrary]]:
    """The address first; modules with other reports have a `served` of their own."""
    assistant, library = FakeAssistant(pause=0.01), FakeLibrary(CAR, ANNING_DOC, EVIL)
    with page_over(assistant, library) as url:
        yield url, assistant, library


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    executable = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, served: tuple[Any, ...]) -> Iterator[Visit]:
    one = Visit(browser, served[0])
    yield one
    for context in browser.contexts:
        context.close()
    assert one.problems == []
    assert one.abroad == []
