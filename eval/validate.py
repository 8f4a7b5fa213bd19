"""Validates known cases against their reports: `python -m eval.validate CASES.jsonl… --reports FOLDER`.

Sound are cases whose quotes are the reports' own characters, whose gold stands in the quotes and is judged right,
and that no second report answers otherwise. The last cannot be computed: what looks like a second answer is
listed, and is settled by a person who reads it and names the report in the case's `distractors`.
"""

import argparse
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from eval.cases import NOT_ANSWERABLE, TYPES, Case, read_cases, resolve
from eval.judge import answer_correct
from eval.numbers import quantities
from eval.run import locate
from eval.text import contains, normalise
from index.clean import clean
from index.describe import describe
from index.errors import UnreachableSource, XianwenError
from index.lexical import query_terms, terms
from index.load import load
from qa.sentences import sentences

LONGEST_FROM_REPORT = 13
"""Characters in a row that a question may share with a report, so long are names; one more is a clause taken over."""
LONGEST_FROM_SOURCE = 17
"""Characters in a row that a report may share with the text its facts are from."""
SECOND_ANSWER = 0.55
"""Share of a question's telling terms that makes a sentence of another report look like an answer."""
_OPEN = {"comparison", "yes_no"}
"""These name what they ask about, so the answer may stand in the question."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report as the library stores it: its file stem, text, and the words its header adds to a chunk."""

    stem: str
    text: str
    header: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a case or a report, in a line."""

    subject: str
    what: str


def read_reports(folder: Path) -> list[Report]:
    """Every file of a folder as it is stored, by name. Raises SourceError where one cannot be read."""
    if not folder.is_dir():
        raise UnreachableSource(f"{folder} is no folder; give --reports a folder of reports")
    return [_report(path) for path in sorted(folder.iterdir()) if path.is_file()]


def problems(cases: Sequence[Case], reports: Sequence[Report]) -> list[Problem]:
    """All that is unsound, in the order of the cases."""
    texts = {report.stem: report.text for report in reports}
    normal = {stem: normalise(text) for stem, text in texts.items()}
    rivals = SecondAnswers(reports)
    found = [
        Problem(case.id, what)
        for case in cases
        for what in (*_form(case), *_evidence(case, texts), *_question(case, normal), *rivals.of(case))
    ]
    return [*found, *_repeated(cases)]


def copied(reports: Sequence[Report], sources: Sequence[Report]) -> list[Problem]:
    """The reports that share a longer run of characters with a source than LONGEST_FROM_SOURCE, white space aside."""
    longest = LONGEST_FROM_SOURCE + 1
    runs = {packed[at : at + longest] for source in sources for packed in [_packed(source.text)]
            for at in range(len(packed) - longest + 1)}  # fmt: skip
    found = []
    for report in reports:
        body = _packed(report.text).split("资料来源")[0]
        parts = (body[at : at + longest] for at in range(len(body) - longest + 1))
        shared = next((part for part in parts if part in runs), "")
        if shared:
            found.append(Problem(report.stem, f"shares {shared!r} with a source; say it in other words"))
    return found


class SecondAnswers:
    """Finds sentences of other reports that look like an answer to a case.

    A sentence is read under its report's header and with the sentence before it. It looks like an answer when it
    holds SECOND_ANSWER of the weight of the question's terms (inverse sentence frequency), and a figure where the
    gold is one.
    """

    def __init__(self, reports: Sequence[Report]) -> None:
        self._units = [unit for report in reports for unit in _units(report)]
        counts = Counter(term for _, _, held in self._units for term in held)
        self._weights = {term: math.log((len(self._units) + 1) / n) for term, n in counts.items()}

    def of(self, case: Case) -> Iterator[str]:
        """What to say of each report that seems to answer the case and is not among its evidence or distractors."""
        # An elliptic question has too few words of its own to be looked for.
        if case.type == "followup":
            return
        asked = self._asked(case.question)
        known = {item.doc for item in case.evidence} | set(case.distractors)
        wants_figure = any(quantities(answer) for answer in case.answers)
        for stem, sentence, held in self._units:
            share = sum(weight for term, weight in asked.items() if term in held)
            if (
                stem in known
                or share < SECOND_ANSWER
                or (case.answers and wants_figure and not quantities(sentence))
            ):
                continue
            known.add(stem)
            yield f"{stem} may answer it too: {sentence!r}; if it does not, name it in distractors"

    def _asked(self, question: str) -> Mapping[str, float]:
        most = math.log(len(self._units) + 1)
        weights = {term: self._weights.get(term, most) for term in query_terms(question)}
        total = sum(weights.values()) or 1.0
        return {term: weight / total for term, weight in weights.items()}


def _form(case: Case) -> Iterator[str]:
    if case.type not in TYPES:
        yield f"type {case.type!r} is unknown; known are {', '.join(TYPES)}"
    if case.answerable == (case.type in NOT_ANSWERABLE):
        yield "gold and type disagree: these have no answers and no key points: " + ", ".join(NOT_ANSWERABLE)
    if bool(case.evidence) != case.answerable:
        yield "evidence goes with an answer; give both or neither"
    if (case.type == "followup") != (case.followup_of is not None):
        yield "a followup, and nothing else, names the case it follows"
    if case.type in {"list", "trend"} and not case.all_required:
        yield f"a {case.type} wants all_required"
    if (case.type == "reason") != bool(case.key_points) and case.type != "followup":
        yield "a reason, and nothing else, has key_points"
    gold = "，".join(case.answers or case.key_points)
    if not answer_correct(case, gold, refused=not case.answerable):
        yield f"its own gold {gold!r} is not judged right"


def _evidence(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    for item in case.evidence:
        if item.doc not in texts:
            yield f"evidence names {item.doc!r}, which is no report"
            continue
        places = len(locate(texts[item.doc], item.quote))
        # Evidence given as offsets was quoted from there, and says itself which place it means.
        if places != 1 and not item.end:
            yield f"{item.quote!r} stands {places} times in {item.doc}; quote what stands there once"
    quotes = "\n".join(item.quote for item in case.evidence)
    for form in (*case.answers, *case.key_points):
        if case.type != "comparison" and not contains(quotes, form) and case.type != "multi_report":
            yield f"{form!r} is not in the quotes"


def _question(case: Case, normal: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a question; `normal` are the normalised texts of the reports."""
    if case.type not in _OPEN:
        yield from (
            f"the question gives {form!r} away" for form in case.answers if contains(case.question, form)
        )
    question, longest = normalise(case.question), LONGEST_FROM_REPORT + 1
    runs = [question[at : at + longest] for at in range(len(question) - longest + 1)]
    yield from (
        f"{run!r} is taken over from {stem}" for stem, text in normal.items() for run in runs if run in text
    )


def _repeated(cases: Sequence[Case]) -> list[Problem]:
    asked: dict[tuple[str, str | None], str] = {}
    found = []
    for case in cases:
        first = asked.setdefault((normalise(case.question), case.followup_of), case.id)
        if first != case.id:
            found.append(Problem(case.id, f"asks what {first} asks"))
    return found


def _units(report: Report) -> Iterator[tuple[str, str, frozenset[str]]]:
    header, before = frozenset(terms(report.header)), ""
    for start, end in sentences(report.text):
        sentence = report.text[start:end].strip()
        yield report.stem, sentence, header | frozenset(terms(before + sentence))
        before = sentence


def _report(path: Path) -> Report:
    loaded = load(path.name, path.read_bytes())
    cleaned = clean(loaded)
    about = describe(path.name, loaded, cleaned)
    label = about.place.label if about.place else ""
    return Report(path.stem, cleaned.text, f"{label} {about.date} {about.title}")


def _packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def main(argv: Sequence[str] | None = None) -> int:
    """Print every problem; the exit code is 0 where there is none, 1 otherwise."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.validate", description="Validate known cases against their reports."
    )
    parser.add_argument(
        "cases", nargs="*", type=Path, metavar="CASES.jsonl", help="known cases, one JSON object a line"
    )
    parser.add_argument("--reports", type=Path, required=True, help="folder of the reports they are about")
    parser.add_argument(
        "--sources", type=Path, help="folder of texts that the reports may not be copied from"
    )
    parser.add_argument("--show", metavar="STEM", help="print this report as it is stored, and end")
    options = parser.parse_args(argv)
    console = Console(soft_wrap=True, markup=False, highlight=False)
    try:
        reports = read_reports(options.reports)
        if options.show:
            console.print("\n".join(report.text for report in reports if report.stem == options.show))
            return 0
        cases = [case for path in options.cases for case in resolve(read_cases(path), options.reports)]
        found = problems(cases, reports)
        if options.sources:
            found += copied(reports, read_reports(options.sources))
    except XianwenError as error:
        console.print(f"python -m eval.validate: {error}")
        return 1
    for problem in found:
        console.print(f"{problem.subject}: {problem.what}")
    console.print(f"{len(cases)} cases, {len(reports)} reports, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
