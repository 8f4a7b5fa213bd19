"""Public benchmarks over data that the caller has: one adapter each, and the published figures beside ours."""

from eval.benchmarks.command import main, run

__all__ = ["main", "run"]
