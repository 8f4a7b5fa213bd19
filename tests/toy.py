"""A toy encoder that gives the same vectors in every process, a store of vectors in memory, and synthetic reports."""

import zlib

import numpy as np

from index.lexical import terms

DIM = 64


class HashedEncoder:
    """A text is the set of its terms, each in the bucket of its CRC: light, and the same everywhere."""

    dim = DIM

    def encode_documents(self, texts):
        return (
            np.stack([self.encode_query(text) for text in texts]) if texts else np.empty((0, DIM), np.float32)
        )

    def encode_query(self, text):
        vector = np.zeros(DIM, dtype=np.float32)
        for term in set(terms(text)) or {"empty"}:
            vector[zlib.crc32(term.encode()) % DIM] = 1.0
        return vector / np.float32(np.linalg.norm(vector))


COUNTIES = (
    "遂昌县",
    "松阳县",
    "缙云县",
    "青田县",
    "云和县",
    "庆元县",
    "德清县",
    "安吉县",
    "长兴县",
    "嘉善县",
)
TOPICS = (
    ("茶叶", "茶园", "香茶交易", "采摘"),
    ("毛竹", "竹林", "竹制品", "砍伐"),
    ("旅游", "景区", "民宿", "接待游客"),
    ("水利", "水库", "灌溉", "除险加固"),
    ("养老", "照护中心", "助餐点", "服务老人"),
    ("教育", "学校", "城乡共同体", "招收学生"),
    ("光伏", "电站", "并网发电", "安装"),
)


def report(number, version=0):
    """The text of a synthetic report: no two are near-duplicates, and a version differs from another in its figures."""
    county, topic = COUNTIES[number % len(COUNTIES)], TOPICS[number // len(COUNTIES) % len(TOPICS)]
    a, b, c = 100 + number, 7 * number + 3 + version * 1000, number % 89 + 1
    return (
        f"{county}{topic[0]}工作简报第{number}期\n2023-{number % 12 + 1:02}-{number % 28 + 1:02}\n"
        f"{county}今年新增{topic[1]}{a}个，投入资金{b}万元，{topic[2]}同比增长{c}.{number % 10}%。\n"
        f"一、进展\n{topic[3]}已经完成{b + 11}件，涉及{a % 37 + 2}个乡镇，群众反映良好。\n"
        f"二、打算\n明年计划再投入{b * 2}万元，把{topic[1]}的数量提高到{a * 2}个。\n"
    )
