"""The pipeline and its triggers for Airflow 3: one task a step, of the same plan that 'pipeline run' works by.

POSE2GLOSS_PLAN names the plan, which is made anew whenever the configuration's steps change:

  bin/pose2gloss pipeline plan --conf conf/wlasl100.conf --format json > plan.json

POSE2GLOSS_HOME is the repository, built, on the machine of the workers; POSE2GLOSS_CONF the configuration of runs that no
trigger has begun. What each step is told, whether it is taken from an earlier run, and what came of it stands on the
pipeline's run in MLflow (MLFLOW_TRACKING_URI), as for every other run: Airflow only says when.

Steps are submitted by the operator for spark-submit where the plan says start = spark (connection spark_default names the
cluster), and started as commands on the worker's machine otherwise.
"""

import json
import os
import signal
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG, BaseOperator, BaseSensorOperator, Param, PokeReturnValue
from airflow.sdk.exceptions import AirflowException, AirflowSkipException

HOME = Path(os.environ.get("POSE2GLOSS_HOME", "/opt/pose2gloss"))
PLAN = Path(os.environ.get("POSE2GLOSS_PLAN", HOME / "plan.json"))
CONF = os.environ.get("POSE2GLOSS_CONF", "")
LOOK_EVERY = timedelta(seconds=int(os.environ.get("POSE2GLOSS_LOOK_SECONDS", "60")))
RUN = "{{ ti.xcom_pull(task_ids='begin')['run'] }}"


class Command:
    """One of bin/pose2gloss, to its end; its log becomes the task's."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    def run(self, *words: str) -> dict[str, Any]:
        """The result record."""
        line = [str(HOME / "bin" / "pose2gloss"), *words]
        print("$", *line, flush=True)
        self._child = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        out, _ = self._child.communicate()
        if self._child.returncode != 0:
            raise AirflowException(f"'pose2gloss {' '.join(words[:2])}' ended with {self._child.returncode}; see above.")
        return dict(json.loads(out.strip().splitlines()[-1]))

    def end(self) -> None:
        """Ends it, with what it has started."""
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)


class Commands(BaseOperator):
    """Runs commands, one after the other, that end with the task."""

    _command: Command | None = None

    def run_command(self, *words: str) -> dict[str, Any]:
        """The result record."""
        self._command = Command()
        return self._command.run(*words)

    def on_kill(self) -> None:
        """Also when it takes too long."""
        if self._command is not None:
            self._command.end()
        super().on_kill()


class BeginRun(Commands):
    """The run that a trigger has begun, or a new one."""

    template_fields = ("run",)

    def __init__(self, *, run: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run = run

    def execute(self, context: Any) -> dict[str, Any]:
        """Its id, as the record {run}."""
        if self.run:
            return {"run": self.run}
        return self.run_command("pipeline", "begin", *(["--conf", CONF] if CONF else []))


class StepByCommand(Commands):
    """A step as a command on this machine."""

    template_fields = ("run",)

    def __init__(self, *, step: str, run: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.step, self.run = step, run

    def execute(self, context: Any) -> dict[str, Any]:
        """The step's record."""
        return self.run_command("pipeline", "step", self.step, "--run", self.run)


class StepBySpark(Commands, SparkSubmitOperator):
    """A step that spark-submit starts: our command decides before it and takes down the result after it."""

    template_fields = ("run",)

    def __init__(self, *, step: str, run: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.step, self.run = step, run

    def execute(self, context: Any) -> dict[str, Any]:
        """The step's record."""
        words = ("pipeline", "step", self.step, "--run", self.run, "--only")
        begun = self.run_command(*words, "begin")
        if begun["state"] == "done":
            return begun
        submission = begun["submission"]
        self.name, self.application = submission["name"], submission["application"]
        self.application_args, self.conf = submission["arguments"], submission["conf"]
        self._java_class, self._deploy_mode = submission["main_class"], submission["deploy_mode"]
        super().execute(context)
        return self.run_command(*words, "end")


class MayFail:
    """A step without which the pipeline goes on: after its last try it counts as skipped."""

    def execute(self, context: Any) -> dict[str, Any]:
        """The step's record."""
        try:
            return super().execute(context)  # type: ignore[misc,no-any-return]
        except AirflowException as error:
            if context["ti"].try_number <= self.retries:  # type: ignore[attr-defined]
                raise
            raise AirflowSkipException(f"The pipeline goes on without it: {error}") from error


class CommandThatMayFail(MayFail, StepByCommand):
    """See there."""


class SparkThatMayFail(MayFail, StepBySpark):
    """See there."""


class EndRun(Commands):
    """Ends the pipeline's run, well or not."""

    template_fields = ("run",)

    def __init__(self, *, run: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run = run

    def execute(self, context: Any) -> dict[str, Any]:
        """The pipeline's record."""
        return self.run_command("pipeline", "end", self.run)


class ReasonSensor(Commands, BaseSensorOperator):
    """Waits until a trigger has a reason, and begins the run for it: one for each reason, whoever else watches."""

    def poke(self, context: Any) -> PokeReturnValue:
        """Looks once."""
        outcome = self.run_command("trigger", "check", "--begin", *(["--conf", CONF] if CONF else []))
        for seen in outcome["triggers"]:
            print(f"{seen['trigger']}: {seen['state']}. {seen['saw']} {seen['why']}")
        if outcome["run"]:
            print(f"The run {outcome['run']} has begun; the pipeline's DAG leads it on.")
        return PokeReturnValue(is_done=bool(outcome["run"]), xcom_value={"run": outcome["run"]})


def operator(plan: dict[str, Any], step: dict[str, Any]) -> BaseOperator:
    """The task of a step; in the DAG that is being made."""
    settings = {
        "task_id": step["name"],
        "step": step["name"],
        "run": RUN,
        "retries": step["retries"],
        "retry_delay": timedelta(seconds=step["pause_seconds"]),
        "retry_exponential_backoff": True,
        "execution_timeout": timedelta(seconds=step["time_limit_seconds"]),
        # What may fail is skipped then; what it was needed for goes on.
        "trigger_rule": "none_failed",
    }
    if plan["start"] == "spark":
        return (SparkThatMayFail if step["may_fail"] else StepBySpark)(**settings)
    return (CommandThatMayFail if step["may_fail"] else StepByCommand)(**settings)


def pipeline_dag(plan: dict[str, Any]) -> DAG:
    """One task a step, between those that begin and end the run."""
    with DAG(
        dag_id="pose2gloss_pipeline",
        description=f"The pipeline {plan['pipeline']}",
        schedule=None,
        start_date=datetime(2025, 1, 1),
        catchup=False,
        max_active_runs=1,
        params={"run": Param("", type="string", description="A run that a trigger has begun; empty: a new one.")},
        doc_md=__doc__,
    ) as dag:
        begin = BeginRun(task_id="begin", run="{{ params.run }}")
        end = EndRun(task_id="end", run=RUN, trigger_rule="all_done")
        tasks = {step["name"]: operator(plan, step) for step in plan["steps"]}
        for step in plan["steps"]:
            needs = [tasks[need] for need in step["needs"]] or [begin]
            needs >> tasks[step["name"]]
        list(tasks.values()) >> end
    return dag


def triggers_dag() -> DAG:
    """Looks all the time; starts the other one."""
    with DAG(
        dag_id="pose2gloss_triggers",
        description="Runs the pipeline when data or accuracy give a reason",
        schedule="@continuous",
        start_date=datetime(2025, 1, 1),
        catchup=False,
        max_active_runs=1,
        doc_md=__doc__,
    ) as dag:
        reason = ReasonSensor(task_id="reason", mode="reschedule", poke_interval=LOOK_EVERY, timeout=timedelta(days=7))
        start = TriggerDagRunOperator(
            task_id="start",
            trigger_dag_id="pose2gloss_pipeline",
            conf={"run": "{{ ti.xcom_pull(task_ids='reason')['run'] }}"},
            wait_for_completion=True,
            poke_interval=10,
        )
        reason >> start
    return dag


pipeline = pipeline_dag(json.loads(PLAN.read_text(encoding="utf-8").strip().splitlines()[-1]))
triggers = triggers_dag()
