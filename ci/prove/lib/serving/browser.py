"""The figures of ci/prove/serve-browser."""

import json
import shutil
from pathlib import Path

from extraction.clips import files
from proof import Proof, ProofError
from serving.service import POINTS, make_model, service

_SECONDS = 300
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The browser of this machine."""
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise ProofError(f"this needs a browser ({', '.join(_BROWSERS)}): install Chromium.")
    return browser


def measure(proof: Proof) -> None:
    """Opens the page as a person would, in a browser without a window."""
    browser = chromium()
    video = files(proof)[0]
    python = proof.environment("serving-browser")
    with proof.temporary() as folder:
        model = make_model(proof, folder / "made", seed=1)
        with service(proof, serving__model_path=model) as served:
            proof.say("the page")
            ended = proof.processes.run(
                [
                    *(str(python), str(Path(__file__).with_name("browser_client.py"))),
                    *(browser, served.url, str(video), str(proof.folder)),
                ],
                name="browser",
                seconds=_SECONDS,
            )
    said = json.loads(ended.stdout.strip().splitlines()[-1])
    for name in ("title", "label", "keyboard"):
        proof.yes(_NAMES[name], said[name])
    for kind in ("video", "pose"):
        told = said[kind]
        proof.figure(f"{kind}: glosses shown", told["glosses"], "= 5", told["glosses"] == 5)
        proof.figure(f"{kind}: steps whose time is shown", told["timings"], "= 3", told["timings"] == 3)
        proof.at_least(f"{kind}: pixels of the skeleton that are drawn", told["drawn"], 1000)
        proof.yes(f"{kind}: status told", told["told"])
    proof.yes("the skeleton moves with the video", said["moves"])
    proof.yes("the video plays under the skeleton", said["plays"])
    proof.yes("what is no video is told in a sentence", said["problem"])
    proof.yes("a phone's width shows all of it", said["phone"])
    proof.yes("a key is asked for, and sent", said["key"])
    proof.figure("Swagger UI: addresses shown", said["operations"], ">= 15", said["operations"] >= 15)
    for name, status in said["tried"].items():
        proof.figure(f"Swagger UI: {name.partition('-')[2]} tried as shown answers", status, "= 200", status == "200")
    proof.figure("requests to other hosts", len(said["foreign"]), "= 0", not said["foreign"])
    proof.figure("errors on the console", len(said["errors"]), "= 0", not said["errors"])
    proof.detail("browser", said)
    proof.note(f"{said['version']}, no window; a clip of WLASL and its landmarks; {POINTS} points.")


_NAMES = {
    "title": "the page has a title and a language",
    "label": "every control has a name",
    "keyboard": "the file is chosen, the film started and a frame looked for by keyboard",
}
