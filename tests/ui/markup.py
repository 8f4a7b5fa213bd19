"""Reads HTML back, so that tests look at what a browser would make of it."""

from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """Reads HTML back: every tag with its attributes, the text, and the text inside marks."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked: list[str] = []
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self._inside = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._inside:
            self.marked[-1] += data

    def with_attribute(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.tags if name in attrs]


def assert_tame(html: str) -> None:
    """No tag and no handler of the document's own got into the page."""
    page = Page(html)
    names = {tag for tag, _ in page.tags}
    assert names.isdisjoint({"script", "img", "i", "iframe", "style", "svg"})
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
