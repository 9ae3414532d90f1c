"""What stands around a Chinese place name and makes it something else: an institution, a street, a person's name."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pipelines.errors import ReferenceDataError
from pipelines.normalize.gazetteer import reference


class ContextZh:
    """The blocking contexts of traps_zh.yaml. All checks are on the characters beside a name, none on the name."""

    def __init__(self) -> None:
        """Read the lexicon. Raises ReferenceDataError where a part is missing."""
        data = reference.read_yaml("traps_zh.yaml")
        try:
            self.words: tuple[str, ...] = tuple(sorted({word for group in data["words"].values() for word in group}))
            self._after = _by_first(word for group in data["after"].values() for word in group)
            self._after_but = _by_first(data["after_but"])
            self._person_before = tuple(data["person_before"])
            self._surnames = frozenset("".join(data["surnames"].split()))
            self._person_after = tuple(data["person_after"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ReferenceDataError(f"traps_zh.yaml: a part is missing or of the wrong kind ({error})") from error

    def makes_other_name(self, text: str, end: int) -> bool:
        """Whether the characters from `end` on turn a short name into another thing's name (北京|银行)."""
        if end >= len(text):
            return False
        words = self._after.get(text[end])
        if words is None or not text.startswith(words, end):
            return False
        return not text.startswith(self._after_but.get(text[end], ()) or ("\0",), end)

    def is_person(self, text: str, start: int, end: int) -> bool:
        """Whether a short name at text[start:end] is (part of) a person's name: 嫌疑人李|海南, 高安|某."""
        if text.startswith("某", end) and not text.startswith(self._person_after, end + 1):
            return True
        before = text[start - 1] if start else ""
        return before in self._surnames and text.endswith(self._person_before, 0, start - 1)


def _by_first(words: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        groups[str(word)[0]].append(str(word))
    return {first: tuple(group) for first, group in groups.items()}
