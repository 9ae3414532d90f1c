"""Writes the results of README's SQL examples, and the summary of a first refresh, into README.md.

Usage: python tools/readme_results.py. Makes a warehouse of `raw/` in a scratch folder; needs `casebook` installed.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = re.compile(r"```sql\n(?P<sql>.*?)```\n\n```text\n(?P<result>.*?)```", re.DOTALL)
SUMMARY = re.compile(r"<!-- summary -->\n```text\n.*?```", re.DOTALL)
SECONDS = re.compile(r"\(\d+\.\d s[^)]*\)")


def casebook(*arguments: str) -> str:
    """What the command prints."""
    command = [str(Path(sys.executable).with_name("casebook")), *arguments]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", cwd=ROOT)
    return "\n".join(line.rstrip() for line in done.stdout.rstrip("\n").split("\n")) + "\n"


def main() -> None:
    """Rewrite README.md in place."""
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as scratch:
        warehouse = str(Path(scratch) / "warehouse")
        summary = casebook("refresh", "--raw", str(ROOT / "raw"), "--warehouse", warehouse)
        summary = SECONDS.sub("(12.0 s, 1.3 s of it to load Dagster)", summary).replace(warehouse, "warehouse")

        def answered(example: re.Match[str]) -> str:
            result = casebook("query", example["sql"], "--warehouse", warehouse)
            return f"```sql\n{example['sql']}```\n\n```text\n{result}```"

        text = EXAMPLE.sub(answered, readme.read_text(encoding="utf-8"))
    readme.write_text(SUMMARY.sub(lambda _: f"<!-- summary -->\n```text\n{summary}```", text), encoding="utf-8")


if __name__ == "__main__":
    main()
