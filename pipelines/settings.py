"""The project's settings: one frozen object, read from the environment (`CASEBOOK_…`). Nothing else reads it.

Paths are made absolute when read, so that a process that changes its folder keeps its warehouse.
"""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parents[1]
PREFIX = "CASEBOOK_"
SECRETS = frozenset({"failure_webhook"})  # never printed, also where they are wrong

_AbsolutePath = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]


def _web_address(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("http://", "https://")):
        raise ValueError("it is no http(s) address")
    return url


class Settings(BaseSettings):
    """What can be set. Every field has a default that works in a checkout."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, validate_default=True)

    raw: _AbsolutePath = Field(default=PROJECT_ROOT / "raw", description="the landing folder")
    warehouse: _AbsolutePath = Field(default=PROJECT_ROOT / "warehouse", description="the warehouse folder")
    max_article_bytes: int = Field(default=10 * 1024 * 1024, gt=0, description="larger files are rejected as oversized")
    lock_wait_seconds: float = Field(
        default=0, ge=0, description="how long to wait while another process writes to the warehouse, in seconds"
    )
    refresh_cron: str = Field(default="30 6 * * *", description="when the daily refresh runs, as cron has it")
    refresh_timezone: str = Field(default="Asia/Shanghai", description="the time zone of that")
    failure_webhook: Annotated[SecretStr, AfterValidator(_web_address)] | None = Field(
        default=None, description="URL that is told of failed runs by a POST of JSON with a text; kept secret"
    )
    sensor_seconds: int = Field(
        default=60, ge=5, description="how often the sensor looks at the landing folder, in seconds"
    )
