"""A small sample of the cases in which every type is there, for chat models that take minutes."""

import random
from collections.abc import Sequence

from eval.cases import Case
from index.errors import SettingsError


def stratified(cases: Sequence[Case], size: int | None, seed: int = 0) -> list[Case]:
    """About `size` cases in their order: one of every type, drawn at random, then any, drawn at random.

    The same seed draws the same cases. A follow-up comes with the cases it follows, which count, and may take the
    sample over `size` by their number. None, or no fewer than there are, gives all.
    Raises SettingsError where there are more types than `size`.
    """
    if size is None or size >= len(cases):
        return list(cases)
    types = list(dict.fromkeys(case.type for case in cases))
    if size < len(types):
        raise SettingsError(f"a sample of {size} cannot hold {len(types)} types; take {len(types)} or more")
    drawn = random.Random(seed).sample(list(cases), len(cases))
    firsts = [next(case for case in drawn if case.type == name) for name in types]
    by_id = {case.id: case for case in cases}
    chosen: set[str] = set()
    for at, case in enumerate([*firsts, *drawn]):
        if at >= len(firsts) and len(chosen) >= size:
            break
        chosen |= _with_parents(case, by_id)
    return [case for case in cases if case.id in chosen]


def _with_parents(case: Case, by_id: dict[str, Case]) -> set[str]:
    ids = {case.id}
    while case.followup_of is not None:
        case = by_id[case.followup_of]
        ids.add(case.id)
    return ids
