"""What lies within what: ancestors, containment, the prefecture or province of a place. No names, no text."""

from collections.abc import Mapping

from pipelines.normalize.gazetteer.places import CHINA, Place, PlaceRow


class Hierarchy:
    """Containment among places, computed once."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        """`places` by adcode; every parent must be among them."""
        self._places = places
        self._lineage = {adcode: self._climb(adcode) for adcode in places}
        self._members = {adcode: frozenset(lineage) for adcode, lineage in self._lineage.items()}

    def _climb(self, adcode: str) -> tuple[str, ...]:
        lineage = []
        current: str | None = adcode
        while current is not None:
            lineage.append(current)
            current = self._places[current].parent
        return tuple(lineage)

    def ancestors(self, adcode: str) -> tuple[str, ...]:
        """The units above, nearest first; empty for a country."""
        return self._lineage[adcode][1:]

    def is_within(self, inner: str, outer: str) -> bool:
        """Whether `inner` is `outer` or lies in it."""
        return outer in self._members[inner]

    def is_foreign(self, adcode: str) -> bool:
        """Whether it is a country other than China."""
        return adcode != CHINA and len(self._lineage[adcode]) == 1

    def province_of(self, adcode: str) -> str | None:
        """The province-level unit, None for a country."""
        lineage = self._lineage[adcode]
        return lineage[-2] if len(lineage) > 1 else None

    def area_of(self, adcode: str) -> str:
        """The prefecture; where there is none (municipality, directly governed county, province) the province."""
        lineage = self._lineage[adcode]
        return lineage[-3] if len(lineage) > 2 and self._places[lineage[-3]].level == "prefecture" else lineage[-2:][0]

    def row(self, adcode: str) -> PlaceRow:
        """The place with the units above it by level."""
        by_level = {self._places[code].level: code for code in self._lineage[adcode]}
        return PlaceRow(
            self._places[adcode],
            by_level["country"],
            by_level.get("province"),
            by_level.get("prefecture"),
            by_level.get("county"),
        )
