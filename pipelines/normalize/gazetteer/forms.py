"""The written forms of places: which words can mean which places, and how much context each needs.

Built once from the reference data. Finding forms in a text is the business of `chinese` and `english`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipelines.normalize.gazetteer import reference
from pipelines.normalize.gazetteer.places import LEVELS, Place


@dataclass(frozen=True, slots=True)
class Form:
    """A written form and the places it can mean, higher levels first.

    tier      free: may stand alone; near: needs its prefecture or province in the article; chain: only right after the
              unit above it; "full" forms are never built
    explicit  a full name, with the suffix of its kind
    doubtful  a short name below the province, or a county's: may lie across two ordinary words (世界|首) or be a given name
    county    all that it can mean are counties or districts
    skip      characters at the front that are no part of the name
    """

    surface: str
    candidates: tuple[str, ...]
    tier: str
    explicit: bool
    doubtful: bool
    county: bool
    skip: int = 0


@dataclass
class _Meaning:
    full: set[str]
    bare: set[str]
    tiers: set[str]


def chinese_forms() -> tuple[Form, ...]:
    """Every Chinese form that the search may take for a place."""
    meanings: dict[str, _Meaning] = defaultdict(lambda: _Meaning(set(), set(), set()))
    places = reference.places()
    for place in places.values():
        if place.level == "country":
            meanings[place.short_zh or place.name_zh].full.add(place.adcode)
        else:
            _add_names(meanings, place, place.name_zh, place.short_zh)
    standing = {(place.parent, place.name_zh) for place in places.values() if place.valid_to is None}
    for former in reference.former_names():
        place = places[former.adcode]
        if (place.parent, former.name_zh) not in standing:  # 武江区 and 浈江区 changed their codes with one another
            _add_names(meanings, place, former.name_zh, _short(former, places))
            if place.level == "county" and len(former.short_zh) > 2:
                meanings[former.short_zh].tiers.add("near")  # 新城子, long no district, is many a village's name
    for alias in reference.aliases():
        if alias.language == "zh":
            meanings[alias.form].full.add(alias.adcode)
            meanings[alias.form].tiers.add(alias.tier)
    overrides = reference.bare_tiers()
    forms = (_form(surface, meaning, places, overrides) for surface, meaning in sorted(meanings.items()))
    usable = tuple(form for form in forms if form.tier != "full")
    return usable + tuple(_overlaps(usable))


def _short(former: reference.FormerName, places: Mapping[str, Place]) -> str:
    """The former name's short form; none where a unit inside bears it today (思茅 is the district, no more its city)."""
    heirs = (p for p in places.values() if p.parent == former.adcode and p.valid_to is None)
    return "" if any(heir.short_zh == former.short_zh for heir in heirs) else former.short_zh


def _overlaps(forms: tuple[Form, ...]) -> Iterator[Form]:
    """Forms for 从|江苏: without them the county 从江, being leftmost, would take the 江 away from 江苏."""
    taken = {form.surface for form in forms}
    strong: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        if not form.county:
            strong[form.surface[0]].append(form)
    for weak in forms:
        if weak.county and len(weak.surface) == 2 and not weak.explicit:
            for form in strong[weak.surface[1]]:
                surface = weak.surface[0] + form.surface
                if surface not in taken:
                    taken.add(surface)
                    yield replace(form, surface=surface, skip=1)


def _add_names(meanings: dict[str, _Meaning], place: Place, name: str, short: str) -> None:
    meanings[name].full.add(place.adcode)
    if short and short != name:
        meanings[short].bare.add(place.adcode)
        kind = "自治" + name[-1]
        if name.endswith(kind):  # 延边朝鲜族自治州 is called 延边州 and 延边自治州
            meanings[short + name[-1]].full.add(place.adcode)
            meanings[short + kind].full.add(place.adcode)


def _form(surface: str, meaning: _Meaning, places: dict[str, Place], overrides: dict[str, str]) -> Form:
    codes = meaning.full or meaning.bare
    if all(places[code].parent is None for code in codes):  # 黑山: Montenegro, but right after 辽宁 the county
        codes = codes | meaning.bare
    candidates = tuple(sorted(codes, key=lambda code: (LEVELS.index(places[code].level), code)))
    county = all(places[code].level == "county" for code in codes)
    default = "near" if county and len(surface) == 2 and not meaning.full else "free"
    tier = overrides.get(surface) or next(iter(sorted(meaning.tiers)), default)
    doubtful = county or (len(surface) == 2 and places[candidates[0]].level == "prefecture")
    return Form(surface, candidates, tier, bool(meaning.full), doubtful, county)
