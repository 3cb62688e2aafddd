"""Where things lie: the repository, what the programs write, the data they read."""

import os
from pathlib import Path

from proof.errors import DataAbsent

ROOT = Path(__file__).resolve().parents[4]
PROGRAMS = ROOT / "ci" / "prove"
RESULTS = ROOT / "target" / "prove"
CACHE = RESULTS / "cache"


def shown(path: Path) -> str:
    """A path as one would type it from the repository root."""
    try:
        return str(path.relative_to(ROOT))
    except ValueError:
        return str(path)


def data(*parts: str) -> Path:
    """A file or folder of the data, in POSE2GLOSS_TEST_DATA or in shared/data beside the repository."""
    given = os.environ.get("POSE2GLOSS_TEST_DATA")
    folder = Path(given) if given else ROOT.parent / "shared" / "data"
    found = folder.joinpath(*parts)
    if not found.exists():
        raise DataAbsent(
            f"this is proved on {'/'.join(parts) or 'real data'}, and {found} does not exist:"
            " set POSE2GLOSS_TEST_DATA to the folder that has it."
        )
    return found
