"""What the terminals of both trainings share: how a command ends, the arguments of a run, and its log."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from index.errors import XianwenError
from index.training.loop import Step
from index.training.runs import Record, Schedule

logger = logging.getLogger(__name__)
LOG_STEPS = 50


def command(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> int:
    """Parse, log to stderr, and run what was parsed; 0 if it went well, 1 with one line on stderr if not."""
    arguments = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        arguments.run(arguments)
    except XianwenError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def add_run(parser: argparse.ArgumentParser, defaults: Schedule) -> None:
    """Data, base, folder, and every setting of the recipe with its default."""
    parser.add_argument("data", type=Path, nargs="+", metavar="DATA")
    parser.add_argument(
        "--base", type=Path, required=True, metavar="FOLDER", help="the encoder to start from"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-every", type=int, default=100, metavar="STEPS")
    for name, value in ((f.name, getattr(defaults, f.name)) for f in fields(defaults)):
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value, help=f"[{value}]")


def trained(train: Callable[..., Record], config: type[Any], arguments: argparse.Namespace) -> None:
    """Train as the arguments say, and log how it goes."""

    def log(step: Step) -> None:
        if step.number % LOG_STEPS == 0:
            logger.info("%d of %d, loss %.3f", step.number, step.steps, step.mean_loss)

    settings = config(**{f.name: getattr(arguments, f.name) for f in fields(config)})
    options = {"threads": arguments.threads, "save_every": arguments.save_every, "progress": log}
    record = train(arguments.data, arguments.base, arguments.out, settings, **options)
    logger.info(
        "%d steps in %.0f seconds, %.0f tokens a second, loss %.3f",
        record.steps,
        record.seconds,
        record.tokens / max(record.seconds, 1e-9),
        record.loss,
    )
