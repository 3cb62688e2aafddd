"""Clips and the HTTP requests that carry them."""

import json
import random
import struct
from pathlib import Path

from serving.service import POINTS

FRAMES = 65


def numbers(frames: int = FRAMES) -> list[float]:
    """A made-up clip, flat, always the same; five digits, as landmarks are worth."""
    made = random.Random(1)
    return [round(made.random(), 5) for _ in range(frames * POINTS * 3)]


def body_json(flat: list[float]) -> bytes:
    """As POST /predict takes it."""
    points = [flat[at : at + 3] for at in range(0, len(flat), 3)]
    frames = [points[at : at + POINTS] for at in range(0, len(points), POINTS)]
    return json.dumps({"landmarks": frames, "top_n": 5}).encode("ascii")


def body_raw(flat: list[float]) -> bytes:
    """Little-endian 32-bit numbers."""
    return struct.pack(f"<{len(flat)}f", *flat)


def request(file: Path, path: str, body: bytes, *headers: str) -> Path:
    """A whole HTTP request in a file."""
    head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}", *headers]
    file.write_bytes("\r\n".join([*head, "", ""]).encode("ascii") + body)
    return file
