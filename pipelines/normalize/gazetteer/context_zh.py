"""What stands around a Chinese place name and makes it something else: an institution, a street, a person's name.

The lexicon is traps_zh.yaml. All checks are on the characters beside a name, none on the name itself.
"""

from collections import defaultdict
from collections.abc import Iterable

from pipelines.errors import ReferenceDataError
from pipelines.normalize.gazetteer import reference


class ContextZh:
    """The blocking contexts. Texts are Simplified Chinese; `start` and `end` are those of a short name in `text`."""

    def __init__(self) -> None:
        """Read the lexicon. Raises ReferenceDataError where a part is missing."""
        data = reference.read_yaml("traps_zh.yaml")
        try:
            self.words: tuple[str, ...] = tuple(sorted({word for group in data["words"].values() for word in group}))
            self._after = _by_first(word for group in data["after"].values() for word in group)
            self._after_but = _by_first(data["after_but"])
            self._authority = tuple(data["authority"])
            self._branch = tuple(data["branch"])
            self._person_before = tuple(data["person_before"])
            self._surnames = frozenset("".join(data["surnames"].split()))
            self._sure_surnames = self._surnames - frozenset(data["not_surnames"])
            self._person_verbs = tuple(data["person_verbs"])
            self._person_after = tuple(data["person_after"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ReferenceDataError(f"traps_zh.yaml: a part is missing or of the wrong kind ({error})") from error
        self._left, self._right = reference.crossing_words()

    def makes_other_name(self, text: str, end: int) -> bool:
        """Whether the characters from `end` on turn a short name into another thing's name (北京|银行)."""
        if end >= len(text):
            return False
        words = self._after.get(text[end])
        if words is None or not text.startswith(words, end):
            return False
        return not text.startswith(self._after_but.get(text[end], ()), end)

    def tier_before(self, text: str, end: int, tier: str) -> str:
        """The context still needed, given what follows the name: none before an authority (富源|警方).

        A common name before a branch office (江北|分局) needs its city only.
        """
        if tier == "free" or text.startswith(self._authority, end):
            return "free"
        return "near" if text.startswith(self._branch, end) else tier

    def is_person(self, text: str, start: int, end: int) -> bool:
        """Whether a short name is (part of) a person's name: 嫌疑人李|海南, 高安|某, 李|长春|，男."""
        if text.startswith("某", end) and (end + 1 == len(text) or text.startswith(self._person_after, end + 1)):
            return True
        if not start or text[start - 1] not in self._surnames:
            return False
        return text.endswith(self._person_before, 0, start - 1) or text.startswith(self._person_verbs, end)

    def follows_surname(self, text: str, start: int, strictly: bool) -> bool:
        """Whether a family name stands right before a short name.

        strictly  true for a little-known county's name: that is enough to doubt it (张|德江). Other names are doubted only where
                  the family name begins a word (，高|玉林): a text's start, a punctuation mark or a person's office before it
        """
        if not start or text[start - 1] not in self._sure_surnames:
            return False
        return (
            strictly or start == 1 or not text[start - 2].isalnum() or text.endswith(self._person_before, 0, start - 1)
        )

    def splits_word_before(self, text: str, start: int) -> bool:
        """Whether the name's first character ends an ordinary word (世界|首 is no 界首)."""
        return start > 0 and text[start - 1 : start + 1] in self._left

    def splits_word_after(self, text: str, end: int) -> bool:
        """Whether the name's last character begins an ordinary word (瓦乌|当地 is no 乌当)."""
        return text[end - 1 : end + 1] in self._right


def _by_first(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        groups[word[0]].append(word)
    return {first: tuple(group) for first, group in groups.items()}
