"""Finds places in English text: names in pinyin or usual English, with their unit words, chained up or down.

Names are matched with their capitals (and in capitals throughout, as in datelines). Toneless pinyin is shared by many
places: a chain, a unit word or the article's other places must settle it, else the name is left out.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ahocorasick_rs import AhoCorasick, MatchKind

from pipelines.model.span import Span
from pipelines.normalize.gazetteer import reference
from pipelines.normalize.gazetteer.chain import Chain, below
from pipelines.normalize.gazetteer.hierarchy import Hierarchy
from pipelines.normalize.gazetteer.lexicon_en import EnglishLexicon, english_lexicon
from pipelines.normalize.gazetteer.places import CHINA, LEVELS, Place, PlaceMention
from pipelines.normalize.gazetteer.resolve import Resolver


@dataclass(frozen=True, slots=True)
class EnglishForm:
    """A name and what it can mean.

    tier        free; near where only counties bear it; chain where it is an English word too
    fallback    the place usually meant, where several places share the name and nothing settles it
    is_foreign  a country's name, or a place in a foreign country
    is_full     a name with the word for its kind of unit
    """

    surface: str
    candidates: tuple[str, ...]
    tier: str
    fallback: str | None
    is_foreign: bool
    is_full: bool = False


class EnglishSearch:
    """The search for English names. Built once; safe to share."""

    def __init__(self, places: Mapping[str, Place], hierarchy: Hierarchy) -> None:
        """Build the automaton."""
        self._places = places
        self._hierarchy = hierarchy
        self._lexicon = english_lexicon()
        self._resolver = Resolver(places, hierarchy)
        forms = english_forms(places, self._lexicon)
        named = {form.surface for form in forms}
        traps = [word for word in self._lexicon.traps if word not in named]
        self._forms: list[EnglishForm | None] = [*forms, *([None] * len(traps))]
        self._automaton = AhoCorasick([*(form.surface for form in forms), *traps], matchkind=MatchKind.LeftmostLongest)

    def mentions(self, text: str, on: date | None, home: str | None) -> tuple[PlaceMention, ...]:
        """The places named, in order."""
        plain = text.replace("\u2019", "'").replace("\n", " ").replace("\u00a0", " ")
        chains = self._chains(plain)
        self._prefer_named_provinces(chains)
        self._resolver.settle(chains, on, home)
        return tuple(
            PlaceMention(Span(c.start, c.end), c.adcode, text[c.start : c.end], c.explicit)
            for c in chains
            if c.adcode is not None
        )

    def _prefer_named_provinces(self, chains: list[Chain]) -> None:
        """Toneless, Guangxi's Pingxiang (凭祥) is written like Jiangxi's larger one: the province that is named tells."""
        provinces = {chain.candidates[0] for chain in chains if self._places[chain.candidates[0]].level == "province"}
        for chain in chains:
            told = [code for code in chain.candidates if self._hierarchy.province_of(code) in provinces]
            current = [code for code in told if self._places[code].valid_to is None] or told
            if len(current) == 1:
                chain.candidates = (current[0],)

    def _chains(self, text: str) -> list[Chain]:
        chains: list[Chain] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            form = self._forms[index]
            if form is None or not _stands_alone(text, start, end) or (chains and start < chains[-1].end):
                continue  # a trap, a part of a word, or a part of the unit words of the name before
            link = self._link(text, form, start, end)
            if link is None:
                continue
            chains.append(link)
            while len(chains) > 1 and self._joined(chains[-2], chains[-1], text):
                chains.pop()
        return chains

    def _link(self, text: str, form: EnglishForm, start: int, end: int) -> Chain | None:
        """The name with its unit word, or None where it is not a place."""
        unit = self._lexicon.unit_pattern.match(text, end)
        if unit is not None:
            endings = self._lexicon.unit_words[unit.group(1)]
            fitting = tuple(code for code in form.candidates if self._places[code].name_zh.endswith(endings))
            if fitting:
                return Chain(start, unit.end(), fitting, "free", True)
        if self._lexicon.after.match(text, end) or (not form.is_foreign and self._is_given_name(text, start)):
            return None
        return Chain(start, end, form.candidates, form.tier, form.is_foreign or form.is_full, form.fallback)

    def _is_given_name(self, text: str, start: int) -> bool:
        """Whether a family name stands right before (Zhang Yuxi)."""
        before = text[max(0, start - 12) : start]
        return before.endswith(" ") and before.split()[-1:] != [] and before.split()[-1] in self._lexicon.surnames

    def _joined(self, last: Chain, link: Chain, text: str) -> bool:
        """Add the name to the one before it, if one lies in the other; True if it was added.

        China before 's is no unit above what stands before it (Xi'an in northwest China's Shaanxi): it waits for what follows.
        """
        between = text[last.end : link.start]
        waits = link.candidates == (CHINA,) and text.startswith("'s", link.end)
        for pattern, inner, outer in ((self._lexicon.up, last, link), (self._lexicon.down, link, last)):
            if pattern.fullmatch(between) and not (waits and outer is link):
                found = below(inner.candidates, outer.candidates, self._hierarchy)
                if found:
                    last.link(link.end, found, above=outer.candidates)
                    return True
        return False


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the match is whole words. A currency sign after it (US$) makes it another word."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or after.isalnum() or after == "$" or before == "-")


def english_forms(places: Mapping[str, Place], lexicon: EnglishLexicon) -> list[EnglishForm]:
    """Every English form, with spelling variants: Xi'an and Xian, Lüliang, Luliang and Lvliang, BEIJING."""
    meanings: dict[str, set[str]] = defaultdict(set)
    provinces = {place.short_en for place in places.values() if place.level == "province"}
    for place in places.values():
        pinyin = place.pinyin if place.pinyin not in provinces else ""  # Shaanxi is Shanxi in pinyin
        for name in {place.short_en or place.name_en, place.name_en, pinyin} - {""}:
            _add_variants(meanings, name, place)
    for former in reference.former_names():
        if former.short_en:
            _add_variants(meanings, former.short_en, places[former.adcode])
    for alias in reference.aliases():
        if alias.language == "en":
            meanings[alias.form].add(alias.adcode)
    return [_form(name, codes, places, lexicon) for name, codes in sorted(meanings.items())]


def _add_variants(meanings: dict[str, set[str]], name: str, place: Place) -> None:
    spellings = {name, name.replace("'", ""), name.replace("ü", "u"), name.replace("ü", "v"), name.replace("ü", "yu")}
    for spelling in spellings:
        meanings[spelling].add(place.adcode)
        if place.level != "county":
            meanings[spelling.upper()].add(place.adcode)


def _form(name: str, codes: set[str], places: Mapping[str, Place], lexicon: EnglishLexicon) -> EnglishForm:
    preferred = lexicon.preferred.get(name)
    candidates = tuple(sorted(codes, key=lambda c: (c != preferred, LEVELS.index(places[c].level), c)))
    county = all(places[code].level == "county" for code in codes)
    tier = "near" if county and " " not in name and name not in lexicon.known_counties else "free"
    if name in lexicon.ordinary:
        tier = "chain"
    is_foreign = places[candidates[0]].level == "country"
    is_full = any(places[code].name_en == name != places[code].short_en for code in codes) and " " in name
    return EnglishForm(name, candidates, tier, preferred, is_foreign, is_full)
