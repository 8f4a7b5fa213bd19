"""`python -m index.training split | train | export | thaw | average`: see the README beside this file."""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from index.training.terminal import add_run, command, trained
from index.training.train import TrainConfig

logger = logging.getLogger("index.training")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it went well, 1 with one line on stderr if not."""
    return command(_parser(), argv)


def _split(arguments: argparse.Namespace) -> None:
    from index.training.holdout import counts, hold_out, write_split

    files = write_split(hold_out(arguments.files, arguments.questions), arguments.out)
    sys.stdout.write(json.dumps(counts(files), ensure_ascii=False, indent=2) + "\n")


def _train(arguments: argparse.Namespace) -> None:
    from index.training.train import train

    trained(train, TrainConfig, arguments)


def _export(arguments: argparse.Namespace) -> None:
    from index.training.export import export

    options = {"record": arguments.record, "scores": arguments.scores, "log": arguments.log}
    for path in export(arguments.checkpoint, arguments.base, arguments.out, arguments.samples, **options):
        logger.info("%s, %.1f MB", path, path.stat().st_size / 1e6)


def _thaw(arguments: argparse.Namespace) -> None:
    from index.training.marks import cut_at_marks
    from index.training.thaw import thaw

    logger.info("%s", thaw(arguments.folder, arguments.out))
    if arguments.cut_at_marks:
        cut_at_marks(arguments.out / "tokenizer.json")


def _average(arguments: argparse.Namespace) -> None:
    from index.training.average import average

    logger.info("%s", average(arguments.earlier, arguments.later, arguments.out))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index.training", description="Train the encoder.")
    commands = parser.add_subparsers(required=True)
    split = commands.add_parser("split", help="hold questions out of the first file, by title")
    split.add_argument("files", type=Path, nargs="+", metavar="FILE")
    split.add_argument("--questions", type=int, default=500)
    split.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    split.set_defaults(run=_split)
    training = commands.add_parser("train", help="train on reading files; goes on where it was interrupted")
    add_run(training, TrainConfig())
    training.set_defaults(run=_train)
    ship = commands.add_parser("export", help="8-bit graph, tokenizer, card, checksums")
    ship.add_argument("checkpoint", type=Path, metavar="CHECKPOINT")
    ship.add_argument("out", type=Path, metavar="OUT")
    ship.add_argument(
        "--base", type=Path, required=True, help="the folder it was trained from, for its prompts"
    )
    ship.add_argument("--samples", type=Path, required=True, help="reading file with typical inputs")
    ship.add_argument("--record", type=Path, help="training record in place of CHECKPOINT/training.json")
    ship.add_argument("--scores", type=Path, help="a Markdown table for the card")
    ship.add_argument("--log", type=Path, help="log of the training, its last lines for the card")
    ship.set_defaults(run=_export)
    thawing = commands.add_parser("thaw", help="a base to train on out of a folder that ships")
    thawing.add_argument("folder", type=Path, metavar="FOLDER")
    thawing.add_argument("out", type=Path, metavar="OUT")
    thawing.add_argument(
        "--cut-at-marks", action="store_true", help="punctuation and 的, 是, 由 become tokens of their own"
    )
    thawing.set_defaults(run=_thaw)
    meaning = commands.add_parser("average", help="the mean of a run and the base it began with")
    for name in ("earlier", "later", "out"):
        meaning.add_argument(name, type=Path, metavar=name.upper())
    meaning.set_defaults(run=_average)
    return parser


if __name__ == "__main__":
    sys.exit(main())
