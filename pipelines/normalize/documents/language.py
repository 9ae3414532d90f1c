"""Step 7: which language an article is in. Chinese is told by its characters, whatever the length; among the others,
the commonest English words tell English, and where they leave a doubt resiliparse does (it errs on short texts)."""

import re
from functools import cache

from resiliparse.parse.lang import detect_fast

from pipelines.model.document import Language
from pipelines.normalize.documents.lexicons import section

_HAN = re.compile("[\u3400-\u9fff]+")
_KANA_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]+")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_SAMPLE = 2000
_CHINESE_SHARE = 0.25
_FOREIGN_SHARE = 0.1
_ENGLISH_SHARE = 0.12
_PLAINLY_ENGLISH = 0.25
_COUNTED = 400


def language_of(text: str) -> Language:
    """The language that most of a text is in. A Chinese character weighs as much as a Latin word."""
    text = text[:_SAMPLE]
    han = sum(map(len, _HAN.findall(text)))
    foreign = sum(map(len, _KANA_HANGUL.findall(text)))
    words = _LATIN_WORD.findall(text)
    if foreign > _FOREIGN_SHARE * (han + foreign + len(words)):
        return "other"
    if han and han >= _CHINESE_SHARE * (han + len(words)):
        return "zh"
    return "en" if words and _is_english(text, words) else "other"


def _is_english(text: str, words: list[str]) -> bool:
    common = sum(word.lower() in _common() for word in words[:_COUNTED])
    share = common / min(len(words), _COUNTED)
    if share >= _PLAINLY_ENGLISH:
        return True
    guess, _ = detect_fast(text)
    return bool(guess == "en") or (guess == "unknown" and share >= _ENGLISH_SHARE)


@cache
def _common() -> frozenset[str]:
    return frozenset(section("english", "common"))
