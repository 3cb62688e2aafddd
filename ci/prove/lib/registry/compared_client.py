"""Looks at two runs as a person would: BROWSER URL EXPERIMENT FOLDER RUN RUN; prints one line of JSON."""

import json
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

_MILLIS = 120_000
# Of every chart of lines, how many runs it shows.
_SHOWN = """() => [...document.querySelectorAll('.js-plotly-plot')].map((chart) => new Set(
  (chart.data || []).filter((line) => line.type === 'scatter' && line.y.length > 1).map((line) => line.uuid)).size)"""
_BOTH = f"() => ({_SHOWN})().filter((runs) => runs === 2).length"


def main() -> None:
    """Prints one line."""
    executable, url, experiment, folder, *runs = sys.argv[1:]
    pictures = Path(folder)
    chosen = f"runs={quote(json.dumps(runs))}&experiments={quote(json.dumps([experiment]))}"
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 1500, "height": 900})
            page.set_default_timeout(_MILLIS)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{url}/#/compare-runs?{chosen}")
            page.wait_for_function("() => document.body.innerText.includes('preparation.max-labels\\t')")
            compared = page.inner_text("body")
            close_assistant(page)
            page.screenshot(path=pictures / "compared.png", full_page=True)
            metric = quote(json.dumps("val_accuracy"))
            keys = quote(json.dumps(["val_accuracy"]))
            page.goto(f"{url}/#/metric?{chosen}&metric={metric}&plot_metric_keys={keys}")
            page.wait_for_function(f"() => ({_BOTH})() >= 1")
            lines = max(page.evaluate(_SHOWN))
            page.screenshot(path=pictures / "curve.png")
            page.goto(f"{url}/#/experiments/{experiment}/runs?compareRunsMode=CHART")
            page.wait_for_function(f"() => ({_BOTH})() >= 3")
            charts = page.evaluate(_BOTH)
            page.screenshot(path=pictures / "charts.png")
            version = f"Chromium {browser.version}"
        finally:
            browser.close()
    with urllib.request.urlopen(f"{url}/version", timeout=30) as answer:
        mlflow = answer.read().decode()
    said = {"version": version, "mlflow": mlflow, "compared": compared, "lines": lines, "charts": charts}
    print(json.dumps({**said, "errors": errors}))


def close_assistant(page: Page) -> None:
    """MLflow opens a panel beside the page the first time."""
    panel = page.locator("[data-component-id='mlflow.assistant.chat_panel.close']")
    if panel.count():
        panel.first.click()


if __name__ == "__main__":
    main()
