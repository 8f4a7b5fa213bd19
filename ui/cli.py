"""The terminal command `xianwen`: its arguments, its errors and its way out. What it does is in `ui.commands`."""

import argparse
import logging
import os
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping, MutableMapping
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import Any

from rich.console import Console

from ui.i18n import Language, say, terminal_language

LENT = "xianwen.commands"
"""Entry points of this group are commands of other packages: callables `main(argv, prog) -> exit code`."""

_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}
# Argparse speaks English alone; what it does not say in these forms stays as it is.
_CHINESE = (
    (r"argument COMMAND: invalid choice: (\S+) \(choose from (.*)\)", r"没有 \1 这个命令，可用的有 \2"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", r"\1 不能是 \2，可用的有 \3"),
    (r"the following arguments are required: (.*)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"argument (\S+): invalid int value: (.*)", r"\1 应是整数，不是 \2"),
    (r"argument (\S+): expected .*", r"\1 后面缺少内容"),
)
# As index.records.Kind has them, which is too heavy for help; a test holds the two together.
_KINDS = ("news", "work_report", "bulletin", "plan", "table", "other")
# As ui.people.Role, the default first, and ui.serving have them; the same holds.
_ROLES = ("reader", "editor")
_MAX_UPLOAD_MB = 256
_NOISY = (
    "chromadb",
    "httpx",
    "pdfminer",
    "sentence_transformers",
    "transformers",
    "trafilatura",
    "uvicorn.error",
)


def main(argv: list[str] | None = None) -> int:
    """Run the command and give its exit code: 0, 1 for an error, 2 for wrong usage, 130 when interrupted."""
    words = list(sys.argv[1:] if argv is None else argv)
    language = terminal_language(os.environ)
    debug = "--debug" in words
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    _quieten(os.environ, debug)
    try:
        return _dispatch(words, language)
    except KeyboardInterrupt:
        errors.print(say(language, "cli_interrupted"))
        return 130
    except BrokenPipeError:
        # The reader of our output went away (xianwen list | head); Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        errors.print(_explained(error, language), style="red", markup=False)
        if debug:
            traceback.print_exc()
    return 1


def _dispatch(words: list[str], language: Language) -> int:
    lent = _lent()
    at = next((at for at, word in enumerate(words) if not word.startswith("-")), None)
    if at is not None and words[at] in lent and not {"-h", "--help", "--version"} & set(words[:at]):
        rest = [word for word in words[at + 1 :] if word != "--debug"]
        command: Callable[[list[str], str], int] = lent[words[at]].load()
        return command(rest, f"xianwen {words[at]}")
    arguments = _parser(language, lent).parse_args(words)
    # Imported when the arguments are known to be good: what stands behind it takes seconds, help must not.
    from ui import commands

    run: Callable[[argparse.Namespace, Language, Mapping[str, str]], int] = getattr(commands, arguments.run)
    return run(arguments, language, os.environ)


def _lent() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=LENT)}


class _Parser(argparse.ArgumentParser):
    """Argparse in the person's language: its own words for usage, options and errors."""

    def __init__(self, *args: Any, language: Language = "zh", **kwargs: Any) -> None:
        kwargs["add_help"] = False
        super().__init__(*args, **kwargs)
        self._language = language
        self._positionals.title = say(language, "cli_arguments")
        self._optionals.title = say(language, "cli_options")
        self.add_argument("-h", "--help", action="help", help=say(language, "cli_help"))
        # An absent flag leaves no trace, so that `xianwen --debug add` and `xianwen add --debug` are the same.
        self.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help=say(language, "cli_debug")
        )

    def format_usage(self) -> str:
        """The usage line with its prefix in the person's language."""
        formatter = self._get_formatter()
        formatter.add_usage(
            self.usage,
            self._actions,
            self._mutually_exclusive_groups,
            prefix=say(self._language, "cli_usage"),
        )
        return formatter.format_help()

    def format_help(self) -> str:
        """The help with its headings in the person's language."""
        return super().format_help().replace("usage: ", say(self._language, "cli_usage"), 1)

    def error(self, message: str) -> Any:
        """Say what is wrong with the arguments and leave with code 2."""
        shown = _in_chinese(message) if self._language == "zh" else message
        self.exit(2, say(self._language, "cli_usage_error", error=shown, prog=self.prog) + "\n")


def _parser(language: Language, lent: Mapping[str, EntryPoint]) -> _Parser:
    parser = _Parser(prog="xianwen", language=language, description=say(language, "cli_about"))
    parser.add_argument(
        "--version", action="version", version=f"xianwen {_version()}", help=say(language, "cli_version")
    )
    made = parser.add_subparsers(
        title=say(language, "cli_commands"),
        metavar="COMMAND",
        required=True,
        dest="command",
        parser_class=_Parser,
    )

    def command(name: str, run: str, library: bool = True) -> argparse.ArgumentParser:
        about = say(language, f"cli_{name}")
        one = made.add_parser(name, help=about, description=about, language=language)
        if library:
            one.add_argument("--library", metavar="DIR", type=Path, help=say(language, "cli_library"))
        one.set_defaults(run=run)
        return one

    _arguments_of_add_and_ask(command, language)
    _arguments_of_upkeep(command, language)
    _arguments_of_the_others(command, language)
    for name in lent:
        made.add_parser(
            name, help=say(language, "cli_eval" if name == "eval" else "cli_lent"), language=language
        )
    return parser


def _arguments_of_add_and_ask(command: Callable[..., argparse.ArgumentParser], language: Language) -> None:
    add = command("add", "add")
    add.add_argument("sources", metavar="PATH|URL", nargs="+", help=say(language, "cli_add_sources"))
    ask = command("ask", "ask")
    ask.add_argument("question", metavar="QUESTION", help=say(language, "cli_ask_question"))
    ask.add_argument("--json", action="store_true", help=say(language, "cli_json"))


def _arguments_of_upkeep(command: Callable[..., argparse.ArgumentParser], language: Language) -> None:
    correct = command("correct", "correct")
    correct.add_argument("id", metavar="ID", help=say(language, "cli_remove_id"))
    correct.add_argument("--title", metavar="TITLE", help=say(language, "cli_correct_title"))
    correct.add_argument("--date", metavar="DATE", help=say(language, "cli_correct_date"))
    correct.add_argument("--place", metavar="PLACE", help=say(language, "cli_correct_place"))
    kinds = say(language, "comma").join(f"{kind} {say(language, f'kind_{kind}')}" for kind in _KINDS)
    correct.add_argument("--kind", metavar="KIND", help=say(language, "cli_correct_kind", kinds=kinds))
    for name in ("publisher", "author"):
        correct.add_argument(f"--{name}", metavar="NAME", help=say(language, f"cli_correct_{name}"))
    correct.add_argument("--reset", action="store_true", help=say(language, "cli_correct_reset"))
    check = command("check", "check")
    check.add_argument("--repair", action="store_true", help=say(language, "cli_check_repair"))
    check.add_argument("--json", action="store_true", help=say(language, "cli_json"))


def _arguments_of_the_others(command: Callable[..., argparse.ArgumentParser], language: Language) -> None:
    listed = command("list", "list_reports")
    listed.add_argument("id", metavar="ID", nargs="?", help=say(language, "cli_list_id"))
    listed.add_argument("--json", action="store_true", help=say(language, "cli_json"))
    command("remove", "remove").add_argument("id", metavar="ID", help=say(language, "cli_remove_id"))
    _arguments_of_feedback(command, language)
    serve = command("serve", "serve")
    serve.add_argument("--host", metavar="HOST", default="127.0.0.1", help=say(language, "cli_host"))
    serve.add_argument("--port", metavar="PORT", type=int, help=say(language, "cli_port"))
    serve.add_argument("--open", action="store_true", help=say(language, "cli_open"))
    _arguments_of_serving(serve, language)
    user = command("user", "user", library=False)
    user.add_argument("name", metavar="NAME", help=say(language, "cli_user_name"))
    user.add_argument("--role", choices=_ROLES, default=_ROLES[0], help=say(language, "cli_user_role"))


def _arguments_of_serving(serve: argparse.ArgumentParser, language: Language) -> None:
    serve.add_argument("--users", metavar="FILE", type=Path, help=say(language, "cli_users"))
    serve.add_argument("--base-path", metavar="PATH", default="", help=say(language, "cli_base_path"))
    upload = say(language, "cli_max_upload", default=_MAX_UPLOAD_MB)
    serve.add_argument("--max-upload-mb", metavar="MB", type=int, default=_MAX_UPLOAD_MB, help=upload)
    serve.add_argument("--queue", metavar="N", type=int, help=say(language, "cli_queue"))
    serve.add_argument("--mcp", action="store_true", help=say(language, "cli_mcp"))


def _arguments_of_feedback(command: Callable[..., argparse.ArgumentParser], language: Language) -> None:
    made = command("feedback", "feedback_list").add_subparsers(
        title=say(language, "cli_commands"),
        metavar="COMMAND",
        required=True,
        dest="what",
        parser_class=_Parser,
    )
    for name in ("list", "export"):
        about = say(language, f"cli_feedback_{name}")
        one = made.add_parser(name, help=about, description=about, language=language)
        # Absent, it leaves what stands before the name of the command.
        one.add_argument(
            "--library",
            metavar="DIR",
            type=Path,
            default=argparse.SUPPRESS,
            help=say(language, "cli_library"),
        )
        one.set_defaults(run=f"feedback_{name}")
        if name == "export":
            one.add_argument("out", metavar="OUT.jsonl", type=Path, help=say(language, "cli_feedback_out"))
        else:
            one.add_argument("--json", action="store_true", help=say(language, "cli_json"))


def _quieten(environ: MutableMapping[str, str], debug: bool) -> None:
    """Keep the progress bars, telemetry and advice of libraries off the terminal; what a person set stays."""
    for name, value in _QUIET.items():
        environ.setdefault(name, value)
    if debug:
        return
    warnings.filterwarnings("ignore")
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)


def _version() -> str:
    try:
        return version("xianwen")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0+checkout"


def _in_chinese(message: str) -> str:
    for pattern, words in _CHINESE:
        message = re.sub(f"^{pattern}$", words, message)
    return message


def _explained(error: Exception, language: Language) -> str:
    from index.errors import XianwenError

    known = isinstance(error, XianwenError)
    message = error.in_language(language) if isinstance(error, XianwenError) else str(error)
    line = " ".join(message.split()) or type(error).__name__
    return say(language, "cli_error" if known else "cli_unexpected", error=line)


if __name__ == "__main__":
    sys.exit(main())
