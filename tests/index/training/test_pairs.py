from random import Random

from index.training.pairs import Pair, batches, pairs_of
from index.training.reading import Example, Span


def asked(question, context, answer, source="synthetic_county", header="甲县 | 2023年"):
    spans = (Span(answer, context.index(answer)),) if answer else ()
    return Example("x", source, question, context, spans, header, "甲县")


def test_what_was_given_as_not_answering_comes_before_the_rest_of_the_report():
    examples = [
        asked("茶园面积多少", "2023年茶园面积12万亩。", "12万亩"),
        asked("谁负责", "项目由李明负责。", "李明"),
        asked("茶园面积多少", "2022年茶园面积稳步扩大。", ""),
    ]
    first, second = pairs_of(examples)
    assert first.passage == "甲县 | 2023年\n2023年茶园面积12万亩。"
    assert first.misses == ("甲县 | 2023年\n2022年茶园面积稳步扩大。", "甲县 | 2023年\n项目由李明负责。")
    assert second.misses[0] == "甲县 | 2023年\n2023年茶园面积12万亩。"


def test_a_passage_with_the_words_of_the_answer_is_no_miss():
    examples = [
        asked("茶园面积多少", "2023年茶园面积12万亩。", "12万亩"),
        asked("茶园多大", "到年底茶园有12万亩。", ""),
    ]
    assert pairs_of(examples) == []


def test_contexts_without_a_header_are_cut_as_the_library_cuts_them():
    long = "甲县茶园面积12万亩。" + "".join(f"第{n}个镇发展竹产业，农民增收。" for n in range(60))
    (pair,) = pairs_of([asked("茶园面积多少", long, "12万亩", "cmrc2018_train", header="")])
    assert pair.passage.startswith("甲县\n甲县茶园面积12万亩。")
    assert len(pair.passage) < len(long)
    assert all(miss.startswith("甲县\n第") or "个镇" in miss for miss in pair.misses)


def test_an_epoch_is_whole_batches_of_the_pairs_that_take_part():
    own = [Pair("synthetic_county", f"问{n}", f"段{n}", ("别",)) for n in range(40)]
    read = [Pair("cmrc2018_train", f"读{n}", f"文{n}", ("别",)) for n in range(10)]
    made = batches([*own, *read], 4, 0.0, Random(0))
    assert [len(batch) for batch in made] == [4, 4]
    assert all(pair.source == "cmrc2018_train" for batch in made for pair in batch)
    everything = batches([*own, *read], 4, 1.0, Random(0))
    assert len(everything) == 12  # 50 pairs: the last two fill no batch
    assert everything == batches([*own, *read], 4, 1.0, Random(0))
    assert everything != batches([*own, *read], 4, 1.0, Random(1))
