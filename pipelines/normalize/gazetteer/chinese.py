"""Finds places in Simplified Chinese text: one automaton pass, then chains, contexts and meanings.

The automaton prefers the leftmost, then the longest match, and holds trap words beside the names, so that a trap
(合作社) takes its characters away from a name inside it.
"""

from collections.abc import Mapping
from datetime import date

from ahocorasick_rs import AhoCorasick, MatchKind

from pipelines.model.span import Span
from pipelines.normalize.gazetteer.chain import Chain, below
from pipelines.normalize.gazetteer.context_zh import ContextZh
from pipelines.normalize.gazetteer.forms import Form, chinese_forms
from pipelines.normalize.gazetteer.hierarchy import Hierarchy
from pipelines.normalize.gazetteer.places import Place, PlaceMention
from pipelines.normalize.gazetteer.resolve import Resolver

# What may stand between the links of one chain: nothing, a blank, the dot or bar of a form
LINKS = frozenset({"", " ", "\u3000", "·", "|", "｜"})


# What joins the places of a list: a common word beside a place of its own province is the place (江西武宁、修水).
JOINS = frozenset({"、", "和", "及", "与", "以及"})


class ChineseSearch:
    """The search for Chinese names. Built once; safe to share."""

    def __init__(self, places: Mapping[str, Place], hierarchy: Hierarchy) -> None:
        """Build the automaton."""
        self._hierarchy = hierarchy
        self._context = ContextZh()
        self._resolver = Resolver(places, hierarchy)
        forms = chinese_forms()
        named = {form.surface for form in forms}
        traps = [word for word in self._context.words if word not in named]
        self._forms: list[Form | None] = [*forms, *([None] * len(traps))]
        self._automaton = AhoCorasick([*(form.surface for form in forms), *traps], matchkind=MatchKind.LeftmostLongest)

    def mentions(self, text: str, on: date | None, home: str | None) -> tuple[PlaceMention, ...]:
        """The places named, in order."""
        chains = self._chains(text)
        self._resolver.settle(chains, on, home)
        return tuple(
            PlaceMention(Span(c.start, c.end), c.adcode, text[c.start : c.end], c.explicit)
            for c in chains
            if c.adcode is not None
        )

    def _chains(self, text: str) -> list[Chain]:
        chains: list[Chain] = []
        last: Chain | None = None
        taken = 0  # where the last match ended: characters before it belong to another word
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            form, before, taken = self._forms[index], taken, end
            if form is None:
                last = None
                continue
            start += form.skip
            if not form.explicit and self._is_other(text, start, end):
                continue
            if last is not None and start - last.end < 2 and self._extends(last, form, text, start, end):
                continue
            tier, candidates = form.tier, form.candidates
            if not self._is_conjunction(form, text, start):
                tier = self._context.tier_before(text, end, tier)
            if tier == "chain" and last is not None and text[last.end : start] in JOINS:
                listed = self._beside(last, form)
                tier, candidates = ("free", listed) if listed else (tier, candidates)
            if start > before and form.doubtful and self._is_chance(form, tier, text, start, end):
                continue
            last = Chain(start, end, candidates, tier, form.explicit)
            chains.append(last)
        return chains

    def _is_other(self, text: str, start: int, end: int) -> bool:
        return self._context.makes_other_name(text, end) or self._context.is_person(text, start, end)

    def _is_chance(self, form: Form, tier: str, text: str, start: int, end: int) -> bool:
        """Whether the characters only happen to stand side by side, or are a given name; asked of names outside chains."""
        if self._context.splits_word_before(text, start):
            return True
        if form.explicit:
            return False
        if self._context.follows_surname(text, start, strictly=form.county and form.tier != "free"):
            return True
        in_doubt = form.county and tier != "free" and tier == form.tier  # no office follows: 金水|分局 is not 水分
        return in_doubt and self._context.splits_word_after(text, end)

    def _is_conjunction(self, form: Form, text: str, start: int) -> bool:
        """Whether the name's 和 may as well join what stands around it (派出所民警|和|县反诈中心)."""
        return len(form.surface) == 2 and text[start] in JOINS and start > 0 and text[start - 1].isalnum()

    def _beside(self, chain: Chain, form: Form) -> tuple[str, ...]:
        """The meanings of a name that lie in the province of the place listed before it, itself no province."""
        provinces = {self._hierarchy.province_of(code) for code in chain.candidates} - set(chain.candidates)
        return tuple(code for code in form.candidates if self._hierarchy.province_of(code) in provinces - {None})

    def _extends(self, chain: Chain, form: Form, text: str, start: int, end: int) -> bool:
        """Whether the name is the next link of the chain; if so, it is added."""
        if text[chain.end : start] not in LINKS:
            return False
        inner = below(form.candidates, chain.candidates, self._hierarchy)
        if not inner:
            return False
        chain.link(end, inner, above=chain.candidates)
        return True
