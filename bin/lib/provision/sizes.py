"""Numbers of bytes as people read them, and checksums of files."""

import hashlib
from pathlib import Path

MEGABYTE = 1_000_000
_BLOCK = 1 << 20


def megabytes(count: int) -> str:
    """Size in decimal megabytes, e.g. `53 MB`; what is under one megabyte reads `1 MB`."""
    return f"{max(1, round(count / MEGABYTE))} MB"


def sha256_of(file: Path) -> str:
    """SHA-256 of a file's bytes in hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
