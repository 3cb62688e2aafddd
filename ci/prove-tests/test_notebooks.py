"""Notebooks as they are committed."""

import base64
import json
import sys
import tempfile
import unittest
from pathlib import Path

from house import ROOT

sys.path.insert(0, str(ROOT / "ci" / "prove" / "lib"))

from notebooks.committed import LARGEST_PICTURE, faults, stripped  # noqa: E402


class NotebooksTest(unittest.TestCase):
    def executed(self, *outputs: dict) -> Path:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        file = Path(folder.name) / "trial.ipynb"
        cell = {
            "cell_type": "code",
            "metadata": {"took": 1},
            "source": [],
            "execution_count": 3,
            "outputs": outputs,
        }
        file.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        return file

    @staticmethod
    def picture(size: int, **more: str) -> dict:
        data = {"image/png": base64.b64encode(bytes(size)).decode(), **more}
        return {"output_type": "display_data", "metadata": {}, "data": data}

    def test_every_committed_notebook_has_small_pictures_at_most(self) -> None:
        notebooks = sorted((ROOT / "notebooks-reference").glob("*.ipynb"))
        self.assertGreaterEqual(len(notebooks), 4)
        self.assertEqual([sentence for notebook in notebooks for sentence in faults(notebook)], [])

    def test_counts_texts_and_large_pictures_are_told(self) -> None:
        text = {"output_type": "stream", "name": "stdout", "text": "/home/me"}
        found = faults(self.executed(text, self.picture(LARGEST_PICTURE + 1), self.picture(9)))
        self.assertEqual(len(found), 3, found)

    def test_small_pictures_alone_stay(self) -> None:
        text = {"output_type": "stream", "name": "stdout", "text": "/home/me"}
        file = self.executed(text, self.picture(LARGEST_PICTURE + 1), self.picture(9, **{"text/plain": "<Figure>"}))
        file.write_text(stripped(file), encoding="utf-8")
        self.assertEqual(faults(file), [])
        self.assertEqual(len(json.loads(file.read_text())["cells"][0]["outputs"]), 1)
