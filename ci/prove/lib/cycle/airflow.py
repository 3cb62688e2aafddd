"""A real Airflow with the DAGs of pipelines/airflow, in a folder of its own."""

import json
import os
import re
import time
from pathlib import Path
from typing import Any

from cycle.house import SECONDS, House
from proof import Proof


class Airflow:
    """Its command line; runs are tested in one process, as 'airflow dags test' does."""

    def __init__(self, proof: Proof, python: Path, home: House, name: str, spark: str = "") -> None:
        self._proof = proof
        self._program = python.parent / "airflow"
        self._name = name
        folder = home.folder / name
        folder.mkdir()
        conf = folder / "pipeline.conf"
        conf.write_text(_as_file(home.options), encoding="utf-8")
        self._env = {
            "AIRFLOW_HOME": str(folder),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": str(proof.root / "pipelines" / "airflow"),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": "http://127.0.0.1:1/execution/",
            "MLFLOW_TRACKING_URI": home.tracking,
            "POSE2GLOSS_HOME": str(proof.root),
            "POSE2GLOSS_CONF": str(conf),
            "POSE2GLOSS_PLAN": str(folder / "plan.json"),
            "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        }
        if spark:
            host, port = spark.rsplit(":", 1)
            connection = {"conn_type": "spark", "host": host, "port": int(port)}
            self._env["AIRFLOW_CONN_SPARK_DEFAULT"] = json.dumps(connection)
        plan = proof.pose2gloss(
            *("pipeline", "plan", "--format", "json", "--conf", conf), seconds=SECONDS, name=f"{name}-plan"
        )
        (folder / "plan.json").write_text(json.dumps(plan) + "\n", encoding="utf-8")
        self._runs = 0
        self._records: dict[str, Any] = {}
        self._run("db", "migrate")

    def _run(self, *words: str, expect: tuple[int, ...] | None = (0,), name: str = "") -> str:
        line = [str(self._program), *words]
        name = f"{self._name}-{name or '-'.join(words[:2])}"
        ended = self._proof.processes.run(line, name=name, seconds=SECONDS, env=self._env, expect=expect)
        return ended.stdout

    def dags(self) -> list[str]:
        """Ids of those that import."""
        self._run("dags", "reserialize")
        listed = json.loads(_last_json(self._run("dags", "list", "--output", "json")))
        return sorted(str(dag["dag_id"]) for dag in listed)

    def test(self, dag: str, params: dict[str, str] | None = None) -> tuple[str, float]:
        """Runs a DAG to its end; gives back the state and the seconds that it took."""
        self._runs += 1
        moment = f"2026-01-{self._runs:02d}T00:00:00+00:00"
        started = time.monotonic()
        words = ["dags", "test", dag, moment, *(["--conf", json.dumps(params)] if params else [])]
        self._run(*words, expect=None, name=f"test-{self._runs}")
        seconds = time.monotonic() - started
        runs = json.loads(_last_json(self._run("dags", "list-runs", dag, "--output", "json")))
        newest = max(runs, key=lambda run: str(run.get("run_after") or run["logical_date"] or run["start_date"]))
        self._records = self._xcoms(str(newest["run_id"]))
        return str(newest["state"]), seconds

    def records(self) -> dict[str, Any]:
        """What the tasks of the last run gave back."""
        return self._records

    def _xcoms(self, run: str) -> dict[str, Any]:
        ask = (
            "import json, sqlite3, sys; rows = sqlite3.connect(sys.argv[1]).execute("
            "'select task_id, value from xcom where run_id = ? and key = ?', (sys.argv[2], 'return_value'));"
            "print(json.dumps(dict(rows.fetchall())))"
        )
        database = Path(self._env["AIRFLOW_HOME"]) / "airflow.db"
        line = [str(self._program.with_name("python")), "-c", ask, str(database), run]
        ended = self._proof.processes.run(line, name=f"{self._name}-xcoms", seconds=60)
        found = json.loads(ended.stdout)
        return {task: _decoded(value) for task, value in found.items()}

    def task(self, dag: str, task: str) -> str:
        """Runs one task alone; gives back what it printed."""
        return self._run("tasks", "test", dag, task, name=f"task-{task}")


def _decoded(value: Any) -> Any:
    record = json.loads(value) if isinstance(value, str) else value
    return json.loads(record) if isinstance(record, str) else record


def _last_json(printed: str) -> str:
    """Warnings come before it."""
    return next(line for line in reversed(printed.strip().splitlines()) if line.startswith(("[", "{")))


def _as_file(options: list[str]) -> str:
    """Options of a command line as a file, for those that take a file alone."""
    lines = []
    for word, value in zip(options[::2], options[1::2], strict=True):
        if word == "--conf":
            lines.append(f"include file({json.dumps(value)})")
        else:
            key, text = value.split("=", 1)
            written = text.startswith(("[", "{")) or re.fullmatch(r"[0-9.]+|true|false", text)
            lines.append(f"{key} = {text if written else json.dumps(text)}")
    return "\n".join(lines) + "\n"
