import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest import FileContents, iter_landing, read_file, scan
from pipelines.model.capture import decode
from pipelines.model.ids import content_sha256

NAMES = st.sampled_from(["x", "x.txt", "x.md", "x.html", "x.json", "x.jsonl", "a/20240506.md", "x.pdf", "报.2024"])
KEYS = st.sampled_from(
    [
        "title",
        "content",
        "text",
        "items",
        "data",
        "source",
        "date",
        "url",
        "brief",
        "related",
        "video_detail",
        "标题",
        "正文",
        "x",
        "a.b",
    ]
)
TEXTS = st.text(max_size=20) | st.sampled_from(["<p>x</p>", "抓获3人", '{"title": "t"}', '[{"text": "b"}]', "\ud83d"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)
LINES = st.lists(
    st.sampled_from(
        [
            "# 日报 2024-01-02",
            "## 一个标题在这里写着",
            "### x",
            "---",
            "正文写在这里，抓获三人，扣押手机。",
            "[阅读全文](u)",
            "",
            "```",
            "## 摘要",
            "来源：甲",
            "#",
            "标题: x",
        ]
    ),
    max_size=25,
)


def _holds(name: str, content: bytes, found: FileContents) -> None:
    """What is promised of every file."""
    assert found.captured or found.rejected
    names = [c.article for c in found.captured] + [r.article for r in found.rejected]
    assert len(names) == len(set(names))
    assert all(n == name or n.rpartition("#")[0] == name for n in names)
    for captured in found.captured:
        assert decode(captured.content, captured.encoding) == captured.text
        assert captured.text.strip()
        assert captured.content_sha256 == content_sha256(captured.content)
        assert captured.container_sha256 == content_sha256(content)
        assert all(text.encode() is not None for entry in captured.fields.items() for text in entry)
        assert captured.article != name or captured.content == content or b"{" in content or b'"' in content
    assert read_file(name, content) == found


@given(NAMES, st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_have_an_answer(name: str, content: bytes) -> None:
    _holds(name, content, read_file(name, content))


@given(NAMES, st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-be", "gb18030"]))
@settings(max_examples=200, deadline=None)
def test_any_text_in_any_encoding_has_an_answer(name: str, text: str, encoding: str) -> None:
    content = text.encode(encoding, errors="replace")
    _holds(name, content, read_file(name, content))


@given(JSON, st.sampled_from(["x.json", "x.jsonl", "x"]), st.booleans())
@settings(max_examples=400, deadline=None)
def test_any_json_value_has_an_answer(value: object, name: str, ascii_only: bool) -> None:
    content = json.dumps(value, ensure_ascii=ascii_only).encode(errors="replace")
    _holds(name, content, read_file(name, content))


@given(st.lists(JSON | st.just("broken"), max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_json_lines_have_an_answer(values: list[object]) -> None:
    lines = ['{"title": ' if value == "broken" else json.dumps(value) for value in values]
    content = "\n".join(lines).encode()
    found = read_file("x.jsonl", content)
    _holds("x.jsonl", content, found)
    assert sum(r.reason == "malformed_container" for r in found.rejected) == values.count("broken")


@given(LINES, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=400, deadline=None)
def test_any_markdown_has_an_answer(lines: list[str], newline: str) -> None:
    content = newline.join(lines).encode()
    found = read_file("x.md", content)
    _holds("x.md", content, found)
    if len(found.captured) > 1:
        assert all(captured.content in content for captured in found.captured)


@given(st.lists(st.tuples(NAMES.filter(lambda name: "/" not in name), st.binary(max_size=60)), max_size=6))
@settings(max_examples=50, deadline=None)
def test_counts_add_up_and_a_second_scan_finds_nothing(files: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for index, (name, content) in enumerate(files):
            (Path(folder) / f"{index}{name}").write_bytes(content)
        found = scan(Path(folder), {}, max_bytes=50)
        known = {result.path: result.sha256 for result in iter_landing(Path(folder), {}, max_bytes=50)}
        assert found.counts.seen == len(files) == found.counts.captured_from + found.counts.refused
        again = scan(Path(folder), known, max_bytes=50)
        assert (again.captured, again.rejected, again.counts.unchanged) == ((), (), len(files))
