"""Many people at once: `python -m tests.load --people 30`. Real models, the sample reports, the page's own events.

Everybody asks their own questions one after another, as the page's script does. Printed are what went wrong (an error, an answer
without its question, another's question in it) and how long the first text took. The exit code is 1 where anything went wrong.
"""

import argparse
import json
import secrets
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Library
from qa import Assistant, Settings
from tests.ui.server import fetch, free_port

REPORTS = Path(__file__).parent.parent / "eval" / "reports"
QUESTIONS = Path(__file__).parent.parent / "eval" / "questions" / "reports.dev.jsonl"
PATIENCE = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question of one person: seconds to the first text and to the end, and what was wrong (empty: nothing)."""

    question: str
    first: float
    whole: float
    wrong: str


@dataclass(frozen=True, slots=True)
class Page:
    """The event by which the page asks: its number, the component that triggers it, and what it sends beside the question."""

    url: str
    function: int
    trigger: int
    inputs: tuple[tuple[str, Any], ...]

    @classmethod
    def at(cls, url: str) -> "Page":
        config = fetch(f"{url}/config").json()
        parts = {one["id"]: one for one in config["components"]}
        box = next(i for i, one in parts.items() if one["props"].get("elem_id") == "xw-question")
        event = next(one for one in config["dependencies"] if [box, "submit"] in map(list, one["targets"]))
        inputs = tuple(
            (parts[i]["props"].get("elem_id") or "", parts[i]["props"].get("value")) for i in event["inputs"]
        )
        return cls(url, event["id"], box, inputs)

    def ask(self, session: str, question: str) -> Iterator[dict[str, Any]]:
        """What the server tells of the event, message by message."""
        data = [question if name == "xw-question" else value for name, value in self.inputs]
        body = {"data": data, "fn_index": self.function, "trigger_id": self.trigger, "session_hash": session}
        joined = fetch(f"{self.url}/gradio_api/queue/join", body)
        if joined.status != 200:
            yield {"msg": "refused", "output": joined.body.decode(errors="replace")}
            return
        with urllib.request.urlopen(
            f"{self.url}/gradio_api/queue/data?session_hash={session}", timeout=PATIENCE
        ) as told:
            for line in told:
                if line.startswith(b"data:"):
                    yield json.loads(line[5:])


def asked(page: Page, session: str, question: str, others: Sequence[str]) -> Outcome:
    """Ask and watch: text is there once an answer's mark or a refusal is."""
    begin, first, seen, wrong = time.perf_counter(), 0.0, "", ""
    for message in page.ask(session, question):
        seen += json.dumps(message.get("output"), ensure_ascii=False)
        if not first and ("xw-badge" in seen or "xw-refusal" in seen):
            first = time.perf_counter() - begin
        if message["msg"] == "refused" or message.get("success") is False:
            wrong = f"error: {json.dumps(message, ensure_ascii=False)[:200]}"
    whole = time.perf_counter() - begin
    if not wrong and not first:
        wrong = "no text came"
    if not wrong and question not in seen:
        wrong = "an answer without its question"
    if stranger := next((one for one in others if one in seen), ""):
        wrong = f"another's question: {stranger}"
    return Outcome(question, first or whole, whole, wrong)


def person(page: Page, own: Sequence[str], everybody: Sequence[str]) -> list[Outcome]:
    """One person's questions, one after another in one session."""
    session = secrets.token_hex(8)
    others = [one for one in everybody if one not in own]
    return [asked(page, session, question, others) for question in own]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--questions", type=int, default=4, help="of each person")
    options = parser.parse_args(argv)
    cases = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    # Whole questions: a suggestion of the page or of an answer may hold a shorter one.
    texts = [one["question"] for one in cases if not one.get("followup_of")]
    shares = [texts[at :: options.people][: options.questions] for at in range(options.people)]
    outcomes = run(shares)
    report(outcomes)
    return int(any(one.wrong for one in outcomes))


def run(shares: Sequence[Sequence[str]]) -> list[Outcome]:
    """Serve the sample reports and let everybody ask at once."""
    from ui.app import build, start

    everybody = [one for own in shares for one in own]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(library=Path(folder) / "library")
        with Library.open(settings) as library:
            library.add(REPORTS)
            assistant = Assistant(library, settings)
            assistant.ask("遂昌县怎么样")  # models are loaded before the first visitor
            blocks = build(assistant, library)
            page = Page.at(start(blocks, "127.0.0.1", free_port()).rstrip("/"))
            with ThreadPoolExecutor(len(shares)) as pool:
                results = list(pool.map(lambda own: person(page, own, everybody), shares))
            blocks.close(verbose=False)
    return [one for own in results for one in own]


def report(outcomes: Sequence[Outcome]) -> None:
    """Print what went wrong and the times."""
    for one in outcomes:
        if one.wrong:
            print(f"{one.question}: {one.wrong}")
    for name, values in (("first text", [o.first for o in outcomes]), ("whole", [o.whole for o in outcomes])):
        cuts = statistics.quantiles(values, n=20)
        print(
            f"{name}: p50 {statistics.median(values):.2f} s, p95 {cuts[18]:.2f} s, most {max(values):.2f} s"
        )
    print(f"{len(outcomes)} questions, {sum(bool(one.wrong) for one in outcomes)} went wrong")


if __name__ == "__main__":
    sys.exit(main())
