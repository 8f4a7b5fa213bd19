"""Words and languages."""

from string import Formatter
from typing import get_args

import pytest

from index.records import Kind, ProblemKind
from ui import words_page, words_terminal
from ui.i18n import WORDS, browser_language, kind_name, say, terminal_language


def test_both_languages_say_the_same_things_with_the_same_fields():
    def fields(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert WORDS["zh"].keys() == WORDS["en"].keys()
    assert {key: fields(text) for key, text in WORDS["zh"].items()} == {
        key: fields(text) for key, text in WORDS["en"].items()
    }


def test_no_word_is_said_in_two_places():
    assert not words_page.ZH.keys() & words_terminal.ZH.keys()
    assert len(WORDS["zh"]) == len(words_page.ZH) + len(words_terminal.ZH)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_and_every_problem_has_its_words(language):
    assert all(kind_name(kind, language) for kind in get_args(Kind))
    assert all(f"problem_{problem}" in WORDS[language] for problem in get_args(ProblemKind))


def test_say_fills_in_and_refuses_unknown_words():
    assert say("zh", "page", page=3) == "第 3 页"
    with pytest.raises(KeyError):
        say("en", "no such word")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE@euro"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),  # LC_ALL is stronger than LANG
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),  # an empty variable says nothing
        ({"LANG": "en_US.UTF-8", "XIANWEN_LANGUAGE": "zh"}, "zh"),
    ],
)
def test_terminal_language(environ, language):
    assert terminal_language(environ) == language


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("*", "zh"),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-Hant-HK", "zh"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("en;q=0.5, zh-CN;q=0.9", "zh"),  # the weight decides, not the place
        ("fr-FR", "en"),
        ("zhx", "en"),  # another language whose tag only begins alike
    ],
)
def test_browser_language(accept, language):
    assert browser_language(accept) == language
