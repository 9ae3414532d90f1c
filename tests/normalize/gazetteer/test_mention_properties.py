"""What holds for any text: spans, surfaces, order, and that the same text gives the same places."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.normalize.gazetteer import PlaceMention, gazetteer, reference
from pipelines.normalize.gazetteer.context_zh import ContextZh
from pipelines.normalize.gazetteer.lexicon_en import english_lexicon

PLACES = tuple(reference.places().values())
NAMES_ZH = st.sampled_from([name for place in PLACES for name in (place.name_zh, place.short_zh) if name])
NAMES_EN = st.sampled_from([name for place in PLACES for name in (place.name_en, place.short_en) if name])
GLUE_ZH = st.sampled_from(
    ["", "、", "的", "警方", "公安局", "分局", "某", "张", " ", "，", "银行", "县", "区", "\n", "在", "12名"]
)
GLUE_EN = st.sampled_from(
    [" ", ", ", "'s ", " in ", " of ", " Province", " City", " District, ", "-", "\n", " police ", "$"]
)
TRAPS_ZH = st.sampled_from(ContextZh().words)
TRAPS_EN = st.sampled_from(english_lexicon().traps)
CHINESE = st.lists(st.one_of(NAMES_ZH, GLUE_ZH, TRAPS_ZH), max_size=25).map("".join)
ENGLISH = st.lists(st.one_of(NAMES_EN, GLUE_EN, TRAPS_EN), max_size=25).map("".join)
HOMES = st.one_of(st.none(), st.sampled_from([place.adcode for place in PLACES]))
DATES = st.one_of(st.none(), st.dates(date(1998, 1, 1), date(2030, 1, 1)))


def check(text: str, mentions: tuple[PlaceMention, ...]) -> None:
    end = 0
    for mention in mentions:
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.span.of(text) == mention.surface
        assert gazetteer().place(mention.adcode)
        end = mention.span.end


@settings(max_examples=300, deadline=None)
@given(CHINESE, DATES, HOMES)
def test_chinese_mentions_are_well_formed(text: str, on: date | None, home: str | None) -> None:
    mentions = gazetteer().mentions(text, "zh", on, home)
    check(text, mentions)
    assert mentions == gazetteer().mentions(text, "zh", on, home)


@settings(max_examples=300, deadline=None)
@given(ENGLISH, DATES, HOMES)
def test_english_mentions_are_well_formed(text: str, on: date | None, home: str | None) -> None:
    check(text, gazetteer().mentions(text, "en", on, home))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    check(text, gazetteer().mentions(text, "zh"))
    check(text, gazetteer().mentions(text, "en"))


@pytest.mark.parametrize("level", ["prefecture", "county"])
def test_every_unit_in_force_is_found_by_its_full_chain(level: str) -> None:
    places = gazetteer()
    missed = []
    for place in PLACES:
        if place.level == level and place.valid_to is None:
            above = [places.place(code).name_zh for code in places.ancestors(place.adcode)[:-1]]
            text = "".join([*reversed(above), place.name_zh])
            if [mention.adcode for mention in places.mentions(text, "zh")] != [place.adcode]:
                missed.append(text)
    assert missed == []


def test_every_english_prefecture_is_found_with_its_province() -> None:
    places = gazetteer()
    missed = []
    for place in PLACES:
        if place.level == "prefecture" and place.valid_to is None:
            text = f"{place.name_en}, {places.place(str(place.parent)).name_en}"
            if [mention.adcode for mention in places.mentions(text, "en")] != [place.adcode]:
                missed.append(text)
    assert missed == []
