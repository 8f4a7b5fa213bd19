import pytest

from index.sentences import sentence_ends, within


def parts(line):
    ends = sentence_ends(line)
    return [line[a:b] for a, b in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["增长5.2%。", "下降0.3个百分点！", "为什么？"],
        ["他说：“路修好了。”", "大家都高兴。"],
        ["他说：“路修好了吗？”的时候，没有人回答。"],
        ["喊着“加油！”，跑了过去。"],
        ["项目（一期已完工。二期在建）进展顺利。", "明年完成。"],
        ["一是修路；二是架桥；三是通水。", "都要做好。"],
        ["网址http://x.cn/a?id=3，可以查询。"],
        ["ABC Corp. Ltd. invested 3.5 million here.", " The plant opened in May."],
        ["真的吗？！", "没有句号"],
        ["《出路在哪里？》一文引起关注。", "完。"],
    ],
)
def test_sentences(sentences):
    assert parts("".join(sentences)) == sentences


def test_cutting_goes_by_lines_semicolons_commas_and_then_characters():
    def cut(text, budget):
        return [text[a:b] for a, b in within(text, budget, len)]

    assert cut("甲乙\n丙丁；戊己", 3) == ["甲乙\n", "丙丁；", "戊己"]
    assert cut("甲乙，丙丁；戊己", 6) == ["甲乙，丙丁；", "戊己"]
    assert cut("收入1,234万元，支出少", 9) == ["收入1,234万元", "，", "支出少"]
    assert cut("共计1234567万", 6) == ["共计", "123456", "7万"]


def test_what_fits_is_not_cut():
    assert list(within("甲；乙，丙", 5, len)) == [(0, 5)]
