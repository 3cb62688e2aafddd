"""What a cluster has beside Spark, each part a real one and a process of its own on loopback."""

import os
import secrets
import shutil
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from proof import java as jdk
from proof.environments import environment
from proof.places import ROOT
from proof.processes import Processes
from registry.server import free_port, start_mlflow, wait_for_port

_POM = ROOT / "ci" / "cluster" / "pom.xml"
_SECONDS_TO_RESOLVE = 900
BUCKET = "pose2gloss"
DATABASE = "pose2gloss"


@dataclass(frozen=True)
class Store:
    """A server of Amazon's S3 API over a folder; a bucket is a folder in it."""

    endpoint: str
    access_key: str
    secret_key: str
    folder: Path

    def environment(self) -> dict[str, str]:
        """Where clients of every kind find what to sign with."""
        return {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": "us-east-1",
            # Checksums in a trailer, which boto3 has begun to send, are not what every S3 server knows.
            "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
            "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
        }

    def hadoop(self) -> dict[str, str]:
        """Settings of Hadoop's S3A for this server, without credentials."""
        return hadoop(self.endpoint)


def hadoop(endpoint: str) -> dict[str, str]:
    """Settings of Hadoop's S3A for a server of this kind at an address."""
    return {
        "fs.s3a.endpoint": endpoint,
        "fs.s3a.path.style.access": "true",
        "fs.s3a.connection.ssl.enabled": "false",
        # Its answer to a bulk delete is one that S3A waits for in vain.
        "fs.s3a.multiobjectdelete.enable": "false",
        "fs.s3a.directory.marker.retention": "keep",
    }


@dataclass(frozen=True)
class Database:
    """PostgreSQL with an empty database."""

    port: int
    user: str
    password: str

    def url(self) -> str:
        """As JDBC has it, without credentials."""
        return f"jdbc:postgresql://127.0.0.1:{self.port}/{DATABASE}"


@dataclass(frozen=True)
class TrackingServer:
    """MLflow on SQLite, its artifacts in the object store."""

    address: str


def start_store(
    processes: Processes,
    folder: Path,
    *,
    name: str = "object-store",
    like: Store | None = None,
    read_only: bool = False,
    env: Mapping[str, str] | None = None,
) -> Store:
    """Starts an S3 server over folder/NAME, or over another one's folder and with its credentials."""
    files = like.folder if like else folder / name
    (files / BUCKET).mkdir(parents=True, exist_ok=True)
    access_key = like.access_key if like else f"AK{secrets.token_hex(9).upper()}"
    secret_key = like.secret_key if like else secrets.token_hex(20)
    port = free_port()
    properties = folder / f"{name}.properties"
    lines = {
        "s3proxy.endpoint": f"http://127.0.0.1:{port}",
        "s3proxy.authorization": "aws-v2-or-v4",
        "s3proxy.identity": access_key,
        "s3proxy.credential": secret_key,
        "s3proxy.read-only-blobstore": str(read_only).lower(),
        "jclouds.provider": "filesystem-nio2",
        "jclouds.filesystem.basedir": str(files),
    }
    _write_secret(properties, "".join(f"{key}={value}\n" for key, value in lines.items()))
    line = [jdk.program(), "-Xmx256m", f"-Dlogback.configurationFile={_POM.with_name('logback.xml')}"]
    line += ["-cp", _class_path(processes), "org.gaul.s3proxy.Main", "--properties", str(properties)]
    with processes.log(name) as (log, file):
        child = processes.start(line, env=env, cwd=folder, stdout=log, stderr=log)
    wait_for_port(port, child, file)
    return Store(f"http://127.0.0.1:{port}", access_key, secret_key, files)


def start_database(processes: Processes, folder: Path, env: Mapping[str, str] | None = None) -> Database:
    """Starts PostgreSQL in folder/postgresql. It never runs as root: there it becomes nobody."""
    home, data = folder / "postgresql", folder / "postgresql" / "data"
    data.mkdir(parents=True)
    _unpack(processes, home)
    password, port = secrets.token_hex(16), free_port()
    first = home / "password"
    _write_secret(first, password + "\n")
    as_user: list[str] = []
    if os.geteuid() == 0:
        as_user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        for path in (data, first):
            shutil.chown(path, "nobody", "nogroup")
        # A temporary folder is its owner's alone: others have to get through to what is theirs.
        folder.chmod(folder.stat().st_mode | 0o011)
    initdb = [*as_user, str(home / "bin" / "initdb"), "-D", str(data), "-U", DATABASE, "-E", "UTF8", "--locale=C"]
    initdb += ["--no-sync", "-A", "scram-sha-256", "--pwfile", str(first)]
    processes.run(initdb, name="database-init", seconds=120, cwd=home)
    first.unlink()
    # A database of the user's name, made by the server's own single-user mode.
    single = [*as_user, str(home / "bin" / "postgres"), "--single", "-D", str(data), "postgres"]
    processes.run(
        ["sh", "-c", f'echo "create database {DATABASE}" | "$@"', "sh", *single],
        name="database-make",
        seconds=60,
        cwd=home,
    )
    line = [*as_user, str(home / "bin" / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port)]
    line += ["-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=100"]
    with processes.log("database") as (log, file):
        child = processes.start(line, env=env, cwd=home, stdout=log, stderr=log)
    wait_for_port(port, child, file)
    return Database(port, DATABASE, password)


def start_tracking(
    processes: Processes, folder: Path, store: Store, env: Mapping[str, str] | None = None
) -> TrackingServer:
    """Starts the pinned MLflow with its artifacts in the store."""
    processes.run([str(ROOT / "bin" / "pose2gloss"), "setup", "mlflow", "--quiet"], name="setup-mlflow", seconds=1800)
    python = environment("object-store", processes, print)
    libraries = next(iter(python.parent.parent.glob("lib/python3*/site-packages")))
    settings = {
        **(env or {}),
        **store.environment(),
        "PYTHONPATH": str(libraries),
        "MLFLOW_S3_ENDPOINT_URL": store.endpoint,
    }
    mlflow = ROOT / ".venv" / "bin" / "python"
    artifacts = ("--artifacts-destination", f"s3://{BUCKET}/mlflow")
    _, address = start_mlflow(processes, mlflow, folder, artifacts, settings)
    return TrackingServer(address)


def _class_path(processes: Processes) -> str:
    """Of the S3 server; Maven resolves what ci/cluster/pom.xml names."""
    written = _POM.parent / "target" / "classpath" / "runtime"
    if not written.exists() or written.stat().st_mtime < _POM.stat().st_mtime:
        line = ["mvn", "-B", "-ntp", "-q", "-f", str(_POM), "generate-resources"]
        processes.run(line, name="resolve-parts", seconds=_SECONDS_TO_RESOLVE)
    return written.read_text(encoding="utf-8").strip()


def _unpack(processes: Processes, home: Path) -> None:
    jars = [path for path in _class_path(processes).split(":") if "embedded-postgres-binaries" in path]
    with (
        zipfile.ZipFile(jars[0]) as jar,
        jar.open("postgres-linux-x86_64.txz") as packed,
        tarfile.open(fileobj=packed, mode="r:xz") as archive,
    ):
        archive.extractall(home, filter="data")


def _write_secret(file: Path, text: str) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
