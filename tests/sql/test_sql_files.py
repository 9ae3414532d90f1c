"""Conventions of the files below sql/: headers, one object a file, the view contract."""

import re
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from builders import small_reference

from pipelines.eventlog import EventLog
from pipelines.load.projection import bring_forward
from pipelines.load.sqlfiles import SQL_ROOT, SqlFile, fingerprint, in_dependency_order, read_folder

# DESIGN.md, section 3: stable across versions, in this order.
CONTRACT = {
    "figures": "article, article_title, published_on, metric, value, unit, qualifier, basis, subset, scope, case_id, "
    "case_title, campaign, region_adcode, region_name, period_start, period_end, quote, span_start, span_end, confidence",
    "cases": "case_id, title, scheme, role, campaign, jurisdiction_adcode, jurisdiction_name, suspects_arrested, "
    "loss_amount, first_reported, reports",
    "case_regions": "case_id, adcode, region_name, role",
    "case_articles": "case_id, article",
    "campaigns": "campaign, name_zh, name_en, year, articles",
    "articles": "article, title, publisher, language, script, published_on, status",
}

# Each folder's files begin with a comment that says this.
HEADERS = {
    "schema": re.compile(r"^(grain: .+; key: |What |The log as )"),
    "views": re.compile(r"^(grain: .+; key: |contract: one row |macro: |The past: )"),
    "staging": re.compile(r"^New events "),
    "projections": re.compile(r"^[a-zA-Z_]+: |^New events |^The (articles|checkpoint) "),
    "checks": re.compile(r"^[A-Z].+\.$"),
    "queries": re.compile(r"^[A-Z]"),
    "differences": re.compile(r"^[A-Z]"),
    "analyses": re.compile(r"^Question: .+\?$"),
}
CREATED = re.compile(r"^create (?:or replace )?(?:temp )?(table|view|macro|schema) ([a-z_.]+)", re.MULTILINE)
# Files that hold more than one object, with the reason in their own header.
SEVERAL = {"events", "believed_at"}


@pytest.fixture(scope="module")
def projection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sql")
    log = EventLog(str(folder / "log"))
    log.create()
    bring_forward(folder / "x.duckdb", log, small_reference())
    return folder / "x.duckdb"


@pytest.mark.parametrize("view", sorted(CONTRACT))
def test_the_view_contract_holds(projection: Path, view: str) -> None:
    with closing(duckdb.connect(str(projection), read_only=True)) as connection:
        found = [column[0] for column in connection.execute(f"from {view}").description or ()]
    assert found == CONTRACT[view].split(", ")


def _all_files() -> list[tuple[str, SqlFile]]:
    return [(folder, file) for folder in HEADERS for file in read_folder(folder)]


@pytest.mark.parametrize(("folder", "file"), [pytest.param(d, f, id=f"{d}/{f.name}") for d, f in _all_files()])
def test_every_file_has_a_header(folder: str, file: SqlFile) -> None:
    first = file.description.splitlines()[0] if file.description else ""
    assert HEADERS[folder].match(first), f"sql/{folder}/{file.name}.sql begins with {first!r}"


@pytest.mark.parametrize("folder", ["schema", "views"])
def test_one_object_a_file_under_its_own_name(folder: str) -> None:
    for file in read_folder(folder):
        if file.name not in SEVERAL:
            names = [name for _, name in CREATED.findall(file.text)]
            past, now, as_of = f"{file.name}_at", file.name, f"{file.name}_as_of"
            assert names == ([past, now, as_of] if past in names else [now])


def test_every_history_can_be_asked_for_the_past() -> None:
    """The view of what is believed now is the macro at the end of the log, and so is everything of the view contract."""
    past = {file.name: file.text for file in read_folder("views") if f"create macro {file.name}_at(" in file.text}
    for name, text in past.items():
        assert f"create view {name} as from {name}_at(end_of_log());" in text
        assert f"create macro {name}_as_of(instant) as table from {name}_at(position_as_of(instant));" in text
    assert set(CONTRACT) <= set(past)
    read = set(re.findall(r"\bfrom ([a-z_]+_history)\b", "".join(past.values())))
    assert read == {file.name for file in read_folder("schema") if file.name.endswith("_history")}


def test_no_folder_is_unknown_to_these_tests() -> None:
    with_files = {path.parent.name for path in SQL_ROOT.rglob("*.sql")}
    assert with_files == set(HEADERS)


def test_views_come_after_those_they_depend_on() -> None:
    files = read_folder("views")
    placed = {file.name: place for place, file in enumerate(in_dependency_order(files))}
    names = set(placed)
    macros = {file.name for file in files if file.description.startswith("macro: ")}
    for file in files:
        code = re.sub(r"--.*", "", file.text)
        used = {name.removesuffix("_at") for name in re.findall(r"\b(?:from|join)\s+([a-z_]+)", code)} & names
        if "<= at_position" in code or "is_believed(" in code:
            used.add("believed_at")
        used |= {name for name in re.findall(r"\b([a-z_]+)\(", code) if name in macros}
        used.discard(file.name)
        assert used == set(file.listed("depends")), f"{file.name}: `depends` names what it reads"
        assert all(placed[other] < placed[file.name] for other in used)


def test_the_fingerprint_follows_names_and_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.load import sqlfiles

    monkeypatch.setattr(sqlfiles, "SQL_ROOT", tmp_path)
    (tmp_path / "views").mkdir()
    one = tmp_path / "views" / "a.sql"
    one.write_text("select 1", encoding="utf-8")
    first = fingerprint("views")
    assert fingerprint("views") == first
    one.write_text("select 2", encoding="utf-8")
    second = fingerprint("views")
    one.rename(tmp_path / "views" / "b.sql")
    assert len({first, second, fingerprint("views")}) == 3
