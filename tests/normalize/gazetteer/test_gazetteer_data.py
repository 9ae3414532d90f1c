"""The data files hold together: codes, parents, levels, years, and the forms built from them."""

from collections import Counter
from datetime import date

import pytest

from pipelines.errors import ReferenceDataError
from pipelines.normalize.gazetteer import CHINA, gazetteer, reference
from pipelines.normalize.gazetteer.forms import chinese_forms
from pipelines.normalize.gazetteer.hierarchy import Hierarchy
from pipelines.normalize.gazetteer.lexicon_en import english_lexicon
from pipelines.normalize.gazetteer.places import LEVELS, Place

PLACES = reference.places()
CHINESE = [place for place in PLACES.values() if place.parent is not None]


def test_todays_units_are_as_many_as_the_ministry_lists() -> None:
    counted = Counter(place.level for place in CHINESE if place.valid_to is None)
    assert counted == {"province": 34, "prefecture": 333, "county": 2847}


def test_codes_are_six_digits_in_china_and_two_letters_elsewhere() -> None:
    assert all(place.adcode.isdigit() and len(place.adcode) == 6 for place in CHINESE)
    foreign = [place for place in PLACES.values() if place.parent is None and place.adcode != CHINA]
    assert all(len(place.adcode) == 2 and place.adcode.isupper() for place in foreign)
    assert not {"CN", "HK", "MO", "TW"} & {place.adcode for place in foreign}


def test_every_unit_lies_in_a_unit_of_a_higher_level_with_its_provinces_digits() -> None:
    for place in CHINESE:
        assert place.parent is not None
        assert LEVELS.index(PLACES[place.parent].level) < LEVELS.index(place.level)
        assert place.level == "province" or place.parent[:2] == place.adcode[:2]


def test_years_are_in_order() -> None:
    for place in CHINESE:
        assert place.valid_from is None or place.valid_to is None or place.valid_from < place.valid_to


def test_names_are_not_empty_and_short_names_begin_the_full_ones() -> None:
    for place in PLACES.values():
        assert place.name_zh
        assert place.name_en.isprintable()
        assert place.name_en[0].isupper()
        if place.adcode != CHINA:
            assert place.name_zh.startswith(place.short_zh)
        assert len(place.short_zh) != 1


def test_no_two_units_in_force_share_code_or_name_within_a_parent() -> None:
    named = Counter((place.parent, place.name_zh) for place in CHINESE if place.valid_to is None)
    assert [name for name, count in named.items() if count > 1] == []


def test_well_known_english_names() -> None:
    expected = {
        "430100": "Changsha",
        "610100": "Xi'an",
        "610000": "Shaanxi",
        "150000": "Inner Mongolia",
        "540000": "Tibet",
    }
    expected |= {"500112": "Yubei District", "140926": "Jingle County", "810000": "Hong Kong", "211300": "Chaoyang"}
    expected |= {"140400": "Changzhi", "522300": "Qianxinan", "330382": "Yueqing", "371722": "Shan County"}
    assert {code: PLACES[code].name_en for code in expected} == expected


def test_the_short_cut_through_the_hierarchy_agrees_with_the_rows() -> None:
    for row in gazetteer().rows():
        lineage = (row.place.adcode, *gazetteer().ancestors(row.place.adcode))
        assert set(lineage) == {row.country, row.province, row.prefecture, row.county} - {None}
        assert gazetteer().province_of(row.place.adcode) == row.province


def test_containment() -> None:
    places = gazetteer()
    assert places.is_within("510411", "510400")
    assert places.is_within("510411", "100000")
    assert places.is_within("510411", "510411")
    assert not places.is_within("510400", "510411")
    assert places.ancestors("500112") == ("500000", "100000")
    assert places.province_of("MM") is None
    with pytest.raises(KeyError):
        places.place("999999")


def test_a_code_is_in_force_from_its_first_year_until_before_its_last() -> None:
    assert PLACES["500112"].holds_on(date(2021, 7, 1))
    assert not PLACES["500112"].holds_on(date(2025, 7, 1))
    assert PLACES["500157"].holds_on(date(2025, 7, 1))
    assert PLACES["500157"].holds_on(None)


def test_forms_are_unique_and_none_is_a_single_character() -> None:
    surfaces = [form.surface for form in chinese_forms()]
    assert len(surfaces) == len(set(surfaces))
    assert all(len(surface) > 1 for surface in surfaces)


@pytest.mark.parametrize("short", ["公安", "合作", "和平", "资源", "通道", "城区", "市中"])
def test_ordinary_words_never_stand_for_a_place_alone(short: str) -> None:
    assert all(form.tier == "chain" for form in chinese_forms() if form.surface == short)


def test_english_preferences_name_places_that_bear_the_name() -> None:
    for name, code in english_lexicon().preferred.items():
        assert PLACES[code].short_en == name


def test_an_unknown_code_in_a_data_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        reference, "read_text", lambda _: "adcode\tlanguage\tform\ttier\tnote\n999999\tzh\t某地\tfree\t\n"
    )
    with pytest.raises(ReferenceDataError, match="999999"):
        reference.aliases.__wrapped__()


def test_a_row_with_a_missing_column_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "read_text", lambda _: "side\twords\nleft\n")
    with pytest.raises(ReferenceDataError, match="line 2"):
        reference.crossing_words.__wrapped__()


def test_a_crossing_word_of_the_wrong_length_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "read_text", lambda _: "side\twords\nleft\t世界 世\nright\t安全\n")
    with pytest.raises(ReferenceDataError, match="two characters"):
        reference.crossing_words.__wrapped__()


def test_the_hierarchy_knows_directly_governed_counties() -> None:
    china = Place(CHINA, "country", "中国", "China", None)
    province = Place("420000", "province", "湖北省", "Hubei", CHINA)
    county = Place("429004", "county", "仙桃市", "Xiantao", "420000")
    hierarchy = Hierarchy({place.adcode: place for place in (china, province, county)})
    assert hierarchy.area_of("429004") == "420000"
    assert hierarchy.row("429004").prefecture is None
