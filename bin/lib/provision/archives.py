"""Taking named files out of archives that are not trusted.

Nothing is ever extracted under a name that an archive chooses: a caller names what it wants and where
that goes, and every size is checked against its pin before a byte is written.
"""

import re
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from provision.errors import SetupError

_ENTRY = re.compile(
    r'\{\s*"filename"\s*:\s*"(?P<name>[^"\\]{1,400})"\s*,'
    r'\s*"start"\s*:\s*(?P<start>\d{1,12})\s*,\s*"end"\s*:\s*(?P<end>\d{1,12})\s*\}'
)
_LARGEST_LOADER = 1_000_000


@dataclass(frozen=True)
class Take:
    """Files of a wheel to keep: one entry, or those of a folder when `source` ends with a slash.

    `suffix` keeps only the files of a folder whose names end so; `count` and `size` (bytes of all) are
    what must be found, where they are known.
    """

    source: str
    target: str
    suffix: str = ""
    count: int | None = None
    size: int | None = None
    sha256: str | None = None

    def wants(self, name: str) -> bool:
        """Whether an entry of the wheel is one of these."""
        if self.source.endswith("/"):
            return name.startswith(self.source) and name.endswith(self.suffix)
        return name == self.source


def read_tar(archive: Path, name: str, largest: int) -> bytes:
    """One regular file of a gzipped tar, at most `largest` bytes long."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                if member.name == name and member.isreg():
                    if member.size > largest:
                        raise SetupError(
                            f"{name} in {archive.name} has {member.size} bytes, more than the {largest} expected."
                        )
                    content = tar.extractfile(member)
                    assert content is not None  # a regular file has content
                    return content.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise SetupError(f"{archive.name} is not a readable archive: {error}.") from error
    raise SetupError(f"{archive.name} has no file {name}.")


def packed_slices(loader: bytes) -> dict[str, tuple[int, int]]:
    """File name to (start, end) as listed by the script beside a packed-assets file.

    The script is data here: it is matched, never run.
    """
    if len(loader) > _LARGEST_LOADER:
        raise SetupError(f"the list of packed models has {len(loader)} bytes, more than can be right.")
    slices: dict[str, tuple[int, int]] = {}
    for entry in _ENTRY.finditer(loader.decode("utf-8", errors="replace")):
        if entry["name"] in slices:
            raise SetupError(f"the list of packed models names {entry['name']} twice.")
        slices[entry["name"]] = int(entry["start"]), int(entry["end"])
    return slices


def cut(packed: bytes, slices: dict[str, tuple[int, int]], name: str) -> bytes:
    """One file of a packed-assets file, its bounds checked."""
    if name not in slices:
        raise SetupError(f"the list of packed models does not name {name}.")
    start, end = slices[name]
    if not start < end <= len(packed):
        raise SetupError(f"{name} is said to lie at {start} to {end} of {len(packed)} packed bytes, which cannot be.")
    return packed[start:end]


def unpack_wheel(wheel: Path, takes: Iterable[Take], folder: Path) -> list[Path]:
    """Copies what is to be taken out of a wheel below a folder; gives back the files written."""
    written: list[Path] = []
    try:
        with zipfile.ZipFile(wheel) as archive:
            for take in takes:
                entries = [e for e in archive.infolist() if not e.is_dir() and take.wants(e.filename)]
                _require_as_pinned(wheel, take, entries)
                written += [_write(archive, entry, take, folder) for entry in entries]
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise SetupError(f"{wheel.name} is not a readable wheel: {error}.") from error
    return written


def _require_as_pinned(wheel: Path, take: Take, entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise SetupError(f"{wheel.name} has nothing at {take.source}.")
    count, size = len(entries), sum(entry.file_size for entry in entries)
    wanted = (take.count or count, take.size or size)
    if (count, size) != wanted:
        raise SetupError(
            f"{wheel.name} has {count} files of {size} bytes at {take.source} instead of {wanted[0]} of {wanted[1]}."
        )


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, take: Take, folder: Path) -> Path:
    inside = entry.filename[len(take.source) :] if take.source.endswith("/") else ""
    relative = PurePosixPath(take.target) / inside
    if relative.is_absolute() or ".." in relative.parts or "\\" in entry.filename:
        raise SetupError(f"{entry.filename!r} would be unpacked outside its folder.")
    target = folder.joinpath(*relative.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, target.open("xb") as sink:
        # ZipFile stops at the size the directory gives, which was checked, and verifies the CRC.
        while block := source.read(1 << 20):
            sink.write(block)
    return target
