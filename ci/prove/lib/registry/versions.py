"""The figures of ci/prove/mlflow-versions."""

import base64
import json
import os
import time
import xml.etree.ElementTree
from pathlib import Path
from typing import Any

from proof import Proof
from registry.api import Api
from registry.gateway import gateway
from registry.outage import MOST_SECONDS_TO_SEE, Watcher
from registry.outage import runs as trainings
from registry.tracking_server import TrackingServer

SECONDS = 1800
MODEL, ALIAS = "pose2gloss-demo", "production"
USER, PASSWORD, TOKEN = "suite", "a long password", "t0ken"
_TESTS = ("TrackingTest", "ArtifactsTest", "ModelRegistryTest", "AliasHistoryTest", "OutboxTest")
_SPLITS = ("train", "validation", "test")
_VALUES = ("loss", "accuracy", "top5_accuracy", "macro_f1", "weighted_f1", "expected_calibration_error")


def measure(proof: Proof) -> None:
    """The same on both servers."""
    for name in ("mlflow-oldest", "mlflow-newest"):
        python = proof.environment(name)
        version = proof.processes.run(
            [str(python), "-W", "ignore", "-c", "import importlib.metadata as m; print(m.version('mlflow'))"],
            name="version",
            seconds=60,
        ).stdout.strip()
        title = f"MLflow {version}"
        with proof.temporary() as folder:
            _demo(proof, python, folder, title)
            _file_root(proof, python, folder, title)
        _tests(proof, python, title)
    proof.note(
        "The demo with 3 epochs over basic authentication; one more step through a gateway with TLS of its own authority"
        " and a bearer token, one with an artifact root that is a folder; and the tests of jobs/tracking."
    )


def _basic() -> str:
    return "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def _guarded(proof: Proof, python: Path, folder: Path) -> TrackingServer:
    """A server with MLflow's own basic authentication."""
    home = folder / "mlflow"
    home.mkdir(parents=True)
    (home / "auth.ini").write_text(
        f"[mlflow]\ndefault_permission = READ\ndatabase_uri = sqlite:///{home / 'auth.db'}\n"
        f"admin_username = {USER}\nadmin_password = {PASSWORD}\n"
        "authorization_function = mlflow.server.auth:authenticate_request_basic_auth\n",
        encoding="utf-8",
    )
    return TrackingServer(
        proof,
        python,
        home,
        ("--artifacts-destination", str(folder / "artifacts"), "--app-name", "basic-auth"),
        {"MLFLOW_AUTH_CONFIG_PATH": str(home / "auth.ini"), "MLFLOW_FLASK_SERVER_SECRET_KEY": "of the proof"},
    )


def _demo(proof: Proof, python: Path, folder: Path, title: str) -> None:
    proof.say(f"{title}: the demo")
    server = _guarded(proof, python, folder).start()
    who = {"MLFLOW_TRACKING_USERNAME": USER, "MLFLOW_TRACKING_PASSWORD": PASSWORD}
    words = _words(folder, server.address)
    api = Api(server.address, _basic())
    with proof.processes.log("demo") as (log, _):
        child = proof.processes.start(
            [str(proof.root / "bin" / "pose2gloss"), "demo", "--folder", str(folder / "demo"), *words],
            env=who,
            stdout=log,
            stderr=log,
        )
        watcher = None
        while child.poll() is None:
            if watcher is None and (found := trainings(api)):
                watcher = Watcher(api, found[0])
            time.sleep(0.5)
    lags = sorted(watcher.end()) if watcher else []
    proof.yes(f"{title}: the demo ends with 0 over basic authentication", child.returncode == 0)
    if child.returncode != 0:
        server.end()
        return
    slowest = lags[-1] if lags else float("nan")
    proof.at_most(f"{title}: a step is seen in the running training, slowest", slowest, MOST_SECONDS_TO_SEE, unit="s")
    told = _told(proof, python, folder, {"MLFLOW_TRACKING_URI": server.address, **who})
    _judge(proof, title, told)
    wrong = {**who, "MLFLOW_TRACKING_PASSWORD": "another"}
    said = _fails(proof, folder, words, wrong)
    proof.yes(f"{title}: a wrong password is a sentence", "Set MLFLOW_TRACKING_USERNAME and" in said)
    _token(proof, folder, title, server)
    server.end()


def _words(folder: Path, tracking: str) -> list[str]:
    settings = {
        "tracking.uri": tracking,
        "tracking.outbox": folder / "outbox",
        "tracking.patience": "3 s",
        "tracking.system-metrics-every": "1 s",
        "training.epochs": 3,
        "training.report-every-steps": 1,
        "spark.master": "local[1]",
    }
    return [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]


def _again(proof: Proof, folder: Path, words: list[str]) -> list[str]:
    """A short step on the demo's tables."""
    return [
        *(str(proof.root / "bin" / "pose2gloss"), "split", "--conf", str(proof.root / "conf" / "demo.conf")),
        *("--set", f"catalog.warehouse={folder / 'demo' / 'warehouse'}", *words),
    ]


def _fails(proof: Proof, folder: Path, words: list[str], env: dict[str, str]) -> str:
    proof.processes.run(_again(proof, folder, words), name="refused", seconds=SECONDS, env=env, expect=(1,))
    return (proof.folder / "logs" / "refused.log").read_text(encoding="utf-8")


def _told(proof: Proof, python: Path, folder: Path, env: dict[str, str]) -> dict[str, Any]:
    """What MLflow's own client finds, from a copy of the program where nothing of ours is beside it."""
    alone = folder / "versions_client.py"
    alone.write_bytes(Path(__file__).with_name("versions_client.py").read_bytes())
    ended = proof.processes.run(
        [str(python), "-W", "ignore", "-I", str(alone), "demo", MODEL, ALIAS],
        name="client",
        seconds=300,
        env=env,
        cwd=folder,
    )
    return dict(json.loads(ended.stdout.strip().splitlines()[-1]))


def _judge(proof: Proof, title: str, told: dict[str, Any]) -> None:
    """MLflow's own client sees all of it."""
    nested = len(told["parents"]) == 1 and told["children_of"] == told["parents"] and told["runs"] >= 9
    proof.yes(f"{title}: one parent run with a child for each step", nested)
    proof.yes(f"{title}: every run is FINISHED", told["statuses"] == ["FINISHED"])
    proof.yes(f"{title}: every epoch's point once, in order", told["losses"] == [1, 2, 3])
    proof.at_least(f"{title}: parameters of the training", told["train_params"], 20)
    known = {"system/cpu_utilization_percentage", "system/system_memory_usage_megabytes"}
    proof.yes(f"{title}: system metrics under MLflow's names", known <= set(told["system"]))
    inputs = sorted((one["name"], one["context"]) for one in told["inputs"])
    train = [("examples.train", "training"), ("examples.validation", "validation")]
    proof.yes(
        f"{title}: dataset inputs with their contexts",
        inputs == sorted([*train, *train, ("examples.test", "test")]),
    )
    whole = all(
        one["source_type"] == "iceberg"
        and one["columns"] > 5
        and int(one["digest"]) > 0
        and "snapshot_id" in one["source"]
        for one in told["inputs"]
    )
    proof.yes(f"{title}: each with snapshot as digest, schema and source", whole)
    files = {"model/MLmodel", "model/saved_model", "model/requirements.txt", "model/python_env.yaml"}
    proof.yes(f"{title}: the model's files by the artifact proxy", files <= set(told["artifacts"]))
    proof.yes(f"{title}: a report is downloaded", told["report_splits"] == sorted(_SPLITS))
    values = {f"{split}_{value}" for split in _SPLITS for value in _VALUES}
    proof.yes(f"{title}: single values of every split", values <= set(told["evaluate_metrics"]))
    table = told["table_rows"] == 26 and {"gloss", "precision", "recall", "f1"} <= set(told["table_columns"])
    proof.yes(f"{title}: a table is loaded by mlflow.load_table", table)
    proof.yes(f"{title}: the alias {ALIAS} finds the version", told["version_run"] == told["train_run"])


def _token(proof: Proof, folder: Path, title: str, server: TrackingServer) -> None:
    proof.say(f"{title}: TLS and a token")
    with gateway(proof, folder, server.port, TOKEN, _basic()) as (address, authority):
        words = _words(folder, address)
        trust = {"MLFLOW_TRACKING_SERVER_CERT_PATH": str(authority)}
        record = _step(proof, folder, words, {**trust, "MLFLOW_TRACKING_TOKEN": TOKEN})
        proof.yes(f"{title}: a step over TLS with a bearer token", record["command"] == "split")
        record = _step(proof, folder, words, {"MLFLOW_TRACKING_INSECURE_TLS": "true", "MLFLOW_TRACKING_TOKEN": TOKEN})
        proof.yes(f"{title}: the same with MLFLOW_TRACKING_INSECURE_TLS", record["command"] == "split")
        said = _fails(proof, folder, words, {"MLFLOW_TRACKING_TOKEN": TOKEN})
        proof.yes(f"{title}: an unknown authority is a sentence", "certificate is not trusted" in said)
        said = _fails(proof, folder, words, {**trust, "MLFLOW_TRACKING_TOKEN": "another"})
        proof.yes(f"{title}: HTML and status 401 are a sentence", "status 401): Who are you?" in said)


def _step(proof: Proof, folder: Path, words: list[str], env: dict[str, str]) -> dict[str, Any]:
    ended = proof.processes.run(_again(proof, folder, words), name="step", seconds=SECONDS, env=env)
    return dict(json.loads(ended.stdout.strip().splitlines()[-1]))


def _file_root(proof: Proof, python: Path, folder: Path, title: str) -> None:
    proof.say(f"{title}: a folder as artifact root")
    root = folder / "root"
    arguments = ("--no-serve-artifacts", "--default-artifact-root", root.as_uri())
    server = TrackingServer(proof, python, folder / "mlflow-files", arguments).start()
    _step(proof, folder, _words(folder, server.address), {})
    api = Api(server.address)
    run = api.post("runs/search", experiment_ids=[api.experiment("demo")])["runs"][0]["info"]["run_id"]
    listed = {one["path"] for one in api.get("artifacts/list", run_id=run).get("files", [])}
    here = {path.name for path in root.rglob(f"{run}/artifacts/*")}
    server.end()
    proof.yes(
        f"{title}: a folder as artifact root is written directly, and the server lists it",
        bool(here) and listed == here,
    )


def _tests(proof: Proof, python: Path, title: str) -> None:
    """The tests of jobs/tracking against a server of that version."""
    proof.say(f"{title}: the tests of jobs/tracking")
    chosen = _TESTS[:1] if proof.quick else _TESTS
    reports = proof.root / "jobs" / "tracking" / "target" / "surefire-reports"
    for old in reports.glob("TEST-*.xml"):
        old.unlink()
    ended = proof.processes.run(
        [
            *(
                "mvn",
                "-B",
                "-ntp",
                "-pl",
                "jobs/tracking",
                "test",
                "-Dspotless.check.skip",
                f"-Dtest={','.join(chosen)}",
            ),
            *(f"-Dpose2gloss.mlflow={python.with_name('mlflow')}", "-Dsurefire.failIfNoSpecifiedTests=false"),
        ],
        name="tests",
        seconds=SECONDS,
        env={"PATH": f"{python.parent}:{os.environ['PATH']}"},
        cwd=proof.root,
        expect=None,
    )
    suites = [xml.etree.ElementTree.parse(report).getroot() for report in reports.glob("TEST-*.xml")]
    run = sum(int(suite.get("tests", 0)) - int(suite.get("skipped", 0)) for suite in suites)
    cases = [case for suite in suites for case in suite.iter("testcase")]
    wrong = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    proof.figure(f"{title}: tests of jobs/tracking", run)
    proof.figure(f"{title}: of them failed", len(wrong), "= 0", not wrong and run > 0 and ended.returncode == 0)
    if wrong:
        proof.note(f"{title}: failed are {', '.join(case.get('name', '') for case in wrong)}.")
