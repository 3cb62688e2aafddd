"""Reads what a demo has recorded, with MLflow's own Python client of the server's version and nothing of pose2gloss.

Prints one JSON object. Runs by itself: python versions_client.py EXPERIMENT MODEL ALIAS
"""

import json
import sys
import tempfile

import mlflow
from mlflow import MlflowClient


def main(experiment_name: str, model: str, alias: str) -> None:
    """Prints what it finds."""
    client = MlflowClient()
    experiment = client.get_experiment_by_name(experiment_name)
    runs = client.search_runs([experiment.experiment_id], max_results=1000)
    steps = {run.data.tags.get("pose2gloss.step", ""): run for run in runs}
    parents = [run for run in runs if "mlflow.parentRunId" not in run.data.tags]
    train, evaluate = steps["train"], steps["evaluate"]
    version = client.get_model_version_by_alias(model, alias)
    with tempfile.TemporaryDirectory() as folder:
        report = client.download_artifacts(evaluate.info.run_id, "evaluation/evaluation.json", folder)
        with open(report, encoding="utf-8") as file:
            splits = sorted(json.load(file)["splits"])
    mlflow.set_experiment(experiment_id=experiment.experiment_id)
    table = mlflow.load_table("evaluation/test/glosses.json", run_ids=[evaluate.info.run_id])
    print(
        json.dumps(
            {
                "mlflow": mlflow.__version__,
                "runs": len(runs),
                "parents": [run.info.run_id for run in parents],
                "children_of": sorted({run.data.tags.get("mlflow.parentRunId", "") for run in runs} - {""}),
                "statuses": sorted({run.info.status for run in runs}),
                "train_params": len(train.data.params),
                "losses": [point.step for point in client.get_metric_history(train.info.run_id, "loss")],
                "system": sorted(name for name in train.data.metrics if name.startswith("system/")),
                "inputs": [_input(one) for run in (train, evaluate) for one in run.inputs.dataset_inputs],
                "artifacts": sorted(one.path for one in client.list_artifacts(train.info.run_id, "model")),
                "report_splits": splits,
                "evaluate_metrics": sorted(evaluate.data.metrics),
                "table_columns": list(table.columns),
                "table_rows": len(table),
                "version_run": version.run_id,
                "train_run": train.info.run_id,
                "names": sorted(run.info.run_name for run in runs),
            }
        )
    )


def _input(one) -> dict:
    return {
        "name": one.dataset.name,
        "digest": one.dataset.digest,
        "source_type": one.dataset.source_type,
        "columns": len(json.loads(one.dataset.schema)["mlflow_colspec"]),
        "source": sorted(json.loads(one.dataset.source)),
        "context": {tag.key: tag.value for tag in one.tags}.get("mlflow.data.context", ""),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
