"""Reading tables of cases that are YAML: by libyaml, as the program reads its own. Python's own parser takes seconds."""

from importlib.resources.abc import Traversable
from typing import Any

import yaml


def read_cases(path: Traversable) -> Any:  # noqa: ANN401 # as the table has it
    """What the file says."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
