"""Deterministic identifiers: the same thing gets the same id on every machine, in every run.

Ids are made from identity fields only, never from a clock, a position or a random number. Parts are length-prefixed
before hashing, so that ("ab", "c") and ("a", "bc") differ.
"""

import hashlib

ID_LENGTH = 32  # hex digits, 128 bits: no collision to be expected among 10^15 ids


def content_sha256(content: bytes) -> str:
    """SHA-256 of the bytes, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def stable_id(*parts: object) -> str:
    """An id of `ID_LENGTH` hex digits made from the parts' text, in order. None differs from the empty string."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = b"\xff" if part is None else str(part).encode()
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()[:ID_LENGTH]
