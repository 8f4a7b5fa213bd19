"""A world of four paragraphs, a tokenizer of their characters, and a random model of two narrow layers."""

import json

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

FACTS = [
    ("甲县茶园面积有多少", "甲县茶园面积有12万亩，茶叶产值31亿元。", "12万亩"),
    ("乙县茶园面积有多少", "乙县发展茶产业，茶园面积达到八万亩，农民增收。", "八万亩"),
    ("丙县水库哪年建成", "丙县水库于1998年建成，可供水给三个乡镇。", "1998年"),
    ("丁县大桥有多长", "丁县大桥全长560米，桥上可以通行汽车，两岸居民出行方便。", "560米"),
]


@pytest.fixture
def facts_file(tmp_path):
    """The four facts, each asked in four ways: 16 examples."""
    return made_facts(tmp_path)


def made_facts(folder):
    """The file of `facts_file` in any folder."""
    lines = [
        {
            "id": f"fact:{i}-{j}",
            "source": "cmrc2018_test",
            "title": "",
            "context": context,
            "question": tail + question,
            "answers": [{"text": answer, "start": context.index(answer)}],
            "is_impossible": False,
        }
        for j, tail in enumerate(["", "请问", "想知道", "据报道"])
        for i, (question, context, answer) in enumerate(FACTS)
    ]
    path = folder / "facts.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def base(tmp_path):
    """A folder like the encoder's: characters as tokens, 2 layers of width 32, weights drawn by seed 0."""
    return made_base(tmp_path / "tiny-base", 32)


def made_base(folder, width):
    """The folder of `base` with layers of any width; products of more than 32 are quantised."""
    characters = sorted(
        {char for question, context, _ in FACTS for char in question + context + "请问想知道据报道"}
    )
    vocabulary = {piece: i for i, piece in enumerate(["<s>", "<pad>", "</s>", "<unk>", *characters])}
    backend = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    backend.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    PreTrainedTokenizerFast(
        tokenizer_object=backend, cls_token="<s>", pad_token="<pad>", sep_token="</s>", unk_token="<unk>"
    ).save_pretrained(folder)
    torch.manual_seed(0)
    shape = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=width,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=2 * width,
        max_position_embeddings=64,
        pad_token_id=1,
    )
    BertModel(shape).save_pretrained(folder)
    return folder
