"""How a question is put: place and time before it, politely or not, now and then with a slip of the pen."""

import re
from random import Random

from qa.training.synthesis.facts import Asked
from qa.training.synthesis.world import plain

PARTS = {"H1": "上半年", "Q1": "一季度", "Q3": "前三季度", "": ""}
TYPOS = (("多少", "多小"), ("增长", "增涨"), ("面积", "面机"), ("投资", "投姿"), ("项目", "项木"), ("负责人", "付责人"), ("什么时候", "什么时侯"),
         ("建设", "建没"), ("产值", "产直"), ("哪些", "那些"), ("收入", "收人"))  # fmt: skip
VERBAL = re.compile(
    "^(为什么|怎么|怎样|哪|谁|多少|几|是否|新|共|一共|全年|推|建|组|采|破|抓|为|受理|整改|检查|责令|实|化解|出台|引|举|发|兑|评|完成|投|落实"
    "|对|在|减|大力|通过|给|转移|直接|外出|招|要|将|力|到|农|搬|凭|累计|修|坐|惠|做|因|依法|帮|筹|获|追|压|腾|选|解|超|多|每|拿|养|有)"
)


def phrase(rng: Random, body: str, asked: Asked) -> str:
    """A question as people put it: place and time before it, politely or not, with or without its mark."""
    place, year, part = asked.place, asked.year, asked.part
    when = "" if year is None else f"{year}年" + PARTS[part]
    if year is not None and not part:
        when = rng.choice([when] * 8 + [f"{year}年度", f"{year}年全年"]) if not VERBAL.match(body) else when
    where = rng.choice([place, place, plain(place)]) if place else ""
    if place and (plain(place) in body or place in body):
        where = ""
    lead = rng.choice([when + where, where + when]) if when and where else when + where
    if where and not when and not VERBAL.match(body) and rng.random() < 0.25:
        lead += "的"
    if where and when and lead.endswith(where) is False and rng.random() < 0.1 and not VERBAL.match(body):
        lead += "的"
    text = rng.choice([""] * 24 + ["请问", "想问一下，", "帮我查一下"]) + lead + body
    if rng.random() < 0.015:
        text = next(
            (text.replace(good, bad, 1) for good, bad in rng.sample(TYPOS, len(TYPOS)) if good in text),
            text,
        )
    return text + rng.choice(["？"] * 15 + [""] * 4 + ["?"])
