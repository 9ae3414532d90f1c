"""The lexicon's own rules: its data is checked, its words are found whole and longest first."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from pipelines.errors import ReferenceDataError
from pipelines.normalize.extraction.figures import lexicon as lexicon_module
from pipelines.normalize.extraction.figures import rules, scope, timing
from pipelines.normalize.extraction.figures.finding import WordFinder, expand
from pipelines.normalize.extraction.figures.lexicon import Lexicon, lexicon

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("nab/s/bed", ["nab", "nabs", "nabbed"]),
        ("hand/ed over", ["hand over", "handed over"]),
        ("sim card/s", ["sim card", "sim cards"]),
        ("抓获", ["抓获"]),
    ],
)
def test_entries_stand_for_their_forms(entry: str, forms: list[str]) -> None:
    assert expand(entry) == forms


def test_the_longest_word_wins() -> None:
    text = "涉案金额"
    assert [t.things for t in lexicon("zh").terms(text)] == [frozenset(["involved_amount"])]


def test_latin_words_stand_alone() -> None:
    assert [word for word, _ in WordFinder(["den", "arrest"]).find("a den in Sweden; arrested")] == ["den"]


def test_offsets_are_moved() -> None:
    (term,) = lexicon("zh").terms("抓获", offset=7)
    assert (term.span.start, term.span.end) == (7, 9)


def test_letters_that_grow_in_lower_case_do_not_move_offsets() -> None:
    text = "İİ 抓获"
    (term,) = lexicon("zh").terms(text)
    assert term.span.of(text) == "抓获"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_action_of_a_reading_has_words(language: str) -> None:
    words = Lexicon(language)
    worded = {kind for actions, _, _ in words._terms.values() for kind in actions}
    needed = {action for reading in words.readings for action in reading.actions}
    missing = needed - worded
    assert missing == (set() if language == "zh" else {"formal_arrest"})  # 逮捕 has no one English word


def broken(monkeypatch: pytest.MonkeyPatch, name: str, change: Change) -> None:
    load = rules.load_yaml

    def changed(which: str) -> dict[str, Any]:
        data = deepcopy(load(which))
        if which == name:
            change(data)
        return data

    for module in (rules, lexicon_module, scope, timing):
        monkeypatch.setattr(module, "load_yaml", changed)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("readings", lambda d: d["readings"].append({"metric": "cats", "actions": [], "things": ["den"]}), "cats"),
        ("readings", lambda d: d["readings"][0]["actions"].append("sing"), "sing"),
        ("readings", lambda d: d["readings"][0]["things"].append("song"), "song"),
        (
            "readings",
            lambda d: d["readings"].remove(next(r for r in d["readings"] if r["metric"] == "operations")),
            "no reading",
        ),
        ("readings", lambda d: d["precedence"].append("cats"), "cats"),
        ("markers", lambda d: d.pop("passive"), "kinds"),
        ("markers", lambda d: d.update(loud={"zh": [], "en": []}), "kinds"),
        ("things", lambda d: d["den"]["zh"].append(False), "den"),
    ],
)
def test_data_that_breaks_its_rules_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, change: Change, message: str
) -> None:
    broken(monkeypatch, name, change)
    with pytest.raises(ReferenceDataError, match=message):
        Lexicon("zh")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("spate"), "spate"),
        (lambda d: d.update(loud=[]), "loud"),
        (lambda d: d["jurisdictions"][0].update(level=9), "level"),
        (lambda d: d["jurisdictions"][0]["zh"].append(False), "jurisdictions"),
        (lambda d: d["subject"]["zh"].append("(共"), "subject"),
        (lambda d: d["telling"].pop("zh"), "telling"),
    ],
)
def test_words_of_totals_are_checked(monkeypatch: pytest.MonkeyPatch, change: Change, message: str) -> None:
    broken(monkeypatch, "aggregates", change)
    with pytest.raises(ReferenceDataError, match=message):
        scope._aggregates.__wrapped__("zh")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("reporting"), "missing or unknown"),
        (lambda d: d["reporting"].pop("zh"), "reporting.zh"),
        (lambda d: d["breaking"]["zh"].append(1), "breaking.zh"),
        (lambda d: d["undated"]["zh"].append("("), "undated.zh"),
        (lambda d: d["states"].append("losses"), "no metrics"),
    ],
)
def test_words_of_timing_are_checked(monkeypatch: pytest.MonkeyPatch, change: Change, message: str) -> None:
    broken(monkeypatch, "timing", change)
    with pytest.raises(ReferenceDataError, match=message):
        timing._words.__wrapped__("zh")
