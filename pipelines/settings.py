"""The project's settings: one frozen object, read from the environment (`CASEBOOK_…`). Nothing else reads it.

Paths are made absolute when read, so that a process that changes its folder keeps its warehouse.
"""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parents[1]

_AbsolutePath = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]


class Settings(BaseSettings):
    """What can be set. Every field has a default that works in a checkout."""

    model_config = SettingsConfigDict(env_prefix="CASEBOOK_", frozen=True, validate_default=True)

    raw: _AbsolutePath = PROJECT_ROOT / "raw"
    warehouse: _AbsolutePath = PROJECT_ROOT / "warehouse"
    max_article_bytes: int = Field(default=10 * 1024 * 1024, gt=0)
    lock_wait_seconds: float = Field(default=0, ge=0)
    refresh_cron: str = "30 6 * * *"
    refresh_timezone: str = "Asia/Shanghai"
    sensor_seconds: int = Field(default=60, ge=5)
