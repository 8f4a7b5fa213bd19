"""How programs call what the page shows, as HTML: a button in the head, and what it opens. Pure functions.

The addresses are put in by the script, from where the browser found the page: behind a proxy only the browser knows.
"""

from html import escape

from ui.i18n import Language, say
from ui.openai_api import MODEL

ADDRESS = "{address}"
"""Where the script puts the address of the page, without a slash at the end."""

QUESTION = "遂昌县2023年的地区生产总值是多少？"
"""An example, in the language of the reports."""


def button(language: Language) -> str:
    """The button that opens the dialog."""
    return f'<button type="button" class="xw-programs-open" aria-haspopup="dialog">{_say(language, "programs")}</button>'


def dialog(language: Language, login: bool, mcp: bool) -> str:
    """What there is for programs, with an example of each; `login` where a name and a password are wanted."""
    ways = {"gradio": _gradio(login), "openai": _openai(login)} | ({"mcp": f"{ADDRESS}/mcp"} if mcp else {})
    parts = "".join(_way(key, code, language) for key, code in ways.items())
    note = f"<p>{_say(language, 'programs_login')}</p>" if login else ""
    close = _say(language, "close")
    return (
        f'<dialog class="xw-programs" aria-labelledby="xw-programs-name"><header><h2 id="xw-programs-name">'
        f"{_say(language, 'programs_name')}</h2>"
        f'<button type="button" class="xw-programs-close" aria-label="{close}" title="{close}">×</button></header>'
        f"<p>{_say(language, 'programs_note')}</p>{note}{parts}"
        f"<p>{_say(language, 'programs_health')} <code>{ADDRESS}/health</code></p></dialog>"
    )


def _way(key: str, code: str, language: Language) -> str:
    return (
        f"<section><h3>{_say(language, f'programs_{key}')}</h3><p>{_say(language, f'programs_{key}_note')}</p>"
        f"<pre><code>{escape(code)}</code></pre></section>"
    )


def _gradio(login: bool) -> str:
    auth = ', auth=("name", "password")' if login else ""
    return (
        "from gradio_client import Client\n"
        f'client = Client("{ADDRESS}/"{auth})\n'
        f'client.predict("{QUESTION}", api_name="/ask")\n'
        'client.predict(api_name="/reports")\n'
        'client.predict("ID", api_name="/report")'
    )


def _openai(login: bool) -> str:
    key = "name:password" if login else "-"
    return (
        "from openai import OpenAI\n"
        f'client = OpenAI(base_url="{ADDRESS}/v1", api_key="{key}")\n'
        "client.chat.completions.create(\n"
        f'    model="{MODEL}", messages=[{{"role": "user", "content": "{QUESTION}"}}])'
    )


def _say(language: Language, key: str) -> str:
    return escape(say(language, key))
