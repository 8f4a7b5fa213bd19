"""Reciprocal rank fusion: several rankings become one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

K = 60


def reciprocal_rank(legs: Mapping[str, Sequence[str]], k: int = K) -> list[tuple[str, float, dict[str, int]]]:
    """(id, score, rank in each leg), best first; ties go to the id that sorts first.

    score = Σ 1 / (k + rank), ranks from 1 (Cormack, Clarke & Büttcher, SIGIR 2009, k = 60).

    >>> [(id, ranks) for id, _, ranks in reciprocal_rank({"dense": ["a", "b"], "lexical": ["b", "c"]})]
    [('b', {'dense': 2, 'lexical': 1}), ('a', {'dense': 1}), ('c', {'lexical': 2})]
    """
    ranks: dict[str, dict[str, int]] = defaultdict(dict)
    for leg, ids in legs.items():
        for rank, one in enumerate(ids, start=1):
            ranks[one].setdefault(leg, rank)
    scored = [(one, sum(1.0 / (k + rank) for rank in where.values()), where) for one, where in ranks.items()]
    return sorted(scored, key=lambda item: (-item[1], item[0]))
