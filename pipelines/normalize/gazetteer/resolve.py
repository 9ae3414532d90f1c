"""Settles what each chain of names means, from the date, the article's own place and the article's other places.

Order: the chain itself has spoken already; then date, then home, then the names before it in the text, then the votes
of all settled names. What stays open is left out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from pipelines.normalize.gazetteer.chain import Chain, finer
from pipelines.normalize.gazetteer.hierarchy import Hierarchy
from pipelines.normalize.gazetteer.places import Place


class Resolver:
    """Chooses among the places that a name can mean."""

    def __init__(self, places: Mapping[str, Place], hierarchy: Hierarchy) -> None:
        """Keep the reference data."""
        self._places = places
        self._hierarchy = hierarchy

    def settle(self, chains: Sequence[Chain], on: date | None, home: str | None) -> None:
        """Set `adcode` on every chain that can be settled."""
        waiting = []
        for index, chain in enumerate(chains):
            if len(chain.candidates) > 1:
                chain.candidates = finer(self._in_force(chain.candidates, on), chain.above, self._hierarchy)
            if chain.tier == "free":  # most names mean one place only; not asking keeps the search fast
                alone = len(chain.candidates) == 1
                chain.adcode = chain.candidates[0] if alone else self._plain(chain.candidates, home)
            if chain.adcode is None:
                waiting.append(index)
        if waiting:
            self._settle_by_context(chains, set(waiting), home)
        self._settle_by_full_names(chains)

    def _settle_by_full_names(self, chains: Sequence[Chain]) -> None:
        """A bare name is short for the unit that the article names in full (Baoshan District, then Baoshan)."""
        told = {chain.adcode for chain in chains if chain.explicit}
        for chain in chains:
            if chain.explicit or chain.tier == "chain" or chain.adcode in told or self._is_wide(chain.candidates[0]):
                continue
            named = [code for code in chain.candidates if code in told]
            if len(named) == 1:
                chain.adcode = named[0]

    def _settle_by_context(self, chains: Sequence[Chain], waiting: set[int], home: str | None) -> None:
        """One pass forward: what is settled on the way helps what comes after it."""
        votes = self._votes(chains)
        last_seen: dict[str, int] = {}  # prefecture (or province without) → index of the last settled name in it
        for index, chain in enumerate(chains):
            if index in waiting and chain.tier != "chain":
                chain.adcode = (
                    self._at_home(chain, home)
                    or self._nearby(chain, last_seen)
                    or self._voted(chain, votes)
                    or chain.fallback
                )
            if chain.adcode is not None:
                last_seen[self._hierarchy.area_of(chain.adcode)] = index

    def _in_force(self, candidates: tuple[str, ...], on: date | None) -> tuple[str, ...]:
        """Those whose code was in force; where none was, those that ceased last."""
        holding = tuple(code for code in candidates if self._places[code].holds_on(on))
        if holding:
            return holding
        ends = {code: self._places[code].valid_to or 9999 for code in candidates}
        return tuple(code for code in candidates if ends[code] == max(ends.values()))

    def _plain(self, candidates: tuple[str, ...], home: str | None) -> str | None:
        """The only meaning of the highest level; with a home elsewhere, the local meaning of a lower one."""
        level = self._places[candidates[0]].level
        highest = self._standing([code for code in candidates if self._places[code].level == level])
        if len(highest) > 1:
            return None
        if home is not None and level == "prefecture" and not self._same_province(highest[0], home):
            local = [code for code in candidates if self._same_area(code, home)]
            return local[0] if len(local) == 1 else highest[0]  # 大同 in a bulletin of 大庆 is its district
        return highest[0]

    def _standing(self, codes: list[str]) -> list[str]:
        """Of a prefecture and the one it was made from (南宁市, 南宁地区), in one province, the one that still stands."""
        if len({self._hierarchy.province_of(code) for code in codes}) > 1:
            return codes
        return [code for code in codes if self._places[code].valid_to is None] or codes

    def _at_home(self, chain: Chain, home: str | None) -> str | None:
        if home is None:
            return None
        local = [code for code in chain.candidates if self._same_area(code, home)]
        if not local and not self._is_district(chain.candidates[0]):
            local = [code for code in chain.candidates if self._same_province(code, home)]
        return local[0] if len(local) == 1 else None

    def _nearby(self, chain: Chain, last_seen: Mapping[str, int]) -> str | None:
        """The candidate in the prefecture that was named last before it, unless that prefecture holds several."""
        by_area: dict[str, list[str]] = {}
        for code in chain.candidates:
            by_area.setdefault(self._hierarchy.area_of(code), []).append(code)
        seen = [area for area, codes in by_area.items() if area in last_seen and len(codes) == 1]
        return by_area[max(seen, key=last_seen.__getitem__)][0] if seen else None

    def _voted(self, chain: Chain, votes: Counter[str]) -> str | None:
        """The candidate whose prefecture, else whose province (not for districts), the settled names speak of most."""
        weights = {
            code: (votes[self._hierarchy.area_of(code)], self._province_votes(code, votes)) for code in chain.candidates
        }
        best = max(weights.values())
        winners = [code for code, weight in weights.items() if weight == best]
        return winners[0] if len(winners) == 1 and any(best) else None

    def _province_votes(self, code: str, votes: Counter[str]) -> int:
        return 0 if self._is_district(code) else votes[self._hierarchy.province_of(code) or ""]

    def _votes(self, chains: Sequence[Chain]) -> Counter[str]:
        votes: Counter[str] = Counter()
        for chain in chains:
            if chain.adcode is not None:
                votes.update((chain.adcode, *self._hierarchy.ancestors(chain.adcode)))
        return votes

    def _is_wide(self, code: str) -> bool:
        return self._places[code].level not in ("prefecture", "county")

    def _is_district(self, code: str) -> bool:
        return self._places[code].name_zh.endswith("区")

    def _same_area(self, code: str, other: str) -> bool:
        return self._hierarchy.area_of(code) == self._hierarchy.area_of(other)

    def _same_province(self, code: str, other: str) -> bool:
        return self._hierarchy.province_of(code) == self._hierarchy.province_of(other)
