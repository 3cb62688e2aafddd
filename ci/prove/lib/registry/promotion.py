"""The figures of ci/prove/promotion."""

import json
import os
import signal
import time
from typing import Any

from proof import Proof, ProofError
from proof.processes import tail
from registry.api import tags
from registry.letters import SECONDS, Letters
from registry.server import mlflow_server

MODEL, ALIAS = "letters", "production"
CLAIM, HISTORY = f"{MODEL}.{ALIAS}-claim", f"{ALIAS}.history"
AT_ONCE = 8
TERM = 10
_SMALL = {"POSE2GLOSS_JAVA_OPTS": "-Xmx400m"}


class Versions(Letters):
    """The letters with a registered model whose versions are promoted."""

    def refused(self, *words: str, **settings: object) -> str:
        """A promotion that fails, and its log."""
        return self.fails("promote", *words, **settings)

    def at_once(self, versions: list[int]) -> list[dict[str, Any]]:
        """Promotes versions in as many processes and gives back what each said."""
        started = [
            self.start("promote", f"promoter-{i}", _SMALL, model__version=version) for i, version in enumerate(versions)
        ]
        records = []
        for child, out, log in started:
            if child.wait(timeout=SECONDS) != 0:
                raise ProofError(f"a promoter ended with exit status {child.returncode}:\n{tail(log)}")
            records.append(json.loads(out.read_text(encoding="utf-8").strip().splitlines()[-1]))
        return records

    def alias(self) -> int:
        """The version that is served, 0 for none."""
        found = self.api.get("registered-models/alias", name=MODEL, alias=ALIAS)
        return int(found.get("model_version", {}).get("version", 0))

    def history(self) -> list[dict[str, Any]]:
        """Every move of the alias, the oldest first."""
        model = self.api.get("registered-models/get", name=MODEL)["registered_model"]
        return list(json.loads(tags(model).get(HISTORY, "[]")))

    def version(self, number: int) -> dict[str, Any]:
        """A version as MLflow has it."""
        return dict(self.api.get("model-versions/get", name=MODEL, version=number)["model_version"])

    def copy(self, number: int) -> int:
        """Another version of the same files and the same evaluation."""
        original = self.version(number)
        made = self.api.post(
            "model-versions/create",
            name=MODEL,
            source=original["source"],
            run_id=original["run_id"],
            tags=[tag for tag in original["tags"] if tag["key"] != "promotion"],
        )
        return int(made["model_version"]["version"])

    def claimed(self) -> bool:
        """Whether a claim is there."""
        return bool(self.api.get("registered-models/get", name=CLAIM))


def measure(proof: Proof) -> None:
    """Makes two versions, then promotes."""
    python = proof.environment("python-load")
    with proof.temporary() as folder, mlflow_server(proof, python, folder / "mlflow") as tracking:
        letters = Versions(proof, tracking, folder, **{"model.name": MODEL, "promote.claim-term": f"{TERM} s"})
        proof.say("the tables")
        letters.prepare()
        accuracies = {}
        parents = []
        for epochs in (1, 8 if proof.quick else 30):
            proof.say(f"a model of {epochs} epochs")
            parents.append(_parent(letters, f"{epochs} epochs"))
            version = letters.run("train", training__epochs=epochs, tracking__parent_run=parents[-1])["model_version"]
            letters.run("evaluate", model__version=version)
            accuracies[int(version)] = float(tags(letters.version(int(version)))["test_accuracy"])
        worse, better = sorted(accuracies, key=lambda version: accuracies[version])
        if accuracies[worse] == accuracies[better]:
            raise ProofError("the model that was trained longer is no better: nothing can be compared.")
        proof.figure("test accuracy of the worse and the better version", f"{accuracies[worse]}, {accuracies[better]}")
        _one_by_one(proof, letters, worse, better, parents)
        _at_once(proof, letters, worse, better)
        _killed(proof, letters, better)
    proof.note(
        f"The demo's letters, 26 classes. A claim counts as left behind after {TERM} s here (promote.claim-term, 30 s as"
        " it comes)."
    )


def _parent(letters: Versions, name: str) -> str:
    api = letters.api
    run = api.post(
        "runs/create", experiment_id=api.experiment("demo"), run_name=name, start_time=int(time.time() * 1000)
    )
    return str(run["run"]["info"]["run_id"])


def _served_parents(letters: Versions) -> list[str]:
    api = letters.api
    runs = api.post("runs/search", experiment_ids=[api.experiment("demo")], filter=f"tags.{ALIAS} = '{MODEL}'")
    return [run["info"]["run_id"] for run in runs.get("runs", [])]


def _one_by_one(proof: Proof, letters: Versions, worse: int, better: int, parents: list[str]) -> None:
    proof.say("one after the other")
    first = letters.run("promote", model__version=worse)
    proof.yes("where nothing is served, what was evaluated is promoted", first["promoted"] and letters.alias() == worse)
    proof.yes("the run of its pipeline has the tag, and no other", _served_parents(letters) == [parents[worse - 1]])
    took = letters.run("promote", model__version=better)
    proof.yes("a better version is promoted", took["promoted"] and letters.alias() == better)
    proof.yes("the tag has moved to the run of its pipeline", _served_parents(letters) == [parents[better - 1]])
    proof.figure("McNemar's mid-p of better against worse", float(took["mcnemar_mid_p"]))
    refused = letters.run("promote", model__version=worse)
    said = "It is worse: test accuracy" in refused["reason"] and "mid-p" in refused["reason"]
    proof.yes(
        "a worse version is refused with the reason",
        not refused["promoted"] and said and letters.alias() == better,
    )
    forced = letters.run("promote", "--force", model__version=worse)
    proof.yes("--force promotes it", forced["promoted"] and letters.alias() == worse)
    back = letters.run("promote", "--rollback")
    proof.yes("--rollback goes back", back["promoted"] and letters.alias() == better)
    kinds = [(move["kind"], move["previous"], move["version"]) for move in letters.history()]
    expected = [
        ("PROMOTED", 0, worse),
        ("PROMOTED", worse, better),
        ("FORCED", better, worse),
        ("ROLLED_BACK", worse, better),
    ]
    proof.yes("the history tells all four moves", kinds == expected)
    letters.api.post("model-versions/set-tag", name=MODEL, version=str(worse), key="examples_snapshot", value="1")
    other = letters.run("promote", model__version=worse)
    said = "was evaluated on other examples" in other["reason"] and "pose2gloss evaluate" in other["reason"]
    proof.yes("another snapshot is told with what to run", not other["promoted"] and said)
    letters.api.post("model-versions/set-tag", name=MODEL, version=str(worse), key="test_accuracy", value="good")
    said = "'good', which is no accuracy of 0 to 1" in letters.refused(model__version=worse)
    proof.yes("a tag that is no accuracy is a sentence", said)
    missing = letters.refused("--rollback", model__alias="other")
    proof.yes("an alias that is absent is a sentence", "no version with the alias 'other'" in missing)
    for tag in ("examples_snapshot", "test_accuracy"):
        value = tags(letters.version(better))[tag] if tag == "examples_snapshot" else "0.0"
        letters.api.post("model-versions/set-tag", name=MODEL, version=str(worse), key=tag, value=value)


def _at_once(proof: Proof, letters: Versions, worse: int, better: int) -> None:
    proof.say(f"{AT_ONCE} promoters at once, for one version")
    before = len(letters.history())
    said = letters.at_once([copy := letters.copy(better)] * AT_ONCE)
    moves = letters.history()[before:]
    proof.yes(f"{AT_ONCE} promoters of one version: it moves once", [move["version"] for move in moves] == [copy])
    proof.yes(f"{AT_ONCE} promoters of one version: all say it has the alias", all(one["promoted"] for one in said))

    proof.say(f"{AT_ONCE} promoters at once, half of them of worse versions")
    before = len(letters.history())
    wanted = [letters.copy(better if i % 2 else worse) for i in range(AT_ONCE)]
    said = letters.at_once(wanted)
    moves = letters.history()[before:]
    chain = [letters.history()[before - 1]["version"], *(move["version"] for move in moves)]
    joined = all(move["previous"] == earlier for move, earlier in zip(moves, chain))
    proof.yes(f"{AT_ONCE} promoters: each move starts where the last one ended", joined)
    proof.yes(f"{AT_ONCE} promoters: the alias is where the last move ended", letters.alias() == chain[-1])
    won = sorted(one["version"] for one in said if one["promoted"])
    proof.yes(f"{AT_ONCE} promoters: who says it moved is in the history once", won == sorted(chain[1:]))
    lost = {one["version"] for one in said if not one["promoted"]}
    proof.yes(f"{AT_ONCE} promoters: the worse versions were refused", lost == set(wanted[::2]))
    proof.yes(f"{AT_ONCE} promoters: no claim is left", not letters.claimed())


def _killed(proof: Proof, letters: Versions, better: int) -> None:
    proof.say("a promoter that is killed")
    version = letters.copy(better)
    for _ in range(5):
        child, _, log = letters.start("promote", "killed", _SMALL, model__version=version)
        while child.poll() is None and not letters.claimed():
            time.sleep(0.001)
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if letters.claimed():
            break
        # It was through before the signal came: a version that is yet to be promoted, once more.
        version = letters.copy(better)
    else:
        raise ProofError(f"no promoter could be killed while it held its claim; the last one's log is {log}.")
    proof.yes("killed promoter: its claim is left", letters.claimed())
    started = time.monotonic()
    others = [letters.copy(better) for _ in range(3)]
    said = letters.at_once(others)
    proof.at_most("killed promoter: until three others are through", time.monotonic() - started, 60 + TERM, unit="s")
    proof.yes("killed promoter: the others go on", sorted(one["version"] for one in said if one["promoted"]) == others)
    last = letters.history()[-1]["version"]
    proof.yes("killed promoter: alias and history agree again", letters.alias() == last and last in others)
    proof.yes("killed promoter: no claim is left", not letters.claimed())
