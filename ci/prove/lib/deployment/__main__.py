"""Run by ci/check-deployment in its virtual environment: ROOT SPARK_HOME JAVA. One line a problem on stdout."""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from deployment import images, manifests, spark_properties


def main(root: Path, spark: Path, java: str) -> int:
    """The exit status: 0 nothing is wrong."""
    conf = root / "conf"
    properties = sorted([*conf.glob("spark/*.properties"), conf / "compose" / "spark.properties"])
    yamls = sorted([*conf.glob("kubernetes/*.yaml"), *root.glob("pipelines/schedulers/*.yaml")])
    dockerfiles = [conf / "kubernetes" / "Dockerfile", conf / "compose" / "mlflow.Dockerfile"]
    composes = sorted(conf.glob("compose/compose*.yaml"))
    count = 0

    def part(name: str, check: Callable[[], Iterable[str]]) -> None:
        nonlocal count
        begin = time.monotonic()
        problems = list(check())
        count += len(problems)
        for problem in problems:
            print(problem.replace(f"{root}/", ""))
        outcome = f"{len(problems)} wrong" if problems else "nothing wrong"
        print(f"check-deployment: {name}: {outcome} ({time.monotonic() - begin:.1f} s)", file=sys.stderr)

    part(f"{len(yamls)} files of Kubernetes", lambda: (one for file in yamls for one in manifests.check(file)))
    part(
        f"{len(dockerfiles)} Dockerfiles",
        lambda: (one for file in dockerfiles for one in images.check_dockerfile(file, root)),
    )
    part("compose file", lambda: (one for file in composes for one in images.check_compose(file)))
    part(
        f"{len(properties)} files of Spark properties",
        lambda: spark_properties.check(properties, spark, java, conf / "java.options"),
    )
    part(
        "the driver's pod as spark-submit asks for it",
        lambda: spark_properties.check_kubernetes(conf / "spark" / "kubernetes.properties", spark, root),
    )
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]), sys.argv[3]))
