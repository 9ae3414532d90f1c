"""What a place is and what it means to have found one. Data only: nothing here reads a file or a text."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.model.span import Span

Level = Literal["country", "province", "prefecture", "county"]
LEVELS: tuple[Level, ...] = ("country", "province", "prefecture", "county")
CHINA = "100000"


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit of China, China itself, or a foreign country.

    adcode      six digits (GB/T 2260) in China, "100000" China itself, ISO 3166 alpha-2 for a foreign country
    name_zh     full name, the last one held under this code; `short_zh` without the suffix, "" if one character is left
    name_en     Changsha, Jingle County; `short_en` Jingle; `pinyin` where the usual English name is not pinyin (Huhehaote)
    parent      adcode of the unit above; None for countries
    valid_from  first year in which year-end lists have the code; None where it is older than the lists (2000)
    valid_to    first year in which they no longer have it; None while it is in force
    """

    adcode: str
    level: Level
    name_zh: str
    name_en: str
    parent: str | None
    valid_from: int | None = None
    valid_to: int | None = None
    short_zh: str = ""
    short_en: str = ""
    pinyin: str = ""

    def holds_on(self, on: date | None) -> bool:
        """Whether the code is in force in the year of `on`; None asks for today's list, whatever today is."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from or 0) <= on.year < (self.valid_to or 10_000)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text.

    span      in the text that was searched; a chain (湖南省长沙市) is one mention
    adcode    the finest unit resolved
    explicit  named in full, with the suffix of its kind, or after the unit above it; False for a bare short name (长沙)
    """

    span: Span
    adcode: str
    surface: str
    explicit: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with the units above it side by side, as a dimension table wants it. None where there is none."""

    place: Place
    country: str
    province: str | None
    prefecture: str | None
    county: str | None
