"""The page that ci/model-report makes of a pipeline's result, and where it sends it."""

import html
import http.server
import json
import os
import subprocess
import threading
import unittest
from typing import Any

from house import ROOT

RECORD: dict[str, Any] = {
    "command": "pipeline run",
    "pipeline": "demo",
    "run": "0123",
    "steps": [
        {"name": "train", "action": "REUSE", "failed": False, "run": "45", "seconds": 0.2},
        {"name": "compare", "action": "RUN", "failed": True, "run": "", "seconds": 61.5},
    ],
    "model": "letters/2",
    "test_accuracy": 0.592,
    "test_top5_accuracy": 0.834,
    "test_examples": 1258,
    "classes": 100,
    "promoted": False,
    "reason": "It is worse.",
    "seconds": 125.0,
}


class ModelReportTest(unittest.TestCase):
    def run_report(self, text: str, *words: str, **env: str) -> "subprocess.CompletedProcess[str]":
        clean = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
        return subprocess.run(
            [str(ROOT / "ci" / "model-report"), *words],
            input=text,
            env={**clean, **env},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def test_the_page_tells_accuracy_decision_and_steps(self) -> None:
        ended = self.run_report("progress\n" + json.dumps(RECORD) + "\n")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("letters/2", html.unescape(ended.stdout))
        self.assertIn("It is not served. It is worse.", ended.stdout)
        self.assertIn("| Test accuracy, top-1 | 59.2 % |", ended.stdout)
        self.assertIn("| train | reuse | 0 s |", ended.stdout)
        self.assertIn("| compare | failed | 1 min 01 s |", ended.stdout)

    def test_a_run_without_a_model_has_a_page_too(self) -> None:
        nothing = {"model": "", "test_accuracy": None, "test_examples": None, "classes": None, "reason": ""}
        ended = self.run_report(json.dumps({**RECORD, **nothing}))
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertNotIn("accuracy", ended.stdout)

    def test_what_is_no_record_is_a_sentence(self) -> None:
        for text in ("", "no JSON", "[]", "{}"):
            ended = self.run_report(text)
            self.assertEqual(ended.returncode, 2)
            self.assertIn("no result record", ended.stderr)

    def test_what_a_record_says_is_text_and_no_markdown(self) -> None:
        hostile = "@everyone <img src=x> [a](http://x) | b\n\n# c `d`"
        ended = self.run_report(json.dumps({**RECORD, "reason": hostile + "x" * 100_000, "model": hostile}))
        self.assertEqual(ended.returncode, 0, ended.stderr)
        for word in ("@everyone", "<img", "](", "http://x", "\n# c"):
            self.assertNotIn(word, ended.stdout)
        self.assertIn("@everyone <img src=x> [a](http://x) | b # c `d`x", html.unescape(ended.stdout))
        self.assertLess(len(ended.stdout), 20_000)
        endless = self.run_report(json.dumps({**RECORD, "seconds": float("inf")}))
        self.assertEqual(endless.returncode, 2)

    def test_without_a_token_nothing_is_sent(self) -> None:
        ended = self.run_report(json.dumps(RECORD), "--comment")
        self.assertEqual(ended.returncode, 0)
        self.assertIn("nothing is sent", ended.stderr)

    def test_the_comment_goes_to_the_pull_request(self) -> None:
        seen: list[tuple[str, str]] = []

        class Hub(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                seen.append((self.path, json.loads(body)["body"]))
                self.send_response(201)
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        hub = http.server.HTTPServer(("127.0.0.1", 0), Hub)
        threading.Thread(target=hub.serve_forever, daemon=True).start()
        self.addCleanup(hub.server_close)
        self.addCleanup(hub.shutdown)
        ended = self.run_report(
            json.dumps(RECORD),
            "--comment",
            GITHUB_TOKEN="t",
            GITHUB_REPOSITORY="o/r",
            GITHUB_REF="refs/pull/7/merge",
            GITHUB_API_URL=f"http://127.0.0.1:{hub.server_port}",
        )
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual([path for path, _ in seen], ["/repos/o/r/issues/7/comments"])
        self.assertIn("letters/2", html.unescape(seen[0][1]))
