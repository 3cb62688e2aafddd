"""MLflow's REST interface as far as the proofs look at it, without ours."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any


class Api:
    """Questions to one server."""

    def __init__(self, server: str) -> None:
        self._server = server

    def get(self, endpoint: str, **query: object) -> dict[str, Any]:
        """An answer, {} where there is no such thing."""
        words = urllib.parse.urlencode({key: str(value) for key, value in query.items()})
        try:
            return self._ask(urllib.request.Request(f"{self._server}/api/2.0/mlflow/{endpoint}?{words}"))
        except urllib.error.HTTPError as error:
            if error.code in (400, 404):
                return {}
            raise

    def post(self, endpoint: str, **body: object) -> dict[str, Any]:
        """An answer."""
        return self._ask(
            urllib.request.Request(
                f"{self._server}/api/2.0/mlflow/{endpoint}",
                data=json.dumps(body).encode(),
                headers={"Content-Type": "application/json"},
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
