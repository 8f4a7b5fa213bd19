"""`python -m qa.training synthesise | written | asked | train | evaluate | calibrate | export`: see the README beside this file."""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.training.terminal import add_run, command, trained
from qa.training.train import TrainConfig

logger = logging.getLogger("qa.training")
LOG_PAIRS = 200


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it went well, 1 with one line on stderr if not."""
    return command(_parser(), argv)


def _train(arguments: argparse.Namespace) -> None:
    from qa.training.train import train

    trained(train, TrainConfig, arguments)


def _evaluate(arguments: argparse.Namespace) -> None:
    from index.training.reading import read_examples
    from qa.read import TransformerReader
    from qa.training.evaluate import evaluate

    def log(done: int, total: int) -> None:
        if done % LOG_PAIRS == 0:
            logger.info("%d of %d", done, total)

    reader = TransformerReader(str(arguments.model))
    results: dict[str, Any] = {}
    for path in arguments.files:
        examples = read_examples([path])[: arguments.limit]
        results[path.name] = evaluate(reader, examples, log).to_dict()
    text = json.dumps(results, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(text)
    if arguments.json:
        arguments.json.write_text(text, encoding="utf-8")


def _synthesise(arguments: argparse.Namespace) -> None:
    from qa.training.synthesis.generate import synthesise

    dev = arguments.split == "dev"
    made = synthesise(arguments.out, arguments.reports, arguments.seed, arguments.count, dev)
    sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def _written(arguments: argparse.Namespace) -> None:
    from qa.training.written import write

    made = write(arguments.out, arguments.reports, arguments.rounds, arguments.seed)
    sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def _asked(arguments: argparse.Namespace) -> None:
    from qa.training.asked import write

    made = write(arguments.out, arguments.texts, arguments.questions, arguments.rounds, arguments.seed)
    sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def _calibrate(arguments: argparse.Namespace) -> None:
    from dataclasses import asdict

    from index.training.reading import read_examples
    from qa.read import TransformerReader
    from qa.training.calibrate import fit
    from qa.training.evaluate import outcomes, predict_all

    examples = read_examples(arguments.files)
    fitted = fit(*outcomes(*predict_all(TransformerReader(str(arguments.model)), examples)))
    arguments.out.write_text(json.dumps(asdict(fitted)) + "\n", encoding="utf-8")
    logger.info("%s over %d examples", fitted, len(examples))


def _export(arguments: argparse.Namespace) -> None:
    from qa.training.export import export

    options = {
        "record": arguments.record,
        "scores": arguments.scores,
        "calibration": arguments.calibration,
        "log": arguments.log,
    }
    for path in export(arguments.checkpoint, arguments.out, arguments.samples, **options):
        logger.info("%s, %.1f MB", path, path.stat().st_size / 1e6)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa.training", description="Train and measure the reader."
    )
    commands = parser.add_subparsers(required=True)
    _add_synthesise(commands.add_parser("synthesise", help="write training examples made for the domain"))
    _add_written(commands.add_parser("written", help="make training examples of the reports that we wrote"))
    _add_asked(
        commands.add_parser("asked", help="make training examples of the questions about national reports")
    )
    _add_train(commands.add_parser("train", help="train on reading files; goes on where it was interrupted"))
    measure = commands.add_parser("evaluate", help="EM, F1, AUC and risk against coverage, as JSON")
    measure.add_argument("model", type=Path, metavar="MODEL")
    measure.add_argument("files", type=Path, nargs="+", metavar="FILE")
    measure.add_argument("--limit", type=int, help="only the first so many questions of each file")
    measure.add_argument("--json", type=Path, metavar="OUT", help="also write the result there")
    measure.set_defaults(run=_evaluate)
    fitting = commands.add_parser("calibrate", help="make the score of an uncalibrated model a probability")
    fitting.add_argument("model", type=Path, metavar="MODEL")
    fitting.add_argument("files", type=Path, nargs="+", metavar="FILE")
    fitting.add_argument("--out", type=Path, required=True, metavar="FILE")
    fitting.set_defaults(run=_calibrate)
    ship = commands.add_parser("export", help="8-bit graph, tokenizer, card, checksums")
    ship.add_argument("checkpoint", type=Path, metavar="CHECKPOINT")
    ship.add_argument("out", type=Path, metavar="OUT")
    ship.add_argument("--samples", type=Path, required=True, help="reading file with typical inputs")
    ship.add_argument("--record", type=Path, help="training record in place of CHECKPOINT/training.json")
    ship.add_argument("--scores", type=Path, help="result of evaluate --json, for the card")
    ship.add_argument("--calibration", type=Path, help="result of calibrate")
    ship.add_argument("--log", type=Path, help="log of the training, its last lines for the card")
    ship.set_defaults(run=_export)
    return parser


def _add_synthesise(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument(
        "--reports",
        type=Path,
        nargs="*",
        default=[],
        metavar="DIR",
        help="folders of national reports (.txt)",
    )
    parser.add_argument("--split", choices=("train", "dev"), default="train")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20000)
    parser.set_defaults(run=_synthesise)


def _add_written(parser: argparse.ArgumentParser) -> None:
    from qa.training.written import FOLDER

    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--reports", type=Path, default=FOLDER, metavar="DIR")
    _add_rounds(parser)
    parser.set_defaults(run=_written)


def _add_asked(parser: argparse.ArgumentParser) -> None:
    from qa.training.asked import FOLDER

    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument(
        "--texts",
        type=Path,
        nargs="+",
        required=True,
        metavar="DIR",
        help="folders of the reports asked about",
    )
    parser.add_argument("--questions", type=Path, default=FOLDER, metavar="DIR")
    _add_rounds(parser)
    parser.set_defaults(run=_asked)


def _add_rounds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rounds", type=int, default=1, help="how often each question is drawn, with other near-misses"
    )
    parser.add_argument("--seed", type=int, default=1)


def _add_train(parser: argparse.ArgumentParser) -> None:
    add_run(parser, TrainConfig())
    parser.set_defaults(run=_train)


if __name__ == "__main__":
    sys.exit(main())
