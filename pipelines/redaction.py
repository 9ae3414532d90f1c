"""Secrets of the environment, taken out of what is shown: errors of libraries repeat what they were given. A leaf module."""

import os
import re

_SECRET_NAME = re.compile(r"SECRET|TOKEN|PASSWORD|CREDENTIAL|WEBHOOK|ACCESS_KEY|API_KEY", re.IGNORECASE)
_SHORTEST = 6  # characters; what is shorter protects nothing, and would take letters out of words
HIDDEN = "***"


def is_secret(variable: str) -> bool:
    """Whether an environment variable of this name holds something that nobody is shown."""
    return _SECRET_NAME.search(variable) is not None


def redacted(text: str) -> str:
    """`text` without the values of the environment's secrets."""
    secrets = {value for name, value in os.environ.items() if is_secret(name) and len(value) >= _SHORTEST}
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text
