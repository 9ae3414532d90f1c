"""The written forms of places: which words can mean which places, and how much context each needs.

Built once from the reference data. Finding forms in a text is the business of `chinese` and `english`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.normalize.gazetteer import reference
from pipelines.normalize.gazetteer.places import LEVELS, Place


@dataclass(frozen=True, slots=True)
class Form:
    """A written form and the places it can mean, higher levels first.

    tier      free: may stand alone; near: needs its prefecture or province in the article; chain: only right after the
              unit above it; "full" forms are never built
    explicit  a full name, with the suffix of its kind
    sole      the only place it can mean, if it may stand alone: the search's short cut
    """

    surface: str
    candidates: tuple[str, ...]
    tier: str
    explicit: bool
    sole: str | None


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
    for former in reference.former_names():
        _add_names(meanings, places[former.adcode], former.name_zh, former.short_zh)
    for alias in reference.aliases():
        if alias.language == "zh":
            meanings[alias.form].full.add(alias.adcode)
            meanings[alias.form].tiers.add(alias.tier)
    overrides = reference.bare_tiers()
    forms = (_form(surface, meaning, places, overrides) for surface, meaning in sorted(meanings.items()))
    return tuple(form for form in forms if form.tier != "full")


def _add_names(meanings: dict[str, _Meaning], place: Place, name: str, short: str) -> None:
    meanings[name].full.add(place.adcode)
    if short and short != name:
        meanings[short].bare.add(place.adcode)


def _form(surface: str, meaning: _Meaning, places: dict[str, Place], overrides: dict[str, str]) -> Form:
    candidates = _by_level(meaning.full or meaning.bare, places)
    tier = overrides.get(surface) or next(iter(sorted(meaning.tiers)), None) or _default_tier(surface, meaning, places)
    sole = candidates[0] if len(candidates) == 1 and tier == "free" else None
    return Form(surface, candidates, tier, bool(meaning.full), sole)


def _default_tier(surface: str, meaning: _Meaning, places: dict[str, Place]) -> str:
    """A county's bare name of two characters, or its full name of two (理县), is too easily something else."""
    names_county = all(places[code].level == "county" for code in (meaning.full or meaning.bare))
    if not names_county or len(surface) > 2:
        return "free"
    return "near"


def _by_level(codes: Iterable[str], places: dict[str, Place]) -> tuple[str, ...]:
    return tuple(sorted(codes, key=lambda code: (LEVELS.index(places[code].level), code)))
