"""The commands of the checkout: Makefile, CI script and locked versions agree with one another."""

import os
import re
import subprocess
import tomllib

import pytest
from refreshing import ROOT

TARGETS = ("refresh", "rebuild", "status", "up", "ui", "test", "test-fast", "lint", "format", "types", "lock", "clean")


def dry_run(target: str) -> str:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_the_target_and_explains_it(target: str) -> None:
    assert dry_run(target)
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^{target}\s+\S", shown, re.MULTILINE)


def test_installing_keeps_to_the_locked_versions() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if "pip install" in line]
    assert installs
    peers = "--requirement bench/requirements.txt"  # an environment of their own, in which nothing of ours runs
    assert all("--constraint constraints.txt" in line or peers in line for line in installs)
    listed = (ROOT / "bench" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert all("==" in line for line in listed if line and not line.startswith("#"))


def test_the_locked_versions_name_no_index_and_every_dependency() -> None:
    locked = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"--|://|@", locked)
    names = {_name(line) for line in locked.splitlines() if line and not line.startswith("#")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {_name(each) for each in wanted} <= names


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[._-]+", "-", found[0]).lower()


def test_the_ci_script_runs_everything_that_must_hold() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
    text = script.read_text(encoding="utf-8")
    for what in ("make lint", "make types", "make test", "definitions validate", "chromium"):
        assert what in text, what
