"""The filters of a person as their browser keeps them: one text for each who uses it. Pure functions.

Not a secret: somebody who looks into the browser's store sees them. Nobody is shown those of another.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.records import DocumentSummary, Filters
from ui import filters
from ui.filters import FACETS, NONE, Node, values

_MOST_CHARS = 20_000
"""Characters that a browser may send: more is nothing that we gave it."""


def written(on: Filters) -> str:
    """The filters as the text that a browser keeps; empty where none is on.

    >>> written(Filters(years=(2023,), kinds=("news",)))
    '{"years": ["2023"], "kinds": ["news"]}'
    """
    chosen = {facet: values(on, facet) for facet in FACETS if values(on, facet)}
    return json.dumps(chosen, ensure_ascii=False) if chosen else ""


def restored(text: object, summaries: Sequence[DocumentSummary]) -> Filters:
    """The filters of such a text, without what the library no longer has; none where it cannot be read."""
    if not isinstance(text, str) or len(text) > _MOST_CHARS:
        return NONE
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return NONE
    return present(filters.chosen(said), summaries) if isinstance(said, dict) else NONE


def of(owner: str, carried: object) -> object:
    """What a browser that brings the texts of all who used it, by name, kept for one of them.

    >>> of("li", '{"li": "a", "": "b"}'), of("wang", '{"li": "a"}'), of("", "[")
    ('a', None, None)
    """
    if not isinstance(carried, str) or len(carried) > 10 * _MOST_CHARS:
        return None
    try:
        everybody = json.loads(carried)
    except (ValueError, RecursionError):
        return None
    return everybody.get(owner) if isinstance(everybody, dict) else None


def present(on: Filters, summaries: Sequence[DocumentSummary]) -> Filters:
    """The filters without the places, years, kinds and reports that the library has nothing of."""
    places, there = set(_codes(filters.tree(summaries))), {one.id for one in summaries}
    years, kinds = filters.years(summaries), filters.kinds(summaries)
    return replace(
        on,
        places=tuple(code for code in on.places if code in places),
        years=tuple(year for year in on.years if year in years),
        kinds=tuple(kind for kind in on.kinds if kind in kinds),
        doc_ids=tuple(doc_id for doc_id in on.doc_ids if doc_id in there),
    )


def _codes(nodes: Iterable[Node]) -> Iterable[str]:
    for node in nodes:
        yield node.place.code
        yield from _codes(node.below)
