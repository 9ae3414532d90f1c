"""docs/tables.md tells of the tables that there are."""

import importlib.util
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "table_docs.py"


def test_table_page_is_current() -> None:
    spec = importlib.util.spec_from_file_location("table_docs", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run python tools/table_docs.py"
