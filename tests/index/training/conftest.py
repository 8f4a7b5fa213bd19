"""The small world that trainings are tested on."""

from tests.training_world import base, facts_file

__all__ = ["base", "facts_file"]
