"""The word lists of documents: sound as shipped, and refused when they are not."""

from importlib.resources import files

import pytest
from case_tables import read_cases

from pipelines.errors import ReferenceDataError
from pipelines.normalize.documents import lexicons

_FOLDER = files("pipelines.normalize.documents") / "lexicon"
_NAMES = sorted(item.name.removesuffix(".yaml") for item in _FOLDER.iterdir() if item.name.endswith(".yaml"))
_REGULAR = {("furniture", key) for key in ("whole", "end", "related", "tail", "site_talk")} | {
    ("headlines", "tags"),
    ("datelines", "leads"),
    ("datelines", "hints"),
    ("credits", "bylines"),
    ("credits", "posted"),
    ("datelines", "follows"),
    ("datelines", "english"),
}


@pytest.mark.parametrize("name", _NAMES)
def test_every_list_holds_words(name: str) -> None:
    content = read_cases(_FOLDER / f"{name}.yaml")
    for key, value in content.items():
        if isinstance(value, dict):
            assert lexicons.table(name, key)
        elif (name, key) in _REGULAR:
            assert lexicons.patterns(name, key)
        else:
            assert lexicons.words(name, key)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: [x, x]", "twice"),
        ("a: []", "must be a list"),
        ("a: [No]", "not a word"),
        ("a: ['(']", "lexicon sample: 'a'"),
        ("[a]", "must be a table"),
        ("a: [", "is not YAML"),
    ],
)
def test_unsound_lists_are_refused(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    folder = tmp_path_factory.mktemp("lexicons")
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "sample.yaml").write_text(content, "utf-8")
    monkeypatch.setattr(lexicons, "files", lambda _: folder)
    for cached in (lexicons._lexicon, lexicons.section, lexicons.words, lexicons.patterns):
        cached.cache_clear()
    with pytest.raises(ReferenceDataError, match=message):
        lexicons.patterns("sample", "a")


def test_labels_before_a_bar_are_labels_elsewhere_too() -> None:
    kinds = {
        label for kind in ("source", "published", "people", "other") for label in lexicons.section("credits", kind)
    }
    assert set(lexicons.section("credits", "barred")) <= kinds
