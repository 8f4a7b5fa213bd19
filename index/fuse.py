"""Reciprocal rank fusion: several rankings become one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

K = 60
EQUAL: Mapping[str, float] = {}


def reciprocal_rank(
    legs: Mapping[str, Sequence[str]], k: int = K, weights: Mapping[str, float] = EQUAL
) -> list[tuple[str, float, dict[str, int]]]:
    """(id, score, rank in each leg), best first; ties go to the id that sorts first.

    score = Σ weight / (k + rank), ranks from 1 (Cormack, Clarke & Büttcher, SIGIR 2009, k = 60, where every weight
    is 1, as here that of a leg without one).

    >>> [(id, ranks) for id, _, ranks in reciprocal_rank({"dense": ["a", "b"], "lexical": ["b", "c"]})]
    [('b', {'dense': 2, 'lexical': 1}), ('a', {'dense': 1}), ('c', {'lexical': 2})]
    """
    ranks: dict[str, dict[str, int]] = defaultdict(dict)
    for leg, ids in legs.items():
        for rank, one in enumerate(ids, start=1):
            ranks[one].setdefault(leg, rank)
    scored = [
        (one, sum(weights.get(leg, 1.0) / (k + rank) for leg, rank in where.items()), where)
        for one, where in ranks.items()
    ]
    return sorted(scored, key=lambda item: (-item[1], item[0]))
