import pytest

from qa import Assistant, Settings
from qa.records import Reading
from qa.rewording import in_words_of, wordings


@pytest.mark.parametrize(
    ("question", "passage", "asked"),
    [
        ("乡下人一年能挣多少", "农村居民人均可支配收入2万元", "农村居民一年能收入多少"),
        ("高铁有多长", "高速铁路1.1万公里", "高速铁路有多长"),
        ("高铁有多长", "高铁1.1万公里，高速铁路网", "高铁有多长"),  # it has the word itself
        ("一年能赚多少利润", "利润1.2亿元", "一年能赚多少利润"),  # 利润 is in the question
        ("村支书叫什么", "全村300户", "村支书叫什么"),
    ],
)
def test_a_question_in_the_words_of_a_passage(question, passage, asked):
    assert in_words_of(question, passage) == asked


def test_the_longest_words_come_first_and_none_stands_for_itself():
    sizes = [len(word) for word in wordings()]
    assert sizes == sorted(sizes, reverse=True)
    assert not [word for word, written in wordings().items() if word in written]


class Noting:
    """A reader that notes what it was asked, and finds the first four characters of each passage."""

    def __init__(self):
        self.asked = []

    def read(self, question, passages, top=8):
        self.asked.append((question, len(passages)))
        return [Reading(at, 0, 4, float(len(one.text))) for at, one in enumerate(passages)]


def test_each_passage_is_read_in_its_own_words(library, tmp_path):
    for name, text in (
        ("a", "遂昌县的高铁通车，全长30公里。"),
        ("b", "遂昌县的高速铁路通车，全长300公里，明年再修。"),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        library.add(tmp_path / f"{name}.txt")
    reader = Noting()
    assistant = Assistant(library, Settings(library=library._settings.library), reader=reader)
    _, spans, _ = assistant.candidates("遂昌县的高铁有多长")
    assert {question for question, _ in reader.asked} == {"遂昌县的高铁有多长", "遂昌县的高速铁路有多长"}
    assert all(one.hit.chunk.text.startswith(one.text) for one in spans)
