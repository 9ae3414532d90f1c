"""The wording of the generated corpus is whole: every template can be filled, every metric and code has words, and faults are caught."""

import pytest

from bench.corpus.phrasing import Slot, compiled, names, others, plots, wording
from bench.corpus.teller import SLOTS
from bench.corpus.truth import Language
from pipelines.errors import ReferenceDataError
from pipelines.model import codelists
from pipelines.normalize.gazetteer import gazetteer

LANGUAGES: tuple[Language, ...] = ("zh", "en")
FILLED_BY_LISTS = {"ordinal", "count", "window"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slot_has_a_meaning(language: Language) -> None:
    words = wording(language)
    groups = [words.clauses, words.lists, words.openings, words.titles, words.parts]
    templates = [t for group in groups for some in group.values() for t in some]
    templates += [t for conduct in (*words.schemes.values(), *words.roles.values()) for t in conduct.modus]
    slots = {token.name for t in templates for token in t.tokens if isinstance(token, Slot)}
    assert slots - SLOTS - FILLED_BY_LISTS - set(codelists.metrics()) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_that_is_told_has_clauses(language: Language) -> None:
    words = wording(language)
    told = {*plots().totals, *plots().ranges_of_totals}
    for by_role in plots().by_plot.values():
        told |= {*by_role.core, *by_role.money, *by_role.further}
    assert told <= set(words.clauses)
    for metric, clauses in words.clauses.items():
        assert any(clause.begins_with_words for clause in clauses), metric
        assert language == "en" or words.measures[metric]


@pytest.mark.parametrize("language", LANGUAGES)
def test_schemes_and_roles_have_words(language: Language) -> None:
    words = wording(language)
    assert set(words.schemes) == set(codelists.schemes()) - {"other"}
    assert set(words.roles) == set(codelists.chain_roles()) - {"fraud"}


def test_names_are_known_places_and_plain_surnames() -> None:
    assert all(gazetteer().place(country.code).name_zh == country.zh for country in names().countries)
    readings = [en for _, en in names().surnames]
    assert len(readings) > 40
    assert all(len(zh) == 1 for zh, _ in names().surnames)


def test_both_languages_have_other_articles() -> None:
    assert all(len(others().out[language]) > 4 and len(others().advice[language]) > 1 for language in LANGUAGES)


@pytest.mark.parametrize(
    "text", ["抓获[{suspects_arrested}", "抓获{suspects_arrested}]", "抓获{suspects_arrested}", "[{victims:half}]", "}"]
)
def test_a_faulty_template_is_refused(text: str) -> None:
    with pytest.raises(ReferenceDataError):
        compiled(text)
