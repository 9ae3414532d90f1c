"""Raw inputs and what is to be read from them, one row a case (`cases/*.yaml`)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from case_tables import read_cases

from pipelines.model.document import Document

_CASES = Path(__file__).parent / "cases"
_KEYS = {
    "name", "raw", "media", "declared", "text", "blocks", "has", "lacks", "title", "publisher", "published", "basis",
    "language", "script", "url", "damaged", "notes",
}  # fmt: skip


def _cases() -> list[Any]:
    found = []
    for path in sorted(_CASES.glob("*.yaml")):
        for case in read_cases(path):
            assert set(case) <= _KEYS, f"{path.name}: {case['name']}: {set(case) - _KEYS}"
            found.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return found


def _facts(document: Document) -> dict[str, object]:
    return {
        "text": document.text,
        "blocks": [[block.kind, block.span.of(document.text)] for block in document.blocks],
        "title": document.title,
        "publisher": document.publisher,
        "published": None if document.published_on is None else document.published_on.isoformat(),
        "basis": document.published_basis,
        "language": document.language,
        "script": document.script,
        "url": document.url,
        "damaged": [span.of(document.text) for span in document.damaged],
    }


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any], read_text: Callable[..., Document]) -> None:
    document = read_text(case["raw"], case.get("media", "text/plain"), case.get("declared"))
    facts = _facts(document)
    expected = {key: case[key] for key in facts if key in case}
    assert {key: facts[key] for key in expected} == expected
    for words in case.get("has", []):
        assert words in document.text
    for words in case.get("lacks", []):
        assert words not in document.text
    for note in case.get("notes", []):
        assert any(note in line for line in document.notes)


def test_there_are_cases() -> None:
    assert len(_cases()) >= 60
