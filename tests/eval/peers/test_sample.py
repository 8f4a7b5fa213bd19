import pytest

from eval.cases import Case
from eval.peers.sample import stratified
from index.errors import SettingsError

# 20 figures, 3 dates, 1 absent, and a follow-up of a follow-up of a figure.
CASES = [
    *(Case(f"f{n}", "figure", "？", ("1",)) for n in range(20)),
    *(Case(f"d{n}", "date", "？", ("1",)) for n in range(3)),
    Case("a0", "absent", "？"),
    Case("u0", "followup", "？", ("1",), followup_of="f7"),
    Case("u1", "followup", "？", ("1",), followup_of="u0"),
]


@pytest.mark.parametrize("seed", range(20))
def test_every_type_is_there_and_parents_come_along(seed):
    drawn = stratified(CASES, 8, seed)
    ids = {case.id for case in drawn}
    assert {case.type for case in drawn} == {"figure", "date", "absent", "followup"}
    assert all(case.followup_of in ids for case in drawn if case.followup_of)
    # 8, and at most the two that the last follow-up drawn brings along.
    assert 8 <= len(drawn) <= 10
    assert [case.id for case in drawn] == [case.id for case in CASES if case.id in ids]


def test_the_seed_draws():
    assert stratified(CASES, 8, 1) == stratified(CASES, 8, 1)
    assert len({tuple(case.id for case in stratified(CASES, 8, seed)) for seed in range(10)}) > 1


@pytest.mark.parametrize("size", [None, 26, 100])
def test_all_where_the_sample_is_no_smaller(size):
    assert stratified(CASES, size) == CASES


def test_fewer_than_the_types_is_an_error():
    with pytest.raises(SettingsError, match="a sample of 3 cannot hold 4 types; take 4 or more"):
        stratified(CASES, 3)
