"""Requests of every kind that carries landmarks, of many lengths: what a service meets in a long life."""

import gzip
import json
import struct
from pathlib import Path

from serving.clips import body_json, body_raw, numbers, request
from serving.service import POINTS

_JSON = "Content-Type: application/json"
_RAW = "Content-Type: application/octet-stream"


def mixture(folder: Path) -> list[Path]:
    """Files with a whole HTTP request each, to be asked in turn."""
    made = [
        ("/predict", body_raw(numbers(8)), _RAW, _shape(8)),
        ("/predict", body_json(numbers(5)), _JSON),
        ("/predict", _npy(24), "Content-Type: application/x-npy"),
        ("/predict", body_raw(numbers(65)), _RAW, _shape(65)),
        ("/predict/batch", _batch((3, 7, 12)), _JSON),
        ("/predict", gzip.compress(body_raw(numbers(16))), _RAW, _shape(16), "Content-Encoding: gzip"),
        ("/v2/models/model/infer", _tensors(10), _JSON),
        ("/predict", body_raw(numbers(1)), _RAW, _shape(1)),
    ]
    return [request(folder / f"mixed-{at}", path, body, *headers) for at, (path, body, *headers) in enumerate(made)]


def _shape(frames: int) -> str:
    return f"X-Shape: {frames},{POINTS},3"


def _npy(frames: int) -> bytes:
    """As numpy.save writes it (numpy.lib.format, version 1.0)."""
    told = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({frames}, {POINTS}, 3), }}"
    header = told.ljust(117).encode("ascii") + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + body_raw(numbers(frames))


def _batch(lengths: tuple[int, ...]) -> bytes:
    clips = [json.loads(body_json(numbers(frames)))["landmarks"] for frames in lengths]
    return json.dumps({"clips": clips, "top_n": 3}).encode("ascii")


def _tensors(frames: int) -> bytes:
    one = {"name": "landmarks", "datatype": "FP32", "shape": [1, frames, POINTS, 3], "data": numbers(frames)}
    return json.dumps({"inputs": [one]}).encode("ascii")
