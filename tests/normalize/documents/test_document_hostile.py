"""Input made to exhaust a reader: time grows with its length, not with its square, and nothing raises."""

import time
from collections.abc import Callable

import pytest

from pipelines.model.capture import MediaType
from pipelines.model.document import Document

_TIMES = 4000
_SECONDS = 3.0
_SEEDS = [
    "[",
    "![",
    "](",
    "(",
    "<",
    '<a "',
    "<!--",
    "<script>",
    "&a",
    "**",
    "* ",
    "\t \t",
    "来源：",
    "首页 ",
    "| ",
    "【",
    "2023-02-11 ",
    "网报社台",
]


@pytest.mark.parametrize("media", ["text/plain", "text/markdown", "text/html"])
@pytest.mark.parametrize("piece", _SEEDS)
def test_repetition_is_read_in_time(read_text: Callable[..., Document], piece: str, media: MediaType) -> None:
    begun = time.process_time()
    read_text(piece * _TIMES + "\n云岭警方抓获犯罪嫌疑人12名，冻结资金40万元，案件正在侦办。", media)
    assert time.process_time() - begun < _SECONDS
