"""A repository of its own for a test, with the frame of proofs and whatever programs the test writes."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_HEAD = '''#!{python}
"""A trial.

What it tries.
"""
import sys
import time
from pathlib import Path
sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))
from proof import Proof, ProofError, program

def measure(proof):
{body}

if __name__ == "__main__":
    sys.exit(program(measure, __doc__{options}))
'''


class House(unittest.TestCase):
    """Programs run as a user would run them."""

    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="prove-test-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.prove = self.root / "ci" / "prove"
        self.results = self.root / "target" / "prove"
        (self.prove / "lib").mkdir(parents=True)
        (self.prove / "requirements").mkdir()
        shutil.copytree(ROOT / "ci" / "prove" / "lib" / "proof", self.prove / "lib" / "proof")
        shutil.copy2(ROOT / "ci" / "prove" / "all", self.prove / "all")
        self.data = self.root / "data"
        self.data.mkdir()

    def program(self, name: str, body: str, options: str = "") -> Path:
        """Writes a program whose measure(proof) has this body."""
        lines = "\n".join("    " + line for line in body.strip().splitlines())
        file = self.prove / name
        file.write_text(_HEAD.format(python=sys.executable, body=lines, options=options), encoding="utf-8")
        file.chmod(0o755)
        return file

    def start(self, name: str, *arguments: str) -> "subprocess.Popen[str]":
        """Starts a program."""
        return subprocess.Popen(
            [str(self.prove / name), *arguments],
            env={**os.environ, "POSE2GLOSS_TEST_DATA": str(self.data), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run_program(self, name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs a program to its end."""
        child = self.start(name, *arguments)
        out, err = child.communicate(timeout=120)
        return subprocess.CompletedProcess([name], child.returncode, out, err)

    def result(self, name: str, folder: str = ".") -> dict:
        """The JSON that a program wrote."""
        return json.loads((self.results / folder / f"{name}.json").read_text(encoding="utf-8"))


def lives(process: int) -> bool:
    """Whether a process is there and not only waits to be buried."""
    try:
        os.kill(process, 0)
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return False


def wait_for(condition) -> bool:
    """Whether something comes true in time."""
    deadline = time.monotonic() + 20
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
