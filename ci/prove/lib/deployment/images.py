"""Dockerfiles and the compose file."""

import importlib.resources
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import yaml

# What the build makes and a clean clone has not.
BUILT = re.compile(r"(^|/)target/")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?-([^}]*))?\}")


def check_dockerfile(file: Path, root: Path) -> Iterator[str]:
    """What a linter says of it, and what it copies that is not there."""
    hadolint = Path(sys.executable).with_name("hadolint")
    said = subprocess.run(
        [str(hadolint), "--no-color", "--format", "tty", str(file)], capture_output=True, text=True, timeout=60
    )
    yield from said.stdout.splitlines()
    if said.returncode and not said.stdout:
        yield f"{file}: {said.stderr.strip()}"
    for line in _instructions(file):
        words = line.split()
        if words and words[0].upper() == "COPY" and not words[1].startswith("--from"):
            for source in (word for word in words[1:-1] if not word.startswith("--")):
                if not BUILT.search(source) and not any(root.glob(source.rstrip("/"))):
                    yield f"{file}: COPY {source}: there is no such file in the repository."


def stages(file: Path) -> set[str]:
    """Names that its stages go by."""
    return {match[1] for line in _instructions(file) if (match := re.match(r"FROM\s+\S+\s+AS\s+(\S+)", line, re.I))}


def _instructions(file: Path) -> list[str]:
    text = re.sub(r"^\s*#.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return text.replace("\\\n", " ").splitlines()


def check_compose(file: Path) -> Iterator[str]:
    """What is wrong with a compose file: by the schema of the Compose specification, and in what its parts name."""
    try:
        found = _resolved(yaml.safe_load(file.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        yield f"{file}: no YAML: {error}"
        return
    schemas = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((schemas / "compose-spec.json").read_text(encoding="utf-8"))
    for error in jsonschema.Draft7Validator(schema).iter_errors(found):
        yield f"{file}: {'.'.join(str(part) for part in error.absolute_path)}: {error.message}"
        return
    services = found["services"]
    for name, service in services.items():
        yield from (f"{file}: {name}: {problem}" for problem in _service(service, services, found, file.parent))


def _service(service: dict[str, Any], services: dict[str, Any], found: dict[str, Any], folder: Path) -> Iterator[str]:
    needs = service.get("depends_on", [])
    conditions = needs if isinstance(needs, dict) else {}
    for other in needs:
        healthy = conditions.get(other, {}).get("condition") == "service_healthy"
        if other not in services:
            yield f"it depends on {other}, which is no service."
        elif healthy and "healthcheck" not in services[other]:
            yield f"it waits for the health of {other}, which has no healthcheck."
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        if not source.startswith((".", "/")):
            if source not in found.get("volumes", {}):
                yield f"it mounts {source}, which is no volume."
        elif not (folder / source).exists() and source != "./data":
            yield f"it mounts {source}, which does not exist."
    for config in service.get("configs", []):
        if config["source"] not in found.get("configs", {}):
            yield f"it mounts the config {config['source']}, which does not exist."
    build = service.get("build")
    if build:
        dockerfile = folder / build["context"] / build["dockerfile"]
        if not dockerfile.exists():
            yield f"its Dockerfile {build['dockerfile']} does not exist."
        elif build.get("target") and build["target"] not in stages(dockerfile):
            yield f"{build['dockerfile']} has no stage {build['target']}."
    for port in service.get("ports", []):
        if not str(port).startswith("127.0.0.1:"):
            yield f"port {port} is open to other machines."
    if ":" not in service.get("image", "") or service["image"].endswith(":latest"):
        yield f"its image {service.get('image')} has no version."


def _resolved(value: Any) -> Any:
    """With variables replaced, as Compose does; x- fragments are left."""
    if isinstance(value, dict):
        return {key: _resolved(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_resolved(inner) for inner in value]
    if isinstance(value, str):
        return _VARIABLE.sub(lambda match: os.environ.get(match[1]) or match[2] or "", value)
    return value
