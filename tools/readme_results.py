"""Writes what SQL answers into README.md (examples, summary of a first refresh) and into docs/analyst-guide.md.

Usage: python tools/readme_results.py. Makes a warehouse of `raw/` in a scratch folder; needs `casebook` installed.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
GUIDE = ROOT / "docs" / "analyst-guide.md"
ANALYSES = ROOT / "sql" / "analyses"
EXAMPLE = re.compile(r"```sql\n(?P<sql>.*?)```\n\n```text\n(?P<result>.*?)```", re.DOTALL)
SUMMARY = re.compile(r"<!-- summary -->\n```text\n.*?```", re.DOTALL)
SECONDS = re.compile(r"\(\d+\.\d s[^)]*\)")
ANALYSIS = re.compile(r"<!-- analysis: (?P<name>\w+) -->\n(?P<shown>.*?)<!-- end -->", re.DOTALL)


def casebook(*arguments: str) -> str:
    """What the command prints."""
    command = [str(Path(sys.executable).with_name("casebook")), *arguments]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", cwd=ROOT)
    return "\n".join(line.rstrip() for line in done.stdout.rstrip("\n").split("\n")) + "\n"


def with_summary(text: str, warehouse: str, printed: str) -> str:
    """README's `text` with what a first refresh printed."""
    summary = SECONDS.sub("(12.0 s, 1.3 s of it to load Dagster)", printed).replace(warehouse, "warehouse")
    return SUMMARY.sub(lambda _: f"<!-- summary -->\n```text\n{summary}```", text)


def with_examples(text: str, warehouse: str) -> str:
    """README's `text` with the result of each example."""

    def answered(example: re.Match[str]) -> str:
        result = casebook("query", example["sql"], "--warehouse", warehouse)
        return f"```sql\n{example['sql']}```\n\n```text\n{result}```"

    return EXAMPLE.sub(answered, text)


def with_analyses(text: str, warehouse: str) -> str:
    """The guide's `text` with each analysis as its file has it, and its result."""

    def answered(place: re.Match[str]) -> str:
        file = ANALYSES / f"{place['name']}.sql"
        result = casebook("query", "--file", str(file), "--warehouse", warehouse)
        return f"<!-- analysis: {place['name']} -->\n{shown(file.read_text(encoding='utf-8'), result)}<!-- end -->"

    return ANALYSIS.sub(answered, text)


def shown(sql: str, result: str) -> str:
    """An analysis as the guide shows it."""
    return f"```sql\n{sql}```\n\n```text\n{result}```\n"


def main() -> None:
    """Rewrite both pages in place."""
    with tempfile.TemporaryDirectory() as scratch:
        warehouse = str(Path(scratch) / "warehouse")
        printed = casebook("refresh", "--raw", str(ROOT / "raw"), "--warehouse", warehouse)
        readme = with_summary(README.read_text(encoding="utf-8"), warehouse, printed)
        README.write_text(with_examples(readme, warehouse), encoding="utf-8")
        GUIDE.write_text(with_analyses(GUIDE.read_text(encoding="utf-8"), warehouse), encoding="utf-8")


if __name__ == "__main__":
    main()
