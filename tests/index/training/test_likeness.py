from index.training.likeness import NearMisses, bigrams


def test_bigrams_are_sorted_and_distinct():
    assert bigrams("遂昌遂昌") == ["昌遂", "遂昌"]
    assert bigrams("县") == []


PARAGRAPHS = ["甲县茶园面积12万亩", "乙县茶园面积八万亩", "丙县茶园12万亩", "丁县大桥"]


def test_the_nearest_paragraph_without_the_answer_is_the_miss():
    misses = NearMisses(PARAGRAPHS)
    # Bigrams of 甲县茶园面积 shared: 乙 4 (县茶 茶园 园面 面积), 丙 2, 丁 0; 甲 has them all but is its own.
    assert misses.find("甲县茶园面积", PARAGRAPHS[0], ["12万亩"]) == PARAGRAPHS[1]
    # 丙 is the runner-up but also holds 12万亩; with 八万亩 excluded too nothing is left.
    assert misses.find("甲县茶园面积", PARAGRAPHS[0], ["12万亩", "八万亩"]) is None
    assert misses.find("甲县茶园面积", PARAGRAPHS[0], ["八万亩"]) == PARAGRAPHS[2]
    assert misses.find("没有相同", PARAGRAPHS[0], ["x"]) is None
