"""Trainings submitted to a cluster on this machine of which one worker declares a GPU."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cluster.events import Application, application
from cluster.spark import GPU, Spark, Worker, distribution, gpu, start_spark
from extraction.jobs import Jobs
from proof import Proof, ProofError
from proof.processes import tail

SECONDS = 600
ASKED = {
    "spark.executor.resource.gpu.amount": 1,
    "spark.task.resource.gpu.amount": 1,
}
PROGRAMS = Path(__file__).resolve().parent / "java"


def measure(proof: Proof) -> None:
    """Two trainings and one GPU; then none."""
    with proof.temporary() as folder:
        jobs = Jobs(proof, folder, PROGRAMS)
        jobs.run("MakeExamples", folder / "warehouse", 64, seconds=300)
        # Room for two executors on each: what keeps the second training waiting is the GPU alone.
        workers = [
            Worker("without-gpu", cores=2, gigabytes=2),
            Worker("with-gpu", cores=2, gigabytes=2, properties=gpu(folder)),
        ]
        spark = start_spark(proof.processes, distribution(proof.processes), folder, workers)
        trial = Trial(proof, spark, spark.command_conf(jobs.class_path()), folder)
        two_on_one_gpu(proof, trial)
        if not proof.quick:
            gpu_that_tensorflow_lacks(proof, trial)
            cpu_among_defaults(proof, trial)
        proof.processes.end(spark.workers["with-gpu"])
        gpu_where_none_is(proof, trial)
        auto_without(proof, trial)
        spark.stop()
    proof.note(
        "The GPU of the cluster is a word of its discovery script: nothing here was computed on one. What CUDA is told"
        " is read back from the environment that native code sees in the process that trained."
    )


def two_on_one_gpu(proof: Proof, trial: "Trial") -> None:
    """Both ask for it at the same time; one has to wait until the other is done."""
    epochs = 20 if proof.quick else 60
    both = [trial.train(name, "auto", ASKED, epochs=epochs) for name in ("one", "two")]
    ended = [training.end(expect=0) for training in both]
    first, second = sorted((training.seen_by_spark() for training in both), key=lambda one: one.started)
    with_gpu, without = trial.executors_of("with-gpu"), trial.executors_of("without-gpu")
    proof.figure("two trainings, one GPU: executors on the worker with it", with_gpu, "= 2", with_gpu == 2)
    proof.figure("two trainings, one GPU: executors on the other worker", without, "= 0", without == 0)
    twice = [GPU] * 2
    held = [*first.gpus, *second.gpus]
    told = [str(one.result["cuda_visible_devices"]) for one in ended]
    proof.figure("addresses that Spark gave their executors", ", ".join(held), ", ".join(twice), held == twice)
    proof.figure("CUDA_VISIBLE_DEVICES in their processes", ", ".join(told), ", ".join(twice), told == twice)
    overlap = second.submitted < first.ended
    proof.figure("the second was submitted while the first ran", word(overlap), "yes", overlap)
    proof.at_least("from the first one's end to the second one's start", second.started - first.ended, 0, "s")
    proof.figure("how long the second waited", second.started - second.submitted, unit="s")
    tasks = first.tasks + second.tasks
    proof.figure("tasks of both", tasks, "= 2", tasks == 2)
    notice = f"Spark gave it the GPU {GPU} and TensorFlow sees none"
    says(proof, "auto says that TensorFlow lacks the GPU it was given", ended, notice)


def gpu_that_tensorflow_lacks(proof: Proof, trial: "Trial") -> None:
    """device = gpu does not fall back."""
    ended = trial.train("gpu-unseen", "gpu").end(expect=1)
    says(proof, "gpu refuses the CPU where TensorFlow lacks the GPU it was given", [ended], "training.device = gpu")


def cpu_among_defaults(proof: Proof, trial: "Trial") -> None:
    """device = cpu on a cluster whose defaults ask for GPUs."""
    training = trial.train("cpu", "cpu", ASKED)
    told = training.end(expect=0).result["cuda_visible_devices"]
    proof.figure("cpu among defaults that ask for a GPU: CUDA_VISIBLE_DEVICES", str(told), "-1", told == "-1")
    held = training.seen_by_spark().gpus
    proof.figure("cpu among defaults that ask for a GPU: addresses held", len(held), "= 0", not held)


def gpu_where_none_is(proof: Proof, trial: "Trial") -> None:
    """device = gpu on a cluster without: Spark would wait for ever."""
    ended = trial.train("gpu-without", "gpu", wait="20 s").end(expect=1)
    says(proof, "gpu without a GPU tells that it waits", [ended], "still waiting after")
    says(proof, "gpu without a GPU ends with a sentence", [ended], "The training has waited for 20 s")


def auto_without(proof: Proof, trial: "Trial") -> None:
    """device = auto where Spark is not asked for a GPU."""
    ended = trial.train("auto-without", "auto").end(expect=0)
    device, told = ended.result["device"], ended.result["cuda_visible_devices"]
    proof.figure("auto without a GPU: device", str(device), "cpu", device == "cpu")
    proof.figure("auto without a GPU: CUDA_VISIBLE_DEVICES", str(told), "-1", told == "-1")
    says(proof, "auto without a GPU gives notice", [ended], "The training runs on the CPU")


def says(proof: Proof, name: str, ended: "list[Ended]", sentence: str) -> None:
    """Whether all of them told the user so."""
    told = all(sentence in one.said for one in ended)
    proof.figure(name, word(told), "yes", told)


def word(truth: bool) -> str:
    """Of a figure that is one of two."""
    return "yes" if truth else "no"


@dataclass(frozen=True)
class Ended:
    """What a training printed: its result, if it has one, and what it told on the way."""

    result: dict[str, object]
    said: str


class Training:
    """A training under way."""

    def __init__(self, trial: "Trial", name: str, keys: Mapping[str, object], spark: Mapping[str, object]) -> None:
        self.name = name
        self._events = trial.folder / "events" / name
        self._events.mkdir(parents=True)
        self._out = trial.folder / f"{name}.out"
        self._processes = trial.proof.processes
        written = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": self._events.as_uri()}
        conf = trial.folder / f"{name}.conf"
        lines = [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
        lines += [f"spark.conf.{json.dumps(key)} = {json.dumps(value)}" for key, value in {**written, **spark}.items()]
        conf.write_text("\n".join(lines) + "\n", encoding="utf-8")
        program = str(trial.proof.root / "bin" / "pose2gloss")
        command = [program, "train", "--conf", str(trial.settings), "--conf", str(conf)]
        with self._processes.log(name) as (log, self._log), self._out.open("wb") as out:
            self._child = self._processes.start(command, stdout=out, stderr=log)

    def end(self, expect: int) -> Ended:
        """Waits for it."""
        try:
            status = self._child.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise ProofError(f"training '{self.name}' took more than {SECONDS} s; its log is {self._log}.") from error
        finally:
            self._processes.end(self._child)
        if status != expect:
            end = f"ended with exit status {status}, not {expect}"
            raise ProofError(f"training '{self.name}' {end}:\n{tail(self._log)}")
        lines = self._out.read_text(encoding="utf-8").splitlines()
        return Ended(json.loads(lines[-1]) if status == 0 else {}, self._log.read_text(encoding="utf-8"))

    def seen_by_spark(self) -> Application:
        """What Spark has written down of it."""
        return application(self._events)


class Trial:
    """Submits trainings."""

    def __init__(self, proof: Proof, spark: Spark, settings: Path, folder: Path) -> None:
        self.proof = proof
        self.spark = spark
        self.settings = settings
        self.folder = folder

    def train(
        self, name: str, device: str, spark: Mapping[str, object] | None = None, epochs: int = 1, wait: str = "10 m"
    ) -> Training:
        """Starts a training, with Spark properties."""
        self.proof.say(f"training '{name}'")
        keys = {
            "catalog.warehouse": str(self.folder / "warehouse"),
            "tracking.uri": "",
            "training.directory": str(self.folder / "models" / name),
            "training.batch-size": 16,
            "training.epochs": epochs,
            "training.threads": 1,
            "training.device": device,
            "training.wait-for-device": wait,
        }
        return Training(self, name, keys, spark or {})

    def executors_of(self, worker: str) -> int:
        """Executors that a worker has ever started."""
        return len(list((self.folder / worker).glob("app-*/*")))
