"""What every part of the page makes its Gradio widgets with."""

from pathlib import Path
from typing import Any

import gradio as gr

from ui.i18n import Language, browser_language

ASSETS = Path(__file__).parent / "assets"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "api_name": "page"}
"""How events of the page are bound: no spinner, and nothing of them among the functions for programs."""


def html(name: str, *scripts: str) -> gr.HTML:
    """A piece of the page under the id `name`, with the scripts that serve it, in this order."""
    code = "\n".join(asset(script) for script in scripts) or None
    return gr.HTML("", elem_id=name, js_on_load=code, apply_default_css=False)


def asset(name: str) -> str:
    """The text of a file beside the page."""
    return (ASSETS / name).read_text("utf-8")


def language_of(request: gr.Request) -> Language:
    """The language of the browser that asks."""
    return browser_language(request.headers.get("accept-language"))
