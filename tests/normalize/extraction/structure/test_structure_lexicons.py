"""The lexicons keep their own rules, and a lexicon that breaks one is refused with the place named."""

import re
from importlib.resources import files

import pytest

from pipelines.errors import ReferenceDataError
from pipelines.model.codelists import chain_roles, schemes
from pipelines.normalize.extraction.structure import lexicon
from pipelines.normalize.extraction.structure.campaigns import known_campaigns
from pipelines.normalize.extraction.structure.layout import styles

PACKAGE = "pipelines.normalize.extraction.structure"
NAMES = sorted(path.name.removesuffix(".yaml") for path in files(PACKAGE).iterdir() if path.name.endswith(".yaml"))
GROUPS = [
    (name, key)
    for name in NAMES
    for key, value in lexicon.load_lexicon(name).items()
    if isinstance(value, dict) and set(value) <= {"zh", "en"}
]
WEIGHTED_LISTS = [("cues", "aggregate")]
WEIGHTED_CODES = [("schemes", "schemes"), ("chain_roles", "roles")]


def test_every_lexicon_is_found() -> None:
    assert {"agencies", "campaigns", "cues", "gate", "layout", "people", "region_roles"} <= set(NAMES)


@pytest.mark.parametrize(("name", "key"), GROUPS)
def test_groups_of_terms_compile(name: str, key: str) -> None:
    assert re.compile(lexicon.pattern(name, key).pattern)


@pytest.mark.parametrize(("name", "key"), GROUPS)
def test_no_group_matches_everything(name: str, key: str) -> None:
    assert lexicon.pattern(name, key).search("") is None


@pytest.mark.parametrize(("name", "key"), WEIGHTED_CODES)
def test_codes_are_those_of_the_code_lists(name: str, key: str) -> None:
    known = set(schemes()) if key == "schemes" else set(chain_roles())
    assert set(lexicon.weighted_codes(name, key)) == known


@pytest.mark.parametrize(("name", "key"), WEIGHTED_LISTS)
def test_weighted_lists_compile(name: str, key: str) -> None:
    assert all(entry.weight for entry in lexicon.weighted(name, key))


def test_campaign_keys_are_slugs_and_years_are_years() -> None:
    for campaign in known_campaigns():
        assert re.fullmatch(r"[a-z0-9_]+", campaign.key)
        assert campaign.year is None or 2000 < campaign.year < 2100
        assert not (campaign.recurs and campaign.year)


def test_layout_styles_have_names_of_their_own() -> None:
    names = [style.name for style in styles()]
    assert len(set(names)) == len(names)
    assert any(style.is_explicit for style in styles())


@pytest.mark.parametrize(
    ("terms", "complaint"),
    [
        ([], "zh or en"),
        ({"de": ["Betrug"]}, "zh or en"),
        ({"zh": []}, "no terms"),
        ({"zh": [""]}, "not empty"),
        ({"zh": [3]}, "must be a string"),
        ({"zh": ["诈骗", "诈骗"]}, "stands twice"),
        ({"en": ["(fraud"]}, "no regular expression"),
        ({"zh": ["骗?"]}, "match everywhere"),
    ],
)
def test_bad_terms_are_refused(terms: object, complaint: str) -> None:
    with pytest.raises(ReferenceDataError, match=complaint):
        lexicon.compile_terms(terms, "test")


def test_a_missing_lexicon_is_named() -> None:
    with pytest.raises(ReferenceDataError, match=r"nowhere\.yaml"):
        lexicon.load_lexicon("nowhere")


def test_a_missing_entry_is_named() -> None:
    with pytest.raises(ReferenceDataError, match="nothing is missing"):
        lexicon.section("gate", "nothing")


def test_english_terms_match_whole_words_only() -> None:
    words = lexicon.compile_terms({"en": ["scam den"], "zh": ["窝点"]}, "test")
    assert words.search("a Scam\nden was found")
    assert words.search("捣毁窝点")
    assert not words.search("scam dental care")
