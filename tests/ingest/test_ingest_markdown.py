from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases

from pipelines.ingest import read_file

CASES = read_cases(Path(__file__).with_name("markdown_cases.yaml"))
BULLETINS = [case for case in CASES if case["items"] != "whole"]
IDS = [case["case"] for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_markdown_case(case: dict[str, Any]) -> None:
    found = read_file(case["file"], case["content"].encode())
    if case["items"] == "whole":
        assert [c.article for c in found.captured] == [case["file"]]
        assert found.captured[0].content == case["content"].encode()
        return
    assert [c.declared.title for c in found.captured] == case["items"]
    assert [(r.article, r.reason) for r in found.rejected] == [tuple(r) for r in case.get("rejected", [])]
    assert {c.declared.published for c in found.captured} == {case["published"]}


@pytest.mark.parametrize("case", CASES, ids=IDS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_line_ends_and_encodings_do_not_matter(case: dict[str, Any], encoding: str) -> None:
    plain = read_file(case["file"], case["content"].encode())
    other = read_file(case["file"], case["content"].replace("\n", "\r\n").encode(encoding))
    assert [c.text for c in plain.captured] == [c.text.replace("\r\n", "\n") for c in other.captured]
    assert [c.declared for c in plain.captured] == [c.declared for c in other.captured]
    assert [r.article for r in plain.rejected] == [r.article for r in other.rejected]


@pytest.mark.parametrize("case", BULLETINS, ids=[case["case"] for case in BULLETINS])
def test_nothing_of_a_bulletin_is_lost(case: dict[str, Any]) -> None:
    """Every line is in an item, in a field of one, in the front matter, or in the rejected summary."""
    found = read_file(case["file"], case["content"].encode())
    kept = "\n".join([*(c.text for c in found.captured), *(v for c in found.captured for v in c.fields.values())])
    for line in case["content"].split("---\n", 2)[-1 if case["content"].startswith("---") else 0 :]:
        for words in line.splitlines():
            in_summary = bool(found.rejected) and (
                words.startswith(("- [", "1.", "2.", "国内", "## 新闻摘要", "## Contents"))
            )
            assert words.strip() in kept or in_summary


@pytest.mark.parametrize("case", BULLETINS, ids=[case["case"] for case in BULLETINS])
def test_items_are_bytes_of_the_file(case: dict[str, Any]) -> None:
    content = case["content"].encode("gb18030")
    encoding = "utf-8" if content.isascii() else "gb18030"
    assert all(c.content in content and c.encoding == encoding for c in read_file(case["file"], content).captured)
