"""The real clips that landmarks are proved on."""

from collections.abc import Callable
from pathlib import Path

FOOTBALL = "FOOTBALL.mp4"

# Of the WLASL clips: two H.264 sizes and an MPEG-4 one, a blurred and a clear signer.
_QUICK = ("01377.mp4", "02873.mp4", "07069.mp4", "69241.mp4")
QUICK_FRAMES = 20


def all_clips(data: Callable[..., Path], quick: bool) -> list[Path]:
    """Every WLASL clip there is and two of others; in a quick run six."""
    wlasl = data("wlasl-clips", "videos")
    others = [data("pose-format", "test_video.mp4"), data("pose-format", FOOTBALL)]
    if quick:
        return [*(wlasl / name for name in _QUICK), *others]
    return [*sorted(wlasl.glob("*.mp4")), *others]
