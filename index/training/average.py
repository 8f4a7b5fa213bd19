"""The mean of two trained models of one shape, the later of which went on from the earlier.

Between the two the loss has no ridge, and half way often generalises better than either end (Wortsman et al. 2022, model soups,
arXiv:2203.05482). Configuration, tokenizer and record are those of the later one.
"""

import shutil
from pathlib import Path

from safetensors.torch import load_file, save_file

from index.errors import ModelError
from index.training.runs import STATE, WEIGHTS


def average(earlier: Path, later: Path, out: Path) -> Path:
    """Write the mean of the weights of two folders; returns its path. Raises ModelError where they are not of one shape."""
    one, two = load_file(earlier / WEIGHTS), load_file(later / WEIGHTS)
    if {name: value.shape for name, value in one.items()} != {n: v.shape for n, v in two.items()}:
        raise ModelError(
            f"{earlier} and {later} are not models of one shape; average a run with its own base"
        )
    shutil.copytree(later, out, ignore=shutil.ignore_patterns(STATE), dirs_exist_ok=True)
    mean = {name: (0.5 * one[name].float() + 0.5 * two[name].float()).contiguous() for name in two}
    save_file(mean, out / WEIGHTS, metadata={"format": "pt"})
    return out / WEIGHTS
