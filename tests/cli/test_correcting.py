"""Corrections as a person makes them: looked at, agreed to, recorded, published; and why a cell says what it says."""

import os
import pty
import subprocess

import forks
import pytest
from refreshing import COMMAND, World, copy_of, refreshed

__all__ = ["refreshed"]

pytestmark = pytest.mark.slow

ARTICLE = "2024/0322_jining"


@pytest.fixture(scope="module")
def world(refreshed: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    return copy_of(refreshed, tmp_path_factory.mktemp("corrected"))


def _figure(world: World) -> tuple[str, str, int]:
    """A case's figure of arrests, which its case shows: figure, case, value."""
    [(figure_id, case_id, value), *_] = world.rows(
        "select f.figure_id, f.case_id, f.value::int from fact_figure as f inner join case_measure as m using (figure_id) "
        "where f.metric = 'suspects_arrested' and m.alternatives = 0 order by f.figure_id"
    )
    return str(figure_id), str(case_id), int(str(value))


def _refused(world: World, *arguments: str) -> str:
    head = world.log.head()
    done = world.casebook(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert world.log.head() == head
    [line] = done.stderr.splitlines()
    return line


def test_a_correction_is_planned_recorded_published_and_explained(world: World) -> None:
    figure_id, case_id, value = _figure(world)
    head = world.log.head()
    words = (
        "correct",
        figure_id[:10],
        f"value={value + 1}",
        "qualifier=at_least",
        "--reason",
        "the court counted anew",
    )
    planned = world.casebook(*words, "--plan")
    assert (planned.returncode, planned.stderr, world.log.head()) == (0, "", head)
    assert "case measures: 1 changed (1 suspects_arrested)" in planned.stdout
    done = world.casebook(*words, "--yes", "--author", "Li Si")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Recorded from position {head + 1} on." in done.stdout
    assert world.value(f"select suspects_arrested::int from fact_case where case_id = '{case_id}'") == value + 1
    assert world.rows("select status, reason, actor from corrections") == [
        ("in_force", "the court counted anew", "person:Li Si")
    ]
    why = world.casebook("why", "cases", case_id, "suspects_arrested").stdout
    quote = str(world.value(f"select quote from fact_figure where figure_id = '{figure_id}'"))
    for part in (
        f"suspects_arrested = {value + 1}",
        f"suspects_arrested: {value}  ← shown: only told",
        f"«{quote}»",
        "the court counted anew (Li Si",
    ):
        assert part in why
    then = world.casebook("why", "cases", case_id, "suspects_arrested", "--at", str(head)).stdout
    assert f"suspects_arrested = {value}" in then
    assert "court" not in then


def test_on_a_terminal_the_person_is_asked(world: World) -> None:
    head = world.log.head()
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "withdraw", ARTICLE, "--reason", "the paper took it back"],
        env=world.environment(), stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as command:  # fmt: skip
        os.close(theirs)
        os.write(ours, b"n\n")
        printed, complaints = command.communicate()
    os.close(ours)
    assert (command.returncode, complaints) == (0, "")
    assert "Would change:" in printed
    assert printed.endswith("Nothing was recorded.\n")
    assert world.log.head() == head


def test_what_is_wrong_is_one_line(world: World) -> None:
    figure_id, case_id, _ = _figure(world)
    why = ("--reason", "x", "--yes")
    assert "nobody is there to be asked" in _refused(world, "correct", figure_id, "value=1", "--reason", "x")
    assert "'many' is no number" in _refused(world, "correct", figure_id, "value=many", *why)
    assert "no figure that is believed" in _refused(world, "correct", "0" * 32, "value=1", *why)
    assert "merged with itself" in _refused(world, "merge", case_id, case_id[:8], *why)
    assert "no correction at position 1" in _refused(world, "revoke", "1", *why)
    assert "--reason is empty" in _refused(world, "retract", figure_id, "--reason", " ", "--yes")
    assert "no article was ever captured" in _refused(world, "withdraw", "nobody.txt", *why)
    assert "no month such as" in _refused(world, "recode", "--month", "2025-5", "--plan")
    assert "no article of that name" in _refused(world, "recode", "nobody.txt", "--plan")
    assert "--author is empty" in _refused(world, "retract", figure_id, *why, "--author", " ")
    assert "there is no lineage of" in _refused(world, "why", "tables", "x")


def test_nothing_is_to_be_recoded_or_rebuilt(world: World) -> None:
    """What the present rules read, by the present SQL."""
    recoded = world.casebook("recode", "--plan").stdout
    assert recoded.startswith("0 articles were last read by other rules")
    assert "Nothing in the tables would change." in recoded
    assert "Nothing in the tables would change." in world.casebook("rebuild", "--plan").stdout


def test_other_rules_are_planned_and_corrections_outlive_them(world: World) -> None:
    """The same rules under another version's name: all is read anew, and nothing differs."""
    corrected = world.rows("select article, value, quote from fact_figure where told is not null")
    assert corrected
    done = forks.program("other_rules:renamed", ["recode", "--yes"], world.environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert "26 articles were last read by other rules than casebook-rules another." in done.stdout
    assert world.rows("select distinct coder_version from dim_article") == [("another",)]
    assert world.rows("select article, value, quote from fact_figure where told is not null") == corrected
    back = world.casebook("recode", "--yes")
    assert (back.returncode, back.stderr) == (0, "")
    assert world.casebook("recode", "--plan").stdout.startswith("0 articles"), (
        "rules that are taken back read once more"
    )
    assert world.rows("select article, value, quote from fact_figure where told is not null") == corrected
    assert world.casebook("verify").returncode == 0
