"""What holds for every document, whatever was captured."""

from collections.abc import Callable
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.model.capture import MediaType
from pipelines.model.document import Document
from pipelines.normalize.documents.mapped import Mapped, concatenate, mapped

ReadText = Callable[..., Document]
_CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='footer'>",
        "</div>",
        "<br/>",
        "<b>",
        "</b>",
        "&nbsp;",
        "&#x8A50;",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "\n",
        "\n\n",
        " ",
        "　　",
        "# ",
        "**",
        "![a](b.png)",
        "[云岭](http://x.org)",
        "---\n",
        "title: 云岭\n",
        "来源：云岭日报",
        "原标题：甲乙丙",
        "相关阅读",
        "THE END",
        "责编：王五",
        "新华社云岭3月5日电",
        "警方抓获犯罪嫌疑人12名，冻结资金40万元。",
        "報(bào)",
        "警方搗毀窩點",
        "１２３",
        "�",
        "BEIJING, March 5 (Xinhua) -- ",
        "Police arrested 12 suspects in the city.",
        "案例一：",
        "2023-02-11 09:10",
        "|",
        "<",
        ">",
        "&",
        "\\",
        "_",
    ]
)
_RAW = st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=30).map("".join)
_MEDIA = st.sampled_from(["text/plain", "text/html", "text/markdown"])
_PLAIN = st.text(
    alphabet=st.sampled_from("abcdefghij 云岭警方抓获名人万元破案中在了和，。23489"), min_size=1, max_size=120
)


def _check(document: Document) -> None:
    text, starts, ends = document.text, document.starts, document.ends
    assert len(text) == len(starts) == len(ends)
    assert all(start < end <= len(document.captured_text) for start, end in zip(starts, ends, strict=True))
    assert all(one <= other for one, other in pairwise(starts))
    assert all(one <= other for one, other in pairwise(ends))
    at = 0
    for index, block in enumerate(document.blocks):
        assert block.span.start == at
        assert len(block.span)
        assert "\n" not in block.span.of(text)
        assert block.kind != "title" or index == 0
        at = block.span.end + 1
    assert at == (len(text) + 1 if text else 0)
    assert all(span.end <= len(text) for span in document.damaged)


@given(raw=_RAW, media=_MEDIA)
@_CALM
def test_every_document_holds_the_contract(read_text: ReadText, raw: str, media: MediaType) -> None:
    document = read_text(raw, media)
    _check(document)
    assert document == read_text(raw, media)


@given(raw=_PLAIN)
@_CALM
def test_plain_text_maps_to_itself(read_text: ReadText, raw: str) -> None:
    document = read_text(raw)
    _check(document)
    for char, start, end in zip(document.text, document.starts, document.ends, strict=True):
        if char != "\n":
            assert char in document.captured_text[start:end]


@given(text=st.text(max_size=40), data=st.data())
@_CALM
def test_edits_keep_the_map(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    edits = [
        (start, end, data.draw(st.sampled_from(["", "x", "yz"])))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    edited = mapped(text).edit(edits)
    _check_map(edited, len(text))
    kept = [at for at in range(len(text)) if not any(start <= at < end for start, end, _ in edits)]
    assert [at for at in kept if at in set(edited.starts)] == kept


@given(texts=st.lists(st.integers(0, 20), max_size=4))
@_CALM
def test_joining_cuts_gives_back_the_whole(texts: list[int]) -> None:
    whole = mapped("云岭警方抓获犯罪嫌疑人十二名，冻结资金。")
    bounds = [0, *sorted(min(at, len(whole)) for at in texts), len(whole)]
    parts = [whole.cut(start, end) for start, end in pairwise(bounds)]
    assert concatenate(parts) == whole


def _check_map(text: Mapped, length: int) -> None:
    assert len(text.chars) == len(text.starts) == len(text.ends)
    assert all(start < end <= length for start, end in zip(text.starts, text.ends, strict=True))
    assert list(text.starts) == sorted(text.starts)
    assert list(text.ends) == sorted(text.ends)
