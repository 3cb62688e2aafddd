"""How often an extraction asks the object store, counted by a proxy before an S3 server."""

from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from faults.house import PARTITIONS, House
from proof import Proof
from scaling.model import Requests

_CLIPS = 8
_OF_A_VIDEO = ("/clips/", "/_extract/")
_OF_A_TASK = "/landmarks/data/"
_COMMIT = "/metadata/snap-"


def count(proof: Proof, folder: Path) -> Requests:
    """Extracts clips that lie in the store into tables that lie there, then looks for more to do."""
    house = House(proof, folder, clips=_CLIPS, pattern="A", epochs=1)
    try:
        house.run("extract")
        first = _counted(house)
        house.run("extract", name="extract-nothing")
        a_run = _counted(house).total()
    finally:
        house.close()
        proof.processes.end_all()
    of_videos = sum(times for path, times in first.items() if any(part in path for part in _OF_A_VIDEO))
    of_tasks = sum(times for path, times in first.items() if _OF_A_TASK in path)
    commits = sum(times for path, times in first.items() if path.startswith("PUT") and _COMMIT in path)
    rest = first.total() - of_videos - of_tasks - a_run
    proof.detail("requests to the object store", dict(sorted(first.items())))
    return Requests(
        a_video=of_videos / house.clips,
        a_task=of_tasks / PARTITIONS,
        a_run=a_run,
        a_commit=max(0.0, rest / max(1, commits)),
    )


def _counted(house: House) -> Counter[str]:
    """By method and path, and begins to count anew."""
    counted = Counter({f"{method} {unquote(path)}": times for (method, path), times in house.store.requests.items()})
    house.store.requests.clear()
    return counted
