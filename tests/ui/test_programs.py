"""What the page says of its interfaces for programs."""

from tests.ui.markup import Page, assert_tame
from ui import programs


def test_every_interface_is_named_with_an_example():
    for language in ("zh", "en"):
        html = programs.dialog(language, login=False, mcp=True)
        assert_tame(html)
        text = Page(html).text
        for part in ("{address}/", "{address}/v1", "{address}/mcp", "{address}/health", '"/ask"', "xianwen"):
            assert part in text
        assert "password" not in text


def test_a_login_is_said_and_what_is_off_is_not_named():
    text = Page(programs.dialog("zh", login=True, mcp=False)).text
    assert 'auth=("name", "password")' in text and 'api_key="name:password"' in text
    assert "mcp" not in text.lower()
