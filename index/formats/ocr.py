"""Recognises the text of pictures of pages. rapidocr (PP-OCR models, which its package brings along) is known to this
module alone, and need not be installed: it is the extra `ocr`.
"""

import logging
from functools import cache
from importlib.util import find_spec
from typing import Any

from index.formats.layout import Box

DOTS_PER_POINT = 200 / 72
"""At 200 dots an inch a character of 10 points is 28 dots high, about what the models were trained on."""
_LEAST_SURE = 0.5
"""Lines read with less certainty than this are stamps, scribbles and dirt more often than text."""


def can_recognise() -> bool:
    """Whether the extra `ocr` is installed."""
    return find_spec("rapidocr") is not None


def recognised(picture: Any) -> list[Box]:
    """The lines of text in a picture of a page, of shape (height, width, 3), RGB, uint8, at DOTS_PER_POINT; in points.

    Needs the extra `ocr`; some 2 seconds a page on 2 cores.
    """
    # The models come from OpenCV's world, where blue is first.
    found = _engine()(picture[:, :, ::-1])
    if found.boxes is None:
        return []
    return [
        _box(corners, text)
        for corners, text, sure in zip(found.boxes, found.txts, found.scores, strict=True)
        if sure >= _LEAST_SURE and text.strip()
    ]


def _box(corners: Any, text: str) -> Box:
    """The upright box around four corners, an array of shape (4, 2) in dots."""
    x0, top = (float(edge) for edge in corners.min(axis=0) / DOTS_PER_POINT)
    x1, bottom = (float(edge) for edge in corners.max(axis=0) / DOTS_PER_POINT)
    return Box(x0, top, x1, bottom, text)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "error"})
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return engine
