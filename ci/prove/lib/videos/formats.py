"""Real clips in the formats that videos come in."""

from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from proof import Proof

_SECONDS_TO_WRITE = 600
_COMMON = ("-an", "-map_metadata", "-1", "-frames:v")


@dataclass(frozen=True)
class Format:
    """A way to write a clip.

    same_frames is false where frames are left out or repeated on purpose; before are options of reading.
    """

    name: str
    file: str
    options: str
    same_frames: bool = True
    before: str = ""


# A codec's fastest settings: what matters is that it is decoded, not how well it looks.
FORMATS = (
    Format("H.264 in Matroska", "h264.mkv", "-c:v libx264 -preset ultrafast"),
    Format("HEVC", "hevc.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=0"),
    Format(
        "HEVC, 10 bits",
        "hevc10.mp4",
        "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=0",
    ),
    Format("VP8", "vp8.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 1M"),
    Format("VP9", "vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 1M"),
    Format("AV1", "av1.mp4", "-c:v libsvtav1 -preset 12"),
    Format("MPEG-4 in AVI", "mpeg4.avi", "-c:v mpeg4 -q:v 4"),
    Format("MPEG-2 in a transport stream", "mpeg2.ts", "-c:v mpeg2video -q:v 4 -r 30000/1001", same_frames=False),
    Format("Windows Media", "wmv2.wmv", "-c:v wmv2 -q:v 4"),
    Format("Flash video", "flv1.flv", "-c:v flv -q:v 4"),
    Format("GIF", "gif.gif", "-vf scale=160:-1 -c:v gif", same_frames=False),
    Format("turned by metadata", "turned.mp4", "-c:v copy", before="-display_rotation 90"),
    Format(
        "variable frame rate",
        "varying.mp4",
        "-vf select='not(mod(n\\,3))+lt(n\\,9)' -fps_mode vfr -c:v libx264 -preset ultrafast",
        same_frames=False,
    ),
    Format("odd sizes", "odd.mkv", "-vf scale=319:241 -pix_fmt yuv444p -c:v libx264 -preset ultrafast"),
    Format("full range", "full.mp4", "-vf scale=out_range=full -pix_fmt yuvj420p -c:v libx264 -preset ultrafast"),
    Format("4K", "4k.mp4", "-vf scale=3840:2160 -c:v libx264 -preset ultrafast"),
    Format("1 x 1", "tiny.avi", "-vf scale=1:1 -c:v ffv1"),
)


def write(proof: Proof, clip: Path, folder: Path, frames: int) -> dict[Format, Path]:
    """So many frames of the clip in each format."""
    written = {}
    for one in FORMATS:
        written[one] = folder / one.file
        # The options are words; quotes in them belong to FFmpeg's filter language.
        ffmpeg(proof, one.file, *one.before.split(), "-i", clip, *_COMMON, frames, *one.options.split(), written[one])
    return written


def ffmpeg(proof: Proof, name: str, *arguments: object) -> None:
    """Runs the ffmpeg program."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    proof.processes.run(
        [program, "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *(str(word) for word in arguments)],
        name=f"ffmpeg-{name}",
        seconds=_SECONDS_TO_WRITE,
    )
