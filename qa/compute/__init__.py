"""Answers that are computed: comparing, ranking, counting, summing, growth between years and trends.

What is asked (`asked`, `across`) becomes wanted cells; each is filled from the table of figures (`cells`) or, where that has none, from the
passages (`passages`, `fromto`, `made`), computed with exactly (`numbers`), and worded with its citations (`wording`, `ranked`, `sheet`).
"""

from qa.compute.answer import (
    asked_cell,
    computed,
    is_of_another,
    is_part,
    is_settled,
    looked_up,
    needs_all,
)
from qa.compute.made import beside, grown, with_unit
from qa.compute.records import Computing, Read

__all__ = [
    "Computing",
    "Read",
    "asked_cell",
    "beside",
    "computed",
    "grown",
    "is_of_another",
    "is_part",
    "is_settled",
    "looked_up",
    "needs_all",
    "with_unit",
]
