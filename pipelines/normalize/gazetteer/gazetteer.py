"""The gazetteer as the rest of the project sees it: look a place up, ask what lies in what, find places in a text."""

from datetime import date
from functools import cache
from typing import Literal

from pipelines.normalize.gazetteer import reference
from pipelines.normalize.gazetteer.chinese import ChineseSearch
from pipelines.normalize.gazetteer.english import EnglishSearch
from pipelines.normalize.gazetteer.hierarchy import Hierarchy
from pipelines.normalize.gazetteer.places import Place, PlaceMention, PlaceRow


class Gazetteer:
    """All places, their hierarchy and their names. Immutable; get the shared one from `gazetteer()`."""

    def __init__(self) -> None:
        """Read the packaged data. Raises ReferenceDataError if it breaks its own rules."""
        self._places = reference.places()
        self._hierarchy = Hierarchy(self._places)
        self._chinese: ChineseSearch | None = None  # both searches are built when first asked for
        self._english: EnglishSearch | None = None

    def place(self, adcode: str) -> Place:
        """The place with this code, also one that is no longer in force. Raises KeyError for an unknown code."""
        return self._places[adcode]

    def ancestors(self, adcode: str) -> tuple[str, ...]:
        """The units above it, nearest first: of 510411 → ("510400", "510000", "100000")."""
        return self._hierarchy.ancestors(adcode)

    def is_within(self, inner: str, outer: str) -> bool:
        """Whether `inner` is `outer` or lies in it."""
        return self._hierarchy.is_within(inner, outer)

    def province_of(self, adcode: str) -> str | None:
        """The province-level unit that holds it (itself for a province); None for a country."""
        return self._hierarchy.province_of(adcode)

    def rows(self) -> tuple[PlaceRow, ...]:
        """Every place, with the units above it side by side, ordered by code."""
        return tuple(self._hierarchy.row(adcode) for adcode in sorted(self._places))

    def mentions(
        self, text: str, language: Literal["zh", "en"], on: date | None = None, home: str | None = None
    ) -> tuple[PlaceMention, ...]:
        """The places named in `text`, in order, not overlapping.

        on    the article's date: which of several units of one name was in force; None means today's list
        home  adcode of the article's own place (a local bureau's bulletin): settles names that several places share
        """
        if language == "en":
            if self._english is None:
                self._english = EnglishSearch(self._places, self._hierarchy)
            return self._english.mentions(text, on, home)
        if self._chinese is None:
            self._chinese = ChineseSearch(self._places, self._hierarchy)
        return self._chinese.mentions(text, on, home)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, built once a process."""
    return Gazetteer()
