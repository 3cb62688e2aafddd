"""Registers models on an MLflow server: NAME FOLDER...; prints their versions as one line of JSON.

Each folder is as MLflow keeps a model. The server is MLFLOW_TRACKING_URI's. Run by a Python that has MLflow.
"""

import json
import sys

from mlflow import MlflowClient
from mlflow.exceptions import MlflowException


def main() -> None:
    """Prints one line."""
    name, *folders = sys.argv[1:]
    client = MlflowClient()
    try:
        client.create_registered_model(name)
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
    versions = []
    for folder in folders:
        run = client.create_run("0").info
        client.log_artifacts(run.run_id, folder, "model")
        made = client.create_model_version(name, f"{run.artifact_uri}/model", run.run_id)
        versions.append(int(made.version))
    print(json.dumps(versions))


if __name__ == "__main__":
    main()
