"""The lexicon of English contexts (english.yaml), read and made ready for the search. No search here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.errors import ReferenceDataError
from pipelines.normalize.gazetteer import reference

# Xishuangbanna Dai Autonomous Prefecture; Enshi Tujia and Miao Autonomous Prefecture
PEOPLES = r"(?:(?:[A-Z][a-z]+ (?:and )?){1,5}(?=[Aa]utonomous ))?"


@dataclass(frozen=True, slots=True)
class EnglishLexicon:
    """See english.yaml for what each part means. `up` and `down` match the whole text between two names."""

    unit_words: dict[str, tuple[str, ...]]
    unit_pattern: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    traps: tuple[str, ...]
    after: re.Pattern[str]
    surnames: frozenset[str]
    ordinary: frozenset[str]
    preferred: dict[str, str]
    known_counties: frozenset[str]


def english_lexicon() -> EnglishLexicon:
    """Read the lexicon. Raises ReferenceDataError where a part is missing or of the wrong kind."""
    data = reference.read_yaml("english.yaml")
    try:
        units = {word: tuple(endings) for word, endings in data["unit_words"].items()}
        directions = _alternatives(data["directions"])
        return EnglishLexicon(
            unit_words=units,
            unit_pattern=re.compile(rf"[ -]{PEOPLES}({_alternatives(units)})\b"),
            up=_links(data["links_up"], directions),
            down=_links(data["links_down"], directions),
            traps=tuple(data["traps"]),
            after=re.compile(rf" (?!(?:{_alternatives(data['after_but'])})\b)(?:{_alternatives(data['after'])})\b"),
            surnames=frozenset(data["surnames"]),
            ordinary=frozenset(data["ordinary"]),
            preferred={name: str(code) for name, code in data["preferred"].items()},
            known_counties=frozenset(data["known_counties"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ReferenceDataError(f"english.yaml: a part is missing or of the wrong kind ({error})") from error


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(str(word)) for word in sorted(words, key=len, reverse=True))


def _links(links: list[str], directions: str) -> re.Pattern[str]:
    """Patterns for the words between two names; a direction may itself be two words (the southern)."""
    direction = rf"(?:(?:{directions}) ){{0,2}}(?:{directions})"
    return re.compile("|".join(re.escape(link).replace(r"\{direction\}", direction) for link in links))
