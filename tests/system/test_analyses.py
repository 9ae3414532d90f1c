"""The questions in sql/analyses: each runs, gives the columns it promises, and the guide shows it as it is."""

import re
from contextlib import closing

import duckdb
import pytest
from refreshing import ROOT, World, refreshed

from pipelines.load.sqlfiles import SqlFile, read_folder
from tools.readme_results import ANALYSIS, GUIDE, shown

__all__ = ["refreshed"]

ANALYSES = read_folder("analyses")
PARTS = ("Question", "Read", "Pitfalls", "Columns")

# Questions whose answer depends on a moment or a case: how to ask for another, and what is then answered.
OTHER_MOMENTS = [
    ("believed_on_a_date", "set variable believed_on = timestamptz '2020-01-01'", 0),
    ("changed_since", "set variable since = now()", 0),
    ("changed_since", "set variable since = timestamptz '2020-01-01'", 20),
    ("evidence_behind_a_number", "set variable about = 'nobody'", 0),
    ("evidence_behind_a_number", "set variable counted = 'cases_linked'", 3),
]

each = pytest.mark.parametrize("file", ANALYSES, ids=lambda file: file.name)


def _parts(file: SqlFile) -> dict[str, str]:
    """The header by its parts."""
    text = " ".join(file.description.splitlines())
    found = re.split(rf"(?:^| )({'|'.join(PARTS)}): ", text)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def _guide() -> dict[str, str]:
    return {place["name"]: place["shown"] for place in ANALYSIS.finditer(GUIDE.read_text(encoding="utf-8"))}


def test_there_are_twelve_and_the_guide_shows_them_all() -> None:
    assert len(ANALYSES) == 12
    assert set(_guide()) == {file.name for file in ANALYSES}


@each
def test_a_question_says_how_to_read_its_answer(file: SqlFile) -> None:
    assert tuple(_parts(file)) == PARTS


@each
def test_the_guide_shows_the_file(file: SqlFile) -> None:
    assert _guide()[file.name].startswith(shown(file.text, "").partition("```text")[0]), "run tools/readme_results.py"


@pytest.mark.slow
@each
def test_a_question_is_answered_as_promised_and_as_the_guide_shows(file: SqlFile, refreshed: World) -> None:
    with closing(duckdb.connect(str(refreshed.published), read_only=True)) as connection:
        cursor = connection.execute(file.text)
        assert [column[0] for column in cursor.description] == _parts(file)["Columns"].split(", ")
        assert cursor.fetchall(), "the samples have something to say"
    done = refreshed.casebook("query", "--file", str(ROOT / "sql" / "analyses" / f"{file.name}.sql"))
    assert done.returncode == 0, done.stderr
    printed = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
    assert _guide()[file.name] == shown(file.text, f"{printed}\n"), "run tools/readme_results.py"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "first", "rows"), OTHER_MOMENTS)
def test_a_question_is_asked_of_another_moment(name: str, first: str, rows: int, refreshed: World) -> None:
    file = str(ROOT / "sql" / "analyses" / f"{name}.sql")
    done = refreshed.casebook("query", first, "--file", file, "-o", "json")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == rows
