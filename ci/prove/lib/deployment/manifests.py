"""Kubernetes' manifests against its schemas, strictly: a field that it does not know is an error."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import yaml

# From the oldest that Spark 3.5.7's client and the kinds we use allow to the newest that the schemas know.
VERSIONS = ("1.27", "1.31", kubernetes_validate.latest_version())


def documents(file: Path) -> list[Any]:
    """The objects of a file."""
    return [one for one in yaml.safe_load_all(file.read_text(encoding="utf-8")) if one is not None]


def check(file: Path) -> Iterator[str]:
    """What is wrong with a file of manifests."""
    try:
        found = documents(file)
    except yaml.YAMLError as error:
        yield f"{file}: no YAML: {error}"
        return
    if not found:
        yield f"{file}: it holds nothing."
    for one in found:
        yield from (f"{file}: {problem}" for problem in problems(one))
    yield from (f"{file}: {problem}" for problem in _selected(found))


def problems(manifest: Any) -> Iterator[str]:
    """What is wrong with one object."""
    if not isinstance(manifest, dict) or "kind" not in manifest:
        yield "an object without a kind."
        return
    name = f"{manifest['kind']} {manifest.get('metadata', {}).get('name', '')}"
    for version in VERSIONS:
        try:
            kubernetes_validate.validate(manifest, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            where = ".".join(str(part) for part in error.path)
            yield f"{name}: {where}: {error.message} (Kubernetes {version})"
            return
        except kubernetes_validate.SchemaNotFoundError:
            yield f"{name}: Kubernetes {version} has no such kind in {manifest.get('apiVersion')}."
            return


def _selected(found: list[Any]) -> Iterator[str]:
    """What schemas cannot say: selectors find pods, accounts and roles that are named exist beside."""
    deployments = [one for one in found if one.get("kind") == "Deployment"]
    for one in deployments:
        labels = one["spec"]["template"]["metadata"]["labels"].items()
        if not one["spec"]["selector"]["matchLabels"].items() <= labels:
            yield f"Deployment {one['metadata']['name']}: its selector does not find its own pods."
    for one in found:
        if one.get("kind") == "Service" and deployments:
            pods = [deployment["spec"]["template"] for deployment in deployments]
            chosen = [pod for pod in pods if one["spec"]["selector"].items() <= pod["metadata"]["labels"].items()]
            ports = {
                port["name"] for pod in chosen for box in pod["spec"]["containers"] for port in box.get("ports", ())
            }
            for port in one["spec"]["ports"]:
                if port.get("targetPort") not in ports:
                    yield f"Service {one['metadata']['name']}: no pod that it selects has a port {port.get('targetPort')}."
        if one.get("kind") == "RoleBinding":
            there = {(other["kind"], other["metadata"]["name"]) for other in found}
            for named in (one["roleRef"], *one["subjects"]):
                if (named["kind"], named["name"]) not in there:
                    yield f"RoleBinding {one['metadata']['name']}: there is no {named['kind']} {named['name']}."
