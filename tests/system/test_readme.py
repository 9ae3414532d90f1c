"""The README's SQL gives what the README prints, on a warehouse made of raw/."""

import re
from pathlib import Path

import pytest
from refreshing import ROOT, World, refreshed

__all__ = ["refreshed"]

README = ROOT / "README.md"

_EXAMPLE = re.compile(r"```sql\n(?P<sql>.*?)```\s*```(?:text)?\n(?P<result>.*?)```", re.DOTALL)


def examples(path: Path) -> list[tuple[str, str]]:
    """SQL and printed result of each ```sql block that a plain block follows."""
    if not path.exists():
        return []
    return [(found["sql"], found["result"]) for found in _EXAMPLE.finditer(path.read_text(encoding="utf-8"))]


@pytest.mark.skipif(not README.exists(), reason="there is no README.md")
def test_there_are_examples() -> None:
    assert len(examples(README)) >= 3


@pytest.mark.slow
@pytest.mark.parametrize(("sql", "result"), examples(README), ids=lambda text: " ".join(text.split())[:40])
def test_an_example_gives_what_is_printed(sql: str, result: str, refreshed: World) -> None:
    done = refreshed.casebook("query", sql)
    assert done.returncode == 0, done.stderr
    assert _lines(done.stdout) == _lines(result)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
