import json
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases

from pipelines.ingest import read_file

CASES = read_cases(Path(__file__).with_name("json_cases.yaml"))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_json_case(case: dict[str, Any]) -> None:
    found = read_file(case["file"], case["content"].encode(), case.get("mapping"))
    articles = [
        (c.article, c.declared.title, c.text, c.declared.published, c.declared.publisher, c.declared.url)
        for c in found.captured
    ]
    wanted = [
        (name, title, "\n\n".join(part for part in (title, body) if part), published, publisher, url)
        for name, title, body, published, publisher, url in case.get("items", [])
    ]
    assert articles == wanted
    assert [(r.article, r.reason) for r in found.rejected] == [(a, b) for a, b, _ in case.get("rejected", [])]
    for rejection, (_, _, words) in zip(found.rejected, case.get("rejected", []), strict=True):
        assert words in rejection.detail
    for key, value in case.get("fields", {}).items():
        assert found.captured[0].fields[key] == value


def test_html_in_a_string_gives_an_html_article() -> None:
    found = read_file("a.json", b'[{"title": "t", "content": "<p>x</p>"}, {"title": "t", "content": "1 < 2"}]')
    assert [c.media_type for c in found.captured] == ["text/html", "text/plain"]


@pytest.mark.parametrize("text", ["[" * 90 + "]" * 90, '{"a":' * 90 + "1" + "}" * 90])
def test_deep_nesting_without_articles_is_empty(text: str) -> None:
    assert read_file("deep.json", text.encode()).rejected[0].reason == "empty"


@pytest.mark.parametrize("levels", [101, 3_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deeper_nesting_is_refused(levels: int, opening: str, closing: str) -> None:
    found = read_file("deep.json", (opening * levels + "1" + closing * levels).encode())
    assert [r.reason for r in found.rejected] == ["malformed_container"]
    assert "nested deeper" in found.rejected[0].detail


def test_an_article_far_down_is_found() -> None:
    text = '{"w":[' * 30 + '{"title": "t", "content": "c"}' + "]}" * 30
    assert [c.text for c in read_file("deep.json", text.encode()).captured] == ["t\n\nc"]


def test_json_inside_strings_inside_strings_ends() -> None:
    value: object = {"title": "t", "content": "c"}
    for _ in range(8):
        value = {"data": json.dumps([value])}
    assert [c.text for c in read_file("s.json", json.dumps(value).encode()).captured] == ["t\n\nc"]


def test_all_scalars_of_an_item_are_kept_or_are_parts() -> None:
    value = {"title": "t", "content": "c", "a": {"b": {"c": "deep"}, "n": 1.50}, "l": ["x", {"y": "z"}], "a.n": "clash"}
    fields = read_file("f.json", json.dumps(value).replace("1.5", "1.50").encode()).captured[0].fields
    assert sorted(fields.items()) == [
        ("a.b.c", "deep"),
        ("a.n", "clash"),
        ("a.n~2", "1.50"),
        ("l.0", "x"),
        ("l.1.y", "z"),
    ]
