import pytest

from eval.peers.refusals import says_unknown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "我不知道。",
        "资料中没有提到松阳县的投资额。",
        "报告未提及这一数据。",
        "抱歉，我无法回答这个问题。",
        "抱歉，我无法直接回答您的问题。",
        "根据提供的上下文，没有具体提到常住人口。",
        "文中并未明确说明负责人是谁。",
        "没有相关信息。",
        "上下文中没有足够的信息来回答。",
        "I don't know.",
        "I don’t know the answer.",
        "The context does not mention the output of Songyang. It talks about Suichang.",
        "The investment is not mentioned in the context.",
        "I cannot determine it from the context.",
        "There is no information about it.",
        "Empty Response",
    ],
)
def test_a_refusal(text):
    assert says_unknown(text)


@pytest.mark.parametrize(
    "text",
    [
        "16亿元。",
        "年产值16亿元。投资额没有提到。",  # answers first
        "没有提到2022年的数据，但2023年为16亿元。",  # goes on with an answer
        "The context does not mention 2022, but in 2023 it was 1.6 billion.",
        "项目负责人提到，预计年产值16亿元。",
        "审批时间从无到有，缩短到36天。",
        "企业不用到窗口，办理时间36天。",
        "GDP grew by 5.1% and no more.",
    ],
)
def test_no_refusal(text):
    assert not says_unknown(text)
