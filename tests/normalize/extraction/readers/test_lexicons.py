"""The readers' data files: what they hold is needed, and what breaks their rules is refused."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.errors import ReferenceDataError
from pipelines.model.document import plain_document
from pipelines.model.span import Span
from pipelines.normalize.extraction.readers import lexicon, read_numbers
from pipelines.normalize.extraction.readers.lexicon_en import EnglishNumberLexicon
from pipelines.normalize.extraction.readers.lexicon_zh import ChineseNumberLexicon

Change = Callable[[dict[str, Any]], object]
FRAMES = ("{}", "共{}，", "为{}的", "上{}，", "{}名")


def _names() -> list[str]:
    groups = lexicon.word_map(lexicon.load_yaml("zh_names.yaml"), "zh_names.yaml")
    return [word for words in groups.values() for word in words]


def test_every_protected_name_guards_against_a_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_self: ChineseNumberLexicon, _text: str, _offset: int) -> list[Span]:
        return []

    monkeypatch.setattr(ChineseNumberLexicon, "names_in", nothing)
    idle = [name for name in _names() if not any(read_numbers(plain_document(form.format(name))) for form in FRAMES)]
    assert idle == []


def test_no_protected_name_is_read() -> None:
    read = [name for name in _names() if read_numbers(plain_document(f"共{name}，"))]
    assert read == []


def test_no_name_is_listed_twice() -> None:
    names = _names()
    assert len(names) == len(set(names))


def _with(monkeypatch: pytest.MonkeyPatch, file: str, change: Change) -> None:
    """Serves a changed copy of one data file to every loader."""
    real = lexicon.load_yaml

    def load(name: str) -> object:
        data = deepcopy(real(name))
        if name == file:
            change(data)
        return data

    for module in ("lexicon", "lexicon_zh", "lexicon_en"):
        monkeypatch.setattr(f"pipelines.normalize.extraction.readers.{module}.load_yaml", load)


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        ("zh_units.yaml", lambda data: data["classifiers"].append({"text": "名"}), "listed twice"),
        ("zh_units.yaml", lambda data: data["classifiers"].append({"word": "名"}), "no classifier"),
        ("zh_units.yaml", lambda data: data.pop("never"), "never is missing"),
        ("zh_qualifiers.yaml", lambda data: data["before"].update(maybe=["大抵"]), "no qualifier"),
        ("zh_qualifiers.yaml", lambda data: data["before"]["about"].append("超过"), "two qualifiers"),
        ("zh_qualifiers.yaml", lambda data: data.update(link=[]), "a list of words"),
    ],
)
def test_broken_chinese_data_is_refused(monkeypatch: pytest.MonkeyPatch, file: str, change: Change, says: str) -> None:
    _with(monkeypatch, file, change)
    with pytest.raises(ReferenceDataError, match=says):
        ChineseNumberLexicon()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data["digits"].update(one="1"), "whole numbers"),
        (lambda data: data["year_before"].append(False), "not a word"),
    ],
)
def test_broken_english_data_is_refused(monkeypatch: pytest.MonkeyPatch, change: Change, says: str) -> None:
    _with(monkeypatch, "en_numbers.yaml", change)
    with pytest.raises(ReferenceDataError, match=says):
        EnglishNumberLexicon()


def test_a_pattern_without_a_reason_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "load_yaml", lambda _name: [{"name": "x", "pattern": "1"}])
    with pytest.raises(ReferenceDataError, match="reason"):
        lexicon.code_patterns("made_up.yaml")


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(ReferenceDataError, match="no regular expression"):
        lexicon.compiled("(", "made_up.yaml")


def test_currency_codes_are_unique_and_signs_have_one_meaning() -> None:
    currencies = lexicon.currencies()
    for field in ("before", "after", "before_en", "after_en"):
        words = [word for currency in currencies for word in getattr(currency, field)]
        assert len(words) == len(set(words)), field


def test_data_files_have_no_key_twice() -> None:
    """YAML takes the last of two equal keys in silence."""
    folder = Path(lexicon.__file__).parent / "data"
    for path in folder.glob("*.yaml"):
        node = yaml.compose(path.read_text(encoding="utf-8"))
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), path.name
