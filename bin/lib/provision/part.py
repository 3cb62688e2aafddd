"""What every part of setup has in common."""

from abc import ABC, abstractmethod
from pathlib import Path

from provision.sizes import megabytes
from provision.stamp import fingerprint, what_is_wrong
from provision.workplace import Workplace


class Part(ABC):
    """Something setup brings: told apart by its pins, there as a whole or not at all."""

    name: str
    title: str

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace

    @property
    @abstractmethod
    def target(self) -> Path:
        """The folder it is put in."""

    @property
    @abstractmethod
    def download_bytes(self) -> int:
        """About how much is downloaded."""

    @property
    @abstractmethod
    def disk_bytes(self) -> int:
        """About how much it takes in its place."""

    @abstractmethod
    def pinned(self) -> list[bytes]:
        """Everything that decides what it is made of."""

    @abstractmethod
    def make(self) -> None:
        """Fetches, verifies and puts in place; raises SetupError and leaves nothing half-made that counts."""

    def fingerprint(self) -> str:
        """Hash of the pins, as the stamp has it."""
        return fingerprint(self.pinned())

    def what_is_wrong(self) -> str | None:
        """Why it must be made; None when it is as pinned."""
        return what_is_wrong(self.target, self.fingerprint())

    def announce(self, reason: str) -> None:
        """Says what will be done and how large it is, and refuses when the disk is too small."""
        folder = self.workplace.shown(self.target)
        self.workplace.say(
            f"{self.title}: {reason}; downloading about {megabytes(self.download_bytes)},"
            f" {megabytes(self.disk_bytes)} in {folder}."
        )
        self.workplace.require_space(self.download_bytes + self.disk_bytes, self.title)
