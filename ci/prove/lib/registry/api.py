"""MLflow's REST interface as far as the proofs look at it, without ours."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any


class Api:
    """Questions to one server, with a value of the header Authorization where it asks for one."""

    def __init__(self, server: str, authorization: str = "") -> None:
        self._server = server
        self._headers = {"Authorization": authorization} if authorization else {}

    def get(self, endpoint: str, **query: object) -> dict[str, Any]:
        """An answer, {} where there is no such thing."""
        words = urllib.parse.urlencode({key: str(value) for key, value in query.items()})
        try:
            return self._ask(
                urllib.request.Request(f"{self._server}/api/2.0/mlflow/{endpoint}?{words}", headers=self._headers)
            )
        except urllib.error.HTTPError as error:
            if error.code in (400, 404):
                return {}
            raise

    def experiment(self, name: str) -> str:
        """Id of an experiment, empty where there is none."""
        found = self.get("experiments/get-by-name", experiment_name=name)
        return str(found["experiment"]["experiment_id"]) if found else ""

    def points(self, run: str, metric: str) -> list[dict[str, Any]]:
        """Every point of a metric, as the server tells them."""
        found: list[dict[str, Any]] = []
        token = ""
        while True:
            more = {"page_token": token} if token else {}
            page = self.get("metrics/get-history", run_id=run, metric_key=metric, max_results=20000, **more)
            found += page.get("metrics", [])
            token = page.get("next_page_token", "")
            if not token:
                return found

    def post(self, endpoint: str, **body: object) -> dict[str, Any]:
        """An answer."""
        return self._ask(
            urllib.request.Request(
                f"{self._server}/api/2.0/mlflow/{endpoint}",
                data=json.dumps(body).encode(),
                headers={"Content-Type": "application/json", **self._headers},
            )
        )

    def _ask(self, request: urllib.request.Request) -> dict[str, Any]:
        with urllib.request.urlopen(request, timeout=60) as answer:
            record = json.load(answer)
            assert isinstance(record, dict)
            return record


def tags(record: dict[str, Any]) -> dict[str, str]:
    """Tags of a version, a model or a run."""
    return {tag["key"]: tag["value"] for tag in record.get("tags", [])}
