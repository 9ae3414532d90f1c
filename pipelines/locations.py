"""Places as a person names them: a path, a file:// URI or, for the event log alone, an s3:// URI. A leaf module.

Which of them a setting may be is said there. A location never holds a secret: one with a user or a query is refused, and not
repeated, since a key may be in it.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

_REMOTE = "s3"
_HOSTS = {"", "localhost"}


def local_path(location: str | Path) -> Path:
    """The absolute path of a location on a disk. ValueError for any other, and for none: that would be the present folder."""
    text = str(location)
    if not text.strip():
        raise ValueError("it is empty; a path is meant, or leave it unset")
    if "://" not in text:
        return Path(text).expanduser().absolute()
    parts = urlsplit(text)
    if parts.scheme != "file":
        raise ValueError(f"it must be a folder or a file:// URI, not {parts.scheme}://")
    if parts.netloc not in _HOSTS or parts.query or parts.fragment or not parts.path.startswith("/"):
        raise ValueError("a file:// URI is file:/// and an absolute path")
    return Path(unquote(parts.path))


def log_location(location: str) -> str:
    """Where an event log lies, as delta-rs opens it: an absolute path or an s3:// URI. ValueError for anything else."""
    if "://" not in location or location.startswith("file://"):
        return str(local_path(location))
    parts = urlsplit(location)
    if parts.scheme != _REMOTE:
        raise ValueError(f"an event log lies in a folder, at file:// or at s3://, not at {parts.scheme}://")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(
            "an s3:// URI is a bucket and a prefix; keys are read from the environment (AWS_ACCESS_KEY_ID, …)"
        )
    if not parts.netloc or not parts.path.strip("/"):
        raise ValueError("an s3:// URI needs a bucket and a prefix in it, such as s3://bucket/casebook/log")
    return f"{_REMOTE}://{parts.netloc}/{parts.path.strip('/')}"
