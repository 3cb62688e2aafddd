"""Tries the page: BROWSER URL VIDEO FOLDER; prints what it saw as one line of JSON."""

import json
import struct
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

_MILLIS = 120_000
_DESK: ViewportSize = {"width": 1280, "height": 720}
_PHONE: ViewportSize = {"width": 360, "height": 740}
_TRIED = (
    "predict-predict", "predict-predictBatch", "service-health", "service-metadata", "service-metrics",
    "inference-v2Model", "inference-v2Infer",
)  # fmt: skip
_DRAWN = """() => {
  const canvas = document.getElementById('skeleton');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let drawn = 0, sum = 0;
  for (let i = 3; i < pixels.length; i += 4) { if (pixels[i] > 0) { drawn++; sum = (sum * 31 + i) % 1000003; } }
  return [drawn, sum];
}"""
_UNNAMED = """() => [...document.querySelectorAll('input, button')].filter(
  (control) => !control.labels?.length && !control.textContent.trim() && !control.getAttribute('aria-label')).length"""


def main() -> None:
    """Prints one line."""
    executable, url, video, folder = sys.argv[1:]
    pictures = Path(folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        try:
            print(json.dumps(look(browser, url, Path(video), pictures)))
        finally:
            browser.close()


def look(browser: Browser, url: str, video: Path, pictures: Path) -> dict[str, Any]:
    """Everything."""
    page = browser.new_page()
    page.set_default_timeout(_MILLIS)
    errors: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request",
        lambda asked: foreign.append(asked.url) if not asked.url.startswith((url, "blob:", "data:")) else None,
    )
    page.goto(url)
    said: dict[str, Any] = {
        "version": f"Chromium {browser.version}",
        "title": bool(page.title()) and page.get_attribute("html", "lang") == "en",
        "label": page.evaluate(_UNNAMED) == 0,
    }
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.id")
    said["video"] = give(page, video)
    page.screenshot(path=pictures / "video.png", full_page=True)
    first = page.evaluate(_DRAWN)
    page.focus("#play")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.getElementById('frame').textContent.startsWith('Frame 1 ')")
    said["plays"] = page.evaluate("document.getElementById('video').currentTime > 0")
    said["moves"] = page.evaluate(_DRAWN) != first
    page.wait_for_function("() => document.getElementById('play').textContent === 'Play'")
    page.focus("#place")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    at_second = page.inner_text("#frame").startswith("Frame 2 ")
    said["keyboard"] = focused == "file" and said["moves"] and at_second
    page.set_viewport_size(_PHONE)
    said["phone"] = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=pictures / "phone.png", full_page=True)
    page.set_viewport_size(_DESK)
    said["pose"] = give(page, pose_file(pictures / "made-up.pose"))
    page.screenshot(path=pictures / "pose.png", full_page=True)
    damaged = pictures / "damaged.mp4"
    damaged.write_bytes(b"no video")
    seen = len(errors)
    page.set_input_files("#file", damaged)
    page.wait_for_selector("#status.problem")
    said["problem"] = len(page.inner_text("#status")) > 20
    said["key"] = key(page, video)
    # The browser itself writes a line for an answer of 4xx.
    errors[seen:] = [error for error in errors[seen:] if "422" not in error and "401" not in error]
    page.goto(f"{url}/swagger")
    page.wait_for_selector(".opblock")
    said["operations"] = page.locator(".opblock").count()
    page.screenshot(path=pictures / "swagger.png")
    said["tried"] = {name: tried(page, name) for name in _TRIED}
    return {**said, "errors": errors, "foreign": foreign}


def key(page: Page, video: Path) -> bool:
    """Whether the page asks for a key where the service does, and sends it then."""
    sent: list[str] = []

    def guard(route: Route) -> None:
        sent.append(route.request.headers.get("x-api-key", ""))
        if sent[-1] == "open":
            route.continue_()
        else:
            told = {"detail": "This service needs its key."}
            route.fulfill(status=401, content_type="application/problem+json", body=json.dumps(told))

    page.route("**/predict/video*", guard)
    page.set_input_files("#file", video)
    page.wait_for_selector("#key:focus")
    page.keyboard.type("open")
    page.keyboard.press("Enter")
    page.wait_for_function("name => document.getElementById('status').textContent.startsWith(name)", arg=video.name)
    page.unroute("**/predict/video*")
    return sent == ["", "open"]


def tried(page: Page, operation: str) -> str:
    """Status of what Swagger UI shows as an example, tried as it is."""
    block = f"#operations-{operation}"
    page.click(f"{block} .opblock-summary-control")
    page.click(f"{block} .try-out__btn")
    page.click(f"{block} .execute")
    page.wait_for_selector(f"{block} .live-responses-table .response-col_status")
    return page.inner_text(f"{block} .live-responses-table .response .response-col_status").split()[0]


def give(page: Page, file: Path) -> dict[str, Any]:
    """Chooses a file and waits for the answer."""
    page.set_input_files("#file", file)
    page.wait_for_function(
        "name => document.getElementById('status').textContent.startsWith(name)", arg=f"{file.name}: most likely"
    )
    return {
        "glosses": page.locator("#predictions li").count(),
        "timings": page.locator("#timing dt").count(),
        "drawn": page.evaluate(_DRAWN)[0],
        "told": "%" in page.inner_text("#status"),
    }


def pose_file(file: Path) -> Path:
    """A right hand that moves, as pose-format's version 0.1 lays it out."""

    def text(value: str) -> bytes:
        encoded = value.encode("utf-8")
        return struct.pack("<H", len(encoded)) + encoded

    frames, points, width, height = 20, 21, 640, 480
    header = struct.pack("<fHHHH", 0.1, width, height, 0, 1)
    header += text("RIGHT_HAND_LANDMARKS") + text("XYZC") + struct.pack("<HHH", points, 0, 0)
    header += b"".join(text(str(point)) for point in range(points))
    numbers = b"".join(
        struct.pack("<fff", 100 + 10 * frame + 8 * point, 100 + 12 * point, 0)
        for frame in range(frames)
        for point in range(points)
    )
    confidences = struct.pack("<f", 1.0) * frames * points
    file.write_bytes(header + struct.pack("<HHH", 25, frames, 1) + numbers + confidences)
    return file


if __name__ == "__main__":
    main()
